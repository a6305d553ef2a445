//! One transaction, on either engine, under one set of calls and one SQL text.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::time::Instant;

use postgres::types as pg;
use rusqlite::types::{FromSqlResult, ToSqlOutput, ValueRef};

use super::Error;
use crate::clock::Timestamp;
use crate::models::{Id, State};

/// A value that both engines take as a parameter.
pub trait Param: rusqlite::ToSql + pg::ToSql + Sync {}
impl<T: rusqlite::ToSql + pg::ToSql + Sync> Param for T {}

/// A value that both engines give back.
pub trait Column: rusqlite::types::FromSql + for<'a> pg::FromSql<'a> {}
impl<T: rusqlite::types::FromSql + for<'a> pg::FromSql<'a>> Column for T {}

/// A row of a result.
pub enum Row<'a> {
    /// From SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// From PostgreSQL.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        match self {
            Row::Sqlite(row) => row.get(index).map_err(Error::from),
            Row::Postgres(row) => row.try_get(index).map_err(Error::from),
        }
    }
}

/// A PostgreSQL session with the statements it has prepared.
pub struct PostgresSession {
    pub(super) client: postgres::Client,
    statements: HashMap<&'static str, postgres::Statement>,
}

impl PostgresSession {
    pub(super) fn new(client: postgres::Client) -> Self {
        Self { client, statements: HashMap::new() }
    }

    fn prepare(&mut self, sql: &'static str) -> Result<postgres::Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// The engine under a transaction.
pub enum Engine<'a> {
    /// The embedded database.
    Sqlite(&'a rusqlite::Connection),
    /// A PostgreSQL session.
    Postgres(&'a mut PostgresSession),
}

/// What a committed transaction changed, told to those who keep copies (pages, settings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The thread or the story changed; this is its new sequence number.
    Story {
        /// The site.
        site: Id,
        /// The story.
        story: Id,
        /// Its sequence number after the change.
        seq: i64,
    },
    /// The site's settings, origins or keys changed.
    Site,
    /// An account, its rights or its sessions changed.
    Account {
        /// The site.
        site: Id,
        /// The account.
        account: Id,
    },
    /// What is somebody's own on every page changed.
    Person {
        /// The site.
        site: Id,
        /// The account.
        account: Id,
    },
    /// Somebody else changed the database: everything kept may be outdated.
    Everything,
}

/// One transaction. Reading ones see one snapshot; writing ones are members of a group.
pub struct Tx<'a> {
    pub(super) engine: Engine<'a>,
    pub(super) notes: Vec<Note>,
    deadline: Instant,
    statements: usize,
}

impl<'a> Tx<'a> {
    pub(super) fn new(engine: Engine<'a>, deadline: Instant) -> Self {
        Self { engine, notes: Vec::new(), deadline, statements: 0 }
    }

    /// How many statements it has run: on PostgreSQL, how often it has waited for an answer.
    pub fn statements(&self) -> usize {
        self.statements
    }

    fn in_time(&mut self) -> Result<(), Error> {
        self.statements += 1;
        if Instant::now() > self.deadline { Err(Error::TimeLimit) } else { Ok(()) }
    }

    /// Runs a statement and says how many rows it touched.
    pub fn execute(&mut self, sql: &'static str, params: &[&dyn Param]) -> Result<usize, Error> {
        debug_assert!(ascending(sql), "number the parameters in the order of their first use: {sql}");
        self.in_time()?;
        match &mut self.engine {
            Engine::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                Ok(statement.execute(sqlite_params(params))?)
            }
            Engine::Postgres(session) => {
                let statement = session.prepare(sql)?;
                let params: Vec<&(dyn pg::ToSql + Sync)> = postgres_params(params).collect();
                let rows = session.client.execute(&statement, &params)?;
                Ok(usize::try_from(rows).unwrap_or(usize::MAX))
            }
        }
    }

    /// Runs a query and makes a value of every row.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut out = Vec::new();
        self.each(sql, params, |row| {
            out.push(read(row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// Runs a query and hands over every row as it comes, without keeping them.
    pub fn each(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        debug_assert!(ascending(sql), "number the parameters in the order of their first use: {sql}");
        self.in_time()?;
        match &mut self.engine {
            Engine::Sqlite(conn) => {
                let mut statement = conn.prepare_cached(sql)?;
                let mut rows = statement.query(sqlite_params(params))?;
                while let Some(row) = rows.next()? {
                    take(&Row::Sqlite(row))?;
                }
            }
            Engine::Postgres(session) => {
                use postgres::fallible_iterator::FallibleIterator;
                let statement = session.prepare(sql)?;
                let mut rows = session.client.query_raw(&statement, postgres_params(params))?;
                while let Some(row) = rows.next()? {
                    take(&Row::Postgres(&row))?;
                }
            }
        }
        Ok(())
    }

    /// The first row, if there is one.
    pub fn first<T>(
        &mut self,
        sql: &'static str,
        params: &[&dyn Param],
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        Ok(self.query(sql, params, read)?.into_iter().next())
    }

    /// Says what changed; told to others only once the transaction is on disk.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Whether the engine is PostgreSQL. Only search, claiming a job, backup and locks may ask.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }
}

fn sqlite_params<'p>(params: &'p [&'p dyn Param]) -> impl rusqlite::Params + 'p {
    rusqlite::params_from_iter(params.iter().map(|param| *param as &dyn rusqlite::ToSql))
}

fn postgres_params<'p>(params: &'p [&'p dyn Param]) -> impl ExactSizeIterator<Item = &'p (dyn pg::ToSql + Sync)> {
    params.iter().map(|param| *param as &(dyn pg::ToSql + Sync))
}

/// SQLite numbers `$1`, `$2` by first appearance, PostgreSQL by the digits: the two must agree.
fn ascending(sql: &str) -> bool {
    let mut highest = 0;
    for part in sql.split('$').skip(1) {
        let digits = part.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
        match digits.parse::<usize>() {
            Ok(n) if n == highest + 1 => highest = n,
            Ok(n) if n <= highest => {}
            _ => return false,
        }
    }
    true
}

impl rusqlite::ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.bytes())))
    }
}

impl rusqlite::types::FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        uuid::Uuid::from_slice(bytes).map(Id).map_err(rusqlite::types::FromSqlError::other)
    }
}

impl pg::ToSql for Id {
    fn to_sql(&self, _: &pg::Type, out: &mut bytes::BytesMut) -> Result<pg::IsNull, Box<dyn StdError + Sync + Send>> {
        out.extend_from_slice(self.bytes());
        Ok(pg::IsNull::No)
    }

    fn accepts(ty: &pg::Type) -> bool {
        *ty == pg::Type::UUID
    }

    pg::to_sql_checked!();
}

impl<'a> pg::FromSql<'a> for Id {
    fn from_sql(_: &pg::Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Id(uuid::Uuid::from_slice(raw)?))
    }

    fn accepts(ty: &pg::Type) -> bool {
        *ty == pg::Type::UUID
    }
}

impl rusqlite::ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl rusqlite::types::FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Timestamp)
    }
}

impl pg::ToSql for Timestamp {
    fn to_sql(&self, ty: &pg::Type, out: &mut bytes::BytesMut) -> Result<pg::IsNull, Box<dyn StdError + Sync + Send>> {
        pg::ToSql::to_sql(&self.0, ty, out)
    }

    fn accepts(ty: &pg::Type) -> bool {
        <i64 as pg::ToSql>::accepts(ty)
    }

    pg::to_sql_checked!();
}

impl<'a> pg::FromSql<'a> for Timestamp {
    fn from_sql(ty: &pg::Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        i64::from_sql(ty, raw).map(Timestamp)
    }

    fn accepts(ty: &pg::Type) -> bool {
        <i64 as pg::FromSql>::accepts(ty)
    }
}

/// A state is stored as its word.
impl rusqlite::types::FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(rusqlite::types::FromSqlError::other)
    }
}

impl<'a> pg::FromSql<'a> for State {
    fn from_sql(ty: &pg::Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(<&str>::from_sql(ty, raw)?.parse::<Self>()?)
    }

    fn accepts(ty: &pg::Type) -> bool {
        <&str as pg::FromSql>::accepts(ty)
    }
}

#[cfg(test)]
mod tests {
    use super::ascending;

    #[test]
    fn parameters_are_numbered_in_order_of_first_use() {
        assert!(ascending("SELECT $1, $2, $1, $3"));
        assert!(ascending("SELECT 1"));
        assert!(!ascending("SELECT $2, $1"));
        assert!(!ascending("SELECT $1, $3"));
    }
}
