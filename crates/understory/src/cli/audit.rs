use anyhow::bail;
use clap::Subcommand;

use super::{Common, Done, output};
use crate::http::api::AuditOut;
use crate::models::Id;
use crate::store::{audit, decisions};

/// What those with power did: the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List it, the newest first
    List {
        /// Not before this time, such as 2026-11-27T18:00:00Z
        #[arg(long)]
        since: Option<jiff::Timestamp>,
        /// Before this time
        #[arg(long)]
        until: Option<jiff::Timestamp>,
        /// By whom: an account's name or identifier, "key NAME", or "command line"
        #[arg(long)]
        actor: Option<String>,
        /// To what: an identifier, or such as "rule insult"
        #[arg(long)]
        object: Option<String>,
        /// How many
        #[arg(long, default_value_t = 100)]
        limit: usize,
        /// The site
        #[arg(long, default_value = "main")]
        site: String,
    },
}

/// Rows read at a time.
const PAGE: usize = 500;

impl AuditCommand {
    pub async fn run(self, common: &Common) -> anyhow::Result<Done> {
        let Self::List { since, until, actor, object, limit, site } = self;
        if limit == 0 {
            bail!("--limit is 1 at the least");
        }
        let app = common.open().await?;
        let (site, now) = (app.site_named(&site)?.id, app.clock.now());
        let wanted = app
            .store
            .read(move |tx| {
                Ok(audit::Asked {
                    actor: actor.as_deref().map(|actor| audit::actor_of(tx, site, actor, now)).transpose()?,
                    object: object.as_deref().map(|object| audit::object_of(tx, site, object)).transpose()?,
                    since: since.map(Into::into),
                    until: until.map(Into::into),
                })
            })
            .await?;
        let (mut before, mut left) = (Id::LAST, limit);
        while left > 0 {
            let (wanted, most) = (wanted.clone(), left.min(PAGE));
            let rows = app
                .store
                .read(move |tx| {
                    let rows = audit::listed(tx, site, &wanted, before, i64::try_from(most).unwrap_or(i64::MAX))?;
                    rows.into_iter()
                        .map(|row| decisions::name_of(tx, site, &row.actor).map(|who| (row, who)))
                        .collect::<crate::store::Result<Vec<_>>>()
                })
                .await?;
            let Some((last, _)) = rows.last() else { break };
            (before, left) = (last.id, left.saturating_sub(rows.len()));
            let is_last = rows.len() < most;
            for (row, who) in rows {
                if common.json {
                    output::say_json(&AuditOut::of(row, who))?;
                } else {
                    let number = row.link.as_ref().map_or_else(|| "-".to_owned(), |link| link.seq.to_string());
                    let (act, object) = (output::plain(&row.act), output::plain(&row.object));
                    output::say(format!("{number:>6}  {}  {}  {act}  {object}", row.created_at, output::plain(&who)));
                }
            }
            if is_last {
                break;
            }
        }
        Ok(Done::Whole)
    }
}
