use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::{Common, Done, account, output, serve};
use crate::app::App;
use crate::clock::Clock;
use crate::models::Role;
use crate::sample;
use crate::store::accounts;

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
        let editor = editor_link(&app).await?;
        serve::until_stopped(app, |address| {
            output::say(format!("The sample publication is at http://{address}/"));
            if let Some(slug) = first {
                output::say(format!("A story with its thread:  http://{address}/stories/{slug}"));
            }
            output::say(format!("The same as JSON:         http://{address}/api/v1/stories"));
            output::say(format!("Sign in as its editor:    http://{address}{editor}"));
            output::say("The link is good once, for ten minutes. Stop it with Ctrl-C.");
        })
        .await?;
        Ok(Done::Whole)
    }
}

/// The editor of the sample, as its imprint has her.
const EDITOR: &str = "Ines Calder";

/// Where the sample's editor signs in, once; she gets an account if she has none yet.
async fn editor_link(app: &App) -> anyhow::Result<String> {
    let site = app.sites().all.first().cloned().context("a new database has a site")?;
    let (id, now) = (site.id, app.clock.now());
    let found = app.store.read(move |tx| accounts::named(tx, id, EDITOR, now)).await?;
    let editor = match found {
        Some(editor) => editor,
        None => {
            let made = account::create(app, &site, EDITOR, None, Role::Editor, None).await?;
            let found = app.store.read(move |tx| accounts::by_id(tx, id, made, now)).await?;
            found.context("the editor's account was made a moment ago")?
        }
    };
    account::link(app, &site, &editor).await
}

async fn first_story(app: &App) -> anyhow::Result<Option<String>> {
    let sites = app.sites();
    let Some(site) = sites.all.first().map(|site| site.id) else { return Ok(None) };
    let stories = app.store.read(move |tx| crate::store::stories::newest(tx, site, None, 30)).await?;
    Ok(stories.into_iter().max_by_key(|story| story.comments).map(|story| story.slug))
}
