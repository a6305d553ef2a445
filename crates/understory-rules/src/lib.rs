//! What a site's own rules find in a comment. Pure: text in, places out; no clock, no files, no threads.
//!
//! - [`List`] is a plain text file of words, phrases and patterns, each with a verdict and a reason; [`Lists`] finds ten thousand of them at once, below
//!   disguises too.
//! - [`Signature`] says whether two texts are nearly the same; [`Window`] how many writers said nearly the same lately.
//! - [`personal`] finds what lets a stranger find a person: telephone numbers, addresses, the numbers of cards, accounts and identity papers.
//!
//! # Limits
//!
//! Time and memory are in proportion to the length of the text, for [`Lists`] times the number of different lengths of its entries in the worst case. No
//! text and no list panics.

mod flat;
mod list;
mod lists;
pub mod personal;
mod signature;
mod window;

pub use list::{
    BadLine, Entry, LONGEST_REASON, LONGEST_TERM, List, MOST_ENTRIES, MOST_PATTERNS, MOST_STEPS, MOST_STEPS_TOGETHER,
    Refused, Verdict,
};
pub use lists::{Lists, MOST_PLACES, Match, TooMuch};
pub use signature::{HASHES, LEAST_LETTERS, Signature};
pub use window::{Near, Window};
