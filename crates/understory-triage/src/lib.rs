//! How likely a comment is a threat, hatred, an insult, profane, sexual or spam, and which words say so. Pure: text in,
//! scores, places and reasons out; no clock, no files, no threads.
//!
//! ```no_run
//! use understory_triage::{Category, Policy, Triage, Verdict};
//!
//! let file = std::fs::read("models/fast.model").unwrap();
//! let hash = std::fs::read_to_string("models/fast.model.sha256").unwrap();
//! let triage = Triage::from_file(&file, &hash).unwrap();
//!
//! let text = "I will f1nd you and k1ll you.";
//! let reading = triage.read(text, Some("en"));
//! let (verdict, causes) = Policy::default().verdict(&reading);
//! assert_eq!((verdict, causes.as_slice()), (Verdict::Hold, &[Category::Threat][..]));
//! for span in triage.spans(text, &reading, &causes) {
//!     println!("{}: {}", span.category, &text[span.place]);
//! }
//! ```
//!
//! # Scores
//!
//! A score is from 0 to 1, and 0.5 is the decision point that labelled data chose. Behind it stands a probability
//! ([`Reading::probabilities`]), calibrated on dev data; [`Calibration`] says how one becomes the other. [`Basis`] tells for
//! each category whether a model with figures gave the score, or a list of words (an order, no probability), or nothing.
//!
//! # How a text is read
//!
//! 1. [`View`]: NFKC and lower case, with the place of every byte in the original.
//! 2. [`fold()`]: disguises undone, if it wears one. What comes out must be a word that the language's data or a list knows.
//! 3. [`Linear`]: hashed runs of letters, words and pairs ([`features`]), word lists ([`List`]), and what is said of the whole
//!    text ([`wholes`]); a head a category. Both views are read, the higher score counts. Sentences are weighed beside the
//!    whole. [`Reader`] is where slower and better models stand beside it.
//! 4. [`Triage::spans`]: the words that brought most, asked for only when something would be held.
//!
//! # Limits
//!
//! Time and memory are in proportion to the length; no text panics (`examples/fuzz_triage.rs`). A linear model knows words and not
//! meaning: `models/README.md` in the repository is the card of the one that is shipped, with figures and known failures.

mod calibration;
mod correction;

mod category;
pub mod checksum;
pub mod evaluation;
pub mod features;
pub mod figures;
mod fold;
pub mod labelled;
mod language;
mod linear;
mod lists;
mod model;
mod policy;
mod sentences;
mod triage;
mod view;
mod vocabulary;
mod whole;

pub use calibration::Calibration;
pub use category::Category;
pub use correction::{BOUND, Correction, Example, FEWEST, FEWEST_EACH_WAY, Held, Learnt, MORE_HELD, TooFew};
pub use fold::{fold, look_alike};
pub use language::language;
pub use linear::{Head, Linear, Raw, Row};
pub use lists::{Finder, Hit, List};
pub use model::{FORMAT, Model, ModelError};
pub use policy::{Policy, Verdict};
pub use sentences::sentences;
pub use triage::{ANY_LANGUAGE, Basis, GATING, Logits, Reader, Reading, Span, Triage};
pub use view::View;
pub use vocabulary::Vocabulary;
pub use whole::wholes;
