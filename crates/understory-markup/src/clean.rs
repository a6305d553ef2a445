//! What no comment may contain: control characters, direction overrides and towers of marks.

use std::borrow::Cow;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// How many combining marks one base character keeps; the rest are dropped.
///
/// Writing systems stack fewer: Vietnamese 2, Thai 2, Arabic 3, Hebrew with points and cantillation 4 or 5, the
/// longest Tibetan stacks 8. "Zalgo" text uses 20 and more, and paints over its neighbours. Only marks that take no
/// room (general categories Mn and Me) count: the vowel signs of Indic scripts (Mc) stand beside their base.
pub const MAX_MARKS: u8 = 8;

/// What becomes of one character.
enum Fate {
    Keep,
    /// An end of line in other systems: U+0085, U+2028, U+2029 and the carriage return.
    Line,
    /// Control characters; the direction embeddings, overrides and isolates (U+202A–202E, U+2066–2069), which would
    /// reorder what follows the comment (CVE-2021-42574) and have no use in a comment that the page itself isolates;
    /// noncharacters, which Unicode keeps for inner use, and which `markdown` does use.
    Drop,
}

fn fate(c: char) -> Fate {
    match c {
        '\n' | '\t' | ' '..='~' => Fate::Keep,
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Line,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Fate::Drop,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Fate::Drop,
        '\u{fdd0}'..='\u{fdef}' => Fate::Drop,
        _ if c as u32 & 0xfffe == 0xfffe => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// The bytes with which a character begins that may not stay; so that ordinary text is seen to be clean at one glance
/// for each byte.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        suspect[byte] = true;
        byte += 1;
    }
    suspect[b'\n' as usize] = false;
    suspect[b'\t' as usize] = false;
    suspect[0x7f] = true;
    suspect[0xc2] = true; // U+0080–00BF
    suspect[0xe2] = true; // U+2000–2FFF
    suspect[0xef] = true; // U+F000–FFFF
    let mut byte = 0xf0; // from U+10000
    while byte < 0x100 {
        suspect[byte] = true;
        byte += 1;
    }
    suspect
};

/// A source ready for the parsers: lines end in `\n`, and what may not stay is gone.
pub(crate) fn source(text: &str) -> Cow<'_, str> {
    let Some(start) = text.bytes().position(|byte| SUSPECT[byte as usize]) else {
        return Cow::Borrowed(text);
    };
    let is_kept = |c| matches!(fate(c), Fate::Keep);
    let Some(dirty) = text[start..].find(|c| !is_kept(c)) else {
        return Cow::Borrowed(text);
    };
    let (kept, rest) = text.split_at(start + dirty);
    let mut clean = String::with_capacity(text.len());
    clean.push_str(kept);
    let mut rest = rest.chars().peekable();
    while let Some(c) = rest.next() {
        match fate(c) {
            Fate::Keep => clean.push(c),
            Fate::Line if c == '\r' && rest.peek() == Some(&'\n') => {}
            Fate::Line => clean.push('\n'),
            Fate::Drop => {}
        }
    }
    Cow::Owned(clean)
}

/// Cleans the pieces of one block of text, after entities have been decoded. It remembers how many marks the last base
/// character bears, because markup between two marks does not part them.
#[derive(Default)]
pub(crate) struct Cleaner {
    marks: u8,
}

impl Cleaner {
    pub(crate) fn clean<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
            if !text.is_empty() {
                self.marks = 0;
            }
            return Cow::Borrowed(text);
        }
        let mut clean = String::new();
        let mut copied = 0;
        for (at, c) in text.char_indices() {
            let fate = match fate(c) {
                Fate::Keep if !self.admits(c) => Fate::Drop,
                fate => fate,
            };
            if matches!(fate, Fate::Keep) {
                continue;
            }
            clean.push_str(&text[copied..at]);
            if matches!(fate, Fate::Line) {
                clean.push(' ');
            }
            copied = at + c.len_utf8();
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        clean.push_str(&text[copied..]);
        Cow::Owned(clean)
    }

    /// Whether a character may follow. Spacing marks and format characters neither count nor begin a new base.
    fn admits(&mut self, c: char) -> bool {
        // U+0300 is the first combining mark.
        if c < '\u{300}' {
            self.marks = 0;
            return true;
        }
        match CodePointMapData::<GeneralCategory>::new().get(c) {
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark => {
                self.marks = self.marks.saturating_add(1);
                self.marks <= MAX_MARKS
            }
            GeneralCategory::SpacingMark | GeneralCategory::Format => true,
            _ => {
                self.marks = 0;
                true
            }
        }
    }
}

/// Whether a character leaves nothing to see: joiners, soft hyphens, fillers, variation selectors, direction marks.
pub(crate) fn is_invisible(c: char) -> bool {
    c >= '\u{ad}' && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}
