use sha2::{Digest, Sha256};

use super::Id;
use crate::clock::Timestamp;

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What somebody with power did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AuditAct {
            $($(#[$doc])* $name,)*
        }

        impl AuditAct {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stored word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

acts! {
    /// Decided about a comment.
    Decide = "decide",
    /// Took a decision back.
    Undo = "undo",
    /// Put a policy rule in force, or a new version of one.
    SetRule = "rule_set",
    /// Put a policy rule out of force.
    WithdrawRule = "rule_withdraw",
    /// Made a rule list, or put another text or place in the place of one's.
    SetList = "list_set",
    /// Turned a rule list on or off.
    TurnList = "list_turn",
    /// Removed a rule list.
    RemoveList = "list_remove",
    /// Made an account.
    MakeAccount = "account_make",
    /// Gave a role.
    GrantRole = "role_grant",
    /// Took a role away.
    RevokeRole = "role_revoke",
    /// Gave or took badges.
    SetBadges = "badges_set",
    /// Suspended an account.
    Suspend = "suspend",
    /// Ended a suspension.
    Reinstate = "reinstate",
    /// Gave an account another name.
    Rename = "rename",
    /// Ended somebody's sessions.
    SignOut = "sign_out",
    /// Deleted an account.
    DeleteAccount = "account_delete",
    /// Made a link by which somebody signs in.
    Invite = "invite",
    /// Made a site.
    MakeSite = "site_make",
    /// Changed a site: settings, title, origins.
    ChangeSite = "site_change",
    /// Chose what a site's decisions add to triage.
    Correct = "triage_correct",
    /// Made a program's key.
    MakeKey = "key_make",
    /// Ended a program's key.
    RevokeKey = "key_revoke",
    /// Made a story.
    MakeStory = "story_make",
    /// Changed a story: its text, address, state or switches.
    ChangeStory = "story_change",
    /// Closed a thread, or said when it will be.
    CloseStory = "story_close",
    /// Opened a thread again.
    ReopenStory = "story_reopen",
    /// Answered an appeal.
    AnswerAppeal = "appeal_answer",
    /// Warned, suspended or banned a writer at the desk, or noted something about them.
    ActOnWriter = "writer_act",
    /// Took such an act back.
    UndoWriterAct = "writer_undo",
    /// Put the comments of one story below another.
    MergeStory = "story_merge",
    /// Escalated a comment as a threat to life.
    Escalate = "escalate",
    /// Read the report of an escalation.
    ReadEscalation = "escalation_read",
    /// Wrote something down about an escalation.
    ChangeEscalation = "escalation_change",
}

/// As whom the program acts by itself: what it does on its own is no act of power.
pub const AUTOMATIC: &str = "automatic";

/// As whom the operator acts.
pub const COMMAND_LINE: &str = "command line";

/// SHA-256 over length-prefixed parts.
pub fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// Bytes as people compare them: two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What stands before the first row of a chain.
pub const BEFORE_FIRST: [u8; 32] = [0; 32];

/// A row of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The site.
    pub site: Id,
    /// Its identifier.
    pub id: Id,
    /// When it was done.
    pub created_at: Timestamp,
    /// By whom, as records name people and programs.
    pub actor: String,
    /// What was done: the word of an [`AuditAct`].
    pub act: String,
    /// To what: a kind and an identifier or key, such as `comment 0…`.
    pub object: String,
    /// The account of which the detail may speak.
    pub about: Option<Id>,
    /// The state before and after, as JSON; cleared once that account is erased.
    pub detail: Option<String>,
    /// What is hashed with the detail, so that nobody finds one by trying.
    pub salt: Option<Vec<u8>>,
    /// Its place in the chain, and what binds it there; nothing until it is linked.
    pub link: Option<AuditLink>,
}

/// What binds a row into the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLink {
    /// Its number, from 1.
    pub seq: i64,
    /// Of salt and detail.
    pub digest: Vec<u8>,
    /// The hash of the row before it.
    pub prev: Vec<u8>,
    /// Of all of it.
    pub hash: Vec<u8>,
}

impl AuditRow {
    /// What stands in the chain for salt and detail.
    pub fn seal(salt: Option<&[u8]>, detail: Option<&str>) -> Vec<u8> {
        digest(&[b"audit detail", salt.unwrap_or_default(), detail.unwrap_or_default().as_bytes()])
    }

    /// What the row hashes to at a place in the chain.
    pub fn hash_at(&self, seq: i64, sealed: &[u8], prev: &[u8]) -> Vec<u8> {
        digest(&[
            b"audit row",
            self.site.bytes(),
            &seq.to_be_bytes(),
            self.id.bytes(),
            &self.created_at.0.to_be_bytes(),
            self.actor.as_bytes(),
            self.act.as_bytes(),
            self.object.as_bytes(),
            self.about.as_ref().map_or(&[][..], |about| &about.bytes()[..]),
            sealed,
            prev,
        ])
    }
}

/// What is wrong with a chain, at its first row that is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// The row is not what was linked.
    Changed,
    /// What the row says was done is not what was linked.
    DetailChanged,
    /// What the row says was done was taken away, though nobody it speaks of was erased.
    DetailGone,
    /// The row is not there.
    Missing,
    /// Another row stands in its place.
    OutOfOrder,
    /// Rows at the end are not there.
    CutOff,
    /// There are rows that were never linked by the program.
    Added,
    /// What is kept of the chain's end is not there, or is not its end.
    HeadChanged,
}

/// The first place at which a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Broken {
    /// The row's number.
    pub seq: i64,
    /// The row that stands there, if one does.
    pub id: Option<Id>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}", self.seq)?;
        if let Some(id) = self.id {
            write!(f, " ({id})")?;
        }
        f.write_str(match self.wrong {
            Wrong::Changed => " was changed",
            Wrong::DetailChanged => ": its detail was changed",
            Wrong::DetailGone => ": its detail was taken away, and nobody it speaks of was erased",
            Wrong::Missing => " is missing",
            Wrong::OutOfOrder => " is out of order: another stands in its place",
            Wrong::CutOff => " and all behind it are cut off",
            Wrong::Added => " was put behind the end",
            Wrong::HeadChanged => " is not the one that the end, kept apart, names",
        })
    }
}
