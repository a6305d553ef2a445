//! Reading texts by the command line: `understory triage`, and what belongs to it.

mod evaluate;
mod explain;
mod lines;
mod plot;
mod serve;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Common, Done};

/// Have texts read.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Triage {
    #[command(subcommand)]
    command: Option<TriageCommand>,
    #[command(flatten)]
    lines: lines::Lines,
}

/// What belongs to it.
#[derive(Debug, Subcommand)]
enum TriageCommand {
    /// Measure on labelled texts: AUC, precision, recall, calibration by category, source and language
    Evaluate(evaluate::Evaluate),
    /// Read one text and show which words did it
    Explain(explain::Explain),
    /// Serve Perspective's endpoint alone, without site and database
    Serve(serve::Serve),
}

impl Triage {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        match self.command {
            None => self.lines.run(common),
            Some(TriageCommand::Evaluate(command)) => command.run(common),
            Some(TriageCommand::Explain(command)) => command.run(common),
            Some(TriageCommand::Serve(command)) => command.run(common).await,
        }
    }
}

/// The reader that the configuration leads to; `models` goes before it.
fn reader(common: &Common, models: Option<PathBuf>) -> anyhow::Result<understory_triage::Triage> {
    let mut settings = common.load()?.triage;
    if models.is_some() {
        settings.models = models;
    }
    crate::moderation::load_triage(&settings)
}
