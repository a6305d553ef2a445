//! Forms: write, preview, edit, delete, and a guest's own list. None of these answers may be kept by anybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::post::{By, Notice, Post, post};
use super::sign_in::sign_in_path;
use super::story::{closed_words, story_id, to_comment};
use super::view::{Around, CommentView, Counted, Times};
use super::{Layout, html, no_store, path_of, words_of};
use crate::app::App;
use crate::http::api::PostedComment;
use crate::http::api::comments::read_query;
use crate::http::assets;
use crate::http::caller::may_there;
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{
    Asked, Fields, Secret, attempt, checked_key, guest_cookie, id_in, own_page_only, set_guest_cookie,
};
use crate::http::{statement_path, subscriber};
use crate::models::{
    Badges, Caller, CommentRow, Grant, Guests, Id, Reason, Refusal, State as CommentState, Story, Viewer, Votes,
};
use crate::moderation::{Comer, Place};
use crate::store::{stories, threads};
use crate::words::Words;

/// The form in which one writes.
#[derive(Template)]
#[template(path = "fragments/form.html")]
pub(super) struct Form<'a> {
    pub(super) action: String,
    /// Where `cancel` leads.
    pub(super) back: String,
    pub(super) heading: String,
    pub(super) editing: bool,
    pub(super) key: String,
    pub(super) guest: String,
    pub(super) parent: String,
    pub(super) name: String,
    /// The name of the account, of somebody who is signed in.
    pub(super) signed: Option<String>,
    pub(super) body: String,
    /// What is wrong, and with which field.
    pub(super) error: Option<&'a Refusal>,
    /// What the browser is to work on before it sends this, if anything.
    pub(super) challenge: Option<String>,
    /// Whether it then sends this by itself: it was sent before, without that.
    pub(super) again: bool,
    /// The script that does.
    pub(super) prove: &'static str,
    pub(super) preview: Option<String>,
    pub(super) length: i64,
    pub(super) name_length: u32,
    /// The house rules in short, and where they stand in full.
    pub(super) rules: &'a str,
    pub(super) rules_link: &'a str,
    pub(super) w: &'static Words,
}

impl Form<'_> {
    fn error_on(&self, field: &str) -> Option<String> {
        self.error.filter(|refusal| refusal.field == Some(field)).map(|refusal| self.said(refusal))
    }

    fn other_error(&self) -> Option<String> {
        self.error
            .filter(|refusal| match refusal.field {
                Some("body") => false,
                // Who is signed in has no field for a name.
                Some("name") => self.signed.is_some(),
                _ => true,
            })
            .map(|refusal| self.said(refusal))
    }

    /// Why it would wait, if that is what is said.
    fn would_wait(&self) -> Vec<String> {
        let reasons = self.error.map_or(&[][..], |refusal| &refusal.reasons);
        reasons.iter().map(|reason| self.w.reason(&reason.for_writer())).collect()
    }

    fn said(&self, refusal: &Refusal) -> String {
        let said = || self.w.refused(refusal.code, &refusal.numbers, &refusal.text);
        if refusal.translated { refusal.text.clone().into_owned() } else { said() }
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

/// A comment that was just posted, with what is to be counted anew.
#[derive(Template)]
#[template(path = "fragments/posted.html")]
struct PostedView<'a> {
    /// Under the story; nothing where that has not changed.
    comments: Option<i64>,
    /// Of the comment that it answers.
    replies: Option<i64>,
    comment: CommentView<'a>,
    w: &'static Words,
}

/// Tells a writer that a comment was kept and does not appear yet, and why.
#[derive(Template)]
#[template(path = "fragments/waiting.html")]
struct Waiting<'a> {
    removed: bool,
    reasons: &'a [Reason],
    statement: Option<&'a str>,
    html: &'a str,
    slug: &'a str,
    w: &'static Words,
}

/// Whether our script asks, for a piece of a page.
pub(super) fn wants_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("understory-fragment")
}

pub(super) async fn load(app: &App, asked: &Asked, slug: &str) -> Result<Story> {
    let site = asked.site.id;
    let story = match story_id(app, &asked.site, slug).await {
        Ok(id) => app.store.read(move |tx| stories::by_id(tx, site, id)).await?,
        // Who was writing while an editor moved the story goes on where it is now.
        Err(_) if !slug.contains('\0') => {
            let slug = slug.to_owned();
            app.store.read(move |tx| stories::by_old_slug(tx, site, &slug)).await?
        }
        Err(error) => return Err(error),
    };
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
    caller: Caller,
    query: std::result::Result<Query<NewQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    if matches!(caller, Caller::Nobody) && asked.site.settings.guests == Guests::Off && !wants_fragment(&headers) {
        // Whoever came to write comes back to it once they are signed in.
        return Ok(no_store(axum::response::Redirect::to(&sign_in_path(&format!("{}/comments/new", path_of(&story))))));
    }
    may_there(&app, &asked, &caller, Grant::Comment, story.id).await?;
    if let Some(closed) = story.closed_at(app.clock.now(), &asked.site.settings) {
        return Err(Refusal::new(409, "story_closed", closed_words(&closed, words_of(&asked.site, &story)))
            .translated()
            .into());
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
        signed: caller.person().map(|signed| signed.account.name.clone()),
        challenge: match caller {
            Caller::Nobody => {
                let address = subscriber(asked.client);
                app.gate.proofs.ahead(Comer { site: &asked.site, place: Place::Story(story.id), address })
            }
            _ => None,
        },
        ..blank(&asked, &story, parent.as_ref())
    };
    show(&asked, &story, parent.as_ref(), form, &headers, StatusCode::OK)
}

pub(super) fn blank<'a>(asked: &'a Asked, story: &Story, parent: Option<&CommentRow>) -> Form<'a> {
    let w = words_of(&asked.site, story);
    Form {
        action: format!("/stories/{}/comments", story.slug),
        back: match parent {
            Some(row) => format!("/stories/{}/comments/{}", story.slug, row.id),
            None => format!("/stories/{}#comments", story.slug),
        },
        heading: match parent {
            Some(row) => w.reply_to.with(&row.name),
            None => w.write_comment.clone(),
        },
        editing: false,
        key: String::new(),
        guest: String::new(),
        parent: String::new(),
        name: String::new(),
        signed: None,
        body: String::new(),
        error: None,
        challenge: None,
        again: false,
        prove: &assets::addresses().prove,
        preview: None,
        length: asked.site.settings.comment_length.into(),
        name_length: asked.site.settings.name_length,
        rules: &asked.site.settings.house_rules,
        rules_link: &asked.site.settings.rules,
        w,
    }
}

pub(super) fn show(
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
        let times = Times::new(&asked.site, form.w);
        let around =
            Around { story, times: &times, open: false, votes: Votes::Off, flags: false, marked: None, w: form.w };
        let layout = Layout::of_story(&asked.site, story, format!("{} – {}", form.heading, story.title)).private();
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
    caller: Result<Caller>,
    fields: Fields,
) -> Response {
    let typed = fields.get("body").to_owned();
    let taken = match caller {
        Ok(caller) => take_post(&app, &asked, &slug, &caller, &headers, &fields).await,
        Err(error) => Err(error),
    };
    given_back(typed, taken)
}

/// Gives back what was typed where no form could: the story is gone, or the database does not answer.
pub(super) fn given_back(typed: String, result: Result<Response>) -> Response {
    let mut response = result.into_response();
    if let Some(problem) = response.extensions_mut().get_mut::<Problem>() {
        problem.typed = typed;
    }
    response
}

async fn take_post(
    app: &App,
    asked: &Asked,
    slug: &str,
    caller: &Caller,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<Response> {
    let cookie = guest_cookie(app, headers);
    own_page_only(asked, cookie.is_some())?;
    let story = load(app, asked, slug).await?;
    let known = cookie.is_some();
    let secret = cookie.or_else(|| Secret::parse(fields.get("guest"))).unwrap_or_else(Secret::new);
    let parent_text = fields.get("parent");
    let parent = match parent_text.parse::<Id>() {
        Ok(id) => comment_of(app, asked, story.id, id).await?,
        Err(_) => None,
    };
    let seen_parent = parent.as_ref().filter(|row| row.state == CommentState::Published);
    let form = Form {
        key: fields.get("key").to_owned(),
        guest: secret.0.clone(),
        parent: parent_text.to_owned(),
        name: fields.get("name").to_owned(),
        signed: caller.person().map(|signed| signed.account.name.clone()),
        body: fields.get("body").to_owned(),
        challenge: Some(fields.get("work").to_owned()).filter(|given| !given.is_empty()),
        ..blank(asked, &story, seen_parent)
    };
    if !fields.get("preview").is_empty() {
        if let Err(refusal) = crate::moderation::length(&asked.site, fields.get("body")) {
            return refuse(asked, &story, seen_parent, form, headers, refusal.into());
        }
        let preview = understory_markup::render(fields.get("body"), understory_markup::Format::Markdown);
        return show(asked, &story, seen_parent, Form { preview: Some(preview), ..form }, headers, StatusCode::OK);
    }
    let key = match fields.get("key") {
        "" => Secret::new().0,
        key => checked_key(key)?,
    };
    if let Err(error) = may_there(app, asked, caller, Grant::Comment, story.id).await {
        return refuse(asked, &story, seen_parent, form, headers, error);
    }
    let guest = secret.hash(asked.site.id);
    let actor = caller.actor().map_or(&guest[..], |id| &id.bytes()[..]);
    let request: [&[u8]; 5] = [
        b"form",
        story.id.bytes(),
        parent_text.as_bytes(),
        fields.get("name").as_bytes(),
        fields.get("body").as_bytes(),
    ];
    let result = post(
        app,
        asked,
        Post {
            story: story.id,
            parent: Some(parent_text).filter(|parent| !parent.is_empty()),
            name: fields.get("name"),
            body: fields.get("body"),
            lang: None,
            trap: fields.get("website"),
            proof: fields.get("work"),
            attempt: attempt(&asked.site, Some(actor), &key, &request),
            writer: match caller.person() {
                Some(signed) => By::Account(signed.clone()),
                None => By::Guest(guest.clone()),
            },
            known: known || caller.person().is_some(),
            by_key: false,
            badges: Badges::NONE,
            notice: match (fields.get("notice"), fields.get("noticed")) {
                ("ask", noticed) => Notice::Wanted { again: !noticed.is_empty() },
                ("post", _) => Notice::Overruled,
                _ => Notice::None,
            },
        },
    )
    .await;
    let posted = match result {
        Ok(posted) => posted,
        Err(error) => {
            let refusal = closed_in_words(app, asked, slug, error.into_refusal()).await;
            return refuse(asked, &story, seen_parent, form, headers, refusal.into());
        }
    };
    let mut comment: PostedComment = serde_json::from_str(&posted.answer)?;
    comment.statement = posted.statement.map(|statement| statement_path(&asked.site, statement));
    let mut response = answer(asked, &story, &comment, seen_parent, true, headers)?;
    if caller.person().is_none()
        && let Ok(value) = HeaderValue::try_from(set_guest_cookie(app, &secret))
    {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// A refusal because the thread was closed meanwhile, with the cause that the newsroom gave, in the reader's language.
async fn closed_in_words(app: &App, asked: &Asked, slug: &str, refusal: Refusal) -> Refusal {
    if refusal.code != "story_closed" {
        return refusal;
    }
    let Ok(story) = load(app, asked, slug).await else { return refusal };
    match story.closed_at(app.clock.now(), &asked.site.settings) {
        Some(closed) => {
            let text = closed_words(&closed, words_of(&asked.site, &story)).into();
            Refusal { text, ..refusal }.translated()
        }
        None => refusal,
    }
}

/// The form again, with what was typed and what is wrong.
pub(super) fn refuse(
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
    let challenge = refusal.challenge.take().map(|challenge| *challenge).or(form.challenge.clone());
    let again = refusal.code == "work_wanted" && form.challenge.is_none();
    let form = Form { error: Some(&refusal), key, challenge, again, ..form };
    let mut response = show(asked, story, parent, form, headers, status)?;
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

pub(super) fn answer(
    asked: &Asked,
    story: &Story,
    comment: &PostedComment,
    parent: Option<&CommentRow>,
    is_new: bool,
    headers: &HeaderMap,
) -> Result<Response> {
    let text = comment.html.as_deref().unwrap_or("");
    let w = words_of(&asked.site, story);
    if comment.state != CommentState::Published {
        let waiting = Waiting {
            removed: comment.state == CommentState::Removed,
            reasons: &comment.reasons,
            statement: comment.statement.as_deref(),
            html: text,
            slug: &story.slug,
            w,
        };
        let response = if wants_fragment(headers) {
            html(StatusCode::ACCEPTED, &waiting)?
        } else {
            let layout = Layout::of_story(&asked.site, story, w.kept_and_waits.clone()).private();
            html(StatusCode::ACCEPTED, &WaitingPage { layout, story, waiting })?
        };
        return Ok(no_store(response));
    }
    if !wants_fragment(headers) {
        return Ok(no_store(to_comment(&story.slug, comment.id)));
    }
    let times = Times::new(&asked.site, w);
    let created: jiff::Timestamp = comment.created_at.parse().unwrap_or_default();
    let view = CommentView {
        id: comment.id.into(),
        slug: &story.slug,
        tombstone: None,
        name: comment.author.as_ref().map_or("", |author| &author.name),
        html: text,
        lang: None,
        time: times.show(created.into()),
        edited: comment
            .edited_at
            .as_ref()
            .and_then(|time| time.parse::<jiff::Timestamp>().ok())
            .map(|time| times.show(time.into())),
        waits: false,
        marked: true,
        editable: true,
        open: true,
        above: None,
        next: None,
        marks: Badges::named(comment.author.iter().flat_map(|author| author.badges.iter().map(String::as_str))),
        votes: Counted { kind: asked.site.settings.votes, up: 0, down: 0 },
        flags: false,
        account: None,
        long: false,
        children: Vec::new(),
        shown_below: 0,
        w,
        more: None,
    };
    let replies = parent.map(|row| row.replies + 1);
    let comments = is_new.then_some(story.comments + 1);
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(no_store(html(status, &PostedView { comments, replies, comment: view, w })?))
}
