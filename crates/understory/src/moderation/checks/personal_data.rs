use understory_rules::personal;

use crate::models::{Caught, Place, Reason, State, quoted};
use crate::moderation::{Draft, Readings};

/// What lets a stranger find a person. The newsroom's own know whose number they print.
pub fn personal_data(draft: &Draft<'_>, _: &Readings) -> Vec<(State, Reason)> {
    if draft.site.settings.personal_data == Caught::Off || draft.by_newsroom {
        return Vec::new();
    }
    let found = personal::find(draft.body);
    if found.is_empty() {
        return Vec::new();
    }
    let spans: Vec<Place> =
        found.iter().map(|found| Place { start: found.place.start, end: found.place.end }).collect();
    let words = quoted(draft.body, &spans);
    vec![(State::Held, Reason { words, spans, ..tells_of_people() })]
}

pub(super) fn tells_of_people() -> Reason {
    let text =
        "It tells how to find a person, such as a telephone number or an address, so a moderator reads it first.";
    Reason::new("personal_data", text)
}
