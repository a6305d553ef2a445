//! What a desk decides teaches triage: on that site, a little, and so that it can be taken back.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use understory::clock::Clock;
use understory::config::Config;
use understory::jobs;

use crate::world::{Story, World, on_both_with, until};

fn models() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models").display().to_string()
}

fn with_model(config: &mut Config) {
    config.triage.models = Some(models().into());
    config.triage.milliseconds = 30_000;
    config.triage.encoder = false;
}

const THINGS: [&str; 11] = [
    "the school",
    "the harbour",
    "trams",
    "the bridge",
    "the budget",
    "the park",
    "parking",
    "the museum",
    "the river",
    "the market",
    "taxes",
];
const TIMES: [&str; 6] = ["today", "again", "as ever", "this week", "for once", "of all people"];

/// Texts that differ, with one word at their heart.
fn texts(word: &str) -> Vec<String> {
    let each = |thing: &str| {
        TIMES.map(|time| format!("You are a {word} {time} if you believe what they say about {thing}.")).to_vec()
    };
    THINGS.iter().flat_map(|thing| each(thing)).collect()
}

fn learn(w: &World, more: &[&str]) -> std::process::Output {
    let models = models();
    let mut arguments = vec!["--json", "triage", "learn", "--models", models.as_str(), "--fast"];
    arguments.extend_from_slice(more);
    w.cli(&arguments)
}

/// Has the text posted, and has the desk decide.
fn decided(w: &World, key: &str, story: &Story, text: &str, act: &str) {
    let posted = w.comment(story, text).send();
    assert!(posted.status == 201 || posted.status == 202, "{}", posted.text);
    let id = posted.json()["id"].as_str().unwrap().to_owned();
    let decision = json!({ "act": act, "reason": "as we do it here" });
    let path = format!("/api/v1/comments/{id}/decisions");
    w.send_json("POST", &path, &[("authorization", key)], &decision).expect(201);
}

fn in_use(w: &World, name: &str) -> Option<i64> {
    w.app.sites().by_name(name).unwrap().correction.as_ref().map(|learnt| learnt.number)
}

fn json_of(out: &std::process::Output) -> Value {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Whether a text waits on the other site.
fn waits_elsewhere(w: &World, text: &str) -> bool {
    let sites = w.app.sites();
    let site = sites.by_name("other").unwrap();
    let readings = understory::moderation::Readings::take(&w.app.readers, site, &[], "en", text, None);
    !w.block_on(readings).text.unwrap().unwrap().causes.is_empty()
}

#[test]
fn a_sites_decisions_change_what_waits_there_alone_and_can_be_taken_back() {
    on_both_with(with_model, |w| {
        w.cli_ok(&["site", "add", "other", "--title", "The Other Paper"]);
        // This server answers for the first.
        w.cli_ok(&["site", "add-origin", &w.url("")]);
        let loose = ["triage=insult hold 0.5", "rate_writer=1000000", "rate_address=1000000", "rate_story=1000000"];
        w.cli_ok(&[&["site", "set", "--site", "other"], &loose[..]].concat());
        w.set(&loose);
        let story = w.story("The town");
        let key = w.key(&["moderate"]);
        let waits = |text: &str| w.comment(&story, text).send().status == 202;
        let (mild, rude, sly) = (
            "You clown, you say that every time.",
            "You idiot, you say that every time.",
            "They say the minister is a bootlicker every time.",
        );
        assert_eq!([mild, rude, sly].map(waits), [true, true, false]);

        // Here nobody minds "clown"; "idiot" goes, and so does "bootlicker", of which the models know nothing.
        let ours = [("clown", "approve"), ("stupid idiot", "remove"), ("bootlicker", "remove"), ("joker", "approve")];
        let all: Vec<(String, &str)> =
            ours.iter().flat_map(|(word, act)| texts(word).into_iter().map(move |text| (text, *act))).collect();
        let decide = |some: &[(String, &str)]| some.iter().for_each(|(text, act)| decided(w, &key, &story, text, act));
        decide(&all[..150]);
        let few = learn(w, &[]);
        let said = String::from_utf8_lossy(&few.stderr).into_owned();
        assert!(few.status.code() == Some(1) && said.contains("150 decisions") && said.contains("at 200"), "{said}");
        decide(&all[150..]);

        // To try changes nothing.
        let tried = json_of(&learn(w, &["--dry-run"]));
        assert_eq!((tried["no_worse"].as_bool(), tried["number"].as_i64()), (Some(true), None), "{tried}");
        let learnt = json_of(&learn(w, &[]));
        assert_eq!(learnt["number"].as_i64(), Some(1), "{learnt}");
        assert_eq!(learnt["learnt_from"].as_i64().unwrap() + learnt["held_back"].as_i64().unwrap(), 264);
        let share = |of: &str| learnt[of]["agreeing"].as_f64().unwrap();
        assert!(share("with") > share("without"), "{learnt}");
        until("the server knows", || in_use(w, "main") == Some(1));
        let again = [mild, rude, sly].map(|text| text.replace("every time", "each time"));
        assert_eq!(again.each_ref().map(|text| waits(text)), [false, true, true]);
        // The score that a moderator sees says what gave it.
        let held = w.send("GET", "/api/v1/comments?state=held", &[("authorization", &key)], None).text;
        assert!(held.contains("+site-1"), "{held}");

        // The other paper reads as before.
        assert_eq!(in_use(w, "other"), None);
        assert!(waits_elsewhere(w, mild) && !waits_elsewhere(w, sly));

        // What was learnt is listed, taken back, and put to use again.
        let list = w.cli_ok(&["--json", "triage", "learn", "--list"]);
        let listed: Value = serde_json::from_str(list.trim()).unwrap();
        assert_eq!((listed["number"].as_i64(), listed["in_use"].as_bool()), (Some(1), Some(true)), "{list}");
        w.cli_ok(&["triage", "learn", "--off"]);
        until("it is off", || in_use(w, "main").is_none());
        assert!(waits(&mild.replace("every time", "all day")));
        assert!(!w.app.sites().by_name("main").unwrap().settings.triage_learn);
        let unknown = learn(w, &["--use", "7"]);
        assert!(!unknown.status.success() && String::from_utf8_lossy(&unknown.stderr).contains("--list"));
        w.cli_ok(&["triage", "learn", "--use", "1"]);
        until("it is used again", || in_use(w, "main") == Some(1));
        assert!(!waits(&mild.replace("every time", "all night")));

        // At night the server learns by itself, where that is wanted, and once.
        w.set(&["triage_learn=true"]);
        let main = w.app.sites().by_name("main").unwrap().clone();
        // The command line lives in another year than this world, whose clock goes there now.
        let years = Clock::system().now().0 - w.clock.now().0;
        w.clock.advance(Duration::from_micros(u64::try_from(years).unwrap()));
        assert_eq!(w.block_on(jobs::learn_from_decisions(&w.app, &main)).unwrap(), None);
        w.clock.advance(Duration::from_secs(24 * 3_600));
        for text in texts("lickspittle") {
            decided(w, &key, &story, &text, "remove");
        }
        let hour = u64::try_from(w.clock.now().0 / 3_600_000_000 % 24).unwrap();
        w.clock.advance(Duration::from_secs(3_600 * ((24 + 3 - hour) % 24)));
        w.block_on(async { jobs::learn_at_night(&w.app) });
        until("it has learnt", || in_use(w, "main") == Some(2));
        w.verify();
    });
}
