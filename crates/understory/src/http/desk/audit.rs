//! The audit trail as a page.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::AtDesk;
use crate::app::App;
use crate::http::api::audit::{AuditQuery, rows, states};
use crate::http::api::comments::read_query;
use crate::http::error::Result;
use crate::http::extract::Asked;
use crate::http::pages::view::{Time, Times};
use crate::http::pages::{Layout, encoded, html, no_store};
use crate::models::{AuditAct, AuditRow, Grant, Id, Spot, hex, may};
use crate::store::chain;
use crate::words::Words;

/// A field that changed: its name, what it was, what it is.
struct ChangeView {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

struct RowView {
    seq: Option<i64>,
    what: String,
    who: String,
    actor: String,
    object: String,
    object_asked: String,
    actor_asked: String,
    /// Where it can be looked at.
    href: Option<String>,
    time: Time,
    changes: Vec<ChangeView>,
    erased: bool,
}

#[derive(Template)]
#[template(path = "pages/desk_audit.html")]
struct AuditPage<'a> {
    layout: Layout<'a>,
    asked: AuditQuery,
    rows: Vec<RowView>,
    next: Option<String>,
    length: String,
    head: String,
    fault: Option<String>,
}

/// How much of a state is shown; programs get all of it.
const SHOWN: usize = 300;

fn said(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn changes(row: &AuditRow) -> Vec<ChangeView> {
    let (before, after) = states(row);
    let names = |value: &Value| value.as_object().map(|fields| fields.keys().cloned().collect::<BTreeSet<_>>());
    let all: BTreeSet<String> = [&before, &after].into_iter().filter_map(names).flatten().collect();
    let of = |value: &Value, name: &str| value.get(name).filter(|value| !value.is_null()).map(said);
    all.into_iter()
        .map(|name| ChangeView { before: of(&before, &name), after: of(&after, &name), name })
        .filter(|change| change.before.is_some() || change.after.is_some())
        .collect()
}

/// What an act is called; one that this program does not know keeps its word.
fn act_words(word: &str, w: &'static Words) -> String {
    let known = AuditAct::ALL.iter().find(|act| act.as_str() == word);
    let words = known.map(|act| match act {
        AuditAct::Decide => &w.audit_decide,
        AuditAct::Undo => &w.audit_undo,
        AuditAct::SetRule => &w.audit_rule_set,
        AuditAct::WithdrawRule => &w.audit_rule_withdraw,
        AuditAct::SetList => &w.audit_list_set,
        AuditAct::TurnList => &w.audit_list_turn,
        AuditAct::RemoveList => &w.audit_list_remove,
        AuditAct::MakeAccount => &w.audit_account_make,
        AuditAct::GrantRole => &w.audit_role_grant,
        AuditAct::RevokeRole => &w.audit_role_revoke,
        AuditAct::SetBadges => &w.audit_badges_set,
        AuditAct::Suspend => &w.audit_suspend,
        AuditAct::Reinstate => &w.audit_reinstate,
        AuditAct::Rename => &w.audit_rename,
        AuditAct::SignOut => &w.audit_sign_out,
        AuditAct::DeleteAccount => &w.audit_account_delete,
        AuditAct::Invite => &w.audit_invite,
        AuditAct::MakeSite => &w.audit_site_make,
        AuditAct::ChangeSite => &w.audit_site_change,
        AuditAct::Correct => &w.audit_triage_correct,
        AuditAct::MakeKey => &w.audit_key_make,
        AuditAct::RevokeKey => &w.audit_key_revoke,
        AuditAct::MakeStory => &w.audit_story_make,
        AuditAct::ChangeStory => &w.audit_story_change,
        AuditAct::CloseStory => &w.audit_story_close,
        AuditAct::ReopenStory => &w.audit_story_reopen,
        AuditAct::AnswerAppeal => &w.audit_appeal_answer,
        AuditAct::ActOnWriter => &w.audit_writer_act,
        AuditAct::UndoWriterAct => &w.audit_writer_undo,
        AuditAct::MergeStory => &w.audit_story_merge,
        AuditAct::Escalate => &w.audit_escalate,
        AuditAct::ReadEscalation => &w.audit_escalation_read,
        AuditAct::ChangeEscalation => &w.audit_escalation_change,
    });
    words.map_or_else(|| word.to_owned(), Clone::clone)
}

fn view_of(row: AuditRow, who: String, times: &Times, w: &'static Words) -> RowView {
    let href = match row.object.split_once(' ') {
        Some(("comment", id)) => Some(format!("/desk/comments/{}", encoded(id))),
        Some(("escalation", id)) => Some(format!("/desk/escalations/{}", encoded(id))),
        _ => None,
    };
    RowView {
        seq: row.link.as_ref().map(|link| link.seq),
        what: act_words(&row.act, w),
        actor_asked: encoded(&row.actor),
        object_asked: encoded(&row.object),
        time: times.show(row.created_at),
        changes: changes(&row),
        erased: row.detail.is_none(),
        who,
        href,
        actor: row.actor,
        object: row.object,
    }
}

/// `GET /desk/audit`
pub async fn audit_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    query: std::result::Result<Query<AuditQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    may(&at.caller, Grant::Audit, &asked.site, Spot::default())?;
    let site = asked.site.id;
    let (found, next) = rows(&app, &asked, &query).await?;
    let (head, fault) = app.store.read(move |tx| Ok((chain::head(tx, site)?, chain::fault(tx, site)?))).await?;
    let w = at.words(&asked);
    let mut layout = Layout::new(&asked.site, w.audit_heading.clone()).private();
    layout.w = w;
    let times = Times::new(&asked.site, w);
    let rows = found.into_iter().map(|(row, who)| view_of(row, who, &times, w)).collect();
    let next = next.map(|id| link_on(&query, id));
    let (length, head) = head.map_or((0, String::new()), |head| (head.length, hex(&head.hash)));
    let page = AuditPage { layout, asked: query, rows, next, length: length.to_string(), head, fault };
    Ok(no_store(html(StatusCode::OK, &page)?))
}

/// The same question from a row on.
fn link_on(query: &AuditQuery, after: Id) -> String {
    let fields = [("actor", &query.actor), ("object", &query.object), ("since", &query.since), ("until", &query.until)];
    let base = "/desk/audit?";
    let mut link = url::form_urlencoded::Serializer::for_suffix(base.to_owned(), base.len());
    link.append_pair("after", &after.to_string());
    for (name, value) in fields {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            link.append_pair(name, value);
        }
    }
    link.finish()
}
