//! Forms: write, preview, edit, delete, and a guest's own list. None of these answers may be kept by anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::post::{Post, edit, own_text, post};
use super::story::{story_id, to_comment};
use super::view::{Around, CommentView, Times};
use super::{Layout, html, no_store};
use crate::app::App;
use crate::http::api::PostedComment;
use crate::http::api::comments::read_query;
use crate::http::error::{Error, Result};
use crate::http::extract::{
    Asked, Fields, Secret, attempt, checked_key, guest_cookie, id_in, own_page_only, set_guest_cookie,
};
use crate::models::{CommentRow, Guests, Id, Reason, Refusal, State as CommentState, Story, Viewer};
use crate::store::{comments, stories, threads};

/// The form in which one writes.
#[derive(Template)]
#[template(path = "fragments/form.html")]
struct Form<'a> {
    action: String,
    /// Where `cancel` leads.
    back: String,
    heading: String,
    editing: bool,
    key: String,
    guest: String,
    parent: String,
    name: String,
    body: String,
    /// What is wrong, and with which field.
    error: Option<&'a Refusal>,
    preview: Option<String>,
    length: u32,
    name_length: u32,
}

impl Form<'_> {
    fn error_on(&self, field: &str) -> Option<&str> {
        self.error.filter(|refusal| refusal.field == Some(field)).map(|refusal| &*refusal.text)
    }

    fn other_error(&self) -> Option<&str> {
        self.error.filter(|refusal| !matches!(refusal.field, Some("body" | "name"))).map(|refusal| &*refusal.text)
    }
}

#[derive(Template)]
#[template(path = "pages/write.html")]
struct WritePage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    /// The comment that is answered.
    above: Option<CommentView<'a>>,
    form: Form<'a>,
}

#[derive(Template)]
#[template(path = "pages/waiting.html")]
struct WaitingPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    waiting: Waiting<'a>,
}

/// Tells a writer that a comment was kept and does not appear yet, and why.
#[derive(Template)]
#[template(path = "fragments/waiting.html")]
struct Waiting<'a> {
    removed: bool,
    reasons: &'a [Reason],
    html: &'a str,
    slug: &'a str,
}

#[derive(Template)]
#[template(path = "pages/own.html")]
struct OwnPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    own: OwnList<'a>,
}

/// What this browser wrote under a story.
#[derive(Template)]
#[template(path = "fragments/own.html")]
struct OwnList<'a> {
    comments: Vec<OwnComment<'a>>,
}

struct OwnComment<'a> {
    view: CommentView<'a>,
    state: &'static str,
    href: String,
    /// Where it can be changed, while it can.
    edit: Option<String>,
}

/// Whether our script asks, for a piece of a page.
fn wants_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("understory-fragment")
}

async fn load(app: &App, asked: &Asked, slug: &str) -> Result<Story> {
    let id = story_id(app, &asked.site, slug).await?;
    let site = asked.site.id;
    let story = app.store.read(move |tx| stories::by_id(tx, site, id)).await?;
    story.filter(Story::is_shown).ok_or_else(|| Error::not_found("There is no such story here."))
}

async fn comment_of(app: &App, asked: &Asked, story: Id, id: Id) -> Result<Option<CommentRow>> {
    let site = asked.site.id;
    Ok(app.store.read(move |tx| threads::in_story(tx, site, story, id)).await?)
}

/// The comment that shall be answered.
#[derive(Debug, Deserialize)]
pub struct NewQuery {
    parent: Option<String>,
}

/// `GET /stories/{slug}/comments/new?parent=`
pub async fn new_form(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    query: std::result::Result<Query<NewQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    if asked.site.settings.guests == Guests::Off {
        return Err(Refusal::new(403, "guests_off", "Here only people with an account may write.").into());
    }
    if let Some(closed) = story.closed_at(app.clock.now(), &asked.site.settings) {
        return Err(Refusal::new(409, "story_closed", closed.sentence()).into());
    }
    let parent = read_query(query)?.parent.filter(|parent| !parent.is_empty());
    let parent = match parent {
        Some(parent) => {
            let row = comment_of(&app, &asked, story.id, id_in(&parent)?).await?;
            Some(row.filter(|row| row.state == CommentState::Published).ok_or_else(|| {
                Refusal::new(404, "parent_unknown", "The comment you want to answer can no longer be seen.")
            })?)
        }
        None => None,
    };
    let guest = guest_cookie(&app, &headers).unwrap_or_else(Secret::new);
    let form = Form {
        key: Secret::new().0,
        guest: guest.0,
        parent: parent.as_ref().map(|row| row.id.to_string()).unwrap_or_default(),
        ..blank(&asked, &story, parent.as_ref())
    };
    show(&asked, &story, parent.as_ref(), form, &headers, StatusCode::OK)
}

fn blank<'a>(asked: &Asked, story: &Story, parent: Option<&CommentRow>) -> Form<'a> {
    Form {
        action: format!("/stories/{}/comments", story.slug),
        back: match parent {
            Some(row) => format!("/stories/{}/comments/{}", story.slug, row.id),
            None => format!("/stories/{}#comments", story.slug),
        },
        heading: match parent {
            Some(row) => format!("Reply to {}", row.name),
            None => "Write a comment".to_owned(),
        },
        editing: false,
        key: String::new(),
        guest: String::new(),
        parent: String::new(),
        name: String::new(),
        body: String::new(),
        error: None,
        preview: None,
        length: asked.site.settings.comment_length,
        name_length: asked.site.settings.name_length,
    }
}

fn show(
    asked: &Asked,
    story: &Story,
    parent: Option<&CommentRow>,
    form: Form<'_>,
    headers: &HeaderMap,
    status: StatusCode,
) -> Result<Response> {
    let response = if wants_fragment(headers) {
        html(status, &form)?
    } else {
        let times = Times::in_zone(&asked.site.zone);
        let around = Around { story, times: &times, open: false, marked: None };
        let layout = Layout::new(&asked.site, format!("{} – {}", form.heading, story.title)).private();
        let above = parent.and_then(|row| around.comment(row, Viewer::Reader));
        html(status, &WritePage { layout, story, above, form })?
    };
    Ok(no_store(response))
}

/// `POST /stories/{slug}/comments`: a preview if that button was used, else the comment.
pub async fn new_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let cookie = guest_cookie(&app, &headers);
    own_page_only(&asked, cookie.is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let known = cookie.is_some();
    let secret = cookie.or_else(|| Secret::parse(fields.get("guest"))).unwrap_or_else(Secret::new);
    let parent_text = fields.get("parent");
    let parent = match parent_text.parse::<Id>() {
        Ok(id) => comment_of(&app, &asked, story.id, id).await?,
        Err(_) => None,
    };
    let seen_parent = parent.as_ref().filter(|row| row.state == CommentState::Published);
    let form = Form {
        key: fields.get("key").to_owned(),
        guest: secret.0.clone(),
        parent: parent_text.to_owned(),
        name: fields.get("name").to_owned(),
        body: fields.get("body").to_owned(),
        ..blank(&asked, &story, seen_parent)
    };
    if !fields.get("preview").is_empty() {
        if let Err(refusal) = crate::moderation::length(&asked.site, fields.get("body")) {
            return refuse(&asked, &story, seen_parent, form, &headers, refusal.into());
        }
        let preview = understory_markup::render(fields.get("body"), understory_markup::Format::Markdown);
        return show(&asked, &story, seen_parent, Form { preview: Some(preview), ..form }, &headers, StatusCode::OK);
    }
    let key = match fields.get("key") {
        "" => Secret::new().0,
        key => checked_key(key)?,
    };
    let guest = secret.hash(asked.site.id);
    let request: [&[u8]; 5] = [
        b"form",
        story.id.bytes(),
        parent_text.as_bytes(),
        fields.get("name").as_bytes(),
        fields.get("body").as_bytes(),
    ];
    let result = post(
        &app,
        &asked,
        Post {
            story: story.id,
            parent: Some(parent_text).filter(|parent| !parent.is_empty()),
            name: fields.get("name"),
            body: fields.get("body"),
            lang: None,
            trap: fields.get("website"),
            attempt: attempt(&asked.site, Some(&guest), &key, &request),
            guest,
            known,
            by_key: false,
        },
    )
    .await;
    let posted = match result {
        Ok(posted) => posted,
        Err(error) => return refuse(&asked, &story, seen_parent, form, &headers, error),
    };
    let comment: PostedComment = serde_json::from_str(&posted.answer)?;
    let mut response = answer(&asked, &story, &comment, &headers)?;
    if let Ok(value) = HeaderValue::try_from(set_guest_cookie(&app, &secret)) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The form again, with what was typed and what is wrong.
fn refuse(
    asked: &Asked,
    story: &Story,
    parent: Option<&CommentRow>,
    form: Form<'_>,
    headers: &HeaderMap,
    error: Error,
) -> Result<Response> {
    let mut refusal = error.into_refusal();
    // A key that was used belongs to what was sent with it; what is sent now needs one of its own.
    let key = if refusal.code == "idempotency_key_reused" {
        refusal.text =
            "You have changed the text after it was sent. Send it again to post it as a comment of its own.".into();
        Secret::new().0
    } else {
        form.key.clone()
    };
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = refusal.retry_after;
    let mut response = show(asked, story, parent, Form { error: Some(&refusal), key, ..form }, headers, status)?;
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn answer(asked: &Asked, story: &Story, comment: &PostedComment, headers: &HeaderMap) -> Result<Response> {
    let text = comment.html.as_deref().unwrap_or("");
    if comment.state != CommentState::Published {
        let waiting = Waiting {
            removed: comment.state == CommentState::Removed,
            reasons: &comment.reasons,
            html: text,
            slug: &story.slug,
        };
        let response = if wants_fragment(headers) {
            html(StatusCode::ACCEPTED, &waiting)?
        } else {
            let layout = Layout::new(&asked.site, "Your comment was kept").private();
            html(StatusCode::ACCEPTED, &WaitingPage { layout, story, waiting })?
        };
        return Ok(no_store(response));
    }
    if !wants_fragment(headers) {
        return Ok(no_store(to_comment(&story.slug, comment.id)));
    }
    let times = Times::in_zone(&asked.site.zone);
    let created: jiff::Timestamp = comment.created_at.parse().unwrap_or_default();
    let view = CommentView {
        id: comment.id.into(),
        slug: &story.slug,
        tombstone: None,
        name: comment.author.as_ref().map_or("", |author| &author.name),
        html: text,
        lang: None,
        time: times.show(created.into()),
        edited: None,
        waits: false,
        marked: true,
        editable: true,
        open: true,
        children: Vec::new(),
        more: None,
    };
    Ok(no_store(html(StatusCode::CREATED, &view)?))
}

fn guest_of(app: &App, asked: &Asked, headers: &HeaderMap) -> Result<Vec<u8>> {
    match guest_cookie(app, headers) {
        Some(secret) => Ok(secret.hash(asked.site.id)),
        None => Err(Refusal::new(
            403,
            "not_yours",
            "Only the person who wrote this comment can change it, from the browser it was written in.",
        )
        .into()),
    }
}

fn edit_frame<'a>(asked: &Asked, story: &Story, id: Id, body: String) -> Form<'a> {
    Form {
        action: format!("/stories/{}/comments/{id}/edit", story.slug),
        back: format!("/stories/{}/comments/{id}", story.slug),
        heading: "Change your comment".to_owned(),
        editing: true,
        body,
        ..blank(asked, story, None)
    }
}

/// `GET /stories/{slug}/comments/{id}/edit`
pub async fn edit_form(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let id = id_in(&id)?;
    let guest = guest_of(&app, &asked, &headers)?;
    let (row, text) = own_text(&app, asked.site.id, id, &guest).await?;
    if !changeable(&app, &asked, &row) {
        return Err(
            Refusal::new(409, "window_closed", "The time in which this comment could be changed is over.").into()
        );
    }
    show(&asked, &story, None, edit_frame(&asked, &story, id, text), &headers, StatusCode::OK)
}

fn changeable(app: &App, asked: &Asked, row: &CommentRow) -> bool {
    matches!(row.state, CommentState::Published | CommentState::Held)
        && app.clock.now().seconds_since(row.created_at) <= i64::from(asked.site.settings.edit_window)
}

fn own(app: &App, asked: &Asked, headers: &HeaderMap, id: Id) -> Result<comments::Own> {
    Ok(comments::Own {
        site: asked.site.id,
        comment: id,
        guest: guest_of(app, asked, headers)?,
        window: i64::from(asked.site.settings.edit_window),
        now: app.clock.now(),
    })
}

/// `POST /stories/{slug}/comments/{id}/edit`
pub async fn edit_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_page_only(&asked, guest_cookie(&app, &headers).is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let id = id_in(&id)?;
    let own = own(&app, &asked, &headers, id)?;
    let body = fields.get("body");
    let form = edit_frame(&asked, &story, id, body.to_owned());
    if !fields.get("preview").is_empty() {
        if let Err(refusal) = crate::moderation::length(&asked.site, body) {
            return refuse(&asked, &story, None, form, &headers, refusal.into());
        }
        let preview = understory_markup::render(body, understory_markup::Format::Markdown);
        return show(&asked, &story, None, Form { preview: Some(preview), ..form }, &headers, StatusCode::OK);
    }
    match edit(&app, &asked, own, body).await {
        Ok((story_id, row, reasons)) => answer(&asked, &story, &PostedComment::of(&row, story_id, &reasons), &headers),
        Err(error) => refuse(&asked, &story, None, form, &headers, error),
    }
}

/// `POST /stories/{slug}/comments/{id}/delete`
pub async fn delete_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    own_page_only(&asked, guest_cookie(&app, &headers).is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let own = own(&app, &asked, &headers, id_in(&id)?)?;
    app.watch(app.store.write(comments::DeleteComment { own }).await)?;
    if wants_fragment(&headers) {
        return Ok(no_store(StatusCode::NO_CONTENT));
    }
    let slug: String = url::form_urlencoded::byte_serialize(story.slug.as_bytes()).collect();
    Ok(no_store(axum::response::Redirect::to(&format!("/stories/{slug}/own"))))
}

/// `GET /stories/{slug}/own`: what this browser wrote here, with what became of it.
pub async fn own_list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let rows = match guest_cookie(&app, &headers) {
        Some(secret) => {
            let (site, id, guest) = (asked.site.id, story.id, secret.hash(asked.site.id));
            app.store.read(move |tx| threads::of_guest(tx, site, id, &guest)).await?
        }
        None => Vec::new(),
    };
    let times = Times::in_zone(&asked.site.zone);
    let around = Around { story: &story, times: &times, open: false, marked: None };
    let comments = rows
        .iter()
        .filter(|row| row.state != CommentState::Deleted)
        .filter_map(|row| {
            let href = format!("/stories/{}/comments/{}", story.slug, row.id);
            Some(OwnComment {
                view: around.comment(row, Viewer::Writer)?,
                state: match row.state {
                    CommentState::Published => "It can be seen by everybody.",
                    CommentState::Held => "It waits for the moderators.",
                    CommentState::Removed => "It was removed by the moderators.",
                    CommentState::Deleted => "It was deleted.",
                },
                edit: changeable(&app, &asked, row).then(|| format!("{href}/edit")),
                href,
            })
        })
        .collect();
    let own = OwnList { comments };
    if wants_fragment(&headers) {
        return Ok(no_store(html(StatusCode::OK, &own)?));
    }
    let layout = Layout::new(&asked.site, format!("Your comments – {}", story.title)).private();
    Ok(no_store(html(StatusCode::OK, &OwnPage { layout, story: &story, own })?.into_response()))
}
