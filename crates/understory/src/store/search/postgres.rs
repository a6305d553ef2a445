//! `tsvector`, made of ready words: no parser and no dictionary of the engine's has a say.

use super::{FOUND, Match};
use crate::clock::Timestamp;
use crate::models::{Id, Question};
use crate::store::{Result, Tx};

/// Puts the words of a text in the place of those that were there; of a story when `id` is its own.
pub fn put(tx: &mut Tx<'_>, site: Id, story: Id, id: Id, words: Option<(Timestamp, &str)>) -> Result<()> {
    match words {
        None => tx.execute(
            "DELETE FROM search_words WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &id],
        )?,
        Some((at, words)) => tx.execute(
            "INSERT INTO search_words (site_id, story_id, id, is_story, created_at, words)
             VALUES ($1, $2, $3, $4, $5, array_to_tsvector(string_to_array($6, ' ')))
             ON CONFLICT (site_id, story_id, id)
             DO UPDATE SET created_at = EXCLUDED.created_at, words = EXCLUDED.words",
            &[&site, &story, &id, &(story == id), &at, &words.to_owned()],
        )?,
    };
    Ok(())
}

/// The comments of a story stand below another now. On SQLite they are found by their own numbers alone.
pub fn merged(tx: &mut Tx<'_>, site: Id, from: Id, into: Id) -> Result<()> {
    tx.execute(
        "UPDATE search_words SET story_id = $1 WHERE site_id = $2 AND story_id = $3 AND NOT is_story",
        &[&into, &site, &from],
    )?;
    Ok(())
}

fn expression(asked: &Question) -> String {
    let words: Vec<String> =
        asked.terms().iter().map(|term| format!("'{}'{}", term.folded, if term.begins { ":*" } else { "" })).collect();
    words.join(" & ")
}

/// The newest matching comments, seen or not.
pub fn find_all(tx: &mut Tx<'_>, site: Id, asked: &Question) -> Result<Vec<Match>> {
    tx.query(
        "SELECT w.created_at, w.story_id, w.id FROM search_words w
         JOIN comment c ON c.site_id = w.site_id AND c.story_id = w.story_id AND c.id = w.id
         WHERE w.site_id = $1 AND NOT w.is_story AND w.words @@ $2::text::tsquery AND c.state <> 'deleted'
         ORDER BY w.created_at DESC, w.id DESC LIMIT $3",
        &[&site, &expression(asked), &FOUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The newest matches.
pub fn find(tx: &mut Tx<'_>, site: Id, asked: &Question, stories: bool) -> Result<Vec<Match>> {
    tx.query(
        "SELECT w.created_at, w.story_id, w.id FROM search_words w
         JOIN story s ON s.site_id = w.site_id AND s.id = w.story_id
         LEFT JOIN comment c ON c.site_id = w.site_id AND c.story_id = w.story_id AND c.id = w.id
         WHERE w.site_id = $1 AND w.is_story = $2 AND w.words @@ $3::text::tsquery
         AND s.state = 'published' AND (c.id IS NULL OR c.state = 'published')
         ORDER BY w.created_at DESC, w.id DESC LIMIT $4",
        &[&site, &stories, &expression(asked), &FOUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
