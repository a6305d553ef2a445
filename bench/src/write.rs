//! The reference for posts: rusqlite running the same statements with the same pragmas, in groups, without HTTP, rules,
//! rendering or savepoints.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement};

use crate::draw::{Draw, person};
use crate::statements::{Field, POST, PRAGMAS};

/// Post comments straight into a database.
#[derive(Debug, Args)]
pub struct Load {
    /// The file
    #[arg(long)]
    database: PathBuf,
    /// For how long
    #[arg(long)]
    seconds: f64,
    /// Posts in one transaction
    #[arg(long, default_value_t = 64)]
    group: usize,
    /// Write under the first story only
    #[arg(long)]
    one: bool,
}

/// A comment, made beforehand.
struct Post {
    story: Vec<u8>,
    id: [u8; 16],
    key: [u8; 32],
    request: [u8; 32],
    guest: [u8; 32],
    name: String,
    body: String,
    html: String,
    answer: String,
    now: i64,
}

/// What statements before gave.
#[derive(Default)]
struct Given {
    seq: i64,
    row: i64,
}

impl Load {
    /// Posts, and prints one line of JSON. What is made beforehand is not in the time.
    pub fn run(self) -> anyhow::Result<()> {
        let conn = open(&self.database)?;
        let site: Vec<u8> = conn.query_row("SELECT id FROM site", [], |row| row.get(0))?;
        let mut stories: Vec<Vec<u8>> = conn
            .prepare("SELECT id FROM story ORDER BY id")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if self.one {
            stories.truncate(1);
        }
        let mut statements: Vec<Statement<'_>> =
            POST.iter().map(|statement| conn.prepare(statement.sql)).collect::<Result<_, _>>()?;
        let mut draw = Draw::anew();
        let limit = Duration::from_secs_f64(self.seconds);
        let (mut spent, mut done, mut slowest) = (Duration::ZERO, 0_usize, Duration::ZERO);
        while spent < limit {
            let group: Vec<Post> = (0..self.group).map(|_| Post::new(&mut draw, &stories)).collect();
            let began = Instant::now();
            conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            for post in &group {
                write(&mut statements, &site, post)?;
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

/// Bring a database's log into its file.
#[derive(Debug, Args)]
pub struct Settle {
    /// The file
    database: PathBuf,
}

impl Settle {
    /// Does it; nobody else may have the database open.
    pub fn run(self) -> anyhow::Result<()> {
        let busy: i64 = open(&self.database)?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        anyhow::ensure!(busy == 0, "somebody else uses {}", self.database.display());
        Ok(())
    }
}

/// Opens a database as our writer does.
pub fn open(path: &PathBuf) -> anyhow::Result<Connection> {
    let conn = Connection::open(path).with_context(|| format!("{}", path.display()))?;
    for (name, value) in PRAGMAS {
        conn.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|error| match error {
            // Some answer with their value, some do not.
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            error => Err(error),
        })?;
    }
    Ok(conn)
}

impl Post {
    fn new(draw: &mut Draw, stories: &[Vec<u8>]) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let first = format!("{:x}", draw.next());
        let body = draw.text(&first);
        let html = format!("<p>{body}</p>\n");
        // A UUIDv7: the time first, so that comments are in the order of their identifiers.
        let mut id: [u8; 16] = draw.bytes();
        id[..6].copy_from_slice(&(now.as_millis() as u64).to_be_bytes()[2..]);
        id[6] = 0x70 | id[6] & 0x0f;
        id[8] = 0x80 | id[8] & 0x3f;
        let name = person(draw.next());
        // What our store keeps of an answer.
        let answer = serde_json::json!({ "id": "0123456789abcdefghijklmno", "state": "published" });
        Self {
            story: stories[draw.below(stories.len())].clone(),
            id,
            key: draw.bytes(),
            request: draw.bytes(),
            guest: draw.bytes(),
            name,
            answer: answer.to_string(),
            body,
            html,
            now: i64::try_from(now.as_micros()).unwrap_or(i64::MAX),
        }
    }
}

fn write(statements: &mut [Statement<'_>], site: &[u8], post: &Post) -> anyhow::Result<()> {
    let mut given = Given::default();
    for (statement, kind) in statements.iter_mut().zip(&POST) {
        for (index, field) in kind.fields.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, value(*field, site, post, &given))?;
        }
        if kind.sql.starts_with("INSERT") {
            statement.raw_execute()?;
            continue;
        }
        let mut rows = statement.raw_query();
        let Some(row) = rows.next()? else { continue };
        if kind.sql.starts_with("UPDATE") {
            given.seq = row.get(0)?;
            let state: String = row.get(1)?;
            let closed: Option<i64> = row.get(2)?;
            let byline: String = row.get(7)?;
            anyhow::ensure!(state == "published" && closed.is_none(), "the story is not open");
            anyhow::ensure!(byline != post.name, "a name that is the author's own");
        } else if kind.fields.is_empty() {
            given.row = row.get(0)?;
        } else {
            anyhow::bail!("a key that was used before");
        }
        while rows.next()?.is_some() {}
    }
    Ok(())
}

fn value<'a>(field: Field, site: &'a [u8], post: &'a Post, given: &Given) -> ToSqlOutput<'a> {
    ToSqlOutput::Borrowed(match field {
        Field::Site => ValueRef::Blob(site),
        Field::Story => ValueRef::Blob(&post.story),
        Field::Comment => ValueRef::Blob(&post.id),
        // A guest without a secret: the key is the actor.
        Field::Actor | Field::Key => ValueRef::Blob(&post.key),
        Field::Request => ValueRef::Blob(&post.request),
        Field::Guest => ValueRef::Blob(&post.guest),
        Field::Answer => ValueRef::Text(post.answer.as_bytes()),
        Field::Name => ValueRef::Text(post.name.as_bytes()),
        Field::Body => ValueRef::Text(post.body.as_bytes()),
        Field::Html => ValueRef::Text(post.html.as_bytes()),
        Field::State => ValueRef::Text(b"published"),
        Field::Kind => ValueRef::Text(b"comment_published"),
        Field::Null => ValueRef::Null,
        Field::Raised | Field::HtmlVersion | Field::Listed => ValueRef::Integer(1),
        Field::Depth | Field::Rank => ValueRef::Integer(0),
        Field::Now => ValueRef::Integer(post.now),
        Field::Row => ValueRef::Integer(given.row),
        Field::Seq => ValueRef::Integer(given.seq),
        Field::Badges => ValueRef::Integer(0),
        Field::Turn => ValueRef::Integer(1_000),
        Field::Account | Field::Value | Field::Up | Field::Down => unreachable!("of a vote"),
    })
}
