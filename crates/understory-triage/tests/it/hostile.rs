use proptest::prelude::*;
use understory_triage::features::{Feature, Runs, Seen, read};
use understory_triage::{Category, Triage, View};

use crate::{root, triage};

/// Reads a text in every way there is; everything about it must hold.
fn holds(triage: &Triage, text: &str) {
    for hint in [None, Some("en"), Some("de"), Some("ar"), Some("zh"), Some("xx-unknown"), Some("")] {
        let reading = triage.read(text, hint);
        for (score, probability) in reading.scores.iter().zip(reading.probabilities) {
            assert!((0.0..=1.0).contains(score) && (0.0..=1.0).contains(&probability), "{text:?}: {reading:?}");
        }
        for span in triage.spans(text, &reading, &Category::ALL) {
            assert!(span.place.start < span.place.end && text.get(span.place.clone()).is_some(), "{text:?}: {span:?}");
        }
    }
}

#[test]
fn what_nobody_should_send_gets_a_score() {
    let triage = triage();
    let marks = "a\u{301}".repeat(500);
    let lines = "You are an idiot\r\n".repeat(10_000);
    for text in [
        "",
        " ",
        "\u{0}",
        "\u{fffd}",
        "\u{200b}\u{200b}",
        "\u{202e}\u{2066}abc",
        "@",
        "@@@",
        "****",
        "$$$",
        "`",
        "h",
        "www.",
        "http://",
        "'",
        "a'",
        "😀😀😀👩‍👩‍👧‍👦🇩🇪",
        "ﷺ ﷽ ﬃ Ⅷ ㍿",
        "אבג ابج абв 你好 हिन्दी ไทย 한국어",
        &"x".repeat(60_000),
        &"ж".repeat(30_000),
        &"你".repeat(20_000),
        &"h a t e ".repeat(8_000),
        &"h4te".repeat(16_000),
        &"*".repeat(65_536),
        &"f*".repeat(30_000),
        &"\u{301}".repeat(30_000),
        &"🤡".repeat(10_000),
        &marks,
        &lines,
    ] {
        holds(&triage, text);
    }
}

#[test]
fn the_big_list_of_naughty_strings_gets_scores() {
    let triage = triage();
    // Ours, and where there is the big list, that.
    let mut lists = vec![root().join("tests/browser/payloads.txt")];
    lists.extend(
        std::env::var_os("UNDERSTORY_TEST_DATA")
            .map(|data| std::path::Path::new(&data).join("hostile/strings/blns.txt")),
    );
    for list in lists {
        let text = std::fs::read_to_string(&list).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
        for line in text.lines() {
            holds(&triage, line);
        }
        holds(&triage, &text);
    }
}

/// Eight times the text is eight times the work, in things looked at; nothing is looked at again and again.
#[test]
fn reading_is_work_in_proportion_to_the_length() {
    struct Counted(usize);
    impl Seen for Counted {
        fn feature(&mut self, _: Feature) {
            self.0 += 1;
        }
        fn word(&mut self, _: u64, _: std::ops::Range<usize>) {
            self.0 += 1;
        }
        fn stem(&mut self, _: u64, _: std::ops::Range<usize>) {
            self.0 += 1;
        }
        fn sentence(&mut self) {
            self.0 += 1;
        }
    }
    for piece in [
        "x",
        "x ",
        "*",
        "f* ",
        "a\u{301}",
        "🤡",
        "you idiot. ",
        "\n",
        "@",
        "http://a ",
        "1",
        "`a",
        "ж",
        "你",
        "-a",
        "$",
    ] {
        let work = |length: usize| {
            let mut counted = Counted(0);
            read(&View::of(&piece.repeat(length / piece.len())).text, Runs::WORDS, &mut counted);
            counted.0
        };
        let (short, long) = (work(8 * 1024), work(64 * 1024));
        assert!(long <= 9 * short && long < 20 * 64 * 1024, "{piece:?}: {short}, {long}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_a_score(text in "\\PC{0,200}") {
        holds(&triage_once(), &text);
    }

    #[test]
    fn any_mixture_of_disguises_gets_a_score(text in "[a-c4@$*. \u{200b}\u{301}аеһ😀🤡`\\-_\n'1]{0,120}") {
        holds(&triage_once(), &text);
    }
}

/// One for all cases: reading the model takes longer than reading a text.
fn triage_once() -> std::sync::Arc<Triage> {
    static ONCE: std::sync::LazyLock<std::sync::Arc<Triage>> =
        std::sync::LazyLock::new(|| std::sync::Arc::new(triage()));
    ONCE.clone()
}
