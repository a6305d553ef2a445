//! Numbers of identity papers, of social insurance and of tax payers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Part, digits, pattern, stands_alone};

/// What is the number of a person: Spanish, French, German, American.
pub(super) fn find(text: &str) -> impl Iterator<Item = Part> + '_ {
    spanish(text).chain(french(text)).chain(german(text)).chain(american(text)).map(|part| (Kind::Identity, part))
}

type Place = std::ops::Range<usize>;

/// DNI and NIE: the letter is the number's rest by 23 (Real Decreto 1553/2005).
fn spanish(text: &str) -> impl Iterator<Item = Place> + '_ {
    static DNI: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:[xyz][ -]?\d{7}|\d{8}|\d{1,2}\.\d{3}\.\d{3})[ -]?[a-z]\b"));
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    DNI.find_iter(text).map(|found| found.range()).filter(move |part| {
        let typed = text[part.clone()].to_ascii_uppercase();
        let foreign = match typed.as_bytes()[0] {
            b'X' => 0,
            b'Y' => 10_000_000,
            b'Z' => 20_000_000,
            _ => 0,
        };
        let number = digits(&typed).iter().fold(0_u32, |number, digit| number * 10 + u32::from(*digit)) + foreign;
        // "12345678 a" at the end of a sentence is no DNI: after a space the letter is written large.
        let spaced = typed.contains(' ') && !text[part.clone()].ends_with(|c: char| c.is_ascii_uppercase());
        typed.as_bytes().last() == Some(&LETTERS[number as usize % 23]) && !spaced && stands_alone(text, part)
    })
}

/// NIR: sex, year, month, department, community, order, and a key modulo 97 (INSEE).
fn french(text: &str) -> impl Iterator<Item = Place> + '_ {
    static NIR: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d) ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3} ?\d{2}\b")
    });
    NIR.find_iter(text).map(|found| found.range()).filter(move |part| {
        let typed = text[part.clone()].to_ascii_uppercase();
        // Corsica has letters.
        let corsica = if typed.contains('A') {
            1_000_000
        } else if typed.contains('B') {
            2_000_000
        } else {
            0
        };
        let all = digits(&typed.replace(['A', 'B'], "0"));
        let number = |part: &[u8]| part.iter().fold(0_u64, |number, digit| number * 10 + u64::from(*digit));
        let (body, key) = all.split_at(13);
        let body = number(body).saturating_sub(corsica);
        97 - body % 97 == number(key) && stands_alone(text, part)
    })
}

/// Steuer-Identifikationsnummer: eleven digits, of the first ten exactly one twice or thrice, the last by ISO/IEC 7064, MOD 11,10 (§ 139b AO).
fn german(text: &str) -> impl Iterator<Item = Place> + '_ {
    static TAX: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:[1-9]\d{10}|[1-9]\d \d{3} \d{3} \d{3})\b"));
    TAX.find_iter(text).map(|found| found.range()).filter(move |part| {
        let all = digits(&text[part.clone()]);
        let (body, check) = all.split_at(10);
        let mut counts = [0_u8; 10];
        body.iter().for_each(|digit| counts[usize::from(*digit)] += 1);
        let repeated = counts.iter().filter(|count| **count > 1).count() == 1 && counts.iter().all(|count| *count <= 3);
        let product = body.iter().fold(10_u32, |product, digit| {
            let sum = (product + u32::from(*digit)) % 10;
            (if sum == 0 { 10 } else { sum }) * 2 % 11
        });
        repeated && u32::from(check[0]) == (11 - product) % 10 && stands_alone(text, part)
    })
}

/// Social security number: by its form alone, it has no check digit. Areas 000, 666 and 900 to 999 are not given out.
fn american(text: &str) -> impl Iterator<Item = Place> + '_ {
    static SSN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[0-8]\d{2}-\d{2}-\d{4}\b"));
    SSN.find_iter(text).map(|found| found.range()).filter(move |part| {
        let typed = &text[part.clone()];
        let (area, group, serial) = (&typed[..3], &typed[4..6], &typed[7..]);
        // "+81(0)468-59-2829" is a telephone number.
        let follows = text[..part.start].ends_with(')');
        !follows && area != "000" && area != "666" && group != "00" && serial != "0000" && stands_alone(text, part)
    })
}
