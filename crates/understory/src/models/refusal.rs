use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Why a comment waits or was removed by an automatic decision, in words for its writer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// A stable word.
    pub code: Cow<'static, str>,
    /// A sentence for a person.
    pub text: Cow<'static, str>,
    /// The words of the comment that led to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Where they stand, in bytes of the text as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Place>,
    /// What triage found; for moderators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
}

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Place {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What triage found, as it stood when it decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Facts {
    /// The category: `threat`, `hate` and so on.
    pub category: String,
    /// From 0 to 1; 0.5 is the decision point.
    pub score: f64,
    /// The language it was read in.
    pub lang: String,
    /// The model's version.
    pub model: String,
    /// Whether undoing a disguise raised the score.
    pub disguised: bool,
}

impl Reason {
    /// A reason without words of the comment.
    pub fn new(code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), text: text.into(), words: Vec::new(), spans: Vec::new(), facts: None }
    }

    /// The reason as its writer is told it: in words, without scores to be tried against.
    #[must_use]
    pub fn for_writer(&self) -> Self {
        Self { facts: None, text: quoting(&self.text, &self.words).into(), ..self.clone() }
    }
}

/// How many words of the comment a reason quotes, and how long each may be, in characters.
const QUOTED: usize = 3;
const QUOTED_LENGTH: usize = 60;

/// The words of a text at these places, as reasons quote them: the first few, none twice.
pub fn quoted(text: &str, places: &[Place]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in places.iter().filter_map(|place| text.get(place.start..place.end)) {
        let part = match part.char_indices().nth(QUOTED_LENGTH) {
            Some((end, _)) => format!("{}…", &part[..end]),
            None => part.to_owned(),
        };
        if words.len() < QUOTED && !words.contains(&part) {
            words.push(part);
        }
    }
    words
}

/// A sentence with the words that it is about, each by itself, whatever direction it is written in.
pub fn quoting(sentence: &str, words: &[String]) -> String {
    if words.is_empty() {
        return sentence.to_owned();
    }
    let quoted: Vec<String> = words.iter().map(|words| format!("\u{201c}\u{2068}{words}\u{2069}\u{201d}")).collect();
    format!("{}: {}.", sentence.trim_end_matches('.'), quoted.join(", "))
}

/// A request that is understood and not done. Nothing is stored, nothing that was typed is lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// A stable word, such as `story_closed`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for a person: what is wrong and what to do.
    pub text: Cow<'static, str>,
    /// The field of the form that it belongs to: `body`, `name`, `parent`, or none.
    pub field: Option<&'static str>,
    /// Seconds after which to try again, where waiting helps.
    pub retry_after: Option<u64>,
    /// The numbers in the sentence, for those who say it in another language.
    pub numbers: Box<[(&'static str, u64)]>,
    /// Whether the sentence is in the reader's language already.
    pub translated: bool,
    /// Why a text would wait, for the refusal that says so.
    pub reasons: Box<[Reason]>,
    /// What is to be worked on, for the refusal that asks for work: to be sent back with the same request.
    pub challenge: Option<Box<String>>,
}

/// Refuses what is about a comment that is not there, or not for who asks.
pub fn comment_unknown() -> Refusal {
    Refusal::new(404, "comment_unknown", "There is no such comment here.")
}

impl Refusal {
    /// A refusal with status 422 that belongs to a field.
    pub fn field(code: &'static str, field: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            status: 422,
            text: text.into(),
            field: Some(field),
            retry_after: None,
            numbers: Box::default(),
            translated: false,
            reasons: Box::default(),
            challenge: None,
        }
    }

    /// A refusal of the whole request.
    pub fn new(status: u16, code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            status,
            text: text.into(),
            field: None,
            retry_after: None,
            numbers: Box::default(),
            translated: false,
            reasons: Box::default(),
            challenge: None,
        }
    }

    /// The same, with the numbers that its sentence holds.
    #[must_use]
    pub fn numbers<const N: usize>(mut self, numbers: [(&'static str, usize); N]) -> Self {
        self.numbers = numbers.map(|(name, number)| (name, number as u64)).into();
        self
    }

    /// The same, its sentence being in the reader's language.
    #[must_use]
    pub fn translated(mut self) -> Self {
        self.translated = true;
        self
    }

    /// The same, to be tried again after `seconds`.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }
}
