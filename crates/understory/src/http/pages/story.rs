//! The story's page with its thread, and a comment's own page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::view::{Around, CommentView, SortLink, Times, sort_links};
use super::{Layout, cached, direction, respond};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::View;
use crate::http::api::comments::{cursor, read_query};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, id_in};
use crate::models::{Closed, Cursor, Guests, Id, Seen, Site, Sort, Story, Viewer, seen};
use crate::store::{stories, threads};

/// Which page of the thread. Other parameters, a campaign's say, change nothing.
#[derive(Debug, Deserialize)]
pub struct StoryQuery {
    sort: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/story.html")]
struct StoryPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    dir: &'static str,
    published: super::view::Time,
    thread: Thread<'a>,
}

/// A thread, on a page of ours or inside another's.
#[derive(Template)]
#[template(path = "fragments/thread.html")]
pub struct Thread<'a> {
    story: &'a Story,
    comments: Vec<CommentView<'a>>,
    sorts: Vec<SortLink>,
    next: Option<String>,
    first: Option<String>,
    closed: Option<String>,
    guests_off: bool,
}

impl<'a> Thread<'a> {
    fn new(story: &'a Story, site: &Site, comments: Vec<CommentView<'a>>, sort: Sort, closed: Option<&Closed>) -> Self {
        Self {
            story,
            comments,
            sorts: sort_links(&story.slug, sort),
            next: None,
            first: None,
            closed: closed.map(Closed::sentence),
            guests_off: site.settings.guests == Guests::Off,
        }
    }
}

fn unknown() -> Error {
    Error::not_found("There is no such story here. It may have been moved or taken down.")
}

/// The story that a slug leads to.
///
/// # Errors
/// 404 when it leads nowhere.
pub async fn story_id(app: &App, site: &Site, slug: &str) -> Result<Id> {
    if let Some(id) = app.pages.slug(site.id, slug) {
        return Ok(id);
    }
    if slug.contains('\0') {
        return Err(unknown());
    }
    let (site_id, owned) = (site.id, slug.to_owned());
    let found = app.store.read(move |tx| stories::by_slug(tx, site_id, &owned)).await?;
    let story = found.filter(Story::is_shown).ok_or_else(unknown)?;
    app.pages.remember_slug(site.id, slug, story.id);
    Ok(story.id)
}

/// `GET /stories/{slug}`
pub async fn story(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    query: std::result::Result<Query<StoryQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let query = read_query(query)?;
    let id = story_id(&app, &asked.site, &slug).await?;
    let after = cursor(query.after.as_deref(), id)?;
    let sort = match query.sort.as_deref() {
        None | Some("") => after.map_or(asked.site.settings.sort, |cursor| cursor.sort),
        Some(word) => Sort::ALL
            .into_iter()
            .find(|sort| sort.as_str() == word)
            .ok_or_else(|| Error::bad_request("sort_invalid", "A thread is sorted by newest, oldest or top."))?,
    };
    let after = after.filter(|cursor| cursor.sort == sort);
    let view = View::Page(sort, after);
    let ready = cached(&app, &asked.site, id, view, move |app, site, seq_of| async move {
        let start = after.unwrap_or(Cursor::start(id, sort));
        let now = app.clock.now();
        // Rendered where it is read: a page's hundreds of rows need not cross threads.
        let read = app
            .store
            .read(move |tx| {
                let Some(story) = stories::by_id(tx, site.id, id)?.filter(Story::is_shown) else { return Ok(None) };
                let page = threads::page(tx, site.id, id, start, threads::PAGE)?;
                Ok(Some((story.seq, render_story(&site, &story, &page, sort, after.is_some(), now))))
            })
            .await?;
        let (seq, rendered) = read.ok_or_else(unknown)?;
        seq_of(seq);
        rendered
    })
    .await?;
    Ok(respond(&ready, &headers, "text/html"))
}

fn render_story(
    site: &Site,
    story: &Story,
    page: &threads::Page,
    sort: Sort,
    later: bool,
    now: Timestamp,
) -> Result<String> {
    let times = Times::in_zone(&site.zone);
    let closed = story.closed_at(now, &site.settings);
    let around =
        Around { story, times: &times, open: closed.is_none() && site.settings.guests != Guests::Off, marked: None };
    let mut thread = Thread::new(story, site, around.comments(page), sort, closed.as_ref());
    let address = |after: String| format!("/stories/{}?sort={}{after}#comments", story.slug, sort.as_str());
    thread.next = page.next.map(|cursor| address(format!("&after={cursor}")));
    thread.first = later.then(|| address(String::new()));
    let mut layout = Layout::new(site, format!("{} – {}", story.title, site.title));
    layout.indexed = !later;
    let template =
        StoryPage { layout, story, dir: direction(&story.lang), published: times.show(story.published_at), thread };
    // The page's size is known from how much there is: one allocation.
    let mut out = String::with_capacity(8_000 + story.html.len() + 1_400 * (page.comments.len() * 4));
    template.render_into(&mut out)?;
    Ok(out)
}

#[derive(Template)]
#[template(path = "pages/conversation.html")]
struct ConversationPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    /// The comments above, the root first.
    above: Vec<CommentView<'a>>,
    /// Whether there are more above than are shown.
    cut: bool,
    comment: CommentView<'a>,
    replies: Vec<CommentView<'a>>,
    next: Option<String>,
    first: Option<String>,
}

/// How many of the comments above one are shown on its page: the nearest.
const ABOVE: usize = 10;

/// Where a list of replies goes on.
#[derive(Debug, Deserialize)]
pub struct ConversationQuery {
    pub(super) after: Option<String>,
}

/// `GET /stories/{slug}/comments/{id}`: a comment in its conversation.
pub async fn conversation(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    query: std::result::Result<Query<ConversationQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let query = read_query(query)?;
    let comment = id_in(&id)?;
    let story = story_id(&app, &asked.site, &slug).await?;
    let after = cursor(query.after.as_deref(), comment)?;
    let view = View::Conversation(comment, after);
    let ready = cached(&app, &asked.site, story, view, move |app, site, seq_of| async move {
        let site_id = site.id;
        let start = after.unwrap_or(Cursor::start(comment, Sort::Oldest));
        let read = app
            .store
            .read(move |tx| {
                let Some(found) = stories::by_id(tx, site_id, story)? else { return Ok(None) };
                let Some(row) = threads::in_story(tx, site_id, story, comment)? else { return Ok(None) };
                let above = threads::above(tx, site_id, story, &row, ABOVE)?;
                let page = threads::page(tx, site_id, story, start, threads::BRANCH)?;
                Ok(Some((found, row, above, page)))
            })
            .await?;
        let (story, row, above, page) = read.ok_or_else(gone)?;
        if seen(Viewer::Reader, &row, story.state) == Seen::Nothing {
            return Err(gone());
        }
        seq_of(story.seq);
        render_conversation(&app, &site, &story, &row, &above, &page, after.is_some())
    })
    .await?;
    Ok(respond(&ready, &headers, "text/html"))
}

fn gone() -> Error {
    Error::not_found("There is no such comment here. It may wait for the moderators, or have been taken away.")
}

fn render_conversation(
    app: &App,
    site: &Site,
    story: &Story,
    row: &crate::models::CommentRow,
    above: &[crate::models::CommentRow],
    page: &threads::Page,
    later: bool,
) -> Result<String> {
    let times = Times::in_zone(&site.zone);
    let closed = story.closed_at(app.clock.now(), &site.settings);
    let around = Around {
        story,
        times: &times,
        open: closed.is_none() && site.settings.guests != Guests::Off,
        marked: Some(row.id),
    };
    let comment = around.comment(row, Viewer::Reader).ok_or_else(gone)?;
    let here = format!("/stories/{}/comments/{}", story.slug, row.id);
    let title = if comment.tombstone.is_some() { "A comment".to_owned() } else { format!("{}’s comment", row.name) };
    let template = ConversationPage {
        layout: Layout::new(site, format!("{title} – {}", story.title)).private(),
        story,
        above: above.iter().filter_map(|row| around.comment(row, Viewer::Reader)).collect(),
        cut: above.first().is_some_and(|first| first.depth > 0),
        comment,
        replies: around.comments(page),
        next: page.next.map(|cursor| format!("{here}?after={cursor}#replies")),
        first: later.then(|| format!("{here}#replies")),
    };
    Ok(template.render()?)
}

/// Sends a reader to a comment.
pub fn to_comment(slug: &str, id: Id) -> Response {
    let slug: String = url::form_urlencoded::byte_serialize(slug.as_bytes()).collect();
    Redirect::to(&format!("/stories/{slug}/comments/{id}#c-{id}")).into_response()
}
