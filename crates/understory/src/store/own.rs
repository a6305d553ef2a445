//! Whose a comment is, and whether they may still change it.

use super::{Result, Tx, threads};
use crate::clock::Timestamp;
use crate::models::{CommentRow, Id, Refusal, State, Writer, comment_unknown};

/// Who changes which comment.
#[derive(Clone, Debug)]
pub struct Own {
    /// The site.
    pub site: Id,
    /// The comment.
    pub comment: Id,
    /// Who.
    pub writer: Writer,
    /// How long after posting it may be changed, in seconds.
    pub window: i64,
    /// When.
    pub now: Timestamp,
}

impl Own {
    /// Finds the comment and checks that it is theirs and still young. Takes the story's row first, as all writes do.
    pub(super) fn find(&self, tx: &mut Tx<'_>, may_be_deleted: bool) -> Result<(Id, CommentRow)> {
        let story = threads::story_of(tx, self.site, self.comment)?.ok_or_else(comment_unknown)?;
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&self.site, &story])?;
        let comment = threads::in_story(tx, self.site, story, self.comment)?.ok_or_else(comment_unknown)?;
        if writer_of(tx, self.site, story, self.comment)?.as_ref() != Some(&self.writer) {
            return Err(not_yours().into());
        }
        match comment.state {
            State::Deleted if may_be_deleted => Ok((story, comment)),
            State::Deleted => Err(Refusal::new(410, "comment_deleted", "This comment was deleted.").into()),
            State::Removed => {
                Err(Refusal::new(409, "comment_removed", "This comment was removed by the moderators.").into())
            }
            _ if self.now.seconds_since(comment.created_at) > self.window => Err(Refusal::new(
                409,
                "window_closed",
                format!(
                    "A comment can be changed for {} after it was posted; that time is over.",
                    minutes(self.window)
                ),
            )
            .into()),
            _ => Ok((story, comment)),
        }
    }
}

fn minutes(seconds: i64) -> String {
    match seconds {
        60 => "a minute".to_owned(),
        s if s % 60 == 0 => format!("{} minutes", s / 60),
        s => format!("{s} seconds"),
    }
}

/// Refuses to change what somebody else wrote.
pub fn not_yours() -> Refusal {
    Refusal::new(
        403,
        "not_yours",
        "Only the person who wrote this comment can change it: signed in, or from the browser it was written in.",
    )
}

/// Who wrote a comment, where that is known: of what was imported it is not.
pub fn writer_of(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<Writer>> {
    let found = tx.first(
        "SELECT guest, account_id FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &comment],
        |row| Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Id>>(1)?)),
    )?;
    Ok(match found {
        Some((_, Some(account))) => Some(Writer::Account(account)),
        Some((Some(guest), None)) => Some(Writer::Guest(guest)),
        _ => None,
    })
}
