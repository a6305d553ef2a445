//! Stories by program: list, publish, change, close; lookup and counts by address.

use std::sync::Arc;

use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use understory_import::StoryRecord;
use utoipa::{IntoParams, ToSchema};

use super::comments::{PageQuery, read_query};
use super::types::StoryOut;
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::caller::{Closer, Publisher, may_there};
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::{Asked, Json, attempt, id_in, idempotency_key};
use crate::http::pages;
use crate::models::{
    Caller, Closed, ClosedBy, Correction, Cursor, Grant, Id, Medium, Refusal, Sort, Spot, Story, StoryState, may,
    normalise_address,
};
use crate::publish;
use crate::store::{closures, stories, stories::Put, stories::Shown};

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Where to go on.
    after: Option<String>,
    /// Stories, 20 if not said, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
}

/// Stories, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoryList {
    /// Newest first.
    stories: Vec<StoryOut>,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
}

/// Published stories, newest first.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories", params(ListQuery),
    responses((status = 200, body = StoryList), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let ListQuery { after, limit } = read_query(query)?;
    let (_, after, limit) = PageQuery { sort: None, after, limit }.read(Id::FIRST, Sort::Newest)?;
    let (site, limit) = (asked.site.id, usize::from(limit));
    let after = after.map(Cursor::place);
    let mut found = app.store.read(move |tx| stories::newest(tx, site, after, limit + 1)).await?;
    let next = (found.len() > limit).then(|| {
        found.truncate(limit);
        found.last().map(|last| Cursor::newest((last.published_at, last.id)))
    });
    let now = app.clock.now();
    let stories =
        found.iter().map(|story| StoryOut::of(story, story.closed_at(now, &asked.site.settings).as_ref())).collect();
    Ok(public(axum::Json(StoryList { stories, next: next.flatten() })))
}

/// Lists and counts may be a CDN's for two seconds, like the pages that carry them.
fn public(answer: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, s-maxage=2"))], answer).into_response()
}

async fn find(app: &App, asked: &Asked, id: &str) -> Result<Story> {
    let (site, id) = (asked.site.id, id_in(id)?);
    let found = app.store.read(move |tx| stories::by_id(tx, site, id)).await?;
    found.ok_or_else(|| Error::not_found("There is no such story here."))
}

fn shown(app: &App, asked: &Asked, story: &Story) -> StoryOut {
    StoryOut::of(story, story.closed_at(app.clock.now(), &asked.site.settings).as_ref())
}

/// One story.
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "stories", params(("id" = String, Path)),
    responses((status = 200, body = StoryOut), (status = 401, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    State(app): State<Arc<App>>,
    asked: Asked,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response> {
    let story = find(&app, &asked, &id).await?;
    let place = Spot { story: Some(story.id), topics: &story.topics };
    if !story.is_shown() && may(&caller, Grant::Publish, &asked.site, place).is_err() {
        return Err(Error::not_found("There is no such story here."));
    }
    Ok(pages::no_store(axum::Json(shown(&app, &asked, &story))))
}

/// The story record of the neutral format, as the API takes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the body in the OpenAPI document; StoryRecord reads it")]
pub struct StoryIn {
    /// The identifier in the source; the same one changes the story. A new one is made if it is left out.
    id: Option<String>,
    /// The headline.
    title: String,
    /// The canonical address.
    url: Option<String>,
    /// The last part of the address here; made from the headline if left out.
    slug: Option<String>,
    /// The text, in Markdown.
    body: Option<String>,
    /// The byline.
    author: Option<String>,
    /// A sentence or two below the headline.
    x_standfirst: Option<String>,
    /// What the readers are asked, above the form.
    x_question: Option<String>,
    /// The language, as a BCP 47 tag.
    x_lang: Option<String>,
    /// Pictures and videos, the first leading the story, as `POST /media` gave them.
    #[schema(value_type = Option<Vec<Object>>)]
    x_media: Option<Vec<Medium>>,
    /// What was put right, the earliest first.
    x_corrections: Option<Vec<CorrectionIn>>,
    /// When it was published; now, if left out. A time to come is an embargo.
    #[schema(format = DateTime)]
    published_at: Option<String>,
    /// Its topics.
    topics: Option<Vec<String>>,
    /// `published`, `closed`, `unpublished` or `draft`.
    state: Option<String>,
}

/// Publishes a story, or changes the one that was published under the same `id`. Needs the scope `stories`.
#[utoipa::path(post, path = "/api/v1/stories", tag = "stories", request_body = StoryIn, security(("key" = [])),
    params(("Idempotency-Key" = Option<String>, Header, min_length = 22, max_length = 255, pattern = "^[!-~]+$")),
    responses((status = 201, body = StoryOut), (status = 200, body = StoryOut, description = "It was there and is changed."),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    asked: Asked,
    Publisher(caller): Publisher,
    headers: HeaderMap,
    Json(mut input): Json<serde_json::Map<String, serde_json::Value>>,
) -> Result<Response> {
    may(&caller, Grant::Publish, &asked.site, Spot::default())?;
    let id = app.clock.new_id();
    // A program that gives no key of its own is not known again.
    let attempt = headers.contains_key("idempotency-key").then(|| {
        let request = serde_json::to_vec(&input)?;
        let sent = idempotency_key(&headers)?;
        Ok::<_, Error>(attempt(&asked.site, caller.actor().map(|id| &id.bytes()[..]), &sent, &[b"story", &request]))
    });
    let attempt = attempt.transpose()?;
    let given = input.get("id").is_some_and(|id| !id.is_null());
    if !given {
        input.insert("id".to_owned(), id.to_string().into());
    }
    let record: StoryRecord = serde_json::from_value(input.into()).map_err(|error| {
        Error::Refused(Refusal::new(422, "json_unexpected", format!("The JSON is not what is expected here: {error}")))
    })?;
    let source = given.then(|| ("api".to_owned(), record.id.clone()));
    let (story, aliases) = publish::story_of(&record, id, source, &asked.site, app.clock.now())?;
    let closed = story.closed.clone();
    let shown_if = if record.state.is_some() { Shown::AsGiven } else { Shown::UnlessTakenBack };
    let (site, by) = (asked.site.id, caller.record());
    let write = stories::PutStory { site, story, aliases, shown: shown_if, by, attempt };
    let put = app.watch(app.store.write(write).await)?;
    let (status, id) = match put {
        Put::Created(id) => (StatusCode::CREATED, id),
        Put::Changed(id) => {
            if closed.is_some() {
                let (by, now) = (caller.record(), app.clock.now());
                let close = closures::SetClosed { site, story: id, closed, by, now };
                app.watch(app.store.write(close).await)?;
            }
            (StatusCode::OK, id)
        }
    };
    let story = find(&app, &asked, &id.to_string()).await?;
    Ok((status, pages::no_store(axum::Json(shown(&app, &asked, &story)))).into_response())
}

/// What to change of a story; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoryPatch {
    /// The headline.
    title: Option<String>,
    /// The canonical address; the old one goes on leading here.
    url: Option<String>,
    /// The last part of the address here.
    slug: Option<String>,
    /// The text, in Markdown.
    body: Option<String>,
    /// The byline.
    author: Option<String>,
    /// A sentence or two below the headline.
    standfirst: Option<String>,
    /// What the readers are asked, above the form.
    question: Option<String>,
    /// Pictures and videos in place of those it has, as `POST /media` gave them.
    #[schema(value_type = Option<Vec<Object>>)]
    media: Option<Vec<Medium>>,
    /// All that was put right, the earliest first.
    corrections: Option<Vec<CorrectionIn>>,
    /// When it is published: a time to come is an embargo.
    #[schema(format = DateTime)]
    published_at: Option<String>,
    /// The language, as a BCP 47 tag.
    lang: Option<String>,
    /// Its topics.
    topics: Option<Vec<String>>,
    /// `draft`, `published` or `unpublished`.
    state: Option<String>,
    /// When the thread shall close, such as `2026-11-22T18:00:00Z`; an empty text takes the time away.
    close_at: Option<String>,
}

/// Something that was wrong and has been put right.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionIn {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What it said, and what is right.
    text: String,
}

/// Changes a story. Needs the scope `stories`.
#[utoipa::path(patch, path = "/api/v1/stories/{id}", tag = "stories", request_body = StoryPatch, params(("id" = String, Path)),
    security(("key" = [])), responses((status = 200, body = StoryOut),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    State(app): State<Arc<App>>,
    asked: Asked,
    Publisher(caller): Publisher,
    Path(id): Path<String>,
    Json(patch): Json<StoryPatch>,
) -> Result<Response> {
    let mut story = find(&app, &asked, &id).await?;
    may_there(&app, &asked, &caller, Grant::Publish, story.id).await?;
    let now = app.clock.now();
    let when = if patch.state.is_some() || patch.published_at.is_some() { Shown::AsGiven } else { Shown::AsBefore };
    apply(&mut story, patch, now)?;
    story.updated_at = now;
    publish::check(&story)?;
    let id = story.id;
    let (site, by) = (asked.site.id, caller.record());
    let write = stories::PutStory { site, story, aliases: Vec::new(), shown: when, by, attempt: None };
    app.watch(app.store.write(write).await)?;
    let story = find(&app, &asked, &id.to_string()).await?;
    Ok(pages::no_store(axum::Json(shown(&app, &asked, &story))))
}

fn time(field: &'static str, text: &str) -> std::result::Result<Timestamp, Refusal> {
    text.parse::<jiff::Timestamp>()
        .map(Timestamp::from)
        .map_err(|_| Refusal::field("time_invalid", field, "Write a time like 2026-11-22T18:00:00Z."))
}

fn apply(story: &mut Story, patch: StoryPatch, now: Timestamp) -> Result<()> {
    let clean = |text: String| text.replace('\0', "");
    if let Some(title) = patch.title {
        story.title = clean(title);
    }
    if let Some(url) = patch.url {
        story.url = Some(clean(url)).filter(|url| !url.is_empty());
    }
    if let Some(slug) = patch.slug {
        story.slug = clean(slug);
    }
    if let Some(media) = patch.media {
        story.matter.media = media;
        story.matter.check()?;
        story.html = publish::render(&story.body, &story.matter);
    }
    if let Some(body) = patch.body {
        story.body = clean(body);
        story.html = publish::render(&story.body, &story.matter);
    }
    if let Some(author) = patch.author {
        story.author = clean(author);
    }
    if let Some(lang) = patch.lang {
        story.lang = clean(lang);
    }
    if let Some(topics) = patch.topics {
        story.topics = topics.into_iter().map(clean).collect();
    }
    if let Some(standfirst) = patch.standfirst {
        story.matter.standfirst = clean(standfirst);
    }
    if let Some(question) = patch.question {
        story.matter.question = clean(question);
    }
    if let Some(corrections) = patch.corrections {
        let read = |one: CorrectionIn| Ok(Correction { at: time("corrections", &one.at)?, text: clean(one.text) });
        story.matter.corrections = corrections.into_iter().map(read).collect::<std::result::Result<_, Refusal>>()?;
    }
    if let Some(at) = &patch.published_at {
        story.published_at = time("published_at", at)?;
    }
    if let Some(state) = patch.state {
        let known = StoryState::parse(&state).filter(|state| *state != StoryState::Scheduled);
        story.state = known.ok_or_else(|| {
            Refusal::field("state_invalid", "state", "A story's state is 'draft', 'published' or 'unpublished'.")
        })?;
    }
    if matches!(story.state, StoryState::Published | StoryState::Scheduled) {
        story.state = StoryState::at(story.published_at, now);
    }
    if let Some(at) = patch.close_at {
        story.close_at = match at.as_str() {
            "" => None,
            at => Some(time("close_at", at)?),
        };
    }
    Ok(())
}

/// Why a thread is closed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClosureIn {
    /// The editor's words to the readers.
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Closes a thread. Needs the scope `stories`.
#[utoipa::path(post, path = "/api/v1/stories/{id}/closure", tag = "stories", request_body = ClosureIn, params(("id" = String, Path)),
    security(("key" = [])), responses((status = 201, body = StoryOut),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn close(
    State(app): State<Arc<App>>,
    asked: Asked,
    Closer(caller): Closer,
    Path(id): Path<String>,
    Json(input): Json<ClosureIn>,
) -> Result<Response> {
    may_there(&app, &asked, &caller, Grant::Close, id_in(&id)?).await?;
    if input.reason.as_ref().is_some_and(|reason| reason.chars().count() > 500) {
        return Err(Refusal::field("reason_invalid", "reason", "A reason has 500 characters at most.").into());
    }
    let reason = input.reason.map(|reason| reason.replace('\0', "")).filter(|reason| !reason.trim().is_empty());
    let closed = Closed { at: app.clock.now(), by: ClosedBy::Hand, reason };
    let story = set_closed(&app, &asked, &caller, &id, Some(closed)).await?;
    Ok((StatusCode::CREATED, pages::no_store(axum::Json(shown(&app, &asked, &story)))).into_response())
}

/// Opens a closed thread again. Needs the scope `stories`.
#[utoipa::path(delete, path = "/api/v1/stories/{id}/closure", tag = "stories", params(("id" = String, Path)),
    security(("key" = [])), responses((status = 200, body = StoryOut),
    (status = "4XX", body = Problem, content_type = "application/problem+json"),
    (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn reopen(
    State(app): State<Arc<App>>,
    asked: Asked,
    Closer(caller): Closer,
    Path(id): Path<String>,
) -> Result<Response> {
    may_there(&app, &asked, &caller, Grant::Close, id_in(&id)?).await?;
    let story = set_closed(&app, &asked, &caller, &id, None).await?;
    Ok(pages::no_store(axum::Json(shown(&app, &asked, &story))))
}

async fn set_closed(app: &App, asked: &Asked, caller: &Caller, id: &str, closed: Option<Closed>) -> Result<Story> {
    let story = id_in(id)?;
    let write = closures::SetClosed { site: asked.site.id, story, closed, by: caller.record(), now: app.clock.now() };
    if !app.watch(app.store.write(write).await)? {
        return Err(Error::not_found("There is no such story here."));
    }
    find(app, asked, id).await
}

/// An address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LookupQuery {
    /// The address of a story, in any spelling.
    url: String,
}

/// The story under an address: canonical or alias.
#[utoipa::path(get, path = "/api/v1/lookup", tag = "stories", params(LookupQuery),
    responses((status = 200, body = StoryOut), (status = 400, body = Problem, content_type = "application/problem+json"),
    (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn lookup(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<LookupQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let LookupQuery { url } = read_query(query)?;
    let site = asked.site.id;
    let own = own_slug(&app, &asked, &url);
    let found = app
        .store
        .read(move |tx| match &own {
            Some(slug) => stories::by_slug(tx, site, slug),
            None if url.contains('\0') => Ok(None),
            None => stories::by_address(tx, site, &url),
        })
        .await?;
    let story =
        found.filter(Story::is_shown).ok_or_else(|| Error::not_found("No story is known under this address."))?;
    Ok(public(axum::Json(shown(&app, &asked, &story))))
}

/// The slug in an address of our own.
fn own_slug(app: &App, asked: &Asked, address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let origin = url.origin().ascii_serialization();
    let ours =
        origin == app.config.origin() || asked.site.origins.iter().any(|known| known.serves && known.origin == origin);
    let mut path = url.path_segments()?;
    let (first, slug) = (path.next()?, path.next()?);
    let decoded = urlencoded(slug);
    (ours && first == "stories").then_some(decoded).filter(|slug| !slug.contains('\0'))
}

fn urlencoded(text: &str) -> String {
    // A path segment, so `+` is a plus.
    let text = text.replace('+', "%2B");
    url::form_urlencoded::parse(format!("={text}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Counts by address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Address as it was given, and how many comments can be seen there.
    #[serde(serialize_with = "as_object")]
    #[schema(value_type = HashMap<String, i64>)]
    counts: Vec<(String, i64)>,
}

fn as_object<S: serde::Serializer>(counts: &[(String, i64)], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(url, count)| (url, count)))
}

/// How many addresses may be asked for at once.
const COUNTED: usize = 100;

/// How many comments can be seen under each of these addresses; 0 where no story is known.
#[utoipa::path(get, path = "/api/v1/counts", tag = "stories",
    params(("url" = Vec<String>, Query, min_items = 1, max_items = 100, description = "Addresses, 100 at most.")),
    responses((status = 200, body = Counts), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn counts(State(app): State<Arc<App>>, asked: Asked, RawQuery(query): RawQuery) -> Result<Response> {
    let mut urls: Vec<String> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .filter(|(name, _)| name == "url")
        .map(|(_, value)| value.into_owned())
        .collect();
    if urls.is_empty() || urls.len() > COUNTED {
        return Err(Error::bad_request("urls_invalid", "Ask with 1 to 100 'url' parameters."));
    }
    urls.sort_unstable();
    urls.dedup();
    let site = asked.site.id;
    let mut counts: Vec<(String, i64)> = Vec::with_capacity(urls.len());
    let mut unknown = Vec::new();
    for url in urls {
        match app.pages.count(site, &url) {
            Some(count) => counts.push((url, count)),
            None => unknown.push(url),
        }
    }
    if !unknown.is_empty() {
        let mark = app.pages.changes();
        let found = app
            .store
            .read(move |tx| {
                let count = |url: &String| match normalise_address(url).filter(|address| !address.contains('\0')) {
                    Some(address) => stories::count(tx, site, &address),
                    None => Ok(None),
                };
                let found: Vec<Option<stories::Counted>> =
                    unknown.iter().map(count).collect::<crate::store::Result<_>>()?;
                Ok(unknown.iter().cloned().zip(found).collect::<Vec<_>>())
            })
            .await?;
        counts.extend(found.iter().map(|(url, counted)| (url.clone(), counted.map_or(0, |counted| counted.comments))));
        let known: Vec<_> = found.into_iter().filter_map(|(url, counted)| Some((url, counted?))).collect();
        app.pages.remember_counts(site, &known, mark);
    }
    Ok(public(axum::Json(Counts { counts })))
}
