//! Work that is asked of guests' browsers where very much comes in: done by ALTCHA's own client, or waited for.

use std::time::Duration;

use altcha::{Challenge, SolveChallengeOptions, solve_challenge};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use understory::config::{Config, MailTls};
use understory::models::Role;

use crate::mailing::MailServer;
use crate::signing_in::proof_in;
use crate::world::{Answer, Story, World, on_both_with};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn proxied(config: &mut Config) {
    config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
}

/// Posts as a guest from an address, with what was done for it, under a key or one of its own.
fn post(w: &World, story: &Story, address: &str, body: &str, work: Option<&str>) -> Answer {
    let key = format!("a-key-of-many-random-bits-{}", STANDARD.encode(format!("{address} {body}")));
    let mut headers = vec![("x-forwarded-for", address), ("idempotency-key", key.as_str())];
    headers.extend(work.map(|work| ("understory-work", work)));
    let path = format!("/api/v1/stories/{}/comments", story.id);
    w.send_json("POST", &path, &headers, &json!({ "body": body, "name": "Ana" }))
}

#[track_caller]
fn wanted(answer: &Answer) -> String {
    let problem = answer.problem(429, "work_wanted");
    assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|n| (1..=20).contains(&n)), "{problem}");
    problem["challenge"].as_str().unwrap().to_owned()
}

/// The payload in it.
fn read(work: &str) -> Value {
    serde_json::from_slice(&STANDARD.decode(work).unwrap()).unwrap()
}

fn written(payload: &Value) -> String {
    STANDARD.encode(payload.to_string())
}

/// What ALTCHA's own client makes of a challenge.
fn solved(challenge: &str) -> String {
    let payload = read(challenge);
    let challenge: Challenge = serde_json::from_value(payload["challenge"].clone()).unwrap();
    let solution = solve_challenge(SolveChallengeOptions::new(&challenge)).unwrap().unwrap();
    written(&json!({ "challenge": challenge, "solution": solution }))
}

#[test]
fn a_hot_address_works_for_what_it_posts() {
    on_both_with(proxied, |w| {
        w.set(&["rate_writer=1000", "rate_address=25", "rate_story=1000"]);
        let (story, other) = (w.story("Hot"), w.story("Other"));
        let from = "192.0.2.1";
        for n in 0..5 {
            post(w, &story, from, &format!("free {n}"), None).expect(201);
        }
        let challenge = wanted(&post(w, &story, from, "sixth", None));
        // Others go on as before, and so does who is known.
        post(w, &story, "192.0.2.2", "elsewhere", None).expect(201);
        let reader = w.person("Ben Ott", Role::Member);
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let theirs = [("cookie", reader.cookie.as_str()), OWN, ("x-forwarded-for", from)];
        w.send_json("POST", &path, &theirs, &json!({ "body": "With an account." })).expect(201);
        // What is not work, or was not asked for here.
        let work = solved(&challenge);
        let mut cheap = read(&work);
        cheap["challenge"]["parameters"]["keyPrefix"] = "".into();
        let mut other_try = read(&work);
        other_try["solution"]["counter"] = json!(other_try["solution"]["counter"].as_u64().unwrap() + 1);
        let mut unsigned = read(&work);
        unsigned["challenge"].as_object_mut().unwrap().remove("signature");
        for bad in [
            "",
            "x",
            "e30=",
            &challenge,
            &written(&cheap),
            &written(&other_try),
            &written(&unsigned),
            &STANDARD.encode(vec![b'['; 1_400]),
            &"A".repeat(3_000),
        ] {
            wanted(&post(w, &story, from, "sixth", Some(bad)));
        }
        for n in 0..5 {
            let answer = post(w, &other, "192.0.2.3", &format!("free {n}"), None);
            answer.expect(201);
        }
        wanted(&post(w, &story, "192.0.2.3", "of another address", Some(&work)));
        wanted(&post(w, &other, from, "of another story", Some(&work)));
        // Done: once, and again for the same request.
        let posted = post(w, &story, from, "sixth", Some(&work)).expect(201).json();
        assert_eq!(post(w, &story, from, "sixth", Some(&work)).expect(201).json()["id"], posted["id"]);
        assert_eq!(post(w, &story, from, "sixth", None).expect(201).json()["id"], posted["id"]);
        let fresh = wanted(&post(w, &story, from, "seventh", Some(&work)));
        // A challenge has an end.
        let late = solved(&fresh);
        w.clock.advance(Duration::from_secs(901));
        for n in 0..5 {
            post(w, &story, from, &format!("free again {n}"), None).expect(201);
        }
        wanted(&post(w, &story, from, "seventh", Some(&late)));
        w.set(&["proof_of_work=false"]);
        post(w, &story, from, "seventh", None).expect(201);
    });
}

#[test]
fn a_hot_story_asks_everybody_without_an_account() {
    on_both_with(proxied, |w| {
        w.set(&["rate_story=50"]);
        let (story, other) = (w.story("Hot"), w.story("Cool"));
        for n in 0..5 {
            post(w, &story, &format!("198.51.100.{n}"), &format!("free {n}"), None).expect(201);
        }
        let work = solved(&wanted(&post(w, &story, "203.0.113.1", "words", None)));
        post(w, &story, "203.0.113.1", "words", Some(&work)).expect(201);
        post(w, &other, "203.0.113.1", "where nothing happens", None).expect(201);
        let bearer = w.key(&["comments"]);
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let program = [("authorization", bearer.as_str())];
        w.send_json("POST", &path, &program, &json!({ "body": "By program.", "name": "Cy" })).expect(201);
    });
}

/// What a form asks its browser to work on.
fn asked(page: &Answer) -> Option<String> {
    let at = page.text.find("name=\"work\" value=\"")? + 19;
    // Base 64 needs no escape but of `+`, `/` and `=`, as attributes have them.
    Some(page.text[at..].split('"').next().unwrap().replace("&#43;", "+").replace("&#47;", "/").replace("&#61;", "="))
}

#[test]
fn who_has_no_scripts_waits_and_loses_nothing() {
    on_both_with(
        |_| {},
        |w| {
            w.set(&["rate_writer=1000", "rate_address=5", "rate_story=1000"]);
            let story = w.story("Hot");
            let form = |work: &str, body: &str| {
                let path = format!("/stories/{}/comments", story.slug);
                let key = format!("a-key-of-many-random-bits-{}", STANDARD.encode(body));
                let fields = [("name", "Ana"), ("body", body), ("key", &key), ("work", work)];
                w.post_form(&path, None, &fields)
            };
            let blank = || w.get(&format!("/stories/{}/comments/new", story.slug)).expect(200);
            assert_eq!(asked(&blank()), None, "nothing is asked while little comes in");
            form("", "first").expect(303);
            let page = form("", "second, <b>kept</b>").expect(429);
            assert!(page.text.contains("wait 20 seconds"), "{}", page.text);
            assert!(page.text.contains("second, &#60;b&#62;kept"), "{}", page.text);
            let challenge = asked(&page).unwrap();
            w.clock.advance(Duration::from_secs(15));
            let page = form(&challenge, "second, <b>kept</b>").expect(429);
            assert!(page.text.contains("wait 5 seconds"), "{}", page.text);
            assert_eq!(page.header("retry-after"), "5");
            assert_eq!(asked(&page).unwrap(), challenge, "who waits goes on waiting");
            // While it is hot, forms come with a challenge: writing is waiting.
            let ahead = asked(&blank()).expect("a challenge ahead");
            w.clock.advance(Duration::from_secs(5));
            // An address has its next comment free every minute; another has used it up.
            form(&challenge, "second, <b>kept</b>").expect(303);
            // One wait is one comment, and two do not wait at once.
            form(&challenge, "third").expect(429);
            w.clock.advance(Duration::from_secs(15));
            assert_eq!(form(&ahead, "third").status, 429);
            w.clock.advance(Duration::from_secs(5));
            form(&ahead, "third").expect(303);
            w.clock.advance(Duration::from_secs(61));
            assert_eq!(asked(&blank()), None, "and nothing is asked when it has passed");
        },
    );
}

#[test]
fn the_fourth_account_from_one_address_is_worked_for() {
    let mail = MailServer::start(MailTls::StartTls);
    on_both_with(
        |config| mail.serve(config),
        |w| {
            let mut seen = mail.letters().len();
            let mut to_name = |who: &str| {
                let email = format!("{who}-{:?}@reader.example", w.engine).to_lowercase();
                let asked = w.post_form("/sign-in", None, &[("email", &email), ("return", "/account")]).expect(303);
                let request = asked.header("location").split('=').nth(1).unwrap().split('&').next().unwrap().to_owned();
                let code = mail.letter_to(&email, 0).code();
                seen += 1;
                let page = w.post_form("/sign-in/code", None, &[("request", &request), ("code", &code)]).expect(200);
                (request, page)
            };
            let sign_up = |request: &str, proof: &str, name: &str, work: &str| {
                let fields = [("request", request), ("proof", proof), ("name", name), ("work", work)];
                w.post_form("/sign-up", None, &fields)
            };
            for who in ["Ana", "Ben", "Cy"] {
                let (request, page) = to_name(who);
                assert_eq!(asked(&page), None);
                let proof = proof_in(&page);
                // Another try with another name is not another account.
                sign_up(&request, &proof, "", "").expect(422);
                sign_up(&request, &proof, &format!("{who} One"), "").expect(303);
            }
            let (request, page) = to_name("Dee");
            let proof = proof_in(&page);
            let page = sign_up(&request, &proof, "Dee Four", "").expect(429);
            assert!(page.text.contains("wait 20 seconds") && page.text.contains("value=\"Dee Four\""), "{}", page.text);
            let work = solved(&asked(&page).unwrap());
            sign_up(&request, &proof, "Dee Four", &work).expect(303);
            // Whoever comes next has it from the start, and works while a name is thought of.
            let (request, page) = to_name("Eve");
            let ahead = asked(&page).expect("a challenge ahead");
            let proof = proof_in(&page);
            sign_up(&request, &proof, "Eve Five", &work).expect(429);
            sign_up(&request, &proof, "Eve Five", &solved(&ahead)).expect(303);
        },
    );
}
