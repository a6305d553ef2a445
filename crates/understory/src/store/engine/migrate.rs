//! The schema's steps: forward only, the same names for both engines, each in a transaction of its own.

use super::sqlite::{Role, SqliteSession};
use super::{Error, Target};

mod sqlite_steps {
    refinery::embed_migrations!("../../migrations/sqlite");
}

mod postgres_steps {
    refinery::embed_migrations!("../../migrations/postgres");
}

/// Any number will do, as long as nobody else in the same database takes it: "understo" in ASCII.
const MIGRATION_LOCK: i64 = 0x756e_6465_7273_746f;

pub(super) fn run(target: &Target) -> Result<Vec<String>, Error> {
    let report = match target {
        Target::Sqlite(path) => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::create_dir_all(folder)
                    .map_err(|e| Error::Unavailable(format!("{}: {e}", folder.display()).into()))?;
            }
            let mut session = SqliteSession::open(path, Role::Writer)?;
            sqlite_steps::migrations::runner().run(&mut session.conn).map_err(explain)?
        }
        Target::Postgres(config, _) => {
            let mut client = config.connect(postgres::NoTls)?;
            // Two nodes may start together: the second waits here and then finds nothing to do.
            client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK])?;
            postgres_steps::migrations::runner().run(&mut client).map_err(explain)?
        }
    };
    Ok(report.applied_migrations().iter().map(ToString::to_string).collect())
}

fn explain(error: refinery::Error) -> Error {
    use std::error::Error as _;
    let cause = error.source().map(|e| format!(": {e}")).unwrap_or_default();
    Error::other(format!(
        "the schema could not be brought up to date: {error}{cause}. \
         If this database was used by a newer version of Understory, start that version or a newer one. If it was made by a \
         program from before the first release, export it with that program and import it with this one (a sample is simply \
         deleted)."
    ))
}
