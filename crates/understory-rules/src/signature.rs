//! Whether two texts are nearly the same.
//!
//! MinHash (Broder, 1997) over runs of five letters of the folded text, spaces left out. The share of equal numbers of two signatures is about the share
//! of runs that the texts have in common.

use understory_triage::{View, look_alike};

use crate::flat::{is_arabic_sign, is_unseen};

/// How many numbers a signature has. The likeness it gives is right to about 6 in 100 (one standard deviation, at its widest).
pub const HASHES: usize = 64;

/// The fewest letters of a text that can be a copy of another: below it people say the same without having copied, "I could not agree more".
pub const LEAST_LETTERS: usize = 40;

/// From this likeness on two texts are nearly the same. See the crate's tests and `examples/copies.rs` for what it finds and what it confuses.
const ALIKE: f32 = 0.55;

/// How many letters a run has.
const RUN: usize = 5;

/// So many letters of a text are looked at.
const MOST_LETTERS: usize = 20_000;

/// What a text is told by among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature([u16; HASHES]);

impl Signature {
    /// That of a text; nothing if it is shorter than [`LEAST_LETTERS`].
    ///
    /// What copies differ in does not count: case, marks of punctuation, spaces, emoji, links, letters that look like others, and digits in
    /// place of letters.
    pub fn of(text: &str) -> Option<Self> {
        let letters = letters(text);
        if letters.len() < LEAST_LETTERS {
            return None;
        }
        let mut least = [u32::MAX; HASHES];
        for run in letters.windows(RUN) {
            let hash = run.iter().fold(START, |hash, c| step(hash, u64::from(u32::from(*c))));
            let hash = finish(hash);
            for (slot, least) in least.iter_mut().enumerate() {
                // Different odd factors of one good hash are as good as different hashes here; the upper half is the best.
                let own = (hash.wrapping_mul(FACTORS[slot]) >> 32) as u32;
                *least = own.min(*least);
            }
        }
        // The upper bits of the smallest number say little; 16 mixed ones agree by accident once in 65,536.
        Some(Self(least.map(|least| (finish(u64::from(least)) >> 48) as u16)))
    }

    /// How alike two texts are, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f32 {
        let same = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        same as f32 / HASHES as f32
    }

    /// Whether two texts are nearly the same.
    pub fn is_near(&self, other: &Self) -> bool {
        self.likeness(other) >= ALIKE
    }

    /// As it is kept: its numbers, each as two bytes, the higher first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// One that was kept; nothing if these bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return None;
        }
        let numbers: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
        Some(Self(numbers.try_into().ok()?))
    }

    /// Numbers of which two texts that are nearly the same have at least one in common, and others hardly ever.
    pub(crate) fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.chunks(ROWS).enumerate().map(|(band, rows)| {
            finish(rows.iter().fold(step(START, band as u64), |hash, row| step(hash, u64::from(*row))))
        })
    }
}

/// Rows of a band. With 16 bands of 4, of pairs that have 60 in 100 runs in common 89 in 100 meet, of those with 15 in 100 fewer than one.
const ROWS: usize = 4;

/// The letters that count.
fn letters(text: &str) -> Vec<char> {
    let view = View::of(text);
    let mut letters = Vec::with_capacity(view.text.len().min(MOST_LETTERS));
    for token in view.text.split_whitespace() {
        if letters.len() >= MOST_LETTERS {
            break;
        }
        if token.contains("://") || token.starts_with("www.") {
            continue;
        }
        let has_letters = token.chars().any(char::is_alphabetic);
        for c in token.chars().filter(|c| !is_unseen(*c) && !is_arabic_sign(*c)) {
            let c = if has_letters { stands_for(c) } else { c };
            if c.is_alphanumeric() {
                letters.push(look_alike(c).unwrap_or(c));
            }
        }
    }
    letters.truncate(MOST_LETTERS);
    letters
}

fn stands_for(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, part: u64) -> u64 {
    (hash ^ part).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

/// The end of MurmurHash3 for 64 bits.
fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Odd, without pattern.
const FACTORS: [u64; HASHES] = {
    let mut factors = [0; HASHES];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut at = 0;
    while at < HASHES {
        // Steele and others' SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        factors[at] = (mixed ^ (mixed >> 31)) | 1;
        at += 1;
    }
    factors
};
