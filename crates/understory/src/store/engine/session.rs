//! A connection to either engine, and the handful of words that begin and end a transaction on it.

use std::time::{Duration, Instant};

use super::sqlite::SqliteSession;
use super::tx::{Engine, PostgresSession};
use super::{Error, Tx};

pub(super) enum Session {
    Sqlite(SqliteSession),
    Postgres(PostgresSession),
}

impl Session {
    /// The transaction that was begun, as one that must end within `limit`.
    pub fn tx(&mut self, limit: Duration) -> Tx<'_> {
        let deadline = Instant::now() + limit;
        match self {
            Self::Sqlite(session) => {
                session.set_limit(Some(limit));
                Tx::new(Engine::Sqlite(&session.conn), deadline)
            }
            Self::Postgres(session) => Tx::new(Engine::Postgres(session), deadline),
        }
    }

    /// Ends the limit that `tx` set.
    pub fn lift_limit(&self) {
        if let Self::Sqlite(session) = self {
            session.set_limit(None);
        }
    }

    /// A transaction that takes the write lock at once: one that reads first and writes later fails on SQLite.
    pub fn begin_write(&mut self, statement_limit: Duration) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) => {
                session.conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => Ok(session
                .client
                .batch_execute(&format!("BEGIN; SET LOCAL statement_timeout = {}", statement_limit.as_millis()))?),
        }
    }

    /// A snapshot: what is read belongs together.
    pub fn begin_read(&mut self, statement_limit: Duration) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) => {
                session.conn.prepare_cached("BEGIN")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => Ok(session.client.batch_execute(&format!(
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = {}",
                statement_limit.as_millis()
            ))?),
        }
    }

    /// Opens a member's savepoint, releasing that of the member before (nested ones would pile up their undo logs).
    pub fn savepoint(&mut self, first: bool) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) => {
                if !first {
                    session.conn.prepare_cached("RELEASE member")?.execute([])?;
                }
                session.conn.prepare_cached("SAVEPOINT member")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => Ok(session.client.batch_execute(if first {
                "SAVEPOINT member"
            } else {
                "RELEASE SAVEPOINT member; SAVEPOINT member"
            })?),
        }
    }

    pub fn undo_savepoint(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) => {
                session.conn.prepare_cached("ROLLBACK TO member")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => Ok(session.client.batch_execute("ROLLBACK TO SAVEPOINT member")?),
        }
    }

    pub fn commit(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) => {
                session.conn.prepare_cached("COMMIT")?.execute([])?;
                Ok(())
            }
            Self::Postgres(session) => Ok(session.client.batch_execute("COMMIT")?),
        }
    }

    pub fn roll_back(&mut self) -> Result<(), Error> {
        match self {
            Self::Sqlite(session) if session.conn.is_autocommit() => Ok(()),
            Self::Sqlite(session) => Ok(session.conn.execute_batch("ROLLBACK")?),
            Self::Postgres(session) => Ok(session.client.batch_execute("ROLLBACK")?),
        }
    }

    /// Whether the engine itself ended the transaction (full disk, I/O error, an interrupted write).
    pub fn lost_transaction(&self) -> bool {
        match self {
            Self::Sqlite(session) => session.conn.is_autocommit(),
            Self::Postgres(session) => session.client.is_closed(),
        }
    }

    pub fn data_version(&self) -> Option<i64> {
        match self {
            Self::Sqlite(session) => session.data_version().ok(),
            Self::Postgres(_) => None,
        }
    }
}
