//! The program as a process of its own, as an operator runs it: started, killed, asked to end. Nothing outlives the
//! tests: what a test leaves behind ends with it, or, if the tests themselves are killed, with a watchdog.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How much longer the long tests are: rounds, kills, bytes.
pub fn scale() -> usize {
    std::env::var("UNDERSTORY_TEST_SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

/// Ends every process that is still in its list when this one is gone, however it went.
struct Watchdog {
    list: Mutex<ChildStdin>,
    _process: Child,
}

impl Watchdog {
    fn tell(line: &str) {
        static WATCHDOG: OnceLock<Watchdog> = OnceLock::new();
        let watchdog = WATCHDOG.get_or_init(|| {
            let script = "pids=' '; while read -r sign pid; do case $sign in \
                          +) pids=\"$pids$pid \";; -) pids=\"${pids%% $pid *} ${pids#* $pid }\";; esac; done; \
                          kill $pids 2>/dev/null; kill -9 $pids 2>/dev/null";
            let mut child = Command::new("setsid")
                .args(["sh", "-c", script])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("setsid is there (util-linux)");
            Watchdog { list: Mutex::new(child.stdin.take().expect("a pipe")), _process: child }
        });
        writeln!(watchdog.list.lock().unwrap(), "{line}").expect("the watchdog listens");
    }
}

/// A process that ends with this value at the latest.
pub struct Kept {
    child: Child,
    ended: bool,
}

impl Kept {
    pub fn spawn(command: &mut Command, install: &str) -> Self {
        let program = command.get_program().to_owned();
        let child = command.spawn().unwrap_or_else(|e| panic!("{}: {e}; {install}", program.display()));
        Watchdog::tell(&format!("+ {}", child.id()));
        Self { child, ended: false }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn take(
        &mut self,
    ) -> (Option<ChildStdin>, Option<std::process::ChildStdout>, Option<std::process::ChildStderr>) {
        (self.child.stdin.take(), self.child.stdout.take(), self.child.stderr.take())
    }

    pub fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([&format!("-{signal}"), &self.id().to_string()]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill -{signal} {}", self.id());
    }

    /// Whether it has ended, and how.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.try_wait().expect("its state can be asked");
        if status.is_some() && !self.ended {
            self.ended = true;
            Watchdog::tell(&format!("- {}", self.child.id()));
        }
        status
    }

    /// `kill -9`: it has no time to do anything.
    pub fn kill(&mut self) {
        if !self.ended {
            let _ = self.child.kill();
            let _ = self.child.wait();
            self.ended();
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a process says, line by line as it comes, and all of it so far.
#[derive(Clone, Default)]
pub struct Said(Arc<Mutex<String>>);

impl Said {
    fn hear(from: impl Read + Send + 'static, mut each: impl FnMut(&str) + Send + 'static) -> Self {
        let said = Self::default();
        let all = said.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                each(&line);
                let mut all = all.0.lock().unwrap();
                all.push_str(&line);
                all.push('\n');
            }
        });
        said
    }

    pub fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// A running `understory serve`.
pub struct Server {
    pub process: Kept,
    pub address: SocketAddr,
    pub log: Said,
    /// How long it took until it served.
    pub took: Duration,
}

impl Server {
    /// Starts a server on this database; `settings` are configuration by environment, `SERVER__CONNECTIONS` for
    /// `server.connections`. It serves when this returns.
    pub fn start(database: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_understory"));
        command.args(["--database", database, "serve", "--listen", "127.0.0.1:0"]);
        for (key, value) in settings {
            command.env(format!("UNDERSTORY_{key}"), value);
        }
        Self::run(&mut command)
    }

    /// Starts Perspective's endpoint alone, in an empty folder; it serves when this returns.
    pub fn alone(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let mut command = Command::new(env!("CARGO_BIN_EXE_understory"));
        command.args(["triage", "serve", "--listen", "127.0.0.1:0", "--models"]).arg(models).args(arguments);
        command.env("UNDERSTORY_TRIAGE__ENCODER", "false");
        command.current_dir(folder).env("UNDERSTORY_TRIAGE__MILLISECONDS", "30000");
        for (key, value) in settings {
            command.env(format!("UNDERSTORY_{key}"), value);
        }
        Self::run(&mut command)
    }

    fn run(command: &mut Command) -> Self {
        let begun = Instant::now();
        let mut process = Kept::spawn(
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()),
            "cargo builds it for the tests",
        );
        let (_, out, err) = process.take();
        let log = Said::hear(err.expect("a pipe"), |_| {});
        let (tell, told) = channel();
        Said::hear(out.expect("a pipe"), move |line| drop(tell.send(line.to_owned())));
        let address = serving_at(&told, &log);
        Self { process, address, log, took: begun.elapsed() }
    }
}

fn serving_at(told: &Receiver<String>, log: &Said) -> SocketAddr {
    match told.recv_timeout(Duration::from_secs(60)) {
        Ok(line) => address_in(&line).unwrap_or_else(|| panic!("it says '{line}'")),
        Err(_) => panic!("it does not serve: {}", log.text()),
    }
}

/// The address in `Serving on http://127.0.0.1:8080`, and in `Serving MODEL on http://127.0.0.1:8090/PATH`.
pub fn address_in(text: &str) -> Option<SocketAddr> {
    let (_, said) = text.split_once("Serving ")?;
    said.split_once("on http://")?.1.split(['/', ' ', '\n']).next()?.parse().ok()
}

/// A command of the program on this database; it must succeed. Its standard output.
#[track_caller]
pub fn cli(database: &str, arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_understory"))
        .args(["--database", database])
        .args(arguments)
        .output()
        .expect("the program runs");
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8")
}

/// Publishes a story by a file of this name in `folder`; its identifier.
#[track_caller]
pub fn publish(database: &str, folder: &Path, slug: &str) -> String {
    let file = folder.join(format!("{slug}.md"));
    std::fs::write(&file, format!("---\ntitle: Story {slug}\nslug: {slug}\n---\nSome text.\n")).expect("a file");
    cli(database, &["story", "add", file.to_str().expect("a path")]);
    let listed = cli(database, &["--json", "story", "list"]);
    let stories = listed.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let story = stories.into_iter().find(|story| story["slug"] == slug).expect("the story is listed");
    story["id"].as_str().expect("an id").to_owned()
}

/// As many comments as anybody likes, the same ones too.
pub const NO_LIMITS: [&str; 6] =
    ["site", "set", "rate_writer=1000000", "rate_address=1000000", "rate_story=1000000", "near_copies=off"];
