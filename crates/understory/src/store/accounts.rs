//! Accounts: made, found, renamed, suspended, deleted; and the roles and badges that they have.

use super::{Error, Note, Result, Row, Tx, Write, jobs, sessions};
use crate::clock::Timestamp;
use crate::models::{Account, Badge, Badges, Id, Look, Reach, Refusal, Role, Standing, folded_address};

/// How long somebody is new, in seconds.
pub const NEW: i64 = 7 * 86_400;

macro_rules! columns {
    () => {
        "a.site_id, a.id, a.name, a.named_at, a.email, a.lang, a.badges, a.state, a.suspended_until, a.suspended_reason,
         a.created_at, a.bio"
    };
}
pub(super) use columns;

/// How many columns `columns` names.
pub(super) const COLUMNS: usize = 12;

/// The account in a row that begins with `columns`, with its roles still to come. A suspension that is over is none.
pub(super) fn account_of(row: &Row<'_>, now: Timestamp) -> Result<Account> {
    let (state, until): (String, Option<Timestamp>) = (row.get(7)?, row.get(8)?);
    let suspended = state == "suspended" && until.is_none_or(|until| until > now);
    let reason: Option<String> = row.get(9)?;
    Ok(Account {
        site: row.get(0)?,
        id: row.get(1)?,
        name: row.get(2)?,
        named_at: row.get(3)?,
        email: row.get(4)?,
        lang: row.get(5)?,
        given: Badges(row.get(6)?),
        standing: match suspended {
            true => Standing::Suspended { until, reason: reason.unwrap_or_default() },
            false => Standing::Good,
        },
        roles: Vec::new(),
        created_at: row.get(10)?,
        bio: row.get(11)?,
    })
}

/// Adds the roles to an account.
pub(super) fn with_roles(tx: &mut Tx<'_>, mut account: Account) -> Result<Account> {
    account.roles = tx.query(
        "SELECT role, reach FROM account_role WHERE site_id = $1 AND account_id = $2 ORDER BY role, reach",
        &[&account.site, &account.id],
        |row| {
            let (role, reach): (String, String) = (row.get(0)?, row.get(1)?);
            Ok((role.parse().map_err(Error::corrupt)?, reach.parse::<Reach>().map_err(Error::corrupt)?))
        },
    )?;
    Ok(account)
}

/// The account with this identifier, unless it was deleted.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<Option<Account>> {
    let found = tx.first(
        concat!("SELECT ", columns!(), " FROM account a WHERE a.site_id = $1 AND a.id = $2 AND a.state <> 'deleted'"),
        &[&site, &id],
        |row| account_of(row, now),
    )?;
    found.map(|account| with_roles(tx, account)).transpose()
}

/// The account with this folded e-mail address.
pub fn by_address(tx: &mut Tx<'_>, site: Id, address: &str, now: Timestamp) -> Result<Option<Account>> {
    let found = tx.first(
        concat!("SELECT ", columns!(), " FROM account a WHERE a.site_id = $1 AND a.address = $2"),
        &[&site, &address],
        |row| account_of(row, now),
    )?;
    found.map(|account| with_roles(tx, account)).transpose()
}

/// The account whose name looks like this one.
pub fn by_name(tx: &mut Tx<'_>, site: Id, name: &str, now: Timestamp) -> Result<Option<Account>> {
    let look = Look::of(name);
    let found = tx.first(
        concat!("SELECT ", columns!(), " FROM account a WHERE a.site_id = $1 AND a.look = $2 AND a.state <> 'deleted'"),
        &[&site, &look.key()],
        |row| account_of(row, now),
    )?;
    found.map(|account| with_roles(tx, account)).transpose()
}

/// The account that somebody means by its identifier, its e-mail address or its name.
pub fn named(tx: &mut Tx<'_>, site: Id, name: &str, now: Timestamp) -> Result<Option<Account>> {
    if let Ok(id) = name.parse()
        && let Some(found) = by_id(tx, site, id, now)?
    {
        return Ok(Some(found));
    }
    if let Some(address) = folded_address(name) {
        return by_address(tx, site, &address, now);
    }
    by_name(tx, site, name, now)
}

/// Accounts of a site in the order they were made, after the given one; only those that speak for the newsroom if
/// `staff`.
pub fn listed(tx: &mut Tx<'_>, site: Id, after: Id, staff: bool, limit: i64, now: Timestamp) -> Result<Vec<Account>> {
    let found = tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM account a WHERE a.site_id = $1 AND a.id > $2 AND a.state <> 'deleted'
             AND ($3 = FALSE OR EXISTS (SELECT 1 FROM account_role r
                WHERE r.site_id = a.site_id AND r.account_id = a.id AND r.role <> 'member'))
             ORDER BY a.site_id, a.id LIMIT $4"
        ),
        &[&site, &after, &staff, &limit],
        |row| account_of(row, now),
    )?;
    found.into_iter().map(|account| with_roles(tx, account)).collect()
}

/// Names that the account had before, the latest first, and until when.
pub fn former_names(tx: &mut Tx<'_>, site: Id, account: Id) -> Result<Vec<(String, Timestamp)>> {
    tx.query(
        "SELECT name, until FROM account_name WHERE site_id = $1 AND account_id = $2 ORDER BY until DESC",
        &[&site, &account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The names of those who speak for the newsroom, by site.
pub(super) fn staff_names(tx: &mut Tx<'_>) -> Result<Vec<(Id, String)>> {
    tx.query(
        "SELECT a.site_id, a.name FROM account a WHERE a.state <> 'deleted' AND EXISTS (SELECT 1 FROM account_role r
            WHERE r.site_id = a.site_id AND r.account_id = a.id AND r.role <> 'member')",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn name_taken() -> Refusal {
    Refusal {
        status: 409,
        ..Refusal::field(
            "name_taken",
            "name",
            "Somebody here has this name, or one that looks like it. Choose another.",
        )
    }
}

/// Whether nobody else has a name that looks like this.
fn is_free(tx: &mut Tx<'_>, site: Id, look: &str, but: Id) -> Result<bool> {
    let other = tx.first(
        "SELECT 1 FROM account WHERE site_id = $1 AND look = $2 AND id <> $3 AND state <> 'deleted'",
        &[&site, &look, &but],
        |_| Ok(()),
    )?;
    Ok(other.is_none())
}

/// What is known of somebody who gets an account. The name is clean and judged.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The site.
    pub site: Id,
    /// Its identifier.
    pub id: Id,
    /// The name it appears under.
    pub name: String,
    /// The e-mail address, as typed and folded.
    pub email: Option<(String, String)>,
    /// The language.
    pub lang: String,
    /// The first role, everywhere.
    pub role: Role,
    /// Who makes it.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl NewAccount {
    /// Makes it, in the transaction of another write.
    pub(super) fn make(&self, tx: &mut Tx<'_>) -> Result<()> {
        let look = Look::of(&self.name);
        if !is_free(tx, self.site, look.key(), self.id)? {
            return Err(name_taken().into());
        }
        if let Some((_, address)) = &self.email
            && by_address(tx, self.site, address, self.now)?.is_some()
        {
            return Err(Refusal {
                status: 409,
                ..Refusal::field("address_taken", "email", "There is an account with this e-mail address.")
            }
            .into());
        }
        let (email, address) = self.email.clone().unzip();
        let is_member = self.role == Role::Member;
        let badges = if is_member { Badges::NONE.with(Badge::New) } else { Badges::NONE };
        let new_until = is_member.then(|| self.now.plus_seconds(NEW));
        tx.execute(
            "INSERT INTO account (site_id, id, name, look, named_at, email, address, lang, badges, state, new_until,
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $5)",
            &[
                &self.site,
                &self.id,
                &self.name,
                &look.key(),
                &self.now,
                &email,
                &address,
                &self.lang,
                &badges.0,
                &new_until,
            ],
        )?;
        grant(tx, self.site, self.id, self.role, &Reach::Site, &self.by, self.now)?;
        // Staff's names are the newsroom's from now on.
        if !is_member {
            site_changed(tx, self.site)?;
        }
        Ok(())
    }
}

impl Write for NewAccount {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        self.make(tx)
    }
}

fn grant(tx: &mut Tx<'_>, site: Id, id: Id, role: Role, reach: &Reach, by: &str, now: Timestamp) -> Result<usize> {
    tx.execute(
        "INSERT INTO account_role (site_id, account_id, role, reach, granted_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &[&site, &id, &role.as_str(), &reach.to_string(), &by, &now],
    )
}

fn site_changed(tx: &mut Tx<'_>, site: Id) -> Result<()> {
    tx.execute("UPDATE site SET version = version + 1 WHERE id = $1", &[&site])?;
    tx.note(Note::Site);
    Ok(())
}

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
            Change::Delete => delete(tx, site, id)?,
        };
        let shows = matches!(
            self.change,
            Change::Grant(..) | Change::Revoke(..) | Change::Give(_) | Change::Take(_) | Change::Rename(_)
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

fn delete(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<usize> {
    tx.execute("DELETE FROM account_role WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM account_name WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM news WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM follow WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM face WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
    tx.execute("DELETE FROM ignored WHERE site_id = $1 AND (account_id = $2 OR other_id = $2)", &[&site, &id])?;
    tx.execute("DELETE FROM sign_in WHERE site_id = $1 AND account_id = $2", &[&site, &id])?;
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

/// Whose first week is over. Asked every second: its plan must use its index alone; a test asks the engines.
pub const NO_LONGER_NEW: &str = "SELECT site_id, id FROM account WHERE new_until <= $1 ORDER BY new_until LIMIT $2";

/// See [`NO_LONGER_NEW`].
pub fn no_longer_new(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(Id, Id)>> {
    tx.query(NO_LONGER_NEW, &[&now, &limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Ends somebody's time as a newcomer.
#[derive(Clone, Debug)]
pub struct EndNewness {
    /// The site.
    pub site: Id,
    /// Whose.
    pub id: Id,
    /// The identifier of the job that follows.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for EndNewness {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let ended = tx.execute(
            "UPDATE account SET new_until = NULL, badges = badges & $1 WHERE site_id = $2 AND id = $3 AND new_until <= $4",
            &[&!(Badge::New as i64), &self.site, &self.id, &self.now],
        )?;
        if ended > 0 {
            jobs::enqueue(tx, self.site, self.job, jobs::Kind::Appear, self.id, self.now)?;
            tx.note(Note::Account { site: self.site, account: self.id });
        }
        Ok(())
    }
}

/// Puts an account's name and badges on the next of what it wrote, and says whether there was any. The badge of a story's
/// author stays where it is.
#[derive(Clone, Debug)]
pub struct Appear {
    /// The site.
    pub site: Id,
    /// The account.
    pub id: Id,
    /// When.
    pub now: Timestamp,
}

/// Comments changed in one write.
const CHANGED: i64 = 50;

impl Write for Appear {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(account) = by_id(tx, self.site, self.id, self.now)? else { return Ok(false) };
        let (author, badges) = (Badge::Author as i64, account.badges().0);
        let comments = tx.query(
            "SELECT story_id, id FROM comment WHERE site_id = $1 AND account_id = $2 AND state <> 'deleted'
             AND (name <> $3 OR badges <> (badges & $4) | $5) ORDER BY story_id, id LIMIT $6",
            &[&self.site, &self.id, &account.name, &author, &badges, &CHANGED],
            |row| Ok((row.get::<Id>(0)?, row.get::<Id>(1)?)),
        )?;
        for (story, comment) in &comments {
            super::events::raise(tx, self.site, *story, "author_changed", Some(*comment), 0, self.now)?;
            tx.execute(
                "UPDATE comment SET name = $1, badges = (badges & $2) | $3
                 WHERE site_id = $4 AND story_id = $5 AND id = $6",
                &[&account.name, &author, &badges, &self.site, story, comment],
            )?;
        }
        Ok(!comments.is_empty())
    }
}

/// The account with this folded e-mail address, and the hash of its password if it has one.
pub fn password_by_address(tx: &mut Tx<'_>, site: Id, address: &str) -> Result<Option<(Id, Option<String>)>> {
    tx.first(
        "SELECT id, password FROM account WHERE site_id = $1 AND address = $2 AND state <> 'deleted'",
        &[&site, &address],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The hash of an account's password, if it has one.
pub fn password_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<String>> {
    let found =
        tx.first("SELECT password FROM account WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))?;
    Ok(found.flatten())
}

/// Gives an account another password, ends its sessions but the one in which it was chosen, and tells its owner.
#[derive(Clone, Debug)]
pub struct SetPassword {
    /// The site.
    pub site: Id,
    /// The account.
    pub id: Id,
    /// The password's hash, as a PHC string.
    pub hash: String,
    /// The session that stays.
    pub but: Id,
    /// The identifier of the job that tells.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for SetPassword {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (site, id) = (self.site, self.id);
        tx.execute("UPDATE account SET password = $1 WHERE site_id = $2 AND id = $3", &[&self.hash, &site, &id])?;
        // Codes that are on their way were asked for by whoever held the old one.
        tx.execute(
            "UPDATE sign_in SET expires_at = $1 WHERE site_id = $2 AND expires_at > $1
             AND (account_id = $3 OR address = (SELECT address FROM account WHERE site_id = $2 AND id = $3))",
            &[&self.now, &site, &id],
        )?;
        sessions::end_all(tx, site, id, Some(self.but))?;
        jobs::enqueue(tx, site, self.job, jobs::Kind::MailPassword, id, self.now)
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
