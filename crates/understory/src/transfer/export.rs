//! Export: all stories by identifier, then all comments by story and identifier; the same data give the same bytes.

use std::io::Write;

use serde_json::{Value, json};
use understory_import::neutral::Writer;
use understory_import::{Author, CommentRecord, Extra, Record, StoryRecord, Votes};

use crate::app::App;
use crate::models::{Badges, Id, Site, Story, StoryState, normalise_address};
use crate::store::{export as rows, stories};

/// What an export wrote.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Exported {
    /// Stories.
    pub stories: u64,
    /// Comments.
    pub comments: u64,
}

/// Stories or comments read at a time.
const PAGE: i64 = 1_000;

/// Writes a site's discussions to `out`. E-mail addresses and guests' secrets are not in it: they are not kept.
///
/// # Errors
/// When the database or `out` fails.
pub async fn export(app: &App, site: &Site, out: impl Write, progress: &dyn Fn(u64)) -> anyhow::Result<Exported> {
    let mut writer = Writer::new(out);
    let mut done = Exported::default();
    let site_id = site.id;
    let mut ids = Vec::new();
    let mut after = Id::FIRST;
    loop {
        let page = app
            .store
            .read(move |tx| {
                let page = stories::every(tx, site_id, after, PAGE)?;
                page.into_iter().map(|story| Ok((stories::addresses(tx, site_id, story.id)?, story))).collect()
            })
            .await?;
        let page: Vec<(Vec<String>, Story)> = page;
        let Some((_, last)) = page.last() else { break };
        after = last.id;
        for (addresses, story) in &page {
            writer.write(&Record::Story(story_record(story, addresses)))?;
            ids.push(story.id);
            done.stories += 1;
        }
    }
    for story in ids {
        let mut after = Id::FIRST;
        loop {
            let page = app
                .store
                .read(move |tx| {
                    let page = rows::comments(tx, site_id, story, after, PAGE)?;
                    page.into_iter()
                        .map(|row| {
                            let earlier = if row.revisions > 0 {
                                rows::revisions(tx, site_id, story, row.id)?
                            } else {
                                Vec::new()
                            };
                            Ok((row, earlier))
                        })
                        .collect::<crate::store::Result<Vec<_>>>()
                })
                .await?;
            let Some((last, _)) = page.last() else { break };
            after = last.id;
            for (row, earlier) in page {
                writer.write(&Record::Comment(comment_record(row, earlier, story)))?;
                done.comments += 1;
            }
            progress(done.comments);
        }
    }
    writer.finish()?.flush()?;
    Ok(done)
}

fn object(text: &str) -> Extra {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => map.into_iter().collect(),
        _ => Extra::default(),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn story_record(story: &Story, addresses: &[String]) -> StoryRecord {
    let mut extra = object(&story.extra);
    let canonical = story.url.as_deref().and_then(normalise_address);
    let aliases: Vec<String> = addresses
        .iter()
        .filter(|address| Some(*address) != canonical.as_ref())
        .map(|address| format!("https://{address}"))
        .collect();
    if !aliases.is_empty() {
        extra.insert("x_aliases".to_owned(), aliases.into());
    }
    extra.insert("x_lang".to_owned(), story.lang.clone().into());
    if let Ok(Value::Object(matter)) = serde_json::to_value(&story.matter) {
        let said = |value: &Value| value.as_str() != Some("") && value.as_array().is_none_or(|list| !list.is_empty());
        extra.extend(
            matter.into_iter().filter(|(_, value)| said(value)).map(|(name, value)| (format!("x_{name}"), value)),
        );
    }
    if let Some((source, id)) = &story.source {
        extra.insert("x_source".to_owned(), source.clone().into());
        extra.insert("x_source_id".to_owned(), id.clone().into());
    }
    if let Some(closed) = &story.closed {
        let mut how = json!({ "at": closed.at.rfc3339(), "by": closed.by.as_str() });
        if let Some(reason) = &closed.reason {
            how["reason"] = reason.clone().into();
        }
        extra.insert("x_closed".to_owned(), how);
    }
    if let Some(at) = story.close_at {
        extra.insert("x_close_at".to_owned(), at.rfc3339().into());
    }
    let state = match (story.state, &story.closed) {
        (StoryState::Published, Some(_)) => Some("closed"),
        (StoryState::Published, None) => None,
        (state, _) => Some(state.as_str()),
    };
    StoryRecord {
        id: story.id.to_string(),
        title: story.title.clone(),
        url: story.url.clone(),
        slug: Some(story.slug.clone()),
        body: some(&story.body),
        author: some(&story.author),
        published_at: Some(story.published_at.civil()),
        topics: story.topics.clone(),
        state: state.map(str::to_owned),
        extra,
    }
}

fn comment_record(
    row: rows::ExportedComment,
    earlier: Vec<(String, String, crate::clock::Timestamp)>,
    story: Id,
) -> CommentRecord {
    let mut extra = row.extra.as_deref().map(object).unwrap_or_default();
    if let Some((source, id)) = row.source {
        extra.insert("x_source".to_owned(), source.into());
        extra.insert("x_source_id".to_owned(), id.into());
    }
    if let Some(reasons) = row.reasons.as_deref().and_then(|text| serde_json::from_str(text).ok()) {
        extra.insert("x_reasons".to_owned(), reasons);
    }
    if !earlier.is_empty() {
        let list: Vec<Value> = earlier
            .into_iter()
            .map(|(body, format, at)| json!({ "body": body, "format": format, "at": at.rfc3339() }))
            .collect();
        extra.insert("x_revisions".to_owned(), list.into());
    }
    if row.badges != Badges::NONE {
        extra.insert("x_badges".to_owned(), row.badges.words().collect());
    }
    let count = |votes: i64| u32::try_from(votes).unwrap_or(0);
    CommentRecord {
        id: row.id.to_string(),
        story: story.to_string(),
        parent: (row.parent != story).then(|| row.parent.to_string()),
        author: Author { name: row.name, id: row.author_id, email: None, extra: Extra::default() },
        created_at: row.created_at.civil(),
        body: row.body,
        format: match row.format.as_str() {
            "html" => understory_import::Format::Html,
            "text" => understory_import::Format::Text,
            _ => understory_import::Format::Markdown,
        },
        state: match row.state.as_str() {
            "held" => Some(understory_import::State::Held),
            "removed" => Some(understory_import::State::Removed),
            "deleted" => Some(understory_import::State::Deleted),
            _ => None,
        },
        votes: (row.up != 0 || row.down != 0).then(|| Votes { up: count(row.up), down: count(row.down) }),
        edited_at: row.edited_at.map(|time| time.civil()),
        lang: row.lang,
        extra,
    }
}
