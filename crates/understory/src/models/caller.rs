use std::sync::Arc;

use super::account::{is_suspended, sign_in_first};
use super::{Account, Flags, Grant, Guests, Id, Refusal, Site, Spot, Standing};
use crate::clock::Timestamp;

/// A key of a program.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Its identifier.
    pub id: Id,
    /// The site it belongs to.
    pub site: Id,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Scope {
    /// Publish and change stories.
    Stories,
    /// Write comments on behalf of people, without the limits for one address.
    Comments,
    /// See held comments and decide about them.
    Moderate,
    /// Have texts scored.
    Triage,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Stories, Self::Comments, Self::Moderate, Self::Triage];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stories => "stories",
            Self::Comments => "comments",
            Self::Moderate => "moderate",
            Self::Triage => "triage",
        }
    }

    /// What it allows.
    pub fn grants(self) -> &'static [Grant] {
        match self {
            Self::Stories => &[Grant::Publish, Grant::Close],
            Self::Comments => &[Grant::Comment],
            Self::Moderate => &[Grant::SeeHidden, Grant::Decide],
            Self::Triage => &[Grant::Score],
        }
    }
}

/// Somebody who is signed in, in one of their browsers.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who.
    pub account: Account,
    /// The session.
    pub session: Id,
    /// Since when.
    pub since: Timestamp,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Somebody of whom nothing is known; perhaps a guest.
    Nobody,
    /// Somebody who is signed in.
    Person(Arc<Signed>),
    /// A program with a key.
    Key(Arc<ApiKey>),
}

impl Caller {
    /// The person, if it is one.
    pub fn person(&self) -> Option<&Arc<Signed>> {
        match self {
            Self::Person(signed) => Some(signed),
            Self::Nobody | Self::Key(_) => None,
        }
    }

    /// By what retries of the same request are known to be of the same caller.
    pub fn actor(&self) -> Option<&Id> {
        match self {
            Self::Nobody => None,
            Self::Person(signed) => Some(&signed.account.id),
            Self::Key(key) => Some(&key.id),
        }
    }

    /// As records of decisions name it. A person by identifier: names change.
    pub fn record(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Person(signed) => format!("account {}", signed.account.id),
            Self::Key(key) => format!("key {}", key.name),
        }
    }
}

/// Whether a caller may do this there. The one place that decides it: routes, pages and jobs ask here.
///
/// # Errors
/// 401 to somebody of whom nothing is known, 403 to everybody else who may not.
pub fn may(caller: &Caller, grant: Grant, site: &Site, place: Spot<'_>) -> Result<(), Refusal> {
    judge(caller, grant, site, |account| account.has(grant, place))
}

/// Whether a caller may do this somewhere on the site: what is asked before the place is known.
///
/// # Errors
/// Those of [`may`].
pub fn may_somewhere(caller: &Caller, grant: Grant, site: &Site) -> Result<(), Refusal> {
    judge(caller, grant, site, |account| account.has_somewhere(grant))
}

fn judge(caller: &Caller, grant: Grant, site: &Site, has: impl Fn(&Account) -> bool) -> Result<(), Refusal> {
    match caller {
        Caller::Nobody if grant == Grant::Comment && site.settings.guests != Guests::Off => Ok(()),
        Caller::Nobody if grant == Grant::Comment => {
            Err(Refusal::new(403, "guests_off", "Here only people with an account may write. Sign in to do so."))
        }
        _ if grant == Grant::Flag && site.settings.flags == Flags::Off => {
            Err(Refusal::new(403, "flags_off", "Here comments cannot be reported. Write to the newsroom instead."))
        }
        Caller::Nobody if grant == Grant::Flag && site.settings.flags == Flags::Everyone => Ok(()),
        Caller::Nobody if matches!(grant, Grant::Vote | Grant::Flag | Grant::Audit | Grant::Evidence) => {
            Err(sign_in_first())
        }
        Caller::Nobody => {
            let scope = scope_of(grant);
            let words = format!("Send a key with the scope '{scope}' as 'Authorization: Bearer KEY', or sign in.");
            Err(Refusal::new(401, "key_missing", words))
        }
        // Rights end at the site's border.
        Caller::Key(key) if key.site == site.id && key.scopes.iter().any(|scope| scope.grants().contains(&grant)) => {
            Ok(())
        }
        Caller::Key(_) if matches!(grant, Grant::Vote | Grant::Flag) => {
            Err(Refusal::new(403, "person_only", "Only people vote and report comments: no key does."))
        }
        Caller::Key(_) if matches!(grant, Grant::Audit | Grant::Evidence) => {
            Err(Refusal::new(403, "person_only", "No key reads this: sign in."))
        }
        Caller::Key(_) => {
            Err(Refusal::new(403, "scope_missing", format!("This key lacks the scope '{}'.", scope_of(grant))))
        }
        Caller::Person(signed) if signed.account.site == site.id && has(&signed.account) => Ok(()),
        Caller::Person(signed) if signed.account.standing != Standing::Good => Err(is_suspended()),
        Caller::Person(_) => Err(Refusal::new(
            403,
            "role_missing",
            "Your account has no role that allows this here. An editor can give you one.",
        )),
    }
}

fn scope_of(grant: Grant) -> &'static str {
    Scope::ALL.into_iter().find(|scope| scope.grants().contains(&grant)).map_or("-", Scope::as_str)
}
