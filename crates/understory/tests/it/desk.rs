//! The desk: what waits, who has it in hand, what is done about it, and what its writer is told.

use std::time::Duration;

use serde_json::{Value, json};
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;

use crate::triaging::with_model;
use crate::world::{Answer, Person, Story, World, on_both, on_both_with, until};

/// What a member writes, held or not.
fn write(world: &World, story: &Story, who: &Person, body: &str) -> String {
    world.clock.advance(Duration::from_secs(20));
    let headers = [("cookie", who.cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let path = format!("/api/v1/stories/{}/comments", story.id);
    let posted = world.send_json("POST", &path, &headers, &json!({ "body": body }));
    posted.json()["id"].as_str().unwrap_or_else(|| panic!("{}", posted.text)).to_owned()
}

/// What a guest writes where guests wait.
fn held(world: &World, story: &Story, body: &str) -> String {
    world.clock.advance(Duration::from_secs(20));
    world.comment(story, body).send().expect(202).json()["id"].as_str().unwrap().to_owned()
}

fn look(world: &World, who: &Person, path: &str) -> Answer {
    world.send("GET", path, &[("cookie", &who.cookie)], None)
}

fn act(world: &World, who: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    world.post_form(path, Some(&who.cookie), fields)
}

/// Where an answer leads: the card, without what is said about how one came there.
fn card(answer: &Answer) -> String {
    let to = answer.header("location");
    to.strip_prefix("/desk/comments/").map_or(to, |rest| rest.split('?').next().unwrap()).to_owned()
}

fn counts(world: &World, who: &Person) -> (String, String) {
    let told = look(world, who, "/desk/counts").expect(200).json();
    (told["waiting"].as_str().unwrap().to_owned(), told["mine"].as_str().unwrap().to_owned())
}

#[test]
fn one_comment_from_the_pipeline_to_its_writer_and_back() {
    on_both_with(with_model, |world| {
        let story = world.story("One");
        world.set(&["triage=insult hold 0.4"]);
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let ana = world.person("Ana", Role::Member);
        let insult = write(world, &story, &ana, "You are a stupid idiot, you moron.");
        let root = world.comment(&story, "Seen by all.").id();
        assert_eq!(
            world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"],
            1,
            "it waits: {insult} {root}"
        );
        assert_eq!(counts(world, &mina), ("1".to_owned(), "0".to_owned()));
        let listed = look(world, &mina, "/desk").expect(200).text;
        assert!(listed.contains("stupid idiot") && listed.contains("It reads as an insult"), "{listed}");
        // The first takes it in hand; for the second nothing is left.
        assert_eq!(card(&act(world, &mina, "/desk/hand", &[("view", "worst")]).expect(303)), insult);
        assert_eq!(counts(world, &mina), ("1".to_owned(), "1".to_owned()));
        assert_eq!(card(&act(world, &omar, "/desk/hand", &[("view", "worst")]).expect(303)), "/desk?view=worst");
        let shown = look(world, &mina, &format!("/desk/comments/{insult}")).expect(200).text;
        for part in ["<mark>", "0 published", "1 waiting", "In your hand", "value=\"insult\"", "The machine"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let shown = look(world, &omar, &format!("/desk/comments/{insult}")).expect(200).text;
        assert!(shown.contains("Mina Berg") && shown.contains("has it in hand") && !shown.contains("value=\"insult\""));
        let path = format!("/desk/comments/{insult}/decisions");
        let told = act(world, &omar, &path, &[("act", "approve"), ("seen", "1")]);
        assert_eq!(told.status, 409);
        assert!(told.text.contains("Mina Berg has this comment in hand until"), "{}", told.text);
        // A removal needs a reason.
        let told = act(world, &mina, &path, &[("act", "remove"), ("seen", "1"), ("rule", "")]);
        assert!(told.status == 422 && told.text.contains("role=\"alert\""), "{}", told.text);
        let done = act(world, &mina, &path, &[("act", "remove"), ("seen", "1"), ("rule", "insult")]).expect(303);
        let to = done.header("location").to_owned();
        assert!(look(world, &mina, &to).expect(200).text.contains("Undo"));
        assert_eq!(counts(world, &mina), ("0".to_owned(), "0".to_owned()));
        // Who decides from an old card is told.
        let late = act(world, &omar, &path, &[("act", "approve"), ("seen", "1")]);
        assert!(late.status == 409 && late.text.contains("Meanwhile Mina Berg has decided"), "{}", late.text);
        // The writer hears the rule in words, and no name.
        let own = look(world, &ana, "/account").expect(200).text;
        for part in ["Rule: ", "Insult", "contempt for people is not", "a person decided"] {
            assert!(own.contains(part), "{part}: {own}");
        }
        assert!(!own.contains("Mina"), "{own}");
        let news = look(world, &ana, "/account/news").expect(200).text;
        assert!(news.contains("Your comment was removed") && !news.contains("Mina"));
        // In her language, once she has another.
        act(world, &ana, "/account/profile", &[("bio", ""), ("lang", "de")]).expect(303);
        until("the language is known", || look(world, &ana, "/account").text.contains("Verachtung von Menschen nicht"));
        // Taken back, it waits again, in the hand of whoever took it back.
        let decisions = look(world, &mina, &format!("/api/v1/comments/{insult}/decisions")).json();
        let removal = decisions["decisions"][1]["id"].as_str().unwrap().to_owned();
        let undone = act(world, &mina, &format!("/desk/decisions/{removal}/undo"), &[]).expect(303);
        assert_eq!(card(&undone), insult);
        assert_eq!(counts(world, &mina), ("1".to_owned(), "1".to_owned()));
        let next = act(world, &mina, &path, &[("act", "approve"), ("seen", "3")]).expect(303);
        assert!(next.header("location").contains("done="));
        assert_eq!(world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"], 2);
        let record = look(world, &mina, &format!("/api/v1/comments/{insult}/decisions")).json();
        let record: Vec<&Value> = record["decisions"].as_array().unwrap().iter().collect();
        let told: Vec<_> =
            record.iter().map(|one| (one["act"].as_str().unwrap(), one["automation"].as_str().unwrap())).collect();
        assert_eq!(told, [("hold", "full"), ("remove", "none"), ("hold", "none"), ("approve", "none")]);
        let recent = look(world, &omar, "/desk?view=recent").expect(200).text;
        assert!(recent.contains("Published") && recent.contains("Taken back") && recent.contains("Mina Berg"));
        assert!(!look(world, &omar, "/desk?view=mine").expect(200).text.contains("stupid"));
        assert!(look(world, &mina, "/desk?view=mine").expect(200).text.contains("stupid"));
    });
}

#[test]
fn the_worst_comes_first_and_of_equals_the_oldest_by_cursor() {
    on_both_with(with_model, |world| {
        let story = world.story("One");
        world.set(&["guests=held", "rate_writer=1000", "rate_address=1000", "triage=insult hold 0.4,threat hold 0.4"]);
        let mina = world.person("Mina Berg", Role::Moderator);
        let mild: Vec<String> = (0..25).map(|n| held(world, &story, &format!("Good day, number {n}."))).collect();
        let insult = held(world, &story, "You are a stupid idiot, you moron.");
        let threat = held(world, &story, "I will kill you, I will find you and kill you.");
        let ids = |path: &str| -> (Vec<String>, Option<String>) {
            let text = look(world, &mina, path).expect(200).text;
            let rows =
                text.split("action=\"/desk/comments/").skip(1).map(|row| row.split('/').next().unwrap().to_owned());
            let next = text.split("href=\"/desk?view=").find(|part| part.contains("after="));
            let next = next.map(|part| format!("/desk?view={}", part.split('"').next().unwrap().replace("&#38;", "&")));
            (rows.collect(), next)
        };
        let read = |view: &str| {
            let mut all = Vec::new();
            let mut next = Some(format!("/desk?view={view}"));
            while let Some(path) = next {
                let (rows, more) = ids(&path);
                assert!(rows.len() <= 20);
                all.extend(rows);
                next = more;
            }
            all
        };
        let expected: Vec<String> = [threat.clone(), insult.clone()].into_iter().chain(mild.clone()).collect();
        assert_eq!(read("worst"), expected);
        let expected: Vec<String> = mild.iter().cloned().chain([insult, threat.clone()]).collect();
        assert_eq!(read("oldest"), expected);
        assert_eq!(card(&act(world, &mina, "/desk/hand", &[("view", "oldest")]).expect(303)), mild[0]);
        // What was let wait does not come again to the same person, and what is in hand is not taken twice.
        let path = format!("/desk/comments/{}/decisions", mild[0]);
        let next = act(world, &mina, &path, &[("view", "oldest"), ("act", "hold"), ("seen", "1")]).expect(303);
        assert_eq!(card(&next), mild[1]);
        let next = act(world, &mina, "/desk/hand", &[("view", "oldest"), ("but", &mild[1])]).expect(303);
        assert_eq!(card(&next), mild[2]);
        let omar = world.person("Omar Said", Role::Moderator);
        assert_eq!(card(&act(world, &omar, "/desk/hand", &[("view", "oldest")]).expect(303)), mild[0]);
        look(world, &mina, "/desk?view=worst&after=none").expect(400);
    });
}

#[test]
fn a_hand_is_passed_on_let_go_and_runs_out() {
    on_both(|world| {
        let story = world.story("One");
        world.set(&["guests=held"]);
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let comment = held(world, &story, "Wait.");
        let path = format!("/desk/comments/{comment}/hand");
        act(world, &mina, &path, &[]).expect(303);
        assert_eq!(act(world, &omar, &path, &[]).status, 409);
        // To a colleague who may decide, and to nobody else.
        let ana = world.person("Ana", Role::Member);
        assert_eq!(act(world, &mina, &path, &[("to", &ana.id.to_string())]).status, 422);
        act(world, &mina, &path, &[("to", &omar.id.to_string())]).expect(303);
        assert_eq!((counts(world, &mina).1, counts(world, &omar).1), ("0".to_owned(), "1".to_owned()));
        assert_eq!(act(world, &mina, &path, &[]).status, 409);
        // It waits longer for them than what was only looked at.
        world.clock.advance(Duration::from_secs(600));
        assert_eq!(act(world, &mina, &path, &[]).status, 409);
        act(world, &omar, &path, &[("go", "1")]).expect(303);
        act(world, &mina, &path, &[]).expect(303);
        world.clock.advance(Duration::from_secs(299));
        assert_eq!(act(world, &omar, &path, &[]).status, 409);
        world.clock.advance(Duration::from_secs(2));
        act(world, &omar, &path, &[]).expect(303);
        let decide = format!("/desk/comments/{comment}/decisions");
        assert_eq!(act(world, &mina, &decide, &[("act", "approve")]).status, 409);
        act(world, &omar, &decide, &[("act", "approve")]).expect(303);
        assert_eq!(counts(world, &omar), ("0".to_owned(), "0".to_owned()));
    });
}

#[test]
fn who_sees_part_of_the_site_sees_that_part_of_the_queue() {
    on_both(|world| {
        let inside = world.story_with(json!({ "title": "In", "topics": ["The War"] }));
        let outside = world.story_with(json!({ "title": "Out", "topics": ["Sport"] }));
        world.set(&["guests=held", "rate_writer=1000", "rate_address=1000"]);
        let mut of_topic = world.person("Of Topic", Role::Member);
        world.change(&of_topic, Change::Grant(Role::Moderator, Reach::Topic("the-war".to_owned())));
        of_topic.cookie = world.let_in(&world.app.sites().all[0], &of_topic);
        let mina = world.person("Mina Berg", Role::Moderator);
        let away: Vec<String> = (0..60).map(|n| held(world, &outside, &format!("Outside {n}."))).collect();
        let here = held(world, &inside, "Inside it is.");
        assert_eq!((counts(world, &mina).0, counts(world, &of_topic).0), ("61".to_owned(), "1".to_owned()));
        let listed = look(world, &of_topic, "/desk").expect(200).text;
        assert!(listed.contains("Inside it is") && !listed.contains("Outside"), "{listed}");
        assert_eq!(card(&act(world, &of_topic, "/desk/hand", &[]).expect(303)), here);
        assert_eq!(look(world, &of_topic, &format!("/desk/comments/{}", away[0])).status, 404);
        assert_eq!(act(world, &of_topic, &format!("/desk/comments/{}/hand", away[0]), &[]).status, 404);
        let decide = |who: &Person, comment: &str| {
            act(world, who, &format!("/desk/comments/{comment}/decisions"), &[("act", "approve")]).status
        };
        assert_eq!(decide(&of_topic, &away[0]), 404);
        assert_eq!(decide(&mina, &away[0]), 303);
        let recent = look(world, &of_topic, "/desk?view=recent").expect(200).text;
        assert!(!recent.contains("Outside"), "{recent}");
        // Some look and do nothing.
        let auditor = world.person("Audit", Role::Auditor);
        let shown = look(world, &auditor, &format!("/desk/comments/{here}")).expect(200).text;
        assert!(shown.contains("You may look here") && !shown.contains("name=\"act\""), "{shown}");
        assert_eq!((decide(&auditor, &here), act(world, &auditor, "/desk/hand", &[]).status), (403, 403));
        // Nobody else is let in, and no other site's page decides here.
        assert_eq!(world.get("/desk").expect(303).header("location"), "/sign-in?return=%2Fdesk");
        let ana = world.person("Ana", Role::Member);
        assert_eq!(look(world, &ana, "/desk").status, 403);
        let headers = [
            ("cookie", mina.cookie.as_str()),
            ("sec-fetch-site", "same-site"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let path = format!("/desk/comments/{}/decisions", away[1]);
        assert_eq!(world.send("POST", &path, &headers, Some(b"act=approve")).status, 403);
    });
}

#[test]
fn a_guest_is_told_on_the_page_and_nobody_is_named() {
    on_both(|world| {
        let story = world.story("One");
        let mina = world.person("Mina Berg", Role::Moderator);
        let posted = world.post_form(
            &format!("/stories/{}/comments", story.slug),
            None,
            &[("body", "What a bargain."), ("name", "Guest")],
        );
        let cookie = posted.cookie().unwrap_or_else(|| panic!("{}", posted.text));
        let own = || {
            world.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &cookie)], None).expect(200).text
        };
        let shown = own();
        assert!(shown.contains("What a bargain") && !shown.contains("decided"));
        let id = shown.split("/comments/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
        let path = format!("/desk/comments/{id}/decisions");
        let fields = [("act", "remove"), ("rule", "spam"), ("reason", "It sells shoes."), ("seen", "0")];
        act(world, &mina, &path, &fields).expect(303);
        let shown = own();
        for part in
            ["Advertising and spam", "advertises something", "Reason: ", "It sells shoes.", "A person decided this."]
        {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(!shown.contains("Mina") && !shown.contains("A machine"), "{shown}");
    });
}

#[test]
fn what_readers_report_comes_to_the_desk_and_is_settled_there() {
    on_both(|world| {
        let (story, other) = (world.story("One"), world.story("Two"));
        let mina = world.person("Mina Berg", Role::Moderator);
        let [ana, ben] = ["Cemre Aydin", "Dora Lenz"].map(|name| world.person(name, Role::Member));
        let flag = |who: &Person, comment: &str, text: &str| {
            let headers = [("cookie", who.cookie.as_str()), ("sec-fetch-site", "same-origin")];
            let path = format!("/api/v1/comments/{comment}/flags");
            world.send_json("POST", &path, &headers, &json!({ "reason": "hate", "text": text })).expect(201);
        };
        let once = world.comment(&story, "Reported once.").id();
        let twice = world.comment(&other, "Reported twice.").id();
        world.comment(&story, "Not reported.").id();
        flag(&ana, &once, "");
        flag(&ana, &twice, "It means <b>us</b>.");
        flag(&ben, &twice, "");
        let flagged = || look(world, &mina, "/desk/counts").expect(200).json()["flagged"].clone();
        assert_eq!(flagged(), "2");
        let listed = look(world, &mina, "/desk?view=flagged").expect(200).text;
        let at = |text: &str| listed.find(text).unwrap_or_else(|| panic!("{text}: {listed}"));
        assert!(at("Reported twice.") < at("Reported once.") && !listed.contains("Not reported."));
        assert_eq!(card(&act(world, &mina, "/desk/hand", &[("view", "flagged")]).expect(303)), twice);
        let shown = look(world, &mina, &format!("/desk/comments/{twice}?view=flagged")).expect(200).text;
        assert!(shown.contains("It means &#60;b&#62;us") && shown.contains("Let it stand"), "{shown}");
        // What is said of them is not who they are.
        assert!(!shown.contains("Cemre") && !shown.contains("Dora"), "{shown}");
        let decide = |comment: &str, act_: &str, more: &[(&str, &str)]| {
            let fields = [&[("act", act_), ("view", "flagged")], more].concat();
            act(world, &mina, &format!("/desk/comments/{comment}/decisions"), &fields).expect(303)
        };
        // The next one comes at once; what stands is settled, and so is what does not.
        let next = decide(&twice, "approve", &[]);
        assert_eq!(card(&next), once);
        assert_eq!(flagged(), "1");
        let done = decide(&once, "remove", &[("rule", "hatred")]);
        assert_eq!(flagged(), "0");
        assert!(look(world, &mina, "/desk?view=flagged").text.contains("Nothing"));
        let key = world.key(&["moderate"]);
        let founded = |comment: &str| {
            let path = format!("/api/v1/comments/{comment}/flags");
            world.send("GET", &path, &[("authorization", &key)], None).json()["flags"][0]["founded"].clone()
        };
        assert_eq!([founded(&once), founded(&twice)], [json!(true), json!(false)]);
        // A slip is taken back: the comment stands, and the flag is open again.
        let decision = done.header("location").split("done=").nth(1).unwrap().to_owned();
        act(world, &mina, &format!("/desk/decisions/{decision}/undo"), &[("view", "flagged")]).expect(303);
        assert_eq!([founded(&once), flagged()], [Value::Null, json!("1")]);
        // Whoever moderates elsewhere sees nothing of it.
        let topical = world.person("Of Topic", Role::Member);
        world.change(&topical, Change::Grant(Role::Moderator, Reach::Topic("elsewhere".to_owned())));
        let topical = Person { cookie: world.let_in(&world.app.sites().all[0], &topical), ..topical };
        let told = look(world, &topical, "/desk?view=flagged").expect(200).text;
        assert!(!told.contains("Reported once."), "{told}");
        assert_eq!(look(world, &topical, "/desk/counts").json()["flagged"], Value::Null);
        world.verify();
    });
}
