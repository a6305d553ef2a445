//! The site's first page, and what operators' programs ask.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::story::ConversationQuery;
use super::view::{Time, Times};
use super::{Layout, no_store, respond};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::comments::{cursor, read_query};
use crate::http::error::Result;
use crate::http::extract::Asked;
use crate::http::{PageKey, Ready, View};
use crate::models::{Cursor, Id, Sort};
use crate::store::stories;

struct Item {
    slug: String,
    title: String,
    author: String,
    lang: String,
    published: Time,
    comments: i64,
    closed: bool,
}

#[derive(Template)]
#[template(path = "pages/front.html")]
struct FrontPage<'a> {
    layout: Layout<'a>,
    stories: Vec<Item>,
    next: Option<String>,
}

/// Stories on a page of the front.
const LISTED: usize = 30;

/// How long a page that carries counts lives, in microseconds.
const LIVES: i64 = 2_000_000;

/// `GET /`
pub async fn front(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<ConversationQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let after = cursor(read_query(query)?.after.as_deref(), Id::FIRST)?;
    let site = asked.site.clone();
    let stretch = app.clock.now().0 / LIVES;
    let key =
        PageKey { site: site.id, version: site.version, story: Id::FIRST, seq: stretch, view: View::Front(after) };
    let made = app.clone();
    let ready = app
        .pages
        .get_or_make(&key, async move {
            let site_id = site.id;
            let from = after.map(|cursor| (Timestamp(cursor.key), cursor.id));
            let mut found = made.store.read(move |tx| stories::newest(tx, site_id, from, LISTED + 1)).await?;
            let more = found.len() > LISTED;
            found.truncate(LISTED);
            let next = found.last().filter(|_| more).map(|last| {
                let cursor = Cursor { parent: Id::FIRST, sort: Sort::Newest, key: last.published_at.0, id: last.id };
                format!("/?after={cursor}")
            });
            let times = Times::in_zone(&site.zone);
            let now = made.clock.now();
            let stories = found
                .into_iter()
                .map(|story| Item {
                    published: times.show(story.published_at),
                    closed: story.closed_at(now, &site.settings).is_some(),
                    slug: story.slug,
                    title: story.title,
                    author: story.author,
                    lang: story.lang,
                    comments: story.comments,
                })
                .collect();
            let page = FrontPage { layout: Layout::new(&site, site.title.clone()), stories, next };
            let etag = HeaderValue::try_from(format!("W/\"{stretch}\"")).unwrap_or(HeaderValue::from_static("W/\"0\""));
            Ok(Arc::new(Ready::plain(page.render()?, etag).compress()))
        })
        .await?;
    Ok(respond(&ready, &headers, "text/html"))
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> Response {
    no_store("ok\n")
}

/// `GET /readyz`: the database answers, and can be written as far as known.
pub async fn readyz(State(app): State<Arc<App>>) -> Response {
    match app.store.read(crate::store::sites::version).await {
        Ok(_) if app.metrics.read_only.get() == 0 => no_store("ready\n"),
        Ok(_) => no_store("ready for reading; the database cannot be written\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            no_store((StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"))
        }
    }
}

/// `GET /metrics`
pub async fn metrics(State(app): State<Arc<App>>) -> Response {
    app.metrics.reads_waiting.set(i64::try_from(app.store.reading()).unwrap_or(i64::MAX));
    app.metrics.writes_waiting.set(i64::try_from(app.store.writing()).unwrap_or(i64::MAX));
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    no_store(([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response())
}
