//! Stories: publish, find, change, close.

use super::{Error, Note, Result, Row, Tx, Write, events, idempotency, related, search, story_trail, topics};
use crate::clock::Timestamp;
use crate::models::{Closed, ClosedBy, Id, Refusal, Story, StoryState, is_in_byline, normalise_address};

macro_rules! columns {
    () => {
        "id, slug, url, title, body, html, author, lang, topics, state, published_at, created_at, updated_at,
         closed_at, closed_by, closed_reason, close_at, seq, comments, source, source_id, extra,
         matter"
    };
}

pub(super) fn story_of(row: &Row<'_>) -> Result<Story> {
    let state: String = row.get(9)?;
    let topics: String = row.get(8)?;
    let closed = closed_of(row.get(13)?, row.get(14)?, row.get(15)?)?;
    let source: Option<String> = row.get(19)?;
    let source_id: Option<String> = row.get(20)?;
    let matter: String = row.get(22)?;
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
        matter: serde_json::from_str(&matter).map_err(|e| Error::corrupt(format!("matter of a story: {e}")))?,
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

/// How many stories that are shown name somebody in their byline.
pub fn by_byline(tx: &mut Tx<'_>, site: Id, name: &str) -> Result<i64> {
    let bylines: Vec<(String, i64)> = tx.query(
        "SELECT author, count(*) FROM story WHERE site_id = $1 AND state = 'published' GROUP BY author",
        &[&site],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(bylines.iter().filter(|(byline, _)| is_in_byline(name, byline)).map(|(_, count)| count).sum())
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

/// A story in the site map.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// Its slug.
    pub slug: String,
    /// Where it stands, if that is elsewhere.
    pub url: Option<String>,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The newest stories that are shown, without their texts.
pub fn mapped(tx: &mut Tx<'_>, site: Id, limit: i64) -> Result<Vec<Mapped>> {
    tx.query(
        "SELECT slug, url, title, lang, published_at, updated_at FROM story
         WHERE site_id = $1 AND state = 'published' ORDER BY published_at DESC, id DESC LIMIT $2",
        &[&site, &limit],
        |row| {
            Ok(Mapped {
                slug: row.get(0)?,
                url: row.get(1)?,
                title: row.get(2)?,
                lang: row.get(3)?,
                published_at: row.get(4)?,
                updated_at: row.get(5)?,
            })
        },
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
    /// Whether it is shown, where it exists.
    pub shown: Shown,
    /// Who says so.
    pub by: String,
    /// Who asks under which key, where one was given: asked again, it is done once.
    pub attempt: Option<idempotency::Attempt>,
}

/// What decides whether a story that is put again is shown, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// What is put says so.
    AsGiven,
    /// It stays as it is in the database, whatever was read before.
    AsBefore,
    /// As given, but what an editor took back stays so.
    UnlessTakenBack,
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
        if let Some(attempt) = &self.attempt
            && let Some(kept) = idempotency::answer(tx, site, attempt)?
        {
            return Ok(Put::Created(kept.parse().map_err(Error::corrupt)?));
        }
        let existing = match &story.source {
            Some((source, id)) => tx.first(
                "SELECT id, merged_into FROM story WHERE site_id = $1 AND source = $2 AND source_id = $3",
                &[&site, source, id],
                |row| Ok((row.get::<Id>(0)?, row.get::<Option<Id>>(1)?)),
            )?,
            None => None,
        };
        if let Some((_, Some(into))) = existing {
            let text = format!("This story was merged into another, {into}. Change that one.");
            return Err(Refusal::new(409, "story_merged", text).into());
        }
        let existing = match existing {
            Some((id, _)) => Some(id),
            None => {
                tx.first("SELECT id FROM story WHERE site_id = $1 AND id = $2", &[&site, &story.id], |row| row.get(0))?
            }
        };
        let id = existing.unwrap_or(story.id);
        slug_is_free(tx, site, id, &story.slug)?;
        let mut kind = became(story.state);
        let before = if existing.is_some() { by_id(tx, site, id)? } else { None };
        let put = if existing.is_some() {
            kind = self.change(tx, id)?;
            Put::Changed(id)
        } else {
            insert(tx, site, story)?;
            topics::put(tx, site, id, story)?;
            Put::Created(id)
        };
        for address in story.url.iter().chain(&self.aliases) {
            link(tx, site, id, address)?;
        }
        story_trail::changed(tx, site, &self.by, story.updated_at, id, before.as_ref())?;
        let seq = events::raise(tx, site, id, kind, None, 0, story.updated_at)?;
        search::changed(tx, site, id, id, seq)?;
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, site, attempt, &id.to_string(), story.updated_at)?;
        }
        Ok(put)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story.id)
    }
}

impl PutStory {
    /// Changes the story that is there; gives the name of the event.
    fn change(&self, tx: &mut Tx<'_>, id: Id) -> Result<&'static str> {
        let mut story = self.story.clone();
        let mut kind = "story_changed";
        if let Some(before) = by_id(tx, self.site, id)? {
            let stays = match self.shown {
                Shown::AsGiven => false,
                Shown::AsBefore => true,
                Shown::UnlessTakenBack => before.state == StoryState::Unpublished,
            };
            if stays {
                (story.state, story.published_at) = (before.state, before.published_at);
            }
            if before.slug != story.slug {
                moved(tx, self.site, id, &before.slug, &story.slug)?;
            }
            if before.slug != story.slug || before.url != story.url {
                kind = "story_moved";
            }
            if before.matter.corrections != story.matter.corrections {
                kind = "story_corrected";
            }
            if before.state != story.state {
                kind = became(story.state);
                // Where a slug leads is remembered only of stories that are shown.
                tx.note(Note::Everything);
            }
            if (before.state, &before.title, &before.slug) != (story.state, &story.title, &story.slug) {
                related::shown_or_not(tx, self.site, id, story.updated_at)?;
            }
        }
        update(tx, self.site, id, &story)?;
        topics::put(tx, self.site, id, &story)?;
        Ok(kind)
    }
}

/// Has an old address lead on.
fn moved(tx: &mut Tx<'_>, site: Id, id: Id, from: &str, to: &str) -> Result<()> {
    tx.execute("DELETE FROM story_moved WHERE site_id = $1 AND slug = $2", &[&site, &to])?;
    tx.execute(
        "INSERT INTO story_moved (site_id, slug, story_id) VALUES ($1, $2, $3)
         ON CONFLICT (site_id, slug) DO UPDATE SET story_id = EXCLUDED.story_id",
        &[&site, &from, &id],
    )?;
    // Who remembers where the old slug leads must forget it.
    tx.note(Note::Everything);
    Ok(())
}

/// The story that had this slug once.
pub fn by_old_slug(tx: &mut Tx<'_>, site: Id, slug: &str) -> Result<Option<Story>> {
    let found =
        tx.first("SELECT story_id FROM story_moved WHERE site_id = $1 AND slug = $2", &[&site, &slug], |row| {
            row.get::<Id>(0)
        })?;
    found.map_or(Ok(None), |id| by_id(tx, site, id))
}

fn slug_is_free(tx: &mut Tx<'_>, site: Id, id: Id, slug: &str) -> Result<()> {
    let holder: Option<Id> =
        tx.first("SELECT id FROM story WHERE site_id = $1 AND slug = $2", &[&site, &slug], |row| row.get(0))?;
    let earlier: Option<Id> =
        tx.first("SELECT story_id FROM story_moved WHERE site_id = $1 AND slug = $2", &[&site, &slug], |row| {
            row.get(0)
        })?;
    if holder.or(earlier).is_some_and(|holder| holder != id) {
        return Err(Refusal::new(
            409,
            "slug_taken",
            format!("Another story has, or had, the slug '{slug}'. Choose another, or leave it out to have one made."),
        )
        .into());
    }
    Ok(())
}

/// Writes a story's row as it is, counts included.
pub(super) fn insert(tx: &mut Tx<'_>, site: Id, story: &Story) -> Result<()> {
    let topics = serde_json::to_string(&story.topics).map_err(Error::corrupt)?;
    let (source, source_id) = story.source.clone().unzip();
    let matter = serde_json::to_string(&story.matter).map_err(Error::corrupt)?;
    let closed = story.closed.as_ref();
    tx.execute(
        "INSERT INTO story (site_id, id, slug, url, title, body, html, author, lang, topics, state, published_at,
         created_at, updated_at, closed_at, closed_by, closed_reason, close_at, seq, comments, source, source_id, extra,
         matter)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
         $24)",
        &[
            &site, &story.id, &story.slug, &story.url, &story.title, &story.body, &story.html, &story.author,
            &story.lang, &topics, &story.state.as_str(), &story.published_at, &story.created_at, &story.updated_at,
            &closed.map(|c| c.at), &closed.map(|c| c.by.as_str()), &closed.and_then(|c| c.reason.clone()),
            &story.close_at, &story.seq, &story.comments, &source, &source_id, &story.extra, &matter,
        ],
    )?;
    Ok(())
}

fn update(tx: &mut Tx<'_>, site: Id, id: Id, story: &Story) -> Result<()> {
    let topics = serde_json::to_string(&story.topics).map_err(Error::corrupt)?;
    let matter = serde_json::to_string(&story.matter).map_err(Error::corrupt)?;
    tx.execute(
        "UPDATE story SET slug = $1, url = $2, title = $3, body = $4, html = $5, author = $6, lang = $7, topics = $8,
         state = $9, published_at = $10, updated_at = $11, close_at = $12, extra = $13, matter = $14,
         related_at = NULL WHERE site_id = $15 AND id = $16",
        &[
            &story.slug,
            &story.url,
            &story.title,
            &story.body,
            &story.html,
            &story.author,
            &story.lang,
            &topics,
            &story.state.as_str(),
            &story.published_at,
            &story.updated_at,
            &story.close_at,
            &story.extra,
            &matter,
            &site,
            &id,
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

/// Publishes a story, takes it back, or puts it away as a draft. Says whether there was such a story.
#[derive(Clone, Debug)]
pub struct SetState {
    /// Its site.
    pub site: Id,
    /// Which.
    pub story: Id,
    /// What it shall be.
    pub state: StoryState,
    /// From when on it counts as published, where that changes.
    pub published_at: Option<Timestamp>,
    /// Only where it still waits for a time that has come: what the job asks.
    pub only_if_due: bool,
    /// Who says so.
    pub by: String,
    /// When this is said.
    pub now: Timestamp,
}

impl Write for SetState {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(mut story) = by_id(tx, self.site, self.story)? else { return Ok(false) };
        let before = story.clone();
        if self.only_if_due && !(story.state == StoryState::Scheduled && story.published_at <= self.now) {
            return Ok(true);
        }
        let published_at = self.published_at.unwrap_or(story.published_at);
        if story.state == self.state && story.published_at == published_at {
            return Ok(true);
        }
        tx.execute(
            "UPDATE story SET state = $1, published_at = $2, updated_at = $3, related_at = NULL WHERE site_id = $4 AND id = $5",
            &[&self.state.as_str(), &published_at, &self.now, &self.site, &self.story],
        )?;
        (story.state, story.published_at) = (self.state, published_at);
        topics::put(tx, self.site, self.story, &story)?;
        story_trail::changed(tx, self.site, &self.by, self.now, self.story, Some(&before))?;
        let seq = events::raise(tx, self.site, self.story, became(self.state), None, 0, self.now)?;
        search::changed(tx, self.site, self.story, self.story, seq)?;
        related::shown_or_not(tx, self.site, self.story, self.now)?;
        // Where a slug leads is remembered only of stories that are shown.
        tx.note(Note::Everything);
        Ok(true)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// The event of a story that has come into this state.
fn became(state: StoryState) -> &'static str {
    match state {
        StoryState::Published => "story_published",
        StoryState::Scheduled => "story_scheduled",
        StoryState::Draft => "story_drafted",
        StoryState::Unpublished => "story_unpublished",
    }
}

/// Stories whose embargo is over. Asked every second: its plan must use its index alone; a test asks the engines.
pub const DUE_TO_PUBLISH: &str =
    "SELECT id FROM story WHERE site_id = $1 AND state = 'scheduled' AND published_at <= $2 LIMIT 100";

/// See [`DUE_TO_PUBLISH`].
pub fn due_to_publish(tx: &mut Tx<'_>, site: Id, now: Timestamp) -> Result<Vec<Id>> {
    tx.query(DUE_TO_PUBLISH, &[&site, &now], |row| row.get(0))
}
