//! What stands between writing and being read: a pipeline of checks, and the limits that its first steps keep.

mod checks;
mod copies;
mod dry_run;
mod gate;
mod learning;
mod pipeline;
mod proofs;
mod quota;
mod readers;
mod readings;
mod rule_book;

pub use checks::reading_reasons;
pub use copies::{Copies, REMEMBERED};
pub use dry_run::{DryRun, MOST_DAYS, Struck, dry_run};
pub use gate::Gate;
pub use learning::{Lessons, keep, learn};
pub use pipeline::{Draft, Verdict, chosen_name, door, judge, length};
pub use proofs::{Comer, Place};
pub use quota::Quota;
pub use readers::{Readers, Unread, load as load_triage};
pub use readings::{Found, Readings, reads_badly};
pub use rule_book::{Listed, RuleBook, SiteRules, Unlisted, fits, state_by};
