//! Moderation by programs: what waits, and decisions.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comments::{cursor, read_query};
use super::types::CommentOut;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::{Decider, Onlooker, by, is_there, may_there};
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{Asked, Json, attempt, id_in, idempotency_key};
use crate::http::pages;
use crate::models::{
    Act, Caller, Cursor, Decision, Grant, Id, Reason, Refusal, Sort, State as CommentState, StoryState, Viewer,
    comment_unknown,
};
use crate::store::idempotency::Attempt;
use crate::store::{decisions, threads};

/// Which comments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WaitingQuery {
    /// Only `held` is listed.
    #[param(value_type = Option<String>, pattern = "^held$")]
    state: Option<CommentState>,
    /// Where to go on.
    after: Option<String>,
}

/// A comment that waits, with why.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingOut {
    /// Its story.
    #[schema(value_type = String)]
    story: Id,
    /// Why it waits.
    reasons: Vec<Reason>,
    /// The comment, whole.
    #[serde(flatten)]
    comment: CommentOut,
}

/// Comments that wait for a moderator.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingList {
    /// Oldest first.
    comments: Vec<WaitingOut>,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
}

/// How many a page of the list holds.
const LISTED: i64 = 50;

/// Comments that wait, oldest first. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/comments", tag = "moderation", params(WaitingQuery), security(("key" = [])),
    responses((status = 200, body = WaitingList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn waiting(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    query: std::result::Result<Query<WaitingQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    if query.state.is_some_and(|state| state != CommentState::Held) {
        return Err(Error::bad_request("state_unsupported", "Only 'state=held' can be listed."));
    }
    let after = cursor(query.after.as_deref(), Id::FIRST)?;
    let site = asked.site.id;
    let after = after.map(|cursor| (Timestamp(cursor.key), cursor.id));
    let rows = app.store.read(move |tx| threads::waiting(tx, site, after, LISTED)).await?;
    let next = (rows.len() as i64 == LISTED).then(|| rows.last()).flatten().map(|(_, last, _)| Cursor {
        parent: Id::FIRST,
        sort: Sort::Oldest,
        key: last.created_at.0,
        id: last.id,
    });
    let mut seen = Vec::with_capacity(rows.len());
    for row in rows {
        if is_there(&app, &asked, &caller, Grant::SeeHidden, row.0).await? {
            seen.push(row);
        }
    }
    let comments = seen
        .into_iter()
        .filter_map(|(story, comment, reasons)| {
            let branch = threads::Branch { comment, children: Vec::new(), more: None };
            Some(WaitingOut {
                story,
                reasons: reasons.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
                comment: CommentOut::of(branch, story, StoryState::Published, Viewer::Moderator)?,
            })
        })
        .collect();
    Ok(pages::no_store(axum::Json(WaitingList { comments, next })))
}

/// A decision to be taken.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionIn {
    /// What to do.
    act: Act,
    /// The policy rule it rests on: one of the site's, such as `insult`, or a word of your own.
    #[schema(max_length = 200)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// Why; the writer is told it. A rule of the site says it where nothing else is said.
    #[schema(max_length = 5000)]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    reason: String,
    /// How many decisions about the comment you know of: if there are more, nothing is decided.
    #[schema(minimum = 0)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<i64>,
}

/// Decides about a comment. Needs the scope `moderate`.
#[utoipa::path(post, path = "/api/v1/comments/{id}/decisions", tag = "moderation", request_body = DecisionIn,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 201, body = Decision), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn decide(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
    headers: HeaderMap,
    Json(input): Json<DecisionIn>,
) -> Result<Response> {
    let comment = id_in(&id)?;
    checked(&input)?;
    let site = asked.site.id;
    let found = app.store.read(move |tx| threads::find(tx, site, comment)).await?;
    let (story, row) = found.ok_or_else(comment_unknown)?;
    // Of what somebody may not see they do not learn that it is there.
    let sees = is_there(&app, &asked, &caller, Grant::SeeHidden, story).await?;
    if !sees && row.state != CommentState::Published {
        return Err(comment_unknown().into());
    }
    may_there(&app, &asked, &caller, Grant::Decide, story).await?;
    let request = serde_json::to_vec(&input)?;
    let attempt =
        headers.contains_key("idempotency-key").then(|| idempotency_key(&headers)).transpose()?.map(|idempotency| {
            attempt(
                &asked.site,
                caller.actor().map(|id| &id.bytes()[..]),
                &idempotency,
                &[b"decision", comment.bytes(), &request],
            )
        });
    let decision = app
        .store
        .write(decisions::Decide {
            site: asked.site.id,
            id: app.clock.new_id(),
            comment,
            act: input.act,
            rule: input.rule.map(|rule| rule.replace('\0', "")),
            reason: input.reason.replace('\0', ""),
            by: by(&caller, &asked.site),
            seen: input.seen,
            now: app.clock.now(),
            attempt,
        })
        .await;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(app.watch(decision)?))).into_response())
}

/// The story of a comment, for somebody who sees what is hidden there.
///
/// # Errors
/// 404 where there is no such comment, or none for them; and when the database does not answer.
pub(super) async fn looked_on(app: &App, asked: &Asked, caller: &Caller, comment: Id) -> Result<Id> {
    let story = app.story_of(asked.site.id, comment).await?.ok_or_else(comment_unknown)?;
    if is_there(app, asked, caller, Grant::SeeHidden, story).await? { Ok(story) } else { Err(comment_unknown().into()) }
}

fn checked(input: &DecisionIn) -> Result<()> {
    if (input.reason.trim().is_empty() && input.rule.is_none()) || input.reason.chars().count() > 5000 {
        return Err(Refusal::field("reason_invalid", "reason", "Give a reason of 1 to 5000 characters.").into());
    }
    if input.rule.as_ref().is_some_and(|rule| rule.chars().count() > 200) {
        return Err(Refusal::field("rule_invalid", "rule", "The name of a rule has 200 characters at most.").into());
    }
    Ok(())
}

/// The decisions about a comment.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionList {
    /// Oldest first.
    decisions: Vec<Decision>,
}

/// All decisions about a comment. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/comments/{id}/decisions", tag = "moderation", params(("id" = String, Path)),
    security(("key" = [])),
    responses((status = 200, body = DecisionList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    Path(id): Path<String>,
) -> Result<Response> {
    let (site, comment) = (asked.site.id, id_in(&id)?);
    let story = looked_on(&app, &asked, &caller, comment).await?;
    let decisions = app.store.read(move |tx| decisions::of_comment(tx, site, story, comment)).await?;
    Ok(pages::no_store(axum::Json(DecisionList { decisions })))
}

/// Takes a decision back, if it is the newest about its comment: the comment is again what it was before. The answer is the
/// decision that does so. Needs the scope `moderate`.
#[utoipa::path(delete, path = "/api/v1/decisions/{id}", tag = "moderation",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 200, body = Decision), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
    headers: HeaderMap,
) -> Result<Response> {
    let decision = id_in(&id)?;
    let attempt =
        headers.contains_key("idempotency-key").then(|| idempotency_key(&headers)).transpose()?.map(|idempotency| {
            attempt(&asked.site, caller.actor().map(|id| &id.bytes()[..]), &idempotency, &[b"undo", decision.bytes()])
        });
    let taken = take_back(&app, &asked, &caller, decision, attempt).await?;
    Ok(pages::no_store(axum::Json(taken)))
}

/// Takes a decision back for a caller who may.
///
/// # Errors
/// 404 where they may not even see what it is about, 403 where they may not decide, and what the store refuses.
pub async fn take_back(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    decision: Id,
    attempt: Option<Attempt>,
) -> Result<Decision> {
    let site = asked.site.id;
    let found = app
        .store
        .read(move |tx| {
            let Some(comment) = decisions::comment_of(tx, site, decision)? else { return Ok(None) };
            threads::story_of(tx, site, comment)
        })
        .await?;
    let unknown = || Refusal::new(404, "decision_unknown", "There is no such decision here.");
    let story = found.ok_or_else(unknown)?;
    if !is_there(app, asked, caller, Grant::SeeHidden, story).await? {
        return Err(unknown().into());
    }
    may_there(app, asked, caller, Grant::Decide, story).await?;
    let undo = decisions::Undo {
        site,
        id: app.clock.new_id(),
        decision,
        reason: String::new(),
        by: by(caller, &asked.site),
        now: app.clock.now(),
        attempt,
    };
    Ok(app.watch(app.store.write(undo).await)?)
}
