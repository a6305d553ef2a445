//! Bulk rows of an import: stories and comments with their counts worked out beforehand.

use std::collections::HashMap;

use super::{Error, Result, Tx, Write, comments, decisions, events, search, stories, topics, verify};
use crate::clock::Timestamp;
use crate::models::{Badges, Id, State, Story};

/// A comment's whole row.
#[derive(Clone, Debug)]
pub struct ImportedComment {
    /// Its story.
    pub story: Id,
    /// Its identifier.
    pub id: Id,
    /// What it answers; the story for a root.
    pub parent: Id,
    /// The first of its branch.
    pub root: Id,
    /// 0 for a root.
    pub depth: i64,
    /// The writer's name.
    pub name: String,
    /// The writer's identifier in the source.
    pub author_id: Option<String>,
    /// A keyed hash of the writer's address, by which they can claim it.
    pub claim: Option<Vec<u8>>,
    /// The text as it came.
    pub body: String,
    /// How the text is written.
    pub format: &'static str,
    /// The text, rendered.
    pub html: String,
    /// Its language.
    pub lang: Option<String>,
    /// The state's word.
    pub state: &'static str,
    /// Why it waits, as JSON.
    pub reasons: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was changed.
    pub edited_at: Option<Timestamp>,
    /// See the table.
    pub listed: bool,
    /// By what `top` sorts.
    pub rank: i64,
    /// See the table.
    pub replies: i64,
    /// See the table.
    pub branches: i64,
    /// See the table.
    pub descendants: i64,
    /// Votes for it in the source.
    pub base_up: i64,
    /// Votes against it in the source.
    pub base_down: i64,
    /// Where it came from.
    pub source: Option<(String, String)>,
    /// Fields that are not ours, as JSON.
    pub extra: Option<String>,
    /// What the newsroom vouches for about its writer.
    pub badges: Badges,
    /// Earlier texts: text, format, since when.
    pub revisions: Vec<(String, String, Timestamp)>,
}

/// How old an imported story may be to be compared with the others at once, in seconds: thirty days. Older ones are when
/// they are changed.
const COMPARED_SINCE: i64 = 30 * 86_400;

/// Writes stories that are not there yet, with their first event.
#[derive(Debug)]
pub struct PutStories {
    /// Their site.
    pub site: Id,
    /// The stories, each with further addresses.
    pub stories: Vec<(Story, Vec<String>)>,
}

/// What could not be kept as it was.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct StoryNotes {
    /// Slugs that were taken: another was made.
    pub slugs_changed: u64,
    /// Addresses that lead to another story already: not linked again.
    pub addresses_taken: u64,
}

impl Write for PutStories {
    type Out = StoryNotes;

    fn run(&self, tx: &mut Tx<'_>) -> Result<StoryNotes> {
        let mut notes = StoryNotes::default();
        for (story, aliases) in &self.stories {
            let mut story = story.clone();
            let taken: Option<Id> =
                tx.first("SELECT id FROM story WHERE site_id = $1 AND slug = $2", &[&self.site, &story.slug], |row| {
                    row.get(0)
                })?;
            let led: Option<Id> = tx.first(
                "SELECT story_id FROM story_moved WHERE site_id = $1 AND slug = $2",
                &[&self.site, &story.slug],
                |row| row.get(0),
            )?;
            if taken.or(led).is_some() {
                story.slug = crate::models::slug_of(&story.slug, story.id);
                notes.slugs_changed += 1;
            }
            story.seq = 1;
            stories::insert(tx, self.site, &story)?;
            topics::put(tx, self.site, story.id, &story)?;
            let is_old = story.created_at.seconds_since(story.published_at) > COMPARED_SINCE;
            if is_old || story.body.is_empty() && story.topics.is_empty() {
                // There is nothing to compare it by; and an archive of years would keep the server busy for hours.
                tx.execute(
                    "UPDATE story SET related_at = $1 WHERE site_id = $2 AND id = $3",
                    &[&story.created_at, &self.site, &story.id],
                )?;
            }
            events::write(tx, self.site, story.id, 1, "story_published", None, story.created_at)?;
            search::changed(tx, self.site, story.id, story.id, 1)?;
            for address in story.url.iter().chain(aliases) {
                match stories::link(tx, self.site, story.id, address) {
                    Ok(()) => {}
                    Err(Error::Refused(_)) => notes.addresses_taken += 1,
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(notes)
    }
}

/// Writes comments.
#[derive(Debug)]
pub struct PutComments {
    /// Their site.
    pub site: Id,
    /// The comments.
    pub comments: Vec<ImportedComment>,
    /// When.
    pub now: Timestamp,
}

impl Write for PutComments {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let first = comments::next_row(tx, self.now)?;
        for (row, c) in (first..).zip(&self.comments) {
            let (source, source_id) = c.source.as_ref().map(|(source, id)| (source, id)).unzip();
            let revision = i64::try_from(c.revisions.len()).unwrap_or(0);
            tx.execute(
                "INSERT INTO comment (site_id, story_id, id, rowno, parent, root, depth, name, author_id, claim, body, format,
                 html, html_version, lang, state, reasons, revision, created_at, edited_at, listed, rank, replies, branches,
                 descendants, up, down, base_up, base_down, source, source_id, extra, badges)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23, $24, $25, 0, 0, $26, $27, $28, $29, $30, $31)",
                &[
                    &self.site, &c.story, &c.id, &row, &c.parent, &c.root, &c.depth, &c.name, &c.author_id, &c.claim,
                    &c.body, &c.format, &c.html, &understory_markup::VERSION, &c.lang, &c.state, &c.reasons, &revision,
                    &c.created_at, &c.edited_at, &c.listed, &c.rank, &c.replies, &c.branches, &c.descendants,
                    &c.base_up, &c.base_down, &source, &source_id, &c.extra, &c.badges.0,
                ],
            )?;
            if c.state != State::Deleted.as_str() {
                search::changed(tx, self.site, c.story, c.id, 0)?;
            }
            for (n, (body, format, at)) in c.revisions.iter().enumerate() {
                let n = i64::try_from(n).unwrap_or(0);
                tx.execute(
                    "INSERT INTO comment_revision (site_id, story_id, comment_id, revision, body, format, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    &[&self.site, &c.story, &c.id, &n, body, format, at],
                )?;
            }
        }
        Ok(())
    }
}

/// Works a story's counts out anew, after comments came to one that was there before.
#[derive(Debug)]
pub struct Recount {
    /// Its site.
    pub site: Id,
    /// Which.
    pub story: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Recount {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&self.site, &self.story])?;
        let rows = verify::rows_of(tx, self.site, self.story)?;
        let right = verify::count(self.story, &rows);
        let mut visible = 0;
        for (row, right) in rows.iter().zip(&right) {
            visible += i64::from(row.state == "published");
            if row.counts != *right {
                tx.execute(
                    "UPDATE comment SET parent = $1, root = $2, depth = $3, listed = $4, replies = $5, branches = $6,
                     descendants = $7 WHERE site_id = $8 AND story_id = $9 AND id = $10",
                    &[
                        &right.parent,
                        &right.root,
                        &right.depth,
                        &right.listed,
                        &right.replies,
                        &right.branches,
                        &right.descendants,
                        &self.site,
                        &self.story,
                        &row.id,
                    ],
                )?;
            }
        }
        tx.execute(
            "UPDATE story SET comments = $1 WHERE site_id = $2 AND id = $3",
            &[&visible, &self.site, &self.story],
        )?;
        events::raise(tx, self.site, self.story, "comments_imported", None, 0, self.now)?;
        decisions::note_everything(tx);
        Ok(())
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Stories known under a source, by their identifier there; one that was merged is the one it was merged into.
pub fn known_stories(tx: &mut Tx<'_>, site: Id, source: &str) -> Result<HashMap<String, Id>> {
    let mut known = HashMap::new();
    tx.each(
        "SELECT source_id, coalesce(merged_into, id) FROM story WHERE site_id = $1 AND source = $2",
        &[&site, &source],
        |row| {
            known.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    Ok(known)
}

/// Comments known under a source, by their identifier there.
pub fn known_comments(tx: &mut Tx<'_>, site: Id, source: &str) -> Result<HashMap<String, Id>> {
    let mut known = HashMap::new();
    tx.each("SELECT source_id, id FROM comment WHERE site_id = $1 AND source = $2", &[&site, &source], |row| {
        known.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(known)
}

/// Which of these identifiers of ours are stories or comments of the site already.
pub fn present(tx: &mut Tx<'_>, site: Id, ids: &[Id]) -> Result<Vec<bool>> {
    ids.iter()
        .map(|id| {
            let found = tx.first(
                "SELECT 1 FROM comment WHERE site_id = $1 AND id = $2 UNION ALL SELECT 1 FROM story WHERE site_id = $1 AND id = $2",
                &[&site, id],
                |_| Ok(()),
            )?;
            Ok(found.is_some())
        })
        .collect()
}
