//! The reference for votes: rusqlite running the same statements with the same pragmas, in groups, without HTTP, sessions
//! or savepoints.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use rusqlite::Statement;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::statements::{Field, VOTE};
use crate::{vote, write};

/// Vote on a comment straight in a database.
#[derive(Debug, Args)]
pub struct Load {
    /// The file
    #[arg(long)]
    database: PathBuf,
    /// For how long
    #[arg(long)]
    seconds: f64,
    /// Votes in one transaction
    #[arg(long, default_value_t = 64)]
    group: usize,
}

/// A vote, made beforehand.
struct Vote<'a> {
    site: &'a [u8],
    story: &'a [u8],
    comment: &'a [u8],
    account: &'a [u8],
    value: i64,
    now: i64,
}

impl Load {
    /// Votes in the name of all accounts in turn, and prints one line of JSON. What is made beforehand is not in the time.
    pub fn run(self) -> anyhow::Result<()> {
        let conn = write::open(&self.database)?;
        let (site, story, comment): (Vec<u8>, Vec<u8>, Vec<u8>) = conn.query_row(
            "SELECT site_id, story_id, id FROM comment ORDER BY site_id, story_id, id LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let accounts: Vec<Vec<u8>> = conn
            .prepare("SELECT id FROM account ORDER BY id")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        anyhow::ensure!(!accounts.is_empty(), "no accounts");
        let mut statements: Vec<Statement<'_>> =
            VOTE.iter().map(|statement| conn.prepare(statement.sql)).collect::<Result<_, _>>()?;
        let limit = Duration::from_secs_f64(self.seconds);
        let (mut spent, mut done, mut slowest) = (Duration::ZERO, 0_usize, Duration::ZERO);
        while spent < limit {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            let group: Vec<Vote<'_>> = (done..done + self.group)
                .map(|n| Vote {
                    site: &site,
                    story: &story,
                    comment: &comment,
                    account: &accounts[n % accounts.len()],
                    value: vote::value(n / accounts.len()),
                    now: i64::try_from(now.as_micros()).unwrap_or(i64::MAX),
                })
                .collect();
            let began = Instant::now();
            conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            for vote in &group {
                cast(&mut statements, vote)?;
            }
            conn.prepare_cached("COMMIT")?.execute([])?;
            let took = began.elapsed();
            spent += took;
            slowest = slowest.max(took);
            done += group.len();
        }
        let seconds = spent.as_secs_f64();
        let (rate, slowest) = (done as f64 / seconds, slowest.as_secs_f64() * 1e3);
        println!("{}", serde_json::json!({ "done": done, "seconds": seconds, "rate": rate, "slowest_ms": slowest }));
        Ok(())
    }
}

fn cast(statements: &mut [Statement<'_>], vote: &Vote<'_>) -> anyhow::Result<()> {
    let mut before = 0;
    for (statement, kind) in statements.iter_mut().zip(&VOTE) {
        for (index, field) in kind.fields.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value(*field, vote, before)?)?;
        }
        let mut rows = statement.raw_query();
        let given = rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()?;
        match kind.fields {
            [.., Field::Value, Field::Now] => {
                before = given.unwrap_or(0);
                anyhow::ensure!(before != vote.value, "a vote that changes nothing");
            }
            [Field::Up, ..] => anyhow::ensure!(given.is_some(), "a comment that takes no vote"),
            _ => {}
        }
        while rows.next()?.is_some() {}
    }
    Ok(())
}

fn value<'a>(field: Field, vote: &Vote<'a>, before: i64) -> anyhow::Result<ToSqlOutput<'a>> {
    Ok(ToSqlOutput::Borrowed(match field {
        Field::Site => ValueRef::Blob(vote.site),
        Field::Story => ValueRef::Blob(vote.story),
        Field::Comment => ValueRef::Blob(vote.comment),
        Field::Account => ValueRef::Blob(vote.account),
        Field::Value => ValueRef::Integer(vote.value),
        // Nobody here votes against it.
        Field::Up => ValueRef::Integer(vote.value - before),
        Field::Down => ValueRef::Integer(0),
        Field::Now => ValueRef::Integer(vote.now),
        other => anyhow::bail!("a vote has no {other:?}"),
    }))
}
