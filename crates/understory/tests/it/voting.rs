//! Votes: one an account, changed and taken back, never miscounted, and shown by pages and order soon after.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::Role;

use crate::world::{Answer, Engine, Person, Story, World, on_both, until};

fn vote(world: &World, person: &Person, comment: &str, value: i64) -> Answer {
    let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin")];
    // Nobody votes faster than they read.
    world.clock.advance(Duration::from_secs(1));
    world.send_json("POST", &format!("/api/v1/comments/{comment}/votes"), &headers, &json!({ "value": value }))
}

fn votes(world: &World, comment: &str) -> Value {
    world.get(&format!("/api/v1/comments/{comment}")).json()["votes"].clone()
}

fn top(world: &World, story: &Story) -> Vec<String> {
    let page = world.get(&format!("/api/v1/stories/{}/comments?sort=top", story.id)).json();
    page["comments"].as_array().unwrap().iter().map(|comment| comment["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn one_vote_an_account_changed_and_taken_back() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        for value in [1, 1, 0, 1] {
            assert_eq!(
                vote(world, &ana, &comment, value).expect(200).json(),
                json!({ "up": value, "down": 0, "value": value })
            );
        }
        vote(world, &ana, &comment, -1).problem(422, "vote_unknown");
        world.set(&["votes=both"]);
        assert_eq!(vote(world, &ana, &comment, -1).json(), json!({ "up": 0, "down": 1, "value": -1 }));
        assert_eq!(vote(world, &ben, &comment, 1).json(), json!({ "up": 1, "down": 1, "value": 1 }));
        for value in [2, -2, i64::MAX] {
            vote(world, &ana, &comment, value).problem(422, "vote_unknown");
        }
        world.set(&["votes=off"]);
        vote(world, &ana, &comment, 1).problem(422, "vote_unknown");
        assert!(!world.get(&format!("/stories/{}", story.slug)).text.contains("name=\"value\""));
    });
}

#[test]
fn nobody_votes_on_their_own_comment_nor_on_what_they_cannot_see() {
    on_both(|world| {
        let story = world.story("One");
        let ana = world.person("Ana", Role::Member);
        let headers = [("cookie", ana.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let own = world.send_json("POST", &path, &headers, &json!({ "body": "Mine." })).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        vote(world, &ana, &own, 1).problem(403, "own_comment");
        let held = world.comment(&story, "Held.").id();
        world.decide("hold", &held);
        vote(world, &ana, &held, 1).problem(404, "comment_unknown");
        vote(world, &ana, "03fogsdot9yifh3lgk4hbpji3", 1).problem(404, "comment_unknown");
        let other = world.comment(&story, "Other.").id();
        // Guests are invited to sign in; another site's page cannot vote for anybody.
        world
            .post_json(&format!("/api/v1/comments/{other}/votes"), &json!({ "value": 1 }))
            .problem(401, "sign_in_first");
        let foreign = [("cookie", ana.cookie.as_str()), ("sec-fetch-site", "cross-site")];
        let path = format!("/api/v1/comments/{other}/votes");
        world.send_json("POST", &path, &foreign, &json!({ "value": 1 })).problem(403, "foreign_origin");
        let form = world.post_form(&format!("/stories/{}/comments/{other}/votes", story.slug), None, &[("value", "1")]);
        assert_eq!(
            form.expect(303).header("location"),
            format!("/sign-in?return=%2Fstories%2F{}%2Fcomments%2F{other}", story.slug)
        );
        assert_eq!(votes(world, &other), json!({ "up": 0, "down": 0 }));
        // Faster than anybody reads.
        let fast = |_| {
            let headers = [("cookie", ana.cookie.as_str()), ("sec-fetch-site", "same-origin")];
            world.send_json("POST", &path, &headers, &json!({ "value": 1 })).status
        };
        assert!((0..20).map(fast).any(|status| status == 429), "no limit");
    });
}

#[test]
fn pages_and_order_follow_the_votes_and_one_event_tells_of_many() {
    on_both(|world| {
        let story = world.story("One");
        let comments = ["first", "second", "third"].map(|text| world.comment(&story, text).id());
        let people: Vec<Person> = (0..6)
            .map(|n| world.person(&format!("Voter {}", ["Ana", "Ben", "Cem", "Dag", "Eva", "Fia"][n]), Role::Member))
            .collect();
        let seq = || world.get(&format!("/api/v1/stories/{}", story.id)).json()["seq"].as_i64().unwrap();
        world.get(&format!("/stories/{}", story.slug)).expect(200);
        let before = seq();
        for (n, person) in people.iter().enumerate() {
            vote(world, person, &comments[n % 2], 1).expect(200);
        }
        vote(world, &people[0], &comments[1], 1).expect(200);
        world.clock.advance(Duration::from_secs(3));
        until("the page shows the votes", || {
            let page = world.get(&format!("/stories/{}", story.slug)).text;
            page.contains("<b>3</b>") && page.contains("<b>4</b>")
        });
        until("the order follows", || {
            top(world, &story) == [comments[1].clone(), comments[0].clone(), comments[2].clone()]
        });
        // Seven votes in seven seconds of the clock: no more than one event for every two of them.
        assert!(seq() - before <= 5, "{} events", seq() - before);
        let now = seq();
        world.clock.advance(Duration::from_secs(60));
        world.block_on(understory::jobs::count_votes(&world.app)).unwrap();
        assert_eq!(seq(), now, "an event without a vote");
    });
}

#[test]
fn votes_by_many_at_once_are_never_miscounted() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::start(engine, |config| config.database.writers = 4);
        world.set(&["votes=both"]);
        let story = world.story("One");
        let comments = ["first", "second"].map(|text| world.comment(&story, text).id().parse().unwrap());
        let people: Vec<Person> = (0..24)
            .map(|n| {
                world.person(&format!("Voter {}{}", char::from(b'A' + n / 6), char::from(b'a' + n % 6)), Role::Member)
            })
            .collect();
        let site = world.app.sites().all[0].id;
        let story_id = story.id.parse().unwrap();
        world.block_on(async {
            let mut all = Vec::new();
            for round in 0..20_i64 {
                for (n, person) in people.iter().enumerate() {
                    for comment in comments {
                        // All values after one another, by several at once for one voter too.
                        let value = (round + i64::try_from(n).unwrap()) % 3 - 1;
                        let (account, now) = (person.id, world.clock.now());
                        all.push(world.store().write(understory::store::votes::PutVote {
                            site,
                            story: story_id,
                            comment,
                            account,
                            value,
                            now,
                        }));
                    }
                }
                if round % 5 == 0 {
                    let now = world.clock.now();
                    let count = understory::store::votes::CountVotes { site, story: story_id, now };
                    world.store().write(count).await.unwrap();
                }
                for vote in all.drain(..) {
                    vote.await.unwrap();
                }
            }
        });
        world.clock.advance(Duration::from_secs(3));
        until("the last votes are in the ranks", || {
            let page = world.get(&format!("/api/v1/stories/{}/comments", story.id)).json();
            page["comments"].as_array().unwrap().iter().all(|comment| {
                let (up, down) = (comment["votes"]["up"].as_i64().unwrap(), comment["votes"]["down"].as_i64().unwrap());
                up == 8 && down == 8
            })
        });
        world.verify();
    }
}

#[test]
fn a_page_without_scripts_votes_and_takes_back() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let ana = world.person("Ana", Role::Member);
        let page = world.get(&format!("/stories/{}", story.slug)).text;
        let path = format!("/stories/{}/comments/{comment}/votes", story.slug);
        assert!(page.contains(&format!("formaction=\"{path}\"")), "{page}");
        let done = world.post_form(&path, Some(&ana.cookie), &[("value", "1")]).expect(200);
        assert!(done.text.contains("Your vote counts"), "{}", done.text);
        assert_eq!(votes(world, &comment)["up"], 1);
        world.post_form(&path, Some(&ana.cookie), &[("value", "0")]).expect(200);
        assert_eq!(votes(world, &comment)["up"], 0);
    });
}

/// Remark42's older fault: a list kept for all held somebody's own votes.
#[test]
fn what_is_somebodys_own_is_told_beside_the_page_and_to_them_alone() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        vote(world, &ana, &comment, 1).expect(200);
        world.post_form(&format!("/people/{}/ignore", ben.id), Some(&ana.cookie), &[("ignored", "1")]).expect(303);
        let me = |cookie: Option<&str>| {
            let headers: Vec<(&str, &str)> = cookie.map(|cookie| ("cookie", cookie)).into_iter().collect();
            let answer = world.send("GET", &format!("/stories/{}/me", story.slug), &headers, None).expect(200);
            assert_eq!(answer.header("cache-control"), "no-store");
            answer.json()
        };
        let hers = me(Some(&ana.cookie));
        assert_eq!((&hers["name"], &hers["votes"]), (&json!("Ana"), &json!([[comment, 1]])));
        assert_eq!(hers["ignored"], json!([ben.id.to_string()]));
        assert_eq!((&me(Some(&ben.cookie))["votes"], &me(Some(&ben.cookie))["ignored"]), (&json!([]), &json!([])));
        assert_eq!(me(None)["name"], Value::Null);
        // The page is the same bytes for all.
        let path = format!("/stories/{}", story.slug);
        let page = world.get(&path).text;
        for cookie in [&ana.cookie, &ben.cookie] {
            assert_eq!(world.send("GET", &path, &[("cookie", cookie)], None).text, page);
        }
    });
}
