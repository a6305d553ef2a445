use understory_triage::Category;

use crate::models::{Reason, State, WhenUnread};
use crate::moderation::{Draft, Found, Readings};

/// What the server itself reads in text and name. It never condemns: it has things wait, and says why. Only spam is removed
/// at once, and only where the site wants that.
pub fn triage(draft: &Draft<'_>, readings: &Readings) -> Vec<(State, Reason)> {
    let mut verdicts = Vec::new();
    match &readings.text {
        None => {}
        Some(Ok(found)) => verdicts.extend(of_text(found)),
        Some(Err(_)) if draft.site.settings.triage_unread == WhenUnread::Hold => {
            let text = "It could not be read by the machine at this moment, so a moderator reads it first.";
            verdicts.push((State::Held, Reason::new("triage_unread", text)));
        }
        Some(Err(_)) => {}
    }
    if let Some(Ok(found)) = &readings.name
        && let Some(cause) = found.causes.first()
    {
        let text = "The name reads as crude or as an insult, so a moderator looks at it first.";
        let reason = Reason {
            words: cause.words.clone(),
            facts: Some(cause.facts.clone()),
            ..Reason::new("name_reads_badly", text)
        };
        verdicts.push((State::Held, reason));
    }
    verdicts
}

fn of_text(found: &Found) -> impl Iterator<Item = (State, Reason)> {
    found.causes.iter().map(|cause| {
        let (code, text) = said(cause.category);
        let state = if found.rejected && cause.category == Category::Spam { State::Removed } else { State::Held };
        let reason = Reason {
            words: cause.words.clone(),
            spans: cause.spans.clone(),
            facts: Some(cause.facts.clone()),
            ..Reason::new(code, text)
        };
        (state, reason)
    })
}

/// Why a comment may wait by what was found in its text, in English.
pub fn reading_reasons() -> impl Iterator<Item = Reason> {
    let read = Category::ALL.into_iter().map(said).map(|(code, text)| Reason::new(code, text));
    read.chain([super::near_repeats::near_copies(), super::personal_data::tells_of_people()])
}

/// The stable word of a category, and what its writer is told.
fn said(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Threat => ("reads_as_threat", "It reads as a threat or a call to violence."),
        Category::Hate => ("reads_as_hate", "It reads as hatred of a group of people."),
        Category::Insult => ("reads_as_insult", "It reads as an insult."),
        Category::Toxic => ("reads_as_toxic", "It reads as an attack that makes people leave a discussion."),
        Category::Sexual => ("reads_as_sexual", "It reads as sexual."),
        Category::Profanity => ("reads_as_profanity", "It holds crude words."),
        Category::Spam => ("reads_as_spam", "It reads as advertising."),
    }
}
