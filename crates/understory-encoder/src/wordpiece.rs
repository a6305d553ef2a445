use std::collections::HashMap;
use std::ops::ControlFlow;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The longest word that is cut, in characters; a longer one is unknown, as BERT has it.
const LONGEST: usize = 100;

/// BERT's way of cutting: words without accents, then the longest pieces that are known, from the left.
#[derive(Debug)]
pub struct WordPiece {
    /// Beginnings of words, and, with the marks `##`, what follows.
    pieces: HashMap<String, u32>,
    unknown: u32,
}

impl WordPiece {
    /// With a vocabulary; `None` if it lacks the piece for what is unknown.
    pub fn new(pieces: &[&str]) -> Option<Self> {
        let pieces: HashMap<String, u32> = (0_u32..).zip(pieces).map(|(n, piece)| ((*piece).to_owned(), n)).collect();
        let unknown = *pieces.get("[UNK]")?;
        Some(Self { pieces, unknown })
    }

    /// The pieces of a text, without marks of beginning and end, one after the other, until `found` breaks.
    pub fn cut(&self, text: &str, mut found: impl FnMut(u32) -> ControlFlow<()>) {
        // Whoever has enough has no need of the rest.
        let _ = self.cut_words(text, &mut found);
    }

    fn cut_words(&self, text: &str, found: &mut impl FnMut(u32) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut word = String::new();
        for c in text.chars() {
            let alone = is_sign(c) || is_ideograph(c);
            if (alone || c.is_whitespace()) && !word.is_empty() {
                self.cut_word(&word, found)?;
                word.clear();
            }
            if c.is_whitespace() || is_nothing(c) {
                continue;
            }
            // Marks over letters are taken off; case is folded as the text comes.
            for part in std::iter::once(c).nfd().filter(|part| !is_mark(*part)) {
                word.extend(part.to_lowercase());
            }
            if alone && !word.is_empty() {
                self.cut_word(&word, found)?;
                word.clear();
            }
        }
        if word.is_empty() { ControlFlow::Continue(()) } else { self.cut_word(&word, found) }
    }

    fn cut_word(&self, word: &str, found: &mut impl FnMut(u32) -> ControlFlow<()>) -> ControlFlow<()> {
        if word.chars().count() > LONGEST {
            return found(self.unknown);
        }
        let mut pieces = Vec::new();
        let mut rest = word;
        let mut key = String::new();
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let longest = ends.into_iter().find_map(|end| {
                key.clear();
                if rest.len() < word.len() {
                    key.push_str("##");
                }
                key.push_str(&rest[..end]);
                self.pieces.get(&key).map(|piece| (*piece, end))
            });
            let Some((piece, end)) = longest else { return found(self.unknown) };
            pieces.push(piece);
            rest = &rest[end..];
        }
        pieces.into_iter().try_for_each(found)
    }
}

/// What BERT takes for a sign: all of ASCII that is neither letter, digit nor blank, and Unicode's punctuation.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation() || (!c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation)
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.general_category() == unicode_properties::GeneralCategory::NonspacingMark
}

fn is_nothing(c: char) -> bool {
    c == '\0' || c == '\u{FFFD}' || (c.general_category_group() == GeneralCategoryGroup::Other && !c.is_whitespace())
}

/// The blocks of ideographs, each a word by itself.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<u32> {
        let pieces = ["[UNK]", "un", "##want", "##ed", "the", "cafe", "!", "中", ","];
        let mut found = Vec::new();
        WordPiece::new(&pieces).unwrap().cut(text, |piece| {
            found.push(piece);
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn the_longest_known_pieces_are_taken_from_the_left() {
        assert_eq!(cut("unwanted"), [1, 2, 3]);
        assert_eq!(cut("the xyz"), [4, 0]);
    }

    #[test]
    fn signs_and_ideographs_are_words_and_accents_fall() {
        assert_eq!(cut("café,THE!"), [5, 8, 4, 6]);
        assert_eq!(cut("the中the"), [4, 7, 4]);
    }

    #[test]
    fn a_word_without_end_is_unknown() {
        assert_eq!(cut(&"un".repeat(51)), [0]);
        assert!(cut("").is_empty());
        assert!(cut("\u{200d}\u{0}").is_empty());
    }
}
