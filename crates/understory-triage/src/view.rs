//! A text as the models see it: NFKC and lower case, with the place in the original of every byte.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text made from another, and where each part of it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The words.
    pub text: String,
    /// Stretches that were made as one, in the order of the text: where each begins here, and there. A text of plain
    /// ASCII has one.
    runs: Vec<Run>,
    /// What folding replaced: there, and here.
    changed: Vec<(Range<usize>, Range<usize>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Where it begins in the view.
    here: u32,
    /// Where it begins in the original.
    there: u32,
    /// Whether each byte of it stands for one of the original; otherwise the whole stands for the whole.
    even: bool,
}

impl View {
    /// NFKC and lower case.
    ///
    /// ```
    /// let view = understory_triage::View::of("ＨＡＴＥ Ⅳ");
    /// assert_eq!(view.text, "hate iv");
    /// ```
    pub fn of(original: &str) -> Self {
        let mut view = Self { text: String::with_capacity(original.len()), runs: Vec::new(), changed: Vec::new() };
        let bytes = original.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // Plain letters, but for the last before something else: a mark may follow it.
            let plain = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            let end = at + plain;
            let plain = if end < bytes.len() { plain.saturating_sub(1) } else { plain };
            if plain > 0 {
                view.push_even(at, &original[at..at + plain]);
                at += plain;
            }
            if at >= bytes.len() {
                break;
            }
            let rest = &original[at..];
            let length = cluster(rest);
            view.push_whole(at, rest[..length].nfkc().flat_map(char::to_lowercase));
            at += length;
        }
        view
    }

    fn push_even(&mut self, there: usize, part: &str) {
        self.runs.push(Run { here: place(self.text.len()), there: place(there), even: true });
        let start = self.text.len();
        self.text.push_str(part);
        self.text[start..].make_ascii_lowercase();
    }

    fn push_whole(&mut self, there: usize, made: impl Iterator<Item = char>) {
        self.runs.push(Run { here: place(self.text.len()), there: place(there), even: false });
        self.text.extend(made);
    }

    /// An empty view of a text, to be filled with [`View::take`].
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), runs: Vec::new(), changed: Vec::new() }
    }

    /// Takes a part of another view over, with the places it has in the original.
    pub(crate) fn take(&mut self, from: &Self, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let mut at = part.start;
        let mut index = from.run_at(at);
        while at < part.end {
            let run = from.runs[index];
            let end = from.runs.get(index + 1).map_or(from.text.len(), |next| next.here as usize).min(part.end);
            let there = if run.even { run.there + place(at - run.here as usize) } else { run.there };
            self.runs.push(Run { here: place(self.text.len()), there, even: run.even });
            self.text.push_str(&from.text[at..end]);
            at = end;
            index += 1;
        }
    }

    /// Puts other words in the place of a part of another view.
    pub(crate) fn replace(&mut self, from: &Self, part: Range<usize>, by: &str) {
        let there = from.original(part.start..part.start).start;
        self.runs.push(Run { here: place(self.text.len()), there: place(there), even: false });
        let start = self.text.len();
        self.text.push_str(by);
        self.changed.push((part, start..self.text.len()));
    }

    fn run_at(&self, at: usize) -> usize {
        self.runs.partition_point(|run| run.here as usize <= at).saturating_sub(1)
    }

    /// What differs from the view that this was folded from: the part of that view, and what stands here instead.
    pub fn changes(&self, from: &Self) -> Vec<(Range<usize>, String)> {
        self.changed
            .iter()
            .map(|(was, here)| (was.clone(), self.text[here.clone()].to_owned()))
            .filter(|(was, now)| from.text.get(was.clone()) != Some(now.as_str()))
            .collect()
    }

    /// Where a part of the view stands in the original, in bytes, given the original's length by `whole`.
    pub fn span(&self, part: Range<usize>, whole: usize) -> Range<usize> {
        if self.runs.is_empty() || part.is_empty() {
            return 0..0;
        }
        let start = self.original(part.start..part.start).start;
        let last = self.run_at(part.end - 1);
        let run = self.runs[last];
        let end = if run.even && part.end <= self.end_of(last) {
            run.there as usize + (part.end - run.here as usize)
        } else {
            // Runs need not follow one another in the original, but their order is the same.
            self.runs[last + 1..]
                .iter()
                .map(|next| next.there as usize)
                .find(|there| *there > run.there as usize)
                .unwrap_or(whole)
        };
        start..end.max(start)
    }

    fn end_of(&self, index: usize) -> usize {
        self.runs.get(index + 1).map_or(self.text.len(), |next| next.here as usize)
    }

    fn original(&self, part: Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return 0..0;
        }
        let run = self.runs[self.run_at(part.start)];
        let at = if run.even { run.there as usize + (part.start - run.here as usize) } else { run.there as usize };
        at..at
    }
}

/// The bytes of the first letter with the marks that belong to it.
fn cluster(text: &str) -> usize {
    let mut chars = text.char_indices();
    chars.next();
    chars.find(|(_, c)| c.is_ascii() || !joins(*c)).map_or(text.len(), |(at, _)| at)
}

/// Marks, and the vowels and finals that make one syllable of Hangul with what stands before.
fn joins(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}')
}

/// Places are kept in four bytes: a text is far shorter than 4 GB.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_every_word_is_kept() {
        let original = "Ｈello ﬁne wo\u{301}rld Ⅳ end";
        let view = View::of(original);
        assert_eq!(view.text, "hello fine wórld iv end");
        for (word, there) in
            [("hello", "Ｈello"), ("fine", "ﬁne"), ("wórld", "wo\u{301}rld"), ("iv", "Ⅳ"), ("end", "end")]
        {
            let at = view.text.find(word).unwrap();
            let span = view.span(at..at + word.len(), original.len());
            assert_eq!(&original[span], there);
        }
    }
}
