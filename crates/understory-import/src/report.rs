//! What was found amiss in a file, in counts with a few examples each.

use serde::Serialize;

/// What the first pass learned about a file.
///
/// Nothing in it is lost: a comment whose parent cannot be linked is kept at the top of its thread. Only a repeated id is
/// passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Stories, the implied ones included.
    pub stories: u64,
    /// Comments kept.
    pub comments: u64,
    /// Comments that readers may see.
    pub visible: u64,
    /// Comments at the top of their thread.
    pub roots: u64,
    /// The greatest depth of a comment, a top one having 0.
    pub deepest: u32,
    /// Replies with an earlier time than their parent: clocks differ. Their order in the tree is kept.
    pub older_than_parent: u64,
    /// Comments whose parent is a spelling of "none" (`0`, `-1`, `root`, the id of the story) and no comment's id.
    pub spelled_roots: u64,
    /// Comments whose parent is not in the file; kept at the top.
    pub missing_parents: Finding,
    /// Comments whose parent stands under another story; kept at the top.
    pub other_story_parents: Finding,
    /// Comments that name themselves as parent; kept at the top.
    pub self_parents: Finding,
    /// Rings of comments, each answering the next; the one that stands first in the file was put at the top.
    pub loops: Finding,
    /// Comments with an id that an earlier line has; passed over.
    pub duplicates: Finding,
    /// Stories with an id that an earlier line has; passed over.
    pub duplicate_stories: Finding,
    /// Stories that have comments but no line of their own; taken with the id as the title. The line is the first comment's.
    pub implied_stories: Finding,
}

/// How often something was found, and where first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How often.
    pub count: u64,
    /// The first cases.
    pub examples: Vec<Example>,
}

impl Finding {
    pub(crate) fn note(&mut self, most: usize, id: &str, line: u64) {
        self.count += 1;
        if self.examples.len() < most {
            self.examples.push(Example { id: id.to_owned(), line });
        }
    }
}

/// A record in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its id in the source.
    pub id: String,
    /// The line on which it stands.
    pub line: u64,
}
