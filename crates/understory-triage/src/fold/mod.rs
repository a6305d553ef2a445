//! Undoing disguises: letters that look like others, digits and signs for letters, words pulled apart or run together,
//! masked and stretched words, invisible characters, pictures in place of words.
//!
//! The rule that keeps it from harm: what comes out must be a word that the language's data or a list knows, and what
//! went in must not. Links, addresses, names with @, code, ordinals and numbers are left alone.

mod emoji;
mod guard;
mod known;
mod letters;
mod spaced;
mod word;

use std::ops::Range;

use known::Known;
pub use letters::look_alike;

use crate::{List, View, Vocabulary};

/// The view of `original` without disguise; nothing if it wears none.
///
/// ```
/// # use understory_triage::{fold, List, View, Vocabulary};
/// let vocabulary = Vocabulary::new([("hate", 100), ("them", 500)]);
/// let text = "I h4te th\u{200b}em";
/// let folded = fold(text, &View::of(text), "en", Some(&vocabulary), &List::default());
/// assert_eq!(folded.unwrap().text, "i hate them");
/// ```
pub fn fold(original: &str, view: &View, language: &str, vocabulary: Option<&Vocabulary>, list: &List) -> Option<View> {
    let known = Known { language, vocabulary, list };
    let text = view.text.as_str();
    let mut out: Option<View> = None;
    let mut taken = 0;
    let mut change = |part: Range<usize>, by: &str| {
        let out = out.get_or_insert_with(|| View::with_capacity(text.len()));
        out.take(view, taken..part.start);
        out.replace(view, part.clone(), by);
        taken = part.end;
    };
    let mut code = guard::Code::default();
    let mut at = 0;
    while let Some(chunk) = next_chunk(text, at) {
        at = chunk.end;
        let piece = &text[chunk.clone()];
        if code.covers(piece) || guard::is_protected(piece) {
            continue;
        }
        if let Some((run, words)) = spaced::apart(text, &chunk, &known) {
            at = run.end;
            // Letters with spaces between them are a heading or a signature, unless they say what one would hide.
            if known.is_foul(&words) || (known.hides(&words) && !has_capitals(original, view, &run)) {
                change(run, &words);
            }
            continue;
        }
        if is_plain(piece) && !word::is_suspicious(piece) {
            // Most words end here: letters, and signs around them.
            if let Some((part, words)) = spaced::together(piece, &known) {
                change(chunk.start + part.start..chunk.start + part.end, &words);
            }
            continue;
        }
        let mut inner = 0;
        while let Some((part, by)) = word::next_change(piece, inner, &known) {
            inner = part.end;
            // U.N.C.L.E. is an abbreviation, and so may be u.n.c.l.e.
            let letters_apart = piece[part.clone()].matches('.').count() >= 2;
            if letters_apart && !known.is_foul(&by) {
                continue;
            }
            change(chunk.start + part.start..chunk.start + part.end, &by);
        }
    }
    out.map(|mut out| {
        out.take(view, taken..text.len());
        out
    })
}

/// Whether a part of the view has a capital in the original.
fn has_capitals(original: &str, view: &View, part: &Range<usize>) -> bool {
    original[view.span(part.clone(), original.len())].chars().any(char::is_uppercase)
}

/// What stands between spaces.
fn next_chunk(text: &str, at: usize) -> Option<Range<usize>> {
    let start = at + text[at..].find(|c: char| !c.is_whitespace())?;
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length);
    Some(start..end)
}

/// Letters of ASCII, apostrophes, and the signs that stand at the ends of words.
fn is_plain(piece: &str) -> bool {
    let core = piece.trim_matches(|c: char| c.is_ascii_punctuation());
    // A sign at the end can stand for a letter.
    let outside = piece.len() - core.len();
    core.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'')
        && (outside == 0 || !piece.bytes().any(|byte| matches!(byte, b'$' | b'@' | b'*' | b'#')))
}
