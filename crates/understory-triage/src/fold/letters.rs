//! Letters that look like others.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small capitals, turned letters and letters with strokes, which Unicode's table of look-alikes (UTS #39) does not have
/// as look-alikes of plain letters, or has as something else.
const MORE: [(char, char); 62] = [
    ('ᴀ', 'a'),
    ('ʙ', 'b'),
    ('ᴄ', 'c'),
    ('ᴅ', 'd'),
    ('ᴇ', 'e'),
    ('ꜰ', 'f'),
    ('ɢ', 'g'),
    ('ʜ', 'h'),
    ('ɪ', 'i'),
    ('ᴊ', 'j'),
    ('ᴋ', 'k'),
    ('ʟ', 'l'),
    ('ᴍ', 'm'),
    ('ɴ', 'n'),
    ('ᴏ', 'o'),
    ('ᴘ', 'p'),
    ('ʀ', 'r'),
    ('ꜱ', 's'),
    ('ᴛ', 't'),
    ('ᴜ', 'u'),
    ('ᴠ', 'v'),
    ('ᴡ', 'w'),
    ('ʏ', 'y'),
    ('ᴢ', 'z'),
    ('ɐ', 'a'),
    ('ɔ', 'c'),
    ('ǝ', 'e'),
    ('ɟ', 'f'),
    ('ƃ', 'g'),
    ('ɥ', 'h'),
    ('ᴉ', 'i'),
    ('ʞ', 'k'),
    ('ɯ', 'm'),
    ('ɹ', 'r'),
    ('ʇ', 't'),
    ('ʌ', 'v'),
    ('ʍ', 'w'),
    ('ʎ', 'y'),
    ('ø', 'o'),
    ('đ', 'd'),
    ('ħ', 'h'),
    ('ł', 'l'),
    ('ŧ', 't'),
    ('ɨ', 'i'),
    ('ƀ', 'b'),
    ('ɇ', 'e'),
    ('ɍ', 'r'),
    ('ѕ', 's'),
    ('к', 'k'),
    ('т', 't'),
    ('м', 'm'),
    ('н', 'h'),
    ('в', 'b'),
    ('и', 'n'),
    ('я', 'r'),
    ('п', 'n'),
    ('л', 'n'),
    ('ν', 'v'),
    ('η', 'n'),
    ('κ', 'k'),
    ('τ', 't'),
    ('ω', 'w'),
];

/// The letter of a to z that a character looks like.
pub fn look_alike(c: char) -> Option<char> {
    if c.is_ascii_alphabetic() {
        return Some(c);
    }
    if c.is_ascii() {
        return None;
    }
    if let Some((_, letter)) = MORE.iter().find(|(other, _)| *other == c) {
        return Some(*letter);
    }
    let mut plain = [0; 4];
    let mut like = unicode_security::skeleton(c.encode_utf8(&mut plain));
    match (like.next(), like.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter.to_ascii_lowercase()),
        _ => None,
    }
}

/// Whether a character is a letter of another script than Latin.
pub fn is_foreign(c: char) -> bool {
    c.is_alphabetic() && (c as u32) >= 0x370 && !(0x1d00..0x1f00).contains(&(c as u32))
}

/// Letters without the marks that stand on them.
pub fn without_marks(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}
