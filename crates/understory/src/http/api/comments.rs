//! Comments: pages of a thread, posting, changing, deleting.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::thread;
use super::types::{CommentOut, PostedComment, StoryOut, ThreadOut};
use crate::app::App;
use crate::http::caller::{is_there, may_there};
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{Asked, Json, Secret, attempt, id_in, idempotency_key};
use crate::http::pages::feeds::origin;
use crate::http::pages::post::{By, Notice, Post, post};
use crate::http::{View, pages, statement_path};
use crate::models::{
    Badges, Caller, Cursor, Grant, Id, Refusal, Seen, Sort, Standing, Viewer, Writer, comment_unknown, is_suspended,
    seen,
};
use crate::store::own::Own;
use crate::store::{deletions, stories, threads};

/// Which page of a thread.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `newest`, `oldest` or `top`; the site's own order if not said.
    #[param(inline)]
    pub(crate) sort: Option<Sort>,
    /// Where to go on.
    pub(crate) after: Option<String>,
    /// Roots, 20 if not said, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<u16>,
}

impl PageQuery {
    /// The numbers as they count; the cursor carries its own order.
    pub(crate) fn read(&self, parent: Id, default: Sort) -> Result<(Sort, Option<Cursor>, u16)> {
        let limit = self.limit.unwrap_or(20);
        if !(1..=100).contains(&limit) {
            return Err(Error::bad_request("limit_invalid", "A limit is a number from 1 to 100."));
        }
        let after = cursor(self.after.as_deref(), parent)?;
        let sort = self.sort.or(after.map(|cursor| cursor.sort)).unwrap_or(default);
        if after.is_some_and(|cursor| cursor.sort != sort) {
            return Err(bad_cursor());
        }
        Ok((sort, after, limit))
    }
}

fn bad_cursor() -> Error {
    Error::bad_request("cursor_invalid", "'after' is not a cursor that was given for this list. Start without it.")
}

/// A cursor that belongs to the children of `parent`.
pub(crate) fn cursor(text: Option<&str>, parent: Id) -> Result<Option<Cursor>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let cursor: Cursor = text.parse().map_err(|_| bad_cursor())?;
    if cursor.parent == parent { Ok(Some(cursor)) } else { Err(bad_cursor()) }
}

/// A page of a thread.
#[utoipa::path(get, path = "/api/v1/stories/{id}/comments", tag = "comments", params(("id" = String, Path), PageQuery),
    responses((status = 200, body = ThreadOut), (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    query: std::result::Result<Query<PageQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = id_in(&id)?;
    let (sort, after, limit) = read_query(query)?.read(story, asked.site.settings.sort)?;
    let view = View::Json(sort, after, limit);
    let ready = pages::cached(&app, &asked.site, story, view, move |app, site, seq_of| async move {
        let start = after.unwrap_or(Cursor::start(story, sort));
        let shape = threads::Shape { limit: usize::from(limit), ..threads::PAGE };
        let now = app.clock.now();
        let read = app
            .store
            .read(move |tx| {
                let found = stories::by_id(tx, site.id, story)?.filter(crate::models::Story::is_shown);
                let Some(story) = found else { return Ok(None) };
                let page = threads::page(tx, site.id, &story, None, start, shape)?;
                let closed = story.closed_at(now, &site.settings);
                Ok(Some((
                    story.seq,
                    thread::json(&page, story.id, story.state, Some(&StoryOut::of(&story, closed.as_ref()))),
                )))
            })
            .await?;
        let (seq, json) = read.ok_or_else(unknown_story)?;
        seq_of(seq);
        Ok(json?)
    })
    .await?;
    Ok(pages::respond(&ready, &headers, "application/json"))
}

pub(crate) fn read_query<T>(
    query: std::result::Result<Query<T>, axum::extract::rejection::QueryRejection>,
) -> Result<T> {
    match query {
        Ok(Query(query)) => Ok(query),
        Err(rejection) => Err(Error::bad_request("query_invalid", rejection.body_text())),
    }
}

fn unknown_story() -> Error {
    Error::not_found("There is no such story here.")
}

/// One comment with the first of its replies.
#[utoipa::path(get, path = "/api/v1/comments/{id}", tag = "comments", params(("id" = String, Path)),
    responses((status = 200, body = CommentOut), (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response> {
    let id = id_in(&id)?;
    let site = asked.site.id;
    let read = app
        .store
        .read(move |tx| {
            let Some((story, comment)) = threads::find(tx, site, id)? else { return Ok(None) };
            let Some(story) = stories::by_id(tx, site, story)? else { return Ok(None) };
            let start = Cursor::start(id, Sort::Oldest);
            let page = threads::page(tx, site, &story, Some(&comment), start, threads::PAGE)?;
            let more = page.next;
            Ok(Some((story, threads::Branch { comment, children: page.comments, more })))
        })
        .await?;
    let (story, branch) = read.ok_or_else(comment_unknown)?;
    let sees = is_there(&app, &asked, &caller, Grant::SeeHidden, story.id).await?;
    let viewer = if sees { Viewer::Moderator } else { Viewer::Reader };
    let out = CommentOut::of(branch, story.id, story.state, viewer).ok_or_else(comment_unknown)?;
    Ok(pages::no_store(axum::Json(WithStory { story: story.id, comment: out })))
}

/// A comment with its story.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithStory {
    /// The story.
    #[schema(value_type = String)]
    pub(crate) story: Id,
    /// The comment.
    #[serde(flatten)]
    pub(crate) comment: CommentOut,
}

/// Where a list of replies goes on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RepliesQuery {
    /// Where to go on.
    after: Option<String>,
    /// Replies, 20 if not said, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
}

/// More replies to a comment.
#[utoipa::path(get, path = "/api/v1/comments/{id}/replies", tag = "comments", params(("id" = String, Path), RepliesQuery),
    responses((status = 200, body = ThreadOut), (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn replies(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    query: std::result::Result<Query<RepliesQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let id = id_in(&id)?;
    let RepliesQuery { after, limit } = read_query(query)?;
    let (sort, after, limit) = PageQuery { sort: None, after, limit }.read(id, Sort::Oldest)?;
    let site_id = asked.site.id;
    let story = app.store.read(move |tx| threads::story_of(tx, site_id, id)).await?.ok_or_else(comment_unknown)?;
    let view = View::Replies(id, after.or(Some(Cursor::start(id, sort))), limit);
    let ready = pages::cached(&app, &asked.site, story, view, move |app, site, seq_of| async move {
        let start = after.unwrap_or(Cursor::start(id, sort));
        let shape = threads::Shape { limit: usize::from(limit), ..threads::PAGE };
        let site_id = site.id;
        let read = app
            .store
            .read(move |tx| {
                let Some(found) = stories::by_id(tx, site_id, story)? else { return Ok(None) };
                let Some(parent) = threads::in_story(tx, site_id, story, id)? else { return Ok(None) };
                let page = threads::page(tx, site_id, &found, Some(&parent), start, shape)?;
                Ok(Some((found, parent, page)))
            })
            .await?;
        let (story, parent, page) = read.ok_or_else(comment_unknown)?;
        if seen(Viewer::Reader, &parent, story.state) == Seen::Nothing {
            return Err(comment_unknown().into());
        }
        seq_of(story.seq);
        Ok(thread::json(&page, story.id, story.state, None)?)
    })
    .await?;
    Ok(pages::respond(&ready, &headers, "application/json"))
}

/// A comment to be posted.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCommentIn {
    /// The text, in Markdown.
    body: String,
    /// The comment that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    /// The name it appears under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The language it is written in, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    /// What the newsroom vouches for about the writer: `author` marks the story's. Needs a key of scope `comments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    badges: Vec<String>,
}

/// Posts a comment: as a guest, or with a key of scope `comments` on behalf of one. Where very much comes in, a guest is
/// answered 429 `work_wanted` with a `challenge`, which comes back worked on in `Understory-Work`.
#[utoipa::path(post, path = "/api/v1/stories/{id}/comments", tag = "comments", request_body = NewCommentIn,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$"), ("Understory-Edit-Token" = Option<String>, Header, pattern = "^[A-Za-z0-9_-]{32,64}$"),
    ("Understory-Work" = Option<String>, Header, description = "Read where work is wanted, and nowhere else.")),
    responses((status = 201, body = PostedComment), (status = 202, body = PostedComment, description = "It waits, or was removed; the reasons say why."),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    caller: Caller,
    headers: HeaderMap,
    Json(input): Json<NewCommentIn>,
) -> Result<Response> {
    let story = id_in(&id)?;
    may_there(&app, &asked, &caller, Grant::Comment, story).await?;
    let idempotency = idempotency_key(&headers)?;
    let presented = edit_token(&headers)?;
    let guest = presented.as_ref().map(|secret| secret.hash(asked.site.id));
    let actor: Option<Vec<u8>> = caller.actor().map(|id| id.bytes().to_vec()).or(guest);
    let by_key = matches!(caller, Caller::Key(_));
    let secret = presented
        .clone()
        .unwrap_or_else(|| Secret::derived(&asked.site, actor.as_deref().unwrap_or(b"guest"), &idempotency));
    let badges = badges(&input.badges, by_key)?;
    let request = serde_json::to_vec(&input)?;
    let attempt = attempt(&asked.site, actor.as_deref(), &idempotency, &[b"comment", story.bytes(), &request]);
    let posted = post(
        &app,
        &asked,
        Post {
            story,
            parent: input.parent.as_deref().filter(|parent| !parent.is_empty()),
            name: input.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or("Guest"),
            body: &input.body,
            lang: input.lang.as_deref(),
            trap: "",
            proof: headers.get("understory-work").and_then(|value| value.to_str().ok()).unwrap_or_default(),
            writer: match caller.person() {
                Some(signed) => By::Account(signed.clone()),
                None => By::Guest(secret.hash(asked.site.id)),
            },
            known: presented.is_some() || caller.person().is_some(),
            by_key,
            badges,
            notice: Notice::None,
            attempt,
        },
    )
    .await?;
    let status =
        if posted.state == crate::models::State::Published { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    // The answer that is kept lacks its last field, which is secret: letters, digits, `-` and `_`.
    let mut answer = posted.answer;
    if let Some(statement) = posted.statement {
        // An address is of letters, digits and signs that JSON does not escape.
        answer.truncate(answer.len() - 1);
        answer.push_str(",\"statement\":\"");
        answer.push_str(&format!("{}{}", origin(&app, &asked.site), statement_path(&asked.site, statement)));
        answer.push_str("\"}");
    }
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    if caller.person().is_some() {
        return Ok((status, kind, pages::no_store(answer)).into_response());
    }
    answer.truncate(answer.len() - 1);
    answer.push_str(",\"edit_token\":\"");
    answer.push_str(&secret.0);
    answer.push_str("\"}");
    Ok((status, kind, pages::no_store(answer)).into_response())
}

/// What is vouched for, by somebody who may.
fn badges(words: &[String], by_key: bool) -> Result<Badges> {
    if words.is_empty() {
        return Ok(Badges::NONE);
    }
    if !by_key {
        return Err(
            Refusal::field("badge_refused", "badges", "Only a key of scope 'comments' vouches for a writer.").into()
        );
    }
    if let Some(other) = words.iter().find(|word| Badges::named(std::iter::once(word.as_str())) == Badges::NONE) {
        return Err(
            Refusal::field("badge_unknown", "badges", format!("'{other}' is no badge; there is 'author'.")).into()
        );
    }
    Ok(Badges::named(words.iter().map(String::as_str)))
}

/// The secret in `Understory-Edit-Token`, if it was sent.
pub(super) fn edit_token(headers: &HeaderMap) -> Result<Option<Secret>> {
    let Some(value) = headers.get("understory-edit-token") else { return Ok(None) };
    match value.to_str().ok().and_then(Secret::parse) {
        Some(secret) => Ok(Some(secret)),
        None => Err(Refusal::new(403, "edit_token_invalid", "The edit token is not one that was given here.").into()),
    }
}

fn own(app: &App, asked: &Asked, caller: &Caller, headers: &HeaderMap, id: &str) -> Result<Own> {
    let writer = match (edit_token(headers)?, caller.person()) {
        (Some(secret), _) => Writer::Guest(secret.hash(asked.site.id)),
        (None, Some(signed)) if signed.account.standing != Standing::Good => return Err(is_suspended().into()),
        (None, Some(signed)) => Writer::Account(signed.account.id),
        (None, None) => {
            return Err(Refusal::new(
                401,
                "edit_token_missing",
                "Send the edit token that came with the comment as 'Understory-Edit-Token', or sign in.",
            )
            .into());
        }
    };
    Ok(Own {
        site: asked.site.id,
        comment: id_in(id)?,
        writer,
        window: i64::from(asked.site.settings.edit_window),
        now: app.clock.now(),
    })
}

/// A new text for a comment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditIn {
    /// The text, in Markdown.
    body: String,
}

/// Changes a comment, within the time the site allows.
#[utoipa::path(patch, path = "/api/v1/comments/{id}", tag = "comments", request_body = EditIn,
    params(("id" = String, Path), ("Understory-Edit-Token" = Option<String>, Header, pattern = "^[A-Za-z0-9_-]{32,64}$")),
    responses((status = 200, body = PostedComment), (status = 202, body = PostedComment),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn edit(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(input): Json<EditIn>,
) -> Result<Response> {
    let own = own(&app, &asked, &caller, &headers, &id)?;
    let edited = crate::http::pages::post::edit(&app, &asked, own, &input.body).await?;
    let is_seen = edited.comment.state == crate::models::State::Published;
    let status = if is_seen { StatusCode::OK } else { StatusCode::ACCEPTED };
    let mut posted = PostedComment::of(&edited.comment, edited.story, &edited.reasons);
    let link = |id| format!("{}{}", origin(&app, &asked.site), statement_path(&asked.site, id));
    posted.statement = edited.statement.map(link);
    Ok((status, pages::no_store(axum::Json(posted))).into_response())
}

/// Deletes a comment, within the time the site allows.
#[utoipa::path(delete, path = "/api/v1/comments/{id}", tag = "comments",
    params(("id" = String, Path), ("Understory-Edit-Token" = Option<String>, Header, pattern = "^[A-Za-z0-9_-]{32,64}$")),
    responses((status = 200, body = PostedComment), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn delete(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let own = own(&app, &asked, &caller, &headers, &id)?;
    let (story, comment) = app.watch(app.store.write(deletions::DeleteComment { own }).await)?;
    Ok(pages::no_store(axum::Json(PostedComment::of(&comment, story, &[]))))
}

/// Takes a deletion back, within a minute; then the words are erased.
#[utoipa::path(delete, path = "/api/v1/comments/{id}/deletion", tag = "comments",
    params(("id" = String, Path), ("Understory-Edit-Token" = Option<String>, Header, pattern = "^[A-Za-z0-9_-]{32,64}$")),
    responses((status = 200, body = PostedComment), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn restore(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let own = own(&app, &asked, &caller, &headers, &id)?;
    let (story, comment) = app.watch(app.store.write(deletions::RestoreComment { own }).await)?;
    Ok(pages::no_store(axum::Json(PostedComment::of(&comment, story, &[]))))
}
