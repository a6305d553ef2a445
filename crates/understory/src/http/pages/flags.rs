//! Flags by page: a reader says what is wrong with a comment. Nobody is told who did.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use super::sign_in::{line, said, sign_in_path, subject, too_often};
use super::view::{Around, Times};
use super::write::{load, wants_fragment};
use super::{Layout, html, no_store, path_of, words_of};
use crate::app::App;
use crate::http::caller::may_there;
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields, Secret, guest_cookie, id_in, own_page_only};
use crate::models::{
    Caller, CommentRow, FLAG_TEXT, FlagReason, Flags, Grant, Id, Refusal, State as CommentState, Story, Viewer, Votes,
    comment_unknown,
};
use crate::store::attempts::{Count, Limit};
use crate::store::flags::{Flagged, PutFlag};
use crate::store::threads;
use crate::words::Words;

/// Flags an hour by one reader, and from one line, which many may share.
const BY_ONE: Limit = Limit { times: 20, seconds: 3_600 };
const FROM_A_LINE: Limit = Limit { times: 60, seconds: 3_600 };

/// Takes a flag, by whatever way it came. Who is signed in counts as their account, a guest as their browser, anybody else
/// as their line of today.
///
/// # Errors
/// 401 or 403 to who may not or wrote the comment, 404 where there is none, 422 without words where they are needed, 429 to
/// who flags too much.
pub async fn flag(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    guest: Option<&Secret>,
    (story, comment): (Id, Id),
    reason: FlagReason,
    text: &str,
) -> Result<Flagged> {
    if !app.setting(&asked.site, story).await?.is_shown {
        return Err(comment_unknown().into());
    }
    may_there(app, asked, caller, Grant::Flag, story).await?;
    let text = text.trim().replace('\0', "");
    let length = text.chars().count();
    if length > FLAG_TEXT {
        let words = format!("What you add may have {FLAG_TEXT} characters; this has {length}.");
        return Err(Refusal::field("flag_too_long", "text", words)
            .numbers([("limit", FLAG_TEXT), ("length", length)])
            .into());
    }
    if reason == FlagReason::Other && text.is_empty() {
        return Err(Refusal::field("flag_needs_words", "text", "Say in a few words what is wrong with it.").into());
    }
    let (site, now) = (asked.site.id, app.clock.now());
    let line = line(asked.client, now);
    let account = caller.person().map(|signed| signed.account.id);
    let guest = guest.map(|secret| secret.hash(site));
    if let (None, Some(guest)) = (account, &guest) {
        super::post::unblocked(app, site, guest).await?;
    }
    let who = match (account, &guest) {
        (Some(account), _) => account.bytes().to_vec(),
        (None, Some(guest)) => guest.clone(),
        (None, None) => subject(asked, "flags from", &line),
    };
    let subjects =
        vec![(subject(asked, "flags by", &who), BY_ONE), (subject(asked, "flags an hour from", &line), FROM_A_LINE)];
    let count = Count { site, subjects, now };
    let write = PutFlag { site, story, comment, who, account, guest, reason, text, count };
    match app.watch(app.store.write(write).await)? {
        Flagged::Wait(seconds) => Err(too_often(seconds).into()),
        flagged => Ok(flagged),
    }
}

/// Where one says what is wrong.
#[derive(Template)]
#[template(path = "fragments/flag.html")]
struct FlagForm<'a> {
    /// The comment's page.
    here: String,
    heading: String,
    id: Id,
    chosen: Option<FlagReason>,
    text: &'a str,
    error: Option<String>,
    /// Whether it is the words that are wrong.
    about_text: bool,
    w: &'static Words,
}

impl FlagForm<'_> {
    fn reasons(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let view = |reason: FlagReason| (reason.as_str(), flag_words(reason, self.w), self.chosen == Some(reason));
        FlagReason::ALL.into_iter().map(view)
    }
}

/// What is wrong, in words.
pub fn flag_words(reason: FlagReason, w: &'static Words) -> &'static str {
    match reason {
        FlagReason::Violence => &w.flag_violence,
        FlagReason::Hate => &w.flag_hate,
        FlagReason::Insult => &w.flag_insult,
        FlagReason::Private => &w.flag_private,
        FlagReason::Spam => &w.flag_spam,
        FlagReason::OffTopic => &w.flag_off_topic,
        FlagReason::Other => &w.flag_other,
    }
}

/// Says that it was taken.
#[derive(Template)]
#[template(path = "fragments/flagged.html")]
struct Taken {
    w: &'static Words,
}

#[derive(Template)]
#[template(path = "pages/flag.html")]
struct FlagPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    /// The comment, while it is asked about.
    comment: Option<String>,
    here: String,
    form: String,
}

async fn comment_there(app: &App, asked: &Asked, story: &Story, id: &str) -> Result<CommentRow> {
    let (site, story, id) = (asked.site.id, story.id, id_in(id)?);
    let found = app.store.read(move |tx| threads::in_story(tx, site, story, id)).await?;
    Ok(found.filter(|comment| comment.state == CommentState::Published).ok_or_else(comment_unknown)?)
}

struct Said<'a> {
    reason: &'a str,
    text: &'a str,
    refusal: Option<Refusal>,
}

fn show(asked: &Asked, story: &Story, comment: &CommentRow, headers: &HeaderMap, typed: Said<'_>) -> Result<Response> {
    let w = words_of(&asked.site, story);
    let here = format!("{}/comments/{}", path_of(story), comment.id);
    let heading = w.flag_heading.with(&comment.name);
    let form = FlagForm {
        here: here.clone(),
        heading: heading.clone(),
        id: comment.id,
        chosen: typed.reason.parse().ok(),
        text: typed.text,
        about_text: typed.refusal.as_ref().is_some_and(|refusal| refusal.field == Some("text")),
        error: typed.refusal.as_ref().map(|refusal| said(w, refusal)),
        w,
    };
    let status = typed.refusal.as_ref().map_or(200, |refusal| refusal.status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = if wants_fragment(headers) {
        html(status, &form)?
    } else {
        let times = Times::new(&asked.site, w);
        let around = Around { story, times: &times, open: false, votes: Votes::Off, flags: false, marked: None, w };
        let shown = around.comment(comment, Viewer::Reader).map(|view| view.render()).transpose()?;
        let layout = Layout::of_story(&asked.site, story, heading).private();
        html(status, &FlagPage { layout, story, comment: shown, here, form: form.render()? })?
    };
    if let Some(seconds) = typed.refusal.and_then(|refusal| refusal.retry_after) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(no_store(response))
}

/// `GET /stories/{slug}/comments/{id}/flags`
pub async fn flag_form(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response> {
    let story = load(&app, &asked, &slug).await?;
    let comment = comment_there(&app, &asked, &story, &id).await?;
    if matches!(caller, Caller::Nobody) && asked.site.settings.flags == Flags::Accounts && !wants_fragment(&headers) {
        let here = format!("{}/comments/{}/flags", path_of(&story), comment.id);
        return Ok(no_store(axum::response::Redirect::to(&sign_in_path(&here))));
    }
    may_there(&app, &asked, &caller, Grant::Flag, story.id).await?;
    show(&asked, &story, &comment, &headers, Said { reason: "", text: "", refusal: None })
}

/// `POST /stories/{slug}/comments/{id}/flags`
pub async fn flag_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    caller: Caller,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    let guest = guest_cookie(&app, &headers);
    own_page_only(&asked, guest.is_some())?;
    let story = load(&app, &asked, &slug).await?;
    let comment = comment_there(&app, &asked, &story, &id).await?;
    let (reason, text) = (fields.get("reason"), fields.get("text"));
    let taken = match reason.parse() {
        Ok(reason) => flag(&app, &asked, &caller, guest.as_ref(), (story.id, comment.id), reason, text).await,
        Err(_) => Err(Refusal::field("flag_needs_reason", "reason", "Choose what is wrong with it.").into()),
    };
    if let Err(error) = taken {
        let refusal = error.into_refusal();
        return show(&asked, &story, &comment, &headers, Said { reason, text, refusal: Some(refusal) });
    }
    let w = words_of(&asked.site, &story);
    if wants_fragment(&headers) {
        return Ok(no_store(html(StatusCode::ACCEPTED, &Taken { w })?));
    }
    let layout = Layout::of_story(&asked.site, &story, w.flag_thanks.clone()).private();
    let here = format!("{}/comments/{}", path_of(&story), comment.id);
    let form = Taken { w }.render()?;
    Ok(no_store(html(StatusCode::ACCEPTED, &FlagPage { layout, story: &story, comment: None, here, form })?))
}
