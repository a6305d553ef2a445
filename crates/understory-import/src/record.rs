//! What a discussion file says: stories and comments, as the neutral format has them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

/// Fields of the writer's own, whose names begin with `x_`; kept as they came and written last, sorted.
pub type Extra = BTreeMap<String, Value>;

/// One line of the neutral format.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A story, which may have a thread.
    Story(StoryRecord),
    /// A comment in the thread of a story.
    Comment(CommentRecord),
}

impl Record {
    /// The source's own id, unique among the records of its kind in a file.
    pub fn id(&self) -> &str {
        match self {
            Self::Story(story) => &story.id,
            Self::Comment(comment) => &comment.id,
        }
    }
}

/// A story as its source knows it.
///
/// Read from JSON by itself (without `kind`) it is what `POST /stories` takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryRecord {
    /// The source's id; never empty.
    pub id: String,
    /// The headline; may be empty.
    pub title: String,
    /// The canonical address.
    pub url: Option<String>,
    /// The name wished for in our own addresses.
    pub slug: Option<String>,
    /// The text of the story, where it is published here.
    pub body: Option<String>,
    /// The byline.
    pub author: Option<String>,
    /// When the story was published.
    pub published_at: Option<Timestamp>,
    /// The names of its topics.
    pub topics: Vec<String>,
    /// The state of the story or its thread, in the server's words.
    pub state: Option<String>,
    /// Fields beginning with `x_`.
    pub extra: Extra,
}

/// A comment as its source knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CommentRecord {
    /// The source's id; never empty.
    pub id: String,
    /// The id of the story it stands under; never empty.
    pub story: String,
    /// The id of the comment it answers; `None` at top level.
    pub parent: Option<String>,
    /// Who wrote it.
    pub author: Author,
    /// When it was written, in whole microseconds.
    pub created_at: Timestamp,
    /// The text, in `format`; empty where nothing is left of it.
    pub body: String,
    /// How `body` is to be read.
    pub format: Format,
    /// Its state; `None` is published.
    pub state: Option<State>,
    /// Totals of votes, without the voters.
    pub votes: Option<Votes>,
    /// When the text was last changed.
    pub edited_at: Option<Timestamp>,
    /// The language of the text, as a BCP 47 tag.
    pub lang: Option<String>,
    /// Fields beginning with `x_`.
    pub extra: Extra,
}

impl CommentRecord {
    /// Whether readers may see the comment: a state is published, or is not given.
    pub fn is_visible(&self) -> bool {
        matches!(self.state, None | Some(State::Published))
    }
}

/// Who wrote a comment. A name is no identity: two authors may share one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Author {
    /// The name shown; may be empty.
    pub name: String,
    /// The source's id of the account.
    pub id: Option<String>,
    /// The address by which the writer can be known again.
    pub email: Option<String>,
    /// Fields beginning with `x_`.
    pub extra: Extra,
}

/// How the text of a comment is to be read. Whatever it is, it passes the same sanitiser as a new comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Markdown, the default.
    #[default]
    Markdown,
    /// Plain text.
    Text,
    /// An HTML fragment.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Text, Self::Html];

    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
            Self::Html => "html",
        }
    }
}

/// What became of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Anyone may read it.
    Published,
    /// It waits for a moderator.
    Held,
    /// A moderator or a rule took it away.
    Removed,
    /// Its writer took it away.
    Deleted,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Published, Self::Held, Self::Removed, Self::Deleted];

    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Held => "held",
            Self::Removed => "removed",
            Self::Deleted => "deleted",
        }
    }
}

/// Totals of votes on a comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Votes {
    /// How many were for it.
    pub up: u32,
    /// How many were against it.
    pub down: u32,
}
