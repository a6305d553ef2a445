//! What stands between writing and being read: a pipeline of checks, and the limits that its first steps keep.

mod checks;
mod gate;
mod learning;
mod pipeline;
mod proofs;
mod quota;
mod readers;
mod readings;

pub use checks::reading_reasons;
pub use gate::Gate;
pub use learning::{Lessons, keep, learn};
pub use pipeline::{Draft, Verdict, chosen_name, door, judge, length};
pub use proofs::{Comer, Place};
pub use quota::Quota;
pub use readers::{Readers, Unread, load as load_triage};
pub use readings::{Found, Readings, reads_badly};
