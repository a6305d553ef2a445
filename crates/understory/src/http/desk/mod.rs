//! The moderators' pages: what waits, one card at a time, and who has it in hand. Complete without scripts.

mod acts;
mod appeals;
mod audit;
pub mod bulk;
mod card;
mod escalations;
mod list;
mod search;
pub mod writer;

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};

pub use acts::{decide, hand_post, next_in_hand, undo};
pub use appeals::{answer, appeal_page};
pub use audit::audit_page;
pub use card::card_page;
pub use escalations::{escalate_form, escalate_post, escalation_page, escalation_post, escalations_page};
pub use list::{counts, desk};
pub use search::bulk_of_found;

use super::caller::is_there;
use super::error::{Error, Result};
use super::extract::{Asked, own_only};
use crate::app::App;
use crate::models::{
    Account, Act, Automation, Caller, Cursor, Decision, Grant, Id, Refusal, Signed, Sort, may_somewhere, sign_in_first,
};
use crate::store::queue::{self, Waiting};
use crate::words::{self, Words};

/// Somebody who is signed in and may see what is hidden somewhere here.
pub struct AtDesk {
    signed: Arc<Signed>,
    caller: Caller,
}

impl AtDesk {
    fn account(&self) -> &Account {
        &self.signed.account
    }

    fn words(&self, asked: &Asked) -> &'static Words {
        words::of(&[&self.account().lang, &asked.site.lang])
    }

    /// Whether they decide anywhere, or only look.
    fn acts(&self) -> bool {
        self.account().has_somewhere(Grant::Decide)
    }
}

impl FromRequestParts<Arc<App>> for AtDesk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let caller = Caller::from_request_parts(parts, app).await?;
        let asked = Asked::from_request_parts(parts, app).await?;
        let signed = match &caller {
            Caller::Person(signed) => signed.clone(),
            Caller::Nobody => return Err(sign_in_first().into()),
            Caller::Key(_) => {
                let words = "Only somebody who is signed in sits at the desk. Programs decide by the API.";
                return Err(Refusal::new(403, "person_only", words).into());
            }
        };
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            own_only(&asked)?;
        }
        may_somewhere(&caller, Grant::SeeHidden, &asked.site)?;
        Ok(Self { signed, caller })
    }
}

/// What of the queue is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Worst,
    Oldest,
    Flagged,
    Appeals,
    Recent,
    Mine,
    Search,
}

impl View {
    const ALL: [Self; 7] =
        [Self::Worst, Self::Oldest, Self::Flagged, Self::Appeals, Self::Recent, Self::Mine, Self::Search];

    fn as_str(self) -> &'static str {
        match self {
            Self::Worst => "worst",
            Self::Oldest => "oldest",
            Self::Flagged => "flagged",
            Self::Appeals => "appeals",
            Self::Recent => "recent",
            Self::Mine => "mine",
            Self::Search => "search",
        }
    }

    /// Of what was asked for; whatever else is asked for changes nothing.
    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.as_str() == word).unwrap_or(Self::Worst)
    }

    fn title(self, w: &'static Words) -> &'static str {
        match self {
            Self::Worst => &w.desk_worst,
            Self::Oldest => &w.desk_oldest,
            Self::Flagged => &w.desk_flagged,
            Self::Appeals => &w.desk_appeals,
            Self::Recent => &w.desk_recent,
            Self::Mine => &w.desk_mine,
            Self::Search => &w.desk_search,
        }
    }

    /// The order in which comments are taken: the worst that wait, the oldest that wait, or what was flagged. What lists
    /// none of these leads back to the worst.
    fn taken(self) -> Sort {
        match self {
            Self::Oldest => Sort::Oldest,
            Self::Flagged => Sort::Newest,
            Self::Worst | Self::Appeals | Self::Recent | Self::Mine | Self::Search => Sort::Top,
        }
    }
}

/// Rows that are read at a time to find those of somebody's places, and how often at most for a page: a moderator of one
/// story in a long queue goes on by "more".
const READ: i64 = 50;
const ROUNDS: usize = 10;

/// Comments that wait in somebody's places, or were flagged there, `most` at most, and where the list goes on.
async fn waiting(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    sort: Sort,
    after: Option<Cursor>,
    most: usize,
) -> Result<(Vec<Waiting>, Option<Cursor>)> {
    let (site, now) = (asked.site.id, app.clock.now());
    let start = match sort {
        Sort::Newest => Cursor { parent: Id::FIRST, sort, key: i64::MAX, id: Id::LAST },
        Sort::Oldest | Sort::Top => Cursor { parent: Id::FIRST, sort, key: i64::MIN, id: Id::FIRST },
    };
    let mut place = after.unwrap_or(start);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let rows = app
            .store
            .read(move |tx| match sort {
                Sort::Oldest => queue::oldest(tx, site, place.place(), READ, now),
                Sort::Newest => queue::flagged(tx, site, (place.key, place.id), READ, now),
                Sort::Top => queue::worst(tx, site, (place.key, place.id), READ, now),
            })
            .await?;
        let is_last = (rows.len() as i64) < READ;
        for row in rows {
            let key = if sort == Sort::Oldest { row.comment.created_at.0 } else { row.turn };
            let here = Cursor { key, id: row.comment.id, ..place };
            if is_there(app, asked, caller, Grant::SeeHidden, row.story).await? {
                if found.len() == most {
                    return Ok((found, Some(place)));
                }
                found.push(row);
            }
            place = here;
        }
        if is_last {
            return Ok((found, None));
        }
    }
    Ok((found, Some(place)))
}

/// Where a list goes on, if it is one of this order.
fn cursor_of(text: Option<&str>, sort: Sort) -> Result<Option<Cursor>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let cursor = Cursor::from_str(text).ok().filter(|cursor| cursor.sort == sort);
    cursor.map(Some).ok_or_else(|| Error::bad_request("cursor_invalid", "'after' is none of this list's."))
}

/// What was done, in a word.
fn did(decision: &Decision, w: &'static Words) -> &'static str {
    match decision.act {
        _ if decision.reverses.is_some() => &w.desk_did_undo,
        // A machine's is the first word about a comment: nothing waits on.
        Act::Hold if decision.automation == Automation::Full => &w.waits_mark,
        Act::Approve => &w.desk_did_approve,
        Act::Hold => &w.desk_did_hold,
        Act::Remove => &w.desk_did_remove,
        Act::Restore => &w.desk_did_restore,
    }
}

fn wants_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key(super::frame::FRAGMENT)
}
