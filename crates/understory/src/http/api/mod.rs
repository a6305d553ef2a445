//! The JSON API under `/api/v1`. Who may do what is said by a key, an edit token, or the session of
//! somebody who is signed in, if our own page made the browser send it.

pub mod appeals;
pub mod audit;
pub mod bulk;
pub mod comments;
pub mod decisions;
pub mod escalations;
pub mod flags;
pub mod media;
mod openapi;
pub mod search;
pub mod stories;
mod thread;
mod types;
pub mod votes;
pub mod writers;

pub use audit::AuditOut;
pub use openapi::document;
pub use types::{CommentOut, PostedComment, StoryOut, ThreadOut};
