//! What the program does not let anybody do to it, or to its readers.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{NO_LIMITS, scale};
use crate::wire::{self, Reply, exchange};
use crate::world::{Story, World, on_both, on_both_with, until};

/// Everything that is stored of the site `main`, as text.
fn stored(w: &World) -> String {
    let out = w.folder.path().join("stored.jsonl");
    w.cli_ok(&["export", "--out", out.to_str().unwrap()]);
    std::fs::read_to_string(out).unwrap()
}

fn no_limits(w: &World) {
    w.set(&NO_LIMITS[2..]);
}

/// A comment posted by form: its address and the cookie that came with it.
fn posted_by_form(w: &World, story: &Story, name: &str, body: &str) -> (String, String) {
    let path = format!("/stories/{}/comments", story.slug);
    let done = w.post_form(&path, None, &[("name", name), ("body", body)]).expect(303);
    let place = done.header("location").split('#').next().unwrap().to_owned();
    (place, done.header("set-cookie").split(';').next().unwrap().to_owned())
}

#[test]
fn writes_that_come_from_elsewhere_change_nothing() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Forgery");
        let (place, cookie) = posted_by_form(w, &story, "Ana", "My own words");
        let id = place.rsplit('/').next().unwrap().to_owned();
        let before = stored(w);
        let elsewhere: [&[(&str, &str)]; 8] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://other.paper.example")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            // A browser too old to say anything sends the cookie all the same.
            &[],
        ];
        let types = [
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("text/plain"),
            Some("application/json"),
            None,
        ];
        let form = b"name=Eve&body=Forged&website=&key=".as_slice();
        for path in [format!("/stories/{}/comments", story.slug), format!("{place}/edit"), format!("{place}/delete")] {
            for from in elsewhere {
                for kind in types {
                    let mut headers = vec![("cookie", cookie.as_str())];
                    headers.extend_from_slice(from);
                    headers.extend(kind.map(|kind| ("content-type", kind)));
                    let answer = w.send("POST", &path, &headers, Some(form));
                    assert!(matches!(answer.status, 403 | 415), "{path} {headers:?}: {}", answer.status);
                    if kind == types[0] {
                        assert_eq!(answer.status, 403, "{path} {headers:?}");
                    }
                }
            }
        }
        // Without a cookie it is a stranger's comment, but still no other page may have it sent.
        for from in &elsewhere[..7] {
            let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
            headers.extend_from_slice(from);
            let path = format!("/stories/{}/comments", story.slug);
            assert_eq!(w.send("POST", &path, &headers, Some(form)).status, 403, "{headers:?}");
        }
        // The API takes what browsers send only after asking first, and no cookie.
        for kind in &types[..3] {
            let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().collect();
            let text = br#"{"body":"Forged","name":"Eve"}"#.as_slice();
            let path = format!("/api/v1/stories/{}/comments", story.id);
            w.send("POST", &path, &headers, Some(text)).problem(415, "json_expected");
        }
        let own = [("cookie", cookie.as_str())];
        w.send_json("PATCH", &format!("/api/v1/comments/{id}"), &own, &json!({ "body": "Forged" }))
            .problem(401, "edit_token_missing");
        w.send("DELETE", &format!("/api/v1/comments/{id}"), &own, None).problem(401, "edit_token_missing");
        let asked = w.send(
            "OPTIONS",
            &format!("/api/v1/stories/{}/comments", story.id),
            &[("origin", "https://evil.example"), ("access-control-request-method", "POST")],
            None,
        );
        assert_eq!((asked.status, asked.header("access-control-allow-origin")), (405, ""));
        // Reading never writes, and no header or parameter makes one method another.
        for method in ["GET", "HEAD"] {
            for path in [
                format!("/stories/{}/comments?name=Eve&body=Forged", story.slug),
                format!("{place}/delete"),
                format!("/api/v1/comments/{id}?_method=DELETE"),
                format!("/api/v1/stories/{}/closure", story.id),
                format!("/stories/{}?_method=POST&body=Forged", story.slug),
            ] {
                for header in ["x-http-method-override", "x-http-method", "x-method-override"] {
                    let headers = [
                        ("cookie", cookie.as_str()),
                        (header, "DELETE"),
                        ("sec-fetch-site", "cross-site"),
                        ("accept-encoding", "identity"),
                    ];
                    let answer = w.send(method, &path, &headers, None);
                    assert!(matches!(answer.status, 200 | 405), "{method} {path}: {}", answer.status);
                }
            }
        }
        assert_eq!(stored(w), before);
        // And this one is ours.
        w.set(&["guests=published"]);
        w.post_form(&format!("{place}/delete"), Some(&cookie), &[]).expect(303);
        assert_ne!(stored(w), before);
    });
}

#[test]
fn a_sibling_that_is_listed_may_post_and_no_other() {
    on_both(|w| {
        let story = w.story("Siblings");
        w.cli_ok(&["site", "add-origin", "https://www.paper.example", "--posts-only"]);
        until("the origin is known", || !w.app.sites().all[0].origins.is_empty());
        let path = format!("/stories/{}/comments", story.slug);
        let post = |origin: &str, words: &str| {
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", "same-site"),
                ("origin", origin),
            ];
            w.send("POST", &path, &headers, Some(format!("name=Ana&body={words}").as_bytes())).status
        };
        assert_eq!(post("https://www.paper.example", "one"), 303);
        for other in [
            "https://paper.example",
            "http://www.paper.example",
            "https://www.paper.example.evil.example",
            "https://evilwww.paper.example",
            "https://www.paper.example:8443",
            "null",
            "",
        ] {
            assert_eq!(post(other, "two"), 403, "{other}");
        }
    });
}

/// Asserts what every answer carries.
#[track_caller]
fn protected(what: &str, reply: &Reply, secure: bool) {
    let header = |name: &str| reply.header(name).unwrap_or("");
    let shown = format!("{what}: {}", reply.head);
    assert_eq!(header("x-content-type-options"), "nosniff", "{shown}");
    assert_eq!(header("referrer-policy"), "strict-origin-when-cross-origin", "{shown}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{shown}");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{shown}");
    assert!(header("permissions-policy").contains("geolocation=()"), "{shown}");
    assert_eq!(reply.header("strict-transport-security").is_some(), secure, "{shown}");
    for name in ["server", "x-powered-by", "via", "access-control-allow-origin", "x-frame-options"] {
        assert_eq!(reply.header(name), None, "{shown}");
    }
    let policy = header("content-security-policy");
    // What was kept stands, with its policy.
    if reply.status != 304 {
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{shown}");
        assert!(policy.contains("base-uri 'none'"), "{shown}");
    }
    for bad in ["unsafe-inline", "unsafe-eval", "*", "data:", "http:", "https:"] {
        assert!(!policy.contains(bad), "{shown}");
    }
    if header("content-type").starts_with("text/html") {
        assert!(
            policy.contains("require-trusted-types-for 'script'") && policy.contains("trusted-types understory"),
            "{shown}"
        );
        assert!(policy.contains("script-src 'self'") && policy.contains("style-src 'self'"), "{shown}");
    }
    if reply.status >= 400 {
        assert_eq!(header("cache-control"), "no-store", "{shown}");
    }
}

#[test]
fn every_answer_is_protected() {
    for secure in [false, true] {
        let public = if secure { "https://comments.paper.example" } else { "http://comments.paper.example" };
        on_both_with(
            |config| config.server.public_url = Some(public.to_owned()),
            |w| {
                no_limits(w);
                let story = w.story("Headers");
                let (place, cookie) = posted_by_form(w, &story, "Ana", "My own words");
                let id = place.rsplit('/').next().unwrap();
                let page = format!("/stories/{}", story.slug);
                let html = w.get(&page).expect(200);
                let style = html.text.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
                let script = html.text.split("type=\"module\" src=\"").nth(1).unwrap().split('"').next().unwrap();
                let key = w.key(&["stories"]);
                let paths = [
                    "/".to_owned(),
                    page.clone(),
                    format!("{page}?sort=top"),
                    format!("{page}?sort=loudest"),
                    place.clone(),
                    format!("{page}/comments/new"),
                    format!("{page}/comments/new?parent={id}"),
                    format!("{page}/own"),
                    format!("{place}/edit"),
                    format!("{place}/delete"),
                    "/stories/nothing".to_owned(),
                    "/nothing".to_owned(),
                    "/stories/%ff".to_owned(),
                    style.to_owned(),
                    script.to_owned(),
                    "/static/nothing".to_owned(),
                    "/favicon.ico".to_owned(),
                    "/search".to_owned(),
                    "/search?q=word".to_owned(),
                    format!("/search?q={}", "a".repeat(300)),
                    "/topics/nothing".to_owned(),
                    "/feed.atom".to_owned(),
                    "/feed.json".to_owned(),
                    format!("{page}/comments.atom"),
                    "/sitemap.xml".to_owned(),
                    "/robots.txt".to_owned(),
                    "/oembed?url=x".to_owned(),
                    "/media/nothing.jpg".to_owned(),
                    "/look/nothing.css".to_owned(),
                    "/api/v1/media".to_owned(),
                    "/api/v1/search/stories?q=word".to_owned(),
                    "/api/v1/search/comments?q=word".to_owned(),
                    format!("/api/v1/comments/{id}/deletion"),
                    "/healthz".to_owned(),
                    "/readyz".to_owned(),
                    "/metrics".to_owned(),
                    "/api/openapi.json".to_owned(),
                    "/api/v1/stories".to_owned(),
                    format!("/api/v1/stories/{}", story.id),
                    format!("/api/v1/stories/{}/comments", story.id),
                    format!("/api/v1/stories/{}/closure", story.id),
                    "/api/v1/stories/nothing".to_owned(),
                    "/api/v1/comments".to_owned(),
                    format!("/api/v1/comments/{id}"),
                    format!("/api/v1/comments/{id}/replies"),
                    format!("/api/v1/comments/{id}/decisions"),
                    "/api/v1/counts?url=x".to_owned(),
                    "/api/v1/lookup?url=x".to_owned(),
                ];
                let mut seen = BTreeSet::new();
                for method in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "BREW"] {
                    for path in &paths {
                        let credentials =
                            format!("Cookie: {cookie}\r\nAuthorization: {key}\r\nSec-Fetch-Site: same-origin\r\n");
                        for extra in ["", credentials.as_str(), "Understory-Fragment: 1\r\n"] {
                            if !extra.is_empty() && (method == "DELETE" || path.ends_with("/delete")) {
                                continue; // It is needed further on.
                            }
                            let request = format!(
                                "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n{extra}\r\n"
                            );
                            let reply = exchange(w.address, request.as_bytes()).unwrap();
                            let what = format!("{method} {path} {extra}");
                            protected(&what, &reply, secure);
                            assert!(reply.status < 500, "{what}: {reply:?}");
                            seen.insert(reply.status);
                            if method == "HEAD" {
                                assert_eq!(reply.body, "", "{what}");
                            }
                        }
                    }
                }
                // What cannot be had by asking for a list of addresses.
                let tag = html.header("etag");
                let request =
                    format!("GET {page} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-None-Match: {tag}\r\n\r\n");
                let unchanged = exchange(w.address, request.as_bytes()).unwrap();
                assert_eq!(unchanged.status, 304);
                protected("unchanged", &unchanged, secure);
                let form = "name=Joe&body=Another";
                let request = format!(
                    "POST {page}/comments HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
                     Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                    form.len()
                );
                let moved = exchange(w.address, request.as_bytes()).unwrap();
                assert_eq!((moved.status, moved.header("cache-control")), (303, Some("no-store")));
                protected("moved", &moved, secure);
                let cookie = moved.header("set-cookie").unwrap();
                assert!(
                    cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Domain"),
                    "{cookie}"
                );
                assert_eq!(cookie.contains("; Secure") && cookie.starts_with("__Host-"), secure, "{cookie}");
                for status in [200, 304, 303, 400, 401, 403, 404, 405, 415] {
                    assert!(seen.contains(&status) || matches!(status, 303 | 304), "{status} was not seen: {seen:?}");
                }
            },
        );
    }
}

fn head(w: &World, story: &Story, more: &str) -> String {
    format!(
        "POST /api/v1/stories/{}/comments HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{more}",
        story.id, w.address
    )
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Large");
        let before = stored(w);
        // Announced: refused by the announcement alone, while not a byte of the body was sent, or a few.
        for sent in ["", "{\"body\":\"x"] {
            for length in ["65537", "1000000000000"] {
                let request = head(w, &story, &format!("Content-Length: {length}\r\n\r\n{sent}"));
                let reply = exchange(w.address, request.as_bytes()).unwrap();
                assert_eq!((reply.status, reply.code().as_str()), (413, "request_too_large"), "{length}");
            }
        }
        // Whoever sends all of it without listening finds the answer all the same, and is told that the connection ends.
        for size in [70_000, 300_000, 900_000] {
            let request = head(w, &story, &format!("Content-Length: {size}\r\n\r\n{}", "x".repeat(size)));
            for _ in 0..10 {
                let reply = exchange(w.address, request.as_bytes()).unwrap_or_else(|e| panic!("{size}: {e}"));
                assert_eq!((reply.status, reply.header("connection")), (413, Some("close")), "{size}");
            }
        }
        // The connection is ended, not reset: a reset would take the answer away from clients that have not read it yet.
        for _ in 0..10 {
            let mut stream = wire::connect(w.address).unwrap();
            let request = head(w, &story, &format!("Content-Length: 900000\r\n\r\n{}", "x".repeat(300_000)));
            stream.write_all(request.as_bytes()).unwrap();
            assert_eq!(wire::read_reply(&mut stream, &mut Vec::new(), false).unwrap().unwrap().status, 413);
            stream.write_all(&[b'x'; 10_000]).unwrap();
            let end = stream.read(&mut [0]);
            assert!(matches!(end, Ok(0)), "{end:?}");
        }
        // With `Expect`, the client is not asked to go on.
        let request = head(w, &story, "Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n");
        assert_eq!(exchange(w.address, request.as_bytes()).unwrap().status, 413);
        // In chunks, unannounced: refused once it is too much, while the rest was not sent.
        let mut request = head(w, &story, "Transfer-Encoding: chunked\r\n\r\n");
        for _ in 0..5 {
            request.push_str(&format!("4000\r\n{}\r\n", "x".repeat(0x4000)));
        }
        let reply = exchange(w.address, request.as_bytes()).unwrap();
        assert_eq!((reply.status, reply.code().as_str()), (413, "request_too_large"));
        // As much as may be is read.
        let padding = " ".repeat(64 * 1024 - 30);
        let fits = format!("{{\"body\":\"just fits\"{padding}}}");
        assert!(fits.len() <= 64 * 1024);
        let request = head(w, &story, &format!("Connection: close\r\nContent-Length: {}\r\n\r\n{fits}", fits.len()));
        assert_eq!(exchange(w.address, request.as_bytes()).unwrap().status, 201);
        // The page's form, a story and a decision have their own limits.
        let page = format!(
            "POST /stories/{}/comments HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 196609\r\n\r\n",
            story.slug
        );
        assert_eq!(exchange(w.address, page.as_bytes()).unwrap().status, 413);
        let key = w.key(&["stories", "moderate"]);
        let publish = format!(
            "POST /api/v1/stories HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"
        );
        assert_eq!(exchange(w.address, publish.as_bytes()).unwrap().status, 413);
        let decide = format!(
            "POST /api/v1/comments/0000000000000000000000000/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\nContent-Type: application/json\r\nContent-Length: 65537\r\n\r\n"
        );
        assert_eq!(exchange(w.address, decide.as_bytes()).unwrap().status, 413);
        // Who has no key is told so before anything is read.
        let decide = decide.replace(&format!("Authorization: {key}\r\n"), "");
        assert_eq!(exchange(w.address, decide.as_bytes()).unwrap().status, 401);
        assert_eq!(stored(w).lines().count(), before.lines().count() + 1);
    });
}

#[test]
fn heads_have_limits() {
    on_both(|w| {
        let story = w.story("Heads");
        let get = |path: &str, more: &str| {
            exchange(w.address, format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{more}\r\n").as_bytes())
        };
        let many: String = (0..1000).map(|n| format!("X-{n}: {n}\r\n")).collect();
        assert_eq!(get("/healthz", &many).unwrap().status, 431);
        let fine: String = (0..90).map(|n| format!("X-{n}: {n}\r\n")).collect();
        assert_eq!(get("/healthz", &fine).unwrap().status, 200);
        for size in [100 * 1024, 1024 * 1024] {
            let reply = get("/healthz", &format!("X-Long: {}\r\n", "x".repeat(size))).unwrap();
            assert_eq!((reply.status, reply.header("server")), (431, None));
            let reply = get(&format!("/stories/{}", "x".repeat(size)), "").unwrap();
            assert!(matches!(reply.status, 414 | 431), "{reply:?}");
        }
        for size in [1_000, 8_000, 20_000] {
            let path = format!("/stories/{}?utm_source={}", story.slug, "x".repeat(size));
            assert_eq!(get(&path, "").unwrap().status, 200, "{size}");
            assert_eq!(get(&format!("/stories/{}", "x".repeat(size)), "").unwrap().status, 404, "{size}");
            let long = format!("/api/v1/lookup?url=https://paper.example/{}", "x".repeat(size));
            assert_eq!(get(&long, "").unwrap().status, 404, "{size}");
        }
        for path in [
            "/stories/%ff%fe",
            "/stories/%",
            "/stories/%zz",
            "/stories/%c0%af",
            "/api/v1/stories/%ff",
            "/api/v1/comments/%80/replies",
            "/stories/%ff/comments/%ff",
            "/static/%ff",
            "/static/..%2f..%2fetc%2fpasswd",
            "/static/%2e%2e/x",
            "/%00",
            "/stories/%00",
            "/api/v1/stories/%00/comments",
            "/api/v1/stories/x/comments?after=%ff&sort=%ff&limit=%ff",
            "/?after=%ff",
            "/api/v1/counts?url=%ff",
            "/api/v1/lookup?url=%ff%00",
            "/stories/x?sort=%00",
            "//",
            "/..",
            "/stories/../metrics",
        ] {
            let reply = get(path, "").unwrap();
            assert!(matches!(reply.status, 200 | 400 | 404), "{path}: {reply:?}");
            assert!(reply.status != 200 || path.contains("counts"), "{path}: {reply:?}");
            assert!(!reply.body.contains("passwd") && !reply.body.contains(env!("CARGO_MANIFEST_DIR")), "{reply:?}");
        }
    });
}

#[test]
fn bodies_that_are_traps_are_refused() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Traps");
        let before = stored(w);
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let json = [("content-type", "application/json")];
        let key = w.key(&["stories", "moderate"]);
        let keyed = [json[0], ("authorization", key.as_str())];
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let inner = open.repeat(10_000) + "1" + &close.repeat(10_000);
            for body in
                [inner.clone(), format!("{{\"body\":{inner}}}"), format!("{{\"x_deep\":{inner},\"title\":\"T\"}}")]
            {
                for (route, headers) in [(path.as_str(), &json[..]), ("/api/v1/stories", &keyed)] {
                    let status = w.send("POST", route, headers, Some(body.as_bytes())).status;
                    assert!(matches!(status, 400 | 413 | 422), "{route}: {status}");
                }
            }
        }
        // 100 MB of one letter in 100 kB: nothing is unpacked.
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let letters = vec![b'x'; 1_000_000];
        for _ in 0..100 {
            bomb.write_all(&letters).unwrap();
        }
        let bomb = bomb.finish().unwrap();
        for coding in ["gzip", "br", "deflate", "identity", "gzip, gzip"] {
            let headers = [json[0], ("content-encoding", coding)];
            w.send("POST", &path, &headers, Some(&bomb[..60_000])).problem(415, "encoding_unsupported");
        }
        for text in [
            "",
            "{",
            "null",
            "[]",
            "[\"by place\", null, \"Ana\", null]",
            "\"x\"",
            "{\"body\":1}",
            "{\"body\":\"a\",\"body\":\"b\"}",
            "{\"body\":\"\\ud800\"}",
            "\u{feff}{\"body\":\"x\"}",
            "{\"body\":\"x\"} x",
            "NaN",
            "{\"body\":\"x\",\"parent\":{}}",
            "{\"body\":\"x\",\"state\":\"published\"}",
        ] {
            let status = w.send("POST", &path, &json, Some(text.as_bytes())).status;
            assert!(matches!(status, 400 | 422), "{text}: {status}");
        }
        let status = w.send("POST", &path, &json, Some(b"{\"body\":\"\xff\xfe\"}")).status;
        assert_eq!(status, 400, "what is not UTF-8");
        assert_eq!(stored(w), before);
    });
}

#[test]
fn a_nul_in_any_field_does_no_harm() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Nothing");
        let comment = w.comment(&story, "a comment").post();
        let (id, token) = (comment["id"].as_str().unwrap(), comment["edit_token"].as_str().unwrap());
        let key = w.key(&["stories", "comments", "moderate"]);
        let auth = ("authorization", key.as_str());
        let fields = |fixed: Value, names: &[&str]| -> Vec<Value> {
            names
                .iter()
                .flat_map(|name| {
                    ["\0", "a\0b", "\0a"].map(|text| {
                        let mut value = fixed.clone();
                        value[*name] = if *name == "topics" { json!([text]) } else { text.into() };
                        value
                    })
                })
                .collect()
        };
        let mut tried = 0;
        let mut send = |method: &str, path: &str, headers: &[(&str, &str)], bodies: Vec<Value>| {
            for body in bodies {
                let answer = w.send_json(method, path, headers, &body);
                assert!(answer.status < 500, "{method} {path} {body}: {}", answer.text);
                // A refusal may say again, escaped, what it refuses.
                let is_kept = answer.status < 400 && answer.text.contains("\\u0000");
                assert!(!is_kept && !answer.text.contains('\0'), "{method} {path}: {}", answer.text);
                tried += 1;
            }
        };
        send(
            "POST",
            &format!("/api/v1/stories/{}/comments", story.id),
            &[],
            fields(json!({ "body": "x", "name": "Ana" }), &["body", "name", "parent", "lang"]),
        );
        send(
            "PATCH",
            &format!("/api/v1/comments/{id}"),
            &[("understory-edit-token", token)],
            fields(json!({ "body": "x" }), &["body"]),
        );
        send(
            "POST",
            &format!("/api/v1/comments/{id}/decisions"),
            &[auth],
            fields(json!({ "act": "hold", "reason": "x" }), &["act", "rule", "reason"]),
        );
        send(
            "POST",
            &format!("/api/v1/stories/{}/closure", story.id),
            &[auth],
            fields(json!({ "reason": "x" }), &["reason"]),
        );
        w.send("DELETE", &format!("/api/v1/stories/{}/closure", story.id), &[auth], None).expect(200);
        let all =
            ["id", "title", "url", "slug", "body", "author", "published_at", "topics", "state", "x_note", "x_lang"];
        send("POST", "/api/v1/stories", &[auth], fields(json!({ "title": "T" }), &all));
        let all = ["title", "url", "slug", "body", "author", "lang", "topics", "state", "close_at"];
        send("PATCH", &format!("/api/v1/stories/{}", story.id), &[auth], fields(json!({}), &all));
        assert_eq!(tried, 3 * (4 + 1 + 3 + 1 + 11 + 9));
        w.send_json(
            "PATCH",
            &format!("/api/v1/stories/{}", story.id),
            &[auth],
            &json!({ "slug": "nothing", "state": "published", "lang": "en" }),
        )
        .expect(200);
        // Forms, and every place of an address.
        let (place, cookie) = posted_by_form(w, &story_now(w, &story), "Ana", "by form");
        for field in ["name", "body", "parent", "key", "guest", "preview", "website"] {
            for text in ["\0", "a\0b"] {
                let mut all = vec![("name", "Ana"), ("body", "words")];
                all.retain(|(name, _)| *name != field);
                all.push((field, text));
                assert!(w.post_form("/stories/nothing/comments", None, &all).status < 500, "{field}");
                assert!(w.post_form(&format!("{place}/edit"), Some(&cookie), &all).status < 500, "{field}");
            }
        }
        for path in [
            "/stories/a%00b",
            "/stories/a%00b/own",
            "/stories/a%00b/comments/new",
            "/stories/nothing/comments/%00",
            "/stories/nothing/comments/new?parent=%00",
            "/stories/nothing?sort=%00&after=%00",
            "/api/v1/stories/%00",
            "/api/v1/lookup?url=%00",
            "/api/v1/lookup?url=https://paper.example/%00",
            "/api/v1/lookup?url=https://paper.example/%2500",
            "/api/v1/counts?url=%00&url=https://paper.example/a%00",
            "/api/v1/comments?after=%00",
            "/?after=%00",
            "/static/%00",
        ] {
            let answer = w.send("GET", path, &[auth], None);
            assert!(answer.status < 500, "{path}: {}", answer.text);
        }
        for arguments in [["story", "close", "nothing", "--reason"], ["comment", "hold", id, "--reason"]] {
            // A NUL cannot stand in an argument; the letter that often takes its place can.
            let mut arguments = arguments.to_vec();
            arguments.push("\u{2400}");
            w.cli(&arguments);
        }
        assert!(!stored(w).contains("\\u0000"));
    });
}

/// The story as it is now.
fn story_now(w: &World, story: &Story) -> Story {
    let now = w.get(&format!("/api/v1/stories/{}", story.id)).expect(200).json();
    Story { id: story.id.clone(), slug: now["slug"].as_str().unwrap().to_owned() }
}

/// Sends a byte now and then until the connection ends; how long that took, and what was answered.
fn drip(mut stream: TcpStream, byte: &[u8]) -> (Duration, Vec<u8>) {
    let begun = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let (mut answered, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        assert!(begun.elapsed() < Duration::from_secs(30), "it is never cut");
        match stream.read(&mut buffer) {
            Ok(0) => return (begun.elapsed(), answered),
            Ok(count) => answered.extend_from_slice(&buffer[..count]),
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                if stream.write_all(byte).is_err() {
                    return (begun.elapsed(), answered);
                }
            }
            Err(_) => return (begun.elapsed(), answered),
        }
    }
}

#[test]
fn slow_senders_are_cut_and_hinder_nobody() {
    on_both_with(
        |config| {
            config.server.header_seconds = 1;
            config.server.body_seconds = 1;
        },
        |w| {
            let story = w.story("Slow");
            let page = format!("/stories/{}", story.slug);
            let begun = Instant::now();
            let limit = Duration::from_secs(4);
            let slowest = std::thread::scope(|scope| {
                for n in 0..60 * scale() {
                    let (w, story) = (&w, &story);
                    scope.spawn(move || {
                        let mut stream = wire::connect(w.address).unwrap();
                        let (start, byte): (String, &[u8]) = match n % 4 {
                            // Never a word; a line that does not end; lines without end; a body that does not come.
                            0 => (String::new(), b""),
                            1 => ("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".to_owned(), b"x"),
                            2 => ("GET / HTTP/1.1\r\nHost: x\r\n".to_owned(), b"X-Slow: x\r\n"),
                            _ => (head(w, story, "Content-Length: 1000\r\n\r\n{"), b" "),
                        };
                        stream.write_all(start.as_bytes()).unwrap();
                        let (took, answered) = drip(stream, byte);
                        assert!(took < limit, "form {}: cut only after {took:?}", n % 4);
                        if n % 4 == 3 {
                            let text = String::from_utf8_lossy(&answered);
                            assert!(text.starts_with("HTTP/1.1 408") && text.contains("too_slow"), "{text}");
                        }
                    });
                }
                let mut slowest = Duration::ZERO;
                while begun.elapsed() < Duration::from_secs(1) {
                    let asked = Instant::now();
                    assert_eq!(wire::get(w.address, &page).unwrap().status, 200);
                    slowest = slowest.max(asked.elapsed());
                }
                slowest
            });
            assert!(slowest < Duration::from_secs(1), "others waited {slowest:?}");
            // A connection that is kept alive and idle is ended as well.
            let mut stream = wire::connect(w.address).unwrap();
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            assert_eq!(wire::read_reply(&mut stream, &mut Vec::new(), false).unwrap().unwrap().status, 200);
            let (took, _) = drip(stream, b"");
            assert!(took < limit, "an idle connection was kept for {took:?}");
        },
    );
}

#[test]
fn a_reader_who_stops_reading_is_dropped() {
    on_both_with(
        |config| config.server.stalled_seconds = 1,
        |w| {
            no_limits(w);
            let story = w.story("Long");
            for n in 0..100 {
                w.comment(&story, &format!("{n} {}", "many words ".repeat(800))).send().expect(201);
            }
            let path = format!("/api/v1/stories/{}/comments?limit=100", story.id);
            let size = w.get(&path).expect(200).text.len();
            assert!(size > 800_000, "{size} bytes fit into the kernel's buffers");
            let open = || w.app.metrics.connections.get();
            let mut readers = Vec::new();
            for _ in 0..5 {
                // A small window: the kernel must not take the answer in the reader's place.
                let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
                socket.set_recv_buffer_size(4096).unwrap();
                socket.connect(&w.address.into()).unwrap();
                let mut stream = TcpStream::from(socket);
                let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n");
                stream.write_all(request.repeat(4).as_bytes()).unwrap();
                readers.push(stream);
            }
            until("they are connected", || open() >= 5);
            let begun = Instant::now();
            // The one who asked before may still be there.
            until("they are dropped", || open() <= 1);
            assert!(begun.elapsed() < Duration::from_secs(5), "after {:?}", begun.elapsed());
            // One who reads slowly but reads is served to the end.
            let mut slow = wire::connect(w.address).unwrap();
            slow.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
            let reply = wire::read_reply(&mut slow, &mut Vec::new(), false).unwrap().unwrap();
            assert_eq!((reply.status, reply.body.len()), (200, size));
        },
    );
}

#[test]
fn idle_connections_hinder_nobody() {
    on_both_with(
        |config| config.server.header_seconds = 60,
        |w| {
            let story = w.story("Idle");
            let idle: Vec<TcpStream> = (0..500 * scale()).map(|_| wire::connect(w.address).unwrap()).collect();
            until("they are all connected", || w.app.metrics.connections.get() >= idle.len() as i64);
            for _ in 0..20 {
                let asked = Instant::now();
                assert_eq!(wire::get(w.address, &format!("/stories/{}", story.slug)).unwrap().status, 200);
                assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
            }
            w.comment(&story, "still writing").send().expect(201);
        },
    );
    // All that may be open are taken: the next waits at the door until silence has ended theirs.
    on_both_with(
        |config| {
            config.server.connections = 20;
            config.server.header_seconds = 1;
        },
        |w| {
            let idle: Vec<TcpStream> = (0..20).map(|_| wire::connect(w.address).unwrap()).collect();
            until("they are all connected", || w.app.metrics.connections.get() == 20);
            let asked = Instant::now();
            assert_eq!(wire::get(w.address, "/healthz").unwrap().status, 200);
            assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
            assert!(w.app.metrics.connections.get() <= 20);
            drop(idle);
        },
    );
}

/// A guest's secret that is as good as any.
fn guest(n: usize) -> String {
    format!("a-guest-with-a-secret-of-its-own-{n:06}")
}

#[test]
fn limits_trip_on_their_real_routes() {
    on_both_with(
        |config| config.server.trusted_proxies = vec!["127.0.0.1".to_owned()],
        |w| {
            w.set(&["rate_writer=3", "rate_address=5", "rate_story=12", "proof_of_work=false"]);
            let mut count = 0;
            let mut post = |story: &Story, address: &str, guest: Option<&str>, path: Option<&str>| {
                count += 1;
                let mut headers = vec![("x-forwarded-for", address)];
                headers.extend(guest.map(|guest| ("understory-edit-token", guest)));
                let path = path.map_or_else(|| format!("/api/v1/stories/{}/comments", story.id), str::to_owned);
                w.send_json("POST", &path, &headers, &json!({ "body": format!("words {count}"), "name": "Ana" }))
            };
            let told = |answer: &crate::world::Answer| {
                let problem = answer.problem(429, "rate_limited");
                assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|n| n > 0), "{problem}");
            };
            // The fourth of one writer; the sixth from one address, whoever writes.
            let story = w.story("Limits");
            for _ in 0..3 {
                post(&story, "192.0.2.1", Some(&guest(1)), None).expect(201);
            }
            told(&post(&story, "192.0.2.1", Some(&guest(1)), None));
            for n in 2..4 {
                post(&story, "192.0.2.1", Some(&guest(n)), None).expect(201);
            }
            told(&post(&story, "192.0.2.1", Some(&guest(4)), None));
            // What is no other address, and no other path, is no other allowance.
            for address in [
                "192.0.2.1",
                " 192.0.2.1 ",
                "192.0.2.1:4711",
                "::ffff:192.0.2.1",
                "203.0.113.9, 192.0.2.1",
                "nonsense, 192.0.2.1",
                "192.0.2.1, 127.0.0.1",
            ] {
                told(&post(&story, address, Some(&guest(5)), None));
            }
            let base = format!("/api/v1/stories/{}", story.id);
            let first = format!("%{:02x}", story.id.as_bytes()[0]);
            for path in [
                format!("{base}/comments/"),
                format!("{base}//comments"),
                format!("/{base}/comments"),
                format!("{base}/Comments"),
                format!("{base}/%63omments"),
                format!("/API/v1/stories/{}/comments", story.id),
                format!("/api/v1/stories/{}/comments", story.id.to_uppercase()),
                format!("/api/v1/stories/{first}{}/comments", &story.id[1..]),
                format!("{base}/comments;x=1"),
                format!("{base}/comments?x=1"),
                format!("{base}/./comments"),
                format!("{base}/comments%00"),
            ] {
                let status = post(&story, "192.0.2.1", Some(&guest(6)), Some(&path)).status;
                assert!(matches!(status, 400 | 404 | 405 | 429), "{path}: {status}");
            }
            // Another address has its own; new guests at one address share a writer's.
            for n in 0..3 {
                post(&story, "192.0.2.2", None, None).expect(201);
                let _ = n;
            }
            told(&post(&story, "192.0.2.2", None, None));
            // One /64 is one address, two are two.
            let other = w.story("Other");
            for n in 0..3 {
                post(&other, &format!("2001:db8:1:2::{n}"), None, None).expect(201);
            }
            told(&post(&other, "2001:db8:1:2:ffff::1", None, None));
            told(&post(&other, "[2001:db8:1:2::9]:443", None, None));
            post(&other, "2001:db8:1:3::1", None, None).expect(201);
            // The story as a whole: twelve, whoever and wherever.
            for n in 0..4 {
                post(&story, &format!("198.51.100.{n}"), None, None).expect(201);
            }
            told(&post(&story, "198.51.100.99", Some(&guest(7)), None));
            post(&other, "198.51.100.99", Some(&guest(7)), None).expect(201);
            w.clock.advance(Duration::from_secs(61));
            post(&story, "192.0.2.1", Some(&guest(1)), None).expect(201);
            // A long time frees, and no more than once.
            let long = Duration::from_secs(400 * 86_400);
            w.clock.advance(long);
            for _ in 0..3 {
                post(&other, "192.0.2.77", Some(&guest(8)), None).expect(201);
            }
            told(&post(&other, "192.0.2.77", Some(&guest(8)), None));
        },
    );
}

/// The clock set back, or far ahead, neither frees nor locks for ever: limits go by the time that passes.
#[test]
fn a_clock_that_is_set_changes_no_limit() {
    for jump in [-3_600, -400 * 86_400, 86_400, 400 * 86_400] {
        on_both(|w| {
            w.set(&["rate_writer=3"]);
            let story = w.story("Clocks");
            let post = |words: &str| {
                let headers = [("understory-edit-token", guest(1))];
                let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let path = format!("/api/v1/stories/{}/comments", story.id);
                w.send_json("POST", &path, &headers, &json!({ "body": words, "name": "Ana" }))
            };
            for n in 0..3 {
                post(&format!("words {n}")).expect(201);
            }
            post("too soon").problem(429, "rate_limited");
            w.clock.set(w.clock.now().plus_seconds(jump));
            post("still too soon").problem(429, "rate_limited");
            w.clock.advance(Duration::from_secs(61));
            post("words 0").problem(409, "same_text");
            post("after a minute").expect(201);
            w.clock.advance(Duration::from_secs(3_600));
            post("words 0").expect(201);
        });
    }
}

#[test]
fn limits_hold_for_forms_and_for_changes_too() {
    on_both(|w| {
        w.set(&["rate_writer=3", "rate_address=100"]);
        let story = w.story("Forms");
        let path = format!("/stories/{}/comments", story.slug);
        let secret = guest(1);
        let cookie = format!("__Host-understory_guest={secret}");
        let mut place = String::new();
        for n in 0..3 {
            let words = format!("words {n}");
            let done = w.post_form(&path, Some(&cookie), &[("name", "Ana"), ("body", &words)]).expect(303);
            place = done.header("location").split('#').next().unwrap().to_owned();
        }
        let refused = w.post_form(&path, Some(&cookie), &[("name", "Ana"), ("body", "my long text")]).expect(429);
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|n| n > 0));
        assert!(refused.text.contains("my long text</textarea>"), "{}", refused.text);
        let refused = w.post_form(&format!("{place}/edit"), Some(&cookie), &[("body", "changed")]).expect(429);
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|n| n > 0));
        let id = place.rsplit('/').next().unwrap();
        let token = [("understory-edit-token", secret.as_str())];
        w.send_json("PATCH", &format!("/api/v1/comments/{id}"), &token, &json!({ "body": "changed" }))
            .problem(429, "rate_limited");
        w.clock.advance(Duration::from_secs(61));
        w.send_json("PATCH", &format!("/api/v1/comments/{id}"), &token, &json!({ "body": "changed" })).expect(200);
    });
}

#[test]
fn nobody_is_believed_who_is_not_a_trusted_proxy() {
    for trusted in [vec![], vec!["127.0.0.2".to_owned(), "10.0.0.0/8".to_owned()]] {
        on_both_with(
            |config| config.server.trusted_proxies.clone_from(&trusted),
            |w| {
                w.set(&["rate_writer=3"]);
                let story = w.story("Claims");
                let mut statuses = Vec::new();
                for n in 0..5 {
                    let address = format!("198.51.100.{n}");
                    let headers = [
                        ("x-forwarded-for", address.as_str()),
                        ("x-real-ip", address.as_str()),
                        ("forwarded", &format!("for={address}")),
                        ("true-client-ip", address.as_str()),
                        ("cf-connecting-ip", address.as_str()),
                    ];
                    let body = json!({ "body": format!("words {n}"), "name": "Ana" });
                    statuses.push(
                        w.send_json("POST", &format!("/api/v1/stories/{}/comments", story.id), &headers, &body).status,
                    );
                }
                assert_eq!(statuses, [201, 201, 201, 429, 429]);
            },
        );
    }
}

/// A request to a host, and what came of it.
fn ask(w: &World, host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Reply {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut text =
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    if !body.is_empty() {
        text.push_str("Content-Type: application/json\r\n");
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(&body);
    exchange(w.address, text.as_bytes()).unwrap()
}

#[test]
fn an_unknown_host_is_told_so_and_probes_are_not() {
    on_both(|w| {
        let story = w.story("Hosts");
        let page = format!("/stories/{}", story.slug);
        assert_eq!(ask(w, "anything.example", "GET", &page, &[], None).status, 200);
        w.cli_ok(&["site", "add-origin", "https://comments.paper.example"]);
        until("the origin is known", || !w.app.sites().all[0].origins.is_empty());
        for host in ["comments.paper.example", "COMMENTS.paper.EXAMPLE"] {
            assert_eq!(ask(w, host, "GET", &page, &[], None).status, 200, "{host}");
        }
        for host in [
            "paper.example",
            "comments.paper.example.evil.example",
            "evilcomments.paper.example",
            "comments.paper.example:8443",
            "127.0.0.1",
            "",
            "comments.paper.example, evil.example",
            "comments.paper.example@evil.example",
        ] {
            for path in [page.as_str(), "/", "/api/v1/stories", "/static/x", "/nothing", "/favicon.ico"] {
                let reply = ask(w, host, "GET", path, &[], None);
                assert_eq!(reply.status, 421, "{host} {path}");
                assert!(!reply.body.contains("Hosts"), "{host} {path}: {}", reply.body);
            }
            let post = ask(
                w,
                host,
                "POST",
                &format!("/api/v1/stories/{}/comments", story.id),
                &[],
                Some(&json!({ "body": "x" })),
            );
            assert_eq!((post.status, post.code().as_str()), (421, "unknown_host"), "{host}");
            for path in ["/healthz", "/readyz", "/metrics"] {
                assert_eq!(ask(w, host, "GET", path, &[], None).status, 200, "{host} {path}");
            }
        }
        let raw = |text: &str| exchange(w.address, text.as_bytes()).unwrap().status;
        // None at all; two; and the request line's own, which outranks the header.
        assert_eq!(raw("GET / HTTP/1.0\r\n\r\n"), 421);
        assert_eq!(
            raw("GET / HTTP/1.1\r\nConnection: close\r\nHost: comments.paper.example\r\nHost: evil.example\r\n\r\n"),
            421
        );
        assert_eq!(
            raw("GET / HTTP/1.1\r\nConnection: close\r\nHost: evil.example\r\nHost: comments.paper.example\r\n\r\n"),
            421
        );
        assert_eq!(
            raw("GET http://evil.example/ HTTP/1.1\r\nConnection: close\r\nHost: comments.paper.example\r\n\r\n"),
            421
        );
        assert_eq!(
            raw("GET http://comments.paper.example/ HTTP/1.1\r\nConnection: close\r\nHost: evil.example\r\n\r\n"),
            200
        );
        // No address in a page is made from what was asked for.
        let text = ask(w, "comments.paper.example", "GET", &page, &[("X-Forwarded-Host", "evil.example")], None).body;
        assert!(!text.contains("evil.example"));
    });
}

#[test]
fn two_sites_in_one_database_do_not_see_each_other() {
    on_both(|w| {
        w.cli_ok(&["site", "add", "other", "--title", "The Other Paper"]);
        w.cli_ok(&["site", "add-origin", "https://one.example"]);
        w.cli_ok(&["site", "add-origin", "https://two.example", "--site", "other"]);
        until("the sites are known", || w.app.sites().all.iter().filter(|site| !site.origins.is_empty()).count() == 2);
        let key = |site: &str| {
            let made = w.cli_ok(&[
                "--json", "site", "key", "create", "--scope", "stories", "--scope", "comments", "--scope", "moderate",
                "--site", site,
            ]);
            format!("Bearer {}", serde_json::from_str::<Value>(&made).unwrap()["key"].as_str().unwrap())
        };
        let hosts = ["one.example", "two.example"];
        let keys = [key("main"), key("other")];
        let secret = guest(9);
        // A story and a comment in each, under the same names, by the same guest with the same key.
        let made: Vec<(String, String, String)> = (0..2)
            .map(|n| {
                let auth = [("Authorization", keys[n].as_str())];
                let record = json!({ "id": "7", "title": format!("Secret {n}"), "slug": format!("secret-{n}"), "url": format!("https://paper.example/{n}") });
                let story = ask(w, hosts[n], "POST", "/api/v1/stories", &auth, Some(&record));
                assert_eq!(story.status, 201, "{story:?}");
                let story = story.json()["id"].as_str().unwrap().to_owned();
                let headers = [("Understory-Edit-Token", secret.as_str()), ("Idempotency-Key", "the-same-key-at-both-sites")];
                let body = json!({ "body": format!("words of {n}"), "name": "Ana" });
                let posted = ask(w, hosts[n], "POST", &format!("/api/v1/stories/{story}/comments"), &headers, Some(&body));
                assert_eq!(posted.status, 201, "{posted:?}");
                let posted = posted.json();
                (story, posted["id"].as_str().unwrap().to_owned(), format!("secret-{n}"))
            })
            .collect();
        assert_ne!((&made[0].0, &made[0].1), (&made[1].0, &made[1].1));
        let count = |n: usize| ask(w, hosts[n], "GET", &format!("/api/v1/stories/{}", made[n].0), &[], None).json();
        let before = [count(0), count(1)];
        let cookie = format!("__Host-understory_guest={secret}");
        for (host, own, other) in [(hosts[0], 0, 1), (hosts[1], 1, 0)] {
            let (story, comment, slug) = &made[other];
            let auth = ("Authorization", keys[own].as_str());
            let token = ("Understory-Edit-Token", secret.as_str());
            let form = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
            let nothing = |method: &str, path: String, headers: &[(&str, &str)], body: Option<Value>| {
                let reply = ask(w, host, method, &path, headers, body.as_ref());
                assert_eq!(reply.status, 404, "{host} {method} {path}: {reply:?}");
                // To the one who asks it is as if it were not there: the same words as for what never was.
                let never = path
                    .replace(story, "0000000000000000000000000")
                    .replace(comment, "0000000000000000000000000")
                    .replace(slug, "secret-x");
                let absent = ask(w, host, method, &never, headers, body.as_ref());
                assert_eq!(
                    (absent.status, absent.code(), absent.body),
                    (reply.status, reply.code(), reply.body),
                    "{method} {path}"
                );
            };
            for path in [
                format!("/stories/{slug}"),
                format!("/stories/{slug}/own"),
                format!("/stories/{slug}/comments/new"),
                format!("/stories/{slug}/comments/{comment}"),
                format!("/stories/{}/comments/{comment}", made[own].2),
                format!("/stories/{slug}/comments/{comment}/edit"),
                format!("/stories/{}/comments/{comment}/edit", made[own].2),
                format!("/stories/{}/comments/new?parent={comment}", made[own].2),
            ] {
                nothing("GET", path, &form, None);
            }
            nothing("POST", format!("/stories/{slug}/comments/{comment}/delete"), &form, None);
            nothing("POST", format!("/stories/{}/comments/{comment}/delete", made[own].2), &form, None);
            for headers in [&[][..], &[auth], &[token]] {
                nothing("GET", format!("/api/v1/stories/{story}"), headers, None);
                nothing("GET", format!("/api/v1/stories/{story}/comments"), headers, None);
                nothing("GET", format!("/api/v1/comments/{comment}"), headers, None);
                nothing("GET", format!("/api/v1/comments/{comment}/replies"), headers, None);
                nothing(
                    "POST",
                    format!("/api/v1/stories/{story}/comments"),
                    headers,
                    Some(json!({ "body": "across", "name": "Eve" })),
                );
            }
            nothing("PATCH", format!("/api/v1/comments/{comment}"), &[token], Some(json!({ "body": "across" })));
            nothing("DELETE", format!("/api/v1/comments/{comment}"), &[token], None);
            nothing("GET", format!("/api/v1/comments/{comment}/decisions"), &[auth], None);
            nothing(
                "POST",
                format!("/api/v1/comments/{comment}/decisions"),
                &[auth],
                Some(json!({ "act": "remove", "reason": "across" })),
            );
            nothing("PATCH", format!("/api/v1/stories/{story}"), &[auth], Some(json!({ "title": "Across" })));
            nothing("POST", format!("/api/v1/stories/{story}/closure"), &[auth], Some(json!({})));
            nothing("DELETE", format!("/api/v1/stories/{story}/closure"), &[auth], None);
            nothing("GET", format!("/api/v1/lookup?url=https://paper.example/{other}"), &[], None);
            let counted =
                ask(w, host, "GET", &format!("/api/v1/counts?url=https://paper.example/{other}"), &[], None).json();
            assert_eq!(counted["counts"][format!("https://paper.example/{other}")], 0);
            // A reply across, under one's own story.
            let reply = ask(
                w,
                host,
                "POST",
                &format!("/api/v1/stories/{}/comments", made[own].0),
                &[token],
                Some(&json!({ "body": "across", "name": "Eve", "parent": comment })),
            );
            assert_eq!((reply.status, reply.code().as_str()), (422, "parent_unknown"));
            // The other's key opens nothing here.
            let foreign = [("Authorization", keys[other].as_str())];
            for (method, path) in [
                ("GET", "/api/v1/comments".to_owned()),
                ("POST", "/api/v1/stories".to_owned()),
                ("GET", format!("/api/v1/comments/{}", made[own].1)),
                ("GET", format!("/api/v1/stories/{}", made[own].0)),
                ("DELETE", format!("/api/v1/stories/{}/closure", made[own].0)),
            ] {
                let reply =
                    ask(w, host, method, &path, &foreign, (method == "POST").then(|| json!({ "title": "T" })).as_ref());
                assert_eq!((reply.status, reply.code().as_str()), (401, "key_unknown"), "{method} {path}");
            }
            for path in ["/", "/api/v1/stories", "/api/v1/comments?state=held"] {
                let reply = ask(w, host, "GET", path, &[auth], None);
                assert_eq!(reply.status, 200);
                assert!(
                    !reply.body.contains(story)
                        && !reply.body.contains(&format!("Secret {other}"))
                        && !reply.body.contains(comment),
                    "{host} {path}"
                );
            }
            let title = if other == 1 { "The Other Paper" } else { "Understory" };
            assert!(!ask(w, host, "GET", &format!("/stories/{}", made[own].2), &[], None).body.contains(title));
        }
        // Held under one, listed under one.
        w.cli_ok(&["comment", "hold", &made[1].1, "--reason", "x", "--site", "other"]);
        assert!(!w.cli(&["comment", "approve", &made[1].1, "--reason", "x", "--site", "main"]).status.success());
        let waiting = |n: usize| {
            ask(w, hosts[n], "GET", "/api/v1/comments", &[("Authorization", &keys[n])], None).body.contains(&made[1].1)
        };
        assert_eq!((waiting(0), waiting(1)), (false, true));
        w.cli_ok(&["comment", "approve", &made[1].1, "--reason", "x", "--site", "other"]);
        for (n, before) in before.iter().enumerate() {
            let now = count(n);
            for field in ["title", "comments", "state"] {
                assert_eq!(now[field], before[field], "{n}");
            }
        }
    });
}

#[test]
fn keys_open_what_they_are_for_and_no_longer_than_they_live() {
    on_both(|w| {
        let story = w.story("Keys");
        let id = w.comment(&story, "a comment").id();
        let scopes = ["stories", "comments", "moderate", "triage"];
        let keys = scopes.map(|scope| w.key(&[scope]));
        let routes: [(&str, &str, String, Option<Value>); 7] = [
            ("stories", "POST", "/api/v1/stories".to_owned(), Some(json!({ "id": "k", "title": "By key" }))),
            ("stories", "PATCH", format!("/api/v1/stories/{}", story.id), Some(json!({ "author": "Ed" }))),
            ("stories", "POST", format!("/api/v1/stories/{}/closure", story.id), Some(json!({}))),
            ("stories", "DELETE", format!("/api/v1/stories/{}/closure", story.id), None),
            ("moderate", "GET", "/api/v1/comments".to_owned(), None),
            ("moderate", "GET", format!("/api/v1/comments/{id}/decisions"), None),
            (
                "moderate",
                "POST",
                format!("/api/v1/comments/{id}/decisions"),
                Some(json!({ "act": "hold", "reason": "x" })),
            ),
        ];
        let send = |method: &str, path: &str, headers: &[(&str, &str)], body: &Option<Value>| match body {
            Some(body) => w.send_json(method, path, headers, body),
            None => w.send(method, path, headers, None),
        };
        for (scope, method, path, body) in &routes {
            send(method, path, &[], body).problem(401, "key_missing");
            send(method, path, &[("cookie", &format!("__Host-understory_guest={}", guest(1)))], body)
                .problem(401, "key_missing");
            for bad in [
                "Bearer x",
                "Bearer ",
                "Basic dTpw",
                &keys[0].replace("Bearer ", ""),
                &keys[0].replace("Bearer ", "Token "),
                &format!("{}x", keys[0]),
                &keys[0][..keys[0].len() - 1],
            ] {
                send(method, path, &[("authorization", bad)], body).problem(401, "key_unknown");
            }
            for (other, key) in scopes.iter().zip(&keys).filter(|(other, _)| *other != scope) {
                let problem = send(method, path, &[("authorization", key)], body).problem(403, "scope_missing");
                assert!(problem["detail"].as_str().unwrap().contains(scope), "{other} {method} {path}: {problem}");
            }
        }
        // Refused before anything is read of the body: who may not, learns nothing of what is wrong with it.
        w.send("POST", "/api/v1/stories", &[("content-type", "text/plain")], Some(b"x")).problem(401, "key_missing");
        w.send_json("POST", "/api/v1/stories", &[("authorization", &keys[1])], &json!({ "colour": 1 }))
            .problem(403, "scope_missing");
        for (scope, method, path, body) in &routes {
            let key = &keys[scopes.iter().position(|other| other == scope).unwrap()];
            let answer = send(method, path, &[("authorization", key)], body);
            assert!(matches!(answer.status, 200 | 201), "{method} {path}: {}", answer.text);
        }
        // A key for other things does not write comments either, and one for comments writes as it says.
        let post = json!({ "body": "by program", "name": "Joe" });
        let path = format!("/api/v1/stories/{}/comments", story.id);
        w.send_json("POST", &path, &[("authorization", &keys[0])], &post).problem(403, "scope_missing");
        w.send_json("POST", &path, &[("authorization", &keys[1])], &post).expect(201);
        w.send_json("POST", &path, &[("authorization", "Bearer x")], &post).problem(401, "key_unknown");
        // Held comments are seen whole with the right key alone.
        for (key, status) in [(None, 404), (Some(&keys[0]), 404), (Some(&keys[2]), 200)] {
            let headers: Vec<_> = key.map(|key| ("authorization", key.as_str())).into_iter().collect();
            assert_eq!(w.send("GET", &format!("/api/v1/comments/{id}"), &headers, None).status, status);
        }
        // Ended by command line, at once.
        let listed = w.cli_ok(&["--json", "site", "key", "list"]);
        for line in listed.lines() {
            let key: Value = serde_json::from_str(line).unwrap();
            w.cli_ok(&["site", "key", "revoke", key["id"].as_str().unwrap()]);
        }
        let begun = Instant::now();
        for ((scope, method, path, body), _) in routes.iter().zip(0..) {
            let key = &keys[scopes.iter().position(|other| other == scope).unwrap()];
            send(method, path, &[("authorization", key)], body).problem(401, "key_unknown");
        }
        assert!(begun.elapsed() < Duration::from_secs(1));
    });
}

#[test]
fn a_comment_is_its_writers_alone() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Own");
        let mine = w.comment(&story, "mine").by("Ana").post();
        let theirs = w.comment(&story, "theirs").by("Joe").post();
        let (id, token) = (mine["id"].as_str().unwrap(), mine["edit_token"].as_str().unwrap());
        let their_token = theirs["edit_token"].as_str().unwrap();
        let (place, cookie) = posted_by_form(w, &story, "Eve", "by form");
        let by_form = place.rsplit('/').next().unwrap();
        let path = format!("/api/v1/comments/{id}");
        let before = stored(w);
        let edit = json!({ "body": "taken over" });
        for other in [their_token, &guest(1), &cookie["__Host-understory_guest=".len()..]] {
            let header = [("understory-edit-token", other)];
            w.send_json("PATCH", &path, &header, &edit).problem(403, "not_yours");
            w.send("DELETE", &path, &header, None).problem(403, "not_yours");
            let cookie = format!("__Host-understory_guest={other}");
            let here = format!("/stories/{}/comments/{id}", story.slug);
            assert_eq!(w.send("GET", &format!("{here}/edit"), &[("cookie", &cookie)], None).status, 403);
            w.post_form(&format!("{here}/edit"), Some(&cookie), &[("body", "taken over")]).expect(403);
            w.post_form(&format!("{here}/delete"), Some(&cookie), &[]).expect(403);
        }
        for bad in ["", "x", "' OR 1=1 --", &token[..token.len() - 1], &format!("{token}x"), &"x".repeat(5000)] {
            let header = [("understory-edit-token", bad)];
            let status = w.send_json("PATCH", &path, &header, &edit).status;
            assert!(matches!(status, 401 | 403), "{bad}: {status}");
        }
        // A key opens no writer's comment, not even a moderator's.
        let key = w.key(&["comments", "moderate", "stories"]);
        w.send_json("PATCH", &path, &[("authorization", &key)], &edit).problem(401, "edit_token_missing");
        w.post_form(&format!("{place}/edit"), None, &[("body", "taken over")]).expect(403);
        assert_eq!(stored(w), before);
        // The list of one's own holds nobody else's, and no answer carries another's secret.
        let own = w.send("GET", &format!("/stories/{}/own", story.slug), &[("cookie", &cookie)], None).expect(200).text;
        assert!(own.contains("by form") && !own.contains("mine") && !own.contains("theirs"));
        for path in [
            format!("/stories/{}", story.slug),
            path.clone(),
            format!("/api/v1/stories/{}/comments", story.id),
            format!("/api/v1/comments/{by_form}"),
        ] {
            let text = w.get(&path).expect(200).text;
            assert!(!text.contains(token) && !text.contains(their_token) && !text.contains("edit_token"), "{path}");
        }
        // A comment of another story does not come to light under this one's address.
        let other = w.story("Elsewhere");
        assert_eq!(w.get(&format!("/stories/{}/comments/{id}", other.slug)).status, 404);
    });
}

/// The tags and attributes of a page as a browser would find them.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let end = rest[1..]
                .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))
                .map_or(rest.len(), |end| end + 1);
            let attribute = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => {
                        after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len()))
                    }
                };
            }
            attributes.push((attribute, value.to_owned()));
        }
        // What stands in these is text until their end.
        if matches!(name.as_str(), "textarea" | "title" | "script" | "style") {
            let close = format!("</{name}");
            rest = rest.find(&close).map_or("", |at| &rest[at..]);
        }
        found.push((name, attributes));
    }
    found
}

#[test]
fn the_reader_of_pages_finds_what_a_browser_would() {
    let found = tags(
        "<p class=a title='b c'>x <b4d x4ttr=1></p><textarea>\n<i></textarea><a href=\"x\"y4ttr></a><!-- <u> --><br/>",
    );
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["p", "b4d", "textarea", "a", "br"]);
    assert_eq!(found[0].1, [("class".to_owned(), "a".to_owned()), ("title".to_owned(), "b c".to_owned())]);
    assert_eq!(found[3].1[1].0, "y4ttr");
}

/// Asserts that nothing of what was put in became a tag, an attribute or a script.
#[track_caller]
pub fn harmless(what: &str, html: &str) {
    const KNOWN: &[&str] = &[
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "main",
        "bdi",
        "article",
        "aside",
        "section",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "time",
        "nav",
        "ol",
        "ul",
        "li",
        "div",
        "span",
        "form",
        "input",
        "label",
        "textarea",
        "button",
        "em",
        "strong",
        "code",
        "pre",
        "blockquote",
        "br",
        "hr",
        "del",
        "img",
        "details",
        "summary",
        "select",
        "option",
        "fieldset",
        "legend",
        "kbd",
        "b",
        "q",
    ];
    assert!(html.contains("<html") || html.contains("<form"), "{what}: {html}");
    for (name, attributes) in tags(html) {
        assert!(KNOWN.contains(&name.as_str()), "{what}: <{name}> in {html}");
        for (attribute, value) in &attributes {
            assert!(
                attribute.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                    && !attribute.starts_with("on")
                    && attribute != "style",
                "{what}: {attribute} of <{name}> in {html}"
            );
            if matches!(attribute.as_str(), "href" | "src" | "action") {
                let lower = value.to_ascii_lowercase();
                assert!(
                    ["/", "#", "http://", "https://", "mailto:"].iter().any(|start| lower.starts_with(start)),
                    "{what}: {attribute}={value}"
                );
            }
        }
        if name == "script" {
            let is = |name: &str, start: &str| {
                attributes.iter().any(|(given, value)| given == name && value.starts_with(start))
            };
            // Data for search engines is never run.
            assert!(is("src", "/static/") || is("type", "application/ld+json"), "{what}");
        }
    }
}

/// What breaks out of a text, of an attribute in either quote or in none, of a text area, a title, a comment, a script.
pub const ATTACKS: [&str; 10] = [
    "a\" x4ttr=\"1",
    "a' x4ttr='1",
    "a` x4ttr=`1",
    "a x4ttr=1 onclick=b4d()",
    "<b4d x4ttr=1>a",
    "</textarea><b4d>a",
    "</title></script><b4d>a",
    "--><b4d>a",
    "a&lt;b4d&gt;&#34; x4ttr",
    "[a](javascript:b4d) <b4d>",
];

/// GHSA of Isso #1083: single quotes, and two ways in that escaped nothing. Every field by every way, in every quote.
#[test]
fn isso_1083_nothing_that_is_written_becomes_markup() {
    on_both(|w| {
        no_limits(w);
        let key = w.key(&["stories", "comments", "moderate"]);
        let auth = [("authorization", key.as_str())];
        w.set(&["edit_window=100000"]);
        for (n, attack) in ATTACKS.iter().enumerate() {
            w.clock.advance(Duration::from_secs(1));
            // Stories: by API, changed by API, by file, by import.
            let record = json!({ "id": format!("api {n} {attack}"), "title": format!("T {attack}"), "author": format!("A {attack}"),
                "body": format!("B {attack}\n\n> {attack}\n\n`{attack}`"), "topics": [attack], "url": format!("https://paper.example/{n}?{attack}"), "x_note": attack });
            let made = w.send_json("POST", "/api/v1/stories", &auth, &record).expect(201).json();
            let by_api =
                Story { id: made["id"].as_str().unwrap().to_owned(), slug: made["slug"].as_str().unwrap().to_owned() };
            let changed = w.story("To be changed");
            let patch = json!({ "title": format!("T {attack}"), "author": attack, "body": attack, "topics": [attack], "url": format!("https://paper.example/changed/{n}?{attack}") });
            w.send_json("PATCH", &format!("/api/v1/stories/{}", changed.id), &auth, &patch).expect(200);
            let file = w.file(
                &format!("file-{n}.md"),
                format!(
                    "---\ntitle: {}\nauthor: {}\ntopics:\n  - {}\nstandfirst: {}\nslug: by-file-{n}\n---\nB {attack}\n",
                    json!(format!("T {attack}")),
                    json!(format!("A {attack}")),
                    json!(attack),
                    json!(attack)
                ),
            );
            w.cli_ok(&["story", "add", file.to_str().unwrap()]);
            let lines = [
                json!({ "kind": "story", "id": attack, "title": format!("T {attack}"), "slug": format!("by-import-{n}"), "author": attack, "body": attack }),
                json!({ "kind": "comment", "id": attack, "story": attack, "author": { "name": format!("N {attack}") }, "created_at": "2026-01-01T00:00:00Z", "body": attack }),
                json!({ "kind": "comment", "id": "h", "story": attack, "author": { "name": attack }, "created_at": "2026-01-01T00:00:00Z", "format": "html", "body": format!("<p title=\"{attack}\" onclick='x'>{attack}</p><img src=x onerror=b4d><script>b4d</script>") }),
                json!({ "kind": "comment", "id": "t", "story": attack, "author": { "name": attack }, "created_at": "2026-01-01T00:00:00Z", "format": "text", "body": attack }),
            ];
            let import = w.file(&format!("import-{n}.jsonl"), lines.map(|line| line.to_string() + "\n").concat());
            w.cli(&["import", "--from", "neutral", import.to_str().unwrap(), "--site", "main"]);
            // A slug that could break out is refused by every way.
            for slug in [attack.to_string(), format!("s{attack}")] {
                if slug.contains(['"', '\'', '<', '>', '&', ' ']) {
                    let refused = w.send_json("POST", "/api/v1/stories", &auth, &json!({ "title": "T", "slug": slug }));
                    refused.problem(422, "slug_invalid");
                    w.send_json("PATCH", &format!("/api/v1/stories/{}", changed.id), &auth, &json!({ "slug": slug }))
                        .problem(422, "slug_invalid");
                }
            }
            let mut pages = vec!["/".to_owned(), format!("/stories/by-import-{n}"), format!("/stories/by-file-{n}")];
            // Comments: by form and by API, shown alone, answered, changed, previewed, refused, held.
            for story in [&by_api, &Story { id: changed.id.clone(), slug: changed.slug.clone() }] {
                let (body, name) = (format!("C {attack}\n\n> {attack}"), format!("N{attack}"));
                let (place, cookie) = posted_by_form(w, story, &name, &body);
                let by_json = w.comment(story, &format!("J {attack}")).by(&name).post();
                let json_id = by_json["id"].as_str().unwrap();
                let token = [("understory-edit-token", by_json["edit_token"].as_str().unwrap())];
                w.send_json(
                    "PATCH",
                    &format!("/api/v1/comments/{json_id}"),
                    &token,
                    &json!({ "body": format!("E {attack}") }),
                )
                .expect(200);
                let parent = place.rsplit('/').next().unwrap();
                let form = format!("/stories/{}/comments", story.slug);
                let sent = [("cookie", cookie.as_str())];
                for path in [
                    format!("{place}/edit"),
                    format!("/stories/{}/own", story.slug),
                    format!("{form}/new?parent={parent}"),
                ] {
                    for headers in [&sent[..], &[sent[0], ("understory-fragment", "1")]] {
                        let answer = w.send("GET", &path, headers, None).expect(200);
                        if !path.ends_with("/own") || headers.len() == 1 {
                            harmless(&path, &answer.text);
                        }
                    }
                }
                let fields = [("name", name.as_str()), ("body", body.as_str()), ("parent", parent)];
                let with = |more: &[(&'static str, &str)]| {
                    let mut all: Vec<(&str, &str)> = fields.to_vec();
                    all.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
                    all.extend_from_slice(more);
                    w.post_form(&form, Some(&cookie), &all)
                };
                harmless("preview", &with(&[("preview", "1")]).expect(200).text);
                harmless("refused name", &with(&[("name", &format!("{attack}\u{202e}"))]).expect(422).text);
                harmless("refused parent", &with(&[("parent", attack)]).expect(422).text);
                harmless("refused key", &with(&[("key", &format!("{attack}{attack}{attack}"))]).text);
                harmless(
                    "preview with all",
                    &with(&[("preview", attack), ("parent", attack), ("key", attack), ("guest", attack)])
                        .expect(200)
                        .text,
                );
                harmless(
                    "changed preview",
                    &w.post_form(&format!("{place}/edit"), Some(&cookie), &[("body", &body), ("preview", attack)])
                        .expect(200)
                        .text,
                );
                w.post_form(&format!("{place}/edit"), Some(&cookie), &[("body", &format!("F {attack}"))]).expect(303);
                pages.extend([
                    format!("/stories/{}", story.slug),
                    format!("/stories/{}/comments/{json_id}", story.slug),
                    place,
                ]);
            }
            // Words of the newsroom: the title of the site, the reason of a closure, of a decision.
            let decision = json!({ "act": "hold", "reason": attack, "rule": attack });
            let held = w.comment(&by_api, &format!("held {n}")).id();
            w.send_json("POST", &format!("/api/v1/comments/{held}/decisions"), &auth, &decision).expect(201);
            w.send_json(
                "POST",
                &format!("/api/v1/stories/{}/closure", changed.id),
                &auth,
                &json!({ "reason": attack }),
            )
            .expect(201);
            w.cli_ok(&["story", "close", &by_api.slug, &format!("--reason={attack}")]);
            w.set(&[&format!("title=S {attack}"), &format!("reserved_names={attack}")]);
            pages.push("/nothing".to_owned());
            for path in &pages {
                until("the page follows", || w.get(path).text.contains(&askama_escaped(&format!("S {attack}"))));
                let page = w.get(path);
                assert!(matches!(page.status, 200 | 404), "{path}: {}", page.text);
                harmless(path, &page.text);
            }
            let closed = w.get(&format!("/stories/{}", by_api.slug)).text;
            assert!(closed.contains(&askama_escaped(attack)), "the reason is shown: {closed}");
            // Asked for in an address, it is not said again.
            let asked: String = url::form_urlencoded::byte_serialize(attack.as_bytes()).collect();
            for path in [
                format!("/stories/{asked}"),
                format!("/{asked}"),
                format!("/stories/{}?sort={asked}", by_api.slug),
                format!("/?after={asked}"),
                format!("/static/{asked}"),
            ] {
                harmless(&path, &w.get(&path).text);
            }
        }
    });
}

/// How a template writes a text.
fn askama_escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}
