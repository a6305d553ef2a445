//! Who answers whom: the trees of all comments in a file, built before anything is stored.
//!
//! Lines come in any order, so the links are gathered first and tied when the last line has been read. Nothing here
//! recurses: a thread may be as deep as the file is long.

mod link;
mod place;

use jiff::Timestamp;

use crate::names::Names;
use crate::record::Record;
use crate::report::{Finding, Report};

pub use place::{Forest, Place, StoryPlace};

/// No comment, or no name.
const NONE: u32 = u32::MAX;
/// How many examples of each finding a report holds, unless told otherwise.
const EXAMPLES: usize = 10;

/// What the forest must know of a comment.
#[derive(Debug, Clone, Copy)]
pub struct CommentLink<'a> {
    /// The comment's id.
    pub id: &'a str,
    /// The id of its story.
    pub story: &'a str,
    /// The id of the comment it answers.
    pub parent: Option<&'a str>,
    /// Whether readers may see it.
    pub visible: bool,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Gathers the links of a file, line by line.
#[derive(Debug)]
pub struct ForestBuilder {
    ids: Names,
    /// The comment that has an id, by the number of the id; `NONE` for one that was only named as a parent.
    comment_of: Vec<u32>,
    comments: Vec<Gathered>,
    stories: Names,
    story_places: Vec<StoryPlace>,
    report: Report,
    examples: usize,
}

/// A comment before it has its place.
#[derive(Debug)]
struct Gathered {
    line: u64,
    created: i64,
    id: u32,
    story: u32,
    /// First the number of the parent's id; once resolved, the parent's index.
    parent: u32,
    visible: bool,
}

impl Default for ForestBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl ForestBuilder {
    /// A forest without trees.
    pub fn new() -> Self {
        Self::with_examples(EXAMPLES)
    }

    /// A forest whose report holds up to so many examples of each finding.
    pub fn with_examples(examples: usize) -> Self {
        Self {
            ids: Names::default(),
            comment_of: Vec::new(),
            comments: Vec::new(),
            stories: Names::default(),
            story_places: Vec::new(),
            report: Report::default(),
            examples,
        }
    }

    /// Takes in a record. Lines must come in rising order, as they do in a file.
    pub fn record(&mut self, line: u64, record: &Record) {
        match record {
            Record::Story(story) => {
                self.story(line, &story.id);
            }
            Record::Comment(comment) => {
                self.comment(
                    line,
                    CommentLink {
                        id: &comment.id,
                        story: &comment.story,
                        parent: comment.parent.as_deref(),
                        visible: comment.is_visible(),
                        created_at: comment.created_at,
                    },
                );
            }
        }
    }

    /// Takes in a story; gives its index, or `None` where an earlier line has its id.
    pub fn story(&mut self, line: u64, id: &str) -> Option<u32> {
        let story = self.story_number(id);
        let place = &mut self.story_places[story as usize];
        if place.line.is_some() {
            self.report.duplicate_stories.note(self.examples, id, line);
            return None;
        }
        place.line = Some(line);
        Some(story)
    }

    /// Takes in a comment; gives its index, or `None` where an earlier line has its id.
    pub fn comment(&mut self, line: u64, link: CommentLink<'_>) -> Option<u32> {
        debug_assert!(self.comments.last().is_none_or(|last| last.line < line), "lines must rise");
        let id = self.id_number(link.id);
        if self.comment_of[id as usize] != NONE {
            self.report.duplicates.note(self.examples, link.id, line);
            return None;
        }
        let index = u32::try_from(self.comments.len()).expect("fewer comments than memory could hold");
        self.comment_of[id as usize] = index;
        let parent = match link.parent {
            None | Some("") => NONE,
            Some(parent) => self.id_number(parent),
        };
        let story = self.story_number(link.story);
        let created = link.created_at.as_microsecond();
        self.story_places[story as usize].note(line, link.created_at, link.visible);
        self.comments.push(Gathered { line, created, id, story, parent, visible: link.visible });
        Some(index)
    }

    fn id_number(&mut self, id: &str) -> u32 {
        let number = self.ids.number(id);
        self.comment_of.resize(self.ids.len(), NONE);
        number
    }

    fn story_number(&mut self, id: &str) -> u32 {
        let number = self.stories.number(id);
        self.story_places.resize(self.stories.len(), StoryPlace::default());
        number
    }
}

/// A finding about a comment, with the id spelled out.
fn note(finding: &mut Finding, most: usize, ids: &Names, comment: &Gathered) {
    finding.note(most, ids.get(comment.id), comment.line);
}
