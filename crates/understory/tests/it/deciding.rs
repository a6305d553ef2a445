//! Decisions: their rules and versions, taking them back, and two who decide at once.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;
use understory::store::corrections;
use understory::store::hands::TakeInHand;

use crate::world::{Answer, Person, World, on_both};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn decide(world: &World, who: &Person, comment: &str, body: &Value) -> Answer {
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.clock.advance(Duration::from_secs(1));
    world.send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, body)
}

fn undo(world: &World, who: &Person, decision: &Value) -> Answer {
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.clock.advance(Duration::from_secs(1));
    world.send("DELETE", &format!("/api/v1/decisions/{}", decision["id"].as_str().unwrap()), &headers, None)
}

fn record(world: &World, who: &Person, comment: &str) -> Vec<Value> {
    let headers = [("cookie", who.cookie.as_str())];
    let told = world.send("GET", &format!("/api/v1/comments/{comment}/decisions"), &headers, None).expect(200).json();
    told["decisions"].as_array().unwrap().clone()
}

fn acts(record: &[Value]) -> Vec<String> {
    record.iter().map(|one| format!("{} {}", one["act"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

#[test]
fn a_decision_taken_back_leaves_everything_as_it_was() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let root = world.comment(&story, "First.").id();
        let comment = world.comment(&story, "Answer.").to(&root).id();
        let count = || world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].clone();
        let before = (count(), world.get(&format!("/api/v1/comments/{root}")).json());
        let removed = decide(world, &mina, &comment, &json!({ "act": "remove", "rule": "insult" })).expect(201).json();
        assert_eq!(count(), 1);
        assert_eq!((removed["rule"].as_str(), removed["rule_version"].as_i64()), (Some("insult"), Some(1)));
        assert!(removed["reason"].as_str().unwrap().contains("contempt for people"), "{removed}");
        world.get(&format!("/api/v1/comments/{comment}")).expect(404);
        let undone = undo(world, &mina, &removed).expect(200).json();
        assert_eq!((undone["act"].as_str(), undone["state"].as_str()), (Some("restore"), Some("published")));
        assert_eq!(undone["reverses"], removed["id"]);
        assert_eq!((count(), world.get(&format!("/api/v1/comments/{root}")).json()), before);
        // Once is enough, and what was taken back is decided anew.
        undo(world, &mina, &removed).problem(409, "decided_meanwhile");
        undo(world, &mina, &undone).problem(409, "undo_impossible");
        assert_eq!(acts(&record(world, &mina, &comment)), ["remove removed", "restore published"]);
        // Only the newest.
        let held = decide(world, &mina, &comment, &json!({ "act": "hold", "reason": "Wait." })).expect(201).json();
        let gone = decide(world, &mina, &comment, &json!({ "act": "remove", "reason": "No." })).expect(201).json();
        undo(world, &mina, &held).problem(409, "decided_meanwhile");
        let back = undo(world, &mina, &gone).expect(200).json();
        assert_eq!((back["act"].as_str(), back["state"].as_str()), (Some("hold"), Some("held")));
    });
}

#[test]
fn what_the_pipeline_held_goes_back_to_waiting_and_is_not_undone_itself() {
    on_both(|world| {
        let story = world.story("One");
        world.set(&["guests=held"]);
        let mina = world.person("Mina Berg", Role::Moderator);
        let held = world.comment(&story, "Wait.").send().expect(202).json()["id"].as_str().unwrap().to_owned();
        let first = record(world, &mina, &held).remove(0);
        assert_eq!((first["automation"].as_str(), first["state"].as_str()), (Some("full"), Some("held")));
        undo(world, &mina, &first).problem(409, "undo_impossible");
        let approved = decide(world, &mina, &held, &json!({ "act": "approve", "reason": "Fine." })).expect(201).json();
        world.get(&format!("/api/v1/comments/{held}")).expect(200);
        undo(world, &mina, &approved).expect(200);
        world.get(&format!("/api/v1/comments/{held}")).expect(404);
        assert_eq!(acts(&record(world, &mina, &held)), ["hold held", "approve published", "hold held"]);
    });
}

#[test]
fn a_removal_taken_back_unread_is_no_news() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let headers = [("cookie", ana.cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let posted = world.send_json("POST", &path, &headers, &json!({ "body": "Mine." })).expect(201).json();
        let comment = posted["id"].as_str().unwrap();
        let news = || world.send("GET", "/account/news", &[("cookie", &ana.cookie)], None).expect(200).text;
        let removed = decide(world, &mina, comment, &json!({ "act": "remove", "rule": "spam" })).expect(201).json();
        assert!(news().contains("Your comment was removed"));
        undo(world, &mina, &removed).expect(200);
        assert!(news().contains("Nothing yet"), "{}", news());
        // What was read is told of again.
        let removed = decide(world, &mina, comment, &json!({ "act": "remove", "rule": "spam" })).expect(201).json();
        world.post_form("/account/news", Some(&ana.cookie), &[]).expect(303);
        undo(world, &mina, &removed).expect(200);
        assert!(news().contains("Your comment was published"));
    });
}

#[test]
fn what_was_taken_back_teaches_triage_nothing() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let site = world.app.sites().all[0].id;
        let lessons = || {
            let decided = world.block_on(world.store().read(move |tx| corrections::decided(tx, site, 10))).unwrap();
            decided.into_iter().map(|lesson| (lesson.text, lesson.waits)).collect::<Vec<_>>()
        };
        let comment = world.comment(&story, "Judge me.").id();
        let removed = decide(world, &mina, &comment, &json!({ "act": "remove", "rule": "insult" })).expect(201).json();
        assert_eq!(lessons(), [("Judge me.".to_owned(), true)]);
        undo(world, &mina, &removed).expect(200);
        assert_eq!(lessons(), []);
        decide(world, &mina, &comment, &json!({ "act": "approve", "reason": "It stands." })).expect(201);
        assert_eq!(lessons(), [("Judge me.".to_owned(), false)]);
    });
}

#[test]
fn rules_have_versions_and_decisions_keep_theirs() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        assert_eq!(world.cli_ok(&["policy", "list"]).lines().count(), 8);
        let one = world.comment(&story, "One.").id();
        decide(world, &mina, &one, &json!({ "act": "remove", "rule": "insult" })).expect(201);
        let mut rule: Value = serde_json::from_str(&world.cli_ok(&["policy", "show", "insult"])).unwrap();
        rule["texts"]["en"]["text"] = "Be kind.".into();
        let file = world.file("insult.json", rule.to_string());
        let file = file.to_str().unwrap();
        assert!(world.cli_ok(&["policy", "set", file]).contains("version 2"));
        assert!(world.cli_ok(&["policy", "set", file]).contains("version 2"), "nothing changed");
        let two = world.comment(&story, "Two.").id();
        let decided = decide(world, &mina, &two, &json!({ "act": "remove", "rule": "insult" })).expect(201).json();
        assert_eq!((decided["rule_version"].as_i64(), decided["reason"].as_str()), (Some(2), Some("Be kind.")));
        assert_eq!(record(world, &mina, &one)[0]["rule_version"], 1);
        let first = world.cli_ok(&["policy", "show", "insult", "--version", "1"]);
        assert!(first.contains("contempt for people") && !first.contains("Be kind"), "{first}");
        assert_eq!(world.cli_ok(&["policy", "list"]).lines().count(), 8);
        // Withdrawn, it is a word like any other, which says nothing by itself.
        world.cli_ok(&["policy", "withdraw", "spam"]);
        assert_eq!(world.cli_ok(&["policy", "list"]).lines().count(), 7);
        assert!(world.cli_ok(&["policy", "list", "--all"]).contains("spam  version 1"));
        let three = world.comment(&story, "Three.").id();
        decide(world, &mina, &three, &json!({ "act": "remove", "rule": "spam" })).problem(422, "reason_invalid");
        decide(world, &mina, &three, &json!({ "act": "remove" })).problem(422, "reason_invalid");
        let body = json!({ "act": "remove", "rule": "own words", "reason": "It had to go." });
        let decided = decide(world, &mina, &three, &body).expect(201).json();
        assert_eq!((decided["rule"].as_str(), &decided["rule_version"]), (Some("own words"), &Value::Null));
        for bad in [json!({ "key": "x" }), json!({ "key": "X Y", "ground": "terms", "category": "scams", "texts": {} })]
        {
            let file = world.file("bad.json", bad.to_string());
            assert!(!world.cli(&["policy", "set", file.to_str().unwrap()]).status.success(), "{bad}");
        }
    });
}

#[test]
fn of_two_who_decide_at_once_one_is_told() {
    on_both(|world| {
        let story = world.story("One");
        let people = [world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator)];
        for round in 0..8 {
            world.clock.advance(Duration::from_secs(15));
            let comment = world.comment(&story, &format!("Comment {round}.")).id();
            let path = format!("/api/v1/comments/{comment}/decisions");
            let answers: Vec<Answer> = std::thread::scope(|scope| {
                let send = |(n, who): (usize, &Person)| {
                    let act = ["remove", "hold"][n];
                    let body = json!({ "act": act, "reason": "Now.", "seen": 0 });
                    world.send_json("POST", &path, &[("cookie", who.cookie.as_str()), OWN], &body)
                };
                let running: Vec<_> = people.iter().enumerate().map(|one| scope.spawn(move || send(one))).collect();
                running.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let (done, told): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
            assert_eq!((done.len(), told.len()), (1, 1), "{answers:?}");
            let told = told[0].problem(409, "decided_meanwhile");
            let words = told["detail"].as_str().unwrap();
            assert!(words.contains("Mina Berg") || words.contains("Omar Said"), "{words}");
            assert_eq!(record(world, &people[0], &comment).len(), 1);
        }
    });
}

#[test]
fn what_one_has_in_hand_the_other_leaves_until_the_time_is_over() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let comment = world.comment(&story, "Mine.").id();
        let site = world.app.sites().all[0].id;
        let take = |who: &Person| {
            let (account, now) = (who.id, world.clock.now());
            let take = TakeInHand { site, comment: comment.parse().unwrap(), account, now };
            world.block_on(world.store().write(take)).map_err(|error| error.to_string())
        };
        take(&mina).unwrap();
        assert!(take(&omar).unwrap_err().contains("Mina Berg"));
        let hold = json!({ "act": "hold", "reason": "Wait." });
        let told = decide(world, &omar, &comment, &hold).problem(409, "in_other_hands");
        assert!(told["detail"].as_str().unwrap().contains("Mina Berg"), "{told}");
        let key = world.key(&["moderate"]);
        let path = format!("/api/v1/comments/{comment}/decisions");
        world.send_json("POST", &path, &[("authorization", &key)], &hold).problem(409, "in_other_hands");
        // Who runs the server is not kept waiting, and the one who has it in hand least of all.
        world.decide("hold", &comment);
        take(&mina).unwrap();
        let held = decide(world, &mina, &comment, &hold).expect(201).json();
        take(&mina).unwrap();
        undo(world, &omar, &held).problem(409, "in_other_hands");
        world.clock.advance(Duration::from_secs(301));
        undo(world, &omar, &held).expect(200);
        take(&omar).unwrap();
    });
}

#[test]
fn taking_back_needs_the_same_rights_in_the_same_place() {
    on_both(|world| {
        let inside = world.story_with(json!({ "title": "In", "topics": ["The War"] }));
        let outside = world.story_with(json!({ "title": "Out", "topics": ["Sport"] }));
        let mina = world.person("Mina Berg", Role::Moderator);
        let [here, there] = [&inside, &outside].map(|story| {
            let comment = world.comment(story, "Wait.").id();
            decide(world, &mina, &comment, &json!({ "act": "hold", "reason": "Wait." })).expect(201).json()
        });
        let mut of_topic = world.person("Of Topic", Role::Member);
        world.change(&of_topic, Change::Grant(Role::Moderator, Reach::Topic("the-war".to_owned())));
        of_topic.cookie = world.let_in(&world.app.sites().all[0], &of_topic);
        undo(world, &of_topic, &there).problem(404, "decision_unknown");
        let auditor = world.person("Audit", Role::Auditor);
        undo(world, &auditor, &there).problem(403, "role_missing");
        undo(world, &of_topic, &here).expect(200);
    });
}
