//! The JSON API under `/api/v1`. It ignores cookies: who may do what is said by a key or an edit token alone.

pub mod comments;
pub mod decisions;
pub mod media;
mod openapi;
pub mod search;
pub mod stories;
mod thread;
mod types;

pub use openapi::document;
pub use types::{CommentOut, PostedComment, StoryOut, ThreadOut};
