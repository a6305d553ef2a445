//! Flags by program: of a reader, by their session, their edit token, or neither; and the list of them for moderators.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::comments::edit_token;
use super::decisions::looked_on;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::Onlooker;
use crate::http::error::{Problem, Result};
use crate::http::extract::{Asked, Json, id_in};
use crate::http::pages::{self, flags::flag};
use crate::models::{Caller, FlagReason, comment_unknown};
use crate::store::flags;
use crate::store::flags::{Flag, Flagged};

/// A flag.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagIn {
    /// What is wrong with the comment.
    reason: FlagReason,
    /// In the reader's own words; needed where the reason is `other`.
    #[schema(max_length = 500)]
    #[serde(default)]
    text: String,
}

/// A flag that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagTaken {
    /// What is wrong with the comment.
    reason: FlagReason,
    /// Whether this reader had flagged it before: then it says now what they say now.
    again: bool,
}

/// Flags a comment for the desk: one a reader. Nobody is told who did. A guest's program sends `Understory-Edit-Token`,
/// if it has one.
#[utoipa::path(post, path = "/api/v1/comments/{id}/flags", tag = "comments", request_body = FlagIn,
    params(("id" = String, Path), ("Understory-Edit-Token" = Option<String>, Header, pattern = "^[A-Za-z0-9_-]{32,64}$")),
    responses((status = 201, body = FlagTaken), (status = 200, body = FlagTaken, description = "They had flagged it before."),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(FlagIn { reason, text }): Json<FlagIn>,
) -> Result<Response> {
    let (site, comment) = (asked.site.id, id_in(&id)?);
    let guest = edit_token(&headers)?;
    let story = app.story_of(site, comment).await?.ok_or_else(comment_unknown)?;
    let again = flag(&app, &asked, &caller, guest.as_ref(), (story, comment), reason, &text).await? == Flagged::Again;
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, pages::no_store(axum::Json(FlagTaken { reason, again }))).into_response())
}

/// A flag, as moderators see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagOut {
    /// What is said to be wrong.
    reason: FlagReason,
    /// In the reader's own words.
    text: String,
    /// Whether they have an account.
    account: bool,
    /// What it counts: 0 for those whose flags were wrong again and again.
    weight: i64,
    /// Which text of the comment they read, counted from 0.
    revision: i64,
    /// Whether the desk has agreed, once it has decided.
    founded: Option<bool>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Flag> for FlagOut {
    fn from(flag: Flag) -> Self {
        let Flag { reason, text, has_account, weight, revision, founded, created_at } = flag;
        Self { reason, text, account: has_account, weight, revision, founded, created_at }
    }
}

/// The flags of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlagList {
    /// Those that count most first; 200 at most.
    flags: Vec<FlagOut>,
}

/// The flags of a comment. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/comments/{id}/flags", tag = "moderation", params(("id" = String, Path)),
    security(("key" = [])),
    responses((status = 200, body = FlagList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    Path(id): Path<String>,
) -> Result<Response> {
    let (site, comment) = (asked.site.id, id_in(&id)?);
    let story = looked_on(&app, &asked, &caller, comment).await?;
    let flags = app.store.read(move |tx| flags::of_comment(tx, site, story, comment)).await?;
    Ok(pages::no_store(axum::Json(FlagList { flags: flags.into_iter().map(FlagOut::from).collect() })))
}
