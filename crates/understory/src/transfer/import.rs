//! Import in two passes: the first learns which comment answers which, the second stores them with their counts.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::File;
use std::path::Path;
use std::pin::Pin;

use anyhow::Context;
use serde::Serialize;
use understory_import::neutral::Reader;
use understory_import::{
    CommentRecord, Forest, ForestBuilder, Line, Place, Record, Report, SourceName, State, StoryRecord,
};
use understory_markup::{Format, render};

use crate::app::App;
use crate::clock::Timestamp;
use crate::http::digest;
use crate::models::{Badges, Id, Site, Story, normalise_address, rank, slug_of};
use crate::publish;
use crate::store;
use crate::store::import::{
    ImportedComment, PutComments, PutStories, Recount, StoryNotes, known_comments, known_stories, present,
};

/// What to import, and how.
pub struct Import<'a> {
    /// The file.
    pub file: &'a Path,
    /// Where to.
    pub site: &'a Site,
    /// What the source is called; the file's own hash of stories if not said.
    pub source: Option<String>,
    /// Read and report, and write nothing.
    pub dry_run: bool,
}

/// What is told while it runs: the pass (1 or 2), bytes of the file, comments.
pub type Progress<'a> = &'a dyn Fn(u8, u64, u64);

/// A line that could not be taken.
#[derive(Clone, Debug, Serialize)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub error: String,
}

/// What an import did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// The name under which its records are known.
    pub source: String,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Stories that are new here.
    pub stories_new: u64,
    /// Stories that were here.
    pub stories_known: u64,
    /// Comments that are new here.
    pub comments_new: u64,
    /// Comments that were here.
    pub comments_known: u64,
    /// Lines that could not be taken.
    pub lines_refused: u64,
    /// The first of them.
    pub refused: Vec<BadLine>,
    /// Lines from which characters were taken that no database can hold.
    pub lines_cleaned: u64,
    /// What was odd about stories.
    pub stories: StoryNotes,
    /// What was odd about the file's trees.
    pub file: Report,
    /// Why reading ended early, if it did.
    pub ended_early: Option<String>,
}

impl ImportReport {
    /// Whether everything in the file is in the database now.
    pub fn is_whole(&self) -> bool {
        self.lines_refused == 0 && self.ended_early.is_none()
    }
}

/// How many bad lines are named.
const NAMED: usize = 100;

/// Comments in one write. Larger ones gain nothing: the sync is already a hundredth of the work.
const BATCH: usize = 1_000;

/// Writes that may wait while the next is made.
const AHEAD: usize = 2;

fn open(file: &Path) -> anyhow::Result<Reader<'static>> {
    let input = File::open(file).with_context(|| format!("{} could not be opened", file.display()))?;
    Reader::open(input).with_context(|| format!("{} could not be read", file.display()))
}

struct FirstPass {
    forest: Forest,
    source: String,
    report: ImportReport,
    /// Story records in file order, with their number in the forest; the first of each.
    stories: Vec<(u32, StoryRecord)>,
    /// An identifier for every comment line: its own if it is one of ours, else a new one that sorts by its time.
    minted: Vec<(u64, Id)>,
    /// Whether any of them was in the file.
    any_ours: bool,
}

fn first_pass(app: &App, import: &Import<'_>, progress: Progress<'_>) -> anyhow::Result<FirstPass> {
    let mut builder = ForestBuilder::new();
    let mut name = SourceName::new();
    let mut report = ImportReport { dry_run: import.dry_run, ..ImportReport::default() };
    let mut stories = Vec::new();
    let mut any_ours = false;
    let mut minted = Vec::new();
    for line in open(import.file)? {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                report.ended_early = Some(error.to_string());
                break;
            }
        };
        report.lines_cleaned += u64::from(line.cleaned);
        match line.record {
            Ok(record) => {
                name.record(&record);
                builder.record(line.number, &record);
                let own = ours(record.id());
                any_ours |= own.is_some();
                match record {
                    Record::Story(story) => stories.push((line.number, story)),
                    Record::Comment(comment) => {
                        let id = own.unwrap_or_else(|| app.clock.id_at(comment.created_at.into()));
                        minted.push((line.number, id));
                    }
                }
            }
            Err(error) => {
                report.lines_refused += 1;
                if report.refused.len() < NAMED {
                    report.refused.push(BadLine { line: line.number, error: error.to_string() });
                }
            }
        }
        if line.number % 512 == 0 {
            progress(1, line.bytes, minted.len() as u64);
        }
    }
    let forest = builder.finish();
    let source = import.source.clone().unwrap_or_else(|| name.finish());
    report.source.clone_from(&source);
    report.file = forest.report().clone();
    let stories = stories
        .into_iter()
        .filter_map(|(line, story)| {
            let number = forest.story(&story.id)?;
            (forest.stories()[number as usize].line == Some(line)).then_some((number, story))
        })
        .collect();
    Ok(FirstPass { forest, source, report, stories, minted, any_ours })
}

/// An identifier that this program made: a file of ours keeps them.
fn ours(id: &str) -> Option<Id> {
    id.parse::<Id>().ok().filter(Id::is_ours)
}

/// Imports a file.
///
/// # Errors
/// When the file cannot be read at all or the database cannot be written; single lines that are wrong are in the report.
pub async fn import(app: &App, import: Import<'_>, progress: Progress<'_>) -> anyhow::Result<ImportReport> {
    let FirstPass { forest, source, mut report, stories, minted, any_ours } = first_pass(app, &import, progress)?;
    let known = Known::load(app, import.site, &source, &stories, any_ours).await?;
    let targets = put_stories(app, &import, &source, &forest, &stories, &known.stories, &mut report).await?;
    drop(stories);
    let ids = Ids::assign(app, &import, &known, &forest, minted, any_ours).await?;
    let second = SecondPass { app, import: &import, source: &source, forest: &forest, targets: &targets, ids: &ids };
    second.run(&mut report, progress).await?;
    Ok(report)
}

/// What was here before, by its identifier in the file.
struct Known {
    stories: HashMap<String, Id>,
    comments: HashMap<String, Id>,
}

impl Known {
    async fn load(
        app: &App,
        site: &Site,
        source: &str,
        stories: &[(u32, StoryRecord)],
        any_ours: bool,
    ) -> anyhow::Result<Self> {
        let (id, name) = (site.id, source.to_owned());
        let (mut known, comments) =
            app.store.read(move |tx| Ok((known_stories(tx, id, &name)?, known_comments(tx, id, &name)?))).await?;
        if any_ours {
            let ids: Vec<Id> = stories.iter().filter_map(|(_, story)| ours(&story.id)).collect();
            let asked = ids.clone();
            let found = app.store.read(move |tx| present(tx, id, &asked)).await?;
            known.extend(ids.iter().zip(found).filter(|(_, found)| *found).map(|(id, _)| (id.to_string(), *id)));
        }
        Ok(Self { stories: known, comments })
    }
}

/// The identifier of every comment of the file, in the forest's order, and whether it is here already.
struct Ids {
    ids: Vec<Id>,
    here: Vec<bool>,
}

impl Ids {
    async fn assign(
        app: &App,
        import: &Import<'_>,
        known: &Known,
        forest: &Forest,
        minted: Vec<(u64, Id)>,
        any_ours: bool,
    ) -> anyhow::Result<Self> {
        let mut ids = vec![Id::FIRST; forest.len()];
        let mut here = vec![false; forest.len()];
        for (line, id) in minted {
            if let Some(index) = forest.at_line(line) {
                ids[index as usize] = id;
            }
        }
        if !known.comments.is_empty() {
            // An import that was done before, in whole or in part: the identifiers are those given then.
            for line in open(import.file)? {
                let Ok(Line { number, record, .. }) = line else { break };
                let Ok(Record::Comment(record)) = record else { continue };
                if let (Some(index), Some(id)) = (forest.at_line(number), known.comments.get(&record.id)) {
                    ids[index as usize] = *id;
                    here[index as usize] = true;
                }
            }
        }
        if any_ours {
            let site = import.site.id;
            for (some, here) in ids.chunks(2_000).zip(here.chunks_mut(2_000)) {
                let asked = some.to_vec();
                let found = app.store.read(move |tx| present(tx, site, &asked)).await?;
                here.iter_mut().zip(found).for_each(|(here, found)| *here |= found);
            }
        }
        Ok(Self { ids, here })
    }
}

/// Where a story of the file is in the database.
#[derive(Clone, Copy)]
struct Target {
    id: Id,
    /// Whether it was there before: then its counts are worked out anew at the end.
    known: bool,
}

async fn put_stories(
    app: &App,
    import: &Import<'_>,
    source: &str,
    forest: &Forest,
    stories: &[(u32, StoryRecord)],
    known: &HashMap<String, Id>,
    report: &mut ImportReport,
) -> anyhow::Result<Vec<Target>> {
    let mut targets: Vec<Option<Target>> = vec![None; forest.stories().len()];
    let mut batch = Vec::new();
    let mut slugs = HashSet::new();
    let implied = (0..forest.stories().len() as u32).filter(|n| forest.stories()[*n as usize].line.is_none());
    let implied: Vec<(u32, StoryRecord)> = implied
        .map(|n| {
            let id = forest.story_id(n).to_owned();
            (n, StoryRecord { title: id.clone(), id, ..StoryRecord::default() })
        })
        .collect();
    for (number, record) in stories.iter().chain(&implied) {
        if let Some(id) = known.get(&record.id) {
            targets[*number as usize] = Some(Target { id: *id, known: true });
            report.stories_known += 1;
            continue;
        }
        let place = &forest.stories()[*number as usize];
        let oldest = place.first_comment_at.map(Timestamp::from);
        let (story, aliases) =
            story_row(app, import.site, source, record, oldest, i64::from(place.comments), &mut slugs);
        targets[*number as usize] = Some(Target { id: story.id, known: false });
        report.stories_new += 1;
        batch.push((story, aliases));
        if batch.len() >= BATCH {
            flush_stories(app, import, &mut batch, report).await?;
        }
    }
    flush_stories(app, import, &mut batch, report).await?;
    targets.into_iter().map(|target| target.context("a story without a place")).collect()
}

async fn flush_stories(
    app: &App,
    import: &Import<'_>,
    batch: &mut Vec<(Story, Vec<String>)>,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    let stories = std::mem::take(batch);
    if stories.is_empty() || import.dry_run {
        return Ok(());
    }
    let notes = app.store.write(PutStories { site: import.site.id, stories }).await?;
    report.stories.slugs_changed += notes.slugs_changed;
    report.stories.addresses_taken += notes.addresses_taken;
    Ok(())
}

/// A story as an import keeps it: what an editor's form would refuse is mended, nothing is turned away.
fn story_row(
    app: &App,
    site: &Site,
    source: &str,
    record: &StoryRecord,
    oldest: Option<Timestamp>,
    comments: i64,
    slugs: &mut HashSet<String>,
) -> (Story, Vec<String>) {
    let now = app.clock.now();
    let published = record.published_at.map(Timestamp::from).or(oldest).unwrap_or(now);
    let own = ours(&record.id);
    let id = own.unwrap_or_else(|| app.clock.id_at(published));
    let text = |name: &str| record.extra.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let from = match own {
        Some(_) => text("x_source").zip(text("x_source_id")),
        None => Some((source.to_owned(), record.id.clone())),
    };
    let mut mended = record.clone();
    mended.published_at = Some(published.civil());
    if mended.title.trim().is_empty() {
        mended.title = record.url.clone().unwrap_or_else(|| record.id.clone());
    }
    if mended.state.as_deref().is_some_and(|state| !publish::STATES.contains(&state)) {
        mended.state = None;
    }
    mended.url = mended.url.filter(|url| normalise_address(url).is_some() && url.len() <= 2000);
    mended.topics.truncate(20);
    mended.topics.iter_mut().for_each(|topic| *topic = topic.chars().take(100).collect());
    mended.topics.retain(|topic| !topic.trim().is_empty());
    mended.author = mended.author.map(|author| author.chars().take(500).collect());
    let whole_title = std::mem::replace(&mut mended.title, "x".to_owned());
    // A slug or a language that is not valid is left out; other fields are mended by now, or left out by `made`.
    for _ in 0..2 {
        match publish::story_of(&mended, id, None, site, now).map_err(|refusal| refusal.field) {
            Err(Some("slug")) => mended.slug = None,
            Err(Some("lang")) => drop(mended.extra.remove("x_lang")),
            _ => break,
        }
    }
    let (mut story, aliases) = publish::made(&mended, id, from, site, now);
    story.title = whole_title;
    if mended.slug.is_none() {
        story.slug = slug_of(&story.title, id);
    }
    if !slugs.insert(story.slug.clone()) {
        story.slug = slug_of(&story.slug, id);
        slugs.insert(story.slug.clone());
    }
    story.comments = comments;
    restore_closing(&mut story, record);
    (story, aliases)
}

fn restore_closing(story: &mut Story, record: &StoryRecord) {
    let time = |value: Option<&serde_json::Value>| {
        value
            .and_then(|value| value.as_str())
            .and_then(|text| text.parse::<jiff::Timestamp>().ok())
            .map(Timestamp::from)
    };
    story.close_at = time(record.extra.get("x_close_at"));
    if let (Some(closed), Some(how)) = (&mut story.closed, record.extra.get("x_closed")) {
        closed.at = time(how.get("at")).unwrap_or(closed.at);
        closed.by =
            how.get("by").and_then(|by| by.as_str()).and_then(crate::models::ClosedBy::parse).unwrap_or(closed.by);
        closed.reason = how.get("reason").and_then(|reason| reason.as_str()).map(str::to_owned);
    }
}

type Writing = Pin<Box<dyn Future<Output = store::Result<()>> + Send>>;

/// Stores the comments, each with its place.
struct SecondPass<'a> {
    app: &'a App,
    import: &'a Import<'a>,
    source: &'a str,
    forest: &'a Forest,
    targets: &'a [Target],
    ids: &'a Ids,
}

impl SecondPass<'_> {
    async fn run(&self, report: &mut ImportReport, progress: Progress<'_>) -> anyhow::Result<()> {
        let mut recount: HashSet<u32> = HashSet::new();
        let mut batch = Vec::with_capacity(BATCH);
        let mut writing: VecDeque<Writing> = VecDeque::new();
        let mut done = 0_u64;
        for line in open(self.import.file)? {
            let Ok(Line { number, bytes, record, .. }) = line else { break };
            let Ok(Record::Comment(record)) = record else { continue };
            let Some(index) = self.forest.at_line(number) else { continue };
            done += 1;
            if done.is_multiple_of(512) {
                progress(2, bytes, done);
            }
            if self.ids.here[index as usize] {
                report.comments_known += 1;
                continue;
            }
            report.comments_new += 1;
            let place = &self.forest.places()[index as usize];
            let target = self.targets[place.story as usize];
            if target.known {
                recount.insert(place.story);
            }
            if self.import.dry_run {
                continue;
            }
            batch.push(row(
                self.import.site,
                self.source,
                &record,
                place,
                self.ids.ids[index as usize],
                target.id,
                &self.ids.ids,
            ));
            if batch.len() >= BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                self.put(full, &mut writing).await?;
            }
        }
        if !batch.is_empty() {
            self.put(batch, &mut writing).await?;
        }
        for last in writing {
            last.await?;
        }
        for number in recount {
            if self.import.dry_run {
                break;
            }
            let story = self.targets[number as usize].id;
            let now = self.app.clock.now();
            self.app.store.write(Recount { site: self.import.site.id, story, now }).await?;
        }
        Ok(())
    }

    /// Queues a batch; waits only while too many are queued, so that reading and writing go on side by side.
    async fn put(&self, comments: Vec<ImportedComment>, writing: &mut VecDeque<Writing>) -> anyhow::Result<()> {
        if writing.len() >= AHEAD
            && let Some(oldest) = writing.pop_front()
        {
            oldest.await?;
        }
        let write = PutComments { site: self.import.site.id, comments, now: self.app.clock.now() };
        writing.push_back(Box::pin(self.app.store.write(write)));
        Ok(())
    }
}

fn row(
    site: &Site,
    source: &str,
    record: &CommentRecord,
    place: &Place,
    id: Id,
    story: Id,
    ids: &[Id],
) -> ImportedComment {
    let at = |index: u32| ids[index as usize];
    let text = |name: &str| record.extra.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let from = match ours(&record.id) {
        Some(_) => text("x_source").zip(text("x_source_id")),
        None => Some((source.to_owned(), record.id.clone())),
    };
    let format = match record.format {
        understory_import::Format::Markdown => Format::Markdown,
        understory_import::Format::Text => Format::Text,
        understory_import::Format::Html => Format::Html,
    };
    let (base_up, base_down) =
        record.votes.as_ref().map_or((0, 0), |votes| (i64::from(votes.up), i64::from(votes.down)));
    let extra: serde_json::Map<String, serde_json::Value> = record
        .extra
        .iter()
        .filter(|(name, _)| !publish::OUR_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    ImportedComment {
        story,
        id,
        parent: place.parent.map_or(story, at),
        root: at(place.root),
        depth: i64::from(place.depth),
        name: record.author.name.clone(),
        author_id: record.author.id.clone(),
        claim: record
            .author
            .email
            .as_deref()
            .map(|email| digest(&[b"claim", &site.secret, email.trim().to_lowercase().as_bytes()])),
        html: render(&record.body, format),
        body: record.body.clone(),
        format: format.as_str(),
        lang: record.lang.clone(),
        state: record.state.unwrap_or(State::Published).as_str(),
        reasons: record.extra.get("x_reasons").map(ToString::to_string),
        created_at: record.created_at.into(),
        edited_at: record.edited_at.map(Timestamp::from),
        listed: place.listed,
        rank: rank(base_up, base_down),
        replies: i64::from(place.replies),
        branches: i64::from(place.branches),
        descendants: if place.depth == 0 { i64::from(place.descendants) } else { 0 },
        base_up,
        base_down,
        source: from,
        badges: Badges::named(strings(record, "x_badges")),
        extra: (!extra.is_empty()).then(|| serde_json::Value::Object(extra).to_string()),
        revisions: earlier(record),
    }
}

fn strings<'a>(record: &'a CommentRecord, name: &str) -> impl Iterator<Item = &'a str> {
    let list = record.extra.get(name).and_then(|value| value.as_array());
    list.into_iter().flatten().filter_map(|value| value.as_str())
}

/// Earlier texts, as our own export writes them.
fn earlier(record: &CommentRecord) -> Vec<(String, String, Timestamp)> {
    let list = record.extra.get("x_revisions").and_then(|value| value.as_array());
    list.into_iter()
        .flatten()
        .filter_map(|revision| {
            let text = |name: &str| revision.get(name).and_then(|value| value.as_str());
            let at = text("at")?.parse::<jiff::Timestamp>().ok()?;
            Some((text("body")?.to_owned(), text("format")?.to_owned(), at.into()))
        })
        .collect()
}
