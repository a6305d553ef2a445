//! The chain of the audit trail: rows linked one after another by a job, looked through row by row, and its end kept apart.

use super::audit::{columns, row_of};
use super::{Error, Result, Tx, Write};
use crate::clock::{Timestamp, random_bytes};
use crate::models::{AuditRow, BEFORE_FIRST, Broken, Id, Wrong, hex};

/// Rows that wait to be linked. Asked every second: its plan must use its index alone; a test asks the engines.
pub const UNLINKED: &str = "SELECT id FROM audit WHERE site_id = $1 AND seq IS NULL ORDER BY created_at, id LIMIT $2";

/// Whether something waits to be linked.
pub fn is_due(tx: &mut Tx<'_>, site: Id) -> Result<bool> {
    Ok(tx.first(UNLINKED, &[&site, &1_i64], |row| row.get::<Id>(0))?.is_some())
}

/// The end of a chain: how long it is, and what its last row hashes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many rows are linked.
    pub length: i64,
    /// The hash of the last.
    pub hash: Vec<u8>,
}

/// The end of a site's chain, as it is kept apart from the rows.
pub fn head(tx: &mut Tx<'_>, site: Id) -> Result<Option<Head>> {
    tx.first("SELECT length, hash FROM audit_head WHERE site_id = $1", &[&site], |row| {
        Ok(Head { length: row.get(0)?, hash: row.get(1)? })
    })
}

/// Links rows, the oldest first; says how many. Of two nodes one waits for the other at the chain's end.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The site.
    pub site: Id,
    /// How many at most.
    pub most: i64,
}

impl Write for Link {
    type Out = i64;

    fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let site = self.site;
        let lock = "UPDATE audit_head SET length = length WHERE site_id = $1";
        if tx.execute(lock, &[&site])? == 0 {
            let linked = "SELECT 1 FROM audit WHERE site_id = $1 AND seq IS NOT NULL LIMIT 1";
            if tx.first(linked, &[&site], |_| Ok(()))?.is_some() {
                return Err(Error::corrupt("the end of the audit trail is not kept: see 'understory verify'"));
            }
            tx.execute(
                "INSERT INTO audit_head (site_id, length, hash) VALUES ($1, 0, $2) ON CONFLICT (site_id) DO NOTHING",
                &[&site, &BEFORE_FIRST.to_vec()],
            )?;
            tx.execute(lock, &[&site])?;
        }
        let Head { mut length, mut hash } = head(tx, site)?.ok_or_else(|| Error::corrupt("a chain without an end"))?;
        let rows = tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM audit WHERE site_id = $1 AND seq IS NULL ORDER BY created_at, id LIMIT $2"
            ),
            &[&site, &self.most],
            row_of,
        )?;
        for row in &rows {
            length += 1;
            // Where nothing is left to be said, nothing is hidden.
            let salt = row.detail.is_some().then(|| random_bytes::<16>().to_vec());
            let sealed = AuditRow::seal(salt.as_deref(), row.detail.as_deref());
            let next = row.hash_at(length, &sealed, &hash);
            tx.execute(
                "UPDATE audit SET salt = $1, seq = $2, digest = $3, prev = $4, hash = $5
                 WHERE site_id = $6 AND id = $7 AND seq IS NULL",
                &[&salt, &length, &sealed, &hash, &next, &site, &row.id],
            )?;
            hash = next;
        }
        tx.execute("UPDATE audit_head SET length = $1, hash = $2 WHERE site_id = $3", &[&length, &hash, &site])?;
        Ok(rows.len() as i64)
    }
}

/// A look through a chain, portion by portion.
#[derive(Clone, Debug)]
pub struct Walk {
    /// The row that was looked at last, and what it hashes to.
    pub at: Head,
    /// Where it is broken first.
    pub broken: Option<Broken>,
    /// Whether it is at the end, or at what is broken.
    pub is_over: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self { at: Head { length: 0, hash: BEFORE_FIRST.to_vec() }, broken: None, is_over: false }
    }
}

/// Rows looked at in one go.
const PORTION: i64 = 2_000;

impl Walk {
    /// Goes on with a site's chain. The end is looked at in the same snapshot as the last rows.
    pub fn go_on(&mut self, tx: &mut Tx<'_>, site: Id) -> Result<()> {
        let rows = tx.query(
            concat!("SELECT ", columns!(), " FROM audit WHERE site_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"),
            &[&site, &self.at.length, &PORTION],
            row_of,
        )?;
        for row in &rows {
            if let Some(broken) = self.step(tx, row)? {
                self.broken = Some(broken);
                self.is_over = true;
                return Ok(());
            }
        }
        if (rows.len() as i64) < PORTION {
            self.is_over = true;
            self.broken = self.at_end(tx, site)?;
        }
        Ok(())
    }

    /// Looks at the next row.
    fn step(&mut self, tx: &mut Tx<'_>, row: &AuditRow) -> Result<Option<Broken>> {
        let Some(link) = &row.link else { return Err(Error::corrupt("a row of the audit trail without a number")) };
        let seq = self.at.length + 1;
        let found = |wrong| Ok(Some(Broken { seq, id: Some(row.id), wrong }));
        let is_whole = row.hash_at(link.seq, &link.digest, &link.prev) == link.hash;
        let follows = link.seq == seq && link.prev == self.at.hash;
        if !is_whole || !follows {
            // Where the row that was linked here stands elsewhere, it was moved, and not changed.
            if link.prev != self.at.hash
                && let Some(id) = behind(tx, row.site, &self.at.hash, row.id)?
            {
                return Ok(Some(Broken { seq, id: Some(id), wrong: Wrong::OutOfOrder }));
            }
            if link.seq != seq {
                return Ok(Some(Broken { seq, id: None, wrong: Wrong::Missing }));
            }
            if is_whole && seq > 1 {
                // It says of the row before it what that was: the row before it is another now.
                let id = tx.first(
                    "SELECT id FROM audit WHERE site_id = $1 AND seq = $2",
                    &[&row.site, &(seq - 1)],
                    |row| row.get(0),
                )?;
                return Ok(Some(Broken { seq: seq - 1, id, wrong: Wrong::Changed }));
            }
            return found(Wrong::Changed);
        }
        match (&row.salt, &row.detail) {
            (Some(salt), Some(detail)) => {
                if AuditRow::seal(Some(salt), Some(detail)) != link.digest {
                    return found(Wrong::DetailChanged);
                }
            }
            (None, None) if is_erased(tx, row)? => {}
            (None, None) => return found(Wrong::DetailGone),
            _ => return found(Wrong::DetailChanged),
        }
        self.at = Head { length: seq, hash: link.hash.clone() };
        Ok(None)
    }

    fn at_end(&self, tx: &mut Tx<'_>, site: Id) -> Result<Option<Broken>> {
        let length = self.at.length;
        let broken = |seq, wrong| Some(Broken { seq, id: None, wrong });
        Ok(match head(tx, site)? {
            None if length == 0 => None,
            None => broken(length, Wrong::HeadChanged),
            Some(head) if head == self.at => None,
            Some(head) if head.length > length => broken(length + 1, Wrong::CutOff),
            Some(head) if head.length < length => broken(head.length + 1, Wrong::Added),
            Some(_) => broken(length, Wrong::HeadChanged),
        })
    }
}

/// Another row than this one that was linked behind what hashes to this.
fn behind(tx: &mut Tx<'_>, site: Id, hash: &[u8], but: Id) -> Result<Option<Id>> {
    tx.first(
        "SELECT id FROM audit WHERE site_id = $1 AND prev = $2 AND id <> $3 LIMIT 1",
        &[&site, &hash.to_vec(), &but],
        |row| row.get(0),
    )
}

/// Whether a row's detail may be gone: the account of which it spoke is erased.
fn is_erased(tx: &mut Tx<'_>, row: &AuditRow) -> Result<bool> {
    let Some(about) = row.about else { return Ok(false) };
    let state: Option<String> =
        tx.first("SELECT state FROM account WHERE site_id = $1 AND id = $2", &[&row.site, &about], |row| row.get(0))?;
    Ok(state.is_none_or(|state| state == "deleted"))
}

/// What a look through a site's trail found.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Looked {
    /// The site, by its short name.
    pub site: String,
    /// Rows that are linked and in order, from the first on.
    pub rows: i64,
    /// What the last of them hashes to: kept elsewhere, it shows later that none of them was changed.
    pub head: String,
    /// Rows that are not linked yet.
    pub waiting: i64,
    /// Where the chain is broken first.
    pub broken: Option<Broken>,
}

/// Looks through a site's trail in one snapshot.
pub fn look(tx: &mut Tx<'_>, site: Id, name: &str) -> Result<Looked> {
    let mut walk = Walk::default();
    while !walk.is_over {
        walk.go_on(tx, site)?;
    }
    let waiting =
        tx.first("SELECT count(*) FROM audit WHERE site_id = $1 AND seq IS NULL", &[&site], |row| row.get(0))?;
    Ok(Looked {
        site: name.to_owned(),
        rows: walk.at.length,
        head: hex(&walk.at.hash),
        waiting: waiting.unwrap_or(0),
        broken: walk.broken,
    })
}

/// What the row at this place hashes to now.
pub fn hash_at(tx: &mut Tx<'_>, site: Id, seq: i64) -> Result<Option<String>> {
    let found = tx.first("SELECT hash FROM audit WHERE site_id = $1 AND seq = $2", &[&site, &seq], |row| {
        row.get::<Option<Vec<u8>>>(0)
    })?;
    Ok(found.flatten().map(|hash| hex(&hash)))
}

/// Nights are longer than this apart; two nodes of one database do not look twice in one. In seconds.
const LOOKED_LATELY: i64 = 12 * 3_600;

/// Takes the nightly look at a site's trail for oneself; says whether it is one's own.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    /// The site.
    pub site: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Begin {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let before = self.now.plus_seconds(-LOOKED_LATELY);
        let taken = tx.execute(
            "UPDATE audit_head SET checked_at = $1 WHERE site_id = $2 AND coalesce(checked_at, 0) < $3",
            &[&self.now, &self.site, &before],
        )?;
        Ok(taken > 0)
    }
}

/// Keeps what the nightly look found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The site.
    pub site: Id,
    /// What is broken, if anything is.
    pub broken: Option<Broken>,
}

impl Write for Found {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let fault = self.broken.as_ref().map(ToString::to_string);
        tx.execute("UPDATE audit_head SET fault = $1 WHERE site_id = $2", &[&fault, &self.site])?;
        Ok(())
    }
}

/// What the last nightly look at a site's trail found, in words.
pub fn fault(tx: &mut Tx<'_>, site: Id) -> Result<Option<String>> {
    Ok(tx.first("SELECT fault FROM audit_head WHERE site_id = $1", &[&site], |row| row.get(0))?.flatten())
}

/// How many sites' trails were found broken.
pub fn faults(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.first("SELECT count(*) FROM audit_head WHERE fault IS NOT NULL", &[], |row| row.get(0))?.unwrap_or(0))
}
