use crate::models::Refusal;
use crate::moderation::{Draft, Gate};

/// Too many comments by one writer, from one address, or under one story.
pub fn rate(gate: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    let Some(wait) = gate.count(draft) else { return Ok(()) };
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let text =
        format!("Too many comments in a short time. Yours is not lost: try again in {} seconds.", seconds.max(1));
    let shown = usize::try_from(seconds.max(1)).unwrap_or(usize::MAX);
    Err(Refusal::new(429, "rate_limited", text).numbers([("seconds", shown)]).retry_after(seconds))
}
