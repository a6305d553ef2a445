//! A small world for a test: a database on one of the engines, a running server with a clock that stands still, and
//! builders for what happens in it. Every world is verified when its test ends.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use understory::app::App;
use understory::clock::{Clock, Timestamp};
use understory::config::Config;
use understory::http::{self, Running, SignInKey};
use understory::jobs;
use understory::models::{Id, Role, Site};
use understory::store::account_changes::{Change, ChangeAccount};
use understory::store::accounts::NewAccount;
use understory::store::decisions::By;
use understory::store::escalations::Escalate;
use understory::store::sign_ins::Invite;
use understory::store::{Store, verify};

use crate::cluster::cluster;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Runs a test in a world of its own on each engine; the world must be in order at the end.
pub fn on_both(test: impl Fn(&World)) {
    on_both_with(|_| {}, test);
}

/// The same with another configuration.
pub fn on_both_with(configure: impl Fn(&mut Config), test: impl Fn(&World)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        // Shown only when the test fails.
        println!("engine: {engine:?}");
        let world = World::start(engine, &configure);
        test(&world);
        world.verify();
    }
}

/// Waits until something is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(30), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// 2026-03-01T12:00:00Z, when every world begins.
pub const BEGIN: Timestamp = Timestamp(1_772_366_400_000_000);

pub struct World {
    pub engine: Engine,
    pub app: Arc<App>,
    pub clock: Clock,
    pub address: SocketAddr,
    pub folder: tempfile::TempDir,
    running: Option<Running>,
    jobs: [tokio::task::JoinHandle<()>; 2],
    runtime: Option<tokio::runtime::Runtime>,
    agent: ureq::Agent,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e} in {}: {}", self.status, self.text))
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Asserts that this is a problem with this word, in JSON.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json();
        assert_eq!((self.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|text| text.ends_with('.') || text.ends_with('?') || text.contains(": ")),
            "{problem}"
        );
        problem
    }

    /// The cookie that it sets, as a browser sends it back; nothing if it sets none or takes one away.
    pub fn cookie(&self) -> Option<String> {
        let (pair, rest) = self.header("set-cookie").split_once(';')?;
        (!rest.contains("Max-Age=0")).then(|| pair.to_owned())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Id,
    pub name: String,
    /// The session, as a value for `Cookie`.
    pub cookie: String,
}

/// A story of a world.
#[derive(Clone, Debug)]
pub struct Story {
    pub id: String,
    pub slug: String,
}

impl World {
    pub fn start(engine: Engine, configure: impl Fn(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::default();
        config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.database.url = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("world.db").display()),
            Engine::Postgres => cluster().database(),
        };
        configure(&mut config);
        Self::open(engine, folder, config)
    }

    fn open(engine: Engine, folder: tempfile::TempDir, config: Config) -> Self {
        Self::open_at(engine, folder, config, Clock::fixed(BEGIN))
    }

    fn open_at(engine: Engine, folder: tempfile::TempDir, config: Config, clock: Clock) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let (app, running, jobs) = runtime.block_on(async {
            let app = App::open(config, clock.clone(), true).await.expect("the database opens");
            let running = http::start(&app.config.server, &app.metrics, http::router(app.clone()))
                .await
                .expect("the server starts");
            let jobs = [tokio::spawn(jobs::run(app.clone())), tokio::spawn(jobs::work(app.clone()))];
            (app, running, jobs)
        });
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Self {
            engine,
            app,
            clock,
            address: running.address,
            folder,
            running: Some(running),
            jobs,
            runtime: Some(runtime),
            agent,
        }
    }

    /// Lets nothing happen by itself any more: all writes are those that a test asks for.
    pub fn stop_jobs(&self) {
        self.jobs.iter().for_each(tokio::task::JoinHandle::abort);
    }

    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.as_ref().expect("a running world").block_on(future)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    #[track_caller]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let result = match body {
            Some(body) => self.agent.run(request.body(body.to_vec()).expect("a request")),
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut response = result.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let bytes = response.body_mut().with_config().limit(64_000_000).read_to_vec().expect("a body");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            // Pictures are none; all else is UTF-8, or a test that looks at it fails.
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    #[track_caller]
    pub fn send_json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.send(method, path, &all, Some(body.to_string().as_bytes()))
    }

    #[track_caller]
    pub fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.send_json("POST", path, &[], body)
    }

    /// A form sent by one of our own pages.
    #[track_caller]
    pub fn post_form(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut headers =
            vec![("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        headers.extend(cookie.map(|cookie| ("cookie", cookie)));
        self.send("POST", path, &headers, Some(body.as_bytes()))
    }

    /// The program's own command line on this world's database, beside the running server.
    pub fn cli(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_understory"))
            .args(["--database", &self.app.config.database.url])
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .expect("the program runs")
    }

    /// The same; it must succeed. Its standard output.
    #[track_caller]
    pub fn cli_ok(&self, arguments: &[&str]) -> String {
        let out = self.cli(arguments);
        assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).expect("UTF-8")
    }

    /// Changes settings of the site `main` by command line, and waits until the server knows.
    #[track_caller]
    pub fn set(&self, assignments: &[&str]) {
        let version = self.app.sites().version;
        let mut arguments = vec!["site", "set"];
        arguments.extend_from_slice(assignments);
        self.cli_ok(&arguments);
        until("the server notices the new settings", || self.app.sites().version > version);
    }

    /// A key with these scopes, as a value for `Authorization`.
    pub fn key(&self, scopes: &[&str]) -> String {
        let mut arguments = vec!["--json", "site", "key", "create"];
        for scope in scopes {
            arguments.extend_from_slice(&["--scope", scope]);
        }
        let made: Value = serde_json::from_str(&self.cli_ok(&arguments)).expect("JSON");
        format!("Bearer {}", made["key"].as_str().expect("a key"))
    }

    /// Publishes a story.
    #[track_caller]
    pub fn story(&self, title: &str) -> Story {
        self.story_with(json!({ "title": title }))
    }

    /// Publishes a story with these fields.
    #[track_caller]
    pub fn story_with(&self, fields: Value) -> Story {
        let record: understory_import::StoryRecord = {
            let mut fields = fields;
            fields.as_object_mut().expect("an object").entry("id").or_insert("none".into());
            serde_json::from_value(fields).expect("a story record")
        };
        let sites = self.app.sites();
        let site = &sites.all[0];
        let now = self.clock.now();
        let id = self.clock.new_id();
        let (story, aliases) = understory::publish::story_of(&record, id, None, site, now).expect("a valid story");
        let out = Story { id: story.id.to_string(), slug: story.slug.clone() };
        self.block_on(self.app.store.write(understory::store::stories::PutStory {
            site: site.id,
            story,
            aliases,
            shown: understory::store::stories::Shown::AsGiven,
            by: "test".to_owned(),
            attempt: None,
        }))
        .expect("the story is stored");
        out
    }

    /// Another server of the same publication, with the same clock: a second node.
    pub fn beside(&self) -> Self {
        assert_eq!(self.engine, Engine::Postgres, "a file has one server");
        Self::open_at(self.engine, tempfile::tempdir().expect("a folder"), self.app.config.clone(), self.clock.clone())
    }

    /// Somebody with an account on the first site who is signed in.
    #[track_caller]
    pub fn person(&self, name: &str, role: Role) -> Person {
        self.person_of(&self.app.sites().all[0].clone(), name, role)
    }

    /// Somebody with an account on a site, signed in there.
    #[track_caller]
    pub fn person_of(&self, site: &Site, name: &str, role: Role) -> Person {
        let id = self.clock.new_id();
        let (by, now) = ("test".to_owned(), self.clock.now());
        let email = format!("{}@reader.example", name.to_lowercase().replace(' ', "."));
        let email = Some((email.clone(), email));
        let new =
            NewAccount { site: site.id, id, name: name.to_owned(), email, lang: site.lang.clone(), role, by, now };
        self.block_on(self.app.store.write(new)).expect("the account is made");
        let mut person = Person { id, name: name.to_owned(), cookie: String::new() };
        person.cookie = self.let_in(site, &person);
        person
    }

    /// Signs somebody in once more; the new cookie.
    #[track_caller]
    pub fn let_in(&self, site: &Site, person: &Person) -> String {
        let id = self.clock.new_id();
        let (lang, by, now) = ("en".to_owned(), "test".to_owned(), self.clock.now());
        self.block_on(self.app.store.write(Invite { site: site.id, id, account: person.id, lang, by, now })).unwrap();
        let path = SignInKey::of(site, id).path();
        let host = site.origins.first().map(|origin| origin.host.clone()).unwrap_or_default();
        let mut headers = vec![("sec-fetch-site", "same-origin")];
        if !host.is_empty() {
            headers.push(("host", host.as_str()));
        }
        let answer = self.send("POST", &path, &headers, Some(b"")).expect(303);
        answer.cookie().expect("a session")
    }

    /// Changes an account as an editor would.
    #[track_caller]
    pub fn change(&self, person: &Person, change: Change) {
        let site = self.app.sites().all[0].id;
        let (by, job, now) = ("test".to_owned(), self.clock.new_id(), self.clock.now());
        self.block_on(self.app.store.write(ChangeAccount { site, id: person.id, change, by, job, now })).unwrap();
    }

    /// Begins a comment.
    pub fn comment<'w>(&'w self, story: &'w Story, body: &'w str) -> CommentBuilder<'w> {
        CommentBuilder { world: self, story, body, name: "Ana", parent: None, token: None, key: None }
    }

    /// Decides about a comment by command line.
    #[track_caller]
    pub fn decide(&self, act: &str, comment: &str) {
        self.cli_ok(&["comment", act, comment, "--reason", "for the test"]);
    }

    /// Escalates a comment as somebody would; the escalation.
    #[track_caller]
    pub fn escalate(&self, comment: &str) -> String {
        let (id, decision) = (self.clock.new_id(), self.clock.new_id());
        let by = By { record: "test".to_owned(), account: None, heeds_hands: false, lang: "en".to_owned() };
        let escalate = Escalate {
            site: self.app.sites().all[0].id,
            id,
            decision,
            comment: comment.parse().expect("an identifier"),
            reason: "for the test".to_owned(),
            by,
            origin: self.url(""),
            has_duty: false,
            now: self.clock.now(),
            attempt: None,
        };
        self.block_on(self.app.store.write(escalate)).expect("it is escalated");
        id.to_string()
    }

    /// Asserts that everything in the database is as it must be.
    #[track_caller]
    pub fn verify(&self) {
        let found = self.block_on(self.app.store.read(|tx| verify::verify(tx, &|| {}))).expect("the database reads");
        assert_eq!(found.faults, 0, "{:#?}", found.wrong);
    }

    pub fn store(&self) -> &Store {
        &self.app.store
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a file");
        path
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let (Some(runtime), Some(running)) = (self.runtime.take(), self.running.take()) {
            runtime.block_on(async { tokio::time::timeout(Duration::from_secs(2), running.stop()).await.ok() });
            runtime.shutdown_timeout(Duration::from_secs(2));
        }
    }
}

pub struct CommentBuilder<'w> {
    world: &'w World,
    story: &'w Story,
    body: &'w str,
    name: &'w str,
    parent: Option<&'w str>,
    token: Option<&'w str>,
    key: Option<&'w str>,
}

impl<'w> CommentBuilder<'w> {
    pub fn by(mut self, name: &'w str) -> Self {
        self.name = name;
        self
    }

    pub fn to(mut self, parent: &'w str) -> Self {
        self.parent = Some(parent);
        self
    }

    pub fn token(mut self, token: &'w str) -> Self {
        self.token = Some(token);
        self
    }

    pub fn idempotency(mut self, key: &'w str) -> Self {
        self.key = Some(key);
        self
    }

    #[track_caller]
    pub fn send(self) -> Answer {
        // No two at one time, so that their order is known.
        self.world.clock.advance(Duration::from_millis(1));
        let mut body = json!({ "body": self.body, "name": self.name });
        if let Some(parent) = self.parent {
            body["parent"] = parent.into();
        }
        let mut headers = Vec::new();
        headers.extend(self.token.map(|token| ("understory-edit-token", token)));
        headers.extend(self.key.map(|key| ("idempotency-key", key)));
        self.world.send_json("POST", &format!("/api/v1/stories/{}/comments", self.story.id), &headers, &body)
    }

    /// Posts it; it must appear. Its JSON.
    #[track_caller]
    pub fn post(self) -> Value {
        self.send().expect(201).json()
    }

    /// Posts it; its identifier.
    #[track_caller]
    pub fn id(self) -> String {
        self.post()["id"].as_str().expect("an id").to_owned()
    }
}

/// The folder of big data sets.
pub fn test_data() -> PathBuf {
    std::env::var("UNDERSTORY_TEST_DATA")
        .expect("UNDERSTORY_TEST_DATA names the folder: script/test-data FOLDER")
        .into()
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}
