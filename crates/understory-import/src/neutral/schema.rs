//! The names of the fields, and whose they are.

/// The fields that have a meaning; all others must begin with `x_`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Kind,
    Id,
    Title,
    Url,
    Slug,
    Body,
    Author,
    PublishedAt,
    Topics,
    State,
    Story,
    Parent,
    CreatedAt,
    Format,
    Votes,
    EditedAt,
    Lang,
}

impl Field {
    /// Names, in the order of the variants.
    const NAMES: [(Self, &'static str); 17] = [
        (Self::Kind, "kind"),
        (Self::Id, "id"),
        (Self::Title, "title"),
        (Self::Url, "url"),
        (Self::Slug, "slug"),
        (Self::Body, "body"),
        (Self::Author, "author"),
        (Self::PublishedAt, "published_at"),
        (Self::Topics, "topics"),
        (Self::State, "state"),
        (Self::Story, "story"),
        (Self::Parent, "parent"),
        (Self::CreatedAt, "created_at"),
        (Self::Format, "format"),
        (Self::Votes, "votes"),
        (Self::EditedAt, "edited_at"),
        (Self::Lang, "lang"),
    ];
    /// What only a story has.
    pub const OF_STORIES: [Self; 5] = [Self::Title, Self::Url, Self::Slug, Self::PublishedAt, Self::Topics];
    /// What only a comment has.
    pub const OF_COMMENTS: [Self; 7] =
        [Self::Story, Self::Parent, Self::CreatedAt, Self::Format, Self::Votes, Self::EditedAt, Self::Lang];

    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }

    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].1
    }

    pub fn bit(self) -> u32 {
        1 << self as u32
    }
}
