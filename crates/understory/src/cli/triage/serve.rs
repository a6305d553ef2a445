use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::{Context, bail};
use clap::Args;

use crate::cli::{Common, Done, output};
use crate::clock::Clock;
use crate::http;
use crate::moderation::{Quota, Readers, load_triage};
use crate::telemetry::Metrics;

/// Serve Perspective's endpoint alone, without site and database.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// A key that may ask; several times for several. Without any, only this machine may
    #[arg(
        long = "key",
        value_name = "KEY",
        env = "UNDERSTORY_TRIAGE_KEYS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    keys: Vec<String>,
    /// The file to which suggested scores are added, a line each; without, they are not kept
    #[arg(long, value_name = "FILE")]
    suggestions: Option<PathBuf>,
    /// The folder of the models
    #[arg(long, value_name = "FOLDER")]
    models: Option<PathBuf>,
    /// Answer without reading, each score 0: to measure what reading costs
    #[arg(long, hide = true)]
    unscored: bool,
}

impl Serve {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let mut config = common.load()?;
        config.server.listen = self.listen;
        config.triage.models = self.models.or(config.triage.models);
        if self.keys.is_empty() && !self.listen.ip().is_loopback() {
            bail!(
                "{} can be reached from elsewhere: give those who may ask a key with --key, or listen on 127.0.0.1",
                self.listen
            );
        }
        let suggestions = match &self.suggestions {
            None => None,
            Some(file) => {
                let opened = OpenOptions::new().create(true).append(true).open(file);
                Some(Mutex::new(opened.with_context(|| format!("{} cannot be written", file.display()))?))
            }
        };
        if suggestions.is_none() {
            tracing::info!("suggested scores are taken and not kept; --suggestions FILE keeps them");
        }
        let metrics = Arc::new(Metrics::default());
        let clock = Clock::system();
        let alone = http::Alone {
            readers: Readers::start(load_triage(&config.triage)?, &config.triage, metrics.triage.clone())?,
            keys: self.keys.iter().map(|key| http::key_hash(key)).collect(),
            quota: Quota::new(config.triage.rate, clock.clone()),
            rate: config.triage.rate,
            public_url: config.server.public_url.clone(),
            suggestions,
            clock,
            unscored: self.unscored,
        };
        let version = if self.unscored { "no scores".to_owned() } else { alone.readers.version() };
        let alone = Arc::new(alone);
        let running = http::start(&config.server, &metrics, http::alone_router(alone.clone()))
            .await
            .map_err(|error| anyhow::anyhow!("{} cannot be listened on: {error}", self.listen))?;
        alone.readers.load_encoders(config.triage.languages.clone());
        output::say(format!("Serving {version} on http://{}/v1alpha1/comments:analyze", running.address));
        super::super::serve::asked_to_end().await?;
        running.stop().await;
        Ok(Done::Whole)
    }
}
