//! Ties the links: every comment gets a parent in its own story, or none, and no ring remains.

use super::{Forest, ForestBuilder, Gathered, NONE, note};
use crate::names::Names;

impl ForestBuilder {
    /// Ties the links and works out every comment's place.
    pub fn finish(mut self) -> Forest {
        self.resolve_parents();
        self.cut_loops();
        self.note_implied_stories();
        let parent_of = |comment: &Gathered| self.comments.get(comment.parent as usize);
        self.report.older_than_parent = self
            .comments
            .iter()
            .filter(|comment| parent_of(comment).is_some_and(|parent| comment.created < parent.created))
            .count() as u64;
        // A third of the memory, and no longer needed.
        (self.ids, self.comment_of) = (Names::default(), Vec::new());
        Forest::grow(self.comments, self.stories, self.story_places, self.report)
    }

    /// From the parent's name to the parent's index, or to no parent.
    fn resolve_parents(&mut self) {
        let Self { ids, comment_of, comments, stories, report, examples, .. } = self;
        for index in 0..comments.len() {
            let comment = &comments[index];
            if comment.parent == NONE {
                continue;
            }
            let parent = comment_of[comment.parent as usize];
            let cause = match comments.get(parent as usize) {
                None if is_spelled_root(ids.get(comment.parent), stories.get(comment.story)) => {
                    report.spelled_roots += 1;
                    None
                }
                None => Some(&mut report.missing_parents),
                Some(_) if parent as usize == index => Some(&mut report.self_parents),
                Some(other) if other.story != comment.story => Some(&mut report.other_story_parents),
                Some(_) => {
                    comments[index].parent = parent;
                    continue;
                }
            };
            if let Some(finding) = cause {
                note(finding, *examples, ids, comment);
            }
            comments[index].parent = NONE;
        }
    }

    /// Opens every ring at the comment that stands first in the file.
    fn cut_loops(&mut self) {
        // The walk that came by, counted from 1.
        let mut walks = vec![0_u32; self.comments.len()];
        for start in 0..self.comments.len() {
            let walk = start as u32 + 1;
            let mut at = start as u32;
            while at != NONE && walks[at as usize] == 0 {
                walks[at as usize] = walk;
                at = self.comments[at as usize].parent;
            }
            if at == NONE || walks[at as usize] != walk {
                continue;
            }
            let (mut first, mut next) = (at, self.comments[at as usize].parent);
            while next != at {
                first = first.min(next);
                next = self.comments[next as usize].parent;
            }
            note(&mut self.report.loops, self.examples, &self.ids, &self.comments[first as usize]);
            self.comments[first as usize].parent = NONE;
        }
    }

    fn note_implied_stories(&mut self) {
        for (story, place) in (0..).zip(&self.story_places) {
            if let (None, Some(line)) = (place.line, place.first_comment_line) {
                self.report.implied_stories.note(self.examples, self.stories.get(story), line);
            }
        }
    }
}

/// What other systems write for "no parent". Only where no comment has that id.
fn is_spelled_root(parent: &str, story: &str) -> bool {
    matches!(parent, "0" | "-1" | "root") || parent == story
}
