//! What things are: structs, states and pure rules; no SQL and no HTTP.

mod address;
mod comment;
mod cursor;
mod id;
mod name;
mod rank;
mod refusal;
mod site;
mod story;
mod visibility;

pub use address::{host_of, normalise_address};
pub use comment::{Act, CommentRow, Decision, State, UnknownWord};
pub use cursor::{BadCursor, Cursor};
pub use id::{ID_LENGTH, Id, NotAnId};
pub use name::{clean_name, looks_like, looks_like_byline, reserved_name, skeletons};
pub use rank::rank;
pub use refusal::{Reason, Refusal};
pub use site::{Guests, Origin, Settings, Site, Sort};
pub use story::{Closed, ClosedBy, Story, StoryState, closed, slug_of};
pub use visibility::{Seen, Viewer, seen};
