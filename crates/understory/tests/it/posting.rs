use std::time::Duration;

use serde_json::json;

use crate::world::{on_both, on_both_with};

#[test]
fn a_guest_posts_and_reads_it_everywhere() {
    on_both(|w| {
        let story = w.story("The bridge opens");
        let posted = w.comment(&story, "Good *news*").by("Ana").post();
        assert_eq!(posted["html"], "<p>Good <em>news</em></p>");
        assert_eq!(posted["state"], "published");
        assert!(posted["edit_token"].as_str().is_some_and(|token| token.len() >= 32));
        let id = posted["id"].as_str().unwrap();
        let reply = w.comment(&story, "Indeed").by("Joe").to(id).post();
        assert_eq!((reply["parent"].as_str(), reply["depth"].as_i64()), (Some(id), Some(1)));
        let page = w.get(&format!("/api/v1/stories/{}/comments", story.id)).expect(200).json();
        assert_eq!(page["story"]["comments"], 2);
        assert_eq!(page["comments"][0]["children"][0]["author"]["name"], "Joe");
        let html = w.get(&format!("/stories/{}", story.slug)).expect(200).text;
        assert!(html.contains("<p>Good <em>news</em></p>") && html.contains("2 comments"), "{html}");
        let own =
            w.get(&format!("/stories/{}/comments/{}", story.slug, reply["id"].as_str().unwrap())).expect(200).text;
        assert!(own.contains("In answer to") && own.contains("Good <em>news</em>"));
    });
}

#[test]
fn fifty_equal_keys_at_once_are_one_comment_and_equal_answers() {
    on_both(|w| {
        let story = w.story("Once");
        let key = "3f0c1d7a-6f5e-4a55-9d9b-6d1f0c5f2a11";
        let answers: Vec<String> = std::thread::scope(|scope| {
            let posts: Vec<_> = (0..50)
                .map(|_| scope.spawn(|| w.comment(&story, "Only once").idempotency(key).send().expect(201).text))
                .collect();
            posts.into_iter().map(|post| post.join().unwrap()).collect()
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert_eq!(w.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"], 1);
        w.comment(&story, "Something else").idempotency(key).send().problem(422, "idempotency_key_reused");
        w.comment(&story, "x").idempotency("short").send().problem(400, "idempotency_key_invalid");
        // Another guest may use the same key: it is another's.
        let token = "another-guest-with-a-secret-of-its-own-1234";
        w.comment(&story, "Only once").by("Joe").idempotency(key).token(token).send().expect(201);
    });
}

#[test]
fn refusals_name_what_is_wrong_and_store_nothing() {
    on_both(|w| {
        w.set(&["reserved_names=The Desk, Moderator"]);
        let story = w.story_with(json!({ "title": "Refusals", "author": "Mara Lindt and Joe Weiss" }));
        let other = w.story("Elsewhere");
        let elsewhere = w.comment(&other, "over there").id();
        let post = |body: &str, name: &str, parent: Option<&str>| {
            let mut comment = w.comment(&story, body).by(name);
            if let Some(parent) = parent {
                comment = comment.to(parent);
            }
            comment.send()
        };
        let long = "x".repeat(10_001);
        for (answer, status, code, field) in [
            (post(&long, "Ana", None), 422, "comment_too_long", Some("body")),
            (post(" \n ", "Ana", None), 422, "comment_empty", Some("body")),
            (post("**\u{200b}**", "Ana", None), 422, "comment_empty", Some("body")),
            (post("Hi", &"n".repeat(61), None), 422, "name_too_long", Some("name")),
            (post("Hi", "a\u{202e}b", None), 422, "name_characters", Some("name")),
            (post("Hi", "...", None), 422, "name_missing", Some("name")),
            (post("Hi", "Маra Lindt", None), 422, "name_reserved", Some("name")),
            (post("Hi", "the  dеsk", None), 422, "name_reserved", Some("name")),
            (post("Hi", "Ana", Some("0000000000000000000000000")), 422, "parent_unknown", Some("parent")),
            (post("Hi", "Ana", Some("not an id")), 422, "parent_unknown", Some("parent")),
            (post("Hi", "Ana", Some(&elsewhere)), 422, "parent_elsewhere", Some("parent")),
        ] {
            let problem = answer.problem(status, code);
            assert_eq!(problem["field"].as_str(), field, "{problem}");
        }
        assert_eq!(w.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"], 0);
        w.send(
            "POST",
            &format!("/api/v1/stories/{}/comments", story.id),
            &[("content-type", "text/plain")],
            Some(b"{}"),
        )
        .problem(415, "json_expected");
        w.post_json(&format!("/api/v1/stories/{}/comments", story.id), &json!({ "body": "x", "colour": 1 }))
            .problem(422, "json_unexpected");
        w.post_json("/api/v1/stories/0000000000000000000000000/comments", &json!({ "body": "x" }))
            .problem(404, "story_unknown");
    });
}

#[test]
fn a_removed_parent_takes_no_replies_and_an_exchange_has_an_end() {
    on_both_with(
        |_| {},
        |w| {
            w.set(&["rate_writer=100000", "rate_address=100000"]);
            let story = w.story("Deep");
            let gone = w.comment(&story, "gone soon").id();
            w.decide("remove", &gone);
            w.comment(&story, "too late").to(&gone).send().problem(422, "parent_removed");
            let mut parent = w.comment(&story, "level 0").id();
            for level in 1..=100 {
                parent = w.comment(&story, &format!("level {level}")).to(&parent).id();
            }
            w.comment(&story, "level 101").to(&parent).send().problem(422, "parent_too_deep");
        },
    );
}

#[test]
fn the_same_text_again_is_refused_but_a_retry_is_not() {
    on_both(|w| {
        let story = w.story("Again");
        let key = "d0b1a5f2-0b43-4c8a-9f65-0a8a7b1c2d3e";
        w.comment(&story, "I said what I said").idempotency(key).send().expect(201);
        w.comment(&story, "I said what I said").idempotency(key).send().expect(201);
        w.comment(&story, "I  said WHAT I said").send().problem(409, "same_text");
        w.clock.advance(Duration::from_secs(3700));
        w.comment(&story, "I said what I said").send().expect(201);
    });
}

#[test]
fn too_many_comments_wait_and_are_told_how_long() {
    on_both(|w| {
        let story = w.story("Fast");
        for n in 0..6 {
            w.comment(&story, &format!("number {n}")).send().expect(201);
        }
        let answer = w.comment(&story, "one too many").send();
        let problem = answer.problem(429, "rate_limited");
        let wait: u64 = answer.header("retry-after").parse().unwrap();
        assert_eq!(problem["retry_after"], wait);
        assert!((1..=10).contains(&wait), "{wait}");
        // A guest who is known has an allowance of their own, even at the same address.
        w.comment(&story, "known").token("another-guest-with-a-secret-of-its-own-1234").send().expect(201);
        w.clock.advance(Duration::from_secs(wait));
        w.comment(&story, "after waiting").send().expect(201);
    });
}

#[test]
fn own_comments_can_be_changed_for_a_while() {
    on_both(|w| {
        let story = w.story("Mend");
        let posted = w.comment(&story, "A tpyo").post();
        let (id, token) = (posted["id"].as_str().unwrap(), posted["edit_token"].as_str().unwrap());
        let path = format!("/api/v1/comments/{id}");
        let edit = |token: &str, body: &str| {
            w.send_json("PATCH", &path, &[("understory-edit-token", token)], &json!({ "body": body }))
        };
        w.send_json("PATCH", &path, &[], &json!({ "body": "x" })).problem(401, "edit_token_missing");
        edit("another-guest-with-a-secret-of-its-own-1234", "x").problem(403, "not_yours");
        edit(token, "").problem(422, "comment_empty");
        w.clock.advance(Duration::from_secs(60));
        let edited = edit(token, "A typo").expect(200).json();
        assert_eq!(edited["html"], "<p>A typo</p>");
        let page = w.get(&format!("/api/v1/stories/{}/comments", story.id)).json();
        assert_eq!(page["comments"][0]["edited_at"], "2026-03-01T12:01:00.001Z");
        assert!(w.get(&format!("/stories/{}", story.slug)).text.contains("class=\"edited\""));
        let out = w.folder.path().join("export.jsonl");
        w.cli_ok(&["export", "--out", out.to_str().unwrap()]);
        assert!(
            std::fs::read_to_string(out)
                .unwrap()
                .contains("\"x_revisions\":[{\"at\":\"2026-03-01T12:00:00.001Z\",\"body\":\"A tpyo\"")
        );
        w.clock.advance(Duration::from_secs(300));
        edit(token, "too late").problem(409, "window_closed");
    });
}

#[test]
fn own_comments_can_be_deleted_and_leave_a_tombstone_only_if_answered() {
    on_both(|w| {
        let story = w.story("Leave");
        let alone = w.comment(&story, "alone").post();
        let answered = w.comment(&story, "answered").post();
        w.comment(&story, "an answer").to(answered["id"].as_str().unwrap()).id();
        for comment in [&alone, &answered] {
            let token = comment["edit_token"].as_str().unwrap();
            let path = format!("/api/v1/comments/{}", comment["id"].as_str().unwrap());
            let gone = w.send("DELETE", &path, &[("understory-edit-token", token)], None).expect(200).json();
            assert_eq!((gone["state"].as_str(), gone["html"].as_str()), (Some("deleted"), None));
            w.send("DELETE", &path, &[("understory-edit-token", token)], None).expect(200);
            w.send_json("PATCH", &path, &[("understory-edit-token", token)], &json!({ "body": "x" }))
                .problem(410, "comment_deleted");
        }
        let page = w.get(&format!("/api/v1/stories/{}/comments", story.id)).json();
        assert_eq!(page["story"]["comments"], 1);
        assert_eq!(page["comments"].as_array().unwrap().len(), 1);
        assert_eq!((&page["comments"][0]["state"], &page["comments"][0]["author"]), (&json!("deleted"), &json!(null)));
        assert!(w.get(&format!("/stories/{}", story.slug)).text.contains("deleted by its writer"));
        w.get(&format!("/api/v1/comments/{}", alone["id"].as_str().unwrap())).problem(404, "comment_unknown");
        let out = w.folder.path().join("export.jsonl");
        w.cli_ok(&["export", "--out", out.to_str().unwrap()]);
        assert!(!std::fs::read_to_string(out).unwrap().contains("\"answered\""), "the words are gone");
    });
}

/// For a minute a writer can take a deletion back; then the words are erased, whatever they were before.
#[test]
fn a_deletion_can_be_taken_back_for_a_minute() {
    on_both(|w| {
        let story = w.story("Undo");
        let published = w.comment(&story, "published words").send().expect(201).json();
        w.set(&["guests=held"]);
        let held = w.comment(&story, "held words").send().expect(202).json();
        let send = |comment: &serde_json::Value, path: &str| {
            let path = format!("/api/v1/comments/{}{path}", comment["id"].as_str().unwrap());
            w.send("DELETE", &path, &[("understory-edit-token", comment["edit_token"].as_str().unwrap())], None)
        };
        let count = || w.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].as_i64().unwrap();
        for (comment, state) in [(&published, "published"), (&held, "held")] {
            send(comment, "").expect(200);
            assert_eq!(count(), i64::from(state == "held"));
            w.clock.advance(std::time::Duration::from_secs(59));
            w.block_on(understory::jobs::erase_due(&w.app)).unwrap();
            let back = send(comment, "/deletion").expect(200).json();
            assert_eq!(back["state"], state);
            assert!(back["html"].as_str().unwrap().contains(&format!("{state} words")), "{back}");
            // Sent again it changes nothing.
            assert_eq!(send(comment, "/deletion").expect(200).json()["state"], state);
            assert_eq!(count(), 1);
        }
        // Once: whoever deletes it anew means it.
        w.set(&["edit_window=600"]);
        send(&held, "").expect(200);
        send(&held, "/deletion").problem(410, "comment_deleted");
        // What a moderator decides meanwhile holds when it comes back.
        w.set(&["guests=published"]);
        let insult = w.comment(&story, "an insult").send().expect(201).json();
        send(&insult, "").expect(200);
        w.decide("remove", insult["id"].as_str().unwrap());
        assert_eq!(send(&insult, "/deletion").expect(200).json()["state"], "removed");
        let id = published["id"].as_str().unwrap();
        w.send("DELETE", &format!("/api/v1/comments/{id}/deletion"), &[], None).problem(401, "edit_token_missing");
        let late = w.comment(&story, "late words").idempotency("0123456789abcdef0123456789").send().expect(201).json();
        send(&late, "").expect(200);
        w.clock.advance(std::time::Duration::from_secs(61));
        send(&late, "/deletion").problem(410, "comment_deleted");
        send(&published, "").expect(200);
        w.block_on(understory::jobs::erase_due(&w.app)).unwrap();
        send(&published, "/deletion").problem(410, "comment_deleted");
        // Not even the answer that was kept for who asks again tells the words.
        let again = w.comment(&story, "late words").idempotency("0123456789abcdef0123456789").send().json();
        assert_eq!((again["id"].clone(), again["html"].clone()), (late["id"].clone(), json!(null)));
        let words = w.block_on(w.store().read(|tx| {
            tx.query("SELECT body, html, name FROM comment WHERE state = 'deleted'", &[], |row| {
                Ok([row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?].concat())
            })
        }));
        assert_eq!(words.unwrap(), ["", "", ""]);
    });
}

#[test]
fn guests_may_be_off_held_or_published() {
    on_both(|w| {
        let story = w.story("Policy");
        w.set(&["guests=held"]);
        let answer = w.comment(&story, "please look").send().expect(202).json();
        assert_eq!(answer["state"], "held");
        assert_eq!(answer["reasons"][0]["code"], "guests_held");
        let id = answer["id"].as_str().unwrap();
        assert_eq!(w.get(&format!("/api/v1/stories/{}/comments", story.id)).json()["comments"], json!([]));
        w.get(&format!("/api/v1/comments/{id}")).problem(404, "comment_unknown");
        assert!(w.cli_ok(&["comment", "list", "--state", "held"]).contains(id));
        let key = w.key(&["moderate"]);
        w.clock.advance(Duration::from_secs(1));
        let auth = [("authorization", key.as_str())];
        let listed = w.send("GET", "/api/v1/comments?state=held", &auth, None).expect(200).json();
        assert_eq!(
            (&listed["comments"][0]["id"], &listed["comments"][0]["reasons"][0]["code"]),
            (&json!(id), &json!("guests_held"))
        );
        w.get("/api/v1/comments?state=held").problem(401, "key_missing");
        let decisions = format!("/api/v1/comments/{id}/decisions");
        let decided =
            w.send_json("POST", &decisions, &auth, &json!({ "act": "approve", "reason": "fine" })).expect(201).json();
        assert_eq!((&decided["state"], &decided["decided_by"]), (&json!("published"), &json!("key key")));
        assert_eq!(w.get(&format!("/api/v1/stories/{}/comments", story.id)).json()["comments"][0]["id"], *id);
        w.send_json("POST", &decisions, &auth, &json!({ "act": "restore", "reason": "?" }))
            .problem(409, "act_impossible");
        let all = w.send("GET", &decisions, &auth, None).expect(200).json();
        let acts: Vec<&str> = all["decisions"].as_array().unwrap().iter().map(|d| d["act"].as_str().unwrap()).collect();
        assert_eq!(acts, ["hold", "approve"]);
        w.set(&["guests=off"]);
        w.comment(&story, "nobody").send().problem(403, "guests_off");
        w.set(&["guests=published"]);
        w.comment(&story, "everybody").send().expect(201);
    });
}

#[test]
fn stories_close_by_hand_by_date_and_by_age_and_say_why() {
    on_both(|w| {
        let story = w.story("Closing");
        w.cli_ok(&["story", "close", &story.slug, "--reason", "The vote is over."]);
        let refused = w.comment(&story, "late").send().problem(409, "story_closed");
        assert!(refused["detail"].as_str().unwrap().contains("The vote is over."));
        crate::world::until("the page says so", || {
            w.get(&format!("/stories/{}", story.slug)).text.contains("The vote is over.")
        });
        w.cli_ok(&["story", "reopen", &story.id]);
        w.comment(&story, "open again").send().expect(201);
        let key = w.key(&["stories"]);
        let auth = [("authorization", key.as_str())];
        w.send_json(
            "PATCH",
            &format!("/api/v1/stories/{}", story.id),
            &auth,
            &json!({ "close_at": "2026-03-01T13:00:00Z" }),
        )
        .expect(200);
        w.clock.advance(Duration::from_secs(3600));
        let refused = w.comment(&story, "past the date").send().problem(409, "story_closed");
        assert!(refused["detail"].as_str().unwrap().contains("time announced"));
        crate::world::until("the page says so", || {
            w.get(&format!("/stories/{}", story.slug)).text.contains("time announced")
        });
        let old = w.story("Ageing");
        w.set(&["close_after_days=14"]);
        w.clock.advance(Duration::from_secs(14 * 86_400));
        let refused = w.comment(&old, "past the age").send().problem(409, "story_closed");
        assert!(refused["detail"].as_str().unwrap().contains("some time after"));
        crate::world::until("the page says so", || {
            w.get(&format!("/stories/{}", old.slug)).text.contains("some time after")
        });
    });
}

#[test]
fn forms_work_without_scripts_and_lose_nothing() {
    on_both(|w| {
        let story = w.story("Forms");
        let form = w.get(&format!("/stories/{}/comments/new", story.slug)).expect(200);
        assert_eq!((form.header("cache-control"), form.header("set-cookie")), ("no-store", ""));
        let hidden = |name: &str| {
            let start = form.text.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
            form.text[start..].split('"').next().unwrap().to_owned()
        };
        let (key, guest) = (hidden("key"), hidden("guest"));
        let post = |name: &str, body: &str, more: &[(&str, &str)]| {
            let mut fields =
                vec![("key", key.as_str()), ("guest", guest.as_str()), ("parent", ""), ("name", name), ("body", body)];
            fields.extend_from_slice(more);
            w.post_form(&format!("/stories/{}/comments", story.slug), None, &fields)
        };
        let preview = post("Ana", "so **strong**", &[("preview", "1")]).expect(200);
        assert!(preview.text.contains("<strong>strong</strong>") && preview.text.contains("so **strong**</textarea>"));
        let refused = post("a\u{202e}b", "My <careful> & long text", &[]).expect(422);
        assert!(refused.text.contains("My &#60;careful&#62; &#38; long text</textarea>"), "{}", refused.text);
        assert!(refused.text.contains("name-error") && refused.text.contains("aria-invalid"));
        post("Ana", "robot", &[("website", "https://spam.example")]).expect(422);
        let done = post("Ana", "so **strong**", &[]).expect(303);
        let cookie = done.header("set-cookie").split(';').next().unwrap().to_owned();
        assert!(
            done.header("set-cookie").starts_with("__Host-understory_guest=")
                && done.header("set-cookie").contains("Secure")
        );
        // The back button and a double click send the same again.
        assert_eq!(post("Ana", "so **strong**", &[]).expect(303).header("location"), done.header("location"));
        assert_eq!(w.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"], 1);
        let own = w.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &cookie)], None).expect(200).text;
        assert!(own.contains("so <strong>strong</strong>") && own.contains("/edit"));
        let here = done.header("location").split('#').next().unwrap().to_owned();
        w.get(&format!("{here}/edit")).expect(403);
        let edit = w.send("GET", &format!("{here}/edit"), &[("cookie", &cookie)], None).expect(200).text;
        assert!(edit.contains("so **strong**</textarea>"));
        w.post_form(&format!("{here}/edit"), Some(&cookie), &[("body", "so strong")]).expect(303);
        assert!(w.get(&here).expect(200).text.contains("<p>so strong</p>"));
        w.post_form(&format!("{here}/delete"), Some(&cookie), &[]).expect(303);
        w.get(&here).expect(404);
        let own = format!("/stories/{}/own", story.slug);
        let listed = || w.send("GET", &own, &[("cookie", &cookie)], None).expect(200).text;
        assert!(listed().contains(&format!("action=\"{here}/restore\"")));
        w.post_form(&format!("{here}/restore"), None, &[]).expect(403);
        w.post_form(&format!("{here}/restore"), Some(&cookie), &[]).expect(303);
        assert!(w.get(&here).expect(200).text.contains("<p>so strong</p>"));
        assert!(!listed().contains("/restore\""));
    });
}

/// Where no form can give the text back, the refusal does.
#[test]
fn what_was_typed_comes_back_even_without_a_form() {
    on_both(|w| {
        let story = w.story("Gone");
        w.cli_ok(&["story", "unpublish", &story.slug]);
        crate::world::until("it is gone", || w.get(&format!("/stories/{}", story.slug)).status == 404);
        let typed = [("name", "Ana"), ("body", "A long <thought>.")];
        let refused = w.post_form(&format!("/stories/{}/comments", story.slug), None, &typed).expect(404);
        assert!(refused.text.contains("A long &#60;thought&#62;.</textarea>"), "{}", refused.text);
        let story = w.story("There");
        let typed = [("name", "Ana"), ("body", "Words"), ("key", "short")];
        let refused = w.post_form(&format!("/stories/{}/comments", story.slug), None, &typed).expect(400);
        assert!(refused.text.contains("Words</textarea>"), "{}", refused.text);
        // A changed text, by somebody whose cookie is gone.
        let id = w.comment(&story, "First words").id();
        let edit = format!("/stories/{}/comments/{id}/edit", story.slug);
        let refused = w.post_form(&edit, None, &[("body", "Better words")]).expect(403);
        assert!(refused.text.contains("Better words</textarea>"), "{}", refused.text);
    });
}
