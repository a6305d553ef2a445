//! Which stories are like which: worked out once a story changes, by a job, and read with its page.

use super::{Result, Tx, Write, events};
use crate::clock::Timestamp;
use crate::models::{ALIKE, Compared, Id, Story, likeness};
use crate::store::stories;

/// With how many of the newest stories one is compared.
const COMPARED: usize = 200;

/// How many of them are kept: more than a page offers, for some may be taken back.
const KEPT: usize = 8;

/// How many stories a page offers.
pub const OFFERED: i64 = 4;

/// Stories that have changed since they were compared. Asked every second: its plan must use its index alone; a test
/// asks the engines.
pub const DUE: &str = "SELECT id FROM story WHERE site_id = $1 AND related_at IS NULL LIMIT $2";

/// See [`DUE`].
pub fn due(tx: &mut Tx<'_>, site: Id, limit: i64) -> Result<Vec<Id>> {
    tx.query(DUE, &[&site, &limit], |row| row.get(0))
}

/// A story's scores with the newest others, those that are most alike, and when the story was changed that was looked at: outside the writer, since it reads many texts.
pub fn compare(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<(Vec<(Id, i64)>, Timestamp)> {
    let Some(story) = stories::by_id(tx, site, id)? else { return Ok((Vec::new(), Timestamp(0))) };
    let seen = story.updated_at;
    if !story.is_shown() {
        return Ok((Vec::new(), seen));
    }
    let mut others = stories::newest(tx, site, None, COMPARED)?;
    others.retain(|other| other.id != id);
    let compared = |story: &Story| {
        let text = format!("{} {}", story.matter.standfirst, story.body);
        Compared::new(&story.lang, &story.title, &text, &story.topics)
    };
    let scores = likeness(&compared(&story), &others.iter().map(compared).collect::<Vec<_>>());
    let alike = others.iter().map(|other| other.id).zip(scores).filter(|(_, score)| *score >= ALIKE);
    let mut alike: Vec<(Id, i64)> = alike.collect();
    alike.sort_by_key(|(id, score)| (std::cmp::Reverse(*score), *id));
    alike.truncate(KEPT);
    Ok((alike, seen))
}

/// Writes down what [`compare`] found.
#[derive(Clone, Debug)]
pub struct PutRelated {
    /// The site.
    pub site: Id,
    /// The story that was compared.
    pub story: Id,
    /// Those that are like it, with their scores.
    pub others: Vec<(Id, i64)>,
    /// When the story was changed that was compared: one that was changed since is compared again.
    pub seen: Timestamp,
    /// When.
    pub now: Timestamp,
}

impl Write for PutRelated {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (site, story) = (self.site, self.story);
        // The story's row first: it keeps another node that compares the same story waiting.
        tx.execute(
            "UPDATE story SET related_at = $1 WHERE site_id = $2 AND id = $3 AND updated_at = $4",
            &[&self.now, &site, &story, &self.seen],
        )?;
        let before = offered(tx, site, story)?;
        let offering = offering(tx, site, story)?;
        tx.execute("DELETE FROM story_related WHERE site_id = $1 AND story_id = $2", &[&site, &story])?;
        tx.execute("DELETE FROM story_related WHERE site_id = $1 AND other_id = $2", &[&site, &story])?;
        for (other, score) in &self.others {
            for (from, to) in [(story, *other), (*other, story)] {
                tx.execute(
                    "INSERT INTO story_related (site_id, story_id, other_id, score) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (site_id, story_id, other_id) DO UPDATE SET score = EXCLUDED.score",
                    &[&site, &from, &to, score],
                )?;
            }
        }
        if offered(tx, site, story)? != before {
            events::raise(tx, site, story, "story_related", None, 0, self.now)?;
        }
        // The pages that offered it, and those that offer it now, as it is now.
        let others = self.others.iter().map(|(other, _)| *other).filter(|other| !offering.contains(other));
        for other in offering.iter().copied().chain(others.collect::<Vec<_>>()) {
            if offering.contains(&other) || offered(tx, site, other)?.contains(&story) {
                events::raise(tx, site, other, "story_related", None, 0, self.now)?;
            }
        }
        Ok(())
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Tells the pages that offer a story that it came or went.
pub(super) fn shown_or_not(tx: &mut Tx<'_>, site: Id, story: Id, now: Timestamp) -> Result<()> {
    for other in offering(tx, site, story)? {
        events::raise(tx, site, other, "story_related", None, 0, now)?;
    }
    Ok(())
}

fn offering(tx: &mut Tx<'_>, site: Id, story: Id) -> Result<Vec<Id>> {
    tx.query(
        "SELECT story_id FROM story_related WHERE site_id = $1 AND other_id = $2 ORDER BY story_id",
        &[&site, &story],
        |row| row.get(0),
    )
}

/// A story that is offered beside another.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its identifier.
    pub id: Id,
    /// Its slug.
    pub slug: String,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// When it was published.
    pub published_at: Timestamp,
}

fn offered(tx: &mut Tx<'_>, site: Id, story: Id) -> Result<Vec<Id>> {
    Ok(of(tx, site, story)?.into_iter().map(|other| other.id).collect())
}

/// The stories that a page offers beside its own, the likest first.
pub fn of(tx: &mut Tx<'_>, site: Id, story: Id) -> Result<Vec<Other>> {
    tx.query(
        "SELECT s.id, s.slug, s.title, s.lang, s.published_at FROM story_related r
         JOIN story s ON s.site_id = r.site_id AND s.id = r.other_id
         WHERE r.site_id = $1 AND r.story_id = $2 AND s.state = 'published'
         ORDER BY r.score DESC, s.published_at DESC, s.id LIMIT $3",
        &[&site, &story, &OFFERED],
        |row| {
            Ok(Other {
                id: row.get(0)?,
                slug: row.get(1)?,
                title: row.get(2)?,
                lang: row.get(3)?,
                published_at: row.get(4)?,
            })
        },
    )
}
