use serde::{Deserialize, Serialize};

/// What a reader says is wrong with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlagReason {
    /// It threatens, or calls for violence.
    Violence,
    /// It is hatred of a group of people.
    Hate,
    /// It insults or harasses somebody.
    Insult,
    /// It tells what is private of somebody.
    Private,
    /// It advertises or deceives.
    Spam,
    /// It has nothing to do with the story.
    OffTopic,
    /// Something else, which the reader writes.
    Other,
}

impl FlagReason {
    /// All of them, in the order shown.
    pub const ALL: [Self; 7] =
        [Self::Violence, Self::Hate, Self::Insult, Self::Private, Self::Spam, Self::OffTopic, Self::Other];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violence => "violence",
            Self::Hate => "hate",
            Self::Insult => "insult",
            Self::Private => "private",
            Self::Spam => "spam",
            Self::OffTopic => "off_topic",
            Self::Other => "other",
        }
    }
}

impl std::str::FromStr for FlagReason {
    type Err = super::UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word).ok_or_else(|| super::UnknownWord(word.to_owned()))
    }
}

/// The longest text of a flag, in characters.
pub const FLAG_TEXT: usize = 500;

/// How somebody's flags turned out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagRecord {
    /// How often the desk held or removed what they flagged.
    pub founded: i64,
    /// How often it let it stand.
    pub unfounded: i64,
}

impl FlagRecord {
    /// What a flag of somebody counts. Whom nobody knows counts once, an account twice, one that is mostly right four
    /// times, and who is mostly wrong not at all: a crowd that flags whatever it dislikes loses its voice after five times.
    pub fn weight(self, has_account: bool) -> i64 {
        if self.unfounded >= 5 && self.unfounded > 2 * self.founded {
            0
        } else if has_account && self.founded >= 3 && self.founded >= 2 * self.unfounded {
            4
        } else if has_account {
            2
        } else {
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_right_counts_more_and_who_is_wrong_counts_no_more() {
        let weight = |founded, unfounded, has_account| FlagRecord { founded, unfounded }.weight(has_account);
        assert_eq!([weight(0, 0, false), weight(0, 0, true)], [1, 2]);
        assert_eq!([weight(3, 0, true), weight(3, 1, true), weight(3, 2, true)], [4, 4, 2]);
        assert_eq!([weight(0, 4, true), weight(0, 5, true), weight(0, 5, false)], [2, 0, 0]);
        assert_eq!([weight(3, 6, true), weight(3, 7, true)], [2, 0]);
        assert_eq!(weight(50, 0, false), 1, "a line or a browser is not a person");
    }
}
