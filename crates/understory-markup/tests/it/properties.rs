use proptest::prelude::*;

use understory_markup::{Format, escape, plain_text, render};

use crate::pieces::PIECES;
use crate::scanner;

fn source() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z ]{1,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(&scanner::FORMATS[..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_is_sound(source in source(), format in format()) {
        prop_assert_eq!(scanner::check(&source, format), Ok(()));
    }

    #[test]
    fn rendering_any_text_is_sound(source in any::<String>(), format in format()) {
        prop_assert_eq!(scanner::check(&source, format), Ok(()));
    }

    #[test]
    fn words_without_marks_come_back(words in "[a-z]{1,9}( [a-z]{1,9}){0,9}", format in format()) {
        prop_assert_eq!(plain_text(&render(&words, format)), words);
    }

    #[test]
    fn text_comes_back_whole(text in "[!-~]{1,20}( [!-~]{1,20}){0,5}") {
        // A note behind a link is the one thing that is added.
        prop_assume!(!text.contains("://") && !text.to_lowercase().contains("www."));
        prop_assert_eq!(plain_text(&render(&text, Format::Text)), text);
    }

    #[test]
    fn escaped_text_has_no_markup(text in any::<String>()) {
        let html = escape(&text);
        prop_assert!(!html.contains(['<', '>', '"', '\'']));
        prop_assert_eq!(html.matches('&').count(), text.matches(['&', '<', '>', '"', '\'']).count());
    }

    #[test]
    fn plain_text_of_anything_does_no_harm(html in source()) {
        plain_text(&html);
    }
}
