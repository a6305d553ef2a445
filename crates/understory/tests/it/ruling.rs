//! A site's own rules: listed words, near copies, personal data.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use understory::models::Role;
use understory::store::{rules, signatures};

use crate::world::{Answer, Engine, Person, Story, World, on_both, until};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

const LIST: &str = "# What the desk wrote down.
[hold] It names somebody whom a court protects.
Jane Doe
[reject] It advertises.
cheap pills
blister*
/\\bbit\\.ly\\/\\w+/
";

fn no_limits(world: &World) {
    world.set(&["rate_writer=1000", "rate_address=1000", "proof_of_work=false"]);
}

/// Adds a list, and waits until the server knows.
#[track_caller]
fn add(world: &World, name: &str, text: &str, more: &[&str]) -> String {
    let file = world.file(&format!("{name}.txt"), text);
    let version = world.app.sites().version;
    let said = world.cli_ok(&[&["rules", "add", name, file.to_str().unwrap()], more].concat());
    until("the server notices the list", || world.app.sites().version > version);
    said
}

fn post_as(world: &World, who: &Person, story: &Story, body: &str) -> Answer {
    world.clock.advance(Duration::from_millis(1));
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.send_json("POST", &format!("/api/v1/stories/{}/comments", story.id), &headers, &json!({ "body": body }))
}

fn codes(answer: &Value) -> Vec<String> {
    let reasons = answer["reasons"].as_array().cloned().unwrap_or_default();
    reasons.iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn listed_words_wait_or_go_and_the_writer_is_told_why() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        add(world, "words", LIST, &[]);
        world.comment(&story, "Nothing of the list, though Janet Doering is named.").post();
        let held = world.comment(&story, "I saw JANE  doe there.").send().expect(202).json();
        assert_eq!((held["state"].as_str(), codes(&held)), (Some("held"), vec!["listed".to_owned()]));
        let reason = &held["reasons"][0];
        let text = reason["text"].as_str().unwrap();
        assert!(text.starts_with("It names somebody whom a court protects") && text.contains("JANE  doe"), "{text}");
        assert_eq!(reason["spans"], json!([{ "start": 6, "end": 15 }]));
        let gone = world.comment(&story, "Buy cheap pills at bit.ly/pills from Jane Doe").send().expect(202).json();
        assert_eq!((gone["state"].as_str(), codes(&gone).len()), (Some("removed"), 2), "{gone}");
        let first = &gone["reasons"][0];
        assert!(first["text"].as_str().unwrap().starts_with("It advertises"), "{gone}");
        assert_eq!(first["spans"].as_array().unwrap().len(), 2, "one reason for both entries: {gone}");
        for disguised in ["What a b1ister.", "So bliiiister, that.", "b l i s t e r", "b.l.i.s.t.e.r", "blistering!"] {
            let gone = world.comment(&story, disguised).send().expect(202).json();
            assert_eq!(gone["state"], "removed", "{disguised}: {gone}");
        }
    });
}

#[test]
fn a_list_applies_where_it_is_for() {
    on_both(|world| {
        no_limits(world);
        let war = world.story_with(json!({ "title": "One", "topics": ["War & Peace"] }));
        let (sport, court) = (world.story_with(json!({ "title": "Two", "topics": ["Sport"] })), world.story("Three"));
        add(world, "war", "[hold] Wait.\nmarmalade\n", &["--topic", "War & Peace"]);
        add(world, "court", "[hold] Wait.\njuror\n", &["--story", &court.slug]);
        let state =
            |story: &Story, body: &str| world.comment(story, body).send().json()["state"].as_str().unwrap().to_owned();
        let text = "The marmalade again.";
        assert_eq!([&war, &sport, &court].map(|story| state(story, text)), ["held", "published", "published"]);
        let text = "That juror again.";
        assert_eq!([&war, &sport, &court].map(|story| state(story, text)), ["published", "published", "held"]);
        // Another text applies where the one before did.
        add(world, "court", "[hold] Wait.\njuror\nforeman\n", &[]);
        let text = "That foreman again.";
        assert_eq!([&war, &sport, &court].map(|story| state(story, text)), ["published", "published", "held"]);
        let listed = world.cli_ok(&["rules", "list"]);
        assert!(listed.contains("topic war-peace") && listed.contains(&format!("story {}", court.id)), "{listed}");
    });
}

#[test]
fn a_running_server_follows_within_two_seconds() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        let file = world.file("words.txt", "[hold] Wait.\nmarmalade\n");
        // The first comment has the server read the lists: there are none.
        world.comment(&story, "The first marmalade.").post();
        let mut number = 0;
        let mut soon = |change: &[&str], state: &str| {
            world.cli_ok(&[&["rules"], change].concat());
            let begun = Instant::now();
            until(state, || {
                number += 1;
                world.comment(&story, &format!("marmalade {number}")).send().json()["state"] == state
            });
            assert!(begun.elapsed() < Duration::from_secs(2), "{change:?} took {:?}", begun.elapsed());
        };
        soon(&["add", "words", file.to_str().unwrap()], "held");
        soon(&["turn", "words", "off"], "published");
        soon(&["turn", "words", "on"], "held");
        std::fs::write(&file, "[reject] Go.\nmarmalade\n").unwrap();
        soon(&["add", "words", file.to_str().unwrap()], "removed");
        soon(&["remove", "words"], "published");
        assert_eq!(world.cli_ok(&["rules", "list"]), "");
        let trail = world.cli_ok(&["--json", "audit", "list", "--object", "list words"]);
        let rows = trail.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["act"].clone());
        let mut acts: Vec<String> = rows.map(|act| act.as_str().unwrap().to_owned()).collect();
        acts.sort();
        assert_eq!(acts, ["list_remove", "list_set", "list_set", "list_turn", "list_turn"], "{trail}");
    });
}

#[test]
fn a_list_that_cannot_be_read_changes_nothing() {
    on_both(|world| {
        add(world, "words", LIST, &[]);
        let file = world.file("bad.txt", "[hold] Wait.\nfine\n/(/\n");
        let refused = world.cli(&["rules", "add", "words", file.to_str().unwrap()]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains("line 3"), "{said}");
        assert_eq!(world.cli_ok(&["rules", "show", "words"]), LIST);
        let shown: Value = serde_json::from_str(&world.cli_ok(&["--json", "rules", "list"])).unwrap();
        assert_eq!((&shown["version"], &shown["entries"], &shown["on"]), (&json!(1), &json!(4), &json!(true)));
        for unknown in
            [&["rules", "turn", "other", "on"][..], &["rules", "show", "other"], &["rules", "remove", "other"]]
        {
            assert!(!world.cli(unknown).status.success(), "{unknown:?}");
        }
        assert!(!world.cli(&["rules", "add", "Two Words", file.to_str().unwrap()]).status.success());
        let tested = world.cli_ok(&["rules", "test", "Call Jane Doe: +49 171 1234567"]);
        assert!(
            tested.contains("words, line 3: Jane Doe") && tested.contains("phone") && tested.contains("wait"),
            "{tested}"
        );
    });
}

/// A text that is long enough to be copied, lightly changed each time.
fn copy(number: usize) -> String {
    let greeting = ["Hello!", "People,", "listen:", "Everyone -", "So:", "Friends!", "Well,", "Now"][number % 8];
    format!("{greeting} the council must stop the new bridge before it ruins the old harbour for all of us {number}")
}

#[test]
fn what_five_paste_waits_and_what_four_paste_does_not() {
    on_both(|world| {
        no_limits(world);
        let (one, two) = (world.story("One"), world.story("Two"));
        for number in 0..4 {
            world.comment(if number % 2 == 0 { &one } else { &two }, &copy(number)).post();
        }
        // An hour later the four are forgotten.
        world.clock.advance(Duration::from_secs(3_601));
        for number in 4..8 {
            world.comment(&one, &copy(number)).post();
        }
        world.comment(&one, "Another text altogether, about the weather over the hills this spring.").post();
        let held = world.comment(&two, &copy(8)).send().expect(202).json();
        assert_eq!((held["state"].as_str(), codes(&held)), (Some("held"), vec!["near_copies".to_owned()]));
        // What is short is said by many.
        for number in 0..8 {
            world.comment(&one, &format!("I could not agree more, {number}!")).post();
        }
    });
}

#[test]
fn one_writer_and_the_newsroom_may_repeat_themselves() {
    on_both(|world| {
        no_limits(world);
        let stories: Vec<Story> = (0..6).map(|number| world.story(&format!("Story {number}"))).collect();
        let (ana, mina) = (world.person("Ana", Role::Member), world.person("Mina Berg", Role::Moderator));
        for (number, story) in stories.iter().enumerate() {
            post_as(world, &ana, story, &copy(number)).expect(201);
        }
        for number in 0..4 {
            world.comment(&stories[0], &copy(number)).by("Guest").send();
        }
        world.comment(&stories[1], &copy(7)).send().expect(202);
        post_as(world, &mina, &stories[0], &copy(6)).expect(201);
        world.set(&["near_copies=off"]);
        world.comment(&stories[2], &copy(5)).post();
    });
}

#[test]
fn what_other_processes_and_earlier_starts_heard_counts() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        let kept = || world.block_on(world.store().read(|tx| signatures::newest(tx, 100))).unwrap().len();
        for number in 0..3 {
            world.comment(&story, &copy(number)).post();
        }
        until("they are written down", || kept() == 3);
        if world.engine == Engine::Postgres {
            let other = world.beside();
            assert_eq!(other.app.copies.len(), 3, "it begins with what is written down");
            world.comment(&story, &copy(3)).post();
            until("the other hears", || other.app.copies.len() == 4);
            other.comment(&story, &copy(4)).send().expect(202);
            until("both are written down", || kept() == 5);
        }
        // The hourly tidying clears what is older than a day.
        world.clock.advance(Duration::from_secs(86_401));
        let now = world.clock.now();
        world.block_on(world.store().write(signatures::Forget { now })).unwrap();
        assert_eq!(kept(), 0);
    });
}

#[test]
fn the_copies_of_a_comment_are_found_and_those_erased_are_not() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        let site = world.app.sites().all[0].id;
        let posted: Vec<Value> = (0..4).map(|number| world.comment(&story, &copy(number)).post()).collect();
        world.comment(&story, "Another text altogether, about the weather over the hills this spring.").post();
        let short = world.comment(&story, "Short.").post();
        let near = |of: &Value, limit: usize| -> Vec<String> {
            let of = of["id"].as_str().unwrap().parse().unwrap();
            let found = world.block_on(world.store().read(move |tx| rules::near_copies(tx, site, of, limit))).unwrap();
            found.iter().map(ToString::to_string).collect()
        };
        let id = |number: usize| posted[number]["id"].as_str().unwrap().to_owned();
        until("they are written down", || near(&posted[0], 10).len() == 3);
        assert_eq!(near(&posted[0], 10), [id(3), id(2), id(1)]);
        assert_eq!(near(&posted[0], 2), [id(3), id(2)]);
        assert_eq!(near(&short, 10), Vec::<String>::new());
        let headers = [("understory-edit-token", posted[2]["edit_token"].as_str().unwrap())];
        let deleted = world.send("DELETE", &format!("/api/v1/comments/{}", id(2)), &headers, None);
        assert!(deleted.status < 300, "{deleted:?}");
        world.clock.advance(Duration::from_secs(120));
        until("its words are erased", || near(&posted[0], 10) == [id(3), id(1)]);
    });
}

#[test]
fn personal_data_waits_unless_the_newsroom_prints_it() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        let text = "Ask her yourself: +49 171 1234567, she lives there.";
        let held = world.comment(&story, text).send().expect(202).json();
        assert_eq!((held["state"].as_str(), codes(&held)), (Some("held"), vec!["personal_data".to_owned()]));
        assert_eq!(held["reasons"][0]["spans"], json!([{ "start": 18, "end": 33 }]));
        assert!(held["reasons"][0]["text"].as_str().unwrap().contains("+49 171 1234567"), "{held}");
        let mina = world.person("Mina Berg", Role::Moderator);
        post_as(world, &mina, &story, text).expect(201);
        world.comment(&story, "In 2024 it was 3:2, for 1,200 euros.").post();
        world.set(&["personal_data=off"]);
        world.comment(&story, "Or ask here: +49 171 1234567.").post();
    });
}

#[test]
fn an_edit_is_compared_as_a_comment_is() {
    on_both(|world| {
        no_limits(world);
        let story = world.story("One");
        add(world, "words", LIST, &[]);
        for number in 0..4 {
            world.comment(&story, &copy(number)).post();
        }
        for (text, code) in [
            ("Now it names Jane Doe.".to_owned(), "listed"),
            (copy(4), "near_copies"),
            ("Now it has +49 171 1234567 in it.".to_owned(), "personal_data"),
        ] {
            let posted = world.comment(&story, &format!("Harmless, {code}.")).post();
            let headers = [("understory-edit-token", posted["edit_token"].as_str().unwrap())];
            let path = format!("/api/v1/comments/{}", posted["id"].as_str().unwrap());
            let edited = world.send_json("PATCH", &path, &headers, &json!({ "body": text })).json();
            assert_eq!((edited["state"].as_str(), codes(&edited)), (Some("held"), vec![code.to_owned()]), "{edited}");
            world.get(&path).expect(404);
        }
    });
}

#[test]
fn a_dry_run_counts_and_changes_nothing() {
    on_both(|world| {
        no_limits(world);
        let (story, other) = (world.story("One"), world.story("Two"));
        let texts = ["A marmalade.", "No such word.", "Marmalade, again.", "MARMALADE!", "Honey too.", "More honey."];
        let ids = texts.map(|text| world.comment(&story, text).id());
        world.comment(&other, "Marmalade elsewhere.").post();
        let key = world.key(&["moderate"]);
        for (comment, act) in [(&ids[0], "remove"), (&ids[2], "approve"), (&ids[4], "remove")] {
            let path = format!("/api/v1/comments/{comment}/decisions");
            let body = json!({ "act": act, "reason": "For the test." });
            world.send_json("POST", &path, &[("authorization", &key)], &body).expect(201);
        }
        let file = world.file("words.txt", "[hold] Wait.\nmarmalade\n[reject] Go.\nhoney\n");
        let file = file.to_str().unwrap();
        let run = |arguments: &[&str]| -> Value {
            let said = world.cli_ok(&[&["--json", "rules", "try", "--days", "3650"], arguments].concat());
            serde_json::from_str(&said).expect("JSON")
        };
        let numbers = |run: &Value| {
            ["compared", "held", "rejected", "published", "approved", "removed"].map(|key| run[key].as_u64().unwrap())
        };
        let all = run(&[file]);
        assert_eq!(numbers(&all), [7, 4, 2, 4, 1, 2], "{all}");
        let first = all["first"].as_array().unwrap();
        assert_eq!(first.len(), 6);
        assert_eq!((&first[0]["text"], &first[0]["verdict"]), (&json!("Marmalade elsewhere."), &json!("hold")));
        let of_story = run(&[file, "--story", &story.slug]);
        assert_eq!(numbers(&of_story), [7, 3, 2, 3, 1, 2], "{of_story}");
        // A list that is off is tried where it would apply.
        add(world, "words", "[hold] Wait.\nmarmalade\n[reject] Go.\nhoney\n", &["--off", "--story", &story.slug]);
        assert_eq!(run(&["words"]), of_story);
        assert_eq!(world.comment(&story, "Honey now.").post()["state"], "published");
        world.get(&format!("/api/v1/comments/{}", ids[3])).expect(200);
        let said = world.cli_ok(&["rules", "try", "--days", "3650", file]);
        assert!(said.contains("4 would have waited, 3 would have been removed"), "{said}");
        assert!(!world.cli(&["rules", "try", "--days", "0", file]).status.success());
    });
}
