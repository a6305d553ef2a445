//! When a thread takes no more comments: closed by hand, by date, by age.

use serde_json::json;

use super::{Result, Tx, Write, audit, events, stories};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Closed, ClosedBy, Id, Story};

/// Closes a thread, or opens it again. Says whether there was such a story.
#[derive(Clone, Debug)]
pub struct SetClosed {
    /// Its site.
    pub site: Id,
    /// Which.
    pub story: Id,
    /// Closed like this, or open.
    pub closed: Option<Closed>,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for SetClosed {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(story) = stories::by_id(tx, self.site, self.story)? else { return Ok(false) };
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
        trail(tx, self.site, &self.by, self.now, &story)?;
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
    /// Who says so.
    pub by: String,
    /// When this is said.
    pub now: Timestamp,
}

impl Write for SetCloseAt {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(before) = stories::by_id(tx, self.site, self.story)? else { return Ok(false) };
        let touched = tx.execute(
            "UPDATE story SET close_at = $1, updated_at = $2 WHERE site_id = $3 AND id = $4",
            &[&self.close_at, &self.now, &self.site, &self.story],
        )?;
        if touched > 0 {
            events::raise(tx, self.site, self.story, "story_closing", None, 0, self.now)?;
            trail(tx, self.site, &self.by, self.now, &before)?;
        }
        Ok(touched > 0)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Writes down whether a thread is open now, and until when.
fn trail(tx: &mut Tx<'_>, site: Id, by: &str, now: Timestamp, before: &Story) -> Result<()> {
    let Some(after) = stories::by_id(tx, site, before.id)? else { return Ok(()) };
    let state = |story: &Story| {
        let closed = story.closed.as_ref();
        json!({
            "closed_at": closed.map(|closed| closed.at), "closed_by": closed.map(|closed| closed.by.as_str()),
            "reason": closed.and_then(|closed| closed.reason.clone()), "close_at": story.close_at,
        })
    };
    let acted = audit::Acted {
        act: if before.closed.is_some() { AuditAct::ReopenStory } else { AuditAct::CloseStory },
        object: format!("story {}", before.id),
        about: None,
        before: state(before),
        after: state(&after),
    };
    audit::record(tx, site, by, now, &acted)
}

/// By date and by age. Asked every second: their plans must use their index alone; a test asks the engines.
pub const DUE_TO_CLOSE: [&str; 2] = [
    "SELECT id, close_at FROM story WHERE site_id = $1 AND closed_at IS NULL AND close_at <= $2 LIMIT 100",
    "SELECT id, published_at FROM story
     WHERE site_id = $1 AND state = 'published' AND published_at <= $2 AND closed_at IS NULL LIMIT 100",
];

/// Stories whose time to close has come and of which that is not written down yet.
pub fn due_to_close(
    tx: &mut Tx<'_>,
    site: Id,
    now: Timestamp,
    published_before: Timestamp,
) -> Result<Vec<(Id, ClosedBy, Timestamp)>> {
    let [by_date, by_age] = DUE_TO_CLOSE;
    let mut due = tx.query(by_date, &[&site, &now], |row| Ok((row.get(0)?, ClosedBy::Date, row.get(1)?)))?;
    due.extend(tx.query(by_age, &[&site, &published_before], |row| Ok((row.get(0)?, ClosedBy::Age, row.get(1)?)))?);
    Ok(due)
}
