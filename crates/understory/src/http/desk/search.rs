//! The desk's search: of what readers see and of what they do not; what is found can be decided about as a whole.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::bulk::{preview, theirs};
use super::list::{ListView, RowView, excerpt, href, why};
use super::{AtDesk, View, cursor_of};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::is_there;
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields};
use crate::http::pages::view::Times;
use crate::models::{Cursor, Grant, Id, Question, Refusal, Sort, State as CommentState, fold};
use crate::moderation::reading_reasons;
use crate::store::bulk::{MOST, Source};
use crate::store::search::desk::{self, Wanted};
use crate::store::stories;
use crate::words::Words;

/// What is searched for, as it is typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SearchQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    story: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

impl SearchQuery {
    fn of(fields: &Fields) -> Self {
        let field = |name: &str| fields.get(name).to_owned();
        Self {
            q: field("q"),
            name: field("name"),
            story: field("story"),
            state: field("state"),
            reason: field("reason"),
            from: field("from"),
            to: field("to"),
        }
    }

    /// As part of an address.
    fn encoded(&self) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        let all = [
            ("q", &self.q),
            ("name", &self.name),
            ("story", &self.story),
            ("state", &self.state),
            ("reason", &self.reason),
            ("from", &self.from),
            ("to", &self.to),
        ];
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.append_pair(name, value);
        }
        out.finish()
    }
}

/// The form, filled in as it was sent.
pub(super) struct SearchForm {
    pub(super) q: String,
    pub(super) name: String,
    pub(super) story: String,
    pub(super) state: String,
    pub(super) reason: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) states: Vec<(&'static str, &'static str, bool)>,
    pub(super) reasons: Vec<(String, String, bool)>,
    /// Whether anything is searched for.
    pub(super) is_asked: bool,
    pub(super) error: Option<String>,
}

fn form(query: &SearchQuery, is_asked: bool, refusal: Option<&Refusal>, w: &'static Words) -> SearchForm {
    let states: [(&'static str, &'static str); 4] = [
        ("", &w.search_any),
        (CommentState::Published.as_str(), &w.desk_did_approve),
        (CommentState::Held.as_str(), &w.waits_mark),
        (CommentState::Removed.as_str(), &w.desk_did_remove),
    ];
    let any = std::iter::once((String::new(), w.search_any.clone()));
    let reasons = any.chain(reading_reasons().map(|reason| (reason.code.to_string(), w.reason(&reason))));
    SearchForm {
        states: states.into_iter().map(|(word, title)| (word, title, word == query.state)).collect(),
        reasons: reasons.map(|(code, text)| (code.clone(), text, code == query.reason)).collect(),
        q: query.q.clone(),
        name: query.name.clone(),
        story: query.story.clone(),
        state: query.state.clone(),
        reason: query.reason.clone(),
        from: query.from.clone(),
        to: query.to.clone(),
        is_asked,
        error: refusal.map(|refusal| w.refused(refusal.code, &refusal.numbers, &refusal.text)),
    }
}

/// Midnight of a day in the site's zone, `later` days on.
fn day(asked: &Asked, text: &str, field: &'static str, later: i64) -> Result<Option<Timestamp>> {
    if text.is_empty() {
        return Ok(None);
    }
    let zone = jiff::tz::TimeZone::get(&asked.site.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let midnight = text.parse::<jiff::civil::Date>().ok().and_then(|date| {
        let date = date.checked_add(jiff::Span::new().days(later)).ok()?;
        date.to_zoned(zone).ok()
    });
    let midnight = midnight.ok_or_else(|| Refusal::field("date_invalid", field, "Write a day as in 2026-11-24."))?;
    Ok(Some(Timestamp::from(midnight.timestamp())))
}

async fn wanted(app: &App, asked: &Asked, query: &SearchQuery) -> Result<Wanted> {
    let site = asked.site.id;
    let typed = query.story.trim();
    let slug = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next();
    let slug = slug.unwrap_or_default().to_owned();
    let story = match slug.as_str() {
        "" => None,
        _ => {
            let address = typed.to_owned();
            let found = app
                .store
                .read(move |tx| match stories::by_slug(tx, site, &slug)? {
                    Some(story) => Ok(Some(story)),
                    None => stories::by_address(tx, site, &address),
                })
                .await?;
            let unknown = || Refusal::field("story_unknown", "story", "There is no story at this address.");
            Some(found.ok_or_else(unknown)?.id)
        }
    };
    Ok(Wanted {
        words: Question::asked(&query.q)?,
        name: fold(query.name.trim()),
        story,
        state: query.state.parse().ok(),
        reason: query.reason.clone(),
        from: day(asked, &query.from, "from", 0)?,
        before: day(asked, &query.to, "to", 1)?,
    })
}

/// Rows of one's places that are what is wanted.
async fn rows(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    wanted: &Wanted,
    after: Id,
    most: usize,
) -> Result<(Vec<desk::Found>, Option<Id>)> {
    let (site, query) = (asked.site.id, wanted.clone());
    let (found, next) = app.store.read(move |tx| desk::comments(tx, site, &query, after, most)).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        if is_there(app, asked, &at.caller, Grant::SeeHidden, row.story).await? {
            rows.push(row);
        }
    }
    Ok((rows, next))
}

/// What is found, as a list, and the form.
pub(super) async fn found(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    query: &SearchQuery,
    after: Option<&str>,
    most: usize,
) -> Result<(ListView, SearchForm)> {
    let w = at.words(asked);
    let after = cursor_of(after, Sort::Newest)?.map_or(Id::LAST, |cursor| cursor.id);
    let wanted = match wanted(app, asked, query).await {
        Ok(wanted) => wanted,
        Err(error) => {
            let refusal = error.into_refusal();
            if refusal.status >= 500 {
                return Err(refusal.into());
            }
            let list = ListView { view: View::Search.as_str(), rows: Vec::new(), next: None, chooses: false, w };
            return Ok((list, form(query, true, Some(&refusal), w)));
        }
    };
    let is_asked = !wanted.is_empty();
    let (found, next) = if is_asked { rows(app, asked, at, &wanted, after, most).await? } else { (Vec::new(), None) };
    let times = Times::new(&asked.site, w);
    let rows: Vec<RowView> = found
        .into_iter()
        .map(|row| {
            let state = match row.comment.state {
                CommentState::Published => &w.desk_did_approve,
                CommentState::Held => &w.waits_mark,
                CommentState::Removed => &w.desk_did_remove,
                CommentState::Deleted => &w.tombstone_deleted,
            };
            RowView {
                id: row.comment.id,
                href: href(row.comment.id, View::Search),
                excerpt: excerpt(&row.comment.html),
                what: format!("{state}. {}", why(&row.reasons, w)).trim().to_owned(),
                who: None,
                time: times.show(row.comment.created_at),
                can_take: false,
                can_choose: at.acts(),
                name: row.comment.name,
            }
        })
        .collect();
    let next = next.map(|id| {
        let cursor = Cursor { parent: Id::FIRST, sort: Sort::Newest, key: 0, id };
        format!("/desk?view=search&{}&after={cursor}", query.encoded())
    });
    let chooses = rows.iter().any(|row| row.can_choose);
    Ok((ListView { view: View::Search.as_str(), rows, next, chooses, w }, form(query, is_asked, None, w)))
}

/// `POST /desk/bulk/found`: shows all that a search finds, to decide about it as a whole.
pub async fn bulk_of_found(State(app): State<Arc<App>>, asked: Asked, at: AtDesk, fields: Fields) -> Result<Response> {
    crate::models::may_somewhere(&at.caller, Grant::Decide, &asked.site)?;
    let wanted = wanted(&app, &asked, &SearchQuery::of(&fields)).await?;
    let (mut all, mut after) = (Vec::new(), Id::LAST);
    while !wanted.is_empty() && all.len() < MOST {
        let (found, next) = rows(&app, &asked, &at, &wanted, after, MOST - all.len()).await?;
        all.extend(found.into_iter().map(|row| row.comment.id));
        let Some(next) = next else { break };
        after = next;
    }
    let rows = theirs(&app, &asked, &at.caller, all).await?;
    preview(&app, &asked, &at, rows, Source::Found, &fields, None).await
}
