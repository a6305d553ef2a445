//! Keys of programs: shown once, kept as a hash.

use serde_json::{Value, json};

use super::{Note, Result, Tx, Write, audit};
use crate::clock::Timestamp;
pub use crate::models::{ApiKey, Scope};
use crate::models::{AuditAct, Id};

/// The key with this hash, unless it was revoked.
pub fn by_hash(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<ApiKey>> {
    let hash = hash.to_vec();
    tx.first("SELECT id, site_id, name, scopes FROM api_key WHERE hash = $1 AND revoked_at IS NULL", &[&hash], |row| {
        let scopes: String = row.get(3)?;
        Ok(ApiKey {
            id: row.get(0)?,
            site: row.get(1)?,
            name: row.get(2)?,
            scopes: Scope::ALL
                .into_iter()
                .filter(|scope| scopes.split(' ').any(|word| word == scope.as_str()))
                .collect(),
        })
    })
}

/// A key as the list shows it: name, scopes, when it was made, when it was revoked.
pub type Listed = (Id, String, String, Timestamp, Option<Timestamp>);

/// The keys of a site.
pub fn of_site(tx: &mut Tx<'_>, site: Id) -> Result<Vec<Listed>> {
    tx.query(
        "SELECT id, name, scopes, created_at, revoked_at FROM api_key WHERE site_id = $1 ORDER BY id",
        &[&site],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )
}

/// Makes a key.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The key.
    pub key: ApiKey,
    /// The hash of its secret.
    pub hash: Vec<u8>,
    /// Who makes it.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for NewKey {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let scopes = self.key.scopes.iter().map(|s| s.as_str()).collect::<Vec<_>>().join(" ");
        tx.execute(
            "INSERT INTO api_key (site_id, id, name, hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &[&self.key.site, &self.key.id, &self.key.name, &self.hash, &scopes, &self.now],
        )?;
        let acted = audit::Acted {
            act: AuditAct::MakeKey,
            object: format!("key {}", self.key.id),
            about: None,
            before: Value::Null,
            after: json!({ "name": self.key.name, "scopes": scopes }),
        };
        audit::record(tx, self.key.site, &self.by, self.now, &acted)?;
        tx.note(Note::Site);
        Ok(())
    }
}

/// Ends a key; says whether there was one.
#[derive(Clone, Debug)]
pub struct RevokeKey {
    /// Its site.
    pub site: Id,
    /// Which.
    pub id: Id,
    /// Who ends it.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for RevokeKey {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let touched = tx.execute(
            "UPDATE api_key SET revoked_at = $1 WHERE site_id = $2 AND id = $3 AND revoked_at IS NULL",
            &[&self.now, &self.site, &self.id],
        )?;
        if touched > 0 {
            let acted = audit::Acted {
                act: AuditAct::RevokeKey,
                object: format!("key {}", self.id),
                about: None,
                before: json!({ "revoked": false }),
                after: json!({ "revoked": true }),
            };
            audit::record(tx, self.site, &self.by, self.now, &acted)?;
        }
        tx.execute("UPDATE site SET version = version + 1 WHERE id = $1", &[&self.site])?;
        tx.note(Note::Site);
        Ok(touched > 0)
    }
}
