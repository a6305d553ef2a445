//! One's own comments under a story: listed, changed, deleted, taken back.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::post::{Edited, edit, own_text};
use super::told::told;
use super::view::{Around, CommentView, Times};
use super::write::{Form, answer, blank, given_back, load, refuse, show, wants_fragment};
use super::{Layout, html, no_store, path_of, words_of};
use crate::app::App;
use crate::http::api::PostedComment;
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields, guest_cookie, id_in, own_page_only};
use crate::http::statement_path;
use crate::models::{
    Caller, CommentRow, Id, Refusal, Standing, State as CommentState, Story, Viewer, Votes, Writer, is_suspended,
};
use crate::store::own::{Own, not_yours};
use crate::store::{comments, decisions, deletions, statements, threads, writers};
use crate::words::Words;

/// Tells a writer that a comment is deleted, and offers to take that back.
#[derive(Template)]
#[template(path = "fragments/undo.html")]
struct Undo {
    /// Where to.
    undo: String,
    w: &'static Words,
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
    /// Where the deletions can be taken back that still can.
    deleted: Vec<String>,
    w: &'static Words,
}

struct OwnComment<'a> {
    view: CommentView<'a>,
    state: &'a str,
    /// Why it does not appear, if it does not.
    reasons: Vec<String>,
    href: String,
    /// Where it can be changed, while it can.
    edit: Option<String>,
    /// Where the statement of reasons is.
    statement: Option<String>,
}

/// Who asks: somebody who is signed in, or the guest of this browser.
fn writer(app: &App, asked: &Asked, caller: &Caller, headers: &HeaderMap) -> Option<Writer> {
    match caller.person() {
        Some(signed) => Some(Writer::Account(signed.account.id)),
        None => guest_cookie(app, headers).map(|secret| Writer::Guest(secret.hash(asked.site.id))),
    }
}

fn known_writer(app: &App, asked: &Asked, caller: &Caller, headers: &HeaderMap) -> Result<Writer> {
    if caller.person().is_some_and(|signed| signed.account.standing != Standing::Good) {
        return Err(is_suspended().into());
    }
    Ok(writer(app, asked, caller, headers).ok_or_else(not_yours)?)
}

fn edit_frame<'a>(asked: &'a Asked, story: &Story, id: Id, body: String) -> Form<'a> {
    Form {
        action: format!("/stories/{}/comments/{id}/edit", story.slug),
        back: format!("/stories/{}/comments/{id}", story.slug),
        heading: words_of(&asked.site, story).your_comment.clone(),
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
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let id = id_in(&id)?;
    let writer = known_writer(&app, &asked, &caller, &headers)?;
    let (row, text) = own_text(&app, asked.site.id, id, &writer).await?;
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

fn own(app: &App, asked: &Asked, caller: &Caller, headers: &HeaderMap, id: Id) -> Result<Own> {
    Ok(Own {
        site: asked.site.id,
        comment: id,
        writer: known_writer(app, asked, caller, headers)?,
        window: i64::from(asked.site.settings.edit_window),
        now: app.clock.now(),
    })
}

/// `POST /stories/{slug}/comments/{id}/edit`
pub async fn edit_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Response {
    let typed = fields.get("body").to_owned();
    given_back(typed, take_edit(&app, &asked, (&slug, &id), &caller, &headers, &fields).await)
}

async fn take_edit(
    app: &App,
    asked: &Asked,
    (slug, id): (&str, &str),
    caller: &Caller,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<Response> {
    own_page_only(asked, guest_cookie(app, headers).is_some())?;
    let story = load(app, asked, slug).await?;
    let id = id_in(id)?;
    let own = own(app, asked, caller, headers, id)?;
    let body = fields.get("body");
    let form = edit_frame(asked, &story, id, body.to_owned());
    if !fields.get("preview").is_empty() {
        if let Err(refusal) = crate::moderation::length(&asked.site, body) {
            return refuse(asked, &story, None, form, headers, refusal.into());
        }
        let preview = understory_markup::render(body, understory_markup::Format::Markdown);
        return show(asked, &story, None, Form { preview: Some(preview), ..form }, headers, StatusCode::OK);
    }
    match edit(app, asked, own, body).await {
        Ok(Edited { story: id, comment, reasons, statement }) => {
            let mut posted = PostedComment::of(&comment, id, &reasons);
            posted.statement = statement.map(|statement| statement_path(&asked.site, statement));
            answer(asked, &story, &posted, None, false, headers)
        }
        Err(error) => refuse(asked, &story, None, form, headers, error),
    }
}

/// `POST /stories/{slug}/comments/{id}/delete`
pub async fn delete_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response> {
    own_page_only(&asked, guest_cookie(&app, &headers).is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let id = id_in(&id)?;
    let own = own(&app, &asked, &caller, &headers, id)?;
    app.watch(app.store.write(deletions::DeleteComment { own }).await)?;
    if wants_fragment(&headers) {
        let undo = format!("{}/comments/{id}/restore", path_of(&story));
        return Ok(no_store(html(StatusCode::OK, &Undo { undo, w: words_of(&asked.site, &story) })?));
    }
    Ok(no_store(axum::response::Redirect::to(&format!("{}/own", path_of(&story)))))
}

/// `POST /stories/{slug}/comments/{id}/restore`: takes a deletion back.
pub async fn restore_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response> {
    own_page_only(&asked, guest_cookie(&app, &headers).is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let own = own(&app, &asked, &caller, &headers, id_in(&id)?)?;
    let (story_id, row) = app.watch(app.store.write(deletions::RestoreComment { own }).await)?;
    if wants_fragment(&headers) {
        return answer(&asked, &story, &PostedComment::of(&row, story_id, &[]), None, false, &headers);
    }
    Ok(no_store(axum::response::Redirect::to(&format!("{}/own", path_of(&story)))))
}

/// `GET /stories/{slug}/own`: what this browser wrote here, with what became of it.
pub async fn own_list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let (rows, deleted) = match writer(&app, &asked, &caller, &headers) {
        Some(writer) => {
            let (site, id) = (asked.site.id, story.id);
            let since = app.clock.now().plus_seconds(-deletions::UNDO);
            let read = move |tx: &mut crate::store::Tx<'_>| {
                let mut rows = Vec::new();
                for row in threads::of_writer(tx, site, id, &writer)? {
                    let told = match row.state {
                        CommentState::Held | CommentState::Removed => {
                            let reasons = comments::reasons_of(tx, site, id, row.id)?;
                            Some((reasons, decisions::told(tx, site, id, row.id)?))
                        }
                        CommentState::Published | CommentState::Deleted => None,
                    };
                    let warnings = writers::warnings(tx, site, row.id)?;
                    let statement = statements::newest_of(tx, site, id, row.id)?.map(|statement| statement.id);
                    rows.push((row, told, warnings, statement));
                }
                Ok((rows, deletions::restorable(tx, site, id, &writer, since)?))
            };
            app.store.read(read).await?
        }
        None => (Vec::new(), Vec::new()),
    };
    let w = words_of(&asked.site, &story);
    let times = Times::new(&asked.site, w);
    let around = Around { story: &story, times: &times, open: false, votes: Votes::Off, flags: false, marked: None, w };
    let listed = rows
        .iter()
        .filter(|(row, ..)| row.state != CommentState::Deleted)
        .filter_map(|(row, decided, warnings, statement)| {
            let href = format!("/stories/{}/comments/{}", story.slug, row.id);
            Some(OwnComment {
                view: around.comment(row, Viewer::Writer)?,
                state: match row.state {
                    CommentState::Published => &w.own_published,
                    CommentState::Held => &w.own_held,
                    CommentState::Removed => &w.own_removed,
                    CommentState::Deleted => &w.own_deleted,
                },
                reasons: decided
                    .as_ref()
                    .map_or(Vec::new(), |(reasons, decision)| {
                        told(row.state, reasons, decision.as_ref(), &asked.site.lang, w)
                    })
                    .into_iter()
                    .chain(warnings.iter().map(|one| w.told_warning.with(&one.reason)))
                    .collect(),
                edit: changeable(&app, &asked, row).then(|| format!("{href}/edit")),
                statement: statement.map(|id| statement_path(&asked.site, id)),
                href,
            })
        })
        .collect();
    let deleted = deleted.into_iter().map(|id| format!("/stories/{}/comments/{id}/restore", story.slug)).collect();
    let own = OwnList { comments: listed, deleted, w };
    if wants_fragment(&headers) {
        return Ok(no_store(html(StatusCode::OK, &own)?));
    }
    let layout = Layout::of_story(&asked.site, &story, format!("{} – {}", w.own_comments, story.title)).private();
    Ok(no_store(html(StatusCode::OK, &OwnPage { layout, story: &story, own })?.into_response()))
}
