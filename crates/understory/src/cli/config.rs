use clap::Subcommand;

use super::{Common, Done, output};
use crate::config::Config;

/// Check or show the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Say whether the configuration can be used
    Check,
    /// Show a configuration file with every option and its default
    Example,
}

/// Every option with its default and what it means; a test compares it with the code.
const EXAMPLE: &str = include_str!("../../../../docs/understory.example.toml");

impl ConfigCommand {
    pub fn run(self, common: &Common) -> anyhow::Result<Done> {
        match self {
            Self::Check => {
                let config: Config = common.load()?;
                if common.json {
                    output::say_json(&config)?;
                } else {
                    output::say("The configuration can be used.");
                }
            }
            Self::Example => output::say(EXAMPLE.trim_end()),
        }
        Ok(Done::Whole)
    }
}
