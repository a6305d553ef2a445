use crate::models::Refusal;
use crate::moderation::{Draft, Gate};

/// The field that people do not see was filled in.
pub fn trap(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.trap.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        422,
        "trap_filled",
        "A hidden field of the form was filled in, as programs do. If you are a person, clear the field \"Leave this empty\" and send again.",
    ))
}
