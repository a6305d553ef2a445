//! What a linear model sees of a text: its words, pairs of words, and short runs of letters, each as a number.
//!
//! Hashed (Weinberger et al., 2009): no dictionary is kept, and what is unknown costs nothing. Runs of letters stay
//! inside a word with its borders, save in writing without spaces.

use std::ops::Range;

/// One thing seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its hash. The upper bits are the best.
    pub hash: u64,
    /// Whether it is a whole word or a pair: counts [`WORD_WEIGHT`] times.
    pub word: bool,
    /// Where it begins in the view.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// What the reading of a text tells whoever asks.
pub trait Seen {
    /// A run of letters, a word, or a pair.
    fn feature(&mut self, feature: Feature);
    /// A word, with the hash of its letters, as lists have it; `word` is a range of the view.
    fn word(&mut self, hash: u64, word: Range<usize>);
    /// The beginning of a word: a hash of letters that lists may have as a stem.
    fn stem(&mut self, hash: u64, word: Range<usize>);
    /// A sentence ended.
    fn sentence(&mut self);
}

/// How often a word counts beside a run of letters.
pub const WORD_WEIGHT: i32 = 2;

/// The longest word whose letters are looked at one by one: beyond it, the rest of the word is passed over.
const LONGEST: usize = 64;

const LINK: u64 = 1;
const MENTION: u64 = 2;
const NUMBER: u64 = 3;

/// Lengths of the runs of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Runs {
    /// The shortest.
    pub least: usize,
    /// The longest.
    pub most: usize,
}

impl Runs {
    /// For writing with spaces between words.
    pub const WORDS: Self = Self { least: 2, most: 5 };
    /// For writing without.
    pub const SIGNS: Self = Self { least: 1, most: 4 };
}

/// The hash of nothing yet.
pub const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash with another letter.
#[inline(always)]
pub fn step(hash: u64, c: u64) -> u64 {
    (hash ^ c).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// The hash of a word, as [`Seen::word`] gives it.
pub fn word_hash(word: &str) -> u64 {
    word.chars().fold(START, |hash, c| step(hash, u64::from(u32::from(c))))
}

#[inline(always)]
fn finish(hash: u64, kind: u64) -> u64 {
    let mixed = (hash ^ (hash >> 29) ^ kind).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 32)).wrapping_mul(0x94d0_49bb_1331_11eb)
}

/// Kinds of features.
const RUN: u64 = 0x11;
const WORD: u64 = 0x22;
const PAIR: u64 = 0x33;
const WHOLE: u64 = 0x44;

/// The hash of something said of the whole text, such as the number of its links.
pub fn whole(name: &str, level: u32) -> u64 {
    finish(step(word_hash(name), u64::from(level)), WHOLE)
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Sign,
    Link,
    Mention,
    Number,
}

/// The next stretch at or after `at`: its kind, where it begins and where it ends.
pub(crate) fn next_piece(text: &str, at: usize) -> Option<(Kind, usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = at;
    loop {
        let byte = *bytes.get(start)?;
        if byte == b' ' || byte == b'\t' || byte == b'\r' {
            start += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let c = text[start..].chars().next()?;
            if !(c.is_whitespace() || is_invisible(c)) {
                break;
            }
            start += c.len_utf8();
        }
    }
    let first = bytes[start];
    if (first == b'h' || first == b'w') && is_link(&text[start..]) {
        let end = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
        return Some((Kind::Link, start, end));
    }
    if first == b'@' {
        let length =
            bytes[start + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b >= 0x80).count();
        if length > 0 && !(start > 0 && bytes[start - 1].is_ascii_alphanumeric()) {
            return Some((Kind::Mention, start, start + 1 + length));
        }
    }
    let mut end = start;
    let mut digits = true;
    while let Some(byte) = bytes.get(end) {
        if byte.is_ascii() {
            let inner = *byte == b'\''
                && end > start
                && bytes.get(end + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next >= 0x80);
            if !(byte.is_ascii_alphanumeric() || inner) {
                break;
            }
            digits &= byte.is_ascii_digit();
            end += 1;
        } else {
            let Some(c) = text[end..].chars().next() else { break };
            if !(c.is_alphanumeric() || is_mark(c)) {
                break;
            }
            digits = false;
            end += c.len_utf8();
        }
    }
    if end > start {
        return Some((if digits { Kind::Number } else { Kind::Word }, start, end));
    }
    let length = text[start..].chars().next()?.len_utf8();
    Some((Kind::Sign, start, start + length))
}

fn is_link(rest: &str) -> bool {
    rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")
}

/// Marks that belong to a word in writing that needs them.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Characters that nobody sees.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Reads a view from its beginning to its end.
pub fn read(text: &str, runs: Runs, seen: &mut impl Seen) {
    let mut at = 0;
    let mut before = START;
    let mut before_at = 0;
    let mut words = 0;
    while let Some((kind, start, end)) = next_piece(text, at) {
        at = end;
        let place = |hash: u64, start: usize| Feature { hash, word: true, start: start as u32, end: end as u32 };
        let word = match kind {
            Kind::Word => letters(text, start, end, runs, seen),
            Kind::Link => LINK,
            Kind::Mention => MENTION,
            Kind::Number => {
                let hash = word_hash(&text[start..end.min(start + LONGEST)]);
                seen.feature(place(finish(hash, WORD), start));
                NUMBER
            }
            Kind::Sign => {
                let c = text[start..].chars().next().unwrap_or(' ');
                let hash = step(START, u64::from(u32::from(c)));
                seen.feature(place(finish(hash, WORD), start));
                seen.word(hash, start..end);
                if matches!(c, '.' | '!' | '?' | '…' | '。' | '\n') && words >= SHORTEST_SENTENCE {
                    seen.sentence();
                    words = 0;
                }
                if matches!(c, '\n') {
                    continue;
                }
                hash
            }
        };
        words += usize::from(kind == Kind::Word);
        if kind != Kind::Sign && kind != Kind::Number {
            seen.feature(place(finish(word, WORD), start));
            if kind == Kind::Word {
                seen.word(word, start..end);
            }
        }
        seen.feature(place(finish(step(before, word), PAIR), before_at));
        before = word;
        before_at = start;
    }
    seen.sentence();
}

/// A sentence of fewer words is read with the next.
const SHORTEST_SENTENCE: usize = 3;

/// The runs of letters of a word, its stems, and its hash.
#[inline]
fn letters(text: &str, start: usize, end: usize, runs: Runs, seen: &mut impl Seen) -> u64 {
    // A window over the last letters: their codes and places, the word's borders as spaces.
    let mut codes = [0u64; LONGEST + 2];
    let mut places = [0u32; LONGEST + 3];
    codes[0] = u64::from(b' ');
    places[0] = start as u32;
    let mut count = 1;
    let mut word = START;
    for (offset, c) in text[start..end].char_indices() {
        let code = u64::from(u32::from(c));
        word = step(word, code);
        let here = start + offset;
        if count <= LONGEST {
            codes[count] = code;
            places[count] = here as u32;
            count += 1;
            seen.stem(word, start..here + c.len_utf8());
        }
    }
    places[count] = end as u32;
    codes[count] = u64::from(b' ');
    let last = count + 1;
    for first in 0..last {
        let mut hash = START;
        let most = (first + runs.most).min(last);
        for next in first..most {
            hash = step(hash, codes[next]);
            if next + 1 - first >= runs.least {
                seen.feature(Feature {
                    hash: finish(hash, RUN),
                    word: false,
                    start: places[first],
                    end: if next + 1 >= last { end as u32 } else { places[next + 1] },
                });
            }
        }
    }
    word
}
