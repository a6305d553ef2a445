//! Flags: one a reader, of what can be seen and is not one's own, weighed by how their flags turned out.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::Role;

use crate::world::{Answer, Person, Story, World, on_both, on_both_with};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn flag(world: &World, person: &Person, comment: &str, reason: &str, text: &str) -> Answer {
    let headers = [("cookie", person.cookie.as_str()), OWN];
    let path = format!("/api/v1/comments/{comment}/flags");
    world.send_json("POST", &path, &headers, &json!({ "reason": reason, "text": text }))
}

fn flags(world: &World, comment: &str) -> Vec<Value> {
    let key = world.key(&["moderate"]);
    let listed = world.send("GET", &format!("/api/v1/comments/{comment}/flags"), &[("authorization", &key)], None);
    listed.expect(200).json()["flags"].as_array().unwrap().clone()
}

#[test]
fn a_reader_flags_once_and_may_say_it_otherwise() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let ana = world.person("Ana", Role::Member);
        let first = flag(world, &ana, &comment, "insult", "").expect(201).json();
        assert_eq!(first, json!({ "reason": "insult", "again": false }));
        flag(world, &ana, &comment, "hate", " It means <b>my neighbours</b>. ").expect(200);
        let listed = flags(world, &comment);
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["reason"], "hate");
        assert_eq!(listed[0]["text"], "It means <b>my neighbours</b>.");
        assert_eq!((&listed[0]["weight"], &listed[0]["account"]), (&json!(2), &json!(true)));
        assert_eq!((&listed[0]["founded"], &listed[0]["revision"]), (&Value::Null, &json!(0)));
        // Nobody learns who flagged, and readers not that anybody did.
        assert!(!listed[0].to_string().contains(&ana.id.to_string()), "{}", listed[0]);
        let page = world.get(&format!("/stories/{}", story.slug)).text;
        assert!(page.contains("Judge me.") && !page.contains("my neighbours"));
        // What is refused.
        flag(world, &ana, &comment, "other", " ").problem(422, "flag_needs_words");
        flag(world, &ana, &comment, "spam", &"x".repeat(501)).problem(422, "flag_too_long");
        assert_eq!(flag(world, &ana, &comment, "boring", "").status, 422);
        world.verify();
    });
}

#[test]
fn nobody_flags_their_own_nor_what_cannot_be_seen() {
    on_both(|world| {
        let story = world.story("One");
        let ana = world.person("Ana", Role::Member);
        let headers = [("cookie", ana.cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let own = world.send_json("POST", &path, &headers, &json!({ "body": "Mine." })).expect(201).json();
        flag(world, &ana, own["id"].as_str().unwrap(), "spam", "").problem(403, "flag_own");
        // A guest by what their browser holds.
        let guests = world.comment(&story, "A guest's.").post();
        let token = guests["edit_token"].as_str().unwrap();
        let theirs = format!("/api/v1/comments/{}/flags", guests["id"].as_str().unwrap());
        let with_token = [("understory-edit-token", token)];
        world.send_json("POST", &theirs, &with_token, &json!({ "reason": "spam" })).problem(403, "flag_own");
        world.send_json("POST", &theirs, &[], &json!({ "reason": "spam" })).expect(201);
        let hidden = world.comment(&story, "Hidden.").id();
        world.decide("hold", &hidden);
        flag(world, &ana, &hidden, "spam", "").problem(404, "comment_unknown");
        for (settings, status, code) in [("flags=accounts", 401, "sign_in_first"), ("flags=off", 403, "flags_off")] {
            world.set(&[settings]);
            world.send_json("POST", &theirs, &[], &json!({ "reason": "hate" })).problem(status, code);
        }
        flag(world, &ana, guests["id"].as_str().unwrap(), "spam", "").problem(403, "flags_off");
        assert!(!world.get(&format!("/stories/{}", story.slug)).text.contains("data-flag"));
    });
}

/// Whoever is mostly right counts more, and whoever flags whatever they dislike counts nothing in the end; what the desk
/// decides otherwise later counts otherwise.
#[test]
fn flags_are_weighed_by_what_became_of_them() {
    on_both(|world| {
        world.set(&["rate_writer=1000", "rate_address=1000"]);
        let story = world.story("One");
        let [right, wrong] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let mut decided = Vec::new();
        for n in 0..5 {
            let (bad, good) = (world.comment(&story, &format!("Bad {n}")).id(), format!("Good {n}"));
            let good = world.comment(&story, &good).id();
            flag(world, &right, &bad, "hate", "").expect(201);
            flag(world, &wrong, &good, "hate", "").expect(201);
            world.decide("remove", &bad);
            world.decide("approve", &good);
            assert_eq!(flags(world, &bad)[0]["founded"], true);
            assert_eq!(flags(world, &good)[0]["founded"], false);
            decided.push(good);
        }
        let weights = |text: &str| {
            let comment = world.comment(&story, text).id();
            for person in [&right, &wrong] {
                flag(world, person, &comment, "hate", "").expect(201);
            }
            let listed = flags(world, &comment);
            assert_eq!(listed.len(), 2, "a flag that counts nothing is there all the same");
            listed.iter().map(|flag| flag["weight"].as_i64().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(weights("Both of them"), [4, 0]);
        // The desk thinks again about two of them.
        for comment in &decided[..2] {
            world.decide("remove", comment);
            assert_eq!(flags(world, comment)[0]["founded"], true);
        }
        assert_eq!(weights("Both of them again"), [4, 2]);
        world.verify();
    });
}

/// L1: by reader and by line, whatever the line's end; and a day's line is one reader.
#[test]
fn flags_have_their_limits_on_both_routes() {
    on_both_with(
        |config| config.server.trusted_proxies = vec!["127.0.0.1".to_owned()],
        |world| {
            world.set(&["rate_writer=1000", "rate_address=1000"]);
            let story = world.story("One");
            let comments: Vec<String> = (0..25).map(|n| world.comment(&story, &format!("Comment {n}")).id()).collect();
            let api = |comment: &str, address: &str, token: Option<&str>| {
                let mut headers = vec![("x-forwarded-for", address)];
                headers.extend(token.map(|token| ("understory-edit-token", token)));
                let path = format!("/api/v1/comments/{comment}/flags");
                world.send_json("POST", &path, &headers, &json!({ "reason": "spam" }))
            };
            // One line is one reader: two ends of a network, too.
            api(&comments[0], "2001:db8:1:2::1", None).expect(201);
            api(&comments[0], "2001:db8:1:2:ffff::9", None).expect(200);
            api(&comments[0], "2001:db8:1:3::1", None).expect(201);
            assert_eq!(flags(world, &comments[0]).len(), 2);
            for comment in &comments[1..19] {
                api(comment, "2001:db8:1:2::1", None).expect(201);
            }
            let answer = api(&comments[19], "2001:db8:1:2::1", None);
            answer.problem(429, "tried_too_often");
            assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|n| n > 0));
            // By page it is the same allowance.
            let path = format!("/stories/{}/comments/{}/flags", story.slug, comments[19]);
            let headers =
                [("content-type", "application/x-www-form-urlencoded"), OWN, ("x-forwarded-for", "2001:db8:1:2::1")];
            let page = world.send("POST", &path, &headers, Some(b"reason=spam&text=kept")).expect(429);
            assert!(page.text.contains("kept") && page.text.contains("checked"), "{}", page.text);
            // Sixty from one line, whatever browsers there are behind it.
            let mut taken = 0;
            for browser in 0..5 {
                let token = format!("a-guest-with-a-secret-of-its-own-{browser:06}");
                for comment in &comments[..20] {
                    taken += i32::from(api(comment, "192.0.2.1", Some(&token)).status == 201);
                }
            }
            assert_eq!(taken, 60);
            world.clock.advance(Duration::from_secs(3_601));
            api(&comments[19], "2001:db8:1:2::1", None).expect(201);
        },
    );
}

/// Without scripts: a page to say it on, and one that thanks. No cookie is set.
#[test]
fn a_flag_by_page_needs_no_script_and_no_cookie() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge <b>me</b>.").by("Eve").id();
        let path = format!("/stories/{}/comments/{comment}/flags", story.slug);
        let form = world.get(&path).expect(200);
        assert!(form.text.contains("comment by") && form.text.contains("Judge &lt;b&gt;me"), "{}", form.text);
        assert_eq!(form.header("cache-control"), "no-store");
        let post = |fields: &[(&str, &str)]| world.post_form(&path, None, fields);
        let again = post(&[("reason", ""), ("text", "what I wrote")]).expect(422);
        assert!(again.text.contains("Choose what is wrong") && again.text.contains("what I wrote"));
        let again = post(&[("reason", "other"), ("text", "")]).expect(422);
        assert!(again.text.contains("in a few words") && again.text.contains("aria-invalid"), "{}", again.text);
        let thanks = post(&[("reason", "hate"), ("text", "what I wrote")]).expect(202);
        assert!(thanks.text.contains("The desk will look at it"), "{}", thanks.text);
        assert_eq!(thanks.cookie(), None);
        assert_eq!(flags(world, &comment).len(), 1);
        let story: Story = world.story("Two");
        assert_eq!(world.get(&format!("/stories/{}/comments/{comment}/flags", story.slug)).status, 404);
    });
}
