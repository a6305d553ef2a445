//! What is done about people who write, from the card of a comment of theirs.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Redirect, Response};

use super::acts::{again, theirs};
use super::bulk::checked;
use super::{AtDesk, View};
use crate::app::App;
use crate::http::caller::{by, is_there, may_there};
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields, id_in};
use crate::http::pages::no_store;
use crate::jobs::decide_many;
use crate::models::{Caller, Grant, Id, Refusal, Spot, may};
use crate::store::idempotency::Attempt;
use crate::store::writers::{self, Act, Done, TakeBack, WriterAct};

/// The longest suspension, in days: what is longer is a ban.
pub const LONGEST: i64 = 365;

/// What is to be done about the writer of a comment.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its identifier.
    pub id: Id,
    /// What.
    pub act: WriterAct,
    /// The policy rule.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
    /// For how many days.
    pub days: i64,
    /// Whether what they wrote is removed.
    pub remove_all: bool,
    /// Who asks under which key, where one was given.
    pub attempt: Option<Attempt>,
}

/// Does something about the writer of a comment, for a caller who may decide about it.
///
/// # Errors
/// 403 to who has power over a part of the site alone and would silence somebody everywhere, 422 without a reason, and what the
/// store refuses.
pub async fn act(app: &App, asked: &Asked, caller: &Caller, comment: Id, wanted: Wanted) -> Result<Done> {
    checked(wanted.rule.as_deref(), &wanted.reason)?;
    if wanted.act.silences() && may(caller, Grant::Decide, &asked.site, Spot::default()).is_err() {
        let words = "Only whoever moderates the whole site keeps somebody from writing on all of it.";
        return Err(Refusal::new(403, "whole_site_only", words).into());
    }
    if wanted.act == WriterAct::Suspend && !(1..=LONGEST).contains(&wanted.days) {
        let words = format!("A suspension lasts 1 to {LONGEST} days.");
        return Err(Refusal::field("days_invalid", "days", words).into());
    }
    if wanted.remove_all && wanted.act != WriterAct::Ban {
        let words = "What somebody wrote is removed as a whole with a ban alone.";
        return Err(Refusal::field("remove_all_invalid", "remove_all", words).into());
    }
    let write = Act {
        site: asked.site.id,
        id: wanted.id,
        comment,
        act: wanted.act,
        rule: wanted.rule,
        reason: wanted.reason,
        days: wanted.days,
        bulk: wanted.remove_all.then(|| app.clock.new_id()),
        by: by(caller, &asked.site),
        job: app.clock.new_id(),
        bulk_job: app.clock.new_id(),
        now: app.clock.now(),
        attempt: wanted.attempt,
    };
    let done = app.watch(app.store.write(write).await)?;
    if let Some(bulk) = done.bulk {
        app.watch(decide_many(app, &asked.site, bulk).await)?;
    }
    Ok(done)
}

/// Takes back what was done about a writer, for a caller who may decide about the comment that was the occasion.
///
/// # Errors
/// 404 where they do not see that, 403 where they may not, and what the store refuses.
pub async fn take_back(app: &App, asked: &Asked, caller: &Caller, id: Id) -> Result<Done> {
    let site = asked.site.id;
    let unknown = || Refusal::new(404, "writer_act_unknown", "There is no such act here.");
    let (done, _) = app.store.read(move |tx| writers::by_id(tx, site, id)).await?.ok_or_else(unknown)?;
    let story = app.story_of(site, done.comment).await?.ok_or_else(unknown)?;
    if !is_there(app, asked, caller, Grant::SeeHidden, story).await? {
        return Err(unknown().into());
    }
    may_there(app, asked, caller, Grant::Decide, story).await?;
    if done.act.silences() {
        may(caller, Grant::Decide, &asked.site, Spot::default())?;
    }
    let bulk = app.clock.new_id();
    let back = TakeBack {
        site,
        id: app.clock.new_id(),
        act: id,
        by: by(caller, &asked.site),
        bulk,
        bulk_job: app.clock.new_id(),
        job: app.clock.new_id(),
        now: app.clock.now(),
    };
    let done = app.watch(app.store.write(back).await)?;
    if done.bulk.is_some() {
        app.watch(decide_many(app, &asked.site, bulk).await)?;
    }
    Ok(done)
}

/// `POST /desk/comments/{id}/writer`
pub async fn post(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let (_, comment) = theirs(&app, &asked, &at, &id).await?;
    let view = View::of(fields.get("view"));
    let wanted = || -> Result<Wanted> {
        let rule = fields.get("rule").trim();
        Ok(Wanted {
            id: fields.get("id").parse().unwrap_or_else(|_| app.clock.new_id()),
            act: fields
                .get("act")
                .parse()
                .map_err(|_| Refusal::field("act_unknown", "act", "There is no such act."))?,
            rule: Some(rule.to_owned()).filter(|rule| !rule.is_empty()),
            reason: fields.get("reason").trim().to_owned(),
            days: fields.get("days").parse().unwrap_or(0),
            remove_all: !fields.get("remove_all").is_empty(),
            attempt: None,
        })
    };
    let done = match wanted() {
        Ok(wanted) => act(&app, &asked, &at.caller, comment, wanted).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(back(comment, view)),
        Err(error) => again(&app, &asked, &at, view, comment, &fields, &headers, error).await,
    }
}

fn back(comment: Id, view: View) -> Response {
    no_store(Redirect::to(&format!("/desk/comments/{comment}?view={}#writer", view.as_str())))
}

/// `POST /desk/writer-acts/{id}/undo`
pub async fn undo(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response> {
    let done = take_back(&app, &asked, &at.caller, id_in(&id)?).await?;
    // The card on which it was pressed may be that of another comment of theirs.
    let comment = fields.get("comment").parse().unwrap_or(done.comment);
    Ok(back(comment, View::of(fields.get("view"))))
}
