//! One's own account: name, what one wrote with what became of it, where one is signed in.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use super::password::asks_for_old;
use super::sign_in::{said, sign_in_path};
use super::told::told;
use super::view::{Time, Times};
use super::{Layout, encoded, html, no_store};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::comments::read_query;
use crate::http::caller::{Person, person};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, guest_cookie, id_in, own_only};
use crate::http::statement_path;
use crate::models::{Account, Cursor, Id, Refusal, Signed, Site, Sort, Standing, State as CommentState};
use crate::moderation::{chosen_name, reads_badly};
use crate::store::account_changes::{ChangeName, ChangeProfile};
use crate::store::claims::{self, Claim};
use crate::store::sessions::{self, EndSessions, Which};
use crate::store::{decisions, ignored, news, passwords, statements, stories, threads, writers};
use crate::words::{self, Words};

/// A session as it is shown.
struct DeviceView {
    id: Id,
    name: String,
    since: Time,
    seen: Time,
    is_this: bool,
}

/// A comment in the list of one's own.
struct OwnView {
    href: String,
    story: String,
    excerpt: String,
    /// Where it can be changed or deleted, while it can.
    edit: Option<String>,
    state: &'static str,
    reasons: Vec<String>,
    /// Where the statement of reasons is.
    statement: Option<String>,
    time: Time,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct AccountPage<'a> {
    layout: Layout<'a>,
    account: &'a Account,
    /// In the picture's address, so that another one is seen at once here.
    now: i64,
    /// What was typed as another name.
    name: &'a str,
    name_error: Option<String>,
    password_error: Option<String>,
    /// What was typed as a text about oneself.
    bio: &'a str,
    bio_error: Option<String>,
    bio_length: i64,
    picture_error: Option<String>,
    languages: Vec<(&'static str, &'static str)>,
    has_password: bool,
    /// Whether the present password is asked for.
    asks_for_old: bool,
    /// Until when it is suspended, if it is and that is known.
    suspended_until: Option<Time>,
    devices: Vec<DeviceView>,
    /// Whom one does not want to read.
    ignored: Vec<(Id, String)>,
    comments: Vec<OwnView>,
    next: Option<String>,
    /// Comments that this browser wrote as a guest.
    claimable: i64,
    /// How much is new.
    news: i64,
    name_length: u32,
}

impl AccountPage<'_> {
    fn suspended(&self) -> Option<&str> {
        match &self.account.standing {
            Standing::Suspended { reason, .. } => Some(reason),
            Standing::Good => None,
        }
    }

    fn roles(&self) -> String {
        let words: Vec<String> = self
            .account
            .roles
            .iter()
            .map(|(role, reach)| match reach.to_string().as_str() {
                "" => role.as_str().to_owned(),
                reach => format!("{} ({reach})", role.as_str()),
            })
            .collect();
        words.join(", ")
    }
}

/// The language of somebody's own pages.
fn words_of(asked: &Asked, account: &Account) -> &'static Words {
    words::of(&[&account.lang, &asked.site.lang])
}

/// Where the list of one's comments goes on.
#[derive(Debug, Deserialize)]
pub struct AccountQuery {
    after: Option<String>,
}

/// Comments on a page of one's own.
const LISTED: i64 = 20;

/// `GET /account`; whoever is not signed in is led to where one is.
pub async fn account(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    query: std::result::Result<Query<AccountQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let after = read_query(query)?.after;
    match person(&app, &asked, &headers).await? {
        Some(signed) => show(&app, &asked, &signed, &headers, after.as_deref(), None).await,
        None => Ok(no_store(Redirect::to(&sign_in_path("/account")))),
    }
}

/// What was refused on the page, in which of its forms.
pub(super) struct Refused<'a> {
    pub(super) field: &'static str,
    pub(super) typed: &'a str,
    pub(super) refusal: Refusal,
}

pub(super) async fn show(
    app: &App,
    asked: &Asked,
    signed: &Signed,
    headers: &HeaderMap,
    after: Option<&str>,
    refused: Option<Refused<'_>>,
) -> Result<Response> {
    let account = &signed.account;
    let (site, id) = (asked.site.id, account.id);
    let cursor = after.filter(|after| !after.is_empty()).map(str::parse::<Cursor>).transpose();
    let cursor = cursor.map_err(|_| Error::bad_request("cursor_invalid", "'after' is none of this list's."))?;
    let before = cursor.map(|cursor| (Timestamp(cursor.key), cursor.id));
    let guest = guest_cookie(app, headers).map(|secret| secret.hash(site));
    let (devices, rows, claimable, has_password, ignored, news) = app
        .store
        .read(move |tx| {
            let rows = threads::of_account(tx, site, id, before, LISTED + 1)?;
            let mut listed = Vec::with_capacity(rows.len());
            for (story, row, reasons) in rows {
                let Some(story) = stories::by_id(tx, site, story)? else { continue };
                let told = match row.state {
                    CommentState::Held | CommentState::Removed => decisions::told(tx, site, story.id, row.id)?,
                    CommentState::Published | CommentState::Deleted => None,
                };
                let warnings = writers::warnings(tx, site, row.id)?;
                let statement = statements::newest_of(tx, site, story.id, row.id)?.map(|statement| statement.id);
                listed.push((story.slug, story.title, row, reasons, (told, warnings, statement)));
            }
            let claimable = guest.as_ref().map_or(Ok(0), |guest| claims::claimable(tx, site, guest))?;
            let has_password = passwords::password_of(tx, site, id)?.is_some();
            Ok((
                sessions::of_account(tx, site, id)?,
                listed,
                claimable,
                has_password,
                ignored::of_account(tx, site, id)?,
                news::unseen(tx, site, id)?,
            ))
        })
        .await?;
    let w = words_of(asked, account);
    let times = Times::new(&asked.site, w);
    let more = rows.len() as i64 > LISTED;
    let shown = &rows[..rows.len().min(usize::try_from(LISTED).unwrap_or(usize::MAX))];
    let next = shown.last().filter(|_| more).map(|(_, _, row, ..)| {
        let cursor = Cursor { parent: id, sort: Sort::Newest, key: row.created_at.0, id: row.id };
        format!("/account?after={cursor}#comments")
    });
    let now = app.clock.now();
    let comments = shown.iter().map(|(slug, title, row, reasons, (decision, warnings, statement))| {
        let reasons: Vec<crate::models::Reason> =
            reasons.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let can_change = account.standing == Standing::Good
            && matches!(row.state, CommentState::Published | CommentState::Held)
            && now.seconds_since(row.created_at) <= i64::from(asked.site.settings.edit_window);
        let href = format!("/stories/{}/comments/{}", encoded(slug), row.id);
        OwnView {
            edit: can_change.then(|| format!("{href}/edit")),
            href,
            story: title.clone(),
            excerpt: understory_markup::plain_text(&row.html).chars().take(200).collect(),
            state: match row.state {
                CommentState::Published => &w.own_published,
                CommentState::Held => &w.own_held,
                CommentState::Removed => &w.own_removed,
                CommentState::Deleted => &w.own_deleted,
            },
            reasons: told(row.state, &reasons, decision.as_ref(), &asked.site.lang, w)
                .into_iter()
                .chain(warnings.iter().map(|one| w.told_warning.with(&one.reason)))
                .collect(),
            statement: statement.map(|id| statement_path(&asked.site, id)),
            time: times.show(row.created_at),
        }
    });
    let status = refused.as_ref().map_or(200, |refused| refused.refusal.status);
    let wrong = |field: &str| {
        refused.as_ref().filter(|refused| refused.field == field).map(|refused| said(w, &refused.refusal))
    };
    let name = refused.as_ref().filter(|refused| refused.field == "name").map_or(account.name.as_str(), |r| r.typed);
    let bio = refused.as_ref().filter(|refused| refused.field == "bio").map_or(account.bio.as_str(), |r| r.typed);
    let mut layout = Layout::new(&asked.site, w.account_heading.clone()).private();
    layout.w = w;
    let page = AccountPage {
        layout,
        account,
        now: app.clock.now().0,
        name,
        name_error: wrong("name"),
        password_error: wrong("password"),
        bio,
        bio_error: wrong("bio"),
        bio_length: i64::try_from(BIO).unwrap_or(i64::MAX),
        picture_error: wrong("picture"),
        languages: words::all().map(|w| (w.lang, w.language.as_str())).collect(),
        has_password,
        asks_for_old: asks_for_old(app, signed, has_password),
        suspended_until: match &account.standing {
            Standing::Suspended { until: Some(until), .. } => Some(times.show(*until)),
            _ => None,
        },
        devices: devices
            .into_iter()
            .map(|device| DeviceView {
                id: device.id,
                name: if device.device.is_empty() { w.device_unknown.clone() } else { device.device },
                since: times.show(device.created_at),
                seen: times.show(device.seen_at),
                is_this: device.id == signed.session,
            })
            .collect(),
        ignored,
        comments: comments.collect(),
        next,
        claimable,
        news,
        name_length: asked.site.settings.name_length,
    };
    Ok(no_store(html(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), &page)?))
}

/// `POST /account/name`
pub async fn name_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    if signed.account.standing != Standing::Good {
        return Err(crate::models::is_suspended().into());
    }
    let typed = fields.get("name");
    let changed = match checked_name(&app, &asked.site, &signed.account.lang, typed, signed.account.is_staff()).await {
        Ok(name) => {
            let change = ChangeName {
                site: asked.site.id,
                id: signed.account.id,
                name,
                job: app.clock.new_id(),
                now: app.clock.now(),
            };
            app.watch(app.store.write(change).await).map_err(|error| Error::from(error).into_refusal())
        }
        Err(refusal) => Err(refusal),
    };
    match changed {
        Ok(()) => Ok(no_store(Redirect::to("/account"))),
        Err(refusal) => {
            show(&app, &asked, &signed, &headers, None, Some(Refused { field: "name", typed, refusal })).await
        }
    }
}

/// A name that somebody chooses for themselves, as it is kept.
///
/// # Errors
/// The refusal of one that nobody may have, that looks like one of the newsroom's, or that reads badly.
pub(super) async fn checked_name(
    app: &App,
    site: &Site,
    lang: &str,
    typed: &str,
    is_staff: bool,
) -> std::result::Result<String, Refusal> {
    let name = chosen_name(site, typed, is_staff)?;
    if !is_staff && reads_badly(&app.readers, site, lang, "", Some(&name)).await {
        let words = "This name reads as crude or as an insult. Choose another.";
        return Err(Refusal::field("name_reads_badly", "name", words));
    }
    Ok(name)
}

/// The longest text about oneself, in characters.
pub const BIO: usize = 500;

/// `POST /account/profile`
pub async fn profile_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    if signed.account.standing != Standing::Good {
        return Err(crate::models::is_suspended().into());
    }
    let bio = fields.get("bio").trim();
    let length = bio.chars().count();
    if length > BIO {
        let words = format!("A text about yourself may have {BIO} characters; this one has {length}.");
        let refusal = Refusal::field("bio_too_long", "bio", words).numbers([("limit", BIO), ("length", length)]);
        let refused = Refused { field: "bio", typed: bio, refusal };
        return show(&app, &asked, &signed, &headers, None, Some(refused)).await;
    }
    if !bio.is_empty() && reads_badly(&app.readers, &asked.site, &signed.account.lang, bio, None).await {
        let words =
            "This reads as a threat, as hatred or as an insult, and everybody sees it. Write it in other words.";
        let refusal = Refusal::field("bio_reads_badly", "bio", words);
        let refused = Refused { field: "bio", typed: bio, refusal };
        return show(&app, &asked, &signed, &headers, None, Some(refused)).await;
    }
    // A language that there are no words in changes nothing.
    let lang = words::known(fields.get("lang")).map_or(&*signed.account.lang, |w| w.lang).to_owned();
    let (site, id, bio) = (asked.site.id, signed.account.id, bio.to_owned());
    app.watch(app.store.write(ChangeProfile { site, id, bio, lang }).await)?;
    Ok(no_store(Redirect::to("/account")))
}

/// `POST /account/sessions/{id}/end`: signs a device out; `others` all but this one.
pub async fn end_session(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    Path(id): Path<String>,
) -> Result<Response> {
    own_only(&asked)?;
    let (site, account) = (asked.site.id, signed.account.id);
    let which = match id.as_str() {
        "others" => Which::Others(signed.session),
        id => Which::One(id_in(id)?),
    };
    let ended = app.watch(app.store.write(EndSessions { site, account, which }).await)?;
    if ended == 0 && which != Which::Others(signed.session) {
        return Err(Error::not_found("You are not signed in there, or no longer."));
    }
    Ok(no_store(Redirect::to("/account#devices")))
}

/// `POST /account/claims`: makes one's own what this browser wrote as a guest.
pub async fn claim_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Person(signed): Person,
    headers: HeaderMap,
) -> Result<Response> {
    own_only(&asked)?;
    if signed.account.standing != Standing::Good {
        return Err(crate::models::is_suspended().into());
    }
    if let Some(secret) = guest_cookie(&app, &headers) {
        let claim = Claim {
            site: asked.site.id,
            guest: secret.hash(asked.site.id),
            account: signed.account.id,
            job: app.clock.new_id(),
            now: app.clock.now(),
        };
        app.watch(app.store.write(claim).await)?;
    }
    Ok(no_store(Redirect::to("/account#comments")))
}
