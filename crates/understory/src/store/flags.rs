//! Flags: one a reader and comment, weighed by how their flags turned out, and settled by what the desk decides.

use super::{Error, Result, Tx, Write, attempts, threads};
use crate::clock::Timestamp;
use crate::models::{FlagReason, FlagRecord, Id, Refusal, State, comment_unknown};

/// A reader's flag on a comment; another one of the same reader takes its place.
#[derive(Clone, Debug)]
pub struct PutFlag {
    /// The site.
    pub site: Id,
    /// The comment's story.
    pub story: Id,
    /// The comment.
    pub comment: Id,
    /// Who flags: see the table.
    pub who: Vec<u8>,
    /// Their account, if they have one.
    pub account: Option<Id>,
    /// The hash of the guest's secret that this browser holds, if any: it may have written the comment.
    pub guest: Option<Vec<u8>>,
    /// What is wrong with it.
    pub reason: FlagReason,
    /// In their own words.
    pub text: String,
    /// Against whom this counts.
    pub count: attempts::Count,
}

/// What became of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flagged {
    /// It is there.
    New,
    /// They had flagged it before: the reason is what they say now.
    Again,
    /// They flag too much, and may go on after so many seconds.
    Wait(u64),
}

impl Write for PutFlag {
    type Out = Flagged;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Flagged> {
        let (site, story, id) = (self.site, self.story, self.comment);
        if let Some(seconds) = self.count.count(tx)? {
            return Ok(Flagged::Wait(seconds));
        }
        // The row is taken first: who decides about it at this moment settles this flag, or it comes after.
        tx.execute(
            "UPDATE comment SET flagged = flagged WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &id],
        )?;
        let comment = threads::in_story(tx, site, story, id)?.filter(|comment| comment.state == State::Published);
        let Some(comment) = comment else {
            return Err(comment_unknown().into());
        };
        let is_own = match (comment.account, &self.guest) {
            (Some(account), _) => self.account == Some(account),
            (None, Some(guest)) => wrote(tx, site, story, id, guest)?,
            (None, None) => false,
        };
        if is_own {
            let words = "This is your own comment. You can change or delete it, as long as that goes.";
            return Err(Refusal::new(403, "flag_own", words).into());
        }
        let before: Option<Option<bool>> = tx.first(
            "SELECT founded FROM flag WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 AND who = $4",
            &[&site, &story, &id, &self.who],
            |row| Ok(row.get::<Option<i64>>(0)?.map(|founded| founded == 1)),
        )?;
        let weight = record(tx, site, &self.who)?.weight(self.account.is_some());
        tx.execute(
            "INSERT INTO flag (site_id, story_id, comment_id, who, account_id, revision, reason, text, weight, created_at)
             SELECT $1, $2, id, $3, $4, revision, $5, $6, $7, $8 FROM comment
             WHERE site_id = $1 AND story_id = $2 AND id = $9
             ON CONFLICT (site_id, story_id, comment_id, who)
             DO UPDATE SET reason = excluded.reason, text = excluded.text",
            &[
                &site, &story, &self.who, &self.account, &self.reason.as_str(), &self.text, &weight, &self.count.now, &id,
            ],
        )?;
        match before {
            Some(_) => Ok(Flagged::Again),
            None => {
                tx.execute(
                    "UPDATE comment SET flagged = flagged + $1 WHERE site_id = $2 AND story_id = $3 AND id = $4",
                    &[&weight, &site, &story, &id],
                )?;
                Ok(Flagged::New)
            }
        }
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

fn wrote(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, guest: &[u8]) -> Result<bool> {
    let found: Option<i64> = tx.first(
        "SELECT count(*) FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3 AND guest = $4",
        &[&site, &story, &comment, &guest.to_vec()],
        |row| row.get(0),
    )?;
    Ok(found.is_some_and(|count| count > 0))
}

fn record(tx: &mut Tx<'_>, site: Id, who: &[u8]) -> Result<FlagRecord> {
    let found = tx.first(
        "SELECT founded, unfounded FROM flagger WHERE site_id = $1 AND who = $2",
        &[&site, &who.to_vec()],
        |row| Ok(FlagRecord { founded: row.get(0)?, unfounded: row.get(1)? }),
    )?;
    Ok(found.unwrap_or_default())
}

/// Settles a comment's flags by what a person decided about it: they were right if it does not stand. Decided otherwise
/// later, they are settled anew; with nothing, they are open again. Says how many.
pub(super) fn settle(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, founded: Option<bool>) -> Result<usize> {
    let founded = founded.map(i64::from);
    let flags: Vec<(Vec<u8>, Option<i64>)> = tx.query(
        "SELECT who, founded FROM flag WHERE site_id = $1 AND story_id = $2 AND comment_id = $3
         AND founded IS DISTINCT FROM $4 ORDER BY who",
        &[&site, &story, &comment, &founded],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (who, before) in &flags {
        let change = |outcome: i64| i64::from(founded == Some(outcome)) - i64::from(*before == Some(outcome));
        tx.execute(
            "INSERT INTO flagger (site_id, who, founded, unfounded) VALUES ($1, $2, $3, $4)
             ON CONFLICT (site_id, who) DO UPDATE SET founded = flagger.founded + excluded.founded,
               unfounded = flagger.unfounded + excluded.unfounded",
            &[&site, who, &change(1), &change(0)],
        )?;
    }
    if flags.is_empty() {
        return Ok(0);
    }
    tx.execute(
        "UPDATE flag SET founded = $1 WHERE site_id = $2 AND story_id = $3 AND comment_id = $4",
        &[&founded, &site, &story, &comment],
    )?;
    tx.execute(
        "UPDATE comment SET flagged = (SELECT coalesce(sum(f.weight), 0) FROM flag f WHERE f.site_id = $1 AND f.story_id = $2
           AND f.comment_id = $3 AND f.founded IS NULL)
         WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &comment],
    )?;
    Ok(flags.len())
}

/// A flag, as moderators see it: who flagged is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What is said to be wrong.
    pub reason: FlagReason,
    /// In the reader's own words.
    pub text: String,
    /// Whether they have an account.
    pub has_account: bool,
    /// What it counts.
    pub weight: i64,
    /// Which text of the comment they read.
    pub revision: i64,
    /// Whether the desk has agreed, once it has decided.
    pub founded: Option<bool>,
    /// When.
    pub created_at: Timestamp,
}

/// How many flags of a comment are listed.
const LISTED: i64 = 200;

/// The flags of a comment, those that count most first.
pub fn of_comment(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Vec<Flag>> {
    tx.query(
        "SELECT reason, text, account_id, weight, revision, founded, created_at FROM flag
         WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 ORDER BY weight DESC, created_at, who LIMIT $4",
        &[&site, &story, &comment, &LISTED],
        |row| {
            Ok(Flag {
                reason: row.get::<String>(0)?.parse().map_err(Error::corrupt)?,
                text: row.get(1)?,
                has_account: row.get::<Option<Id>>(2)?.is_some(),
                weight: row.get(3)?,
                revision: row.get(4)?,
                founded: row.get::<Option<i64>>(5)?.map(|founded| founded == 1),
                created_at: row.get(6)?,
            })
        },
    )
}

/// Forgets who flagged, of an account that is deleted: what they said stays.
pub(super) fn forget(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<()> {
    tx.execute("DELETE FROM flagger WHERE site_id = $1 AND who = $2", &[&site, &account.bytes().to_vec()])?;
    Ok(())
}
