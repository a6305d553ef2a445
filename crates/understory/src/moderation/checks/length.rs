use crate::models::{Refusal, Site};
use crate::moderation::{Draft, Gate};

/// Longer than the site takes.
pub fn length(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    too_long(draft.site, draft.body)
}

/// The same, before anything was parsed. Characters count, not bytes: a comment in Arabic may be as long as in English.
pub fn too_long(site: &Site, body: &str) -> Result<(), Refusal> {
    let limit = site.settings.comment_length as usize;
    let length = if body.len() <= limit { body.len() } else { body.chars().count() };
    if length > limit {
        return Err(Refusal::field(
            "comment_too_long",
            "body",
            format!("A comment may have {limit} characters; this one has {length}. Shorten it, or post it in parts."),
        )
        .numbers([("limit", limit), ("length", length)]));
    }
    Ok(())
}
