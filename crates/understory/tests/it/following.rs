//! What somebody is told: answers, decisions, votes, and what they follow; and nothing that they may not see.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::Role;

use crate::world::{Person, Story, World, on_both, until};

fn write(world: &World, story: &Story, person: &Person, body: &str, parent: Option<&str>) -> String {
    world.clock.advance(Duration::from_millis(1));
    let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let mut comment = json!({ "body": body });
    if let Some(parent) = parent {
        comment["parent"] = parent.into();
    }
    let posted = world.send_json("POST", &format!("/api/v1/stories/{}/comments", story.id), &headers, &comment);
    posted.json()["id"].as_str().unwrap_or_else(|| panic!("{}", posted.text)).to_owned()
}

fn news(world: &World, person: &Person) -> String {
    world
        .send("GET", "/account/news", &[("cookie", &person.cookie)], None)
        .expect(200)
        .text
        .replace(['\u{2068}', '\u{2069}'], "")
}

fn unseen(world: &World, story: &Story, person: &Person) -> Value {
    let path = format!("/stories/{}/me", story.slug);
    world.send("GET", &path, &[("cookie", &person.cookie)], None).json()["news"].clone()
}

#[test]
fn answers_decisions_and_votes_are_told() {
    on_both(|world| {
        let story = world.story("One");
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let own = write(world, &story, &ana, "What do you say?", None);
        assert!(news(world, &ana).contains("Nothing yet"));
        let answer = write(world, &story, &ben, "I say <b>no</b>.", Some(&own));
        write(world, &story, &ana, "To myself.", Some(&own));
        assert!(
            news(world, &ana).contains("Ben has answered you") && !news(world, &ana).contains("Ana has answered you")
        );
        assert!(!news(world, &ana).contains("<b>no</b>"), "markup in an excerpt");
        assert_eq!(unseen(world, &story, &ana), 1);
        assert_eq!(unseen(world, &story, &ben), 0);
        // In words, too, in their language, for who listens.
        let path = format!("/stories/{}/me", story.slug);
        let told =
            |person: &Person| world.send("GET", &path, &[("cookie", &person.cookie)], None).json()["told"].clone();
        assert_eq!((told(&ana), told(&ben)), (json!(["1 new", "en"]), Value::Null));
        world.decide("hold", &own);
        assert!(news(world, &ana).contains("waits for a moderator"));
        world.decide("approve", &own);
        assert!(news(world, &ana).contains("was published"));
        // Votes are gathered into one, which comes up again when there are more.
        let vote = |person: &Person, value: i64| {
            world.clock.advance(Duration::from_secs(3));
            let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin")];
            world
                .send_json("POST", &format!("/api/v1/comments/{own}/votes"), &headers, &json!({ "value": value }))
                .expect(200);
            world.clock.advance(Duration::from_secs(3));
        };
        vote(&ben, 1);
        until("a vote is told", || news(world, &ana).contains("was recommended once"));
        world.post_form("/account/news", Some(&ana.cookie), &[]).expect(303);
        assert_eq!(unseen(world, &story, &ana), 0);
        let cem = world.person("Cem", Role::Member);
        vote(&cem, 1);
        until("two are told", || news(world, &ana).contains("was recommended 2 times"));
        assert_eq!(unseen(world, &story, &ana), 1);
        // What can no longer be seen is not there any more, neither in the list nor in the count.
        write(world, &story, &ben, "And no again.", Some(&own));
        assert_eq!(unseen(world, &story, &ana), 2);
        world.decide("remove", &answer);
        assert!(!news(world, &ana).contains("I say no"));
        let listed = world.get(&format!("/api/v1/comments/{own}/replies")).json();
        for comment in listed["comments"].as_array().unwrap() {
            world.decide("remove", comment["id"].as_str().unwrap());
        }
        assert!(!news(world, &ana).contains("has answered you"), "{}", news(world, &ana));
        assert_eq!(unseen(world, &story, &ana), 2, "votes, and the decision about her own answer");
    });
}

#[test]
fn an_answer_that_waits_is_told_when_it_appears() {
    on_both(|world| {
        let story = world.story("One");
        let ana = world.person("Ana", Role::Member);
        let own = write(world, &story, &ana, "What do you say?", None);
        world.set(&["guests=held"]);
        let held = world.comment(&story, "Held for now.").to(&own).send().expect(202).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(!news(world, &ana).contains("Held for now"));
        let key = world.key(&["moderate"]);
        let decide = |act: &str| {
            let body = json!({ "act": act, "reason": "for the test" });
            let path = format!("/api/v1/comments/{held}/decisions");
            world.send_json("POST", &path, &[("authorization", &key)], &body).expect(201);
        };
        decide("approve");
        assert!(news(world, &ana).contains("Held for now"));
        // Taken away and given back, it is one item.
        decide("remove");
        assert!(!news(world, &ana).contains("Held for now"));
        decide("restore");
        assert_eq!(news(world, &ana).matches("Held for now").count(), 1);
    });
}

#[test]
fn stories_branches_topics_and_people_are_followed() {
    on_both(|world| {
        let story = world.story_with(json!({ "title": "One", "topics": ["The Harbour"] }));
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let root = write(world, &story, &ben, "A root.", None);
        let follow = |what: &str| world.post_form("/account/follows", Some(&ana.cookie), &[("follow", what)]);
        for what in [
            format!("story:{}", story.id),
            format!("branch:{root}"),
            "topic:the-harbour".to_owned(),
            format!("author:{}", ben.id),
        ] {
            assert_eq!(follow(&what).expect(303).header("location"), "/account/news#followed");
            follow(&what).expect(303);
        }
        assert_eq!(news(world, &ana).matches("Follow no more").count(), 4);
        assert!(!news(world, &ana).contains(" new</span>"));
        write(world, &story, &ben, "Below it.", Some(&root));
        world.story_with(json!({ "title": "Two", "topics": ["The harbour"] }));
        let page = news(world, &ana);
        // One comment in the story, in the branch and by the person; one story in the topic.
        assert_eq!(page.matches("1 new</span>").count(), 4, "{page}");
        world.post_form("/account/news", Some(&ana.cookie), &[]).expect(303);
        assert!(!news(world, &ana).contains(" new</span>"));
        world
            .post_form("/account/follows", Some(&ana.cookie), &[("unfollow", &format!("story:{}", story.id))])
            .expect(303);
        assert_eq!(news(world, &ana).matches("Follow no more").count(), 3);
        // What is not there, or not to be seen, cannot be followed.
        let hidden = world.comment(&story, "Hidden.").id();
        world.decide("remove", &hidden);
        for (what, status) in [
            (format!("branch:{hidden}"), 404),
            (format!("story:{root}"), 404),
            ("topic:none".to_owned(), 404),
            ("x".to_owned(), 400),
        ] {
            assert_eq!(follow(&what).status, status, "{what}");
        }
        world.decide("remove", &root);
        assert_eq!(news(world, &ana).matches("Follow no more").count(), 2, "a branch that nobody sees");
        // A guest is led to where one signs in.
        let guest = world.post_form("/account/follows", None, &[("follow", "topic:the-harbour")]).expect(303);
        assert!(guest.header("location").starts_with("/sign-in?"));
    });
}

#[test]
fn an_author_is_found_by_their_byline_and_followed_with_what_they_publish() {
    on_both(|world| {
        let rosa = world.person("Rosa Kern", Role::Author);
        let ana = world.person("Ana", Role::Member);
        let first = world.story_with(json!({ "title": "One", "author": "Rosa Kern" }));
        let page = world.get(&format!("/stories/{}", first.slug)).expect(200).text;
        assert!(page.contains(&format!("<a href=\"/people/{}\"><bdi>Rosa Kern</bdi></a>", rosa.id)), "{page}");
        let follow = format!("author:{}", rosa.id);
        world.post_form("/account/follows", Some(&ana.cookie), &[("follow", &follow)]).expect(303);
        assert!(!news(world, &ana).contains(" new</span>"));
        world.story_with(json!({ "title": "Two", "author": "Tom Weil and Rosa Kern" }));
        world.story_with(json!({ "title": "Three", "author": "Rosa Kernbach" }));
        assert!(news(world, &ana).contains("1 new</span>"), "{}", news(world, &ana));
        // What stands under a story that is not shown is new to nobody.
        write(world, &first, &rosa, "A word more.", None);
        assert!(news(world, &ana).contains("2 new</span>"));
        let key = world.key(&["stories"]);
        let auth = [("authorization", key.as_str())];
        let hidden = json!({ "state": "unpublished" });
        world.send_json("PATCH", &format!("/api/v1/stories/{}", first.id), &auth, &hidden).expect(200);
        assert!(!news(world, &ana).contains("2 new</span>"));
        // A reader with the same name is nobody's author.
        let other = world.person("Tom Weil", Role::Member);
        let second = world.story_with(json!({ "title": "Four", "author": "Tom Weil" }));
        let page = world.get(&format!("/stories/{}", second.slug)).expect(200).text;
        assert!(!page.contains(&format!("/people/{}", other.id)), "{page}");
    });
}

#[test]
fn the_bell_counts_what_is_listed() {
    on_both(|world| {
        let story = world.story("One");
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let root = write(world, &story, &ana, "A root.", None);
        write(world, &story, &ben, "An answer.", Some(&root));
        let other = world.story("Two");
        let bell = || {
            let path = format!("/stories/{}/me", other.slug);
            world.send("GET", &path, &[("cookie", &ana.cookie)], None).expect(200).json()["news"].clone()
        };
        until("the answer is told", || bell() == 1);
        let key = world.key(&["stories"]);
        let auth = [("authorization", key.as_str())];
        let hidden = json!({ "state": "unpublished" });
        world.send_json("PATCH", &format!("/api/v1/stories/{}", story.id), &auth, &hidden).expect(200);
        until("what is not listed is not counted", || bell() == 0);
        assert!(!news(world, &ana).contains("An answer."));
    });
}

/// What is theirs is kept in memory between pages; whatever they do, or is done to them, shows on the very next page.
#[test]
fn what_is_ones_own_shows_at_once() {
    on_both(|world| {
        let (story, other) = (world.story("One"), world.story("Two"));
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let me = |story: &Story| {
            let path = format!("/stories/{}/me", story.slug);
            world.send("GET", &path, &[("cookie", &ana.cookie)], None).expect(200).json()
        };
        let theirs = write(world, &story, &ben, "Well?", None);
        for story in [&story, &other] {
            let empty = me(story);
            for list in ["votes", "own", "ignored"] {
                assert_eq!(empty[list], json!([]), "{list}");
            }
        }
        let headers = [("cookie", ana.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let votes = format!("/api/v1/comments/{theirs}/votes");
        world.send_json("POST", &votes, &headers, &json!({ "value": 1 })).expect(200);
        assert_eq!(me(&story)["votes"], json!([[theirs, 1]]));
        world.send_json("POST", &votes, &headers, &json!({ "value": 0 })).expect(200);
        assert_eq!(me(&story)["votes"], json!([]));
        let own = write(world, &other, &ana, "Mine.", None);
        assert_eq!(me(&other)["own"], json!([own]));
        assert_eq!(me(&story)["own"], json!([]));
        world.post_form(&format!("/people/{}/ignore", ben.id), Some(&ana.cookie), &[("ignored", "1")]).expect(303);
        assert_eq!(me(&story)["ignored"], json!([ben.id]));
        world.post_form(&format!("/people/{}/ignore", ben.id), Some(&ana.cookie), &[("ignored", "0")]).expect(303);
        assert_eq!(me(&story)["ignored"], json!([]));
        let answer = write(world, &other, &ben, "No.", Some(&own));
        assert_eq!(me(&story)["news"], 1);
        // What can no longer be seen is no news, and news again once it can.
        let key = world.key(&["moderate"]);
        let decide = |act: &str| {
            let path = format!("/api/v1/comments/{answer}/decisions");
            let body = json!({ "act": act, "reason": "Looked at." });
            world.send_json("POST", &path, &[("authorization", &key)], &body).expect(201);
        };
        decide("remove");
        assert_eq!(me(&story)["news"], 0);
        decide("restore");
        assert_eq!(me(&story)["news"], 1);
        world.post_form("/account/news", Some(&ana.cookie), &[]).expect(303);
        assert_eq!(me(&story)["news"], 0);
    });
}
