use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Why a request is not answered, in the shape of Google's APIs (google.rpc.Status).
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The HTTP status.
    status: u16,
    /// The word for it.
    word: &'static str,
    /// A sentence.
    message: String,
    /// More, for programs.
    details: Vec<Value>,
    /// Seconds after which to try again.
    retry_after: Option<u64>,
}

const ANALYZER: &str = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";
const INFO: &str = "type.googleapis.com/google.rpc.ErrorInfo";

impl Fault {
    fn new(status: u16, word: &'static str, message: impl Into<String>) -> Self {
        Self { status, word, message: message.into(), details: Vec::new(), retry_after: None }
    }

    fn with(mut self, detail: Value) -> Self {
        self.details.push(detail);
        self
    }

    /// The request is not what is taken here.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", message)
    }

    /// There is no text.
    pub fn empty() -> Self {
        Self::invalid("Comment must be non-empty.").with(json!({ "@type": ANALYZER, "errorType": "COMMENT_EMPTY" }))
    }

    /// The text is longer than what is taken.
    pub fn too_long(limit: usize) -> Self {
        Self::invalid(format!("Comment text too long: {limit} bytes of UTF-8 are taken."))
            .with(json!({ "@type": ANALYZER, "errorType": "COMMENT_TOO_LONG" }))
    }

    /// Nobody reads this attribute in this language.
    pub fn language(attribute: &str, language: &str) -> Self {
        Self::invalid(format!("Attribute {attribute} does not support request languages: {language}")).with(json!({
            "@type": ANALYZER,
            "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            "languageNotSupportedByAttributeError": { "detectedLanguages": [language], "attribute": attribute },
        }))
    }

    /// An attribute that there is not here.
    pub fn attribute(name: &str, served: &str) -> Self {
        let field = format!("requested_attributes[{name}]");
        let message = format!("Unknown requested attribute: {name}. Served here: {served}.");
        Self::invalid(message.clone()).with(json!({
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            "fieldViolations": [{ "field": field, "description": message }],
        }))
    }

    /// No key was sent.
    pub fn key_missing() -> Self {
        Self::new(403, "PERMISSION_DENIED", "The request is missing a valid API key: send it as ?key=KEY.")
            .with(json!({ "@type": INFO, "reason": "API_KEY_MISSING", "domain": "googleapis.com" }))
    }

    /// A key that is none of ours.
    pub fn key_invalid() -> Self {
        Self::new(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
            .with(json!({ "@type": INFO, "reason": "API_KEY_INVALID", "domain": "googleapis.com" }))
    }

    /// A key for something else.
    pub fn key_refused() -> Self {
        Self::new(
            403,
            "PERMISSION_DENIED",
            "This key may not have texts scored. Make one with 'understory site key create --scope triage'.",
        )
        .with(json!({ "@type": INFO, "reason": "API_KEY_SERVICE_BLOCKED", "domain": "googleapis.com" }))
    }

    /// More than the key may ask in a second.
    pub fn quota(a_second: u32) -> Self {
        let fault = Self::new(
            429,
            "RESOURCE_EXHAUSTED",
            format!("Quota exceeded: {a_second} requests a second with this key. Try again in a second."),
        )
        .with(json!({ "@type": INFO, "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com" }));
        Self { retry_after: Some(1), ..fault }
    }

    /// The text could not be read now.
    pub fn unavailable() -> Self {
        let text = "More texts wait than can be read soon. Nothing is wrong with the request: try again in a second.";
        Self { retry_after: Some(1), ..Self::new(503, "UNAVAILABLE", text) }
    }

    /// Something of ours failed; the log knows what.
    pub fn internal() -> Self {
        Self::new(500, "INTERNAL", "Something went wrong on this server. It was recorded; please try again.")
    }

    /// The body is larger than what is taken.
    pub fn too_large() -> Self {
        Self::new(413, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 65536 bytes.")
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.status, "message": self.message, "status": self.word });
        if !self.details.is_empty() {
            error["details"] = Value::Array(self.details);
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(json!({ "error": error }))).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
