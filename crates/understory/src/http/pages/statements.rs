//! A statement of reasons, and the appeal against the decision: opened by the link that its reader was given, without signing in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use super::sign_in::{line, said, subject, too_often};
use super::view::{Time, Times};
use super::{Layout, html, no_store, path_of};
use crate::app::App;
use crate::http::api::comments::read_query;
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, own_page_only};
use crate::http::{opens, statement_key, statement_path};
use crate::models::{APPEAL_TEXT, Appeal, AppealState, Id, Refusal, Said, Seen, StatementKind, Viewer, seen};
use crate::store::appeals::{PutAppeal, statement_unknown};
use crate::store::attempts::{Count, Limit};
use crate::store::statements::{self, Stated};
use crate::words::{self, Words};

/// What opens a statement.
#[derive(Debug, Deserialize)]
pub struct KeyQuery {
    key: Option<String>,
}

impl KeyQuery {
    /// What was given; nothing opens nothing.
    pub fn given(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }
}

/// The statement that a key opens. What is not there and what a key does not open take the same way.
///
/// # Errors
/// 404 for both; and when the database does not answer.
pub async fn opened(app: &App, asked: &Asked, id: &str, key: &str) -> Result<Stated> {
    let site = asked.site.id;
    let id = id.parse::<Id>().unwrap_or(Id::FIRST);
    // Nothing is looked for that was not opened, and nothing is at this place: what is there answers no sooner and no later.
    let id = if opens(&asked.site, id, key) { id } else { Id::FIRST };
    let found = app.store.read(move |tx| statements::stated(tx, site, id)).await?;
    Ok(found.ok_or_else(statement_unknown)?)
}

/// Appeals an hour from one line, which many may share.
const FROM_A_LINE: Limit = Limit { times: 60, seconds: 3_600 };

/// Appeals, by whatever way it comes; says whether the same was said before.
///
/// # Errors
/// 404 without the key, 409 where there is nothing to appeal any more, 422 for a text that is none or too long, 429 to who tries
/// too often.
pub async fn appeal(app: &App, asked: &Asked, id: &str, key: &str, text: &str) -> Result<(Appeal, bool)> {
    let (site, now) = (asked.site.id, app.clock.now());
    // Wrong keys count as well.
    let subjects = vec![(subject(asked, "appeals an hour from", &line(asked.client, now)), FROM_A_LINE)];
    if let Some(seconds) = app.store.write(Count { site, subjects, now }).await? {
        return Err(too_often(seconds).into());
    }
    let stated = opened(app, asked, id, key).await?;
    let text = text.trim().replace('\0', "");
    let length = text.chars().count();
    if text.is_empty() {
        return Err(Refusal::field("appeal_needs_words", "text", "Say why the decision is wrong.").into());
    }
    if length > APPEAL_TEXT {
        let words = format!("An appeal may have {APPEAL_TEXT} characters; this has {length}.");
        return Err(Refusal::field("appeal_too_long", "text", words)
            .numbers([("limit", APPEAL_TEXT), ("length", length)])
            .into());
    }
    Ok(app.watch(app.store.write(PutAppeal { site, id: stated.statement.id, text, now }).await)?)
}

/// An appeal as its writer sees it.
struct AppealView {
    state: &'static str,
    text: String,
    answer: String,
    made: Time,
    answered: Option<Time>,
}

#[derive(Template)]
#[template(path = "pages/statement.html")]
struct StatementPage<'a> {
    layout: Layout<'a>,
    id: Id,
    key: String,
    said: Vec<Said>,
    /// The story, where it is shown, and the comment in it.
    story: Option<(String, String)>,
    /// The comment, while its words are there.
    html: Option<String>,
    appeal: Option<AppealView>,
    can_appeal: bool,
    /// Why nothing can be appealed any more, where something could.
    closed: Option<&'static str>,
    error: Option<String>,
    typed: &'a str,
}

fn appeal_view(appeal: &Appeal, times: &Times, w: &'static Words) -> AppealView {
    AppealView {
        state: match appeal.state {
            AppealState::Open => &w.appeal_waits,
            AppealState::Upheld => &w.appeal_upheld,
            AppealState::Overturned => &w.appeal_overturned,
            AppealState::Void => &w.appeal_void,
        },
        text: appeal.text.clone(),
        answer: appeal.reason.clone(),
        made: times.show(appeal.created_at),
        answered: appeal.decided_at.map(|at| times.show(at)),
    }
}

fn show(app: &App, asked: &Asked, stated: &Stated, refused: Option<(Refusal, &str)>) -> Result<Response> {
    let frozen = stated.statement.frozen()?;
    let w = words::of(&[&frozen.lang]);
    let mut layout = Layout::new(&asked.site, w.statement_heading.clone()).private();
    layout.w = w;
    let times = Times::new(&asked.site, w);
    let is_seen = seen(Viewer::Writer, &stated.comment, stated.story.state) == Seen::Whole;
    let can_appeal = stated.can_appeal(app.clock.now());
    let could = stated.statement.kind != StatementKind::Restored && stated.appeal.is_none() && !can_appeal;
    let status = refused.as_ref().map_or(200, |(refusal, _)| refusal.status);
    let retry_after = refused.as_ref().and_then(|(refusal, _)| refusal.retry_after);
    let page = StatementPage {
        layout,
        id: stated.statement.id,
        key: statement_key(&asked.site, stated.statement.id),
        said: frozen.said,
        story: stated.story.is_shown().then(|| (path_of(&stated.story), stated.story.title.clone())),
        html: is_seen.then(|| stated.comment.html.clone()),
        appeal: stated.appeal.as_ref().map(|appeal| appeal_view(appeal, &times, w)),
        can_appeal,
        closed: could.then_some(if stated.stands { &w.appeal_late } else { &w.appeal_moot }),
        error: refused.as_ref().map(|(refusal, _)| said(w, refusal)),
        typed: refused.as_ref().map_or("", |(_, typed)| typed),
    };
    let mut response = html(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), &page)?;
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(no_store(response))
}

/// `GET /statements/{id}?key=`
pub async fn statement_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    query: std::result::Result<Query<KeyQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let query = read_query(query)?;
    show(&app, &asked, &opened(&app, &asked, &id, query.given()).await?, None)
}

/// `POST /statements/{id}/appeal`: the key proves that no other site's page made the browser send it, which knows none. Older
/// browsers name no origin from a page that tells nobody where it is.
pub async fn appeal_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let (key, text) = (fields.get("key"), fields.get("text"));
    match appeal(&app, &asked, &id, key, text).await {
        Ok((appeal, _)) => Ok(no_store(Redirect::to(&format!("{}#appeal", statement_path(&asked.site, appeal.id))))),
        Err(error @ Error::Store(_)) if !matches!(error, Error::Store(crate::store::Error::Refused(_))) => Err(error),
        Err(error) => {
            let refusal = error.into_refusal();
            if refusal.code == "statement_unknown" {
                own_page_only(&asked, headers.contains_key(header::COOKIE))?;
            }
            let stated = opened(&app, &asked, &id, key).await?;
            show(&app, &asked, &stated, Some((refusal, text)))
        }
    }
}
