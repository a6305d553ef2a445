//! Behind nginx and haproxy: no request is taken for two, nobody gets another's answer, from a cache or otherwise.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::http2;
use crate::process::Kept;
use crate::wire::{self, Reply, all_replies, exchange, get};
use crate::world::{Story, World, on_both, on_both_with, until};

/// A proxy in front of a world; it asks the server from 127.0.0.2.
pub struct Proxy {
    _process: Kept,
    pub address: SocketAddr,
    _folder: tempfile::TempDir,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nginx,
    /// Taking HTTP/2 in clear text, asking by HTTP/1.1.
    NginxHttp2,
    HaproxyHttp2,
    /// The same, keeping what may be kept.
    CachingNginx,
    Haproxy,
}

impl Proxy {
    pub fn start(kind: Kind, w: &World) -> Self {
        for _ in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            // Free a moment ago; if somebody else takes it, another is tried.
            let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let file = folder.path().join("proxy.conf");
            let own = folder.path().display().to_string();
            let mut command = match kind {
                Kind::Nginx | Kind::CachingNginx | Kind::NginxHttp2 => {
                    std::fs::write(&file, nginx(&own, free, w.address, kind)).unwrap();
                    let mut command = Command::new(program("nginx"));
                    command.args(["-p", &own, "-e", &format!("{own}/error.log"), "-c"]).arg(&file);
                    command
                }
                Kind::Haproxy | Kind::HaproxyHttp2 => {
                    std::fs::write(&file, haproxy(free, w.address, kind == Kind::HaproxyHttp2)).unwrap();
                    let mut command = Command::new(program("haproxy"));
                    command.arg("-db").arg("-f").arg(&file);
                    command
                }
            };
            let log = std::fs::File::create(folder.path().join("said")).unwrap();
            let mut process = Kept::spawn(
                command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log),
                "install it: apt-get install nginx-light haproxy (script/setup does it)",
            );
            let mut ended = false;
            until("the proxy answers", || {
                ended = process.ended().is_some();
                ended || answers(kind, free)
            });
            if !ended {
                return Self { _process: process, address: free, _folder: folder };
            }
            let said =
                ["said", "error.log"].map(|name| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default());
            assert!(said.concat().to_lowercase().contains("bind"), "{kind:?} does not start: {}", said.concat());
        }
        panic!("no port is free");
    }
}

/// Whether a proxy is there already.
fn answers(kind: Kind, address: SocketAddr) -> bool {
    if !matches!(kind, Kind::NginxHttp2 | Kind::HaproxyHttp2) {
        return get(address, "/healthz").is_ok_and(|reply| reply.status == 200);
    }
    let headers = [(":method", "GET"), (":scheme", "http"), (":authority", "x"), (":path", "/healthz")];
    let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
    http2::exchange(address, &http2::Request { headers, data: Vec::new() })
        .is_ok_and(|answer| answer.status == Some(200))
}

/// Debian keeps them where an ordinary user's shell does not look.
fn program(name: &str) -> String {
    ["/usr/sbin", "/usr/local/sbin", "/usr/bin"]
        .into_iter()
        .map(|folder| format!("{folder}/{name}"))
        .find(|path| std::path::Path::new(path).exists())
        .unwrap_or_else(|| name.to_owned())
}

fn nginx(own: &str, listen: SocketAddr, server: SocketAddr, kind: Kind) -> String {
    let http2 = if kind == Kind::NginxHttp2 { " http2" } else { "" };
    let cache = if kind == Kind::CachingNginx {
        "proxy_cache pages; add_header X-Cache $upstream_cache_status always;"
    } else {
        ""
    };
    format!(
        "daemon off; master_process off; pid {own}/pid; error_log {own}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {own}/body; proxy_temp_path {own}/proxy; fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi; scgi_temp_path {own}/scgi;
    proxy_cache_path {own}/cache keys_zone=pages:4m;
    proxy_cache_key $host$request_uri;
    upstream understory {{ server {server}; keepalive 8; }}
    server {{
        listen {listen}{http2};
        location / {{
            proxy_pass http://understory; proxy_http_version 1.1; proxy_set_header Connection \"\";
            proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_bind 127.0.0.2; {cache}
        }}
    }}
}}
"
    )
}

fn haproxy(listen: SocketAddr, server: SocketAddr, http2: bool) -> String {
    let http2 = if http2 { " proto h2" } else { "" };
    format!(
        "global
    maxconn 200
defaults
    mode http
    option forwardfor
    http-reuse always
    timeout connect 5s
    timeout client 10s
    timeout server 30s
    timeout http-request 5s
frontend readers
    bind {listen}{http2}
    default_backend understory
backend understory
    source 127.0.0.2
    server understory {server}
"
    )
}

/// A request that others hide in themselves. Nobody else asks for this.
pub const HIDDEN: &str = "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n";

/// How often the server has answered it.
pub fn found(w: &World) -> u64 {
    let text = w.app.metrics.text();
    let counts =
        text.lines().filter(|line| line.starts_with("understory_requests_total{") && line.contains("\"/favicon.ico\""));
    counts.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

/// Whether this answers it.
fn answers_it(reply: &Reply) -> bool {
    reply.header("content-type") == Some("image/svg+xml")
}

/// Requests whose end can be seen at two places, or that are none.
fn riddles(path: &str) -> Vec<(String, Vec<u8>)> {
    let hidden = HIDDEN;
    let start = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n");
    let ends_early = format!("0\r\n\r\n{hidden}");
    let chunk = format!("{:x}\r\n{hidden}\r\n0\r\n\r\n", hidden.len());
    let chunked = format!("{start}Transfer-Encoding: chunked\r\n");
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, text: String| all.push((name.to_owned(), text));

    for (first, second) in [(0, hidden.len()), (hidden.len(), 0), (2, 3)] {
        add("two lengths", format!("{start}Content-Length: {first}\r\nContent-Length: {second}\r\n\r\n{hidden}"));
    }
    add("the same length twice", format!("{start}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{{}}"));
    for length in
        ["2, 2", "0, 5", "+2", "-1", "0x2", "2;x", "", "2 2", "99999999999999999999", "18446744073709551618", "٢"]
    {
        add(&format!("length '{length}'"), format!("{start}Content-Length: {length}\r\n\r\n{{}}{hidden}"));
    }
    add(
        "length and chunks",
        format!("{start}Content-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n{ends_early}", ends_early.len()),
    );
    add(
        "chunks and length",
        format!("{start}Transfer-Encoding: chunked\r\nContent-Length: {}\r\n\r\n{ends_early}", ends_early.len()),
    );
    add("chunks and a short length", format!("{start}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}"));
    for coding in [
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer-Encoding: chunked\u{c}",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: chunked;x=1",
        "Transfer-Encoding: ,chunked",
        "Transfer-Encoding: chunked,",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: x\r\n\tchunked",
        "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
        "Transfer_Encoding: chunked",
        "TRANSFER-ENCODING: ChUnKeD",
        "Transfer-Encoding\u{0}: chunked",
        "Transfer-Encoding: chunked\u{0}",
        "Foo: bar\r\n\rTransfer-Encoding: chunked",
    ] {
        add(
            &format!("{coding:?} with length"),
            format!("{start}Content-Length: {}\r\n{coding}\r\n\r\n{ends_early}", ends_early.len()),
        );
        add(&format!("{coding:?} alone"), format!("{start}{coding}\r\n\r\n{ends_early}"));
    }
    for header in [
        "Content-Length : 5",
        " Content-Length: 5",
        "Content-Length\t: 5",
        ": 5",
        "Content-Length",
        "Cöntent-Length: 5",
        "A: b\r\n c",
        "A: b\r\n\tc",
        "A: b\nB: c",
        "A: b\rB: c",
        "A: \u{0}",
        "A\u{0}: b",
        "A: b\u{1}",
        "(a): b",
    ] {
        add(&format!("header {header:?}"), format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n{hidden}"));
    }
    for size in [
        "2;x=y",
        "2;",
        "2 ;x",
        "2;x=\"\r\n\"",
        "2;\n",
        "2\n",
        "02",
        "000000000000000000002",
        "2 ",
        " 2",
        "+2",
        "-2",
        "0x2",
        "2x",
        "",
        "g",
        "FFFFFFFFFFFFFFFF",
        "10000000000000002",
        "100000002",
        "2\r",
    ] {
        add(&format!("chunk size {size:?}"), format!("{chunked}\r\n{size}\r\n{{}}\r\n0\r\n\r\n"));
        add(&format!("last chunk after {size:?}"), format!("{chunked}\r\n2\r\n{{}}\r\n0{size}\r\n\r\n{hidden}"));
    }
    add("chunk longer than it says", format!("{chunked}\r\n2\r\n{{}}xx0\r\n\r\n{hidden}"));
    add("chunks that end in bare LF", format!("{chunked}\r\n2\n{{}}\n0\n\n{hidden}"));
    add("trailers", format!("{chunked}\r\n2\r\n{{}}\r\n0\r\nContent-Length: 5\r\nX: y\r\n\r\n"));
    add("many chunk extensions", format!("{chunked}\r\n2;{}\r\n{{}}\r\n0\r\n\r\n", "x=y;".repeat(8_000)));
    add("a trailer without end", format!("{chunked}\r\n0\r\n{}\r\n\r\n", "X: y\r\n".repeat(20_000)));
    add("chunks in HTTP/1.0", format!("{}{ends_early}", chunked.replace("HTTP/1.1", "HTTP/1.0") + "\r\n"));
    for method in ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"] {
        add(
            &format!("{method} with a body"),
            format!("{method} /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{hidden}", hidden.len()),
        );
    }
    add(
        "a body nobody waits for",
        format!("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{hidden}", hidden.len()),
    );
    add("a body that is too large", format!("{start}Content-Length: 70000\r\n\r\n{hidden}"));
    add("only LF", format!("GET /healthz HTTP/1.1\nHost: x\n\n{hidden}"));
    add(
        "only LF and a length",
        format!("POST {path} HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 0\n\n{hidden}"),
    );
    add("only CR", format!("GET /healthz HTTP/1.1\rHost: x\r\r{hidden}"));
    for line in [
        "GET  /healthz  HTTP/1.1",
        "GET\t/healthz\tHTTP/1.1",
        "GET /healthz HTTP/1.1 x",
        "GET /healthz HTTP/9.9",
        "GET /healthz HTTP/2.0",
        "GET /healthz http/1.1",
        "GET /healthz",
        "get /healthz HTTP/1.1",
        "GET /health z HTTP/1.1",
        "GET http://x/healthz HTTP/1.1",
        "GET x://[::1 HTTP/1.1",
        "CONNECT x:80 HTTP/1.1",
        "GET * HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/2.0",
        "GET /healthz#x HTTP/1.1",
        "GET /\u{0} HTTP/1.1",
        "\r\nGET /healthz HTTP/1.1",
        "G\u{0}T /healthz HTTP/1.1",
    ] {
        add(&format!("line {line:?}"), format!("{line}\r\nHost: x\r\n\r\n"));
    }
    for hosts in
        ["Host: x\r\nHost: y", "Host: x, y", "Host: x y", "Host:", "Host: x\r\n y", "Host: x@y", "Host: x/../y"]
    {
        add(&format!("{hosts:?}"), format!("GET / HTTP/1.1\r\n{hosts}\r\n\r\n"));
    }
    add(
        "going on expected",
        format!("{start}Expect: 100-continue\r\nContent-Length: {}\r\n\r\n{hidden}", hidden.len()),
    );
    add(
        "another protocol",
        format!(
            "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n{hidden}"
        ),
    );
    add(
        "a hop's header named away",
        format!("{start}Connection: close, Content-Length\r\nContent-Length: {}\r\n\r\n{hidden}", hidden.len()),
    );
    add("binary", "\u{16}\u{3}\u{1}\u{2}".repeat(200));
    all.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

/// The story that an answer of the API tells of.
fn story_in(body: &str) -> String {
    let id =
        serde_json::from_str::<serde_json::Value>(body).ok().and_then(|story| story["id"].as_str().map(str::to_owned));
    id.unwrap_or_else(|| format!("no story: {body}"))
}

/// Others go on getting their own answers: each on a connection of their own, and several on one.
fn clean_requests_are_answered(address: SocketAddr, stories: [&Story; 2], after: &str) {
    let ask = |story: &Story, last: bool| {
        let end = if last { "Connection: close\r\n" } else { "" };
        format!("GET /api/v1/stories/{} HTTP/1.1\r\nHost: x\r\n{end}\r\n", story.id)
    };
    for story in stories {
        let reply = exchange(address, ask(story, true).as_bytes()).unwrap_or_else(|e| panic!("after {after}: {e}"));
        assert_eq!((reply.status, story_in(&reply.body)), (200, story.id.clone()), "after {after}");
    }
    let [one, two] = stories;
    let pipelined = ask(one, false) + &ask(two, false) + &ask(one, true);
    let replies = all_replies(wire::connect(address).unwrap(), pipelined.as_bytes(), Duration::from_secs(10));
    let told: Vec<String> = replies.iter().map(|reply| story_in(&reply.body)).collect();
    assert_eq!(told, [&*one.id, &*two.id, &*one.id], "after {after}");
}

fn every_riddle(w: &World, address: SocketAddr, directly: bool) {
    w.set(&["rate_writer=1000000", "rate_address=1000000", "rate_story=1000000"]);
    let (target, one, two) = (w.story("Target"), w.story("One"), w.story("Two"));
    let path = format!("/api/v1/stories/{}/comments", target.id);
    clean_requests_are_answered(address, [&one, &two], "nothing");
    let follower = format!("GET /api/v1/stories/{} HTTP/1.1\r\nHost: x\r\n\r\n", one.id);
    let mut in_all = 0;
    for (name, riddle) in riddles(&path) {
        for followed in [false, true] {
            let bytes = if followed { [&riddle, follower.as_bytes()].concat() } else { riddle.clone() };
            let before = found(w);
            let replies = all_replies(
                wire::connect(address).unwrap(),
                &bytes,
                Duration::from_millis(if directly { 60 } else { 120 }),
            );
            let handled = found(w) - before;
            let answered = replies.iter().filter(|reply| answers_it(reply)).count() as u64;
            // Found by the server, but not by the proxy, it would be answered to somebody else.
            assert_eq!(handled, answered, "{name}: {replies:?}");
            in_all += handled;
            for reply in &replies {
                // 501 and 505 are a proxy's words for what it does not know, 502 for what the server refused.
                assert!(
                    reply.status < 500 || matches!(reply.status, 501 | 502 | 505) && !directly,
                    "{name}: {reply:?}"
                );
            }
            if name.contains("with a body") || name == "a body nobody waits for" || name == "a body that is too large" {
                assert_eq!(handled, 0, "{name}: a body was taken for a request");
            }
        }
        clean_requests_are_answered(address, [&one, &two], &name);
    }
    // Some of them are two requests by any reading: the counting works.
    assert!(in_all > 0, "nobody ever found the hidden request");
    // What a server must refuse by the standard, RFC 9112, it refuses, and ends the connection.
    if directly {
        for (name, riddle) in riddles(&path) {
            let must = name.starts_with("two lengths")
                || name.starts_with("\"Transfer-Encoding : chunked\"")
                || name.starts_with("\"Transfer-Encoding: xchunked\"")
                || name.starts_with("\"Transfer-Encoding:\\r\\n chunked\"")
                || name.starts_with("header \"Content-Length :")
                || name.starts_with("length 'length")
                || matches!(
                    name.as_str(),
                    "length '+2'"
                        | "length '-1'"
                        | "length '0x2'"
                        | "length '2;x'"
                        | "chunk size \"10000000000000002\""
                        | "chunk size \"g\""
                );
            if must {
                let replies = all_replies(wire::connect(address).unwrap(), &riddle, Duration::from_secs(5));
                let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
                assert_eq!(statuses, [400], "{name}");
            }
            // Both at once: answered at most once, and then the connection ends (section 6.3).
            if matches!(name.as_str(), "length and chunks" | "chunks and length" | "chunks and a short length") {
                let replies = all_replies(wire::connect(address).unwrap(), &riddle, Duration::from_secs(5));
                assert!(replies.len() <= 1, "{name}: {replies:?}");
            }
        }
    }
}

/// A proxy that sees the end of a head at an empty line of CRLF alone, and passes on what it has not understood.
fn naive(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            client.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
            let (mut got, mut buffer) = (Vec::new(), [0; 4096]);
            while wire::find(&got, b"\r\n\r\n").is_none() {
                let Ok(count @ 1..) = client.read(&mut buffer) else { break };
                got.extend_from_slice(&buffer[..count]);
            }
            let mut backend = wire::connect(server).unwrap();
            backend.write_all(&got).unwrap();
            if let Ok(Some(reply)) = wire::read_reply(&mut backend, &mut Vec::new(), false) {
                let _ = write!(client, "{}\r\n\r\n{}", reply.head, reply.body);
            }
            // What else the server says on this connection is for the next who comes.
            let _ = wire::read_reply(&mut backend, &mut Vec::new(), false);
        }
    });
    address
}

/// That this way of counting finds a request that is taken for two, where there is one.
#[test]
fn behind_a_naive_proxy_a_request_is_taken_for_two() {
    on_both(|w| {
        let proxy = naive(w.address);
        let (_, riddle) = riddles("/nothing").into_iter().find(|(name, _)| name == "only LF").expect("the riddle");
        let before = found(w);
        let replies = all_replies(wire::connect(proxy).unwrap(), &riddle, Duration::from_secs(10));
        let answered = replies.iter().filter(|reply| answers_it(reply)).count() as u64;
        assert_eq!((replies.len(), answered), (1, 0));
        until("the server has found what nobody was answered", || found(w) > before + answered);
    });
}

#[test]
fn no_request_is_taken_for_two() {
    on_both(|w| every_riddle(w, w.address, true));
}

#[test]
fn no_request_is_taken_for_two_behind_nginx() {
    on_both(|w| every_riddle(w, Proxy::start(Kind::Nginx, w).address, false));
}

#[test]
fn no_request_is_taken_for_two_behind_haproxy() {
    on_both(|w| every_riddle(w, Proxy::start(Kind::Haproxy, w).address, false));
}

#[test]
fn a_clients_address_is_what_a_trusted_proxy_says_and_nobody_else() {
    for (trusted, is_trusted) in [(vec!["127.0.0.2".to_owned()], true), (vec!["10.0.0.0/8".to_owned()], false)] {
        for kind in [Kind::Nginx, Kind::Haproxy] {
            on_both_with(
                |config| config.server.trusted_proxies.clone_from(&trusted),
                |w| {
                    w.set(&["rate_writer=3"]);
                    let (story, proxy) = (w.story("Addresses"), Proxy::start(kind, w));
                    let mut count = 0;
                    let mut post = |own: &str, to: SocketAddr| {
                        count += 1;
                        let claimed = format!("203.0.113.{count}");
                        let body = json!({ "body": format!("words {count}"), "name": "Ana" });
                        let headers = [
                            ("X-Forwarded-For", claimed.as_str()),
                            ("X-Real-IP", &claimed),
                            ("Forwarded", &format!("for={claimed}")),
                        ];
                        let path = format!("/api/v1/stories/{}/comments", story.id);
                        let bytes = wire::json_request(to, "POST", &path, &headers, &body);
                        all_replies(wire::connect_from(own, to), &bytes, Duration::from_secs(10))[0].status
                    };
                    let statuses: Vec<u16> = (0..4).map(|_| post("127.0.0.3", proxy.address)).collect();
                    assert_eq!(statuses, [201, 201, 201, 429], "what the client claims of itself counts");
                    // Another client has another address, if the proxy is believed.
                    assert_eq!(post("127.0.0.4", proxy.address), if is_trusted { 201 } else { 429 });
                    // Past the proxy, nobody is believed, and each is who they are.
                    let statuses: Vec<u16> = (0..4).map(|_| post("127.0.0.5", w.address)).collect();
                    assert_eq!(statuses, [201, 201, 201, 429]);
                },
            );
        }
    }
}

#[test]
fn a_cache_in_front_never_shows_one_what_is_anothers() {
    on_both(|w| {
        w.set(&["rate_writer=1000000", "rate_address=1000000"]);
        let story = w.story("Cached");
        w.comment(&story, "everybodys words").by("Joe").send().expect(201);
        w.set(&["guests=held"]);
        let proxy = Proxy::start(Kind::CachingNginx, w);
        let page = format!("/stories/{}", story.slug);
        let ask = |method: &str, path: &str, headers: &[&str], form: Option<&str>| {
            let mut text = format!("{method} {path} HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n");
            for header in headers {
                text.push_str(&format!("{header}\r\n"));
            }
            if let Some(form) = form {
                text.push_str(&format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nSec-Fetch-Site: same-origin\r\n", form.len()));
            }
            text.push_str("\r\n");
            text.push_str(form.unwrap_or(""));
            exchange(proxy.address, text.as_bytes()).unwrap()
        };
        // Two guests with a comment each that only its writer may see, and the cookies they got for it.
        let people: Vec<(String, String, String)> = ["alpha", "beta"]
            .into_iter()
            .map(|name| {
                let secret = format!("{name}-{}", "0123456789abcdef0123456789abcdef");
                let form = format!("name={name}&body={name}+words&guest={secret}");
                let reply = ask("POST", &format!("{page}/comments"), &[], Some(&form));
                assert_eq!((reply.status, reply.header("cache-control")), (202, Some("no-store")), "{reply:?}");
                let cookie = reply.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
                assert!(cookie.ends_with(&secret));
                (format!("{name} words"), secret, cookie)
            })
            .collect();
        let waiting = w.cli_ok(&["--json", "comment", "list", "--state", "held"]);
        let ids: Vec<String> = people
            .iter()
            .map(|(words, ..)| {
                let line = waiting.lines().find(|line| line.contains(words)).unwrap();
                serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
            })
            .collect();
        let mut paths = vec![
            page.clone(),
            format!("{page}/own"),
            format!("{page}/comments/new"),
            "/".to_owned(),
            "/nothing".to_owned(),
            format!("{page}?sort=loudest"),
            format!("/api/v1/stories/{}/comments", story.id),
            "/api/v1/comments?state=held".to_owned(),
            format!("/api/v1/stories/{}", story.id),
        ];
        for id in &ids {
            paths.extend([
                format!("{page}/comments/{id}"),
                format!("{page}/comments/{id}/edit"),
                format!("/api/v1/comments/{id}"),
            ]);
        }
        let key = w.key(&["moderate"]);
        let authorization = format!("Authorization: {key}");
        let odd = [
            vec![],
            vec!["Accept: application/json"],
            vec!["Understory-Fragment: 1"],
            vec!["Range: bytes=0-99"],
            vec!["Origin: https://evil.example"],
            vec!["X-Forwarded-Host: evil.example", "X-Original-URL: /nothing", "X-Rewrite-URL: /nothing"],
            vec!["X-HTTP-Method-Override: DELETE"],
            vec!["Accept-Language: ar", "User-Agent: x", "Referer: https://evil.example/"],
            vec!["Accept-Encoding: identity"],
            vec!["Cache-Control: no-cache", "Pragma: no-cache"],
            vec!["If-None-Match: *"],
        ];
        let mut hits = 0;
        for round in 0..3 {
            for path in &paths {
                for headers in &odd {
                    // Alternating: the first guest, nobody, the second, nobody, a moderator's program, nobody.
                    for viewer in [Some(0), None, Some(1), None, Some(2), None] {
                        let mut all = headers.clone();
                        let cookie =
                            viewer.and_then(|n| people.get(n)).map(|(_, _, cookie)| format!("Cookie: {cookie}"));
                        all.extend(cookie.as_deref());
                        if viewer == Some(2) {
                            all.push(&authorization);
                        }
                        let reply = ask("GET", path, &all, None);
                        let what = format!("round {round}, {viewer:?} {path} {all:?}: {reply:?}");
                        for (n, (words, secret, _)) in people.iter().enumerate() {
                            // A page carries nobody's words that wait; forms and lists are their own reader's alone.
                            let may = viewer == Some(n) || viewer == Some(2) && path.starts_with("/api/");
                            assert!(may || !reply.body.contains(words) && !reply.body.contains(secret), "{what}");
                        }
                        let is_hit = reply.header("x-cache") == Some("HIT");
                        hits += usize::from(is_hit);
                        let is_shared = reply.header("cache-control").is_some_and(|kept| kept.contains("public"));
                        assert!(reply.header("set-cookie").is_none(), "{what}");
                        if is_hit || is_shared {
                            assert!(matches!(reply.status, 200 | 304 | 206), "an error may be kept: {what}");
                            assert!(
                                !reply.body.contains("name=\"guest\"") && !reply.body.contains("evil.example"),
                                "{what}"
                            );
                        } else {
                            assert_eq!(reply.header("cache-control"), Some("no-store"), "{what}");
                        }
                    }
                }
            }
            // Their own things are theirs: the list, the form to change them, a new key for each form.
            for (n, (words, secret, cookie)) in people.iter().enumerate() {
                let cookie = format!("Cookie: {cookie}");
                let own = ask("GET", &format!("{page}/own"), &[&cookie], None);
                assert!(own.body.contains(words), "{own:?}");
                let edit = ask("GET", &format!("{page}/comments/{}/edit", ids[n]), &[&cookie], None);
                assert!(edit.status == 200 && edit.body.contains(words), "{edit:?}");
                let forms = [0, 1].map(|_| ask("GET", &format!("{page}/comments/new"), &[&cookie], None).body);
                assert!(forms[0] != forms[1] && forms.iter().all(|form| form.contains(secret)));
            }
        }
        assert!(hits > 100, "only {hits} answers came from the cache: nothing was tried");
        // An error is not kept: what is not there yet can be seen as soon as it is.
        for _ in 0..2 {
            assert_eq!(ask("GET", "/stories/later", &[], None).status, 404);
        }
        w.story_with(json!({ "title": "Later", "slug": "later" }));
        assert_eq!(ask("GET", "/stories/later", &[], None).status, 200);
        // Each gets the encoding they take, from the cache as well.
        for encoding in ["gzip", "br", "identity", "gzip", "br", "identity"] {
            let reply = ask("GET", &page, &[&format!("Accept-Encoding: {encoding}")], None);
            assert_eq!(reply.header("content-encoding").unwrap_or("identity"), encoding);
        }
        // And a removal bites, two seconds later at the most.
        let listed = w.get(&format!("/api/v1/stories/{}/comments", story.id)).json();
        w.decide("remove", listed["comments"][0]["id"].as_str().unwrap());
        until("the cache follows", || !ask("GET", &page, &[], None).body.contains("everybodys words"));
    });
}

/// C1 for people with an account: two of them and a stranger, in turn, through a proxy that keeps what it may, with odd
/// headers. Nobody ever sees what is another's.
#[test]
fn cve_2026_25540_a_cache_in_front_never_shows_one_account_what_is_anothers() {
    on_both(|w| {
        let story = w.story("Cached");
        w.comment(&story, "everybodys words").by("Joe").send().expect(201);
        let people = ["Alpha", "Beta"].map(|name| w.person(name, understory::models::Role::Member));
        let own: Vec<String> = people
            .iter()
            .map(|person| {
                let headers = [("cookie", person.cookie.as_str()), ("sec-fetch-site", "same-origin")];
                let path = format!("/api/v1/stories/{}/comments", story.id);
                let words = format!("words of {} that wait", person.name);
                let posted = w.send_json("POST", &path, &headers, &json!({ "body": words })).expect(201).json();
                w.decide("hold", posted["id"].as_str().unwrap());
                let bio = format!("secret life of {}", person.name);
                w.post_form("/account/profile", Some(&person.cookie), &[("bio", &bio)]).expect(303);
                words
            })
            .collect();
        let proxy = Proxy::start(Kind::CachingNginx, w);
        let page = format!("/stories/{}", story.slug);
        let paths = [
            page.clone(),
            format!("{page}/me"),
            format!("{page}/own"),
            format!("{page}/comments/new"),
            "/account".to_owned(),
            "/sign-in".to_owned(),
            format!("/people/{}", people[0].id),
            format!("/people/{}/picture", people[1].id),
            format!("/api/v1/stories/{}/comments", story.id),
            "/".to_owned(),
        ];
        let odd = [
            vec![],
            vec!["Accept: application/json"],
            vec!["Understory-Fragment: 1"],
            vec!["Range: bytes=0-99"],
            vec!["Origin: https://evil.example"],
            vec!["X-Forwarded-Host: evil.example", "X-Original-URL: /account"],
            vec!["Cache-Control: no-cache"],
            vec!["If-None-Match: *"],
        ];
        let mut hits = 0;
        for path in &paths {
            for headers in &odd {
                for viewer in [Some(0), None, Some(1), None] {
                    let cookie = viewer.map_or(String::new(), |n: usize| format!("Cookie: {}\r\n", people[n].cookie));
                    let lines: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
                    let request = format!(
                        "GET {path} HTTP/1.1\r\nHost: paper.example\r\nConnection: close\r\n{cookie}{lines}\r\n"
                    );
                    let reply = exchange(proxy.address, request.as_bytes()).unwrap();
                    let what = format!("{viewer:?} {path} {headers:?}: {reply:?}");
                    for (n, person) in people.iter().enumerate() {
                        let mine = viewer == Some(n);
                        assert!(mine || !reply.body.contains(&own[n]), "{what}");
                        assert!(
                            mine || !reply.body.contains(&format!("You write as \u{2068}{}", person.name)),
                            "{what}"
                        );
                        assert!(
                            mine || !reply.body.contains(&format!("{}@reader", person.name.to_lowercase())),
                            "{what}"
                        );
                        let id = format!("\"id\":\"{}\"", person.id);
                        assert!(mine || !path.ends_with("/me") || !reply.body.contains(&id), "{what}");
                    }
                    let is_hit = reply.header("x-cache") == Some("HIT");
                    hits += usize::from(is_hit);
                    let is_shared = reply.header("cache-control").is_some_and(|kept| kept.contains("public"));
                    assert!(reply.header("set-cookie").is_none(), "{what}");
                    if is_hit || is_shared {
                        assert!(matches!(reply.status, 200 | 304 | 206), "an error may be kept: {what}");
                    } else {
                        assert_eq!(reply.header("cache-control"), Some("no-store"), "{what}");
                    }
                }
            }
        }
        assert!(hits > 10, "only {hits} answers came from the cache: nothing was tried");
    });
}
