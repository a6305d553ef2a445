//! FTS5. Its tables keep no text, only which words are in which row.

use super::{FOUND, Match};
use crate::models::{Id, Question};
use crate::store::{Result, Tx};

/// Puts the words of a text in the place of those that were there; of a story when `id` is its own.
pub fn put(tx: &mut Tx<'_>, site: Id, story: Id, id: Id, words: Option<&str>) -> Result<()> {
    let words = words.map(|words| format!("{} {words}", site_word(site)));
    if story == id {
        return put_story(tx, site, story, words);
    }
    let row: Option<i64> = tx.first(
        "SELECT rowno FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &id],
        |row| row.get(0),
    )?;
    let Some(row) = row else { return Ok(()) };
    tx.execute("DELETE FROM comment_words WHERE rowid = $1", &[&row])?;
    if let Some(words) = words {
        tx.execute("INSERT INTO comment_words (rowid, words) VALUES ($1, $2)", &[&row, &words])?;
    }
    Ok(())
}

fn put_story(tx: &mut Tx<'_>, site: Id, story: Id, words: Option<String>) -> Result<()> {
    let row: Option<i64> =
        tx.first("SELECT rowno FROM search_story WHERE site_id = $1 AND story_id = $2", &[&site, &story], |row| {
            row.get(0)
        })?;
    if let Some(row) = row {
        tx.execute("DELETE FROM story_words WHERE rowid = $1", &[&row])?;
    }
    let Some(words) = words else { return Ok(()) };
    // One that was changed keeps its place among the others.
    let row = match row {
        Some(row) => Some(row),
        None => tx.first(
            "INSERT INTO search_story (rowno, site_id, story_id)
             SELECT coalesce(max(rowno), 0) + 1, $1, $2 FROM search_story RETURNING rowno",
            &[&site, &story],
            |row| row.get::<i64>(0),
        )?,
    };
    tx.execute("INSERT INTO story_words (rowid, words) VALUES ($1, $2)", &[&row, &words])?;
    Ok(())
}

/// The matching comments that came last, of those that can be seen.
pub fn comments(tx: &mut Tx<'_>, site: Id, asked: &Question) -> Result<Vec<Match>> {
    tx.query(
        "SELECT c.created_at, c.story_id, c.id FROM comment_words w
         CROSS JOIN comment c ON c.rowno = w.rowid
         CROSS JOIN story s ON s.site_id = c.site_id AND s.id = c.story_id
         WHERE w.comment_words MATCH $1 AND c.site_id = $2 AND c.state = 'published' AND s.state = 'published'
         ORDER BY w.rowid DESC LIMIT $3",
        &[&expression(site, asked), &site, &FOUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The matching comments that came last, seen or not.
pub fn all_comments(tx: &mut Tx<'_>, site: Id, asked: &Question) -> Result<Vec<Match>> {
    tx.query(
        "SELECT c.created_at, c.story_id, c.id FROM comment_words w CROSS JOIN comment c ON c.rowno = w.rowid
         WHERE w.comment_words MATCH $1 AND c.site_id = $2 AND c.state <> 'deleted' ORDER BY w.rowid DESC LIMIT $3",
        &[&expression(site, asked), &site, &FOUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// The matching stories that came last, of those that can be seen.
pub fn stories(tx: &mut Tx<'_>, site: Id, asked: &Question) -> Result<Vec<Match>> {
    tx.query(
        "SELECT s.published_at, s.id, s.id FROM story_words w
         CROSS JOIN search_story r ON r.rowno = w.rowid
         CROSS JOIN story s ON s.site_id = r.site_id AND s.id = r.story_id
         WHERE w.story_words MATCH $1 AND s.site_id = $2 AND s.state = 'published'
         ORDER BY w.rowid DESC LIMIT $3",
        &[&expression(site, asked), &site, &FOUND],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// A word that stands for the site, and that no text has: no word of a text has `_`.
fn site_word(site: Id) -> String {
    format!("_{site}")
}

/// The question in the language of FTS5. Its words hold nothing that this language knows.
fn expression(site: Id, asked: &Question) -> String {
    let mut expression = format!("\"{}\"", site_word(site));
    for term in asked.terms() {
        let star = if term.begins { " *" } else { "" };
        expression.push_str(&format!(" AND \"{}\"{star}", term.folded));
    }
    expression
}
