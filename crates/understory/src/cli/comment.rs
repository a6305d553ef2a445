use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};

use super::{Common, Done, output};
use crate::clock::Timestamp;
use crate::http::api::CommentOut;
use crate::models::{Act, COMMAND_LINE, Id, StoryState, Viewer};
use crate::store::decisions::By;
use crate::store::{decisions, threads};

/// List held comments and decide about comments.
#[derive(Debug, Subcommand)]
pub enum Comment {
    /// Take a comment out of sight until it is decided
    Hold(Decide),
    /// Let a held comment appear
    Approve(Decide),
    /// Take a comment away
    Remove(Decide),
    /// Take a removal back
    Restore(Decide),
    /// List comments that wait, oldest first
    List {
        /// Which
        #[arg(long, value_enum, default_value = "held")]
        state: Listed,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

/// States that can be listed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Listed {
    /// Waiting for a moderator
    Held,
}

/// A decision.
#[derive(Debug, Args)]
pub struct Decide {
    /// The comment's identifier
    id: Id,
    /// Why; kept with the decision. A rule of the site says it where nothing else is said
    #[arg(long, default_value = "", required_unless_present = "rule")]
    reason: String,
    /// The policy rule it rests on
    #[arg(long)]
    rule: Option<String>,
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
}

impl Comment {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        match self {
            Self::Hold(decide) => decide.run(common, Act::Hold).await,
            Self::Approve(decide) => decide.run(common, Act::Approve).await,
            Self::Remove(decide) => decide.run(common, Act::Remove).await,
            Self::Restore(decide) => decide.run(common, Act::Restore).await,
            Self::List { site, .. } => list(common, &site).await,
        }
    }
}

impl Decide {
    async fn run(self, common: &Common, act: Act) -> anyhow::Result<Done> {
        if self.reason.trim().is_empty() && self.rule.is_none() {
            bail!("give a reason: --reason \"…\"");
        }
        let app = common.open().await?;
        let site = app.site_named(&self.site)?;
        let decision = app
            .store
            .write(decisions::Decide {
                site: site.id,
                id: app.clock.new_id(),
                comment: self.id,
                act,
                rule: self.rule,
                reason: self.reason,
                by: By {
                    record: COMMAND_LINE.to_owned(),
                    account: None,
                    // Whoever runs the server knows what they do.
                    heeds_hands: false,
                    lang: site.lang.clone(),
                },
                seen: None,
                now: app.clock.now(),
                attempt: None,
            })
            .await?;
        if common.json {
            output::say_json(&decision)?;
        } else {
            output::say(format!("comment {} is {} now", self.id, decision.state.as_str()));
        }
        Ok(Done::Whole)
    }
}

/// Comments read at a time.
const PAGE: i64 = 200;

async fn list(common: &Common, site: &str) -> anyhow::Result<Done> {
    let app = common.open().await?;
    let site = app.site_named(site)?.id;
    let mut after: Option<(Timestamp, Id)> = None;
    let mut listed = 0;
    loop {
        let page = app.store.read(move |tx| threads::waiting(tx, site, after, PAGE)).await?;
        let Some((_, last, _)) = page.last() else { break };
        after = Some((last.created_at, last.id));
        for (story, comment, reasons) in page {
            listed += 1;
            if common.json {
                let branch = threads::Branch { comment, children: Vec::new(), more: None };
                let shown = CommentOut::of(branch, story, StoryState::Published, Viewer::Moderator)
                    .context("it is shown whole")?;
                let mut line = serde_json::to_value(&shown)?;
                line["story"] = story.to_string().into();
                line["reasons"] = reasons.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
                output::say_json(&line)?;
            } else {
                let text = understory_markup::plain_text(&comment.html);
                let start: String = text.chars().take(80).collect();
                output::say(format!(
                    "{}  {}  {}: {}",
                    comment.id,
                    comment.created_at,
                    output::plain(&comment.name),
                    output::plain(&start)
                ));
            }
        }
    }
    if listed == 0 && !common.json {
        output::say("No comment waits.");
    }
    Ok(Done::Whole)
}
