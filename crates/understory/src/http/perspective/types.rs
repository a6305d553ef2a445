//! Requests and answers as Google's Perspective API had them (`commentanalyzer` v1alpha1). What comes is read by the rules
//! of protocol buffers in JSON (<https://protobuf.dev/programming-guides/json/>): null is a field that was not sent, and
//! a field has two names, in camel case and as its message was written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// A text.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct TextEntry {
    /// The text.
    #[serde(deserialize_with = "said")]
    pub text: String,
    /// What it is written in.
    #[serde(rename = "type", deserialize_with = "said")]
    pub kind: TextType,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TextType {
    /// Plain text.
    #[default]
    PlainText,
    /// Not said: plain text.
    #[serde(rename = "TEXT_TYPE_UNSPECIFIED")]
    Unsaid,
    /// HTML, of which the words are read.
    Html,
}

/// What is asked of an attribute.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct AttributeParameters {
    /// `PROBABILITY` is the only one there ever was.
    #[serde(alias = "score_type", deserialize_with = "said")]
    pub score_type: ScoreType,
    /// Only scores from here on are told.
    #[serde(alias = "score_threshold")]
    pub score_threshold: Option<f32>,
}

/// What a score is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ScoreType {
    /// From 0 to 1.
    #[default]
    Probability,
    /// The same.
    #[serde(rename = "SCORE_TYPE_UNSPECIFIED")]
    Unsaid,
    /// Three that were announced and never served.
    StdDevScore,
    /// See there.
    Percentile,
    /// See there.
    Raw,
}

/// The body of `comments:analyze`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Analyze {
    /// The text.
    pub comment: Option<TextEntry>,
    /// What it answers: taken, and not used, as it never was.
    pub context: Option<serde_json::Value>,
    /// What is asked for.
    #[serde(alias = "requested_attributes", deserialize_with = "said")]
    pub requested_attributes: BTreeMap<String, Option<AttributeParameters>>,
    /// Languages of the text, as BCP 47 tags; found out where there is none.
    #[serde(deserialize_with = "said")]
    pub languages: Vec<String>,
    /// Whether each sentence gets a score.
    #[serde(alias = "span_annotations", deserialize_with = "said")]
    pub span_annotations: bool,
    /// Nothing that is analysed is ever stored.
    #[serde(alias = "do_not_store", deserialize_with = "said")]
    pub do_not_store: bool,
    /// Comes back as it was.
    #[serde(alias = "client_token")]
    pub client_token: Option<String>,
    /// Taken, and not used.
    #[serde(alias = "session_id")]
    pub session_id: Option<String>,
    /// Taken, and not used.
    #[serde(alias = "community_id")]
    pub community_id: Option<String>,
    /// Whether what is not served in the language is left out, where it is an error otherwise.
    #[serde(alias = "drop_unsupported_attributes", deserialize_with = "said")]
    pub drop_unsupported_attributes: bool,
}

/// The answer of `comments:analyze`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// By attribute.
    pub attribute_scores: BTreeMap<String, AttributeScores>,
    /// The languages it was read in.
    pub languages: Vec<String>,
    /// The language that was found.
    pub detected_languages: Vec<String>,
    /// As it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
}

/// The scores of an attribute.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct AttributeScores {
    /// Of parts of the text.
    #[serde(alias = "span_scores", deserialize_with = "said")]
    pub span_scores: Vec<SpanScore>,
    /// Of the whole.
    #[serde(skip_serializing_if = "Option::is_none", alias = "summary_score")]
    pub summary_score: Option<Score>,
}

/// The score of a part.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct SpanScore {
    /// Where it begins, in UTF-16 code units.
    #[serde(deserialize_with = "said")]
    pub begin: usize,
    /// Where it ends.
    #[serde(deserialize_with = "said")]
    pub end: usize,
    /// The score.
    #[serde(deserialize_with = "said")]
    pub score: Score,
}

/// A score.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Score {
    /// From 0 to 1.
    #[serde(deserialize_with = "said")]
    pub value: f32,
    /// Always a probability.
    #[serde(rename = "type", deserialize_with = "said")]
    pub kind: ScoreType,
}

/// The body of `comments:suggestscore`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Suggest {
    /// The text.
    pub comment: Option<TextEntry>,
    /// What it answers.
    pub context: Option<serde_json::Value>,
    /// What it should have been scored, by attribute; clients have names of their own.
    #[serde(alias = "attribute_scores", deserialize_with = "said")]
    pub attribute_scores: BTreeMap<String, AttributeScores>,
    /// Languages of the text.
    #[serde(deserialize_with = "said")]
    pub languages: Vec<String>,
    /// Whose community it is.
    #[serde(alias = "community_id")]
    pub community_id: Option<String>,
    /// Comes back as it was.
    #[serde(alias = "client_token")]
    pub client_token: Option<String>,
    /// Taken, and not used.
    #[serde(alias = "session_id")]
    pub session_id: Option<String>,
}

/// The answer of `comments:suggestscore`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Suggested {
    /// As it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_token: Option<String>,
    /// The languages it was taken to be in.
    pub detected_languages: Vec<String>,
    /// Those that were said.
    pub requested_languages: Vec<String>,
}

/// A value, or its default for null.
fn said<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}
