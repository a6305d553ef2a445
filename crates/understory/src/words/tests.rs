use jiff::civil::DateTime;

use super::*;

/// All files in folders of the repository, one after another.
fn text_of(folders: &[&str]) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                text += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_language_has_every_message_and_no_other() {
    for (lang, text) in FILES {
        if let Err(error) = read(lang, text, None) {
            panic!("{error}");
        }
        let mut given: Vec<String> = ids(text).map(str::to_owned).collect();
        let mut asked = Words::all();
        // Refusals have a test of their own.
        given.retain(|id| !id.starts_with("refusal-") && !id.starts_with("reason-"));
        given.sort();
        asked.sort();
        assert_eq!(given, asked, "{lang}");
        let words = of(&[lang]);
        for count in [0, 1, 2, 3, 11, 100, 1_000_000] {
            assert!(!words.comments(count).is_empty() && !words.more_replies(count).is_empty(), "{lang} {count}");
        }
    }
}

/// Languages other than English say all refusals that readers may meet, each of them one that the program makes, and
/// fill in its numbers.
#[test]
fn refusals_are_said_in_every_language() {
    let source = text_of(&["crates/understory/src"]);
    let refusals = |text: &'static str| -> std::collections::BTreeSet<&str> {
        ids(text).filter(|id| id.starts_with("refusal-") || id.starts_with("reason-")).collect()
    };
    let of_german = refusals(FILES[1].1);
    assert!(of_german.len() > 30);
    for (lang, text) in &FILES[1..] {
        assert_eq!(refusals(text), of_german, "{lang}");
        let words = of(&[lang]);
        for id in &of_german {
            let (kind, code) = id.split_once('-').unwrap();
            let code = code.replace('-', "_");
            assert!(source.contains(&format!("\"{code}\"")), "nothing is refused as {code}");
            let numbers = [("limit", 71), ("length", 93), ("seconds", 55), ("tries", 3), ("minutes", 9), ("days", 12)];
            assert!(words.why(kind, &code, &numbers).is_some(), "{lang}: {id}");
        }
        assert!(words.refused("name_too_long", &[("limit", 71), ("length", 93)], "").contains("71"), "{lang}");
    }
    assert_eq!(of(&["en"]).refused("name_missing", &[], "as it is"), "as it is");
    assert_eq!(of(&["de"]).refused("of_no_kind", &[], "as it is"), "as it is");
}

/// A message that nobody asks for is work for five translators.
#[test]
fn every_message_is_used() {
    let text = text_of(&["templates", "crates/understory/src/http", "crates/understory/src/mail"]);
    let text = text.replace("words::of(&[words.lang]).", "w.");
    for id in Words::all() {
        let asked = format!("w.{}", id.replace('-', "_"));
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        assert!(text.match_indices(&asked).any(|(at, _)| ends(&text[at + asked.len()..])), "{asked} is used nowhere");
    }
}

#[test]
fn own_words_go_over_ours_and_are_checked() {
    assert_eq!(overridden("en", "no-stories = Quiet.\nrefusal-guests-off = Members only.\n"), Ok("en"));
    let words = read("en", FILES[0].1, Some("no-stories = Quiet.\nreply-to = To { $name }\n")).unwrap();
    assert_eq!((words.no_stories.as_str(), words.newest.as_str()), ("Quiet.", "Newest"));
    assert_eq!(words.reply_to.before, "To ");
    for (lang, own, said) in [
        ("en", "no-such-message = x", "there is no message 'no-such-message'"),
        ("xx", "no-stories = x", "no words in 'xx'"),
        ("en", "reply-to = To whom?", "reply-to"),
        ("en", "comments = { $size }", "comments"),
        ("en", "no-stories", "="),
    ] {
        let error = overridden(lang, own).unwrap_err();
        assert!(error.contains(said), "{own}: {error}");
    }
}

#[test]
fn a_language_is_found_by_its_first_part() {
    assert_eq!(of(&["de-CH"]).lang, "de");
    assert_eq!(of(&["ar"]).dir, "rtl");
    assert_eq!(of(&["xx", "fr"]).lang, "fr");
    assert_eq!(of(&["xx"]).lang, "en");
}

#[test]
fn numbers_are_written_as_the_language_does() {
    let shown = |lang: &str| of(&[lang]).comments(1_234_567).into_owned();
    assert_eq!(shown("en"), "1,234,567 comments");
    assert_eq!(shown("de"), "1.234.567 Kommentare");
    assert_eq!(shown("es"), "1.234.567 comentarios");
    assert_eq!(shown("fr"), "1\u{202f}234\u{202f}567 commentaires");
    assert!(shown("ar").contains("1,234,567") || shown("ar").contains('١'), "{}", shown("ar"));
    assert_eq!(of(&["en"]).comments(1), "1 comment");
}

/// Every form that a language's plural has is another sentence.
#[test]
fn plurals_have_all_their_forms() {
    for (lang, counts) in
        [("en", &[1, 2][..]), ("de", &[1, 2]), ("fr", &[1, 2]), ("es", &[1, 2]), ("ar", &[0, 1, 2, 3, 11, 100])]
    {
        let words = of(&[lang]);
        let said: std::collections::BTreeSet<String> =
            counts.iter().map(|count| words.comments(*count).replace(|c: char| c.is_ascii_digit(), "")).collect();
        assert_eq!(said.len(), counts.len(), "{lang}: {said:?}");
    }
}

#[test]
fn dates_are_written_as_the_language_does() {
    let civil: DateTime = "2026-11-05T14:03:00".parse().unwrap();
    let shown = |lang: &str| format!("{} | {}", dates(lang).day(civil), dates(lang).clock(civil));
    assert_eq!(shown("en"), "5 Nov 2026 | 14:03");
    assert_eq!(shown("de"), "05.11.2026 | 14:03");
    assert_eq!(shown("fr"), "5 nov. 2026 | 14:03");
    assert_eq!(dates("en").weekday(civil), "Thursday, 5 November 2026");
    assert!(dates("ar").weekday(civil).contains("نوفمبر"), "{}", dates("ar").weekday(civil));
    assert_eq!(dates("not a tag").day(civil), "5 Nov 2026");
}
