//! Pictures of people.

use super::{Note, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;
use crate::store::media::File;

/// Gives an account another picture, or takes it away.
#[derive(Debug)]
pub struct PutFace {
    /// The site.
    pub site: Id,
    /// The account.
    pub account: Id,
    /// The picture; nothing takes it away.
    pub file: Option<File>,
    /// When.
    pub now: Timestamp,
}

impl Write for PutFace {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute("DELETE FROM face WHERE site_id = $1 AND account_id = $2", &[&self.site, &self.account])?;
        if let Some(file) = &self.file {
            tx.execute(
                "INSERT INTO face (site_id, account_id, type, sha256, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                &[&self.site, &self.account, &file.kind, &file.sha256, &file.bytes, &self.now],
            )?;
        }
        tx.note(Note::Account { site: self.site, account: self.account });
        Ok(())
    }
}

/// The type and the bytes of somebody's picture, if there is one.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Option<(String, Vec<u8>)>> {
    tx.first("SELECT type, bytes FROM face WHERE site_id = $1 AND account_id = $2", &[&site, &account], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}
