use std::sync::Arc;

use serde::{Deserialize, Serialize};
use understory_triage::Correction;

use super::{Id, TriageRule, WhenUnread};

/// A publication.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its identifier.
    pub id: Id,
    /// Its short name, used on the command line.
    pub name: String,
    /// Its title, shown to readers.
    pub title: String,
    /// The language of its pages, as a BCP 47 tag.
    pub lang: String,
    /// The zone its times are shown in, an IANA name.
    pub zone: String,
    /// What its editor can change.
    pub settings: Settings,
    /// The key from which edit tokens are derived.
    pub secret: Vec<u8>,
    /// Raised by every change of the site itself; pages made under another number are outdated.
    pub version: i64,
    /// The hosts it answers under and the origins that may post to it.
    pub origins: Vec<Origin>,
    /// Those who speak for it.
    pub staff: Vec<Staff>,
    /// What its own decisions add to triage, if anything.
    pub correction: Option<Arc<LearntCorrection>>,
}

/// Somebody who speaks for a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The account.
    pub id: Id,
    /// Its name.
    pub name: String,
}

impl Site {
    /// The account of whoever a byline names, if it names one person of the newsroom alone.
    pub fn author_of(&self, byline: &str) -> Option<Id> {
        let byline = byline.to_lowercase();
        self.staff.iter().find(|staff| !byline.is_empty() && staff.name.to_lowercase() == byline).map(|staff| staff.id)
    }
}

/// What a site's own decisions add to triage, with the number it is known by.
#[derive(Clone, Debug)]
pub struct LearntCorrection {
    /// Its number.
    pub number: i64,
    /// What it does.
    pub correction: Correction,
}

/// An origin of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Scheme, host and port, without a path.
    pub origin: String,
    /// Host and port as a `Host` header has them.
    pub host: String,
    /// Whether this server answers under it; otherwise its pages may only post here.
    pub serves: bool,
}

/// Editorial settings of a site, kept in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// What the publication is, in a sentence for search engines; the newest headlines stand in for it.
    pub description: String,
    /// What becomes of comments by people without an account.
    pub guests: Guests,
    /// Who may get an account.
    pub sign_up: SignUp,
    /// Whether readers with an account vote, and how.
    pub votes: Votes,
    /// Which readers may flag comments.
    pub flags: Flags,
    /// How long a writer may edit or delete a comment, in seconds.
    pub edit_window: u32,
    /// Names that only the newsroom may use.
    pub reserved_names: Vec<String>,
    /// The longest comment, in characters.
    pub comment_length: u32,
    /// The longest name, in characters.
    pub name_length: u32,
    /// The order in which threads open.
    pub sort: Sort,
    /// Stories close this many days after publication; 0 means never.
    pub close_after_days: u32,
    /// Comments a minute by one known guest.
    pub rate_writer: u32,
    /// Comments a minute from one address (IPv6: one /64), which many may share.
    pub rate_address: u32,
    /// Comments a minute under one story.
    pub rate_story: u32,
    /// Votes a second by one account: nobody reads faster.
    pub rate_votes: u32,
    /// Whether guests' browsers work a moment for a comment while very much comes in.
    pub proof_of_work: bool,
    /// The house rules in a sentence or two, beside the form.
    pub house_rules: String,
    /// Where the house rules stand in full: an address, or a path of this server.
    pub rules: String,
    /// Where the imprint stands.
    pub imprint: String,
    /// Where it is said what becomes of people's data.
    pub privacy: String,
    /// From which scores of triage on a text waits, or is removed: see [`TriageRule`].
    pub triage: Vec<TriageRule>,
    /// What becomes of a text that could not be read.
    pub triage_unread: WhenUnread,
    /// Whether a writer is told before posting that a text would wait.
    pub triage_notice: bool,
    /// Whether the server learns from the desk's decisions by itself, each night.
    pub triage_learn: bool,
    /// What becomes of a text that many paste.
    pub near_copies: Caught,
    /// From how many writers on a text counts as pasted by many, the one who writes included.
    pub near_copies_writers: u32,
    /// Within how many minutes, a day at most.
    pub near_copies_minutes: u32,
    /// What becomes of a text by which a stranger could find a person.
    pub personal_data: Caught,
    /// The publication's sign, shown before its title: a path of this server.
    pub logo: String,
    /// Who is mailed about threats to life, in place of the editors.
    pub duty_mail: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            description: String::new(),
            guests: Guests::Published,
            sign_up: SignUp::Open,
            votes: Votes::Up,
            flags: Flags::Everyone,
            edit_window: 300,
            reserved_names: Vec::new(),
            comment_length: 10_000,
            name_length: 60,
            sort: Sort::Newest,
            close_after_days: 0,
            rate_writer: 6,
            rate_address: 60,
            rate_story: 3_000,
            rate_votes: 5,
            proof_of_work: true,
            house_rules: String::new(),
            rules: String::new(),
            imprint: String::new(),
            privacy: String::new(),
            triage: TriageRule::defaults(),
            triage_unread: WhenUnread::Hold,
            triage_notice: true,
            triage_learn: true,
            near_copies: Caught::Hold,
            near_copies_writers: 5,
            near_copies_minutes: 60,
            personal_data: Caught::Hold,
            logo: String::new(),
            duty_mail: String::new(),
        }
    }
}

impl Settings {
    /// The settings with `KEY=VALUE` applied. A value is JSON, or else a plain word; lists may be given with commas.
    ///
    /// # Errors
    /// A sentence that says which key or value is not valid.
    pub fn with(&self, assignment: &str) -> Result<Self, String> {
        let (key, value) = assignment.split_once('=').ok_or_else(|| format!("write KEY=VALUE, not '{assignment}'"))?;
        let mut all = serde_json::to_value(self).map_err(|e| e.to_string())?;
        let object = all.as_object_mut().ok_or("settings are an object")?;
        let Some(old) = object.get(key) else {
            let known: Vec<&str> = object.keys().map(String::as_str).collect();
            return Err(format!("'{key}' is no setting; there are: {}", known.join(", ")));
        };
        let parsed = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::String(value.to_owned()));
        let parsed = match (old, parsed) {
            (serde_json::Value::Array(_), serde_json::Value::String(list)) => {
                list.split(',').map(str::trim).filter(|s| !s.is_empty()).collect()
            }
            (_, parsed) => parsed,
        };
        object.insert(key.to_owned(), parsed);
        serde_json::from_value(all).map_err(|e| format!("'{value}' is not valid for {key}: {e}"))
    }
}

/// What becomes of a guest's comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Guests {
    /// Guests may not write.
    Off,
    /// A moderator looks first.
    Held,
    /// It appears at once.
    Published,
}

/// What becomes of a comment in which a check finds what it looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caught {
    /// Nothing: it is not looked for.
    Off,
    /// A moderator looks first.
    Hold,
}

/// Who may get an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    /// Everybody with an e-mail address.
    Open,
    /// Those for whom the newsroom makes one.
    Closed,
}

/// Which readers may flag comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flags {
    /// Nobody.
    Off,
    /// Those with an account.
    Accounts,
    /// Everybody.
    Everyone,
}

/// How readers vote on comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Votes {
    /// Not at all.
    Off,
    /// For a comment.
    Up,
    /// For or against it.
    Both,
}

impl Votes {
    /// Whether this vote can be given: 1, -1, or 0 to take one back.
    pub fn take(self, value: i64) -> bool {
        match self {
            Self::Off => false,
            Self::Up => matches!(value, 0 | 1),
            Self::Both => matches!(value, -1..=1),
        }
    }
}

/// The order of a thread's roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Newest first.
    Newest = 0,
    /// Oldest first.
    Oldest = 1,
    /// Best liked first, by the stored rank.
    Top = 2,
}

impl Sort {
    /// All of them, in the order shown.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Oldest, Self::Top];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Top => "top",
        }
    }

    /// Whether the greatest key comes first.
    pub fn descends(self) -> bool {
        !matches!(self, Self::Oldest)
    }

    /// The order of the replies below roots in this order: oldest first, save under `top`.
    #[must_use]
    pub fn of_replies(self) -> Self {
        if self == Self::Top { Self::Top } else { Self::Oldest }
    }

    pub(super) fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| *sort as u8 == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_set_by_word_and_refused_by_name() {
        let settings = Settings::default();
        assert_eq!(settings.with("guests=held").unwrap().guests, Guests::Held);
        assert_eq!(settings.with("edit_window=60").unwrap().edit_window, 60);
        assert_eq!(settings.with("reserved_names=Admin, The Editor").unwrap().reserved_names, ["Admin", "The Editor"]);
        assert!(settings.with("guest=held").unwrap_err().contains("no setting"));
        assert!(settings.with("guests=maybe").unwrap_err().contains("not valid"));
        assert!(settings.with("edit_window=-1").is_err());
        assert!(settings.with("edit_window").is_err());
    }
}
