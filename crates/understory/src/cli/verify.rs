use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::bail;
use clap::Args;

use super::{Common, Done, output};
use crate::store::{chain, verify};

/// Check that everything in the database is as it must be.
#[derive(Debug, Args)]
pub struct Verify {
    /// Check that an end of the audit trail that was kept elsewhere is still in it: SITE:ROWS:HASH, as --json prints them
    #[arg(long, value_name = "SITE:ROWS:HASH")]
    audit_head: Vec<Kept>,
}

/// An end of a trail that was kept elsewhere.
#[derive(Clone, Debug)]
struct Kept {
    site: String,
    rows: i64,
    hash: String,
}

impl FromStr for Kept {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("'{text}' is not like main:120:9f2c…");
        let mut parts = text.rsplitn(3, ':');
        let (hash, rows, site) = (parts.next(), parts.next(), parts.next());
        let rows = rows.and_then(|rows| rows.parse().ok()).ok_or_else(bad)?;
        let hash = hash.filter(|hash| hash.len() == 64).ok_or_else(bad)?.to_ascii_lowercase();
        Ok(Self { site: site.ok_or_else(bad)?.to_owned(), rows, hash })
    }
}

impl Verify {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let bar = output::bar(0, "{spinner} {msg}");
        let shown = bar.clone();
        let mut found = app
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
        for Kept { site, rows, hash } in self.audit_head {
            let id = app.site_named(&site)?.id;
            let now = app.store.read(move |tx| chain::hash_at(tx, id, rows)).await?;
            // Before the first row there is nothing to be changed.
            if rows > 0 && now != Some(hash) {
                found.faults += 1;
                found.wrong.push(format!(
                    "the audit trail of site '{site}' is not the one of which an end was kept: row {rows} was changed or cut off"
                ));
            }
        }
        if common.json {
            output::say_json(&found)?;
        } else {
            for trail in &found.audit {
                output::say(format!(
                    "audit trail {}:{}:{}, {} to be linked",
                    trail.site, trail.rows, trail.head, trail.waiting
                ));
            }
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
