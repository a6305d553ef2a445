use serde::{Deserialize, Serialize};

use super::{Id, UnknownWord};
use crate::clock::Timestamp;

/// How many characters an appeal has at most.
pub const APPEAL_TEXT: usize = 4_000;

/// How many characters an answer to an appeal has at most.
pub const APPEAL_ANSWER: usize = 5_000;

/// What became of an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AppealState {
    /// It waits for an answer.
    Open,
    /// The decision stands.
    Upheld,
    /// The comment appears again.
    Overturned,
    /// Before it was answered, the decision was taken back.
    Void,
}

impl AppealState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::Upheld, Self::Overturned, Self::Void];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Upheld => "upheld",
            Self::Overturned => "overturned",
            Self::Void => "void",
        }
    }
}

impl std::str::FromStr for AppealState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// How an appeal is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The decision stands.
    Upheld,
    /// The comment appears again.
    Overturned,
}

impl Outcome {
    /// What becomes of the appeal.
    pub fn state(self) -> AppealState {
        match self {
            Self::Upheld => AppealState::Upheld,
            Self::Overturned => AppealState::Overturned,
        }
    }
}

impl std::str::FromStr for Outcome {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let known = [Self::Upheld, Self::Overturned].into_iter().find(|outcome| outcome.state().as_str() == word);
        known.ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// A writer's appeal against a decision about a comment of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// That of the statement and of the decision that it is about.
    pub id: Id,
    /// The story of the comment.
    pub story: Id,
    /// The comment.
    pub comment: Id,
    /// What the writer says.
    pub text: String,
    /// What became of it.
    pub state: AppealState,
    /// What the writer was answered.
    pub reason: String,
    /// Who answered, as records name them.
    pub decided_by: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was answered, or came to nothing.
    pub decided_at: Option<Timestamp>,
}
