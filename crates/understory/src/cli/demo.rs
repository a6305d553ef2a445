use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Common, Done, output, serve};
use crate::app::App;
use crate::clock::Clock;
use crate::sample;

/// Run a sample publication in a throw-away database.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Keep the database in this folder and use it again; the sample is loaded if it is empty
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
}

impl Demo {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let mut config = common.load()?;
        if let Some(listen) = self.listen {
            config.server.listen = listen;
        }
        let throw_away = tempfile::tempdir().context("there is no place for a temporary database")?;
        let folder = self.keep.as_deref().unwrap_or(throw_away.path());
        std::fs::create_dir_all(folder)?;
        config.database.url = format!("sqlite:{}", folder.join("demo.db").display());
        let app = App::open(config, Clock::system(), true).await?;
        sample::load(&app).await?;
        let first = first_story(&app).await?;
        serve::until_stopped(app, |address| {
            output::say(format!("The sample publication is at http://{address}/"));
            if let Some(slug) = first {
                output::say(format!("A story with its thread:  http://{address}/stories/{slug}"));
            }
            output::say(format!("The same as JSON:         http://{address}/api/v1/stories"));
            output::say("Stop it with Ctrl-C.");
        })
        .await?;
        Ok(Done::Whole)
    }
}

async fn first_story(app: &App) -> anyhow::Result<Option<String>> {
    let sites = app.sites();
    let Some(site) = sites.all.first().map(|site| site.id) else { return Ok(None) };
    let stories = app.store.read(move |tx| crate::store::stories::newest(tx, site, None, 30)).await?;
    Ok(stories.into_iter().max_by_key(|story| story.comments).map(|story| story.slug))
}
