use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Subcommand;
use serde_json::json;

use super::{Common, Done, output};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::api::StoryOut;
use crate::models::{COMMAND_LINE, Closed, ClosedBy, Correction, Id, Site, Story as Model, StoryState};
use crate::publish;
use crate::store::stories::{self, Put, Shown};
use crate::store::{closures, merges};

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
    /// Change parts of a story; what is not named stays
    Edit {
        /// Its identifier, slug or address
        story: String,
        /// The headline
        #[arg(long)]
        title: Option<String>,
        /// The sentence or two below it
        #[arg(long)]
        standfirst: Option<String>,
        /// The byline
        #[arg(long)]
        author: Option<String>,
        /// Its topics, in place of those it has
        #[arg(long = "topic")]
        topics: Vec<String>,
        /// What the readers are asked
        #[arg(long)]
        question: Option<String>,
        /// Say below the story what was wrong and is right now
        #[arg(long, value_name = "TEXT")]
        correct: Option<String>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Show a draft, or one that was taken back; at a time to come, if one is given
    Publish {
        /// Its identifier, slug or address
        story: String,
        /// When, such as 2026-11-30T06:00:00Z; now if not said
        #[arg(long)]
        at: Option<jiff::Timestamp>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Take a story out of sight; it is kept with its thread
    Unpublish {
        /// Its identifier, slug or address
        story: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Give a story another address; the old one leads on to it
    Move {
        /// Its identifier, slug or address
        story: String,
        /// The last part of its address here
        #[arg(long)]
        slug: Option<String>,
        /// Where it stands elsewhere
        #[arg(long)]
        url: Option<String>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Put the comments of one story below another; its addresses lead there, and it is taken out of sight
    Merge {
        /// The story whose thread goes: its identifier, slug or address
        from: String,
        /// The story to which it goes
        into: String,
        /// Say what would be done, and do nothing
        #[arg(long)]
        dry_run: bool,
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
                let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
                match at.map(Timestamp::from).filter(|at| *at > now) {
                    Some(at) => {
                        app.store
                            .write(closures::SetCloseAt { site: site.id, story: id, close_at: Some(at), by, now })
                            .await?;
                    }
                    None => {
                        let closed = Some(Closed { at: now, by: ClosedBy::Hand, reason });
                        app.store.write(closures::SetClosed { site: site.id, story: id, closed, by, now }).await?;
                    }
                }
                show(&app, common, &site, id).await
            }
            Self::Edit { story, title, standfirst, author, topics, question, correct, site } => {
                let site = app.site_named(&site)?;
                let mut story = find(&app, &site, &story).await?;
                let now = app.clock.now();
                for (given, field) in [
                    (title, &mut story.title),
                    (standfirst, &mut story.matter.standfirst),
                    (author, &mut story.author),
                    (question, &mut story.matter.question),
                ] {
                    if let Some(text) = given {
                        *field = text;
                    }
                }
                if !topics.is_empty() {
                    story.topics = topics;
                }
                if let Some(text) = correct {
                    story.matter.corrections.push(Correction { at: now, text });
                }
                put(&app, common, &site, story, now).await
            }
            Self::Move { story, slug, url, site } => {
                let site = app.site_named(&site)?;
                let mut story = find(&app, &site, &story).await?;
                if slug.is_none() && url.is_none() {
                    bail!("say where to: --slug, --url or both");
                }
                story.slug = slug.unwrap_or(story.slug);
                story.url = url.or(story.url);
                let now = app.clock.now();
                put(&app, common, &site, story, now).await
            }
            Self::Publish { story, at, site } => {
                let site = app.site_named(&site)?;
                let story = find(&app, &site, &story).await?;
                let now = app.clock.now();
                // A draft counts from now; what was shown before keeps its date, unless another is given.
                let first = matches!(story.state, StoryState::Draft | StoryState::Scheduled);
                let published_at = at.map(Timestamp::from).or(first.then_some(now));
                let state = StoryState::at(published_at.unwrap_or(story.published_at), now);
                let id = story.id;
                app.store
                    .write(stories::SetState {
                        site: site.id,
                        story: id,
                        state,
                        published_at,
                        only_if_due: false,
                        by: COMMAND_LINE.to_owned(),
                        now,
                    })
                    .await?;
                show(&app, common, &site, id).await
            }
            Self::Unpublish { story, site } => {
                let site = app.site_named(&site)?;
                let id = find(&app, &site, &story).await?.id;
                let (state, now) = (StoryState::Unpublished, app.clock.now());
                app.store
                    .write(stories::SetState {
                        site: site.id,
                        story: id,
                        state,
                        published_at: None,
                        only_if_due: false,
                        by: COMMAND_LINE.to_owned(),
                        now,
                    })
                    .await?;
                show(&app, common, &site, id).await
            }
            Self::Merge { from, into, dry_run, site } => {
                let site = app.site_named(&site)?;
                let from = find(&app, &site, &from).await?;
                let into = find(&app, &site, &into).await?;
                merge(&app, common, &site, (&from, &into), dry_run).await
            }
            Self::Reopen { story, site } => {
                let site = app.site_named(&site)?;
                let id = find(&app, &site, &story).await?.id;
                let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
                app.store.write(closures::SetClosed { site: site.id, story: id, closed: None, by, now }).await?;
                show(&app, common, &site, id).await
            }
        }
    }
}

async fn merge(
    app: &App,
    common: &Common,
    site: &Site,
    (from, into): (&Model, &Model),
    dry_run: bool,
) -> anyhow::Result<Done> {
    let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
    let write = merges::MergeStory { site: site.id, from: from.id, into: into.id, by, now };
    let merged = if dry_run {
        let merges::MergeStory { site, from, into, .. } = write;
        app.store.read(move |tx| merges::would_merge(tx, site, from, into)).await?
    } else {
        app.store.write(write).await?
    };
    if common.json {
        output::say_json(&json!({ "from": from.id, "into": into.id, "dry_run": dry_run, "moved": merged }))?;
        return Ok(Done::Whole);
    }
    let merges::Merged { comments, roots, visible, addresses } = merged;
    let (would, will) = if dry_run { ("would go", "would lead") } else { ("went", "lead") };
    output::say(format!(
        "{comments} comments ({roots} of them answer the story, {visible} can be seen) {would} from '{}' to '{}'",
        output::plain(&from.title),
        output::plain(&into.title)
    ));
    output::say(format!("{addresses} addresses {will} there, /stories/{} among them", from.slug));
    if dry_run {
        output::say("Nothing was done. The same without --dry-run does it; it cannot be undone.");
    }
    Ok(Done::Whole)
}

/// Puts a changed story in the place of what it was.
async fn put(app: &App, common: &Common, site: &Site, mut story: Model, now: Timestamp) -> anyhow::Result<Done> {
    story.updated_at = now;
    publish::check(&story).map_err(|refusal| anyhow::anyhow!(refusal.text))?;
    let id = story.id;
    app.store
        .write(stories::PutStory {
            site: site.id,
            story,
            aliases: Vec::new(),
            shown: Shown::AsBefore,
            by: COMMAND_LINE.to_owned(),
            attempt: None,
        })
        .await?;
    show(app, common, site, id).await
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
        let state = match (story.state, &closed, story.close_at) {
            (StoryState::Scheduled, ..) => format!("to be published {}", story.published_at),
            (StoryState::Draft | StoryState::Unpublished, ..) => story.state.as_str().to_owned(),
            (_, Some(closed), _) => format!("closed: {}", closed.sentence()),
            (_, None, Some(at)) => format!("open until {at}"),
            (_, None, None) => "open".to_owned(),
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

async fn add(app: &App, common: &Common, files: &[PathBuf], site: &Site) -> anyhow::Result<Done> {
    let mut failed = 0;
    for file in files {
        match add_one(app, site, file).await {
            Ok((put, story)) => {
                let (id, word) = match (put, story.state) {
                    (Put::Created(id), StoryState::Scheduled) => (id, "scheduled"),
                    (Put::Created(id), StoryState::Draft) => (id, "drafted"),
                    (Put::Created(id), _) => (id, "published"),
                    (Put::Changed(id), _) => (id, "changed"),
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
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let story = publish::StoryFile::read(&text, &name)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let read = |name: &str| std::fs::read(folder.join(name)).with_context(|| format!("media: {name}"));
    story.publish(app, site, "file", &read).await
}
