use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;

use super::{Common, Done, output};
use crate::app::App;
use crate::clock::Clock;
use crate::http;

/// Run the server.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let mut config = common.load()?;
        if let Some(listen) = self.listen {
            config.server.listen = listen;
        }
        let app = App::open(config, Clock::system(), true).await?;
        until_stopped(app, |address| output::say(format!("Serving on http://{address}"))).await?;
        Ok(Done::Whole)
    }
}

/// Serves until the process is asked to end.
pub async fn until_stopped(app: Arc<App>, started: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    announce(&app);
    let running = http::start(&app.config.server, &app.metrics, http::router(app.clone()))
        .await
        .map_err(|error| anyhow::anyhow!("{} cannot be listened on: {error}", app.config.server.listen))?;
    let jobs = tokio::spawn(crate::jobs::run(app.clone()));
    let work = tokio::spawn(crate::jobs::work(app.clone()));
    started(running.address);
    asked_to_end().await?;
    tracing::info!("stopping: requests that have begun may end");
    running.stop().await;
    jobs.abort();
    work.abort();
    Ok(())
}

fn announce(app: &App) {
    if !app.config.is_secure() {
        tracing::warn!(
            "development mode: served by plain http, so cookies are not protected. \
             Put a server that speaks https in front and set server.public_url"
        );
    }
    if !app.mail.is_configured() {
        tracing::warn!(
            "no mail is sent: nobody can sign in by a code. Set mail.server and mail.from, \
             or let people in with 'understory account sign-in-link NAME'"
        );
    }
    let many = app.sites().all.len() > 1;
    if many && app.sites().all.iter().all(|site| site.origins.iter().all(|origin| !origin.serves)) {
        tracing::warn!("there are several sites and no host is assigned: add one with 'understory site add-origin'");
    }
}

/// Waits until the process is asked to end.
pub async fn asked_to_end() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
