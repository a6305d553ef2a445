//! Search: what is found, what is not, in which order, and that it follows what changes.

use serde_json::json;
use understory::jobs;

use crate::world::{World, on_both};

/// Brings the index up to date, as the job does by and by.
fn index(w: &World) {
    while w.block_on(jobs::index_due(&w.app)).unwrap() {}
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The texts of the comments that are found by program, newest first.
fn comments(w: &World, words: &str) -> Vec<String> {
    let path = format!("/api/v1/search/comments?q={}", encoded(words));
    let found = w.get(&path).expect(200).json();
    let texts =
        found["comments"].as_array().unwrap().iter().map(|comment| comment["html"].as_str().unwrap().to_owned());
    texts.collect()
}

fn stories(w: &World, words: &str) -> Vec<String> {
    let path = format!("/api/v1/search/stories?q={}", encoded(words));
    let found = w.get(&path).expect(200).json();
    let titles = found["stories"].as_array().unwrap().iter().map(|story| story["title"].as_str().unwrap().to_owned());
    titles.collect()
}

#[test]
fn what_has_every_word_is_found() {
    on_both(|w| {
        let ferry = w.story_with(json!({ "title": "The ferry strikes", "body": "Nobody **crosses** the estuary.", "author": "Ana Lima", "topics": ["Harbour"] }));
        let snow = w.story_with(json!({ "title": "Schnee über Zürich", "body": "Die Straße ist zu.", "x_lang": "de" }));
        w.comment(&ferry, "The *strike* is just.").send().expect(201);
        w.clock.advance(std::time::Duration::from_secs(60));
        w.comment(&ferry, "Strikes hurt those who cross.").send().expect(201);
        w.comment(&snow, "東京都に雪が降る。").send().expect(201);
        w.comment(&snow, "الطَّقْسُ بارد").send().expect(201);
        index(w);
        assert_eq!(
            comments(w, "strike"),
            ["<p>Strikes hurt those who cross.</p>", "<p>The <em>strike</em> is just.</p>"]
        );
        assert_eq!(comments(w, "STRIKE just"), ["<p>The <em>strike</em> is just.</p>"]);
        assert_eq!(comments(w, "strike snow"), [""; 0]);
        assert_eq!(comments(w, "京都"), ["<p>東京都に雪が降る。</p>"]);
        assert_eq!(comments(w, "の"), [""; 0]);
        assert_eq!(comments(w, "الطقس"), ["<p>الطَّقْسُ بارد</p>"]);
        // Markup is no text, and what the engines' own languages mean by signs is nothing here.
        assert_eq!(comments(w, "em"), [""; 0]);
        for odd in
            ["strike OR snow", "strike*", "\"strike", "NOT strike", "strike & snow", "'strike':*", "strike) --", "_"]
        {
            let path = format!("/api/v1/search/comments?q={}", encoded(odd));
            assert!([200, 400].contains(&w.get(&path).status), "{odd}");
            w.get(&format!("/search?q={}", encoded(odd))).expect(200);
        }
        assert_eq!(stories(w, "zurich"), ["Schnee über Zürich"]);
        assert_eq!(stories(w, "strasse"), ["Schnee über Zürich"]);
        assert_eq!(stories(w, "cross harbour lima"), ["The ferry strikes"]);
        w.get("/api/v1/search/comments?q=%E2%80%94").problem(400, "query_empty");
        w.get(&format!("/api/v1/search/comments?q={}", "a".repeat(201))).problem(400, "query_too_long");
        w.get(&format!("/search?q={}", "a".repeat(201))).expect(400);
    });
}

/// What can no longer be seen is found no more, at once, before any job has run; what is changed is found as it is.
#[test]
fn what_cannot_be_seen_is_not_found() {
    on_both(|w| {
        let story = w.story("A story");
        let removed = w.comment(&story, "Narwhal one").id();
        let deleted = w.comment(&story, "Narwhal two").send().expect(201).json();
        let edited = w.comment(&story, "Narwhal three").send().expect(201).json();
        w.set(&["guests=held"]);
        w.comment(&story, "Narwhal four").send().expect(202);
        w.set(&["guests=published"]);
        index(w);
        assert_eq!(comments(w, "narwhal").len(), 3);
        w.decide("remove", &removed);
        let own = |comment: &serde_json::Value, method: &str, body: &serde_json::Value| {
            let path = format!("/api/v1/comments/{}", comment["id"].as_str().unwrap());
            let token = comment["edit_token"].as_str().unwrap();
            w.send_json(method, &path, &[("understory-edit-token", token)], body).expect(200);
        };
        own(&deleted, "DELETE", &json!({}));
        own(&edited, "PATCH", &json!({ "body": "Walrus three" }));
        assert_eq!(comments(w, "narwhal"), ["<p>Walrus three</p>"], "the index lags, and decides nothing");
        index(w);
        assert_eq!(comments(w, "narwhal"), [""; 0]);
        assert_eq!(comments(w, "walrus"), ["<p>Walrus three</p>"]);
        w.decide("restore", &removed);
        index(w);
        assert_eq!(comments(w, "narwhal"), ["<p>Narwhal one</p>"]);
        assert_eq!(stories(w, "story"), ["A story"]);
        w.cli_ok(&["story", "unpublish", &story.slug]);
        assert_eq!((comments(w, "walrus"), stories(w, "story")), (vec![], vec![]));
        index(w);
        w.cli_ok(&["story", "publish", &story.slug]);
        index(w);
        assert_eq!((comments(w, "walrus").len(), stories(w, "story").len()), (1, 1));
    });
}

/// One site's texts are not found on another's pages.
#[test]
fn each_site_searches_its_own() {
    on_both(|w| {
        let story = w.story("Ours");
        w.comment(&story, "Narwhal").send().expect(201);
        w.cli_ok(&["site", "add", "other", "--title", "Other"]);
        w.cli_ok(&["site", "add-origin", "http://other.example", "--site", "other"]);
        index(w);
        crate::world::until("the other site answers", || {
            w.send("GET", "/", &[("host", "other.example")], None).text.contains("Other")
        });
        let found = w.send("GET", "/api/v1/search/comments?q=narwhal", &[("host", "other.example")], None).expect(200);
        assert_eq!(found.json()["found"], 0);
    });
}

#[test]
fn long_lists_go_on() {
    on_both(|w| {
        let story = w.story("A story");
        w.set(&["rate_writer=1000", "rate_address=1000", "rate_story=1000"]);
        for n in 0..45 {
            w.clock.advance(std::time::Duration::from_secs(1));
            w.comment(&story, &format!("Narwhal {n}")).send().expect(201);
        }
        index(w);
        let mut seen = Vec::new();
        let mut path = "/search?q=narwhal".to_owned();
        loop {
            let page = w.get(&path).expect(200).text;
            assert!(page.contains("45 comments"));
            let marks = page.split("<mark>Narwhal</mark> ").skip(1);
            seen.extend(marks.map(|rest| rest.split('<').next().unwrap().parse::<i64>().unwrap()));
            let Some((_, next)) = page.split_once("<p class=\"more\"><a class=\"button\" href=\"") else { break };
            path = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        }
        assert_eq!(seen, (0..45).rev().collect::<Vec<_>>());
    });
}

/// An archive that was imported is found without anything being done.
#[test]
fn what_was_imported_is_found() {
    on_both(|w| {
        let file = w.file(
            "old.jsonl",
            r#"{"kind":"story","id":"1","title":"Old story","published_at":"2020-01-01T00:00:00Z"}
{"kind":"comment","id":"2","story":"1","author":{"name":"Ina"},"created_at":"2020-01-03T00:00:00Z","body":"Narwhal late"}
{"kind":"comment","id":"3","story":"1","author":{"name":"Ina"},"created_at":"2020-01-02T00:00:00Z","body":"Narwhal early"}
"#,
        );
        w.cli_ok(&["import", file.to_str().unwrap(), "--site", "main"]);
        index(w);
        assert_eq!(comments(w, "narwhal"), ["<p>Narwhal late</p>", "<p>Narwhal early</p>"]);
        assert_eq!(stories(w, "old"), ["Old story"]);
    });
}

#[test]
fn the_page_shows_what_it_found_and_where() {
    on_both(|w| {
        let story =
            w.story_with(json!({ "title": "Bread & <butter>", "x_standfirst": "On butter.", "body": "A text." }));
        w.comment(&story, "I like <b>butter</b> & jam, x < y.").by("Ina \"I\" Lau").send().expect(201);
        index(w);
        let page = w.get("/search?q=BUTTER").expect(200);
        assert!(page.header("cache-control").contains("no-store"));
        for piece in [
            "Bread &#38; &#60;<mark>butter</mark>&#62;",
            "On <mark>butter</mark>.",
            "<mark>butter</mark>",
            "1 story",
            "1 comment",
            "value=\"BUTTER\"",
            "noindex",
        ] {
            assert!(page.text.contains(piece), "{piece} in {}", page.text);
        }
        assert!(!page.text.contains("<b>"));
        assert!(w.get("/search").expect(200).text.contains("role=\"search\""));
        assert!(w.get("/search?q=nothing").expect(200).text.contains("role=\"status\""));
        let odd = w.get("/search?q=%22%3E%3Cscript%3E").expect(200).text;
        assert!(!odd.contains("\"><script>"));
        assert!(w.get("/robots.txt").expect(200).text.contains("Disallow: /search"));
    });
}
