//! Behind proxies that take HTTP/2 and ask by HTTP/1.1 (trust.md R1): what the one forbids must not become a second request
//! in the other.

use std::net::SocketAddr;

use serde_json::json;

use crate::http2::{Answer, Request, exchange};
use crate::proxied::{HIDDEN, Kind, Proxy, found};
use crate::world::{Story, World, on_both};

/// The headers of a request, the pseudo-headers first.
fn headers(method: &str, path: &str, more: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let mut all = vec![
        (":method", method.to_owned()),
        (":scheme", "http".to_owned()),
        (":authority", "x".to_owned()),
        (":path", path.to_owned()),
    ];
    all.extend_from_slice(more);
    all
}

fn kind() -> (&'static str, String) {
    ("content-type", "application/json".to_owned())
}

/// Requests that HTTP/2 forbids, or whose length is said in two ways; each hides another.
fn riddles(path: &str) -> Vec<(String, Request<'static>)> {
    let hidden = HIDDEN.as_bytes().to_vec();
    let ends_early = format!("0\r\n\r\n{HIDDEN}").into_bytes();
    let chunk = format!("{:x}\r\n{HIDDEN}\r\n0\r\n\r\n", HIDDEN.len()).into_bytes();
    let mut all = Vec::new();
    let mut add = |name: String, headers: Vec<(&'static str, String)>, data: Vec<Vec<u8>>| {
        all.push((name, Request { headers, data }));
    };
    for coding in ["chunked", "Chunked", "identity, chunked", "xchunked", "chunked, identity", " chunked"] {
        let post = headers("POST", path, &[kind(), ("transfer-encoding", coding.to_owned())]);
        add(format!("transfer-encoding {coding:?}, ends early"), post.clone(), vec![ends_early.clone()]);
        add(format!("transfer-encoding {coding:?}, a chunk"), post, vec![chunk.clone()]);
        let both = [kind(), ("content-length", ends_early.len().to_string()), ("transfer-encoding", coding.to_owned())];
        add(format!("both, {coding:?}"), headers("POST", path, &both), vec![ends_early.clone()]);
    }
    for length in ["0", "1", "5", "4000", "-1", "+2", "0x2", "2, 2", "", "99999999999999999999", " 0"] {
        let post = headers("POST", path, &[kind(), ("content-length", length.to_owned())]);
        add(format!("content-length {length:?}"), post, vec![hidden.clone()]);
    }
    let twice = [kind(), ("content-length", "0".to_owned()), ("content-length", hidden.len().to_string())];
    add("two lengths".to_owned(), headers("POST", path, &twice), vec![hidden.clone()]);
    let turned = [kind(), ("content-length", hidden.len().to_string()), ("content-length", "0".to_owned())];
    add("two lengths, turned round".to_owned(), headers("POST", path, &turned), vec![hidden.clone()]);
    for value in [
        format!("y\r\ntransfer-encoding: chunked\r\nz: {HIDDEN}"),
        format!("y\r\n\r\n{HIDDEN}"),
        format!("y\n\n{}", HIDDEN.replace("\r\n", "\n")),
        "y\r\ncontent-length: 0".to_owned(),
        "y\rtransfer-encoding: chunked".to_owned(),
        "y\0z".to_owned(),
    ] {
        add(format!("a value {value:?}"), headers("GET", "/healthz", &[("x", value.clone())]), Vec::new());
        add(
            format!("a value {value:?} with a body"),
            headers("POST", path, &[kind(), ("x", value)]),
            vec![ends_early.clone()],
        );
    }
    for name in [
        "x: y\r\ntransfer-encoding",
        "transfer-encoding: chunked\r\nx",
        "transfer-encoding ",
        "Transfer-Encoding",
        "transfer-encoding\0",
        "x\r\n\r\nGET /favicon.ico HTTP/1.1\r\nHost: x\r\nz",
        "content-length: 0\r\nx",
        ":transfer-encoding",
        "",
    ] {
        add(
            format!("a name {name:?}"),
            headers("POST", path, &[kind(), (name, "chunked".to_owned())]),
            vec![ends_early.clone()],
        );
    }
    for place in [
        "/healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /favicon.ico",
        "/healthz HTTP/1.1\r\ntransfer-encoding: chunked\r\nx: y",
        "/healthz\r\n\r\nGET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n",
        "/health z",
        "/healthz\0",
        "",
        "*",
    ] {
        add(format!("path {place:?}"), headers("GET", place, &[]), Vec::new());
    }
    for method in ["GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\nGET", "GET /favicon.ico", "GE\r\nT", "", "CONNECT"] {
        add(format!("method {method:?}"), headers(method, "/healthz", &[]), Vec::new());
    }
    for host in ["x\r\ntransfer-encoding: chunked", "x\r\n\r\nGET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n", "x y"] {
        let mut with = headers("POST", path, &[kind()]);
        with[2].1 = host.to_owned();
        add(format!("authority {host:?}"), with, vec![ends_early.clone()]);
    }
    for connection in ["upgrade", "transfer-encoding", "content-length", "keep-alive"] {
        let named = [kind(), ("connection", connection.to_owned()), ("upgrade", "h2c".to_owned())];
        add(format!("connection {connection:?}"), headers("POST", path, &named), vec![hidden.clone()]);
    }
    add("a body of a GET".to_owned(), headers("GET", "/healthz", &[]), vec![hidden]);
    all
}

/// An ordinary comment goes through, and a story's own answer comes back: others are not disturbed.
fn clean_requests_are_answered(address: SocketAddr, stories: [&Story; 2], after: &str) {
    for story in stories {
        let ask = Request { headers: headers("GET", &format!("/api/v1/stories/{}", story.id), &[]), data: Vec::new() };
        let answer = exchange(address, &ask).unwrap_or_else(|error| panic!("after {after}: {error}"));
        let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert_eq!(
            (answer.status, told["id"].as_str()),
            (Some(200), Some(story.id.as_str())),
            "after {after}: {answer:?}"
        );
    }
}

fn every_riddle(w: &World, kind_of: Kind) {
    w.set(&["rate_writer=1000000", "rate_address=1000000", "rate_story=1000000"]);
    let address = Proxy::start(kind_of, w);
    let (target, one, two) = (w.story("Target"), w.story("One"), w.story("Two"));
    let path = format!("/api/v1/stories/{}/comments", target.id);
    let post = |words: &str| -> Answer {
        let body = json!({ "body": words, "name": "Ana" }).to_string().into_bytes();
        let length = ("content-length", body.len().to_string());
        exchange(address.address, &Request { headers: headers("POST", &path, &[kind(), length]), data: vec![body] })
            .unwrap()
    };
    assert_eq!(post("an ordinary comment").status, Some(201));
    // Asked for openly it is counted: what is counted below can be found.
    let before = found(w);
    let asked =
        exchange(address.address, &Request { headers: headers("GET", "/favicon.ico", &[]), data: Vec::new() }).unwrap();
    assert_eq!((asked.status, found(w) - before), (Some(200), 1));
    let mut reached = 0;
    for (name, riddle) in riddles(&path) {
        let before = found(w);
        let answer = exchange(address.address, &riddle).unwrap();
        reached += usize::from(answer.status.is_some());
        clean_requests_are_answered(address.address, [&one, &two], &name);
        assert_eq!(found(w) - before, 0, "{name}: a body or a header was taken for a request: {answer:?}");
    }
    // Some are mended by the proxy and reach the server, which refuses them by itself.
    assert!(reached > 0, "nothing was tried");
    assert_eq!(post("another ordinary comment").status, Some(201));
}

#[test]
fn no_request_of_http2_is_taken_for_two_behind_nginx() {
    on_both(|w| every_riddle(w, Kind::NginxHttp2));
}

#[test]
fn no_request_of_http2_is_taken_for_two_behind_haproxy() {
    on_both(|w| every_riddle(w, Kind::HaproxyHttp2));
}
