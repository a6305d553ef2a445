use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// How far an escalation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EscalationState {
    /// Nobody outside was told yet.
    Open,
    /// An authority was told.
    Reported,
    /// It is over.
    Closed,
}

impl EscalationState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Closed => "closed",
        }
    }
}

impl std::str::FromStr for EscalationState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Open, Self::Reported, Self::Closed]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// What is written down about an escalation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Words alone.
    Note,
    /// That an authority was told.
    Reported,
    /// That it is over.
    Closed,
}

impl EntryKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Reported => "reported",
            Self::Closed => "closed",
        }
    }

    /// How far the escalation has come with it; `None` where it cannot be.
    pub fn applied_to(self, state: EscalationState) -> Option<EscalationState> {
        match (self, state) {
            (Self::Note, state) => Some(state),
            // Another authority may be told as well.
            (Self::Reported, EscalationState::Open | EscalationState::Reported) => Some(EscalationState::Reported),
            (Self::Closed, EscalationState::Open | EscalationState::Reported) => Some(EscalationState::Closed),
            (Self::Reported | Self::Closed, EscalationState::Closed) => None,
        }
    }
}

impl std::str::FromStr for EntryKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Note, Self::Reported, Self::Closed]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownWord(word.to_owned()))
    }
}
