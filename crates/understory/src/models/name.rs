use std::sync::{Arc, LazyLock};

use quick_cache::sync::Cache;
use unicode_normalization::UnicodeNormalization;

use super::Refusal;

/// A name as it is kept: NFC, white space folded to single spaces and trimmed. `None` when it holds characters that
/// no name needs: controls, direction marks, line separators, private use, unassigned-looking invisible ones.
pub fn clean_name(name: &str) -> Option<String> {
    let folded = name.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    // White space other than the plain one is folded away above, but a line break in a name is no slip of the thumb.
    if name.chars().any(is_refused) {
        return None;
    }
    Some(folded)
}

fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0e}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{10ffff}')
}

/// What a name looks like to the eye: two names that share a skeleton are easily taken for each other.
///
/// The skeleton of Unicode Technical Standard 39, without spaces and punctuation: once of the name in lower case, and
/// once taken before the case is folded, since some capitals have look-alikes that their small letters have not.
#[derive(Clone, Debug)]
pub struct Look([String; 2]);

impl Look {
    /// Of a name that is clean.
    pub fn of(name: &str) -> Self {
        let fold = |text: &str| -> String { text.nfkc().flat_map(char::to_lowercase).collect() };
        let bones = |text: &str| -> String { unicode_security::confusable_detection::skeleton(text).collect() };
        let plain = |text: String| -> String {
            text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(alike).collect()
        };
        Self([plain(bones(&fold(name))), plain(bones(&fold(&bones(name))))])
    }

    /// What is kept of it, so that no two names that look alike are given out.
    pub fn key(&self) -> &str {
        &self.0[0]
    }

    /// Whether the name could be taken for this one of the newsroom's at a glance.
    pub fn is_like(&self, other: &str) -> bool {
        let Self(other) = &*known(other);
        self.0.iter().any(|bones| !bones.is_empty() && other.contains(bones))
    }

    /// Whether the name could be taken for one of the people in a byline: "Ana Lima and Joe Weiss, Berlin" holds two
    /// people, and is one name as a whole.
    pub fn is_like_byline(&self, byline: &str) -> bool {
        bylines(byline).any(|other| self.is_like(other))
    }
}

/// How many of the newsroom's names are kept with their looks; about 200 bytes each.
const KNOWN: usize = 2_000;

/// The look of a name of the newsroom's. The same few are asked for at every post, some of them while the one writer
/// waits, so they are kept.
fn known(name: &str) -> Arc<Look> {
    static LOOKS: LazyLock<Cache<String, Arc<Look>>> = LazyLock::new(|| Cache::new(KNOWN));
    LOOKS.get(name).unwrap_or_else(|| {
        let look = Arc::new(Look::of(name));
        LOOKS.insert(name.to_owned(), look.clone());
        look
    })
}

/// Beyond the standard: characters that small print does not tell apart.
fn alike(c: char) -> char {
    match c {
        'i' | 'ı' | '1' => 'l',
        '0' => 'o',
        c => c,
    }
}

fn bylines(byline: &str) -> impl Iterator<Item = &str> {
    let parts = byline.split([',', '/', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
    std::iter::once(byline).chain(parts).filter(|name| name.chars().count() > 2)
}

/// Whether a byline names this person, letter for letter but for the case.
pub fn is_in_byline(name: &str, byline: &str) -> bool {
    let folded = name.to_lowercase();
    bylines(byline).any(|other| other.to_lowercase() == folded)
}

/// Refuses a name that is the newsroom's.
pub fn reserved_name() -> Refusal {
    Refusal::field("name_reserved", "name", "This name is the newsroom's, or looks like one of theirs. Choose another.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_odd_characters_refused() {
        assert_eq!(clean_name("  Ana   Lima "), Some("Ana Lima".to_owned()));
        assert_eq!(clean_name("e\u{301}"), Some("é".to_owned()));
        assert_eq!(clean_name("محمد"), Some("محمد".to_owned()));
        assert_eq!(clean_name("क्‍ष"), Some("क्‍ष".to_owned())); // a zero-width joiner is part of Indic spelling
        for bad in ["a\u{202e}b", "a\0b", "a\nb", "a\u{200b}b", "a\u{feff}", "\u{2066}x", "a\u{e0041}"] {
            assert_eq!(clean_name(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn look_alikes_are_seen() {
        for (name, other) in [
            ("Mara Lindt", "mara lindt"),
            ("Маrа Lindt", "Mara Lindt"), // Cyrillic М and а
            ("Mara  L1ndt", "Mara Lindt"),
            ("M.a.r.a Lindt", "Mara Lindt"),
            ("Márа Lindt", "Márа Lindt"),
            ("ADMIN", "admin"),
            ("аdmіn", "Admin"),
            ("𝐀𝐝𝐦𝐢𝐧", "Admin"),
        ] {
            assert!(Look::of(name).is_like(other), "{name} / {other}: {:?} {:?}", Look::of(name), Look::of(other));
        }
        for (name, other) in [("Mara", "Mara Lindt"), ("Anna", "Ana"), ("x", "")] {
            assert!(!Look::of(name).is_like(other), "{name} / {other}");
        }
    }

    #[test]
    fn a_byline_may_hold_several_names() {
        let names: Vec<&str> = bylines("Ana Lima and Joe Weiss, Berlin").collect();
        assert_eq!(names, ["Ana Lima and Joe Weiss, Berlin", "Ana Lima", "Joe Weiss", "Berlin"]);
        assert_eq!(bylines("").count(), 0);
    }
}
