//! The only SQL of the program: one file a noun, the same text on both engines.

pub mod account_changes;
pub mod accounts;
pub mod appeals;
pub mod attempts;
pub mod audit;
pub mod backup;
pub mod bulk;
pub mod chain;
pub mod claims;
pub mod closures;
pub mod comments;
pub mod corrections;
pub mod decisions;
pub mod deletions;
mod engine;
pub mod escalations;
pub mod events;
mod evidence;
pub mod export;
pub mod faces;
pub mod flags;
pub mod follows;
pub mod hands;
pub mod idempotency;
pub mod ignored;
pub mod import;
pub mod jobs;
pub mod keys;
pub mod media;
pub mod merges;
pub mod news;
pub mod own;
pub mod passwords;
pub mod personal;
pub mod policies;
pub mod queue;
pub mod related;
pub mod rules;
pub mod search;
pub mod sessions;
pub mod sign_ins;
pub mod signatures;
pub mod sites;
pub mod statements;
pub mod stories;
mod story_trail;
pub mod suggestions;
pub mod threads;
pub mod topics;
pub mod verify;
pub mod votes;
pub mod writers;

pub use engine::{Error, GROUP, Listener, Note, Options, Param, Row, Store, Target, Tx, Write, lock_path};

/// What the store's functions give back.
pub type Result<T> = std::result::Result<T, Error>;
