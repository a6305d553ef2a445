//! A story record or a story file to a story.

mod file;

use understory_import::StoryRecord;

pub use file::StoryFile;

use crate::clock::Timestamp;
use crate::models::{
    Closed, ClosedBy, Id, Matter, Medium, Refusal, Site, Story, StoryState, normalise_address, slug_of,
};

/// Makes a story of a record. `id` is used where the record's own is not one of ours.
///
/// # Errors
/// The refusal of the first field that is not valid.
pub fn story_of(
    record: &StoryRecord,
    id: Id,
    source: Option<(String, String)>,
    site: &Site,
    now: Timestamp,
) -> Result<(Story, Vec<String>), Refusal> {
    if let Some(other) = record.state.as_deref().filter(|word| !STATES.contains(word)) {
        return Err(Refusal::field(
            "state_invalid",
            "state",
            format!("'{other}' is no state of a story: write published, closed, unpublished or draft."),
        ));
    }
    matter_of(record)?;
    let (story, aliases) = made(record, id, source, site, now);
    check(&story)?;
    Ok((story, aliases))
}

/// The words for a story's state in records.
pub const STATES: [&str; 5] = ["published", "closed", "unpublished", "draft", "scheduled"];

/// The same without a check: what is not valid stays as it is.
pub fn made(
    record: &StoryRecord,
    id: Id,
    source: Option<(String, String)>,
    site: &Site,
    now: Timestamp,
) -> (Story, Vec<String>) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let published_at = record.published_at.map_or(now, Timestamp::from);
    let (state, closed) = match record.state.as_deref() {
        Some("closed") => (
            StoryState::Published,
            Some(Closed { at: published_at.max(Timestamp(0)), by: ClosedBy::Hand, reason: None }),
        ),
        Some("unpublished") => (StoryState::Unpublished, None),
        Some("draft") => (StoryState::Draft, None),
        Some("scheduled") => (StoryState::Scheduled, None),
        _ => (StoryState::at(published_at, now), None),
    };
    let body = text(&record.body);
    let strings = |name: &str| -> Vec<String> {
        let list = record.extra.get(name).and_then(|value| value.as_array());
        list.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let lang = record.extra.get("x_lang").and_then(|value| value.as_str()).unwrap_or(&site.lang).to_owned();
    let extra: serde_json::Map<String, serde_json::Value> = record
        .extra
        .iter()
        .filter(|(name, _)| !OUR_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    // What is not as we would have made it is no picture of ours, and could be anybody's address.
    let matter = matter_of(record).unwrap_or_default();
    let story = Story {
        id,
        slug: record.slug.clone().unwrap_or_else(|| slug_of(&record.title, id)),
        url: record.url.clone(),
        title: record.title.clone(),
        html: render(&body, &matter),
        body,
        author: text(&record.author),
        lang,
        topics: record.topics.clone(),
        state,
        published_at,
        created_at: now,
        updated_at: now,
        closed,
        close_at: None,
        seq: 0,
        comments: 0,
        source,
        extra: serde_json::Value::Object(extra).to_string(),
        matter,
    };
    let aliases = strings("x_aliases");
    (story, aliases)
}

/// The text of a story as HTML, with its pictures where it names them.
pub fn render(body: &str, matter: &Matter) -> String {
    understory_markup::article(body, &|figure| {
        let medium = matter.media.iter().find(|medium| medium.name == figure.source)?;
        let picture = medium.picture.clone()?;
        let said = |here: &str, there: &str| if here.trim().is_empty() { there.to_owned() } else { here.to_owned() };
        let (alt, caption) = (said(figure.alt, &medium.alt), said(figure.caption, &medium.caption));
        let medium = Medium { picture: Some(picture), alt, caption, ..medium.clone() };
        Some(crate::http::pages::figure(&medium))
    })
}

/// What a record says beside headline and text.
fn matter_of(record: &StoryRecord) -> Result<Matter, Refusal> {
    let text = |name: &str| record.extra.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    fn list<T: serde::de::DeserializeOwned>(record: &StoryRecord, name: &'static str) -> Result<Vec<T>, Refusal> {
        let Some(value) = record.extra.get(name).cloned() else { return Ok(Vec::new()) };
        serde_json::from_value(value).map_err(|error| {
            Refusal::field("json_unexpected", name, format!("'{name}' is not what is expected: {error}."))
        })
    }
    let matter = Matter {
        standfirst: text("x_standfirst"),
        question: text("x_question"),
        media: list(record, "x_media")?,
        corrections: list(record, "x_corrections")?,
    };
    matter.check()?;
    Ok(matter)
}

/// Fields beginning with `x_` that carry something of ours, and so are not kept twice.
pub const OUR_FIELDS: &[&str] = &[
    "x_aliases",
    "x_lang",
    "x_source",
    "x_source_id",
    "x_closed",
    "x_close_at",
    "x_created_at",
    "x_updated_at",
    "x_revisions",
    "x_reasons",
    "x_rank_base",
    "x_standfirst",
    "x_question",
    "x_media",
    "x_corrections",
    "x_badges",
];

/// Checks what an editor may give.
///
/// # Errors
/// The refusal of the first field that is not valid.
pub fn check(story: &Story) -> Result<(), Refusal> {
    if story.title.trim().is_empty() || story.title.chars().count() > 500 {
        return Err(Refusal::field("title_invalid", "title", "Give a headline of 1 to 500 characters."));
    }
    let slug_is_plain = story.slug.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
        || story.slug.chars().all(|c| !c.is_control() && !c.is_whitespace() && !"/?#%\\\"<>&'".contains(c));
    if story.slug.is_empty() || story.slug.chars().count() > 200 || !slug_is_plain || story.slug.starts_with('.') {
        return Err(Refusal::field(
            "slug_invalid",
            "slug",
            "A slug is 1 to 200 letters, digits and hyphens, such as 'bridge-opens'.",
        ));
    }
    if let Some(url) = &story.url
        && (normalise_address(url).is_none() || url.len() > 2000)
    {
        return Err(Refusal::field("url_invalid", "url", "Give an address that begins with https:// or http://."));
    }
    if story.author.chars().count() > 500 {
        return Err(Refusal::field("author_invalid", "author", "A byline has 500 characters at most."));
    }
    if story.topics.len() > 20
        || story.topics.iter().any(|topic| topic.chars().count() > 100 || topic.trim().is_empty())
    {
        return Err(Refusal::field("topics_invalid", "topics", "Give up to 20 topics of 1 to 100 characters."));
    }
    let lang_is_plain = story.lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if story.lang.is_empty() || story.lang.len() > 35 || !lang_is_plain {
        return Err(Refusal::field("lang_invalid", "lang", "A language is a tag such as 'en' or 'pt-BR'."));
    }
    story.matter.check()
}
