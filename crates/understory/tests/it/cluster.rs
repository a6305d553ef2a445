//! A PostgreSQL of our own: one cluster in a temporary folder for the whole run, one database for every world.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use understory::store::{Store, Target};

pub struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    next: AtomicU32,
    /// Ends the cluster and removes its folder when this process is gone, however it went.
    _watchdog: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// The cluster, started at the first call.
pub fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(Cluster::start)
}

/// Where Debian keeps PostgreSQL's programs.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is needed: apt-get install postgresql (script/test does it)")
}

/// A command that runs as the user postgres when we are root: the server refuses to run as root.
fn command(program: &Path) -> Command {
    if std::env::var("USER").as_deref() == Ok("root") || is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

pub fn is_root() -> bool {
    let out = Command::new("id").arg("-u").output().expect("id runs");
    out.stdout.starts_with(b"0")
}

fn run(command: &mut Command) {
    let out = command.stdin(Stdio::null()).output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(
        out.status.success(),
        "{command:?}: {}{}",
        String::from_utf8_lossy(&out.stdout),
        String::from_utf8_lossy(&out.stderr)
    );
}

/// Processes of PostgreSQL that are stopped where they are, until dropped.
pub struct Frozen(Vec<String>);

impl Drop for Frozen {
    fn drop(&mut self) {
        run(command(Path::new("kill")).arg("-CONT").args(&self.0));
    }
}

impl Cluster {
    /// A cluster of its own, for a test that ends it.
    pub fn start() -> Self {
        let bin = programs();
        let folder = tempfile::Builder::new().prefix("understory-pg-").tempdir().expect("a folder").keep();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        run(command(&bin.join("initdb"))
            .args(["--no-sync", "-A", "trust", "-U", "understory", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(&data));
        let script = format!(
            "cat >/dev/null; '{bin}/pg_ctl' -D '{data}' -m immediate -w stop >/dev/null 2>&1; rm -rf '{folder}'",
            bin = bin.display(),
            data = data.display(),
            folder = folder.display()
        );
        let watchdog = command(Path::new("setsid"))
            .args(["sh", "-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("setsid is there (util-linux)");
        let cluster = Self { bin, folder, next: AtomicU32::new(0), _watchdog: watchdog };
        cluster.start_again();
        cluster.admin("CREATE DATABASE template_understory");
        let target: Target = cluster.url("template_understory").parse().expect("a target");
        Store::migrate(&target).expect("the template is migrated");
        cluster
    }

    fn control(&self) -> Command {
        let mut control = command(&self.bin.join("pg_ctl"));
        control.arg("-w").arg("-D").arg(self.folder.join("data"));
        control
    }

    /// Ends it at once, as a crash would.
    pub fn stop(&self) {
        run(self.control().args(["-m", "immediate", "stop"]));
    }

    /// Starts it; it answers when this returns.
    pub fn start_again(&self) {
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c max_connections=300 -c shared_buffers=64MB",
            self.folder.display()
        );
        run(self.control().arg("-l").arg(self.folder.join("log")).args(["-o", &options, "start"]));
    }

    /// Ends every other session.
    pub fn end_sessions(&self) {
        self.admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    }

    /// Stops all its processes where they are: connections stay open, and nothing is answered.
    pub fn freeze(&self) -> Frozen {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("it runs");
        let postmaster = text.lines().next().expect("a process").to_owned();
        let mut all = vec![postmaster.clone()];
        for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
            let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1));
            if parent == Some(&postmaster) {
                all.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        run(command(Path::new("kill")).arg("-STOP").args(&all));
        Frozen(all)
    }

    pub fn url(&self, database: &str) -> String {
        let host: String = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://understory@{host}/{database}")
    }

    fn admin(&self, sql: &str) {
        let mut client =
            postgres::Client::connect(&self.url("postgres"), postgres::NoTls).expect("the cluster answers");
        client.batch_execute(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }

    /// A new database with the schema; its address.
    pub fn database(&self) -> String {
        let name = format!("world_{}", self.next.fetch_add(1, Ordering::Relaxed));
        // Two worlds may want to copy the template at once, and PostgreSQL wants nobody else on it.
        let started = Instant::now();
        loop {
            let mut client =
                postgres::Client::connect(&self.url("postgres"), postgres::NoTls).expect("the cluster answers");
            match client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template_understory")) {
                Ok(()) => return self.url(&name),
                Err(_) if started.elapsed() < Duration::from_secs(30) => std::thread::yield_now(),
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }

    /// An empty database without a schema; its address.
    pub fn empty_database(&self) -> String {
        let name = format!("empty_{}", self.next.fetch_add(1, Ordering::Relaxed));
        self.admin(&format!("CREATE DATABASE {name}"));
        self.url(&name)
    }
}
