//! The name that a file gives itself.

use understory_import::SourceName;

use crate::{COMMENT, STORY, records};

fn name(lines: &[&str]) -> String {
    let mut name = SourceName::new();
    for record in records(lines.join("\n").as_bytes()) {
        name.record(&record);
    }
    name.finish()
}

#[test]
fn the_name_is_made_of_the_stories_alone() {
    let other = r#"{"kind":"story","id":"a","title":"Rain"}"#;
    let named = name(&[STORY, other]);
    // printf: 1 a 4 Rain 1 s 4 Snow, the numbers as eight bytes, the lowest first; sha256sum, the first 32 digits.
    assert_eq!(named, "880e005fa04aaa796c5e78b33ff74656");
    assert_eq!(name(&[other, COMMENT, STORY]), named);
    assert_eq!(name(&[other, STORY, r#"{"kind":"story","id":"a","title":"Hail"}"#]), named);
    assert_ne!(name(&[STORY]), named);
}

#[test]
fn texts_do_not_run_into_each_other() {
    let a = name(&[r#"{"kind":"story","id":"ab","title":"c"}"#]);
    let b = name(&[r#"{"kind":"story","id":"a","title":"bc"}"#]);
    assert_ne!(a, b);
}

#[test]
fn stories_that_only_comments_tell_of_count() {
    let elsewhere = COMMENT.replace(r#""story":"s""#, r#""story":"t""#);
    assert_ne!(name(&[COMMENT]), name(&[&elsewhere]));
    assert_eq!(name(&[COMMENT]), name(&[r#"{"kind":"story","id":"s","title":"s"}"#]));
    assert_eq!(name(&[COMMENT, STORY]), name(&[STORY]));
}
