//! The file form of a list.
//!
//! ```text
//! # A line that begins so says something to whoever edits the list.
//! [hold] It names somebody whom a court protects.
//! jane doe
//! doe*
//! [reject] It advertises.
//! cheap pills
//! /\bbit\.ly\/\w+/
//! /\b[A-Z]{20,}\b/ as typed
//! ```

use std::sync::Arc;

use regex::RegexBuilder;
use regex_syntax::hir::{Hir, HirKind};
use understory_triage::View;

use crate::flat::Flat;

/// The most entries of a list.
pub const MOST_ENTRIES: usize = 20_000;

/// The most patterns of a list. A pattern costs more than a thousand words.
pub const MOST_PATTERNS: usize = 200;

/// The longest entry, in characters.
pub const LONGEST_TERM: usize = 200;

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 300;

/// How large a compiled pattern may be, in bytes: `\w{1,30}` takes 1.5 MB, since it knows the letters of all scripts.
pub(crate) const LARGEST_PATTERN: usize = 2 * 1024 * 1024;

/// How many steps one pattern, and all patterns together, may have: letters, signs and classes, each as often as it may be repeated. Where a text keeps
/// all of them alive, it costs its length times their number: 4,000 characters against the dearest patterns take about a tenth of a second
/// (`examples/entries.rs`). Those that people write have 10 to 40.
pub const MOST_STEPS: usize = 250;
/// See [`MOST_STEPS`].
pub const MOST_STEPS_TOGETHER: usize = 5_000;

/// What becomes of a comment that holds an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A moderator reads it first.
    Hold,
    /// It is removed at once.
    Reject,
}

impl Verdict {
    /// `hold` or `reject`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Reject => "reject",
        }
    }
}

/// A word, a phrase or a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of its line, from 1.
    pub line: usize,
    /// As the line has it.
    pub term: String,
    /// What it does.
    pub verdict: Verdict,
    /// What the writer is told.
    pub reason: Arc<str>,
    pub(crate) form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Words {
        /// Folded.
        text: String,
        /// Whether more letters may stand before or after.
        open: (bool, bool),
    },
    Pattern {
        source: String,
        as_typed: bool,
        steps: usize,
    },
}

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// In the order of the lines.
    pub entries: Vec<Entry>,
}

/// A line that is no entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// Why.
    pub why: Refused,
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

/// Why a line is no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing says what an entry does.
    #[error("it stands before the first heading; a heading is `[hold] REASON` or `[reject] REASON`")]
    NoHeading,
    /// A heading of neither kind.
    #[error("a heading begins with [hold] or [reject]")]
    Heading,
    /// A heading without words.
    #[error("a heading needs a reason, which the writer is told")]
    NoReason,
    /// A reason that nobody would read.
    #[error("a reason may have {LONGEST_REASON} characters")]
    LongReason,
    /// An entry that is no word and no phrase.
    #[error("an entry may have {LONGEST_TERM} characters")]
    LongTerm,
    /// Nothing to be found.
    #[error("it has no letter, digit or sign that anybody sees")]
    Unseen,
    /// A star that would match nearly everything, or that stands where none may.
    #[error("a * stands at the beginning or the end, beside two letters or more; for others write a pattern")]
    Star,
    /// No pattern.
    #[error("the pattern cannot be read: {0}")]
    Pattern(String),
    /// A pattern that would cost too much.
    #[error(
        "the pattern is too large: it may have {MOST_STEPS} letters and classes, each counted as often as it may be repeated"
    )]
    LargePattern,
    /// A pattern that every text has.
    #[error("the pattern matches a text without any words")]
    Everything,
    /// The same again.
    #[error("line {0} says the same")]
    Twice(usize),
    /// Too many.
    #[error(
        "a list may have {MOST_ENTRIES} entries, {MOST_PATTERNS} of them patterns with {MOST_STEPS_TOGETHER} letters and classes together"
    )]
    TooMany,
}

/// What stands after a pattern that is compared with the text as it was typed.
const AS_TYPED: &str = "as typed";

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// Every line that is no entry: nothing is passed over in silence.
    pub fn parse(text: &str) -> Result<Self, Vec<BadLine>> {
        let mut list = Self::default();
        let mut bad = Vec::new();
        let mut heading: Option<(Verdict, Arc<str>)> = None;
        let mut seen = std::collections::HashMap::new();
        let (mut patterns, mut together) = (0, 0);
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let (number, line) = (number + 1, line.trim());
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                match read_heading(rest) {
                    Ok(read) => heading = Some(read),
                    Err(why) => bad.push(BadLine { line: number, why }),
                }
                continue;
            }
            let entry = read_entry(line).and_then(|form| {
                let (verdict, reason) = heading.clone().ok_or(Refused::NoHeading)?;
                if let Some(before) = seen.insert(form.clone(), number) {
                    return Err(Refused::Twice(before));
                }
                if let Form::Pattern { steps, .. } = form {
                    patterns += 1;
                    together += steps;
                }
                if list.entries.len() == MOST_ENTRIES || patterns > MOST_PATTERNS || together > MOST_STEPS_TOGETHER {
                    return Err(Refused::TooMany);
                }
                Ok(Entry { line: number, term: line.to_owned(), verdict, reason, form })
            });
            match entry {
                Ok(entry) => list.entries.push(entry),
                Err(why) => {
                    let is_full = why == Refused::TooMany;
                    bad.push(BadLine { line: number, why });
                    // Of the lines after the last that fits, the first tells enough.
                    if is_full {
                        break;
                    }
                }
            }
        }
        if bad.is_empty() { Ok(list) } else { Err(bad) }
    }
}

fn read_heading(rest: &str) -> Result<(Verdict, Arc<str>), Refused> {
    let (word, reason) = rest.split_once(']').ok_or(Refused::Heading)?;
    let verdict = match word.trim() {
        "hold" => Verdict::Hold,
        "reject" => Verdict::Reject,
        _ => return Err(Refused::Heading),
    };
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refused::NoReason);
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Refused::LongReason);
    }
    Ok((verdict, Arc::from(reason)))
}

fn read_entry(line: &str) -> Result<Form, Refused> {
    if line.len() > LONGEST_TERM && line.chars().count() > LONGEST_TERM {
        return Err(Refused::LongTerm);
    }
    if let Some(rest) = line.strip_prefix('/')
        && let Some((source, after)) = rest.rsplit_once('/')
        && (after.is_empty() || after.trim() == AS_TYPED)
    {
        return read_pattern(source, !after.is_empty());
    }
    // What would be a note, a heading or a pattern is written with a \ before it.
    let term = line.strip_prefix('\\').filter(|rest| rest.starts_with(['#', '[', '/', '\\'])).unwrap_or(line);
    let (before, term) = term.strip_prefix('*').map_or((false, term), |rest| (true, rest));
    let (after, term) = term.strip_suffix('*').map_or((false, term), |rest| (true, rest));
    let text = folded(term);
    if !text.chars().any(|c| !c.is_whitespace()) {
        return Err(if before || after { Refused::Star } else { Refused::Unseen });
    }
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let edges = (!before || !term.starts_with(char::is_whitespace)) && (!after || !term.ends_with(char::is_whitespace));
    if ((before || after) && (letters < 2 || !edges)) || text.contains('*') {
        return Err(Refused::Star);
    }
    Ok(Form::Words { text, open: (before, after) })
}

/// A term as texts are folded.
pub(crate) fn folded(term: &str) -> String {
    Flat::of_words(&View::of(term).text).text.trim().to_owned()
}

fn read_pattern(source: &str, as_typed: bool) -> Result<Form, Refused> {
    // The last line says what is wrong; those before draw where.
    let said = |error: String| error.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let syntax = regex_syntax::parse(source).map_err(|error| Refused::Pattern(said(error.to_string())))?;
    let steps = steps(&syntax);
    if steps > MOST_STEPS {
        return Err(Refused::LargePattern);
    }
    let regex = RegexBuilder::new(source).size_limit(LARGEST_PATTERN).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Refused::LargePattern,
        error => Refused::Pattern(said(error.to_string())),
    })?;
    if regex.is_match("") || regex.is_match(" ") {
        return Err(Refused::Everything);
    }
    Ok(Form::Pattern { source: source.to_owned(), as_typed, steps })
}

/// How many places of a pattern a text can be at, at once.
fn steps(syntax: &Hir) -> usize {
    match syntax.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(inside) => steps(&inside.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(steps).fold(0, usize::saturating_add),
        HirKind::Repetition(again) => {
            let times = again.max.unwrap_or(again.min.saturating_add(1)).max(1);
            steps(&again.sub).saturating_mul(times as usize)
        }
    }
}
