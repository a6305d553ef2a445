//! Rule lists, and the comments that a dry run compares with one.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use super::signatures::near_copies;
use super::{Note, Result, Row, Tx, Write, audit};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Id, MOST_LISTS, Refusal, RuleList, RulePlace, State, topic_of};

fn list_of(row: &Row<'_>) -> Result<RuleList> {
    let (topic, story) = (row.get::<Option<String>>(2)?, row.get::<Option<Id>>(3)?);
    let place = match (topic, story) {
        (_, Some(story)) => RulePlace::Story(story),
        (Some(topic), None) => RulePlace::Topic(topic),
        (None, None) => RulePlace::Site,
    };
    Ok(RuleList {
        name: row.get(0)?,
        text: row.get(1)?,
        place,
        is_on: row.get(4)?,
        version: row.get(5)?,
        changed_by: row.get(6)?,
        changed_at: row.get(7)?,
    })
}

/// The lists of a site, by name.
pub fn all(tx: &mut Tx<'_>, site: Id) -> Result<Vec<RuleList>> {
    tx.query(
        "SELECT name, body, topic, story_id, is_on, version, changed_by, changed_at FROM rule_list
         WHERE site_id = $1 ORDER BY name",
        &[&site],
        list_of,
    )
}

/// The list with this name.
pub fn by_name(tx: &mut Tx<'_>, site: Id, name: &str) -> Result<Option<RuleList>> {
    tx.first(
        "SELECT name, body, topic, story_id, is_on, version, changed_by, changed_at FROM rule_list
         WHERE site_id = $1 AND name = $2",
        &[&site, &name],
        list_of,
    )
}

/// Whoever keeps the site's lists in memory reads them again.
fn raise(tx: &mut Tx<'_>, site: Id) -> Result<()> {
    tx.execute("UPDATE site SET version = version + 1 WHERE id = $1", &[&site])?;
    tx.note(Note::Site);
    Ok(())
}

/// Writes down what became of a list. Its text, which may be long and name people, is told by its hash alone.
fn trail(
    tx: &mut Tx<'_>,
    site: Id,
    by: (&str, Timestamp),
    act: AuditAct,
    before: Option<&RuleList>,
    after: Option<&RuleList>,
) -> Result<()> {
    let Some(name) = after.or(before).map(|list| &list.name) else { return Ok(()) };
    let state = |list: Option<&RuleList>| match list {
        None => Value::Null,
        Some(list) => json!({
            "version": list.version, "place": list.place.to_string(), "on": list.is_on,
            "sha256": Sha256::digest(list.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        }),
    };
    let object = format!("list {name}");
    let acted = audit::Acted { act, object, about: None, before: state(before), after: state(after) };
    audit::record(tx, site, by.0, by.1, &acted)
}

/// Makes a list, or puts another text in the place of one.
#[derive(Clone, Debug)]
pub struct PutList {
    /// The site.
    pub site: Id,
    /// Its name; it was checked.
    pub name: String,
    /// Its text; it was read.
    pub text: String,
    /// Where it applies.
    pub place: RulePlace,
    /// Whether comments are compared with it; nothing: as before, and a new one is.
    pub is_on: Option<bool>,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for PutList {
    type Out = RuleList;

    fn run(&self, tx: &mut Tx<'_>) -> Result<RuleList> {
        // Of two who change lists at once one waits here for the other.
        tx.execute("UPDATE site SET version = version WHERE id = $1", &[&self.site])?;
        let lists = all(tx, self.site)?;
        let before = lists.iter().find(|list| list.name == self.name);
        if before.is_none() && lists.len() >= MOST_LISTS {
            let text = "A site has 20 lists at most. Put the entries into one that there is, or remove one first.";
            return Err(Refusal::new(409, "list_too_many", text).into());
        }
        let list = RuleList {
            name: self.name.clone(),
            text: self.text.clone(),
            place: self.place.clone(),
            is_on: self.is_on.unwrap_or_else(|| before.is_none_or(|before| before.is_on)),
            version: before.map_or(1, |before| before.version + 1),
            changed_by: self.by.clone(),
            changed_at: self.now,
        };
        if let Some(before) =
            before.filter(|before| (&before.text, &before.place, before.is_on) == (&list.text, &list.place, list.is_on))
        {
            // Sent again, or nothing changed.
            return Ok(before.clone());
        }
        raise(tx, self.site)?;
        trail(tx, self.site, (&self.by, self.now), AuditAct::SetList, before, Some(&list))?;
        let (topic, story) = match &self.place {
            RulePlace::Site => (None, None),
            RulePlace::Topic(topic) => (Some(topic.clone()), None),
            RulePlace::Story(story) => (None, Some(*story)),
        };
        tx.execute(
            "INSERT INTO rule_list (site_id, name, body, topic, story_id, is_on, version, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (site_id, name) DO UPDATE SET body = excluded.body, topic = excluded.topic,
             story_id = excluded.story_id, is_on = excluded.is_on, version = excluded.version,
             changed_by = excluded.changed_by, changed_at = excluded.changed_at",
            &[&self.site, &self.name, &self.text, &topic, &story, &list.is_on, &list.version, &self.by, &self.now],
        )?;
        Ok(list)
    }
}

/// Has comments compared with a list, or no longer. Says whether there is such a one.
#[derive(Clone, Debug)]
pub struct TurnList {
    /// The site.
    pub site: Id,
    /// Its name.
    pub name: String,
    /// Whether comments are compared with it.
    pub is_on: bool,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for TurnList {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(before) = by_name(tx, self.site, &self.name)? else { return Ok(false) };
        if before.is_on == self.is_on {
            return Ok(true);
        }
        tx.execute(
            "UPDATE rule_list SET is_on = $1, changed_by = $2, changed_at = $3 WHERE site_id = $4 AND name = $5",
            &[&self.is_on, &self.by, &self.now, &self.site, &self.name],
        )?;
        raise(tx, self.site)?;
        let after = RuleList { is_on: self.is_on, ..before.clone() };
        trail(tx, self.site, (&self.by, self.now), AuditAct::TurnList, Some(&before), Some(&after))?;
        Ok(true)
    }
}

/// Removes a list. Says whether there was such a one.
#[derive(Clone, Debug)]
pub struct RemoveList {
    /// The site.
    pub site: Id,
    /// Its name.
    pub name: String,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for RemoveList {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(before) = by_name(tx, self.site, &self.name)? else { return Ok(false) };
        let delete = "DELETE FROM rule_list WHERE site_id = $1 AND name = $2";
        tx.execute(delete, &[&self.site, &self.name])?;
        raise(tx, self.site)?;
        trail(tx, self.site, (&self.by, self.now), AuditAct::RemoveList, Some(&before), None)?;
        Ok(true)
    }
}

/// A comment as a dry run needs it.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The comment.
    pub id: Id,
    /// Its story.
    pub story: Id,
    /// The story's topics, as their addresses have them.
    pub topics: Vec<String>,
    /// Its text, as typed.
    pub body: String,
    /// Its writer's name.
    pub name: String,
    /// Its state now.
    pub state: State,
    /// When it was written.
    pub created_at: Timestamp,
}

/// How many comments of a site are younger than an identifier.
pub fn younger(tx: &mut Tx<'_>, site: Id, than: Id) -> Result<i64> {
    let counted = "SELECT COUNT(*) FROM comment WHERE site_id = $1 AND id > $2 AND depth >= 0";
    Ok(tx.first(counted, &[&site, &than], |row| row.get(0))?.unwrap_or(0))
}

/// A portion of the comments between two identifiers, the newest first; without what their writers deleted.
pub fn portion(tx: &mut Tx<'_>, site: Id, after: Id, before: Id, limit: i64) -> Result<Vec<Replayed>> {
    tx.query(
        "SELECT c.id, c.story_id, s.topics, c.body, c.name, c.state, c.created_at
         FROM comment c JOIN story s ON s.site_id = c.site_id AND s.id = c.story_id
         WHERE c.site_id = $1 AND c.id > $2 AND c.id < $3 AND c.depth >= 0 AND c.state <> 'deleted' ORDER BY c.id DESC LIMIT $4",
        &[&site, &after, &before, &limit],
        |row| {
            let topics: Vec<String> = serde_json::from_str(&row.get::<String>(2)?).map_err(super::Error::corrupt)?;
            Ok(Replayed {
                id: row.get(0)?,
                story: row.get(1)?,
                topics: topics.iter().map(|topic| topic_of(topic)).collect(),
                body: row.get(3)?,
                name: row.get(4)?,
                state: row.get::<String>(5)?.parse().map_err(super::Error::corrupt)?,
                created_at: row.get(6)?,
            })
        },
    )
}

/// What a person decided about a comment last: the state that it had then; nothing if nobody did.
pub fn decided(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<State>> {
    let found = tx.first(
        "SELECT state FROM decision WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 AND automation = 'none'
         ORDER BY number DESC, id DESC LIMIT 1",
        &[&site, &story, &comment],
        |row| row.get::<Option<String>>(0),
    )?;
    found.flatten().map(|word| word.parse().map_err(super::Error::corrupt)).transpose()
}
