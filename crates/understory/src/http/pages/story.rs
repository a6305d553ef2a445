//! The story's page with its thread, and a comment's own page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::discovery::Discovery;
use super::view::{Around, CommentView, SortLink, Times, sort_links};
use super::{Layout, Spoken, cached, direction, encoded, path_of, respond, words_of};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::View;
use crate::http::api::comments::{cursor, read_query};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, id_in};
use crate::models::{
    Closed, ClosedBy, CommentRow, Cursor, Flags, Guests, Id, Seen, Site, Sort, Story, Viewer, seen, topic_of,
};
use crate::store::{related, stories, threads};
use crate::words::Words;

/// Which page of the thread. Other parameters, a campaign's say, change nothing.
#[derive(Debug, Deserialize)]
pub struct StoryQuery {
    sort: Option<String>,
    after: Option<String>,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/story.html")]
struct StoryPage<'a> {
    layout: Layout<'a>,
    story: &'a Story,
    dir: &'static str,
    /// The last parts of the topics' addresses, and their names.
    topics: Vec<(String, &'a str)>,
    published: super::view::Time,
    lead: Option<super::Figure<'a>>,
    /// Pictures and videos that stand below the text.
    rest: Vec<super::Figure<'a>>,
    corrections: Vec<(super::view::Time, &'a str)>,
    discovery: Discovery,
    related: Vec<Related>,
    thread: Thread<'a>,
}

/// Another story that is offered below this one.
struct Related {
    slug: String,
    title: String,
    lang: String,
    dir: &'static str,
    published: super::view::Time,
}

/// What a story's page is made of beside the story and its thread.
struct Beside {
    /// The words that were asked for.
    spoken: Spoken,
    discovery: Discovery,
    related: Vec<related::Other>,
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
    w: &'static Words,
}

impl<'a> Thread<'a> {
    fn new(
        story: &'a Story,
        site: &Site,
        comments: Vec<CommentView<'a>>,
        closed: Option<&Closed>,
        w: &'static Words,
    ) -> Self {
        Self {
            story,
            comments,
            sorts: Vec::new(),
            next: None,
            first: None,
            closed: closed.map(|closed| closed_words(closed, w)),
            w,
            guests_off: site.settings.guests == Guests::Off,
        }
    }
}

/// Why a thread is closed, for readers.
pub fn closed_words(closed: &Closed, w: &Words) -> String {
    let sentence = match closed.by {
        ClosedBy::Hand => &w.closed_hand,
        ClosedBy::Date => &w.closed_date,
        ClosedBy::Age => &w.closed_age,
    };
    match &closed.reason {
        // Isolated from the sentence, for it may run the other way (Unicode UAX 9: FSI, PDI).
        Some(reason) => format!("{sentence} \u{2068}{reason}\u{2069}"),
        None => sentence.clone(),
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
    app.pages.remember_slug(site.id, slug, story.id, story.seq);
    Ok(story.id)
}

/// Where a story went whose slug was this once: the address of the same page there.
pub async fn moved_to(app: &App, site: &Site, slug: &str, rest: &str) -> Result<Option<Response>> {
    let (site_id, owned) = (site.id, slug.to_owned());
    if slug.contains('\0') {
        return Ok(None);
    }
    let found = app.store.read(move |tx| stories::by_old_slug(tx, site_id, &owned)).await?;
    Ok(found.filter(Story::is_shown).map(|story| {
        let to = format!("{}{rest}", path_of(&story));
        // For good, but a browser asks again after an hour: an editor may move it once more.
        ([(header::CACHE_CONTROL, "public, max-age=3600")], Redirect::permanent(&to)).into_response()
    }))
}

/// The page, or, where there is none, the way to where the story went: another node may have moved it just now.
async fn or_moved(app: &App, site: &Site, slug: &str, rest: &str, made: Result<Response>) -> Result<Response> {
    match made {
        Err(Error::Refused(refusal)) if refusal.status == 404 => {
            moved_to(app, site, slug, rest).await?.ok_or(Error::Refused(refusal))
        }
        made => made,
    }
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
    let id = match story_id(&app, &asked.site, &slug).await {
        Ok(id) => id,
        Err(error) => return moved_to(&app, &asked.site, &slug, "").await?.ok_or(error),
    };
    let after = cursor(query.after.as_deref(), id)?;
    let sort = match query.sort.as_deref() {
        None | Some("") => after.map_or(asked.site.settings.sort, |cursor| cursor.sort),
        Some(word) => Sort::ALL
            .into_iter()
            .find(|sort| sort.as_str() == word)
            .ok_or_else(|| Error::bad_request("sort_invalid", "A thread is sorted by newest, oldest or top."))?,
    };
    let after = after.filter(|cursor| cursor.sort == sort);
    let spoken = Spoken::of(query.lang.as_deref());
    let view = View::Page(sort, after, spoken.lang());
    let made = cached(&app, &asked.site, id, view, move |app, site, seq_of| async move {
        let start = after.unwrap_or(Cursor::start(id, sort));
        let now = app.clock.now();
        let app_ = app.clone();
        // Rendered where it is read: a page's hundreds of rows need not cross threads.
        let read = app
            .store
            .read(move |tx| {
                let Some(story) = stories::by_id(tx, site.id, id)?.filter(Story::is_shown) else { return Ok(None) };
                let page = threads::page(tx, site.id, &story, None, start, threads::PAGE)?;
                let discovery = Discovery::of(&app_, &site, &story, &page);
                let related = related::of(tx, site.id, id)?;
                Ok(Some((
                    story.seq,
                    render_story(
                        &site,
                        &story,
                        &page,
                        sort,
                        after.is_some(),
                        now,
                        Beside { discovery, related, spoken },
                    ),
                )))
            })
            .await?;
        let (seq, rendered) = read.ok_or_else(unknown)?;
        seq_of(seq);
        rendered
    })
    .await;
    or_moved(&app, &asked.site, &slug, "", made.map(|ready| respond(&ready, &headers, "text/html"))).await
}

fn render_story(
    site: &Site,
    story: &Story,
    page: &threads::Page,
    sort: Sort,
    later: bool,
    now: Timestamp,
    beside: Beside,
) -> Result<String> {
    let Beside { discovery, related, spoken } = beside;
    let w = spoken.or(words_of(site, story));
    let lang = spoken.carried();
    let times = Times::new(site, w);
    let closed = story.closed_at(now, &site.settings);
    let open = closed.is_none() && site.settings.guests != Guests::Off;
    let around = Around {
        story,
        times: &times,
        open,
        votes: site.settings.votes,
        flags: site.settings.flags != Flags::Off,
        marked: None,
        w,
    };
    let mut thread = Thread::new(story, site, around.comments(page), closed.as_ref(), w);
    thread.sorts = sort_links(&story.slug, sort, &lang, w);
    let address = |after: String| format!("/stories/{}?sort={}{after}{lang}#comments", story.slug, sort.as_str());
    thread.next = page.next.map(|cursor| address(format!("&after={cursor}")));
    thread.first = later.then(|| address(String::new()));
    let mut layout = Layout::of_story(site, story, format!("{} – {}", story.title, site.title));
    layout.indexed = !later && spoken.lang().is_none();
    layout.w = w;
    let template = StoryPage {
        layout,
        story,
        dir: direction(&story.lang),
        topics: story.topics.iter().map(|name| (topic_of(name), name.as_str())).collect(),
        published: times.show(story.published_at),
        lead: super::lead(story, w),
        rest: super::rest(story, w),
        discovery,
        related: related
            .into_iter()
            .map(|other| Related {
                slug: other.slug,
                dir: direction(&other.lang),
                title: other.title,
                lang: other.lang,
                published: times.show(other.published_at),
            })
            .collect(),
        corrections: story.matter.corrections.iter().map(|c| (times.show(c.at), c.text.as_str())).collect(),
        thread,
    };
    // The page's size is known from how much there is: one allocation.
    let mut out = String::with_capacity(8_000 + story.html.len() + size(&page.comments));
    template.render_into(&mut out)?;
    Ok(out)
}

/// About how many bytes comments take on a page.
fn size(branches: &[threads::Branch]) -> usize {
    branches.iter().map(|branch| 800 + branch.comment.html.len() + size(&branch.children)).sum()
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
    pub(super) lang: Option<String>,
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
    let story = match story_id(&app, &asked.site, &slug).await {
        Ok(id) => id,
        Err(error) => {
            return moved_to(&app, &asked.site, &slug, &format!("/comments/{comment}")).await?.ok_or(error);
        }
    };
    let after = cursor(query.after.as_deref(), comment)?;
    let spoken = Spoken::of(query.lang.as_deref());
    let view = View::Conversation(comment, after, spoken.lang());
    let made = cached(&app, &asked.site, story, view, move |app, site, seq_of| async move {
        let site_id = site.id;
        let start = after.unwrap_or(Cursor::start(comment, Sort::Oldest));
        let read = app
            .store
            .read(move |tx| {
                let Some(found) = stories::by_id(tx, site_id, story)? else { return Ok(None) };
                let Some(row) = threads::in_story(tx, site_id, story, comment)? else { return Ok(None) };
                let above = threads::above(tx, site_id, story, &row, ABOVE)?;
                let page = threads::page(tx, site_id, &found, Some(&row), start, threads::BRANCH)?;
                Ok(Some((found, row, above, page)))
            })
            .await?;
        let (story, row, above, page) = read.ok_or_else(gone)?;
        if seen(Viewer::Reader, &row, story.state) == Seen::Nothing {
            return Err(gone());
        }
        seq_of(story.seq);
        let conversation = Conversation { row: &row, above: &above, page: &page, later: after.is_some() };
        render_conversation(&app, &site, &story, conversation, spoken)
    })
    .await;
    let made = made.map(|ready| respond(&ready, &headers, "text/html"));
    or_moved(&app, &asked.site, &slug, &format!("/comments/{comment}"), made).await
}

fn gone() -> Error {
    Error::not_found("There is no such comment here. It may wait for the moderators, or have been taken away.")
}

/// A comment with what stands above it, and a page of what answers it.
struct Conversation<'a> {
    row: &'a CommentRow,
    above: &'a [CommentRow],
    page: &'a threads::Page,
    /// Whether the page is not the first.
    later: bool,
}

fn render_conversation(
    app: &App,
    site: &Site,
    story: &Story,
    conversation: Conversation<'_>,
    spoken: Spoken,
) -> Result<String> {
    let Conversation { row, above, page, later } = conversation;
    let w = spoken.or(words_of(site, story));
    let lang = spoken.carried();
    let times = Times::new(site, w);
    let closed = story.closed_at(app.clock.now(), &site.settings);
    let around = Around {
        story,
        times: &times,
        open: closed.is_none(),
        votes: site.settings.votes,
        flags: site.settings.flags != Flags::Off,
        marked: Some(row.id),
        w,
    };
    let comment = around.comment(row, Viewer::Reader).ok_or_else(gone)?;
    let here = format!("/stories/{}/comments/{}", story.slug, row.id);
    let title = if comment.tombstone.is_some() { w.a_comment.clone() } else { w.comments_comment_by.with(&row.name) };
    let template = ConversationPage {
        layout: Layout { w, ..Layout::of_story(site, story, format!("{title} – {}", story.title)).private() },
        story,
        above: above.iter().filter_map(|row| around.comment(row, Viewer::Reader)).collect(),
        cut: above.first().is_some_and(|first| first.depth > 0),
        comment,
        replies: around.comments(page),
        next: page.next.map(|cursor| format!("{here}?after={cursor}{lang}#replies")),
        first: later.then(|| format!("{here}{}#replies", lang.replacen('&', "?", 1))),
    };
    Ok(template.render()?)
}

/// Sends a reader to a comment.
pub fn to_comment(slug: &str, id: Id) -> Response {
    Redirect::to(&format!("/stories/{}/comments/{id}#c-{id}", encoded(slug))).into_response()
}
