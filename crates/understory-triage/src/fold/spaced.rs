//! Words pulled apart, and words run together.

use std::ops::Range;

use super::known::{HIDDEN, Known};

/// Letters that stand alone, three or more: a word pulled apart, if they make words.
pub fn apart(text: &str, first: &Range<usize>, known: &Known<'_>) -> Option<(Range<usize>, String)> {
    if !is_single(&text[first.clone()]) {
        return None;
    }
    let mut letters = String::new();
    let mut at = first.start;
    let mut end = first.start;
    while letters.len() < MOST_LETTERS {
        let rest = &text[at..];
        let Some(length) = rest.chars().next().filter(|c| c.is_alphanumeric()).map(char::len_utf8) else { break };
        let after = &rest[length..];
        if !(after.is_empty() || after.starts_with([' ', '\t', '\u{a0}', '.', ',', '!', '?'])) {
            break;
        }
        letters.push_str(&rest[..length]);
        end = at + length;
        let gap = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
        if gap == 0 || gap > WIDEST_GAP {
            break;
        }
        at = end + gap;
    }
    if letters.chars().count() < 3 {
        return None;
    }
    if let Some(words) = split(&letters, known, 3, SPACED_RANK) {
        return Some((first.start..end, words.join(" ")));
    }
    // "I h a t e": what stands before is a word by itself.
    None
}

/// More spaces than this are a table.
const WIDEST_GAP: usize = 4;

/// So many letters in a row are looked at.
const MOST_LETTERS: usize = 60;

/// How common the words must be that letters standing alone make: 64 times seen in the data, or one that somebody would hide.
const SPACED_RANK: u8 = 6;

fn is_single(piece: &str) -> bool {
    let mut chars = piece.chars();
    chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none()
}

/// The fewest words that letters are made of, each of `least` letters and more (but `i` and `a` at the beginning), and
/// of this rank or more; the first word may be common alone. Nothing unless all letters belong to one.
pub fn split(letters: &str, known: &Known<'_>, least: usize, rank: u8) -> Option<Vec<String>> {
    let places: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
    let count = places.len() - 1;
    // By the number of letters done: the worst that it costs, and where the last word begins.
    let mut best: Vec<Option<(u32, usize)>> = vec![None; count + 1];
    best[0] = Some((0, 0));
    for end in 1..=count {
        for start in end.saturating_sub(LONGEST_WORD)..end {
            let Some((cost, _)) = best[start] else { continue };
            let word = &letters[places[start]..places[end]];
            let alone = start == 0 && matches!(word, "i" | "a") && known.language == "en";
            if !alone && end - start < least {
                continue;
            }
            let hidden = || (end - start >= 3 && known.hides(word)).then_some(rank);
            let found =
                if alone { Some(ALONE_RANK) } else { known.rank(word).filter(|found| *found >= rank).or_else(hidden) };
            let Some(found) = found else { continue };
            // Few and common words.
            let cost = cost + 20 - u32::from(found.min(15));
            if best[end].is_none_or(|(other, _)| cost < other) {
                best[end] = Some((cost, start));
            }
        }
    }
    let mut words = Vec::new();
    let mut end = count;
    while end > 0 {
        let (_, start) = best[end]?;
        words.push(letters[places[start]..places[end]].to_owned());
        end = start;
    }
    words.reverse();
    Some(words)
}

const LONGEST_WORD: usize = 16;

/// `i` and `a` are as common as words get.
const ALONE_RANK: u8 = 11;

/// Words run together so that none shows: English alone, where words are not joined, and only where one of them is what
/// somebody would hide.
pub fn together(piece: &str, known: &Known<'_>) -> Option<(Range<usize>, String)> {
    if known.language != "en" || piece.len() < 7 || piece.len() > 40 {
        return None;
    }
    let start = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_punctuation()).len();
    let word = piece[start..].trim_end_matches(|c: char| c.is_ascii_punctuation());
    if word.len() < 7 || word.contains('\'') || known.is_word(word) {
        return None;
    }
    let words = split(word, known, 3, TOGETHER_RANK)?;
    // "burnout" and "deathbed" hide nothing: what threats are made of must have somebody beside it.
    // So must a crude word, or it is two syllables of another: what stands beside it is as common as words get.
    let crude = words.iter().any(|word| {
        let others = words.iter().filter(|other| *other != word);
        word.len() >= 4
            && known.list.strength(word) >= 2
            && others.clone().all(|other| other.len() == 1 || known.rank(other).is_some_and(|rank| rank >= ALONE_RANK))
    });
    let threat = words.iter().any(|word| HIDDEN.contains(&word.as_str()))
        && words.iter().any(|word| SOMEBODY.contains(&word.as_str()));
    (words.len() > 1 && (crude || threat)).then(|| (start..start + word.len(), words.join(" ")))
}

/// How common words must be that are found in one: 128 times seen.
const TOGETHER_RANK: u8 = 7;

/// Whom it is about.
const SOMEBODY: [&str; 14] =
    ["you", "them", "all", "him", "her", "they", "these", "those", "your", "the", "should", "must", "people", "every"];
