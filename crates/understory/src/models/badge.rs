/// What the newsroom vouches for about a writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// Wrote the story.
    Author = 1,
}

impl Badge {
    const ALL: [Self; 1] = [Self::Author];

    /// The word in the API and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
        }
    }
}

/// The badges on a comment, as they were when it was written; a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Badges(pub i64);

impl Badges {
    /// None.
    pub const NONE: Self = Self(0);

    /// Whether this one is among them.
    pub fn has(self, badge: Badge) -> bool {
        self.0 & badge as i64 != 0
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
