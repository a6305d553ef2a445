//! Connecting to PostgreSQL.

use postgres::{Config, NoTls};

use super::Error;
use super::session::Session;
use super::tx::PostgresSession;

/// A new session. The connection is not encrypted: use a socket, the same machine or a private network.
pub(super) fn connect(config: &Config) -> Result<Session, Error> {
    let mut client = config.connect(NoTls).map_err(|error| match Error::from(error) {
        Error::Other(text) => Error::Unavailable(text),
        other => other,
    })?;
    // Times and texts are ours; the session's zone and locale must not matter.
    client.batch_execute(
        "SET TIME ZONE 'UTC'; SET standard_conforming_strings = on; SET client_min_messages = warning",
    )?;
    Ok(Session::Postgres(PostgresSession::new(client)))
}
