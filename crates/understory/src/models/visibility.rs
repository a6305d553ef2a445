use super::{CommentRow, State, Story, StoryState};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody.
    Reader,
    /// The person who wrote this comment.
    Writer,
    /// Somebody who decides about comments.
    Moderator,
}

/// How much of a comment somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// All of it.
    Whole,
    /// That there is one, and what became of it; neither its words nor its writer.
    Tombstone,
    /// Not even that.
    Nothing,
}

/// What `viewer` may see of a comment under a story. Every list, count, page, search and export asks this.
///
/// `branches` of the comment decides whether a comment that cannot be seen holds its place in the tree.
pub fn seen(viewer: Viewer, comment: &CommentRow, story: StoryState) -> Seen {
    match (viewer, comment.state) {
        (Viewer::Moderator, State::Deleted) => Seen::Tombstone,
        (Viewer::Moderator, _) => Seen::Whole,
        (_, _) if story != StoryState::Published => Seen::Nothing,
        (Viewer::Writer, State::Held | State::Removed | State::Published) | (Viewer::Reader, State::Published) => {
            Seen::Whole
        }
        (_, _) if comment.branches > 0 => Seen::Tombstone,
        _ => Seen::Nothing,
    }
}

impl Story {
    /// Whether readers may see the story at all.
    pub fn is_shown(&self) -> bool {
        self.state == StoryState::Published
    }
}
