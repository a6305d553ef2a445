//! What comments of the last day are told by among others: the record that processes share of what each keeps in memory.

use understory_rules::Signature;

use super::{Result, Row, Tx, Write, comments, threads};
use crate::clock::Timestamp;
use crate::models::Id;

/// How long a signature is kept, in seconds: the longest time within which copies are counted.
pub const KEPT: i64 = 86_400;

/// A text that somebody posted.
#[derive(Clone, Debug)]
pub struct Told {
    /// The site.
    pub site: Id,
    /// The comment.
    pub comment: Id,
    /// Who: a hash.
    pub writer: u64,
    /// What it is told by.
    pub signature: Signature,
    /// When.
    pub at: Timestamp,
}

/// Keeps what a process heard.
#[derive(Clone, Debug)]
pub struct KeepSignatures {
    /// What.
    pub told: Vec<Told>,
    /// The process.
    pub node: i64,
}

impl Write for KeepSignatures {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for told in &self.told {
            tx.execute(
                "INSERT INTO signature (site_id, comment_id, writer, node, body, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (site_id, comment_id) DO UPDATE SET node = excluded.node, body = excluded.body,
                 created_at = excluded.created_at",
                &[
                    &told.site,
                    &told.comment,
                    &told.writer.cast_signed(),
                    &self.node,
                    &told.signature.to_bytes(),
                    &told.at,
                ],
            )?;
        }
        Ok(())
    }
}

fn told_of(row: &Row<'_>) -> Result<Option<Told>> {
    let (site, comment, at) = (row.get(0)?, row.get(1)?, row.get(4)?);
    let writer = row.get::<i64>(2)?.cast_unsigned();
    let signature = Signature::from_bytes(&row.get::<Vec<u8>>(3)?);
    Ok(signature.map(|signature| Told { site, comment, writer, signature, at }))
}

/// The newest that were kept, the oldest of them first.
pub fn newest(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Told>> {
    let mut told = tx.query(
        "SELECT site_id, comment_id, writer, body, created_at FROM signature ORDER BY created_at DESC LIMIT $1",
        &[&limit],
        told_of,
    )?;
    told.reverse();
    Ok(told.into_iter().flatten().collect())
}

/// What other processes heard since a time, the oldest first.
pub fn of_others(tx: &mut Tx<'_>, node: i64, since: Timestamp, limit: i64) -> Result<Vec<Told>> {
    let told = tx.query(
        "SELECT site_id, comment_id, writer, body, created_at FROM signature WHERE created_at >= $1 AND node <> $2
         ORDER BY created_at, comment_id LIMIT $3",
        &[&since, &node, &limit],
        told_of,
    )?;
    Ok(told.into_iter().flatten().collect())
}

/// Comments looked at for near copies of one, the newest.
const LOOKED_AT: i64 = 20_000;

/// The comments of the last day that say nearly what this one does, the newest first, without itself.
///
/// Reads its text where its signature is no longer kept.
pub fn near_copies(tx: &mut Tx<'_>, site: Id, comment: Id, limit: usize) -> Result<Vec<Id>> {
    let kept =
        tx.first("SELECT body FROM signature WHERE site_id = $1 AND comment_id = $2", &[&site, &comment], |row| {
            Ok(Signature::from_bytes(&row.get::<Vec<u8>>(0)?))
        })?;
    let signature = match kept.flatten() {
        Some(signature) => Some(signature),
        None => {
            let Some(story) = threads::story_of(tx, site, comment)? else { return Ok(Vec::new()) };
            comments::source_text(tx, site, story, comment)?.and_then(|body| Signature::of(&body))
        }
    };
    let Some(signature) = signature else { return Ok(Vec::new()) };
    let mut near = Vec::new();
    tx.each(
        "SELECT comment_id, body FROM signature WHERE site_id = $1 AND comment_id <> $2
         ORDER BY comment_id DESC LIMIT $3",
        &[&site, &comment, &LOOKED_AT],
        |row| {
            let other = Signature::from_bytes(&row.get::<Vec<u8>>(1)?);
            if near.len() < limit && other.is_some_and(|other| other.is_near(&signature)) {
                near.push(row.get(0)?);
            }
            Ok(())
        },
    )?;
    Ok(near)
}

/// Forgets what no copy is counted with any more.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM signature WHERE created_at < $1", &[&self.now.plus_seconds(-KEPT)])
    }
}
