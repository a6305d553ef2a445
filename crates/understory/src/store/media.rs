//! Files of stories: pictures in their sizes, and videos; known by the hash of their bytes.

use super::{Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;

/// A file to keep.
#[derive(Clone, Debug)]
pub struct File {
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Its media type, such as `image/jpeg`.
    pub kind: &'static str,
    /// In pixels; 0 where it has none.
    pub width: u32,
    /// In pixels; 0 where it has none.
    pub height: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Keeps files; one that is there is left as it is.
#[derive(Debug)]
pub struct PutFiles {
    /// Their site.
    pub site: Id,
    /// The files.
    pub files: Vec<File>,
    /// When.
    pub now: Timestamp,
}

impl Write for PutFiles {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for file in &self.files {
            tx.execute(
                "INSERT INTO media (site_id, sha256, type, width, height, bytes, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                &[
                    &self.site,
                    &file.sha256,
                    &file.kind,
                    &i64::from(file.width),
                    &i64::from(file.height),
                    &file.bytes,
                    &self.now,
                ],
            )?;
        }
        Ok(())
    }
}

/// The type and the bytes of a file.
pub fn file(tx: &mut Tx<'_>, site: Id, sha256: &[u8]) -> Result<Option<(String, Vec<u8>)>> {
    let sha256 = sha256.to_vec();
    tx.first("SELECT type, bytes FROM media WHERE site_id = $1 AND sha256 = $2", &[&site, &sha256], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}
