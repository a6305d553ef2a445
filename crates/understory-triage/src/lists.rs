//! Lists of crude and sexual words, one a language. They are part of the program, and all there is where no model is.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use crate::Category;
use crate::features::{Feature, Runs, START, Seen, read, step, word_hash};

/// The lists, by language.
const FILES: [(&str, &str); 12] = [
    ("ar", include_str!("../lists/ar.txt")),
    ("de", include_str!("../lists/de.txt")),
    ("en", include_str!("../lists/en.txt")),
    ("es", include_str!("../lists/es.txt")),
    ("fr", include_str!("../lists/fr.txt")),
    ("it", include_str!("../lists/it.txt")),
    ("nl", include_str!("../lists/nl.txt")),
    ("pl", include_str!("../lists/pl.txt")),
    ("pt", include_str!("../lists/pt.txt")),
    ("ru", include_str!("../lists/ru.txt")),
    ("tr", include_str!("../lists/tr.txt")),
    ("zh", include_str!("../lists/zh.txt")),
];

/// How crude a word is: 1 is mild and often harmless, 2 plain, 3 strong.
pub type Strength = u8;

/// A word of a list that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Profanity or sexual.
    pub category: Category,
    /// How crude.
    pub strength: Strength,
    /// Where, in the view.
    pub place: Range<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    category: Category,
    strength: Strength,
}

/// The key is a hash already.
#[derive(Clone, Copy, Debug, Default)]
struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

type Table = HashMap<u64, Entry, BuildHasherDefault<Ready>>;

/// The list of one language.
#[derive(Clone, Debug, Default)]
pub struct List {
    words: Table,
    stems: Table,
    /// The hashes of the words of a phrase, hashed; phrases have two or three words.
    phrases: Table,
    /// Which hashes may be a stem, by their last 12 bits: most are not, and this lies in the nearest memory.
    may_be_stem: Vec<u64>,
    /// Whether words are not divided by spaces.
    inside: bool,
    terms: Vec<String>,
    /// Which terms begin with a letter: a masked word shows its first.
    by_first: HashMap<char, Vec<u32>>,
}

impl List {
    /// The lists, by language code.
    pub fn all() -> Vec<(&'static str, Self)> {
        FILES.iter().map(|(code, text)| (*code, Self::parse(text, *code == "zh"))).collect()
    }

    /// Lines `term<TAB>category<TAB>strength`; a line that is no such line is passed over, and a test finds it.
    fn parse(text: &str, inside: bool) -> Self {
        let mut list = Self { inside, may_be_stem: vec![0; 64], ..Self::default() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split('\t');
            let (Some(term), Some(category), Some(strength)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let (Ok(category), Ok(strength)) = (category.parse(), strength.trim().parse()) else { continue };
            list.push(term, Entry { category, strength });
        }
        list
    }

    /// A list of somebody else's words, so that [`fold`](crate::fold()) undoes their disguises: a term and how much it is one to hide; from 2 on,
    /// letters that stand apart are read as that word. Terms are written as a [`View`](crate::View) writes them, a `*` at the end for a stem.
    pub fn of<'t>(terms: impl IntoIterator<Item = (&'t str, Strength)>) -> Self {
        let mut list = Self { may_be_stem: vec![0; 64], ..Self::default() };
        for (term, strength) in terms {
            list.push(term, Entry { category: Category::Profanity, strength });
        }
        list
    }

    fn push(&mut self, term: &str, entry: Entry) {
        if let Some(stem) = term.strip_suffix('*') {
            let hash = word_hash(stem);
            self.may_be_stem[(hash as usize >> 6) & 63] |= 1 << (hash & 63);
            self.stems.insert(hash, entry);
        } else if term.contains(' ') {
            self.phrases.insert(term.split(' ').map(word_hash).fold(START, step), entry);
        } else {
            self.words.insert(word_hash(term), entry);
        }
        if let Some(first) = term.chars().next() {
            self.by_first.entry(first).or_default().push(u32::try_from(self.terms.len()).unwrap_or(u32::MAX));
        }
        self.terms.push(term.to_owned());
    }

    /// Whether a word is on it, by itself or by its stem.
    pub fn has(&self, word: &str) -> bool {
        let mut hash = START;
        let mut stem = false;
        for c in word.chars() {
            hash = step(hash, u64::from(u32::from(c)));
            stem |= self.may_be_stem(hash) && self.stems.contains_key(&hash);
        }
        stem || self.words.contains_key(&hash)
    }

    #[inline]
    fn may_be_stem(&self, hash: u64) -> bool {
        self.may_be_stem.get((hash as usize >> 6) & 63).is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }

    /// How crude a word is: 0 if it is not on the list.
    pub fn strength(&self, word: &str) -> Strength {
        let mut hash = START;
        let mut found = None;
        for c in word.chars() {
            hash = step(hash, u64::from(u32::from(c)));
            if self.may_be_stem(hash) {
                found = self.stems.get(&hash).or(found);
            }
        }
        self.words.get(&hash).or(found).map_or(0, |entry| entry.strength)
    }

    /// The crudest words with these letters, where they are known: the first must be. Of a stem, what follows it must be seen.
    pub fn matching(&self, pattern: &[Option<char>]) -> Vec<String> {
        let mut found: Vec<(Strength, String)> = Vec::new();
        let first = pattern.first().copied().flatten();
        for term in first.and_then(|first| self.by_first.get(&first)).into_iter().flatten() {
            let Some(term) = self.terms.get(*term as usize) else { continue };
            let stem = term.strip_suffix('*');
            let letters = stem.unwrap_or(term);
            let length = letters.chars().count();
            let fits = (length == pattern.len() || (stem.is_some() && length < pattern.len()))
                && letters.chars().zip(pattern).all(|(c, wanted)| wanted.is_none_or(|wanted| wanted == c))
                && pattern[length..].iter().all(Option::is_some);
            if fits {
                let word = letters.chars().chain(pattern[length..].iter().flatten().copied());
                found.push((self.strength(letters), word.collect()));
            }
        }
        let most = found.iter().map(|one| one.0).max().unwrap_or(0);
        found.into_iter().filter(|one| one.0 == most).map(|one| one.1).collect()
    }

    /// Its terms, as the file has them.
    pub fn terms(&self) -> &[String] {
        &self.terms
    }
}

/// What was found so far.
#[derive(Debug)]
pub struct Finder<'a> {
    list: &'a List,
    text: &'a str,
    /// In the order of the text.
    pub hits: Vec<Hit>,
    /// The hashes of the last two words, and where they begin.
    last: [(u64, usize); 2],
    /// A stem of the word that is being read.
    stem: Option<Entry>,
}

impl<'a> Finder<'a> {
    /// Finds words of `list` in `text`, a view.
    pub fn new(list: &'a List, text: &'a str) -> Self {
        Self { list, text, hits: Vec::new(), last: [(START, 0); 2], stem: None }
    }

    /// The beginning of a word.
    #[inline]
    pub fn stem(&mut self, hash: u64) {
        if self.list.may_be_stem(hash)
            && let Some(entry) = self.list.stems.get(&hash)
        {
            self.stem = Some(*entry);
        }
    }

    /// A whole word, after its beginnings.
    #[inline]
    pub fn word(&mut self, hash: u64, place: Range<usize>) {
        let stem = self.stem.take();
        if self.list.inside {
            self.inside(place);
            return;
        }
        if let Some(entry) = self.list.words.get(&hash).copied().or(stem) {
            self.hits.push(Hit { category: entry.category, strength: entry.strength, place: place.clone() });
        }
        if !self.list.phrases.is_empty() {
            let [second, first] = self.last;
            let two = step(step(START, first.0), hash);
            let three = step(step(step(START, second.0), first.0), hash);
            for (hash, start) in [(two, first.1), (three, second.1)] {
                if let Some(entry) = self.list.phrases.get(&hash) {
                    self.hits.push(Hit { category: entry.category, strength: entry.strength, place: start..place.end });
                }
            }
            self.last = [first, (hash, place.start)];
        }
    }

    /// Terms of up to six signs, wherever they begin.
    fn inside(&mut self, place: Range<usize>) {
        let word = &self.text[place.clone()];
        for (start, _) in word.char_indices() {
            let mut hash = START;
            for (offset, c) in word[start..].char_indices().take(6) {
                hash = step(hash, u64::from(u32::from(c)));
                if let Some(entry) = self.list.words.get(&hash) {
                    let at = place.start + start;
                    self.hits.push(Hit {
                        category: entry.category,
                        strength: entry.strength,
                        place: at..at + offset + c.len_utf8(),
                    });
                }
            }
        }
    }
}

/// The words of a list in a view.
pub(crate) fn find(list: &List, view: &str) -> Vec<Hit> {
    struct Words<'a>(Finder<'a>);
    impl Seen for Words<'_> {
        fn feature(&mut self, _: Feature) {}
        fn word(&mut self, hash: u64, word: Range<usize>) {
            self.0.word(hash, word);
        }
        fn stem(&mut self, hash: u64, _: Range<usize>) {
            self.0.stem(hash);
        }
        fn sentence(&mut self) {}
    }
    let mut words = Words(Finder::new(list, view));
    read(view, Runs { least: 1, most: 0 }, &mut words);
    words.0.hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_list_is_a_term() {
        for (code, text) in FILES {
            for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let parts: Vec<&str> = line.split('\t').collect();
                assert_eq!(parts.len(), 3, "{code}: {line}");
                assert!(matches!(parts[1], "profanity" | "sexual"), "{code}: {line}");
                assert!(matches!(parts[2], "1" | "2" | "3"), "{code}: {line}");
                let view = crate::View::of(parts[0]).text;
                assert_eq!(view, parts[0], "{code}: a term is written as texts are read");
            }
        }
    }
}
