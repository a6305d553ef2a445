//! Style and script: compiled in, named by their content, kept by browsers for a year.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::error::{Error, Result};
use super::pages;
use super::rendered::Ready;
use crate::look;

struct Asset {
    /// As the address has it, with the hash of the content.
    file: String,
    kind: &'static str,
    ready: Ready,
}

/// Where style and script are found.
#[derive(Debug)]
pub struct Addresses {
    /// The style sheet.
    pub style: String,
    /// The script of thread pages.
    pub script: String,
    /// The script of those who are signed in, which the other one fetches for them.
    pub person: String,
    /// The script that does work where much comes in, which the first one fetches then.
    pub prove: String,
    /// The style sheet of the desk.
    pub desk_style: String,
    /// The script of the desk.
    pub desk: String,
    /// The publication's own style sheet, which goes over ours.
    pub own_style: Option<String>,
    /// Changes with any of them, and with the version of the program.
    pub version: String,
}

const FILES: [(&str, &str, &str, &str); 6] = [
    ("understory", "css", "text/css; charset=utf-8", include_str!("../../../../static/understory.css")),
    ("thread", "js", "text/javascript; charset=utf-8", include_str!("../../../../static/thread.js")),
    ("person", "js", "text/javascript; charset=utf-8", include_str!("../../../../static/person.js")),
    ("prove", "js", "text/javascript; charset=utf-8", include_str!("../../../../static/prove.js")),
    ("desk", "css", "text/css; charset=utf-8", include_str!("../../../../static/desk.css")),
    ("desk", "js", "text/javascript; charset=utf-8", include_str!("../../../../static/desk.js")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, ending, kind, text)| {
            let hash = Sha256::digest(text.as_bytes());
            let short: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
            let etag = HeaderValue::try_from(format!("W/\"{short}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""));
            Asset {
                file: format!("{name}-{short}.{ending}"),
                kind,
                ready: Ready::plain((*text).to_owned(), etag).compress(),
            }
        })
        .collect()
});

static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
    let file = |name: &str, ending: &str| {
        let found = ASSETS.iter().find(|asset| asset.file.starts_with(name) && asset.file.ends_with(ending));
        found.map(|asset| format!("/static/{}", asset.file)).unwrap_or_default()
    };
    let (style, script) = (file("understory-", ".css"), file("thread-", ".js"));
    let (person, prove) = (file("person-", ".js"), file("prove-", ".js"));
    let (desk_style, desk) = (file("desk-", ".css"), file("desk-", ".js"));
    let own = look::worn();
    let own_style =
        own.filter(|look| look.file("style.css").is_some()).map(|look| format!("/look/{}/style.css", look.version));
    let own = own.map_or("", |look| &look.version);
    let version = format!("{} {style} {script} {person} {prove} {own}", env!("CARGO_PKG_VERSION"));
    Addresses { style, script, person, prove, desk_style, desk, own_style, version }
});

/// See [`Addresses`].
pub fn addresses() -> &'static Addresses {
    &ADDRESSES
}

/// `GET /static/{file}`
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Result<Response> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.file == file)
        .ok_or_else(|| Error::not_found("There is no such file here."))?;
    let mut response = pages::respond(&asset.ready, &headers, asset.kind);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}

/// `GET /look/{version}/{file}`: a file of the publication's own. What the style sheet names stands beside it.
pub async fn look(Path((version, file)): Path<(String, String)>, headers: HeaderMap) -> Result<Response> {
    let found = look::worn().filter(|look| look.version == version).and_then(|look| look.file(&file));
    let found = found.ok_or_else(|| Error::not_found("There is no such file here."))?;
    Ok(own(found, &headers, "public, max-age=31536000, immutable"))
}

/// `GET /look/{file}`: the same under an address that stays, for the logo.
pub async fn look_now(Path(file): Path<String>, headers: HeaderMap) -> Result<Response> {
    let found = look::worn().and_then(|look| look.file(&file));
    let found = found.ok_or_else(|| Error::not_found("There is no such file here."))?;
    Ok(own(found, &headers, "public, max-age=300"))
}

fn own(file: &look::File, headers: &HeaderMap, kept: &'static str) -> Response {
    let mut response = pages::respond(&file.ready, headers, file.kind);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// `GET /favicon.ico`: an empty picture, so that browsers do not ask again.
pub async fn favicon() -> Response {
    let picture = Bytes::from_static(
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path d=\"M2 3h12v7H7l-3 3v-3H2z\" fill=\"#276b5a\"/></svg>",
    );
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
        ],
        picture,
    )
        .into_response()
}
