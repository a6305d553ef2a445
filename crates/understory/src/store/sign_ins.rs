//! Requests to be let in: by a code or a link that was mailed, or a link that the command line printed. Neither is kept
//! here: both follow from the request's identifier and the site's key.

use serde_json::Value;

use super::accounts::{self, NewAccount};
use super::attempts::{Count, Limit};
use super::sessions::NewSession;
use super::{Result, Tx, Write, audit, jobs};
use crate::clock::Timestamp;
use crate::models::{Account, AuditAct, Id, Refusal, Role};

/// How long a code and a link are good, in seconds.
pub const GOOD: i64 = 600;

/// How often a code may be typed.
pub const TRIES: i64 = 5;

/// A request to be let in.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its identifier.
    pub id: Id,
    /// The e-mail address as typed, if it is by one.
    pub email: Option<String>,
    /// The same, folded.
    pub address: Option<String>,
    /// The account, if it is for one.
    pub account: Option<Id>,
    /// The language of its page.
    pub lang: String,
    /// Where to go afterwards.
    pub way_back: String,
    /// How often a wrong code was typed.
    pub tries: i64,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When the right code was given.
    pub passed_at: Option<Timestamp>,
    /// When it led in.
    pub used_at: Option<Timestamp>,
}

impl Request {
    /// Whether it can still lead in.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && self.expires_at > now && self.tries < TRIES
    }
}

/// The request with this identifier.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Request>> {
    tx.first(
        "SELECT id, email, address, account_id, lang, way_back, tries, expires_at, passed_at, used_at
         FROM sign_in WHERE site_id = $1 AND id = $2",
        &[&site, &id],
        |row| {
            Ok(Request {
                id: row.get(0)?,
                email: row.get(1)?,
                address: row.get(2)?,
                account: row.get(3)?,
                lang: row.get(4)?,
                way_back: row.get(5)?,
                tries: row.get(6)?,
                expires_at: row.get(7)?,
                passed_at: row.get(8)?,
                used_at: row.get(9)?,
            })
        },
    )
}

/// The account that a request leads to: the one it was made for, or the one with its address.
pub fn account_of(tx: &mut Tx<'_>, site: Id, request: &Request, now: Timestamp) -> Result<Option<Account>> {
    match (&request.account, &request.address) {
        (Some(id), _) => accounts::by_id(tx, site, *id, now),
        (None, Some(address)) => accounts::by_address(tx, site, address, now),
        (None, None) => Ok(None),
    }
}

/// Asks to be let in by e-mail. Whether there is an account with this address changes nothing here.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The site.
    pub site: Id,
    /// The request's identifier.
    pub id: Id,
    /// The address, as typed and folded.
    pub email: (String, String),
    /// The language of the page it was asked on.
    pub lang: String,
    /// Where to go afterwards.
    pub way_back: String,
    /// How often this may be asked.
    pub count: Count,
    /// The identifier of the job that mails.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Ask {
    type Out = Option<u64>;

    /// The seconds to wait, if it was asked too often; what was counted stays counted.
    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<u64>> {
        if let Some(wait) = self.count.count(tx)? {
            return Ok(Some(wait));
        }
        let (email, address) = &self.email;
        insert(tx, self.site, self.id, Some((email, address)), None, &self.lang, &self.way_back, self.now)?;
        jobs::enqueue(tx, self.site, self.job, jobs::Kind::MailSignIn, self.id, self.now)?;
        Ok(None)
    }
}

#[expect(clippy::too_many_arguments, reason = "a row's columns")]
fn insert(
    tx: &mut Tx<'_>,
    site: Id,
    id: Id,
    email: Option<(&String, &String)>,
    account: Option<Id>,
    lang: &str,
    way_back: &str,
    now: Timestamp,
) -> Result<()> {
    let (email, address) = email.unzip();
    tx.execute(
        "INSERT INTO sign_in (site_id, id, email, address, account_id, lang, way_back, tries, expires_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)",
        &[&site, &id, &email.cloned(), &address.cloned(), &account, &lang, &way_back, &now.plus_seconds(GOOD), &now],
    )?;
    Ok(())
}

/// Lets an account in by a link that the operator hands over.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The site.
    pub site: Id,
    /// The request's identifier.
    pub id: Id,
    /// Who.
    pub account: Id,
    /// The language of its page.
    pub lang: String,
    /// Who hands it over.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for Invite {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let acted = audit::Acted {
            act: AuditAct::Invite,
            object: format!("account {}", self.account),
            about: None,
            before: Value::Null,
            after: Value::Null,
        };
        audit::record(tx, self.site, &self.by, self.now, &acted)?;
        insert(tx, self.site, self.id, None, Some(self.account), &self.lang, "/account", self.now)
    }
}

/// How a code or a link was taken.
#[derive(Clone, Debug)]
pub enum Taken {
    /// It leads in, to this account.
    In(Box<Account>),
    /// It is right, and there is no account yet: a name is to be chosen.
    NameWanted,
    /// It is wrong, and may be typed so many times more.
    Wrong(i64),
}

/// Takes a code or a link, and signs in if there is an account.
#[derive(Clone, Debug)]
pub struct Enter {
    /// The site.
    pub site: Id,
    /// The request.
    pub id: Id,
    /// Whether what was given is what belongs to it.
    pub is_right: bool,
    /// Whether somebody without an account may get one.
    pub may_sign_up: bool,
    /// The session that begins.
    pub session: NewSession,
    /// When.
    pub now: Timestamp,
}

impl Write for Enter {
    type Out = Taken;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Taken> {
        let request = good(tx, self.site, self.id, self.now)?;
        if !self.is_right {
            tx.execute("UPDATE sign_in SET tries = tries + 1 WHERE site_id = $1 AND id = $2", &[&self.site, &self.id])?;
            return Ok(Taken::Wrong(TRIES - request.tries - 1));
        }
        let Some(account) = account_of(tx, self.site, &request, self.now)? else {
            if !self.may_sign_up || request.address.is_none() {
                return Err(spent().into());
            }
            tx.execute(
                "UPDATE sign_in SET passed_at = $1 WHERE site_id = $2 AND id = $3",
                &[&self.now, &self.site, &self.id],
            )?;
            return Ok(Taken::NameWanted);
        };
        use_up(tx, self.site, self.id, self.now)?;
        self.session.begin(tx, self.site, account.id, self.now)?;
        Ok(Taken::In(Box::new(account)))
    }
}

/// The request, locked, if it can still lead in.
fn good(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<Request> {
    // Two who type at once are counted one after the other.
    tx.execute("UPDATE sign_in SET tries = tries WHERE site_id = $1 AND id = $2", &[&site, &id])?;
    let request = by_id(tx, site, id)?.filter(|request| request.is_good(now));
    Ok(request.ok_or_else(spent)?)
}

fn use_up(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<()> {
    tx.execute("UPDATE sign_in SET used_at = $1 WHERE site_id = $2 AND id = $3", &[&now, &site, &id])?;
    Ok(())
}

/// Refuses what can no longer lead in.
pub fn spent() -> Refusal {
    Refusal::new(
        410,
        "sign_in_spent",
        "This code or link has been used, is older than ten minutes, or was tried too often. Ask for a new one.",
    )
}

/// Makes an account for somebody whose address is proved, and signs in.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The site.
    pub site: Id,
    /// The request.
    pub id: Id,
    /// The account's identifier.
    pub account: Id,
    /// Its name, clean and judged.
    pub name: String,
    /// The session that begins.
    pub session: NewSession,
    /// When.
    pub now: Timestamp,
}

impl Write for SignUp {
    type Out = Account;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Account> {
        let request = good(tx, self.site, self.id, self.now)?;
        let (Some(email), Some(address), Some(_)) = (request.email, request.address, request.passed_at) else {
            return Err(spent().into());
        };
        let new = NewAccount {
            site: self.site,
            id: self.account,
            name: self.name.clone(),
            email: Some((email, address)),
            lang: request.lang,
            role: Role::Member,
            by: "sign-up".to_owned(),
            now: self.now,
        };
        new.make(tx)?;
        use_up(tx, self.site, self.id, self.now)?;
        self.session.begin(tx, self.site, self.account, self.now)?;
        let account = accounts::by_id(tx, self.site, self.account, self.now)?;
        account.ok_or_else(|| super::Error::corrupt("an account that was made is not there"))
    }
}

/// Forgets requests that are a day old.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM sign_in WHERE expires_at < $1", &[&self.now.plus_seconds(-86_400)])
    }
}

/// How often one address may be sent a code: mail that nobody asked for is a nuisance.
pub const MAILS: [Limit; 2] = [Limit { times: 5, seconds: 3_600 }, Limit { times: 15, seconds: 86_400 }];
