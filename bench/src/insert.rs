//! The reference for the import: the rows that an import made, put into another database by rusqlite, and nothing else.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use crate::write;

/// Copy the rows of one database into another.
#[derive(Debug, Args)]
pub struct Insert {
    /// What an import made
    #[arg(long)]
    from: PathBuf,
    /// A database with the schema and the same site, and nothing else
    #[arg(long)]
    into: PathBuf,
    /// Rows in one transaction
    #[arg(long, default_value_t = 1000)]
    group: usize,
}

/// The tables an import fills, in the order it fills them; comments in the order of the file.
const TABLES: [(&str, &str); 4] =
    [("story", "id"), ("story_alias", "address"), ("event", "story_id"), ("comment", "rowno")];

impl Insert {
    /// Reads all rows, then writes them, and prints one line of JSON. Reading is not in the time.
    pub fn run(self) -> anyhow::Result<()> {
        let from = Connection::open_with_flags(&self.from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let into = write::open(&self.into)?;
        // Rows belong to the site by its identifier: the new database's own takes that of the old.
        let site: Vec<u8> = from.query_row("SELECT id FROM site", [], |row| row.get(0))?;
        into.execute("UPDATE site SET id = ?1", [site])?;
        let mut tables = Vec::new();
        for (table, order) in TABLES {
            tables.push((table, rows(&from, table, order)?));
        }
        let began = Instant::now();
        let mut comments = 0;
        for (table, rows) in tables {
            let columns = rows.first().map_or(0, Vec::len);
            let places = (1..=columns).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
            let mut insert = match columns {
                0 => continue,
                _ => into.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?,
            };
            comments = rows.len();
            for group in rows.chunks(self.group) {
                into.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
                for row in group {
                    insert.execute(params_from_iter(row))?;
                }
                into.prepare_cached("COMMIT")?.execute([])?;
            }
        }
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{}",
            serde_json::json!({ "comments": comments, "seconds": seconds, "rate": comments as f64 / seconds })
        );
        Ok(())
    }
}

fn rows(from: &Connection, table: &str, order: &str) -> anyhow::Result<Vec<Vec<Value>>> {
    let mut select = from.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let columns = select.column_count();
    let rows = select.query_map([], |row| (0..columns).map(|n| row.get::<_, Value>(n)).collect())?;
    Ok(rows.collect::<Result<_, _>>()?)
}
