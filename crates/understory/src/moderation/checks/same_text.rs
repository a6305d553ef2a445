use crate::models::Refusal;
use crate::moderation::{Draft, Gate};

/// The same text by the same writer under the same story.
pub fn same_text(gate: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.editing || gate.is_new_text(draft) {
        return Ok(());
    }
    Err(Refusal {
        status: 409,
        ..Refusal::field("same_text", "body", "You have posted this text here already. It need not be said twice.")
    })
}
