//! Numbered changes of a thread.

use super::{Error, Note, Result, Tx};
use crate::clock::Timestamp;
use crate::models::Id;

/// Raises the story's number, changes its count of comments by `comments`, and writes the event.
pub fn raise(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    kind: &'static str,
    comment: Option<Id>,
    comments: i64,
    now: Timestamp,
) -> Result<i64> {
    let seq: i64 = tx
        .first(
            "UPDATE story SET seq = seq + 1, comments = comments + $1 WHERE site_id = $2 AND id = $3 RETURNING seq",
            &[&comments, &site, &story],
            |row| row.get(0),
        )?
        .ok_or_else(|| Error::corrupt("an event of a story that is not there"))?;
    if kind.starts_with("story_") && kind != "story_related" {
        // What editors do to a story stands in the log too. A group that has to run again says it twice.
        tracing::info!(site = %site, story = %story, seq, "{kind}");
    }
    write(tx, site, story, seq, kind, comment, now)?;
    Ok(seq)
}

/// Writes the event of a number that the caller has raised.
pub fn write(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    seq: i64,
    kind: &'static str,
    comment: Option<Id>,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO event (site_id, story_id, seq, kind, comment_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&site, &story, &seq, &kind, &comment, &now],
    )?;
    tx.note(Note::Story { site, story, seq });
    Ok(())
}
