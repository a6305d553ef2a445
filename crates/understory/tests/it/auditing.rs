//! The audit trail: every act of power is in it, nobody changes it unseen, and erasing a person leaves it whole.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use understory::clock::Timestamp;
use understory::jobs;
use understory::models::{Badge, Badges, Id, Reach, Role};
use understory::store::account_changes::Change;
use understory::store::{Tx, chain};

use crate::world::{Answer, BEGIN, Engine, Person, World, on_both, until};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// The trail as an auditor reads it, the oldest first, once all of it is linked.
fn trail(world: &World, auditor: &Person) -> Vec<Value> {
    let site = world.app.sites().all[0].id;
    until("the trail is linked", || !world.block_on(world.store().read(move |tx| chain::is_due(tx, site))).unwrap());
    let mut rows = read(world, auditor, "");
    rows.sort_by_key(|row| row["seq"].as_i64());
    rows
}

fn read(world: &World, who: &Person, query: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("/api/v1/audit?{query}&after={after}");
        let page = world.send("GET", &path, &[("cookie", &who.cookie)], None).expect(200).json();
        rows.extend(page["audit"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        after = next.to_owned();
    }
    rows.reverse();
    rows
}

fn acts(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["act"].as_str().unwrap()).collect()
}

fn send(world: &World, who: &Person, method: &str, path: &str, body: &Value) -> Answer {
    // Two at one time would be in no order.
    world.clock.advance(Duration::from_millis(5));
    world.send_json(method, path, &[("cookie", &who.cookie), OWN], body)
}

fn form(world: &World, who: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    world.clock.advance(Duration::from_millis(5));
    world.post_form(path, Some(&who.cookie), fields)
}

/// Changes the database behind the program's back.
fn by_hand(world: &World, sql: &'static str) -> usize {
    struct ByHand(&'static str);
    impl understory::store::Write for ByHand {
        type Out = usize;
        fn run(&self, tx: &mut Tx<'_>) -> understory::store::Result<usize> {
            tx.execute(self.0, &[])
        }
    }
    world.block_on(world.store().write(ByHand(sql))).unwrap()
}

/// Ways to act on others that leave no row, and why.
const UNTRAILED: [(&str, &str); 12] = [
    ("POST /desk/bulk/found", "it shows what would be decided about"),
    ("POST /api/v1/bulk", "each of its decisions has a row"),
    ("DELETE /api/v1/bulk/{id}", "each of its decisions has a row"),
    ("POST /desk/bulk", "each of its decisions has a row"),
    ("POST /desk/bulk/{id}/undo", "each of its decisions has a row"),
    ("POST /desk/writer-acts/{id}/undo", "it is the same write as the API's"),
    ("POST /api/v1/media", "a picture is nothing until a story shows it"),
    ("POST /desk/hand", "who looks at a card decides nothing"),
    ("POST /desk/comments/{id}/hand", "who looks at a card decides nothing"),
    ("POST /api/v1/stories/{id}/comments", "a comment is no act of power"),
    ("POST /api/perspective/v1alpha1/comments:analyze", "it changes nothing"),
    ("POST /api/perspective/v1alpha1/comments:suggestscore", "it teaches nothing until an operator has it learnt"),
];

/// Drives a route as somebody who may; gives what its row is called.
fn drive(world: &World, editor: &Person, route: &str) -> Option<&'static str> {
    let story = world.story("Driven");
    let comment = world.comment(&story, &format!("Driven by {route}.")).id();
    let decisions = format!("/api/v1/comments/{comment}/decisions");
    let hold =
        || send(world, editor, "POST", &decisions, &json!({ "act": "hold", "reason": "Wait." })).expect(201).json();
    Some(match route {
        "POST /api/v1/comments/{id}/decisions" => {
            hold();
            "decide"
        }
        "DELETE /api/v1/decisions/{id}" => {
            let path = format!("/api/v1/decisions/{}", hold()["id"].as_str().unwrap());
            send(world, editor, "DELETE", &path, &json!({})).expect(200);
            "undo"
        }
        "POST /desk/comments/{id}/decisions" => {
            form(world, editor, &format!("/desk/comments/{comment}/decisions"), &[("act", "hold")]).expect(303);
            "decide"
        }
        "POST /desk/decisions/{id}/undo" => {
            let path = format!("/desk/decisions/{}/undo", hold()["id"].as_str().unwrap());
            form(world, editor, &path, &[]).expect(303);
            "undo"
        }
        "POST /api/v1/stories" => {
            send(world, editor, "POST", "/api/v1/stories", &json!({ "title": "Made" })).expect(201);
            "story_make"
        }
        "PATCH /api/v1/stories/{id}" => {
            let path = format!("/api/v1/stories/{}", story.id);
            send(world, editor, "PATCH", &path, &json!({ "title": "Changed" })).expect(200);
            "story_change"
        }
        "POST /api/v1/stories/{id}/closure" => {
            let path = format!("/api/v1/stories/{}/closure", story.id);
            send(world, editor, "POST", &path, &json!({ "reason": "Enough." })).expect(201);
            "story_close"
        }
        "DELETE /api/v1/stories/{id}/closure" => {
            let path = format!("/api/v1/stories/{}/closure", story.id);
            send(world, editor, "POST", &path, &json!({})).expect(201);
            send(world, editor, "DELETE", &path, &json!({})).expect(200);
            "story_reopen"
        }
        "POST /api/v1/appeals/{id}/decision" => {
            let (appeal, _) = crate::rights::stated(world, &comment, true);
            let path = format!("/api/v1/appeals/{appeal}/decision");
            send(world, editor, "POST", &path, &json!({ "outcome": "upheld", "reason": "It was right." })).expect(201);
            "appeal_answer"
        }
        "POST /desk/appeals/{id}/decision" => {
            let (appeal, _) = crate::rights::stated(world, &comment, true);
            let fields = [("outcome", "overturned"), ("reason", "It was wrong.")];
            form(world, editor, &format!("/desk/appeals/{appeal}/decision"), &fields).expect(303);
            "appeal_answer"
        }
        "POST /api/v1/comments/{id}/writer" => {
            let path = format!("/api/v1/comments/{comment}/writer");
            send(world, editor, "POST", &path, &json!({ "act": "note", "reason": "Again." })).expect(201);
            "writer_act"
        }
        "DELETE /api/v1/writer-acts/{id}" => {
            let path = format!("/api/v1/comments/{comment}/writer");
            let done =
                send(world, editor, "POST", &path, &json!({ "act": "note", "reason": "Again." })).expect(201).json();
            let path = format!("/api/v1/writer-acts/{}", done["id"].as_str().unwrap());
            send(world, editor, "DELETE", &path, &json!({})).expect(200);
            "writer_undo"
        }
        "POST /desk/comments/{id}/writer" => {
            let path = format!("/desk/comments/{comment}/writer");
            form(world, editor, &path, &[("act", "note"), ("reason", "Again.")]).expect(303);
            "writer_act"
        }
        "POST /api/v1/comments/{id}/escalation" => {
            let path = format!("/api/v1/comments/{comment}/escalation");
            send(world, editor, "POST", &path, &json!({ "reason": "He means it." })).expect(201);
            "escalate"
        }
        "POST /desk/comments/{id}/escalation" => {
            form(world, editor, &format!("/desk/comments/{comment}/escalation"), &[("reason", "He means it.")])
                .expect(303);
            "escalate"
        }
        "POST /api/v1/escalations/{id}/entries" => {
            let path = format!("/api/v1/escalations/{}/entries", world.escalate(&comment));
            send(world, editor, "POST", &path, &json!({ "kind": "closed" })).expect(201);
            "escalation_change"
        }
        "POST /desk/escalations/{id}" => {
            let path = format!("/desk/escalations/{}", world.escalate(&comment));
            form(world, editor, &path, &[("kind", "closed")]).expect(303);
            "escalation_change"
        }
        _ => return None,
    })
}

/// Routes that change something and that a member is refused, but not an editor or a key: of the table of rights.
fn powerful() -> Vec<String> {
    let table = include_str!("rights.tsv");
    let names: Vec<&str> = table.lines().next().unwrap().split('\t').collect();
    let place = |name: &str| names.iter().position(|other| *other == name).unwrap();
    let (member, others) =
        (place("member"), ["moderator", "editor", "key_stories", "key_moderate", "key_triage"].map(place));
    let mut found = Vec::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        // What is not there was asked for by somebody who may.
        let may = |at: usize| !matches!(cells[at], "401" | "403" | "405");
        if !cells[0].starts_with("GET ") && !may(member) && others.into_iter().any(may) {
            found.push(cells[0].to_owned());
        }
    }
    found
}

/// A new route of the powerful has to be driven here, or to be named with a reason.
#[test]
fn every_route_of_the_powerful_leaves_a_row() {
    on_both(|world| {
        world.set(&["rate_writer=100000", "rate_address=100000", "rate_story=100000"]);
        let (editor, auditor) = (world.person("Edda Roth", Role::Editor), world.person("Audit", Role::Auditor));
        let routes = powerful();
        assert!(routes.len() >= 10, "{routes:?}");
        for route in routes {
            let before = trail(world, &auditor).len();
            let Some(act) = drive(world, &editor, &route) else {
                assert!(UNTRAILED.iter().any(|(known, _)| *known == route), "{route} leaves no row in the audit trail");
                continue;
            };
            let rows = trail(world, &auditor);
            let theirs: Vec<&Value> =
                rows[before..].iter().filter(|row| row["actor"] == format!("account {}", editor.id)).collect();
            let last = theirs.last().unwrap_or_else(|| panic!("{route} leaves no row"));
            assert_eq!((last["act"].as_str(), last["who"].as_str()), (Some(act), Some("Edda Roth")), "{route}");
        }
    });
}

/// The same for what the command line writes, and every write that the store knows.
#[test]
fn every_command_of_power_leaves_a_row() {
    on_both(|world| {
        let auditor = world.person("Audit", Role::Auditor);
        let ana = world.person("Ana Lima", Role::Member);
        let (one, two) = (world.story("One"), world.story("Two"));
        let comment = world.comment(&one, "Judge me.").id();
        let before = trail(world, &auditor).len();
        let key: Value =
            serde_json::from_str(&world.cli_ok(&["--json", "site", "key", "create", "--scope", "stories"])).unwrap();
        let rule = world.file("spam.json", world.cli_ok(&["policy", "show", "spam"]).replace("Advertising", "Selling"));
        for arguments in [
            &["site", "key", "revoke", key["id"].as_str().unwrap()][..],
            &["site", "set", "guests=held"],
            &["site", "set", "guests=held"],
            &["policy", "set", rule.to_str().unwrap()],
            &["policy", "withdraw", "spam"],
            &["account", "create", "--name", "Ben", "--email", "ben@reader.example"],
            &["account", "sign-in-link", "Ana Lima"],
            &["account", "grant", "Ana Lima", "--role", "moderator"],
            &["account", "revoke", "Ana Lima", "--role", "moderator"],
            &["account", "badge", "Ana Lima", "--give", "expert"],
            &["account", "suspend", "Ana Lima", "--reason", "Enough."],
            &["account", "reinstate", "Ana Lima"],
            &["account", "rename", "Ana Lima", "--to", "Ana L"],
            &["account", "sign-out", "Ana L"],
            &["account", "delete", "Ana L"],
            &["comment", "hold", &comment, "--reason", "Wait."],
            &["story", "close", &one.id],
            &["story", "reopen", &one.id],
            &["story", "close", &one.id, "--at", "2099-01-01T00:00:00Z"],
            &["story", "unpublish", &two.id],
            &["story", "publish", &two.id],
            &["story", "move", &two.id, "--slug", "moved"],
            &["story", "merge", &two.id, &one.id],
        ] {
            world.cli_ok(arguments);
        }
        // A session that had ended before leaves nothing to be signed out of.
        let rows = trail(world, &auditor);
        let rows: Vec<Value> = rows[before..].iter().filter(|row| row["actor"] == "command line").cloned().collect();
        let mut told = acts(&rows);
        told.retain(|act| *act != "sign_out");
        assert_eq!(
            told,
            [
                "key_make",
                "key_revoke",
                "site_change",
                "rule_set",
                "rule_withdraw",
                "account_make",
                "invite",
                "role_grant",
                "role_revoke",
                "badges_set",
                "suspend",
                "reinstate",
                "rename",
                "account_delete",
                "decide",
                "story_close",
                "story_reopen",
                "story_close",
                "story_change",
                "story_change",
                "story_change",
                "story_merge",
            ]
        );
        assert_eq!((&rows[2]["before"]["guests"], &rows[2]["after"]["guests"]), (&json!("published"), &json!("held")));
        // Whose account is deleted of them nothing is said any more, and of others all.
        for row in &rows {
            let of_ana = row["object"] == format!("account {}", ana.id);
            let speaks = !matches!(row["act"].as_str().unwrap(), "invite" | "account_delete");
            assert_eq!(row["erased"], of_ana && speaks, "{row}");
        }
        assert!(!serde_json::to_string(&rows).unwrap().contains("Ana L"));
        let text = world.cli_ok(&["audit", "list", "--object", &one.id, "--limit", "2"]);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("command line  story_close  story "), "{text}");
        world.cli_ok(&["verify"]);
    });
}

/// Every write of the store is one of power, and then it has a row, or it is named here.
#[test]
fn no_write_of_power_is_forgotten() {
    let plain: BTreeSet<&str> = [
        // What people do with what is their own, and readers with what they read.
        "ChangeName",
        "ChangeProfile",
        "NewComment",
        "EditComment",
        "DeleteComment",
        "RestoreComment",
        "PutVote",
        "PutFlag",
        "PutFollow",
        "PutIgnored",
        "PutFace",
        "SetPassword",
        "Begin",
        "Ask",
        "Enter",
        "SignUp",
        "Seen",
        "EndSessions",
        "Claim",
        "NewSuggestion",
        // Who looks at what, which decides nothing.
        "TakeInHand",
        "TakeFirst",
        "PassOn",
        "LetGo",
        // What the program does by itself.
        "Appear",
        "EndNewness",
        // Of a writer; and what was decided, put into words.
        "PutAppeal",
        "PutStatement",
        "CountVotes",
        "EraseDeleted",
        "Forget",
        "Index",
        "PutRelated",
        "KeepSignatures",
        "Count",
        "Finish",
        "Link",
        "Found",
        "Next",
        "TakeBack",
        "Mailed",
        "NewCorrection",
        "Recount",
        // Imports have their own report; pictures are nothing until a story shows them; jobs are the operator's.
        "PutStories",
        "PutComments",
        "PutFiles",
        "Again",
    ]
    .into();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut writes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for part in text.split("impl Write for ").skip(1) {
            let name = part.split([' ', '{']).next().unwrap();
            writes += 1;
            let has_row = text.contains("audit::record(") || text.contains("story_trail::changed(");
            assert!(has_row || plain.contains(name), "{}: {name} leaves no row in the audit trail", path.display());
        }
    }
    assert!(writes > 50, "{writes}");
}

/// A world with a chain of nine rows or more.
fn with_chain(world: &World) -> Vec<Value> {
    let auditor = world.person("Audit", Role::Auditor);
    let mina = world.person("Mina Berg", Role::Moderator);
    let story = world.story("One");
    for round in 0..4 {
        world.clock.advance(Duration::from_secs(30));
        let comment = world.comment(&story, &format!("Comment {round}.")).id();
        let path = format!("/api/v1/comments/{comment}/decisions");
        send(world, &mina, "POST", &path, &json!({ "act": "remove", "rule": "spam" })).expect(201);
    }
    let rows = trail(world, &auditor);
    assert!(rows.len() >= 8, "{}", rows.len());
    let numbers: Vec<i64> = rows.iter().map(|row| row["seq"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=rows.len() as i64).collect::<Vec<_>>());
    for pair in rows.windows(2) {
        assert_eq!(pair[1]["prev"], pair[0]["hash"]);
    }
    rows
}

fn looked(world: &World) -> Value {
    let out = world.cli(&["--json", "verify"]);
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(out.status.success(), told["faults"] == 0, "{told}");
    told["audit"][0].clone()
}

/// D9. Whatever is changed by hand is found, and the row is named.
#[test]
fn d9_what_is_changed_by_hand_is_named() {
    for (change, seq, wrong) in [
        ("UPDATE audit SET created_at = created_at + 1 WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET act = 'undo' WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET object = 'comment 0' WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET about = site_id WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET id = site_id WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET digest = hash WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET prev = hash WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET hash = prev WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET hash = NULL WHERE seq = 4", 4, "changed"),
        ("UPDATE audit SET seq = 400 WHERE seq = 4", 4, "out_of_order"),
        ("UPDATE audit SET seq = NULL WHERE seq = 4", 4, "out_of_order"),
        ("UPDATE audit SET detail = '{}' WHERE seq = 4", 4, "detail_changed"),
        ("UPDATE audit SET salt = digest WHERE seq = 4", 4, "detail_changed"),
        ("UPDATE audit SET salt = NULL WHERE seq = 4", 4, "detail_changed"),
        ("UPDATE audit SET salt = NULL, detail = NULL WHERE seq = 4", 4, "detail_gone"),
        ("DELETE FROM audit WHERE seq = 1", 1, "missing"),
        ("DELETE FROM audit WHERE seq = 4", 4, "missing"),
        ("DELETE FROM audit WHERE seq > 6", 7, "cut_off"),
        ("UPDATE audit_head SET length = length - 1", 0, "added"),
        ("UPDATE audit_head SET hash = site_id", 0, "head_changed"),
        ("DELETE FROM audit_head", 0, "head_changed"),
    ] {
        // The chain is the same code on both engines, and so is most of this SQL: by turns is enough.
        let engine = if seq == 0 || change.len() % 2 == 0 { Engine::Postgres } else { Engine::Sqlite };
        let world = World::start(engine, |_| {});
        let rows = with_chain(&world);
        world.stop_jobs();
        // PostgreSQL keeps identifiers of their own type apart from bytes.
        let change = match (engine, change) {
            (Engine::Postgres, "UPDATE audit_head SET hash = site_id") => "UPDATE audit_head SET hash = ''",
            (_, change) => change,
        };
        assert!(looked(&world)["broken"].is_null());
        assert!(by_hand(&world, change) > 0, "{change}");
        let found = looked(&world);
        let last = rows.len() as i64;
        let seq = if seq == 0 { last } else { seq };
        assert_eq!(
            (&found["broken"]["seq"], &found["broken"]["wrong"]),
            (&json!(seq), &json!(wrong)),
            "{change}: {found}"
        );
        let out = world.cli(&["verify"]);
        let said = String::from_utf8(out.stdout).unwrap();
        assert!(said.contains(&format!("the audit trail of site 'main' is broken: row {seq}")), "{said}");
    }
}

#[test]
fn two_rows_that_change_places_are_out_of_order() {
    on_both(|world| {
        let rows = with_chain(world);
        world.stop_jobs();
        let kept = looked(world);
        by_hand(world, "UPDATE audit SET seq = 1000 WHERE seq = 3");
        by_hand(world, "UPDATE audit SET seq = 3 WHERE seq = 6");
        by_hand(world, "UPDATE audit SET seq = 6 WHERE seq = 1000");
        let found = looked(world);
        assert_eq!((&found["broken"]["seq"], &found["broken"]["wrong"]), (&json!(3), &json!("out_of_order")));
        assert_eq!(found["broken"]["id"], rows[2]["id"]);
        by_hand(world, "UPDATE audit SET seq = 1000 WHERE seq = 6");
        by_hand(world, "UPDATE audit SET seq = 6 WHERE seq = 3");
        by_hand(world, "UPDATE audit SET seq = 3 WHERE seq = 1000");
        assert_eq!(looked(world), kept);
    });
}

/// Whoever can write to the database can make the whole chain anew; an end that was kept elsewhere shows it.
#[test]
fn an_end_that_was_kept_elsewhere_shows_what_was_cut_off_with_the_end() {
    on_both(|world| {
        with_chain(world);
        let kept = looked(world);
        let kept = format!("main:{}:{}", kept["rows"], kept["head"].as_str().unwrap());
        world.cli_ok(&["verify", "--audit-head", &kept]);
        world.stop_jobs();
        by_hand(world, "DELETE FROM audit WHERE seq > 6");
        by_hand(world, "UPDATE audit_head SET length = 6, hash = (SELECT hash FROM audit WHERE seq = 6)");
        world.cli_ok(&["verify"]);
        let out = world.cli(&["verify", "--audit-head", &kept]);
        assert!(!out.status.success());
        assert!(String::from_utf8(out.stdout).unwrap().contains("was changed or cut off"));
        assert_eq!(world.cli(&["verify", "--audit-head", "main"]).status.code(), Some(2));
    });
}

#[test]
fn what_is_broken_at_night_is_told_to_editors_and_by_a_number() {
    on_both(|world| {
        with_chain(world);
        let (editor, mina) = (world.person("Edda Roth", Role::Editor), world.person("Mod", Role::Moderator));
        let desk = |who: &Person| world.send("GET", "/desk", &[("cookie", &who.cookie)], None).expect(200).text;
        let number = || {
            let text = world.get("/metrics").text;
            let line = text.lines().find(|line| line.starts_with("understory_audit_faults")).unwrap();
            line.rsplit(' ').next().unwrap().to_owned()
        };
        trail(world, &editor);
        world.stop_jobs();
        world.clock.set(Timestamp(BEGIN.0 + 15 * 3_600_000_000 + 600_000_000));
        let night = || world.block_on(jobs::look_at_night(&world.app)).unwrap();
        let (editor, mina) = (let_in(world, &editor), let_in(world, &mina));
        night();
        assert_eq!(number(), "0");
        assert!(!desk(&editor).contains("audit trail is broken"));
        by_hand(world, "UPDATE audit SET actor = 'nobody' WHERE seq = 2");
        // Once a night.
        night();
        assert_eq!(number(), "0");
        world.clock.advance(Duration::from_secs(24 * 3_600));
        let (editor, mina) = (let_in(world, &editor), let_in(world, &mina));
        night();
        assert_eq!(number(), "1");
        assert!(desk(&editor).contains("row 2 ("), "{}", desk(&editor));
        assert!(!desk(&mina).contains("row 2 ("));
        // World's own look at the end would find it, too.
        by_hand(world, "DELETE FROM audit");
        by_hand(world, "DELETE FROM audit_head");
    });
}

fn let_in(world: &World, person: &Person) -> Person {
    let cookie = world.let_in(&world.app.sites().all[0], person);
    Person { cookie, ..person.clone() }
}

/// Two nodes that link at once make one chain.
#[test]
fn two_nodes_make_one_chain() {
    let world = World::start(Engine::Postgres, |_| {});
    let beside = world.beside();
    let mina = world.person("Mina Berg", Role::Moderator);
    let story = world.story("One");
    world.stop_jobs();
    beside.stop_jobs();
    let site = world.app.sites().all[0].id;
    for round in 0..5 {
        world.clock.advance(Duration::from_secs(60));
        for n in 0..3 {
            let comment = world.comment(&story, &format!("Comment {round} {n}.")).id();
            let path = format!("/api/v1/comments/{comment}/decisions");
            send(&world, &mina, "POST", &path, &json!({ "act": "hold", "reason": "Wait." })).expect(201);
        }
        std::thread::scope(|scope| {
            for node in [&world, &beside, &world, &beside] {
                scope.spawn(move || {
                    for _ in 0..5 {
                        node.block_on(node.store().write(chain::Link { site, most: 2 })).unwrap();
                    }
                });
            }
        });
        let found = looked(&world);
        assert!(found["broken"].is_null(), "{found}");
        assert_eq!(found["waiting"], 0, "{found}");
    }
    assert!(looked(&world)["rows"].as_i64().unwrap() >= 15);
}

/// Erasing somebody takes what the trail says of them, and leaves it whole; taking it by hand does not pass for it.
#[test]
fn erasing_a_person_leaves_the_chain_whole() {
    on_both(|world| {
        let auditor = world.person("Audit", Role::Auditor);
        let ana = world.person("Ana Lima", Role::Member);
        let mina = world.person("Mina Berg", Role::Moderator);
        let story = world.story("One");
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let posted = send(world, &ana, "POST", &path, &json!({ "body": "Mine." })).expect(201).json();
        let comment = posted["id"].as_str().unwrap();
        let remove = json!({ "act": "remove", "reason": "Ana Lima lives in Mill Lane." });
        send(world, &mina, "POST", &format!("/api/v1/comments/{comment}/decisions"), &remove).expect(201);
        world.clock.advance(Duration::from_secs(1));
        world.change(&ana, Change::Suspend(None, "Ana Lima again.".to_owned()));
        world.change(&ana, Change::Give(Badges::NONE.with(Badge::Expert)));
        let before = trail(world, &auditor);
        assert!(serde_json::to_string(&before).unwrap().contains("Mill Lane"));
        // A post is no act of power and costs no row.
        assert!(before.iter().all(|row| row["actor"] != format!("account {}", ana.id)));
        world.change(&ana, Change::Delete);
        let after = trail(world, &auditor);
        let text = serde_json::to_string(&after).unwrap();
        assert!(!text.contains("Mill Lane") && !text.contains("Ana Lima"), "{text}");
        assert_eq!(after.len(), before.len() + 1);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(
                (&before["hash"], &before["actor"], &before["act"]),
                (&after["hash"], &after["actor"], &after["act"])
            );
        }
        assert!(looked(world)["broken"].is_null());
    });
}

#[test]
fn the_trail_is_found_by_who_what_and_when_page_by_page() {
    on_both(|world| {
        let (legal, mina) = (world.person("Law", Role::Legal), world.person("Mina Berg", Role::Moderator));
        let omar = world.person("Omar Said", Role::Moderator);
        let story = world.story("One");
        let comment = world.comment(&story, "Again and again.").id();
        let path = format!("/api/v1/comments/{comment}/decisions");
        for round in 0..60 {
            world.clock.advance(Duration::from_secs(1));
            let who = if round % 20 == 0 { &omar } else { &mina };
            send(world, who, "POST", &path, &json!({ "act": "hold", "reason": format!("Round {round}.") })).expect(201);
        }
        let all = read(world, &legal, "");
        assert!(all.len() > 60, "{}", all.len());
        let ids: BTreeSet<&str> = all.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len(), "none twice");
        assert_eq!(read(world, &legal, "actor=Omar+Said").len(), 3);
        assert_eq!(read(world, &legal, &format!("actor={}", omar.id)).len(), 3);
        assert_eq!(read(world, &legal, &format!("object={comment}")).len(), 60);
        assert_eq!(read(world, &legal, &format!("object=comment+{comment}&actor=Omar+Said")).len(), 3);
        let when =
            all.iter().find(|row| row["after"]["reason"] == "Round 57.").unwrap()["created_at"].as_str().unwrap();
        assert_eq!(read(world, &legal, &format!("since={when}")).len(), 3);
        assert_eq!(read(world, &legal, &format!("until={when}")).len(), all.len() - 3);
        assert_eq!(read(world, &legal, "since=2026-03-01&until=2026-03-01").len(), all.len());
        assert_eq!(read(world, &legal, "since=2026-03-02").len(), 0);
        let get = |path: &str, who: &Person| world.send("GET", path, &[("cookie", &who.cookie)], None);
        get("/api/v1/audit?since=yesterday", &legal).problem(400, "time_invalid");
        get("/api/v1/audit?after=here", &legal).problem(400, "cursor_invalid");
        get("/api/v1/audit", &mina).problem(403, "role_missing");
        let page = get("/desk/audit?actor=Mina+Berg", &legal).expect(200).text;
        assert!(page.contains("Decision") && page.contains("Round 59.") && page.contains("after="), "{page}");
        assert!(!page.contains("Round 40."));
        let next = page.split("href=\"/desk/audit?after=").nth(1).unwrap().split('"').next().unwrap();
        let next = format!("/desk/audit?after={}", next.replace("&amp;", "&").replace("&#38;", "&"));
        let page = get(&next, &legal).expect(200).text;
        assert!(page.contains("Round 1.") && !page.contains("Round 59.") && !page.contains("Round 0."), "{next}");
        // Of a part of the site nobody reads all that was done.
        let of_topic = world.person("Of Topic", Role::Member);
        world.change(&of_topic, Change::Grant(Role::Editor, Reach::Topic("one".to_owned())));
        get("/desk/audit", &let_in(world, &of_topic)).expect(403);
        let unknown: Id = Id::LAST;
        assert_eq!(read(world, &legal, &format!("object={unknown}")).len(), 0);
    });
}
