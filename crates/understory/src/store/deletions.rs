//! Deleting one's own comment, taking that back for a minute, and erasing what it said.

use super::comments::change_state;
use super::own::Own;
use super::{Error, Result, Tx, Write, threads};
use crate::clock::Timestamp;
use crate::models::{CommentRow, Id, Refusal, State, Writer};

/// Deletes a comment at its writer's wish: out of everybody's sight at once, and erased once they can no longer take that
/// back. They can once: whoever deletes it anew means it.
#[derive(Clone, Debug)]
pub struct DeleteComment {
    /// Whose.
    pub own: Own,
}

impl Write for DeleteComment {
    type Out = (Id, CommentRow);

    fn run(&self, tx: &mut Tx<'_>) -> Result<(Id, CommentRow)> {
        let (site, now) = (self.own.site, self.own.now);
        let (story, mut comment) = self.own.find(tx, true)?;
        // Sent again, it gets the same answer.
        if comment.state != State::Deleted {
            change_state(tx, site, story, &comment, State::Deleted, now)?;
            let kept = tx.execute(
                "UPDATE comment SET deleted_from = $1
                 WHERE site_id = $2 AND story_id = $3 AND id = $4 AND restored_at IS NULL",
                &[&comment.state.as_str(), &site, &story, &comment.id],
            )?;
            if kept == 0 {
                erase(tx, site, story, comment.id)?;
            }
        }
        comment.state = State::Deleted;
        comment.html = String::new();
        comment.name = String::new();
        Ok((story, comment))
    }
}

/// How long a writer can take a deletion back, in seconds. No reader sees the comment meanwhile.
pub const UNDO: i64 = 60;

/// Takes a deletion back at the writer's wish.
#[derive(Clone, Debug)]
pub struct RestoreComment {
    /// Whose.
    pub own: Own,
}

impl Write for RestoreComment {
    type Out = (Id, CommentRow);

    fn run(&self, tx: &mut Tx<'_>) -> Result<(Id, CommentRow)> {
        let (site, now) = (self.own.site, self.own.now);
        let (story, mut comment) = self.own.find(tx, true)?;
        if comment.state != State::Deleted {
            // Sent again, it gets the same answer.
            return Ok((story, comment));
        }
        let before: Option<String> = tx
            .first(
                "SELECT deleted_from FROM comment
                 WHERE site_id = $1 AND story_id = $2 AND id = $3 AND deleted_at >= $4",
                &[&site, &story, &comment.id, &now.plus_seconds(-UNDO)],
                |row| row.get(0),
            )?
            .flatten();
        let Some(before) = before else {
            return Err(Refusal::new(
                410,
                "comment_deleted",
                "This comment was deleted, and its words are erased. Write it anew if you want it back.",
            )
            .into());
        };
        let before = before.parse().map_err(Error::corrupt)?;
        change_state(tx, site, story, &comment, before, now)?;
        tx.execute(
            "UPDATE comment SET deleted_from = NULL, restored_at = $1 WHERE site_id = $2 AND story_id = $3 AND id = $4",
            &[&now, &site, &story, &comment.id],
        )?;
        comment.state = before;
        Ok((story, comment))
    }
}

/// The comments of a writer under a story that were deleted since a time and are not erased yet, the newest first.
pub fn restorable(tx: &mut Tx<'_>, site: Id, story: Id, writer: &Writer, since: Timestamp) -> Result<Vec<Id>> {
    match writer {
        Writer::Guest(guest) => tx.query(
            "SELECT id FROM comment WHERE site_id = $1 AND guest = $2 AND story_id = $3 AND deleted_from IS NOT NULL
             AND deleted_at >= $4 ORDER BY created_at DESC",
            &[&site, guest, &story, &since],
            |row| row.get(0),
        ),
        Writer::Account(account) => tx.query(
            "SELECT id FROM comment WHERE site_id = $1 AND account_id = $2 AND story_id = $3
             AND deleted_from IS NOT NULL AND deleted_at >= $4 ORDER BY created_at DESC",
            &[&site, account, &story, &since],
            |row| row.get(0),
        ),
    }
}

/// Deleted comments whose writers can no longer take that back. Asked every second: its plan must use its index alone; a
/// test asks the engines.
pub const ERASABLE: &str = "SELECT story_id, id FROM comment WHERE site_id = $1 AND deleted_from IS NOT NULL
     AND deleted_at < $2 ORDER BY deleted_at LIMIT $3";

/// See [`ERASABLE`].
pub fn erasable(tx: &mut Tx<'_>, site: Id, before: Timestamp, limit: i64) -> Result<Vec<(Id, Id)>> {
    tx.query(ERASABLE, &[&site, &before, &limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Erases the words of deleted comments, if they still are.
#[derive(Clone, Debug)]
pub struct EraseDeleted {
    /// Their site.
    pub site: Id,
    /// Their stories and themselves.
    pub comments: Vec<(Id, Id)>,
}

impl Write for EraseDeleted {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        // In the order in which every write takes stories.
        let mut comments = self.comments.clone();
        comments.sort_unstable();
        for (story, comment) in &comments {
            tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&self.site, story])?;
            let is_deleted = threads::in_story(tx, self.site, *story, *comment)?
                .is_some_and(|comment| comment.state == State::Deleted);
            if is_deleted {
                erase(tx, self.site, *story, *comment)?;
            }
        }
        Ok(())
    }

    fn story(&self) -> Option<Id> {
        self.comments.iter().map(|(story, _)| *story).min()
    }
}

/// What a comment that its writer has deleted would come back as; nothing once it cannot.
pub(super) fn would_come_back_as(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<State>> {
    let word: Option<String> = tx
        .first(
            "SELECT deleted_from FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &comment],
            |row| row.get(0),
        )?
        .flatten();
    word.map(|word| word.parse().map_err(Error::corrupt)).transpose()
}

/// A moderator has decided about a comment that its writer has deleted: if it comes back, it does so in this state.
pub(super) fn comes_back_as(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, state: State) -> Result<()> {
    tx.execute(
        "UPDATE comment SET deleted_from = $1
         WHERE site_id = $2 AND story_id = $3 AND id = $4 AND deleted_from IS NOT NULL",
        &[&state.as_str(), &site, &story, &comment],
    )?;
    Ok(())
}

/// Takes a deleted comment's words and its writer's name out of the database; only its place stays.
fn erase(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<()> {
    tx.execute(
        "DELETE FROM comment_revision WHERE site_id = $1 AND story_id = $2 AND comment_id = $3",
        &[&site, &story, &comment],
    )?;
    // What was said about it may repeat it.
    super::appeals::forget(tx, site, story, comment)?;
    tx.execute("DELETE FROM signature WHERE site_id = $1 AND comment_id = $2", &[&site, &comment])?;
    tx.execute(
        "UPDATE comment SET body = '', html = '', name = '', reasons = NULL, deleted_from = NULL
         WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &comment],
    )?;
    Ok(())
}
