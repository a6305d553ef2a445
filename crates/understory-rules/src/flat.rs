//! A text letter by letter in another form, with the place of each letter in the text it was made of.

use std::ops::Range;

/// What became of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flat {
    /// The text.
    pub text: String,
    /// For each byte of it, where the letter that it stands for begins in the source.
    from: Vec<u32>,
}

impl Flat {
    /// A text as lists are compared with: white space as one space, and without what nobody sees or reads: invisible characters, marks that found no
    /// letter of Latin script to be one with, the vowel signs and the stretching of Arabic.
    pub fn of_words(source: &str) -> Self {
        let mut flat = Self::with_capacity(source.len());
        let mut last = ' ';
        for (at, c) in source.char_indices() {
            if is_unseen(c) || is_arabic_sign(c) || (is_mark(c) && last.is_ascii_alphanumeric()) {
                continue;
            }
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && last == ' ' {
                continue;
            }
            flat.push(at, c);
            last = c;
        }
        flat
    }

    /// A text in which numbers are looked for: digits of every script the interface knows as 0 to 9, every dash a hyphen, every space within a line a
    /// space; invisible characters are gone.
    pub fn of_numbers(source: &str) -> Self {
        let mut flat = Self::with_capacity(source.len());
        for (at, c) in source.char_indices() {
            match c {
                c if c.is_ascii() => flat.push(at, c),
                c if is_unseen(c) => {}
                '\u{660}'..='\u{669}' => flat.push(at, digit(c, '\u{660}')),
                '\u{6f0}'..='\u{6f9}' => flat.push(at, digit(c, '\u{6f0}')),
                '\u{ff10}'..='\u{ff19}' => flat.push(at, digit(c, '\u{ff10}')),
                '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => flat.push(at, '-'),
                '\u{ff0b}' => flat.push(at, '+'),
                '\u{ff20}' => flat.push(at, '@'),
                '\u{2028}' | '\u{2029}' | '\u{85}' => flat.push(at, '\n'),
                c if c.is_whitespace() => flat.push(at, ' '),
                c => flat.push(at, c),
            }
        }
        flat
    }

    fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), from: Vec::with_capacity(bytes) }
    }

    fn push(&mut self, at: usize, c: char) {
        self.text.push(c);
        // A text is far shorter than 4 GB.
        self.from.resize(self.text.len(), u32::try_from(at).unwrap_or(u32::MAX));
    }

    /// Where a part of it stands in the source. Empty if the part is.
    pub fn place(&self, source: &str, part: Range<usize>) -> Range<usize> {
        if part.is_empty() {
            return 0..0;
        }
        let start = self.from[part.start] as usize;
        let last = self.from[part.end - 1] as usize;
        start..last + source[last..].chars().next().map_or(0, char::len_utf8)
    }
}

fn digit(c: char, zero: char) -> char {
    char::from(b'0' + ((c as u32 - zero as u32) % 10) as u8)
}

/// Characters without width that leave no mark, and those that turn the direction.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are written over, under or through the letter before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Vowel signs, which most leave out, and the sign that only stretches a word.
pub(crate) fn is_arabic_sign(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}')
}
