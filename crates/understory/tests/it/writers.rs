//! What the desk does about people who write: notes, warnings, suspensions, bans, each taken back.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;

use crate::world::{Answer, Person, Story, World, on_both};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn act(world: &World, who: &Person, comment: &str, body: &Value) -> Answer {
    world.clock.advance(Duration::from_secs(1));
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.send_json("POST", &format!("/api/v1/comments/{comment}/writer"), &headers, body)
}

fn undo(world: &World, who: &Person, act: &Value) -> Answer {
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.send("DELETE", &format!("/api/v1/writer-acts/{}", act["id"].as_str().unwrap()), &headers, None)
}

fn write(world: &World, story: &Story, cookie: &str, body: &str) -> Answer {
    world.clock.advance(Duration::from_secs(20));
    let headers = [("cookie", cookie), OWN];
    world.send_json("POST", &format!("/api/v1/stories/{}/comments", story.id), &headers, &json!({ "body": body }))
}

fn id_of(answer: Answer) -> String {
    answer.expect(201).json()["id"].as_str().unwrap().to_owned()
}

fn look(world: &World, who: &Person, path: &str) -> String {
    world.send("GET", path, &[("cookie", &who.cookie)], None).expect(200).text
}

/// Signs somebody in once more: whoever's rights change is signed out.
fn again(world: &World, who: &Person) -> Person {
    Person { cookie: world.let_in(&world.app.sites().all[0].clone(), who), ..who.clone() }
}

#[test]
fn a_note_is_for_colleagues_and_a_warning_for_the_writer() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let ana = world.person("Ana", Role::Member);
        let comment = id_of(write(world, &story, &ana.cookie, "You there!"));
        act(world, &mina, &comment, &json!({ "act": "note", "reason": "Writes at night alone." })).expect(201);
        let warned = act(world, &mina, &comment, &json!({ "act": "warn", "rule": "insult" })).expect(201).json();
        assert!(warned["reason"].as_str().unwrap().contains("contempt for people"), "{warned}");
        act(world, &mina, &comment, &json!({ "act": "warn" })).problem(422, "reason_invalid");
        // On the card of another comment of theirs as well.
        let other = id_of(write(world, &story, &ana.cookie, "Good day."));
        let card = look(world, &omar, &format!("/desk/comments/{other}"));
        for part in ["Writes at night alone.", "Warned", "Mina Berg"] {
            assert!(card.contains(part), "{part}: {card}");
        }
        // Their writer reads the warning, and nothing of the note.
        for page in ["/account", &format!("/stories/{}/own", story.slug)] {
            let page = look(world, &ana, page);
            assert!(page.contains("The newsroom warns you") && page.contains("contempt for people"), "{page}");
            assert!(!page.contains("at night alone") && !page.contains("Mina"), "{page}");
        }
        assert!(look(world, &ana, "/account/news").contains("warns you because of this comment"));
        undo(world, &omar, &warned).expect(200);
        assert!(!look(world, &ana, "/account").contains("warns you"));
        assert!(!look(world, &ana, "/account/news").contains("warns you"));
        let acts = world.send("GET", &format!("/api/v1/comments/{other}/writer"), &[("cookie", &mina.cookie)], None);
        let acts = acts.expect(200).json();
        let told: Vec<_> = acts["acts"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
        assert_eq!(told, ["warn", "note"], "{acts}");
        assert!(acts["acts"][0]["reversed_at"].is_string() && acts["acts"][1]["reversed_at"].is_null());
    });
}

#[test]
fn somebody_suspended_writes_nothing_until_then_or_until_it_is_taken_back() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let ana = world.person("Ana", Role::Member);
        let comment = id_of(write(world, &story, &ana.cookie, "You there!"));
        act(world, &mina, &comment, &json!({ "act": "suspend", "rule": "insult" })).problem(422, "days_invalid");
        let suspended =
            act(world, &mina, &comment, &json!({ "act": "suspend", "days": 3, "rule": "insult" })).expect(201).json();
        let ana = again(world, &ana);
        write(world, &story, &ana.cookie, "Again.").problem(403, "account_suspended");
        let page = look(world, &ana, "/account");
        assert!(page.contains("contempt for people"), "{page}");
        undo(world, &mina, &suspended).expect(200);
        let ana = again(world, &ana);
        id_of(write(world, &story, &ana.cookie, "Thank you."));
        // And by time alone.
        act(world, &mina, &comment, &json!({ "act": "suspend", "days": 3, "reason": "Enough." })).expect(201);
        let ana = again(world, &ana);
        write(world, &story, &ana.cookie, "Once more.").problem(403, "account_suspended");
        world.clock.advance(Duration::from_secs(3 * 86_400 + 1));
        let ana = again(world, &ana);
        id_of(write(world, &story, &ana.cookie, "After three days."));
    });
}

#[test]
fn a_guest_is_banned_with_all_they_wrote_and_let_in_again() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let form = |body: &str, cookie: Option<&str>| {
            world.clock.advance(Duration::from_secs(20));
            world.post_form(&format!("/stories/{}/comments", story.slug), cookie, &[("name", "Gast"), ("body", body)])
        };
        let first = form("The first of a guest.", None);
        let guest = first.cookie().expect("a cookie");
        form("The second of a guest.", Some(&guest));
        let other = world.comment(&story, "Somebody else.").id();
        let page = world.get(&format!("/api/v1/stories/{}/comments", story.id)).json();
        let ids: Vec<String> =
            page["comments"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect();
        let comment = ids.iter().find(|id| **id != other).unwrap();
        act(world, &mina, comment, &json!({ "act": "warn", "rule": "spam", "remove_all": true }))
            .problem(422, "remove_all_invalid");
        let banned = act(world, &mina, comment, &json!({ "act": "ban", "rule": "spam", "remove_all": true }));
        let banned = banned.expect(201).json();
        assert!(banned["bulk"].is_string(), "{banned}");
        let count = || world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].as_i64().unwrap();
        assert_eq!(count(), 1);
        let refused = form("The third of a guest.", Some(&guest));
        assert!(refused.status == 403 && refused.text.contains("takes nothing from this browser"), "{}", refused.text);
        let flag = world.post_form(
            &format!("/stories/{}/comments/{other}/flags", story.slug),
            Some(&guest),
            &[("reason", "spam")],
        );
        assert_eq!(flag.status, 403, "{}", flag.text);
        // Another browser is another guest.
        form("Of another guest.", None).cookie().expect("a cookie");
        assert_eq!(count(), 2);
        undo(world, &mina, &banned).expect(200);
        assert_eq!(count(), 4);
        form("The fourth of a guest.", Some(&guest));
        assert_eq!(count(), 5);
        undo(world, &mina, &banned).expect(200);
        assert_eq!(count(), 5);
    });
}

#[test]
fn who_moderates_a_part_silences_nobody_everywhere_and_nobody_the_newsroom() {
    on_both(|world| {
        let (war, sport) = (
            world.story_with(json!({ "title": "War", "topics": ["war"] })),
            world.story_with(json!({ "title": "Match", "topics": ["sport"] })),
        );
        let mina = world.person("Mina Berg", Role::Moderator);
        let ida = world.person("Ida", Role::Member);
        world.change(&ida, Change::Grant(Role::Moderator, Reach::Topic("sport".to_owned())));
        let ida = again(world, &ida);
        let ana = world.person("Ana", Role::Member);
        let (here, there) =
            (id_of(write(world, &sport, &ana.cookie, "Goal.")), id_of(write(world, &war, &ana.cookie, "Peace.")));
        act(world, &ida, &here, &json!({ "act": "warn", "rule": "spam" })).expect(201);
        for silence in [json!({ "act": "ban", "rule": "spam" }), json!({ "act": "suspend", "days": 1, "rule": "spam" })]
        {
            act(world, &ida, &here, &silence).problem(403, "whole_site_only");
        }
        act(world, &ida, &there, &json!({ "act": "note", "reason": "Hm." })).problem(404, "comment_unknown");
        act(world, &ana, &here, &json!({ "act": "note", "reason": "Hm." })).problem(403, "role_missing");
        let banned = act(world, &mina, &there, &json!({ "act": "ban", "rule": "spam" })).expect(201).json();
        undo(world, &ida, &banned).problem(404, "writer_act_unknown");
        // Nobody of the newsroom is silenced from the desk.
        let own = id_of(write(world, &war, &mina.cookie, "By the newsroom."));
        let omar = world.person("Omar Said", Role::Moderator);
        act(world, &omar, &own, &json!({ "act": "ban", "rule": "spam" })).problem(409, "staff_untouched");
        act(world, &omar, &own, &json!({ "act": "note", "reason": "Ask her." })).expect(201);
        // What was imported was written by nobody that is known; a later ban stays when an earlier one is taken back.
        let ana = again(world, &ana);
        write(world, &war, &ana.cookie, "Still here?").problem(403, "account_suspended");
        let second = act(world, &omar, &there, &json!({ "act": "ban", "rule": "insult" })).expect(201).json();
        undo(world, &mina, &banned).expect(200);
        let ana = again(world, &ana);
        write(world, &war, &ana.cookie, "And now?").problem(403, "account_suspended");
        undo(world, &mina, &second).expect(200);
        let ana = again(world, &ana);
        id_of(write(world, &war, &ana.cookie, "Now."));
    });
}
