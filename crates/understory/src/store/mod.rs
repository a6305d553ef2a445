//! The only SQL of the program: one file a noun, the same text on both engines.

pub mod backup;
pub mod comments;
pub mod decisions;
mod engine;
pub mod events;
pub mod export;
pub mod idempotency;
pub mod import;
pub mod keys;
pub mod sites;
pub mod stories;
pub mod threads;
pub mod verify;

pub use engine::{Error, GROUP, Listener, Note, Options, Row, Store, Target, Tx, Write, lock_path};

/// What the store's functions give back.
pub type Result<T> = std::result::Result<T, Error>;
