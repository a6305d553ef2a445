//! How this process runs: one TOML file, `UNDERSTORY_SECTION__KEY` over it, defaults that start with no file at all.
//! What an editor decides lives in the database instead.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The whole configuration. Unknown keys are an error.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the server listens and what it is called.
    pub server: Server,
    /// Where the data lives.
    pub database: Database,
    /// What is kept in memory.
    pub cache: Cache,
    /// How pages look and speak.
    pub look: Look,
    /// How texts are read.
    pub triage: Triage,
    /// How mail is sent.
    pub mail: Mail,
}

/// Where the server listens and what it is called.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address readers use, such as `https://comments.paper.example`. Links in feeds and mail are made from it.
    pub public_url: Option<String>,
    /// Proxies (addresses or networks such as `10.0.0.0/8`) whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<String>,
    /// Connections that may be open at once.
    pub connections: usize,
    /// Seconds in which a request's headers must have come.
    pub header_seconds: u64,
    /// Seconds in which a request's body must have come.
    pub body_seconds: u64,
    /// Seconds for which a reader may take nothing of an answer.
    pub stalled_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            connections: 10_000,
            header_seconds: 15,
            body_seconds: 30,
            stalled_seconds: 60,
        }
    }
}

/// Where the data lives.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://user@host/name`.
    pub url: String,
    /// Reading connections.
    pub readers: usize,
    /// Writing connections on PostgreSQL; SQLite has one.
    pub writers: usize,
    /// Writes that may wait; one more is answered 503.
    pub queue: usize,
    /// Seconds that one write may take.
    pub write_seconds: u64,
    /// Seconds that one read may take.
    pub read_seconds: u64,
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite:understory.db".to_owned(),
            readers: 4,
            writers: 2,
            queue: 1024,
            write_seconds: 5,
            read_seconds: 10,
        }
    }
}

/// What is kept in memory.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cache {
    /// Megabytes of rendered pages; 0 keeps none.
    pub megabytes: u64,
}

impl Default for Cache {
    fn default() -> Self {
        Self { megabytes: 32 }
    }
}

/// How pages look and speak.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// A folder with a style sheet, words and files of one's own.
    pub folder: Option<PathBuf>,
}

/// How texts are read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Triage {
    /// The folder of the models; without, `models/` beside the program or in this folder.
    pub models: Option<PathBuf>,
    /// Whether encoders that lie there read, too, or the fast tier alone.
    pub encoder: bool,
    /// The languages, as codes of two letters, of the encoders that are loaded; none named: a server loads those of its sites'
    /// languages, and a command all.
    pub languages: Vec<String>,
    /// Threads that read.
    pub threads: usize,
    /// Milliseconds that reading a comment may take, waiting included.
    pub milliseconds: u64,
    /// Requests a second for one key at `/api/perspective/`.
    pub rate: u32,
}

impl Default for Triage {
    fn default() -> Self {
        Self { models: None, encoder: true, languages: Vec::new(), threads: 2, milliseconds: 500, rate: 100 }
    }
}

/// How mail is sent.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// The mail server that takes our mail; without one, none is sent.
    pub server: Option<String>,
    /// Its port; 587 if not said, or 465 where `tls` is `tls`.
    pub port: Option<u16>,
    /// How the way there is protected.
    pub tls: MailTls,
    /// The sender, such as `The Paper <comments@paper.example>`.
    pub from: String,
    /// The name by which we are known there, if one is asked for.
    pub user: Option<String>,
    /// A file that holds the password, alone.
    pub password_file: Option<PathBuf>,
    /// The password itself: for the environment (`UNDERSTORY_MAIL__PASSWORD`), not for files that others read.
    #[serde(skip_serializing)]
    pub password: Option<String>,
    /// A certificate (PEM) that is trusted beside those of the system.
    pub ca_file: Option<PathBuf>,
    /// Seconds that the server may take for an answer.
    pub seconds: u64,
}

/// How the way to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// By TLS, begun on an open connection; without it nothing is sent.
    StartTls,
    /// By TLS from the first byte.
    Tls,
    /// Not at all: for a server on the same machine.
    None,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            server: None,
            port: None,
            tls: MailTls::StartTls,
            from: String::new(),
            user: None,
            password_file: None,
            password: None,
            ca_file: None,
            seconds: 20,
        }
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("server", &self.server).field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mail {
    /// The server's port.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.tls == MailTls::Tls { 465 } else { 587 })
    }

    /// The password.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn secret(&self) -> anyhow::Result<String> {
        match (&self.password, &self.password_file) {
            (Some(password), _) => Ok(password.clone()),
            (None, Some(file)) => std::fs::read_to_string(file)
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .map_err(|error| anyhow::anyhow!("mail.password_file: {}: {error}", file.display())),
            (None, None) => Err(anyhow::anyhow!("mail.user is set: set mail.password_file, too")),
        }
    }
}

/// The configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

/// Where the configuration is looked for when none is named.
pub const DEFAULT_FILE: &str = "understory.toml";

impl Config {
    /// Reads `file`, or `understory.toml` in this folder if there is one, and the environment over it.
    ///
    /// # Errors
    /// A sentence that names the key or the file.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder();
        let default = PathBuf::from(DEFAULT_FILE);
        match file {
            Some(file) => builder = builder.add_source(config::File::from(file).format(config::FileFormat::Toml)),
            None if default.exists() => {
                builder = builder.add_source(config::File::from(default).format(config::FileFormat::Toml));
            }
            None => {}
        }
        let mut loaded: Self = builder
            .add_source(
                config::Environment::with_prefix("UNDERSTORY")
                    .prefix_separator("_")
                    .separator("__")
                    .try_parsing(true)
                    .list_separator(",")
                    .with_list_parse_key("server.trusted_proxies")
                    .with_list_parse_key("triage.languages")
                    .source(Some(
                        // Only names with a section: `UNDERSTORY_LOG` and the like are not settings.
                        std::env::vars()
                            .filter(|(name, _)| name.starts_with("UNDERSTORY_") && name.contains("__"))
                            .collect(),
                    )),
            )
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|e| ConfigError(format!("the configuration is not valid: {e}")))?;
        // An empty variable names none.
        loaded.triage.languages.retain(|code| !code.is_empty());
        loaded.check()?;
        Ok(loaded)
    }

    fn check(&self) -> Result<(), ConfigError> {
        self.database.url.parse::<crate::store::Target>().map_err(|e| ConfigError(format!("database.url: {e}")))?;
        for network in &self.server.trusted_proxies {
            crate::http::Network::parse(network).ok_or_else(|| {
                ConfigError(format!("server.trusted_proxies: '{network}' is no address and no network"))
            })?;
        }
        for code in &self.triage.languages {
            if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(ConfigError(format!(
                    "triage.languages: '{code}' is no language of two letters, such as en"
                )));
            }
        }
        crate::mail::Mailer::new(&self.mail).map_err(|error| ConfigError(error.to_string()))?;
        if let Some(folder) = &self.look.folder {
            crate::look::Look::read(folder).map_err(|error| ConfigError(format!("look.folder: {error}")))?;
        }
        if let Some(url) = &self.server.public_url {
            let parsed =
                url::Url::parse(url).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.path() == "/");
            if parsed.is_none() {
                return Err(ConfigError(format!(
                    "server.public_url: '{url}' is not like https://comments.paper.example"
                )));
            }
        }
        Ok(())
    }

    /// The bounds of the store.
    pub fn store_options(&self, serving: bool) -> crate::store::Options {
        crate::store::Options {
            readers: self.database.readers,
            writers: self.database.writers,
            queue: self.database.queue,
            member_limit: std::time::Duration::from_secs(self.database.write_seconds),
            read_limit: std::time::Duration::from_secs(self.database.read_seconds),
            serving,
        }
    }

    /// The origin under which this server is reached, without a slash at the end.
    pub fn origin(&self) -> String {
        self.server
            .public_url
            .as_deref()
            .map_or_else(|| format!("http://{}", self.server.listen), |url| url.trim_end_matches('/').to_owned())
    }

    /// Whether cookies may be `Secure`: readers come by https, or the server is only reached on this machine.
    pub fn is_secure(&self) -> bool {
        match &self.server.public_url {
            Some(url) => url.starts_with("https://"),
            None => self.server.listen.ip().is_loopback(),
        }
    }
}
