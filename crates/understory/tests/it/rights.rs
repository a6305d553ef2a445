//! Who may do what: every route for every kind of caller, compared with a table that is checked in. A route without a row
//! is a failure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;
use understory::http::pages::stating;
use understory::http::statement_key;
use understory::models::{Id, Reach, Role};
use understory::store::account_changes::Change;
use understory::store::appeals::PutAppeal;
use understory::store::statements;

use crate::world::{Engine, Person, World, on_both, until};

const TABLE: &str = "tests/it/rights.tsv";

/// Every kind of caller, and what it sends along.
fn callers(world: &World) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let sites = world.app.sites();
    let person = |name: &str, role| {
        let person = world.person(name, role);
        vec![("cookie", person.cookie), ("sec-fetch-site", "same-origin".to_owned())]
    };
    let suspended = world.person("Suspended", Role::Editor);
    world.change(&suspended, Change::Suspend(None, "enough".to_owned()));
    let suspended = world.let_in(&sites.all[0], &suspended);
    let of_topic = world.person("Of Topic", Role::Member);
    world.change(&of_topic, Change::Grant(Role::Moderator, Reach::Topic("elsewhere".to_owned())));
    let of_topic = world.let_in(&sites.all[0], &of_topic);
    let elsewhere = world.person_of(sites.by_name("other").unwrap(), "Elsewhere", Role::Editor).cookie;
    let own = |cookie: String| vec![("cookie", cookie), ("sec-fetch-site", "same-origin".to_owned())];
    let key = |scopes: &[&str]| vec![("authorization", world.key(scopes))];
    vec![
        ("anonymous", vec![("sec-fetch-site", "same-origin".to_owned())]),
        ("member", person("Member", Role::Member)),
        ("suspended", own(suspended)),
        ("author", person("Author", Role::Author)),
        ("moderator", person("Moderator", Role::Moderator)),
        ("other_topic", own(of_topic)),
        ("other_site", own(elsewhere)),
        ("editor", person("Editor", Role::Editor)),
        ("legal", person("Legal", Role::Legal)),
        ("auditor", person("Auditor", Role::Auditor)),
        ("key_stories", key(&["stories"])),
        ("key_comments", key(&["comments"])),
        ("key_moderate", key(&["moderate"])),
        ("key_triage", key(&["triage"])),
        ("key_revoked", vec![("authorization", "Bearer us_revoked".to_owned())]),
    ]
}

/// What a route is asked with: for each parameter something that is there, and a body that is in order, so that what is
/// refused is refused for who asks.
fn request(
    world: &World,
    target: &Person,
    method: &str,
    pattern: &str,
    n: usize,
) -> (String, Option<(&'static str, String)>) {
    let story = world.story(&format!("Story {n}"));
    let comment = world.comment(&story, &format!("Comment {n}")).by("Guest").id();
    let mut decision = String::new();
    if pattern.contains("/decisions") || pattern.starts_with("/desk/") || pattern == "/api/v1/comments/{id}" {
        let told = world.cli_ok(&["--json", "comment", "hold", &comment, "--reason", "for the table"]);
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        decision = told["id"].as_str().expect("an id").to_owned();
    }
    // A statement with an appeal that waits, of a guest's comment that the command line removed.
    let (statement, key) = match pattern.contains("/statements/") || pattern.contains("/appeals/") {
        true => stated(world, &comment, pattern.contains("/appeals/")),
        false => Default::default(),
    };
    let escalation = if pattern.contains("/escalations/{id}") { world.escalate(&comment) } else { String::new() };
    let path = pattern
        .replace("/statements/{id}", &format!("/statements/{statement}"))
        .replace("/appeals/{id}", &format!("/appeals/{statement}"))
        .replace("/escalations/{id}", &format!("/escalations/{escalation}"))
        .replace("/decisions/{id}", &format!("/decisions/{decision}"))
        .replace("/api/v1/stories/{id}", &format!("/api/v1/stories/{}", story.id))
        .replace("/stories/{slug}", &format!("/stories/{}", story.slug))
        .replace("/account/sessions/{id}", "/account/sessions/others")
        .replace("/people/{id}", &format!("/people/{}", target.id))
        .replace("/sign-in/link/{token}", "/sign-in/link/none")
        .replace("{id}", &comment)
        .replace("{topic}", "none")
        .replace("{version}", "0")
        .replace("{file}", "none");
    let json = |value: serde_json::Value| Some(("application/json", value.to_string()));
    let form = |text: &str| Some(("application/x-www-form-urlencoded", text.to_owned()));
    let path = if method == "GET" && pattern.contains("/statements/") { format!("{path}?key={key}") } else { path };
    let body = match (method, pattern) {
        ("POST", "/api/v1/statements/{id}/appeal") => json(json!({ "key": key, "text": format!("Appeal {n}") })),
        ("POST", "/api/v1/appeals/{id}/decision") => json(json!({ "outcome": "upheld", "reason": "for the table" })),
        ("POST", "/statements/{id}/appeal") => form(&format!("key={key}&text=Appeal+{n}")),
        ("POST", "/desk/appeals/{id}/decision") => form("outcome=upheld&reason=for+the+table"),
        ("POST", "/api/v1/stories") => json(json!({ "title": format!("New {n}") })),
        ("PATCH", "/api/v1/stories/{id}") => json(json!({ "title": "Changed" })),
        ("POST", "/api/v1/stories/{id}/closure") => json(json!({ "reason": "enough" })),
        ("POST", "/api/v1/stories/{id}/comments") => json(json!({ "body": format!("Said {n}"), "name": "Guest" })),
        ("PATCH", "/api/v1/comments/{id}") => json(json!({ "body": "Other" })),
        ("POST", "/api/v1/comments/{id}/decisions") => json(json!({ "act": "hold", "reason": "for the table" })),
        ("POST", "/api/v1/comments/{id}/escalation") => json(json!({ "reason": "for the table" })),
        ("POST", "/api/v1/escalations/{id}/entries") => json(json!({ "kind": "note", "text": "for the table" })),
        ("POST", "/desk/comments/{id}/escalation") => form("reason=for+the+table"),
        ("POST", "/desk/escalations/{id}") => form("kind=note&text=for+the+table"),
        ("POST", "/api/v1/comments/{id}/votes") => json(json!({ "value": 1 })),
        ("POST", "/desk/comments/{id}/decisions") => form("act=hold"),
        ("POST", "/stories/{slug}/comments/{id}/votes") => form("value=1"),
        ("POST", "/people/{id}/ignore") => form("ignored=1"),
        ("POST", "/api/v1/media") => Some(("application/octet-stream", "no picture".to_owned())),
        ("POST", perspective) if perspective.ends_with(":analyze") => {
            json(json!({ "comment": { "text": "Good day." }, "requestedAttributes": { "TOXICITY": {} } }))
        }
        ("POST", perspective) if perspective.ends_with(":suggestscore") => json(json!({
            "comment": { "text": "Good day." },
            "attributeScores": { "TOXICITY": { "summaryScore": { "value": 0.1 } } },
        })),
        ("POST", "/stories/{slug}/comments") => form(&format!("body=By+form+{n}&name=Guest")),
        ("POST", "/stories/{slug}/comments/{id}/edit") => form("body=Other"),
        ("POST", "/account/name") => form("name="),
        ("POST", _) if pattern.starts_with("/api/") => json(json!({})),
        ("POST", _) => form(""),
        _ => None,
    };
    (path, body)
}

/// Has a comment removed and that stated; gives the statement and its key. Appeals, if asked.
fn stated(world: &World, comment: &str, appeals: bool) -> (String, String) {
    // It stands there already when the server looks, whose clock stands still.
    let told = world.cli_ok(&["--json", "comment", "remove", comment, "--reason", "for the table"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let id: Id = told["id"].as_str().expect("an id").parse().expect("an id");
    let site = world.app.sites().all.iter().find(|site| site.name == "main").expect("a site").clone();
    let (site_id, now) = (site.id, world.clock.now());
    let cause = world.block_on(world.store().read(move |tx| statements::due(tx, site_id, id, now)));
    let cause = cause.expect("the database answers").expect("something to state");
    let draft = stating::draft(&world.app, &site, &cause, now).expect("a statement");
    let (story, decision) = (cause.story.id, id);
    let put = statements::PutStatement { site: site_id, story, decision, draft };
    assert!(world.block_on(world.store().write(put)).expect("the statement is kept"));
    if appeals {
        let put = PutAppeal { site: site_id, id, text: "for the table".to_owned(), now };
        world.block_on(world.store().write(put)).expect("the appeal is kept");
    }
    (id.to_string(), statement_key(&site, id))
}

fn told(world: &World) -> BTreeMap<String, String> {
    world.cli_ok(&["site", "add", "other", "--title", "Other"]);
    until("there are two sites", || world.app.sites().all.len() == 2);
    for (site, host) in
        [("main", format!("http://{}", world.address)), ("other", format!("http://localhost:{}", world.address.port()))]
    {
        world.cli_ok(&["site", "add-origin", &host, "--site", site]);
    }
    until("both have a host", || world.app.sites().all.iter().all(|site| !site.origins.is_empty()));
    world.set(&["rate_writer=100000", "rate_address=100000", "rate_story=100000"]);
    let callers = callers(world);
    let target = world.person("Target", Role::Member);
    let mut rows = BTreeMap::new();
    let mut n = 0;
    for pattern in understory::http::PATTERNS {
        let (path, _) = request(world, &target, "OPTIONS", pattern, n);
        let allowed = world.send("PUT", &path, &[], None);
        assert_eq!(allowed.status, 405, "{pattern}");
        for method in
            allowed.header("allow").split(',').map(str::trim).filter(|method| !matches!(*method, "HEAD" | "OPTIONS"))
        {
            let mut line = String::new();
            for (_, headers) in &callers {
                n += 1;
                let (path, body) = request(world, &target, method, pattern, n);
                let mut sent: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                if let Some((kind, _)) = &body {
                    sent.push(("content-type", kind));
                }
                // Signing out would end the table: it is asked by somebody else of the same kind elsewhere.
                if *pattern == "/sign-out" {
                    sent.retain(|(name, _)| *name != "cookie");
                }
                let answer = world.send(method, &path, &sent, body.as_ref().map(|(_, body)| body.as_bytes()));
                let _ = write!(line, "\t{}", answer.status);
            }
            rows.insert(format!("{method} {pattern}"), line);
        }
    }
    let names: Vec<&str> = callers.iter().map(|(name, _)| *name).collect();
    rows.insert(String::new(), format!("\t{}", names.join("\t")));
    rows
}

/// A1. After a change that is meant, `UNDERSTORY_WRITE_TABLE=1 cargo test rights` writes the table anew, to be read line by
/// line before it is committed.
#[test]
fn every_route_does_for_every_kind_of_caller_what_the_table_says() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    on_both(|world| {
        let told = told(world);
        let text: String = told
            .iter()
            .map(|(route, line)| format!("{}{line}\n", if route.is_empty() { "route" } else { route }))
            .collect();
        if std::env::var_os("UNDERSTORY_WRITE_TABLE").is_some() && world.engine == Engine::Sqlite {
            std::fs::write(&file, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&file).expect("tests/it/rights.tsv is checked in");
        for (told, kept) in text.lines().zip(kept.lines()) {
            assert_eq!(told, kept, "{:?}", world.engine);
        }
        assert_eq!(text.lines().count(), kept.lines().count(), "a route without a row, or a row without a route");
    });
}

/// A3. Nothing of another site is there: not for its keys, its people, or anybody.
#[test]
fn what_is_another_sites_is_not_there() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Here.").id();
        let escalation = world.escalate(&world.comment(&story, "Escalated.").id());
        let held = world.comment(&story, "Held.").id();
        let hold = world.cli_ok(&["--json", "comment", "hold", &held, "--reason", "for the test"]);
        let hold = serde_json::from_str::<serde_json::Value>(&hold).unwrap()["id"].as_str().unwrap().to_owned();
        world.cli_ok(&["site", "add", "other", "--title", "Other"]);
        until("there are two sites", || world.app.sites().all.len() == 2);
        let other = format!("localhost:{}", world.address.port());
        for (site, host) in [("main", format!("http://{}", world.address)), ("other", format!("http://{other}"))] {
            world.cli_ok(&["site", "add-origin", &host, "--site", site]);
        }
        until("both have a host", || world.app.sites().all.iter().all(|site| !site.origins.is_empty()));
        let sites = world.app.sites();
        let editor = world.person_of(sites.by_name("other").unwrap(), "Elsewhere", Role::Editor);
        let headers = [("host", other.as_str()), ("cookie", editor.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let decision = json!({ "act": "approve", "reason": "mine now" });
        for (method, path, body) in [
            ("GET", format!("/api/v1/stories/{}", story.id), None),
            ("PATCH", format!("/api/v1/stories/{}", story.id), Some(json!({ "title": "Mine" }))),
            ("POST", format!("/api/v1/stories/{}/closure", story.id), Some(json!({}))),
            ("GET", format!("/api/v1/stories/{}/comments", story.id), None),
            ("POST", format!("/api/v1/stories/{}/comments", story.id), Some(json!({ "body": "x", "name": "y" }))),
            ("GET", format!("/api/v1/comments/{comment}"), None),
            ("GET", format!("/api/v1/comments/{held}"), None),
            ("GET", format!("/api/v1/comments/{comment}/replies"), None),
            ("GET", format!("/api/v1/comments/{held}/decisions"), None),
            ("POST", format!("/api/v1/comments/{held}/decisions"), Some(decision.clone())),
            ("DELETE", format!("/api/v1/decisions/{hold}"), None),
            ("GET", format!("/desk/comments/{held}"), None),
            ("POST", format!("/desk/comments/{held}/hand"), Some(json!({}))),
            ("POST", format!("/desk/comments/{held}/decisions"), Some(json!({}))),
            ("POST", format!("/desk/decisions/{hold}/undo"), Some(json!({}))),
            ("POST", format!("/api/v1/comments/{comment}/escalation"), Some(json!({ "reason": "mine now" }))),
            ("GET", format!("/desk/comments/{comment}/escalation"), None),
            ("POST", format!("/desk/comments/{comment}/escalation"), Some(json!({}))),
            ("GET", format!("/api/v1/escalations/{escalation}"), None),
            ("GET", format!("/desk/escalations/{escalation}"), None),
            ("POST", format!("/desk/escalations/{escalation}"), Some(json!({}))),
            ("PATCH", format!("/api/v1/comments/{comment}"), Some(json!({ "body": "x" }))),
            ("DELETE", format!("/api/v1/comments/{comment}"), None),
        ] {
            let answer = match &body {
                Some(_) if path.starts_with("/desk") => {
                    let form = [&headers[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
                    world.send(method, &path, &form, Some(b"act=approve&kind=note&text=x"))
                }
                Some(body) => world.send_json(method, &path, &headers, body),
                None => world.send(method, &path, &headers, None),
            };
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
        // Nor does their session count here.
        let here = [("cookie", editor.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let path = format!("/api/v1/comments/{held}/decisions");
        assert_eq!(world.send_json("POST", &path, &here, &decision).status, 401);
    });
}

/// CVE-2026-32615: whoever acts on something must be able to see it.
#[test]
fn cve_2026_32615_a_moderator_of_a_topic_moderates_that_topic_alone() {
    on_both(|world| {
        let inside = world.story_with(json!({ "title": "In", "topics": ["The War"] }));
        let outside = world.story_with(json!({ "title": "Out", "topics": ["Sport"] }));
        let comments = [&inside, &outside].map(|story| world.comment(story, "Wait.").id());
        comments.iter().for_each(|comment| world.decide("hold", comment));
        let open = world.comment(&outside, "Seen.").id();
        let person = world.person("Mod", Role::Member);
        world.change(&person, Change::Grant(Role::Moderator, Reach::Topic("the-war".to_owned())));
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let listed = world.send("GET", "/api/v1/comments?state=held", &headers, None).expect(200).json();
        let ids: Vec<&str> = listed["comments"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [comments[0].as_str()]);
        let decide = |comment: &str, act: &str| {
            let body = json!({ "act": act, "reason": "for the test" });
            world.send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, &body)
        };
        // What they cannot see is not there; what everybody sees is not theirs to decide.
        assert_eq!(decide(&comments[1], "approve").status, 404);
        assert_eq!(world.send("GET", &format!("/api/v1/comments/{}", comments[1]), &headers, None).status, 404);
        decide(&open, "remove").problem(403, "role_missing");
        let decision = decide(&comments[0], "approve").expect(201).json();
        assert_eq!(decision["decided_by"], format!("account {}", person.id));
        let close = |story: &str| {
            world.send_json("POST", &format!("/api/v1/stories/{story}/closure"), &headers, &json!({})).status
        };
        assert_eq!((close(&inside.id), close(&outside.id)), (201, 403));
    });
}
