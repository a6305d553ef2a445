use std::borrow::Cow;

use understory_rules::Verdict;

use crate::models::{Reason, State, WhenUnread, quoted};
use crate::moderation::{Draft, Listed, Readings, state_by};

/// Reasons told at most: a text may hold all of a list.
const TOLD: usize = 10;

/// What the newsroom wrote down. The reason is its own, in its own words.
pub fn lists(draft: &Draft<'_>, readings: &Readings) -> Vec<(State, Reason)> {
    let found = match &readings.listed {
        Ok(found) => found,
        Err(_) if draft.site.settings.triage_unread == WhenUnread::Hold => {
            let text = "It could not be compared with the rules of this site, so a moderator reads it first.";
            return vec![(State::Held, Reason::new("lists_unread", text))];
        }
        Err(_) => return Vec::new(),
    };
    let mut told: Vec<(Verdict, &str, Vec<&Listed>)> = Vec::new();
    for listed in found {
        match told.iter_mut().find(|(verdict, reason, _)| (*verdict, *reason) == (listed.verdict, &*listed.reason)) {
            Some((_, _, all)) => all.push(listed),
            None => told.push((listed.verdict, &listed.reason, vec![listed])),
        }
    }
    // What removes it is told first, and never left out.
    told.sort_by_key(|(verdict, _, _)| std::cmp::Reverse(*verdict));
    told.into_iter()
        .take(TOLD)
        .map(|(verdict, reason, all)| {
            let mut spans: Vec<_> = all.iter().flat_map(|listed| listed.spans.iter().copied()).collect();
            spans.sort_by_key(|place| (place.start, place.end));
            spans.dedup();
            let words = quoted(draft.body, &spans);
            (state_by(verdict), Reason { words, spans, ..Reason::new("listed", Cow::Owned(reason.to_owned())) })
        })
        .collect()
}
