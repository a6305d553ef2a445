//! Appeals at the desk: what waits for an answer, and one with all that is needed to answer it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};

use super::card::{CardView, show};
use super::list::{RowView, ViewLink, excerpt, views};
use super::{AtDesk, View, cursor_of};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::appeals::{AnswerIn, answer as take, seen};
use crate::http::caller::is_there;
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, guest_cookie, id_in};
use crate::http::pages::sign_in::said;
use crate::http::pages::view::{Time, Times};
use crate::http::pages::{Layout, html, no_store};
use crate::models::{AppealState, Cursor, Grant, Id, Refusal, Said, Sort, State as CommentState};
use crate::store::{appeals, decisions, statements, threads};

/// Rows that are read at a time, and how often at most for a page: a moderator of one story goes on by "more".
const READ: i64 = 50;
const ROUNDS: usize = 10;

/// Appeals that wait in somebody's places, the oldest first, and where the list goes on.
pub(super) async fn waiting(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    after: Option<&str>,
    most: usize,
) -> Result<(Vec<RowView>, Option<Cursor>)> {
    let (w, site) = (at.words(asked), asked.site.id);
    let mut place =
        cursor_of(after, Sort::Oldest)?.map_or((Timestamp(i64::MIN), Id::FIRST), |c| (Timestamp(c.key), c.id));
    let cursor = |(key, id): (Timestamp, Id)| Cursor { parent: Id::FIRST, sort: Sort::Oldest, key: key.0, id };
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let from = place;
        let rows = app
            .store
            .read(move |tx| {
                let rows = appeals::open(tx, site, from, READ)?;
                rows.into_iter().map(|row| Ok((threads::in_story(tx, site, row.story, row.comment)?, row))).collect()
            })
            .await?;
        let rows: Vec<(Option<crate::models::CommentRow>, crate::models::Appeal)> = rows;
        let is_last = (rows.len() as i64) < READ;
        for (comment, row) in rows {
            let here = (row.created_at, row.id);
            let comment = comment.filter(|comment| comment.state != CommentState::Deleted);
            if let Some(comment) = comment
                && is_there(app, asked, &at.caller, Grant::SeeHidden, row.story).await?
            {
                if found.len() == most {
                    return Ok((found, Some(cursor(place))));
                }
                let times = Times::new(&asked.site, w);
                found.push(RowView {
                    id: row.id,
                    href: format!("/desk/appeals/{}", row.id),
                    name: comment.name,
                    excerpt: row.text.chars().take(160).collect(),
                    what: excerpt(&comment.html),
                    who: None,
                    time: times.show(row.created_at),
                    can_take: false,
                    can_choose: false,
                });
            }
            place = here;
        }
        if is_last {
            return Ok((found, None));
        }
    }
    Ok((found, Some(cursor(place))))
}

/// How an appeal was answered.
struct Answered {
    what: &'static str,
    who: String,
    reason: String,
    time: Option<Time>,
}

#[derive(Template)]
#[template(path = "pages/desk_appeal.html")]
struct AppealPage<'a> {
    layout: Layout<'a>,
    views: Vec<ViewLink>,
    id: Id,
    card: CardView,
    said: Vec<Said>,
    text: String,
    made: Time,
    answered: Option<Answered>,
    /// Why they may not answer it, though it waits.
    not_theirs: Option<String>,
    can_answer: bool,
    error: Option<String>,
    typed: &'a str,
}

async fn page(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    headers: &HeaderMap,
    id: Id,
    refused: Option<(Refusal, &str)>,
) -> Result<Response> {
    let appeal = seen(app, asked, &at.caller, id).await?;
    let (w, site, account, record) = (at.words(asked), asked.site.id, at.account().id, at.caller.record());
    let guest = guest_cookie(app, headers).map(|secret| secret.hash(site));
    let asking = appeal.clone();
    let (statement, who, refusal) = app
        .store
        .read(move |tx| {
            let who = asking.decided_by.as_deref().map(|who| decisions::name_of(tx, site, who)).transpose()?;
            let refusal = appeals::whose(tx, site, &asking, Some(account), &record, guest.as_deref())?;
            Ok((statements::by_id(tx, site, id)?, who, refusal))
        })
        .await?;
    let frozen = statement.map(|statement| statement.frozen()).transpose()?;
    let card = show(app, asked, at, View::Appeals, appeal.comment, None).await?.only_shown();
    let times = Times::new(&asked.site, w);
    let acts = is_there(app, asked, &at.caller, Grant::Decide, appeal.story).await?;
    let is_open = appeal.state == AppealState::Open;
    let what = match appeal.state {
        AppealState::Open => None,
        AppealState::Upheld => Some(&w.desk_appeal_upheld),
        AppealState::Overturned => Some(&w.desk_appeal_overturned),
        AppealState::Void => Some(&w.desk_appeal_void),
    };
    let answered = what.map(|what| Answered {
        what,
        who: who.unwrap_or_default(),
        reason: appeal.reason.clone(),
        time: appeal.decided_at.map(|at| times.show(at)),
    });
    let status = refused.as_ref().map_or(200, |(refusal, _)| refusal.status);
    let mut layout = Layout::new(&asked.site, w.desk_appeal_heading.clone()).private();
    layout.w = w;
    let page = AppealPage {
        layout,
        views: views(app, asked, at, View::Appeals).await?,
        id,
        card,
        said: frozen.map(|frozen| frozen.said).unwrap_or_default(),
        text: appeal.text,
        made: times.show(appeal.created_at),
        answered,
        can_answer: is_open && acts && refusal.is_none(),
        not_theirs: refusal.filter(|_| is_open && acts).map(|refusal| said(w, &refusal)),
        error: refused.as_ref().map(|(refusal, _)| said(w, refusal)),
        typed: refused.as_ref().map_or("", |(_, typed)| typed),
    };
    Ok(no_store(html(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), &page)?))
}

/// `GET /desk/appeals/{id}`
pub async fn appeal_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    page(&app, &asked, &at, &headers, id_in(&id)?, None).await
}

/// `POST /desk/appeals/{id}/decision`
pub async fn answer(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let id = id_in(&id)?;
    let reason = fields.get("reason");
    let outcome = fields.get("outcome").parse();
    let outcome = outcome.map_err(|_| Error::bad_request("act_unknown", "There is no such act."));
    let answered = match outcome {
        Ok(outcome) => take(&app, &asked, &at.caller, &headers, id, AnswerIn::of(outcome, reason), None).await,
        Err(error) => Err(error),
    };
    let Err(error) = answered else { return Ok(no_store(Redirect::to(&format!("/desk/appeals/{id}")))) };
    let refusal = error.into_refusal();
    // What is not there for them is not shown with a refusal either: the page asks again.
    if refusal.status >= 500 {
        return Err(refusal.into());
    }
    page(&app, &asked, &at, &headers, id, Some((refusal, reason))).await
}
