//! Answers kept for 48 hours, so that a request sent twice is done once.

use super::{Error, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::{Id, Refusal};

/// How long answers are kept, in seconds.
pub const KEPT: i64 = 48 * 3600;

/// Who asks, under which key, for what. All three are hashes: no secret is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The account, guest secret or API key that asks; for a guest without a secret, the key itself.
    pub actor: Vec<u8>,
    /// The `Idempotency-Key`.
    pub key: Vec<u8>,
    /// What is asked for.
    pub request: Vec<u8>,
}

/// The answer that was given to this attempt before, if any.
///
/// # Errors
/// A refusal when the key was used for another request.
pub fn answer(tx: &mut Tx<'_>, site: Id, attempt: &Attempt) -> Result<Option<String>> {
    let found = tx.first(
        "SELECT request, answer FROM idempotency WHERE site_id = $1 AND actor = $2 AND key = $3",
        &[&site, &attempt.actor, &attempt.key],
        |row| Ok((row.get::<Vec<u8>>(0)?, row.get::<String>(1)?)),
    )?;
    match found {
        Some((request, _)) if request != attempt.request => Err(Refusal::new(
            422,
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request. Send a new key with a new request.",
        )
        .into()),
        Some((_, answer)) => Ok(Some(answer)),
        None => Ok(None),
    }
}

/// Keeps an answer, in the transaction of what it answers.
pub fn keep(tx: &mut Tx<'_>, site: Id, attempt: &Attempt, answer: &str, now: Timestamp) -> Result<()> {
    let kept = tx.execute(
        "INSERT INTO idempotency (site_id, actor, key, request, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&site, &attempt.actor, &attempt.key, &attempt.request, &answer, &now],
    );
    match kept {
        Ok(_) => Ok(()),
        // The same request was answered by another writer a moment ago: run again, this one finds that answer.
        Err(Error::Conflict(why)) => Err(Error::Retry(why)),
        Err(error) => Err(error),
    }
}

/// Forgets answers older than [`KEPT`].
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let before = self.now.plus_seconds(-KEPT);
        tx.execute("DELETE FROM idempotency WHERE created_at < $1", &[&before])
    }
}
