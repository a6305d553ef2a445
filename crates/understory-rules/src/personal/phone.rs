//! Telephone numbers.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Part, digits, is_announced, pattern, stands_alone};

/// What is a telephone number by its form, or by its form and what stands before it.
pub(super) fn find(text: &str) -> Vec<Part> {
    static INTERNATIONAL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:\+|\b00) ?[1-9]\d{0,2}(?:[ .\-/]{0,3}\(?\d{1,12}\)?){1,7}"));
    // With an area's or a mobile network's number: Germany and its neighbours, France, Britain, Morocco, Egypt, Arabia.
    static NATIONAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\(0[1-9]\d{1,4}\) ?[\d \-]{5,14}\d|\b0[1-9]\d{0,4}(?: ?/ ?|[ \-]?|\.)\d{2,10}(?:[ .\-]\d{2,8}){0,4}\b",
        )
    });
    // Spain, by twos at the end; North America.
    static GROUPED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"\b[6-9]\d{2} \d{2} \d{2} \d{2}\b|\([2-9]\d{2}\) ?[2-9]\d{2}[\-. ]\d{4}\b|\b(?:1[\-. ])?[2-9]\d{2}[\-.][2-9]\d{2}[\-.]\d{4}\b",
        )
    });
    // Nine digits and more that are one only because it is said.
    static SAID: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\(?\d{2,10}\)?(?:[ .\-/]{1,2}\d{2,8}){0,5}\b"));
    let mut found = Vec::new();
    let mut add = |pattern: &Regex, is_one: &dyn Fn(&Range<usize>, &[u8]) -> bool| {
        for hit in pattern.find_iter(text) {
            let part = trimmed(text, hit.range());
            let digits = digits(&text[part.clone()]);
            if is_one(&part, &digits)
                && !is_free(&digits)
                && stands_alone(text, &part)
                && !goes_on(text, part.start)
                && !is_announced(text, part.start, &NOT_ONE)
            {
                found.push((Kind::Phone, part));
            }
        }
    };
    add(&INTERNATIONAL, &|part, digits| {
        let typed = &text[part.clone()];
        let national = if typed.starts_with('+') { digits } else { &digits[2..] };
        (8..=15).contains(&national.len()) && is_country(national) && is_varied(national) && groups(typed) <= 7
    });
    add(&NATIONAL, &|part, digits| {
        let typed = &text[part.clone()];
        let french = digits.len() == 10 && groups(typed) == 5 && is_even(typed);
        let few = groups(typed) <= 3 && (9..=12).contains(&digits.len()) && !typed.contains('.');
        // By twos after the first group, as many write German mobile numbers: 0171 12 34 56 7 is rare, 0171 1 23 45 67 rarer.
        let many = groups(typed) <= 5
            && (10..=12).contains(&digits.len())
            && typed[..4].bytes().all(|b| b.is_ascii_digit() || b == b'(');
        (french || few || (many && is_even(typed))) && is_varied(digits)
    });
    add(&GROUPED, &|_, digits| is_varied(digits));
    add(&SAID, &|part, digits| {
        (7..=13).contains(&digits.len()) && is_varied(digits) && is_announced(text, part.start, &ANNOUNCED)
    });
    found
}

/// What announces a telephone number.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:tel|tél|tlf|telf|telefon|telefonnummer|téléphone|teléfono|telefono|phone|mobile|mobil|handy|handynummer|cell|móvil|movil|portable|whatsapp|whats app|rufnummer|call me|call him|call her|call them|ring me|text me|ruf an|rufen sie|anrufen|appelez|appelle|llama|llámame|llamar|sms|fax)\b|هاتف|جوال|موبايل|واتساب|اتصل|تلفون)[^\d\n]{0,16}$",
    )
});

/// What announces another number, or money.
static NOT_ONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:isbn(?:-1[03])?|issn|doi|rfc|cve|art(?:icle|ikel|ículo)?|nr|no|version|build|pid|bug|issue|ticket|order|serial)\b[\s.:#°º-]{0,4}$|[$€£]\s?$",
    )
});

/// Whether a longer number stands right before, of which this is the rest.
fn goes_on(text: &str, at: usize) -> bool {
    let before = text[..at].strip_suffix(' ').unwrap_or_default();
    before.bytes().rev().take_while(u8::is_ascii_digit).count() >= 3
}

/// Numbers that cost nothing belong to nobody's home: help lines and the like, which people must be able to name. With and without what stands for a
/// country.
fn is_free(digits: &[u8]) -> bool {
    let start = |parts: &[&[u8]]| parts.iter().any(|part| digits.starts_with(part));
    let american = |rest: &[u8]| matches!(rest, [8, tens @ (0 | 3..=8), ones, ..] if tens == ones);
    start(&[
        &[0, 8, 0, 0],
        &[0, 8, 0, 8],
        &[0, 8, 0, 5],
        &[0, 3, 0, 0],
        &[0, 0, 8, 0, 0],
        &[9, 0, 0],
        &[4, 9, 8, 0, 0],
        &[3, 3, 8, 0],
        &[3, 4, 9, 0, 0],
    ]) || start(&[&[4, 4, 8, 0, 0], &[4, 4, 8, 0, 8]])
        || (digits.len() == 10 && american(digits))
        || (digits.len() == 11 && digits[0] == 1 && american(&digits[1..]))
}

/// Without what stands at its end and is no digit, and without a lone bracket.
fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let typed = text[part.clone()].trim_end_matches(|c: char| !c.is_ascii_digit());
    part.start..part.start + typed.len()
}

fn groups(typed: &str) -> usize {
    typed.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).count()
}

/// Whether one sign stands between all groups: "01-02-2026 12" is a date.
fn is_even(typed: &str) -> bool {
    let mut signs = typed.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '(' | ')'));
    let Some(first) = signs.next() else { return true };
    signs.all(|sign| sign == first)
}

/// Numbers such as 0000000000 and 1000000000 are examples or sums.
fn is_varied(digits: &[u8]) -> bool {
    let mut seen = [false; 10];
    digits.iter().for_each(|digit| seen[usize::from(*digit)] = true);
    seen.iter().filter(|seen| **seen).count() >= 3
}

/// Whether a country has numbers that begin so (ITU-T E.164).
fn is_country(digits: &[u8]) -> bool {
    match digits {
        [1, area, ..] => *area >= 2,
        [7, ..] => true,
        [2, 0 | 7, ..] | [3, 0..=4 | 6 | 9, ..] | [4, 0 | 1 | 3..=9, ..] => true,
        [5, 1..=8, ..] | [6, 0..=6, ..] | [8, 1 | 2 | 4 | 6, ..] | [9, 0..=5 | 8, ..] => true,
        [2, 1..=6 | 9, _, ..] | [3, 5 | 7 | 8, _, ..] | [4, 2, _, ..] | [5, 0 | 9, _, ..] | [6, 7..=9, _, ..] => true,
        [8, 5 | 8, _, ..] | [9, 6 | 7 | 9, _, ..] => true,
        _ => false,
    }
}
