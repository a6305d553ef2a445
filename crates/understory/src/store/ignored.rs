//! Whom somebody does not want to read.

use super::{Note, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;

/// Ignores somebody, or reads them again.
#[derive(Clone, Debug)]
pub struct PutIgnored {
    /// The site.
    pub site: Id,
    /// Who ignores.
    pub account: Id,
    /// Whom.
    pub other: Id,
    /// Whether, from now on.
    pub ignored: bool,
    /// When.
    pub now: Timestamp,
}

impl Write for PutIgnored {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if self.ignored {
            tx.execute(
                "INSERT INTO ignored (site_id, account_id, other_id, created_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING",
                &[&self.site, &self.account, &self.other, &self.now],
            )?;
        } else {
            tx.execute(
                "DELETE FROM ignored WHERE site_id = $1 AND account_id = $2 AND other_id = $3",
                &[&self.site, &self.account, &self.other],
            )?;
        }
        tx.note(Note::Person { site: self.site, account: self.account });
        Ok(())
    }
}

/// Whom somebody ignores, with their names, the latest first.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Vec<(Id, String)>> {
    tx.query(
        "SELECT i.other_id, a.name FROM ignored i JOIN account a ON a.site_id = i.site_id AND a.id = i.other_id
         WHERE i.site_id = $1 AND i.account_id = $2 AND a.state <> 'deleted' ORDER BY i.created_at DESC LIMIT 1000",
        &[&site, &account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
