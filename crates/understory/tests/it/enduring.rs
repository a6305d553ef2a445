//! What the program stands: being killed, a full disk, a database that is gone, clients that go away, a second node.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cluster::{Cluster, cluster, is_root};
use crate::process::{Kept, NO_LIMITS, Server, address_in, cli, publish, scale};
use crate::wire::{self, Reply, exchange, get, json_request};
use crate::world::{Engine, World, on_both, until};

/// Numbers that look random; the seed is shown when a test fails.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        use std::hash::{BuildHasher, Hasher};
        let seed = std::hash::RandomState::new().build_hasher().finish() | 1;
        println!("seed: {seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// A database of an engine without a server, and the folder it may be in.
fn database(engine: Engine, folder: &Path) -> String {
    match engine {
        Engine::Sqlite => format!("sqlite:{}", folder.join("endure.db").display()),
        Engine::Postgres => cluster().database(),
    }
}

/// Where the server is now, for writers who lose it and find it again.
struct Finder {
    place: Mutex<(u64, SocketAddr)>,
    moved: Condvar,
}

impl Finder {
    fn new(address: SocketAddr) -> Self {
        Self { place: Mutex::new((0, address)), moved: Condvar::new() }
    }

    fn place(&self) -> (u64, SocketAddr) {
        *self.place.lock().unwrap()
    }

    fn is_now(&self, address: SocketAddr) {
        let mut place = self.place.lock().unwrap();
        *place = (place.0 + 1, address);
        self.moved.notify_all();
    }

    /// Waits until the server is somewhere else, or long enough to ask at the same place again.
    fn wait(&self, generation: u64) {
        let place = self.place.lock().unwrap();
        let again = Duration::from_millis(10);
        drop(self.moved.wait_timeout_while(place, again, |place| place.0 == generation));
    }
}

/// Sends until it is answered with one of these; the answer. A busy or absent server is asked again.
fn persist(finder: &Finder, again: &AtomicUsize, wanted: &[u16], request: impl Fn(SocketAddr) -> Vec<u8>) -> Reply {
    let started = Instant::now();
    loop {
        assert!(started.elapsed() < Duration::from_secs(60), "the server does not come back");
        let (generation, address) = finder.place();
        match exchange(address, &request(address)) {
            Ok(reply) if wanted.contains(&reply.status) => return reply,
            Ok(reply) => assert_eq!(reply.status, 503, "{reply:?}"),
            Err(_) => {}
        }
        again.fetch_add(1, Ordering::Relaxed);
        finder.wait(generation);
    }
}

fn killed_and_restarted(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let database = database(engine, folder.path());
    let mut dice = Dice::new();
    cli(&database, &NO_LIMITS);
    let story = publish(&database, folder.path(), "under-fire");
    let key: Value =
        serde_json::from_str(&cli(&database, &["--json", "site", "key", "create", "--scope", "moderate"])).unwrap();
    let authorization = format!("Bearer {}", key["key"].as_str().unwrap());

    let mut server = Server::start(&database, &[]);
    let finder = Finder::new(server.address);
    let (stop, again) = (AtomicBool::new(false), AtomicUsize::new(0));
    // What was acknowledged: text and identifier.
    let comments: Mutex<Vec<(String, String)>> = Mutex::default();
    let removed: Mutex<Vec<String>> = Mutex::default();
    let posted = || comments.lock().unwrap().len();
    let mut slowest = Duration::ZERO;
    let begun = Instant::now();
    let kills = 50 * scale();
    std::thread::scope(|scope| {
        for writer in 0..6 {
            let (finder, stop, again, comments, story) = (&finder, &stop, &again, &comments, &story);
            scope.spawn(move || {
                for count in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let idempotency = format!("writer-{writer:04}-comment-{count:08}");
                    let body = format!("writer {writer} says {count}");
                    let reply = persist(finder, again, &[201], |address| {
                        let path = format!("/api/v1/stories/{story}/comments");
                        json_request(
                            address,
                            "POST",
                            &path,
                            &[("Idempotency-Key", &idempotency)],
                            &json!({ "body": body, "name": "W" }),
                        )
                    });
                    let id = reply.json()["id"].as_str().unwrap().to_owned();
                    comments.lock().unwrap().push((body, id));
                }
            });
        }
        // A moderator takes away every seventh comment.
        scope.spawn(|| {
            let mut next = 0;
            while !stop.load(Ordering::Relaxed) {
                let Some(id) = comments.lock().unwrap().get(next).map(|(_, id)| id.clone()) else {
                    finder.wait(finder.place().0);
                    continue;
                };
                next += 7;
                let idempotency = format!("decision-about-{id}");
                persist(&finder, &again, &[201], |address| {
                    let path = format!("/api/v1/comments/{id}/decisions");
                    let headers =
                        [("Idempotency-Key", idempotency.as_str()), ("Authorization", authorization.as_str())];
                    json_request(address, "POST", &path, &headers, &json!({ "act": "remove", "reason": "test" }))
                });
                removed.lock().unwrap().push(id);
            }
        });
        for _ in 0..kills {
            let enough = posted() + 1 + dice.below(150) as usize;
            until("comments are acknowledged", || posted() >= enough);
            let (from, moment) = (Instant::now(), Duration::from_micros(dice.below(20_000)));
            while from.elapsed() < moment {
                std::hint::spin_loop();
            }
            server.process.kill();
            server = Server::start(&database, &[]);
            slowest = slowest.max(server.took);
            finder.is_now(server.address);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let (comments, removed) = (comments.into_inner().unwrap(), removed.into_inner().unwrap());
    println!(
        "{engine:?}: {kills} kills in {:.1?}, {} comments, {} removals, {} sent again, slowest start {slowest:.2?}",
        begun.elapsed(),
        comments.len(),
        removed.len(),
        again.load(Ordering::Relaxed)
    );
    assert!(slowest < Duration::from_secs(5), "a restart took {slowest:?}");

    // Every decision was taken once.
    for id in &removed {
        let path = format!("/api/v1/comments/{id}/decisions");
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\nConnection: close\r\n\r\n");
        let listed = exchange(server.address, request.as_bytes()).unwrap().json();
        assert_eq!(listed["decisions"].as_array().map(Vec::len), Some(1), "{listed}");
    }
    server.process.kill();
    cli(&database, &["verify"]);

    let stored = exported(&database, folder.path());
    let mut by_body: HashMap<&str, Vec<&Value>> = HashMap::new();
    for comment in &stored {
        by_body.entry(comment["body"].as_str().unwrap()).or_default().push(comment);
    }
    for (body, id) in &comments {
        let found = by_body.get(body.as_str()).map_or(&[][..], |all| all.as_slice());
        assert_eq!(found.len(), 1, "'{body}' was acknowledged and is there {} times", found.len());
        assert_eq!(found[0]["id"], **id, "'{body}' was acknowledged under another identifier");
    }
    assert_eq!(stored.len(), comments.len(), "what nobody was told of is there");
    let gone: HashSet<&str> = removed.iter().map(String::as_str).collect();
    for comment in &stored {
        let expected = if gone.contains(comment["id"].as_str().unwrap()) { "removed" } else { "published" };
        assert_eq!(comment["state"].as_str().unwrap_or("published"), expected, "{comment}");
    }
}

/// The comments of the site `main`, as the export has them.
fn exported(database: &str, folder: &Path) -> Vec<Value> {
    let file = folder.join("exported.jsonl");
    cli(database, &["export", "--site", "main", "--out", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(file).unwrap();
    let records = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    records.filter(|record| record["kind"] == "comment").collect()
}

#[test]
fn killed_at_any_moment_it_keeps_every_acknowledged_comment_once_on_sqlite() {
    killed_and_restarted(Engine::Sqlite);
}

#[test]
fn killed_at_any_moment_it_keeps_every_acknowledged_comment_once_on_postgres() {
    killed_and_restarted(Engine::Postgres);
}

/// A shell in a mount namespace of its own, with a small disk in memory: as root, or else as root of a user namespace.
struct Room {
    _shell: Kept,
    input: ChildStdin,
    lines: Receiver<String>,
    disk: PathBuf,
    /// Outside the small disk.
    outside: tempfile::TempDir,
}

impl Room {
    fn open(megabytes: usize) -> Self {
        let outside = tempfile::tempdir().unwrap();
        let disk = outside.path().join("disk");
        std::fs::create_dir(&disk).unwrap();
        // A process namespace too: when the shell ends, everything that it started ends.
        let flags = if is_root() { ["-mpf", "--kill-child"] } else { ["-Urmpf", "--kill-child"] };
        let mut shell = Kept::spawn(
            Command::new("unshare").args(flags).arg("sh").stdin(Stdio::piped()).stdout(Stdio::piped()),
            "unshare is needed: apt-get install util-linux",
        );
        let (input, output, _) = shell.take();
        let (tell, lines) = channel();
        let output = output.unwrap();
        std::thread::spawn(move || {
            use std::io::BufRead;
            for line in std::io::BufReader::new(output).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let mut room = Self { _shell: shell, input: input.unwrap(), lines, disk, outside };
        let (status, said) = room.run(&format!("mount -t tmpfs -o size={megabytes}m tmpfs '{}'", room.disk.display()));
        assert_eq!(
            status, 0,
            "a small disk cannot be mounted (user namespaces must be allowed, or run as root): {said}"
        );
        room
    }

    /// Runs a command; its status and what it said.
    fn run(&mut self, command: &str) -> (i32, String) {
        writeln!(self.input, "{{ {command}\n}} </dev/null 2>&1; echo \"=== $?\"").unwrap();
        let mut said = String::new();
        loop {
            let line =
                self.lines.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|e| panic!("{command}: {e}: {said}"));
            match line.strip_prefix("=== ") {
                Some(status) => return (status.parse().unwrap(), said),
                None => said.push_str(&(line + "\n")),
            }
        }
    }

    #[track_caller]
    fn cli(&mut self, arguments: &str) -> String {
        let command = format!("'{}' --database '{}' {arguments}", env!("CARGO_BIN_EXE_understory"), self.database());
        let (status, said) = self.run(&command);
        assert_eq!(status, 0, "{arguments}: {said}");
        said
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.disk.join("small.db").display())
    }

    fn outside(&self, name: &str) -> PathBuf {
        self.outside.path().join(name)
    }

    fn serve(&mut self) -> SocketAddr {
        let command = format!(
            "'{}' --database '{}' serve --listen 127.0.0.1:0 >'{}' 2>'{}' &",
            env!("CARGO_BIN_EXE_understory"),
            self.database(),
            self.outside("out").display(),
            self.outside("log").display()
        );
        assert_eq!(self.run(&command).0, 0);
        let said = || std::fs::read_to_string(self.outside("out")).unwrap_or_default();
        until("the server serves", || address_in(&said()).is_some());
        address_in(&said()).unwrap()
    }
}

/// The value of a metric.
fn metric(address: SocketAddr, name: &str) -> f64 {
    let text = get(address, "/metrics").unwrap().body;
    let line =
        text.lines().find(|line| line.split(' ').next() == Some(name)).unwrap_or_else(|| panic!("{name}: {text}"));
    line.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_full_disk_is_read_from_and_written_to_again_once_there_is_room() {
    let mut room = Room::open(12);
    std::fs::write(room.outside("one.md"), "---\ntitle: One\nslug: one\n---\nx\n").unwrap();
    std::fs::write(room.outside("two.md"), "---\ntitle: Two\nslug: two\n---\nx\n").unwrap();
    room.cli(&format!("story add '{}' '{}'", room.outside("one.md").display(), room.outside("two.md").display()));
    room.cli(&NO_LIMITS.join(" "));
    let listed = room.cli("--json story list");
    let stories: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let id =
        |slug: &str| stories.iter().find(|story| story["slug"] == slug).unwrap()["id"].as_str().unwrap().to_owned();
    let (one, two) = (id("one"), id("two"));
    let address = room.serve();
    let mut count = 0;
    let mut acknowledged = Vec::new();
    let mut post = || {
        count += 1;
        let body = format!("comment {count} {}", "with many words ".repeat(200));
        let reply = exchange(
            address,
            &json_request(
                address,
                "POST",
                &format!("/api/v1/stories/{one}/comments"),
                &[],
                &json!({ "body": body, "name": "Ana" }),
            ),
        )
        .unwrap();
        if reply.status == 201 {
            acknowledged.push(reply.json()["id"].as_str().unwrap().to_owned());
        }
        reply
    };
    for _ in 0..20 {
        assert_eq!(post().status, 201);
    }
    for round in 0..2 * scale() {
        assert_eq!(get(address, "/stories/one").unwrap().status, 200);
        let (status, said) = room.run(&format!("dd if=/dev/zero of='{}' bs=4096", room.disk.join("ballast").display()));
        assert_ne!(status, 0, "the disk is not full: {said}");
        // What the log has room for may still be written.
        let mut refused = post();
        for _ in 0..500 {
            if refused.status != 201 {
                break;
            }
            refused = post();
        }
        let log = || std::fs::read_to_string(room.outside("log")).unwrap();
        let lines = log().lines().count();
        for _ in 0..50 {
            assert_eq!((refused.status, refused.code().as_str()), (503, "read_only"), "{refused:?}");
            assert!(refused.header("retry-after").is_some_and(|text| text.parse::<u32>().is_ok_and(|n| n > 0)));
            refused = post();
        }
        // The log says it, and not fifty times.
        assert!(log().contains("cannot be written"), "{}", log());
        assert!(log().lines().count() - lines < 10, "{}", log());
        // Readers do not notice: what is kept, and what must be read.
        for path in
            ["/stories/one", "/", &format!("/api/v1/stories/{two}/comments?limit={}", round + 5), "/stories/two"]
        {
            assert_eq!(get(address, path).unwrap().status, 200, "{path}");
        }
        let ready = get(address, "/readyz").unwrap();
        assert!(ready.body.contains("cannot be written"), "{ready:?}");
        assert_eq!(get(address, "/healthz").unwrap().status, 200);
        assert_eq!(metric(address, "understory_read_only"), 1.0);

        assert_eq!(room.run(&format!("rm '{}'", room.disk.join("ballast").display())).0, 0);
        until("writes go on", || post().status == 201);
        assert_eq!(metric(address, "understory_read_only"), 0.0);
        assert_eq!(get(address, "/readyz").unwrap().body, "ready\n");
    }
    let page = get(address, &format!("/api/v1/stories/{one}")).unwrap().json();
    assert_eq!(page["comments"], acknowledged.len(), "acknowledged and stored differ");
    for comment in &acknowledged {
        assert_eq!(get(address, &format!("/api/v1/comments/{comment}")).unwrap().status, 200, "{comment} is lost");
    }
    room.cli("verify");
}

#[test]
fn without_its_database_it_refuses_quickly_serves_what_it_keeps_and_recovers() {
    let own = Cluster::start();
    let url = own.database();
    let w = World::start(Engine::Postgres, |config| config.database.url.clone_from(&url));
    w.set(&["rate_writer=1000000", "rate_address=1000000"]);
    let (kept, other) = (w.story("Kept"), w.story("Other"));
    w.comment(&kept, "before").send().expect(201);
    let page = format!("/stories/{}", kept.slug);
    let before = w.get(&page).expect(200).text;
    let count = std::cell::Cell::new(0);
    let post = || {
        count.set(count.get() + 1);
        w.comment(&kept, &format!("comment {}", count.get())).send()
    };
    for _ in 0..2 * scale() {
        own.stop();
        until("the database is missed", || w.get("/readyz").status == 503);
        let kept_page = w.get(&page).expect(200).text;
        assert!(kept_page.contains("<p>before</p>") && kept_page.len() >= before.len());
        w.get("/healthz").expect(200);
        w.get("/metrics").expect(200);
        for _ in 0..20 {
            let asked = Instant::now();
            let refused = post();
            refused.problem(503, "unavailable");
            assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|n| n > 0));
            w.get(&format!("/api/v1/stories/{}", other.id)).problem(503, "unavailable");
            assert_eq!(w.get(&format!("/stories/{}/comments/new", kept.slug)).status, 503);
            assert!(asked.elapsed() < Duration::from_secs(2), "three refusals took {:?}", asked.elapsed());
        }
        own.start_again();
        until("writes go on", || post().status == 201);
        until("it is ready", || w.get("/readyz").status == 200);
        w.get(&format!("/api/v1/stories/{}", other.id)).expect(200);
        assert!(w.get(&page).expect(200).text.contains(&format!("<p>comment {}</p>", count.get())));
    }
    // Every session is ended under it, again and again: each is opened anew.
    for _ in 0..10 * scale() {
        own.end_sessions();
        w.get(&format!("/api/v1/stories/{}", other.id)).expect(200);
        post().expect(201);
    }
    w.verify();
}

/// The database answers nothing, not even no, as when its machine is lost behind a network that swallows everything.
#[test]
fn a_database_that_hangs_is_not_waited_for_without_end() {
    let own = Cluster::start();
    let url = own.database();
    let w = World::start(Engine::Postgres, |config| {
        config.database.url.clone_from(&url);
        config.database.read_seconds = 1;
        config.database.write_seconds = 1;
    });
    w.set(&["rate_writer=1000000", "rate_address=1000000"]);
    let (kept, other) = (w.story("Kept"), w.story("Other"));
    w.get(&format!("/stories/{}", kept.slug)).expect(200);
    w.get(&format!("/api/v1/stories/{}", other.id)).expect(200);
    let frozen = own.freeze();
    let asked = Instant::now();
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (w, kept, other) = (&w, &kept, &other);
            scope.spawn(move || {
                let path =
                    format!("/api/v1/stories/{}", if n % 2 == 0 { &other.id } else { "0000000000000000000000000" });
                w.get(&path).problem(503, "unavailable");
                w.comment(kept, &format!("frozen {n}")).send().problem(503, "unavailable");
                w.get(&format!("/stories/{}", kept.slug)).expect(200);
            });
        }
    });
    assert!(asked.elapsed() < Duration::from_secs(15), "they waited {:?}", asked.elapsed());
    drop(frozen);
    until("reads go on", || w.get(&format!("/api/v1/stories/{}", other.id)).status == 200);
    until("writes go on", || w.comment(&kept, "thawed").send().status == 201);
    w.verify();
}

#[test]
fn a_client_that_goes_away_in_the_middle_of_a_post_cancels_nothing() {
    on_both(|w| {
        let story = w.story("Away");
        // The write that is seen waiting must be the comment's.
        w.stop_jobs();
        for round in 0..3 {
            let idempotency = format!("going-away-in-round-{round:08}");
            let body = json!({ "body": format!("away {round}"), "name": "Ana" });
            let path = format!("/api/v1/stories/{}/comments", story.id);
            let request = json_request(w.address, "POST", &path, &[("Idempotency-Key", &idempotency)], &body);
            until("it is at rest", || w.app.metrics.connections.get() == 0 && w.store().writing() == 0);
            let held = hold_writes(w, &story.id);
            let mut stream = wire::connect(w.address).unwrap();
            stream.write_all(&request).unwrap();
            until("the write waits", || w.app.metrics.connections.get() > 0 && w.store().writing() > 0);
            wire::hang_up(stream);
            until("the server knows", || w.app.metrics.connections.get() == 0);
            drop(held);
            // Not by the world's own client, which keeps its connection.
            let path = format!("/api/v1/stories/{}", story.id);
            let count = || get(w.address, &path).unwrap().json()["comments"].as_i64().unwrap();
            until("the comment is there all the same", || count() == round + 1);
            // Who asks again gets the answer that was missed.
            let first = exchange(w.address, &request).unwrap();
            assert_eq!(first.status, 201);
            assert_eq!(count(), round + 1);
        }
    });
}

/// Keeps everybody else from writing under a story, until dropped.
fn hold_writes(w: &World, story: &str) -> Box<dyn std::any::Any> {
    match w.engine {
        Engine::Sqlite => {
            let path = w.app.config.database.url.strip_prefix("sqlite:").unwrap();
            let connection = rusqlite::Connection::open(path).unwrap();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            Box::new(connection)
        }
        Engine::Postgres => {
            let mut client = postgres::Client::connect(&w.app.config.database.url, postgres::NoTls).unwrap();
            let id: understory::models::Id = story.parse().unwrap();
            client.batch_execute(&format!("BEGIN; UPDATE story SET seq = seq WHERE id = '{}'", id.0)).unwrap();
            Box::new(client)
        }
    }
}

fn ends_well(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let database = database(engine, folder.path());
    cli(&database, &NO_LIMITS);
    let story = publish(&database, folder.path(), "farewell");
    for round in 0..5 * scale() {
        let mut server = Server::start(&database, &[]);
        let address = server.address;
        let path = format!("/api/v1/stories/{story}/comments");
        let asked_to_end: Mutex<Option<Instant>> = Mutex::default();
        let (answered, posted) = (AtomicUsize::new(0), AtomicUsize::new(0));
        // Idle connections must not hold it up, one that never said anything and one that is kept alive.
        let _silent = wire::connect(address).unwrap();
        let mut idle = wire::connect(address).unwrap();
        idle.write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).unwrap();
        assert_eq!(wire::read_reply(&mut idle, &mut Vec::new(), false).unwrap().unwrap().status, 200);
        // One is in the middle of its request.
        let late =
            json_request(address, "POST", &path, &[], &json!({ "body": format!("late {round}"), "name": "Late" }));
        let mut slow = wire::connect(address).unwrap();
        slow.write_all(&late[..late.len() - 5]).unwrap();
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for client in 0..6 {
                let (asked_to_end, answered, posted, path) = (&asked_to_end, &answered, &posted, &path);
                scope.spawn(move || {
                    for count in 0.. {
                        let body =
                            json!({ "body": format!("round {round} client {client} count {count}"), "name": "C" });
                        let request = if client % 2 == 0 {
                            json_request(address, "POST", path, &[], &body)
                        } else {
                            format!("GET /stories/farewell HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
                                .into_bytes()
                        };
                        let sent = wire::connect(address).and_then(|mut stream| {
                            stream.write_all(&request)?;
                            Ok((stream, Instant::now()))
                        });
                        let at_that_time =
                            |sent: Instant| asked_to_end.lock().unwrap().is_none_or(|asked| sent < asked);
                        let Ok((mut stream, sent)) = sent else {
                            assert!(!at_that_time(Instant::now()), "refused before it was asked to end");
                            return;
                        };
                        match wire::read_reply(&mut stream, &mut Vec::new(), false) {
                            Ok(Some(reply)) => {
                                assert!(matches!(reply.status, 200 | 201), "{reply:?}");
                                answered.fetch_add(1, Ordering::Relaxed);
                                posted.fetch_add(usize::from(reply.status == 201), Ordering::Relaxed);
                            }
                            other => {
                                assert!(!at_that_time(sent), "a request that had begun was not answered: {other:?}");
                                return;
                            }
                        }
                    }
                });
            }
            until("the load flows", || answered.load(Ordering::Relaxed) > 50);
            *asked_to_end.lock().unwrap() = Some(Instant::now());
            server.process.signal("TERM");
            until("it takes no new connections", || wire::connect(address).is_err());
            slow.write_all(&late[late.len() - 5..]).unwrap();
            let reply =
                wire::read_reply(&mut slow, &mut Vec::new(), false).unwrap().expect("what had begun is answered");
            assert_eq!(reply.status, 201, "{reply:?}");
            posted.fetch_add(1, Ordering::Relaxed);
            let asked = asked_to_end.lock().unwrap().unwrap();
            until("it ends", || server.process.ended().is_some());
            assert!(asked.elapsed() < Duration::from_secs(10), "it took {:?}", asked.elapsed());
            assert_eq!(server.process.ended().and_then(|status| status.code()), Some(0), "{}", server.log.text());
            println!(
                "{engine:?}: {} answered, ended after {:?} of {:?}",
                answered.load(Ordering::Relaxed),
                asked.elapsed(),
                begun.elapsed()
            );
        });
        let stored = exported(&database, folder.path());
        let of_this_round = stored.iter().filter(|comment| {
            let body = comment["body"].as_str().unwrap();
            body.starts_with(&format!("round {round} ")) || body == format!("late {round}")
        });
        assert!(of_this_round.count() >= posted.load(Ordering::Relaxed), "an acknowledged comment is lost");
    }
    cli(&database, &["verify"]);
}

#[test]
fn asked_to_end_under_load_it_answers_what_has_begun_on_sqlite() {
    ends_well(Engine::Sqlite);
}

#[test]
fn asked_to_end_under_load_it_answers_what_has_begun_on_postgres() {
    ends_well(Engine::Postgres);
}

/// How long something took to be so; it must not take much longer than the second it may.
fn within_seconds(what: &str, is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    until(what, is_so);
    println!("{what}: after {:?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(4), "{what}: only after {:?}", begun.elapsed());
}

#[test]
fn two_nodes_show_each_others_comments_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let database = cluster().database();
    cli(&database, &NO_LIMITS);
    let story = publish(&database, folder.path(), "shared");
    let nodes = [Server::start(&database, &[]), Server::start(&database, &[])];
    let [here, there] = [nodes[0].address, nodes[1].address];
    let page = |node: SocketAddr| get(node, "/stories/shared").unwrap();
    let kept = |node: SocketAddr| {
        let before = metric(node, "understory_cache_hits_total");
        let reply = page(node);
        assert!(metric(node, "understory_cache_hits_total") > before, "it is not kept");
        reply
    };
    for (n, (at, other)) in [(here, there), (there, here), (here, there)].into_iter().enumerate() {
        page(other);
        let words = format!("news number {n}");
        assert!(!kept(other).body.contains(&words));
        let body = json!({ "body": words, "name": "Ana" });
        let posted =
            exchange(at, &json_request(at, "POST", &format!("/api/v1/stories/{story}/comments"), &[], &body)).unwrap();
        assert_eq!(posted.status, 201, "{posted:?}");
        assert!(page(at).body.contains(&words), "the writer's own node shows it at once");
        within_seconds("the other node shows it", || page(other).body.contains(&words));
        let id = posted.json()["id"].as_str().unwrap().to_owned();
        page(at);
        cli(&database, &["comment", "remove", &id, "--reason", "test"]);
        for node in [at, other] {
            within_seconds("it is taken away", || !page(node).body.contains(&words));
        }
    }
    cli(&database, &["site", "set", "guests=off", "title=The New Name"]);
    for node in nodes.iter().map(|node| node.address) {
        within_seconds("the settings are there", || page(node).body.contains("The New Name"));
        let request = json_request(
            node,
            "POST",
            &format!("/api/v1/stories/{story}/comments"),
            &[],
            &json!({ "body": "x", "name": "Ana" }),
        );
        assert_eq!(exchange(node, &request).unwrap().code(), "guests_off");
    }
    cli(&database, &["story", "close", "shared", "--reason", "It is late."]);
    for node in nodes.iter().map(|node| node.address) {
        within_seconds("it is closed", || page(node).body.contains("It is late."));
    }
    drop(nodes);
    cli(&database, &["verify"]);
}

#[test]
fn the_command_line_beside_a_server_reaches_its_pages_within_a_second() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let folder = tempfile::tempdir().unwrap();
        let database = database(engine, folder.path());
        let story = publish(&database, folder.path(), "beside");
        let server = Server::start(&database, &[]);
        let page = || get(server.address, "/stories/beside").unwrap().body;
        let body = json!({ "body": "to be decided about", "name": "Ana" });
        let path = format!("/api/v1/stories/{story}/comments");
        let posted = exchange(server.address, &json_request(server.address, "POST", &path, &[], &body)).unwrap().json();
        let id = posted["id"].as_str().unwrap();
        for (act, is_shown) in [("remove", false), ("restore", true), ("hold", false), ("approve", true)] {
            assert_eq!(page().contains("to be decided about"), !is_shown);
            page();
            cli(&database, &["comment", act, id, "--reason", "test"]);
            within_seconds(&format!("{act} reaches the page"), || page().contains("to be decided about") == is_shown);
        }
        cli(&database, &["site", "set", "title=Another Title"]);
        within_seconds("the title reaches the page", || page().contains("Another Title"));
        publish(&database, folder.path(), "later");
        within_seconds("a new story is found", || get(server.address, "/stories/later").unwrap().status == 200);
        drop(server);
        cli(&database, &["verify"]);
    }
}
