//! Signing in: a code or a link by e-mail, a name for who is new, and out again. All on our own origin, without scripts;
//! none of these answers may be kept by anybody.

use std::net::IpAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::account::checked_name;
use super::{Layout, Spoken, encoded, html, no_store};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::SignInKey;
use crate::http::api::comments::read_query;
use crate::http::caller::{Person, clear_session_cookie, person, session_hash, set_marker, set_session_cookie};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, Secret, digest, own_only};
use crate::http::subscriber;
use crate::models::{Id, Refusal, SignUp, Site, folded_address};
use crate::moderation::{Comer, Place};
use crate::store::attempts::{Count, Limit};
use crate::store::sessions::{EndSessions, NewSession, Which};
use crate::store::sign_ins::{self, Ask, Enter, MAILS, Request, Taken};
use crate::words::Words;

/// How often one address may ask for codes, and how often it may try one: a school or an office shares one.
const ASKED_FROM: Limit = Limit { times: 30, seconds: 600 };
const TRIED_FROM: Limit = Limit { times: 60, seconds: 600 };

/// How often a line may have codes sent to the same address: fewer than that address is sent in all, so that its owner still
/// gets one when a stranger has asked for theirs.
const ASKED_FOR: Limit = Limit { times: 4, seconds: 3_600 };

/// The page where one signs in and then goes on to `way_back`.
pub fn sign_in_path(way_back: &str) -> String {
    format!("/sign-in?return={}", encoded(way_back))
}

/// A path of this server; anything else leads to the account page: nobody is sent to other sites from here.
pub(super) fn checked_way_back(text: &str) -> String {
    let is_ours = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.len() <= 2_000
        && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    if is_ours { text.to_owned() } else { "/account".to_owned() }
}

/// What one is asked for.
pub(super) enum Step<'a> {
    /// The e-mail address.
    Address,
    /// The code that was mailed there.
    Code { request: Id, email: &'a str },
    /// To go on, having followed the link.
    Confirm { token: &'a str, name: &'a str },
    /// The name of a new account.
    Name { request: Id, proof: String, email: &'a str },
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage<'a> {
    layout: Layout<'a>,
    step: Step<'a>,
    /// Where to go afterwards.
    way_back: &'a str,
    /// What was typed.
    typed: &'a str,
    /// What is wrong with it.
    error: Option<String>,
    /// Whether it is the password that is wrong.
    by_password: bool,
    /// Whether mail can be sent.
    mails: bool,
    /// Whether everybody may get an account.
    open: bool,
    name_length: u32,
    /// What the browser is to work on before an account is made, if anything.
    challenge: Option<String>,
    /// Whether it then sends this by itself: it was sent before, without that.
    again: bool,
}

impl SignInPage<'_> {
    /// Where to go afterwards, for another request.
    fn again(&self) -> String {
        format!("{}&lang={}", encoded(self.way_back), self.layout.w.lang)
    }
}

pub(super) struct Shown<'a> {
    pub(super) step: Step<'a>,
    pub(super) way_back: &'a str,
    pub(super) typed: &'a str,
    pub(super) refusal: Option<Refusal>,
    pub(super) lang: Option<&'a str>,
    pub(super) again: bool,
}

pub(super) fn show(app: &App, asked: &Asked, shown: Shown<'_>) -> Result<Response> {
    let mut layout = Layout::new(&asked.site, "").private();
    layout.w = Spoken::of(shown.lang).or(layout.w);
    let w = layout.w;
    layout.title = match shown.step {
        Step::Name { .. } => w.sign_up_heading.clone(),
        _ => w.sign_in.clone(),
    };
    let status = shown.refusal.as_ref().map_or(200, |refusal| refusal.status);
    let retry_after = shown.refusal.as_ref().and_then(|refusal| refusal.retry_after);
    let challenge = match (&shown.step, shown.refusal.as_ref().and_then(|refusal| refusal.challenge.as_ref())) {
        (Step::Name { .. }, Some(challenge)) => Some((**challenge).clone()),
        (Step::Name { .. }, None) => app.gate.proofs.ahead(comer(asked)),
        _ => None,
    };
    let by_password = shown.refusal.as_ref().is_some_and(|refusal| refusal.field == Some("password"));
    let page = SignInPage {
        by_password,
        again: shown.again,
        challenge,
        layout,
        step: shown.step,
        way_back: shown.way_back,
        typed: shown.typed,
        error: shown.refusal.as_ref().map(|refusal| said(w, refusal)),
        mails: app.mail.is_configured(),
        open: asked.site.settings.sign_up == SignUp::Open,
        name_length: asked.site.settings.name_length,
    };
    let mut response = no_store(html(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), &page)?);
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn comer(asked: &Asked) -> Comer<'_> {
    Comer { site: &asked.site, place: Place::SignUp, address: subscriber(asked.client) }
}

/// A refusal in the words of a page.
pub fn said(w: &'static Words, refusal: &Refusal) -> String {
    w.refused(refusal.code, &refusal.numbers, &refusal.text)
}

/// Where to go afterwards, and in which language until then.
#[derive(Debug, Deserialize)]
pub struct SignInQuery {
    #[serde(rename = "return")]
    way_back: Option<String>,
    lang: Option<String>,
}

type Queried<T> = std::result::Result<Query<T>, axum::extract::rejection::QueryRejection>;

/// `GET /sign-in`
pub async fn sign_in_form(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    query: Queried<SignInQuery>,
) -> Result<Response> {
    let SignInQuery { way_back, lang } = read_query(query)?;
    let way_back = checked_way_back(way_back.as_deref().unwrap_or("/account"));
    if person(&app, &asked, &headers).await?.is_some() {
        return Ok(no_store(Redirect::to(&way_back)));
    }
    let shown = Shown {
        step: Step::Address,
        way_back: &way_back,
        typed: "",
        refusal: None,
        lang: lang.as_deref(),
        again: false,
    };
    show(&app, &asked, shown)
}

/// Whom attempts are counted against: an e-mail address, and the address of a subscriber's line. Hashes; the line's turns
/// with the day, so that nobody can tell afterwards who came from where.
pub(super) fn subject(asked: &Asked, what: &str, who: &[u8]) -> Vec<u8> {
    digest_of(&asked.site, what, who)
}

/// The same, where nobody asks.
pub(super) fn digest_of(site: &Site, what: &str, who: &[u8]) -> Vec<u8> {
    digest(&[what.as_bytes(), &site.secret, who])
}

pub(super) fn line(client: IpAddr, now: Timestamp) -> Vec<u8> {
    let day = now.0.div_euclid(86_400_000_000);
    [&subscriber(client).to_be_bytes()[..], &day.to_be_bytes()].concat()
}

pub(super) fn too_often(seconds: u64) -> Refusal {
    let shown = usize::try_from(seconds.div_ceil(60)).unwrap_or(usize::MAX);
    let words = format!("This was tried too often. Try again in {shown} minutes.");
    Refusal::new(429, "tried_too_often", words).numbers([("minutes", shown)]).retry_after(seconds)
}

/// Counts an attempt from the client's address.
///
/// # Errors
/// 429 if it is one too many.
pub(super) async fn counted(app: &App, asked: &Asked, what: &'static str, limit: Limit) -> Result<()> {
    let now = app.clock.now();
    let subjects = vec![(subject(asked, what, &line(asked.client, now)), limit)];
    match app.store.write(Count { site: asked.site.id, subjects, now }).await? {
        Some(seconds) => Err(too_often(seconds).into()),
        None => Ok(()),
    }
}

/// `POST /sign-in`: mails a code, whether or not there is an account. The answer is the same.
pub async fn sign_in_post(State(app): State<Arc<App>>, asked: Asked, fields: Fields) -> Result<Response> {
    own_only(&asked)?;
    let way_back = checked_way_back(fields.get("return"));
    let typed = fields.get("email");
    let again = |refusal: Refusal| {
        let lang = Some(fields.get("lang"));
        show(
            &app,
            &asked,
            Shown { step: Step::Address, way_back: &way_back, typed, refusal: Some(refusal), lang, again: false },
        )
    };
    if !app.mail.is_configured() {
        return again(Refusal::new(
            503,
            "no_mail",
            "This server sends no mail. Ask the newsroom for a link to sign in by.",
        ));
    }
    let Some(address) = folded_address(typed) else {
        let words = "This is no e-mail address. Write it as in name@paper.example.";
        return again(Refusal::field("email_invalid", "email", words));
    };
    let now = app.clock.now();
    let line = line(asked.client, now);
    let mut subjects = vec![
        (subject(&asked, "codes asked from", &line), ASKED_FROM),
        (subject(&asked, "codes asked from there to", &[&line, address.as_bytes()].concat()), ASKED_FOR),
    ];
    for (limit, word) in MAILS.into_iter().zip(["codes an hour to", "codes a day to"]) {
        subjects.push((subject(&asked, word, address.as_bytes()), limit));
    }
    let request = app.clock.new_id();
    let lang = Spoken::of(Some(fields.get("lang"))).or(Layout::new(&asked.site, "").w).lang;
    let ask = Ask {
        site: asked.site.id,
        id: request,
        email: (typed.trim().to_owned(), address),
        lang: lang.to_owned(),
        way_back: way_back.clone(),
        count: Count { site: asked.site.id, subjects, now },
        job: app.clock.new_id(),
        now,
    };
    if let Some(seconds) = app.watch(app.store.write(ask).await)? {
        return again(too_often(seconds));
    }
    Ok(no_store(Redirect::to(&format!("/sign-in/code?request={request}&lang={lang}"))))
}

/// Which request a code is typed for.
#[derive(Debug, Deserialize)]
pub struct CodeQuery {
    request: String,
    lang: Option<String>,
}

async fn request_of(app: &App, asked: &Asked, id: &str) -> Result<Request> {
    let id: Id = id.parse().map_err(|_| sign_ins::spent())?;
    let (site, now) = (asked.site.id, app.clock.now());
    let found = app.store.read(move |tx| sign_ins::by_id(tx, site, id)).await?;
    Ok(found.filter(|request| request.is_good(now)).ok_or_else(sign_ins::spent)?)
}

/// `GET /sign-in/code`
pub async fn code_form(State(app): State<Arc<App>>, asked: Asked, query: Queried<CodeQuery>) -> Result<Response> {
    let CodeQuery { request, lang } = read_query(query)?;
    let request = request_of(&app, &asked, &request).await?;
    let email = request.email.as_deref().unwrap_or_default();
    let step = Step::Code { request: request.id, email };
    let lang = lang.as_deref().or(Some(&request.lang));
    show(&app, &asked, Shown { step, way_back: &request.way_back, typed: "", refusal: None, lang, again: false })
}

/// A session about to begin, with what the browser gets.
pub(super) async fn new_session(app: &App, asked: &Asked, headers: &HeaderMap) -> Result<(NewSession, Secret)> {
    let secret = Secret::new();
    let before = person(app, asked, headers).await?.map(|signed| signed.session);
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let session = NewSession {
        id: app.clock.new_id(),
        hash: session_hash(asked.site.id, &secret),
        device: device(agent),
        before,
    };
    Ok((session, secret))
}

/// Browser and system in a few words. What a browser says of itself is not kept: it tells people apart.
fn device(agent: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    // Browsers name their forerunners: the more particular comes first.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `POST /sign-in/code`
pub async fn code_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    counted(&app, &asked, "codes tried from", TRIED_FROM).await?;
    let request = request_of(&app, &asked, fields.get("request")).await?;
    let is_right = SignInKey::of(&asked.site, request.id).is_code(fields.get("code"));
    enter(&app, &asked, &headers, request, is_right).await
}

async fn enter(app: &App, asked: &Asked, headers: &HeaderMap, request: Request, is_right: bool) -> Result<Response> {
    let (session, secret) = new_session(app, asked, headers).await?;
    let write = Enter {
        site: asked.site.id,
        id: request.id,
        is_right,
        may_sign_up: asked.site.settings.sign_up == SignUp::Open,
        session,
        now: app.clock.now(),
    };
    let email = request.email.as_deref().unwrap_or_default();
    let lang = Some(request.lang.as_str());
    let shown = |step, refusal| Shown { step, way_back: &request.way_back, typed: "", refusal, lang, again: false };
    match app.watch(app.store.write(write).await)? {
        Taken::In(_) => Ok(signed_in(app, &secret, &request.way_back)),
        Taken::NameWanted => {
            let proof = SignInKey::of(&asked.site, request.id).proof();
            show(app, asked, shown(Step::Name { request: request.id, proof, email }, None))
        }
        Taken::Wrong(0) => Err(sign_ins::spent().into()),
        Taken::Wrong(left) => {
            let left = usize::try_from(left).unwrap_or(0);
            let words = format!("This is not the code. You can try {left} times more.");
            let refusal = Refusal::field("code_wrong", "code", words).numbers([("tries", left)]);
            show(app, asked, shown(Step::Code { request: request.id, email }, Some(refusal)))
        }
    }
}

/// Gives the browser its session and leads back to where it came from. What it wrote before as a guest is asked about there.
pub(super) fn signed_in(app: &App, secret: &Secret, way_back: &str) -> Response {
    let mut response = no_store(Redirect::to(way_back));
    for cookie in [set_session_cookie(app, secret), set_marker(app, true)] {
        if let Ok(value) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// `GET /sign-in/link/{token}`: asks to go on. Programs that look at mail follow links: following it uses nothing up.
pub async fn link_form(State(app): State<Arc<App>>, asked: Asked, Path(token): Path<String>) -> Result<Response> {
    let request = link_request(&app, &asked, &token).await?;
    let (site, now) = (asked.site.id, app.clock.now());
    let of = request.clone();
    let account = app.store.read(move |tx| sign_ins::account_of(tx, site, &of, now)).await?;
    let name = match &account {
        Some(account) => account.name.as_str(),
        None => request.email.as_deref().unwrap_or_default(),
    };
    let step = Step::Confirm { token: &token, name };
    let lang = Some(request.lang.as_str());
    show(&app, &asked, Shown { step, way_back: &request.way_back, typed: "", refusal: None, lang, again: false })
}

async fn link_request(app: &App, asked: &Asked, token: &str) -> Result<Request> {
    let Some((request, true)) = SignInKey::read(&asked.site, token) else { return Err(sign_ins::spent().into()) };
    request_of(app, asked, &request.to_string()).await
}

/// `POST /sign-in/link/{token}`
pub async fn link_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    own_only(&asked)?;
    counted(&app, &asked, "codes tried from", TRIED_FROM).await?;
    let request = link_request(&app, &asked, &token).await?;
    enter(&app, &asked, &headers, request, true).await
}

/// `POST /sign-up`: the name of somebody whose address is proved.
pub async fn sign_up_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    counted(&app, &asked, "codes tried from", TRIED_FROM).await?;
    let request = request_of(&app, &asked, fields.get("request")).await?;
    let key = SignInKey::of(&asked.site, request.id);
    let is_theirs = request.passed_at.is_some() && key.is_proof(fields.get("proof"));
    if !is_theirs || asked.site.settings.sign_up != SignUp::Open {
        return Err(sign_ins::spent().into());
    }
    let (session, secret) = new_session(&app, &asked, &headers).await?;
    let may = || app.gate.proofs.sign_up(comer(&asked), fields.get("work"), request.id);
    let named = checked_name(&app, &asked.site, &request.lang, fields.get("name"), false).await;
    let made = match named.and_then(|name| may().map(|()| name)) {
        Ok(name) => {
            let write = sign_ins::SignUp {
                site: asked.site.id,
                id: request.id,
                account: app.clock.new_id(),
                name,
                session,
                now: app.clock.now(),
            };
            app.watch(app.store.write(write).await).map(drop).map_err(|error| Error::from(error).into_refusal())
        }
        Err(refusal) => Err(refusal),
    };
    match made {
        Ok(()) => Ok(signed_in(&app, &secret, &request.way_back)),
        Err(refusal) => {
            let email = request.email.as_deref().unwrap_or_default();
            let step = Step::Name { request: request.id, proof: key.proof(), email };
            let lang = Some(request.lang.as_str());
            let again = refusal.code == "work_wanted" && fields.get("work").is_empty();
            let (typed, refusal) = (fields.get("name"), Some(refusal));
            show(&app, &asked, Shown { step, way_back: &request.way_back, typed, refusal, lang, again })
        }
    }
}

/// `POST /sign-out`
pub async fn sign_out(State(app): State<Arc<App>>, asked: Asked, person: Result<Person>) -> Result<Response> {
    own_only(&asked)?;
    // Whoever is out already stays out.
    if let Ok(Person(signed)) = person {
        let (site, account) = (asked.site.id, signed.account.id);
        app.watch(app.store.write(EndSessions { site, account, which: Which::One(signed.session) }).await)?;
    }
    let mut response = no_store(Redirect::to("/")).into_response();
    for cookie in [clear_session_cookie(&app), set_marker(&app, false)] {
        if let Ok(value) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (given, want) in [
            ("/stories/a#c-1", "/stories/a#c-1"),
            ("/stories/%D8%B3?x=//y", "/stories/%D8%B3?x=//y"),
            ("https://evil.example/", "/account"),
            ("//evil.example", "/account"),
            ("/\\evil.example", "/account"),
            ("/\tx", "/account"),
            ("javascript:alert(1)", "/account"),
            ("", "/account"),
        ] {
            assert_eq!(checked_way_back(given), want, "{given}");
        }
    }

    #[test]
    fn devices_are_told_apart_in_a_few_words() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device(firefox), "Firefox · Linux");
        assert_eq!(device(phone), "Safari · iPhone");
        assert_eq!(device("curl/8.0"), "");
    }
}
