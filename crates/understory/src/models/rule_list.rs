use serde::Serialize;
use understory_rules::{BadLine, List};

use super::{Id, Refusal};
use crate::clock::Timestamp;

/// How many lists a site has at most: all of them are kept in memory, ready.
pub const MOST_LISTS: usize = 20;

/// The longest text of a list, in bytes: 20,000 entries of a hundred bytes.
pub const LIST_BYTES: usize = 2_000_000;

/// Lines that are told where a list is refused.
const LINES_TOLD: usize = 5;

/// Where a list applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RulePlace {
    /// Everywhere on the site.
    #[default]
    Site,
    /// Under stories of a topic, by the last part of its address.
    Topic(String),
    /// Under one story.
    Story(Id),
}

impl RulePlace {
    /// Whether a comment under this story, which has these topics, is compared with the list.
    pub fn holds(&self, story: Id, topics: &[String]) -> bool {
        match self {
            Self::Site => true,
            Self::Topic(topic) => topics.contains(topic),
            Self::Story(only) => *only == story,
        }
    }
}

impl std::fmt::Display for RulePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Site => f.write_str("site"),
            Self::Topic(topic) => write!(f, "topic {topic}"),
            Self::Story(story) => write!(f, "story {story}"),
        }
    }
}

/// A rule list of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleList {
    /// What it is called.
    pub name: String,
    /// Its text, as written.
    pub text: String,
    /// Where it applies.
    pub place: RulePlace,
    /// Whether comments are compared with it.
    pub is_on: bool,
    /// From 1, one more with each change of text or place.
    pub version: i64,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

impl RuleList {
    /// Checks a list's name.
    ///
    /// # Errors
    /// The refusal that says what a name may be.
    pub fn check_name(name: &str) -> Result<(), Refusal> {
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if (1..=60).contains(&name.len()) && name.chars().all(is_word) {
            return Ok(());
        }
        let text = "A list is named by 1 to 60 of the characters a-z, 0-9 and '-'.";
        Err(Refusal::field("list_invalid", "name", text))
    }

    /// Reads a list's text.
    ///
    /// # Errors
    /// The refusal that names the first lines that are no entries.
    pub fn read(text: &str) -> Result<List, Refusal> {
        if text.len() > LIST_BYTES {
            let text = "A list may have two million bytes. Take it apart into several.";
            return Err(Refusal::field("list_invalid", "text", text));
        }
        List::parse(text).map_err(|bad| Refusal::field("list_invalid", "text", lines(&bad)))
    }
}

fn lines(bad: &[BadLine]) -> String {
    let told: Vec<String> = bad.iter().take(LINES_TOLD).map(ToString::to_string).collect();
    let more = match bad.len().saturating_sub(LINES_TOLD) {
        0 => String::new(),
        more => format!("; and {more} lines more"),
    };
    format!("Nothing of the list was taken: {}{more}.", told.join("; "))
}
