//! Search for readers: one box, stories and comments. docs/search.md says what is found.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::view::{Plain, Time, Times};
use super::{Layout, Spoken, direction, encoded, html, no_store};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::comments::{cursor, read_query};
use crate::http::error::Result;
use crate::http::extract::Asked;
use crate::models::{CommentRow, Cursor, Id, Piece, QUESTION, Question, Story, excerpt, marked};
use crate::store::search::{self, FOUND};
use crate::words;

/// Comments on a page; stories on the page of all that was found, and on one page.
const COMMENTS: usize = 20;
const STORIES: usize = 4;

/// How much of a text is shown, in bytes: about three lines.
const EXCERPT: usize = 260;

/// What is searched for.
#[derive(Debug, Deserialize)]
pub struct SearchQuery {
    /// The words.
    q: Option<String>,
    /// Only `stories` or only `comments`.
    #[serde(rename = "in")]
    only: Option<Only>,
    /// Where to go on.
    after: Option<String>,
    /// The language of the page.
    lang: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Only {
    Stories,
    Comments,
}

struct FoundStory {
    slug: String,
    title: Vec<Piece>,
    text: Vec<Piece>,
    lang: String,
    dir: &'static str,
    time: Time,
    comments: i64,
}

impl FoundStory {
    fn of(story: Story, asked: &Question, times: &Times) -> Self {
        let body = understory_markup::plain_text(&story.html);
        let standfirst = &story.matter.standfirst;
        // What leads the story, unless only its text has what was asked for.
        let lead = if standfirst.is_empty() { Vec::new() } else { excerpt(standfirst, asked, EXCERPT) };
        let has_hit = |pieces: &[Piece]| pieces.iter().any(|piece| piece.hit);
        let text = excerpt(&body, asked, EXCERPT);
        Self {
            title: marked(&story.title, asked),
            text: if has_hit(&lead) || !lead.is_empty() && !has_hit(&text) { lead } else { text },
            dir: direction(&story.lang),
            time: times.show(story.published_at),
            comments: story.comments,
            slug: story.slug,
            lang: story.lang,
        }
    }
}

struct FoundComment {
    id: Plain,
    name: String,
    text: Vec<Piece>,
    lang: Option<String>,
    time: Time,
    slug: String,
    story: String,
    story_lang: String,
}

impl FoundComment {
    fn of(story: &Story, comment: CommentRow, asked: &Question, times: &Times) -> Self {
        Self {
            id: comment.id.into(),
            text: excerpt(&understory_markup::plain_text(&comment.html), asked, EXCERPT),
            time: times.show(comment.created_at),
            name: comment.name,
            lang: comment.lang,
            slug: story.slug.clone(),
            story: story.title.clone(),
            story_lang: story.lang.clone(),
        }
    }
}

#[derive(Default)]
struct Answer {
    has_words: bool,
    stories: Vec<FoundStory>,
    stories_count: i64,
    /// Where more stories are, and whether these are older ones.
    more_stories: Option<(String, bool)>,
    comments: Vec<FoundComment>,
    comments_count: i64,
    more_comments: Option<String>,
}

impl Answer {
    fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.comments.is_empty()
    }
}

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage<'a> {
    layout: Layout<'a>,
    /// The language that was asked for.
    lang: Option<&'static str>,
    asked: &'a str,
    limit: usize,
    /// From which number on not everything is listed.
    most: i64,
    /// Nothing before anything was asked.
    answer: Option<Answer>,
}

/// `GET /search`
pub async fn search(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<SearchQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let SearchQuery { q, only, after, lang } = read_query(query)?;
    let q = q.unwrap_or_default();
    let q = q.trim();
    let question = Question::asked(q)?;
    let site = &asked.site;
    let title = if q.is_empty() { String::new() } else { format!("{q} – ") };
    let mut layout = Layout::new(site, "").private();
    let spoken = Spoken::of(lang.as_deref());
    layout.w = spoken.or(layout.w);
    layout.title = format!("{title}{} – {}", layout.w.search, site.title);
    let answer = match (q.is_empty(), question) {
        (true, _) => None,
        (false, None) => Some(Answer::default()),
        (false, Some(question)) => {
            let after = cursor(after.as_deref(), Id::FIRST)?;
            Some(find(&app, &asked, q, question, only, after, spoken).await?)
        }
    };
    let page = SearchPage { lang: spoken.lang(), layout, asked: q, limit: QUESTION, most: FOUND, answer };
    Ok(no_store(html(StatusCode::OK, &page)?))
}

async fn find(
    app: &App,
    asked: &Asked,
    q: &str,
    question: Question,
    only: Option<Only>,
    after: Option<Cursor>,
    spoken: Spoken,
) -> Result<Answer> {
    let site = asked.site.id;
    let from = after.map(Cursor::place);
    let wanted = question.clone();
    let (stories, comments) = app
        .searched(move |tx| {
            let limit = if only.is_some() { COMMENTS } else { STORIES };
            let stories = if only == Some(Only::Comments) {
                None
            } else {
                Some(search::stories(tx, site, &wanted, from, limit)?)
            };
            let comments = if only == Some(Only::Stories) {
                None
            } else {
                Some(search::comments(tx, site, &wanted, from, COMMENTS)?)
            };
            Ok((stories, comments))
        })
        .await?;
    let w = spoken.or(words::of(&[&asked.site.lang]));
    let times = Times::new(&asked.site, w);
    let mut answer = Answer { has_words: true, ..Answer::default() };
    let link = |only: &str, last: Option<(Timestamp, Id)>| {
        let cursor = last.map(Cursor::newest);
        let after = cursor.map_or(String::new(), |cursor| format!("&after={cursor}"));
        format!("/search?q={}&in={only}{after}{}", encoded(q), spoken.carried())
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(FOUND);
    if let Some(found) = stories {
        answer.stories_count = number(found.count);
        if found.more {
            let last = found.items.last().map(|story| (story.published_at, story.id));
            answer.more_stories = Some((link("stories", last.filter(|_| only.is_some())), only.is_some()));
        }
        answer.stories = found.items.into_iter().map(|story| FoundStory::of(story, &question, &times)).collect();
    }
    if let Some(found) = comments {
        answer.comments_count = number(found.count);
        if found.more {
            let last = found.items.last().map(|(_, comment)| (comment.created_at, comment.id));
            answer.more_comments = Some(link("comments", last));
        }
        answer.comments = found
            .items
            .into_iter()
            .map(|(story, comment)| FoundComment::of(&story, comment, &question, &times))
            .collect();
    }
    Ok(answer)
}
