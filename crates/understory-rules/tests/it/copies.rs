use std::time::Duration;

use understory_rules::{Signature, Window};

const TEXT: &str = "The minister knew about the report for months and told nobody. Ask your deputy on Friday why this was kept from us, \
    and do not accept that it was only a draft.";

fn likeness(one: &str, other: &str) -> f32 {
    Signature::of(one).unwrap().likeness(&Signature::of(other).unwrap())
}

#[test]
fn changed_copies_are_alike_and_others_are_not() {
    assert_eq!(likeness(TEXT, &TEXT.to_uppercase()), 1.0);
    for copy in [
        TEXT.replace('.', " !!!").replace(',', ""),
        format!("Ana: {TEXT} 😡😡 https://paper.example/{}", "x".repeat(50)),
        TEXT.replace('e', "е").replace('o', "0").replace('a', "@"),
        TEXT.chars().flat_map(|c| [c, '\u{200b}']).collect(),
        TEXT.chars().flat_map(|c| [c, ' ']).collect(),
    ] {
        assert!(likeness(TEXT, &copy) > 0.75, "{copy}");
    }
    let swapped = TEXT.replace("told nobody", "nobody was told").replace("on Friday", "tomorrow");
    assert!(likeness(TEXT, &swapped) > 0.6);
    let other =
        "I have read the report twice and cannot find the number that the minister quoted yesterday on the radio.";
    assert!(likeness(TEXT, other) < 0.2);
}

#[test]
fn what_many_say_without_copying_has_no_signature() {
    for text in [
        "",
        "I agree",
        "I could not agree more!",
        "👏👏👏",
        "Thank you for this article.",
        "https://paper.example/a/long/address/of/a/page/indeed",
    ] {
        assert_eq!(Signature::of(text), None, "{text}");
    }
}

#[test]
fn a_window_counts_writers_and_not_texts() {
    let mut window = Window::new(100);
    let minutes = |count: u64| Duration::from_secs(60 * count);
    let mut tell = |place, name, writer, text: &str, at| {
        window.tell(place, name, writer, Signature::of(text).unwrap(), minutes(at), minutes(10))
    };
    assert_eq!((tell(1, 11, 1, TEXT, 0).writers, tell(1, 12, 1, &TEXT.to_lowercase(), 0).writers), (1, 1));
    let second = tell(1, 13, 2, &format!("{TEXT} Ana"), 1);
    assert_eq!((second.writers, second.first), (2, Some(11)));
    assert_eq!(tell(1, 14, 3, &format!("Dear all, {TEXT}"), 2).writers, 3);
    // Another site's texts do not count, and neither does what was said long ago.
    let elsewhere = tell(2, 15, 4, TEXT, 2);
    assert_eq!((elsewhere.writers, elsewhere.first), (1, None));
    let late = tell(1, 16, 5, TEXT, 12);
    assert_eq!((late.writers, late.first), (2, Some(11)));
}

#[test]
fn what_is_remembered_is_bounded_and_what_fell_out_is_forgotten() {
    let mut window = Window::new(50);
    let mut tell = |number: u64, text: &str| {
        let near =
            window.tell(7, u128::from(number), number, Signature::of(text).unwrap(), Duration::ZERO, Duration::ZERO);
        (near, window.len())
    };
    tell(0, TEXT);
    for number in 1..=500_u64 {
        let words: Vec<String> =
            (0..12).map(|word| format!("w{:x}", (number * 31 + word).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        let (near, length) = tell(number, &words.join(" "));
        assert_eq!(near.writers, 1, "{number}");
        assert!(length <= 50);
    }
    assert_eq!(tell(501, TEXT).0.writers, 1);
    for number in 600..900_u64 {
        let (near, _) = tell(number, &format!("{TEXT} {number}"));
        assert!(near.writers <= 50 && near.first == Some(501), "{number}: {near:?}");
    }
}
