//! Statements of reasons and appeals by program: a writer's by the statement's key, the desk's by who may decide.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comments::{cursor, read_query};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::{Decider, Onlooker, is_there, may_there};
use crate::http::error::{Problem, Result};
use crate::http::extract::{Asked, Json, attempt, guest_cookie, id_in, idempotency_key};
use crate::http::pages::{self, statements};
use crate::models::{APPEAL_ANSWER, Appeal, AppealState, Caller, Cursor, Grant, Id, Outcome, Refusal, Sort};
use crate::store::appeals::{Answer, appeal_unknown, by_id, open};
use crate::store::idempotency::Attempt;

/// What opens a statement.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// The key in the statement's link.
    key: Option<String>,
}

/// A statement of reasons as it was frozen, byte for byte; a comment's writer has the key.
#[utoipa::path(get, path = "/api/v1/statements/{id}", tag = "appeals", params(("id" = String, Path), StatementQuery),
    responses((status = 200, body = Object, description = "The statement: `docs/appeals.md` says what its fields mean."),
    (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn statement(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    query: std::result::Result<Query<StatementQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let key = read_query(query)?.key.unwrap_or_default();
    let stated = statements::opened(&app, &asked, &id, &key).await?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok(pages::no_store((kind, stated.statement.body)))
}

/// An appeal against the decision that a statement is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppealIn {
    /// The key in the statement's link.
    key: String,
    /// Why the decision is wrong.
    #[schema(min_length = 1, max_length = 4000)]
    text: String,
}

/// An appeal that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealTaken {
    /// Its identifier: that of the statement.
    #[schema(value_type = String)]
    id: Id,
    /// What became of it.
    state: AppealState,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// Appeals against a decision: once, within six months of its statement, without signing in.
#[utoipa::path(post, path = "/api/v1/statements/{id}/appeal", tag = "appeals", request_body = AppealIn,
    params(("id" = String, Path)),
    responses((status = 201, body = AppealTaken), (status = 200, body = AppealTaken, description = "The same was said before."),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    // Somebody's session counts only from our own pages, here as everywhere.
    _: Caller,
    Path(id): Path<String>,
    Json(AppealIn { key, text }): Json<AppealIn>,
) -> Result<Response> {
    let (appeal, again) = statements::appeal(&app, &asked, &id, &key, &text).await?;
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    let taken = AppealTaken { id: appeal.id, state: appeal.state, created_at: appeal.created_at };
    Ok((status, pages::no_store(axum::Json(taken))).into_response())
}

/// An appeal, as the desk sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealOut {
    /// Its identifier: that of the statement and of the decision.
    #[schema(value_type = String)]
    id: Id,
    /// The story of the comment.
    #[schema(value_type = String)]
    story: Id,
    /// The comment.
    #[schema(value_type = String)]
    comment: Id,
    /// What the writer says.
    text: String,
    /// What became of it.
    state: AppealState,
    /// What the writer was answered.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(required = false)]
    reason: String,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<Timestamp>,
}

impl From<Appeal> for AppealOut {
    fn from(appeal: Appeal) -> Self {
        let Appeal { id, story, comment, text, state, reason, decided_by, created_at, decided_at } = appeal;
        Self { id, story, comment, text, state, reason, decided_by, created_at, decided_at }
    }
}

/// Where the list goes on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AppealsQuery {
    /// Where to go on.
    after: Option<String>,
}

/// Appeals that wait for an answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AppealList {
    /// Oldest first.
    appeals: Vec<AppealOut>,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
}

/// How many a page of the list holds.
const LISTED: i64 = 50;

/// Appeals that wait for an answer, oldest first. Needs the scope `moderate`.
#[utoipa::path(get, path = "/api/v1/appeals", tag = "appeals", params(AppealsQuery), security(("key" = [])),
    responses((status = 200, body = AppealList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Onlooker(caller): Onlooker,
    query: std::result::Result<Query<AppealsQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let after = cursor(read_query(query)?.after.as_deref(), Id::FIRST)?;
    let site = asked.site.id;
    let after = after.map_or((Timestamp(i64::MIN), Id::FIRST), |cursor| (Timestamp(cursor.key), cursor.id));
    let rows = app.store.read(move |tx| open(tx, site, after, LISTED)).await?;
    let next = (rows.len() as i64 == LISTED).then(|| rows.last()).flatten().map(|last| Cursor {
        parent: Id::FIRST,
        sort: Sort::Oldest,
        key: last.created_at.0,
        id: last.id,
    });
    let mut appeals = Vec::with_capacity(rows.len());
    for row in rows {
        if is_there(&app, &asked, &caller, Grant::SeeHidden, row.story).await? {
            appeals.push(row.into());
        }
    }
    Ok(pages::no_store(axum::Json(AppealList { appeals, next })))
}

/// The answer to an appeal.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    /// `upheld`: the decision stands. `overturned`: the comment appears again.
    outcome: Outcome,
    /// Why; the writer is told it.
    #[schema(min_length = 1, max_length = 5000)]
    reason: String,
}

/// Answers an appeal, for good. Only somebody who is signed in does: neither who decided first nor who wrote the comment.
#[utoipa::path(post, path = "/api/v1/appeals/{id}/decision", tag = "appeals", request_body = AnswerIn,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 201, body = AppealOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn decide(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
    headers: HeaderMap,
    Json(input): Json<AnswerIn>,
) -> Result<Response> {
    let appeal = id_in(&id)?;
    let request = serde_json::to_vec(&input)?;
    let attempt =
        headers.contains_key("idempotency-key").then(|| idempotency_key(&headers)).transpose()?.map(|idempotency| {
            let parts: [&[u8]; 3] = [b"answer", appeal.bytes(), &request];
            attempt(&asked.site, caller.actor().map(|id| &id.bytes()[..]), &idempotency, &parts)
        });
    let answered = answer(&app, &asked, &caller, &headers, appeal, input, attempt).await?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(AppealOut::from(answered)))).into_response())
}

/// An appeal that somebody may see.
///
/// # Errors
/// 404 where there is none, or none for them; and when the database does not answer.
pub async fn seen(app: &App, asked: &Asked, caller: &Caller, id: Id) -> Result<Appeal> {
    let site = asked.site.id;
    let appeal = app.store.read(move |tx| by_id(tx, site, id)).await?.ok_or_else(appeal_unknown)?;
    let sees = is_there(app, asked, caller, Grant::SeeHidden, appeal.story).await?;
    if sees { Ok(appeal) } else { Err(appeal_unknown().into()) }
}

impl AnswerIn {
    /// Of what a form says.
    pub fn of(outcome: Outcome, reason: &str) -> Self {
        Self { outcome, reason: reason.to_owned() }
    }
}

/// Answers an appeal for a caller who may.
///
/// # Errors
/// 404 where they may not even see it, 403 where they may not decide or decided before, 422 without a reason, and what the store
/// refuses.
pub async fn answer(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    headers: &HeaderMap,
    id: Id,
    input: AnswerIn,
    attempt: Option<Attempt>,
) -> Result<Appeal> {
    let appeal = seen(app, asked, caller, id).await?;
    may_there(app, asked, caller, Grant::Decide, appeal.story).await?;
    let reason = input.reason.trim().replace('\0', "");
    if reason.is_empty() || reason.chars().count() > APPEAL_ANSWER {
        let words = "Tell the writer why, in 1 to 5000 characters.";
        return Err(Refusal::field("answer_invalid", "reason", words).into());
    }
    let answer = Answer {
        site: asked.site.id,
        decision: app.clock.new_id(),
        appeal: id,
        outcome: input.outcome,
        reason,
        by: crate::http::caller::by(caller, &asked.site),
        guest: guest_cookie(app, headers).map(|secret| secret.hash(asked.site.id)),
        mails: app.mail.is_configured(),
        now: app.clock.now(),
        attempt,
    };
    Ok(app.watch(app.store.write(answer).await)?)
}
