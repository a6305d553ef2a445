//! Acts on many comments: chosen, looked at as a whole, done one by one, taken back.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;
use understory::store::bulk;
use understory::store::hands::TakeInHand;

use crate::world::{Answer, Person, Story, World, on_both, until};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn begin(world: &World, who: &Person, comments: &[String], body: &Value) -> Answer {
    let mut body = body.clone();
    body["comments"] = json!(comments);
    world.clock.advance(Duration::from_secs(1));
    world.send_json("POST", "/api/v1/bulk", &[("cookie", who.cookie.as_str()), OWN], &body)
}

fn told(world: &World, who: &Person, id: &str) -> Value {
    world.send("GET", &format!("/api/v1/bulk/{id}"), &[("cookie", who.cookie.as_str())], None).expect(200).json()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}

fn write(world: &World, story: &Story, count: usize) -> Vec<String> {
    world.set(&["rate_writer=10000", "rate_address=10000", "rate_story=10000", "proof_of_work=false"]);
    (0..count).map(|n| world.comment(story, &format!("Number {n} of many.")).id()).collect()
}

fn shown(world: &World, story: &Story) -> i64 {
    world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].as_i64().unwrap()
}

/// Signs somebody in once more: whoever's rights change is signed out.
fn again(world: &World, who: &Person) -> Person {
    Person { cookie: world.let_in(&world.app.sites().all[0].clone(), who), ..who.clone() }
}

#[test]
fn many_are_removed_and_come_back() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let all = write(world, &story, 6);
        let site = world.app.sites().all[0].id;
        // What a colleague has in hand is left to them; what is gone already is left as well.
        let taken = TakeInHand { site, comment: all[0].parse().unwrap(), account: omar.id, now: world.clock.now() };
        world.block_on(world.app.store.write(taken)).unwrap();
        begin(world, &mina, &all[1..2], &json!({ "act": "remove", "rule": "spam" })).expect(202);
        let done = begin(world, &mina, &all, &json!({ "act": "remove", "rule": "spam" })).expect(202).json();
        assert_eq!((done["total"].as_i64(), done["done"].as_i64(), done["open"].as_i64()), (Some(6), Some(4), Some(0)));
        let mut left: Vec<String> = done["left"].as_array().unwrap().iter().map(|one| text_of(&one["code"])).collect();
        left.sort();
        assert_eq!(left, ["in_other_hands", "nothing_to_do"], "{done}");
        assert_eq!(shown(world, &story), 1);
        // Each has its own decision, by name and rule.
        let path = format!("/api/v1/comments/{}/decisions", all[3]);
        let record = world.send("GET", &path, &[("cookie", &mina.cookie)], None).json();
        let decision = &record["decisions"][0];
        assert_eq!((decision["rule"].as_str(), decision["rule_version"].as_i64()), (Some("spam"), Some(1)));
        assert_eq!(text_of(&decision["decided_by"]), format!("account {}", mina.id));
        // Taken back as a whole; what was decided about since stays as it is.
        let since = json!({ "act": "restore", "reason": "Fine." });
        let headers = [("cookie", omar.cookie.as_str()), OWN];
        world.send_json("POST", &format!("/api/v1/comments/{}/decisions", all[5]), &headers, &since).expect(201);
        let id = text_of(&done["id"]);
        let headers = [("cookie", mina.cookie.as_str()), OWN];
        let back = world.send("DELETE", &format!("/api/v1/bulk/{id}"), &headers, None).expect(202).json();
        assert_eq!((back["done"].as_i64(), back["reverses"].as_str()), (Some(3), Some(id.as_str())));
        assert_eq!(back["left"][0]["code"], "decided_meanwhile", "{back}");
        assert_eq!(shown(world, &story), 5);
        // Again it is the same act that took it back, and that one is not taken back itself.
        let again = world.send("DELETE", &format!("/api/v1/bulk/{id}"), &headers, None).expect(202).json();
        assert_eq!(again["id"], back["id"]);
        let path = format!("/api/v1/bulk/{}", text_of(&back["id"]));
        world.send("DELETE", &path, &headers, None).problem(409, "undo_impossible");
        assert_eq!(told(world, &omar, &id)["reversed_by"], back["id"]);
    });
}

#[test]
fn the_desk_shows_what_is_chosen_before_anything_is_done() {
    on_both(|world| {
        let story = world.story("One");
        world.set(&["guests=held"]);
        let mina = world.person("Mina Berg", Role::Moderator);
        world.set(&["rate_writer=10000", "rate_address=10000", "proof_of_work=false"]);
        let held: Vec<String> = (0..3)
            .map(|n| text_of(&world.comment(&story, &format!("Number {n} waits.")).send().expect(202).json()["id"]))
            .collect();
        let list = world.send("GET", "/desk", &[("cookie", &mina.cookie)], None).expect(200).text;
        assert_eq!(list.matches("name=\"comment\"").count(), 3, "{list}");
        let post = |path: &str, fields: &[(&str, &str)]| world.post_form(path, Some(&mina.cookie), fields);
        let (a, b) = (held[0].as_str(), held[1].as_str());
        let preview = post("/desk/bulk", &[("comment", a), ("comment", b), ("comment", b)]).expect(200).text;
        for part in ["2 comments", "2 waiting", "Number 0", "Number 1", "value=\"approve\"", "value=\"remove\""] {
            assert!(preview.contains(part), "{part}: {preview}");
        }
        assert!(!preview.contains("Number 2") && !preview.contains("value=\"restore\""), "{preview}");
        let bulk = preview.split("name=\"bulk\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let fields =
            [("comment", a), ("comment", b), ("bulk", bulk.as_str()), ("sure", "1"), ("act", "remove"), ("rule", "")];
        let refused = post("/desk/bulk", &fields);
        assert!(refused.status == 422 && refused.text.contains("role=\"alert\""), "{}", refused.text);
        assert_eq!(world.send("GET", "/desk/counts", &[("cookie", &mina.cookie)], None).json()["waiting"], "3");
        let fields =
            [("comment", a), ("comment", b), ("bulk", bulk.as_str()), ("sure", "1"), ("act", "approve"), ("rule", "")];
        let done = post("/desk/bulk", &fields).expect(303);
        assert_eq!(done.header("location"), format!("/desk/bulk/{bulk}"));
        // A second click begins nothing.
        assert_eq!(post("/desk/bulk", &fields).expect(303).header("location"), format!("/desk/bulk/{bulk}"));
        let page = world.send("GET", done.header("location"), &[("cookie", &mina.cookie)], None).expect(200).text;
        assert!(page.contains("2 decided") && page.contains("Take all of it back"), "{page}");
        assert_eq!(shown(world, &story), 2);
        let undone = post(&format!("/desk/bulk/{bulk}/undo"), &[]).expect(303);
        let page = world.send("GET", undone.header("location"), &[("cookie", &mina.cookie)], None).expect(200).text;
        assert!(page.contains("Taken back"), "{page}");
        assert_eq!(shown(world, &story), 0);
        let none = post("/desk/bulk", &[("view", "worst")]).expect(200).text;
        assert!(none.contains("Nothing was chosen"), "{none}");
    });
}

#[test]
fn a_job_does_what_is_much_and_ends_with_the_power_of_who_began_it() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let all = write(world, &story, 120);
        let done = begin(world, &mina, &all, &json!({ "act": "remove", "rule": "spam" })).expect(202).json();
        let id = text_of(&done["id"]);
        until("all are removed", || told(world, &mina, &id)["done"] == 120);
        assert_eq!(shown(world, &story), 0);
        // Written down, and not begun: whoever began it has no power any more when it is done.
        let omar = world.person("Omar Said", Role::Moderator);
        let site = world.app.sites().all[0].id;
        let begin = bulk::Begin {
            site,
            id: world.app.clock.new_id(),
            comments: all.iter().map(|id| id.parse().unwrap()).collect(),
            act: understory::models::Act::Restore,
            rule: None,
            reason: "Fine.".to_owned(),
            source: bulk::Source::Chosen,
            by: format!("account {}", omar.id),
            job: world.app.clock.new_id(),
            now: world.clock.now().plus_seconds(60),
            attempt: None,
        };
        let id = begin.id;
        world.block_on(world.app.store.write(begin)).unwrap();
        world.change(&omar, Change::Revoke(Role::Moderator, Reach::Site));
        world.clock.advance(Duration::from_secs(61));
        until("none is restored", || {
            let told = told(world, &mina, &id.to_string());
            told["open"] == 0 && told["left"][0] == json!({ "code": "role_missing", "count": 120 })
        });
        assert_eq!(shown(world, &story), 0);
    });
}

#[test]
fn nobody_decides_about_many_where_they_may_not_decide_about_one() {
    on_both(|world| {
        let (war, sport) = (
            world.story_with(json!({ "title": "War", "topics": ["war"] })),
            world.story_with(json!({ "title": "Match", "topics": ["sport"] })),
        );
        let ida = world.person("Ida", Role::Member);
        world.change(&ida, Change::Grant(Role::Moderator, Reach::Topic("sport".to_owned())));
        let ida = again(world, &ida);
        let (theirs, other) = (world.comment(&sport, "Goal.").id(), world.comment(&war, "Peace.").id());
        let spam = json!({ "act": "remove", "rule": "spam" });
        let done = begin(world, &ida, &[theirs.clone(), other.clone()], &spam).expect(202).json();
        assert_eq!((done["total"].as_i64(), done["done"].as_i64()), (Some(1), Some(1)), "{done}");
        begin(world, &ida, &[other], &spam).problem(422, "comments_unknown");
        // Another's act over what they do not see is not there for them.
        let mina = world.person("Mina Berg", Role::Moderator);
        let whole = begin(world, &mina, &[world.comment(&war, "More.").id()], &spam).expect(202).json();
        let path = format!("/api/v1/bulk/{}", text_of(&whole["id"]));
        world.send("GET", &path, &[("cookie", &ida.cookie)], None).problem(404, "bulk_unknown");
        world.send("DELETE", &path, &[("cookie", &ida.cookie), OWN], None).problem(404, "bulk_unknown");
    });
}

#[test]
fn the_desk_finds_what_readers_do_not_and_decides_about_all_of_it() {
    on_both(|world| {
        let (story, other) = (world.story("Harbour dues"), world.story("Other"));
        world.set(&["rate_writer=10000", "rate_address=10000", "proof_of_work=false"]);
        let mina = world.person("Mina Berg", Role::Moderator);
        let seen = world.comment(&story, "The pelican sees everything.").by("Vera").id();
        let gone = world.comment(&story, "The pelican is a fool.").by("Viktor").id();
        world.comment(&other, "No bird at all.").by("Vera").id();
        begin(world, &mina, std::slice::from_ref(&gone), &json!({ "act": "remove", "rule": "insult" })).expect(202);
        world.set(&["guests=held"]);
        let waits = text_of(&world.comment(&other, "A pelican waits.").by("Wim").send().expect(202).json()["id"]);
        let find = |query: &str| {
            let path = format!("/desk?view=search&{query}");
            world.send("GET", &path, &[("cookie", &mina.cookie)], None).expect(200).text
        };
        let found = |query: &str| -> Vec<String> {
            let text = find(query);
            let rows = text.split("href=\"/desk/comments/").skip(1);
            rows.map(|row| row.split('?').next().unwrap().to_owned()).collect()
        };
        until("all three are indexed", || found("q=pelican").len() == 3);
        assert_eq!(found("q=pelican"), [waits.clone(), gone.clone(), seen.clone()], "the newest first");
        assert_eq!(found("q=pelican&state=removed"), std::slice::from_ref(&gone));
        assert_eq!(found("q=pelican&name=ver"), std::slice::from_ref(&seen));
        assert_eq!(found("name=VERA").len(), 2);
        assert_eq!(found(&format!("story={}", story.slug)), [gone.clone(), seen.clone()]);
        assert_eq!(
            found(&format!("story=/stories/{}%23comments&state=published", story.slug)),
            std::slice::from_ref(&seen)
        );
        assert_eq!(found("state=held"), std::slice::from_ref(&waits));
        assert_eq!(found("from=2026-03-01&to=2026-03-01").len(), 4);
        assert!(found("from=2026-03-02").is_empty() && found("reason=reads_as_spam").is_empty());
        assert!(
            find("story=nothing-here").contains("role=\"alert\"") && find("from=yesterday").contains("role=\"alert\"")
        );
        assert!(find("").contains("Say what you look for"));
        // Readers find what can be seen, as before.
        let public = world.get("/search?q=pelican").expect(200).text;
        assert!(
            public.contains("sees everything") && !public.contains("fool") && !public.contains("waits"),
            "{public}"
        );
        let api = world.get("/api/v1/search/comments?q=pelican");
        assert!(api.status == 404 || !api.text.contains("fool"), "{}", api.text);
        // A page at a time, none twice.
        for n in 0..45 {
            world.comment(&other, &format!("Filler {n}.")).by("Filippa").send().expect(202);
        }
        let (mut all, mut next) = (Vec::new(), Some("name=filippa".to_owned()));
        while let Some(query) = next {
            let text = find(&query);
            all.extend(
                text.split("href=\"/desk/comments/").skip(1).map(|row| row.split('?').next().unwrap().to_owned()),
            );
            next = text
                .split("href=\"/desk?view=search")
                .find(|part| part.contains("after="))
                .map(|part| part.split('"').next().unwrap().replace("&#38;", "&"));
        }
        assert_eq!(all.len(), 45);
        all.dedup();
        assert_eq!(all.len(), 45);
        // All that is found, as one act.
        let fields = [("q", "pelican")];
        let preview = world.post_form("/desk/bulk/found", Some(&mina.cookie), &fields).expect(200).text;
        assert!(preview.contains("3 comments") && preview.contains("value=\"found\""), "{preview}");
    });
}
