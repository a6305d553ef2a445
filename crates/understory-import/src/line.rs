//! What every reader yields, and the two ways in which reading goes wrong: a line that is passed over, and an end.

use std::io;

use crate::record::Record;

/// One line of a file that was not blank.
#[derive(Debug)]
pub struct Line {
    /// Its number, the first being 1. Blank lines count.
    pub number: u64,
    /// How many bytes of the file, as it lies on the disk, have been read so far; for a progress bar.
    /// It runs up to a buffer ahead of the line.
    pub bytes: u64,
    /// Whether NUL characters (U+0000) were taken out of the record's texts.
    pub cleaned: bool,
    /// The record, or why there is none. An error is this line's alone.
    pub record: Result<Record, LineError>,
}

/// Why a line gave no record, in a sentence that says what to do. Reading goes on after it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}{}: {reason}", .id.as_ref().map(|id| format!(" (id {id})")).unwrap_or_default())]
pub struct LineError {
    /// The number of the line.
    pub line: u64,
    /// The id of the record, where it could be told.
    pub id: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The line is longer than the limit.
    #[error("longer than {limit} bytes and passed over. Shorten the text, or raise the limit.")]
    TooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The line is not UTF-8.
    #[error("byte {column} is not UTF-8. Save the file as UTF-8 and import it again.")]
    NotUtf8 {
        /// The place of the first such byte, the first of the line being 1.
        column: usize,
    },
    /// The line is not JSON.
    #[error("at column {column}, {message}")]
    NotJson {
        /// The place, in bytes, the first being 1.
        column: usize,
        /// What is wrong there and what to do.
        message: String,
    },
    /// The line is JSON, but no record.
    #[error("{message}.")]
    NotRecord {
        /// What is wrong, with the name of the field.
        message: String,
    },
}

/// Why reading ended before the file did. What was read before is sound.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The gzip data stop in the middle.
    #[error(
        "The compressed file ends too early, in line {line}: it was not copied whole. What stood before that line was read. Fetch the file again."
    )]
    Truncated {
        /// The line that could not be read whole.
        line: u64,
    },
    /// The gzip data contradict themselves.
    #[error(
        "The compressed file is damaged at line {line} ({message}). What stood before that line was read. Fetch the file again."
    )]
    Damaged {
        /// The line that could not be read.
        line: u64,
        /// What the decompressor said.
        message: String,
    },
    /// The file unpacks to more than the limit.
    #[error(
        "The file unpacks to more than {limit} bytes; reading stopped at line {line}. Split the file, or raise the limit."
    )]
    TooLarge {
        /// The line at which reading stopped.
        line: u64,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The file unpacks to so many times its size that it looks like a trap.
    #[error(
        "The file unpacks to more than {ratio} times its size, as traps do; reading stopped at line {line}. If you trust it, unpack it yourself and import the result."
    )]
    TooDense {
        /// The line at which reading stopped.
        line: u64,
        /// The limit.
        ratio: u64,
    },
    /// The input could not be read.
    #[error("The file could not be read further than line {line}: {source}.")]
    Io {
        /// The line at which reading stopped.
        line: u64,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a file is not read at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A zip archive.
    #[error("This is a zip archive. Unpack it and import the file inside.")]
    Zip,
    /// Packed in another way that is not read.
    #[error("This is packed as {0}, which is not read. Unpack it, and import the file inside, plain or as gzip.")]
    Packed(&'static str),
    /// Gzip in gzip in gzip.
    #[error("This is compressed with gzip more than twice over. Unpack it first.")]
    Nested,
    /// UTF-16, with or without its mark.
    #[error("This text is UTF-16. Save it as UTF-8 and import it again.")]
    Utf16,
    /// An HTML page.
    #[error(
        "This is an HTML page, perhaps a sign-in or error page saved in place of the export. Fetch the export again."
    )]
    Html,
    /// XML.
    #[error("This is XML, not the neutral format. If it is another system's export, name that system.")]
    Xml,
    /// One JSON array.
    #[error(
        "This is one JSON list. Put one record on each line, without the brackets and the commas between (`jq -c '.[]'` does it)."
    )]
    List,
    /// The beginning could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}
