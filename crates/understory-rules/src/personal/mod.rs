//! What lets a stranger find a person, or use what is theirs.
//!
//! Precision first: a number is told only if its form is one that people write, and where it has a check digit, if that is right. Years, scores, prices,
//! statistics, dates and the numbers of books are not.
//!
//! How often it is wrong: see `docs/rules.md` of the repository; `examples/personal.rs` counts it anew.

mod identity;
mod numbers;
mod phone;
mod street;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::flat::Flat;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A telephone number.
    Phone,
    /// An address of e-mail.
    Email,
    /// The number of a payment card.
    Card,
    /// The number of a bank account.
    Account,
    /// The number of an identity paper, of social insurance or of a tax payer.
    Identity,
    /// A street with the number of a house.
    Street,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Phone, Self::Email, Self::Card, Self::Account, Self::Identity, Self::Street];

    /// The word for it in answers and reasons.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Card => "card",
            Self::Account => "account",
            Self::Identity => "identity",
            Self::Street => "street",
        }
    }
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What.
    pub kind: Kind,
    /// Where, in bytes of the text.
    pub place: Range<usize>,
}

/// What a text tells of people: in its order, no two at the same place.
///
/// ```
/// use understory_rules::personal::{find, Kind};
///
/// let found = find("Call me: +49 171 1234567, not before 2027.");
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].kind, found[0].place.clone()), (Kind::Phone, 9..24));
/// ```
pub fn find(text: &str) -> Vec<Found> {
    let flat = Flat::of_numbers(text);
    // A number has a digit, an address of e-mail an @; most texts have neither.
    if !flat.text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    // The surest come first: what they have, the others leave alone.
    let plain = without_links(&flat.text);
    let parts = emails(&flat.text)
        .chain(numbers::accounts(&plain))
        .chain(identity::find(&plain))
        .chain(numbers::cards(&plain))
        .chain(phone::find(&plain))
        .chain(street::find(&plain));
    for (kind, part) in parts {
        let place = flat.place(text, part);
        if !place.is_empty()
            && found.iter().all(|other| other.place.end <= place.start || place.end <= other.place.start)
        {
            found.push(Found { kind, place });
            if found.len() == MOST {
                break;
            }
        }
    }
    found.sort_by_key(|one| one.place.start);
    found
}

/// So much is told of one text.
const MOST: usize = 50;

type Part = (Kind, Range<usize>);

/// A pattern of this crate.
fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the pattern is constant, and the tests run it")
}

/// The text with spaces in place of links, whose paths are full of numbers.
fn without_links(text: &str) -> String {
    static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)\S+"));
    if !text.contains("://") && !text.contains("www.") && !text.contains("WWW.") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for link in LINK.find_iter(text) {
        out.push_str(&text[at..link.start()]);
        out.extend(std::iter::repeat_n(' ', link.len()));
        at = link.end();
    }
    out.push_str(&text[at..]);
    out
}

fn emails(text: &str) -> impl Iterator<Item = Part> + '_ {
    static EMAIL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,24}\b"));
    let all = if text.contains('@') { Some(EMAIL.find_iter(text)) } else { None };
    all.into_iter().flatten().map(|found| (Kind::Email, found.range()))
}

/// Whether what stands around a part leaves it a number by itself: no letter, no digit, and nothing that makes it part of a larger number.
fn stands_alone(text: &str, part: &Range<usize>) -> bool {
    let mut before = text[..part.start].chars().rev();
    let mut after = text[part.end..].chars();
    let clear = |first: Option<char>, second: Option<char>| match first {
        None => true,
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some('.' | ',' | '-' | '/' | ':' | '=' | '#' | '+') => !second.is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
    };
    let from_left = before.next();
    // A sign right before belongs to it: a price, the number of an issue, a parameter.
    let is_sign = matches!(from_left, Some('$' | '€' | '£' | '#' | '=' | '&' | '%'));
    !is_sign && clear(from_left, before.next()) && clear(after.next(), after.next())
}

/// The digits of a part.
fn digits(part: &str) -> Vec<u8> {
    part.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
}

/// Whether one of these words stands in the text shortly before.
fn is_announced(text: &str, at: usize, words: &Regex) -> bool {
    let start = text[..at].char_indices().rev().take(REACH).last().map_or(at, |(start, _)| start);
    words.is_match(&text[start..at])
}

/// So many characters before a number its announcement may begin.
const REACH: usize = 28;
