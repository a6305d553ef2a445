//! Statements of reasons: when they are made, what they say, that they stay as they were sent, and who can read them.

use std::time::Duration;

use serde_json::{Value, json};
use understory::config::MailTls;
use understory::models::Role;
use understory::store::account_changes::Change;
use understory::store::{Result, Tx, Write, jobs, statements};

use crate::mailing::MailServer;
use crate::triaging::with_model;
use crate::world::{Answer, Person, Story, World, on_both, on_both_with, until};

pub const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

const SPAM: &str = "Win a FREE prize now! Call 0800 123 4567 or text CLAIM to 80800 to get your £1000 cash, claim now";

/// What a member writes.
#[track_caller]
pub fn write(world: &World, story: &Story, who: &Person, body: &str) -> String {
    world.clock.advance(Duration::from_secs(20));
    let path = format!("/api/v1/stories/{}/comments", story.id);
    let posted = world.send_json("POST", &path, &[("cookie", who.cookie.as_str()), OWN], &json!({ "body": body }));
    posted.json()["id"].as_str().unwrap_or_else(|| panic!("{}", posted.text)).to_owned()
}

#[track_caller]
pub fn decide(world: &World, who: &Person, comment: &str, body: &Value) -> Answer {
    let headers = [("cookie", who.cookie.as_str()), OWN];
    world.send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, body)
}

#[track_caller]
pub fn remove(world: &World, who: &Person, comment: &str) -> Value {
    let body = json!({ "act": "remove", "rule": "insult", "reason": "It mocks <b>people</b> & their names." });
    decide(world, who, comment, &body).expect(201).json()
}

pub fn look(world: &World, who: &Person, path: &str) -> Answer {
    world.send("GET", path, &[("cookie", &who.cookie)], None)
}

/// Lets time pass, and waits until all work is done that is due by then.
#[track_caller]
pub fn pass(world: &World, seconds: u64) {
    world.clock.advance(Duration::from_secs(seconds));
    until("all work is done", || {
        let (site, now) = (world.app.sites().all[0].id, world.clock.now());
        // In one snapshot: what is taken has been tried, and what follows from it is due before it is gone.
        let left = world.store().read(move |tx| Ok((jobs::due(tx, now, 1)?, jobs::listed(tx, site, false, 1_000)?)));
        let (due, listed) = world.block_on(left).unwrap();
        due.is_empty() && listed.iter().all(|job| job.tries == 0)
    });
}

/// The links to statements on a page.
pub fn links(page: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.filter(|href| href.contains("/statements/")).map(str::to_owned).collect()
}

/// The statement as it is kept: its bytes.
pub fn bytes(world: &World, link: &str) -> Vec<u8> {
    world.get(&format!("/api/v1{link}")).expect(200).bytes
}

/// The links beside somebody's own comments.
pub fn own_links(world: &World, who: &Person) -> Vec<String> {
    links(&look(world, who, "/account").expect(200).text)
}

#[test]
fn a_removal_is_stated_and_stays_as_it_was_sent_whatever_changes() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, mut ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let comment = write(world, &story, &ana, "Unkind words of mine.");
        let decision = remove(world, &mina, &comment);
        assert_eq!(own_links(world, &ana), Vec::<String>::new(), "whoever decided may have slipped");
        pass(world, 29);
        assert_eq!(own_links(world, &ana), Vec::<String>::new());
        pass(world, 1);
        let link = own_links(world, &ana).remove(0);
        assert!(link.contains(decision["id"].as_str().unwrap()), "{link}");
        let frozen = bytes(world, &link);
        let said: Value = serde_json::from_slice(&frozen).unwrap();
        for (field, want) in [
            ("kind", "removed"),
            ("lang", "en"),
            ("decision_visibility", "CONTENT_REMOVED"),
            ("decision_ground", "terms"),
            ("source_type", "VOLUNTARY"),
            ("automated_decision", "none"),
            ("made_at", "2026-03-01T12:00:50Z"),
            ("appeal_until", "2026-09-01T12:00:50Z"),
            ("decision_facts", "It mocks <b>people</b> & their names."),
        ] {
            assert_eq!(said[field], want, "{field}: {said}");
        }
        assert_eq!((said["rule"]["key"].as_str(), said["rule"]["version"].as_i64()), (Some("insult"), Some(1)));
        assert_eq!((&said["automated_detection"], &said["comment"]), (&json!(false), &json!(comment)));
        let text = String::from_utf8(frozen.clone()).unwrap();
        assert!(!text.contains("Unkind") && !text.contains("Ana") && !text.contains("Mina"), "{text}");
        let page = world.get(&link).expect(200).text;
        for part in
            ["Statement of reasons", "contempt for people", "mocks &#60;b&#62;people", "1 Sept 2026", "Unkind words"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        // The rule's text, the name, the language, the house's rules, and the comment itself.
        let mut rule: Value = serde_json::from_str(&world.cli_ok(&["policy", "show", "insult"])).unwrap();
        rule["texts"]["en"]["text"] = "Be kind.".into();
        let file = world.file("insult.json", rule.to_string());
        world.cli_ok(&["policy", "set", file.to_str().unwrap()]);
        world.change(&ana, Change::Rename("Anna".to_owned()));
        world.post_form("/account/profile", Some(&ana.cookie), &[("bio", ""), ("lang", "de")]).expect(303);
        world.set(&["house_rules=Other rules."]);
        assert_eq!(bytes(world, &link), frozen);
        assert!(world.get(&link).expect(200).text.contains("contempt for people"), "its page is as it was sent");
        ana.cookie = world.let_in(&world.app.sites().all[0], &ana);
        assert!(look(world, &ana, "/account").text.contains("Begründung und Beschwerde"));
        world.change(&ana, Change::Delete);
        assert_eq!(bytes(world, &link), frozen);
    });
}

#[test]
fn what_is_taken_back_in_time_is_not_stated_and_what_is_lifted_later_is() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let comment = write(world, &story, &ana, "Mine.");
        let headers = [("cookie", mina.cookie.as_str()), OWN];
        let undo = |decision: &Value| {
            let path = format!("/api/v1/decisions/{}", decision["id"].as_str().unwrap());
            world.send("DELETE", &path, &headers, None).expect(200)
        };
        let slip = remove(world, &mina, &comment);
        pass(world, 10);
        undo(&slip);
        pass(world, 60);
        assert_eq!(own_links(world, &ana), Vec::<String>::new());
        let meant = remove(world, &mina, &comment);
        pass(world, 60);
        let first = own_links(world, &ana).remove(0);
        // Removed again for another reason: another statement, the first as it was.
        let frozen = bytes(world, &first);
        let body = json!({ "act": "remove", "rule": "spam" });
        let again = decide(world, &mina, &comment, &body).expect(201).json();
        pass(world, 60);
        let second = own_links(world, &ana).remove(0);
        assert!(second.contains(again["id"].as_str().unwrap()) && first.contains(meant["id"].as_str().unwrap()));
        assert_eq!(bytes(world, &first), frozen);
        decide(world, &mina, &comment, &json!({ "act": "restore", "reason": "It was fair." })).expect(201);
        pass(world, 60);
        let third = own_links(world, &ana).remove(0);
        let said: Value = serde_json::from_slice(&bytes(world, &third)).unwrap();
        assert_eq!((said["kind"].as_str(), said["decision_facts"].as_str()), (Some("restored"), Some("It was fair.")));
        let page = world.get(&third).expect(200).text;
        assert!(page.contains("was lifted") && !page.contains("<form class=\"account-form\""), "{page}");
        assert!(world.get(&second).expect(200).text.contains("no longer in force"));
    });
}

#[test]
fn a_hold_is_stated_when_it_has_lasted_a_day_and_once() {
    on_both(|world| {
        let story = world.story("One");
        world.set(&["guests=held"]);
        let mina = world.person("Mina Berg", Role::Moderator);
        let held = world.comment(&story, "Waits.").send().expect(202).json();
        let decided = world.comment(&story, "Is decided in time.").by("Eva").send().expect(202).json();
        assert_eq!(held["statement"], Value::Null, "a hold is told on the page");
        let cookie = format!("__Host-understory_guest={}", held["edit_token"].as_str().unwrap());
        let own =
            || links(&world.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &cookie)], None).text);
        let id = |posted: &Value| posted["id"].as_str().unwrap().to_owned();
        pass(world, 43_200);
        decide(world, &mina, &id(&decided), &json!({ "act": "approve", "reason": "Fine." })).expect(201);
        // Looked at and let wait: the day goes on.
        let seen = decide(world, &mina, &id(&held), &json!({ "act": "hold", "reason": "I ask the author." }));
        let seen = seen.expect(201).json();
        pass(world, 43_190);
        assert_eq!(own(), Vec::<String>::new());
        pass(world, 20);
        let link = own().remove(0);
        assert!(link.contains(seen["id"].as_str().unwrap()), "it is about the newest of the decisions");
        let said: Value = serde_json::from_slice(&bytes(world, &link)).unwrap();
        assert_eq!(
            (said["kind"].as_str(), said["decision_visibility"].as_str()),
            (Some("held"), Some("CONTENT_DISABLED"))
        );
        let facts = said["decision_facts"].as_str().unwrap();
        assert!(facts.contains("I ask the author.") && !facts.contains("Waits"), "{facts}");
        assert_eq!(said["automated_detection"], true);
        pass(world, 86_500);
        assert_eq!(own(), [link]);
        let other = format!("__Host-understory_guest={}", decided["edit_token"].as_str().unwrap());
        let listed = world.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &other)], None).text;
        assert_eq!(links(&listed), Vec::<String>::new());
    });
}

#[test]
fn what_a_machine_removes_is_stated_at_once_and_says_so() {
    on_both_with(with_model, |world| {
        let story = world.story("One");
        world.set(&["triage=spam reject 0.5"]);
        let key = "0123456789abcdefghijklmnop";
        let token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
        let post = || world.comment(&story, SPAM).idempotency(key).token(token).send().expect(202).json();
        let posted = post();
        assert_eq!(posted["state"], "removed");
        let address = posted["statement"].as_str().unwrap();
        let link = address[address.find("/statements/").unwrap()..].to_owned();
        let page = world.get(&link).expect(200).text;
        assert!(page.contains("A machine decided this, no person"), "{page}");
        let said: Value = serde_json::from_slice(&bytes(world, &link)).unwrap();
        assert_eq!((&said["automated_detection"], &said["automated_decision"]), (&json!(true), &json!("full")));
        assert!(!said.to_string().contains("0800"), "{said}");
        assert!(!said["decision_facts"].as_str().unwrap().is_empty());
        // Asked again, the same is answered.
        assert_eq!(post()["statement"], posted["statement"]);
        // By form the page leads there.
        let body = format!("{SPAM} by form");
        let path = format!("/stories/{}/comments", story.slug);
        let shown = world.post_form(&path, None, &[("body", &body), ("name", "Ana")]).expect(202).text;
        world.get(&links(&shown)[0]).expect(200);
        // What is changed into something that a machine removes is stated as well.
        world.clock.advance(Duration::from_secs(60));
        let fine = world.comment(&story, "Thank you for this careful report.").by("Eva").token(token).post();
        let path = format!("/api/v1/comments/{}", fine["id"].as_str().unwrap());
        let body = json!({ "body": format!("{SPAM} changed") });
        let changed = world.send_json("PATCH", &path, &[("understory-edit-token", token)], &body).expect(202).json();
        let address = changed["statement"].as_str().unwrap();
        world.get(&address[address.find("/statements/").unwrap()..]).expect(200);
    });
}

#[test]
fn nothing_of_a_statement_is_read_without_its_key() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let other = world.person("Ben", Role::Member);
        world.cli_ok(&["site", "add", "other", "--title", "Other"]);
        let here = format!("http://{}", world.address);
        for (site, host) in [("main", here.as_str()), ("other", "http://other.example")] {
            world.cli_ok(&["site", "add-origin", host, "--site", site]);
        }
        until("both have a host", || {
            let sites = world.app.sites();
            sites.all.len() == 2 && sites.all.iter().all(|site| !site.origins.is_empty())
        });
        let comment = write(world, &story, &ana, "Mine.");
        remove(world, &mina, &comment);
        pass(world, 60);
        let link = own_links(world, &ana).remove(0);
        let opened = world.get(&link).expect(200);
        for (name, want) in
            [("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex, nofollow")]
        {
            assert_eq!(opened.header(name), want);
        }
        assert!(opened.text.contains("<meta name=\"robots\" content=\"noindex\">"));
        let (path, key) = link.split_once("?key=").unwrap();
        let unknown = format!("/statements/{}?key={key}", world.clock.new_id());
        let mut wrong = key.to_owned();
        let last = wrong.pop().unwrap();
        wrong.push(if last == 'A' { 'B' } else { 'A' });
        let tries = [path.to_owned(), format!("{path}?key="), format!("{path}?key={wrong}"), unknown];
        let mut bodies = std::collections::BTreeSet::new();
        for tried in &tries {
            for cookie in ["", &other.cookie, &mina.cookie, &ana.cookie] {
                let answer = world.send("GET", tried, &[("cookie", cookie)], None).expect(404);
                assert_eq!(answer.header("referrer-policy"), "no-referrer");
                assert_eq!(answer.header("cache-control"), "no-store");
                bodies.insert(answer.text);
            }
            world.get(&format!("/api/v1{tried}")).problem(404, "statement_unknown");
            let (path, key) = tried.split_once("?key=").unwrap_or((tried, ""));
            let body = json!({ "key": key, "text": "Let me in." });
            world.post_json(&format!("/api/v1{path}/appeal"), &body).problem(404, "statement_unknown");
            world.post_form(&format!("{path}/appeal"), None, &[("key", key), ("text", "x")]).expect(404);
        }
        assert_eq!(bodies.len(), 1, "what is not there and what is not opened look the same");
        world.send("GET", &link, &[("host", "other.example")], None).expect(404);
        for who in [&other, &mina] {
            assert!(!look(world, who, "/account").text.contains("/statements/"));
        }
        let own = format!("/stories/{}/own", story.slug);
        assert!(!look(world, &other, &own).text.contains("/statements/"));
        assert_eq!(links(&look(world, &ana, &own).text), [link]);
    });
}

#[test]
fn a_statement_is_mailed_in_the_writers_language_as_text_and_not_too_often() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let story = world.story("One");
            world.set(&["rate_writer=1000", "rate_address=1000"]);
            let name = format!("Ana {:?}", world.engine);
            let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person(&name, Role::Member));
            let email = format!("{}@reader.example", name.to_lowercase().replace(' ', "."));
            world.post_form("/account/profile", Some(&ana.cookie), &[("bio", ""), ("lang", "de")]).expect(303);
            let comment = write(world, &story, &ana, "Unkind words of mine.");
            remove(world, &mina, &comment);
            pass(world, 30);
            let letter = mail.letter_to(&email, 0);
            assert!(letter.subject.contains("Zu Ihrem Kommentar"), "{}", letter.subject);
            assert!(letter.text.contains("It mocks <b>people</b> & their names."), "{}", letter.text);
            assert!(
                letter.html.contains("mocks &#60;b&#62;people") && !letter.html.contains("<b>people"),
                "{}",
                letter.html
            );
            let link = own_links(world, &ana).remove(0);
            assert!(letter.text.contains(&link) && !letter.text.contains("Unkind") && !letter.text.contains("Mina"));
            for n in 0..6 {
                let comment = write(world, &story, &ana, &format!("Number {n}."));
                remove(world, &mina, &comment);
                pass(world, 31);
            }
            let all = mail.letters().into_iter().filter(|letter| letter.to.contains(&email)).count();
            assert_eq!((all, own_links(world, &ana).len()), (5, 7), "the rest stands in the account");
        },
    );
}

/// Changes a statement as nobody may.
struct Alter;

impl Write for Alter {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("UPDATE statement SET body = replace(body, 'removed', 'Removed')", &[])
    }
}

#[test]
fn a_statement_that_was_altered_is_named() {
    on_both(|world| {
        let story = world.story("One");
        let (mina, ana) = (world.person("Mina Berg", Role::Moderator), world.person("Ana", Role::Member));
        let comment = write(world, &story, &ana, "Mine.");
        remove(world, &mina, &comment);
        pass(world, 60);
        let altered = || {
            let site = world.app.sites().all[0].id;
            world.block_on(world.store().read(move |tx| statements::altered(tx, site))).unwrap()
        };
        assert!(altered().is_empty());
        let link = own_links(world, &ana).remove(0);
        let frozen = bytes(world, &link);
        assert_eq!(world.block_on(world.store().write(Alter)).unwrap(), 1);
        assert_eq!(altered().len(), 1);
        let out = world.cli(&["verify"]);
        let told = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(!out.status.success() && told.contains("is not what was sent"), "{told}");
        struct Back(String);
        impl Write for Back {
            type Out = usize;
            fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
                tx.execute("UPDATE statement SET body = $1", &[&self.0])
            }
        }
        world.block_on(world.store().write(Back(String::from_utf8(frozen).unwrap()))).unwrap();
    });
}
