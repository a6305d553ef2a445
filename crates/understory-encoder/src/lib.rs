//! The slower and better reader of triage: a small transformer that reads meaning, quantised, in pure Rust.
//!
//! It stands beside the fast tier through [`understory_triage::Reader`]:
//!
//! ```no_run
//! use std::sync::Arc;
//! use understory_encoder::Encoder;
//! use understory_triage::Triage;
//!
//! let bytes = std::fs::read("models/en.encoder").unwrap();
//! let hash = std::fs::read_to_string("models/en.encoder.sha256").unwrap();
//! let encoder = Arc::new(Encoder::from_file(&bytes, &hash).unwrap());
//! let mut triage = Triage::lists_only();
//! for reader in encoder.readers() {
//!     triage = triage.with_reader(reader, encoder.version());
//! }
//! ```
//!
//! # How a text is read
//!
//! It is cut into pieces that the net knows ([`WordPiece`] or [`Unigram`], as the file says), the whole and each sentence
//! ([`understory_triage::sentences`]), long texts by stretches of sentences; the highest number counts. One thread reads one text: neighbours
//! in a batch would change its score, because activations are quantised together.
//!
//! # Limits
//!
//! [`BOUND`] tokens of a text are read; of a longer one the fast tier's word counts as well. Scores differ by some thousandths between families of
//! processors.

mod encoder;
mod file;
mod unigram;
mod wordpiece;

pub use encoder::{BOUND, Encoder, WINDOW};
pub use file::{Cutting, FORMAT, File, Header, Language};
pub use unigram::Unigram;
pub use wordpiece::WordPiece;

/// Why an encoder cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncoderError {
    /// It is not the file that its hash belongs to.
    #[error(transparent)]
    Checksum(#[from] understory_triage::checksum::ChecksumError),
    /// The file does not begin as an encoder does.
    #[error("this is no encoder of Understory's triage")]
    NoEncoder,
    /// A file for another version of this program.
    #[error("the encoder has form {found}, this program reads form {expected}: take the models/ that came with it", expected = FORMAT)]
    Format {
        /// The form of the file.
        found: u32,
    },
    /// The parts do not fit together.
    #[error("the encoder is damaged inside: {0}")]
    Damaged(String),
}
