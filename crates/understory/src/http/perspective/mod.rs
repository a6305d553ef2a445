//! Google's Perspective API, which ends on 31 December 2026, as it was: for those who have a client of it.
//! docs/perspective.md says how the scores relate.

mod alone;
mod analysis;
mod attributes;
mod discovery;
mod fault;
mod types;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use understory_triage::language;

pub use alone::{Alone, router as alone_router};
use analysis::{Question, languages, text_of};
use fault::Fault;
use types::{Analyze, Suggest, Suggested};

use super::extract::{COMMENT_BYTES, key_hash};
use super::frame::Asked;
use crate::app::App;
use crate::models::Id;
use crate::moderation::{Readers, Unread};
use crate::store::keys::Scope;
use crate::store::suggestions::NewSuggestion;

/// `POST /api/perspective/v1alpha1/comments:analyze`
pub async fn analyze(
    State(app): State<Arc<App>>,
    asked: Asked,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    stream: Body,
) -> Response {
    let answered = async {
        allowed(&app, asked.site.id, query.as_deref(), &headers).await?;
        let request: Analyze = parse(&bytes(stream).await?)?;
        analysed(&app.readers, request).await
    };
    shared(answered.await)
}

/// `POST /api/perspective/v1alpha1/comments:suggestscore`
pub async fn suggest(
    State(app): State<Arc<App>>,
    asked: Asked,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    stream: Body,
) -> Response {
    let answered = async {
        allowed(&app, asked.site.id, query.as_deref(), &headers).await?;
        let suggestion = Suggestion::new(parse(&bytes(stream).await?)?)?;
        let write = NewSuggestion {
            site: asked.site.id,
            id: app.clock.new_id(),
            text: suggestion.text.clone(),
            scores: suggestion.scores.clone(),
            languages: suggestion.languages.join(" "),
            community: suggestion.community.clone(),
            now: app.clock.now(),
        };
        app.watch(app.store.write(write).await).map_err(|error| {
            match super::Error::Store(error).into_refusal().status {
                503 => Fault::unavailable(),
                _ => Fault::internal(),
            }
        })?;
        Ok(axum::Json(suggestion.answer()))
    };
    shared(answered.await)
}

/// `GET /api/perspective/$discovery/rest`
pub async fn discover(State(app): State<Arc<App>>, asked: Asked, headers: HeaderMap) -> Response {
    // A site's keys are known under its own origins only.
    let own = asked.site.origins.iter().find(|origin| origin.serves).map(|origin| origin.origin.as_str());
    let origin = origin_of(own.or(app.config.server.public_url.as_deref()), &headers);
    shared(Ok(axum::Json(discovery::document(&format!("{origin}/api/perspective/")))))
}

/// `OPTIONS` of these addresses: pages of any origin called Perspective from the browser, with a key and without cookies.
pub async fn preflight() -> Response {
    let mut response = shared(Ok(StatusCode::NO_CONTENT));
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        // Google's scripts send half a dozen of their own. The star stands for all, save for the one that must be named.
        HeaderValue::from_static("authorization, *"),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// The origin that clients are to use, without a slash at the end: the configured one, or the one that a request was sent
/// to, as its `Host` says and the proxy in front, if there is one, by `X-Forwarded-Proto`. Anybody may send that header:
/// the answer is for the one who did, and kept by nobody. Without it a client behind https would send its key by http.
fn origin_of(configured: Option<&str>, headers: &HeaderMap) -> String {
    if let Some(origin) = configured {
        return origin.trim_end_matches('/').to_owned();
    }
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = said("host").unwrap_or("localhost");
    let proxied = said("x-forwarded-proto").and_then(|protocols| protocols.split(',').next()).map(str::trim);
    let scheme = if proxied.is_some_and(|it| it.eq_ignore_ascii_case("https")) { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// An answer that any page may read and nobody may keep.
fn shared(result: Result<impl IntoResponse, Fault>) -> Response {
    let mut response = match result {
        Ok(answer) => answer.into_response(),
        Err(fault) => fault.into_response(),
    };
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn bytes(stream: Body) -> Result<Bytes, Fault> {
    match http_body_util::Limited::new(stream, COMMENT_BYTES).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Fault::too_large()),
        Err(_) => Err(Fault::invalid("The request ended before it was whole.")),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let bytes = if bytes.trim_ascii().is_empty() { b"{}" } else { bytes };
    // A list would be taken for the fields in their order.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Fault::invalid("Invalid JSON payload received. Send an object."));
    }
    serde_json::from_slice(bytes).map_err(|error| Fault::invalid(format!("Invalid JSON payload received. {error}")))
}

async fn analysed(readers: &Readers, request: Analyze) -> Result<axum::Json<types::Analysis>, Fault> {
    let question = Question::new(request)?;
    match readers.with_text(question.bytes(), move |triage| question.answer(triage)).await {
        Ok(answer) => answer.map(axum::Json),
        Err(Unread::Failed) => Err(Fault::internal()),
        Err(Unread::Busy | Unread::Slow) => Err(Fault::unavailable()),
    }
}

/// What somebody says a text should have been scored.
struct Suggestion {
    text: String,
    scores: String,
    languages: Vec<String>,
    community: String,
    client_token: Option<String>,
}

/// What is kept of a community's name, in bytes.
const COMMUNITY: usize = 200;

impl Suggestion {
    fn new(request: Suggest) -> Result<Self, Fault> {
        let text = text_of(request.comment)?;
        if request.attribute_scores.is_empty() {
            return Err(Fault::invalid("attributeScores must be specified."));
        }
        for (name, scores) in &request.attribute_scores {
            let values = scores.summary_score.iter().chain(scores.span_scores.iter().map(|span| &span.score));
            if values.clone().any(|score| !(0.0..=1.0).contains(&score.value)) {
                return Err(Fault::invalid(format!("{name}: a score must be between 0 and 1.")));
            }
            if values.count() == 0 {
                return Err(Fault::invalid(format!("{name}: summaryScore or spanScores must be specified.")));
            }
        }
        let mut community = request.community_id.unwrap_or_default();
        while community.len() > COMMUNITY {
            community.pop();
        }
        Ok(Self {
            text,
            scores: serde_json::to_string(&request.attribute_scores).map_err(|_| Fault::internal())?,
            languages: languages(request.languages)?,
            community,
            client_token: request.client_token,
        })
    }

    fn answer(self) -> Suggested {
        Suggested {
            detected_languages: vec![language(&self.text, self.languages.first().map(String::as_str)).to_owned()],
            requested_languages: self.languages,
            client_token: self.client_token,
        }
    }
}

/// The key of a request: `?key=`, `X-Goog-Api-Key`, or as our own API has it.
fn key_in(query: Option<&str>, headers: &HeaderMap) -> Option<String> {
    let asked = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "key")
        .map(|(_, value)| value.into_owned());
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    asked
        .filter(|key| !key.is_empty())
        .or_else(|| header("x-goog-api-key"))
        .or_else(|| header("authorization")?.strip_prefix("Bearer ").map(str::to_owned))
        .filter(|key| !key.is_empty())
}

/// Whether the key may ask, and has not asked too often.
async fn allowed(app: &App, site: Id, query: Option<&str>, headers: &HeaderMap) -> Result<(), Fault> {
    let key = key_in(query, headers).ok_or_else(Fault::key_missing)?;
    let found = app.key(key_hash(&key)).await.map_err(|_| Fault::unavailable())?;
    let key = found.filter(|key| key.site == site).ok_or_else(Fault::key_invalid)?;
    if !key.scopes.contains(&Scope::Triage) {
        return Err(Fault::key_refused());
    }
    if app.quota.takes(key.id.bytes()) { Ok(()) } else { Err(Fault::quota(app.config.triage.rate)) }
}
