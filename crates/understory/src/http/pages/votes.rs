//! Votes by page: a button below each comment. Whoever is not signed in is led to where one is.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::sign_in::sign_in_path;
use super::write::{load, wants_fragment};
use super::{Layout, html, no_store, path_of};
use crate::app::App;
use crate::http::caller::may_there;
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields, id_in};
use crate::models::{Caller, Grant, Id, Refusal, comment_unknown, sign_in_first};
use crate::store::votes::PutVote;

/// Takes a vote, by whatever way it came: the votes for and against the comment afterwards.
///
/// # Errors
/// 401 without an account, 403 to who may not or wrote the comment, 404 where there is none, 429 to who votes without
/// reading.
pub async fn vote(app: &App, asked: &Asked, caller: &Caller, story: Id, comment: Id, value: i64) -> Result<(i64, i64)> {
    if !app.setting(&asked.site, story).await?.is_shown {
        return Err(comment_unknown().into());
    }
    may_there(app, asked, caller, Grant::Vote, story).await?;
    let Some(signed) = caller.person() else { return Err(sign_in_first().into()) };
    if !asked.site.settings.votes.take(value) {
        return Err(Refusal::field("vote_unknown", "value", "This is no vote that is taken here.").into());
    }
    if !app.gate.takes_vote(&asked.site, signed.account.id) {
        let words = "You vote faster than anybody reads. Wait a moment.";
        return Err(Refusal::new(429, "votes_too_fast", words).retry_after(1).into());
    }
    let (site, account, now) = (asked.site.id, signed.account.id, app.clock.now());
    Ok(app.watch(app.store.write(PutVote { site, story, comment, account, value, now }).await)?)
}

#[derive(Template)]
#[template(path = "pages/voted.html")]
struct VotedPage<'a> {
    layout: Layout<'a>,
    /// The comment's page.
    here: String,
    value: i64,
}

/// `POST /stories/{slug}/comments/{id}/votes`
pub async fn vote_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let here = format!("{}/comments/{}", path_of(&story), id_in(&id)?);
    if matches!(caller, Caller::Nobody) && !wants_fragment(&headers) {
        return Ok(no_store(Redirect::to(&sign_in_path(&here))));
    }
    let value = fields.get("value").parse().unwrap_or(i64::MAX);
    let (up, down) = vote(&app, &asked, &caller, story.id, id_in(&id)?, value).await?;
    if wants_fragment(&headers) {
        return Ok(no_store(axum::Json(serde_json::json!({ "up": up, "down": down, "value": value }))).into_response());
    }
    let layout = Layout::of_story(&asked.site, &story, story.title.clone()).private();
    Ok(no_store(html(StatusCode::OK, &VotedPage { layout, here, value })?))
}
