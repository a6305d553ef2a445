use crate::models::{Look, Refusal, Site, reserved_name};
use crate::moderation::{Draft, Gate};

/// A name that is missing, too long, holds characters no name needs, or could be taken for the newsroom's.
pub fn name(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    fits(draft.site, draft.name)?;
    match draft.look {
        Some(look) => not_the_newsrooms(draft.site, look),
        None => Ok(()),
    }
}

/// A name that is missing, too long, or holds characters no name needs.
pub fn fits(site: &Site, name: Option<&str>) -> Result<(), Refusal> {
    let Some(name) = name else {
        return Err(Refusal::field(
            "name_characters",
            "name",
            "The name holds invisible or control characters. Type it anew with letters, digits and spaces.",
        ));
    };
    let limit = site.settings.name_length as usize;
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
    Ok(())
}

/// A name that could be taken for the newsroom's, or for one of those who speak for it.
pub fn not_the_newsrooms(site: &Site, look: &Look) -> Result<(), Refusal> {
    if site
        .settings
        .reserved_names
        .iter()
        .chain(site.staff.iter().map(|staff| &staff.name))
        .any(|other| look.is_like(other))
    {
        return Err(reserved_name());
    }
    Ok(())
}
