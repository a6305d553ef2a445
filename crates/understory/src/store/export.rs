//! Rows as the neutral format needs them, in an order that is always the same.

use super::{Result, Tx};
use crate::clock::Timestamp;
use crate::models::{Badges, Id, State};

/// A comment as it is exported.
#[derive(Clone, Debug)]
pub struct ExportedComment {
    /// Its identifier.
    pub id: Id,
    /// What it answers; the story for a root.
    pub parent: Id,
    /// The writer's name.
    pub name: String,
    /// The writer's identifier in the source.
    pub author_id: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// The text as it came.
    pub body: String,
    /// How the text is written.
    pub format: String,
    /// The state's word.
    pub state: String,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// When it was changed.
    pub edited_at: Option<Timestamp>,
    /// Its language.
    pub lang: Option<String>,
    /// Where it came from.
    pub source: Option<(String, String)>,
    /// Why it waits, as JSON.
    pub reasons: Option<String>,
    /// Fields that are not ours, as JSON.
    pub extra: Option<String>,
    /// How many earlier texts there are.
    pub revisions: i64,
    /// What the newsroom vouches for about its writer.
    pub badges: Badges,
}

/// The comments of a story by identifier, after the given one.
pub fn comments(tx: &mut Tx<'_>, site: Id, story: Id, after: Id, limit: i64) -> Result<Vec<ExportedComment>> {
    tx.query(
        "SELECT id, parent, name, author_id, created_at, body, format, state, up + base_up, down + base_down, edited_at,
         lang, source, source_id, reasons, extra, revision, badges
         FROM comment WHERE site_id = $1 AND story_id = $2 AND id > $3 ORDER BY id LIMIT $4",
        &[&site, &story, &after, &limit],
        |row| {
            // What its writer deleted a moment ago may still be there, for them to take that back: it is nobody else's.
            let state: String = row.get(7)?;
            let is_gone = state == State::Deleted.as_str();
            let kept = |text: String| if is_gone { String::new() } else { text };
            Ok(ExportedComment {
                id: row.get(0)?,
                parent: row.get(1)?,
                name: kept(row.get(2)?),
                author_id: row.get(3)?,
                created_at: row.get(4)?,
                body: kept(row.get(5)?),
                format: row.get(6)?,
                state,
                up: row.get(8)?,
                down: row.get(9)?,
                edited_at: row.get(10)?,
                lang: row.get(11)?,
                source: row.get::<Option<String>>(12)?.zip(row.get(13)?),
                reasons: row.get::<Option<String>>(14)?.filter(|_| !is_gone),
                extra: row.get(15)?,
                revisions: if is_gone { 0 } else { row.get(16)? },
                badges: Badges(row.get(17)?),
            })
        },
    )
}

/// The earlier texts of a comment: text, format, since when.
pub fn revisions(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Vec<(String, String, Timestamp)>> {
    tx.query(
        "SELECT body, format, created_at FROM comment_revision
         WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 ORDER BY revision",
        &[&site, &story, &comment],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
