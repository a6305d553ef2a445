//! What somebody is told: answers to their comments, decisions about them, and votes, gathered.

use super::{Error, Note, Result, Tx, Write};
use crate::clock::Timestamp;
use crate::models::{Id, State};

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A comment of theirs was answered: the comment is the answer.
    Reply,
    /// It was decided about a comment of theirs.
    Decision,
    /// A comment of theirs was recommended; the count says how often in all.
    Votes,
    /// They were warned: the comment was the occasion.
    Warning,
    /// An appeal of theirs was answered, and the decision stands.
    Appeal,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Reply, Self::Decision, Self::Votes, Self::Warning, Self::Appeal];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Decision => "decision",
            Self::Votes => "votes",
            Self::Warning => "warning",
            Self::Appeal => "appeal",
        }
    }
}

/// An item, with what is needed to show it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its identifier.
    pub id: Id,
    /// What it is about.
    pub kind: Kind,
    /// The story's slug and headline.
    pub story: (String, String),
    /// The comment: the answer, or their own.
    pub comment: Id,
    /// Its writer's name.
    pub name: String,
    /// Its text, rendered.
    pub html: String,
    /// The state of their comment.
    pub state: State,
    /// How many votes.
    pub count: i64,
    /// When.
    pub created_at: Timestamp,
    /// Whether they have seen it.
    pub seen: bool,
}

/// Tells somebody that a comment of theirs was answered, unless they did so themselves.
pub(super) fn reply(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    to: Option<Id>,
    by: Option<Id>,
    answer: Id,
    now: Timestamp,
) -> Result<()> {
    match to {
        Some(account) if by != Some(account) => insert(tx, site, account, Kind::Reply, story, answer, answer, now),
        _ => Ok(()),
    }
}

/// Tells somebody that it was decided about a comment of theirs.
pub(super) fn decision(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    account: Id,
    comment: Id,
    decision: Id,
    now: Timestamp,
) -> Result<()> {
    insert(tx, site, account, Kind::Decision, story, comment, decision, now)
}

/// Tells somebody that they were warned.
pub(super) fn warning(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    account: Id,
    comment: Id,
    act: Id,
    now: Timestamp,
) -> Result<()> {
    insert(tx, site, account, Kind::Warning, story, comment, act, now)
}

/// A warning was taken back: it is told no more.
pub(super) fn forget(tx: &mut Tx<'_>, site: Id, account: Id, act: Id) -> Result<()> {
    tx.execute("DELETE FROM news WHERE site_id = $1 AND account_id = $2 AND id = $3", &[&site, &account, &act])?;
    tx.note(Note::Person { site, account });
    Ok(())
}

/// Tells somebody that an appeal of theirs was answered, under an identifier that is nobody else's.
pub(super) fn appeal(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    account: Id,
    comment: Id,
    id: Id,
    now: Timestamp,
) -> Result<()> {
    insert(tx, site, account, Kind::Appeal, story, comment, id, now)
}

/// A decision was taken back: whoever was told of it and has not read that need not hear of either. Says whether that is so.
pub(super) fn take_back(tx: &mut Tx<'_>, site: Id, account: Id, decision: Id) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM news WHERE site_id = $1 AND account_id = $2 AND id = $3 AND kind = 'decision' AND seen_at IS NULL",
        &[&site, &account, &decision],
    )?;
    tx.note(Note::Person { site, account });
    Ok(gone > 0)
}

#[expect(clippy::too_many_arguments, reason = "a row's columns")]
fn insert(
    tx: &mut Tx<'_>,
    site: Id,
    account: Id,
    kind: Kind,
    story: Id,
    comment: Id,
    id: Id,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO news (site_id, account_id, id, kind, story_id, comment_id, count, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (site_id, account_id, id)
         DO UPDATE SET created_at = excluded.created_at, seen_at = NULL",
        &[&site, &account, &id, &kind.as_str(), &story, &comment, &now],
    )?;
    tx.note(Note::Person { site, account });
    Ok(())
}

/// Tells somebody how often a comment of theirs was recommended; again only when it is more than they have been told.
pub(super) fn votes(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    account: Id,
    comment: Id,
    count: i64,
    now: Timestamp,
) -> Result<()> {
    // One item a comment: its identifier follows from the comment's, with another version nibble, so that it is nobody else's.
    let mut bytes = *comment.bytes();
    bytes[6] = 0x80 | bytes[6] & 0x0f;
    let id = Id(uuid::Uuid::from_bytes(bytes));
    tx.execute(
        "INSERT INTO news (site_id, account_id, id, kind, story_id, comment_id, count, created_at)
         VALUES ($1, $2, $3, 'votes', $4, $5, $6, $7) ON CONFLICT (site_id, account_id, id)
         DO UPDATE SET created_at = excluded.created_at, count = excluded.count,
           seen_at = CASE WHEN excluded.count > news.count THEN NULL ELSE news.seen_at END",
        &[&site, &account, &id, &story, &comment, &count, &now],
    )?;
    tx.note(Note::Person { site, account });
    Ok(())
}

/// What somebody is told, the newest first. Answers that can no longer be seen are left out, and so is what stands under
/// stories that are not shown.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id, limit: i64) -> Result<Vec<Item>> {
    tx.query(
        "SELECT n.id, n.kind, s.slug, s.title, n.comment_id, c.name, c.html, c.state, n.count, n.created_at, n.seen_at
         FROM news n JOIN comment c ON c.site_id = n.site_id AND c.story_id = n.story_id AND c.id = n.comment_id
         JOIN story s ON s.site_id = n.site_id AND s.id = n.story_id
         WHERE n.site_id = $1 AND n.account_id = $2 AND s.state = 'published' AND c.state <> 'deleted'
         AND (n.kind <> 'reply' OR c.state = 'published')
         ORDER BY n.created_at DESC, n.id DESC LIMIT $3",
        &[&site, &account, &limit],
        |row| {
            let kind: String = row.get(1)?;
            Ok(Item {
                id: row.get(0)?,
                kind: Kind::ALL
                    .into_iter()
                    .find(|known| known.as_str() == kind)
                    .ok_or_else(|| Error::corrupt(format!("news of a kind '{kind}'")))?,
                story: (row.get(2)?, row.get(3)?),
                comment: row.get(4)?,
                name: row.get(5)?,
                html: row.get(6)?,
                state: row.get(7)?,
                count: row.get(8)?,
                created_at: row.get(9)?,
                seen: row.get::<Option<Timestamp>>(10)?.is_some(),
            })
        },
    )
}

/// How many items somebody has not seen, a hundred at most.
pub fn unseen(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<i64> {
    let found = tx.first(
        "SELECT count(*) FROM (SELECT 1 FROM news n
           JOIN comment c ON c.site_id = n.site_id AND c.story_id = n.story_id AND c.id = n.comment_id
           JOIN story s ON s.site_id = n.site_id AND s.id = n.story_id
           WHERE n.site_id = $1 AND n.account_id = $2 AND n.seen_at IS NULL AND s.state = 'published' AND c.state <> 'deleted'
           AND (n.kind <> 'reply' OR c.state = 'published') LIMIT 100) AS listed",
        &[&site, &account],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Writes down that somebody has seen what they were told so far.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The site.
    pub site: Id,
    /// Who.
    pub account: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Seen {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE news SET seen_at = $1 WHERE site_id = $2 AND account_id = $3 AND seen_at IS NULL",
            &[&self.now, &self.site, &self.account],
        )?;
        tx.note(Note::Person { site: self.site, account: self.account });
        super::follows::seen(tx, self.site, self.account)
    }
}

/// How long items are kept, in seconds.
const KEPT: i64 = 90 * 86_400;

/// Forgets what is older than three months.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM news WHERE created_at < $1", &[&self.now.plus_seconds(-KEPT)])
    }
}
