//! The sample publication: a small town's paper with living discussions, to look at and to test on. `sample/README.md`
//! says what is in it.

use anyhow::Context;
use rust_embed::Embed;

use crate::app::App;
use crate::clock::Timestamp;
use crate::models::{COMMAND_LINE, Closed, ClosedBy, Site};
use crate::publish::StoryFile;
use crate::store::sites::ChangeSite;
use crate::store::{closures, stories};
use crate::transfer::{Import, import};

#[derive(Embed)]
#[folder = "../../sample"]
#[include = "stories/*.md"]
#[include = "threads/*.jsonl"]
#[include = "media/*.jpg"]
#[include = "media/*.png"]
#[include = "media/*.webm"]
struct Files;

/// The evening at which the sample stands in its files; its newest comment is of minutes before.
const WRITTEN_AT: &str = "2026-11-20T19:00:00Z";

/// Under this name its stories and comments are known.
const SOURCE: &str = "sample";

/// The story whose thread the desk has closed, and what it tells the readers.
const CLOSED: (&str, &str) = (
    "elm-street-parking",
    "Too much of it had stopped being about parking. Thank you to everyone who stuck to the street.",
);

const SETTINGS: [(&str, &str); 3] = [
    (
        "description",
        "The paper of Saltmere and Far Quay: the council, the harbour, the boat between them, and what people say about it all.",
    ),
    (
        "reserved_names",
        r#"["Ines Calder", "Tom Okafor", "Rosa Whitlock", "Karl Brandt", "سلمى الحداد", "The Lantern"]"#,
    ),
    ("house_rules", "Argue with the point, not with the person. Threats, insults and other people’s addresses go."),
];

/// Fills a database without stories with the sample, moved by whole days so that it ends within the last one.
///
/// # Errors
/// Those of the database; the files themselves are tested.
pub async fn load(app: &App) -> anyhow::Result<()> {
    let site = app.sites().all.first().cloned().context("a new database has a site")?;
    let site_id = site.id;
    if !app.store.read(move |tx| Ok(stories::newest(tx, site_id, None, 1)?.is_empty())).await? {
        return Ok(());
    }
    configure(app, &site).await?;
    let site = app.site_named(&site.name)?;
    let later = days_since(app.clock.now())?;
    for name in named("stories/") {
        let text = moved(&text(&name)?, later);
        let story = StoryFile::read(&text, &name).with_context(|| name.clone())?;
        story
            .publish(app, &site, SOURCE, &|file| bytes(&format!("media/{file}")))
            .await
            .with_context(|| name.clone())?;
    }
    // One file of all threads, with the stories that they stand under, which are there already.
    let mut lines = String::new();
    for name in named("threads/") {
        let slug = name.trim_start_matches("threads/").trim_end_matches(".jsonl");
        let story = serde_json::json!({ "kind": "story", "id": slug, "title": slug, "slug": slug });
        lines.push_str(&format!("{story}\n{}", moved(&text(&name)?, later)));
    }
    let file = tempfile::NamedTempFile::new().context("there is no place for a temporary file")?;
    std::fs::write(file.path(), lines)?;
    let source = Some(SOURCE.to_owned());
    let report = import(app, Import { file: file.path(), site: &site, source, dry_run: false }, &|_, _, _| {}).await?;
    anyhow::ensure!(report.is_whole(), "the sample's threads: {}", serde_json::to_string(&report)?);
    close(app, &site).await
}

async fn configure(app: &App, site: &Site) -> anyhow::Result<()> {
    let mut settings = site.settings.clone();
    for (key, value) in SETTINGS {
        settings = settings.with(&format!("{key}={value}")).map_err(|error| anyhow::anyhow!(error))?;
    }
    let change = ChangeSite {
        title: Some("The Saltmere Lantern".to_owned()),
        settings: Some(settings),
        ..ChangeSite::nothing(site.id, COMMAND_LINE, app.clock.now())
    };
    app.store.write(change).await?;
    Ok(())
}

async fn close(app: &App, site: &Site) -> anyhow::Result<()> {
    let (slug, reason) = CLOSED;
    let site_id = site.id;
    let story = app.store.read(move |tx| stories::by_slug(tx, site_id, slug)).await?;
    let Some(story) = story else { return Ok(()) };
    let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
    let closed = Some(Closed { at: now, by: ClosedBy::Hand, reason: Some(reason.to_owned()) });
    app.store.write(closures::SetClosed { site: site_id, story: story.id, closed, by, now }).await?;
    Ok(())
}

fn named(folder: &str) -> Vec<String> {
    let mut names: Vec<String> =
        Files::iter().filter(|name| name.starts_with(folder)).map(|name| name.into_owned()).collect();
    names.sort();
    names
}

fn bytes(name: &str) -> anyhow::Result<Vec<u8>> {
    Ok(Files::get(name).with_context(|| format!("there is no '{name}' in the sample"))?.data.into_owned())
}

fn text(name: &str) -> anyhow::Result<String> {
    String::from_utf8(bytes(name)?).with_context(|| format!("'{name}' is no UTF-8"))
}

fn days_since(now: Timestamp) -> anyhow::Result<i64> {
    let written: jiff::Timestamp = WRITTEN_AT.parse()?;
    Ok(now.seconds_since(written.into()).div_euclid(86_400))
}

/// The text with every time in it so many days later.
fn moved(text: &str, days: i64) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // All times in the files are written alike: 2026-11-20T07:10:00Z.
    while let Some(at) = rest.find("2026-11-") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = "2026-11-20T07:10:00Z".len();
        let time = from.get(..length).and_then(|time| time.parse::<jiff::Timestamp>().ok());
        let (written, read) = match time {
            Some(time) => (Timestamp::from(time).plus_seconds(days * 86_400).rfc3339(), length),
            None => ("2026-11-".to_owned(), "2026-11-".len()),
        };
        out.push_str(&written);
        rest = &from[read..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_move_and_nothing_else() {
        let text = "{\"at\":\"2026-11-20T07:10:00Z\"} 2026-11-20 2026-11-";
        assert_eq!(moved(text, 4), "{\"at\":\"2026-11-24T07:10:00Z\"} 2026-11-20 2026-11-");
        assert_eq!(moved(text, 0), text);
    }
}
