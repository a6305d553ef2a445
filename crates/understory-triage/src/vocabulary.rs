use serde::{Deserialize, Serialize};

use crate::features::word_hash;

/// The words that a language's data knows, by hash, each with how common it is. Folding asks it whether what it made is
/// a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Sorted hashes of 32 bits.
    hashes: Vec<u32>,
    /// How common: the logarithm to base 2 of the count; and [`HIDES`].
    ranks: Vec<u8>,
    /// Where the hashes of each first byte begin: the search starts there.
    starts: Vec<u32>,
}

impl Vocabulary {
    /// Of words and how often they were seen.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, u32)>) -> Self {
        Self::marked(words.into_iter().map(|(word, count)| (word, count, false)))
    }

    /// Of words, how often they were seen, and whether somebody would hide them: what is found in texts that wait far more
    /// often than in others.
    pub fn marked<'a>(words: impl IntoIterator<Item = (&'a str, u32, bool)>) -> Self {
        let mut entries: Vec<(u32, u8)> = words
            .into_iter()
            .map(|(word, count, hides)| (short(word), count.max(1).ilog2() as u8 | if hides { HIDES } else { 0 }))
            .collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        entries.dedup_by_key(|entry| entry.0);
        let (hashes, ranks) = entries.into_iter().unzip();
        Self::from_parts(hashes, ranks)
    }

    /// Of what [`Vocabulary::parts`] gave.
    pub(crate) fn from_parts(hashes: Vec<u32>, ranks: Vec<u8>) -> Self {
        let starts =
            (0..=256_u64).map(|byte| hashes.partition_point(|hash| u64::from(*hash) < byte << 24) as u32).collect();
        Self { hashes, ranks, starts }
    }

    /// Hashes and ranks.
    pub(crate) fn parts(&self) -> (&[u32], &[u8]) {
        (&self.hashes, &self.ranks)
    }

    /// How many words it knows.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// How common a word is, if it is known.
    pub fn rank(&self, word: &str) -> Option<u8> {
        self.entry(word).map(|entry| entry & !HIDES)
    }

    /// Whether somebody would hide a word.
    pub fn hides(&self, word: &str) -> bool {
        self.entry(word).is_some_and(|entry| entry & HIDES != 0)
    }

    fn entry(&self, word: &str) -> Option<u8> {
        if self.hashes.is_empty() {
            return None;
        }
        let hash = short(word);
        let first = (hash >> 24) as usize;
        let (start, end) = (self.starts[first] as usize, self.starts[first + 1] as usize);
        self.hashes[start..end].binary_search(&hash).ok().map(|at| self.ranks[start + at])
    }
}

/// The bit that marks what somebody would hide.
const HIDES: u8 = 0x80;

fn short(word: &str) -> u32 {
    let hash = word_hash(word);
    ((hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}
