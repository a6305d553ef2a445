use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Common, Done, output};
use crate::transfer::{self, ImportReport};

/// Import discussions.
#[derive(Debug, Args)]
pub struct Import {
    /// The file, plain or gzip
    file: PathBuf,
    /// How it is written
    #[arg(long, value_enum, default_value = "neutral")]
    from: From,
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
    /// A name for the source, so that a later file of the same source is recognised
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Read and report; write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Formats.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum From {
    /// JSON lines, as docs/neutral-format.md describes them
    Neutral,
}

impl Import {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let From::Neutral = self.from;
        let app = common.open().await?;
        let site = app.site_named(&self.site)?;
        let size = std::fs::metadata(&self.file)
            .with_context(|| format!("{} could not be opened", self.file.display()))?
            .len();
        let bar = output::bar(size * 2, "{msg:<8} [{wide_bar}] {percent:>3} %  {prefix} comments  {eta} left");
        let started = app.clock.instant();
        let progress = |pass: u8, bytes: u64, comments: u64| {
            bar.set_message(if pass == 1 { "reading" } else { "storing" });
            bar.set_position(bytes + if pass == 1 { 0 } else { size });
            let rate = comments as f64 / started.elapsed().as_secs_f64().max(0.001);
            bar.set_prefix(format!("{comments} ({rate:.0}/s)"));
        };
        let what = transfer::Import { file: &self.file, site: &site, source: self.source, dry_run: self.dry_run };
        let report = transfer::import(&app, what, &progress).await?;
        bar.finish_and_clear();
        if common.json {
            output::say_json(&report)?;
        } else {
            tell(&report, started.elapsed().as_secs_f64());
        }
        Ok(if report.is_whole() { Done::Whole } else { Done::Partly })
    }
}

fn tell(report: &ImportReport, seconds: f64) {
    let head = if report.dry_run { "A dry run: nothing was written." } else { "Imported." };
    let rate = report.comments_new as f64 / seconds.max(0.001);
    output::say(format!("{head} Source '{}', {seconds:.1} s, {rate:.0} comments/s", report.source));
    output::say(format!("  stories   {:>8} new  {:>8} known", report.stories_new, report.stories_known));
    output::say(format!("  comments  {:>8} new  {:>8} known", report.comments_new, report.comments_known));
    let file = &report.file;
    for (what, found) in [
        ("answers to comments that are not in the file, kept at the top", &file.missing_parents),
        ("answers to comments of another story, kept at the top", &file.other_story_parents),
        ("comments that answer themselves, kept at the top", &file.self_parents),
        ("circles of answers, cut", &file.loops),
        ("comments with an identifier that was used before, left out", &file.duplicates),
        ("stories with an identifier that was used before, left out", &file.duplicate_stories),
        ("stories that only their comments name", &file.implied_stories),
    ] {
        if found.count > 0 {
            let lines: Vec<String> = found.examples.iter().take(5).map(|example| example.line.to_string()).collect();
            output::say(format!("  {:>8} {what} (lines {})", found.count, lines.join(", ")));
        }
    }
    for (what, count) in [
        ("stories whose slug was taken and changed", report.stories.slugs_changed),
        ("addresses that lead to another story already", report.stories.addresses_taken),
        ("lines cleaned of characters that cannot be kept", report.lines_cleaned),
        ("lines that could not be taken", report.lines_refused),
    ] {
        if count > 0 {
            output::say(format!("  {count:>8} {what}"));
        }
    }
    for bad in &report.refused {
        output::say(format!("    {}", output::plain(&bad.error)));
    }
    if let Some(why) = &report.ended_early {
        output::say(format!("  The file could not be read to its end: {why}"));
    }
}
