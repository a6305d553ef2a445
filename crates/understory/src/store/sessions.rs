//! Who is signed in where. What the browser holds is kept as a hash; a session that has ended is no row.

use super::accounts::{COLUMNS, account_of, columns, with_roles};
use super::{Note, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::{Id, Signed};

/// A session ends after this long without a request, in seconds: a month, or a day for those who hold power.
pub const IDLE: (i64, i64) = (30 * 86_400, 86_400);

/// And in any case after this long: half a year, or two weeks for those who hold power.
pub const ABSOLUTE: (i64, i64) = (180 * 86_400, 14 * 86_400);

/// How exactly it is known when a session was last used, in seconds.
pub const SEEN: i64 = 300;

/// Somebody in a session, and when the session was last seen.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub signed: Signed,
    /// When it was last used, as far as is written down.
    pub seen_at: Timestamp,
}

/// Who holds what hashes to this, unless that session has ended.
pub fn by_hash(tx: &mut Tx<'_>, site: Id, hash: &[u8], now: Timestamp) -> Result<Option<Found>> {
    let found = tx.first(
        concat!(
            "SELECT ",
            columns!(),
            ", s.id, s.seen_at, s.created_at FROM session s JOIN account a ON a.site_id = s.site_id AND a.id = s.account_id
             WHERE s.site_id = $1 AND s.hash = $2 AND a.state <> 'deleted'"
        ),
        &[&site, &hash.to_vec()],
        |row| {
            let times: (Timestamp, Timestamp) = (row.get(COLUMNS + 1)?, row.get(COLUMNS + 2)?);
            Ok((account_of(row, now)?, row.get::<Id>(COLUMNS)?, times))
        },
    )?;
    let Some((account, session, (seen_at, began))) = found else { return Ok(None) };
    let account = with_roles(tx, account)?;
    let (idle, absolute) = if account.is_staff() { (IDLE.1, ABSOLUTE.1) } else { (IDLE.0, ABSOLUTE.0) };
    if now.seconds_since(seen_at) > idle || now.seconds_since(began) > absolute {
        return Ok(None);
    }
    Ok(Some(Found { signed: Signed { account, session, since: began }, seen_at }))
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Device {
    /// The session.
    pub id: Id,
    /// Browser and system, in a few words.
    pub device: String,
    /// When one signed in there.
    pub created_at: Timestamp,
    /// When it was last used, to about five minutes.
    pub seen_at: Timestamp,
}

/// The sessions of an account, the newest first.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Vec<Device>> {
    tx.query(
        "SELECT id, device, created_at, seen_at FROM session WHERE site_id = $1 AND account_id = $2
         ORDER BY created_at DESC LIMIT 100",
        &[&site, &account],
        |row| Ok(Device { id: row.get(0)?, device: row.get(1)?, created_at: row.get(2)?, seen_at: row.get(3)? }),
    )
}

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its identifier.
    pub id: Id,
    /// The hash of what the browser gets.
    pub hash: Vec<u8>,
    /// Browser and system, in a few words.
    pub device: String,
    /// The session that the browser had before, which ends.
    pub before: Option<Id>,
}

impl NewSession {
    /// Begins it, in the transaction of another write.
    pub(super) fn begin(&self, tx: &mut Tx<'_>, site: Id, account: Id, now: Timestamp) -> Result<()> {
        if let Some(before) = self.before {
            // It may be somebody else's: two people share a browser.
            let ended: Option<Id> = tx.first(
                "DELETE FROM session WHERE site_id = $1 AND id = $2 RETURNING account_id",
                &[&site, &before],
                |row| row.get(0),
            )?;
            if let Some(account) = ended {
                tx.note(Note::Account { site, account });
            }
        }
        tx.execute(
            "INSERT INTO session (site_id, hash, id, account_id, device, created_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
            &[&site, &self.hash, &self.id, &account, &self.device, &now],
        )?;
        tx.note(Note::Account { site, account });
        Ok(())
    }
}

/// Ends an account's sessions, all but one.
pub(super) fn end_all(tx: &mut Tx<'_>, site: Id, account: Id, but: Option<Id>) -> Result<usize> {
    let ended = tx.execute(
        "DELETE FROM session WHERE site_id = $1 AND account_id = $2 AND id <> $3",
        &[&site, &account, &but.unwrap_or(Id::FIRST)],
    )?;
    tx.note(Note::Account { site, account });
    Ok(ended)
}

/// Ends sessions of an account.
#[derive(Clone, Debug)]
pub struct EndSessions {
    /// The site.
    pub site: Id,
    /// Whose.
    pub account: Id,
    /// Which.
    pub which: Which,
}

/// Which sessions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(Id),
    /// All but this one.
    Others(Id),
}

impl Write for EndSessions {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let (site, account) = (self.site, self.account);
        match self.which {
            Which::Others(this) => end_all(tx, site, account, Some(this)),
            Which::One(id) => {
                tx.note(Note::Account { site, account });
                tx.execute(
                    "DELETE FROM session WHERE site_id = $1 AND account_id = $2 AND id = $3",
                    &[&site, &account, &id],
                )
            }
        }
    }
}

/// Writes down that a session was used.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The site.
    pub site: Id,
    /// The hash of what the browser holds.
    pub hash: Vec<u8>,
    /// When.
    pub now: Timestamp,
}

impl Write for Seen {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE session SET seen_at = $1 WHERE site_id = $2 AND hash = $3 AND seen_at < $1",
            &[&self.now, &self.site, &self.hash],
        )?;
        Ok(())
    }
}

/// Forgets sessions that nobody can use any more.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let before = self.now.plus_seconds(-IDLE.0);
        tx.execute("DELETE FROM session WHERE seen_at < $1", &[&before])
    }
}

/// Begins a session for somebody whose password was right.
#[derive(Clone, Debug)]
pub struct Begin {
    /// The site.
    pub site: Id,
    /// Whose.
    pub account: Id,
    /// The session.
    pub session: NewSession,
    /// When.
    pub now: Timestamp,
}

impl Write for Begin {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.session.begin(tx, self.site, self.account, self.now)
    }
}
