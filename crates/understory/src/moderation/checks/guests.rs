use crate::models::{Guests, Reason, Refusal, State};
use crate::moderation::{Draft, Gate, Readings};

/// The site takes no comments by guests.
pub fn guests_off(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.site.settings.guests == Guests::Off && !draft.by_key && !draft.by_account && !draft.editing {
        return Err(Refusal::new(403, "guests_off", "Here only people with an account may write. Sign in to do so."));
    }
    Ok(())
}

/// The site looks at comments by guests first.
pub fn guests_held(draft: &Draft<'_>, _: &Readings) -> Vec<(State, Reason)> {
    if draft.site.settings.guests != Guests::Held || draft.by_key || draft.by_account {
        return Vec::new();
    }
    let text = "Comments by guests are read by a moderator before they appear. Yours was kept and waits.";
    vec![(State::Held, Reason::new("guests_held", text))]
}
