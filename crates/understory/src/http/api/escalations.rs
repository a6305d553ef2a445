//! Escalations by program, and their reports for those who may read them.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comments::read_query;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::{Decider, Onlooker, by, is_there, may_there};
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{Asked, Json, attempt, id_in, idempotency_key};
use crate::http::pages::{self, feeds::origin};
use crate::models::{
    Caller, EntryKind, EscalationState, Grant, Id, Refusal, Spot, State as CommentState, comment_unknown, hex, may,
    sign_in_first,
};
use crate::store::escalations::{self, AddEntry, Entry, Escalate, Escalation, Read, Report};
use crate::store::idempotency::Attempt;
use crate::store::threads;

/// Whether a caller may read the report of an escalation: who reads evidence, and who escalated.
pub fn may_read(caller: &Caller, asked: &Asked, escalation: &Escalation) -> bool {
    may(caller, Grant::Evidence, &asked.site, Spot::default()).is_ok()
        || (caller.person().is_some() && caller.record() == escalation.opened_by)
}

/// A comment that somebody may escalate: who decides about it.
///
/// # Errors
/// 404 where they may not even see it, 403 where they may not decide.
pub async fn escalatable(app: &App, asked: &Asked, caller: &Caller, comment: Id) -> Result<()> {
    let site = asked.site.id;
    let found = app.store.read(move |tx| threads::find(tx, site, comment)).await?;
    let (story, row) = found.ok_or_else(comment_unknown)?;
    let sees = is_there(app, asked, caller, Grant::SeeHidden, story).await?;
    if !sees && row.state != CommentState::Published {
        return Err(comment_unknown().into());
    }
    may_there(app, asked, caller, Grant::Decide, story).await
}

/// The most characters of a reason, a note, and of the other fields.
pub const REASON: usize = 2_000;
const FIELD: usize = 300;

/// Escalates a comment.
///
/// # Errors
/// What the store refuses, and a reason that is missing or too long.
pub async fn escalate(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    comment: Id,
    reason: &str,
    attempt: Option<Attempt>,
) -> Result<Escalation> {
    let reason = reason.replace('\0', "").trim().to_owned();
    if reason.is_empty() || reason.chars().count() > REASON {
        let words = "Say in 1 to 2000 characters what makes you think that somebody's life is at risk.";
        return Err(Refusal::field("escalation_reason_invalid", "reason", words).into());
    }
    let write = Escalate {
        site: asked.site.id,
        id: app.clock.new_id(),
        decision: app.clock.new_id(),
        comment,
        reason,
        by: by(caller, &asked.site),
        origin: origin(app, &asked.site),
        has_duty: !asked.site.settings.duty_mail.trim().is_empty(),
        now: app.clock.now(),
        attempt,
    };
    Ok(app.watch(app.store.write(write).await)?)
}

/// An escalation that somebody may read.
///
/// # Errors
/// 404 where there is none for them.
pub async fn readable(app: &App, asked: &Asked, caller: &Caller, id: Id) -> Result<Escalation> {
    let site = asked.site.id;
    let found = app.store.read(move |tx| escalations::by_id(tx, site, id)).await?;
    found.filter(|one| may_read(caller, asked, one)).ok_or_else(|| escalations::unknown().into())
}

/// Reads all of an escalation, which is written into the audit trail.
///
/// # Errors
/// Those of [`readable`].
pub async fn report(app: &App, asked: &Asked, caller: &Caller, id: Id, form: &'static str) -> Result<Report> {
    readable(app, asked, caller, id).await?;
    let read = Read { site: asked.site.id, id, by: caller.record(), form, now: app.clock.now() };
    Ok(app.store.write(read).await?)
}

/// Writes something down about an escalation.
///
/// # Errors
/// Those of [`readable`], what the store refuses, and fields that are missing or too long.
pub async fn note(app: &App, asked: &Asked, caller: &Caller, id: Id, input: EntryIn) -> Result<EscalationState> {
    readable(app, asked, caller, id).await?;
    let clean = |text: String| text.replace('\0', "").trim().to_owned();
    let (kind, text) = (input.kind, clean(input.text));
    let (recipient, reference) = (clean(input.recipient), clean(input.reference));
    let too_long =
        text.chars().count() > REASON || recipient.chars().count() > FIELD || reference.chars().count() > FIELD;
    if too_long {
        let words = "A note has 2000 characters at most, recipient and reference 300 each.";
        return Err(Refusal::field("entry_invalid", "text", words).into());
    }
    if kind == EntryKind::Reported && recipient.is_empty() {
        return Err(Refusal::field("entry_recipient_missing", "recipient", "Say to whom it was reported.").into());
    }
    if kind == EntryKind::Note && text.is_empty() {
        return Err(Refusal::field("entry_empty", "text", "Write what is to be noted.").into());
    }
    let entry = Entry { kind, text, recipient, reference, by: caller.record(), created_at: app.clock.now() };
    Ok(app.store.write(AddEntry { site: asked.site.id, escalation: id, entry }).await?)
}

/// Why a comment is escalated.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationIn {
    /// What makes you think that somebody's life is at risk. It stands in the report; the comment's writer is not told it.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// An escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationOut {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Id,
    /// The comment.
    #[schema(value_type = String)]
    comment: Id,
    /// How far it has come.
    state: EscalationState,
    /// What made somebody think so.
    reason: String,
    /// SHA-256 of the evidence.
    evidence_sha256: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Escalation> for EscalationOut {
    fn from(one: Escalation) -> Self {
        let Escalation { id, comment, reason, state, hash, created_at, .. } = one;
        Self { id, comment, state, reason, evidence_sha256: hex(&hash), created_at }
    }
}

/// Escalates a comment as a threat to life: what is known of it is frozen as evidence, it goes out of sight at once, and the
/// editors are told by mail. Needs the scope `moderate`.
#[utoipa::path(post, path = "/api/v1/comments/{id}/escalation", tag = "moderation", request_body = EscalationIn,
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")), security(("key" = [])),
    responses((status = 201, body = EscalationOut), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    Decider(caller): Decider,
    headers: HeaderMap,
    Json(input): Json<EscalationIn>,
) -> Result<Response> {
    let comment = id_in(&id)?;
    escalatable(&app, &asked, &caller, comment).await?;
    let request = serde_json::to_vec(&input)?;
    let attempt = headers.contains_key("idempotency-key").then(|| idempotency_key(&headers)).transpose()?.map(|key| {
        attempt(
            &asked.site,
            caller.actor().map(|id| &id.bytes()[..]),
            &key,
            &[b"escalation", comment.bytes(), &request],
        )
    });
    let made = escalate(&app, &asked, &caller, comment, &input.reason, attempt).await?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(EscalationOut::from(made)))).into_response())
}

/// Which escalations.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EscalationQuery {
    /// Where to go on.
    after: Option<String>,
}

/// Escalations.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationList {
    /// The newest first.
    escalations: Vec<EscalationOut>,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Id>,
}

/// Escalations of a page.
const LISTED: i64 = 50;

/// A page of the escalations that a caller may read, and where the list goes on.
pub async fn page(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    after: Option<&str>,
) -> Result<(Vec<Escalation>, Option<Id>)> {
    let before = match after.filter(|text| !text.is_empty()) {
        Some(text) => {
            let bad = |_| Error::bad_request("cursor_invalid", "'after' is none of this list's.");
            text.parse::<Id>().map_err(bad)?
        }
        None => Id::LAST,
    };
    let site = asked.site.id;
    let mut found = app.store.read(move |tx| escalations::listed(tx, site, before, LISTED)).await?;
    let next = (found.len() as i64 == LISTED).then(|| found.last().map(|one| one.id)).flatten();
    found.retain(|one| may_read(caller, asked, one));
    Ok((found, next))
}

/// Somebody who is signed in and may see what is hidden somewhere here.
pub struct Reader(Caller);

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        match Caller::from_request_parts(parts, app).await? {
            Caller::Nobody => Err(sign_in_first().into()),
            Caller::Key(_) => Err(Refusal::new(403, "person_only", "No key reads this: sign in.").into()),
            // What an onlooker is asked is asked of them as well.
            Caller::Person(_) => Onlooker::from_request_parts(parts, app).await.map(|Onlooker(caller)| Self(caller)),
        }
    }
}

/// The escalations that one may read: all of them for editors and the legal department, one's own for others. For people who
/// are signed in.
#[utoipa::path(get, path = "/api/v1/escalations", tag = "moderation", params(EscalationQuery),
    responses((status = 200, body = EscalationList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Reader(caller): Reader,
    query: std::result::Result<Query<EscalationQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    let (found, next) = page(&app, &asked, &caller, query.after.as_deref()).await?;
    let escalations = found.into_iter().map(EscalationOut::from).collect();
    Ok(pages::no_store(axum::Json(EscalationList { escalations, next })))
}

/// What was written down about an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryOut {
    /// Of what kind.
    kind: EntryKind,
    /// In words.
    text: String,
    /// Who was told.
    recipient: String,
    /// Under which number they keep it.
    reference: String,
    /// Who wrote it down.
    by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// Somebody who is told of an escalation by mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct ToldOut {
    /// Their name; none of the duty's own address.
    name: Option<String>,
    /// When the mail server took it.
    #[schema(value_type = Option<String>, format = DateTime)]
    mailed_at: Option<Timestamp>,
}

/// All of an escalation.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportOut {
    #[serde(flatten)]
    escalation: EscalationOut,
    /// Who escalated.
    opened_by: String,
    /// What was frozen. `evidence_sha256` is of it with its names in order and no white space.
    evidence: serde_json::Value,
    /// What was done since, the oldest first.
    entries: Vec<EntryOut>,
    /// Who is told.
    told: Vec<ToldOut>,
}

impl From<Report> for ReportOut {
    fn from(report: Report) -> Self {
        let entry = |(entry, who): (Entry, String)| EntryOut {
            kind: entry.kind,
            text: entry.text,
            recipient: entry.recipient,
            reference: entry.reference,
            by: who,
            created_at: entry.created_at,
        };
        Self {
            opened_by: report.opened_by,
            evidence: serde_json::from_str(&report.evidence).unwrap_or_default(),
            entries: report.entries.into_iter().map(entry).collect(),
            told: report.told.into_iter().map(|(name, mailed_at)| ToldOut { name, mailed_at }).collect(),
            escalation: report.escalation.into(),
        }
    }
}

/// All of an escalation. Reading it is written into the audit trail. For editors, the legal department, and who escalated.
#[utoipa::path(get, path = "/api/v1/escalations/{id}", tag = "moderation", params(("id" = String, Path)),
    responses((status = 200, body = ReportOut), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    State(app): State<Arc<App>>,
    asked: Asked,
    Reader(caller): Reader,
    Path(id): Path<String>,
) -> Result<Response> {
    let report = report(&app, &asked, &caller, id_in(&id)?, "json").await?;
    Ok(pages::no_store(axum::Json(ReportOut::from(report))))
}

/// What is to be written down about an escalation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryIn {
    /// A note, that it was reported, or that it is closed.
    pub kind: EntryKind,
    /// In words; a note needs some.
    #[schema(max_length = 2000)]
    #[serde(default)]
    pub text: String,
    /// Who was told; needed where it was reported.
    #[schema(max_length = 300)]
    #[serde(default)]
    pub recipient: String,
    /// Under which number they keep it.
    #[schema(max_length = 300)]
    #[serde(default)]
    pub reference: String,
}

/// How far an escalation has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationNow {
    /// How far it has come.
    state: EscalationState,
}

/// Writes down what was done about an escalation. For editors, the legal department, and who escalated.
#[utoipa::path(post, path = "/api/v1/escalations/{id}/entries", tag = "moderation", request_body = EntryIn,
    params(("id" = String, Path)),
    responses((status = 201, body = EscalationNow), (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn enter(
    State(app): State<Arc<App>>,
    asked: Asked,
    Reader(caller): Reader,
    Path(id): Path<String>,
    Json(input): Json<EntryIn>,
) -> Result<Response> {
    let state = note(&app, &asked, &caller, id_in(&id)?, input).await?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(EscalationNow { state }))).into_response())
}
