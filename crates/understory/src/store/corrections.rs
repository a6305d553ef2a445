//! What a site's decisions taught, and what it is taught from.

use serde_json::json;

use super::{Error, Note, Result, Tx, Write, audit};
use crate::clock::Timestamp;
use crate::models::{Act, AuditAct, Id};

/// A text that a desk decided about, or that stood without anybody objecting.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// As typed.
    pub text: String,
    /// The language of its story; empty where it is the site's.
    pub lang: String,
    /// Topics of its story, as they were written.
    pub topics: Vec<String>,
    /// Whether it was held or removed.
    pub waits: bool,
    /// Whether somebody decided that.
    pub decided: bool,
}

fn topics_of(text: &str) -> Result<Vec<String>> {
    serde_json::from_str(text).map_err(|e| Error::corrupt(format!("topics of a story: {e}")))
}

/// The comments of a site that people decided about, the newest decision first, each with the text that was decided; what was
/// erased since is left out. A decision that was taken back teaches nothing, and neither does taking it back.
pub fn decided(tx: &mut Tx<'_>, site: Id, limit: i64) -> Result<Vec<Lesson>> {
    let rows = tx.query(
        "SELECT d.comment_id, d.act, coalesce(r.body, c.body), s.lang, s.topics
         FROM decision d
         JOIN comment c ON c.site_id = d.site_id AND c.story_id = d.story_id AND c.id = d.comment_id
         JOIN story s ON s.site_id = d.site_id AND s.id = d.story_id
         LEFT JOIN comment_revision r ON r.site_id = d.site_id AND r.story_id = d.story_id AND r.comment_id = d.comment_id
           AND r.revision = d.revision
         WHERE d.site_id = $1 AND d.automation = 'none' AND d.reverses IS NULL AND NOT EXISTS (
           SELECT 1 FROM decision u WHERE u.site_id = d.site_id AND u.story_id = d.story_id
           AND u.comment_id = d.comment_id AND u.reverses = d.id)
         ORDER BY d.id DESC LIMIT $2",
        &[&site, &limit],
        |row| {
            let comment: Id = row.get(0)?;
            let act: Act = row.get::<String>(1)?.parse().map_err(Error::corrupt)?;
            let waits = matches!(act, Act::Hold | Act::Remove);
            let topics = topics_of(&row.get::<String>(4)?)?;
            Ok((comment, Lesson { text: row.get(2)?, lang: row.get(3)?, topics, waits, decided: true }))
        },
    )?;
    let mut seen = std::collections::HashSet::new();
    let newest = rows.into_iter().filter(|(comment, _)| seen.insert(*comment)).map(|(_, lesson)| lesson);
    Ok(newest.filter(|lesson| !lesson.text.is_empty()).collect())
}

/// Comments that can be seen since before a time and about which nobody decided anything, the newest first.
pub fn stood(tx: &mut Tx<'_>, site: Id, before: Timestamp, limit: i64) -> Result<Vec<Lesson>> {
    tx.query(
        "SELECT c.body, s.lang, s.topics FROM comment c JOIN story s ON s.site_id = c.site_id AND s.id = c.story_id
         WHERE c.site_id = $1 AND c.state = 'published' AND c.created_at < $2 AND NOT EXISTS (
           SELECT 1 FROM decision d WHERE d.site_id = c.site_id AND d.story_id = c.story_id AND d.comment_id = c.id)
         ORDER BY c.id DESC LIMIT $3",
        &[&site, &before, &limit],
        |row| {
            let topics = topics_of(&row.get::<String>(2)?)?;
            Ok(Lesson { text: row.get(0)?, lang: row.get(1)?, topics, waits: false, decided: false })
        },
    )
}

/// A correction, without what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub number: i64,
    /// The models it was learnt beside.
    pub model: String,
    /// How good it was, as JSON.
    pub report: String,
    /// When it was learnt.
    pub created_at: Timestamp,
    /// Whether it is in use.
    pub in_use: bool,
}

/// The corrections that are kept of a site, the newest first.
pub fn all(tx: &mut Tx<'_>, site: Id) -> Result<Vec<Kept>> {
    tx.query(
        "SELECT c.number, c.model, c.report, c.created_at, CASE WHEN s.correction = c.number THEN 1 ELSE 0 END
         FROM correction c JOIN site s ON s.id = c.site_id WHERE c.site_id = $1 ORDER BY c.number DESC",
        &[&site],
        |row| {
            Ok(Kept {
                number: row.get(0)?,
                model: row.get(1)?,
                report: row.get(2)?,
                created_at: row.get(3)?,
                in_use: row.get::<i32>(4)? == 1,
            })
        },
    )
}

/// How many are kept of a site.
const KEPT: i64 = 10;

/// Keeps a correction and puts it to use. Gives its number.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// The site.
    pub site: Id,
    /// The models it was learnt beside.
    pub model: String,
    /// How good it was, as JSON.
    pub report: String,
    /// What it does, as JSON.
    pub body: String,
    /// When.
    pub now: Timestamp,
}

impl Write for NewCorrection {
    type Out = i64;

    fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let (site, now) = (self.site, self.now);
        // Of two who learn at once one waits here for the other.
        tx.execute("UPDATE site SET version = version + 1 WHERE id = $1", &[&site])?;
        let number: i64 = tx
            .first("SELECT coalesce(max(number), 0) + 1 FROM correction WHERE site_id = $1", &[&site], |row| {
                row.get(0)
            })?
            .unwrap_or(1);
        tx.execute(
            "INSERT INTO correction (site_id, number, model, report, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &[&site, &number, &self.model, &self.report, &self.body, &now],
        )?;
        tx.execute("DELETE FROM correction WHERE site_id = $1 AND number <= $2", &[&site, &(number - KEPT)])?;
        tx.execute("UPDATE site SET correction = $1 WHERE id = $2", &[&number, &site])?;
        tx.note(Note::Site);
        Ok(number)
    }
}

/// Puts a correction that is kept to use, or none. Says whether there is such a one.
#[derive(Clone, Debug)]
pub struct UseCorrection {
    /// The site.
    pub site: Id,
    /// Its number.
    pub number: Option<i64>,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for UseCorrection {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let found = "SELECT 1 FROM correction WHERE site_id = $1 AND number = $2";
        if self.number.is_some() && tx.first(found, &[&self.site, &self.number], |_| Ok(()))?.is_none() {
            return Ok(false);
        }
        let before: Option<i64> =
            tx.first("SELECT correction FROM site WHERE id = $1", &[&self.site], |row| row.get(0))?.flatten();
        let acted = audit::Acted {
            act: AuditAct::Correct,
            object: "triage".to_owned(),
            about: None,
            before: json!({ "number": before }),
            after: json!({ "number": self.number }),
        };
        audit::record(tx, self.site, &self.by, self.now, &acted)?;
        tx.execute(
            "UPDATE site SET correction = $1, version = version + 1 WHERE id = $2",
            &[&self.number, &self.site],
        )?;
        tx.note(Note::Site);
        Ok(true)
    }
}
