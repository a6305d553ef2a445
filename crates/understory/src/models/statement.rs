use serde::{Deserialize, Serialize};

use super::{Automation, Ground, Id, RuleCategory, State, UnknownWord};
use crate::clock::Timestamp;

/// What became of the comment that a statement of reasons is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StatementKind {
    /// It was removed.
    Removed,
    /// It has waited for a day.
    Held,
    /// It appears again.
    Restored,
}

impl StatementKind {
    const ALL: [Self; 3] = [Self::Removed, Self::Held, Self::Restored];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Held => "held",
            Self::Restored => "restored",
        }
    }

    /// The state in which a comment is that such a statement is about.
    pub fn state(self) -> State {
        match self {
            Self::Removed => State::Removed,
            Self::Held => State::Held,
            Self::Restored => State::Published,
        }
    }
}

impl std::str::FromStr for StatementKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// A paragraph of a statement: what it is about, and what is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// A word or three.
    pub about: String,
    /// Sentences.
    pub text: String,
}

/// The rule that a statement names, as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedRule {
    /// The word by which decisions name it.
    pub key: String,
    /// Its version.
    pub version: i64,
    /// What it is about.
    pub category: RuleCategory,
    /// The law, where it rests on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub law: String,
    /// Its name in the statement's language.
    pub title: String,
    /// What it says in the statement's language.
    pub text: String,
}

/// A statement of reasons as it is frozen: fields for programs and reports, after those of the European Union's transparency
/// database, and the same in words for its reader. No word of the comment and nobody's name is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Of this form.
    pub version: u32,
    /// The decision that it is about.
    pub id: Id,
    /// The publication.
    pub site: String,
    /// Its language, as a BCP 47 tag.
    pub lang: String,
    /// When it was made.
    pub made_at: String,
    /// What became of the comment.
    pub kind: StatementKind,
    /// The restriction, in the database's word; nothing where none is left.
    pub decision_visibility: Option<String>,
    /// The comment.
    pub comment: Id,
    /// Where it stands or stood.
    pub url: String,
    /// When it was written.
    pub content_date: String,
    /// Since when the decision has been in force.
    pub application_date: String,
    /// On what it rests.
    pub decision_ground: Ground,
    /// The rule, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<StatedRule>,
    /// Why, in words; at most 5,000 characters.
    pub decision_facts: String,
    /// Whether the comment was found by the newsroom itself, or because readers reported it.
    pub source_type: String,
    /// Whether a machine found it.
    pub automated_detection: bool,
    /// Whether a machine decided.
    pub automated_decision: Automation,
    /// Until when it can be appealed; nothing where there is nothing to appeal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<String>,
    /// All of it in words.
    pub said: Vec<Said>,
}

/// A statement of reasons as it is kept.
#[derive(Clone, Debug)]
pub struct Statement {
    /// That of the decision that it is about.
    pub id: Id,
    /// The story of the comment.
    pub story: Id,
    /// The comment.
    pub comment: Id,
    /// What became of it.
    pub kind: StatementKind,
    /// A [`Frozen`] as JSON, as it was sent.
    pub body: String,
    /// Until when it can be appealed.
    pub appeal_until: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Statement {
    /// What it says.
    ///
    /// # Errors
    /// When it is not one of ours.
    pub fn frozen(&self) -> serde_json::Result<Frozen> {
        serde_json::from_str(&self.body)
    }
}

/// Months within which a decision can be appealed (Digital Services Act, article 20: six at least).
const MONTHS: i64 = 6;

/// Until when a decision can be appealed that was stated now.
pub fn appeal_until(now: Timestamp) -> Timestamp {
    let months = jiff::Span::new().months(MONTHS);
    let until = now.civil().to_zoned(jiff::tz::TimeZone::UTC).checked_add(months);
    // Only at the end of the calendar is there no such day.
    until.map_or(now, |until| until.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_months_are_six_months_of_the_calendar() {
        let time = |text: &str| Timestamp::from(text.parse::<jiff::Timestamp>().unwrap());
        assert_eq!(appeal_until(time("2026-03-01T12:00:00Z")), time("2026-09-01T12:00:00Z"));
        assert_eq!(appeal_until(time("2026-08-31T12:00:00Z")), time("2027-02-28T12:00:00Z"));
    }
}
