//! The neutral format: JSON lines, one story or comment each, plain or compressed with gzip.

mod author;
mod draft;
mod explain;
mod field;
mod schema;
mod time;
mod votes;
mod write;

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::DeserializeSeed;

use crate::line::{Line, LineError, OpenError, ReadError, Reason};
use crate::record::Record;
use crate::unpack::{Limits, Unpacked, fatal, unpack};
use draft::RecordSeed;

pub use write::Writer;

const BUFFER: usize = 64 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the lines of a file, one at a time.
///
/// A line that gives no record is an item with an error inside; reading goes on. An `Err` item is the last one: the rest of
/// the file cannot be read, and an import that met it is not whole.
pub struct Reader<'a> {
    text: BufReader<Box<dyn Read + Send + 'a>>,
    taken: Arc<AtomicU64>,
    limit: usize,
    buffer: Vec<u8>,
    number: u64,
    done: bool,
}

impl<'a> Reader<'a> {
    /// Opens a file with the usual limits, finding out by its first bytes whether it is compressed.
    pub fn open(input: impl Read + Send + 'a) -> Result<Self, OpenError> {
        Self::open_within(input, Limits::default())
    }

    /// Opens a file with limits of one's own.
    pub fn open_within(input: impl Read + Send + 'a, limits: Limits) -> Result<Self, OpenError> {
        let Unpacked { text, taken } = unpack(input, limits)?;
        let text = BufReader::with_capacity(BUFFER, text);
        Ok(Self { text, taken, limit: limits.line, buffer: Vec::new(), number: 0, done: false })
    }

    /// Brings the next line into the buffer.
    fn fetch(&mut self) -> io::Result<Fetched> {
        self.buffer.clear();
        let room = (self.limit as u64).saturating_add(1);
        let count = self.text.by_ref().take(room).read_until(b'\n', &mut self.buffer)?;
        if count == 0 {
            return Ok(Fetched::End);
        }
        if self.buffer.last() == Some(&b'\n') {
            self.buffer.pop();
        } else if self.buffer.len() > self.limit {
            self.text.skip_until(b'\n')?;
            return Ok(Fetched::TooLong);
        }
        Ok(Fetched::Line)
    }
}

enum Fetched {
    Line,
    TooLong,
    End,
}

impl Iterator for Reader<'_> {
    type Item = Result<Line, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let number = self.number + 1;
            let cleaned = Cell::new(false);
            let record = match self.fetch() {
                Err(error) => {
                    self.done = true;
                    return Some(Err(fatal(error, number)));
                }
                Ok(Fetched::End) => break,
                Ok(Fetched::TooLong) => {
                    Err(LineError { line: number, id: None, reason: Reason::TooLong { limit: self.limit } })
                }
                Ok(Fetched::Line) => {
                    self.number = number;
                    // Not only the first: files are also joined by `cat`.
                    let line = self.buffer.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.buffer);
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    read_line(line, &cleaned).map_err(|(id, reason)| LineError { line: number, id, reason })
                }
            };
            self.number = number;
            let bytes = self.taken.load(Ordering::Relaxed);
            return Some(Ok(Line { number, bytes, cleaned: cleaned.get(), record }));
        }
        self.done = true;
        None
    }
}

fn read_line(line: &[u8], cleaned: &Cell<bool>) -> Result<Record, (Option<String>, Reason)> {
    let text =
        std::str::from_utf8(line).map_err(|error| (None, Reason::NotUtf8 { column: error.valid_up_to() + 1 }))?;
    let mut json = serde_json::Deserializer::from_str(text);
    RecordSeed(cleaned)
        .deserialize(&mut json)
        .and_then(|record| json.end().map(|()| record))
        .map_err(|error| (explain::id_of(text), explain::reason(&error)))
}
