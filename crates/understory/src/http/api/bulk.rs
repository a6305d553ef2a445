//! Acts on many comments, by program.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::{Decider, Onlooker};
use crate::http::desk::bulk::{begin_for, checked, load, take_back, theirs, too_many};
use crate::http::error::{Problem, Result};
use crate::http::extract::{Asked, Json, attempt, id_in, idempotency_key};
use crate::http::pages;
use crate::models::{Act, Id, Refusal};
use crate::store::bulk::{Begin, Bulk, MOST, Source};

/// An act on many comments.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkIn {
    /// The comments.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 1000)]
    comments: Vec<String>,
    /// What to do with each.
    act: Act,
    /// The policy rule it rests on.
    #[schema(max_length = 200)]
    #[serde(default)]
    rule: Option<String>,
    /// Why; the writers are told it. A rule of the site says it where nothing else is said.
    #[schema(max_length = 5000)]
    #[serde(default)]
    reason: String,
}

/// How many comments were left alone for the same reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOut {
    /// The stable word of why.
    code: String,
    /// How many.
    count: i64,
}

/// An act on many comments, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkOut {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Id,
    /// The act.
    act: Act,
    /// The policy rule.
    rule: Option<String>,
    /// How many comments.
    total: i64,
    /// About how many it was decided.
    done: i64,
    /// About how many it is still to be decided.
    open: i64,
    /// Those left alone.
    left: Vec<LeftOut>,
    /// The act that this one takes back.
    #[schema(value_type = Option<String>)]
    reverses: Option<Id>,
    /// The act that took this one back.
    #[schema(value_type = Option<String>)]
    reversed_by: Option<Id>,
    /// When it was begun.
    #[schema(value_type = String)]
    created_at: Timestamp,
}

impl From<Bulk> for BulkOut {
    fn from(bulk: Bulk) -> Self {
        Self {
            id: bulk.id,
            act: bulk.act,
            total: bulk.total,
            done: bulk.done,
            open: bulk.open(),
            left: bulk.left.into_iter().map(|(code, count)| LeftOut { code, count }).collect(),
            rule: bulk.rule,
            reverses: bulk.reverses,
            reversed_by: bulk.reversed,
            created_at: bulk.created_at,
        }
    }
}

/// Decides about many comments, each by itself: colleagues' cards are left alone. What is more than a few is done by and by;
/// the answer's address says how far it is. Needs the scope `moderate`.
#[utoipa::path(post, path = "/api/v1/bulk", tag = "moderation", request_body = BulkIn,
    params(("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 202, body = BulkOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    Decider(caller): Decider,
    headers: HeaderMap,
    Json(input): Json<BulkIn>,
) -> Result<Response> {
    let rule = input.rule.as_ref().map(|rule| rule.replace('\0', "")).filter(|rule| !rule.is_empty());
    let reason = input.reason.replace('\0', "");
    checked(rule.as_deref(), &reason)?;
    if input.comments.len() > MOST {
        return Err(too_many().into());
    }
    let request = serde_json::to_vec(&input)?;
    let attempt = headers
        .contains_key("idempotency-key")
        .then(|| idempotency_key(&headers))
        .transpose()?
        .map(|key| attempt(&asked.site, caller.actor().map(|id| &id.bytes()[..]), &key, &[b"bulk", &request]));
    let mut comments = Vec::with_capacity(input.comments.len());
    for text in &input.comments {
        let id = id_in(text)?;
        if !comments.contains(&id) {
            comments.push(id);
        }
    }
    let comments = theirs(&app, &asked, &caller, comments).await?.into_iter().map(|(_, comment)| comment.id);
    let comments: Vec<Id> = comments.collect();
    if comments.is_empty() {
        let words = "None of these comments is here for you to decide about.";
        return Err(Refusal::field("comments_unknown", "comments", words).into());
    }
    let begin = Begin {
        site: asked.site.id,
        id: app.clock.new_id(),
        comments,
        act: input.act,
        rule,
        reason,
        source: Source::Chosen,
        by: caller.record(),
        job: app.clock.new_id(),
        now: app.clock.now(),
        attempt,
    };
    let id = begin_for(&app, &asked, begin).await?;
    let out = BulkOut::from(load(&app, &asked, &caller, id).await?);
    Ok((StatusCode::ACCEPTED, pages::no_store(axum::Json(out))).into_response())
}

/// How far an act on many comments is. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/bulk/{id}", tag = "moderation", params(("id" = String, Path)), security(("key" = [])),
    responses((status = 200, body = BulkOut), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    Path(id): Path<String>,
) -> Result<Response> {
    let bulk = load(&app, &asked, &caller, id_in(&id)?).await?;
    Ok(pages::no_store(axum::Json(BulkOut::from(bulk))))
}

/// Takes an act on many comments back: each of its decisions that is still the newest. Needs the scope `moderate`.
#[utoipa::path(delete, path = "/api/v1/bulk/{id}", tag = "moderation", params(("id" = String, Path)), security(("key" = [])),
    responses((status = 202, body = BulkOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
) -> Result<Response> {
    let id = take_back(&app, &asked, &caller, id_in(&id)?).await?;
    let out = BulkOut::from(load(&app, &asked, &caller, id).await?);
    Ok((StatusCode::ACCEPTED, pages::no_store(axum::Json(out))).into_response())
}
