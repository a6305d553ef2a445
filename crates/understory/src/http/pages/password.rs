//! Passwords: signing in by one, and choosing one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Redirect, Response};

use super::account::{Refused, show};
use super::no_store;
use super::sign_in::{
    Shown, Step, checked_way_back, counted, line, new_session, show as show_sign_in, signed_in, subject, too_often,
};
use crate::app::App;
use crate::http::caller::Person;
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, own_only};
use crate::models::{Refusal, Signed, folded_address};
use crate::passwords;
use crate::store::attempts::{Count, Limit};
use crate::store::passwords::{self as stored, SetPassword};
use crate::store::sessions::Begin;

/// How often a password may be tried for one account: from one line, and from all together. Whoever is kept out by
/// strangers' tries can sign in by a code.
const TRIED: [Limit; 2] = [Limit { times: 10, seconds: 600 }, Limit { times: 100, seconds: 3_600 }];
const TRIED_FROM: Limit = Limit { times: 60, seconds: 600 };

fn wrong() -> Refusal {
    Refusal::field(
        "password_wrong",
        "password",
        "This address and this password do not belong together. Try again, or have a code mailed to you.",
    )
}

/// `POST /sign-in/password`. Whether there is an account, and whether it has a password, changes neither the answer nor
/// how long it takes.
pub async fn password_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    let way_back = checked_way_back(fields.get("return"));
    let typed = fields.get("email");
    let again = |refusal: Refusal| {
        let lang = Some(fields.get("lang"));
        show_sign_in(
            &app,
            &asked,
            Shown { step: Step::Address, way_back: &way_back, typed, refusal: Some(refusal), lang, again: false },
        )
    };
    let address = folded_address(typed).unwrap_or_default();
    let (site, now) = (asked.site.id, app.clock.now());
    let line = line(asked.client, now);
    let subjects = vec![
        (subject(&asked, "passwords tried from", &line), TRIED_FROM),
        (subject(&asked, "passwords tried from there for", &[&line, address.as_bytes()].concat()), TRIED[0]),
        (subject(&asked, "passwords tried for", address.as_bytes()), TRIED[1]),
    ];
    if let Some(seconds) = app.watch(app.store.write(Count { site, subjects, now }).await)? {
        return again(too_often(seconds));
    }
    let found = app.store.read(move |tx| stored::password_by_address(tx, site, &address)).await?;
    let (account, hash) = found.unzip();
    // What is longer than any password was never hashed: it costs what one of that length does.
    let password: String = fields.get("password").chars().take(passwords::LENGTH.1 + 1).collect();
    let is_right = app.passwords.verify(password, hash.flatten()).await?;
    let Some(account) = account.filter(|_| is_right) else { return again(wrong()) };
    let (session, secret) = new_session(&app, &asked, &headers).await?;
    app.watch(app.store.write(Begin { site, account, session, now: app.clock.now() }).await)?;
    Ok(signed_in(&app, &secret, &way_back))
}

/// How fresh a session is in which the password that was forgotten is not asked for, in seconds: whoever has just had a
/// code mailed is the address's owner.
const FRESH: i64 = 600;

/// Whether the old password is asked for before there is a new one.
pub(super) fn asks_for_old(app: &App, signed: &Signed, has_password: bool) -> bool {
    has_password && app.clock.now().seconds_since(signed.since) > FRESH
}

/// `POST /account/password`: chooses one, or another. All other sessions end.
pub async fn set_password(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    counted(&app, &asked, "passwords tried from", TRIED_FROM).await?;
    match choose(&app, &asked, &signed, &fields).await {
        Ok(()) => Ok(no_store(Redirect::to("/account#password"))),
        Err(error) => {
            let refused = Refused { field: "password", typed: "", refusal: error.into_refusal() };
            show(&app, &asked, &signed, &headers, None, Some(refused)).await
        }
    }
}

async fn choose(app: &App, asked: &Asked, signed: &Signed, fields: &Fields) -> Result<()> {
    let (site, id) = (asked.site.id, signed.account.id);
    let hash = app.store.read(move |tx| stored::password_of(tx, site, id)).await?;
    if asks_for_old(app, signed, hash.is_some()) && !app.passwords.verify(fields.get("old").to_owned(), hash).await? {
        let words =
            "This is not your present password. If you have forgotten it, sign out and have a code mailed to you.";
        return Err(Refusal::field("password_old_wrong", "password", words).into());
    }
    passwords::judge(fields.get("password"), &signed.account.name, signed.account.email.as_deref())?;
    let hash = app.passwords.hash(fields.get("password").to_owned()).await?;
    let set = SetPassword { site, id, hash, but: signed.session, job: app.clock.new_id(), now: app.clock.now() };
    app.watch(app.store.write(set).await).map_err(Error::from)
}
