//! Who asks: a program by its key, a person by their session, or nobody that is known.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::error::Result;
use super::extract::{Asked, Secret, cookie, digest, own_only, own_page_only};
use super::{Error, key_hash};
use crate::app::App;
use crate::models::{Caller, Grant, Id, Refusal, Signed, Site, Spot, may, may_somewhere, sign_in_first};
use crate::store::decisions::By;
use crate::store::keys;

/// The cookie that carries a session.
pub fn session_cookie_name(app: &App) -> &'static str {
    if app.config.is_secure() { "__Host-understory_session" } else { "understory_session" }
}

/// What the browser holds of a session, if anything.
fn held(app: &App, headers: &HeaderMap) -> Option<Secret> {
    cookie(headers, session_cookie_name(app))
}

/// What is kept of it.
pub fn session_hash(site: Id, secret: &Secret) -> Vec<u8> {
    digest(&[b"session", site.bytes(), secret.0.as_bytes()])
}

/// The `Set-Cookie` that gives a browser a session. It ends on our side: a browser keeps it for half a year at most.
pub fn set_session_cookie(app: &App, secret: &Secret) -> String {
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    format!("{}={}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax{secure}", session_cookie_name(app), secret.0)
}

/// The `Set-Cookie` that takes it away.
pub fn clear_session_cookie(app: &App) -> String {
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", session_cookie_name(app))
}

/// The `Set-Cookie` that tells our script whether anybody is signed in here, and nothing else: without it a reader's page
/// asks for nothing of theirs.
pub fn set_marker(app: &App, is_in: bool) -> String {
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    let (value, age) = if is_in { ("1", 15_552_000) } else { ("", 0) };
    format!("understory_in={value}; Path=/; Max-Age={age}; SameSite=Lax{secure}")
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Error;

    /// A key counts before a session. A session counts in a write only if our own page made the browser send it.
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let asked = Asked::from_request_parts(parts, app).await?;
        if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
            let refused =
                || Error::Refused(Refusal::new(401, "key_unknown", "This key is not known here, or was revoked."));
            let key = value
                .to_str()
                .ok()
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .map(|(_, key)| key.trim().to_owned())
                .ok_or_else(refused)?;
            // A key of another site is as unknown as any.
            let hash = key_hash(&key);
            let found = app.store.read(move |tx| keys::by_hash(tx, &hash)).await?;
            return found
                .filter(|key| key.site == asked.site.id)
                .map(|key| Self::Key(Arc::new(key)))
                .ok_or_else(refused);
        }
        let Some(signed) = person(app, &asked, &parts.headers).await? else { return Ok(Self::Nobody) };
        if !is_read(&parts.method) {
            own_page_only(&asked, true)?;
        }
        Ok(Self::Person(signed))
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The person whose session the browser holds.
///
/// # Errors
/// When the database does not answer.
pub async fn person(app: &App, asked: &Asked, headers: &HeaderMap) -> Result<Option<Arc<Signed>>> {
    match session(app, asked, headers) {
        Some(hash) => Ok(app.signed(&asked.site, hash).await?),
        None => Ok(None),
    }
}

/// What is kept of the session that the browser says it holds.
pub fn session(app: &App, asked: &Asked, headers: &HeaderMap) -> Option<Vec<u8>> {
    held(app, headers).map(|secret| session_hash(asked.site.id, &secret))
}

/// Somebody who is signed in.
pub struct Person(pub Arc<Signed>);

impl FromRequestParts<Arc<App>> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        match Caller::from_request_parts(parts, app).await? {
            Caller::Person(signed) => Ok(Self(signed)),
            Caller::Nobody | Caller::Key(_) => Err(sign_in_first().into()),
        }
    }
}

/// Somebody who may do something somewhere here. Stands before the body in a handler: who may not, has nothing of theirs
/// read. Whether it is allowed in a certain place is asked once that is known.
macro_rules! allowed {
    ($($(#[$doc:meta])* $name:ident = $grant:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub Caller);

        impl FromRequestParts<Arc<App>> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
                let caller = Caller::from_request_parts(parts, app).await?;
                let asked = Asked::from_request_parts(parts, app).await?;
                // A listed neighbour's page may have comments written and voted on, and not decided about.
                if Grant::$grant != Grant::Vote && caller.person().is_some() && !is_read(&parts.method) {
                    own_only(&asked)?;
                }
                may_somewhere(&caller, Grant::$grant, &asked.site)?;
                Ok(Self(caller))
            }
        }
    )*};
}

allowed! {
    /// Somebody who publishes.
    Publisher = Publish;
    /// Somebody who closes threads.
    Closer = Close;
    /// Somebody who sees what is hidden.
    Onlooker = SeeHidden;
    /// Somebody who decides about comments.
    Decider = Decide;
    /// Somebody who votes.
    Voter = Vote;
    /// Somebody who reads what was done.
    Auditor = Audit;
}

/// A caller as the one who decides.
pub fn by(caller: &Caller, site: &Site) -> By {
    let account = caller.person().map(|signed| signed.account.id);
    By { record: caller.record(), account, heeds_hands: true, lang: site.lang.clone() }
}

/// Whether a caller may do this under a story.
///
/// # Errors
/// 401 or 403 if not; and when the database does not answer.
pub async fn may_there(app: &App, asked: &Asked, caller: &Caller, grant: Grant, story: Id) -> Result<()> {
    let refusal = match may(caller, grant, &asked.site, Spot::default()) {
        Ok(()) => return Ok(()),
        Err(refusal) => refusal,
    };
    // Roles for a topic or a story are few: only who has no other is asked what the story is about.
    if caller.person().is_none_or(|signed| !signed.account.has_somewhere(grant)) {
        return Err(refusal.into());
    }
    let setting = app.setting(&asked.site, story).await?;
    Ok(may(caller, grant, &asked.site, Spot { story: Some(story), topics: &setting.topics })?)
}

/// The same as a question.
///
/// # Errors
/// When the database does not answer.
pub async fn is_there(app: &App, asked: &Asked, caller: &Caller, grant: Grant, story: Id) -> Result<bool> {
    match may_there(app, asked, caller, grant, story).await {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What proves that somebody may be let in: a code of six digits and the token of a link; and, once one of them was given,
/// that it was in this browser. All follow from the request and the site's key (HMAC-SHA-256), so that none is kept anywhere.
pub struct SignInKey {
    request: Id,
    code: [u8; 32],
    link: [u8; 32],
    proof: [u8; 32],
}

impl SignInKey {
    /// Of a request.
    pub fn of(site: &Site, request: Id) -> Self {
        let mac = |what: &[u8]| -> [u8; 32] {
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&site.secret) else { unreachable!("any key will do") };
            mac.update(what);
            mac.update(site.id.bytes());
            mac.update(request.bytes());
            mac.finalize().into_bytes().into()
        };
        Self { request, code: mac(b"sign-in code"), link: mac(b"sign-in link"), proof: mac(b"sign-in proof") }
    }

    /// Six digits.
    pub fn code(&self) -> String {
        let [a, b, c, d, e, f, g, h, ..] = self.code;
        // 2^64 is so many times a million that no code is likelier than another by more than 10^-13.
        format!("{:06}", u64::from_be_bytes([a, b, c, d, e, f, g, h]) % 1_000_000)
    }

    /// What the browser gets in which the code or the link was taken. Whoever asked for the code knows the request, and may
    /// be somebody else.
    pub fn proof(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.proof[..18])
    }

    /// Whether this is it.
    pub fn is_proof(&self, given: &str) -> bool {
        is_same(self.proof().as_bytes(), given.as_bytes())
    }

    /// The path of the page that the link leads to.
    pub fn path(&self) -> String {
        format!("/sign-in/link/{}.{}", self.request, URL_SAFE_NO_PAD.encode(&self.link[..18]))
    }

    /// The request in a link's token, and whether the token is right.
    pub fn read(site: &Site, token: &str) -> Option<(Id, bool)> {
        let (request, _) = token.split_once('.')?;
        let request: Id = request.parse().ok()?;
        let path = Self::of(site, request).path();
        let right = path.rsplit('/').next().unwrap_or_default();
        Some((request, is_same(right.as_bytes(), token.as_bytes())))
    }

    /// Whether a code is the right one. White space and dashes that somebody types between digits do not count.
    pub fn is_code(&self, typed: &str) -> bool {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').filter_map(western).collect();
        is_same(self.code().as_bytes(), digits.as_bytes())
    }
}

/// Arabic and Persian keyboards type other digits.
fn western(c: char) -> Option<char> {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        c => return Some(c),
    };
    char::from_digit(c as u32 - zero, 10)
}

/// Compares in a time that tells nothing of where two texts differ.
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts_are_digits() {
        let typed: String = "٠١٢۳۴۵".chars().filter_map(western).collect();
        assert_eq!(typed, "012345");
    }

    #[test]
    fn equal_is_equal() {
        assert!(is_same(b"012345", b"012345"));
        assert!(!is_same(b"012345", b"012346") && !is_same(b"012345", b"01234"));
    }
}
