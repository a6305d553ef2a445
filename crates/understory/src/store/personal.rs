//! What is somebody's own on every page: whom they ignore, how much is new for them, and under which stories they did anything.

use std::collections::HashSet;

use super::{Result, Tx, ignored, news, threads, votes};
use crate::models::Id;

/// What is somebody's own, whatever page they read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// Whom they do not want to read.
    pub ignored: Vec<Id>,
    /// How much is new for them.
    pub news: i64,
    /// Under which stories they voted or wrote; nothing if these are too many to say.
    pub stories: Option<HashSet<Id>>,
}

impl Personal {
    /// Whether something of theirs may stand under a story.
    pub fn may_be_under(&self, story: Id) -> bool {
        self.stories.as_ref().is_none_or(|stories| stories.contains(&story))
    }
}

/// How many comments, and how many votes, are looked at for [`Personal::stories`]: who has more is asked about each page.
const LOOKED_AT: i64 = 300;

/// What is somebody's own on every page.
pub fn of_account(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Personal> {
    let voted: Vec<Id> = tx.query(
        "SELECT story_id FROM vote WHERE site_id = $1 AND account_id = $2 LIMIT $3",
        &[&site, &account, &LOOKED_AT],
        |row| row.get(0),
    )?;
    let wrote: Vec<Id> = tx.query(
        "SELECT story_id FROM comment WHERE site_id = $1 AND account_id = $2 LIMIT $3",
        &[&site, &account, &LOOKED_AT],
        |row| row.get(0),
    )?;
    let are_all = [&voted, &wrote].iter().all(|found| (found.len() as i64) < LOOKED_AT);
    Ok(Personal {
        ignored: ignored::of_account(tx, site, account)?.into_iter().map(|(id, _)| id).collect(),
        news: news::unseen(tx, site, account)?,
        stories: are_all.then(|| voted.into_iter().chain(wrote).collect()),
    })
}

/// What somebody did under a story: their votes, each 1 or -1, and what they wrote.
pub type Under = (Vec<(Id, i64)>, Vec<Id>);

/// See [`Under`].
pub fn under(tx: &mut Tx<'_>, site: Id, story: Id, account: Id) -> Result<Under> {
    Ok((votes::of_account(tx, site, story, account)?, threads::ids_of_account(tx, site, story, account)?))
}
