use std::io::IsTerminal;

use anyhow::bail;
use clap::Args;
use serde_json::json;
use understory_triage::{Held, Learnt};

use crate::cli::{Common, Done, output};
use crate::models::COMMAND_LINE;
use crate::moderation::{self, Lessons};
use crate::store::corrections;
use crate::store::sites::ChangeSite;

/// Learn a small correction from a site's own decisions. It is used only if it is not worse on decisions held back.
#[derive(Debug, Args)]
pub struct Learn {
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
    /// Say what would come of it, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// List what was learnt so far
    #[arg(long, conflicts_with = "dry_run")]
    list: bool,
    /// Go back to what was learnt under this number
    #[arg(long = "use", value_name = "NUMBER", conflicts_with_all = ["dry_run", "list"])]
    number: Option<i64>,
    /// Use nothing of it, and learn no more by itself
    #[arg(long, conflicts_with_all = ["dry_run", "list", "number"])]
    off: bool,
    #[command(flatten)]
    models: super::Models,
}

impl Learn {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let site = app.site_named(&self.site)?;
        let (id, by, now) = (site.id, COMMAND_LINE.to_owned(), app.clock.now());
        if self.list {
            let kept = app.store.read(move |tx| corrections::all(tx, id)).await?;
            return list(common, &site.name, &kept);
        }
        if self.off {
            let mut settings = site.settings.clone();
            settings.triage_learn = false;
            app.store
                .write(ChangeSite { settings: Some(settings), ..ChangeSite::nothing(id, COMMAND_LINE, now) })
                .await?;
            app.store.write(corrections::UseCorrection { site: id, number: None, by, now }).await?;
            output::say(format!(
                "{}: nothing learnt is used, and nothing is learnt at night; 'understory site set triage_learn=true' begins again",
                site.name
            ));
            return Ok(Done::Whole);
        }
        if let Some(number) = self.number {
            if !app.store.write(corrections::UseCorrection { site: id, number: Some(number), by, now }).await? {
                bail!("nothing is kept under number {number}; 'understory triage learn --list' shows what is");
            }
            output::say(format!("{}: number {number} is in use", site.name));
            return Ok(Done::Whole);
        }
        let lessons = Lessons::of(&app, &site).await?;
        let triage = self.models.open(common)?;
        let bar = output::bar(lessons.len() as u64, "{bar:40} {pos} of {len} texts read, {eta} left");
        if !std::io::stderr().is_terminal() {
            bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        let learnt = moderation::learn(&triage, &site, lessons, || bar.inc(1));
        bar.finish_and_clear();
        let learnt = learnt.map_err(|too_few| anyhow::anyhow!("{}: {too_few}", site.name))?;
        let used = learnt.is_no_worse();
        let number = match used && !self.dry_run {
            true => Some(moderation::keep(&app, &site, &learnt, triage.version().to_owned()).await?),
            false => None,
        };
        if common.json {
            output::say_json(&json!({
                "site": site.name, "number": number, "no_worse": used, "learnt_from": learnt.learnt_from,
                "held_back": learnt.held_back, "without": learnt.without, "with_current": learnt.with_current,
                "with": learnt.with,
            }))?;
        } else {
            tell(&learnt);
            output::say(match number {
                Some(number) => format!("{}: number {number} is in use", site.name),
                None if used => format!("{}: it would be used", site.name),
                None => format!("{}: it is not used, because it is worse on what was held back", site.name),
            });
        }
        Ok(Done::Whole)
    }
}

fn tell(learnt: &Learnt) {
    output::say(format!("Learnt from {} decisions; judged by {} held back:", learnt.learnt_from, learnt.held_back));
    output::say(format!("{:20} {:>10} {:>10} {:>16}", "", "surprise", "agreeing", "waiting, of stood"));
    let line = |name: &str, held: &Held| {
        output::say(format!(
            "{name:20} {:>10.3} {:>9.1}% {:>8} of {:<5}",
            held.surprise,
            held.agreeing * 100.0,
            held.waiting,
            held.stood
        ));
    };
    line("without", &learnt.without);
    if let Some(current) = &learnt.with_current {
        line("with that in use", current);
    }
    line("with this", &learnt.with);
}

fn list(common: &Common, site: &str, kept: &[corrections::Kept]) -> anyhow::Result<Done> {
    for one in kept {
        let report: serde_json::Value = serde_json::from_str(&one.report)?;
        if common.json {
            output::say_json(&json!({
                "number": one.number, "created_at": one.created_at.to_string(), "model": one.model, "in_use": one.in_use,
                "report": report,
            }))?;
        } else {
            let share = |of: &str| report[of]["agreeing"].as_f64().unwrap_or_default() * 100.0;
            output::say(format!(
                "{:>4}{} {}  {} decisions  agreeing {:.1}% with, {:.1}% without  {}",
                one.number,
                if one.in_use { "*" } else { " " },
                one.created_at,
                report["learnt_from"],
                share("with"),
                share("without"),
                one.model
            ));
        }
    }
    if kept.is_empty() && !common.json {
        output::say(format!("{site}: nothing was learnt yet"));
    }
    Ok(Done::Whole)
}
