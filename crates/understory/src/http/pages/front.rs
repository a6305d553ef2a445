//! The site's first page, and what operators' programs ask.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::story::ConversationQuery;
use super::view::{Time, Times};
use super::{Layout, Spoken, direction, encoded, for_a_moment, no_store, respond};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::comments::{cursor, read_query};
use crate::http::error::{Error, Result};
use crate::http::extract::Asked;
use crate::http::{Ready, View, digest};
use crate::models::{Cursor, Id, Picture, Site, Story, topic_of};
use crate::store::topics::Topic;
use crate::store::{Tx, stories, topics};
use crate::words::Words;

/// A story in a list.
#[derive(Template)]
#[template(path = "fragments/item.html")]
struct Item {
    item: Listed,
    /// Whether it is the first of its page, and so seen at once.
    first: bool,
    /// How wide its picture is shown.
    sizes: &'static str,
    w: &'static Words,
}

struct Listed {
    slug: String,
    title: String,
    standfirst: String,
    lang: String,
    dir: &'static str,
    topic: Option<(String, String)>,
    published: Time,
    comments: i64,
    closed: bool,
    video: bool,
    picture: Option<Picture>,
}

impl Listed {
    fn of(story: Story, times: &Times, site: &Site, now: Timestamp) -> Self {
        let lead = story.matter.media.first();
        Self {
            dir: direction(&story.lang),
            topic: story.topics.first().map(|name| (topic_of(name), name.clone())),
            published: times.show(story.published_at),
            closed: story.closed_at(now, &site.settings).is_some(),
            video: story.matter.media.iter().any(|medium| medium.video.is_some()),
            picture: lead.and_then(|medium| medium.picture.clone()),
            slug: story.slug,
            title: story.title,
            standfirst: story.matter.standfirst,
            lang: story.lang,
            comments: story.comments,
        }
    }
}

#[derive(Template)]
#[template(path = "pages/front.html")]
struct FrontPage<'a> {
    layout: Layout<'a>,
    /// Today, for programs and for people.
    today: (String, String),
    topics: Vec<Topic>,
    /// The topic that the page is about; empty on the front.
    here: &'a str,
    heading: &'a str,
    /// What the page is about, for search engines.
    description: String,
    items: Vec<Item>,
    discussed: Vec<Listed>,
    next: Option<String>,
    /// Where the list stands, and the folder of its feeds.
    canonical: String,
    feeds: String,
}

/// Stories on a page of the front.
const LISTED: usize = 25;

/// How many stories are among the most discussed, and how many of the newest are looked at for them.
const DISCUSSED: usize = 5;
const LOOKED_AT: usize = 60;

/// How many headlines say what a page is about.
const DESCRIBED: usize = 3;

/// Topics in the head of the page, of the stories of so many days.
const TOPICS: i64 = 8;
const TOPIC_DAYS: i64 = 60;

/// `GET /`
pub async fn front(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<ConversationQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let query = read_query(query)?;
    let after = cursor(query.after.as_deref(), Id::FIRST)?;
    let ready = listed(&app, &asked.site, None, after, Spoken::of(query.lang.as_deref())).await?;
    Ok(respond(&ready, &headers, "text/html"))
}

/// `GET /topics/{topic}`
pub async fn topic(
    State(app): State<Arc<App>>,
    asked: Asked,
    Path(topic): Path<String>,
    query: std::result::Result<Query<ConversationQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let query = read_query(query)?;
    let after = cursor(query.after.as_deref(), Id::FIRST)?;
    let topic = topic_of(&topic);
    if topic.is_empty() || topic.len() > 400 {
        return Err(Error::not_found("There is no such topic here."));
    }
    let ready = listed(&app, &asked.site, Some(topic), after, Spoken::of(query.lang.as_deref())).await?;
    Ok(respond(&ready, &headers, "text/html"))
}

/// What a list of stories is made of, read in one snapshot.
struct Read {
    stories: Vec<Story>,
    discussed: Vec<Story>,
    topics: Vec<Topic>,
    heading: Option<String>,
}

fn read(
    tx: &mut Tx<'_>,
    site: Id,
    topic: Option<&str>,
    from: Option<(Timestamp, Id)>,
    now: Timestamp,
) -> crate::store::Result<Read> {
    let since = now.plus_seconds(-TOPIC_DAYS * 86_400);
    let Some(topic) = topic else {
        let topics = topics::most_used(tx, site, since, TOPICS)?;
        let looked_at = if from.is_none() { LOOKED_AT } else { LISTED + 1 };
        let mut stories = stories::newest(tx, site, from, looked_at)?;
        let mut discussed = if from.is_none() { stories.clone() } else { Vec::new() };
        stories.truncate(LISTED + 1);
        discussed.retain(|story| story.comments > 0);
        discussed.sort_by_key(|story| std::cmp::Reverse(story.comments));
        discussed.truncate(DISCUSSED);
        return Ok(Read { stories, discussed, topics, heading: None });
    };
    let mut stories = Vec::new();
    let mut heading = None;
    for (id, name) in topics::stories(tx, site, topic, from, LISTED + 1)? {
        heading.get_or_insert(name);
        stories.extend(stories::by_id(tx, site, id)?.filter(Story::is_shown));
    }
    // Of a topic that is none, no more is asked.
    let topics = if heading.is_some() { topics::most_used(tx, site, since, TOPICS)? } else { Vec::new() };
    Ok(Read { stories, discussed: Vec::new(), topics, heading })
}

async fn listed(
    app: &Arc<App>,
    site: &Arc<Site>,
    topic: Option<String>,
    after: Option<Cursor>,
    spoken: Spoken,
) -> Result<Arc<Ready>> {
    let lang = spoken.lang();
    let view = match &topic {
        None => View::Front(after, lang),
        Some(topic) => {
            View::Topic(digest(&[b"topic", topic.as_bytes()])[..16].try_into().unwrap_or_default(), after, lang)
        }
    };
    for_a_moment(app, site, view, move |app, site| async move {
        let site_id = site.id;
        let from = after.map(Cursor::place);
        let now = app.clock.now();
        let (wanted, first) = (topic.clone(), after.is_none());
        let mut found = app.store.read(move |tx| read(tx, site_id, wanted.as_deref(), from, now)).await?;
        if topic.is_some() && first && found.heading.is_none() {
            return Err(Error::not_found("There is no such topic here."));
        }
        let more = found.stories.len() > LISTED;
        found.stories.truncate(LISTED);
        let path = match &topic {
            None => "/".to_owned(),
            Some(topic) => {
                format!("/topics/{}", encoded(topic))
            }
        };
        let next = found.stories.last().filter(|_| more).map(|last| {
            let cursor = Cursor::newest((last.published_at, last.id));
            format!("{path}?after={cursor}{}", spoken.carried())
        });
        let heading = found.heading.unwrap_or_default();
        let title = match &topic {
            None => site.title.clone(),
            Some(_) => format!("{heading} – {}", site.title),
        };
        let mut layout = Layout::new(&site, title);
        layout.w = spoken.or(layout.w);
        let w = layout.w;
        let times = Times::new(&site, w);
        let description = match (&topic, site.settings.description.as_str()) {
            (None, own) if !own.is_empty() => own.to_owned(),
            _ => {
                let headlines = found.stories.iter().take(DESCRIBED).map(|story| story.title.as_str());
                headlines.collect::<Vec<_>>().join(" · ")
            }
        };
        let items = found.stories.into_iter().enumerate().map(|(n, story)| Item {
            item: Listed::of(story, &times, &site, now),
            first: n == 0,
            sizes: if n == 0 { "(min-width: 60rem) 40rem, 100vw" } else { "(min-width: 36rem) 13rem, 6rem" },
            w,
        });
        let page = FrontPage {
            today: times.today(now),
            topics: found.topics,
            here: topic.as_deref().unwrap_or(""),
            heading: &heading,
            description,
            items: items.collect(),
            discussed: found.discussed.into_iter().map(|story| Listed::of(story, &times, &site, now)).collect(),
            next,
            canonical: format!("{}{path}", super::feeds::origin(&app, &site)),
            feeds: path.trim_end_matches('/').to_owned(),
            layout,
        };
        Ok(page.render()?)
    })
    .await
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
    app.metrics.cache_bytes.set(i64::try_from(app.pages.bytes()).unwrap_or(i64::MAX));
    app.metrics.reads_waiting.set(i64::try_from(app.store.reading()).unwrap_or(i64::MAX));
    app.metrics.writes_waiting.set(i64::try_from(app.store.writing()).unwrap_or(i64::MAX));
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    no_store(([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response())
}
