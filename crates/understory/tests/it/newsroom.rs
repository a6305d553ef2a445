//! How the newsroom comes by its accounts: the links that the program prints, and the roles that it gives and takes.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use understory::clock::Timestamp;
use understory::models::Role;
use understory::store::account_changes::Change;

use crate::process::{self, Kept, Server};
use crate::signing_in::{OWN, is_signed_in};
use crate::wire;
use crate::world::{Person, on_both, until};

#[test]
fn without_mail_the_server_says_so_once_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("quiet.db").display());
    process::cli(&database, &["migrate"]);
    let server = Server::start(&database, &[]);
    for _ in 0..3 {
        assert_eq!(wire::get(server.address, "/sign-in").unwrap().status, 200);
    }
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\nemail=a%40b.c",
        server.address
    );
    let refused = wire::exchange(server.address, request.as_bytes()).unwrap();
    assert_eq!(refused.status, 503);
    let log = server.log.text();
    assert_eq!(log.matches("no mail is sent").count(), 1, "{log}");
    assert!(log.contains("account sign-in-link") && log.contains("mail.server"), "{log}");
    // With it, it says nothing of the kind.
    drop(server);
    let mail = [("MAIL__SERVER", "localhost"), ("MAIL__FROM", "comments@paper.example")];
    let server = Server::start(&database, &mail);
    assert_eq!(wire::get(server.address, "/sign-in").unwrap().status, 200);
    assert!(!server.log.text().contains("no mail is sent"), "{}", server.log.text());
}

#[test]
fn the_demo_prints_a_link_that_signs_its_editor_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_understory"));
    command.args(["demo", "--listen", "127.0.0.1:0"]).current_dir(folder.path());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut demo = Kept::spawn(&mut command, "cargo builds it for the tests");
    let (_, out, _) = demo.take();
    let mut lines = BufReader::new(out.unwrap()).lines().map_while(Result::ok);
    let link = lines.find(|line| line.starts_with("Sign in as its editor:")).expect("it prints a link");
    let link = link.split("http://").nth(1).unwrap().to_owned();
    let (host, path) = link.split_once('/').unwrap();
    let address = host.parse().unwrap();
    let page = wire::get(address, &format!("/{path}")).unwrap();
    assert!(page.status == 200 && page.body.contains("Ines Calder"), "{page:?}");
    let ask = |method: &str, path: &str, more: &str| {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
             Content-Length: 0\r\n{more}\r\n"
        );
        wire::exchange(address, request.as_bytes()).unwrap()
    };
    let done = ask("POST", &format!("/{path}"), "");
    assert_eq!((done.status, done.header("location")), (303, Some("/account")));
    let mut cookies = done.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookies.find(|cookie| cookie.contains("_session=")).unwrap_or_else(|| panic!("{done:?}"));
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
    let account = ask("GET", "/account", &cookie);
    assert!(account.status == 200 && account.body.contains("Ines Calder") && account.body.contains("editor"));
    assert_eq!(ask("GET", "/desk", &cookie).status, 200);
    assert_eq!(ask("POST", &format!("/{path}"), "").status, 410, "a link used twice");
}

#[test]
fn a_role_for_one_story_counts_there_alone() {
    on_both(|world| {
        let [here, there] = ["Here", "There"].map(|title| world.story(title));
        let person = world.person("Mo Odd", Role::Member);
        let granted = ["account", "grant", "Mo Odd", "--role", "moderator", "--story", &here.id];
        assert!(world.cli_ok(&granted).contains(&format!("story:{}", here.id)));
        assert!(!world.cli(&[&granted[..], &["--topic", "x"]].concat()).status.success(), "both at once");
        assert!(!world.cli(&["account", "grant", "Mo Odd", "--role", "moderator", "--story", "none"]).status.success());
        until("the old session ends", || !is_signed_in(world, &person.cookie));
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let headers = [("cookie", cookie.as_str()), OWN];
        let comments = [&here, &there].map(|story| world.comment(story, "Wait.").id());
        let [open_here, open_there] = [&here, &there].map(|story| world.comment(story, "Seen.").id());
        comments.iter().for_each(|comment| world.decide("hold", comment));
        let listed = world.send("GET", "/api/v1/comments?state=held", &headers, None).expect(200).json();
        let ids: Vec<&str> = listed["comments"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [comments[0].as_str()]);
        let decide = |comment: &str, act: &str| {
            let body = json!({ "act": act, "reason": "for the test" });
            world.send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, &body).status
        };
        assert_eq!((decide(&comments[0], "approve"), decide(&comments[1], "approve")), (201, 404));
        assert_eq!((decide(&open_here, "remove"), decide(&open_there, "remove")), (201, 403));
        let close = |story: &str| {
            world.send_json("POST", &format!("/api/v1/stories/{story}/closure"), &headers, &json!({})).status
        };
        assert_eq!((close(&here.id), close(&there.id)), (201, 403));
        let desk = |comment: &str| world.send("GET", &format!("/desk/comments/{comment}"), &headers, None).status;
        assert_eq!((desk(&open_here), desk(&comments[1])), (200, 404));
        // Taken away, it is gone within two seconds; that of another story never was there.
        let taken =
            |story: &str| world.cli_ok(&["account", "revoke", "Mo Odd", "--role", "moderator", "--story", story]);
        assert!(taken(&there.id).contains("nothing was to be changed"));
        assert!(is_signed_in(world, &cookie));
        assert!(taken(&here.id).contains("is no longer moderator"));
        until("the session ends", || !is_signed_in(world, &cookie));
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let headers = [("cookie", cookie.as_str()), OWN];
        world.send("GET", "/api/v1/comments?state=held", &headers, None).problem(403, "role_missing");
    });
}

#[test]
fn a_suspension_ends_by_hand_and_by_itself() {
    on_both(|world| {
        let story = world.story("One");
        let person = world.person("Ana", Role::Member);
        let site = world.app.sites().all[0].clone();
        let mut n = 0;
        let mut write = || {
            n += 1;
            let cookie = world.let_in(&site, &person);
            let path = format!("/api/v1/stories/{}/comments", story.id);
            let body = json!({ "body": format!("Said {n}.") });
            world.send_json("POST", &path, &[("cookie", &cookie), OWN], &body).status
        };
        let shown = || -> Value { serde_json::from_str(&world.cli_ok(&["--json", "account", "show", "Ana"])).unwrap() };
        assert_eq!(write(), 201);
        assert!(!world.cli(&["account", "suspend", "Ana", "--reason", " "]).status.success(), "without a reason");
        world.cli_ok(&["account", "suspend", "Ana", "--reason", "enough"]);
        assert_eq!(write(), 403);
        assert_eq!((&shown()["state"], &shown()["suspended_until"]), (&json!("suspended"), &Value::Null));
        assert!(world.cli_ok(&["account", "reinstate", "Ana"]).contains("no longer suspended"));
        assert_eq!(write(), 201);
        assert!(world.cli_ok(&["account", "reinstate", "Ana"]).contains("nothing was to be changed"));
        // For some days: the command line goes by the day that it is, and so does the server here from now on.
        let now = understory::clock::Clock::system().now();
        world.cli_ok(&["account", "suspend", "Ana", "--reason", "a week", "--days", "7"]);
        let told = shown()["suspended_until"].clone();
        let until_then: Timestamp = serde_json::from_value(told.clone()).unwrap();
        assert!((604_800..604_900).contains(&until_then.seconds_since(now)), "{told}");
        world.clock.set(until_then.plus_seconds(-60));
        assert_eq!(write(), 403);
        world.clock.set(until_then.plus_seconds(1));
        assert_eq!(write(), 201, "it ends by itself");
    });
}

#[test]
fn an_auditor_sees_everything_and_does_nothing() {
    on_both(|world| {
        let story = world.story("One");
        let held = world.comment(&story, "Held.").id();
        let seen = world.comment(&story, "Seen.").id();
        world.decide("hold", &held);
        for role in [Role::Auditor, Role::Legal] {
            let person: Person = world.person(&format!("On {}", role.as_str()), Role::Member);
            // Nobody is both: what the member may do they lose with that role.
            world.change(&person, Change::Revoke(Role::Member, understory::models::Reach::Site));
            world.cli_ok(&["account", "grant", &person.name, "--role", role.as_str()]);
            let cookie = world.let_in(&world.app.sites().all[0], &person);
            let headers = [("cookie", cookie.as_str()), OWN];
            let path = format!("/api/v1/comments/{held}");
            until("the role is known", || world.send("GET", &path, &headers, None).status == 200);
            for path in ["/desk".to_owned(), format!("/desk/comments/{held}"), format!("{path}/decisions")] {
                world.send("GET", &path, &headers, None).expect(200);
            }
            let decision = json!({ "act": "approve", "reason": "x" });
            for (path, body) in [
                (format!("/api/v1/comments/{held}/decisions"), decision),
                (format!("/api/v1/comments/{seen}/votes"), json!({ "value": 1 })),
                (format!("/api/v1/comments/{seen}/flags"), json!({ "reason": "spam" })),
                (format!("/api/v1/stories/{}/comments", story.id), json!({ "body": "x" })),
                (format!("/api/v1/stories/{}/closure", story.id), json!({})),
                ("/api/v1/stories".to_owned(), json!({ "title": "Mine" })),
            ] {
                world.send_json("POST", &path, &headers, &body).problem(403, "role_missing");
            }
            for (path, fields) in [
                (format!("/desk/comments/{held}/decisions"), vec![("act", "approve")]),
                (format!("/desk/comments/{held}/hand"), vec![]),
                ("/desk/hand".to_owned(), vec![]),
            ] {
                assert_eq!(world.post_form(&path, Some(&cookie), &fields).status, 403, "{path}");
            }
            // A day without a request ends the session, as with all who hold power.
            world.clock.advance(Duration::from_secs(86_401));
            until("a day is over", || !is_signed_in(world, &cookie));
        }
    });
}
