//! One word in disguise.

use std::ops::Range;

use super::emoji;
use super::known::Known;
use super::letters::{is_foreign, look_alike, without_marks};
use super::spaced::split;
use crate::features::is_invisible;

/// Whether a plain piece has what a disguise needs: a letter three times in a row, or signs between letters.
pub fn is_suspicious(piece: &str) -> bool {
    piece
        .as_bytes()
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2] && three[0].is_ascii_alphabetic())
}

/// The next change at or after `at`: the part of the piece, and what it stands for.
pub fn next_change(piece: &str, at: usize, known: &Known<'_>) -> Option<(Range<usize>, String)> {
    let rest = &piece[at..];
    // A picture in place of a word.
    if known.language == "en"
        && let Some((place, word)) = rest.char_indices().find_map(|(place, c)| emoji::word(c).map(|word| (place, word)))
    {
        let length = rest[place..].chars().next().map_or(1, char::len_utf8);
        if place > 0
            && let Some(found) = undisguise(&rest[..place], known)
        {
            return Some((at + found.0.start..at + found.0.end, found.1));
        }
        return Some((at + place..at + place + length, format!(" {word} ")));
    }
    let (part, word) = undisguise(rest, known)?;
    Some((at + part.start..at + part.end, word))
}

/// The word that a piece hides, if it hides one.
fn undisguise(piece: &str, known: &Known<'_>) -> Option<(Range<usize>, String)> {
    let part = core(piece)?;
    let word = &piece[part.clone()];
    if known.rank(word).is_some() && word.is_ascii() {
        return None;
    }
    let plain = plain_letters(word, known);
    let changed = plain != word;
    if changed && is_settled(&plain, known) {
        return Some((part, plain));
    }
    if plain.chars().all(char::is_alphabetic) {
        if let Some(found) = shortened(&plain, known) {
            return Some((part, found));
        }
        // Of letters of two scripts in one word, and of hidden characters, it is known that somebody put them there, even
        // where the word is not.
        let mixed =
            word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(|c| is_foreign(c) || is_invisible(c));
        let meant = changed && mixed && plain.is_ascii() && plain.len() >= 3;
        return meant.then_some((part, plain));
    }
    let found = masked(&plain, known).or_else(|| replaced(&plain, known)).or_else(|| divided(&plain, known));
    found.map(|found| (part, found))
}

/// The piece without the signs around it, but for those that stand for letters.
fn core(piece: &str) -> Option<Range<usize>> {
    // What nobody sees at the end of a word hides nothing; neither does a mark before its first letter.
    let outside = |c: char| !c.is_alphanumeric();
    let first = piece.find(|c: char| !outside(c))?;
    let mut last =
        piece.rfind(|c: char| !outside(c)).map(|at| at + piece[at..].chars().next().map_or(1, char::len_utf8))?;
    last += piece[last..]
        .chars()
        .take_while(|c| unicode_normalization::char::is_combining_mark(*c))
        .map(char::len_utf8)
        .sum::<usize>();
    let (mut start, mut end) = (first, last);
    // "$hit", "@ss": a sign that stands for a letter, right before.
    if piece[..start].ends_with(['$', '@']) && start > 0 {
        start -= 1;
    }
    // "a$$", "f***", but not "*so*".
    let tail: usize = piece[end..].bytes().take_while(|byte| matches!(byte, b'$' | b'@' | b'*' | b'#')).count();
    let starred = piece[..start].ends_with(['*', '#', '_']);
    if !starred && (tail >= 2 || (tail == 1 && piece.as_bytes()[end] == b'$')) {
        end += tail;
    }
    Some(start..end)
}

/// Without hidden characters, loose marks and look-alikes.
fn plain_letters(word: &str, known: &Known<'_>) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let has_latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let has_foreign = word.chars().any(is_foreign);
    let joins_mean = known.language == "fa" || known.language == "ar" || known.language == "hi";
    let visible: String = if joins_mean && !has_latin {
        return word.to_owned();
    } else {
        word.chars().filter(|c| !is_invisible(*c)).collect()
    };
    // Marks that found no letter to be one with: none that any language writes.
    let loose = visible.chars().any(unicode_normalization::char::is_combining_mark) && has_latin;
    let bare = if loose { without_marks(&visible) } else { visible };
    if (has_latin || !has_foreign || LATIN.contains(&known.language))
        && bare.chars().any(|c| !c.is_ascii() && look_alike(c).is_some())
        && (has_latin || bare.chars().filter(|c| c.is_alphabetic()).all(|c| look_alike(c).is_some()))
    {
        return bare.chars().map(|c| look_alike(c).filter(|_| !has_marks(c)).unwrap_or(c)).collect();
    }
    // "hâtë" in English, where one word with two accents is none.
    if known.language == "en" && bare.chars().filter(|c| has_marks(*c)).count() >= 2 && known.rank(&bare).is_none() {
        let flat = without_marks(&bare);
        if known.rank(&flat).is_some_and(|rank| rank >= 3) {
            return flat;
        }
    }
    bare
}

const LATIN: [&str; 10] = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "tr"];

/// Whether a letter is one with a mark, as languages have them.
fn has_marks(c: char) -> bool {
    let mut buffer = [0; 4];
    !c.is_ascii() && without_marks(c.encode_utf8(&mut buffer)) != *c.encode_utf8(&mut [0; 4])
}

/// A word that needs no more.
fn is_settled(word: &str, known: &Known<'_>) -> bool {
    word.len() >= 3 && known.is_word(word)
}

/// Stretched letters: each run of three and more is two or one.
fn shortened(word: &str, known: &Known<'_>) -> Option<String> {
    if word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm')) {
        return None;
    }
    let mut runs: Vec<(char, usize)> = Vec::new();
    for c in word.chars() {
        match runs.last_mut() {
            Some((last, count)) if *last == c => *count += 1,
            _ => runs.push((c, 1)),
        }
    }
    let long: Vec<usize> = (0..runs.len()).filter(|at| runs[*at].1 >= 3).collect();
    if long.is_empty() || runs.len() < 2 {
        return None;
    }
    let long = &long[..long.len().min(MOST_CHOICES)];
    let mut best: Option<(u8, String)> = None;
    for choice in 0..1_u32 << long.len() {
        let mut made = String::with_capacity(word.len());
        let mut doubles = 0;
        for (at, (c, count)) in runs.iter().enumerate() {
            let double = long.iter().position(|other| *other == at).map(|bit| choice >> bit & 1 == 1);
            let times = match double {
                Some(true) => 2,
                Some(false) => 1,
                None if *count >= 3 => 1,
                None => *count,
            };
            doubles += u8::from(double == Some(true));
            made.extend(std::iter::repeat_n(*c, times));
        }
        // Who writes "goood" means "good" and not "god".
        if let Some(rank) = known.rank(&made)
            && (made.len() >= 3 || rank >= SHORT_RANK)
            && !is_sound(&made)
            && let rank = rank + 2 * doubles
            && best.as_ref().is_none_or(|(other, _)| rank > *other)
        {
            best = Some((rank, made));
        }
    }
    // A letter too many is a slip, unless it hides something; four and more are none.
    let longest = runs.iter().map(|run| run.1).max().unwrap_or(0);
    best.filter(|(rank, word)| known.hides(word) || (longest >= 4 && *rank >= STRETCHED_RANK)).map(|(_, word)| word)
}

/// How common a word must be that was stretched and hides nothing.
const STRETCHED_RANK: u8 = 8;

/// Sounds are written as long as they last: nothing is hidden in "hmmm" and "ohhh".
fn is_sound(word: &str) -> bool {
    !word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö', 'ü']) && word.is_ascii()
        || matches!(
            word,
            "ah" | "ahh"
                | "aah"
                | "oh"
                | "ohh"
                | "ooh"
                | "uh"
                | "uhh"
                | "um"
                | "umm"
                | "eh"
                | "ugh"
                | "aw"
                | "aww"
                | "yay"
                | "wow"
                | "hey"
                | "haha"
        )
}

/// How common a word of two letters must be to be what was stretched: "so" and "no".
const SHORT_RANK: u8 = 10;

/// So many choices of two are tried at once.
const MOST_CHOICES: usize = 4;

/// Letters hidden by stars and the like.
fn masked(word: &str, known: &Known<'_>) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_mask = |c: char| matches!(c, '*' | '#' | '%' | '?' | '•' | '·' | '_' | '×' | '█' | '†' | '–' | '-');
    let masks = letters.iter().filter(|c| is_mask(**c)).count();
    if masks == 0 || !letters.first()?.is_alphabetic() || letters.len() > 24 {
        return None;
    }
    // Strong masks alone say that something is hidden; a hyphen or an underscore does only in crude words.
    let strong = letters.iter().any(|c| matches!(c, '*' | '#' | '%' | '•' | '█'));
    let visible = letters.iter().filter(|c| c.is_alphabetic()).count();
    if visible >= 1 && visible + masks == letters.len() && letters.len() >= 3 {
        let pattern: Vec<Option<char>> = letters.iter().map(|c| (!is_mask(*c)).then_some(*c)).collect();
        if strong
            && (visible >= 2 || masks >= 2)
            && let Some(found) = known.hidden(&pattern)
        {
            return Some(found);
        }
    }
    if !strong || masks > 1 || visible < 3 {
        return None;
    }
    best_choice(&letters, known, 3, |c| {
        if matches!(c, '*' | '•' | '█') { Some(&['a', 'e', 'i', 'o', 'u']) } else { None }
    })
}

/// Digits and signs for letters.
fn replaced(word: &str, known: &Known<'_>) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let count = letters.iter().filter(|c| c.is_alphabetic()).count();
    let signs = letters.len() - count;
    if count == 0 || letters.len() < 3 || letters.len() > 24 || signs > letters.len().div_ceil(2) {
        return None;
    }
    // win95, mp3, covid19: a number after a word.
    let head = letters.iter().take_while(|c| c.is_alphabetic()).count();
    let tail = letters[head..].iter().all(char::is_ascii_digit);
    let found = best_choice(&letters, known, 4, stands_for)?;
    let listed = known.list.has(&found);
    // US$45, and what the data has hardly seen, are no words.
    let is_amount = letters.contains(&'$') && letters.iter().any(char::is_ascii_digit);
    if !listed && (is_amount || known.rank(&found).is_none_or(|rank| rank < 3)) {
        return None;
    }
    let rest: String = letters.iter().skip_while(|c| c.is_ascii_digit()).collect();
    let inner = letters.len() == 3 && letters[0].is_alphabetic() && letters[2].is_alphabetic();
    let enough = found.len() >= 4 || (inner && known.rank(&found).is_some_and(|rank| rank >= 8));
    let by_number = (tail && head >= 2) || (rest.len() < word.len() && known.is_word(&rest));
    (listed || (enough && !by_number)).then_some(found)
}

fn stands_for(c: char) -> Option<&'static [char]> {
    Some(match c {
        '0' => &['o'],
        '1' => &['i', 'l'],
        '3' => &['e'],
        '4' => &['a'],
        '5' => &['s'],
        '6' => &['g', 'b'],
        '7' => &['t'],
        '8' => &['b'],
        '9' => &['g'],
        '@' => &['a'],
        '$' | '§' => &['s'],
        '!' => &['i', 'l'],
        '|' => &['l', 'i'],
        '+' => &['t'],
        '€' | '£' => &['e', 'l'],
        '¢' | '(' => &['c'],
        '¥' => &['y'],
        '°' => &['o'],
        _ => return None,
    })
}

/// The most common word among all that the signs may stand for. Letters stretched as well are shortened.
fn best_choice<'s>(
    letters: &[char],
    known: &Known<'_>,
    least: usize,
    stands_for: impl Fn(char) -> Option<&'s [char]>,
) -> Option<String> {
    let mut made = vec![String::with_capacity(letters.len())];
    for c in letters {
        if c.is_alphabetic() {
            made.iter_mut().for_each(|word| word.push(*c));
            continue;
        }
        let choices = stands_for(*c)?;
        if made.len() * choices.len() > MOST_WORDS {
            return None;
        }
        made = made.iter().flat_map(|word| choices.iter().map(move |letter| format!("{word}{letter}"))).collect();
    }
    made.into_iter()
        .filter(|word| word.len() >= least.min(3))
        .filter_map(|word| match known.rank(&word) {
            Some(rank) => Some((rank, word)),
            None if known.is_word(&word) => Some((1, word)),
            None => shortened(&word, known).map(|word| (1, word)),
        })
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|(_, word)| word)
}

/// So many words are tried for one.
const MOST_WORDS: usize = 125;

/// A word with signs between its letters or parts: "h.a.t.e", "h-a-t-e", "ha.te".
fn divided(word: &str, known: &Known<'_>) -> Option<String> {
    let is_divider = |c: char| matches!(c, '.' | '-' | '_' | '*' | '|' | '~' | '+' | ',' | '·' | '•' | '/' | ':' | '=');
    if !word.chars().all(|c| c.is_alphabetic() || is_divider(c)) || word.contains("..") {
        return None;
    }
    let parts: Vec<&str> = word.split(is_divider).filter(|part| !part.is_empty()).collect();
    let letters: String = parts.concat();
    if parts.len() < 2 || letters.chars().count() < 4 {
        return None;
    }
    if parts.len() >= 3 && parts.iter().all(|part| part.chars().count() == 1) {
        // One word, or several common ones: "edupage" is neither "edu" nor "page".
        let words = split(&letters, known, 3, 3)?;
        let common = words.iter().all(|word| known.rank(word).is_some_and(|rank| rank >= 7));
        return (words.len() == 1 || common).then(|| words.join(" "));
    }
    // Parts that are words by themselves are a compound, or the end of one sentence and the beginning of the next.
    let apart = parts.iter().filter(|part| part.len() > 1).any(|part| known.is_word(part));
    (!apart && known.rank(&letters).is_some_and(|rank| rank >= 4)).then_some(letters)
}
