//! Pages of a thread at bounded cost: keyset cursors on (sort key, id), level by level, no window over all siblings.

use super::{Result, Row, Tx};
use crate::models::{CommentRow, Cursor, Id, Sort};

/// A comment with the first of its replies.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The comment, or the tombstone in its place.
    pub comment: CommentRow,
    /// The first listed replies.
    pub children: Vec<Branch>,
    /// Where the replies go on, if there are more.
    pub more: Option<Cursor>,
}

/// How much of a thread a page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Comments at the first level.
    pub limit: usize,
    /// First replies of each below that.
    pub replies: usize,
    /// Levels, the first included.
    pub levels: usize,
}

/// 20 roots, three first replies each, three levels.
pub const PAGE: Shape = Shape { limit: 20, replies: 3, levels: 3 };

/// The page of a branch: more of one conversation at once.
pub const BRANCH: Shape = Shape { limit: 20, replies: 5, levels: 5 };

/// A page of siblings and what is below them.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// In order.
    pub comments: Vec<Branch>,
    /// Where the siblings go on, if there are more.
    pub next: Option<Cursor>,
}

macro_rules! columns {
    () => {
        "id, parent, root, depth, name, html, state, lang, created_at, edited_at, rank, replies, branches, descendants,
         up + base_up, down + base_down"
    };
}

const BY_TIME: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (created_at, id) > ($4, $5)
     ORDER BY created_at, id LIMIT $6"
);

const BY_TIME_BACKWARDS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (created_at, id) < ($4, $5)
     ORDER BY created_at DESC, id DESC LIMIT $6"
);

const BY_RANK: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (rank, id) < ($4, $5)
     ORDER BY rank DESC, id DESC LIMIT $6"
);

/// The statements whose plans must use their index alone; a test asks the engines.
pub const PAGED: [&str; 3] = [BY_TIME, BY_TIME_BACKWARDS, BY_RANK];

pub(super) fn comment_of(row: &Row<'_>) -> Result<CommentRow> {
    Ok(CommentRow {
        id: row.get(0)?,
        parent: row.get(1)?,
        root: row.get(2)?,
        depth: row.get(3)?,
        name: row.get(4)?,
        html: row.get(5)?,
        state: row.get(6)?,
        lang: row.get(7)?,
        created_at: row.get(8)?,
        edited_at: row.get(9)?,
        rank: row.get(10)?,
        replies: row.get(11)?,
        branches: row.get(12)?,
        descendants: row.get(13)?,
        up: row.get(14)?,
        down: row.get(15)?,
    })
}

fn siblings(tx: &mut Tx<'_>, site: Id, story: Id, after: &Cursor, limit: usize) -> Result<Vec<CommentRow>> {
    let sql = match after.sort {
        Sort::Oldest => BY_TIME,
        Sort::Newest => BY_TIME_BACKWARDS,
        Sort::Top => BY_RANK,
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(sql, &[&site, &story, &after.parent, &after.key, &after.id, &limit], comment_of)
}

fn cursor_after(parent: Id, sort: Sort, last: &CommentRow) -> Cursor {
    let key = if sort == Sort::Top { last.rank } else { last.created_at.0 };
    Cursor { parent, sort, key, id: last.id }
}

/// The siblings after `after`, each with what is below it as far as `shape` goes.
pub fn page(tx: &mut Tx<'_>, site: Id, story: Id, after: Cursor, shape: Shape) -> Result<Page> {
    let mut rows = siblings(tx, site, story, &after, shape.limit + 1)?;
    let next = if rows.len() > shape.limit {
        rows.truncate(shape.limit);
        rows.last().map(|last| cursor_after(after.parent, after.sort, last))
    } else {
        None
    };
    let mut comments = Vec::with_capacity(rows.len());
    for comment in rows {
        comments.push(branch(tx, site, story, comment, after.sort.of_replies(), shape, 1)?);
    }
    Ok(Page { comments, next })
}

/// `comment` with the first of its replies; `level` counts from 1 at the page's first level, and bounds the recursion.
fn branch(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    comment: CommentRow,
    sort: Sort,
    shape: Shape,
    level: usize,
) -> Result<Branch> {
    if comment.branches == 0 {
        return Ok(Branch { comment, children: Vec::new(), more: None });
    }
    let start = Cursor::start(comment.id, sort);
    if level >= shape.levels {
        return Ok(Branch { comment, children: Vec::new(), more: Some(start) });
    }
    let rows = siblings(tx, site, story, &start, shape.replies)?;
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let more =
        (comment.branches > shown).then(|| rows.last().map_or(start, |last| cursor_after(comment.id, sort, last)));
    let mut children = Vec::with_capacity(rows.len());
    for child in rows {
        children.push(branch(tx, site, story, child, sort, shape, level + 1)?);
    }
    Ok(Branch { comment, children, more })
}

/// One comment by its identifier alone, with its story.
pub fn find(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<(Id, CommentRow)>> {
    let Some(story) = story_of(tx, site, id)? else { return Ok(None) };
    Ok(in_story(tx, site, story, id)?.map(|comment| (story, comment)))
}

/// The story under which a comment stands.
pub fn story_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Id>> {
    tx.first("SELECT story_id FROM comment WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))
}

/// One comment of a story.
pub fn in_story(tx: &mut Tx<'_>, site: Id, story: Id, id: Id) -> Result<Option<CommentRow>> {
    tx.first(
        concat!("SELECT ", columns!(), " FROM comment WHERE site_id = $1 AND story_id = $2 AND id = $3"),
        &[&site, &story, &id],
        comment_of,
    )
}

/// What stands above a comment, the root first, at most `limit` of the nearest.
pub fn above(tx: &mut Tx<'_>, site: Id, story: Id, comment: &CommentRow, limit: usize) -> Result<Vec<CommentRow>> {
    let mut chain = Vec::new();
    let mut parent = comment.parent;
    while parent != story && chain.len() < limit {
        let Some(row) = in_story(tx, site, story, parent)? else { break };
        parent = row.parent;
        chain.push(row);
    }
    chain.reverse();
    Ok(chain)
}

/// What a guest wrote under a story, newest first: their own list.
pub fn of_guest(tx: &mut Tx<'_>, site: Id, story: Id, guest: &[u8]) -> Result<Vec<CommentRow>> {
    let guest = guest.to_vec();
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM comment WHERE site_id = $1 AND guest = $2 AND story_id = $3
             ORDER BY created_at DESC LIMIT 100"
        ),
        &[&site, &guest, &story],
        comment_of,
    )
}

/// Comments that wait for a moderator, oldest first, after the given one.
pub fn waiting(
    tx: &mut Tx<'_>,
    site: Id,
    after: Option<(crate::clock::Timestamp, Id)>,
    limit: i64,
) -> Result<Vec<(Id, CommentRow, Option<String>)>> {
    let (time, id) = after.unwrap_or((crate::clock::Timestamp(i64::MIN), Id::FIRST));
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            ", story_id, reasons FROM comment
             WHERE site_id = $1 AND state = 'held' AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4"
        ),
        &[&site, &time, &id, &limit],
        |row| Ok((row.get(16)?, comment_of(row)?, row.get(17)?)),
    )
}
