use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use understory_rules::personal;

use super::{Common, Done, output};
use crate::app::App;
use crate::models::{COMMAND_LINE, Caught, Id, Place, RuleList, RulePlace, Site, State, quoted, topic_of};
use crate::moderation::{DryRun, MOST_DAYS, SiteRules, Struck, dry_run, fits, state_by};
use crate::store::rules::{self, PutList, RemoveList, TurnList};
use crate::store::stories;

/// Words, phrases and patterns that comments are compared with.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Make a list of a file, or put the file's text in the place of the list's
    Add {
        /// What it is called, such as names-in-court
        name: String,
        /// The file
        file: PathBuf,
        /// Keep it, and compare nothing with it yet
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        place: Where,
    },
    /// List the lists
    List {
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Show a list as 'rules add' takes it
    Show {
        /// The list
        name: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Have comments compared with a list, or no longer
    Turn {
        /// The list
        name: String,
        /// Which
        #[arg(value_enum)]
        to: Turned,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Remove a list
    Remove {
        /// The list
        name: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Say what the lists that are on, and the look for personal data, find in a text
    Test {
        /// The text
        text: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Say what a list would have done to the comments of the last days; nothing is changed
    Try {
        /// A file, or else the name of a list
        list: String,
        /// How many days to look back
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
        days: u32,
        #[command(flatten)]
        place: Where,
    },
}

/// Where a list applies.
#[derive(Debug, Args)]
pub struct Where {
    /// Only under stories of this topic
    #[arg(long, conflicts_with = "story")]
    topic: Option<String>,
    /// Only under this story: its slug or identifier
    #[arg(long)]
    story: Option<String>,
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
}

/// Whether comments are compared with a list.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Turned {
    /// They are
    On,
    /// They are not
    Off,
}

const BY: &str = COMMAND_LINE;

impl Where {
    async fn of(&self, app: &App) -> anyhow::Result<(Arc<Site>, Option<RulePlace>)> {
        let site = app.site_named(&self.site)?;
        let place = match (&self.topic, &self.story) {
            (Some(topic), _) => {
                let topic = topic_of(topic);
                if topic.is_empty() {
                    bail!("a topic is named by its title or the last part of its address");
                }
                Some(RulePlace::Topic(topic))
            }
            (None, Some(story)) => {
                let (id, asked) = (site.id, story.clone());
                let found = app.store.read(move |tx| match asked.parse::<Id>() {
                    Ok(story) => Ok(stories::by_id(tx, id, story)?.map(|story| story.id)),
                    Err(_) => Ok(stories::by_slug(tx, id, &asked)?.map(|story| story.id)),
                });
                let story = found.await?.with_context(|| format!("there is no story '{story}': see 'story list'"))?;
                Some(RulePlace::Story(story))
            }
            (None, None) => None,
        };
        Ok((site, place))
    }
}

impl RulesCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let now = app.clock.now();
        match self {
            Self::Add { name, file, off, place } => {
                let (site, place) = place.of(&app).await?;
                let (id, is_on) = (site.id, off.then_some(false));
                let text = read(&file)?;
                let lists = app.store.read(move |tx| rules::all(tx, id)).await?;
                // A list for one story must not come to apply everywhere because that was not said again.
                let before = lists.iter().find(|list| list.name == name).map(|list| list.place.clone());
                let place = place.or(before).unwrap_or_default();
                let (by, changed_at) = (BY.to_owned(), now);
                let list = RuleList {
                    name: name.clone(),
                    text: text.clone(),
                    place: place.clone(),
                    is_on: true,
                    version: 0,
                    changed_by: by.clone(),
                    changed_at,
                };
                if let Err(refusal) = fits(lists, list) {
                    bail!("{}", refusal.text);
                }
                let list = app.store.write(PutList { site: id, name, text, place, is_on, by, now }).await?;
                tell(common, &list)?;
            }
            Self::List { site } => {
                let site = app.site_named(&site)?.id;
                for list in app.store.read(move |tx| rules::all(tx, site)).await? {
                    tell(common, &list)?;
                }
            }
            Self::Show { name, site } => {
                let list = named(&app, app.site_named(&site)?.id, &name).await?;
                if common.json {
                    let mut shown = shape(&list);
                    shown["text"] = list.text.into();
                    output::say_json(&shown)?;
                } else {
                    output::say(list.text.trim_end());
                }
            }
            Self::Turn { name, to, site } => {
                let (site, is_on) = (app.site_named(&site)?.id, matches!(to, Turned::On));
                if is_on {
                    let lists = app.store.read(move |tx| rules::all(tx, site)).await?;
                    let list = RuleList { is_on, ..named(&app, site, &name).await? };
                    if let Err(refusal) = fits(lists, list) {
                        bail!("{}", refusal.text);
                    }
                }
                let turn = TurnList { site, name: name.clone(), is_on, by: BY.to_owned(), now };
                if !app.store.write(turn).await? {
                    bail!("{}", unknown(&name));
                }
                output::say(format!("list {name} is {}", if is_on { "on" } else { "off" }));
            }
            Self::Remove { name, site } => {
                let site = app.site_named(&site)?.id;
                if !app.store.write(RemoveList { site, name: name.clone(), by: BY.to_owned(), now }).await? {
                    bail!("{}", unknown(&name));
                }
                output::say(format!("list {name} is removed"));
            }
            Self::Test { text, site } => test(common, &app, &*app.site_named(&site)?, &text).await?,
            Self::Try { list, days, place } => {
                let (site, place) = place.of(&app).await?;
                let file = PathBuf::from(&list);
                let (text, place) = if file.is_file() {
                    (read(&file)?, place.unwrap_or_default())
                } else {
                    let kept = named(&app, site.id, &list).await?;
                    (kept.text, place.unwrap_or(kept.place))
                };
                let read = RuleList::read(&text).map_err(|refusal| anyhow::anyhow!("{}", refusal.text))?;
                let ready = Arc::new(SiteRules::new(vec![(list, place, read)])?);
                let bar = output::bar(0, "{bar:40} {pos} of {len} comments compared, {eta} left");
                if !std::io::stderr().is_terminal() {
                    bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
                }
                let step = |done, total| {
                    bar.set_length(total);
                    bar.set_position(done);
                };
                let run = dry_run(&app, &site, ready, days, &step).await?;
                bar.finish_and_clear();
                if common.json {
                    output::say_json(&run)?;
                } else {
                    tell_run(&run, days);
                }
            }
        }
        Ok(Done::Whole)
    }
}

fn read(file: &std::path::Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

fn unknown(name: &str) -> String {
    format!("there is no list '{name}': see 'understory rules list'")
}

async fn named(app: &App, site: Id, name: &str) -> anyhow::Result<RuleList> {
    let wanted = name.to_owned();
    app.store.read(move |tx| rules::by_name(tx, site, &wanted)).await?.with_context(|| unknown(name))
}

fn shape(list: &RuleList) -> Value {
    let entries = RuleList::read(&list.text).map_or(0, |read| read.entries.len());
    json!({
        "name": list.name, "on": list.is_on, "place": list.place, "version": list.version, "entries": entries,
        "changed_by": list.changed_by, "changed_at": list.changed_at,
    })
}

fn tell(common: &Common, list: &RuleList) -> anyhow::Result<()> {
    if common.json {
        return output::say_json(&shape(list));
    }
    let entries = RuleList::read(&list.text).map_or(0, |read| read.entries.len());
    let RuleList { name, place, is_on, version, changed_by, changed_at, .. } = list;
    let on = if *is_on { "on" } else { "off" };
    output::say(format!(
        "{name}  {on}  {place}  {entries} entries  version {version}, {changed_at} by {}",
        output::plain(changed_by)
    ));
    Ok(())
}

async fn test(common: &Common, app: &App, site: &Site, text: &str) -> anyhow::Result<()> {
    let rules = app.rule_book.of(&app.store, site).await?;
    let rules = rules.map_err(|_| anyhow::anyhow!("the site's lists cannot be used; the line above says why"))?;
    let mut worst = State::Published;
    for found in rules.find_anywhere(text) {
        let words = quoted(text, &found.spans);
        if worst != State::Removed {
            worst = state_by(found.verdict);
        }
        if common.json {
            output::say_json(&json!({
                "list": found.list, "line": found.line, "entry": found.entry, "verdict": found.verdict.as_str(),
                "reason": &*found.reason, "words": words, "spans": found.spans,
            }))?;
        } else {
            let (verdict, words) = (found.verdict.as_str(), output::plain(&words.join(", ")));
            output::say(format!("{verdict}  {}, line {}: {words}  ({})", found.list, found.line, found.reason));
        }
    }
    if site.settings.personal_data != Caught::Off {
        for found in personal::find(text) {
            let span = Place { start: found.place.start, end: found.place.end };
            let words = quoted(text, &[span]);
            if worst == State::Published {
                worst = State::Held;
            }
            if common.json {
                output::say_json(&json!({
                    "personal_data": found.kind.as_str(), "verdict": "hold", "words": words, "spans": [span],
                }))?;
            } else {
                let words = output::plain(&words.join(", "));
                output::say(format!("hold  personal data, {}: {words}", found.kind.as_str()));
            }
        }
    }
    if !common.json {
        output::say(match worst {
            State::Published => "nothing is found: it would appear",
            State::Held => "it would wait",
            _ => "it would be removed",
        });
    }
    Ok(())
}

fn tell_run(run: &DryRun, days: u32) {
    let DryRun { compared, held, rejected, published, approved, removed, first } = run;
    output::say(format!("{compared} comments of the last {days} days compared"));
    output::say(format!("{held} would have waited, {rejected} would have been removed"));
    output::say(format!("of these {published} can be seen now; people approved {approved} and removed {removed}"));
    for Struck { id, name, text, verdict, words, state, .. } in first {
        let (name, words) = (output::plain(name), output::plain(&words.join(", ")));
        let text: String = output::plain(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let text: String = text.chars().take(80).collect();
        output::say(format!("{verdict:6}  {id}  {:9}  {name}: [{words}] {text}", state.as_str()));
    }
}
