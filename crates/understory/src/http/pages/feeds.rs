//! What programs read of the publication: feeds of stories (Atom, RFC 4287; JSON Feed 1.1), of a thread (with RFC 4685),
//! the site map with its dates of news, and what robots may.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{cached, encoded, for_a_moment, path_of, respond, words_of};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::error::{Error, Result};
use crate::http::extract::Asked;
use crate::http::{Ready, View, digest};
use crate::models::{CommentRow, Id, Seen, Site, Story, Viewer, seen, topic_of};
use crate::store::{stories, threads, topics};

/// Stories in a feed, and comments in that of a thread.
const LISTED: usize = 30;
const COMMENTS: usize = 50;

/// Stories in the site map; its format allows 50,000.
const MAPPED: i64 = 5_000;

/// How long a story is news: what the site map's format says of it.
const NEWS: i64 = 2 * 86_400;

/// Where a site is reached, without a slash at the end: as the configuration says, never as a request does.
pub fn origin(app: &App, site: &Site) -> String {
    let own = site.origins.iter().find(|origin| origin.serves);
    own.map_or_else(|| app.config.origin(), |origin| origin.origin.clone())
}

/// Text without the characters that XML 1.0 cannot hold at all.
fn held(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// A name that stays when addresses change (RFC 4151 would want a date and a domain; these suffice: RFC 4122, section 3).
fn urn(id: Id) -> String {
    format!("urn:uuid:{}", id.0.hyphenated())
}

/// The same for a list that belongs to something: made of both names, as RFC 9562, section 5.8, leaves to us.
fn urn_of(id: Id, list: &str) -> String {
    let hash = digest(&[b"list", id.bytes(), list.as_bytes()]);
    let bytes = hash[..16].try_into().unwrap_or_default();
    urn(Id(uuid::Builder::from_custom_bytes(bytes).into_uuid()))
}

#[derive(Template)]
#[template(path = "machines/feed.atom.xml")]
struct Feed<'a> {
    lang: &'a str,
    title: String,
    id: String,
    here: String,
    page: String,
    updated: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    lang: String,
    title: String,
    page: String,
    replies: String,
    comments: i64,
    published: String,
    updated: String,
    author: String,
    topics: Vec<String>,
    standfirst: String,
    html: String,
}

impl Entry {
    fn of(story: &Story, site: &Site, origin: &str) -> Self {
        let own = format!("{origin}{}", path_of(story));
        Self {
            id: urn(story.id),
            lang: story.lang.clone(),
            title: held(&story.title),
            page: story.url.as_deref().map_or_else(|| own.clone(), held),
            replies: format!("{own}/comments.atom"),
            comments: story.comments,
            published: story.published_at.rfc3339(),
            updated: story.changed_at().rfc3339(),
            author: if story.author.is_empty() { held(&site.title) } else { held(&story.author) },
            topics: story.topics.iter().map(|topic| held(topic)).collect(),
            standfirst: held(&story.matter.standfirst),
            // Addresses in a feed are read far from here.
            html: held(&story.html)
                .replace("\"/media/", &format!("\"{origin}/media/"))
                .replace(", /media/", &format!(", {origin}/media/"))
                .replace("href=\"/", &format!("href=\"{origin}/")),
        }
    }
}

/// Which list, and in which form.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Atom,
    Json,
}

async fn list(app: &Arc<App>, site: &Arc<Site>, topic: Option<String>, form: Form) -> Result<Arc<Ready>> {
    let hash = digest(&[b"feed", &[form as u8], topic.as_deref().unwrap_or("").as_bytes()]);
    let view = View::Feed(hash[..16].try_into().unwrap_or_default());
    for_a_moment(app, site, view, move |app, site| async move {
        let (site_id, wanted) = (site.id, topic.clone());
        let read = move |tx: &mut crate::store::Tx<'_>| match &wanted {
            None => Ok((stories::newest(tx, site_id, None, LISTED)?, None)),
            Some(topic) => {
                let found = topics::stories(tx, site_id, topic, None, LISTED)?;
                let name = found.first().map(|(_, name)| name.clone());
                let mut stories = Vec::new();
                for (id, _) in found {
                    stories.extend(stories::by_id(tx, site_id, id)?.filter(Story::is_shown));
                }
                Ok((stories, name))
            }
        };
        let (found, name) = app.store.read(read).await?;
        if topic.is_some() && name.is_none() {
            return Err(Error::not_found("There is no such topic here."));
        }
        write(&app, &site, &found, topic.as_deref().zip(name.as_deref()), form)
    })
    .await
}

fn write(app: &App, site: &Site, found: &[Story], topic: Option<(&str, &str)>, form: Form) -> Result<String> {
    let origin = origin(app, site);
    let entries: Vec<Entry> = found.iter().map(|story| Entry::of(story, site, &origin)).collect();
    let path = topic.map_or_else(|| "/".to_owned(), |(topic, _)| format!("/topics/{}", encoded(topic)));
    let title = topic.map_or_else(|| held(&site.title), |(_, name)| held(&format!("{name} – {}", site.title)));
    let folder = path.trim_end_matches('/');
    match form {
        Form::Atom => Ok(Feed {
            lang: &site.lang,
            title,
            id: urn_of(site.id, &path),
            here: format!("{origin}{folder}/feed.atom"),
            page: format!("{origin}{path}"),
            updated: found.iter().map(Story::changed_at).max().unwrap_or(Timestamp(0)).rfc3339(),
            entries,
        }
        .render()?),
        Form::Json => {
            let items: Vec<_> = entries
                .iter()
                .map(|entry| {
                    json!({
                        "id": entry.id, "url": entry.page, "title": entry.title, "summary": entry.standfirst,
                        "content_html": entry.html, "date_published": entry.published, "date_modified": entry.updated,
                        "authors": [{ "name": entry.author }], "tags": entry.topics, "language": entry.lang,
                    })
                })
                .collect();
            Ok(serde_json::to_string(&json!({
                "version": "https://jsonfeed.org/version/1.1", "title": title, "language": site.lang,
                "home_page_url": format!("{origin}{path}"), "feed_url": format!("{origin}{folder}/feed.json"), "items": items,
            }))?)
        }
    }
}

#[derive(Template)]
#[template(path = "machines/sitemap.xml")]
struct SiteMap<'a> {
    publication: &'a str,
    entries: Vec<MapEntry>,
}

struct MapEntry {
    page: String,
    updated: String,
    is_news: bool,
    lang: String,
    published: String,
    title: String,
}

/// `GET /feed.atom`
pub async fn atom(State(app): State<Arc<App>>, asked: Asked, headers: HeaderMap) -> Result<Response> {
    Ok(respond(&*list(&app, &asked.site, None, Form::Atom).await?, &headers, ATOM))
}

/// `GET /feed.json`
pub async fn json(State(app): State<Arc<App>>, asked: Asked, headers: HeaderMap) -> Result<Response> {
    Ok(respond(&*list(&app, &asked.site, None, Form::Json).await?, &headers, JSON))
}

/// `GET /topics/{topic}/feed.atom`
pub async fn topic_atom(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(topic): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    Ok(respond(&*list(&app, &asked.site, Some(topic_of(&topic)), Form::Atom).await?, &headers, ATOM))
}

/// `GET /topics/{topic}/feed.json`
pub async fn topic_json(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(topic): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    Ok(respond(&*list(&app, &asked.site, Some(topic_of(&topic)), Form::Json).await?, &headers, JSON))
}

/// `GET /sitemap.xml`
pub async fn sitemap(State(app): State<Arc<App>>, asked: Asked, headers: HeaderMap) -> Result<Response> {
    let view = View::Feed(digest(&[b"map"])[..16].try_into().unwrap_or_default());
    let ready = for_a_moment(&app, &asked.site, view, |app, site| async move {
        let site_id = site.id;
        let found = app.store.read(move |tx| stories::mapped(tx, site_id, MAPPED)).await?;
        let (origin, now) = (origin(&app, &site), app.clock.now());
        let entries = found.into_iter().map(|story| MapEntry {
            page: story.url.unwrap_or_else(|| format!("{origin}/stories/{}", encoded(&story.slug))),
            updated: story.updated_at.rfc3339(),
            is_news: now.seconds_since(story.published_at) < NEWS,
            lang: story.lang,
            published: story.published_at.rfc3339(),
            title: held(&story.title),
        });
        Ok(SiteMap { publication: &held(&site.title), entries: entries.collect() }.render()?)
    })
    .await?;
    Ok(respond(&ready, &headers, "application/xml"))
}

const ATOM: &str = "application/atom+xml";
const JSON: &str = "application/feed+json";

/// `GET /robots.txt`
pub async fn robots(State(app): State<Arc<App>>, asked: Asked) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /search\nDisallow: /stories/*/own\nDisallow: /stories/*/comments/new\nSitemap: {}/sitemap.xml\n",
        origin(&app, &asked.site)
    );
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let kept = HeaderValue::from_static("public, max-age=3600");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)], text).into_response()
}

#[derive(Template)]
#[template(path = "machines/comments.atom.xml")]
struct CommentFeed<'a> {
    lang: &'a str,
    title: String,
    id: String,
    here: String,
    page: String,
    updated: String,
    entries: Vec<CommentEntry<'a>>,
}

struct CommentEntry<'a> {
    lang: Option<&'a str>,
    title: String,
    id: String,
    page: String,
    /// The name and the page of what it answers: a comment, or the story.
    parent: String,
    parent_page: String,
    published: String,
    updated: String,
    author: String,
    html: String,
}

/// `GET /stories/{slug}/comments.atom`: the newest comments, each with what it answers.
pub async fn comments(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let story = match super::story::story_id(&app, &asked.site, &slug).await {
        Ok(id) => id,
        Err(error) => {
            return super::story::moved_to(&app, &asked.site, &slug, "/comments.atom").await?.ok_or(error);
        }
    };
    let ready = cached(&app, &asked.site, story, View::CommentFeed, move |app, site, seq_of| async move {
        let site_id = site.id;
        let read = app
            .store
            .read(move |tx| {
                let Some(found) = stories::by_id(tx, site_id, story)?.filter(Story::is_shown) else { return Ok(None) };
                let rows = threads::newest(tx, site_id, story, COMMENTS)?;
                Ok(Some((found, rows)))
            })
            .await?;
        let (story, rows) = read.ok_or_else(|| Error::not_found("There is no such story here."))?;
        seq_of(story.seq);
        write_comments(&origin(&app, &site), &site, &story, &rows)
    })
    .await?;
    Ok(respond(&ready, &headers, ATOM))
}

fn write_comments(origin: &str, site: &Site, story: &Story, rows: &[CommentRow]) -> Result<String> {
    let page = format!("{origin}{}", path_of(story));
    let w = words_of(site, story);
    let shown = rows.iter().filter(|row| seen(Viewer::Reader, row, story.state) == Seen::Whole);
    let entries: Vec<CommentEntry<'_>> = shown
        .map(|row| CommentEntry {
            lang: row.lang.as_deref(),
            title: held(&w.comment_by.with(&row.name)),
            id: urn(row.id),
            page: format!("{page}/comments/{}", row.id),
            parent: urn(row.parent),
            parent_page: if row.parent == story.id { page.clone() } else { format!("{page}/comments/{}", row.parent) },
            published: row.created_at.rfc3339(),
            updated: row.edited_at.unwrap_or(row.created_at).rfc3339(),
            author: held(&row.name),
            html: held(&row.html),
        })
        .collect();
    let updated = rows.iter().map(|row| row.edited_at.unwrap_or(row.created_at)).max().unwrap_or(story.published_at);
    let feed = CommentFeed {
        lang: &story.lang,
        title: held(&format!("{} – {}", story.title, site.title)),
        id: urn_of(story.id, "comments"),
        here: format!("{page}/comments.atom"),
        page,
        updated: updated.rfc3339(),
        entries,
    };
    Ok(feed.render()?)
}
