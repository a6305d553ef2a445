//! Acts on many comments: chosen, looked at once more as a whole, then done one by one.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};

use super::card::RuleView;
use super::list::excerpt;
use super::{AtDesk, View};
use crate::app::App;
use crate::http::caller::is_there;
use crate::http::error::Result;
use crate::http::extract::{Asked, Fields, id_in};
use crate::http::pages::view::{Time, Times};
use crate::http::pages::{Layout, encoded, html, no_store};
use crate::jobs::decide_many;
use crate::models::{Act, Caller, CommentRow, Grant, Id, Refusal, State as CommentState, Story};
use crate::store::bulk::{self, Begin, Bulk, MOST, Source, TakeBack};
use crate::store::{policies, stories, threads};
use crate::words::Words;

/// Up to how many are decided about while whoever asks waits; a job does the others.
const AT_ONCE: usize = 50;

struct RowView {
    id: Id,
    name: String,
    excerpt: String,
    state: &'static str,
    story: (String, String),
    time: Time,
}

#[derive(Template)]
#[template(path = "pages/desk_bulk.html")]
struct PreviewPage<'a> {
    layout: Layout<'a>,
    view: &'static str,
    source: &'static str,
    /// The act's identifier, if it is done: the same form sent twice begins one.
    bulk: Id,
    count: i64,
    waiting: i64,
    published: i64,
    removed: i64,
    rows: Vec<RowView>,
    acts: Vec<(&'static str, &'static str, bool)>,
    rules: Vec<RuleView>,
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/desk_bulk_done.html")]
struct DonePage<'a> {
    layout: Layout<'a>,
    bulk: Id,
    what: &'static str,
    is_undo: bool,
    total: i64,
    done: i64,
    open: i64,
    left: Vec<(&'static str, i64)>,
    undone_by: Option<Id>,
    can_undo: bool,
}

/// Those of these comments about which somebody may decide, with their stories. Of others they do not even learn that they
/// are there.
///
/// # Errors
/// When the database does not answer.
pub async fn theirs(
    app: &App,
    asked: &Asked,
    caller: &Caller,
    comments: Vec<Id>,
) -> Result<Vec<(Arc<Story>, CommentRow)>> {
    let site = asked.site.id;
    let found = app
        .store
        .read(move |tx| {
            let mut read = std::collections::HashMap::new();
            let mut found = Vec::with_capacity(comments.len());
            for id in &comments {
                let Some((story, comment)) = threads::find(tx, site, *id)? else { continue };
                if comment.state == CommentState::Deleted {
                    continue;
                }
                let known = match read.get(&story) {
                    Some(known) => Arc::clone(known),
                    None => {
                        let Some(found) = stories::by_id(tx, site, story)?.map(Arc::new) else { continue };
                        read.insert(story, found.clone());
                        found
                    }
                };
                found.push((known, comment));
            }
            Ok(found)
        })
        .await?;
    let mut may = std::collections::HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for (story, comment) in found {
        let may = match may.get(&story.id) {
            Some(may) => *may,
            None => {
                let there = is_there(app, asked, caller, Grant::SeeHidden, story.id).await?
                    && is_there(app, asked, caller, Grant::Decide, story.id).await?;
                may.insert(story.id, there);
                there
            }
        };
        if may {
            rows.push((story, comment));
        }
    }
    Ok(rows)
}

/// The comments that a form names, each once.
fn named(fields: &Fields) -> Result<Vec<Id>> {
    let mut ids = Vec::new();
    for text in fields.all("comment") {
        let id = id_in(text)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() > MOST { Err(too_many().into()) } else { Ok(ids) }
}

/// Refuses more comments than one act takes.
pub fn too_many() -> Refusal {
    Refusal::field("bulk_too_many", "comments", format!("One act takes {MOST} comments at most."))
        .numbers([("count", MOST)])
}

/// Acts that make sense for many, and the words for them.
fn acts(w: &'static Words) -> [(Act, &'static str); 4] {
    [
        (Act::Remove, &w.desk_remove),
        (Act::Approve, &w.desk_approve),
        (Act::Hold, &w.desk_hold),
        (Act::Restore, &w.desk_restore),
    ]
}

/// `POST /desk/bulk`: shows what was chosen; with `sure`, does it.
pub async fn bulk(State(app): State<Arc<App>>, asked: Asked, at: AtDesk, fields: Fields) -> Result<Response> {
    crate::models::may_somewhere(&at.caller, Grant::Decide, &asked.site)?;
    let source = fields.get("source").parse().unwrap_or(Source::Chosen);
    let rows = theirs(&app, &asked, &at.caller, named(&fields)?).await?;
    if fields.get("sure").is_empty() || rows.is_empty() {
        return preview(&app, &asked, &at, rows, source, &fields, None).await;
    }
    match begin(&app, &asked, &at, &rows, source, &fields).await {
        Ok(id) => Ok(no_store(Redirect::to(&format!("/desk/bulk/{id}")))),
        Err(error) => {
            let refusal = error.into_refusal();
            if refusal.status >= 500 {
                return Err(refusal.into());
            }
            preview(&app, &asked, &at, rows, source, &fields, Some(&refusal)).await
        }
    }
}

async fn begin(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    rows: &[(Arc<Story>, CommentRow)],
    source: Source,
    fields: &Fields,
) -> Result<Id> {
    let (rule, reason) = (fields.get("rule").trim(), fields.get("reason").trim());
    let act: Act = fields
        .get("act")
        .parse()
        .map_err(|_| Refusal::field("act_unknown", "act", "Choose what to do with all of them."))?;
    let rule = Some(rule.to_owned()).filter(|rule| !rule.is_empty() && act == Act::Remove);
    let reason = match act {
        Act::Remove => reason.to_owned(),
        Act::Approve | Act::Hold | Act::Restore if reason.is_empty() => act.as_str().to_owned(),
        Act::Approve | Act::Hold | Act::Restore => reason.to_owned(),
    };
    checked(rule.as_deref(), &reason)?;
    let begin = Begin {
        site: asked.site.id,
        id: fields.get("bulk").parse().unwrap_or_else(|_| app.clock.new_id()),
        comments: rows.iter().map(|(_, comment)| comment.id).collect(),
        act,
        rule,
        reason,
        source,
        by: at.caller.record(),
        job: app.clock.new_id(),
        now: app.clock.now(),
        attempt: None,
    };
    begin_for(app, asked, begin).await
}

/// Begins an act on many comments, and does what is little at once.
///
/// # Errors
/// What the store refuses.
pub async fn begin_for(app: &App, asked: &Asked, begin: Begin) -> Result<Id> {
    let few = begin.comments.len() <= AT_ONCE;
    let id = app.watch(app.store.write(begin).await)?;
    if few {
        app.watch(decide_many(app, &asked.site, id).await)?;
    }
    Ok(id)
}

/// Refuses a reason that cannot stand in the record.
///
/// # Errors
/// The refusal.
pub fn checked(rule: Option<&str>, reason: &str) -> Result<()> {
    if (reason.trim().is_empty() && rule.is_none()) || reason.chars().count() > 5_000 {
        let words = "Give a reason of 1 to 5000 characters, or name a rule of the site.";
        return Err(Refusal::field("reason_invalid", "reason", words).into());
    }
    if rule.is_some_and(|rule| rule.chars().count() > 200) {
        return Err(Refusal::field("rule_invalid", "rule", "The name of a rule has 200 characters at most.").into());
    }
    Ok(())
}

pub(super) async fn preview(
    app: &App,
    asked: &Asked,
    at: &AtDesk,
    rows: Vec<(Arc<Story>, CommentRow)>,
    source: Source,
    fields: &Fields,
    refusal: Option<&Refusal>,
) -> Result<Response> {
    let (site, w) = (asked.site.id, at.words(asked));
    let rules = app.store.read(move |tx| policies::in_force(tx, site)).await?;
    let langs = [w.lang, &asked.site.lang];
    let count = |state| rows.iter().filter(|(_, row)| row.state == state).count().try_into().unwrap_or(i64::MAX);
    let times = Times::new(&asked.site, w);
    let (waiting, published) = (count(CommentState::Held), count(CommentState::Published));
    let removed = count(CommentState::Removed);
    let chosen = fields.get("act").parse().unwrap_or(Act::Remove);
    let fits = |act: Act| rows.iter().any(|(_, row)| act.applied_to(row.state).is_some_and(|after| after != row.state));
    let acts = acts(w)
        .into_iter()
        .filter(|(act, _)| fits(*act))
        .map(|(act, title)| (act.as_str(), title, act == chosen))
        .collect();
    let rules = rules
        .iter()
        .map(|rule| RuleView {
            key: rule.draft.key.clone(),
            title: rule.said(&langs).title.clone(),
            digit: None,
            chosen: rule.draft.key == fields.get("rule"),
        })
        .collect();
    let mut layout = Layout::new(&asked.site, w.bulk_heading.clone()).private();
    layout.w = w;
    let page = PreviewPage {
        layout,
        view: View::of(fields.get("view")).as_str(),
        source: source.as_str(),
        bulk: fields.get("bulk").parse().unwrap_or_else(|_| app.clock.new_id()),
        count: rows.len().try_into().unwrap_or(i64::MAX),
        waiting,
        published,
        removed,
        rows: rows
            .into_iter()
            .map(|(story, row)| RowView {
                id: row.id,
                excerpt: excerpt(&row.html),
                name: row.name,
                state: match row.state {
                    CommentState::Published => &w.desk_did_approve,
                    CommentState::Held => &w.waits_mark,
                    CommentState::Removed => &w.desk_did_remove,
                    CommentState::Deleted => &w.tombstone_deleted,
                },
                story: (format!("/stories/{}", encoded(&story.slug)), story.title.clone()),
                time: times.show(row.created_at),
            })
            .collect(),
        acts,
        rules,
        typed: fields.get("reason").to_owned(),
        error: refusal.map(|refusal| w.refused(refusal.code, &refusal.numbers, &refusal.text)),
    };
    let status = refusal.map_or(StatusCode::OK, |refusal| {
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
    });
    Ok(no_store(html(status, &page)?))
}

/// An act on many comments, for somebody who sees all that it is about.
///
/// # Errors
/// 404 for others; and when the database does not answer.
pub async fn load(app: &App, asked: &Asked, caller: &Caller, id: Id) -> Result<Bulk> {
    let site = asked.site.id;
    let found = app
        .store
        .read(move |tx| match bulk::by_id(tx, site, id)? {
            Some(bulk) => Ok(Some((bulk, bulk::stories_of(tx, site, id)?))),
            None => Ok(None),
        })
        .await?;
    let (bulk, stories) = found.ok_or_else(bulk::unknown)?;
    for story in stories {
        if !is_there(app, asked, caller, Grant::SeeHidden, story).await? {
            return Err(bulk::unknown().into());
        }
    }
    Ok(bulk)
}

/// `GET /desk/bulk/{id}`: how far it is, and what was left alone.
pub async fn progress(
    State(app): State<Arc<App>>,
    asked: Asked,
    at: AtDesk,
    Path(id): Path<String>,
) -> Result<Response> {
    let bulk = load(&app, &asked, &at.caller, id_in(&id)?).await?;
    let w = at.words(&asked);
    let mut layout = Layout::new(&asked.site, w.bulk_heading.clone()).private();
    layout.w = w;
    let page = DonePage {
        layout,
        bulk: bulk.id,
        what: match bulk.act {
            Act::Approve => &w.desk_did_approve,
            Act::Hold => &w.desk_did_hold,
            Act::Remove => &w.desk_did_remove,
            Act::Restore => &w.desk_did_restore,
        },
        is_undo: bulk.reverses.is_some(),
        total: bulk.total,
        done: bulk.done,
        open: bulk.open(),
        left: bulk.left.iter().map(|(word, count)| (left(word, w), *count)).collect(),
        undone_by: bulk.reversed,
        can_undo: at.acts() && bulk.reverses.is_none(),
    };
    Ok(no_store(html(StatusCode::OK, &page)?))
}

/// Why a comment was left alone, in words.
fn left(word: &str, w: &'static Words) -> &'static str {
    match word {
        "in_other_hands" => &w.bulk_left_hands,
        "decided_meanwhile" => &w.bulk_left_decided,
        "nothing_to_do" | "act_impossible" | "undo_impossible" => &w.bulk_left_nothing,
        "taken_back" => &w.desk_did_undo,
        "role_missing" => &w.bulk_left_role,
        "appeal_open" => &w.bulk_left_appeal,
        _ => &w.bulk_left_gone,
    }
}

/// Takes an act back for a caller who may; gives the act that does so.
///
/// # Errors
/// 404 where they do not see what it is about, 403 where they may not decide there, and what the store refuses.
pub async fn take_back(app: &App, asked: &Asked, caller: &Caller, id: Id) -> Result<Id> {
    let bulk = load(app, asked, caller, id).await?;
    let site = asked.site.id;
    for story in app.store.read(move |tx| bulk::stories_of(tx, site, id)).await? {
        crate::http::caller::may_there(app, asked, caller, Grant::Decide, story).await?;
    }
    let back = TakeBack {
        site,
        id: app.clock.new_id(),
        bulk: bulk.id,
        by: caller.record(),
        job: app.clock.new_id(),
        now: app.clock.now(),
    };
    let id = app.watch(app.store.write(back).await)?;
    if usize::try_from(bulk.done).is_ok_and(|done| done <= AT_ONCE) {
        app.watch(decide_many(app, &asked.site, id).await)?;
    }
    Ok(id)
}

/// `POST /desk/bulk/{id}/undo`
pub async fn undo(State(app): State<Arc<App>>, asked: Asked, at: AtDesk, Path(id): Path<String>) -> Result<Response> {
    crate::models::may_somewhere(&at.caller, Grant::Decide, &asked.site)?;
    let id = take_back(&app, &asked, &at.caller, id_in(&id)?).await?;
    Ok(no_store(Redirect::to(&format!("/desk/bulk/{id}"))))
}
