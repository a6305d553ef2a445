use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::models::Refusal;
use crate::store;

/// What a request ends in when it does not succeed. Rendered in one place, as JSON, fragment or page.
#[derive(Debug)]
pub enum Error {
    /// Understood, and not done.
    Refused(Refusal),
    /// The database says no.
    Store(store::Error),
    /// A fault of ours; the text goes to the log and never out.
    Internal(String),
}

/// Result of a handler.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Nothing is at this address.
    pub fn not_found(what: &'static str) -> Self {
        Self::Refused(Refusal::new(404, "not_found", what))
    }

    /// The request cannot be understood.
    pub fn bad_request(code: &'static str, text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::Refused(Refusal::new(400, code, text))
    }

    /// The refusal that tells of it, without what must stay inside.
    pub fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal,
            Self::Store(store::Error::Refused(refusal)) => *refusal,
            Self::Store(store::Error::Busy) => Refusal::new(
                503,
                "busy",
                "More is coming in than can be taken at this moment. Nothing is lost: try again in a few seconds.",
            )
            .retry_after(2),
            Self::Store(store::Error::ReadOnly(why)) => {
                tracing::debug!(%why, "the database cannot be written");
                Refusal::new(
                    503,
                    "read_only",
                    "Nothing can be saved at the moment; reading goes on. Keep your text and try again in a minute.",
                )
                .retry_after(30)
            }
            Self::Store(store::Error::Conflict(why)) => {
                tracing::warn!(%why, "a unique key was taken");
                Refusal::new(409, "conflict", "This collides with something that is already there.")
            }
            Self::Store(error @ (store::Error::Retry(_) | store::Error::Unavailable(_) | store::Error::TimeLimit)) => {
                tracing::error!(%error, "the database did not answer");
                Refusal::new(
                    503,
                    "unavailable",
                    "The database does not answer at the moment. Keep your text and try again in a few seconds.",
                )
                .retry_after(5)
            }
            Self::Store(error) => Self::Internal(error.to_string()).into_refusal(),
            Self::Internal(why) => {
                tracing::error!(%why, "a request failed");
                Refusal::new(500, "internal", "Something went wrong on our side. It was recorded; please try again.")
            }
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(format!("a template failed: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(format!("an answer could not be written: {error}"))
    }
}

/// A problem as RFC 9457 has it, with a stable word.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Always `about:blank`: `code` is what to tell problems apart by.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for a person.
    pub detail: String,
    /// A stable word.
    pub code: String,
    /// The field of the request that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// Seconds after which to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// Work that is to be done, or 20 seconds to be waited, before the same request is sent again with this in
    /// `Understory-Work`: base 64 of `{"challenge"}` as ALTCHA 2 has it, to which clients add `"solution"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
    /// The numbers in the sentence, for pages in other languages.
    #[serde(skip)]
    pub numbers: Vec<(&'static str, u64)>,
    /// Whether `detail` is in the reader's language already.
    #[serde(skip)]
    pub translated: bool,
    /// What somebody had typed, to be given back to them.
    #[serde(skip)]
    pub typed: String,
}

impl Problem {
    /// Tells of a refusal.
    pub fn of(refusal: Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail: refusal.text.into_owned(),
            code: refusal.code.to_owned(),
            field: refusal.field,
            retry_after: refusal.retry_after,
            challenge: refusal.challenge.map(|challenge| *challenge),
            numbers: refusal.numbers.into_vec(),
            translated: refusal.translated,
            typed: String::new(),
        }
    }

    /// As the API tells it.
    pub fn json(&self) -> Response {
        let body = serde_json::to_string(self).unwrap_or_default();
        (self.status(), [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))], body)
            .into_response()
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Error {
    /// An empty answer that carries the problem; the frame around all routes gives it its form.
    fn into_response(self) -> Response {
        let problem = Problem::of(self.into_refusal());
        let mut response = problem.status().into_response();
        response.extensions_mut().insert(problem);
        response
    }
}
