use proptest::prelude::*;
use understory_rules::{List, Lists, Signature, personal};

fn lists() -> Lists {
    let nested: String = (2..200).map(|length| format!("{}*\n*{0}\n", "a".repeat(length))).collect();
    let text =
        format!("[hold] No.\nhate\nh*\u{200b}te\nidiot\nb c d\n你好\n🤡\n*ﷺ*\n/\\w+@\\w+/\n/[^a]b/ as typed\n{nested}");
    // A star in the middle is refused: the rest is a list.
    let text: String = text.lines().filter(|line| *line != "h*\u{200b}te").map(|line| format!("{line}\n")).collect();
    Lists::new(vec![List::parse(&text).unwrap()]).unwrap()
}

/// Reads a text in every way there is; everything about it must hold.
fn holds(lists: &Lists, text: &str) {
    for one in lists.find(text) {
        assert!(!one.places.is_empty() && one.places.len() <= understory_rules::MOST_PLACES, "{one:?}");
        for place in one.places {
            assert!(place.start < place.end && text.get(place.clone()).is_some(), "{place:?} in {text:?}");
        }
    }
    let mut last = 0;
    for one in personal::find(text) {
        assert!(
            one.place.start >= last && one.place.start < one.place.end && text.get(one.place.clone()).is_some(),
            "{text:?}: {one:?}"
        );
        last = one.place.end;
    }
    if let Some(signature) = Signature::of(text) {
        assert_eq!(signature.likeness(&signature), 1.0);
    }
}

#[test]
fn what_nobody_should_send_is_read() {
    let lists = lists();
    for text in [
        "",
        "\u{0}",
        "\u{202e}\u{2066}etah\u{2069} hate\u{202c}",
        "@@@@",
        "ﷺ ﷽ ﬃ Ⅷ ㍿ 🤡",
        &"x".repeat(60_000),
        &"a".repeat(20_000),
        &"你".repeat(20_000),
        &"h a t e ".repeat(8_000),
        &"h4te".repeat(16_000),
        &"i****".repeat(2_000),
        &"i**** ".repeat(2_000),
        &"\u{301}".repeat(30_000),
        &"h\u{301}\u{302}\u{303}a\u{301}t\u{301}e\u{301} ".repeat(2_000),
        &"1 ".repeat(20_000),
        &"+1".repeat(20_000),
        &"12-".repeat(10_000),
        &"a@a.".repeat(10_000),
        &"DE89".repeat(10_000),
        &"Aa ".repeat(10_000),
        &"\u{661}".repeat(20_000),
    ] {
        holds(&lists, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_place_lies_in_the_text(text in "(?s).{0,120}") {
        holds(&lists_once(), &text);
    }

    #[test]
    fn so_it_does_in_texts_that_hold_something(
        text in r"(hate|h4t3|i\*diot|ﬁ|a{1,5}|ʜᴀᴛᴇ|你好|b c d|\+49 171 123456[0-9]|12 rue de la Paix|DE89 3704 0044 0532 0130 00|é|\u{200b}|\u{301}|😀|[ .,@]){0,20}",
    ) {
        holds(&lists_once(), &text);
    }
}

fn lists_once() -> std::sync::Arc<Lists> {
    static ONCE: std::sync::OnceLock<std::sync::Arc<Lists>> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| std::sync::Arc::new(lists())).clone()
}
