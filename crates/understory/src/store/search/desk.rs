//! Search for the desk: words, people, stories, states, reasons and days, of what readers see and of what they do not.

use super::{Match, postgres, sqlite};
use crate::clock::Timestamp;
use crate::models::{CommentRow, Id, Question, Reason, State, fold};
use crate::store::threads::{columns, comment_of};
use crate::store::{Result, Row, Tx, threads};

/// Comments looked at for a page, where no words narrow them down: who asks for more goes on from there.
const LOOKED_AT: usize = 20_000;

/// Comments read at a time.
const READ: i64 = 500;

/// What is looked for; what is not said matters not.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Words of the text.
    pub words: Option<Question>,
    /// What the writer's name has in it, folded.
    pub name: String,
    /// The story.
    pub story: Option<Id>,
    /// The state.
    pub state: Option<State>,
    /// The stable word of a reason why it waits or waited.
    pub reason: String,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Before when.
    pub before: Option<Timestamp>,
}

impl Wanted {
    /// Whether anything is looked for at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_none()
            && self.name.is_empty()
            && self.story.is_none()
            && self.state.is_none()
            && self.reason.is_empty()
            && self.from.is_none()
            && self.before.is_none()
    }

    fn fits(&self, found: &Found) -> bool {
        let comment = &found.comment;
        comment.state != State::Deleted
            && self.state.is_none_or(|state| comment.state == state)
            && self.story.is_none_or(|story| found.story == story)
            && self.from.is_none_or(|from| comment.created_at >= from)
            && self.before.is_none_or(|before| comment.created_at < before)
            && (self.name.is_empty() || fold(&comment.name).contains(&self.name))
            && (self.reason.is_empty() || found.reasons.iter().any(|reason| reason.code == self.reason))
    }
}

/// A comment that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its story.
    pub story: Id,
    /// The comment.
    pub comment: CommentRow,
    /// Why it waits or waited.
    pub reasons: Vec<Reason>,
}

fn found_of(row: &Row<'_>) -> Result<Found> {
    let reasons: Option<String> = row.get(19)?;
    let reasons = reasons.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
    Ok(Found { story: row.get(18)?, reasons, comment: comment_of(row)? })
}

/// One portion of a site's comments, the newest first: its plan must use its index alone; a test asks the engines.
pub const NEWEST: &str = concat!(
    "SELECT ",
    columns!(),
    ", story_id, reasons FROM comment WHERE site_id = $1 AND id < $2 AND depth >= 0 ORDER BY id DESC LIMIT $3"
);

const OF_STORY: &str = concat!(
    "SELECT ",
    columns!(),
    ", story_id, reasons FROM comment WHERE site_id = $1 AND story_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4"
);

/// Comments that are what is wanted, the newest first, after an identifier, `limit` at most; and where it goes on.
pub fn comments(
    tx: &mut Tx<'_>,
    site: Id,
    wanted: &Wanted,
    after: Id,
    limit: usize,
) -> Result<(Vec<Found>, Option<Id>)> {
    match &wanted.words {
        Some(words) => by_words(tx, site, wanted, words, after, limit),
        None => by_time(tx, site, wanted, after, limit),
    }
}

fn by_words(
    tx: &mut Tx<'_>,
    site: Id,
    wanted: &Wanted,
    words: &Question,
    after: Id,
    limit: usize,
) -> Result<(Vec<Found>, Option<Id>)> {
    let mut matches: Vec<Match> =
        if tx.is_postgres() { postgres::find_all(tx, site, words)? } else { sqlite::all_comments(tx, site, words)? };
    matches.sort_unstable_by_key(|(_, _, id)| std::cmp::Reverse(*id));
    let mut rows = Vec::new();
    for (_, story, id) in matches.into_iter().filter(|(_, _, id)| *id < after) {
        let Some(comment) = threads::in_story(tx, site, story, id)? else { continue };
        let reasons = if wanted.reason.is_empty() && comment.state == State::Published {
            Vec::new()
        } else {
            crate::store::comments::reasons_of(tx, site, story, id)?
        };
        let found = Found { story, comment, reasons };
        if wanted.fits(&found) {
            if rows.len() == limit {
                let last = rows.last().map(|last: &Found| last.comment.id);
                return Ok((rows, last));
            }
            rows.push(found);
        }
    }
    Ok((rows, None))
}

fn by_time(tx: &mut Tx<'_>, site: Id, wanted: &Wanted, after: Id, limit: usize) -> Result<(Vec<Found>, Option<Id>)> {
    let (mut rows, mut place, mut looked) = (Vec::new(), after, 0);
    while looked < LOOKED_AT {
        let portion = match wanted.story {
            Some(story) => tx.query(OF_STORY, &[&site, &story, &place, &READ], found_of)?,
            None => tx.query(NEWEST, &[&site, &place, &READ], found_of)?,
        };
        let is_last = (portion.len() as i64) < READ;
        looked += portion.len();
        for found in portion {
            let id = found.comment.id;
            if wanted.fits(&found) {
                if rows.len() == limit {
                    return Ok((rows, Some(place)));
                }
                rows.push(found);
            }
            place = id;
        }
        if is_last {
            return Ok((rows, None));
        }
    }
    Ok((rows, Some(place)))
}
