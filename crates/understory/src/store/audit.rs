//! The audit trail: what those with power did, written in the transaction of the act itself, without a lock and without a
//! hash; `chain.rs` links it.

use serde_json::{Value, json};

use super::{Result, Row, Tx};
use crate::clock::{Timestamp, random_bytes};
use crate::models::{AUTOMATIC, AuditAct, AuditLink, AuditRow, Id};

/// An act of power.
#[derive(Clone, Debug)]
pub struct Acted {
    /// What was done.
    pub act: AuditAct,
    /// To what: a kind and an identifier or key.
    pub object: String,
    /// The account of which `before` and `after` may speak: once it is erased, they are.
    pub about: Option<Id>,
    /// The state before, as far as it changed.
    pub before: Value,
    /// The state after.
    pub after: Value,
}

/// Writes down what somebody with power did, in the transaction in which it is done. What the program does on its own is
/// no such act.
pub(super) fn record(tx: &mut Tx<'_>, site: Id, by: &str, now: Timestamp, acted: &Acted) -> Result<()> {
    if by == AUTOMATIC {
        return Ok(());
    }
    // Run again after it was rolled back, the write makes another row in its place.
    let id = id_at(now, tx.statements());
    let detail = json!({ "before": acted.before, "after": acted.after }).to_string();
    tx.execute(
        "INSERT INTO audit (site_id, id, created_at, actor, act, object, about, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[&site, &id, &now, &by, &acted.act.as_str(), &acted.object, &acted.about, &detail],
    )?;
    Ok(())
}

/// An identifier that is in order to the microsecond (RFC 9562, 6.2, method 3), and behind it by the place in the transaction:
/// lists of the trail go by it.
fn id_at(now: Timestamp, place: usize) -> Id {
    let (millis, micros) = (now.0.div_euclid(1000), now.0.rem_euclid(1000));
    let mut rest = random_bytes::<10>();
    rest[..2].copy_from_slice(&u16::try_from(micros).unwrap_or(0).to_be_bytes());
    rest[2] = 0;
    rest[3..5].copy_from_slice(&u16::try_from(place).unwrap_or(u16::MAX).to_be_bytes());
    Id(uuid::Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap_or(0), &rest).into_uuid())
}

/// What of two states differs, field by field, for [`Acted`].
pub(super) fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut before), Value::Object(mut after)) = (before, after) else {
        return (Value::Null, Value::Null);
    };
    let same: Vec<String> =
        before.iter().filter(|(key, value)| after.get(*key) == Some(value)).map(|(key, _)| key.clone()).collect();
    for key in same {
        before.remove(&key);
        after.remove(&key);
    }
    (Value::Object(before), Value::Object(after))
}

/// Takes away what rows say of an account that is erased; the rows stay, and so does their chain.
pub(super) fn erase(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<()> {
    tx.execute("UPDATE audit SET detail = NULL, salt = NULL WHERE site_id = $1 AND about = $2", &[&site, &account])?;
    Ok(())
}

macro_rules! columns {
    () => {
        "site_id, id, created_at, actor, act, object, about, detail, salt, seq, digest, prev, hash"
    };
}
pub(super) use columns;

pub(super) fn row_of(row: &Row<'_>) -> Result<AuditRow> {
    let link = match row.get::<Option<i64>>(9)? {
        // A column that was cleared by hand is found by its hash.
        Some(seq) => Some(AuditLink {
            seq,
            digest: row.get::<Option<Vec<u8>>>(10)?.unwrap_or_default(),
            prev: row.get::<Option<Vec<u8>>>(11)?.unwrap_or_default(),
            hash: row.get::<Option<Vec<u8>>>(12)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(AuditRow {
        site: row.get(0)?,
        id: row.get(1)?,
        created_at: row.get(2)?,
        actor: row.get(3)?,
        act: row.get(4)?,
        object: row.get(5)?,
        about: row.get(6)?,
        detail: row.get(7)?,
        salt: row.get(8)?,
        link,
    })
}

/// Which rows.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// By whom.
    pub actor: Option<String>,
    /// To what.
    pub object: Option<String>,
    /// Not before this time.
    pub since: Option<Timestamp>,
    /// Before this time.
    pub until: Option<Timestamp>,
}

/// The first identifier of a time: identifiers sort by the millisecond in which they were made.
fn first_at(time: Timestamp) -> Id {
    let millis = u64::try_from(time.0.div_euclid(1000)).unwrap_or(0);
    Id(uuid::Uuid::from_u128(u128::from(millis) << 80))
}

/// Rows of the trail, the newest first, before a row.
pub fn listed(tx: &mut Tx<'_>, site: Id, asked: &Asked, before: Id, limit: i64) -> Result<Vec<AuditRow>> {
    let since = asked.since.map_or(Id::FIRST, first_at);
    let before = asked.until.map_or(Id::LAST, first_at).min(before);
    match (&asked.actor, &asked.object) {
        (None, None) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM audit WHERE site_id = $1 AND id < $2 AND id >= $3 ORDER BY id DESC LIMIT $4"
            ),
            &[&site, &before, &since, &limit],
            row_of,
        ),
        (Some(actor), None) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM audit WHERE site_id = $1 AND actor = $2 AND id < $3 AND id >= $4 ORDER BY id DESC LIMIT $5"
            ),
            &[&site, actor, &before, &since, &limit],
            row_of,
        ),
        (None, Some(object)) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM audit WHERE site_id = $1 AND object = $2 AND id < $3 AND id >= $4 ORDER BY id DESC LIMIT $5"
            ),
            &[&site, object, &before, &since, &limit],
            row_of,
        ),
        (Some(actor), Some(object)) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM audit WHERE site_id = $1 AND actor = $2 AND object = $3 AND id < $4 AND id >= $5
                 ORDER BY id DESC LIMIT $6"
            ),
            &[&site, actor, object, &before, &since, &limit],
            row_of,
        ),
    }
}

/// What kinds of things are acted on, as `object` begins with them.
const KINDS: [&str; 6] = ["comment", "story", "account", "key", "escalation", "site"];

/// The object that somebody means by an identifier alone: the kind of thing of which the trail knows one.
pub fn object_of(tx: &mut Tx<'_>, site: Id, text: &str) -> Result<String> {
    if text.parse::<Id>().is_ok() {
        for kind in KINDS {
            let object = format!("{kind} {text}");
            let found = "SELECT 1 FROM audit WHERE site_id = $1 AND object = $2 LIMIT 1";
            if tx.first(found, &[&site, &object], |_| Ok(()))?.is_some() {
                return Ok(object);
            }
        }
    }
    Ok(text.to_owned())
}

/// The actor that somebody means by an account's identifier or name.
pub fn actor_of(tx: &mut Tx<'_>, site: Id, text: &str, now: Timestamp) -> Result<String> {
    if let Some(account) = super::accounts::named(tx, site, text, now)? {
        return Ok(format!("account {}", account.id));
    }
    // One that was deleted has left what it did.
    Ok(if text.parse::<Id>().is_ok() { format!("account {text}") } else { text.to_owned() })
}
