//! What is done about people who write, by program.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decisions::looked_on;
use crate::app::App;
use crate::http::caller::{Decider, Onlooker, may_there};
use crate::http::desk::writer::{Wanted, act, take_back};
use crate::http::error::{Problem, Result};
use crate::http::extract::{Asked, Json, attempt, id_in, idempotency_key};
use crate::http::pages;
use crate::models::Grant;
use crate::store::own::writer_of;
use crate::store::writers::{self, Done, WriterAct};

/// What is to be done about the writer of a comment.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriterActIn {
    /// What.
    act: WriterAct,
    /// The policy rule it rests on.
    #[schema(max_length = 200)]
    #[serde(default)]
    rule: Option<String>,
    /// Why. The writer is told it, unless it is a note. A rule of the site says it where nothing else is said.
    #[schema(max_length = 5000)]
    #[serde(default)]
    reason: String,
    /// For how long they are suspended.
    #[schema(minimum = 1, maximum = 365)]
    #[serde(default)]
    days: Option<i64>,
    /// Whether a ban also removes what they wrote, the newest 1,000 comments.
    #[serde(default)]
    remove_all: bool,
}

/// What was done about the writer of a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct WriterActs {
    /// The newest first, 100 at most.
    acts: Vec<Done>,
}

/// Writes a note about the writer of a comment, warns, suspends or bans them. Needs the scope `moderate`.
#[utoipa::path(post, path = "/api/v1/comments/{id}/writer", tag = "moderation", request_body = WriterActIn,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 201, body = Done), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
    headers: HeaderMap,
    Json(input): Json<WriterActIn>,
) -> Result<Response> {
    let comment = id_in(&id)?;
    let story = looked_on(&app, &asked, &caller, comment).await?;
    may_there(&app, &asked, &caller, Grant::Decide, story).await?;
    let request = serde_json::to_vec(&input)?;
    let attempt = headers.contains_key("idempotency-key").then(|| idempotency_key(&headers)).transpose()?.map(|key| {
        let parts: [&[u8]; 3] = [b"writer", comment.bytes(), &request];
        attempt(&asked.site, caller.actor().map(|id| &id.bytes()[..]), &key, &parts)
    });
    let wanted = Wanted {
        id: app.clock.new_id(),
        act: input.act,
        rule: input.rule.map(|rule| rule.replace('\0', "")).filter(|rule| !rule.is_empty()),
        reason: input.reason.replace('\0', ""),
        days: input.days.unwrap_or(0),
        remove_all: input.remove_all,
        attempt,
    };
    let done = act(&app, &asked, &caller, comment, wanted).await?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(done))).into_response())
}

/// What was done about the writer of a comment. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/comments/{id}/writer", tag = "moderation", params(("id" = String, Path)),
    security(("key" = [])),
    responses((status = 200, body = WriterActs), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    Path(id): Path<String>,
) -> Result<Response> {
    let (site, comment) = (asked.site.id, id_in(&id)?);
    let story = looked_on(&app, &asked, &caller, comment).await?;
    let acts = app
        .store
        .read(move |tx| match writer_of(tx, site, story, comment)? {
            Some(writer) => writers::of_writer(tx, site, &writer, 100),
            None => Ok(Vec::new()),
        })
        .await?;
    Ok(pages::no_store(axum::Json(WriterActs { acts })))
}

/// Takes back what was done about a writer. Needs the scope `moderate`.
#[utoipa::path(delete, path = "/api/v1/writer-acts/{id}", tag = "moderation", params(("id" = String, Path)),
    security(("key" = [])),
    responses((status = 200, body = Done), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
) -> Result<Response> {
    Ok(pages::no_store(axum::Json(take_back(&app, &asked, &caller, id_in(&id)?).await?)))
}
