use crate::models::{Refusal, clean_name, looks_like};
use crate::moderation::{Draft, Gate};

/// A name that is missing, too long, holds characters no name needs, or could be taken for the newsroom's.
pub fn name(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    let Some(name) = clean_name(draft.name) else {
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
        ));
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Refusal::field("name_missing", "name", "Give a name under which your comment appears."));
    }
    if draft.by_key || draft.editing {
        return Ok(());
    }
    let reserved = draft.site.settings.reserved_names.iter().map(String::as_str);
    if bylines(draft.byline).chain(reserved).any(|other| looks_like(&name, other)) {
        return Err(Refusal::field(
            "name_reserved",
            "name",
            "This name is the newsroom's, or looks like one of theirs. Choose another.",
        ));
    }
    Ok(())
}

/// The names in a byline: "Ana Lima and Joe Weiss, Berlin" holds two people, and is one name as a whole.
fn bylines(byline: &str) -> impl Iterator<Item = &str> {
    let parts = byline.split([',', '/', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
    std::iter::once(byline).chain(parts).filter(|name| name.chars().count() > 2)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_byline_may_hold_several_names() {
        let names: Vec<&str> = super::bylines("Ana Lima and Joe Weiss, Berlin").collect();
        assert_eq!(names, ["Ana Lima and Joe Weiss, Berlin", "Ana Lima", "Joe Weiss", "Berlin"]);
        assert_eq!(super::bylines("").count(), 0);
    }
}
