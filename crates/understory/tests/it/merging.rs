//! Two stories' threads become one.

use serde_json::json;

use crate::world::on_both;

/// The comments of one story go below another, with all that belongs to them; who asks for the one is led to the other.
#[test]
fn two_threads_become_one() {
    on_both(|w| {
        let from = w.story_with(json!({ "title": "Fire in the harbour", "slug": "fire", "url": "https://paper.example/fire", "topics": ["Harbour"] }));
        let into = w.story_with(json!({ "title": "Harbour fire: what we know", "slug": "fire-known" }));
        w.cli_ok(&["story", "move", "fire", "--slug", "harbour-fire"]);
        crate::world::until("it has moved", || w.get("/stories/harbour-fire").status == 200);
        let stays = w.comment(&into, "It was here before.").id();
        let root = w.comment(&from, "I saw narwhals.").send().expect(201).json();
        let root_id = root["id"].as_str().unwrap().to_owned();
        let reply = w.comment(&from, "Nobody did.").to(&root_id).id();
        let removed = w.comment(&from, "An insult.").id();
        w.decide("remove", &removed);
        let edit = [("understory-edit-token", root["edit_token"].as_str().unwrap())];
        w.send_json("PATCH", &format!("/api/v1/comments/{root_id}"), &edit, &json!({ "body": "I saw two narwhals." }))
            .expect(200);
        while w.block_on(understory::jobs::index_due(&w.app)).unwrap() {}
        let said = w.cli_ok(&["story", "merge", "harbour-fire", "fire-known", "--dry-run"]);
        assert!(said.contains("3 comments (2 of them answer the story, 2 can be seen) would go"), "{said}");
        assert!(said.contains("3 addresses would lead there") && said.contains("Nothing was done"), "{said}");
        assert_eq!(w.get(&format!("/api/v1/stories/{}", into.id)).json()["comments"], 1);
        let done: serde_json::Value =
            serde_json::from_str(&w.cli_ok(&["--json", "story", "merge", "harbour-fire", "fire-known"])).unwrap();
        assert_eq!(done["moved"], json!({ "comments": 3, "roots": 2, "visible": 2, "addresses": 3 }));
        crate::world::until("it is told", || w.get(&format!("/api/v1/stories/{}", into.id)).json()["comments"] == 3);
        let thread = w.get(&format!("/api/v1/stories/{}/comments?sort=oldest", into.id)).expect(200).json();
        let roots: Vec<&str> =
            thread["comments"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        assert_eq!(roots, [stays.as_str(), root_id.as_str()]);
        assert_eq!(thread["comments"][1]["parent"], json!(null));
        assert_eq!(thread["comments"][1]["children"][0]["id"], reply.as_str());
        // Every old address leads on: both slugs, those of comments, and the one elsewhere.
        for slug in ["fire", "harbour-fire"] {
            let led = w.get(&format!("/stories/{slug}"));
            assert_eq!((led.status, led.header("location")), (308, "/stories/fire-known"));
            let led = w.get(&format!("/stories/{slug}/comments/{reply}"));
            assert_eq!(led.header("location"), format!("/stories/fire-known/comments/{reply}"));
        }
        let found = w.get("/api/v1/lookup?url=https%3A%2F%2Fpaper.example%2Ffire").expect(200).json();
        assert_eq!(found["id"], into.id.as_str());
        w.get(&format!("/api/v1/stories/{}", from.id)).expect(404);
        w.get("/topics/harbour").expect(404);
        // What belongs to the comments went with them.
        let path = format!("/api/v1/comments/{removed}/decisions");
        let decisions = w.send("GET", &path, &[("authorization", &w.key(&["moderate"]))], None).expect(200);
        assert_eq!(decisions.json()["decisions"].as_array().unwrap().len(), 1);
        w.decide("restore", &removed);
        w.send("DELETE", &format!("/api/v1/comments/{root_id}"), &edit, None).expect(200);
        while w.block_on(understory::jobs::index_due(&w.app)).unwrap() {}
        let found = w.get("/api/v1/search/comments?q=insult").expect(200).json();
        assert_eq!(found["comments"][0]["story"], into.id.as_str());
        // A long headline's slug, a story that is not shown, and what comes from the source later.
        let long = "The harbour burned all night, and nobody knows why it did so, says the fire brigade of the town";
        let file = w.file(
            "old.jsonl",
            format!(
                "{{\"kind\":\"story\",\"id\":\"7\",\"title\":\"{long}\",\"published_at\":\"2026-01-01T00:00:00Z\"}}\n"
            ),
        );
        w.cli_ok(&["import", file.to_str().unwrap(), "--source", "old"]);
        let listed = w.get("/api/v1/stories").json();
        let old = listed["stories"].as_array().unwrap().iter().find(|s| s["title"] == long).unwrap().clone();
        w.story_with(json!({ "title": "Draft", "slug": "draft", "state": "draft" }));
        let failed = w.cli(&["story", "merge", old["slug"].as_str().unwrap(), "draft"]);
        assert!(String::from_utf8_lossy(&failed.stderr).contains("is not shown"));
        w.cli_ok(&["story", "merge", old["slug"].as_str().unwrap(), "fire-known"]);
        crate::world::until("it is told", || {
            w.get(&format!("/stories/{}", old["slug"].as_str().unwrap())).header("location") == "/stories/fire-known"
        });
        let more = w.file(
            "more.jsonl",
            "{\"kind\":\"story\",\"id\":\"7\",\"title\":\"Old\",\"published_at\":\"2026-01-01T00:00:00Z\"}\n{\"kind\":\"comment\",\"id\":\"8\",\"story\":\"7\",\"author\":{\"name\":\"Ina\"},\"created_at\":\"2026-01-02T00:00:00Z\",\"body\":\"From the archive.\"}\n",
        );
        w.cli_ok(&["import", more.to_str().unwrap(), "--source", "old"]);
        crate::world::until("it is there", || {
            w.get("/stories/fire-known?sort=oldest").text.contains("From the archive.")
        });
        let failed = w.cli(&["story", "merge", "fire-known", "fire-known"]);
        assert!(String::from_utf8_lossy(&failed.stderr).contains("cannot be merged with itself"));
    });
}
