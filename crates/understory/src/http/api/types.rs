use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::models::{Badges, Closed, CommentRow, Cursor, Id, Reason, Seen, State, Story, StoryState, Viewer, seen};
use crate::store::threads::Branch;

/// A story as the API shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StoryOut {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id,
    /// The last part of its address here.
    pub slug: String,
    /// Its canonical address, if it is published elsewhere.
    pub url: Option<String>,
    /// The headline.
    pub title: String,
    /// The byline.
    pub author: String,
    /// A sentence or two below the headline; empty for none.
    pub standfirst: String,
    /// The language, as a BCP 47 tag.
    pub lang: String,
    /// Its topics.
    pub topics: Vec<String>,
    /// When it was published.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// How many comments can be seen.
    pub comments: i64,
    /// `published` or `closed`; to keys also `draft`, `scheduled` or `unpublished`.
    pub state: &'static str,
    /// Why the thread is closed, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// The number of the last change of the thread.
    pub seq: i64,
}

impl StoryOut {
    /// Of a story that is closed like this, or open.
    pub fn of(story: &Story, closed: Option<&Closed>) -> Self {
        Self {
            id: story.id,
            slug: story.slug.clone(),
            url: story.url.clone(),
            title: story.title.clone(),
            author: story.author.clone(),
            standfirst: story.matter.standfirst.clone(),
            lang: story.lang.clone(),
            topics: story.topics.clone(),
            published_at: story.published_at,
            comments: story.comments,
            state: match (story.state, closed) {
                (StoryState::Published, Some(_)) => "closed",
                (state, _) => state.as_str(),
            },
            closed: closed.map(Closed::sentence),
            seq: story.seq,
        }
    }
}

/// Who wrote a comment.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuthorOut {
    /// The name.
    pub name: String,
    /// What the newsroom vouches for.
    pub badges: Vec<String>,
}

impl AuthorOut {
    fn new(name: String, badges: Badges) -> Self {
        Self { name, badges: badges.words().map(str::to_owned).collect() }
    }
}

/// Votes for and against.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct VotesOut {
    /// For.
    pub up: i64,
    /// Against.
    pub down: i64,
}

/// A comment, or the tombstone in its place, with the first of its replies.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommentOut {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id,
    /// What it answers; null for a root.
    #[schema(value_type = Option<String>)]
    pub parent: Option<Id>,
    /// 0 for a root.
    pub depth: i64,
    /// Null on a tombstone.
    pub author: Option<AuthorOut>,
    /// The text as HTML; null on a tombstone.
    pub html: Option<String>,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When its writer last changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub edited_at: Option<Timestamp>,
    /// Whether it can be seen, and if not, why.
    pub state: State,
    /// Direct replies that can be seen.
    pub replies: i64,
    /// On roots: all below that can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descendants: Option<i64>,
    /// Votes.
    pub votes: VotesOut,
    /// The first replies.
    #[schema(no_recursion)]
    pub children: Vec<CommentOut>,
    /// Where the replies go on: for `GET /comments/{id}/replies?after=`.
    #[schema(value_type = Option<String>)]
    pub more: Option<Cursor>,
}

impl CommentOut {
    /// What `viewer` may see of a branch.
    pub fn of(branch: Branch, story: Id, shown: StoryState, viewer: Viewer) -> Option<Self> {
        let Branch { comment, children, more } = branch;
        let whole = match seen(viewer, &comment, shown) {
            Seen::Nothing => return None,
            Seen::Tombstone => false,
            Seen::Whole => true,
        };
        Some(Self {
            id: comment.id,
            parent: (comment.parent != story).then_some(comment.parent),
            depth: comment.depth,
            author: whole.then_some(AuthorOut::new(comment.name, comment.badges)),
            html: whole.then_some(comment.html),
            created_at: comment.created_at,
            edited_at: comment.edited_at.filter(|_| whole),
            state: comment.state,
            replies: comment.replies,
            descendants: (comment.parent == story).then_some(comment.descendants),
            votes: if whole { VotesOut { up: comment.up, down: comment.down } } else { VotesOut { up: 0, down: 0 } },
            children: children.into_iter().filter_map(|child| Self::of(child, story, shown, viewer)).collect(),
            more,
        })
    }
}

/// A page of a thread: what the contract says of it. `thread::json` writes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ThreadOut {
    /// The story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryOut>,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    pub next: Option<Cursor>,
    /// In order.
    pub comments: Vec<CommentOut>,
}

/// The answer to a post: the comment, why it waits if it does, and the secret that lets its writer change it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PostedComment {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its story.
    #[schema(value_type = String)]
    pub story: Id,
    /// What it answers; null for a root.
    #[schema(value_type = Option<String>)]
    pub parent: Option<Id>,
    /// 0 for a root.
    pub depth: i64,
    /// The writer.
    pub author: Option<AuthorOut>,
    /// The text as HTML.
    pub html: Option<String>,
    /// When it was written.
    pub created_at: String,
    /// When its writer last changed it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edited_at: Option<String>,
    /// Whether it can be seen.
    pub state: State,
    /// Direct replies.
    pub replies: i64,
    /// On roots: all below.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub descendants: Option<i64>,
    /// Votes.
    pub votes: VotesOut,
    /// None yet.
    #[schema(no_recursion, value_type = Vec<CommentOut>)]
    pub children: [(); 0],
    /// Nothing more.
    pub more: Option<String>,
    /// Why it waits or was removed.
    pub reasons: Vec<Reason>,
    /// Where the statement of reasons stands and can be appealed, if it was removed: whoever has this address can read it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub statement: Option<String>,
    /// To be sent as `Understory-Edit-Token` with a change; for guests.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub edit_token: Option<String>,
}

impl PostedComment {
    /// Of a comment as its writer sees it.
    pub fn of(comment: &CommentRow, story: Id, reasons: &[Reason]) -> Self {
        let gone = comment.state == State::Deleted;
        Self {
            id: comment.id,
            story,
            parent: (comment.parent != story).then_some(comment.parent),
            depth: comment.depth,
            author: (!gone).then(|| AuthorOut::new(comment.name.clone(), comment.badges)),
            html: (!gone).then(|| comment.html.clone()),
            created_at: comment.created_at.rfc3339(),
            edited_at: comment.edited_at.map(Timestamp::rfc3339),
            state: comment.state,
            replies: comment.replies,
            descendants: (comment.parent == story).then_some(comment.descendants),
            votes: VotesOut { up: comment.up, down: comment.down },
            children: [],
            more: None,
            reasons: reasons.iter().map(Reason::for_writer).collect(),
            statement: None,
            edit_token: None,
        }
    }
}
