//! Understory: the discussion beneath the story. A self-hosted server on which a newsroom publishes stories and runs the
//! threaded discussions under them. `ARCHITECTURE.md` in the repository is the plan of this house.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod http;
pub mod jobs;
mod known;
pub mod look;
pub mod mail;
pub mod media;
pub mod models;
pub mod moderation;
pub mod passwords;
pub mod publish;
pub mod sample;
pub mod store;
pub mod telemetry;
pub mod transfer;
pub mod words;
