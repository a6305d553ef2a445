use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use serde::Deserialize;
use serde_json::json;
use understory_import::StoryRecord;

use super::{Common, Done, output};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::StoryOut;
use crate::models::{Closed, ClosedBy, Id, Site, Story as Model};
use crate::publish;
use crate::store::stories::{self, Put};

/// Publish, list and close stories.
#[derive(Debug, Subcommand)]
pub enum Story {
    /// Publish stories from Markdown files with front matter
    Add {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// List stories, newest first
    List {
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Close a story's thread, now or at a time
    Close {
        /// Its identifier, slug or address
        story: String,
        /// Words to the readers
        #[arg(long)]
        reason: Option<String>,
        /// When, such as 2026-11-30T18:00:00Z; now if not said
        #[arg(long)]
        at: Option<jiff::Timestamp>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Open a closed thread again
    Reopen {
        /// Its identifier, slug or address
        story: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

impl Story {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        match self {
            Self::Add { files, site } => add(&app, common, &files, &*app.site_named(&site)?).await,
            Self::List { site, limit } => list(&app, common, &*app.site_named(&site)?, limit).await,
            Self::Close { story, reason, at, site } => {
                let site = app.site_named(&site)?;
                let id = find(&app, &site, &story).await?.id;
                let now = app.clock.now();
                match at.map(Timestamp::from).filter(|at| *at > now) {
                    Some(at) => {
                        app.store
                            .write(stories::SetCloseAt { site: site.id, story: id, close_at: Some(at), now })
                            .await?;
                    }
                    None => {
                        let closed = Some(Closed { at: now, by: ClosedBy::Hand, reason });
                        app.store.write(stories::SetClosed { site: site.id, story: id, closed, now }).await?;
                    }
                }
                show(&app, common, &site, id).await
            }
            Self::Reopen { story, site } => {
                let site = app.site_named(&site)?;
                let id = find(&app, &site, &story).await?.id;
                let now = app.clock.now();
                app.store.write(stories::SetClosed { site: site.id, story: id, closed: None, now }).await?;
                show(&app, common, &site, id).await
            }
        }
    }
}

/// A story by whatever an editor has at hand.
async fn find(app: &App, site: &Site, what: &str) -> anyhow::Result<Model> {
    let (site, text) = (site.id, what.to_owned());
    let found = app
        .store
        .read(move |tx| {
            if let Ok(id) = text.parse::<Id>()
                && let Some(story) = stories::by_id(tx, site, id)?
            {
                return Ok(Some(story));
            }
            match stories::by_slug(tx, site, &text)? {
                Some(story) => Ok(Some(story)),
                None => stories::by_address(tx, site, &text),
            }
        })
        .await?;
    found.with_context(|| format!("no story has the identifier, slug or address '{what}'"))
}

async fn show(app: &App, common: &Common, site: &Site, id: Id) -> anyhow::Result<Done> {
    let site_id = site.id;
    let story = app.store.read(move |tx| stories::by_id(tx, site_id, id)).await?.context("the story is gone")?;
    let closed = story.closed_at(app.clock.now(), &site.settings);
    if common.json {
        output::say_json(&StoryOut::of(&story, closed.as_ref()))?;
    } else {
        let state = match (&closed, story.close_at) {
            (Some(closed), _) => format!("closed: {}", closed.sentence()),
            (None, Some(at)) => format!("open until {at}"),
            (None, None) => "open".to_owned(),
        };
        output::say(format!("{}  {}  ({state})", story.id, output::plain(&story.title)));
    }
    Ok(Done::Whole)
}

async fn list(app: &App, common: &Common, site: &Site, limit: usize) -> anyhow::Result<Done> {
    let site_id = site.id;
    let found = app.store.read(move |tx| stories::newest(tx, site_id, None, limit)).await?;
    let now = app.clock.now();
    for story in &found {
        let closed = story.closed_at(now, &site.settings);
        if common.json {
            output::say_json(&StoryOut::of(story, closed.as_ref()))?;
        } else {
            let mark = if closed.is_some() { "closed" } else { "open" };
            output::say(format!(
                "{}  {}  {:>6} comments  {mark:<6}  {}",
                story.id,
                story.published_at,
                story.comments,
                output::plain(&story.title)
            ));
        }
    }
    if found.is_empty() && !common.json {
        output::say("There are no stories yet. Publish one with 'understory story add FILE.md'.");
    }
    Ok(Done::Whole)
}

/// What stands between the `---` lines at the head of a story file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FrontMatter {
    title: Option<String>,
    slug: Option<String>,
    url: Option<String>,
    author: Option<String>,
    published: Option<String>,
    topics: Vec<String>,
    lang: Option<String>,
    media: Vec<String>,
}

async fn add(app: &App, common: &Common, files: &[PathBuf], site: &Site) -> anyhow::Result<Done> {
    let mut failed = 0;
    for file in files {
        match add_one(app, site, file).await {
            Ok((put, story)) => {
                let (id, word) = match put {
                    Put::Created(id) => (id, "published"),
                    Put::Changed(id) => (id, "changed"),
                };
                if common.json {
                    output::say_json(&json!({ "id": id, "slug": story.slug, "state": word, "file": file }))?;
                } else {
                    output::say(format!("{word}  {}/stories/{}", app.config.origin(), story.slug));
                }
            }
            Err(error) => {
                failed += 1;
                output::complain(&error.context(file.display().to_string()));
            }
        }
    }
    match failed {
        0 => Ok(Done::Whole),
        n if n == files.len() => bail!("no story was published"),
        _ => Ok(Done::Partly),
    }
}

async fn add_one(app: &App, site: &Site, file: &Path) -> anyhow::Result<(Put, Model)> {
    let text = std::fs::read_to_string(file).context("the file could not be read as UTF-8 text")?;
    let record = read(&text, file)?;
    let id = app.clock.new_id();
    let source = Some(("file".to_owned(), record.id.clone()));
    let (story, aliases) = publish::story_of(&record, id, source, site, app.clock.now())
        .map_err(|refusal| anyhow::anyhow!(refusal.text))?;
    let put = app.store.write(stories::PutStory { site: site.id, story: story.clone(), aliases }).await?;
    Ok((put, story))
}

/// A story file: front matter between `---` lines, then Markdown. The same file name is the same story.
fn read(text: &str, file: &Path) -> anyhow::Result<StoryRecord> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (head, body) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((head, body)) => (front_matter(head)?, body.trim_start()),
        None => (FrontMatter::default(), text.as_str()),
    };
    let (title, body) = match (head.title, body.strip_prefix("# ")) {
        (Some(title), _) => (title, body.to_owned()),
        (None, Some(rest)) => {
            let (title, body) = rest.split_once('\n').unwrap_or((rest, ""));
            (title.trim().to_owned(), body.trim_start().to_owned())
        }
        (None, None) => bail!("there is no title: write 'title: …' between '---' lines at the head of the file"),
    };
    let published_at = head.published.as_deref().map(time).transpose()?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut extra = std::collections::BTreeMap::new();
    if let Some(lang) = head.lang {
        extra.insert("x_lang".to_owned(), lang.into());
    }
    if !head.media.is_empty() {
        extra.insert("x_media".to_owned(), head.media.into());
    }
    Ok(StoryRecord {
        id: head.slug.clone().or(head.url.clone()).unwrap_or(name),
        title,
        url: head.url,
        slug: head.slug,
        body: Some(body),
        author: head.author,
        published_at,
        topics: head.topics,
        state: None,
        extra,
    })
}

/// `2026-11-22`, or a whole time with its zone.
fn time(text: &str) -> anyhow::Result<jiff::Timestamp> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(time);
    }
    let date: jiff::civil::Date = text
        .parse()
        .with_context(|| format!("published: '{text}' is no time; write 2026-11-22 or 2026-11-22T18:00:00Z"))?;
    Ok(date.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp())
}

/// The plain part of YAML that front matter uses: `key: value`, with lists as `[a, b]` or as `- a` lines.
fn front_matter(head: &str) -> anyhow::Result<FrontMatter> {
    let mut map = serde_json::Map::new();
    let mut list_key: Option<String> = None;
    for line in head.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        if let (Some(item), Some(key)) = (line.trim_start().strip_prefix("- "), &list_key) {
            if let Some(list) = map.get_mut(key).and_then(|value| value.as_array_mut()) {
                list.push(unquoted(item).into());
            }
            continue;
        }
        let (key, value) =
            line.split_once(':').with_context(|| format!("front matter: '{line}' is not 'key: value'"))?;
        let (key, value) = (key.trim().to_owned(), value.trim());
        let is_list = matches!(key.as_str(), "topics" | "media");
        let value: serde_json::Value = match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(items) => items.split(',').map(unquoted).filter(|item| !item.is_empty()).collect(),
            None if value.is_empty() => serde_json::Value::Array(Vec::new()),
            None if is_list => vec![unquoted(value)].into(),
            None => unquoted(value).into(),
        };
        list_key = is_list.then(|| key.clone());
        if !is_list && value.is_array() {
            continue;
        }
        map.insert(key, value);
    }
    serde_json::from_value(map.into()).context("front matter")
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    let inner = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    inner.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn story_files_are_read() {
        let text = "---\ntitle: \"The bridge: open\"\nslug: bridge\nauthor: Ana Lima\npublished: 2026-11-20\n\
                    topics: [Town, Traffic]\n---\n\nFirst paragraph.\n";
        let story = read(text, Path::new("a/bridge.md")).unwrap();
        assert_eq!(story.title, "The bridge: open");
        assert_eq!(story.id, "bridge");
        assert_eq!(story.topics, ["Town", "Traffic"]);
        assert_eq!(story.body.as_deref(), Some("First paragraph.\n"));
        assert_eq!(story.published_at.unwrap().to_string(), "2026-11-20T00:00:00Z");
        let listed = read("---\ntitle: T\ntopics:\n  - One\n  - Two\n---\nx", Path::new("t.md")).unwrap();
        assert_eq!((listed.topics, listed.id), (vec!["One".to_owned(), "Two".to_owned()], "t.md".to_owned()));
        assert_eq!(read("# Only a heading\n\nText", Path::new("h.md")).unwrap().title, "Only a heading");
        for bad in ["no title at all", "---\ntitle: T\ncolour: red\n---\nx", "---\ntitle: T\npublished: soon\n---\nx"] {
            assert!(read(bad, Path::new("b.md")).is_err(), "{bad}");
        }
    }
}
