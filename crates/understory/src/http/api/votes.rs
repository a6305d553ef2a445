//! Votes by program of a person who is signed in.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::caller::Voter;
use crate::http::error::{Problem, Result};
use crate::http::extract::{Asked, Json, id_in};
use crate::http::pages::{self, votes::vote};
use crate::models::comment_unknown;

/// A vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteIn {
    /// 1 for the comment, -1 against it where the site takes that, 0 to take a vote back.
    #[schema(minimum = -1, maximum = 1)]
    value: i64,
}

/// The votes on a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct VoteOut {
    /// For it.
    up: i64,
    /// Against it.
    down: i64,
    /// One's own.
    value: i64,
}

/// Votes on a comment, changes the vote, or takes it back. Needs a session: one an account.
#[utoipa::path(post, path = "/api/v1/comments/{id}/votes", tag = "comments", request_body = VoteIn, params(("id" = String, Path)),
    responses((status = 200, body = VoteOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn put(
    State(app): State<Arc<App>>,
    asked: Asked,
    Voter(caller): Voter,
    Path(id): Path<String>,
    Json(VoteIn { value }): Json<VoteIn>,
) -> Result<Response> {
    let (site, comment) = (asked.site.id, id_in(&id)?);
    let story = app.story_of(site, comment).await?.ok_or_else(comment_unknown)?;
    let (up, down) = vote(&app, &asked, &caller, story, comment, value).await?;
    Ok(pages::no_store(axum::Json(VoteOut { up, down, value })))
}
