use unicode_normalization::char::is_combining_mark;
use whichlang::{Lang, detect_language};

/// From so many letters on, what a text looks like counts more than what the page around it is written in.
const ENOUGH: usize = 60;

/// The language of a text, as a code of two letters: what it looks like, or `hint` (a BCP 47 tag: the language of the page)
/// where the text is short and its script does not contradict.
///
/// ```
/// assert_eq!(understory_triage::language("Das ist doch nicht zu glauben, was die da schreiben.", None), "de");
/// assert_eq!(understory_triage::language("ok", Some("fr-CH")), "fr");
/// ```
pub fn language<'a>(text: &str, hint: Option<&'a str>) -> &'a str {
    let hint = hint.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag)).filter(|code| !code.is_empty());
    let (mut letters, mut latin) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic() && !is_combining_mark(*c)).take(400) {
        letters += 1;
        latin += usize::from((c as u32) < 0x250);
    }
    let Some(hint) = hint else { return if letters == 0 { "en" } else { look(head(text)) } };
    if letters == 0 {
        return hint;
    }
    let is_latin = latin * 2 > letters;
    if letters < ENOUGH && is_latin != IS_NOT_LATIN.contains(&hint) {
        return hint;
    }
    let seen = look(head(text));
    // Languages that are not known look like their neighbours: a page in Catalan is not Spanish for that.
    if KNOWN.contains(&hint) || is_latin == IS_NOT_LATIN.contains(&hint) { seen } else { hint }
}

/// So much of a text tells its language.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(1_000).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

const IS_NOT_LATIN: [&str; 14] = ["ar", "fa", "he", "hi", "ja", "ko", "ru", "uk", "bg", "el", "zh", "ur", "th", "sr"];

const KNOWN: [&str; 16] =
    ["ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "sv", "tr", "vi", "zh"];

fn look(text: &str) -> &'static str {
    match detect_language(text) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}
