use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Anything that makes people leave a discussion.
    Toxic,
    /// Hatred of a group of people.
    Hate,
    /// A threat, or a call to violence.
    Threat,
    /// An insult to a person.
    Insult,
    /// Sexual words.
    Sexual,
    /// Crude words.
    Profanity,
    /// Advertising, fraud, links for their own sake.
    Spam,
}

impl Category {
    /// All of them, in the order in which everything is kept and shown.
    pub const ALL: [Self; 7] =
        [Self::Toxic, Self::Hate, Self::Threat, Self::Insult, Self::Sexual, Self::Profanity, Self::Spam];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Its name in files, settings and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Toxic => "toxic",
            Self::Hate => "hate",
            Self::Threat => "threat",
            Self::Insult => "insult",
            Self::Sexual => "sexual",
            Self::Profanity => "profanity",
            Self::Spam => "spam",
        }
    }

    /// Its place in [`Category::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Category {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|category| category.as_str() == word).ok_or_else(|| {
            format!("'{word}' is no category; there are: toxic, hate, threat, insult, sexual, profanity, spam")
        })
    }
}
