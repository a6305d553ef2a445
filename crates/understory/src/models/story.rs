use unicode_normalization::UnicodeNormalization;

use super::{Id, Matter, Settings};
use crate::clock::Timestamp;

/// What is discussed.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its identifier.
    pub id: Id,
    /// The last part of its address on this server.
    pub slug: String,
    /// Its canonical address, where it is published elsewhere.
    pub url: Option<String>,
    /// The headline.
    pub title: String,
    /// Its text, in Markdown.
    pub body: String,
    /// Its text, rendered.
    pub html: String,
    /// The byline.
    pub author: String,
    /// Its language, as a BCP 47 tag.
    pub lang: String,
    /// Its topics.
    pub topics: Vec<String>,
    /// Whether it is shown.
    pub state: StoryState,
    /// When it was published.
    pub published_at: Timestamp,
    /// When it came here.
    pub created_at: Timestamp,
    /// When it was last changed here.
    pub updated_at: Timestamp,
    /// When its thread was closed, why, and by what.
    pub closed: Option<Closed>,
    /// When its thread will close.
    pub close_at: Option<Timestamp>,
    /// The number of its last event.
    pub seq: i64,
    /// How many of its comments can be seen.
    pub comments: i64,
    /// Where it was imported from.
    pub source: Option<(String, String)>,
    /// Fields of the neutral format that are not ours, as JSON.
    pub extra: String,
    /// What it has beside headline and text.
    pub matter: Matter,
}

/// Whether a story is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoryState {
    /// It is being written.
    Draft,
    /// It waits for the time at which it is published: an embargo.
    Scheduled,
    /// It is shown.
    Published,
    /// It was taken back: kept, with its thread, and not shown.
    Unpublished,
}

impl StoryState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Scheduled, Self::Published, Self::Unpublished];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// What a story is that shall be published at a time: shown, or waiting for it.
    pub fn at(published_at: Timestamp, now: Timestamp) -> Self {
        if published_at > now { Self::Scheduled } else { Self::Published }
    }
}

/// A closed thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Since when.
    pub at: Timestamp,
    /// By what.
    pub by: ClosedBy,
    /// The editor's words, if any.
    pub reason: Option<String>,
}

/// What closed a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    /// A person.
    Hand,
    /// The date set for it.
    Date,
    /// The site's rule on age.
    Age,
}

impl ClosedBy {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Date => "date",
            Self::Age => "age",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hand, Self::Date, Self::Age].into_iter().find(|by| by.as_str() == word)
    }

    /// A sentence for readers.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Hand => "The newsroom has closed this discussion.",
            Self::Date => "This discussion ended at the time announced for it.",
            Self::Age => "Discussions here close some time after a story is published; this one has.",
        }
    }
}

impl Closed {
    /// What readers are told.
    pub fn sentence(&self) -> String {
        match &self.reason {
            Some(reason) => format!("{} {reason}", self.by.sentence()),
            None => self.by.sentence().to_owned(),
        }
    }
}

impl Story {
    /// When what one reads of it was last changed: published, or corrected.
    pub fn changed_at(&self) -> Timestamp {
        self.matter.corrections.iter().map(|correction| correction.at).fold(self.published_at, Timestamp::max)
    }

    /// Whether the thread is closed at `now`: by hand, or because its date or its age has come, even if the job that
    /// writes that down has not run yet.
    pub fn closed_at(&self, now: Timestamp, settings: &Settings) -> Option<Closed> {
        closed(self.closed.clone(), self.close_at, self.published_at, now, settings)
    }
}

/// See [`Story::closed_at`].
pub fn closed(
    stored: Option<Closed>,
    close_at: Option<Timestamp>,
    published_at: Timestamp,
    now: Timestamp,
    settings: &Settings,
) -> Option<Closed> {
    if stored.is_some() {
        return stored;
    }
    if let Some(at) = close_at.filter(|at| *at <= now) {
        return Some(Closed { at, by: ClosedBy::Date, reason: None });
    }
    if settings.close_after_days > 0 {
        let at = published_at.plus_seconds(i64::from(settings.close_after_days) * 86_400);
        if at <= now {
            return Some(Closed { at, by: ClosedBy::Age, reason: None });
        }
    }
    None
}

/// The longest slug made from a title, in characters.
const SLUG_LENGTH: usize = 60;

/// A slug from a title: letters and digits of any script in lower case, without marks where Latin, joined by hyphens,
/// ended by the short form of the identifier.
pub fn slug_of(title: &str, id: Id) -> String {
    let slug = topic_of(title);
    let id = id.to_string();
    let short = &id[id.len() - 6..];
    if slug.is_empty() { short.to_owned() } else { format!("{slug}-{short}") }
}

/// The last part of a topic's address: letters and digits of any script in lower case, joined by hyphens. Topics that
/// differ only in case or marks are one.
pub fn topic_of(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfkd().flat_map(char::to_lowercase) {
        if slug.chars().count() >= SLUG_LENGTH {
            break;
        }
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !unicode_normalization::char::is_combining_mark(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable() {
        let id = Id(uuid::Uuid::from_u128(1));
        assert_eq!(slug_of("Café, Straße & Co.!", id), "cafe-straße-co-000001");
        assert_eq!(slug_of("???", id), "000001");
        assert_eq!(slug_of("قصة المدينة", id), "قصة-المدينة-000001");
        assert!(slug_of(&"word ".repeat(100), id).chars().count() <= SLUG_LENGTH + 7);
    }
}
