//! Lists, made ready to find all their entries in one pass.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use understory_triage::{List as Disguises, View, fold};

use crate::flat::Flat;
use crate::list::{Entry, Form, LARGEST_PATTERN, List, MOST_STEPS_TOGETHER};

/// So many places of one entry are told.
pub const MOST_PLACES: usize = 20;

/// How large all patterns together may be, in bytes.
const LARGEST_SET: usize = 24 * 1024 * 1024;

/// What the lazily made automata may take for one text, in bytes.
const LARGEST_CACHE: usize = 1024 * 1024;

/// Disguises are undone as in a language written in Latin letters whose words are not pulled from one another: what comes out must be on the list.
const LANGUAGE: &str = "de";

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which list, counted from 0 as they were given.
    pub list: usize,
    /// Which entry of it, counted from 0.
    pub entry: usize,
    /// Where, in bytes of the text, in its order: at most [`MOST_PLACES`], never none.
    pub places: Vec<Range<usize>>,
}

/// Together the lists are more than is compared with every comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the patterns of all lists together are too large")]
pub struct TooMuch;

/// Lists made ready. Making ten thousand entries ready takes some milliseconds; finding them takes hardly longer than reading the text.
#[derive(Debug, Default)]
pub struct Lists {
    lists: Vec<List>,
    /// Words and phrases, by the number of the automaton's pattern.
    words: Vec<(usize, usize)>,
    finder: Option<AhoCorasick>,
    disguises: Disguises,
    folded: Patterns,
    typed: Patterns,
}

/// Patterns, by their number in the set. Each is made ready by itself when it first matches: few ever do.
#[derive(Debug, Default)]
struct Patterns {
    set: RegexSet,
    each: Vec<(usize, usize, OnceLock<Option<Regex>>)>,
}

impl Lists {
    /// Makes lists ready.
    ///
    /// # Errors
    /// When their patterns are too large together.
    pub fn new(lists: Vec<List>) -> Result<Self, TooMuch> {
        let mut words = Vec::new();
        let mut texts = Vec::new();
        let mut terms: Vec<(String, u8)> = Vec::new();
        for (list, entry, form) in all(&lists) {
            let Form::Words { text, open } = form else { continue };
            words.push((list, entry));
            texts.push(text.as_str());
            let stem = if open.1 { "*" } else { "" };
            match text.split_once(' ') {
                // Letters that stand apart are read as an entry, and not as a word of some phrase.
                None => terms.push((format!("{text}{stem}"), 2)),
                Some(_) => terms.extend(text.split(' ').map(|word| (word.to_owned(), 1))),
            }
        }
        let steps = all(&lists).map(|(_, _, form)| if let Form::Pattern { steps, .. } = form { *steps } else { 0 });
        if steps.sum::<usize>() > MOST_STEPS_TOGETHER {
            return Err(TooMuch);
        }
        let finder = if texts.is_empty() {
            None
        } else {
            Some(AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts).map_err(|_| TooMuch)?)
        };
        let disguises = Disguises::of(terms.iter().map(|(term, strength)| (term.as_str(), *strength)));
        let (folded, typed) = (Patterns::new(&lists, false)?, Patterns::new(&lists, true)?);
        Ok(Self { words, finder, disguises, folded, typed, lists })
    }

    /// The entry that a match is of.
    ///
    /// # Panics
    /// When the match is of other lists.
    pub fn entry(&self, found: &Match) -> &Entry {
        &self.lists[found.list].entries[found.entry]
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.lists.iter().map(|list| list.entries.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lists.iter().all(|list| list.entries.is_empty())
    }

    /// What of the lists is in a text: in the order of lists and entries.
    pub fn find(&self, text: &str) -> Vec<Match> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut found = Found::default();
        let view = View::of(text);
        let flat = Flat::of_words(&view.text);
        let place = |part: Range<usize>| view.span(flat.place(&view.text, part), text.len());
        self.find_words(&flat.text, &mut |entry, part| found.add(entry, place(part)));
        self.folded.find(&flat.text, &mut |entry, part| _ = found.add(entry, place(part)));
        self.typed.find(text, &mut |entry, part| _ = found.add(entry, part));
        if let Some(bare) = fold(text, &view, LANGUAGE, None, &self.disguises) {
            let flat = Flat::of_words(&bare.text);
            let place = |part: Range<usize>| bare.span(flat.place(&bare.text, part), text.len());
            let mut add = |entry, part| {
                let place = place(part);
                is_guess(&text[place.clone()]) || found.add(entry, place)
            };
            self.find_words(&flat.text, &mut add);
            self.folded.find(&flat.text, &mut |entry, part| _ = add(entry, part));
        }
        found.0.into_iter().map(|((list, entry), places)| Match { list, entry, places }).collect()
    }

    /// Tells each place of each entry, until `add` says that it has enough of that one.
    fn find_words(&self, text: &str, add: &mut impl FnMut((usize, usize), Range<usize>) -> bool) {
        let Some(finder) = &self.finder else { return };
        // Words within words are found at every letter: only what is still wanted is looked at.
        let mut enough: Vec<usize> = Vec::new();
        for hit in finder.find_overlapping_iter(text) {
            let number = hit.pattern().as_usize();
            if !enough.is_empty() && enough.binary_search(&number).is_ok() {
                continue;
            }
            let (list, entry) = self.words[number];
            let Form::Words { open, .. } = &self.lists[list].entries[entry].form else { continue };
            // First what costs one look, then the rest of the word.
            if !(open.0 || is_bounded(text, hit.start())) || !(open.1 || is_bounded(text, hit.end())) {
                continue;
            }
            let start = if open.0 { word_start(text, hit.start()) } else { hit.start() };
            let end = if open.1 { word_end(text, hit.end()) } else { hit.end() };
            if !add((list, entry), start..end)
                && let Err(at) = enough.binary_search(&number)
            {
                enough.insert(at, number);
            }
        }
    }
}

fn all(lists: &[List]) -> impl Iterator<Item = (usize, usize, &Form)> {
    lists
        .iter()
        .enumerate()
        .flat_map(|(list, of)| of.entries.iter().enumerate().map(move |(entry, one)| (list, entry, &one.form)))
}

impl Patterns {
    fn new(lists: &[List], typed: bool) -> Result<Self, TooMuch> {
        let mut sources = Vec::new();
        let mut each = Vec::new();
        for (list, entry, form) in all(lists) {
            if let Form::Pattern { source, as_typed, .. } = form
                && *as_typed == typed
            {
                sources.push(source);
                each.push((list, entry, OnceLock::new()));
            }
        }
        let set = RegexSetBuilder::new(&sources).size_limit(LARGEST_SET).dfa_size_limit(LARGEST_CACHE).build();
        Ok(Self { set: set.map_err(|_| TooMuch)?, each })
    }

    fn find(&self, text: &str, add: &mut impl FnMut((usize, usize), Range<usize>)) {
        if self.each.is_empty() {
            return;
        }
        for number in self.set.matches(text) {
            let (list, entry, regex) = &self.each[number];
            let Some(source) = self.set.patterns().get(number) else { continue };
            let made =
                || RegexBuilder::new(source).size_limit(LARGEST_PATTERN).dfa_size_limit(LARGEST_CACHE).build().ok();
            let Some(regex) = regex.get_or_init(made) else { continue };
            for hit in regex.find_iter(text).filter(|hit| !hit.is_empty()).take(MOST_PLACES) {
                add((*list, *entry), hit.range());
            }
        }
    }
}

/// Places by list and entry.
#[derive(Default)]
struct Found(BTreeMap<(usize, usize), Vec<Range<usize>>>);

impl Found {
    /// Whether more of this entry would be taken.
    fn add(&mut self, entry: (usize, usize), place: Range<usize>) -> bool {
        if place.is_empty() {
            return true;
        }
        let places = self.0.entry(entry).or_default();
        // Both views find what wears no disguise, and an open word is found once for every place where it may begin.
        if places.len() < MOST_PLACES && !places.contains(&place) {
            let at = places.partition_point(|other| (other.start, other.end) < (place.start, place.end));
            places.insert(at, place);
        }
        places.len() < MOST_PLACES
    }
}

/// Whether more of a word is hidden than seen: `f***` may be any of a long list.
fn is_guess(typed: &str) -> bool {
    let hidden = typed.chars().filter(|c| matches!(c, '*' | '#' | '%' | '•' | '█' | '†' | '×')).count();
    hidden > typed.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether a word may begin or end here.
fn is_bounded(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return true };
    !before.is_alphanumeric() || !after.is_alphanumeric() || is_unspaced(before) || is_unspaced(after)
}

fn word_start(text: &str, at: usize) -> usize {
    let outside = text[..at].char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() && !is_unspaced(*c));
    outside.take(LONGEST_WORD).last().map_or(at, |(start, _)| start)
}

fn word_end(text: &str, at: usize) -> usize {
    let outside = text[at..].char_indices().take_while(|(_, c)| c.is_alphanumeric() && !is_unspaced(*c));
    outside.take(LONGEST_WORD).last().map_or(at, |(end, c)| at + end + c.len_utf8())
}

/// So many letters beside an open entry are shown with it; without a limit a text of one long word would cost its length squared.
const LONGEST_WORD: usize = 64;

/// Scripts that put no spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
