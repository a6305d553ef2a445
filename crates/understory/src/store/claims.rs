//! What somebody wrote as a guest, made their account's.

use super::{Note, Result, Tx, Write, jobs, votes};
use crate::clock::Timestamp;
use crate::models::Id;

/// How many comments a guest wrote that can be claimed.
pub fn claimable(tx: &mut Tx<'_>, site: Id, guest: &[u8]) -> Result<i64> {
    let found = tx.first(
        "SELECT count(*) FROM comment WHERE site_id = $1 AND guest = $2 AND state <> 'deleted'",
        &[&site, &guest.to_vec()],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Gives an account what a guest wrote. Who did it in which browser is not kept. Its name and badges follow by a job.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The site.
    pub site: Id,
    /// The hash of the guest's secret.
    pub guest: Vec<u8>,
    /// Whose it becomes.
    pub account: Id,
    /// The identifier of the job that follows.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Claim {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let claimed = tx.execute(
            "UPDATE comment SET account_id = $1, guest = NULL WHERE site_id = $2 AND guest = $3",
            &[&self.account, &self.site, &self.guest],
        )?;
        if claimed > 0 {
            votes::take_back_own(tx, self.site, self.account, self.now)?;
            tx.note(Note::Person { site: self.site, account: self.account });
            jobs::enqueue(tx, self.site, self.job, jobs::Kind::Appear, self.account, self.now)?;
        }
        Ok(claimed)
    }
}
