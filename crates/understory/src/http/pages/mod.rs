//! Pages for people. Complete without scripts; the script asks for the same pages' pieces.

mod account;
mod discovery;
mod faces;
pub mod feeds;
pub mod flags;
mod front;
mod media;
mod news;
mod own;
mod password;
mod people;
pub mod post;
mod search;
pub mod sign_in;
pub mod statements;
pub mod stating;
mod story;
mod told;
pub mod view;
pub mod votes;
mod write;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub use account::{account, claim_post, end_session, name_post, profile_post};
pub use discovery::oembed;
pub use faces::{LARGEST as LARGEST_FACE, face, face_post};
pub use front::{front, healthz, metrics, readyz, topic};
pub use media::file;
pub use news::{follow_post, news_page, news_seen};
pub use own::{delete_post, edit_form, edit_post, own_list, restore_post};
pub use password::{password_post, set_password};
pub use people::{ignore_post, me, person_page};
pub use search::search;
pub use sign_in::{code_form, code_post, link_form, link_post, sign_in_form, sign_in_post, sign_out, sign_up_post};
pub use story::{conversation, story};
pub use votes::vote_post;
pub use write::{new_form, new_post};

use super::error::{Problem, Result};
use super::{PageKey, Ready, View, assets};
use crate::app::App;
use crate::models::{Id, Medium, Site, Story, Video};
use crate::store::stories;
use crate::words::{self, Words};

/// The frame of a page.
pub struct Layout<'a> {
    /// Its words.
    pub w: &'static Words,
    /// The title of the window.
    pub title: String,
    /// The publication.
    pub site: &'a Site,
    /// Whether search engines may list it.
    pub indexed: bool,
    /// Addresses of style and script, which change with their content.
    pub assets: &'static assets::Addresses,
}

impl<'a> Layout<'a> {
    /// A page of this site, in its language.
    pub fn new(site: &'a Site, title: impl Into<String>) -> Self {
        Self { w: words::of(&[&site.lang]), title: title.into(), site, indexed: true, assets: assets::addresses() }
    }

    /// The page of a story, in the story's language.
    pub fn of_story(site: &'a Site, story: &Story, title: impl Into<String>) -> Self {
        Self { w: words_of(site, story), ..Self::new(site, title) }
    }

    /// Whether there is something to say below every page.
    pub fn has_footer(&self) -> bool {
        let settings = &self.site.settings;
        [&settings.rules, &settings.imprint, &settings.privacy].into_iter().any(|link| !link.is_empty())
    }

    /// The same, for nobody's index.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.indexed = false;
        self
    }
}

/// The words in which a story's page speaks: those of its language, else of the site's.
pub fn words_of(site: &Site, story: &Story) -> &'static Words {
    words::of(&[&story.lang, &site.lang])
}

/// The words that a reader asked for with `?lang=`, if there are such; whatever else is asked for changes nothing.
#[derive(Clone, Copy)]
pub struct Spoken(Option<&'static Words>);

impl Spoken {
    /// Of what was asked for.
    pub fn of(lang: Option<&str>) -> Self {
        Self(lang.and_then(words::known))
    }

    /// The language.
    pub fn lang(self) -> Option<&'static str> {
        self.0.map(|w| w.lang)
    }

    /// The words, or those that the page has otherwise.
    pub fn or(self, w: &'static Words) -> &'static Words {
        self.0.unwrap_or(w)
    }

    /// The same for the next page, as the further part of a query.
    pub fn carried(self) -> String {
        self.lang().map_or(String::new(), |lang| format!("&lang={lang}"))
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

/// A picture or a video with its words.
#[derive(Template)]
#[template(path = "fragments/figure.html")]
struct Figure<'a> {
    medium: &'a Medium,
    /// Whether it leads the story.
    lead: bool,
    /// How wide it is shown, as `sizes` says it.
    sizes: &'static str,
    w: &'static Words,
}

/// A picture in the text of a story, as HTML.
pub fn figure(medium: &Medium) -> String {
    let sizes = "(min-width: 46rem) 42rem, 100vw";
    // It is kept with the story, whose page may speak another language one day: nothing of ours is said in it.
    Figure { medium, lead: false, sizes, w: words::of(&[]) }.render().unwrap_or_default()
}

/// What the list of a story has and neither its head nor its text shows.
fn rest<'a>(story: &'a Story, w: &'static Words) -> Vec<Figure<'a>> {
    let shown = |medium: &Medium| medium.picture.as_ref().is_some_and(|picture| story.html.contains(&picture.src()));
    let sizes = "(min-width: 46rem) 42rem, 100vw";
    let rest = story.matter.media.iter().skip(1).filter(|medium| !shown(medium));
    rest.map(|medium| Figure { medium, lead: false, sizes, w }).collect()
}

/// What leads a story.
fn lead<'a>(story: &'a Story, w: &'static Words) -> Option<Figure<'a>> {
    let medium = story.matter.media.first()?;
    // What the text shows is not shown twice.
    let in_text = medium.picture.as_ref().is_some_and(|picture| story.html.contains(&picture.src()));
    let sizes = "(min-width: 66rem) 62rem, 100vw";
    (!in_text).then_some(Figure { medium, lead: true, sizes, w })
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
    w: &'static Words,
}

/// A problem as a page, or as the piece of one.
pub fn error(site: Option<&Site>, problem: &Problem, fragment: bool) -> Response {
    // A host that no site answers under has no publication to show: the error speaks for the program.
    let nobody = LazyLock::force(&NOBODY);
    let mut layout = Layout::new(site.unwrap_or(nobody), "").private();
    if fragment {
        let rendered = html(problem.status(), &ErrorFragment { problem, w: layout.w });
        return rendered.unwrap_or_else(|_| problem.status().into_response());
    }
    // Readers do not speak HTTP: a closed discussion is no "Conflict" to them.
    layout.title = match problem.status {
        404 | 410 => layout.w.not_found_title.clone(),
        500.. => layout.w.server_error_title.clone(),
        _ => layout.w.refused_title.clone(),
    };
    html(problem.status(), &ErrorPage { layout, problem }).unwrap_or_else(|_| problem.status().into_response())
}

static NOBODY: LazyLock<Site> = LazyLock::new(|| Site {
    correction: None,
    staff: Vec::new(),
    id: Id::FIRST,
    name: String::new(),
    title: "Understory".to_owned(),
    lang: "en".to_owned(),
    zone: "UTC".to_owned(),
    settings: crate::models::Settings::default(),
    secret: Vec::new(),
    version: 0,
    origins: Vec::new(),
});

/// A text as a part of an address.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The path of a story's page.
pub fn path_of(story: &Story) -> String {
    format!("/stories/{}", encoded(&story.slug))
}

/// How long a page lives that is of no one story and carries counts, in microseconds.
const LIVES: i64 = 2_000_000;

/// A page that lives for two seconds, from memory, or made by `make`, once for all who wait.
///
/// # Errors
/// Those of `make`.
pub async fn for_a_moment<F, Fut>(app: &Arc<App>, site: &Arc<Site>, view: View, make: F) -> Result<Arc<Ready>>
where
    F: FnOnce(Arc<App>, Arc<Site>) -> Fut,
    Fut: Future<Output = Result<String>>,
{
    let stretch = app.clock.now().0 / LIVES;
    let key = PageKey { site: site.id, version: site.version, story: Id::FIRST, seq: stretch, view };
    let (app_, site_) = (app.clone(), site.clone());
    app.pages
        .get_or_make(&key, async move {
            let body = make(app_, site_).await?;
            let etag = HeaderValue::try_from(format!("W/\"{stretch}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""));
            compressed(Ready::plain(body, etag)).await
        })
        .await
}

/// In every encoding. Compressing takes milliseconds: not on a thread that serves others.
async fn compressed(ready: Ready) -> Result<Arc<Ready>> {
    let made = tokio::task::spawn_blocking(move || ready.compress()).await;
    made.map(Arc::new).map_err(|error| super::Error::Internal(error.to_string()))
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
    app.pages.get_or_make(&key, async move { compressed(render(&app_, &site_, story, view, make).await?).await }).await
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
