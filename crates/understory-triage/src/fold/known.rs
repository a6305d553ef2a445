use crate::{List, Vocabulary};

/// What is a word.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub language: &'a str,
    pub vocabulary: Option<&'a Vocabulary>,
    pub list: &'a List,
}

/// Besides crude words, what threats are made of.
pub const HIDDEN: [&str; 12] =
    ["kill", "hate", "die", "dead", "death", "murder", "shoot", "hang", "burn", "rape", "stupid", "idiot"];

/// A word of a list counts as common as this.
const LISTED: u8 = 7;

impl Known<'_> {
    /// How common a word is, if it is one.
    pub fn rank(&self, word: &str) -> Option<u8> {
        let rank = self.vocabulary.and_then(|vocabulary| vocabulary.rank(word));
        if self.list.has(word) { Some(rank.unwrap_or(0).max(LISTED)) } else { rank }
    }

    /// Whether any of these words is one that somebody would hide: a crude one, one of violence, or one that the data knows
    /// from what was held.
    pub fn hides(&self, words: &str) -> bool {
        let learnt = |word| self.vocabulary.is_some_and(|vocabulary| vocabulary.hides(word));
        self.is_foul(words) || words.split(' ').any(learnt)
    }

    /// Whether any of these words is crude or one of violence.
    pub fn is_foul(&self, words: &str) -> bool {
        words.split(' ').any(|word| self.list.strength(word) >= 2 || HIDDEN.contains(&word))
    }

    /// The word of the list that has these letters where they are seen: of the crudest, the most common.
    pub fn hidden(&self, pattern: &[Option<char>]) -> Option<String> {
        let common = |word: &String| self.vocabulary.and_then(|vocabulary| vocabulary.rank(word)).unwrap_or(0);
        // A rare word is a guess, all the more where one letter is all that is seen.
        let seen = pattern.iter().flatten().count();
        let least = if seen == 1 { 8 } else { 5 };
        let found = self.list.matching(pattern).into_iter();
        let found = found.filter(|word| self.vocabulary.is_none() || common(word) >= least);
        found.max_by(|a, b| common(a).cmp(&common(b)).then(b.cmp(a)))
    }

    /// Whether it is a word, or one with an ending.
    pub fn is_word(&self, word: &str) -> bool {
        self.rank(word).is_some()
            || word.strip_suffix("'s").or_else(|| word.strip_suffix('s')).is_some_and(|stem| self.rank(stem).is_some())
    }
}
