//! A PostgreSQL of our own: one cluster in a temporary folder for the whole run, one database for every world.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use understory::store::{Store, Target};

pub struct Cluster {
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

impl Cluster {
    fn start() -> Self {
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
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c max_connections=300 -c shared_buffers=64MB",
            folder.display()
        );
        let log = folder.join("log");
        run(command(&bin.join("pg_ctl"))
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(&log)
            .args(["-w", "-o", &options, "start"]));
        let cluster = Self { folder, next: AtomicU32::new(0), _watchdog: watchdog };
        cluster.admin("CREATE DATABASE template_understory");
        let target: Target = cluster.url("template_understory").parse().expect("a target");
        Store::migrate(&target).expect("the template is migrated");
        cluster
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
