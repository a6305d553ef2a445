//! Comments: posting, editing, deleting, and the counts that go with being seen.

use std::sync::Arc;

use super::own::Own;
use super::{Error, Note, Result, Tx, Write, events, idempotency, news, search, stories, threads};
use crate::clock::Timestamp;
use crate::models::{
    Badges, CommentRow, Id, Look, Reason, Refusal, Settings, Signed, State, Writer, rank, reserved_name, turn,
};

/// The deepest level at which a reply may be written; a root has depth 0.
pub const DEEPEST: i64 = 100;

/// A comment to be posted: read, judged and rendered already.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// Its site.
    pub site: Id,
    /// Its story.
    pub story: Id,
    /// Its identifier.
    pub id: Id,
    /// What it answers; nothing for a root.
    pub parent: Option<Id>,
    /// Who wrote it.
    pub writer: Writer,
    /// The same, if they are signed in: their badges depend on the story.
    pub signed: Option<Arc<Signed>>,
    /// The writer's name.
    pub name: String,
    /// What the name looks like, unless somebody answers for it, so that it may be a byline's.
    pub look: Option<Look>,
    /// Its text.
    pub body: String,
    /// Its text, rendered.
    pub html: String,
    /// Its language, if said.
    pub lang: Option<String>,
    /// What the pipeline decided.
    pub state: State,
    /// Why it waits or was removed.
    pub reasons: Vec<Reason>,
    /// What the newsroom vouches for about its writer.
    pub badges: Badges,
    /// What is stated to the writer of a comment that the pipeline removes.
    pub statement: Option<super::statements::Draft>,
    /// The site's settings, for when threads close.
    pub settings: Settings,
    /// When.
    pub now: Timestamp,
    /// Who asks, under which key.
    pub attempt: idempotency::Attempt,
}

/// What became of a comment that was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The answer as it was given the first time, as JSON: an [`Answer`] without `edit_token`.
    pub answer: String,
    /// The state of the comment as that answer tells it.
    pub state: State,
    /// Whether it was given before.
    pub again: bool,
    /// The statement of reasons that goes with it.
    pub statement: Option<Id>,
}

/// The answer to a post, kept for those who ask again.
pub type Answer = crate::http::api::PostedComment;

impl Write for NewComment {
    type Out = Posted;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Posted> {
        if let Some(kept) = idempotency::answer(tx, self.site, &self.attempt)? {
            return self.again(tx, &kept);
        }
        let visible = self.state == State::Published;
        let (seq, byline) = self.lock_story(tx, visible)?;
        let badges =
            self.signed.as_ref().map_or(self.badges, |signed| signed.account.badges_under(self.story, &byline));
        let parent = self.parent.map(|parent| self.parent(tx, parent)).transpose()?;
        let comment = CommentRow {
            id: self.id,
            parent: parent.as_ref().map_or(self.story, |p| p.id),
            root: parent.as_ref().map_or(self.id, |p| p.root),
            depth: parent.as_ref().map_or(0, |p| p.depth + 1),
            name: self.name.clone(),
            html: self.html.clone(),
            state: self.state,
            lang: self.lang.clone(),
            created_at: self.now,
            edited_at: None,
            rank: None,
            replies: 0,
            branches: 0,
            descendants: 0,
            up: 0,
            down: 0,
            badges,
            account: self.writer.account(),
        };
        self.insert(tx, &comment)?;
        if let Some(account) = comment.account {
            tx.note(Note::Person { site: self.site, account });
        }
        if visible {
            if let Some(parent) = &parent {
                count_reply(tx, self.site, self.story, parent)?;
            }
            events::write(tx, self.site, self.story, seq, "comment_published", Some(self.id), self.now)?;
            search::changed(tx, self.site, self.story, self.id, seq)?;
            let above = parent.as_ref().and_then(|parent| parent.account);
            news::reply(tx, self.site, self.story, above, self.writer.account(), self.id, self.now)?;
        } else {
            let (site, story, id) = (self.site, self.story, self.id);
            let statement = self.statement.as_ref();
            search::changed_unseen(tx, site, story, id, self.now)?;
            super::decisions::automatic(tx, site, story, id, None, self.state, &self.reasons, statement, self.now)?;
        }
        let answer = serde_json::to_string(&Answer::of(&comment, self.story, &self.reasons)).map_err(Error::corrupt)?;
        let kept = serde_json::to_string(&Kept { id: self.id, state: self.state }).map_err(Error::corrupt)?;
        idempotency::keep(tx, self.site, &self.attempt, &kept, self.now)?;
        let statement = self.statement.as_ref().map(|draft| draft.id);
        Ok(Posted { answer, state: self.state, again: false, statement })
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// What is kept of an answer: no word of the comment, which its writer may delete.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    id: Id,
    state: State,
}

impl NewComment {
    /// The answer as it was given, of the comment as its row has it now.
    fn again(&self, tx: &mut Tx<'_>, kept: &str) -> Result<Posted> {
        let Kept { id, state } = serde_json::from_str(kept).map_err(Error::corrupt)?;
        let lost = || Error::corrupt("a kept answer without its comment");
        let story = threads::story_of(tx, self.site, id)?.ok_or_else(lost)?;
        let mut comment = threads::in_story(tx, self.site, story, id)?.ok_or_else(lost)?;
        let state = if comment.state == State::Deleted { State::Deleted } else { state };
        let reasons =
            if state == State::Published { Vec::new() } else { reasons_of(tx, self.site, story, comment.id)? };
        (comment.state, comment.edited_at) = (state, None);
        (comment.replies, comment.descendants, comment.up, comment.down) = (0, 0, 0, 0);
        let answer = serde_json::to_string(&Answer::of(&comment, story, &reasons)).map_err(Error::corrupt)?;
        let statement = super::statements::newest_of(tx, self.site, story, comment.id)?.map(|statement| statement.id);
        Ok(Posted { answer, state, again: true, statement: statement.filter(|_| state == State::Removed) })
    }

    /// Takes the story's row, raising its number and count if the comment will be seen; refuses if it takes none. Gives
    /// the number and the byline.
    fn lock_story(&self, tx: &mut Tx<'_>, visible: bool) -> Result<(i64, String)> {
        let raised = i64::from(visible);
        let found = tx.first(
            "UPDATE story SET seq = seq + $1, comments = comments + $1 WHERE site_id = $2 AND id = $3
             RETURNING seq, state, closed_at, closed_by, closed_reason, close_at, published_at, author",
            &[&raised, &self.site, &self.story],
            |row| {
                let closed = stories::closed_of(row.get(2)?, row.get(3)?, row.get(4)?)?;
                let closed = crate::models::closed(closed, row.get(5)?, row.get(6)?, self.now, &self.settings);
                Ok((row.get::<i64>(0)?, row.get::<String>(1)?, closed, row.get::<String>(7)?))
            },
        )?;
        match found {
            Some((seq, state, None, byline)) if state == "published" => {
                if self.look.as_ref().is_some_and(|look| look.is_like_byline(&byline)) {
                    return Err(reserved_name().into());
                }
                Ok((seq, byline))
            }
            Some((_, state, Some(closed), _)) if state == "published" => {
                Err(Refusal::new(409, "story_closed", closed.sentence()).into())
            }
            _ => {
                Err(Refusal::new(404, "story_unknown", "There is no such story here, or it is no longer shown.").into())
            }
        }
    }

    fn parent(&self, tx: &mut Tx<'_>, id: Id) -> Result<CommentRow> {
        let Some(parent) = threads::in_story(tx, self.site, self.story, id)? else {
            return Err(match threads::story_of(tx, self.site, id)? {
                Some(_) => Refusal::field(
                    "parent_elsewhere",
                    "parent",
                    "The comment you answer belongs to another story. Open that story to answer it.",
                ),
                None => Refusal::field("parent_unknown", "parent", "The comment you answer does not exist."),
            }
            .into());
        };
        if parent.state != State::Published {
            return Err(Refusal::field(
                "parent_removed",
                "parent",
                "The comment you answer can no longer be seen. You can write a comment of its own instead.",
            )
            .into());
        }
        if parent.depth >= DEEPEST {
            return Err(Refusal::field(
                "parent_too_deep",
                "parent",
                "This exchange is as deep as it can get. Answer a comment further up.",
            )
            .into());
        }
        Ok(parent)
    }

    fn insert(&self, tx: &mut Tx<'_>, comment: &CommentRow) -> Result<()> {
        let reasons = match self.reasons.as_slice() {
            [] => None,
            reasons => Some(serde_json::to_string(reasons).map_err(Error::corrupt)?),
        };
        let visible = self.state == State::Published;
        let row = next_row(tx, self.now)?;
        tx.execute(
            "INSERT INTO comment (site_id, story_id, id, rowno, parent, root, depth, guest, account_id, name, body, format, html,
             html_version, lang, state, reasons, revision, created_at, listed, rank, replies, branches, descendants,
             up, down, base_up, base_down, badges, turn)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'markdown', $12, $13, $14, $15, $16, 0, $17, $18, $19,
             0, 0, 0, 0, 0, 0, 0, $20, $21)",
            &[
                &self.site,
                &self.story,
                &self.id,
                &row,
                &comment.parent,
                &comment.root,
                &comment.depth,
                &self.writer.guest(),
                &self.writer.account(),
                &self.name,
                &self.body,
                &self.html,
                &understory_markup::VERSION,
                &self.lang,
                &self.state.as_str(),
                &reasons,
                &self.now,
                &visible,
                &rank(0, 0),
                &comment.badges.0,
                &turn(&self.reasons),
            ],
        )?;
        Ok(())
    }
}

/// The next number for search. On SQLite, where the full-text index wants small ones, they are dense: the writer holds
/// the only write lock. On PostgreSQL nothing depends on them, and the time will do.
pub(super) fn next_row(tx: &mut Tx<'_>, now: Timestamp) -> Result<i64> {
    if tx.is_postgres() {
        return Ok(now.0);
    }
    Ok(tx.first("SELECT coalesce(max(rowno), 0) + 1 FROM comment", &[], |row| row.get(0))?.unwrap_or(1))
}

/// One more visible reply below `parent`, which is visible itself.
fn count_reply(tx: &mut Tx<'_>, site: Id, story: Id, parent: &CommentRow) -> Result<()> {
    if parent.root == parent.id {
        tx.execute(
            "UPDATE comment SET replies = replies + 1, branches = branches + 1, descendants = descendants + 1
             WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &parent.id],
        )?;
        return Ok(());
    }
    // By identifier, so that two nodes lock in one order.
    let mut rows = [(parent.root, 0_i64, 1_i64), (parent.id, 1, 0)];
    rows.sort_unstable();
    for (id, replies, descendants) in rows {
        tx.execute(
            "UPDATE comment SET replies = replies + $1, branches = branches + $1, descendants = descendants + $2
             WHERE site_id = $3 AND story_id = $4 AND id = $5",
            &[&replies, &descendants, &site, &story, &id],
        )?;
    }
    Ok(())
}

/// An answer is told of for so long after it was written, in seconds: what comes back later is no news.
const TOLD: i64 = 7 * 86_400;

/// Brings a comment into another state and makes every count above it right: the one place where a comment that exists
/// begins or ceases to be seen. Returns the story's new number, or nothing if no reader can tell the difference.
pub(super) fn change_state(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    comment: &CommentRow,
    to: State,
    now: Timestamp,
) -> Result<Option<i64>> {
    if comment.state == to {
        return Ok(None);
    }
    let (was, is) = (comment.state == State::Published, to == State::Published);
    let (listed_before, listed_after) = (was || comment.branches > 0, is || comment.branches > 0);
    let change = i64::from(is) - i64::from(was);
    let seq = if listed_before || listed_after {
        let kind = if is { "comment_published" } else { "comment_withdrawn" };
        Some(events::raise(tx, site, story, kind, Some(comment.id), change, now)?)
    } else {
        None
    };
    if let Some(seq) = seq.filter(|_| was || is) {
        search::changed(tx, site, story, comment.id, seq)?;
    } else if to == State::Deleted || comment.state == State::Deleted {
        search::changed_unseen(tx, site, story, comment.id, now)?;
    }
    let deleted_at = (to == State::Deleted).then_some(now);
    tx.execute(
        "UPDATE comment SET state = $1, listed = $2, deleted_at = $3 WHERE site_id = $4 AND story_id = $5 AND id = $6",
        &[&to.as_str(), &listed_after, &deleted_at, &site, &story, &comment.id],
    )?;
    if comment.parent == story {
        return Ok(seq);
    }
    let above = match change {
        0 => None,
        _ => threads::in_story(tx, site, story, comment.parent)?.and_then(|above| above.account),
    };
    if is && comment.created_at.plus_seconds(TOLD) > now {
        // What waited and appears now is told to whom it answers.
        news::reply(tx, site, story, above, comment.account, comment.id, now)?;
    } else if let Some(account) = above {
        // What can no longer be seen is no news either.
        tx.note(Note::Person { site, account });
    }
    if change != 0 {
        tx.execute(
            "UPDATE comment SET descendants = descendants + $1 WHERE site_id = $2 AND story_id = $3 AND id = $4",
            &[&change, &site, &story, &comment.root],
        )?;
    }
    let mut parent = comment.parent;
    let mut replies = change;
    let mut listed = i64::from(listed_after) - i64::from(listed_before);
    // Upward: a tombstone is listed only while something below it is.
    while parent != story && (replies != 0 || listed != 0) {
        let above = tx
            .first(
                "UPDATE comment SET replies = replies + $1, branches = branches + $2
                 WHERE site_id = $3 AND story_id = $4 AND id = $5 RETURNING parent, state, branches",
                &[&replies, &listed, &site, &story, &parent],
                |row| Ok((row.get::<Id>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
            )?
            .ok_or_else(|| Error::corrupt("a comment without its parent"))?;
        let (grandparent, state, branches) = above;
        if listed == 0 || state == State::Published.as_str() {
            break;
        }
        let (before, after) = (branches - listed > 0, branches > 0);
        if before == after {
            break;
        }
        tx.execute(
            "UPDATE comment SET listed = $1 WHERE site_id = $2 AND story_id = $3 AND id = $4",
            &[&after, &site, &story, &parent],
        )?;
        (parent, replies, listed) = (grandparent, 0, i64::from(after) - i64::from(before));
    }
    Ok(seq)
}

/// Changes a comment's text; what it said before is kept as a revision.
#[derive(Clone, Debug)]
pub struct EditComment {
    /// Whose.
    pub own: Own,
    /// The new text.
    pub body: String,
    /// The new text, rendered.
    pub html: String,
    /// What the pipeline says of the new text.
    pub state: State,
    /// Why it waits, if it does.
    pub reasons: Vec<Reason>,
    /// What is stated to its writer, if the pipeline removes it.
    pub statement: Option<super::statements::Draft>,
}

impl Write for EditComment {
    type Out = (Id, CommentRow);

    fn run(&self, tx: &mut Tx<'_>) -> Result<(Id, CommentRow)> {
        let (site, now) = (self.own.site, self.own.now);
        let (story, mut comment) = self.own.find(tx, false)?;
        if source_text(tx, site, story, comment.id)?.as_deref() == Some(self.body.as_str()) {
            // Sent again, or nothing changed.
            return Ok((story, comment));
        }
        tx.execute(
            "INSERT INTO comment_revision (site_id, story_id, comment_id, revision, body, format, created_at)
             SELECT site_id, story_id, id, revision, body, format, coalesce(edited_at, created_at)
             FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &comment.id],
        )?;
        let reasons = (!self.reasons.is_empty())
            .then(|| serde_json::to_string(&self.reasons).map_err(Error::corrupt))
            .transpose()?;
        let turn = reasons.is_some().then(|| turn(&self.reasons));
        tx.execute(
            "UPDATE comment SET body = $1, html = $2, html_version = $3, format = 'markdown', edited_at = $4,
             revision = revision + 1, reasons = coalesce($5, reasons), turn = coalesce($6, turn)
             WHERE site_id = $7 AND story_id = $8 AND id = $9",
            &[&self.body, &self.html, &understory_markup::VERSION, &now, &reasons, &turn, &site, &story, &comment.id],
        )?;
        // What waits goes on waiting; what was seen may have to wait now.
        let held = comment.state == State::Published && self.state != State::Published;
        if held {
            change_state(tx, site, story, &comment, self.state, now)?;
            let was = Some(comment.state);
            let statement = self.statement.as_ref();
            let reasons = &self.reasons;
            super::decisions::automatic(tx, site, story, comment.id, was, self.state, reasons, statement, now)?;
            comment.state = self.state;
        } else if comment.state == State::Published {
            let seq = events::raise(tx, site, story, "comment_edited", Some(comment.id), 0, now)?;
            search::changed(tx, site, story, comment.id, seq)?;
        } else {
            search::changed_unseen(tx, site, story, comment.id, now)?;
        }
        comment.html.clone_from(&self.html);
        comment.edited_at = Some(now);
        Ok((story, comment))
    }
}

/// A comment's source text, for its writer to change.
pub fn source_text(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<String>> {
    tx.first(
        "SELECT body FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
        &[&site, &story, &comment],
        |row| row.get(0),
    )
}

/// The reasons kept with a comment.
pub fn reasons_of(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Vec<Reason>> {
    let stored: Option<String> = tx
        .first(
            "SELECT reasons FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3",
            &[&site, &story, &comment],
            |row| row.get(0),
        )?
        .flatten();
    stored.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json).map_err(Error::corrupt))
}
