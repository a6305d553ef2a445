//! The same without site and database: `understory triage serve`.

use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;
use understory_triage::{Basis, Category, Reading};

use super::analysis::Question;
use super::fault::Fault;
use super::{Suggestion, analysed, bytes, discovery, key_hash, key_in, origin_of, parse, preflight, shared};
use crate::clock::Clock;
use crate::moderation::{Quota, Readers};

/// What it needs.
pub struct Alone {
    /// Those who read.
    pub readers: Readers,
    /// Hashes of the keys; with none, anybody who can reach it may ask.
    pub keys: Vec<Vec<u8>>,
    /// How often a key may ask.
    pub quota: Quota,
    /// Requests a second, for the sentence that says so.
    pub rate: u32,
    /// Where clients reach it; without, where they say that they do.
    pub public_url: Option<String>,
    /// Where suggestions go, a line each; nowhere, and they are only taken.
    pub suggestions: Option<Mutex<File>>,
    /// For the time of a suggestion.
    pub clock: Clock,
    /// Whether it answers without reading, each score 0: to measure what reading costs.
    pub unscored: bool,
}

/// Its addresses: those that clients append to Google's own, and those of the whole server.
pub fn router(alone: Arc<Alone>) -> Router {
    let mut router = Router::new().route("/healthz", get(healthz));
    for root in ["", "/api/perspective"] {
        router = router
            .route(&format!("{root}/v1alpha1/comments:analyze"), post(analyze).options(preflight))
            .route(&format!("{root}/v1alpha1/comments:suggestscore"), post(suggest).options(preflight))
            .route(&format!("{root}/$discovery/rest"), get(discover).options(preflight));
    }
    router.fallback(nothing).with_state(alone)
}

async fn healthz() -> &'static str {
    "ok\n"
}

async fn nothing() -> Response {
    let error = json!({ "error": {
        "code": 404, "status": "NOT_FOUND",
        "message": "Nothing is at this address. There are /v1alpha1/comments:analyze, /v1alpha1/comments:suggestscore and /$discovery/rest.",
    } });
    (StatusCode::NOT_FOUND, axum::Json(error)).into_response()
}

impl Alone {
    fn allows(&self, query: Option<&str>, headers: &HeaderMap) -> Result<(), Fault> {
        let hash = match key_in(query, headers) {
            None if !self.keys.is_empty() => return Err(Fault::key_missing()),
            None => Vec::new(),
            Some(key) => key_hash(&key),
        };
        if !self.keys.is_empty() && !self.keys.contains(&hash) {
            return Err(Fault::key_invalid());
        }
        // Where nobody has a key, all have one allowance.
        let who = if self.keys.is_empty() { &[][..] } else { &hash };
        if self.quota.takes(who) { Ok(()) } else { Err(Fault::quota(self.rate)) }
    }

    fn keep(&self, suggestion: &Suggestion) -> Result<(), Fault> {
        let Some(file) = &self.suggestions else { return Ok(()) };
        let scores: serde_json::Value = serde_json::from_str(&suggestion.scores).map_err(|_| Fault::internal())?;
        let line = json!({
            "time": self.clock.now(), "text": suggestion.text, "attributeScores": scores,
            "languages": suggestion.languages, "communityId": suggestion.community,
        });
        let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.flush()).map_err(|error| {
            tracing::error!(%error, "a suggestion could not be written");
            Fault::unavailable()
        })
    }
}

async fn analyze(
    State(alone): State<Arc<Alone>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    stream: Body,
) -> Response {
    let answered = async {
        alone.allows(query.as_deref(), &headers)?;
        let asked = parse(&bytes(stream).await?)?;
        if alone.unscored {
            let nothing = |_: &str, language: &str| Reading {
                language: language.to_owned(),
                scores: Default::default(),
                probabilities: Default::default(),
                basis: [Basis::Measured; Category::COUNT],
                disguised: false,
            };
            return Question::new(asked)?.answer_with(nothing, nothing).map(axum::Json);
        }
        analysed(&alone.readers, asked).await
    };
    shared(answered.await)
}

async fn suggest(
    State(alone): State<Arc<Alone>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    stream: Body,
) -> Response {
    let answered = async {
        alone.allows(query.as_deref(), &headers)?;
        let suggestion = Suggestion::new(parse(&bytes(stream).await?)?)?;
        alone.keep(&suggestion)?;
        Ok(axum::Json(suggestion.answer()))
    };
    shared(answered.await)
}

async fn discover(State(alone): State<Arc<Alone>>, headers: HeaderMap) -> Response {
    let origin = origin_of(alone.public_url.as_deref(), &headers);
    shared(Ok(axum::Json(discovery::document(&format!("{origin}/")))))
}
