//! `understory triage serve`: Perspective's endpoint without site and database, as a process of its own.

use std::time::Duration;

use serde_json::{Value, json};

use crate::process::Server;
use crate::world::until;

/// Status, headers and JSON of an answer.
struct Told(u16, ureq::http::HeaderMap, Value);

#[track_caller]
fn send(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Told {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .new_agent();
    let url = format!("http://{}{path}", server.address);
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = match body {
        Some(body) => agent.run(request.body(body.to_string()).expect("a request")),
        None => agent.run(request.body(()).expect("a request")),
    };
    let mut answer = answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
    let text = answer.body_mut().read_to_string().expect("UTF-8");
    Told(answer.status().as_u16(), answer.headers().clone(), serde_json::from_str(&text).unwrap_or(Value::Null))
}

fn ask(server: &Server, path: &str, headers: &[(&str, &str)]) -> Told {
    let body =
        json!({ "comment": { "text": "Thank you." }, "requestedAttributes": { "TOXICITY": {} }, "clientToken": "t" });
    send(server, "POST", path, headers, Some(&body))
}

fn reason(told: &Told) -> (u16, &str) {
    (told.0, told.2["error"]["details"][0]["reason"].as_str().unwrap_or_default())
}

const ANALYZE: &str = "/v1alpha1/comments:analyze";
const SUGGEST: &str = "/v1alpha1/comments:suggestscore";

#[test]
fn this_machine_needs_neither_key_nor_site_nor_database() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::alone(folder.path(), &[], &[]);
    // Both where Google had it and where the whole server has it; a key that a client cannot do without is let be.
    for path in [ANALYZE, "/api/perspective/v1alpha1/comments:analyze", "/v1alpha1/comments:analyze?key=whatever"] {
        let Told(status, headers, answer) = ask(&server, path, &[]);
        assert_eq!((status, &answer["clientToken"]), (200, &json!("t")), "{path}");
        assert_eq!(answer["attributeScores"]["TOXICITY"]["summaryScore"]["type"], "PROBABILITY");
        assert_eq!(
            (&headers["access-control-allow-origin"], &headers["cache-control"]),
            (&"*".parse().unwrap(), &"no-store".parse().unwrap())
        );
    }
    // Suggestions are taken; that they are not kept, the log says once.
    let suggestion = json!({ "comment": { "text": "Thank you." }, "attributeScores": { "TOXICITY": { "summaryScore": { "value": 1 } } } });
    for _ in 0..2 {
        assert_eq!(send(&server, "POST", SUGGEST, &[], Some(&suggestion)).0, 200);
    }
    until("the log says so", || server.log.text().contains("not kept"));
    assert_eq!(server.log.text().matches("not kept").count(), 1);
    let empty = json!({ "comment": { "text": "" }, "requestedAttributes": { "TOXICITY": {} } });
    let Told(status, _, answer) = send(&server, "POST", ANALYZE, &[], Some(&empty));
    assert_eq!((status, &answer["error"]["details"][0]["errorType"]), (400, &json!("COMMENT_EMPTY")));
    let Told(status, _, answer) = send(&server, "GET", "/elsewhere", &[], None);
    assert_eq!((status, &answer["error"]["status"]), (404, &json!("NOT_FOUND")));
    assert_eq!(send(&server, "GET", "/healthz", &[], None).0, 200);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "it makes no file");
}

#[test]
fn those_with_a_key_ask_within_their_quota() {
    let folder = tempfile::tempdir().unwrap();
    let rate = [("TRIAGE__RATE", "1")];
    let server = Server::alone(folder.path(), &["--key", "first", "--key", "second", "--suggestions", "kept"], &rate);
    assert_eq!(reason(&ask(&server, ANALYZE, &[])), (403, "API_KEY_MISSING"));
    assert_eq!(reason(&ask(&server, "/v1alpha1/comments:analyze?key=third", &[])), (400, "API_KEY_INVALID"));
    // One after the other, faster than one a second: a few suffice.
    let refused = (0..50).find_map(|_| {
        let told = ask(&server, "/v1alpha1/comments:analyze?key=first", &[]);
        (told.0 != 200).then_some(told)
    });
    let refused = refused.expect("a quota");
    assert_eq!(reason(&refused), (429, "RATE_LIMIT_EXCEEDED"));
    assert_eq!(refused.1["retry-after"], "1");
    // The other key has its own.
    let suggestion = json!({
        "comment": { "text": "Thank you, 😀." }, "attributeScores": { "TOXICITY": { "summaryScore": { "value": 0.25 } } },
        "languages": ["en"], "communityId": "paper.example", "clientToken": "c",
    });
    let Told(status, _, answer) = send(&server, "POST", SUGGEST, &[("x-goog-api-key", "second")], Some(&suggestion));
    assert_eq!((status, &answer["clientToken"]), (200, &json!("c")));
    let kept = std::fs::read_to_string(folder.path().join("kept")).unwrap();
    let kept: Value = serde_json::from_str(kept.strip_suffix('\n').unwrap()).expect("one line");
    assert_eq!((&kept["text"], &kept["communityId"]), (&json!("Thank you, 😀."), &json!("paper.example")));
    assert_eq!(kept["attributeScores"]["TOXICITY"]["summaryScore"]["value"], 0.25);
    // Neither key nor text is told to the log.
    let log = server.log.text();
    assert!(["first", "second", "third", "Thank"].iter().all(|word| !log.contains(word)), "{log}");
}

#[test]
fn discovery_goes_by_the_address_that_was_asked_or_configured() {
    let folder = tempfile::tempdir().unwrap();
    let path = "/$discovery/rest?version=v1alpha1";
    let root = |server: &Server, headers: &[(&str, &str)]| {
        let Told(status, _, document) = send(server, "GET", path, headers, None);
        assert_eq!((status, &document["name"]), (200, &json!("commentanalyzer")));
        document["rootUrl"].as_str().unwrap().to_owned()
    };
    let server = Server::alone(folder.path(), &[], &[]);
    assert_eq!(root(&server, &[]), format!("http://{}/", server.address));
    // A proxy in front says by what its client came: the key must not go by http.
    let forwarded = [("host", "scores.paper.example"), ("x-forwarded-proto", "https")];
    assert_eq!(root(&server, &forwarded), "https://scores.paper.example/");
    let named = Server::alone(folder.path(), &[], &[("SERVER__PUBLIC_URL", "https://scores.paper.example")]);
    assert_eq!(root(&named, &[("host", "elsewhere.example")]), "https://scores.paper.example/");
}
