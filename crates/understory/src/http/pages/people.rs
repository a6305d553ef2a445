//! People with an account, as others see them; and what a page's script asks about whoever reads it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use super::sign_in::sign_in_path;
use super::story::story_id;
use super::view::{Time, Times, badge_words};
use super::write::load;
use super::{Layout, html, no_store};
use crate::app::App;
use crate::http::caller::{Person, person, session};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, id_in, own_only};
use crate::models::{Grant, Id, Standing};
use crate::store::ignored::{self, PutIgnored};
use crate::store::{accounts, personal};
use crate::words;

#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonPage<'a> {
    layout: Layout<'a>,
    id: Id,
    /// In the picture's address, so that another one is seen at once here.
    now: i64,
    name: &'a str,
    bio: &'a str,
    badges: Vec<(&'static str, &'static str, &'static str)>,
    since: Time,
    is_oneself: bool,
    ignored: bool,
    /// Names they had before and until when, for those who see what is hidden.
    former: Vec<(String, Time)>,
}

fn unknown() -> Error {
    Error::not_found("There is nobody here with this address.")
}

/// `GET /people/{id}`
pub async fn person_page(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let reader = person(&app, &asked, &headers).await?;
    let (site, id, now) = (asked.site.id, id_in(&id)?, app.clock.now());
    let me = reader.as_ref().map(|signed| signed.account.id);
    let is_onlooker = reader.as_ref().is_some_and(|signed| signed.account.has_somewhere(Grant::SeeHidden));
    let (found, ignored, former) = app
        .store
        .read(move |tx| {
            let ignored = me.map_or(Ok(Vec::new()), |me| ignored::of_account(tx, site, me))?;
            let former = if is_onlooker { accounts::former_names(tx, site, id)? } else { Vec::new() };
            Ok((accounts::by_id(tx, site, id, now)?, ignored.iter().any(|(other, _)| *other == id), former))
        })
        .await?;
    let account = found.ok_or_else(unknown)?;
    let layout = Layout::new(&asked.site, account.name.clone()).private();
    let (w, times) = (layout.w, Times::new(&asked.site, layout.w));
    let badges = badge_words(account.badges(), w).collect();
    let (since, is_oneself) = (times.show(account.created_at), me == Some(id));
    let page = PersonPage {
        layout,
        id,
        now: now.0,
        name: &account.name,
        bio: &account.bio,
        badges,
        since,
        is_oneself,
        ignored,
        former: former.into_iter().map(|(name, until)| (name, times.show(until))).collect(),
    };
    Ok(no_store(html(StatusCode::OK, &page)?))
}

/// `POST /people/{id}/ignore`
pub async fn ignore_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(id): Path<String>,
    person: Result<Person>,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    let (site, other, now) = (asked.site.id, id_in(&id)?, app.clock.now());
    let Ok(Person(signed)) = person else {
        return Ok(no_store(Redirect::to(&sign_in_path(&format!("/people/{other}")))));
    };
    let found = app.store.read(move |tx| accounts::by_id(tx, site, other, now)).await?;
    if found.is_none() || other == signed.account.id {
        return Err(unknown());
    }
    let ignored = match fields.get("ignored") {
        "1" => true,
        "0" => false,
        _ => return Err(Error::bad_request("ignored_invalid", "Say with 1 or 0 whether this person is ignored.")),
    };
    let account = signed.account.id;
    app.watch(app.store.write(PutIgnored { site, account, other, ignored, now }).await)?;
    Ok(no_store(Redirect::to(&format!("/people/{other}"))))
}

/// What a page is told of whoever reads it, to mark in it what is theirs.
#[derive(Serialize)]
struct Me {
    /// The name, of somebody who is signed in and may take part.
    name: Option<String>,
    /// The account.
    id: Option<Id>,
    /// What they voted for and against under this story.
    votes: Vec<(Id, i64)>,
    /// What they wrote under it.
    own: Vec<Id>,
    /// Whom they do not want to read.
    ignored: Vec<Id>,
    /// How much is new for them.
    news: i64,
    /// The same in words, if there is anything, and their language.
    told: Option<(String, &'static str)>,
}

/// `GET /stories/{slug}/me`
pub async fn me(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    // Where it is known already which story this is, nothing of it is read.
    let story = match story_id(&app, &asked.site, &slug).await {
        Ok(id) => id,
        Err(_) => load(&app, &asked, &slug).await?.id,
    };
    let nobody =
        || Me { name: None, id: None, votes: Vec::new(), own: Vec::new(), ignored: Vec::new(), news: 0, told: None };
    let Some(hash) = session(&app, &asked, &headers) else {
        return Ok(no_store(axum::Json(nobody())).into_response());
    };
    let Some((signed, personal)) = app.person(&asked.site, hash).await? else {
        return Ok(no_store(axum::Json(nobody())).into_response());
    };
    let (site, account) = (asked.site.id, signed.account.id);
    let (votes, own) = match personal.may_be_under(story) {
        true => app.store.read(move |tx| personal::under(tx, site, story, account)).await?,
        false => (Vec::new(), Vec::new()),
    };
    let me = Me {
        name: (signed.account.standing == Standing::Good).then(|| signed.account.name.clone()),
        id: Some(account),
        votes,
        own,
        ignored: personal.ignored.clone(),
        news: personal.news,
        told: (personal.news > 0).then(|| {
            let w = words::of(&[&signed.account.lang, &asked.site.lang]);
            (w.news_new(personal.news).into_owned(), w.lang)
        }),
    };
    Ok(no_store(axum::Json(me)).into_response())
}
