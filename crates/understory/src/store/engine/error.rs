use std::sync::Arc;

/// What can go wrong with the database. Cheap to clone, since a failed commit fails a whole group.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// A unique key is taken.
    #[error("already there: {0}")]
    Conflict(Arc<str>),
    /// The engine asks to run the transaction again (serialisation failure, deadlock).
    #[error("the database asks to try again: {0}")]
    Retry(Arc<str>),
    /// The disk is full or cannot be written; reads go on.
    #[error("the database cannot be written now: {0}")]
    ReadOnly(Arc<str>),
    /// The database cannot be reached or the connection was lost.
    #[error("the database cannot be reached: {0}")]
    Unavailable(Arc<str>),
    /// Too much waits already.
    #[error("too many requests are waiting for the database")]
    Busy,
    /// One member of a group, or one read, ran longer than it may.
    #[error("the database took longer than allowed")]
    TimeLimit,
    /// Code under a transaction panicked; only that member failed.
    #[error("internal error in a transaction: {0}")]
    Panicked(Arc<str>),
    /// A stored value is not what it must be.
    #[error("a stored value is not valid: {0}")]
    Corrupt(Arc<str>),
    /// The write is understood and refused by a rule; nothing of it is kept.
    #[error("{}", .0.text)]
    Refused(Box<crate::models::Refusal>),
    /// Anything else the engine said.
    #[error("database: {0}")]
    Other(Arc<str>),
}

impl Error {
    /// A stored value that cannot be read.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string().into())
    }

    pub(super) fn other(what: impl std::fmt::Display) -> Self {
        Self::Other(what.to_string().into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let text: Arc<str> = error.to_string().into();
        match error.sqlite_error_code() {
            Some(Code::ConstraintViolation) => Self::Conflict(text),
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Retry(text),
            Some(Code::DiskFull | Code::ReadOnly | Code::SystemIoFailure) => Self::ReadOnly(text),
            Some(Code::CannotOpen) => Self::Unavailable(text),
            Some(Code::OperationInterrupted) => Self::TimeLimit,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Corrupt(text),
            _ => Self::Other(text),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            let text: Arc<str> = source_chain(&error).into();
            return if error.is_closed() || std::error::Error::source(&error).is_some_and(|s| s.is::<std::io::Error>()) {
                Self::Unavailable(text)
            } else {
                Self::Other(text)
            };
        };
        let text: Arc<str> = db.to_string().into();
        // Codes of appendix A of the PostgreSQL manual.
        match db.code().code() {
            "40001" | "40P01" | "55P03" => Self::Retry(text),
            "57014" => Self::TimeLimit,
            "53100" | "25006" | "58030" => Self::ReadOnly(text),
            code if code.starts_with("23") => Self::Conflict(text),
            code if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                Self::Unavailable(text)
            }
            _ => Self::Other(text),
        }
    }
}

fn source_chain(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        out.push_str(": ");
        out.push_str(&cause.to_string());
        next = cause.source();
    }
    out
}

impl From<crate::models::Refusal> for Error {
    fn from(refusal: crate::models::Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
