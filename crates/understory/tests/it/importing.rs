use std::collections::HashMap;

use serde_json::Value;

use crate::world::{Engine, World, fixture, on_both, on_both_with, test_data};

fn import(world: &World, file: &std::path::Path, more: &[&str]) -> (i32, Value) {
    let mut arguments = vec!["--json", "import", file.to_str().unwrap()];
    arguments.extend_from_slice(more);
    let out = world.cli(&arguments);
    let text = String::from_utf8(out.stdout).unwrap();
    let report =
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}{}", String::from_utf8_lossy(&out.stderr)));
    (out.status.code().unwrap(), report)
}

#[test]
fn the_fixture_comes_in_and_goes_out_to_the_byte() {
    on_both(|w| {
        let (code, report) = import(w, &fixture("wikipedia-talk.jsonl"), &[]);
        assert_eq!(code, 0, "{report}");
        assert!(report["comments_new"].as_u64().unwrap() >= 200);
        let first = w.folder.path().join("first.jsonl");
        let second = w.folder.path().join("second.jsonl.gz");
        w.cli_ok(&["export", "--out", first.to_str().unwrap()]);
        let other = World::start(w.engine, |_| {});
        let (code, report) = import(&other, &first, &[]);
        assert_eq!((code, report["comments_known"].as_u64()), (0, Some(0)), "{report}");
        other.cli_ok(&["export", "--out", second.to_str().unwrap()]);
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::GzDecoder::new(std::fs::File::open(&second).unwrap()),
            &mut unpacked,
        )
        .unwrap();
        assert!(std::fs::read(&first).unwrap() == unpacked, "export, import, export is not the same to the byte");
        other.verify();
    });
}

#[test]
fn a_second_run_changes_nothing() {
    on_both(|w| {
        let file = fixture("wikipedia-talk.jsonl");
        let (_, first) = import(w, &file, &[]);
        let before = w.folder.path().join("before.jsonl");
        w.cli_ok(&["export", "--out", before.to_str().unwrap()]);
        let (code, second) = import(w, &file, &[]);
        assert_eq!(code, 0);
        assert_eq!((second["comments_new"].as_u64(), second["stories_new"].as_u64()), (Some(0), Some(0)), "{second}");
        assert_eq!(second["comments_known"], first["comments_new"]);
        let after = w.folder.path().join("after.jsonl");
        w.cli_ok(&["export", "--out", after.to_str().unwrap()]);
        assert_eq!(std::fs::read(before).unwrap(), std::fs::read(after).unwrap());
    });
}

#[test]
fn a_dry_run_writes_nothing() {
    on_both(|w| {
        let (code, report) = import(w, &fixture("wikipedia-talk.jsonl"), &["--dry-run"]);
        assert_eq!(code, 0);
        assert!(report["comments_new"].as_u64().unwrap() >= 200);
        assert_eq!(w.get("/api/v1/stories").expect(200).json()["stories"], serde_json::json!([]));
    });
}

/// The traps of other people's files, each in one line or two.
#[test]
fn odd_files_are_taken_as_far_as_they_go() {
    on_both(|w| {
        let lines = [
            r#"{"kind":"comment","id":"c2","story":"s","parent":"c1","author":{"name":"B"},"created_at":"2020-01-01T00:00:00Z","body":"older than what it answers"}"#,
            r#"{"kind":"story","id":"s","title":"A story"}"#,
            r#"{"kind":"comment","id":"c1","story":"s","author":{"name":"A"},"created_at":"2020-01-02T00:00:00Z","body":"first"}"#,
            r#"{"kind":"comment","id":"c1","story":"s","author":{"name":"A"},"created_at":"2020-01-02T00:00:00Z","body":"the same id again"}"#,
            r#"{"kind":"comment","id":"c3","story":"s","parent":"gone","author":{"name":"C"},"created_at":"2020-01-03T00:00:00Z","body":"parent is missing"}"#,
            r#"{"kind":"comment","id":"c4","story":"s","parent":"c4","author":{"name":"D"},"created_at":"2020-01-04T00:00:00Z","body":"answers itself"}"#,
            r#"{"kind":"comment","id":"c5","story":"s","parent":"c6","author":{"name":"E"},"created_at":"2020-01-05T00:00:00Z","body":"in a loop"}"#,
            r#"{"kind":"comment","id":"c6","story":"s","parent":"c5","author":{"name":"F"},"created_at":"2020-01-06T00:00:00Z","body":"in the same loop"}"#,
            "this is not JSON",
            r#"{"kind":"comment","id":"c7","story":"implied","author":{"name":"G"},"created_at":"2020-01-07T00:00:00Z","body":"a story that only comments name"}"#,
            r#"{"kind":"comment","id":"c8","story":"s","parent":"c7","author":{"name":"H"},"created_at":"2020-01-08T00:00:00Z","body":"parent elsewhere"}"#,
            r#"{"kind":"comment","id":"c9","story":"s","author":{"name":"I"},"created_at":"2020-01-09T00:00:00Z","body":"","state":"deleted"}"#,
            r#"{"kind":"comment","id":"c10","story":"s","parent":"c9","author":{"name":"J"},"created_at":"2020-01-10T00:00:00Z","body":"below one that is gone"}"#,
            r#"{"kind":"comment","id":"c11","story":"s","author":{"name":"K"},"created_at":"2020-01-11T00:00:00Z","body":"<p>an <script>alert(1)</script><b onclick=x>HTML</b> one</p>","format":"html","votes":{"up":7,"down":2}}"#,
        ];
        let file = w.file("odd.jsonl", lines.join("\n"));
        let (code, report) = import(w, &file, &[]);
        assert_eq!(code, 3, "some lines could not be taken: {report}");
        assert_eq!(report["lines_refused"], 1);
        assert_eq!(report["refused"][0]["line"], 9);
        assert_eq!(report["comments_new"], 11);
        let found = |what: &str| report["file"][what]["count"].as_u64();
        assert_eq!(found("missing_parents"), Some(1), "{report}");
        assert_eq!(found("self_parents"), Some(1));
        assert_eq!(found("loops"), Some(1));
        assert_eq!(found("duplicates"), Some(1));
        assert_eq!(found("other_story_parents"), Some(1));
        assert_eq!(found("implied_stories"), Some(1));
        let stories = w.get("/api/v1/stories").json();
        let story = stories["stories"].as_array().unwrap().iter().find(|s| s["title"] == "A story").unwrap().clone();
        assert_eq!(story["comments"], 9);
        let page = w.get(&format!("/api/v1/stories/{}/comments?sort=oldest", story["id"].as_str().unwrap())).json();
        let by_name: HashMap<&str, &Value> = page["comments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["author"]["name"].as_str().unwrap_or("nobody"), c))
            .collect();
        assert_eq!(by_name["A"]["children"][0]["author"]["name"], "B");
        assert_eq!(by_name["nobody"]["state"], "deleted");
        assert_eq!(by_name["nobody"]["children"][0]["author"]["name"], "J");
        assert_eq!(by_name["K"]["html"], "<p>an <strong>HTML</strong> one</p>");
        assert_eq!((by_name["K"]["votes"]["up"].as_i64(), by_name["K"]["votes"]["down"].as_i64()), (Some(7), Some(2)));
    });
}

#[test]
fn two_files_with_the_same_ids_do_not_meet_unless_their_source_is_named() {
    on_both(|w| {
        let file = |title: &str, body: &str| {
            format!(
                "{{\"kind\":\"story\",\"id\":\"1\",\"title\":\"{title}\"}}\n{{\"kind\":\"comment\",\"id\":\"1\",\"story\":\"1\",\"author\":{{\"name\":\"N\"}},\"created_at\":\"2020-01-01T00:00:00Z\",\"body\":\"{body}\"}}\n"
            )
        };
        let (a, b) = (w.file("a.jsonl", file("One", "a")), w.file("b.jsonl", file("Two", "b")));
        assert_eq!(import(w, &a, &[]).1["comments_new"], 1);
        assert_eq!(import(w, &b, &[]).1["comments_new"], 1);
        assert_eq!(import(w, &a, &["--source", "blog"]).1["comments_new"], 1);
        assert_eq!(import(w, &b, &["--source", "blog"]).1["comments_new"], 0);
    });
}

#[test]
fn a_later_file_of_a_source_adds_what_is_new() {
    on_both(|w| {
        let story = r#"{"kind":"story","id":"s","title":"S"}"#;
        let comment = |id: u32, parent: &str| {
            format!(
                "{{\"kind\":\"comment\",\"id\":\"{id}\",\"story\":\"s\",\"parent\":{parent},\"author\":{{\"name\":\"N{id}\"}},\"created_at\":\"2020-01-0{id}T00:00:00Z\",\"body\":\"text {id}\"}}"
            )
        };
        let a = w.file("a.jsonl", [story.to_owned(), comment(1, "null"), comment(2, "\"1\"")].join("\n"));
        let b = w.file(
            "b.jsonl",
            [story.to_owned(), comment(1, "null"), comment(2, "\"1\""), comment(3, "\"2\""), comment(4, "\"1\"")]
                .join("\n"),
        );
        import(w, &a, &["--source", "x"]);
        let (_, report) = import(w, &b, &["--source", "x"]);
        assert_eq!(
            (report["comments_new"].as_u64(), report["comments_known"].as_u64()),
            (Some(2), Some(2)),
            "{report}"
        );
        let story = w.get("/api/v1/stories").json()["stories"][0].clone();
        assert_eq!(story["comments"], 4);
        let page = w.get(&format!("/api/v1/stories/{}/comments", story["id"].as_str().unwrap())).json();
        assert_eq!(
            (page["comments"][0]["replies"].as_i64(), page["comments"][0]["descendants"].as_i64()),
            (Some(2), Some(3))
        );
    });
}

#[test]
fn what_is_no_discussion_file_is_refused_in_words() {
    let w = World::start(Engine::Sqlite, |_| {});
    for (name, content, word) in [
        ("page.jsonl", &b"<!doctype html><title>404</title>"[..], "HTML"),
        ("zip.jsonl", b"PK\x03\x04rest", "zip"),
        ("wide.jsonl", b"\xff\xfe{\0", "UTF-16"),
    ] {
        let file = w.file(name, content);
        let out = w.cli(&["import", file.to_str().unwrap()]);
        assert_eq!(out.status.code(), Some(1));
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(error.to_lowercase().contains(&word.to_lowercase()), "{error}");
    }
    assert_eq!(w.cli(&["import"]).status.code(), Some(2));
    assert_eq!(w.cli(&["import", "nowhere.jsonl"]).status.code(), Some(1));
}

/// A comment as the file has it, and as it is found in the export.
type Essence = (Option<String>, String, String, String, String);

fn essence(record: &Value, id: impl Fn(&str) -> String) -> (String, Essence) {
    let text = |name: &str| record[name].as_str().unwrap_or("").to_owned();
    let time: jiff::Timestamp = text("created_at").parse().unwrap();
    let parent = record["parent"].as_str().map(&id);
    (
        text("id"),
        (
            parent,
            id(&text("story")),
            record["author"]["name"].as_str().unwrap().to_owned(),
            time.to_string(),
            text("body"),
        ),
    )
}

/// All of the big discussions, on both engines: every parent, author, time and text as in the file.
#[test]
#[ignore = "needs the big data sets: script/test-data"]
fn real_discussions_come_in_whole() {
    let data = test_data();
    let mut files: Vec<_> =
        std::fs::read_dir(data.join("discussions")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".jsonl.gz"));
    files.sort();
    let patient = |config: &mut understory::config::Config| config.database.read_seconds = 600;
    on_both_with(patient, |w| {
        let mut total = 0;
        for file in &files {
            let (code, report) = import(w, file, &["--source", file.file_stem().unwrap().to_str().unwrap()]);
            assert_eq!(code, 0, "{report}");
            total += report["comments_new"].as_u64().unwrap();
        }
        assert_eq!(total, 88_464);
        let out = w.folder.path().join("all.jsonl");
        w.cli_ok(&["export", "--out", out.to_str().unwrap()]);
        compare(&files, &out);
    });
}

fn lines(reader: impl std::io::Read) -> impl Iterator<Item = Value> {
    std::io::BufRead::lines(std::io::BufReader::new(reader)).map(|line| serde_json::from_str(&line.unwrap()).unwrap())
}

fn compare(files: &[std::path::PathBuf], export: &std::path::Path) {
    // Our identifier to (source, its identifier).
    let mut sources: HashMap<String, (String, String)> = HashMap::new();
    let mut got: HashMap<(String, String), Value> = HashMap::new();
    for record in lines(std::fs::File::open(export).unwrap()) {
        let source =
            (record["x_source"].as_str().unwrap().to_owned(), record["x_source_id"].as_str().unwrap().to_owned());
        sources.insert(record["id"].as_str().unwrap().to_owned(), source.clone());
        if record["kind"] == "comment" {
            got.insert(source, record);
        }
    }
    for file in files {
        let source = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let records: Vec<Value> = lines(flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()))
            .filter(|r| r["kind"] == "comment")
            .collect();
        let ids: std::collections::HashSet<&str> = records.iter().map(|r| r["id"].as_str().unwrap()).collect();
        for record in &records {
            let (id, (parent, story, name, time, body)) = essence(record, str::to_owned);
            // A parent that is not in the file leaves its comment at the top.
            let want = (parent.filter(|parent| ids.contains(parent.as_str())), story, name, time, body);
            let exported = &got[&(source.clone(), id.clone())];
            let (_, found) = essence(exported, |ours| sources[ours].1.clone());
            assert_eq!(found, want, "{source} {id}");
        }
    }
}
