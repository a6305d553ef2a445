//! Whole discussions in and out, in the neutral format.

mod export;
mod import;

pub use export::{Exported, export};
pub use import::{Import, ImportReport, Progress, import};
