//! Escalations of threats to life: frozen, out of sight, told, and read by few.

use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use understory::config::MailTls;
use understory::models::Role;
use understory::store::Tx;
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::world::{Answer, Person, Story, World, on_both, on_both_with, until};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn send(world: &World, who: &Person, method: &str, path: &str, body: &Value) -> Answer {
    world.clock.advance(Duration::from_millis(5));
    world.send_json(method, path, &[("cookie", &who.cookie), OWN], body)
}

fn get(world: &World, who: &Person, path: &str) -> Answer {
    world.send("GET", path, &[("cookie", &who.cookie)], None)
}

fn said(world: &World, who: &Person, story: &Story, parent: Option<&str>, text: &str) -> String {
    let path = format!("/api/v1/stories/{}/comments", story.id);
    let posted = send(world, who, "POST", &path, &json!({ "body": text, "parent": parent })).expect(201).json();
    posted["id"].as_str().unwrap().to_owned()
}

fn escalate(world: &World, who: &Person, comment: &str) -> Answer {
    let path = format!("/api/v1/comments/{comment}/escalation");
    send(world, who, "POST", &path, &json!({ "reason": "He names the house and the hour." }))
}

#[track_caller]
fn id_of(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

fn report(world: &World, who: &Person, id: &str) -> Value {
    get(world, who, &format!("/api/v1/escalations/{id}")).expect(200).json()
}

/// The acts of the trail that are about an escalation, the oldest first, with who did them.
fn trail(world: &World, auditor: &Person, id: &str) -> Vec<(String, String)> {
    let told = get(world, auditor, &format!("/api/v1/audit?object=escalation+{id}")).expect(200).json();
    let word = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    told["audit"].as_array().unwrap().iter().rev().map(|row| (word(row, "who"), word(row, "act"))).collect()
}

/// D5. One act: the evidence is frozen and hashes to what is said, nobody sees the comment, the editors are told, and the
/// report is there; the trail says who has read it.
#[test]
fn d5_what_is_escalated_is_frozen_hidden_and_told() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let before = mail.letters().len();
            let (edda, emil) = (world.person("Edda Roth", Role::Editor), world.person("Emil Haas", Role::Editor));
            let (mina, auditor) = (world.person("Mina Berg", Role::Moderator), world.person("Audit", Role::Auditor));
            let (ana, carl) = (world.person("Ana Lima", Role::Member), world.person("Carl Vogel", Role::Member));
            let story = world.story("The bridge");
            let parent = said(world, &ana, &story, None, "Close the bridge.");
            let threat = said(world, &carl, &story, Some(&parent), "You will see.");
            let edit = json!({ "body": "Tomorrow at six I burn down the house in Mill Lane." });
            send(world, &carl, "PATCH", &format!("/api/v1/comments/{threat}"), &edit).expect(200);
            let counts = || world.get(&format!("/api/v1/stories/{}", story.id)).json()["comments"].clone();
            assert_eq!(counts(), 2);
            let page = || world.get(&format!("/stories/{}", story.slug)).expect(200).text;
            assert!(page().contains("Mill Lane"));
            let made = escalate(world, &mina, &threat).expect(201).json();
            let id = id_of(&made);
            // Out of sight everywhere, by a decision like any other.
            assert_eq!(counts(), 1);
            assert!(!page().contains("Mill Lane"));
            world.get(&format!("/api/v1/comments/{threat}")).expect(404);
            let feed = world.get(&format!("/stories/{}/comments.atom", story.slug)).expect(200).text;
            assert!(!feed.contains("Mill Lane"));
            until("the search has lost it", || {
                !world.get("/api/v1/search/comments?q=house").expect(200).text.contains("Mill Lane")
            });
            let record = get(world, &mina, &format!("/api/v1/comments/{threat}/decisions")).expect(200).json();
            let last = record["decisions"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((last["act"].as_str(), last["state"].as_str()), (Some("hold"), Some("held")));
            // Its writer learns that it waits, and nothing of the report.
            let own = get(world, &carl, &format!("/stories/{}/own", story.slug)).expect(200).text;
            assert!(own.contains("Mill Lane") && !own.contains("the hour") && !own.contains("Mina"), "{own}");
            // The editors are told, without a word of it.
            for editor in ["edda.roth", "emil.haas"] {
                let seen = mail.letters()[..before].iter().filter(|letter| letter.to.contains(editor)).count();
                let letter = mail.letter_to(editor, seen);
                assert!(letter.text.contains(&format!("/desk/escalations/{id}")), "{}", letter.text);
                assert!(!letter.raw.contains("Mill Lane") && !letter.text.contains("the hour"));
            }
            until("it is written down that they were", || {
                let told = report(world, &edda, &id)["told"].clone();
                told.as_array().unwrap().iter().all(|one| one["mailed_at"].is_string())
            });
            // The report, whole.
            let told = report(world, &emil, &id);
            assert_eq!(told["opened_by"], "Mina Berg");
            let evidence = &told["evidence"];
            let texts: Vec<&str> =
                evidence["comment"]["texts"].as_array().unwrap().iter().map(|t| t["body"].as_str().unwrap()).collect();
            assert_eq!(texts, ["You will see.", edit["body"].as_str().unwrap()]);
            assert_eq!(evidence["parent"]["body"], "Close the bridge.");
            assert_eq!(evidence["writer"]["email"], "carl.vogel@reader.example");
            assert_eq!(evidence["writer"]["devices"].as_array().unwrap().len(), 1);
            assert_eq!(
                (&evidence["network_address"], &evidence["story"]["title"]),
                (&Value::Null, &json!("The bridge"))
            );
            let hash = Sha256::digest(serde_json::to_string(evidence).unwrap().as_bytes());
            let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(told["evidence_sha256"], hash);
            let text = get(world, &edda, &format!("/desk/escalations/{id}.txt")).expect(200);
            assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
            for part in [
                "Mill Lane",
                "You will see.",
                "He names the house",
                "carl.vogel@",
                "Close the bridge.",
                "http://127.0.0.1",
                &hash,
            ] {
                assert!(text.text.contains(part), "{part} in {}", text.text);
            }
            let file = get(world, &edda, &format!("/desk/escalations/{id}.json")).expect(200);
            assert_eq!(file.json()["evidence"], *evidence);
            let page = get(world, &edda, &format!("/desk/escalations/{id}")).expect(200).text;
            assert!(page.contains("Mill Lane") && page.contains(&hash), "{page}");
            assert!(get(world, &edda, "/desk").expect(200).text.contains("Threats to life that are open"));
            // And who did what of all this.
            let rows = trail(world, &auditor, &id);
            assert!(rows.contains(&("Mina Berg".to_owned(), "escalate".to_owned())), "{rows:?}");
            assert!(rows.contains(&("Emil Haas".to_owned(), "escalation_read".to_owned())), "{rows:?}");
            assert_eq!(rows.iter().filter(|(who, _)| who == "Mina Berg").count(), 1, "{rows:?}");
        },
    );
}

/// The evidence outlives the comment and the account; what is done to it by hand is found.
#[test]
fn evidence_outlives_what_it_is_of() {
    on_both(|world| {
        let (edda, mina) = (world.person("Edda Roth", Role::Editor), world.person("Mina Berg", Role::Moderator));
        let carl = world.person("Carl Vogel", Role::Member);
        let story = world.story("One");
        let threat = said(world, &carl, &story, None, "I burn down the house in Mill Lane.");
        let id = id_of(&escalate(world, &mina, &threat).expect(201).json());
        let before = report(world, &edda, &id);
        send(world, &carl, "DELETE", &format!("/api/v1/comments/{threat}"), &json!({})).expect(200);
        world.clock.advance(Duration::from_secs(120));
        let site = world.app.sites().all[0].id;
        let (story_id, comment) = (story.id.parse().unwrap(), threat.parse().unwrap());
        let body = move |tx: &mut Tx<'_>| understory::store::comments::source_text(tx, site, story_id, comment);
        until("its words are erased", || world.block_on(world.store().read(body)).unwrap().as_deref() == Some(""));
        world.change(&carl, Change::Delete);
        let after = report(world, &edda, &id);
        assert_eq!(before["evidence"], after["evidence"]);
        assert_eq!(after["evidence"]["writer"]["name"], "Carl Vogel");
        world.cli_ok(&["verify"]);
        // What is erased cannot be frozen any more.
        let late = world.comment(&story, "Gone.").id();
        world.decide("hold", &late);
        struct ByHand(&'static str);
        impl understory::store::Write for ByHand {
            type Out = usize;
            fn run(&self, tx: &mut Tx<'_>) -> understory::store::Result<usize> {
                tx.execute(self.0, &[])
            }
        }
        let by_hand = |sql| world.block_on(world.store().write(ByHand(sql))).unwrap();
        by_hand("UPDATE escalation SET evidence = replace(evidence, 'Mill Lane', 'Main Street')");
        let out = world.cli(&["verify"]);
        assert!(!out.status.success());
        let said = String::from_utf8(out.stdout).unwrap();
        assert!(said.contains(&format!("the evidence of escalation {id} is not what was frozen")), "{said}");
        by_hand("UPDATE escalation SET evidence = replace(evidence, 'Main Street', 'Mill Lane')");
    });
}

/// Open, reported, closed; while it is not closed nobody lets the comment appear.
#[test]
fn an_escalation_is_reported_and_closed_before_the_comment_can_come_back() {
    on_both(|world| {
        let (mina, legal) = (world.person("Mina Berg", Role::Moderator), world.person("Law", Role::Legal));
        let story = world.story("One");
        let comment = world.comment(&story, "Tomorrow at six.").id();
        let decisions = format!("/api/v1/comments/{comment}/decisions");
        let id = id_of(&escalate(world, &mina, &comment).expect(201).json());
        let told = escalate(world, &mina, &comment).problem(409, "escalated_already");
        assert!(told["detail"].as_str().unwrap().contains(&id), "{told}");
        let approve = json!({ "act": "approve", "reason": "Fine." });
        send(world, &mina, "POST", &decisions, &approve).problem(409, "escalation_open");
        let hold = get(world, &mina, &decisions).json()["decisions"].as_array().unwrap().last().unwrap()["id"].clone();
        let undo = format!("/api/v1/decisions/{}", hold.as_str().unwrap());
        send(world, &mina, "DELETE", &undo, &json!({})).problem(409, "escalation_open");
        let entries = format!("/api/v1/escalations/{id}/entries");
        let enter = |who: &Person, body: Value| send(world, who, "POST", &entries, &body);
        enter(&legal, json!({ "kind": "reported" })).problem(422, "entry_recipient_missing");
        enter(&legal, json!({ "kind": "note" })).problem(422, "entry_empty");
        let police = json!({ "kind": "reported", "recipient": "Police, Saltmere", "reference": "S-4711", "text": "By telephone." });
        assert_eq!(enter(&legal, police).expect(201).json()["state"], "reported");
        let closed = json!({ "kind": "closed", "text": "They have him." });
        assert_eq!(enter(&mina, closed.clone()).expect(201).json()["state"], "closed");
        enter(&mina, closed).problem(409, "escalation_closed");
        enter(&mina, json!({ "kind": "note", "text": "He was let go." })).expect(201);
        let told = report(world, &legal, &id);
        let kinds: Vec<&str> =
            told["entries"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["reported", "closed", "note"]);
        assert_eq!(
            (told["entries"][0]["reference"].as_str(), told["entries"][1]["by"].as_str()),
            (Some("S-4711"), Some("Mina Berg"))
        );
        send(world, &mina, "POST", &decisions, &approve).expect(201);
        world.get(&format!("/api/v1/comments/{comment}")).expect(200);
        // Said again, it is another escalation.
        assert_ne!(id_of(&escalate(world, &mina, &comment).expect(201).json()), id);
    });
}

#[test]
fn few_read_a_report_and_for_others_there_is_none() {
    on_both(|world| {
        let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
        let (edda, legal) = (world.person("Edda Roth", Role::Editor), world.person("Law", Role::Legal));
        let (auditor, ana) = (world.person("Audit", Role::Auditor), world.person("Ana Lima", Role::Member));
        let story = world.story("One");
        let comment = world.comment(&story, "Tomorrow at six.").id();
        escalate(world, &ana, &comment).problem(403, "role_missing");
        escalate(world, &auditor, &comment).problem(403, "role_missing");
        let id = id_of(&escalate(world, &mina, &comment).expect(201).json());
        for path in [
            format!("/api/v1/escalations/{id}"),
            format!("/desk/escalations/{id}"),
            format!("/desk/escalations/{id}.txt"),
        ] {
            for (who, status) in [(&mina, 200), (&omar, 404), (&edda, 200), (&legal, 200), (&auditor, 404), (&ana, 403)]
            {
                get(world, who, &path).expect(status);
            }
        }
        let listed = |who: &Person| {
            let told = get(world, who, "/api/v1/escalations").expect(200).json();
            told["escalations"].as_array().unwrap().len()
        };
        assert_eq!((listed(&mina), listed(&omar), listed(&edda), listed(&auditor)), (1, 0, 1, 0));
        send(
            world,
            &omar,
            "POST",
            &format!("/api/v1/escalations/{id}/entries"),
            &json!({ "kind": "note", "text": "x" }),
        )
        .problem(404, "escalation_unknown");
        let key = world.key(&["moderate"]);
        let asked = [("authorization", key.as_str())];
        world.send("GET", "/api/v1/escalations", &asked, None).problem(403, "person_only");
        world.send("GET", &format!("/api/v1/escalations/{id}"), &asked, None).problem(403, "person_only");
        // Colleagues see on the card that it was done, and no more.
        let card = get(world, &omar, &format!("/desk/comments/{comment}")).expect(200).text;
        assert!(card.contains("escalated as a threat to life") && !card.contains(&id), "{card}");
        assert!(get(world, &edda, &format!("/desk/comments/{comment}")).expect(200).text.contains(&id));
        // A program may escalate, once for each key that it sends.
        let other = world.comment(&story, "And at seven.").id();
        let path = format!("/api/v1/comments/{other}/escalation");
        let sent = [("authorization", key.as_str()), ("idempotency-key", "0123456789abcdefghijklmn")];
        let body = json!({ "reason": "It says so." });
        let first = world.send_json("POST", &path, &sent, &body).expect(201).json();
        assert_eq!(world.send_json("POST", &path, &sent, &body).expect(201).json(), first);
    });
}

/// Whose hand it is in keeps nobody waiting; the duty's own address is told in place of the editors.
#[test]
fn the_duty_is_told_in_place_of_the_editors() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let edda = world.person("Edda Roth", Role::Editor);
            let (mina, omar) = (world.person("Mina Berg", Role::Moderator), world.person("Omar Said", Role::Moderator));
            world.set(&["duty_mail=night@paper.example"]);
            until("the setting is known", || !world.app.sites().all[0].settings.duty_mail.is_empty());
            let seen = mail.letters().iter().filter(|letter| letter.to.contains("night@paper.example")).count();
            let story = world.story("One");
            let comment = world.comment(&story, "Tomorrow at six.").id();
            world.decide("hold", &comment);
            world
                .post_form(&format!("/desk/comments/{comment}/hand"), Some(&omar.cookie), &[("view", "worst")])
                .expect(303);
            let id = id_of(&escalate(world, &mina, &comment).expect(201).json());
            let letter = mail.letter_to("night@paper.example", seen);
            assert!(letter.subject.contains("Threat to life"), "{}", letter.subject);
            assert_eq!(report(world, &edda, &id)["told"].as_array().unwrap().len(), 1);
            assert!(!mail.letters().iter().any(|letter| letter.to.contains("edda.roth")));
        },
    );
}

/// All of it by forms.
#[test]
fn without_scripts_one_question_leads_to_the_report() {
    on_both(|world| {
        let mina = world.person("Mina Berg", Role::Moderator);
        let story = world.story("One");
        let comment = world.comment(&story, "Tomorrow at six.").id();
        let card = get(world, &mina, &format!("/desk/comments/{comment}")).expect(200).text;
        let path = format!("/desk/comments/{comment}/escalation");
        assert!(card.contains(&format!("href=\"{path}?view=worst\" data-key=\"e\"")), "{card}");
        let form = get(world, &mina, &format!("{path}?view=oldest")).expect(200).text;
        assert!(form.contains("Tomorrow at six.") && form.contains("name=\"reason\""), "{form}");
        let refused =
            world.post_form(&path, Some(&mina.cookie), &[("reason", "  "), ("view", "oldest")]).expect(422).text;
        assert!(refused.contains("role=\"alert\"") && refused.contains("Tomorrow at six."), "{refused}");
        world.get(&format!("/api/v1/comments/{comment}")).expect(200);
        let done = world.post_form(&path, Some(&mina.cookie), &[("reason", "He means it.")]).expect(303);
        let report = done.header("location").to_owned();
        world.get(&format!("/api/v1/comments/{comment}")).expect(404);
        let page = get(world, &mina, &report).expect(200).text;
        assert!(page.contains("He means it.") && page.contains("Nobody: no editor has an address"), "{page}");
        let enter = |fields: &[(&str, &str)]| world.post_form(&report, Some(&mina.cookie), fields);
        let kept = enter(&[("kind", "reported"), ("recipient", ""), ("reference", "S-4711")]).expect(422).text;
        assert!(kept.contains("value=\"S-4711\""), "{kept}");
        enter(&[("kind", "reported"), ("recipient", "Police, Saltmere"), ("reference", "S-4711")]).expect(303);
        enter(&[("kind", "closed")]).expect(303);
        let page = get(world, &mina, &report).expect(200).text;
        assert!(page.contains("Police, Saltmere") && page.contains("Closed") && !page.contains("name=\"recipient\""));
        let card = get(world, &mina, &format!("/desk/comments/{comment}")).expect(200).text;
        assert!(!card.contains("escalated as a threat"), "{card}");
    });
}
