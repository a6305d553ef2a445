use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Subcommand;

use super::{Common, Done, output};
use crate::models::{COMMAND_LINE, PolicyRule, RuleDraft};
use crate::store::policies::{self, SetRule, WithdrawRule};

/// The rules that decisions name, in their versions.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// List the rules in force, in the order in which moderators are offered them
    List {
        /// Earlier versions as well, and what was withdrawn
        #[arg(long)]
        all: bool,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Show a rule as 'policy set' takes it
    Show {
        /// The rule, such as insult
        key: String,
        /// An earlier version
        #[arg(long)]
        version: Option<i64>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Put a rule in force, or a new version of one
    Set {
        /// A file as 'policy show' prints it
        file: PathBuf,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Offer a rule no more; decisions that named it keep it
    Withdraw {
        /// The rule
        key: String,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

impl PolicyCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let now = app.clock.now();
        match self {
            Self::List { all, site } => {
                let site = app.site_named(&site)?;
                let id = site.id;
                let read = move |tx: &mut crate::store::Tx<'_>| {
                    if all { policies::all(tx, id) } else { policies::in_force(tx, id) }
                };
                for rule in app.store.read(read).await? {
                    if common.json {
                        output::say_json(&rule)?;
                    } else {
                        output::say(line(&rule, &site.lang));
                    }
                }
            }
            Self::Show { key, version, site } => {
                let site = app.site_named(&site)?.id;
                let wanted = key.clone();
                let rules = app.store.read(move |tx| policies::all(tx, site)).await?;
                let mut versions = rules.into_iter().filter(|rule| rule.draft.key == wanted);
                let found = match version {
                    Some(version) => versions.find(|rule| rule.version == version),
                    None => versions.next_back(),
                };
                let rule =
                    found.with_context(|| format!("there is no such rule '{key}': see 'understory policy list'"))?;
                if common.json {
                    output::say_json(&rule)?;
                } else {
                    output::say(serde_json::to_string_pretty(&rule.draft)?);
                }
            }
            Self::Set { file, site } => {
                let site = app.site_named(&site)?.id;
                let text =
                    std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
                let draft: RuleDraft = serde_json::from_str(&text)
                    .with_context(|| format!("{} is no rule as 'understory policy show' prints one", file.display()))?;
                if let Err(refusal) = draft.check() {
                    bail!("{}", refusal.text);
                }
                let rule = app.store.write(SetRule { site, draft, by: COMMAND_LINE.to_owned(), now }).await?;
                if common.json {
                    output::say_json(&rule)?;
                } else {
                    output::say(format!("rule {} is in force in version {}", rule.draft.key, rule.version));
                }
            }
            Self::Withdraw { key, site } => {
                let site = app.site_named(&site)?.id;
                let by = COMMAND_LINE.to_owned();
                if !app.store.write(WithdrawRule { site, key: key.clone(), by, now }).await? {
                    bail!("no rule '{key}' is in force: see 'understory policy list'");
                }
                output::say(format!("rule {key} is withdrawn"));
            }
        }
        Ok(Done::Whole)
    }
}

fn line(rule: &PolicyRule, lang: &str) -> String {
    let until = rule.active_to.map(|end| format!("  until {end}")).unwrap_or_default();
    let title = output::plain(&rule.said(&[lang]).title).to_string();
    format!("{}  version {}  {}  {title}{until}", rule.draft.key, rule.version, rule.draft.ground.as_str())
}
