//! Votes: one an account and comment, and counts that are right whoever votes at once.

use super::{Error, Note, Result, Tx, Write, events, news, threads};
use crate::clock::Timestamp;
use crate::models::{Id, Refusal, State, comment_unknown, rank};

/// Votes on a comment: for it, against it, or neither any more.
#[derive(Clone, Debug)]
pub struct PutVote {
    /// The site.
    pub site: Id,
    /// The comment's story.
    pub story: Id,
    /// The comment.
    pub comment: Id,
    /// Who votes.
    pub account: Id,
    /// 1, -1 or 0.
    pub value: i64,
    /// When.
    pub now: Timestamp,
}

impl Write for PutVote {
    type Out = (i64, i64);

    /// The votes for and against it.
    fn run(&self, tx: &mut Tx<'_>) -> Result<(i64, i64)> {
        let (site, story, comment) = (self.site, self.story, self.comment);
        // The row itself says what it was before: of two at once of one voter, the second sees the first.
        let before: i64 = tx
            .first(
                "INSERT INTO vote (site_id, story_id, comment_id, account_id, value, before, created_at)
                 VALUES ($1, $2, $3, $4, $5, 0, $6)
                 ON CONFLICT (site_id, story_id, comment_id, account_id)
                 DO UPDATE SET before = vote.value, value = excluded.value, created_at = excluded.created_at
                 RETURNING before",
                &[&site, &story, &comment, &self.account, &self.value, &self.now],
                |row| row.get(0),
            )?
            .unwrap_or(0);
        if before != self.value {
            // Before the comment: whoever counts takes this first, and then waits for everybody who has voted.
            tx.execute(
                "INSERT INTO vote_due (site_id, story_id, comment_id, since) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (site_id, story_id, comment_id) DO UPDATE SET since = vote_due.since",
                &[&site, &story, &comment, &self.now],
            )?;
        }
        let is = |value: i64, side: i64| i64::from(value == side);
        let up = is(self.value, 1) - is(before, 1);
        let down = is(self.value, -1) - is(before, -1);
        let counted = tx.first(
            "UPDATE comment SET up = up + $1, down = down + $2
             WHERE site_id = $3 AND story_id = $4 AND id = $5 AND state = 'published'
             AND (account_id IS NULL OR account_id <> $6) RETURNING up + base_up, down + base_down",
            &[&up, &down, &site, &story, &comment, &self.account],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        tx.note(Note::Person { site, account: self.account });
        match counted {
            Some(counts) => Ok(counts),
            None => Err(self.refusal(tx)?.into()),
        }
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

impl PutVote {
    fn refusal(&self, tx: &mut Tx<'_>) -> Result<Refusal> {
        let comment = threads::in_story(tx, self.site, self.story, self.comment)?;
        Ok(match comment {
            Some(comment) if comment.state == State::Published => {
                Refusal::new(403, "own_comment", "Your own comment is for others to judge.")
            }
            _ => comment_unknown(),
        })
    }
}

/// Takes back what somebody voted on comments that have become their own.
pub(super) fn take_back_own(tx: &mut Tx<'_>, site: Id, account: Id, now: Timestamp) -> Result<()> {
    let own: Vec<(Id, Id, i64)> = tx.query(
        "SELECT v.story_id, v.comment_id, v.value FROM vote v
         JOIN comment c ON c.site_id = v.site_id AND c.story_id = v.story_id AND c.id = v.comment_id
         WHERE v.site_id = $1 AND v.account_id = $2 AND v.value <> 0 AND c.account_id = $2 ORDER BY v.story_id, v.comment_id",
        &[&site, &account],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (story, comment, value) in own {
        tx.execute(
            "DELETE FROM vote WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 AND account_id = $4",
            &[&site, &story, &comment, &account],
        )?;
        tx.execute(
            "INSERT INTO vote_due (site_id, story_id, comment_id, since) VALUES ($1, $2, $3, $4)
             ON CONFLICT (site_id, story_id, comment_id) DO UPDATE SET since = vote_due.since",
            &[&site, &story, &comment, &now],
        )?;
        tx.execute(
            "UPDATE comment SET up = up - $1, down = down - $2 WHERE site_id = $3 AND story_id = $4 AND id = $5",
            &[&i64::from(value == 1), &i64::from(value == -1), &site, &story, &comment],
        )?;
    }
    Ok(())
}

/// What somebody voted under a story: comments, each with 1 or -1.
pub fn of_account(tx: &mut Tx<'_>, site: Id, story: Id, account: Id) -> Result<Vec<(Id, i64)>> {
    tx.query(
        "SELECT comment_id, value FROM vote WHERE site_id = $1 AND account_id = $2 AND story_id = $3 AND value <> 0
         LIMIT 2000",
        &[&site, &account, &story],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// How long votes are gathered before a page shows them, in microseconds.
pub const GATHERED: i64 = 2_000_000;

/// Stories whose votes are to be shown. Asked every second: its plan must use its index alone; a test asks the engines.
pub const DUE: &str = "SELECT site_id, story_id FROM vote_due WHERE since <= $1 ORDER BY since LIMIT $2";

/// See [`DUE`]; each story once.
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(Id, Id)>> {
    let before = Timestamp(now.0 - GATHERED);
    let mut found = tx.query(DUE, &[&before, &limit], |row| Ok((row.get::<Id>(0)?, row.get::<Id>(1)?)))?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Brings the ranks of a story's comments up to their votes, and has its pages show them: one event for all.
#[derive(Clone, Debug)]
pub struct CountVotes {
    /// The site.
    pub site: Id,
    /// The story.
    pub story: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for CountVotes {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (site, story) = (self.site, self.story);
        events::raise(tx, site, story, "votes_counted", None, 0, self.now)?;
        let mut comments: Vec<Id> = tx.query(
            "DELETE FROM vote_due WHERE site_id = $1 AND story_id = $2 RETURNING comment_id",
            &[&site, &story],
            |row| row.get(0),
        )?;
        comments.sort_unstable();
        for comment in comments {
            let votes = tx.first(
                "UPDATE comment SET up = up WHERE site_id = $1 AND story_id = $2 AND id = $3
                 RETURNING up + base_up, down + base_down, rank, up, account_id",
                &[&site, &story, &comment],
                |row| {
                    let votes: (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    Ok((votes, row.get::<i64>(3)?, row.get::<Option<Id>>(4)?))
                },
            )?;
            let ((up, down, before), given, account) =
                votes.ok_or_else(|| Error::corrupt("a vote on a comment that is not there"))?;
            if let Some(account) = account.filter(|_| given > 0) {
                news::votes(tx, site, story, account, comment, given, self.now)?;
            }
            if rank(up, down) != before {
                tx.execute(
                    "UPDATE comment SET rank = $1 WHERE site_id = $2 AND story_id = $3 AND id = $4",
                    &[&rank(up, down), &site, &story, &comment],
                )?;
            }
        }
        Ok(())
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}
