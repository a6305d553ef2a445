use anyhow::{Context, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Subcommand;
use serde_json::json;

use super::{Common, Done, output};
use crate::clock::random_bytes;
use crate::http::key_hash;
use crate::models::{COMMAND_LINE, Id, host_of};
use crate::store::keys::{self, ApiKey, Scope};
use crate::store::sites::{ChangeSite, NewSite};

/// Sites, their settings, origins and keys.
#[derive(Debug, Subcommand)]
pub enum SiteCommand {
    /// List the sites
    List,
    /// Make a site
    Add {
        /// Its short name
        name: String,
        /// Its title
        #[arg(long)]
        title: String,
        /// The language of its pages
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Change title, lang, zone or a setting
    Set {
        /// KEY=VALUE, such as guests=held
        #[arg(required = true, value_name = "KEY=VALUE")]
        assignments: Vec<String>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Answer under an origin, such as https://comments.paper.example, or let its pages post here
    AddOrigin {
        /// Scheme, host and port
        origin: String,
        /// Only let its pages post here; do not answer under it
        #[arg(long)]
        posts_only: bool,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Take an origin away
    RemoveOrigin {
        /// As it was added
        origin: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Keys of programs
    #[command(subcommand)]
    Key(KeyCommand),
}

/// Keys of programs.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make a key; it is shown once
    Create {
        /// What it may do; several times for several
        #[arg(long, value_enum, required = true)]
        scope: Vec<Scope>,
        /// What it is called
        #[arg(long, default_value = "key")]
        name: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// List the keys
    List {
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// End a key
    Revoke {
        /// Its identifier, as listed
        id: Id,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

impl SiteCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        match self {
            Self::List => {
                for site in &app.sites().all {
                    let origins: Vec<&str> = site.origins.iter().map(|origin| origin.origin.as_str()).collect();
                    if common.json {
                        output::say_json(&json!({
                            "name": site.name, "title": site.title, "lang": site.lang, "zone": site.zone,
                            "origins": origins, "settings": site.settings,
                        }))?;
                    } else {
                        output::say(format!("{}  {}  {}", site.name, output::plain(&site.title), origins.join(" ")));
                        for (key, value) in serde_json::to_value(&site.settings)?.as_object().into_iter().flatten() {
                            output::say(format!("    {key}={value}"));
                        }
                    }
                }
            }
            Self::Add { name, title, lang } => {
                let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                if !plain || name.is_empty() {
                    bail!("a site's name is of a–z, 0–9 and hyphens");
                }
                if app.sites().by_name(&name).is_some() {
                    bail!("there is a site '{name}' already");
                }
                let id = app.clock.new_id();
                let secret = random_bytes::<32>().to_vec();
                let now = app.clock.now();
                app.store
                    .write(NewSite { id, name: name.clone(), title, lang, secret, now, only_first: false })
                    .await?;
                output::say(format!(
                    "site '{name}' was made; say under which host it answers with 'understory site add-origin'"
                ));
            }
            Self::Set { assignments, site } => {
                let site = app.site_named(&site)?;
                let mut change = ChangeSite::nothing(site.id, COMMAND_LINE, app.clock.now());
                let mut settings = site.settings.clone();
                for assignment in &assignments {
                    let (key, value) =
                        assignment.split_once('=').with_context(|| format!("write KEY=VALUE, not '{assignment}'"))?;
                    match key {
                        "title" => change.title = Some(value.to_owned()),
                        "lang" => change.lang = Some(value.to_owned()),
                        "zone" => {
                            jiff::tz::TimeZone::get(value)
                                .with_context(|| format!("'{value}' is no time zone; write one like Europe/Berlin"))?;
                            change.zone = Some(value.to_owned());
                        }
                        _ => settings = settings.with(assignment).map_err(|error| anyhow::anyhow!(error))?,
                    }
                }
                change.settings = Some(settings);
                app.store.write(change).await?;
                output::say(format!("site '{}' was changed", site.name));
            }
            Self::AddOrigin { origin, posts_only, site } => {
                let site = app.site_named(&site)?;
                let url = url::Url::parse(&origin)
                    .with_context(|| format!("'{origin}' is not like https://comments.paper.example"))?;
                let origin = url.origin().ascii_serialization();
                if host_of(&origin).is_none() {
                    bail!("'{origin}' is not like https://comments.paper.example");
                }
                app.store
                    .write(ChangeSite {
                        add_origins: vec![(origin.clone(), !posts_only)],
                        ..ChangeSite::nothing(site.id, COMMAND_LINE, app.clock.now())
                    })
                    .await?;
                output::say(format!("{origin} belongs to site '{}' now", site.name));
            }
            Self::RemoveOrigin { origin, site } => {
                let site = app.site_named(&site)?;
                app.store
                    .write(ChangeSite {
                        remove_origins: vec![origin.clone()],
                        ..ChangeSite::nothing(site.id, COMMAND_LINE, app.clock.now())
                    })
                    .await?;
                output::say(format!("{origin} was taken from site '{}'", site.name));
            }
            Self::Key(command) => return command.run(&app, common).await,
        }
        Ok(Done::Whole)
    }
}

impl KeyCommand {
    async fn run(self, app: &crate::app::App, common: &Common) -> anyhow::Result<Done> {
        match self {
            Self::Create { scope, name, site } => {
                let site = app.site_named(&site)?;
                let secret = format!("us_{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>()));
                let key = ApiKey { id: app.clock.new_id(), site: site.id, name, scopes: scope };
                let (id, hash) = (key.id, key_hash(&secret));
                let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
                app.store.write(keys::NewKey { key, hash, by, now }).await?;
                if common.json {
                    output::say_json(&json!({ "id": id, "key": secret }))?;
                } else {
                    output::say(&secret);
                    output::complain(&anyhow::anyhow!("this key is shown once and cannot be shown again"));
                }
            }
            Self::List { site } => {
                let site = app.site_named(&site)?.id;
                for (id, name, scopes, made, revoked) in app.store.read(move |tx| keys::of_site(tx, site)).await? {
                    if common.json {
                        output::say_json(
                            &json!({ "id": id, "name": name, "scopes": scopes.split(' ').collect::<Vec<_>>(), "created_at": made, "revoked_at": revoked }),
                        )?;
                    } else {
                        let state = revoked.map_or_else(String::new, |at| format!("  revoked {at}"));
                        output::say(format!("{id}  {name}  {scopes}  {made}{state}"));
                    }
                }
            }
            Self::Revoke { id, site } => {
                let site = app.site_named(&site)?.id;
                let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
                if !app.store.write(keys::RevokeKey { site, id, by, now }).await? {
                    bail!("there is no such key, or it was revoked before");
                }
                output::say(format!("key {id} ends now"));
            }
        }
        Ok(Done::Whole)
    }
}
