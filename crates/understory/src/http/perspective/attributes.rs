use understory_triage::{Basis, Category, Reading};

/// An attribute of Perspective, by what we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// One category, as it is.
    Of(Category),
    /// Toxic, and a threat, hatred or crude besides: the lesser of the two.
    Severe,
}

/// Those that are served, under the names they had. Each has an `_EXPERIMENTAL` twin, as some languages had only that.
const NAMES: [(&str, Attribute); 8] = [
    ("TOXICITY", Attribute::Of(Category::Toxic)),
    ("SEVERE_TOXICITY", Attribute::Severe),
    ("IDENTITY_ATTACK", Attribute::Of(Category::Hate)),
    ("INSULT", Attribute::Of(Category::Insult)),
    ("PROFANITY", Attribute::Of(Category::Profanity)),
    ("THREAT", Attribute::Of(Category::Threat)),
    ("SEXUALLY_EXPLICIT", Attribute::Of(Category::Sexual)),
    ("SPAM", Attribute::Of(Category::Spam)),
];

/// All names, for the sentence that refuses another.
pub fn served() -> String {
    NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

impl Attribute {
    /// The attribute of this name.
    pub fn named(name: &str) -> Option<Self> {
        let plain = name.strip_suffix("_EXPERIMENTAL").unwrap_or(name);
        NAMES.iter().find(|(other, _)| *other == plain).map(|(_, attribute)| *attribute)
    }

    /// Its score; nothing where nobody reads it in this language.
    pub fn score(self, reading: &Reading) -> Option<f32> {
        let of =
            |category: Category| (reading.basis[category.index()] != Basis::Unread).then(|| reading.score(category));
        match self {
            Self::Of(category) => of(category),
            Self::Severe => {
                let worst = [Category::Hate, Category::Threat, Category::Profanity].into_iter().filter_map(of);
                Some(of(Category::Toxic)?.min(worst.fold(0.0, f32::max)))
            }
        }
    }
}
