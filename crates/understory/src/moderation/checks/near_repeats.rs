use crate::models::{Caught, Reason, State};
use crate::moderation::{Draft, Readings};

/// What many writers paste, lightly changed. The newsroom's own may say things as often as they like.
pub fn near_repeats(draft: &Draft<'_>, readings: &Readings) -> Vec<(State, Reason)> {
    let settings = &draft.site.settings;
    let least = settings.near_copies_writers.max(2) as usize;
    if settings.near_copies == Caught::Off || draft.by_newsroom || readings.copies < least {
        return Vec::new();
    }
    vec![(State::Held, near_copies())]
}

pub(super) fn near_copies() -> Reason {
    let text = "Many people posted nearly the same text in a short time, so a moderator reads it first.";
    Reason::new("near_copies", text)
}
