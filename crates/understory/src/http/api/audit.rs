//! The audit trail for programs that somebody who is signed in runs.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comments::read_query;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::Auditor;
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::Asked;
use crate::http::pages;
use crate::models::{AuditRow, Grant, Id, Refusal, Spot, hex, may};
use crate::store::{audit, decisions};

/// Which rows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// By whom: an account's identifier or name, `key NAME`, or `command line`.
    pub actor: Option<String>,
    /// To what: an identifier, or a kind and an identifier or key, such as `rule insult`.
    pub object: Option<String>,
    /// Not before this time, or this day in the site's zone.
    pub since: Option<String>,
    /// Before this time, or until the end of this day.
    pub until: Option<String>,
    /// Where to go on.
    pub after: Option<String>,
}

/// Something that somebody with power did.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditOut {
    /// The row.
    #[schema(value_type = String)]
    id: Id,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// By whom, as records name people and programs.
    actor: String,
    /// Who that is now.
    who: String,
    /// What was done.
    act: String,
    /// To what.
    object: String,
    /// The state before, as far as it changed.
    before: serde_json::Value,
    /// The state after.
    after: serde_json::Value,
    /// Whether what was said of a person was erased with their account.
    erased: bool,
    /// Its number in the chain; none for about a second.
    seq: Option<i64>,
    /// What was hashed with `detail`.
    salt: Option<String>,
    /// The states before and after as they were hashed.
    detail: Option<String>,
    /// Of salt and detail.
    digest: Option<String>,
    /// The hash of the row before.
    prev: Option<String>,
    /// Of all of it.
    hash: Option<String>,
}

impl AuditOut {
    /// A row, and who did it.
    pub fn of(row: AuditRow, who: String) -> Self {
        let (before, after) = states(&row);
        let link = row.link.as_ref();
        Self {
            id: row.id,
            created_at: row.created_at,
            who,
            act: row.act,
            object: row.object,
            before,
            after,
            erased: row.detail.is_none(),
            seq: link.map(|link| link.seq),
            salt: row.salt.as_deref().map(hex),
            digest: link.map(|link| hex(&link.digest)),
            prev: link.map(|link| hex(&link.prev)),
            hash: link.map(|link| hex(&link.hash)),
            detail: row.detail,
            actor: row.actor,
        }
    }
}

/// The states before and after that a row tells of.
pub fn states(row: &AuditRow) -> (serde_json::Value, serde_json::Value) {
    let detail = row.detail.as_deref().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let mut detail = detail.unwrap_or_default();
    let mut take = |name| detail.get_mut(name).map(serde_json::Value::take).unwrap_or_default();
    (take("before"), take("after"))
}

/// A page of the trail.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditList {
    /// The newest first.
    audit: Vec<AuditOut>,
    /// Where it goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Id>,
}

/// Rows of a page.
pub const LISTED: usize = 50;

/// A time, or the beginning of a day where the site is; `days` later.
fn time(asked: &Asked, name: &'static str, text: Option<&str>, days: i64) -> Result<Option<Timestamp>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(Some(time.into()));
    }
    let zone = jiff::tz::TimeZone::get(&asked.site.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = text.parse::<jiff::civil::Date>().ok().and_then(|day| day.checked_add(jiff::Span::new().days(days)).ok());
    let midnight = day.and_then(|day| day.to_zoned(zone).ok()).map(|day| day.timestamp().into());
    let words = "Write a day like 2026-11-27, or a time like 2026-11-27T18:00:00Z.";
    midnight
        .map(Some)
        .ok_or_else(|| Error::Refused(Refusal { status: 400, ..Refusal::field("time_invalid", name, words) }))
}

/// Rows of the trail with who acted, and where it goes on.
pub async fn rows(app: &App, asked: &Asked, query: &AuditQuery) -> Result<(Vec<(AuditRow, String)>, Option<Id>)> {
    let given = |text: &Option<String>| {
        text.as_deref().map(|text| text.replace('\0', "").trim().to_owned()).filter(|text| !text.is_empty())
    };
    let (actor, object) = (given(&query.actor), given(&query.object));
    let since = time(asked, "since", query.since.as_deref(), 0)?;
    let until = time(asked, "until", query.until.as_deref(), 1)?;
    let before = match query.after.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => {
            let bad = |_| Error::bad_request("cursor_invalid", "'after' is none of this list's.");
            text.parse::<Id>().map_err(bad)?
        }
        None => Id::LAST,
    };
    let (site, now) = (asked.site.id, app.clock.now());
    let mut found = app
        .store
        .read(move |tx| {
            let actor = actor.as_deref().map(|actor| audit::actor_of(tx, site, actor, now)).transpose()?;
            let object = object.as_deref().map(|object| audit::object_of(tx, site, object)).transpose()?;
            let wanted = audit::Asked { actor, object, since, until };
            let rows = audit::listed(tx, site, &wanted, before, LISTED as i64 + 1)?;
            rows.into_iter()
                .map(|row| decisions::name_of(tx, site, &row.actor).map(|who| (row, who)))
                .collect::<crate::store::Result<Vec<_>>>()
        })
        .await?;
    let more = found.len() > LISTED;
    found.truncate(LISTED);
    let next = more.then(|| found.last().map(|(row, _)| row.id)).flatten();
    Ok((found, next))
}

/// What those with power did, the newest first: the audit trail. For editors, the legal department and auditors, who are
/// signed in.
#[utoipa::path(get, path = "/api/v1/audit", tag = "moderation", params(AuditQuery),
    responses((status = 200, body = AuditList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    Auditor(caller): Auditor,
    query: std::result::Result<Query<AuditQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    may(&caller, Grant::Audit, &asked.site, Spot::default())?;
    let (rows, next) = rows(&app, &asked, &query).await?;
    let audit = rows.into_iter().map(|(row, who)| AuditOut::of(row, who)).collect();
    Ok(pages::no_store(axum::Json(AuditList { audit, next })))
}
