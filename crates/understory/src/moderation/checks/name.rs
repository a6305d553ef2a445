use crate::models::{Refusal, reserved_name};
use crate::moderation::{Draft, Gate};

/// A name that is missing, too long, holds characters no name needs, or could be taken for the newsroom's.
pub fn name(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    let Some(name) = draft.name else {
        return Err(Refusal::field(
            "name_characters",
            "name",
            "The name holds invisible or control characters. Type it anew with letters, digits and spaces.",
        ));
    };
    let limit = draft.site.settings.name_length as usize;
    let length = name.chars().count();
    if length > limit {
        return Err(Refusal::field(
            "name_too_long",
            "name",
            format!("A name may have {limit} characters; this one has {length}."),
        )
        .numbers([("limit", limit), ("length", length)]));
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Refusal::field("name_missing", "name", "Give a name under which your comment appears."));
    }
    match draft.look {
        Some(look) if draft.site.settings.reserved_names.iter().any(|other| look.is_like(other)) => {
            Err(reserved_name())
        }
        _ => Ok(()),
    }
}
