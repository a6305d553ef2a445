use clap::Args;

use super::{Common, Done, output};
use crate::store::{Store, Target};

/// Bring the database's schema up to date. The server does it by itself when it starts.
#[derive(Debug, Args)]
pub struct Migrate {}

impl Migrate {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let target: Target = common.load()?.database.url.parse().map_err(|e: String| anyhow::anyhow!(e))?;
        let steps = tokio::task::spawn_blocking(move || Store::migrate(&target)).await??;
        if common.json {
            output::say_json(&steps)?;
        } else if steps.is_empty() {
            output::say("The schema is up to date.");
        } else {
            steps.iter().for_each(|step| output::say(format!("done: {step}")));
        }
        Ok(Done::Whole)
    }
}
