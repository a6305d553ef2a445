//! Hashes of passwords.

use super::{Result, Tx, Write, jobs, sessions};
use crate::clock::Timestamp;
use crate::models::Id;

/// The account with this folded e-mail address, and the hash of its password if it has one.
pub fn password_by_address(tx: &mut Tx<'_>, site: Id, address: &str) -> Result<Option<(Id, Option<String>)>> {
    tx.first(
        "SELECT id, password FROM account WHERE site_id = $1 AND address = $2 AND state <> 'deleted'",
        &[&site, &address],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The hash of an account's password, if it has one.
pub fn password_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<String>> {
    let found =
        tx.first("SELECT password FROM account WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))?;
    Ok(found.flatten())
}

/// Gives an account another password, ends its sessions but the one in which it was chosen, and tells its owner.
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// The site.
    pub site: Id,
    /// The account.
    pub id: Id,
    /// The password's hash, as a PHC string.
    pub hash: String,
    /// The session that stays.
    pub but: Id,
    /// The identifier of the job that tells.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for SetPassword {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (site, id) = (self.site, self.id);
        tx.execute("UPDATE account SET password = $1 WHERE site_id = $2 AND id = $3", &[&self.hash, &site, &id])?;
        // Codes that are on their way were asked for by whoever held the old one.
        tx.execute(
            "UPDATE sign_in SET expires_at = $1 WHERE site_id = $2 AND expires_at > $1
             AND (account_id = $3 OR address = (SELECT address FROM account WHERE site_id = $2 AND id = $3))",
            &[&self.now, &site, &id],
        )?;
        sessions::end_all(tx, site, id, Some(self.but))?;
        jobs::enqueue(tx, site, self.job, jobs::Kind::MailPassword, id, self.now)
    }
}
