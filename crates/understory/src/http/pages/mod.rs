//! Pages for people. Complete without scripts; the script asks for the same pages' pieces.

mod front;
pub mod post;
mod story;
mod view;
mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub use front::{front, healthz, metrics, readyz};
pub use story::{conversation, story};
pub use write::{delete_post, edit_form, edit_post, new_form, new_post, own_list};

use super::error::{Problem, Result};
use super::{PageKey, Ready, View, assets};
use crate::app::App;
use crate::models::{Id, Site};
use crate::store::stories;

/// The frame of a page.
pub struct Layout<'a> {
    /// The language of its words.
    pub lang: &'a str,
    /// The direction of its writing.
    pub dir: &'static str,
    /// The title of the window.
    pub title: String,
    /// The name of the publication.
    pub site: &'a str,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// Addresses of style and script, which change with their content.
    pub assets: &'static assets::Addresses,
}

impl<'a> Layout<'a> {
    /// A page of this site.
    pub fn new(site: &'a Site, title: impl Into<String>) -> Self {
        Self {
            lang: &site.lang,
            dir: direction(&site.lang),
            title: title.into(),
            site: &site.title,
            indexed: true,
            assets: assets::addresses(),
        }
    }

    /// The same, for nobody's index.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.indexed = false;
        self
    }
}

/// The direction in which a language is written, by the scripts of CLDR that run from right to left.
pub fn direction(lang: &str) -> &'static str {
    let mut parts = lang.split('-');
    let language = parts.next().unwrap_or("");
    let script = parts.find(|part| part.len() == 4);
    let rtl = match script {
        Some(script) => {
            ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"].contains(&script.to_ascii_lowercase().as_str())
        }
        None => ["ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "iw", "ji"]
            .contains(&language.to_ascii_lowercase().as_str()),
    };
    if rtl { "rtl" } else { "ltr" }
}

/// Renders a template.
pub fn html(status: StatusCode, template: &impl Template) -> Result<Response> {
    Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], template.render()?)
        .into_response())
}

/// An answer that nobody may keep.
pub fn no_store(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    layout: Layout<'a>,
    problem: &'a Problem,
}

#[derive(Template)]
#[template(path = "fragments/problem.html")]
struct ErrorFragment<'a> {
    problem: &'a Problem,
}

/// A problem as a page, or as the piece of one.
pub fn error(site: Option<&Site>, problem: &Problem, fragment: bool) -> Response {
    // Readers do not speak HTTP: a closed discussion is no "Conflict" to them.
    let title = match problem.status {
        404 | 410 => "Nothing is here",
        500.. => "Something is wrong on our side",
        _ => "This did not work",
    };
    let layout = match site {
        Some(site) => Layout::new(site, title).private(),
        None => {
            let title = title.to_owned();
            Layout { lang: "en", dir: "ltr", title, site: "Understory", indexed: false, assets: assets::addresses() }
        }
    };
    let rendered = if fragment {
        html(problem.status(), &ErrorFragment { problem })
    } else {
        html(problem.status(), &ErrorPage { layout, problem })
    };
    rendered.unwrap_or_else(|_| problem.status().into_response())
}

/// A rendered answer from memory, or made by `make`, which is told where to leave the story's number that it read.
///
/// # Errors
/// Those of `make`.
pub async fn cached<F, Fut>(app: &Arc<App>, site: &Arc<Site>, story: Id, view: View, make: F) -> Result<Arc<Ready>>
where
    F: FnOnce(Arc<App>, Arc<Site>, Box<dyn Fn(i64) + Send + Sync>) -> Fut,
    Fut: Future<Output = Result<String>>,
{
    if !app.pages.keeps() {
        return Ok(Arc::new(render(app, site, story, view, make).await?));
    }
    let seq = match app.pages.number(site.id, story) {
        Some(seq) => seq,
        None => {
            let mark = app.pages.mark(site.id, story);
            let site_id = site.id;
            let seq = app.store.read(move |tx| stories::seq(tx, site_id, story)).await?;
            let seq = seq.ok_or_else(|| super::Error::not_found("There is no such story here."))?;
            app.pages.remember(site.id, story, seq, mark);
            seq
        }
    };
    let key = PageKey { site: site.id, version: site.version, story, seq, view };
    if let Some(ready) = app.pages.get(&key) {
        return Ok(ready);
    }
    let (app_, site_) = (app.clone(), site.clone());
    app.pages
        .get_or_make(&key, async move {
            let ready = render(&app_, &site_, story, view, make).await?;
            // Compressing takes milliseconds: not on a thread that serves others.
            let compressed = tokio::task::spawn_blocking(move || ready.compress()).await;
            compressed.map(Arc::new).map_err(|error| super::Error::Internal(error.to_string()))
        })
        .await
}

async fn render<F, Fut>(app: &Arc<App>, site: &Arc<Site>, story: Id, view: View, make: F) -> Result<Ready>
where
    F: FnOnce(Arc<App>, Arc<Site>, Box<dyn Fn(i64) + Send + Sync>) -> Fut,
    Fut: Future<Output = Result<String>>,
{
    let number = Arc::new(AtomicI64::new(0));
    let slot = number.clone();
    let body = make(app.clone(), site.clone(), Box::new(move |seq| slot.store(seq, Ordering::Relaxed))).await?;
    Ok(Ready::plain(body, etag(site, story, number.load(Ordering::Relaxed), &view)))
}

/// Names a rendering: the same program makes the same bytes of the same number of the same view.
fn etag(site: &Site, story: Id, seq: i64, view: &View) -> HeaderValue {
    use std::hash::{Hash, Hasher};
    // A fixed seed: nodes of one version agree.
    let mut hash = std::hash::DefaultHasher::new();
    (site.id, site.version, story, view, &assets::addresses().version).hash(&mut hash);
    HeaderValue::try_from(format!("W/\"{seq}-{:016x}\"", hash.finish())).unwrap_or(HeaderValue::from_static("W/\"0\""))
}

/// What a CDN may do with a page: keep it for two seconds, so that a removal still bites.
const SHARED: HeaderValue = HeaderValue::from_static("public, max-age=0, s-maxage=2");

/// Sends a rendered answer in the encoding that is taken, or says that nothing changed.
pub fn respond(ready: &Ready, headers: &HeaderMap, kind: &'static str) -> Response {
    let unchanged = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|tags| {
        tags.split(',').any(|tag| {
            tag.trim().trim_start_matches("W/") == ready.etag.to_str().unwrap_or("").trim_start_matches("W/")
        })
    });
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let (body, encoding) = match accepted(headers) {
            Some("br") if !ready.brotli.is_empty() => (ready.brotli.clone(), Some("br")),
            Some(_) if !ready.gzip.is_empty() => (ready.gzip.clone(), Some("gzip")),
            _ => (ready.plain.clone(), None),
        };
        let mut response = Response::new(axum::body::Body::from(body));
        let kind = if kind == "text/html" { "text/html; charset=utf-8" } else { kind };
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let out = response.headers_mut();
    out.insert(header::ETAG, ready.etag.clone());
    out.insert(header::CACHE_CONTROL, SHARED);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// The best of our encodings that the client takes; quality 0 is a no.
fn accepted(headers: &HeaderMap) -> Option<&'static str> {
    let value = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |name: &str| {
        value.split(',').any(|part| {
            let mut parts = part.split(';').map(str::trim);
            parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name))
                && !parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("br") {
        Some("br")
    } else if takes("gzip") {
        Some("gzip")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_asked() {
        for (header, want) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip", Some("gzip")),
            ("identity", None),
            ("GZIP;q=0.5", Some("gzip")),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(header));
            assert_eq!(accepted(&headers), want, "{header}");
        }
    }

    #[test]
    fn directions() {
        for (lang, want) in
            [("ar", "rtl"), ("ar-EG", "rtl"), ("he", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"), ("ku", "ltr")]
        {
            assert_eq!(direction(lang), want, "{lang}");
        }
    }
}
