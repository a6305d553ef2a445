//! Written and read again: the same records, the same bytes.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};
use understory_import::neutral::Reader;
use understory_import::{Author, CommentRecord, Format, Record, State, StoryRecord, Votes};

use crate::{gzip, records, written};

#[test]
fn fields_come_in_a_fixed_order_and_empty_ones_not_at_all() {
    let full = concat!(
        r#"{"kind":"story","id":"s","title":"","url":"u","slug":"g","body":"b","author":"a","#,
        r#""published_at":"2024-05-01T12:30:00.500000Z","topics":["t"],"state":"open","x_a":1,"x_b":{"z":0,"a":[]}}"#,
        "\n",
        r#"{"kind":"comment","id":"c","story":"s","parent":"p","author":{"name":"n","id":"i","email":"e","x_q":0},"#,
        r#""created_at":"2024-05-01T12:30:00Z","body":"b","format":"text","state":"deleted","votes":{"up":1,"down":0},"#,
        r#""edited_at":"2024-05-01T12:30:00.000001Z","lang":"fr","x_source":"d","x_source_id":"9"}"#,
        "\n",
    );
    let sorted = full.replace(r#"{"z":0,"a":[]}"#, r#"{"a":[],"z":0}"#);
    assert_eq!(String::from_utf8(written(&records(full.as_bytes()))).unwrap(), sorted);

    let spare = concat!(
        r#"{"state":"","title":"t","slug":null,"topics":[],"kind":"story","id":3,"author":""}"#,
        "\n",
        r#"{"created_at":"2024-05-01T14:30:00+02:00","kind":"comment","parent":"","format":"markdown","id":"c","#,
        r#""body":null,"author":{"email":"","name":""},"story":3,"x_n":null}"#,
        "\n",
    );
    let small = concat!(
        r#"{"kind":"story","id":"3","title":"t"}"#,
        "\n",
        r#"{"kind":"comment","id":"c","story":"3","author":{"name":""},"created_at":"2024-05-01T12:30:00Z","body":"","x_n":null}"#,
        "\n",
    );
    assert_eq!(String::from_utf8(written(&records(spare.as_bytes()))).unwrap(), small);
}

#[test]
fn numbers_in_extra_fields_are_stable() {
    for number in
        ["1e308", "5e-324", "0.1", "-0.0", "123456789012345678901234567890", "7.038531e-26", "-9223372036854775808"]
    {
        let line = format!("{{\"kind\":\"story\",\"id\":\"s\",\"title\":\"t\",\"x_n\":{number}}}");
        let once = written(&records(line.as_bytes()));
        assert_eq!(written(&records(&once)), once, "{number}");
    }
}

fn id() -> impl Strategy<Value = String> {
    "[^\u{0}]{1,12}"
}

fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace('\0', ""))
}

fn some_text() -> impl Strategy<Value = Option<String>> {
    option::of(text().prop_filter("an empty text is no text", |text| !text.is_empty()))
}

fn time() -> impl Strategy<Value = jiff::Timestamp> {
    (0..7_258_118_400_000_000i64, any::<bool>()).prop_map(|(micros, whole)| {
        jiff::Timestamp::from_microsecond(if whole { micros / 1_000_000 * 1_000_000 } else { micros }).unwrap()
    })
}

fn extra() -> impl Strategy<Value = BTreeMap<String, Value>> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|n| json!(n)),
        text().prop_map(Value::from),
        vec(any::<u8>(), 0..3).prop_map(|list| json!({ "list": list })),
    ];
    proptest::collection::btree_map("x_[a-z\u{e9}\"]{0,4}", value, 0..3)
}

fn any_story() -> impl Strategy<Value = Record> {
    let texts = (some_text(), some_text(), some_text(), some_text(), some_text());
    let topics = vec(text().prop_filter("empty", |topic| !topic.is_empty()), 0..3);
    (id(), text(), texts, option::of(time()), topics, extra()).prop_map(
        |(id, title, (url, slug, body, author, state), published_at, topics, extra)| {
            Record::Story(StoryRecord { id, title, url, slug, body, author, published_at, topics, state, extra })
        },
    )
}

fn any_comment() -> impl Strategy<Value = Record> {
    let author = (text(), some_text(), some_text(), extra()).prop_map(|(name, id, email, extra)| Author {
        name,
        id,
        email,
        extra,
    });
    let words = (proptest::sample::select(&Format::ALL[..]), option::of(proptest::sample::select(&State::ALL[..])));
    let votes = option::of((any::<u32>(), any::<u32>()).prop_map(|(up, down)| Votes { up, down }));
    let ids = (id(), id(), option::of(id()));
    (ids, author, time(), text(), words, votes, option::of(time()), some_text(), extra()).prop_map(
        |((id, story, parent), author, created_at, body, (format, state), votes, edited_at, lang, extra)| {
            Record::Comment(CommentRecord {
                id,
                story,
                parent,
                author,
                created_at,
                body,
                format,
                state,
                votes,
                edited_at,
                lang,
                extra,
            })
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(list in vec(prop_oneof![any_story(), any_comment()], 0..6)) {
        let bytes = written(&list);
        prop_assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), list.len());
        let again = records(&bytes);
        prop_assert_eq!(&again, &list);
        prop_assert_eq!(written(&again), bytes);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in vec(any::<u8>(), 0..300), packed in any::<bool>()) {
        let bytes = if packed { gzip(&bytes) } else { bytes };
        if let Ok(reader) = Reader::open(&bytes[..]) {
            for line in reader.flatten() {
                if let Err(error) = line.record {
                    prop_assert!(!error.to_string().is_empty());
                }
            }
        }
    }

    #[test]
    fn no_changed_record_makes_the_reader_panic(
        record in prop_oneof![any_story(), any_comment()],
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        packed in any::<bool>(),
    ) {
        let mut bytes = written(&[record]);
        if packed {
            bytes = gzip(&bytes);
        }
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(reader) = Reader::open(&bytes[..]) {
            reader.for_each(drop);
        }
    }
}
