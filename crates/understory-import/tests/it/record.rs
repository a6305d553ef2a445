//! What a line means, field by field.

use serde_json::{Value, json};
use understory_import::{CommentRecord, Format, Reason, Record, State, StoryRecord, Votes};

use crate::{COMMENT, STORY, line_error, lines, records};

fn comment_with(field: &str, value: Value) -> String {
    let mut comment: Value = serde_json::from_str(COMMENT).unwrap();
    comment[field] = value;
    comment.to_string()
}

fn comment(line: &str) -> CommentRecord {
    match records(line.as_bytes()).remove(0) {
        Record::Comment(comment) => comment,
        Record::Story(_) => panic!("a story: {line}"),
    }
}

fn story(line: &str) -> StoryRecord {
    match records(line.as_bytes()).remove(0) {
        Record::Story(story) => story,
        Record::Comment(_) => panic!("a comment: {line}"),
    }
}

#[test]
fn every_field_of_a_comment_is_read() {
    let comment = comment(
        r#"{"x_mood":[1,{"a":null}],"body":"<p>Hm.</p>","format":"html","votes":{"up":3,"down":4294967295},"state":"held",
        "lang":"de","edited_at":"2024-05-02T00:00:00.5+02:00","created_at":"2024-05-01T12:30:00.123456789Z","parent":17,
        "author":{"email":"a@b.example","x_rank":"colonel","id":5,"name":"Ann"},"story":"s","id":"c","kind":"comment"}"#
            .replace('\n', "")
            .as_str(),
    );
    assert_eq!(comment.id, "c");
    assert_eq!(comment.story, "s");
    assert_eq!(comment.parent.as_deref(), Some("17"));
    assert_eq!(comment.author.name, "Ann");
    assert_eq!(comment.author.id.as_deref(), Some("5"));
    assert_eq!(comment.author.email.as_deref(), Some("a@b.example"));
    assert_eq!(comment.author.extra["x_rank"], "colonel");
    assert_eq!(comment.created_at.to_string(), "2024-05-01T12:30:00.123456Z");
    assert_eq!(comment.edited_at.unwrap().to_string(), "2024-05-01T22:00:00.5Z");
    assert_eq!(comment.format, Format::Html);
    assert_eq!(comment.state, Some(State::Held));
    assert_eq!(comment.votes, Some(Votes { up: 3, down: u32::MAX }));
    assert_eq!(comment.lang.as_deref(), Some("de"));
    assert_eq!(comment.extra["x_mood"], json!([1, {"a": null}]));
    assert!(!comment.is_visible());
}

#[test]
fn every_field_of_a_story_is_read() {
    let story = story(
        r#"{"kind":"story","id":7,"title":"Snow","url":"https://p.example/snow","slug":"snow","body":"It fell.","author":"Bo",
        "published_at":"2024-05-01T00:00:00-00:00","topics":["weather",""],"state":"closed","x_desk":true}"#
            .replace('\n', "")
            .as_str(),
    );
    assert_eq!((story.id.as_str(), story.title.as_str()), ("7", "Snow"));
    assert_eq!(story.url.as_deref(), Some("https://p.example/snow"));
    assert_eq!(story.slug.as_deref(), Some("snow"));
    assert_eq!(story.body.as_deref(), Some("It fell."));
    assert_eq!(story.author.as_deref(), Some("Bo"));
    assert_eq!(story.published_at.unwrap().to_string(), "2024-05-01T00:00:00Z");
    assert_eq!(story.topics, ["weather"]);
    assert_eq!(story.state.as_deref(), Some("closed"));
    assert_eq!(story.extra["x_desk"], true);
}

#[test]
fn a_story_without_kind_is_what_the_api_takes() {
    let story: StoryRecord = serde_json::from_str(r#"{"id":"7","title":"Snow","x_a":1}"#).unwrap();
    assert_eq!(story.extra["x_a"], 1);
    assert_eq!(serde_json::to_string(&story).unwrap(), r#"{"id":"7","title":"Snow","x_a":1}"#);
    for (json, word) in [
        (r#"{"kind":"story","id":"7","title":"Snow"}"#, "`kind`"),
        (r#"{"id":"7","title":"Snow","titel":"Snow"}"#, "`titel`"),
        (r#"{"id":"7","title":"Snow","parent":null}"#, "`parent`"),
        (r#"{"id":"7"}"#, "`title`"),
        (r#"{"title":"Snow"}"#, "`id`"),
        (r#"{"id":"7","title":5}"#, "`title`"),
    ] {
        let error = serde_json::from_str::<StoryRecord>(json).expect_err(json).to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn what_is_optional_may_be_absent_null_or_empty() {
    for value in [None, Some(Value::Null), Some(json!(""))] {
        for field in ["parent", "format", "state", "lang", "votes", "edited_at"] {
            let line = match &value {
                None => COMMENT.to_owned(),
                Some(Value::String(_)) if ["votes", "edited_at"].contains(&field) => continue,
                Some(value) => comment_with(field, value.clone()),
            };
            let comment = comment(&line);
            assert_eq!(comment, self::comment(COMMENT), "{line}");
            assert!(comment.is_visible());
        }
    }
    for field in ["url", "slug", "body", "author", "published_at", "topics", "state"] {
        let mut line: Value = serde_json::from_str(STORY).unwrap();
        line[field] = Value::Null;
        assert_eq!(story(&line.to_string()), story(STORY));
    }
    let erased = comment_with("author", json!({"name": null, "id": "", "email": null}));
    assert_eq!(comment(&erased).author, understory_import::Author::default());
    assert_eq!(comment(&comment_with("body", Value::Null)).body, "");
    assert_eq!(comment(&comment_with("votes", json!({"up": 2}))).votes, Some(Votes { up: 2, down: 0 }));
}

#[test]
fn a_refused_record_is_refused_with_the_name_of_the_field() {
    for (field, value) in [
        ("Body", json!("x")),
        ("children", json!([])),
        ("title", json!(null)),
        ("id", json!("")),
        ("id", json!(null)),
        ("id", json!(1.5)),
        ("id", json!("i".repeat(2_001))),
        ("story", json!({})),
        ("parent", json!(true)),
        ("author", json!("Ann")),
        ("author", json!(null)),
        ("author", json!({"id": "5"})),
        ("author", json!({"name": "Ann", "mail": "a@b.example"})),
        ("created_at", json!(null)),
        ("created_at", json!(1714566600)),
        ("created_at", json!("")),
        ("created_at", json!("yesterday")),
        ("created_at", json!("2024-05-01 12:30:00")),
        ("created_at", json!("2024-05-01T12:30:00")),
        ("created_at", json!("0000-00-00T00:00:00Z")),
        ("created_at", json!("0001-01-01T00:00:00Z")),
        ("created_at", json!("1969-12-31T23:59:59.999Z")),
        ("created_at", json!("2200-01-01T00:00:00Z")),
        ("edited_at", json!("2300-01-01T00:00:00Z")),
        ("body", json!(["x"])),
        ("format", json!("bbcode")),
        ("state", json!("approved")),
        ("votes", json!(3)),
        ("votes", json!({"up": -1})),
        ("votes", json!({"up": 4294967296u64})),
        ("votes", json!({"sideways": 1})),
        ("lang", json!(5)),
    ] {
        let line = comment_with(field, value);
        let error = line_error(&line);
        let Reason::NotRecord { message } = &error.reason else { panic!("{error}") };
        assert!(message.contains(&format!("`{field}")), "{error}");
        assert!(error.to_string().starts_with("Line 1"), "{error}");
        assert!(error.to_string().len() < 400, "{error}");
    }
}

#[test]
fn a_missing_field_is_named() {
    for field in ["kind", "id", "story", "author", "created_at", "body"] {
        let mut comment: serde_json::Map<String, Value> = serde_json::from_str(COMMENT).unwrap();
        comment.remove(field);
        let error = line_error(&Value::Object(comment).to_string()).to_string();
        assert!(error.contains(&format!("`{field}` is missing")), "{error}");
    }
}

#[test]
fn a_refused_record_is_told_by_its_id() {
    assert_eq!(line_error(&comment_with("state", json!("x"))).id.as_deref(), Some("c"));
    assert_eq!(
        line_error(&comment_with("state", json!("x"))).to_string(),
        "Line 1 (id c): the field `state` is `x`; it must be one of `published`, `held`, `removed`, `deleted`."
    );
    assert_eq!(line_error("{").id, None);
}

#[test]
fn a_field_given_twice_is_refused() {
    for double in
        [r#""body":"x","body":"y""#, r#""x_a":1,"x_a":1"#, r#""votes":{"up":1,"up":2}"#, r#""id":null,"id":"c""#]
    {
        let error = line_error(&format!("{{\"kind\":\"comment\",{double}}}")).to_string();
        assert!(error.contains("given twice"), "{error}");
    }
}

#[test]
fn times_are_kept_in_microseconds_of_utc() {
    for (time, kept) in [
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("2199-12-31T23:59:59.999999999Z", "2199-12-31T23:59:59.999999Z"),
        ("2024-05-01T01:00:00+14:00", "2024-04-30T11:00:00Z"),
        ("2024-05-01T12:30:00.000000999Z", "2024-05-01T12:30:00Z"),
        ("2024-05-01T12:30:00.1Z", "2024-05-01T12:30:00.1Z"),
        ("2024-05-01t12:30:00z", "2024-05-01T12:30:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
    ] {
        assert_eq!(comment(&comment_with("created_at", json!(time))).created_at.to_string(), kept);
    }
}

#[test]
fn nul_characters_are_taken_out_and_told() {
    let line = r#"{"kind":"story","id":"s\u0000","title":"Sn\u0000ow","topics":["a\u0000b"],"x_\u0000k":{"\u0000":["\u0000"]}}"#;
    let read = lines(format!("{STORY}\n{line}\n{STORY}\n").as_bytes());
    assert_eq!(read.iter().map(|line| line.cleaned).collect::<Vec<_>>(), [false, true, false]);
    let Ok(Record::Story(story)) = &read[1].record else { panic!() };
    assert_eq!((story.id.as_str(), story.title.as_str()), ("s", "Snow"));
    assert_eq!(story.topics, ["ab"]);
    assert_eq!(story.extra["x_k"], json!({"": [""]}));
    let only_nul = line_error(r#"{"kind":"story","id":"\u0000","title":"Snow"}"#);
    assert!(only_nul.to_string().contains("`id` must not be empty"));
}
