use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{Common, Done, output};
use crate::app::App;
use crate::clock::Timestamp;
use crate::http::SignInKey;
use crate::http::pages::feeds::origin;
use crate::models::{Account, Badge, Badges, COMMAND_LINE, Id, Reach, Role, Site, Standing, folded_address};
use crate::moderation::chosen_name;
use crate::store::account_changes::{Change, ChangeAccount};
use crate::store::accounts::{self, NewAccount};
use crate::store::sign_ins::Invite;

/// Accounts: who may do what, and who is let in. NAME is a name, an e-mail address or an identifier.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account
    Create {
        /// The name it appears under
        #[arg(long)]
        name: String,
        /// Where its codes to sign in are mailed
        #[arg(long)]
        email: Option<String>,
        /// What it may do
        #[arg(long, value_enum, default_value = "member")]
        role: Role,
        /// The language of its pages [default: the site's]
        #[arg(long)]
        lang: Option<String>,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// List accounts
    List {
        /// Only those that speak for the newsroom
        #[arg(long)]
        staff: bool,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
    /// Show one, with the names it had before
    Show(Named),
    /// Print a link by which somebody signs in, once, within ten minutes
    SignInLink(Named),
    /// Give a role
    Grant(Granted),
    /// Take a role away; whoever has it is signed out
    Revoke(Granted),
    /// Give or take badges
    Badge {
        #[command(flatten)]
        named: Named,
        /// Badges to give
        #[arg(long, value_enum)]
        give: Vec<Badge>,
        /// Badges to take away
        #[arg(long, value_enum)]
        take: Vec<Badge>,
    },
    /// Let somebody read and do nothing else, until they are reinstated or for some days
    Suspend {
        #[command(flatten)]
        named: Named,
        /// Why, in words for its owner
        #[arg(long)]
        reason: String,
        /// For so many days
        #[arg(long)]
        days: Option<u32>,
    },
    /// End a suspension
    Reinstate(Named),
    /// Give another name
    Rename {
        #[command(flatten)]
        named: Named,
        /// The new name
        #[arg(long)]
        to: String,
    },
    /// Sign somebody out everywhere
    SignOut(Named),
    /// Erase name, address and roles; what was written stays
    Delete(Named),
}

/// Which account.
#[derive(Debug, Args)]
pub struct Named {
    /// Its name, e-mail address or identifier
    name: String,
    /// The site
    #[arg(long, default_value = "main")]
    site: String,
}

/// Which role of which account.
#[derive(Debug, Args)]
pub struct Granted {
    #[command(flatten)]
    named: Named,
    /// The role
    #[arg(long, value_enum)]
    role: Role,
    /// Only under the stories of this topic
    #[arg(long, conflicts_with = "story")]
    topic: Option<String>,
    /// Only under this story
    #[arg(long)]
    story: Option<Id>,
}

impl Granted {
    fn reach(&self) -> anyhow::Result<Reach> {
        match (&self.topic, self.story) {
            (Some(topic), _) => format!("topic:{topic}").parse().map_err(|error: String| anyhow::anyhow!(error)),
            (None, Some(story)) => Ok(Reach::Story(story)),
            (None, None) => Ok(Reach::Site),
        }
    }
}

/// Accounts read at a time.
const PAGE: i64 = 500;

impl AccountCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let app = common.open().await?;
        let (named, change) = match self {
            Self::Create { name, email, role, lang, site } => {
                let site = app.site_named(&site)?;
                let id = create(&app, &site, &name, email.as_deref(), role, lang).await?;
                if common.json {
                    output::say_json(&json!({ "id": id, "name": name, "role": role.as_str() }))?;
                } else {
                    output::say(format!(
                        "{} is {} now; let them in with 'understory account sign-in-link {id}'",
                        output::plain(&name),
                        role.as_str()
                    ));
                }
                return Ok(Done::Whole);
            }
            Self::List { staff, site } => return list(&app, common, &site, staff).await,
            Self::Show(named) => return show(&app, common, &named).await,
            Self::SignInLink(named) => return sign_in_link(&app, common, &named).await,
            Self::Grant(granted) => {
                let reach = granted.reach()?;
                (granted.named, Change::Grant(granted.role, reach))
            }
            Self::Revoke(granted) => {
                let reach = granted.reach()?;
                (granted.named, Change::Revoke(granted.role, reach))
            }
            Self::Badge { named, give, take } => {
                if !give.is_empty() && !take.is_empty() {
                    bail!("give badges or take some away, one after the other");
                }
                let bits = |badges: &[Badge]| badges.iter().fold(Badges::NONE, |all, badge| all.with(*badge));
                match (give.is_empty(), take.is_empty()) {
                    (false, _) => (named, Change::Give(bits(&give))),
                    (true, false) => (named, Change::Take(bits(&take))),
                    (true, true) => bail!("say which: --give BADGE or --take BADGE"),
                }
            }
            Self::Suspend { named, reason, days } => {
                if reason.trim().is_empty() {
                    bail!("give a reason: its owner reads it");
                }
                let until = days.map(|days| app.clock.now().plus_seconds(i64::from(days) * 86_400));
                (named, Change::Suspend(until, reason))
            }
            Self::Reinstate(named) => (named, Change::Reinstate),
            Self::Rename { named, to } => {
                let site = app.site_named(&named.site)?;
                let name = chosen_name(&site, &to, true).map_err(|refusal| anyhow::anyhow!("{}", refusal.text))?;
                (named, Change::Rename(name))
            }
            Self::SignOut(named) => (named, Change::SignOut),
            Self::Delete(named) => (named, Change::Delete),
        };
        let (site, account) = find(&app, &named).await?;
        let change = ChangeAccount {
            site: site.id,
            id: account.id,
            change,
            by: COMMAND_LINE.to_owned(),
            job: app.clock.new_id(),
            now: app.clock.now(),
        };
        let said = match &change.change {
            Change::Grant(role, reach) => format!("is {} now{}", role.as_str(), place(reach)),
            Change::Revoke(role, reach) => format!("is no longer {}{}", role.as_str(), place(reach)),
            Change::Give(_) | Change::Take(_) => "has other badges now".to_owned(),
            Change::Suspend(Some(until), _) => format!("is suspended until {until}"),
            Change::Suspend(None, _) => "is suspended".to_owned(),
            Change::Reinstate => "is no longer suspended".to_owned(),
            Change::Rename(name) => format!("is called {} now", output::plain(name)),
            Change::SignOut => "is signed out everywhere".to_owned(),
            Change::Delete => "is deleted".to_owned(),
        };
        let changed = app.store.write(change).await?;
        let name = output::plain(&account.name);
        if common.json {
            output::say_json(&json!({ "id": account.id, "changed": changed }))?;
        } else if changed {
            output::say(format!("{name} {said}"));
        } else {
            output::say(format!("{name}: nothing was to be changed"));
        }
        Ok(Done::Whole)
    }
}

fn place(reach: &Reach) -> String {
    match reach {
        Reach::Site => String::new(),
        reach => format!(" for {reach}"),
    }
}

/// Makes an account; its identifier.
pub async fn create(
    app: &App,
    site: &Site,
    name: &str,
    email: Option<&str>,
    role: Role,
    lang: Option<String>,
) -> anyhow::Result<Id> {
    let name = chosen_name(site, name, role.is_staff()).map_err(|refusal| anyhow::anyhow!("{}", refusal.text))?;
    let email = match email {
        Some(email) => {
            let address = folded_address(email).with_context(|| format!("'{email}' is no e-mail address"))?;
            Some((email.trim().to_owned(), address))
        }
        None => None,
    };
    let id = app.clock.new_id();
    let lang = lang.unwrap_or_else(|| site.lang.clone());
    let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
    app.store.write(NewAccount { site: site.id, id, name, email, lang, role, by, now }).await?;
    Ok(id)
}

/// The path of a page by which somebody signs in.
pub async fn link(app: &App, site: &Site, account: &Account) -> anyhow::Result<String> {
    let id = app.clock.new_id();
    let lang = account.lang.clone();
    let (by, now) = (COMMAND_LINE.to_owned(), app.clock.now());
    app.store.write(Invite { site: site.id, id, account: account.id, lang, by, now }).await?;
    Ok(SignInKey::of(site, id).path())
}

async fn find(app: &App, named: &Named) -> anyhow::Result<(std::sync::Arc<Site>, Account)> {
    let site = app.site_named(&named.site)?;
    let (id, name, now) = (site.id, named.name.clone(), app.clock.now());
    let found = app.store.read(move |tx| accounts::named(tx, id, &name, now)).await?;
    let account = found.with_context(|| {
        format!(
            "there is no account '{}' on site '{}': see 'understory account list'",
            output::plain(&named.name),
            site.name
        )
    })?;
    Ok((site, account))
}

async fn sign_in_link(app: &App, common: &Common, named: &Named) -> anyhow::Result<Done> {
    let (site, account) = find(app, named).await?;
    let url = format!("{}{}", origin(app, &site), link(app, &site, &account).await?);
    if common.json {
        output::say_json(&json!({ "url": url }))?;
    } else {
        output::say(url);
    }
    Ok(Done::Whole)
}

fn json_of(account: &Account) -> serde_json::Value {
    let (state, until, reason) = match &account.standing {
        Standing::Good => ("active", None, None),
        Standing::Suspended { until, reason } => ("suspended", *until, Some(reason)),
    };
    json!({
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "lang": account.lang,
        "roles": account.roles.iter().map(|(role, reach)| json!({ "role": role.as_str(), "for": reach.to_string() })).collect::<Vec<_>>(),
        "badges": account.badges().words().collect::<Vec<_>>(),
        "state": state,
        "suspended_until": until,
        "reason": reason,
        "created_at": account.created_at,
    })
}

fn line_of(account: &Account) -> String {
    let roles: Vec<String> =
        account.roles.iter().map(|(role, reach)| format!("{}{}", role.as_str(), place(reach))).collect();
    let state = match &account.standing {
        Standing::Good => String::new(),
        Standing::Suspended { until: Some(until), .. } => format!("  suspended until {until}"),
        Standing::Suspended { until: None, .. } => "  suspended".to_owned(),
    };
    format!("{}  {}  {}{state}", account.id, output::plain(&account.name), roles.join(", "))
}

async fn list(app: &App, common: &Common, site: &str, staff: bool) -> anyhow::Result<Done> {
    let site = app.site_named(site)?.id;
    let mut after = Id::FIRST;
    let mut any = false;
    loop {
        let now = app.clock.now();
        let page = app.store.read(move |tx| accounts::listed(tx, site, after, staff, PAGE, now)).await?;
        let Some(last) = page.last() else { break };
        (after, any) = (last.id, true);
        for account in &page {
            if common.json {
                output::say_json(&json_of(account))?;
            } else {
                output::say(line_of(account));
            }
        }
    }
    if !any && !common.json {
        output::say("There is no account; make one with 'understory account create'.");
    }
    Ok(Done::Whole)
}

async fn show(app: &App, common: &Common, named: &Named) -> anyhow::Result<Done> {
    let (site, account) = find(app, named).await?;
    let (site_id, id) = (site.id, account.id);
    let names: Vec<(String, Timestamp)> = app.store.read(move |tx| accounts::former_names(tx, site_id, id)).await?;
    if common.json {
        let mut out = json_of(&account);
        out["former_names"] =
            names.iter().map(|(name, until)| json!({ "name": name, "until": until })).collect::<Vec<_>>().into();
        output::say_json(&out)?;
        return Ok(Done::Whole);
    }
    output::say(line_of(&account));
    for (name, until) in names {
        output::say(format!("until {until}: {}", output::plain(&name)));
    }
    Ok(Done::Whole)
}
