//! What is done to accounts: by the newsroom, and by their owners.

use super::accounts::{by_id, grant, is_free, name_taken, site_changed};
use serde_json::{Value, json};

use super::{Note, Result, Tx, Write, appeals, audit, flags, jobs, sessions};
use crate::clock::Timestamp;
use crate::models::{Account, AuditAct, Badges, Id, Look, Reach, Refusal, Role, Standing};

/// What is done to an account by those who may.
#[derive(Clone, Debug)]
pub enum Change {
    /// Gives a role.
    Grant(Role, Reach),
    /// Takes a role away.
    Revoke(Role, Reach),
    /// Gives badges.
    Give(Badges),
    /// Takes badges away.
    Take(Badges),
    /// Suspends it until then, or for good, for this reason.
    Suspend(Option<Timestamp>, String),
    /// Ends a suspension.
    Reinstate,
    /// Gives it another name, whenever the last one was given.
    Rename(String),
    /// Ends its sessions.
    SignOut,
    /// Deletes it: name, address and password are erased, what it wrote stays.
    Delete,
}

/// Changes an account; says whether there was anything to change. Whoever's rights change has to sign in anew.
#[derive(Clone, Debug)]
pub struct ChangeAccount {
    /// The site.
    pub site: Id,
    /// The account.
    pub id: Id,
    /// What.
    pub change: Change,
    /// Who does it.
    pub by: String,
    /// The identifier of the job that follows, if one does.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for ChangeAccount {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (site, id, now) = (self.site, self.id, self.now);
        let account = by_id(tx, site, id, now)?
            .ok_or_else(|| Refusal::new(404, "account_unknown", "There is no such account here."))?;
        let changed = match &self.change {
            Change::Grant(role, reach) => grant(tx, site, id, *role, reach, &self.by, now)?,
            Change::Revoke(role, reach) => tx.execute(
                "DELETE FROM account_role WHERE site_id = $1 AND account_id = $2 AND role = $3 AND reach = $4",
                &[&site, &id, &role.as_str(), &reach.to_string()],
            )?,
            Change::Give(badges) => set_badges(tx, &account, Badges(account.given.0 | badges.0))?,
            Change::Take(badges) => set_badges(tx, &account, Badges(account.given.0 & !badges.0))?,
            Change::Suspend(until, reason) => tx.execute(
                "UPDATE account SET state = 'suspended', suspended_until = $1, suspended_reason = $2
                 WHERE site_id = $3 AND id = $4",
                &[until, reason, &site, &id],
            )?,
            Change::Reinstate => tx.execute(
                "UPDATE account SET state = 'active', suspended_until = NULL, suspended_reason = NULL
                 WHERE site_id = $1 AND id = $2 AND state = 'suspended'",
                &[&site, &id],
            )?,
            Change::Rename(name) => rename(tx, &account, name, now)?,
            Change::SignOut => sessions::end_all(tx, site, id, None)?,
            Change::Delete => delete(tx, site, id, now)?,
        };
        if changed > 0 {
            self.trail(tx, &account)?;
        }
        let shows = matches!(
            self.change,
            Change::Grant(..)
                | Change::Revoke(..)
                | Change::Give(_)
                | Change::Take(_)
                | Change::Rename(_)
                | Change::Delete
        );
        let is_rights = !matches!(self.change, Change::Give(_) | Change::Take(_) | Change::Rename(_));
        if changed > 0 && is_rights {
            sessions::end_all(tx, site, id, None)?;
        }
        if changed > 0 && shows {
            jobs::enqueue(tx, site, self.job, jobs::Kind::Appear, id, now)?;
        }
        if changed > 0 && (account.is_staff() || matches!(self.change, Change::Grant(..))) {
            site_changed(tx, site)?;
        }
        tx.note(Note::Account { site, account: id });
        Ok(changed > 0)
    }
}

impl ChangeAccount {
    fn trail(&self, tx: &mut Tx<'_>, account: &Account) -> Result<()> {
        let role = |role: &Role, reach: &Reach| json!({ "role": role.as_str(), "for": reach.to_string() });
        let badges = |badges: Badges| json!({ "badges": badges.words().collect::<Vec<_>>() });
        let good = json!({ "state": "active" });
        let suspended =
            |until: Option<Timestamp>, reason: &str| json!({ "state": "suspended", "until": until, "reason": reason });
        let standing = match &account.standing {
            Standing::Good => good.clone(),
            Standing::Suspended { until, reason } => suspended(*until, reason),
        };
        let (act, before, after) = match &self.change {
            Change::Grant(given, reach) => (AuditAct::GrantRole, Value::Null, role(given, reach)),
            Change::Revoke(taken, reach) => (AuditAct::RevokeRole, role(taken, reach), Value::Null),
            Change::Give(more) => {
                (AuditAct::SetBadges, badges(account.given), badges(Badges(account.given.0 | more.0)))
            }
            Change::Take(less) => {
                (AuditAct::SetBadges, badges(account.given), badges(Badges(account.given.0 & !less.0)))
            }
            Change::Suspend(until, reason) => (AuditAct::Suspend, standing, suspended(*until, reason)),
            Change::Reinstate => (AuditAct::Reinstate, standing, good),
            Change::Rename(name) => (AuditAct::Rename, json!({ "name": account.name }), json!({ "name": name })),
            Change::SignOut => (AuditAct::SignOut, Value::Null, Value::Null),
            Change::Delete => (AuditAct::DeleteAccount, good, json!({ "state": "deleted" })),
        };
        let (object, about) = (format!("account {}", self.id), Some(self.id));
        // What is said of a deletion is nothing of the person.
        let about = about.filter(|_| !matches!(self.change, Change::Delete));
        audit::record(tx, self.site, &self.by, self.now, &audit::Acted { act, object, about, before, after })
    }
}

fn set_badges(tx: &mut Tx<'_>, account: &Account, badges: Badges) -> Result<usize> {
    if badges == account.given {
        return Ok(0);
    }
    tx.execute(
        "UPDATE account SET badges = $1 WHERE site_id = $2 AND id = $3",
        &[&badges.0, &account.site, &account.id],
    )
}

fn rename(tx: &mut Tx<'_>, account: &Account, name: &str, now: Timestamp) -> Result<usize> {
    let look = Look::of(name);
    if account.name == name {
        return Ok(0);
    }
    if !is_free(tx, account.site, look.key(), account.id)? {
        return Err(name_taken().into());
    }
    tx.execute(
        "INSERT INTO account_name (site_id, account_id, until, name) VALUES ($1, $2, $3, $4)
         ON CONFLICT (site_id, account_id, until) DO UPDATE SET name = excluded.name",
        &[&account.site, &account.id, &now, &account.name],
    )?;
    tx.execute(
        "UPDATE account SET name = $1, look = $2, named_at = $3 WHERE site_id = $4 AND id = $5",
        &[&name, &look.key(), &now, &account.site, &account.id],
    )
}

fn delete(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<usize> {
    tx.execute("DELETE FROM account_role WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM account_name WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM news WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM follow WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM face WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM ignored WHERE site_id = $1 AND (account_id = $2 OR other_id = $2)", &[&site, &id])?;
    flags::forget(tx, site, id)?;
    appeals::forget_account(tx, site, id, now)?;
    audit::erase(tx, site, id)?;
    // With the address, too, under which codes are on their way: they would make an account anew of one that is no more.
    tx.execute(
        "DELETE FROM sign_in WHERE site_id = $1
         AND (account_id = $2 OR address = (SELECT address FROM account WHERE site_id = $1 AND id = $2))",
        &[&site, &id],
    )?;
    tx.execute(
        "UPDATE account SET state = 'deleted', name = '', look = '', bio = '', email = NULL, address = NULL, password = NULL,
         badges = 0, new_until = NULL, suspended_until = NULL, suspended_reason = NULL WHERE site_id = $1 AND id = $2",
        &[&site, &id],
    )
}

/// How long a name is kept at least, in seconds.
pub const NAME_KEPT: i64 = 14 * 86_400;

/// Changes one's own name.
#[derive(Clone, Debug)]
pub struct ChangeName {
    /// The site.
    pub site: Id,
    /// Whose.
    pub id: Id,
    /// The new one, clean and judged.
    pub name: String,
    /// The identifier of the job that follows.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for ChangeName {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let account = by_id(tx, self.site, self.id, self.now)?
            .ok_or_else(|| Refusal::new(404, "account_unknown", "There is no such account here."))?;
        let wait = account.named_at.plus_seconds(NAME_KEPT).seconds_since(self.now);
        // The name that was chosen at first may be changed at once: it may have been a slip.
        let is_first = account.named_at == account.created_at;
        if account.name != self.name && wait > 0 && !is_first {
            let days = usize::try_from((wait + 86_399) / 86_400).unwrap_or(1);
            let words = format!("A name can be changed every two weeks. Yours can be in {days} days.");
            return Err(Refusal { status: 409, ..Refusal::field("name_too_soon", "name", words) }
                .numbers([("days", days)])
                .into());
        }
        if rename(tx, &account, &self.name, self.now)? > 0 {
            jobs::enqueue(tx, self.site, self.job, jobs::Kind::Appear, self.id, self.now)?;
            if account.is_staff() {
                site_changed(tx, self.site)?;
            }
            tx.note(Note::Account { site: self.site, account: self.id });
        }
        Ok(())
    }
}

/// Changes what somebody says of themselves, and the language of their pages and their mail.
#[derive(Clone, Debug)]
pub struct ChangeProfile {
    /// The site.
    pub site: Id,
    /// Whose.
    pub id: Id,
    /// What they say of themselves.
    pub bio: String,
    /// The language.
    pub lang: String,
}

impl Write for ChangeProfile {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE account SET bio = $1, lang = $2 WHERE site_id = $3 AND id = $4",
            &[&self.bio, &self.lang, &self.site, &self.id],
        )?;
        tx.note(Note::Account { site: self.site, account: self.id });
        Ok(())
    }
}
