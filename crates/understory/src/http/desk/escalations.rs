//! Threats to life at the desk: one key, one question, and the report.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use super::{AtDesk, View};
use crate::app::App;
use crate::http::api::comments::read_query;
use crate::http::api::escalations::{EntryIn, REASON, ReportOut, escalatable, escalate, note, page, report};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, id_in};
use crate::http::pages::view::{Time, Times};
use crate::http::pages::{Layout, html, no_store};
use crate::models::{EntryKind, EscalationState, Id, Refusal, comment_unknown, hex};
use crate::store::escalations::{self, Report};
use crate::store::{decisions, threads};
use crate::words::Words;

/// How one came to the question.
#[derive(Debug, Deserialize)]
pub struct FormQuery {
    view: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/desk_escalate.html")]
struct FormPage<'a> {
    layout: Layout<'a>,
    id: Id,
    view: &'static str,
    name: String,
    text: String,
    most: usize,
    typed: &'a str,
    error: Option<String>,
}

async fn form(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    comment: Id,
    refused: Option<(&Refusal, &str)>,
) -> Result<Response> {
    let site = asked.site.id;
    let found = app.store.read(move |tx| threads::find(tx, site, comment)).await?;
    let (_, row) = found.ok_or_else(comment_unknown)?;
    let w = at.words(asked);
    let mut layout = Layout::new(&asked.site, w.escalation_escalate.clone()).private();
    layout.w = w;
    let error = refused.map(|(refusal, _)| w.refused(refusal.code, &refusal.numbers, &refusal.text));
    let status = refused
        .map_or(StatusCode::OK, |(refusal, _)| StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT));
    let page = FormPage {
        layout,
        id: comment,
        view: view.as_str(),
        text: understory_markup::plain_text(&row.html),
        name: row.name,
        most: REASON,
        typed: refused.map_or("", |(_, typed)| typed),
        error,
    };
    Ok(no_store(html(status, &page)?))
}

/// `GET /desk/comments/{id}/escalation`: asks once.
pub async fn escalate_form(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    query: std::result::Result<Query<FormQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    let comment = id_in(&id)?;
    escalatable(&app, &asked, &at.caller, comment).await?;
    form(&app, &asked, &at, View::of(query.view.as_deref().unwrap_or_default()), comment, None).await
}

/// `POST /desk/comments/{id}/escalation`: does it, and leads to the report.
pub async fn escalate_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response> {
    let comment = id_in(&id)?;
    escalatable(&app, &asked, &at.caller, comment).await?;
    match escalate(&app, &asked, &at.caller, comment, fields.get("reason"), None).await {
        Ok(made) => Ok(no_store(Redirect::to(&format!("/desk/escalations/{}", made.id)))),
        Err(error) => {
            let refusal = error.into_refusal();
            if refusal.status >= 500 {
                return Err(refusal.into());
            }
            let refused = Some((&refusal, fields.get("reason")));
            form(&app, &asked, &at, View::of(fields.get("view")), comment, refused).await
        }
    }
}

fn state_words(state: EscalationState, w: &'static Words) -> &'static str {
    match state {
        EscalationState::Open => &w.escalation_open,
        EscalationState::Reported => &w.escalation_reported,
        EscalationState::Closed => &w.escalation_closed,
    }
}

struct RowView {
    id: Id,
    state: &'static str,
    who: String,
    reason: String,
    time: Time,
}

#[derive(Template)]
#[template(path = "pages/desk_escalations.html")]
struct ListPage<'a> {
    layout: Layout<'a>,
    rows: Vec<RowView>,
    next: Option<Id>,
}

/// Which of them.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    after: Option<String>,
}

/// `GET /desk/escalations`: those that one may read.
pub async fn escalations_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    query: std::result::Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    let (found, next) = page(&app, &asked, &at.caller, query.after.as_deref()).await?;
    let (w, site) = (at.words(&asked), asked.site.id);
    let mut layout = Layout::new(&asked.site, w.escalations_heading.clone()).private();
    layout.w = w;
    let times = Times::new(&asked.site, w);
    let records: Vec<String> = found.iter().map(|one| one.opened_by.clone()).collect();
    let names = app
        .store
        .read(move |tx| {
            records.iter().map(|by| decisions::name_of(tx, site, by)).collect::<crate::store::Result<Vec<_>>>()
        })
        .await?;
    let rows = found
        .into_iter()
        .zip(names)
        .map(|(one, who)| RowView {
            id: one.id,
            state: state_words(one.state, w),
            who,
            reason: one.reason,
            time: times.show(one.created_at),
        })
        .collect();
    Ok(no_store(html(StatusCode::OK, &ListPage { layout, rows, next })?))
}

/// A text that the comment had.
struct TextView {
    time: String,
    body: String,
}

struct EntryView {
    what: &'static str,
    text: String,
    recipient: String,
    reference: String,
    who: String,
    time: Time,
}

/// A report, as page and as plain text.
struct ReportView {
    id: Id,
    comment: Id,
    state: &'static str,
    is_closed: bool,
    reason: String,
    who: String,
    time: Time,
    hash: String,
    publication: String,
    story: String,
    link: String,
    name: String,
    written: String,
    texts: Vec<TextView>,
    parent: Option<(String, String)>,
    /// What is known of the writer: a label and what is known.
    writer: Vec<(&'static str, String)>,
    told: Vec<(String, Option<Time>)>,
    entries: Vec<EntryView>,
}

#[derive(Template)]
#[template(path = "pages/desk_escalation.html")]
struct ReportPage<'a> {
    layout: Layout<'a>,
    report: ReportView,
    typed: EntryTyped<'a>,
    error: Option<String>,
}

#[derive(Default)]
struct EntryTyped<'a> {
    text: &'a str,
    recipient: &'a str,
    reference: &'a str,
}

#[derive(Template)]
#[template(path = "fragments/escalation.txt")]
struct ReportText<'a> {
    report: &'a ReportView,
    w: &'static Words,
}

fn text_at(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn view_of(asked: &Asked, at: &AtDesk, report: Report) -> ReportView {
    let w = at.words(asked);
    let times = Times::new(&asked.site, w);
    let evidence: Value = serde_json::from_str(&report.evidence).unwrap_or_default();
    let of = |pointer: &str| text_at(&evidence, pointer);
    let list = |pointer: &str| evidence.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    let texts = list("/comment/texts");
    let parent = evidence.get("parent").filter(|parent| parent.is_object());
    let mut writer = Vec::new();
    if of("/writer/kind") == "guest" {
        writer.push((w.escalation_account.as_str(), w.desk_guest.clone()));
        writer.push((w.escalation_browser.as_str(), of("/writer/guest")));
    } else {
        writer.push((w.escalation_account.as_str(), of("/writer/id")));
        writer.push((w.escalation_name.as_str(), of("/writer/name")));
        writer.push((w.email_label.as_str(), of("/writer/email")));
        writer.push((w.person_since.as_str(), of("/writer/created_at")));
        for name in list("/writer/former_names") {
            writer
                .push((w.former_names.as_str(), format!("{} ({})", text_at(&name, "/name"), text_at(&name, "/until"))));
        }
        for one in list("/writer/devices") {
            let (device, since, seen) = (text_at(&one, "/device"), text_at(&one, "/since"), text_at(&one, "/seen_at"));
            writer.push((w.devices_heading.as_str(), format!("{device}: {since} – {seen}")));
        }
    }
    writer.retain(|(_, known)| !known.is_empty());
    writer.push((w.escalation_address.as_str(), w.escalation_no_address.clone()));
    let kind = |kind: EntryKind| match kind {
        EntryKind::Note => w.escalation_note.as_str(),
        EntryKind::Reported => w.escalation_reported.as_str(),
        EntryKind::Closed => w.escalation_closed.as_str(),
    };
    let escalation = report.escalation;
    ReportView {
        id: escalation.id,
        comment: escalation.comment,
        state: state_words(escalation.state, w),
        is_closed: escalation.state == EscalationState::Closed,
        reason: escalation.reason,
        who: report.opened_by,
        time: times.show(escalation.created_at),
        hash: hex(&escalation.hash),
        publication: of("/site/title"),
        story: of("/story/title"),
        link: of("/story/comment_url"),
        name: of("/comment/name"),
        written: of("/comment/created_at"),
        texts: texts
            .iter()
            .rev()
            .map(|text| TextView { time: text_at(text, "/written_at"), body: text_at(text, "/body") })
            .collect(),
        parent: parent.map(|parent| (text_at(parent, "/name"), text_at(parent, "/body"))),
        writer,
        told: report
            .told
            .into_iter()
            .map(|(name, mailed)| {
                (name.unwrap_or_else(|| asked.site.settings.duty_mail.clone()), mailed.map(|at| times.show(at)))
            })
            .collect(),
        entries: report
            .entries
            .into_iter()
            .map(|(entry, who)| EntryView {
                what: kind(entry.kind),
                text: entry.text,
                recipient: entry.recipient,
                reference: entry.reference,
                who,
                time: times.show(entry.created_at),
            })
            .collect(),
    }
}

async fn report_page(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    id: Id,
    typed: EntryTyped<'_>,
    refused: Option<&Refusal>,
) -> Result<Response> {
    let report = view_of(asked, at, report(app, asked, &at.caller, id, "page").await?);
    let w = at.words(asked);
    let mut layout = Layout::new(&asked.site, w.escalation_heading.clone()).private();
    layout.w = w;
    let error = refused.map(|refusal| w.refused(refusal.code, &refusal.numbers, &refusal.text));
    let status =
        refused.map_or(StatusCode::OK, |refusal| StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT));
    Ok(no_store(html(status, &ReportPage { layout, report, typed, error })?))
}

/// A file to be kept or handed on.
fn file(kind: &'static str, name: &str, text: String) -> Response {
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let mut answer = no_store((StatusCode::OK, [(header::CONTENT_TYPE, kind)], text).into_response());
    if let Ok(named) = named {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, named);
    }
    answer
}

/// `GET /desk/escalations/{id}`, and the same with `.txt` or `.json` behind it. Reading is written into the audit trail.
pub async fn escalation_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
) -> Result<Response> {
    match id.split_once('.') {
        None => report_page(&app, &asked, &at, id_in(&id)?, EntryTyped::default(), None).await,
        Some((id, "txt")) => {
            let found = report(&app, &asked, &at.caller, id_in(id)?, "txt").await?;
            let text = ReportText { report: &view_of(&asked, &at, found), w: at.words(&asked) }.render()?;
            Ok(file("text/plain; charset=utf-8", &format!("escalation-{id}.txt"), text))
        }
        Some((id, "json")) => {
            let found = report(&app, &asked, &at.caller, id_in(id)?, "json").await?;
            let text = serde_json::to_string_pretty(&ReportOut::from(found))?;
            Ok(file("application/json", &format!("escalation-{id}.json"), text))
        }
        Some(_) => Err(Error::not_found("Nothing is at this address.")),
    }
}

/// `POST /desk/escalations/{id}`: writes down what was done.
pub async fn escalation_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response> {
    let id = id_in(&id)?;
    let unknown =
        || Error::bad_request("entry_kind_unknown", "Write down a note, that it was reported, or that it is closed.");
    let input = EntryIn {
        kind: fields.get("kind").parse().map_err(|_| unknown())?,
        text: fields.get("text").to_owned(),
        recipient: fields.get("recipient").to_owned(),
        reference: fields.get("reference").to_owned(),
    };
    match note(&app, &asked, &at.caller, id, input).await {
        Ok(_) => Ok(no_store(Redirect::to(&format!("/desk/escalations/{id}")))),
        Err(error) => {
            let refusal = error.into_refusal();
            if refusal.status >= 500 || refusal.code == escalations::unknown().code {
                return Err(refusal.into());
            }
            let (text, recipient) = (fields.get("text"), fields.get("recipient"));
            let typed = EntryTyped { text, recipient, reference: fields.get("reference") };
            report_page(&app, &asked, &at, id, typed, Some(&refusal)).await
        }
    }
}
