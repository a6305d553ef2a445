//! Streets with the number of a house, in the languages of the interface.

use std::sync::LazyLock;

use regex::Regex;

use super::{Kind, Part, digits, pattern};

/// A street and a house number, each in the order and the words of a language.
pub(super) fn find(text: &str) -> Vec<Part> {
    static FORMS: LazyLock<[Regex; 6]> = LazyLock::new(|| {
        [
            // 12 Station Road, 221b Baker Street.
            r"\b\d{1,5}[A-Za-z]?,? (?:\p{Lu}[\p{L}'’.]+ ){1,3}(?:Street|Road|Avenue|Lane|Boulevard|Crescent|Terrace|St\b\.?|Rd\b\.?|Ave\b\.?|Blvd\b\.?|Ln\b\.?)",
            // Hauptstraße 12, Berliner Str. 4a, Lange Gasse 7.
            r"(?:\b\p{Lu}[\p{L}-]{2,}(?:stra(?:ß|ss)e|str\.|gasse|weg|allee|platz|damm|ufer)|\b\p{Lu}[\p{L}-]+ (?:Stra(?:ß|ss)e|Str\.|Gasse|Weg|Allee|Platz|Ufer)) \d{1,3}(?: ?[a-h])?\b",
            // 12 rue de la Paix, 3 bis, avenue Foch.
            r"(?i:\b\d{1,4}(?: ?(?:bis|ter|quater)|[a-d])?,? (?:rue|avenue|boulevard|bd|allée|impasse|chemin|quai) )(?:(?:de|du|des|la|le|les|l['’]|d['’]|de la|de l['’]) ?){0,2}\p{Lu}[\p{L}'’-]+",
            // Calle Mayor 5, C/ de Alcalá, 12, avda. de América n.º 3.
            r"(?i:\b(?:calle|c/|avenida|avda\.?|av\.|plaza|pza\.?|paseo|ronda|travesía) ?)(?:(?:de|del|la|las|los|el|de la|de los|de las) ){0,2}\p{Lu}[\p{L}'’]+(?: (?:(?:de|del|la|y) ){0,2}\p{Lu}[\p{L}'’]+){0,3},? ?(?:(?:n|nº|núm|num|número|n\.º)\.? ?)?\d{1,4}\b",
            // شارع الملك فهد 12
            r"(?:شارع|جادة|طريق)(?: \p{Arabic}+){1,4}،? ?(?:رقم ?)?\d{1,4}\b",
            // 12 شارع الملك فهد
            r"\b\d{1,4}،? (?:شارع|جادة) \p{Arabic}+",
        ]
        .map(pattern)
    });
    let mut found = Vec::new();
    for (form, pattern) in FORMS.iter().enumerate() {
        for hit in pattern.find_iter(text) {
            let typed = hit.as_str();
            let is_other = is_year(typed) || (form == 1 && is_no_street(typed));
            if !is_other && is_clear(text, hit.start(), hit.end()) {
                found.push((Kind::Street, hit.range()));
            }
        }
    }
    found
}

/// "In 2019 High Street shops closed", "Heiligendamm 2007".
fn is_year(typed: &str) -> bool {
    let digits = digits(typed);
    digits.len() == 4 && matches!(digits[..2], [1, 8 | 9] | [2, 0])
}

/// German words that end as streets do.
fn is_no_street(typed: &str) -> bool {
    const OTHERS: [&str; 23] = [
        "bundesstra",
        "landstra",
        "kreisstra",
        "staatsstra",
        "arbeitsplatz",
        "sitzplatz",
        "parkplatz",
        "spielplatz",
        "stellplatz",
        "studienplatz",
        "ausbildungsplatz",
        "kitaplatz",
        "tabellenplatz",
        "startplatz",
        "listenplatz",
        "stehplatz",
        "umweg",
        "ausweg",
        "rückweg",
        "hinweg",
        "heimweg",
        "radweg",
        "schulweg",
    ];
    let lower = typed.to_lowercase();
    OTHERS.iter().any(|other| lower.contains(other))
        || ["Der ", "Den ", "Dem ", "Die ", "Das ", "Ein ", "Kein ", "Mein ", "Auf "]
            .iter()
            .any(|word| typed.starts_with(word))
}

/// Whether it is no part of a larger number: of a sum, a score or a span.
fn is_clear(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let (next, then) = (after.next(), after.next());
    let goes_on = matches!(next, Some('.' | ',' | ':' | '%')) && then.is_some_and(|c| c.is_ascii_digit());
    !matches!(before, Some('.' | ',' | '-' | '$' | '€' | '£' | '/' | ':')) && !goes_on && next != Some('%')
}
