//! Pages of a thread at bounded cost: keyset cursors on (sort key, id), level by level, no window over all siblings.

use super::{Result, Row, Tx};
use crate::models::{Badges, CommentRow, Cursor, Id, Sort, State, Story, Writer};

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
         up + base_up, down + base_down, badges, account_id"
    };
}

pub(super) use columns;

/// Of siblings: what they answer is known.
macro_rules! columns_of_siblings {
    () => {
        concat!(columns_of_replies!(), ", descendants")
    };
}

/// Of siblings that are no roots: what is below them is not counted.
macro_rules! columns_of_replies {
    () => {
        "id, name, html, state, lang, created_at, edited_at, rank, replies, branches, up + base_up, down + base_down,
         badges, account_id"
    };
}

const BY_TIME: &str = concat!(
    "SELECT ",
    columns_of_siblings!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (created_at, id) > ($4, $5)
     ORDER BY created_at, id LIMIT $6"
);

const BY_TIME_BACKWARDS: &str = concat!(
    "SELECT ",
    columns_of_siblings!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (created_at, id) < ($4, $5)
     ORDER BY created_at DESC, id DESC LIMIT $6"
);

const BY_RANK: &str = concat!(
    "SELECT ",
    columns_of_siblings!(),
    " FROM comment
     WHERE site_id = $1 AND story_id = $2 AND parent = $3 AND listed = TRUE AND (rank, id) < ($4, $5)
     ORDER BY rank DESC, id DESC LIMIT $6"
);

/// All of a story, listed or not: the limit bounds what is walked, whatever is hidden in it. In no order, lest
/// PostgreSQL walk the site by identifier.
const WHOLE: &str = concat!(
    "SELECT ",
    columns_of_replies!(),
    ", parent, listed
     FROM comment WHERE site_id = $1 AND story_id = $2 LIMIT $3"
);

/// The statements whose plans must use their index alone, each with how many parameters it takes; a test asks the
/// engines.
pub const PAGED: [(&str, usize); 4] = [(BY_TIME, 6), (BY_TIME_BACKWARDS, 6), (BY_RANK, 6), (WHOLE, 3)];

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
        rank: Some(row.get(10)?),
        replies: row.get(11)?,
        branches: row.get(12)?,
        descendants: row.get(13)?,
        up: row.get(14)?,
        down: row.get(15)?,
        badges: Badges(row.get(16)?),
        account: row.get(17)?,
    })
}

/// The answers to `above`, or the roots where that is nothing.
fn siblings(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    above: Option<&CommentRow>,
    after: &Cursor,
    limit: usize,
) -> Result<Vec<CommentRow>> {
    let sql = match after.sort {
        Sort::Oldest => BY_TIME,
        Sort::Newest => BY_TIME_BACKWARDS,
        Sort::Top => BY_RANK,
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.query(sql, &[&site, &story, &after.parent, &after.key, &after.id, &limit], |row| {
        let reply = reply_of(row, after.parent, after.sort)?;
        let (root, depth) = above.map_or((reply.id, 0), |above| (above.root, above.depth + 1));
        Ok(CommentRow { root, depth, descendants: row.get(14)?, ..reply })
    })
}

/// A row of `columns_of_replies`; its place in the tree is the caller's to say. A column costs more to fetch than to
/// find: the rank is fetched only to sort by.
fn reply_of(row: &Row<'_>, parent: Id, sort: Sort) -> Result<CommentRow> {
    let id = row.get(0)?;
    Ok(CommentRow {
        id,
        parent,
        root: id,
        depth: 0,
        name: row.get(1)?,
        html: row.get(2)?,
        state: row.get(3)?,
        lang: row.get(4)?,
        created_at: row.get(5)?,
        edited_at: row.get(6)?,
        rank: if sort == Sort::Top { Some(row.get(7)?) } else { None },
        replies: row.get(8)?,
        branches: row.get(9)?,
        descendants: 0,
        up: row.get(10)?,
        down: row.get(11)?,
        badges: Badges(row.get(12)?),
        account: row.get(13)?,
    })
}

/// The listed comments of a story.
struct Whole {
    rows: Vec<Option<CommentRow>>,
    /// Parent, sort key, identifier, and where in `rows`; in this order.
    order: Vec<(Id, i64, Id, usize)>,
    sort: Sort,
}

/// A story of more comments than this is never read whole.
const WHOLE_AT_MOST: i64 = 500;

impl Whole {
    /// Reads a story where what is below `roots` on a page of this shape is at least half of it. Nothing where it is
    /// less, or where hidden comments make the story longer than the `comments` that can be seen suggest.
    fn read(
        tx: &mut Tx<'_>,
        site: Id,
        story: &Story,
        roots: &[CommentRow],
        sort: Sort,
        shape: Shape,
    ) -> Result<Option<Self>> {
        let most =
            (1..shape.levels).map(|level| shape.replies.saturating_pow(u32::try_from(level).unwrap_or(u32::MAX)));
        let most = i64::try_from(most.fold(0, usize::saturating_add)).unwrap_or(i64::MAX);
        let below = roots.iter().map(|root| root.descendants.min(most)).fold(0, i64::saturating_add);
        let shown = below.saturating_add(i64::try_from(roots.len()).unwrap_or(i64::MAX));
        // Two parents asked for cost less than a story walked.
        if roots.iter().filter(|root| root.branches > 0).count() < 2 || story.comments > WHOLE_AT_MOST.min(2 * shown) {
            return Ok(None);
        }
        let limit = story.comments + story.comments / 2 + 1;
        let mut walked = 0;
        let room = usize::try_from(story.comments).unwrap_or_default();
        let mut whole = Self { rows: Vec::with_capacity(room), order: Vec::with_capacity(room), sort };
        tx.each(WHOLE, &[&site, &story.id, &limit], |row| {
            walked += 1;
            let (parent, listed): (Id, bool) = (row.get(14)?, row.get(15)?);
            if listed && parent != story.id {
                let row = reply_of(row, parent, sort)?;
                whole.order.push((parent, sort_key(sort, &row), row.id, whole.rows.len()));
                whole.rows.push(Some(row));
            }
            Ok(())
        })?;
        whole.order.sort_unstable();
        Ok((walked < limit).then_some(whole))
    }

    /// As `siblings` would give them from the start.
    fn first(&mut self, above: &CommentRow, limit: usize) -> Vec<CommentRow> {
        let from = self.order.partition_point(|(parent, ..)| *parent < above.id);
        let to = from + self.order[from..].partition_point(|(parent, ..)| *parent == above.id);
        let found = &self.order[from..to];
        let shown = limit.min(found.len());
        let mut rows = Vec::with_capacity(shown);
        for n in 0..shown {
            let (_, _, _, at) = found[if self.sort == Sort::Oldest { n } else { found.len() - 1 - n }];
            if let Some(row) = self.rows[at].take() {
                rows.push(CommentRow { root: above.root, depth: above.depth + 1, ..row });
            }
        }
        rows
    }
}

fn cursor_after(parent: Id, sort: Sort, last: &CommentRow) -> Cursor {
    Cursor { parent, sort, key: sort_key(sort, last), id: last.id }
}

/// What siblings are sorted by, before their identifier.
fn sort_key(sort: Sort, row: &CommentRow) -> i64 {
    row.rank.filter(|_| sort == Sort::Top).unwrap_or(row.created_at.0)
}

/// The siblings after `after`, each with what is below it as far as `shape` goes. `above` is the comment that they
/// answer, which is the cursor's parent; nothing for roots.
pub fn page(
    tx: &mut Tx<'_>,
    site: Id,
    story: &Story,
    above: Option<&CommentRow>,
    after: Cursor,
    shape: Shape,
) -> Result<Page> {
    debug_assert_eq!(after.parent, above.map_or(story.id, |above| above.id), "the cursor belongs to what is answered");
    let mut rows = siblings(tx, site, story.id, above, &after, shape.limit + 1)?;
    let next = if rows.len() > shape.limit {
        rows.truncate(shape.limit);
        rows.last().map(|last| cursor_after(after.parent, after.sort, last))
    } else {
        None
    };
    let sort = after.sort.of_replies();
    // How much is below a comment is kept on roots.
    let whole = if above.is_none() { Whole::read(tx, site, story, &rows, sort, shape)? } else { None };
    let mut below = Below { site, story: story.id, sort, shape, whole };
    let mut comments = Vec::with_capacity(rows.len());
    for comment in rows {
        comments.push(below.branch(tx, comment, 1)?);
    }
    Ok(Page { comments, next })
}

/// What stands below a page's first level, and where it is read: from a statement for each comment that has replies,
/// which is bounded in a thread of any size, or from the story, read whole.
struct Below {
    site: Id,
    story: Id,
    sort: Sort,
    shape: Shape,
    whole: Option<Whole>,
}

impl Below {
    /// `comment` with the first of its replies; `level` counts from 1 at the page's first, and bounds the recursion.
    fn branch(&mut self, tx: &mut Tx<'_>, comment: CommentRow, level: usize) -> Result<Branch> {
        if comment.branches == 0 {
            return Ok(Branch { comment, children: Vec::new(), more: None });
        }
        let start = Cursor::start(comment.id, self.sort);
        if level >= self.shape.levels {
            return Ok(Branch { comment, children: Vec::new(), more: Some(start) });
        }
        let rows = match &mut self.whole {
            Some(whole) => whole.first(&comment, self.shape.replies),
            None => siblings(tx, self.site, self.story, Some(&comment), &start, self.shape.replies)?,
        };
        let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let more = (comment.branches > shown)
            .then(|| rows.last().map_or(start, |last| cursor_after(comment.id, self.sort, last)));
        let mut children = Vec::with_capacity(rows.len());
        for child in rows {
            children.push(self.branch(tx, child, level + 1)?);
        }
        Ok(Branch { comment, children, more })
    }
}

/// One comment by its identifier alone, with its story.
pub fn find(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<(Id, CommentRow)>> {
    let Some(story) = story_of(tx, site, id)? else { return Ok(None) };
    Ok(in_story(tx, site, story, id)?.map(|comment| (story, comment)))
}

/// A comment by its identifier alone. That its depth is asked for keeps SQLite from the other index, which has all that is
/// wanted and is in the order of stories: it would walk the whole site. A test asks the engines.
pub const STORY_OF: &str = "SELECT story_id FROM comment WHERE site_id = $1 AND id = $2 AND depth >= 0";

/// The story under which a comment stands.
pub fn story_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Id>> {
    tx.first(STORY_OF, &[&site, &id], |row| row.get(0))
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

/// What a writer wrote under a story, newest first: their own list.
pub fn of_writer(tx: &mut Tx<'_>, site: Id, story: Id, writer: &Writer) -> Result<Vec<CommentRow>> {
    match writer {
        Writer::Guest(guest) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM comment WHERE site_id = $1 AND guest = $2 AND story_id = $3
                 ORDER BY created_at DESC LIMIT 100"
            ),
            &[&site, guest, &story],
            comment_of,
        ),
        Writer::Account(account) => tx.query(
            concat!(
                "SELECT ",
                columns!(),
                " FROM comment WHERE site_id = $1 AND account_id = $2 AND story_id = $3
                 ORDER BY created_at DESC LIMIT 100"
            ),
            &[&site, account, &story],
            comment_of,
        ),
    }
}

/// What somebody wrote under a story, the newest thousand.
pub fn ids_of_account(tx: &mut Tx<'_>, site: Id, story: Id, account: Id) -> Result<Vec<Id>> {
    tx.query(
        "SELECT id FROM comment WHERE site_id = $1 AND account_id = $2 AND story_id = $3 AND state <> 'deleted'
         ORDER BY created_at DESC LIMIT 1000",
        &[&site, &account, &story],
        |row| row.get(0),
    )
}

/// What somebody wrote on the site, newest first, before the given one: each with its story and the reasons why it does
/// not appear.
pub fn of_account(
    tx: &mut Tx<'_>,
    site: Id,
    account: Id,
    before: Option<(crate::clock::Timestamp, Id)>,
    limit: i64,
) -> Result<Vec<(Id, CommentRow, Option<String>)>> {
    let (time, id) = before.unwrap_or((crate::clock::Timestamp(i64::MAX), Id::LAST));
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            ", story_id, reasons FROM comment WHERE site_id = $1 AND account_id = $2 AND (created_at, id) < ($3, $4)
             ORDER BY created_at DESC, id DESC LIMIT $5"
        ),
        &[&site, &account, &time, &id, &limit],
        |row| Ok((row.get(18)?, comment_of(row)?, row.get(19)?)),
    )
}

/// The newest comments of a story at any depth, newest first. Identifiers are in the order of time; what is hidden among
/// the newest few hundred is left out, and nothing beyond them is walked.
pub fn newest(tx: &mut Tx<'_>, site: Id, story: Id, limit: usize) -> Result<Vec<CommentRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM comment WHERE site_id = $1 AND story_id = $2 ORDER BY site_id DESC, story_id DESC, id DESC LIMIT $3"
        ),
        &[&site, &story, &(limit * 4)],
        comment_of,
    )?;
    rows.retain(|row| row.state == State::Published);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
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
        |row| Ok((row.get(18)?, comment_of(row)?, row.get(19)?)),
    )
}
