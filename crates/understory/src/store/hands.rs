//! Who at the desk has which comment in hand: nobody else decides about it meanwhile.

use super::{Error, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::{Id, Refusal};

/// How long a comment stays in somebody's hand without being touched, in seconds: two people meet at the same card more
/// often than a card takes five minutes.
pub const IN_HAND: i64 = 300;

/// How long one that was passed to a colleague waits for them, in seconds.
pub const PASSED: i64 = 3_600;

/// Who has a comment in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InHand {
    /// Who.
    pub account: Id,
    /// Their name.
    pub name: String,
    /// Until when.
    pub until: Timestamp,
}

/// Who has a comment in hand now.
pub fn of_comment(tx: &mut Tx<'_>, site: Id, comment: Id, now: Timestamp) -> Result<Option<InHand>> {
    tx.first(
        "SELECT h.account_id, a.name, h.until FROM in_hand h
         JOIN account a ON a.site_id = h.site_id AND a.id = h.account_id
         WHERE h.site_id = $1 AND h.comment_id = $2 AND h.until > $3",
        &[&site, &comment, &now],
        |row| Ok(InHand { account: row.get(0)?, name: row.get(1)?, until: row.get(2)? }),
    )
}

/// Whether nobody but `account` has a comment in hand.
///
/// # Errors
/// 409 with who has it, for colleagues.
pub(super) fn is_free_for(tx: &mut Tx<'_>, site: Id, comment: Id, account: Option<Id>, now: Timestamp) -> Result<()> {
    match of_comment(tx, site, comment, now)? {
        Some(other) if Some(other.account) != account => Err(taken(&other).into()),
        _ => Ok(()),
    }
}

fn taken(other: &InHand) -> Refusal {
    let words = format!("{} has this comment in hand until {}, and decides about it.", other.name, other.until);
    Refusal::new(409, "in_other_hands", words)
}

/// The comments that somebody has in hand, the one taken last first.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id, now: Timestamp) -> Result<Vec<Id>> {
    tx.query(
        "SELECT comment_id FROM in_hand WHERE site_id = $1 AND account_id = $2 AND until > $3
         ORDER BY since DESC, comment_id LIMIT 100",
        &[&site, &account, &now],
        |row| row.get(0),
    )
}

/// Takes a comment in hand, or keeps it there; gives until when.
#[derive(Clone, Debug)]
pub struct TakeInHand {
    /// The site.
    pub site: Id,
    /// The comment; that it is there was asked before.
    pub comment: Id,
    /// Who.
    pub account: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for TakeInHand {
    type Out = Timestamp;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Timestamp> {
        put(tx, self.site, self.comment, self.account, self.account, IN_HAND, self.now)
    }
}

/// Puts a comment into somebody's hand that nobody but `by` or they have. The statement decides who is first.
fn put(tx: &mut Tx<'_>, site: Id, comment: Id, by: Id, to: Id, seconds: i64, now: Timestamp) -> Result<Timestamp> {
    let until = now.plus_seconds(seconds);
    let put = tx.execute(
        "INSERT INTO in_hand (site_id, comment_id, account_id, since, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (site_id, comment_id) DO UPDATE SET account_id = excluded.account_id, until = excluded.until,
           since = CASE WHEN in_hand.account_id = excluded.account_id AND in_hand.until > $4
             THEN in_hand.since ELSE excluded.since END
         WHERE in_hand.until <= $4 OR in_hand.account_id = $6 OR in_hand.account_id = $3",
        &[&site, &comment, &to, &now, &until, &by],
    )?;
    if put == 0 {
        is_free_for(tx, site, comment, Some(by), now)?;
        return Err(Error::corrupt("a comment in a hand that is nobody's"));
    }
    Ok(until)
}

/// Takes the first of these comments in hand that nobody else has; gives it.
#[derive(Clone, Debug)]
pub struct TakeFirst {
    /// The site.
    pub site: Id,
    /// The comments, in the order in which they come.
    pub comments: Vec<Id>,
    /// Who.
    pub account: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for TakeFirst {
    type Out = Option<Id>;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Id>> {
        for comment in &self.comments {
            let other = of_comment(tx, self.site, *comment, self.now)?;
            if other.is_some_and(|other| other.account != self.account) {
                continue;
            }
            put(tx, self.site, *comment, self.account, self.account, IN_HAND, self.now)?;
            return Ok(Some(*comment));
        }
        Ok(None)
    }
}

/// Passes a comment to a colleague, whom it waits for.
#[derive(Clone, Debug)]
pub struct PassOn {
    /// The site.
    pub site: Id,
    /// The comment.
    pub comment: Id,
    /// Who has it.
    pub account: Id,
    /// Who gets it; that they may decide about it was asked before.
    pub to: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for PassOn {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        is_free_for(tx, self.site, self.comment, Some(self.account), self.now)?;
        put(tx, self.site, self.comment, self.account, self.to, PASSED, self.now).map(drop)
    }
}

/// Lets a comment out of one's hand.
#[derive(Clone, Debug)]
pub struct LetGo {
    /// The site.
    pub site: Id,
    /// The comment.
    pub comment: Id,
    /// Who.
    pub account: Id,
}

impl Write for LetGo {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "DELETE FROM in_hand WHERE site_id = $1 AND comment_id = $2 AND account_id = $3",
            &[&self.site, &self.comment, &self.account],
        )?;
        Ok(())
    }
}

/// It was decided: nobody needs it in hand.
pub(super) fn empty(tx: &mut Tx<'_>, site: Id, comment: Id) -> Result<()> {
    tx.execute("DELETE FROM in_hand WHERE site_id = $1 AND comment_id = $2", &[&site, &comment])?;
    Ok(())
}

/// Forgets hands whose time is over.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM in_hand WHERE until <= $1", &[&self.now])
    }
}
