/// What the newsroom vouches for about a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Badge {
    /// Wrote the story.
    Author = 1,
    /// Speaks for the newsroom.
    Staff = 2,
    /// Knows the matter by profession.
    Expert = 4,
    /// Pays for the paper.
    Subscriber = 8,
    /// Has an account since less than a week.
    New = 16,
}

impl Badge {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Author, Self::Staff, Self::Expert, Self::Subscriber, Self::New];

    /// The word in the API and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Staff => "staff",
            Self::Expert => "expert",
            Self::Subscriber => "subscriber",
            Self::New => "new",
        }
    }
}

/// The badges on a comment; a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Badges(pub i64);

impl Badges {
    /// None.
    pub const NONE: Self = Self(0);

    /// Whether this one is among them.
    pub fn has(self, badge: Badge) -> bool {
        self.0 & badge as i64 != 0
    }

    /// The same and this one.
    #[must_use]
    pub fn with(self, badge: Badge) -> Self {
        Self(self.0 | badge as i64)
    }

    /// The same without this one.
    #[must_use]
    pub fn without(self, badge: Badge) -> Self {
        Self(self.0 & !(badge as i64))
    }

    /// Their words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        Badge::ALL.into_iter().filter(move |badge| self.has(*badge)).map(Badge::as_str)
    }

    /// Those that the words name; unknown words name none.
    pub fn named<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let bit = |word| Badge::ALL.into_iter().find(|badge| badge.as_str() == word).map_or(0, |badge| badge as i64);
        Self(words.map(bit).fold(0, |all, bit| all | bit))
    }
}
