//! One check a file.

mod empty;
mod guests;
mod length;
mod lists;
mod name;
mod near_repeats;
mod personal_data;
mod proof;
mod rate;
mod same_text;
mod trap;
mod triage;

pub(super) use empty::empty;
pub(super) use guests::{guests_held, guests_off};
pub(super) use length::{length, too_long};
pub(super) use lists::lists;
pub(super) use name::{fits, name, not_the_newsrooms};
pub(super) use near_repeats::near_repeats;
pub(super) use personal_data::personal_data;
pub(super) use proof::proof;
pub(super) use rate::rate;
pub(super) use same_text::same_text;
pub(super) use trap::trap;
pub use triage::reading_reasons;
pub(super) use triage::triage;
