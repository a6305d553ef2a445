//! What things are: structs, states and pure rules; no SQL and no HTTP.

mod account;
mod address;
mod badge;
mod caller;
mod comment;
mod cursor;
mod flag;
mod id;
mod likeness;
mod matter;
mod name;
mod rank;
mod refusal;
mod search;
mod site;
mod story;
mod triage;
mod visibility;

pub use account::{Account, Grant, Reach, Role, Spot, Standing, folded_address, is_suspended, sign_in_first};
pub use address::{host_of, normalise_address};
pub use badge::{Badge, Badges};
pub use caller::{ApiKey, Caller, Scope, Signed, may, may_somewhere};
pub use comment::{Act, CommentRow, Decision, State, UnknownWord, Writer};
pub use cursor::{BadCursor, Cursor};
pub use flag::{FLAG_TEXT, FlagReason, FlagRecord};
pub use id::{ID_LENGTH, Id, NotAnId};
pub use likeness::{ALIKE, Compared, likeness};
pub use matter::{Correction, Matter, Medium, Picture, Size, Video};
pub use name::{Look, clean_name, reserved_name};
pub use rank::rank;
pub use refusal::{Facts, Place, Reason, Refusal, quoting};
pub use search::{Piece, QUESTION, Question, Term, excerpt, fold, indexed, marked};
pub use site::{Flags, Guests, LearntCorrection, Origin, Settings, SignUp, Site, Sort, Votes};
pub use story::{Closed, ClosedBy, Story, StoryState, closed, slug_of, topic_of};
pub use triage::{TriageRule, WhenUnread};
pub use visibility::{Seen, Viewer, seen};
