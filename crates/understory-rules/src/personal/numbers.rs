//! Cards and bank accounts.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Part, digits, pattern, stands_alone};

/// Numbers of payment cards: those that begin as an issuer's do, have the length of that issuer's, and the right last digit (Luhn; ISO/IEC 7812-1).
pub(super) fn cards(text: &str) -> impl Iterator<Item = Part> + '_ {
    static CARD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(?:\d{4}([ -]?)\d{4}[ -]?\d{4}[ -]?\d{1,7}|\d{4}([ -]?)\d{6}[ -]?\d{4,5})\b"));
    CARD.find_iter(text).map(|found| found.range()).filter_map(|part| {
        let digits = digits(&text[part.clone()]);
        let separators: Vec<u8> = text[part.clone()].bytes().filter(|byte| !byte.is_ascii_digit()).collect();
        let even = separators.windows(2).all(|two| two[0] == two[1]);
        (even && is_issued(&digits) && luhn(&digits) && stands_alone(text, &part)).then_some((Kind::Card, part))
    })
}

/// Whether an issuer gives out numbers that begin so and are so long.
fn is_issued(digits: &[u8]) -> bool {
    let first = |count: usize| digits.iter().take(count).fold(0_u32, |number, digit| number * 10 + u32::from(*digit));
    let varied = digits.iter().any(|digit| *digit != digits[0]);
    varied
        && match digits.len() {
            14 => matches!(first(2), 36 | 38 | 39) || matches!(first(3), 300..=305),
            15 => matches!(first(2), 34 | 37),
            16 => {
                first(1) == 4
                    || matches!(first(2), 51..=55 | 62 | 65)
                    || matches!(first(4), 2221..=2720 | 3528..=3589 | 6011)
                    || matches!(first(3), 644..=649)
            }
            _ => false,
        }
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u32::from(*digit) * if at % 2 == 1 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Numbers of bank accounts (IBAN, ISO 13616): those of a country that has them, in its length, and with the right check digits (modulo 97).
pub(super) fn accounts(text: &str) -> impl Iterator<Item = Part> + '_ {
    static IBAN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}"));
    IBAN.find_iter(text).filter_map(|found| {
        let typed = found.as_str();
        let country = typed.get(..2)?.to_ascii_uppercase();
        let length = LENGTHS.iter().find(|(code, _)| *code == country)?.1;
        let end = typed.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).nth(length - 1)?.0 + 1;
        let part = found.start()..found.start() + end;
        let after = text[part.end..].chars().next();
        let whole = !after.is_some_and(char::is_alphanumeric);
        (whole && mod_97(&text[part.clone()])).then_some((Kind::Account, part))
    })
}

fn mod_97(iban: &str) -> bool {
    let signs: Vec<u8> = iban.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let turned = signs[4..].iter().chain(&signs[..4]);
    turned.fold(0_u32, |rest, sign| match sign {
        b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
        sign => (rest * 100 + u32::from(sign.to_ascii_uppercase() - b'A') + 10) % 97,
    }) == 1
}

/// Lengths by country, from the IBAN registry of SWIFT.
const LENGTHS: [(&str, usize); 55] = [
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("LB", 28),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("TN", 24),
    ("TR", 26),
];
