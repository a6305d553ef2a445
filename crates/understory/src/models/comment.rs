use super::{Badges, Id};
use crate::clock::Timestamp;

/// Whether a comment can be seen, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Everybody sees it.
    Published,
    /// It waits for a moderator.
    Held,
    /// A decision took it away.
    Removed,
    /// Its writer took it away.
    Deleted,
}

/// A stored or given word that this program does not know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not known here")]
pub struct UnknownWord(pub String);

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Published, Self::Held, Self::Removed, Self::Deleted];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Held => "held",
            Self::Removed => "removed",
            Self::Deleted => "deleted",
        }
    }
}

impl std::str::FromStr for State {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// A moderator's act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Lets a waiting comment appear.
    Approve,
    /// Takes it out of sight until it is decided.
    Hold,
    /// Takes it away.
    Remove,
    /// Takes a removal back.
    Restore,
}

impl Act {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Hold => "hold",
            Self::Remove => "remove",
            Self::Restore => "restore",
        }
    }

    /// The act that brings a comment from one state to another, as the record names it; `None` where none does.
    pub fn between(from: State, to: State) -> Option<Self> {
        [Self::Restore, Self::Approve, Self::Hold, Self::Remove].into_iter().find(|act| match (act, from) {
            // A decision is taken back to where it came from, whatever acts may do by themselves.
            (Self::Hold, State::Removed) => to == State::Held,
            _ => act.applied_to(from) == Some(to),
        })
    }

    /// The state after this act on a comment in state `from`; `None` where it makes no sense.
    pub fn applied_to(self, from: State) -> Option<State> {
        match (self, from) {
            (_, State::Deleted) => None,
            (Self::Approve, State::Held | State::Published) | (Self::Restore, State::Removed) => Some(State::Published),
            (Self::Hold, State::Published | State::Held) => Some(State::Held),
            (Self::Remove, _) => Some(State::Removed),
            _ => None,
        }
    }
}

impl std::str::FromStr for Act {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::Approve, Self::Hold, Self::Remove, Self::Restore]
            .into_iter()
            .find(|act| act.as_str() == word)
            .ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// Who wrote a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A guest, by the hash of their secret.
    Guest(Vec<u8>),
    /// Somebody with an account.
    Account(Id),
}

impl Writer {
    /// The hash, of a guest.
    pub fn guest(&self) -> Option<Vec<u8>> {
        match self {
            Self::Guest(hash) => Some(hash.clone()),
            Self::Account(_) => None,
        }
    }

    /// The account, of somebody who has one.
    pub fn account(&self) -> Option<Id> {
        match self {
            Self::Guest(_) => None,
            Self::Account(id) => Some(*id),
        }
    }

    /// By what their requests are told from others'.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Guest(hash) => hash,
            Self::Account(id) => id.bytes(),
        }
    }
}

/// A comment as lists and pages need it.
#[derive(Clone, Debug)]
pub struct CommentRow {
    /// Its identifier.
    pub id: Id,
    /// What it answers: a comment, or the story.
    pub parent: Id,
    /// The first comment of its branch; itself for a root.
    pub root: Id,
    /// 0 for a root.
    pub depth: i64,
    /// The writer's name.
    pub name: String,
    /// Its text, rendered.
    pub html: String,
    /// Whether it can be seen.
    pub state: State,
    /// The language it is written in, if known.
    pub lang: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last changed by its writer.
    pub edited_at: Option<Timestamp>,
    /// By what `top` sorts, where it was read for that.
    pub rank: Option<i64>,
    /// Direct replies that can be seen.
    pub replies: i64,
    /// Direct replies that are listed: seen, or a tombstone above something seen.
    pub branches: i64,
    /// On roots: all below that can be seen.
    pub descendants: i64,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// What the newsroom vouches for about its writer.
    pub badges: Badges,
    /// Who wrote it, if they have an account.
    pub account: Option<Id>,
}

/// How much of a decision a machine took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Automation {
    /// A person took it, or a program that answers for itself.
    None,
    /// The pipeline took it alone.
    Full,
}

impl Automation {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Full => "full",
        }
    }
}

impl std::str::FromStr for Automation {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        [Self::None, Self::Full]
            .into_iter()
            .find(|known| known.as_str() == word)
            .ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// A moderation act as it is recorded.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Decision {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id,
    /// The act.
    pub act: Act,
    /// The policy rule it rests on, if named.
    pub rule: Option<String>,
    /// The version of the rule, if it is one of the site's.
    pub rule_version: Option<i64>,
    /// Why.
    pub reason: String,
    /// Whether a person took it.
    pub automation: Automation,
    /// The decision that it takes back, if it does.
    #[schema(value_type = Option<String>)]
    pub reverses: Option<Id>,
    /// Who decided: `account ID`, `key NAME`, `command line` or `automatic`.
    pub decided_by: String,
    /// The state of the comment after it.
    pub state: State,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_make_sense_or_are_refused() {
        use State::{Deleted, Held, Published, Removed};
        let table = [
            (Act::Approve, [Some(Published), Some(Published), None, None]),
            (Act::Hold, [Some(Held), Some(Held), None, None]),
            (Act::Remove, [Some(Removed), Some(Removed), Some(Removed), None]),
            (Act::Restore, [None, None, Some(Published), None]),
        ];
        for (act, results) in table {
            for (from, want) in [Published, Held, Removed, Deleted].into_iter().zip(results) {
                assert_eq!(act.applied_to(from), want, "{act:?} on {from:?}");
            }
        }
    }

    #[test]
    fn whatever_was_decided_can_be_taken_back() {
        use State::{Held, Published, Removed};
        for (from, to, act) in [
            (Removed, Published, Act::Restore),
            (Removed, Held, Act::Hold),
            (Published, Held, Act::Hold),
            (Published, Removed, Act::Remove),
            (Held, Published, Act::Approve),
            (Held, Removed, Act::Remove),
            (Removed, Removed, Act::Remove),
            (Published, Published, Act::Approve),
        ] {
            assert_eq!(Act::between(from, to), Some(act), "{from:?} {to:?}");
        }
        assert_eq!(Act::between(State::Deleted, Held), None);
    }
}
