//! Copies of the whole database: SQLite's by its online backup, PostgreSQL's by its own tools.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Error, Result, Target};

fn failed(what: impl std::fmt::Display) -> Error {
    Error::Other(what.to_string().into())
}

/// Pages copied at a time; between steps the writer has the database to itself.
const PAGES: i32 = 2_000;

/// Copies the database to `out` while it is in use. The copy appears under its name only when it is whole and on disk.
pub fn copy(target: &Target, out: &Path, step: &dyn Fn(u64, u64)) -> Result<()> {
    if out.exists() {
        return Err(failed(format!("{} is there already: choose another name", out.display())));
    }
    let mut part = out.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let copied = match target {
        Target::Sqlite(path) => sqlite(path, part, step),
        Target::Postgres(_, url) => postgres(url, part),
    };
    if let Err(error) = copied.and_then(|()| settle(part, out)) {
        let _ = std::fs::remove_file(part);
        return Err(error);
    }
    Ok(())
}

fn sqlite(from: &Path, part: &Path, step: &dyn Fn(u64, u64)) -> Result<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    source.busy_timeout(Duration::from_secs(10))?;
    let mut copy = Connection::open(part)?;
    {
        let backup = rusqlite::backup::Backup::new(&source, &mut copy)?;
        loop {
            let more = backup.step(PAGES)?;
            let progress = backup.progress();
            let total = u64::try_from(progress.pagecount).unwrap_or(0);
            step(total - u64::try_from(progress.remaining).unwrap_or(0), total);
            match more {
                rusqlite::backup::StepResult::Done => break,
                rusqlite::backup::StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    // The copy is one file: it needs no log beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

fn postgres(url: &str, part: &Path) -> Result<()> {
    run(Command::new("pg_dump")
        .args(["--format=custom", "--no-owner", "--no-privileges", "--file"])
        .arg(part)
        .args(["--dbname", url]))
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|e| failed(format!("{name} could not be started (install postgresql-client): {e}")))?;
    if output.status.success() {
        return Ok(());
    }
    Err(failed(format!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// Puts the part on disk under its own name.
fn settle(part: &Path, out: &Path) -> Result<()> {
    let put = || -> std::io::Result<()> {
        std::fs::File::open(part)?.sync_all()?;
        std::fs::rename(part, out)?;
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()
    };
    put().map_err(|e| failed(format!("{}: {e}", out.display())))
}

/// Whether a file is a copy of an SQLite database, going by its first bytes.
pub fn is_sqlite(file: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 16];
    std::fs::File::open(file).and_then(|mut f| f.read_exact(&mut head)).is_ok() && &head == b"SQLite format 3\0"
}

/// Reads a PostgreSQL copy from end to end.
pub fn read_through(file: &Path) -> Result<()> {
    run(Command::new("pg_restore").args(["--file", "/dev/null"]).arg(file))
}

/// Fills an empty database from a copy.
pub fn restore(file: &Path, target: &Target) -> Result<()> {
    match target {
        Target::Sqlite(path) => {
            if path.exists() {
                return Err(failed(format!(
                    "{} is there already: move it away first, so that nothing is overwritten",
                    path.display()
                )));
            }
            if !is_sqlite(file) {
                return Err(failed(format!("{} is no copy of an embedded database", file.display())));
            }
            let mut part = path.as_os_str().to_owned();
            part.push(".part");
            std::fs::copy(file, &part).map_err(|e| failed(format!("{}: {e}", file.display())))?;
            settle(Path::new(&part), path)
        }
        Target::Postgres(config, url) => {
            let mut client = config.connect(::postgres::NoTls)?;
            let tables: i64 =
                client.query_one("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()", &[])?.get(0);
            if tables > 0 {
                return Err(failed(
                    "the database is not empty: restore into a new one, so that nothing is overwritten",
                ));
            }
            drop(client);
            run(Command::new("pg_restore")
                .args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", url])
                .arg(file))
        }
    }
}
