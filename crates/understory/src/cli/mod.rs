//! The command line: one file a command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done.

mod account;
mod audit;
mod backup;
mod comment;
mod config;
mod demo;
mod export;
mod import;
mod job;
mod migrate;
mod output;
mod policy;
mod rules;
mod serve;
mod site;
mod story;
mod triage;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All of it.
    Whole,
    /// Some of it; the report says what not.
    Partly,
}

/// The discussion beneath the story.
#[derive(Debug, Parser)]
#[command(name = "understory", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Configuration file [default: understory.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where the data lives: sqlite:PATH or postgres://user@host/name
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Machine-readable output
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Serve),
    /// Run a sample publication in a throw-away database
    Demo(demo::Demo),
    /// Publish, list and close stories
    #[command(subcommand)]
    Story(story::Story),
    /// List held comments and decide about comments
    #[command(subcommand)]
    Comment(comment::Comment),
    /// The rules that decisions name, in their versions
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Words, phrases and patterns that comments are compared with
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Sites, their settings, origins and keys
    #[command(subcommand)]
    Site(site::SiteCommand),
    /// Accounts: who may do what, and who is let in
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// What those with power did
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Work that was given up, such as mail that nobody took
    #[command(subcommand)]
    Job(job::JobCommand),
    /// Import discussions
    Import(import::Import),
    /// Export a site's discussions
    Export(export::Export),
    /// Copy the database while it is in use
    Backup(backup::Backup),
    /// Fill an empty database from a copy
    Restore(backup::Restore),
    /// Check that everything in the database is as it must be
    Verify(verify::Verify),
    /// Bring the database's schema up to date
    Migrate(migrate::Migrate),
    /// Have texts read: one a line, or by evaluate, explain and serve
    Triage(triage::Triage),
    /// Check or show the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

impl Common {
    /// The configuration these options lead to.
    fn load(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(url) = &self.database {
            url.parse::<crate::store::Target>().map_err(|e| anyhow::anyhow!(e))?;
            config.database.url.clone_from(url);
        }
        Ok(config)
    }

    /// The program for a command beside a server, which may be running.
    async fn open(&self) -> anyhow::Result<Arc<App>> {
        let mut config = self.load()?;
        // A person waits for these, and one at a time.
        config.database.readers = 1;
        config.database.writers = 1;
        config.database.write_seconds = 600;
        config.database.read_seconds = 3_600;
        config.cache.megabytes = 0;
        App::open(config, Clock::system(), false).await
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // Whoever looks at the sample wants to know where it is, and not what was done to make it.
    crate::telemetry::start_log(if matches!(cli.command, Command::Demo(_)) { "warn" } else { "warn,understory=info" });
    // Compressing a page takes megabytes for milliseconds: with a thread for each of a crowd's pages that would stay.
    let runtime = match tokio::runtime::Builder::new_multi_thread().max_blocking_threads(4).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::complain(&anyhow::anyhow!("the program could not start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let Cli { common, command } = cli;
    let done = runtime.block_on(async {
        match command {
            Command::Serve(command) => command.run(&common).await,
            Command::Demo(command) => command.run(&common).await,
            Command::Story(command) => command.run(&common).await,
            Command::Comment(command) => command.run(&common).await,
            Command::Policy(command) => command.run(&common).await,
            Command::Rules(command) => command.run(&common).await,
            Command::Site(command) => command.run(&common).await,
            Command::Account(command) => command.run(&common).await,
            Command::Audit(command) => command.run(&common).await,
            Command::Job(command) => command.run(&common).await,
            Command::Import(command) => command.run(&common).await,
            Command::Export(command) => command.run(&common).await,
            Command::Backup(command) => command.run(&common).await,
            Command::Restore(command) => command.run(&common).await,
            Command::Verify(command) => command.run(&common).await,
            Command::Migrate(command) => command.run(&common).await,
            Command::Triage(command) => command.run(&common).await,
            Command::Config(command) => command.run(&common),
        }
    });
    match done {
        Ok(Done::Whole) => ExitCode::SUCCESS,
        Ok(Done::Partly) => ExitCode::from(3),
        Err(error) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
    }
}
