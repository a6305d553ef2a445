//! How often somebody may try something: counted in the database, so that it holds on every node and over a restart.

use super::{Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;

/// How often within how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How often.
    pub times: i64,
    /// Within so many seconds of the first time.
    pub seconds: i64,
}

/// Counts an attempt against each of its subjects, in their order; gives the seconds to wait if it is one too many for one of
/// them. Those behind it are then not counted: what is asker's own comes first, what others share with them last, so that
/// nobody who is refused already uses up what is somebody else's. An attempt that is refused makes nobody wait longer.
#[derive(Clone, Debug)]
pub struct Count {
    /// The site.
    pub site: Id,
    /// Hashes of who tries what, each with how often that may be. All that count the same kinds have them in one order, lest
    /// two nodes lock each other.
    pub subjects: Vec<(Vec<u8>, Limit)>,
    /// When.
    pub now: Timestamp,
}

impl Count {
    /// Counts, in the transaction of another write.
    pub(super) fn count(&self, tx: &mut Tx<'_>) -> Result<Option<u64>> {
        for (subject, limit) in &self.subjects {
            let ends = self.now.plus_seconds(limit.seconds);
            // A window that begins in the future was made by a clock that has been set back since.
            let counted = tx.first(
                "INSERT INTO attempt (site_id, subject, began_at, ends_at, count) VALUES ($1, $2, $3, $4, 1)
                 ON CONFLICT (site_id, subject) DO UPDATE SET
                   count = CASE WHEN attempt.ends_at <= $3 OR attempt.began_at > $3 THEN 1 ELSE attempt.count + 1 END,
                   began_at = CASE WHEN attempt.ends_at <= $3 OR attempt.began_at > $3 THEN $3 ELSE attempt.began_at END,
                   ends_at = CASE WHEN attempt.ends_at <= $3 OR attempt.began_at > $3 THEN $4 ELSE attempt.ends_at END
                 RETURNING count, ends_at",
                &[&self.site, subject, &self.now, &ends],
                |row| Ok((row.get::<i64>(0)?, row.get::<Timestamp>(1)?)),
            )?;
            if let Some((count, ends)) = counted
                && count > limit.times
            {
                let seconds = u64::try_from(ends.seconds_since(self.now)).unwrap_or(0).max(1);
                return Ok(Some(seconds));
            }
        }
        Ok(None)
    }
}

impl Write for Count {
    type Out = Option<u64>;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<u64>> {
        self.count(tx)
    }
}

/// Forgets attempts whose time is over.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM attempt WHERE ends_at < $1", &[&self.now])
    }
}
