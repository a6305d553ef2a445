//! What stands between writing and being read: a pipeline of checks, and the limits that its first steps keep.

mod checks;
mod gate;
mod pipeline;

pub use gate::Gate;
pub use pipeline::{Draft, Verdict, length, review};
