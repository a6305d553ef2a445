//! Search: which texts are to be indexed, the index, and what is found. The words are made in Rust
//! ([`indexed`]) and each engine only indexes them, by a job, outside the transaction that changed the text. What is
//! found is looked at once more before it is shown: the index may lag behind, and decides nothing.

pub mod desk;
mod postgres;
mod sqlite;

use std::collections::HashMap;
use std::sync::Arc;

use super::{Result, Tx, Write, stories, threads};
use crate::clock::Timestamp;
use crate::models::{CommentRow, Id, Question, Seen, State, Story, Viewer, indexed, seen};

/// How many of what is found are told apart and put in order: the newest. Whoever finds more adds a word.
pub const FOUND: i64 = 1_000;

/// Says that a text came, changed or went when the story got this number, so that the index follows; of a story when
/// `id` is its own.
pub(super) fn changed(tx: &mut Tx<'_>, site: Id, story: Id, id: Id, seq: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO search_due (site_id, story_id, id, seq) VALUES ($1, $2, $3, $4)
         ON CONFLICT (site_id, story_id, id) DO UPDATE SET seq = EXCLUDED.seq",
        &[&site, &story, &id, &seq],
    )?;
    Ok(())
}

/// The same of a text that readers do not see, which raises no number: the time stands for it, below all numbers.
pub(super) fn changed_unseen(tx: &mut Tx<'_>, site: Id, story: Id, id: Id, now: Timestamp) -> Result<()> {
    changed(tx, site, story, id, -now.0)
}

/// The comments of a story stand below another now.
pub(super) fn merged(tx: &mut Tx<'_>, site: Id, from: Id, into: Id) -> Result<()> {
    tx.execute(
        "UPDATE search_due SET story_id = $1 WHERE site_id = $2 AND story_id = $3 AND id <> $3",
        &[&into, &site, &from],
    )?;
    if tx.is_postgres() {
        postgres::merged(tx, site, from, into)?;
    }
    Ok(())
}

/// A text that is to be indexed, or to be taken out.
#[derive(Clone, Debug)]
pub struct Due {
    story: Id,
    id: Id,
    /// The story's number when it changed.
    seq: i64,
    /// When it was published, and its words; nothing when nobody may find it.
    words: Option<(Timestamp, String)>,
}

/// Texts that are to be indexed, with their words: made outside the writer.
pub fn due(tx: &mut Tx<'_>, site: Id, limit: i64) -> Result<Vec<Due>> {
    let due: Vec<(Id, Id, i64)> = tx.query(
        "SELECT story_id, id, seq FROM search_due WHERE site_id = $1 ORDER BY story_id, id LIMIT $2",
        &[&site, &limit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let read = |(story, id, seq)| {
        let words = if story == id {
            let found = stories::by_id(tx, site, id)?.filter(Story::is_shown);
            found.map(|story| (story.published_at, indexed(&text_of(&story))))
        } else {
            // The desk finds what waits and what was removed as well.
            let found = threads::in_story(tx, site, story, id)?.filter(|comment| comment.state != State::Deleted);
            found.map(|comment| (comment.created_at, indexed(&understory_markup::plain_text(&comment.html))))
        };
        Ok(Due { story, id, seq, words })
    };
    due.into_iter().map(read).collect()
}

/// What of a story is searched.
fn text_of(story: &Story) -> String {
    let body = understory_markup::plain_text(&story.html);
    let topics = story.topics.join("\n");
    [&story.title, &story.matter.standfirst, &story.author, &topics, &body].map(String::as_str).join("\n")
}

/// Brings the index up to date with what [`due`] found.
#[derive(Clone, Debug)]
pub struct Index {
    /// The site.
    pub site: Id,
    /// The texts.
    pub texts: Vec<Due>,
}

impl Write for Index {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for text in &self.texts {
            let Due { story, id, seq, words } = text;
            // What has changed since, or was indexed by another node, is left alone.
            let still = tx.execute(
                "DELETE FROM search_due WHERE site_id = $1 AND story_id = $2 AND id = $3 AND seq = $4",
                &[&self.site, story, id, seq],
            )?;
            let words = words.as_ref().map(|(at, words)| (*at, words.as_str()));
            match (still, tx.is_postgres()) {
                (0, _) => {}
                (_, true) => postgres::put(tx, self.site, *story, *id, words)?,
                (_, false) => sqlite::put(tx, self.site, *story, *id, words.map(|(_, words)| words))?,
            }
        }
        Ok(())
    }
}

/// Where a list of what was found goes on: after this time and identifier.
pub type From = Option<(Timestamp, Id)>;

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found<T> {
    /// The newest first.
    pub items: Vec<T>,
    /// How many were found, [`FOUND`] at most.
    pub count: usize,
    /// Whether more follow.
    pub more: bool,
}

/// Stories that have every word, the newest first.
pub fn stories(tx: &mut Tx<'_>, site: Id, asked: &Question, from: From, limit: usize) -> Result<Found<Story>> {
    let found =
        if tx.is_postgres() { postgres::find(tx, site, asked, true)? } else { sqlite::stories(tx, site, asked)? };
    page(found, from, limit, |(_, id)| Ok(stories::by_id(tx, site, id)?.filter(Story::is_shown)))
}

/// Comments that have every word, with their stories, the newest first.
pub fn comments(
    tx: &mut Tx<'_>,
    site: Id,
    asked: &Question,
    from: From,
    limit: usize,
) -> Result<Found<(Arc<Story>, CommentRow)>> {
    let found =
        if tx.is_postgres() { postgres::find(tx, site, asked, false)? } else { sqlite::comments(tx, site, asked)? };
    // Many may stand under one story: it is read once.
    let mut read: HashMap<Id, Option<Arc<Story>>> = HashMap::new();
    page(found, from, limit, |(story, id)| {
        let story = match read.get(&story) {
            Some(known) => known.clone(),
            None => {
                let found = stories::by_id(tx, site, story)?.map(Arc::new);
                read.insert(story, found.clone());
                found
            }
        };
        let Some(story) = story else { return Ok(None) };
        let Some(comment) = threads::in_story(tx, site, story.id, id)? else { return Ok(None) };
        let is_seen = seen(Viewer::Reader, &comment, story.state) == Seen::Whole;
        Ok(is_seen.then_some((story, comment)))
    })
}

/// A match: when it was published, its story and its own identifier.
type Match = (Timestamp, Id, Id);

fn page<T>(
    mut found: Vec<Match>,
    from: From,
    limit: usize,
    mut read: impl FnMut((Id, Id)) -> Result<Option<T>>,
) -> Result<Found<T>> {
    found.sort_unstable_by_key(|(at, _, id)| std::cmp::Reverse((*at, *id)));
    let count = found.len();
    let mut items = Vec::new();
    let mut rest = found.into_iter().filter(|(at, _, id)| from.is_none_or(|from| (*at, *id) < from)).peekable();
    while items.len() < limit {
        let Some((_, story, id)) = rest.next() else { break };
        items.extend(read((story, id))?);
    }
    Ok(Found { items, count, more: rest.peek().is_some() })
}
