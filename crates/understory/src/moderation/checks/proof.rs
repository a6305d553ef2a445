use crate::models::Refusal;
use crate::moderation::{Draft, Gate};

/// Very much comes from this address, or to this story: then a guest's browser works for it a moment.
pub fn proof(gate: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.by_account || draft.by_key || draft.editing {
        return Ok(());
    }
    gate.prove(draft)
}
