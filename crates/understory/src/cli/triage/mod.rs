//! Reading texts by the command line: `understory triage`, and what belongs to it.

mod evaluate;
mod explain;
mod learn;
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
    /// Learn from a site's own decisions, or take back what was learnt
    Learn(learn::Learn),
    /// Serve Perspective's endpoint alone, without site and database
    Serve(serve::Serve),
}

impl Triage {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        match self.command {
            None => self.lines.run(common),
            Some(TriageCommand::Evaluate(command)) => command.run(common),
            Some(TriageCommand::Explain(command)) => command.run(common),
            Some(TriageCommand::Learn(command)) => command.run(common).await,
            Some(TriageCommand::Serve(command)) => command.run(common).await,
        }
    }
}

/// What reads.
#[derive(Debug, Args)]
struct Models {
    /// The folder of the models
    #[arg(long, value_name = "FOLDER")]
    models: Option<PathBuf>,
    /// The fast tier alone: a hundred times as many texts a second, but it knows words and not meaning
    #[arg(long)]
    fast: bool,
}

impl Models {
    /// The reader that the configuration leads to, and before it what is asked for here.
    fn open(&self, common: &Common) -> anyhow::Result<understory_triage::Triage> {
        let mut settings = common.load()?.triage;
        settings.models = self.models.clone().or(settings.models);
        settings.encoder &= !self.fast;
        crate::moderation::load_triage(&settings)?.whole()
    }
}
