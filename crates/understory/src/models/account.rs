use std::fmt;
use std::str::FromStr;

use super::{Badge, Badges, Id, Refusal, topic_of};
use crate::clock::Timestamp;

/// A bundle of grants that the newsroom gives to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Role {
    /// Writes comments and votes; everybody who signs up has it.
    Member,
    /// Writes the newsroom's stories, and comments under the newsroom's eyes.
    Author,
    /// Decides about comments, and closes threads.
    Moderator,
    /// All that a moderator does, and publishes stories.
    Editor,
    /// Sees what is hidden, for the law's sake.
    Legal,
    /// Sees what is hidden and what was done, and does nothing.
    Auditor,
}

/// One permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grant {
    /// Write comments.
    Comment,
    /// Vote on comments.
    Vote,
    /// Flag comments for the desk.
    Flag,
    /// See what waits and what was removed, with its reasons.
    SeeHidden,
    /// Decide about comments.
    Decide,
    /// Close and reopen threads.
    Close,
    /// Publish and change stories and what they show.
    Publish,
    /// Have texts scored.
    Score,
    /// Read the audit trail.
    Audit,
    /// Read the evidence of escalations.
    Evidence,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Member, Self::Author, Self::Moderator, Self::Editor, Self::Legal, Self::Auditor];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Author => "author",
            Self::Moderator => "moderator",
            Self::Editor => "editor",
            Self::Legal => "legal",
            Self::Auditor => "auditor",
        }
    }

    /// What it allows. Whoever may act on something may also see it.
    pub fn grants(self) -> &'static [Grant] {
        match self {
            Self::Member | Self::Author => &[Grant::Comment, Grant::Vote, Grant::Flag],
            Self::Moderator => {
                &[Grant::Comment, Grant::Vote, Grant::Flag, Grant::SeeHidden, Grant::Decide, Grant::Close]
            }
            Self::Editor => &[
                Grant::Comment,
                Grant::Vote,
                Grant::Flag,
                Grant::SeeHidden,
                Grant::Decide,
                Grant::Close,
                Grant::Publish,
                Grant::Audit,
                Grant::Evidence,
            ],
            Self::Legal => &[Grant::SeeHidden, Grant::Audit, Grant::Evidence],
            Self::Auditor => &[Grant::SeeHidden, Grant::Audit],
        }
    }

    /// Whether somebody with it speaks for the newsroom.
    pub fn is_staff(self) -> bool {
        self != Self::Member
    }
}

impl FromStr for Role {
    type Err = super::UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| super::UnknownWord(word.to_owned()))
    }
}

/// Where a role counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Everywhere on the site.
    Site,
    /// Under the stories of a topic, by the last part of the topic's address.
    Topic(String),
    /// Under one story.
    Story(Id),
}

impl Reach {
    /// Whether it covers a place.
    pub fn covers(&self, place: Spot<'_>) -> bool {
        match self {
            Self::Site => true,
            Self::Topic(topic) => place.topics.iter().any(|other| topic_of(other) == *topic),
            Self::Story(story) => place.story == Some(*story),
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site => Ok(()),
            Self::Topic(topic) => write!(f, "topic:{topic}"),
            Self::Story(story) => write!(f, "story:{story}"),
        }
    }
}

impl FromStr for Reach {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text.is_empty() => Ok(Self::Site),
            Some(("topic", topic)) if !topic_of(topic).is_empty() => Ok(Self::Topic(topic_of(topic))),
            Some(("story", story)) => {
                story.parse().map(Self::Story).map_err(|_| format!("'{story}' is no story's identifier"))
            }
            _ => Err(format!("'{text}' is neither topic:NAME nor story:ID")),
        }
    }
}

/// Where somebody wants to act.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot<'a> {
    /// The story, if it is one.
    pub story: Option<Id>,
    /// Its topics.
    pub topics: &'a [String],
}

/// How an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In order.
    Good,
    /// May read, and nothing else, until then; for good if it is not said.
    Suspended {
        /// Until when.
        until: Option<Timestamp>,
        /// Why, in words for its owner.
        reason: String,
    },
}

/// Somebody with an account, as rights are judged by it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its site.
    pub site: Id,
    /// Its identifier.
    pub id: Id,
    /// The name it appears under.
    pub name: String,
    /// Since when.
    pub named_at: Timestamp,
    /// The e-mail address as typed, if there is one. Shown to its owner alone.
    pub email: Option<String>,
    /// The language of its pages and its mail.
    pub lang: String,
    /// What it says of itself.
    pub bio: String,
    /// What the newsroom vouches for: given badges, and "new here".
    pub given: Badges,
    /// How it stands now.
    pub standing: Standing,
    /// Its roles.
    pub roles: Vec<(Role, Reach)>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Account {
    /// Whether a role of it allows this there.
    pub fn has(&self, grant: Grant, place: Spot<'_>) -> bool {
        self.standing == Standing::Good
            && self.roles.iter().any(|(role, reach)| role.grants().contains(&grant) && reach.covers(place))
    }

    /// Whether a role of it allows this anywhere.
    pub fn has_somewhere(&self, grant: Grant) -> bool {
        self.standing == Standing::Good && self.roles.iter().any(|(role, _)| role.grants().contains(&grant))
    }

    /// Whether it speaks for the newsroom.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|(role, _)| role.is_staff())
    }

    /// The badges it has wherever it writes.
    pub fn badges(&self) -> Badges {
        if self.is_staff() { self.given.with(Badge::Staff).without(Badge::New) } else { self.given }
    }

    /// The badges it has under a story: its author is named in the byline, or has the role of one for that story.
    pub fn badges_under(&self, story: Id, byline: &str) -> Badges {
        let is_author = self.roles.iter().any(|(role, reach)| {
            *role == Role::Author && (*reach == Reach::Story(story) || super::name::is_in_byline(&self.name, byline))
        });
        if is_author { self.badges().with(Badge::Author) } else { self.badges() }
    }
}

/// An e-mail address as it is found: no white space around it, in lower case, Unicode folded. `None` if it can be none.
///
/// Only what every address has is asked for (RFC 5321, section 4.5.3.1, for the lengths): whether it exists is told by
/// the mail that is sent there.
pub fn folded_address(typed: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let address: String = typed.trim().nfkc().flat_map(char::to_lowercase).collect();
    let (local, host) = address.rsplit_once('@')?;
    let is_odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';' | '\\' | '(' | ')');
    let is_host = host.contains('.') && host.split('.').all(|label| !label.is_empty() && label.len() <= 63);
    let fits = (1..=64).contains(&local.len()) && (3..=255).contains(&host.len()) && !local.contains('@');
    (fits && is_host && !address.chars().any(is_odd)).then_some(address)
}

/// Refuses an act that needs somebody who is signed in.
pub fn sign_in_first() -> Refusal {
    Refusal::new(401, "sign_in_first", "Sign in to do this.")
}

/// Refuses an act to somebody who is suspended.
pub fn is_suspended() -> Refusal {
    Refusal::new(403, "account_suspended", "Your account is suspended. Your account page says why and for how long.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_act_implies_to_see() {
        for role in Role::ALL {
            if role.grants().contains(&Grant::Decide) {
                assert!(role.grants().contains(&Grant::SeeHidden), "{role:?}");
            }
        }
    }

    #[test]
    fn a_role_reaches_where_it_was_given() {
        let (here, there): (Id, Id) = (Id::FIRST, Id::LAST);
        let topics = ["The War".to_owned()];
        let place = Spot { story: Some(here), topics: &topics };
        for (reach, want) in [("", true), ("topic:the-war", true), ("topic:The War", true), ("topic:sport", false)] {
            assert_eq!(reach.parse::<Reach>().unwrap().covers(place), want, "{reach}");
        }
        assert!(Reach::Story(here).covers(place) && !Reach::Story(there).covers(place));
        assert!(!Reach::Topic("the-war".to_owned()).covers(Spot::default()));
        assert_eq!(Reach::Story(there).to_string().parse::<Reach>().unwrap(), Reach::Story(there));
        for bad in ["topic:", "story:x", "everywhere", ":"] {
            assert!(bad.parse::<Reach>().is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_are_folded_and_odd_ones_refused() {
        assert_eq!(folded_address(" Ana.Lima@Paper.Example "), Some("ana.lima@paper.example".to_owned()));
        assert_eq!(folded_address("日本@例え.jp"), Some("日本@例え.jp".to_owned()));
        for bad in [
            "",
            "ana",
            "@b.c",
            "a@",
            "a@b",
            "a b@c.d",
            "a@b..c",
            "a@b.c\r\nBcc: x@y.z",
            "<a@b.c>",
            "a,b@c.d",
            "a@b@c.d",
        ] {
            assert_eq!(folded_address(bad), None, "{bad}");
        }
        assert_eq!(folded_address(&format!("{}@b.c", "a".repeat(65))), None);
    }
}
