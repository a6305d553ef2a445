use anyhow::bail;
use clap::Subcommand;
use serde_json::json;

use super::{Common, Done, output};
use crate::models::Id;
use crate::store::jobs;

/// Work that was given up, such as mail that nobody took.
#[derive(Debug, Subcommand)]
pub enum JobCommand {
    /// List what was given up, and why
    List {
        /// What waits or is tried again, instead
        #[arg(long)]
        waiting: bool,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Have it tried anew
    Retry {
        /// The job
        id: Id,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Drop it
    Drop {
        /// The job
        id: Id,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

/// Jobs listed at most.
const LISTED: i64 = 1_000;

impl JobCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let (id, site, drop) = match self {
            Self::List { waiting, site } => {
                let site = app.site_named(&site)?.id;
                let found = app.store.read(move |tx| jobs::listed(tx, site, !waiting, LISTED)).await?;
                if found.is_empty() && !common.json {
                    output::say(if waiting { "Nothing waits." } else { "Nothing was given up." });
                }
                for job in found {
                    let error = job.error.as_deref().unwrap_or("");
                    if common.json {
                        output::say_json(&json!({
                            "id": job.id, "kind": job.kind.as_str(), "tries": job.tries, "error": job.error,
                            "created_at": job.created_at, "failed_at": job.failed_at,
                        }))?;
                    } else {
                        let (kind, tries) = (job.kind.as_str(), job.tries);
                        output::say(format!(
                            "{}  {}  {kind}  tried {tries} times  {}",
                            job.id,
                            job.created_at,
                            output::plain(error)
                        ));
                    }
                }
                return Ok(Done::Whole);
            }
            Self::Retry { id, site } => (id, site, false),
            Self::Drop { id, site } => (id, site, true),
        };
        let site = app.site_named(&site)?.id;
        if !app.store.write(jobs::Again { site, id, drop }).await? {
            bail!("no job that was given up has this identifier: see 'understory job list'");
        }
        output::say(if drop { format!("job {id} is dropped") } else { format!("job {id} is tried anew") });
        Ok(Done::Whole)
    }
}
