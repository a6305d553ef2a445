//! What is new for somebody: answers, decisions, votes, and what they follow.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Redirect, Response};

use super::sign_in::sign_in_path;
use super::view::{Time, Times};
use super::{Layout, encoded, html, no_store};
use crate::app::App;
use crate::http::caller::{Person, person};
use crate::http::error::{Error, Result};
use crate::http::extract::{Asked, Fields, own_only};
use crate::models::{Standing, State as CommentState, is_suspended};
use crate::store::follows::{self, Followed, PutFollow, Subject};
use crate::store::news::{self, Kind, Seen};
use crate::words;

struct ItemView {
    href: String,
    /// What happened.
    what: String,
    story: String,
    excerpt: String,
    time: Time,
    seen: bool,
}

#[derive(Template)]
#[template(path = "pages/news.html")]
struct NewsPage<'a> {
    layout: Layout<'a>,
    items: Vec<ItemView>,
    followed: Vec<Followed>,
    /// Whether anything is new.
    any: bool,
}

/// Items shown at most.
const LISTED: i64 = 100;

/// `GET /account/news`
pub async fn news_page(State(app): State<Arc<App>>, asked: Asked, headers: HeaderMap) -> Result<Response> {
    let Some(signed) = person(&app, &asked, &headers).await? else {
        return Ok(no_store(Redirect::to(&sign_in_path("/account/news"))));
    };
    let (site, account) = (asked.site.id, signed.account.id);
    let (items, followed) = app
        .store
        .read(move |tx| Ok((news::of_account(tx, site, account, LISTED)?, follows::of_account(tx, site, account)?)))
        .await?;
    let w = words::of(&[&signed.account.lang, &asked.site.lang]);
    let times = Times::new(&asked.site, w);
    let items: Vec<ItemView> = items
        .into_iter()
        .map(|item| {
            let (slug, title) = item.story;
            ItemView {
                href: format!("/stories/{}/comments/{}", encoded(&slug), item.comment),
                what: match item.kind {
                    Kind::Reply => w.news_reply.with(&item.name),
                    Kind::Decision => match item.state {
                        CommentState::Published => w.news_published.clone(),
                        CommentState::Held => w.news_held.clone(),
                        CommentState::Removed | CommentState::Deleted => w.news_removed.clone(),
                    },
                    Kind::Warning => w.news_warning.clone(),
                    Kind::Votes => w.news_votes(item.count).into_owned(),
                    Kind::Appeal => w.news_appeal.clone(),
                },
                story: title,
                excerpt: understory_markup::plain_text(&item.html).chars().take(200).collect(),
                time: times.show(item.created_at),
                seen: item.seen,
            }
        })
        .collect();
    let any = items.iter().any(|item| !item.seen) || followed.iter().any(|one| one.new > 0);
    let mut layout = Layout::new(&asked.site, w.news_heading.clone()).private();
    layout.w = w;
    Ok(no_store(html(StatusCode::OK, &NewsPage { layout, items, followed, any })?))
}

/// `POST /account/news`: one has seen it all.
pub async fn news_seen(State(app): State<Arc<App>>, asked: Asked, Person(signed): Person) -> Result<Response> {
    own_only(&asked)?;
    let seen = Seen { site: asked.site.id, account: signed.account.id, now: app.clock.now() };
    app.watch(app.store.write(seen).await)?;
    Ok(no_store(Redirect::to("/account/news")))
}

/// `POST /account/follows`: `follow` or `unfollow` names what.
pub async fn follow_post(
    State(app): State<Arc<App>>,
    asked: Asked,
    person: Result<Person>,
    fields: Fields,
) -> Result<Response> {
    own_only(&asked)?;
    let Ok(Person(signed)) = person else {
        return Ok(no_store(Redirect::to(&sign_in_path("/account/news"))));
    };
    let follows = !fields.get("follow").is_empty();
    let named = if follows { fields.get("follow") } else { fields.get("unfollow") };
    // To stop following is to be left alone: whoever is suspended may.
    if follows && signed.account.standing != Standing::Good {
        return Err(is_suspended().into());
    }
    let subject =
        Subject::parse(named).ok_or_else(|| Error::bad_request("follow_invalid", "This cannot be followed."))?;
    let (site, account, now) = (asked.site.id, signed.account.id, app.clock.now());
    app.watch(app.store.write(PutFollow { site, account, subject, follows, now }).await)?;
    Ok(no_store(Redirect::to("/account/news#followed")))
}
