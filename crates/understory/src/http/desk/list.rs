//! What waits, and what was decided.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::search::{SearchForm, SearchQuery, found};
use super::{AtDesk, View, cursor_of, did, waiting, wants_fragment};
use crate::app::App;
use crate::http::api::comments::read_query;
use crate::http::caller::is_there;
use crate::http::error::{Error, Result};
use crate::http::extract::Asked;
use crate::http::pages::sign_in::sign_in_path;
use crate::http::pages::view::{Time, Times};
use crate::http::pages::{Layout, html, no_store};
use crate::models::{Cursor, Grant, Id, Reason, Sort, Spot, State as CommentState, may};
use crate::store::queue::{self, Decided};
use crate::store::{appeals, chain, escalations, hands, threads};
use crate::words::Words;

/// Which part of the queue.
#[derive(Debug, Deserialize)]
pub struct DeskQuery {
    view: Option<String>,
    after: Option<String>,
    /// What is searched for.
    #[serde(flatten)]
    search: SearchQuery,
}

/// A row of a list.
pub(super) struct RowView {
    pub(super) id: Id,
    /// Where it is looked at.
    pub(super) href: String,
    pub(super) name: String,
    pub(super) excerpt: String,
    /// Why it waits, or what was decided.
    pub(super) what: String,
    /// Who decided, or has it in hand.
    pub(super) who: Option<String>,
    pub(super) time: Time,
    /// Whether it can be taken in hand from here.
    pub(super) can_take: bool,
    /// Whether it can be chosen with others.
    pub(super) can_choose: bool,
}

/// Where a comment is looked at, from a view.
pub(super) fn href(comment: Id, view: View) -> String {
    format!("/desk/comments/{comment}?view={}", view.as_str())
}

/// A list of the queue.
#[derive(Template)]
#[template(path = "fragments/desk_list.html")]
pub(super) struct ListView {
    pub(super) view: &'static str,
    pub(super) rows: Vec<RowView>,
    pub(super) next: Option<String>,
    /// Whether several can be chosen.
    pub(super) chooses: bool,
    pub(super) w: &'static Words,
}

/// A view of the queue, to be chosen.
pub(super) struct ViewLink {
    pub(super) word: &'static str,
    pub(super) title: &'static str,
    pub(super) current: bool,
    /// How many there are, where that is said.
    pub(super) count: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage<'a> {
    layout: Layout<'a>,
    view: &'static str,
    views: Vec<ViewLink>,
    list: ListView,
    acts: bool,
    /// Whether there is something to take in hand.
    any: bool,
    /// What is searched for, where it is.
    search: Option<SearchForm>,
    /// Whether they read what was done.
    audits: bool,
    /// What is wrong with the audit trail, if they do.
    audit_fault: Option<String>,
    /// How many escalations are open of those that they may read.
    escalations: i64,
    /// Whether they read all of them.
    reads_evidence: bool,
}

impl DeskPage<'_> {
    /// Whether there is a list to be shown: of a search, once something is searched for.
    fn is_asked(&self) -> bool {
        self.search.as_ref().is_none_or(|form| form.is_asked)
    }
}

/// Rows on a page.
const LISTED: usize = 20;

/// Up to how many are counted.
const COUNTED: i64 = 1_000;

/// A count as it is said: exact, or that there are more than are counted.
fn said(count: i64) -> String {
    if count >= COUNTED { format!("{}+", COUNTED - 1) } else { count.to_string() }
}

/// How much there is, for the page's script.
#[derive(Serialize)]
struct Counts {
    waiting: String,
    /// What was flagged; nothing is said of it to who sees a part alone.
    flagged: Option<String>,
    /// Appeals that wait, to the same.
    appeals: Option<String>,
    mine: String,
}

async fn count(app: &App, asked: &Asked, at: &AtDesk) -> Result<Counts> {
    let (site, me, now) = (asked.site.id, at.account().id, app.clock.now());
    let mine = app.store.read(move |tx| hands::of_account(tx, site, me, now)).await?;
    let sees_all = may(&at.caller, Grant::SeeHidden, &asked.site, Spot::default()).is_ok();
    let (flagged, appeals) = match sees_all {
        true => {
            let both = move |tx: &mut crate::store::Tx<'_>| {
                Ok((queue::count_flagged(tx, site, COUNTED)?, appeals::count_open(tx, site, COUNTED)?))
            };
            let (flagged, appeals) = app.store.read(both).await?;
            (Some(flagged), Some(appeals))
        }
        false => (None, None),
    };
    let waiting = if sees_all {
        app.store.read(move |tx| queue::count_waiting(tx, site, COUNTED)).await?
    } else {
        // Of what lies elsewhere somebody does not even learn how much there is.
        let stories = app.store.read(move |tx| queue::stories_waiting(tx, site, COUNTED)).await?;
        let mut known = std::collections::HashMap::new();
        let mut count = 0;
        for story in stories {
            let is_theirs = match known.get(&story) {
                Some(known) => *known,
                None => is_there(app, asked, &at.caller, Grant::SeeHidden, story).await?,
            };
            known.insert(story, is_theirs);
            count += i64::from(is_theirs);
        }
        count
    };
    let (flagged, appeals) = (flagged.map(said), appeals.map(said));
    Ok(Counts { waiting: said(waiting), flagged, appeals, mine: said(i64::try_from(mine.len()).unwrap_or(i64::MAX)) })
}

/// `GET /desk/counts`
pub async fn counts(State(app): State<Arc<App>>, asked: Asked, at: AtDesk) -> Result<Response> {
    Ok(no_store(axum::Json(count(&app, &asked, &at).await?)))
}

/// The views that there are, with their counts.
pub(super) async fn views(app: &App, asked: &Asked, at: &AtDesk, current: View) -> Result<Vec<ViewLink>> {
    let (w, counts) = (at.words(asked), count(app, asked, at).await?);
    let count_of = |view: View| match view {
        View::Worst => Some(counts.waiting.clone()),
        View::Mine => Some(counts.mine.clone()),
        View::Flagged => counts.flagged.clone(),
        View::Appeals => counts.appeals.clone(),
        View::Oldest | View::Recent | View::Search => None,
    };
    let link = |view: View| ViewLink {
        word: view.as_str(),
        title: view.title(w),
        current: view == current,
        count: count_of(view),
    };
    Ok(View::ALL.into_iter().map(link).collect())
}

/// `GET /desk`; whoever is not signed in is led to where one is.
pub async fn desk(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: Result<AtDesk>,
    headers: HeaderMap,
    query: std::result::Result<Query<DeskQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let at = match at {
        Ok(at) => at,
        Err(Error::Refused(refusal)) if refusal.code == "sign_in_first" => {
            return Ok(no_store(Redirect::to(&sign_in_path("/desk"))));
        }
        Err(error) => return Err(error),
    };
    let query = read_query(query)?;
    let view = View::of(query.view.as_deref().unwrap_or_default());
    let (list, search) = match view {
        View::Search => {
            let (list, form) = found(&app, &asked, &at, &query.search, query.after.as_deref(), LISTED).await?;
            (list, Some(form))
        }
        _ => (list(&app, &asked, &at, view, query.after.as_deref(), LISTED).await?, None),
    };
    if wants_fragment(&headers) {
        return Ok(no_store(html(StatusCode::OK, &list)?));
    }
    let mut layout = Layout::new(&asked.site, at.words(&asked).desk_heading.clone()).private();
    layout.w = at.words(&asked);
    let views = views(&app, &asked, &at, view).await?;
    let any = matches!(view, View::Worst | View::Oldest | View::Flagged) && !list.rows.is_empty();
    let (audits, site) = (may(&at.caller, Grant::Audit, &asked.site, Spot::default()).is_ok(), asked.site.id);
    let audit_fault = if audits { app.store.read(move |tx| chain::fault(tx, site)).await? } else { None };
    let reads_evidence = may(&at.caller, Grant::Evidence, &asked.site, Spot::default()).is_ok();
    let own = (!reads_evidence).then(|| at.caller.record());
    let escalations = app.store.read(move |tx| escalations::count_open(tx, site, own.as_deref())).await?;
    let (view, acts) = (view.as_str(), at.acts());
    let page =
        DeskPage { layout, view, views, list, acts, any, search, audits, audit_fault, escalations, reads_evidence };
    Ok(no_store(html(StatusCode::OK, &page)?.into_response()))
}

/// A page of a view.
pub(super) async fn list(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    after: Option<&str>,
    most: usize,
) -> Result<ListView> {
    let w = at.words(asked);
    let (rows, next) = match view {
        View::Worst | View::Oldest | View::Flagged => {
            let sort = view.taken();
            let (rows, next) = waiting(app, asked, &at.caller, sort, cursor_of(after, sort)?, most).await?;
            let times = Times::new(&asked.site, w);
            let rows = rows.into_iter().map(|row| RowView {
                id: row.comment.id,
                href: href(row.comment.id, view),
                excerpt: excerpt(&row.comment.html),
                name: row.comment.name,
                what: if view == View::Flagged {
                    w.desk_flags_weigh(row.turn).into_owned()
                } else {
                    why(&row.reasons, w)
                },
                who: row.hand.as_ref().map(|hand| match hand.account == at.account().id {
                    true => w.desk_in_my_hand.clone(),
                    false => w.desk_in_hand_of.with(&hand.name),
                }),
                can_choose: at.acts() && row.hand.as_ref().is_none_or(|hand| hand.account == at.account().id),
                can_take: at.acts() && row.hand.is_none_or(|hand| hand.account == at.account().id),
                time: times.show(row.comment.created_at),
            });
            (rows.collect(), next)
        }
        View::Appeals => super::appeals::waiting(app, asked, at, after, most).await?,
        // Beside a card that was found stands what was decided last.
        View::Recent | View::Mine | View::Search => decided(app, asked, at, view, after, most).await?,
    };
    let next = next.map(|cursor| format!("/desk?view={}&after={cursor}", view.as_str()));
    Ok(ListView { view: view.as_str(), chooses: rows.iter().any(|row| row.can_choose), rows, next, w })
}

/// What was decided, and before it what one has in hand, where that is asked.
async fn decided(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    view: View,
    after: Option<&str>,
    most: usize,
) -> Result<(Vec<RowView>, Option<Cursor>)> {
    let (w, site, me, now) = (at.words(asked), asked.site.id, at.account().id, app.clock.now());
    let after = cursor_of(after, Sort::Newest)?;
    let mine = view == View::Mine;
    let (by, lists_hand) = (mine.then(|| at.caller.record()), mine && after.is_none());
    let before = after.map_or(Id::LAST, |cursor| cursor.id);
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let (held, found) = app
        .store
        .read(move |tx| {
            let ids = if lists_hand { hands::of_account(tx, site, me, now)? } else { Vec::new() };
            let held: Vec<_> =
                ids.into_iter().map(|id| threads::find(tx, site, id)).collect::<crate::store::Result<_>>()?;
            Ok((held, queue::decided(tx, site, by.as_deref(), before, limit)?))
        })
        .await?;
    let next = (found.len() == most).then(|| found.last()).flatten().map(|last| Cursor {
        parent: Id::FIRST,
        sort: Sort::Newest,
        key: 0,
        id: last.decision.id,
    });
    let mut told = Vec::with_capacity(found.len());
    for (story, comment) in held.into_iter().flatten() {
        let (what, at) = (w.desk_in_my_hand.clone(), comment.created_at);
        told.push((story, comment, what, None, at));
    }
    for Decided { decision, who, story, comment } in found {
        let what = did(&decision, w).to_owned();
        told.push((story, comment, what, Some(who), decision.created_at));
    }
    let mut theirs = Vec::with_capacity(told.len());
    for row in told {
        if is_there(app, asked, &at.caller, Grant::SeeHidden, row.0).await? {
            theirs.push(row);
        }
    }
    let times = Times::new(&asked.site, w);
    let rows = theirs.into_iter().map(|(_, comment, what, who, time)| RowView {
        id: comment.id,
        href: href(comment.id, view),
        excerpt: if comment.state == CommentState::Deleted { String::new() } else { excerpt(&comment.html) },
        name: comment.name,
        what,
        can_choose: at.acts() && comment.state != CommentState::Deleted,
        can_take: who.is_none() && at.acts(),
        who,
        time: times.show(time),
    });
    Ok((rows.collect(), next))
}

/// Why a comment waits, in a sentence or two.
pub(super) fn why(reasons: &[Reason], w: &'static Words) -> String {
    reasons.iter().map(|reason| w.reason(&Reason { words: Vec::new(), ..reason.clone() })).collect::<Vec<_>>().join(" ")
}

pub(super) fn excerpt(html: &str) -> String {
    understory_markup::plain_text(html).chars().take(160).collect()
}
