//! How a story tells search engines and other sites what it is: schema.org, Open Graph, links to feeds, oEmbed.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::feeds::origin;
use super::{encoded, path_of, words_of};
use crate::app::App;
use crate::http::api::comments::read_query;
use crate::http::error::{Error, Result};
use crate::http::extract::Asked;
use crate::models::{Id, Seen, Site, Story, Viewer, seen};
use crate::store::threads::Page;
use crate::store::{stories, threads};

/// What stands in the head of a story's page for programs.
pub struct Discovery {
    /// Where the story stands: elsewhere if it says so, else here.
    pub canonical: String,
    /// Where another site asks for a quotation of it.
    pub oembed: String,
    /// The feed of its comments.
    pub feed: String,
    /// An address of its picture, with width and height.
    pub picture: Option<(String, u32, u32)>,
    /// When it was published, and last corrected.
    pub published: String,
    pub modified: String,
    /// schema.org's NewsArticle as JSON, safe within a script element.
    pub json: String,
}

/// How many comments are told in full: those that stand first on the page.
const TOLD: usize = 10;

impl Discovery {
    /// Of a story and the first page of its thread.
    pub fn of(app: &App, site: &Site, story: &Story, page: &Page) -> Self {
        let origin = origin(app, site);
        let own = format!("{origin}{}", path_of(story));
        let canonical = story.url.clone().unwrap_or_else(|| own.clone());
        let modified = story.changed_at();
        let largest = story.matter.media.iter().find_map(|medium| medium.picture.as_ref()?.largest());
        let picture = largest.map(|size| (format!("{origin}/media/{}", size.file), size.width, size.height));
        let comments: Vec<Value> = page
            .comments
            .iter()
            .filter(|branch| seen(Viewer::Reader, &branch.comment, story.state) == Seen::Whole)
            .take(TOLD)
            .map(|branch| {
                let row = &branch.comment;
                json!({
                    "@type": "Comment", "url": format!("{own}/comments/{}", row.id),
                    "author": { "@type": "Person", "name": row.name }, "datePublished": row.created_at.rfc3339(),
                    "text": understory_markup::plain_text(&row.html), "upvoteCount": row.up, "downvoteCount": row.down,
                })
            })
            .collect();
        let author = match story.author.is_empty() {
            true => json!({ "@type": "Organization", "name": site.title }),
            false => json!({ "@type": "Person", "name": story.author }),
        };
        let article = json!({
            "@context": "https://schema.org", "@type": "NewsArticle", "mainEntityOfPage": canonical,
            "headline": story.title, "description": story.matter.standfirst, "inLanguage": story.lang,
            "datePublished": story.published_at.rfc3339(), "dateModified": modified.rfc3339(),
            "author": [author], "publisher": { "@type": "Organization", "name": site.title, "url": origin },
            "image": picture.iter().map(|(url, ..)| url).collect::<Vec<_>>(), "keywords": story.topics,
            "commentCount": story.comments, "discussionUrl": format!("{own}#comments"), "comment": comments,
        });
        Self {
            canonical,
            picture,
            published: story.published_at.rfc3339(),
            modified: modified.rfc3339(),
            // No tag can begin in it, so none can end the element.
            json: article.to_string().replace('<', "\\u003c"),
            oembed: format!("/oembed?url={}", encoded(&own)),
            feed: format!("{}/comments.atom", path_of(story)),
        }
    }
}

/// What another site asks about an address of ours (oembed.com).
#[derive(Debug, Deserialize)]
pub struct OembedQuery {
    url: String,
    format: Option<String>,
    maxwidth: Option<u32>,
}

/// `GET /oembed?url=`: a story, or a single comment, as a quotation with its source.
pub async fn oembed(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<OembedQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let OembedQuery { url, format, maxwidth } = read_query(query)?;
    if format.as_deref().is_some_and(|format| format != "json") {
        return Err(Error::Refused(crate::models::Refusal::new(
            501,
            "format_unknown",
            "Only format=json is answered here.",
        )));
    }
    let unknown = || Error::not_found("No story and no comment of this publication is at that address.");
    let origin = origin(&app, &asked.site);
    let (slug, comment) = parts(&url, &origin).ok_or_else(unknown)?;
    let site = asked.site.id;
    let read = app
        .store
        .read(move |tx| {
            let found = match stories::by_slug(tx, site, &slug)? {
                Some(story) => Some(story),
                None => stories::by_old_slug(tx, site, &slug)?,
            };
            let Some(story) = found.filter(Story::is_shown) else { return Ok(None) };
            let row = match comment {
                Some(id) => Some(threads::in_story(tx, site, story.id, id)?),
                None => None,
            };
            Ok(Some((story, row)))
        })
        .await?;
    let (story, row) = read.ok_or_else(unknown)?;
    let w = words_of(&asked.site, &story);
    let escape = |text: &str| understory_markup::escape(text);
    let link = |path: &str, words: &str| format!("<a href=\"{}\">{}</a>", escape(path), escape(words));
    let page = format!("{origin}{}", path_of(&story));
    let (title, author, html) = match row {
        Some(row) => {
            let row = row.filter(|row| seen(Viewer::Reader, row, story.state) == Seen::Whole).ok_or_else(unknown)?;
            let source = format!("{page}/comments/{}", row.id);
            let said = format!(
                "<blockquote dir=\"auto\">{}<p>— {}, {}</p></blockquote>",
                row.html,
                escape(&row.name),
                link(&source, &story.title)
            );
            (w.comments_comment_by.with(&row.name), row.name, said)
        }
        None => {
            let standfirst = escape(&story.matter.standfirst);
            let said = format!(
                "<blockquote dir=\"auto\"><p>{}</p><p>{standfirst}</p></blockquote>",
                link(&page, &story.title)
            );
            (story.title.clone(), story.author.clone(), said)
        }
    };
    let largest = story.matter.media.iter().find_map(|medium| medium.picture.as_ref()?.sizes.first());
    let mut out = json!({
        "version": "1.0", "type": "rich", "title": title, "author_name": author, "provider_name": asked.site.title,
        "provider_url": origin, "cache_age": 60, "html": html, "width": maxwidth.map_or(600, |width| width.clamp(200, 1_000)),
        "height": null,
    });
    if let (Some(size), Some(object)) = (largest, out.as_object_mut()) {
        object.insert("thumbnail_url".to_owned(), format!("{origin}/media/{}", size.file).into());
        object.insert("thumbnail_width".to_owned(), size.width.into());
        object.insert("thumbnail_height".to_owned(), size.height.into());
    }
    let kept = HeaderValue::from_static("public, max-age=0, s-maxage=2");
    Ok(([(header::CACHE_CONTROL, kept)], axum::Json(out)).into_response())
}

/// The slug and the comment in an address of this publication.
fn parts(address: &str, origin: &str) -> Option<(String, Option<Id>)> {
    let rest = address.strip_prefix(origin)?.strip_prefix("/stories/")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (slug, comment) = match rest.split_once("/comments/") {
        Some((slug, id)) => (slug, Some(id.parse().ok()?)),
        None => (rest, None),
    };
    let slug = url::form_urlencoded::parse(format!("={}", slug.replace('+', "%2B")).as_bytes()).next()?.1.into_owned();
    (!slug.contains('\0')).then_some((slug, comment))
}
