//! Stories: publish, find, change, close.

use super::{Error, Note, Result, Row, Tx, Write, events};
use crate::clock::Timestamp;
use crate::models::{Closed, ClosedBy, Id, Refusal, Story, StoryState, normalise_address};

macro_rules! columns {
    () => {
        "id, slug, url, title, body, html, author, lang, topics, state, published_at, created_at, updated_at,
         closed_at, closed_by, closed_reason, close_at, seq, comments, source, source_id, extra"
    };
}

pub(super) fn story_of(row: &Row<'_>) -> Result<Story> {
    let state: String = row.get(9)?;
    let topics: String = row.get(8)?;
    let closed = closed_of(row.get(13)?, row.get(14)?, row.get(15)?)?;
    let source: Option<String> = row.get(19)?;
    let source_id: Option<String> = row.get(20)?;
    Ok(Story {
        id: row.get(0)?,
        slug: row.get(1)?,
        url: row.get(2)?,
        title: row.get(3)?,
        body: row.get(4)?,
        html: row.get(5)?,
        author: row.get(6)?,
        lang: row.get(7)?,
        topics: serde_json::from_str(&topics).map_err(|e| Error::corrupt(format!("topics of a story: {e}")))?,
        state: StoryState::parse(&state).ok_or_else(|| Error::corrupt(format!("state of a story: {state}")))?,
        published_at: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
        closed,
        close_at: row.get(16)?,
        seq: row.get(17)?,
        comments: row.get(18)?,
        source: source.zip(source_id),
        extra: row.get(21)?,
    })
}

pub(super) fn closed_of(at: Option<Timestamp>, by: Option<String>, reason: Option<String>) -> Result<Option<Closed>> {
    let Some(at) = at else { return Ok(None) };
    let by = by.as_deref().and_then(ClosedBy::parse).ok_or_else(|| Error::corrupt("a closed story without a cause"))?;
    Ok(Some(Closed { at, by, reason }))
}

/// The story with this identifier.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Story>> {
    tx.first(concat!("SELECT ", columns!(), " FROM story WHERE site_id = $1 AND id = $2"), &[&site, &id], story_of)
}

/// The story with this slug.
pub fn by_slug(tx: &mut Tx<'_>, site: Id, slug: &str) -> Result<Option<Story>> {
    tx.first(concat!("SELECT ", columns!(), " FROM story WHERE site_id = $1 AND slug = $2"), &[&site, &slug], story_of)
}

/// The story under an address: canonical or alias, in whatever spelling.
pub fn by_address(tx: &mut Tx<'_>, site: Id, address: &str) -> Result<Option<Story>> {
    let Some(address) = normalise_address(address) else { return Ok(None) };
    let found =
        tx.first("SELECT story_id FROM story_alias WHERE site_id = $1 AND address = $2", &[&site, &address], |row| {
            row.get::<Id>(0)
        })?;
    found.map_or(Ok(None), |id| by_id(tx, site, id))
}

/// What is under an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The story.
    pub story: Id,
    /// Its number.
    pub seq: i64,
    /// How many of its comments can be seen.
    pub comments: i64,
}

/// How many comments can be seen under the story with a normalised address; `None` where there is no such story.
pub fn count(tx: &mut Tx<'_>, site: Id, address: &str) -> Result<Option<Counted>> {
    tx.first(
        "SELECT s.id, s.seq, s.comments FROM story_alias a JOIN story s ON s.site_id = a.site_id AND s.id = a.story_id
         WHERE a.site_id = $1 AND a.address = $2 AND s.state = 'published'",
        &[&site, &address],
        |row| Ok(Counted { story: row.get(0)?, seq: row.get(1)?, comments: row.get(2)? }),
    )
}

/// The number of a story's last event.
pub fn seq(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<i64>> {
    tx.first("SELECT seq FROM story WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))
}

/// Published stories, newest first, after the given one.
pub fn newest(tx: &mut Tx<'_>, site: Id, after: Option<(Timestamp, Id)>, limit: usize) -> Result<Vec<Story>> {
    let (time, id) = after.unwrap_or((Timestamp(i64::MAX), Id::LAST));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM story
             WHERE site_id = $1 AND state = 'published' AND (published_at, id) < ($2, $3)
             ORDER BY published_at DESC, id DESC LIMIT $4"
        ),
        &[&site, &time, &id, &limit],
        story_of,
    )
}

/// Every story of a site by identifier, after the given one: for the export.
pub fn every(tx: &mut Tx<'_>, site: Id, after: Id, limit: i64) -> Result<Vec<Story>> {
    tx.query(
        concat!("SELECT ", columns!(), " FROM story WHERE site_id = $1 AND id > $2 ORDER BY id LIMIT $3"),
        &[&site, &after, &limit],
        story_of,
    )
}

/// Publishes a story, or changes the one that was published before under the same source.
#[derive(Clone, Debug)]
pub struct PutStory {
    /// Its site.
    pub site: Id,
    /// As it shall be; counts and numbers are left as they are where it exists.
    pub story: Story,
    /// Further addresses under which it is found.
    pub aliases: Vec<String>,
}

/// What became of a story that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Created(Id),
    /// It was there.
    Changed(Id),
}

impl Write for PutStory {
    type Out = Put;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Put> {
        let (site, story) = (self.site, &self.story);
        let existing = match &story.source {
            Some((source, id)) => tx.first(
                "SELECT id FROM story WHERE site_id = $1 AND source = $2 AND source_id = $3",
                &[&site, source, id],
                |row| row.get::<Id>(0),
            )?,
            None => None,
        };
        let existing = match existing {
            Some(id) => Some(id),
            None => {
                tx.first("SELECT id FROM story WHERE site_id = $1 AND id = $2", &[&site, &story.id], |row| row.get(0))?
            }
        };
        let id = existing.unwrap_or(story.id);
        slug_is_free(tx, site, id, &story.slug)?;
        let put = if existing.is_some() {
            if by_id(tx, site, id)?.is_some_and(|before| before.slug != story.slug) {
                // Who remembers where the old slug leads must forget it.
                tx.note(Note::Everything);
            }
            update(tx, site, id, story)?;
            Put::Changed(id)
        } else {
            insert(tx, site, story)?;
            Put::Created(id)
        };
        for address in story.url.iter().chain(&self.aliases) {
            link(tx, site, id, address)?;
        }
        let kind = if existing.is_some() { "story_changed" } else { "story_published" };
        events::raise(tx, site, id, kind, None, 0, story.updated_at)?;
        Ok(put)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story.id)
    }
}

fn slug_is_free(tx: &mut Tx<'_>, site: Id, id: Id, slug: &str) -> Result<()> {
    let holder: Option<Id> =
        tx.first("SELECT id FROM story WHERE site_id = $1 AND slug = $2", &[&site, &slug], |row| row.get(0))?;
    if holder.is_some_and(|holder| holder != id) {
        return Err(Refusal::new(
            409,
            "slug_taken",
            format!("Another story has the slug '{slug}'. Choose another, or leave it out to have one made."),
        )
        .into());
    }
    Ok(())
}

/// Writes a story's row as it is, counts included.
pub(super) fn insert(tx: &mut Tx<'_>, site: Id, story: &Story) -> Result<()> {
    let topics = serde_json::to_string(&story.topics).map_err(Error::corrupt)?;
    let (source, source_id) = story.source.clone().unzip();
    let closed = story.closed.as_ref();
    tx.execute(
        "INSERT INTO story (site_id, id, slug, url, title, body, html, author, lang, topics, state, published_at,
         created_at, updated_at, closed_at, closed_by, closed_reason, close_at, seq, comments, source, source_id, extra)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        &[
            &site, &story.id, &story.slug, &story.url, &story.title, &story.body, &story.html, &story.author,
            &story.lang, &topics, &story.state.as_str(), &story.published_at, &story.created_at, &story.updated_at,
            &closed.map(|c| c.at), &closed.map(|c| c.by.as_str()), &closed.and_then(|c| c.reason.clone()),
            &story.close_at, &story.seq, &story.comments, &source, &source_id, &story.extra,
        ],
    )?;
    Ok(())
}

fn update(tx: &mut Tx<'_>, site: Id, id: Id, story: &Story) -> Result<()> {
    let topics = serde_json::to_string(&story.topics).map_err(Error::corrupt)?;
    tx.execute(
        "UPDATE story SET slug = $1, url = $2, title = $3, body = $4, html = $5, author = $6, lang = $7, topics = $8,
         state = $9, published_at = $10, updated_at = $11, close_at = $12, extra = $13 WHERE site_id = $14 AND id = $15",
        &[
            &story.slug, &story.url, &story.title, &story.body, &story.html, &story.author, &story.lang, &topics,
            &story.state.as_str(), &story.published_at, &story.updated_at, &story.close_at, &story.extra, &site, &id,
        ],
    )?;
    Ok(())
}

/// Makes an address find this story.
///
/// # Errors
/// A refusal when it finds another one already, or is no address.
pub(super) fn link(tx: &mut Tx<'_>, site: Id, id: Id, address: &str) -> Result<()> {
    let Some(normal) = normalise_address(address) else {
        return Err(
            Refusal::field("url_invalid", "url", format!("'{address}' is not an http or https address.")).into()
        );
    };
    let holder: Option<Id> =
        tx.first("SELECT story_id FROM story_alias WHERE site_id = $1 AND address = $2", &[&site, &normal], |row| {
            row.get(0)
        })?;
    match holder {
        Some(holder) if holder == id => Ok(()),
        Some(_) => Err(Refusal::new(
            409,
            "url_taken",
            format!("'{address}' already leads to another story. Move or merge that one first."),
        )
        .into()),
        None => {
            tx.execute(
                "INSERT INTO story_alias (site_id, address, story_id) VALUES ($1, $2, $3)",
                &[&site, &normal, &id],
            )?;
            Ok(())
        }
    }
}

/// The addresses under which a story is found, normalised.
pub fn addresses(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Vec<String>> {
    tx.query(
        "SELECT address FROM story_alias WHERE site_id = $1 AND story_id = $2 ORDER BY address",
        &[&site, &id],
        |row| row.get(0),
    )
}

/// Closes a thread, or opens it again. Says whether there was such a story.
#[derive(Clone, Debug)]
pub struct SetClosed {
    /// Its site.
    pub site: Id,
    /// Which.
    pub story: Id,
    /// Closed like this, or open.
    pub closed: Option<Closed>,
    /// When.
    pub now: Timestamp,
}

impl Write for SetClosed {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(story) = by_id(tx, self.site, self.story)? else { return Ok(false) };
        if story.closed.is_some() == self.closed.is_some() {
            return Ok(true);
        }
        let closed = self.closed.as_ref();
        tx.execute(
            "UPDATE story SET closed_at = $1, closed_by = $2, closed_reason = $3, updated_at = $4
             WHERE site_id = $5 AND id = $6",
            &[
                &closed.map(|c| c.at),
                &closed.map(|c| c.by.as_str()),
                &closed.and_then(|c| c.reason.clone()),
                &self.now,
                &self.site,
                &self.story,
            ],
        )?;
        if closed.is_none() {
            // A date that has passed would close it again at once.
            tx.execute(
                "UPDATE story SET close_at = NULL WHERE site_id = $1 AND id = $2 AND close_at <= $3",
                &[&self.site, &self.story, &self.now],
            )?;
        }
        let kind = if closed.is_some() { "story_closed" } else { "story_reopened" };
        events::raise(tx, self.site, self.story, kind, None, 0, self.now)?;
        Ok(true)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Sets or clears the time at which a thread will close. Says whether there was such a story.
#[derive(Clone, Debug)]
pub struct SetCloseAt {
    /// Its site.
    pub site: Id,
    /// Which.
    pub story: Id,
    /// When it shall close.
    pub close_at: Option<Timestamp>,
    /// When this is said.
    pub now: Timestamp,
}

impl Write for SetCloseAt {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let touched = tx.execute(
            "UPDATE story SET close_at = $1, updated_at = $2 WHERE site_id = $3 AND id = $4",
            &[&self.close_at, &self.now, &self.site, &self.story],
        )?;
        if touched > 0 {
            events::raise(tx, self.site, self.story, "story_changed", None, 0, self.now)?;
        }
        Ok(touched > 0)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Stories whose time to close has come and of which that is not written down yet.
pub fn due_to_close(
    tx: &mut Tx<'_>,
    site: Id,
    now: Timestamp,
    published_before: Timestamp,
) -> Result<Vec<(Id, ClosedBy, Timestamp)>> {
    let mut due = tx.query(
        "SELECT id, close_at FROM story WHERE site_id = $1 AND closed_at IS NULL AND close_at <= $2 LIMIT 100",
        &[&site, &now],
        |row| Ok((row.get(0)?, ClosedBy::Date, row.get(1)?)),
    )?;
    due.extend(tx.query(
        "SELECT id, published_at FROM story
         WHERE site_id = $1 AND state = 'published' AND published_at <= $2 AND closed_at IS NULL LIMIT 100",
        &[&site, &published_before],
        |row| Ok((row.get(0)?, ClosedBy::Age, row.get(1)?)),
    )?);
    Ok(due)
}
