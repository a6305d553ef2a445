//! Appeals: once a decision, within six months, answered by another person, and what an answer does.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use understory::config::MailTls;
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::stating::{OWN, bytes, decide, links, look, own_links, pass, remove, write};
use crate::world::{Answer, Person, Story, World, on_both, on_both_with, until};

/// A comment of somebody's that was removed, with the link to its statement.
#[track_caller]
fn removed(world: &World, story: &Story, who: &Person, by: &Person, body: &str) -> (String, String) {
    let comment = write(world, story, who, body);
    remove(world, by, &comment);
    pass(world, 31);
    let link = own_links(world, who).into_iter().next().expect("a statement");
    (comment, link)
}

fn id_of(link: &str) -> &str {
    link.trim_start_matches("/statements/").split('?').next().unwrap()
}

fn appeal(world: &World, link: &str, text: &str) -> Answer {
    let key = link.split_once("?key=").unwrap().1;
    world.post_json(&format!("/api/v1/statements/{}/appeal", id_of(link)), &json!({ "key": key, "text": text }))
}

fn answer(world: &World, who: &Person, link: &str, outcome: &str) -> Answer {
    let body = json!({ "outcome": outcome, "reason": "We looked again." });
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.send_json("POST", &format!("/api/v1/appeals/{}/decision", id_of(link)), &headers, &body)
}

fn waiting(world: &World, who: &Person) -> Vec<Value> {
    look(world, who, "/api/v1/appeals").expect(200).json()["appeals"].as_array().unwrap().clone()
}

#[test]
fn an_appeal_that_is_right_brings_the_comment_back_everywhere_within_two_seconds() {
    on_both(|world| {
        let story = world.story("One");
        let [mina, omar] = ["Mina Berg", "Omar Said"].map(|name| world.person(name, Role::Moderator));
        let ana = world.person("Ana", Role::Member);
        let root = world.comment(&story, "First.").id();
        let (comment, link) = removed(world, &story, &ana, &mina, "The heron is back.");
        let page = format!("/stories/{}", story.slug);
        let feed = format!("{page}/comments.atom");
        let count = || world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].as_i64().unwrap();
        let is_found = || world.get("/api/v1/search/comments?q=heron").json()["found"] == 1;
        let is_there = || world.get(&page).text.contains("heron") && world.get(&feed).text.contains("heron");
        assert!(!is_there() && !is_found() && count() == 1, "{root}");
        // Without signing in, without scripts.
        let shown = world.get(&link).expect(200).text;
        assert!(shown.contains("Why the decision is wrong"), "{shown}");
        let (path, key) = link.split_once("?key=").unwrap();
        let form = format!("{path}/appeal");
        let told = world.post_form(&form, None, &[("key", key), ("text", "  ")]);
        assert!(
            told.status == 422 && told.text.contains("role=\"alert\"") && told.header("cache-control") == "no-store"
        );
        let long = "x".repeat(4_001);
        let told = world.post_form(&form, None, &[("key", key), ("text", &long)]);
        assert!(told.status == 422 && told.text.contains(&long), "nothing that was typed is lost");
        let taken = world.post_form(&form, None, &[("key", key), ("text", "It is <i>a bird</i>.")]).expect(303);
        assert_eq!(taken.header("location"), format!("{link}#appeal"));
        let shown = world.get(&link).expect(200).text;
        assert!(shown.contains("waits for an answer") && shown.contains("It is &#60;i&#62;a bird"), "{shown}");
        assert!(!shown.contains("<textarea"));
        // The desk sees it; who decided first does not answer it, and no program does.
        let listed = look(world, &omar, "/desk?view=appeals").expect(200).text;
        assert!(
            listed.contains("/desk/appeals/")
                && listed.contains("a bird")
                && listed.contains("data-count=\"appeals\">1<")
        );
        assert_eq!(look(world, &omar, "/desk/counts").json()["appeals"], "1");
        let card = format!("/desk/appeals/{}", id_of(&link));
        let theirs = look(world, &mina, &card).expect(200).text;
        assert!(theirs.contains("You took the decision") && !theirs.contains("value=\"overturned\""), "{theirs}");
        answer(world, &mina, &link, "upheld").problem(403, "appeal_own_decision");
        let key = world.key(&["moderate"]);
        let body = json!({ "outcome": "overturned", "reason": "We looked again." });
        let path = format!("/api/v1/appeals/{}/decision", id_of(&link));
        world.send_json("POST", &path, &[("authorization", &key)], &body).problem(403, "person_only");
        let shown = look(world, &omar, &card).expect(200).text;
        for part in ["The heron is back.", "a bird", "contempt for people", "Mina Berg", "value=\"overturned\""] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        // An answer is explained.
        let told = world.post_form(&format!("{card}/decision"), Some(&omar.cookie), &[("outcome", "overturned")]);
        assert!(told.status == 422 && told.text.contains("role=\"alert\""), "{}", told.text);
        let fields = [("outcome", "overturned"), ("reason", "A bird is no insult.")];
        world.post_form(&format!("{card}/decision"), Some(&omar.cookie), &fields).expect(303);
        let began = Instant::now();
        assert_eq!(world.get(&format!("/api/v1/comments/{comment}")).expect(200).json()["state"], "published");
        until("page, feed, count and search have it again", || is_there() && is_found() && count() == 2);
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
        assert!(look(world, &omar, &card).expect(200).text.contains("Overturned"));
        assert_eq!(waiting(world, &omar), Vec::<Value>::new());
        // The writer is told: there, in the account, and by a new statement.
        let shown = world.get(&link).expect(200).text;
        assert!(shown.contains("your comment appears again") && shown.contains("A bird is no insult."), "{shown}");
        assert!(!shown.contains("Omar") && !shown.contains("Mina"));
        assert!(look(world, &ana, "/account/news").text.contains("Your comment was published"));
        pass(world, 0);
        let new = own_links(world, &ana).remove(0);
        assert_ne!(new, link);
        let said: Value = serde_json::from_slice(&bytes(world, &new)).unwrap();
        assert_eq!(
            (said["kind"].as_str(), said["decision_facts"].as_str()),
            (Some("restored"), Some("A bird is no insult."))
        );
        // It is no slip that is taken back; who sees it otherwise decides anew, and that can be appealed again.
        let record = look(world, &omar, &format!("/api/v1/comments/{comment}/decisions")).json();
        let newest = record["decisions"].as_array().unwrap().last().unwrap()["id"].as_str().unwrap().to_owned();
        let undo = world.send("DELETE", &format!("/api/v1/decisions/{newest}"), &[("cookie", &omar.cookie), OWN], None);
        undo.problem(409, "undo_impossible");
        assert!(!look(world, &omar, &format!("/desk/comments/{comment}")).text.contains(&format!("{newest}/undo")));
        remove(world, &omar, &comment);
        pass(world, 31);
        let again = own_links(world, &ana).remove(0);
        appeal(world, &again, "Still a bird.").expect(201);
        answer(world, &mina, &again, "upheld").expect(201);
    });
}

#[test]
fn a_decision_that_stands_is_answered_once_and_told() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let story = world.story("One");
            let [mina, omar] = ["Mina Berg", "Omar Said"].map(|name| world.person(name, Role::Moderator));
            let name = format!("Ana {:?}", world.engine);
            let ana = world.person(&name, Role::Member);
            let email = format!("{}@reader.example", name.to_lowercase().replace(' ', "."));
            let (comment, link) = removed(world, &story, &ana, &mina, "Mine.");
            mail.letter_to(&email, 0);
            appeal(world, &link, "Why?").expect(201);
            appeal(world, &link, "Why?").expect(200);
            appeal(world, &link, "Why, I ask?").problem(409, "appeal_made");
            let answered = answer(world, &omar, &link, "upheld").expect(201).json();
            assert_eq!(
                (&answered["state"], &answered["decided_by"]),
                (&json!("upheld"), &json!(format!("account {}", omar.id)))
            );
            let told = answer(world, &omar, &link, "overturned").problem(409, "appeal_answered");
            assert!(told["detail"].as_str().unwrap().contains("Omar Said"), "{told}");
            appeal(world, &link, "Again!").problem(409, "appeal_made");
            world.get(&format!("/api/v1/comments/{comment}")).expect(404);
            let shown = world.get(&link).expect(200).text;
            assert!(shown.contains("the decision stands") && shown.contains("We looked again."), "{shown}");
            assert!(look(world, &ana, "/account/news").text.contains("Your appeal was answered"));
            assert_eq!(own_links(world, &ana), std::slice::from_ref(&link));
            pass(world, 0);
            let letter = mail.letter_to(&email, 1);
            assert!(
                letter.text.contains("We looked again.")
                    && letter.text.contains(&link)
                    && !letter.text.contains("Omar")
            );
            // Decided anew against the writer while an appeal waits: not before it is answered.
            let (comment, link) = removed(world, &story, &ana, &mina, "Another.");
            appeal(world, &link, "Why?").expect(201);
            let body = json!({ "act": "remove", "rule": "spam" });
            decide(world, &omar, &comment, &body).problem(409, "appeal_open");
            // In the writer's favour anybody may, and the appeal needs no answer.
            decide(world, &mina, &comment, &json!({ "act": "restore", "reason": "I was wrong." })).expect(201);
            answer(world, &omar, &link, "upheld").problem(409, "appeal_moot");
            assert_eq!(waiting(world, &omar), Vec::<Value>::new());
            assert!(world.get(&link).expect(200).text.contains("lifted before your appeal"));
        },
    );
}

#[test]
fn of_twenty_sent_at_once_one_is_taken() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let (_, link) = removed(world, &story, &ana, &mina, "Mine.");
        let sent: Vec<u16> = std::thread::scope(|scope| {
            let link = &link;
            let send = |n| scope.spawn(move || appeal(world, link, &format!("Number {n}.")).status);
            let running: Vec<_> = (0..20).map(send).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let (taken, refused): (Vec<u16>, Vec<u16>) = sent.iter().partition(|status| **status == 201);
        assert_eq!((taken.len(), refused), (1, vec![409; 19]));
        assert_eq!(waiting(world, &mina).len(), 1);
        // Whoever goes on trying waits.
        for n in 20..60 {
            appeal(world, &link, &format!("Number {n}.")).problem(409, "appeal_made");
        }
        let told = appeal(world, &link, "One more.").problem(429, "tried_too_often");
        assert!(told["retry_after"].as_u64().is_some_and(|seconds| seconds <= 3_600), "{told}");
    });
}

#[test]
fn an_appeal_can_be_made_for_six_months_to_the_second() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let (_, early) = removed(world, &story, &ana, &mina, "One.");
        let until = |link: &str| {
            let said: Value = serde_json::from_slice(&bytes(world, link)).unwrap();
            let until: jiff::Timestamp = said["appeal_until"].as_str().unwrap().parse().unwrap();
            until
        };
        let begun: jiff::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!((until(&early) - begun).get_seconds() / 86_400, 184);
        let (_, late) = removed(world, &story, &ana, &mina, "Two.");
        // The first of two is a minute or so older: at its edge the second is not over either.
        world.clock.set(until(&early).into());
        appeal(world, &early, "In time.").expect(201);
        world.clock.set(until(&late).into());
        world.clock.advance(Duration::from_secs(1));
        appeal(world, &late, "Too late.").problem(409, "appeal_late");
        assert!(world.get(&late).expect(200).text.contains("six months"));
    });
}

#[test]
fn who_decided_first_never_answers_also_when_both_try_at_once() {
    on_both(|world| {
        let story = world.story("One");
        let people = ["Mina Berg", "Omar Said", "Lea Wolf"].map(|name| world.person(name, Role::Moderator));
        let ana = world.person("Ana", Role::Member);
        for round in 0..5 {
            let (_, link) = removed(world, &story, &ana, &people[0], &format!("Number {round}."));
            appeal(world, &link, "Why?").expect(201);
            let answers: Vec<Answer> = std::thread::scope(|scope| {
                let link = &link;
                let send = |(n, who): (usize, &'static str)| {
                    let who_ = &people[n];
                    scope.spawn(move || answer(world, who_, link, who))
                };
                let running: Vec<_> =
                    [(0, "upheld"), (1, "upheld"), (2, "overturned"), (0, "overturned")].map(send).into();
                running.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            for first in [0, 3] {
                assert!(matches!(statuses[first], 403 | 409), "{statuses:?}");
            }
            let others = [statuses[1], statuses[2]];
            assert!(others == [201, 409] || others == [409, 201], "{others:?}");
        }
    });
}

#[test]
fn a_machines_decision_anybody_may_answer_but_nobody_their_own_comments() {
    on_both_with(crate::triaging::with_model, |world| {
        let story = world.story("One");
        world.set(&["triage=spam reject 0.5"]);
        let [mina, omar] = ["Mina Berg", "Omar Said"].map(|name| world.person(name, Role::Moderator));
        let spam = "Win a FREE prize now! Call 0800 123 4567 or text CLAIM to 80800 to get your £1000 cash, claim now";
        let posted = world.comment(&story, spam).send().expect(202).json();
        let address = posted["statement"].as_str().unwrap();
        let link = &address[address.find("/statements/").unwrap()..];
        appeal(world, link, "I did win.").expect(201);
        answer(world, &mina, link, "overturned").expect(201);
        world.get(&format!("/api/v1/comments/{}", posted["id"].as_str().unwrap())).expect(200);
        // Who wrote it may be a moderator themselves.
        let (_, link) = removed(world, &story, &omar, &mina, "By a moderator.");
        appeal(world, &link, "I know the rules.").expect(201);
        answer(world, &omar, &link, "overturned").problem(403, "appeal_own_comment");
        // Nor as the guest that they were in this browser.
        let guest = world.comment(&story, "By a guest.").by("Eva").send().expect(201).json();
        remove(world, &mina, guest["id"].as_str().unwrap());
        pass(world, 31);
        let guests = format!("__Host-understory_guest={}", guest["edit_token"].as_str().unwrap());
        let own = world.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &guests)], None).text;
        let link = links(&own).remove(0);
        appeal(world, &link, "Why?").expect(201);
        let both = Person { cookie: format!("{}; {guests}", omar.cookie), ..omar.clone() };
        answer(world, &both, &link, "overturned").problem(403, "appeal_own_comment");
        answer(world, &omar, &link, "overturned").expect(201);
    });
}

#[test]
fn an_appeal_is_seen_where_its_comment_is_and_its_words_go_with_their_writer() {
    on_both(|world| {
        let inside = world.story_with(json!({ "title": "In", "topics": ["The War"] }));
        let outside = world.story_with(json!({ "title": "Out", "topics": ["Sport"] }));
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let (_, here) = removed(world, &inside, &ana, &mina, "In.");
        let (_, there) = removed(world, &outside, &ana, &mina, "Out.");
        appeal(world, &here, "My private words.").expect(201);
        appeal(world, &there, "My other words.").expect(201);
        let mut of_topic = world.person("Of Topic", Role::Member);
        world.change(&of_topic, Change::Grant(Role::Moderator, Reach::Topic("the-war".to_owned())));
        of_topic.cookie = world.let_in(&world.app.sites().all[0], &of_topic);
        let seen = waiting(world, &of_topic);
        assert_eq!(seen.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(), [id_of(&here)]);
        let listed = look(world, &of_topic, "/desk?view=appeals").expect(200).text;
        assert!(
            listed.contains("private") && !listed.contains("other words") && !listed.contains("data-count=\"appeals\"")
        );
        answer(world, &of_topic, &there, "upheld").problem(404, "appeal_unknown");
        look(world, &of_topic, &format!("/desk/appeals/{}", id_of(&there))).expect(404);
        let auditor = world.person("Audit", Role::Auditor);
        assert_eq!(waiting(world, &auditor).len(), 2);
        answer(world, &auditor, &there, "upheld").problem(403, "role_missing");
        let member = world.person("Ben", Role::Member);
        answer(world, &member, &there, "upheld").problem(403, "role_missing");
        assert_eq!(world.get("/api/v1/appeals").status, 401);
        answer(world, &of_topic, &here, "upheld").expect(201);
        world.change(&ana, Change::Delete);
        assert_eq!(waiting(world, &mina), Vec::<Value>::new(), "nobody waits for an answer any more");
        for link in [&here, &there] {
            let shown = world.get(link).expect(200).text;
            assert!(!shown.contains("private") && !shown.contains("other words"), "{shown}");
        }
        assert!(world.get(&here).text.contains("the decision stands"));
    });
}

#[test]
fn a_hold_that_was_stated_can_be_appealed_and_upheld_it_waits_on() {
    on_both(|world| {
        let story = world.story("One");
        world.set(&["guests=held"]);
        let mut mina = world.person("Mina Berg", Role::Moderator);
        let [one, two] = ["Eva", "Tom"].map(|name| {
            let body = format!("{name} waits.");
            let posted = world.comment(&story, &body).by(name).send().expect(202).json();
            let cookie = format!("__Host-understory_guest={}", posted["edit_token"].as_str().unwrap());
            (posted["id"].as_str().unwrap().to_owned(), cookie)
        });
        pass(world, 86_401);
        // A moderator's session does not last so long.
        mina.cookie = world.let_in(&world.app.sites().all[0].clone(), &mina);
        let link = |cookie: &str| {
            let own = world.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", cookie)], None).text;
            links(&own).remove(0)
        };
        let (first, second) = (link(&one.1), link(&two.1));
        for link in [&first, &second] {
            appeal(world, link, "I wait for a day.").expect(201);
        }
        answer(world, &mina, &first, "overturned").expect(201);
        world.get(&format!("/api/v1/comments/{}", one.0)).expect(200);
        answer(world, &mina, &second, "upheld").expect(201);
        world.get(&format!("/api/v1/comments/{}", two.0)).expect(404);
        // It waits as before: what is decided about it is stated, and can be appealed.
        remove(world, &mina, &two.0);
        pass(world, 31);
        let third = link(&two.1);
        assert_ne!(third, second);
        appeal(world, &third, "And now this.").expect(201);
        answer(world, &mina, &third, "upheld").problem(403, "appeal_own_decision");
        appeal(world, &second, "I wait for a day.").expect(200);
    });
}
