use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::{Common, Done, output};
use crate::store::verify::Found;
use crate::store::{Options, Store, Target, backup, verify};
use crate::telemetry::StoreMetrics;

/// Copy the database while it is in use, and check the copy by opening it.
#[derive(Debug, Args)]
pub struct Backup {
    /// Where to
    out: PathBuf,
}

/// Fill an empty database from a copy.
#[derive(Debug, Args)]
pub struct Restore {
    /// The copy
    file: PathBuf,
}

impl Backup {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let target: Target = common.load()?.database.url.parse().map_err(|e: String| anyhow::anyhow!(e))?;
        let out = self.out.clone();
        let bar = output::bar(0, "copying [{wide_bar}] {percent:>3} %");
        let shown = bar.clone();
        tokio::task::spawn_blocking(move || {
            backup::copy(&target, &out, &|done, total| {
                shown.set_length(total);
                shown.set_position(done);
            })
        })
        .await??;
        bar.finish_and_clear();
        let found = look_into(&self.out).await?;
        let bytes = std::fs::metadata(&self.out)?.len();
        if common.json {
            output::say_json(&json!({ "file": self.out, "bytes": bytes, "checked": found }))?;
        } else {
            let comments = found.as_ref().map_or(String::new(), |found| format!(" with {} comments", found.comments));
            output::say(format!("{} was written and checked: {bytes} bytes{comments}", self.out.display()));
        }
        if let Some(found) = found.filter(|found| found.faults > 0) {
            bail!(
                "the copy is whole, but {} things in it are not as they must be: run 'understory verify'",
                found.faults
            );
        }
        Ok(Done::Whole)
    }
}

/// Opens a copy and looks at everything in it; PostgreSQL's is read from end to end.
async fn look_into(file: &Path) -> anyhow::Result<Option<Found>> {
    if !backup::is_sqlite(file) {
        let file = file.to_owned();
        tokio::task::spawn_blocking(move || backup::read_through(&file)).await??;
        return Ok(None);
    }
    // A copy of the copy: opening one for reading leaves files beside it.
    let folder = tempfile::tempdir_in(file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    let probe = folder.path().join("probe.db");
    std::fs::copy(file, &probe)?;
    let read_limit = std::time::Duration::from_secs(24 * 3600);
    let options = Options { readers: 1, read_limit, ..Options::default() };
    let store =
        tokio::task::spawn_blocking(move || Store::open(Target::Sqlite(probe), options, StoreMetrics::default()))
            .await?
            .context("the copy cannot be opened")?;
    let found = store.read(|tx| verify::verify(tx, &|| {})).await.context("the copy is damaged")?;
    tokio::task::spawn_blocking(move || drop(store)).await?;
    Ok(Some(found))
}

impl Restore {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let target: Target = common.load()?.database.url.parse().map_err(|e: String| anyhow::anyhow!(e))?;
        let found = look_into(&self.file).await.context("nothing was restored")?;
        if found.as_ref().is_some_and(|found| found.faults > 0) {
            bail!("nothing was restored: the copy is not as it must be");
        }
        let to = target.clone();
        tokio::task::spawn_blocking(move || {
            backup::restore(&self.file, &to)?;
            Store::migrate(&to)
        })
        .await??;
        output::say("The database was restored. Start the server, or run 'understory verify' first.");
        Ok(Done::Whole)
    }
}
