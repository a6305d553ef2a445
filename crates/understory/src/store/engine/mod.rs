//! The two engines under one small layer: transactions, the reading pool, the grouping writer.

mod error;
mod migrate;
mod postgres;
mod reader;
mod session;
mod sqlite;
mod tx;
mod writer;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

pub use error::Error;
use session::Session;
pub use sqlite::lock_path;
use tokio::sync::oneshot;
pub use tx::{Note, Param, Row, Tx};
pub use writer::{GROUP, Write};

use crate::telemetry::StoreMetrics;

/// Where the data lives.
#[derive(Clone, Debug)]
pub enum Target {
    /// A file; the embedded database.
    Sqlite(PathBuf),
    /// A PostgreSQL server, with the address as given.
    Postgres(Box<::postgres::Config>, String),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err("name a file: sqlite:PATH".to_owned());
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let mut config: ::postgres::Config =
                url.parse().map_err(|e: ::postgres::Error| format!("not a PostgreSQL address: {e}"))?;
            config.application_name("understory");
            if config.get_connect_timeout().is_none() {
                config.connect_timeout(Duration::from_secs(5));
            }
            return Ok(Self::Postgres(Box::new(config), url.to_owned()));
        }
        Err(format!("'{url}' is no database address: write sqlite:PATH or postgres://user@host/name"))
    }
}

/// Bounds of the store.
#[derive(Clone, Debug)]
pub struct Options {
    /// Reading connections.
    pub readers: usize,
    /// Writing connections; SQLite always has one.
    pub writers: usize,
    /// Writes that may wait; one more is refused.
    pub queue: usize,
    /// How long one member of a group may run.
    pub member_limit: Duration,
    /// How long one read may run.
    pub read_limit: Duration,
    /// Whether this process is the server of this database (and so checkpoints).
    pub serving: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            writers: 2,
            queue: 1024,
            member_limit: Duration::from_secs(5),
            read_limit: Duration::from_secs(10),
            serving: false,
        }
    }
}

/// Somebody who wants to know what was committed.
pub type Listener = Arc<dyn Fn(&[Note]) + Send + Sync>;

/// What the store's threads share.
pub(crate) struct Shared {
    target: Target,
    options: Options,
    metrics: StoreMetrics,
    listeners: RwLock<Vec<Listener>>,
    waiting: AtomicUsize,
    writing: AtomicUsize,
    /// For whom the writer pauses: see [`writer::Gathering`].
    gathering: writer::Gathering,
}

impl Shared {
    fn open_writer(&self) -> Result<Session, Error> {
        match &self.target {
            Target::Sqlite(path) => {
                let role = if self.options.serving || !sqlite::is_served(path) {
                    sqlite::Role::Writer
                } else {
                    sqlite::Role::Guest
                };
                Ok(Session::Sqlite(sqlite::SqliteSession::open(path, role)?))
            }
            Target::Postgres(config, _) => postgres::connect(config),
        }
    }

    fn open_reader(&self) -> Result<Session, Error> {
        match &self.target {
            Target::Sqlite(path) => Ok(Session::Sqlite(sqlite::SqliteSession::open(path, sqlite::Role::Reader)?)),
            Target::Postgres(config, _) => postgres::connect(config),
        }
    }

    fn publish(&self, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        if let Ok(listeners) = self.listeners.read() {
            for listener in listeners.iter() {
                listener(notes);
            }
        }
    }
}

/// The database: what is read through a pool of snapshots and written through the grouping writer.
pub struct Store {
    shared: Arc<Shared>,
    writes: Option<SyncSender<Box<dyn writer::Member>>>,
    reads: Option<SyncSender<Box<dyn reader::Read>>>,
    threads: Vec<JoinHandle<()>>,
    serving: Option<std::fs::File>,
}

impl Store {
    /// Opens the database and starts its threads. The schema must be there: see [`Store::migrate`].
    pub fn open(target: Target, options: Options, metrics: StoreMetrics) -> Result<Self, Error> {
        let serving = match &target {
            Target::Sqlite(path) if options.serving => Some(sqlite::claim(path)?),
            _ => None,
        };
        let shared = Arc::new(Shared {
            target,
            options,
            metrics,
            listeners: RwLock::default(),
            waiting: AtomicUsize::new(0),
            writing: AtomicUsize::new(0),
            gathering: writer::Gathering::default(),
        });
        // Open one of each now, so that what is wrong is said at the start.
        drop(shared.open_writer()?);
        drop(shared.open_reader()?);
        let (writes, write_queue) = sync_channel(shared.options.queue);
        let (reads, read_queue) = sync_channel(shared.options.queue);
        let (write_queue, read_queue) = (Arc::new(Mutex::new(write_queue)), Arc::new(Mutex::new(read_queue)));
        let writers = if matches!(shared.target, Target::Sqlite(_)) { 1 } else { shared.options.writers.max(1) };
        let mut threads = Vec::new();
        for n in 0..writers {
            let (queue, shared) = (write_queue.clone(), shared.clone());
            threads.push(start(format!("writer-{n}"), move || writer::serve(&queue, &shared))?);
        }
        for n in 0..shared.options.readers.max(1) {
            let (queue, shared) = (read_queue.clone(), shared.clone());
            threads.push(start(format!("reader-{n}"), move || reader::serve(&queue, &shared))?);
        }
        Ok(Self { shared, writes: Some(writes), reads: Some(reads), threads, serving })
    }

    /// Brings the schema to this program's version; says which steps were taken.
    pub fn migrate(target: &Target) -> Result<Vec<String>, Error> {
        migrate::run(target)
    }

    /// Whether a change by another process is heard of as [`Note::Everything`] within a second, and nobody else writes: so it
    /// is with the embedded database. Other nodes on PostgreSQL are asked for what stories they changed, and no more.
    pub fn hears_everything(&self) -> bool {
        matches!(self.shared.target, Target::Sqlite(_))
    }

    /// Where the data lives.
    pub fn target(&self) -> &Target {
        &self.shared.target
    }

    /// Tells `listener` of every commit, after it is on disk and before its callers are answered.
    pub fn listen(&self, listener: Listener) {
        if let Ok(mut listeners) = self.shared.listeners.write() {
            listeners.push(listener);
        }
    }

    /// Queues a write; it is on disk when the future is ready. Dropping the future cancels nothing.
    pub fn write<W: Write>(&self, write: W) -> impl Future<Output = Result<W::Out, Error>> + Send + use<W> {
        let (done, answer) = oneshot::channel();
        let writing = self.shared.writing.fetch_add(1, Ordering::Relaxed) + 1;
        let sent = match &self.writes {
            Some(queue) => queue.try_send(Box::new(writer::Pending { write, out: None, done })).map_err(|e| match e {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => closed(),
            }),
            None => Err(closed()),
        };
        match sent {
            Ok(()) => self.shared.gathering.came(writing),
            Err(_) => _ = self.shared.writing.fetch_sub(1, Ordering::Relaxed),
        }
        // Others of the group may take their time before it, and the commit after it.
        let patience = 3 * self.shared.options.member_limit + GRACE;
        async move {
            sent?;
            in_time(answer, patience).await
        }
    }

    /// Reads in one snapshot. The closure may run twice when a connection was lost.
    pub fn read<T, F>(&self, read: F) -> impl Future<Output = Result<T, Error>> + Send + use<T, F>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (done, answer) = oneshot::channel();
        let shared = self.shared.clone();
        let sent = match &self.reads {
            Some(queue) => queue.try_send(Box::new(reader::Pending { read, out: None, done })).map_err(|e| match e {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => closed(),
            }),
            None => Err(closed()),
        };
        shared.waiting.fetch_add(usize::from(sent.is_ok()), Ordering::Relaxed);
        async move {
            sent?;
            let result = in_time(answer, shared.options.read_limit + GRACE).await;
            shared.waiting.fetch_sub(1, Ordering::Relaxed);
            result
        }
    }

    /// Writes that wait or run now.
    pub fn writing(&self) -> usize {
        self.shared.writing.load(Ordering::Relaxed)
    }

    /// Reads that wait or run now.
    pub fn reading(&self) -> usize {
        self.shared.waiting.load(Ordering::Relaxed)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Without senders the threads finish what is queued and end; then the lock file goes.
        self.writes = None;
        self.reads = None;
        for thread in self.threads.drain(..) {
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
        self.serving = None;
    }
}

/// What an answer may be late beyond the limits that the engine itself is told.
const GRACE: Duration = Duration::from_secs(1);

/// Waits for an answer, not for ever: an engine that hangs, or a network that swallows everything, says nothing at all,
/// and then its own limits do not help. What waits in the queue goes on waiting there.
async fn in_time<T>(answer: oneshot::Receiver<Result<T, Error>>, patience: Duration) -> Result<T, Error> {
    match tokio::time::timeout(patience, answer).await {
        Ok(answer) => answer.map_err(|_| closed())?,
        Err(_) => Err(Error::Unavailable(format!("no answer within {} s", patience.as_secs()).into())),
    }
}

fn closed() -> Error {
    Error::Unavailable("the store is closing".into())
}

fn start(name: String, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    std::thread::Builder::new().name(name).spawn(run).map_err(Error::other)
}
