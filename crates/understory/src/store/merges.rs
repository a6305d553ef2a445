//! Merging two stories' threads: the comments of one go below the other, and so do those who ask for it.

use serde_json::json;

use super::{Note, Result, Tx, Write, audit, events, related, search, stories, topics};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Id, Refusal, Story, StoryState};

/// Puts all comments of a story below another, leads its addresses there, and takes it out of sight.
#[derive(Clone, Debug)]
pub struct MergeStory {
    /// The site.
    pub site: Id,
    /// The story whose thread goes.
    pub from: Id,
    /// The story to which it goes.
    pub into: Id,
    /// Who does it.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

/// What a merge moves, or would.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Merged {
    /// Comments, seen or not.
    pub comments: i64,
    /// Those that answer the story itself.
    pub roots: i64,
    /// Those that can be seen.
    pub visible: i64,
    /// Addresses that will lead to the other story: those elsewhere, and those here.
    pub addresses: i64,
}

/// What a merge would move.
///
/// # Errors
/// A refusal when it cannot be done.
pub fn would_merge(tx: &mut Tx<'_>, site: Id, from: Id, into: Id) -> Result<Merged> {
    two(tx, site, from, into)?;
    measure(tx, site, from)
}

fn measure(tx: &mut Tx<'_>, site: Id, from: Id) -> Result<Merged> {
    let (comments, roots, visible) = tx
        .first(
            "SELECT count(*), coalesce(sum(CASE WHEN parent = $1 THEN 1 ELSE 0 END), 0),
             coalesce(sum(CASE WHEN state = 'published' THEN 1 ELSE 0 END), 0)
             FROM comment WHERE site_id = $2 AND story_id = $1",
            &[&from, &site],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .unwrap_or((0, 0, 0));
    let count =
        |tx: &mut Tx<'_>, sql| -> Result<i64> { Ok(tx.first(sql, &[&site, &from], |row| row.get(0))?.unwrap_or(0)) };
    let elsewhere = count(tx, "SELECT count(*) FROM story_alias WHERE site_id = $1 AND story_id = $2")?;
    let earlier = count(tx, "SELECT count(*) FROM story_moved WHERE site_id = $1 AND story_id = $2")?;
    Ok(Merged { comments, roots, visible, addresses: elsewhere + earlier + 1 })
}

/// The story that goes, if both are there, and are two.
fn two(tx: &mut Tx<'_>, site: Id, from: Id, into: Id) -> Result<Story> {
    if from == into {
        return Err(Refusal::new(409, "merge_impossible", "A story cannot be merged with itself.").into());
    }
    let unknown = || Refusal::new(404, "story_unknown", "There is no such story here.");
    let from = stories::by_id(tx, site, from)?.ok_or_else(unknown)?;
    let into = stories::by_id(tx, site, into)?.ok_or_else(unknown)?;
    if !into.is_shown() {
        let text = "The story that the comments would go to is not shown: nobody would see them. Publish it first.";
        return Err(Refusal::new(409, "merge_impossible", text).into());
    }
    Ok(from)
}

impl Write for MergeStory {
    type Out = Merged;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Merged> {
        let (site, now) = (self.site, self.now);
        // Both rows, in the order in which any other write takes them.
        for id in [self.from.min(self.into), self.from.max(self.into)] {
            tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&site, &id])?;
        }
        let from = two(tx, site, self.from, self.into)?;
        let merged = measure(tx, site, self.from)?;
        // Revisions and decisions go with their comments: their foreign keys cascade.
        tx.execute(
            "UPDATE comment SET story_id = $1, parent = CASE WHEN parent = $2 THEN $1 ELSE parent END
             WHERE site_id = $3 AND story_id = $2",
            &[&self.into, &self.from, &site],
        )?;
        search::merged(tx, site, self.from, self.into)?;
        self.lead_on(tx, &from)?;
        events::raise(tx, site, self.into, "comments_merged", None, merged.visible, now)?;
        let seq = events::raise(tx, site, self.from, "story_merged", None, -merged.visible, now)?;
        related::shown_or_not(tx, site, self.from, now)?;
        search::changed(tx, site, self.from, self.from, seq)?;
        let acted = audit::Acted {
            act: AuditAct::MergeStory,
            object: format!("story {}", self.from),
            about: None,
            before: json!({ "slug": from.slug, "url": from.url, "state": from.state.as_str() }),
            after: json!({ "merged_into": self.into, "moved": merged }),
        };
        audit::record(tx, site, &self.by, now, &acted)?;
        // Where slugs and comments lead is remembered.
        tx.note(Note::Everything);
        Ok(merged)
    }

    fn story(&self) -> Option<Id> {
        Some(self.from.min(self.into))
    }
}

impl MergeStory {
    /// Leads every address of the story that goes to the other, and takes it out of sight under a slug that nobody knows.
    fn lead_on(&self, tx: &mut Tx<'_>, from: &Story) -> Result<()> {
        let site = self.site;
        tx.execute(
            "UPDATE story_alias SET story_id = $1 WHERE site_id = $2 AND story_id = $3",
            &[&self.into, &site, &self.from],
        )?;
        tx.execute(
            "UPDATE story_moved SET story_id = $1 WHERE site_id = $2 AND story_id = $3",
            &[&self.into, &site, &self.from],
        )?;
        let mut gone = from.clone();
        gone.state = StoryState::Unpublished;
        gone.slug = format!("merged-{}", from.id);
        tx.execute(
            "UPDATE story SET slug = $1, url = NULL, state = $2, updated_at = $3, related_at = NULL, merged_into = $4
             WHERE site_id = $5 AND id = $6",
            &[&gone.slug, &gone.state.as_str(), &self.now, &self.into, &site, &self.from],
        )?;
        // What was merged into it before goes on with it.
        tx.execute(
            "UPDATE story SET merged_into = $1 WHERE site_id = $2 AND merged_into = $3",
            &[&self.into, &site, &self.from],
        )?;
        topics::put(tx, site, self.from, &gone)?;
        tx.execute(
            "INSERT INTO story_moved (site_id, slug, story_id) VALUES ($1, $2, $3)
             ON CONFLICT (site_id, slug) DO UPDATE SET story_id = EXCLUDED.story_id",
            &[&site, &from.slug, &self.into],
        )?;
        Ok(())
    }
}
