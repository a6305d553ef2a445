//! Search by program: what the page at `/search` finds.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comments::{PageQuery, WithStory, read_query};
use super::types::{CommentOut, StoryOut};
use crate::app::App;
use crate::http::error::{Error, Problem, Result};
use crate::http::extract::Asked;
use crate::http::pages;
use crate::models::{Cursor, Id, Question, Sort, Viewer};
use crate::store::search;
use crate::store::threads::Branch;

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// The words: whatever is found has all of them. A word of four letters or more also finds those that begin with it.
    #[param(max_length = 200)]
    q: String,
    /// Where to go on.
    after: Option<String>,
    /// How many, 20 if not said, 100 at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
}

impl SearchQuery {
    fn read(self) -> Result<(Question, search::From, usize)> {
        let question = Question::asked(&self.q)?
            .ok_or_else(|| Error::bad_request("query_empty", "'q' has no word in it to search for."))?;
        let (_, after, limit) =
            PageQuery { sort: None, after: self.after, limit: self.limit }.read(Id::FIRST, Sort::Newest)?;
        Ok((question, after.map(Cursor::place), usize::from(limit)))
    }
}

/// Stories that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundStories {
    /// Newest first.
    stories: Vec<StoryOut>,
    /// How many there are; 1,000 stands for as many or more, of which only the newest can be listed.
    found: usize,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
}

/// Stories that have every word.
#[utoipa::path(get, path = "/api/v1/search/stories", tag = "search", params(SearchQuery),
    responses((status = 200, body = FoundStories), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn stories(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<SearchQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let (question, from, limit) = read_query(query)?.read()?;
    let site = asked.site.id;
    let found = app.searched(move |tx| search::stories(tx, site, &question, from, limit)).await?;
    let last = found.items.last().filter(|_| found.more).map(|story| (story.published_at, story.id));
    let now = app.clock.now();
    let stories = found
        .items
        .iter()
        .map(|story| StoryOut::of(story, story.closed_at(now, &asked.site.settings).as_ref()))
        .collect();
    Ok(pages::no_store(axum::Json(FoundStories { stories, found: found.count, next: last.map(Cursor::newest) })))
}

/// Comments that were found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundComments {
    /// Newest first, each with its story, without replies.
    comments: Vec<WithStory>,
    /// How many there are; 1,000 stands for as many or more, of which only the newest can be listed.
    found: usize,
    /// Where the list goes on.
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
}

/// Published comments that have every word.
#[utoipa::path(get, path = "/api/v1/search/comments", tag = "search", params(SearchQuery),
    responses((status = 200, body = FoundComments), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn comments(
    State(app): State<Arc<App>>,
    asked: Asked,
    query: std::result::Result<Query<SearchQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let (question, from, limit) = read_query(query)?.read()?;
    let site = asked.site.id;
    let found = app.searched(move |tx| search::comments(tx, site, &question, from, limit)).await?;
    let last = found.items.last().filter(|_| found.more).map(|(_, comment)| (comment.created_at, comment.id));
    let one = |(story, comment): (Arc<crate::models::Story>, _)| {
        let branch = Branch { comment, children: Vec::new(), more: None };
        Some(WithStory { story: story.id, comment: CommentOut::of(branch, story.id, story.state, Viewer::Reader)? })
    };
    let comments = found.items.into_iter().filter_map(one).collect();
    Ok(pages::no_store(axum::Json(FoundComments { comments, found: found.count, next: last.map(Cursor::newest) })))
}
