//! Acts on many comments at once: what is to be done is written down first, then each comment is decided about by itself, as
//! one decision is. What stops half-way goes on where it stopped, and no comment is decided about twice.

use super::decisions::{By, Decide, Undo};
use super::{Error, Result, Tx, Write, accounts, idempotency, jobs, stories, threads};
use crate::clock::Timestamp;
use crate::models::{Act, Grant, Id, Refusal, Spot, State, UnknownWord};

/// Comments in one act at most: more are several acts, each with its own preview.
pub const MOST: usize = 1_000;

/// How its comments were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// One by one, in a list.
    Chosen,
    /// As what a search finds.
    Found,
    /// As near copies of one another.
    Copies,
    /// As all that one writer wrote.
    Writer,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Chosen, Self::Found, Self::Copies, Self::Writer];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Found => "found",
            Self::Copies => "copies",
            Self::Writer => "writer",
        }
    }
}

impl std::str::FromStr for Source {
    type Err = UnknownWord;

    fn from_str(word: &str) -> std::result::Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|source| source.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// An act on many comments.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// Its identifier.
    pub id: Id,
    /// The act; that which is taken back where it takes one back.
    pub act: Act,
    /// The policy rule.
    pub rule: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// How the comments were chosen.
    pub source: Source,
    /// The act that this one takes back.
    pub reverses: Option<Id>,
    /// The act that took this one back.
    pub reversed: Option<Id>,
    /// Who, as records name them.
    pub decided_by: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// How many comments.
    pub total: i64,
    /// About how many it was decided.
    pub done: i64,
    /// About how many it was not, by the stable word of why, the most frequent first.
    pub left: Vec<(String, i64)>,
}

impl Bulk {
    /// How many are still to be decided about.
    pub fn open(&self) -> i64 {
        self.total - self.done - self.left.iter().map(|(_, count)| count).sum::<i64>()
    }
}

/// An act without its counts.
fn head(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Bulk>> {
    let read = |row: &super::Row<'_>| {
        Ok(Bulk {
            id: row.get(0)?,
            act: row.get::<String>(1)?.parse().map_err(Error::corrupt)?,
            rule: row.get(2)?,
            reason: row.get(3)?,
            source: row.get::<String>(4)?.parse().map_err(Error::corrupt)?,
            reverses: row.get(5)?,
            reversed: None,
            decided_by: row.get(6)?,
            created_at: row.get(7)?,
            total: 0,
            done: 0,
            left: Vec::new(),
        })
    };
    tx.first(
        "SELECT id, act, rule, reason, source, reverses, decided_by, created_at FROM bulk_act
         WHERE site_id = $1 AND id = $2",
        &[&site, &id],
        read,
    )
}

/// An act on many comments, by its identifier.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Bulk>> {
    let Some(mut bulk) = head(tx, site, id)? else { return Ok(None) };
    bulk.reversed =
        tx.first("SELECT id FROM bulk_act WHERE site_id = $1 AND reverses = $2", &[&site, &id], |row| row.get(0))?;
    let counts: Vec<(Option<String>, i64, i64)> = tx.query(
        "SELECT said, count(*), count(decision_id) FROM bulk_item WHERE site_id = $1 AND bulk_id = $2
         GROUP BY said ORDER BY count(*) DESC, said",
        &[&site, &id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (said, count, done) in counts {
        bulk.total += count;
        match said {
            Some(word) => bulk.left.push((word, count)),
            None => bulk.done += done,
        }
    }
    Ok(Some(bulk))
}

/// The stories of its comments, each once: whoever looks at it sees all of these, or nothing.
pub fn stories_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Vec<Id>> {
    tx.query(
        "SELECT DISTINCT c.story_id FROM bulk_item i JOIN comment c ON c.site_id = i.site_id AND c.id = i.comment_id
         WHERE i.site_id = $1 AND i.bulk_id = $2",
        &[&site, &id],
        |row| row.get(0),
    )
}

/// Begins an act on many comments; a job does the rest. Gives its identifier, that of before where it was begun before.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The site.
    pub site: Id,
    /// Its identifier: whoever sends the same form twice begins one act.
    pub id: Id,
    /// The comments; that they may be decided about was asked before, and is asked again for each.
    pub comments: Vec<Id>,
    /// The act.
    pub act: Act,
    /// The policy rule, if named.
    pub rule: Option<String>,
    /// Why; may be empty where a rule of the site is named.
    pub reason: String,
    /// How they were chosen.
    pub source: Source,
    /// Who.
    pub by: String,
    /// The job's identifier.
    pub job: Id,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Begin {
    type Out = Id;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Id> {
        if let Some(attempt) = &self.attempt {
            if let Some(before) = idempotency::answer(tx, self.site, attempt)? {
                return before.parse().map_err(Error::corrupt);
            }
            idempotency::keep(tx, self.site, attempt, &self.id.to_string(), self.now)?;
        }
        let new = New {
            id: self.id,
            act: self.act,
            rule: self.rule.as_deref(),
            reason: &self.reason,
            source: self.source,
            reverses: None,
            by: &self.by,
            comments: &self.comments,
            job: self.job,
            now: self.now,
        };
        begin(tx, self.site, &new)
    }
}

struct New<'a> {
    id: Id,
    act: Act,
    rule: Option<&'a str>,
    reason: &'a str,
    source: Source,
    reverses: Option<Id>,
    by: &'a str,
    comments: &'a [Id],
    job: Id,
    now: Timestamp,
}

fn begin(tx: &mut Tx<'_>, site: Id, new: &New<'_>) -> Result<Id> {
    let is_new = tx.execute(
        "INSERT INTO bulk_act (site_id, id, act, rule, reason, source, reverses, decided_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (site_id, id) DO NOTHING",
        &[
            &site,
            &new.id,
            &new.act.as_str(),
            &new.rule,
            &new.reason,
            &new.source.as_str(),
            &new.reverses,
            &new.by,
            &new.now,
        ],
    )?;
    if is_new == 0 {
        return Ok(new.id);
    }
    for (number, comment) in (0_i64..).zip(new.comments) {
        tx.execute(
            "INSERT INTO bulk_item (site_id, bulk_id, number, comment_id) VALUES ($1, $2, $3, $4)",
            &[&site, &new.id, &number, comment],
        )?;
    }
    jobs::enqueue(tx, site, new.job, jobs::Kind::Bulk, new.id, new.now)?;
    Ok(new.id)
}

/// Begins to take an act back: each of its decisions that is still the newest about its comment.
#[derive(Clone, Debug)]
pub struct TakeBack {
    /// The site.
    pub site: Id,
    /// The identifier of the act that does it.
    pub id: Id,
    /// The act that is taken back.
    pub bulk: Id,
    /// Who.
    pub by: String,
    /// The job's identifier.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for TakeBack {
    type Out = Id;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Id> {
        let bulk = by_id(tx, self.site, self.bulk)?.ok_or_else(unknown)?;
        if let Some(done) = bulk.reversed {
            return Ok(done);
        }
        if bulk.reverses.is_some() {
            let words = "What took an act back is not taken back itself: decide anew.";
            return Err(Refusal::new(409, "undo_impossible", words).into());
        }
        // What was not done yet is not done any more.
        tx.execute(
            "UPDATE bulk_item SET said = 'taken_back' WHERE site_id = $1 AND bulk_id = $2
             AND decision_id IS NULL AND said IS NULL",
            &[&self.site, &self.bulk],
        )?;
        let comments: Vec<Id> = tx.query(
            "SELECT comment_id FROM bulk_item WHERE site_id = $1 AND bulk_id = $2 AND decision_id IS NOT NULL
             ORDER BY number",
            &[&self.site, &self.bulk],
            |row| row.get(0),
        )?;
        let new = New {
            id: self.id,
            act: bulk.act,
            rule: None,
            reason: "",
            source: bulk.source,
            reverses: Some(self.bulk),
            by: &self.by,
            comments: &comments,
            job: self.job,
            now: self.now,
        };
        begin(tx, self.site, &new)
    }
}

/// Refuses what no act is known by.
pub fn unknown() -> Refusal {
    Refusal::new(404, "bulk_unknown", "There is no such act on many comments here.")
}

/// Comments of an act that are still to be decided about, by their numbers.
pub fn open(tx: &mut Tx<'_>, site: Id, id: Id, limit: i64) -> Result<Vec<i64>> {
    tx.query(
        "SELECT number FROM bulk_item WHERE site_id = $1 AND bulk_id = $2 AND decision_id IS NULL AND said IS NULL
         ORDER BY number LIMIT $3",
        &[&site, &id, &limit],
        |row| row.get(0),
    )
}

/// Decides about one comment of an act, or writes down why not.
#[derive(Clone, Debug)]
pub struct Next {
    /// The site.
    pub site: Id,
    /// The language of the site, in which a rule speaks in the record.
    pub lang: String,
    /// The act.
    pub bulk: Id,
    /// Which of its comments.
    pub number: i64,
    /// The decision's identifier.
    pub decision: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Next {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (site, bulk, number) = (self.site, self.bulk, self.number);
        // Who comes second to it waits here, and then finds it done.
        let comment: Option<Id> = tx.first(
            "UPDATE bulk_item SET said = NULL WHERE site_id = $1 AND bulk_id = $2 AND number = $3
             AND decision_id IS NULL AND said IS NULL RETURNING comment_id",
            &[&site, &bulk, &number],
            |row| row.get(0),
        )?;
        let Some(comment) = comment else { return Ok(()) };
        let act = head(tx, site, bulk)?.ok_or_else(|| Error::corrupt("a comment of no act"))?;
        let decided = match self.decide(tx, &act, comment) {
            Ok(id) => (Some(id), None),
            Err(Error::Refused(refusal)) => (None, Some(refusal.code)),
            Err(error) => return Err(error),
        };
        tx.execute(
            "UPDATE bulk_item SET decision_id = $1, said = $2 WHERE site_id = $3 AND bulk_id = $4 AND number = $5",
            &[&decided.0, &decided.1, &site, &bulk, &number],
        )?;
        Ok(())
    }
}

impl Next {
    fn decide(&self, tx: &mut Tx<'_>, act: &Bulk, comment: Id) -> Result<Id> {
        let site = self.site;
        let (story, row) = threads::find(tx, site, comment)?.ok_or_else(crate::models::comment_unknown)?;
        let account = act.decided_by.strip_prefix("account ").and_then(|id| id.parse::<Id>().ok());
        may_still(tx, site, story, &act.decided_by, account, self.now)?;
        let by = By { record: act.decided_by.clone(), account, heeds_hands: true, lang: self.lang.clone() };
        if let Some(reversed) = act.reverses {
            let decision: Option<Id> = tx
                .first(
                    "SELECT decision_id FROM bulk_item WHERE site_id = $1 AND bulk_id = $2 AND comment_id = $3",
                    &[&site, &reversed, &comment],
                    |row| row.get(0),
                )?
                .flatten();
            let decision = decision.ok_or_else(|| Error::corrupt("an undo of what was not done"))?;
            let undo =
                Undo { site, id: self.decision, decision, reason: String::new(), by, now: self.now, attempt: None };
            return undo.run(tx).map(|decision| decision.id);
        }
        if row.state == act.act.applied_to(row.state).unwrap_or(State::Deleted) && act.act != Act::Hold {
            let words = "This comment is already what it would become.";
            return Err(Refusal::new(409, "nothing_to_do", words).into());
        }
        let decide = Decide {
            site,
            id: self.decision,
            comment,
            act: act.act,
            rule: act.rule.clone(),
            reason: act.reason.clone(),
            by,
            seen: None,
            now: self.now,
            attempt: None,
        };
        decide.run(tx).map(|decision| decision.id)
    }
}

/// Whether whoever began an act may still decide there: power that was taken away meanwhile ends it.
fn may_still(tx: &mut Tx<'_>, site: Id, story: Id, record: &str, account: Option<Id>, now: Timestamp) -> Result<()> {
    let may = if let Some(account) = account {
        let topics = stories::by_id(tx, site, story)?.map(|story| story.topics).unwrap_or_default();
        accounts::by_id(tx, site, account, now)?
            .is_some_and(|account| account.has(Grant::Decide, Spot { story: Some(story), topics: &topics }))
    } else if let Some(name) = record.strip_prefix("key ") {
        tx.first(
            "SELECT id FROM api_key WHERE site_id = $1 AND name = $2 AND revoked_at IS NULL",
            &[&site, &name],
            |row| row.get::<Id>(0),
        )?
        .is_some()
    } else {
        true
    };
    if may {
        return Ok(());
    }
    Err(Refusal::new(403, "role_missing", "Whoever began this may no longer decide here.").into())
}
