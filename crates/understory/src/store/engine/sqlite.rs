//! Opening the embedded database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use super::Error;

/// 3.51.3 fixed a race in which two connections checkpointing at once could corrupt the file.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Pages in the write-ahead log before the writer checkpoints: about 24 MB at 4 KiB. Checkpoints are the largest
/// cost of writing; measured between 4,000 and 8,000 the rate is flat, above it the file only grows.
const CHECKPOINT_PAGES: u32 = 6_000;

/// What each reading connection keeps of the file, in KiB, as SQLite wants it: negative. The operating system keeps the rest; what is kept here competes
/// for the processor's own cache: cold pages were read 10 % slower with 4,000, and the same with 1,000 as with 2,000.
const READER_CACHE: i64 = -1_000;

/// How often a running statement looks at its deadline, in virtual machine steps (about 0.1 ms).
const STEPS_PER_LOOK: i32 = 20_000;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Writes, and checkpoints.
    Writer,
    /// Writes beside a running server, which checkpoints.
    Guest,
    /// Only reads.
    Reader,
}

/// A connection and the deadline that its statements obey.
pub struct SqliteSession {
    pub(super) conn: Connection,
    deadline: Arc<AtomicU64>,
    epoch: Instant,
}

impl SqliteSession {
    pub(super) fn open(path: &Path, role: Role) -> Result<Self, Error> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Error::other(format!("SQLite {} is too old: 3.51.3 or later is needed", rusqlite::version())));
        }
        let flags = match role {
            Role::Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Role::Writer | Role::Guest => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)
            .map_err(|e| Error::Unavailable(format!("{}: {e}", path.display()).into()))?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.set_prepared_statement_cache_capacity(128);
        // A plan that looks at bound values would be made anew at every call.
        conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "mmap_size", 0)?;
        conn.pragma_update(None, "trusted_schema", false)?;
        if role == Role::Reader {
            conn.pragma_update(None, "cache_size", READER_CACHE)?;
        } else {
            let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
            if mode != "wal" {
                return Err(Error::other(format!("the database cannot use a write-ahead log here (it says '{mode}')")));
            }
            conn.pragma_update(None, "synchronous", "FULL")?;
            conn.pragma_update(None, "wal_autocheckpoint", if role == Role::Guest { 0 } else { CHECKPOINT_PAGES })?;
            conn.pragma_update(None, "cache_size", -8_000)?;
            // Each member's savepoint keeps the pages that it changes, about 64 KB: more would go to a file, page by page.
            conn.pragma_update(None, "temp_store", "MEMORY")?;
        }
        let session = Self { conn, deadline: Arc::new(AtomicU64::new(u64::MAX)), epoch: Instant::now() };
        let (deadline, epoch) = (session.deadline.clone(), session.epoch);
        session.conn.progress_handler(
            STEPS_PER_LOOK,
            Some(move || {
                u64::try_from(epoch.elapsed().as_millis()).unwrap_or(u64::MAX) > deadline.load(Ordering::Relaxed)
            }),
        )?;
        Ok(session)
    }

    /// From now on statements end with `TimeLimit` after `limit`; `None` lifts it.
    pub(super) fn set_limit(&self, limit: Option<Duration>) {
        let at = limit.map_or(u64::MAX, |l| u64::try_from((self.epoch.elapsed() + l).as_millis()).unwrap_or(u64::MAX));
        self.deadline.store(at, Ordering::Relaxed);
    }

    /// A number that changes when another connection changed the database.
    pub(super) fn data_version(&self) -> Result<i64, Error> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }
}

/// The file by which a server says that it serves this database.
pub fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".serving");
    PathBuf::from(name)
}

/// Claims the database for this server; the claim ends when the file is dropped.
pub fn claim(path: &Path) -> Result<std::fs::File, Error> {
    let lock = lock_path(path);
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock)
        .map_err(|e| Error::Unavailable(format!("{}: {e}", lock.display()).into()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(Error::Unavailable(
            format!("another server is serving {}: stop it, or use PostgreSQL to run several", path.display()).into(),
        )),
    }
}

/// Whether a server has claimed the database.
pub fn is_served(path: &Path) -> bool {
    std::fs::File::open(lock_path(path)).is_ok_and(|file| file.try_lock_shared().is_err())
}
