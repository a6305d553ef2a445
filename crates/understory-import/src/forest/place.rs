//! The finished forest: the place of every comment, and what hangs below it.

use jiff::Timestamp;

use super::{Gathered, NONE};
use crate::names::Names;
use crate::report::Report;

/// Where a comment stands, and how much stands below it. Comments are known by their index: 0 for the first in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line of the file.
    pub line: u64,
    /// The index of the story.
    pub story: u32,
    /// The comment it answers.
    pub parent: Option<u32>,
    /// The comment at the top of its branch; its own index if it is that one.
    pub root: u32,
    /// How far below the top, which is 0.
    pub depth: u32,
    /// Whether readers may see it.
    pub visible: bool,
    /// Whether it shows in the thread: it is visible, or something below it is.
    pub listed: bool,
    /// Direct replies that are visible.
    pub replies: u32,
    /// Direct replies that are listed.
    pub branches: u32,
    /// Visible comments anywhere below.
    pub descendants: u32,
}

/// What the comments say about their story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoryPlace {
    /// The line that declares the story; `None` for one that only its comments tell of.
    pub line: Option<u64>,
    /// The line of the first comment in the file.
    pub first_comment_line: Option<u64>,
    /// The earliest time of a comment, seen or not.
    pub first_comment_at: Option<Timestamp>,
    /// Visible comments.
    pub comments: u32,
}

impl StoryPlace {
    pub(super) fn note(&mut self, line: u64, at: Timestamp, visible: bool) {
        self.first_comment_line.get_or_insert(line);
        self.first_comment_at = Some(self.first_comment_at.map_or(at, |first| first.min(at)));
        self.comments += u32::from(visible);
    }
}

/// The trees of all comments in a file.
#[derive(Debug)]
pub struct Forest {
    places: Vec<Place>,
    order: Vec<u32>,
    stories: Names,
    story_places: Vec<StoryPlace>,
    report: Report,
}

impl Forest {
    /// Takes comments whose parents are resolved and without rings.
    pub(super) fn grow(comments: Vec<Gathered>, stories: Names, story_places: Vec<StoryPlace>, report: Report) -> Self {
        let order = parents_first(&comments);
        let mut places: Vec<Place> = (0..).zip(comments).map(|(index, comment)| bare(index, &comment)).collect();
        for &index in &order {
            let place = places[index as usize];
            if let Some(parent) = place.parent {
                let Place { root, depth, .. } = places[parent as usize];
                places[index as usize] = Place { root, depth: depth + 1, ..place };
            }
        }
        for &index in order.iter().rev() {
            let place = &mut places[index as usize];
            place.listed = place.visible || place.branches > 0;
            let place = *place;
            if let Some(parent) = place.parent {
                let parent = &mut places[parent as usize];
                parent.replies += u32::from(place.visible);
                parent.branches += u32::from(place.listed);
                parent.descendants += place.descendants + u32::from(place.visible);
            }
        }
        let mut forest = Self { places, order, stories, story_places, report };
        forest.sum_up();
        forest
    }

    fn sum_up(&mut self) {
        let Self { places, report, .. } = self;
        report.stories = self.story_places.len() as u64;
        report.comments = places.len() as u64;
        report.visible = places.iter().filter(|place| place.visible).count() as u64;
        report.roots = places.iter().filter(|place| place.parent.is_none()).count() as u64;
        report.deepest = places.iter().map(|place| place.depth).max().unwrap_or(0);
    }

    /// How many comments there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no comment.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The places of all comments, in the order of the file.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The comment that stands on a line; `None` where that line holds no comment, or one that was passed over.
    pub fn at_line(&self, line: u64) -> Option<u32> {
        self.places.binary_search_by_key(&line, |place| place.line).ok().map(|index| index as u32)
    }

    /// All comments, near the order of the file, but a parent always before its replies.
    pub fn order(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.order.iter().copied()
    }

    /// What the comments say about each story, declared or implied, in the order in which the file first names them.
    pub fn stories(&self) -> &[StoryPlace] {
        &self.story_places
    }

    /// The index of a story.
    pub fn story(&self, id: &str) -> Option<u32> {
        self.stories.find(id)
    }

    /// The id of a story. Panics at an index that is none of this forest's.
    pub fn story_id(&self, story: u32) -> &str {
        self.stories.get(story)
    }

    /// What was found in the file.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// A place as if the comment stood alone.
fn bare(index: u32, comment: &Gathered) -> Place {
    Place {
        line: comment.line,
        story: comment.story,
        parent: (comment.parent != NONE).then_some(comment.parent),
        root: index,
        depth: 0,
        visible: comment.visible,
        listed: comment.visible,
        replies: 0,
        branches: 0,
        descendants: 0,
    }
}

/// Each comment after its parent: at every comment in turn, first those above it that have not come yet.
fn parents_first(comments: &[Gathered]) -> Vec<u32> {
    let mut order = Vec::with_capacity(comments.len());
    let mut done = vec![false; comments.len()];
    let mut above = Vec::new();
    for index in 0..comments.len() as u32 {
        let mut at = index;
        while at != NONE && !done[at as usize] {
            done[at as usize] = true;
            above.push(at);
            at = comments[at as usize].parent;
        }
        order.extend(above.drain(..).rev());
    }
    order
}
