//! Gzip, opened within limits, and the look at the first bytes that finds it.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::line::{OpenError, ReadError};
use crate::sniff::{Content, HEAD, sniff};

/// How much a file may ask of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest line, in bytes; a longer one is an error of that line.
    pub line: usize,
    /// The most that compressed data may unpack to, in bytes.
    pub unpacked: u64,
    /// How many times its own size a file may unpack to.
    pub ratio: u64,
    /// From how many unpacked bytes on the ratio counts: small files may well repeat themselves.
    pub ratio_from: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line: 4 << 20, unpacked: 16 << 30, ratio: 200, ratio_from: 64 << 20 }
    }
}

/// A file with its wrapping taken off, and how much of it has been read.
pub(crate) struct Unpacked<'a> {
    pub text: Box<dyn Read + Send + 'a>,
    pub taken: Arc<AtomicU64>,
}

/// Takes off up to two layers of gzip.
pub(crate) fn unpack<'a>(input: impl Read + Send + 'a, limits: Limits) -> Result<Unpacked<'a>, OpenError> {
    let taken = Arc::new(AtomicU64::new(0));
    let mut text: Box<dyn Read + Send + 'a> = Box::new(Counted { input, taken: taken.clone() });
    for layer in 0.. {
        let looked = Looked::at(text)?;
        match sniff(&looked.head) {
            Content::Lines => {
                return Ok(Unpacked { text: Box::new(looked), taken });
            }
            Content::Refused(error) => return Err(error),
            Content::Gzip if layer == 2 => break,
            Content::Gzip => {
                let input = MultiGzDecoder::new(BufReader::new(looked));
                text = Box::new(Gunzip { input, made: 0, taken: taken.clone(), limits });
            }
        }
    }
    Err(OpenError::Nested)
}

/// Counts what is read.
struct Counted<R> {
    input: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// An input whose head has been looked at. An error met while looking comes after what was read before it.
struct Looked<'a> {
    head: Vec<u8>,
    given: usize,
    error: Option<io::Error>,
    rest: Box<dyn Read + Send + 'a>,
}

impl<'a> Looked<'a> {
    fn at(mut rest: Box<dyn Read + Send + 'a>) -> Result<Self, ReadError> {
        let mut head = Vec::with_capacity(HEAD);
        match rest.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(fatal(error, 1)),
            result => Ok(Self { head, given: 0, error: result.err(), rest }),
        }
    }
}

impl Read for Looked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given < self.head.len() {
            let count = (&self.head[self.given..]).read(buffer)?;
            self.given += count;
            return Ok(count);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}

/// Unpacks one layer and stops at the limits.
struct Gunzip<R> {
    input: MultiGzDecoder<R>,
    made: u64,
    taken: Arc<AtomicU64>,
    limits: Limits,
}

impl<R: io::BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer).map_err(Stop::of)?;
        self.made += count as u64;
        if self.made > self.limits.unpacked {
            return Err(io::Error::other(Stop::TooLarge { limit: self.limits.unpacked }));
        }
        let allowed = self.taken.load(Ordering::Relaxed).saturating_mul(self.limits.ratio);
        if self.made > self.limits.ratio_from && self.made > allowed {
            return Err(io::Error::other(Stop::TooDense { ratio: self.limits.ratio }));
        }
        Ok(count)
    }
}

/// Why unpacking stopped; travels inside an `io::Error`.
#[derive(Debug, Clone, thiserror::Error)]
enum Stop {
    #[error("the compressed data end too early")]
    Truncated,
    #[error("{0}")]
    Damaged(String),
    #[error("more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("more than {ratio} times its size")]
    TooDense { ratio: u64 },
}

impl Stop {
    /// The decompressor tells an early end and nonsense apart by the kind of error; the rest is the input's.
    fn of(error: io::Error) -> io::Error {
        if error.get_ref().is_some_and(|inner| inner.is::<Self>()) {
            return error;
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::other(Self::Truncated),
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                io::Error::other(Self::Damaged(error.to_string()))
            }
            _ => error,
        }
    }
}

/// The error that ends the reading of a file in the given line.
pub(crate) fn fatal(error: io::Error, line: u64) -> ReadError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()).cloned() {
        Some(Stop::Truncated) => ReadError::Truncated { line },
        Some(Stop::Damaged(message)) => ReadError::Damaged { line, message },
        Some(Stop::TooLarge { limit }) => ReadError::TooLarge { line, limit },
        Some(Stop::TooDense { ratio }) => ReadError::TooDense { line, ratio },
        None => ReadError::Io { line, source: error },
    }
}
