//! What is done at the desk: a comment taken in hand, passed on, decided about, and a decision taken back.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};

use super::card::{self, Refused, load, show};
use super::{AtDesk, View, waiting, wants_fragment};
use crate::app::App;
use crate::http::api::decisions::take_back;
use crate::http::caller::{by, is_there, may_there};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, id_in};
use crate::http::pages::{html, no_store};
use crate::models::{Act, Grant, Id, Refusal, State as CommentState, comment_unknown};
use crate::store::hands::{LetGo, PassOn, TakeFirst, TakeInHand};
use crate::store::{decisions, queue, threads};

/// Where one goes on: at the next card, or at the list where nothing is left.
fn on_to(view: View, next: Option<Id>, done: Option<Id>) -> Response {
    let done = done.map(|id| format!("&done={id}")).unwrap_or_default();
    let to = match next {
        Some(id) => format!("/desk/comments/{id}?view={}{done}", view.as_str()),
        None => format!("/desk?view={}", view.as_str()),
    };
    no_store(Redirect::to(&to))
}

/// How far the queue is searched for one that is free: beyond it others are at work on everything.
const PAGES: usize = 10;

/// Takes the next comment in hand that nobody else has and that one has not let wait on before.
async fn take_next(app: &App, asked: &Asked, at: &AtDesk, view: View, but: &[Id]) -> Result<Option<Id>> {
    let (site, account, me) = (asked.site.id, at.account().id, at.caller.record());
    let mut after = None;
    for _ in 0..PAGES {
        let (rows, next) = waiting(app, asked, &at.caller, view.taken(), after, 50).await?;
        let places: Vec<(Id, Id)> = rows.iter().map(|row| (row.story, row.comment.id)).collect();
        let me = me.clone();
        let seen = app.store.read(move |tx| queue::held_on(tx, site, &me, &places)).await?;
        let mut comments = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.comment.id;
            let is_free = row.hand.is_none_or(|hand| hand.account == account);
            if is_free
                && !but.contains(&id)
                && !seen.contains(&id)
                && is_there(app, asked, &at.caller, Grant::Decide, row.story).await?
            {
                comments.push(id);
            }
        }
        if !comments.is_empty() {
            let first = TakeFirst { site, comments, account, now: app.clock.now() };
            if let Some(taken) = app.watch(app.store.write(first).await)? {
                return Ok(Some(taken));
            }
        }
        if next.is_none() {
            return Ok(None);
        }
        after = next;
    }
    Ok(None)
}

/// `POST /desk/hand`: takes the next one in hand. The page's script does so ahead, and says in `but` what it has already.
pub async fn next_in_hand(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let view = View::of(fields.get("view"));
    crate::models::may_somewhere(&at.caller, Grant::Decide, &asked.site)?;
    let but: Vec<Id> = fields.get("but").split(',').take(100).filter_map(|id| id.trim().parse().ok()).collect();
    let next = take_next(&app, &asked, &at, view, &but).await?;
    if wants_fragment(&headers) {
        return match next {
            Some(id) => Ok(no_store(html(StatusCode::OK, &show(&app, &asked, &at, view, id, None).await?)?)),
            None => Ok(no_store(StatusCode::NO_CONTENT)),
        };
    }
    Ok(on_to(view, next, None))
}

/// A comment about which somebody may decide.
pub(super) async fn theirs(app: &App, asked: &Asked, at: &AtDesk, id: &str) -> Result<(Id, Id)> {
    let (site, id) = (asked.site.id, id_in(id)?);
    let (story, _) = app.store.read(move |tx| threads::find(tx, site, id)).await?.ok_or_else(comment_unknown)?;
    if !is_there(app, asked, &at.caller, Grant::SeeHidden, story).await? {
        return Err(comment_unknown().into());
    }
    may_there(app, asked, &at.caller, Grant::Decide, story).await?;
    Ok((story, id))
}

/// `POST /desk/comments/{id}/hand`: takes it, lets it go (`go`), or passes it to a colleague (`to`).
pub async fn hand_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let (_, comment) = theirs(&app, &asked, &at, &id).await?;
    let view = View::of(fields.get("view"));
    let (site, account, now) = (asked.site.id, at.account().id, app.clock.now());
    let taken = if !fields.get("go").is_empty() {
        app.watch(app.store.write(LetGo { site, comment, account }).await).map(|()| false)
    } else if !fields.get("to").is_empty() {
        let to = id_in(fields.get("to"))?;
        if !load(&app, &asked, &at, comment).await?.colleagues.iter().any(|(id, _)| *id == to) {
            let words = "This person may not decide about this comment.";
            return Err(Refusal::field("colleague_unknown", "to", words).into());
        }
        app.watch(app.store.write(PassOn { site, comment, account, to, now }).await).map(|()| false)
    } else {
        app.watch(app.store.write(TakeInHand { site, comment, account, now }).await).map(|_| true)
    };
    match taken {
        Ok(_) if wants_fragment(&headers) => Ok(no_store(StatusCode::NO_CONTENT)),
        Ok(true) => Ok(on_to(view, Some(comment), None)),
        Ok(false) => Ok(on_to(view, take_next(&app, &asked, &at, view, &[comment]).await?, None)),
        Err(error) => again(&app, &asked, &at, view, comment, &fields, &headers, error.into()).await,
    }
}

/// Shows a card once more, with why nothing was done.
#[expect(clippy::too_many_arguments, reason = "all of a request")]
pub(super) async fn again(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    comment: Id,
    fields: &Fields,
    headers: &HeaderMap,
    error: Error,
) -> Result<Response> {
    let refusal = error.into_refusal();
    if refusal.status >= 500 || wants_fragment(headers) {
        return Err(refusal.into());
    }
    let refused = Refused { refusal: &refusal, typed: fields.get("reason") };
    let card = show(app, asked, at, view, comment, Some(refused)).await?;
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::CONFLICT);
    card::page(app, asked, at, view, card, None, status).await
}

/// `POST /desk/comments/{id}/decisions`
pub async fn decide(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let (_, comment) = theirs(&app, &asked, &at, &id).await?;
    let view = View::of(fields.get("view"));
    let acts = [Act::Approve, Act::Hold, Act::Remove, Act::Restore];
    let act = acts.into_iter().find(|act| act.as_str() == fields.get("act"));
    let act = act.ok_or_else(|| Error::bad_request("act_unknown", "There is no such act."))?;
    let (rule, reason) = (fields.get("rule").trim(), fields.get("reason").trim());
    if reason.chars().count() > 5_000 || rule.chars().count() > 200 {
        return Err(Refusal::field("reason_invalid", "reason", "A reason has 5000 characters at most.").into());
    }
    // Only a removal is explained to its writer: the other acts speak for themselves.
    let default = match act {
        Act::Remove => "",
        Act::Approve | Act::Hold | Act::Restore => act.as_str(),
    };
    let decision = app
        .store
        .write(decisions::Decide {
            site: asked.site.id,
            id: app.clock.new_id(),
            comment,
            act,
            rule: Some(rule.to_owned()).filter(|rule| !rule.is_empty() && act == Act::Remove),
            reason: if reason.is_empty() { default.to_owned() } else { reason.to_owned() },
            by: by(&at.caller, &asked.site),
            seen: fields.get("seen").parse().ok(),
            now: app.clock.now(),
            attempt: None,
        })
        .await;
    let decision = match app.watch(decision) {
        Ok(decision) => decision,
        Err(error) => return again(&app, &asked, &at, view, comment, &fields, &headers, error.into()).await,
    };
    if wants_fragment(&headers) {
        let done = card::done(&app, &asked, &at, view, decision.id).await?.ok_or_else(comment_unknown)?;
        return Ok(no_store(html(StatusCode::CREATED, &done)?));
    }
    let next = take_next(&app, &asked, &at, view, &[comment]).await?;
    // Where nothing is left the card stays, so that what was done is seen and can be taken back.
    Ok(on_to(view, next.or(Some(comment)), Some(decision.id)))
}

/// `POST /desk/decisions/{id}/undo`: takes a decision back, and the comment in hand.
pub async fn undo(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let (site, decision) = (asked.site.id, id_in(&id)?);
    let view = View::of(fields.get("view"));
    let comment = app.store.read(move |tx| decisions::comment_of(tx, site, decision)).await?;
    match take_back(&app, &asked, &at.caller, decision, None).await {
        Ok(taken) => {
            let comment = comment.ok_or_else(comment_unknown)?;
            if taken.state == CommentState::Held {
                let take = TakeInHand { site, comment, account: at.account().id, now: app.clock.now() };
                app.watch(app.store.write(take).await)?;
            }
            if wants_fragment(&headers) {
                return Ok(no_store(html(StatusCode::OK, &show(&app, &asked, &at, view, comment, None).await?)?));
            }
            Ok(on_to(view, Some(comment), Some(taken.id)))
        }
        Err(error) => match comment {
            // What cannot be seen is not shown with a refusal either: `show` asks again.
            Some(comment) => again(&app, &asked, &at, view, comment, &fields, &headers, error).await,
            None => Err(error),
        },
    }
}
