use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::bail;
use clap::Args;

use super::{Common, Done, output};
use crate::store::verify;

/// Check that everything in the database is as it must be.
#[derive(Debug, Args)]
pub struct Verify {}

impl Verify {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let bar = output::bar(0, "{spinner} {msg}");
        let shown = bar.clone();
        let found = app
            .store
            .read(move |tx| {
                let stories = AtomicU64::new(0);
                verify::verify(tx, &|| {
                    let n = stories.fetch_add(1, Ordering::Relaxed) + 1;
                    if n.is_multiple_of(100) {
                        shown.set_message(format!("{n} stories"));
                    }
                })
            })
            .await?;
        bar.finish_and_clear();
        if common.json {
            output::say_json(&found)?;
        } else {
            for wrong in &found.wrong {
                output::say(wrong);
            }
            output::say(format!(
                "{} stories and {} comments looked at, {} faults",
                found.stories, found.comments, found.faults
            ));
        }
        if found.faults > 0 {
            bail!("the database is not as it must be; restore a backup, or ask for help with this list");
        }
        Ok(Done::Whole)
    }
}
