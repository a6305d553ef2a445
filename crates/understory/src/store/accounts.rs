//! Accounts: made, found, renamed, suspended, deleted; and the roles and badges that they have.

use serde_json::{Value, json};

use super::{Error, Note, Result, Row, Tx, Write, audit, jobs};
use crate::clock::Timestamp;
use crate::models::{
    Account, AuditAct, Badge, Badges, Id, Look, Reach, Refusal, Role, Staff, Standing, folded_address,
};

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
pub(super) fn staff(tx: &mut Tx<'_>) -> Result<Vec<(Id, Staff)>> {
    tx.query(
        "SELECT a.site_id, a.id, a.name FROM account a WHERE a.state <> 'deleted' AND EXISTS (SELECT 1 FROM account_role r
            WHERE r.site_id = a.site_id AND r.account_id = a.id AND r.role <> 'member')",
        &[],
        |row| Ok((row.get(0)?, Staff { id: row.get(1)?, name: row.get(2)? })),
    )
}

pub(super) fn name_taken() -> Refusal {
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
pub(super) fn is_free(tx: &mut Tx<'_>, site: Id, look: &str, but: Id) -> Result<bool> {
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
        self.make(tx)?;
        let acted = audit::Acted {
            act: AuditAct::MakeAccount,
            object: format!("account {}", self.id),
            about: None,
            before: Value::Null,
            after: json!({ "role": self.role.as_str() }),
        };
        audit::record(tx, self.site, &self.by, self.now, &acted)
    }
}

pub(super) fn grant(
    tx: &mut Tx<'_>,
    site: Id,
    id: Id,
    role: Role,
    reach: &Reach,
    by: &str,
    now: Timestamp,
) -> Result<usize> {
    tx.execute(
        "INSERT INTO account_role (site_id, account_id, role, reach, granted_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &[&site, &id, &role.as_str(), &reach.to_string(), &by, &now],
    )
}

pub(super) fn site_changed(tx: &mut Tx<'_>, site: Id) -> Result<()> {
    tx.execute("UPDATE site SET version = version + 1 WHERE id = $1", &[&site])?;
    tx.note(Note::Site);
    Ok(())
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
        let Some(account) = by_id(tx, self.site, self.id, self.now)? else { return self.detach(tx) };
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

impl Appear {
    /// What somebody wrote whose account is gone stays under the name it had, and leads to nobody.
    fn detach(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let comments = tx.query(
            "SELECT story_id, id FROM comment WHERE site_id = $1 AND account_id = $2 ORDER BY story_id, id LIMIT $3",
            &[&self.site, &self.id, &CHANGED],
            |row| Ok((row.get::<Id>(0)?, row.get::<Id>(1)?)),
        )?;
        for (story, comment) in &comments {
            super::events::raise(tx, self.site, *story, "author_changed", Some(*comment), 0, self.now)?;
            tx.execute(
                "UPDATE comment SET account_id = NULL, badges = badges & $1
                 WHERE site_id = $2 AND story_id = $3 AND id = $4",
                &[&(Badge::Author as i64), &self.site, story, comment],
            )?;
        }
        Ok(!comments.is_empty())
    }
}
