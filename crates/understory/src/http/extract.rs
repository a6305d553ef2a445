//! What handlers take out of a request, each with its refusals.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::Error;
use super::error::Result;
pub use super::frame::{Asked, Origin};
use crate::app::App;
use crate::clock::random_bytes;
pub use crate::models::digest;
use crate::models::{Id, Refusal, Site};
use crate::store::idempotency::Attempt;

/// The largest body of a request about comments, in bytes.
pub const COMMENT_BYTES: usize = 64 * 1024;

/// The largest body of a request about stories, in bytes.
pub const STORY_BYTES: usize = 1024 * 1024;

/// The largest picture or video that is sent, in bytes.
pub const MEDIA_BYTES: usize = 30 * 1024 * 1024;

impl FromRequestParts<Arc<App>> for Asked {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Error::not_found("No publication is served here."))
    }
}

/// An identifier in the address; what is none leads nowhere.
pub fn id_in(text: &str) -> Result<Id> {
    text.parse().map_err(|_| Error::not_found("Nothing is at this address."))
}

/// Reads a body of at most `limit` bytes, in the time there is for it.
pub async fn body(app: &App, headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes> {
    let too_large = || {
        Error::Refused(Refusal::new(
            413,
            "request_too_large",
            format!("The request is larger than {} KiB, the most that is taken here.", limit / 1024),
        ))
    };
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new(415, "encoding_unsupported", "Send the request without a Content-Encoding.").into());
    }
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let read = http_body_util::Limited::new(body, limit).collect();
    match tokio::time::timeout(Duration::from_secs(app.config.server.body_seconds), read).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Error::bad_request("body_broken", "The request ended before it was whole.")),
        Err(_) => Err(Refusal::new(408, "too_slow", "The request took too long to arrive.").into()),
    }
}

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self> {
        let (parts, stream) = request.into_parts();
        if !is_type(&parts.headers, "application/json") {
            return Err(Refusal::new(415, "json_expected", "Send application/json.").into());
        }
        let limit = if parts.uri.path().starts_with("/api/v1/stories") && !parts.uri.path().ends_with("/comments") {
            STORY_BYTES
        } else {
            COMMENT_BYTES
        };
        let bytes = body(app, &parts.headers, stream, limit).await?;
        parse_json(&bytes).map(Self)
    }
}

/// Reads JSON; says what is wrong with it and where.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    // A list would be taken for the fields of a struct in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Refusal::new(422, "json_unexpected", "Send a JSON object.").into());
    }
    serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            Error::Refused(Refusal::new(
                422,
                "json_unexpected",
                format!("The JSON is not what is expected here: {error}"),
            ))
        } else {
            Error::bad_request("json_invalid", format!("The JSON could not be read: {error}"))
        }
    })
}

fn is_type(headers: &HeaderMap, want: &str) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case(want))
}

/// The fields of a form.
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// A field's text; empty if it is not there. Line breaks as everywhere.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).last().unwrap_or("")
    }

    /// The texts of a field that may come more than once, in their order.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, text)| text.as_str())
    }
}

impl FromRequest<Arc<App>> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self> {
        let (parts, stream) = request.into_parts();
        if !is_type(&parts.headers, "application/x-www-form-urlencoded") {
            return Err(Refusal::new(415, "form_expected", "Send application/x-www-form-urlencoded.").into());
        }
        // A letter may take nine bytes in a form.
        let bytes = body(app, &parts.headers, stream, 3 * COMMENT_BYTES).await?;
        let fields = url::form_urlencoded::parse(&bytes)
            .map(|(name, value)| (name.into_owned(), value.replace("\r\n", "\n").replace('\0', "")))
            .collect();
        Ok(Self(fields))
    }
}

/// A guest's secret: what the cookie, a form's hidden field or `Understory-Edit-Token` carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret(pub String);

impl Secret {
    /// A new one.
    pub fn new() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<24>()))
    }

    /// Takes what was sent, if it can be a secret of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let plausible = (32..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        plausible.then(|| Self(text.to_owned()))
    }

    /// The secret that follows from a key: equal requests get equal answers, and nothing secret is stored.
    pub fn derived(site: &Site, actor: &[u8], key: &str) -> Self {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&site.secret) else { return Self::new() };
        for part in [b"edit".as_slice(), site.id.bytes(), actor, key.as_bytes()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Self(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// What is kept of it.
    pub fn hash(&self, site: Id) -> Vec<u8> {
        digest(&[b"guest", site.bytes(), self.0.as_bytes()])
    }
}

/// The cookie that carries a guest's secret.
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.is_secure() { "__Host-understory_guest" } else { "understory_guest" }
}

/// The guest's secret in the cookie, if there is one.
pub fn guest_cookie(app: &App, headers: &HeaderMap) -> Option<Secret> {
    cookie(headers, cookie_name(app))
}

/// The secret in a cookie of this name, if there is one that can be ours.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<Secret> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| Secret::parse(value))
}

/// The `Set-Cookie` that gives a browser its secret, for a year.
pub fn set_guest_cookie(app: &App, secret: &Secret) -> String {
    let secure = if app.config.is_secure() { "; Secure" } else { "" };
    format!("{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}", cookie_name(app), secret.0)
}

/// The `Idempotency-Key` of a request, or a new one where none was sent.
///
/// # Errors
/// A refusal when it is too short to be nobody else's, too long, or not plain text.
pub fn idempotency_key(headers: &HeaderMap) -> Result<String> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(Secret::new().0) };
    checked_key(value.to_str().unwrap_or(""))
}

/// See [`idempotency_key`].
pub fn checked_key(key: &str) -> Result<String> {
    // 122 random bits are 22 characters of base 64 at the least.
    if !(22..=255).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Error::bad_request(
            "idempotency_key_invalid",
            "An Idempotency-Key has 22 to 255 visible ASCII characters and is random, such as a UUID.",
        ));
    }
    Ok(key.to_owned())
}

/// Who asks under which key for what. Without an actor the key itself is the actor.
pub fn attempt(site: &Site, actor: Option<&[u8]>, key: &str, request: &[&[u8]]) -> Attempt {
    let key = digest(&[b"key", site.id.bytes(), key.as_bytes()]);
    Attempt {
        actor: actor.map_or_else(|| key.clone(), |actor| digest(&[b"actor", actor])),
        request: digest(request),
        key,
    }
}

/// What is kept of a program's key.
pub fn key_hash(key: &str) -> Vec<u8> {
    digest(&[b"api key", key.as_bytes()])
}

/// Refuses a write that another origin's page made the browser send.
///
/// # Errors
/// 403 for a foreign origin, and for a browser that does not say but sends its cookie.
pub fn own_page_only(asked: &Asked, has_cookie: bool) -> Result<()> {
    match asked.same_origin {
        Origin::Own | Origin::Listed => Ok(()),
        Origin::Unsaid if !has_cookie => Ok(()),
        Origin::Foreign | Origin::Unsaid => Err(foreign_origin().into()),
    }
}

/// Refuses what no page of ours sent, however near it is: signing in, accounts, and what the newsroom does.
///
/// # Errors
/// 403 unless the browser says that it was our own page.
pub fn own_only(asked: &Asked) -> Result<()> {
    if asked.same_origin == Origin::Own { Ok(()) } else { Err(foreign_origin().into()) }
}

fn foreign_origin() -> Refusal {
    let words = "This was sent from another site's page. Open the page here and do it there.";
    Refusal::new(403, "foreign_origin", words)
}
