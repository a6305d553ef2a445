use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Common, Done, output};
use crate::transfer;

/// Export a site's discussions.
#[derive(Debug, Args)]
pub struct Export {
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
    /// Where to; a name ending in .gz is compressed
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Export {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let site = app.site_named(&self.site)?;
        let bar = output::bar(0, "{spinner} {msg}");
        let progress = |comments: u64| bar.set_message(format!("{comments} comments"));
        let part = self.out.with_extension("part");
        let file =
            BufWriter::new(File::create(&part).with_context(|| format!("{} cannot be written", part.display()))?);
        let done = if self.out.extension().is_some_and(|ending| ending == "gz") {
            let gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
            transfer::export(&app, &site, gzip, &progress).await?
        } else {
            transfer::export(&app, &site, file, &progress).await?
        };
        std::fs::rename(&part, &self.out).with_context(|| format!("{} cannot be written", self.out.display()))?;
        bar.finish_and_clear();
        if common.json {
            output::say_json(&done)?;
        } else {
            output::say(format!(
                "{} stories and {} comments are in {}",
                done.stories,
                done.comments,
                self.out.display()
            ));
        }
        Ok(Done::Whole)
    }
}
