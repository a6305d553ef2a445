//! What is said of a text as a whole: links, ways to be reached, money, capitals, repetition. Spam shows in these in any
//! language.

use std::collections::HashMap;

use crate::features::{Kind, next_piece, whole, word_hash};
use crate::lists::Hit;

/// The hashes of what is true of the whole text.
///
/// `original` is the text as typed, `view` the same as the models see it, `hits` what the lists found.
pub fn wholes(original: &str, view: &str, hits: &[Hit]) -> Vec<u64> {
    let mut found = Vec::with_capacity(16);
    let mut say = |name: &str, level: u32| {
        if level > 0 {
            // Each step beside those below it, so that more is never less.
            for step in 1..=level.min(4) {
                found.push(whole(name, step));
            }
        }
    };
    for (name, category) in [("list-profanity", crate::Category::Profanity), ("list-sexual", crate::Category::Sexual)] {
        let strongest = hits.iter().filter(|hit| hit.category == category).map(|hit| hit.strength).max().unwrap_or(0);
        say(name, u32::from(strongest));
    }
    let plain = hits.iter().filter(|hit| hit.strength >= 2).count() as u32;
    say("list-often", plain.saturating_sub(1));

    let (mut links, mut words, mut money, mut reach) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let mut at = 0;
    let (mut digits, mut last_digits) = (0_u32, 0_u32);
    while let Some((kind, start, end)) = next_piece(view, at) {
        let piece = &view[start..end];
        match kind {
            Kind::Link => links += 1,
            Kind::Word => {
                words += 1;
                if words <= REPEATS_WITHIN && piece.len() > 3 {
                    *seen.entry(word_hash(piece)).or_default() += 1;
                }
                if piece.len() >= 2 && DOMAINS.contains(&piece) && view[..start].ends_with('.') {
                    links += 1;
                }
            }
            Kind::Number => last_digits += piece.len() as u32,
            Kind::Sign => money += u32::from(matches!(piece, "$" | "£" | "€" | "%" | "¥")),
            Kind::Mention => reach += u32::from(start > 0 && view.as_bytes()[start - 1].is_ascii_alphanumeric()),
        }
        // Groups of digits with a sign or nothing between them are one number to call.
        if kind != Kind::Number && !(kind == Kind::Sign && matches!(piece, "-" | "+" | "(" | ")" | "/" | ".")) {
            reach += u32::from(last_digits >= 7);
            digits += last_digits;
            last_digits = 0;
        }
        at = end;
    }
    reach += u32::from(last_digits >= 7);
    digits += last_digits;
    say("links", links);
    say("money", money);
    say("reach", reach);
    say("digits", share(digits, view.len() as u32, 20));
    let most = seen.values().copied().max().unwrap_or(0);
    say("repeats", if most >= 3 { share(most, words.max(1), 8) } else { 0 });
    let (mut upper, mut letters) = (0_u32, 0_u32);
    for c in original.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += u32::from(c.is_uppercase());
    }
    if letters >= 8 {
        say("capitals", share(upper, letters, 5));
    }
    found
}

/// Repetition is looked for in so many words.
const REPEATS_WITHIN: u32 = 2_000;

/// Last parts of names of hosts that are written without `http` in advertisements.
const DOMAINS: [&str; 8] = ["com", "net", "org", "info", "biz", "ru", "xyz", "shop"];

/// A share in steps of one `nth`.
fn share(part: u32, all: u32, nth: u32) -> u32 {
    (part * nth).checked_div(all).unwrap_or(0)
}
