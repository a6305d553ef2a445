//! Times in discussion files: RFC 3339 in any offset, kept in whole microseconds.

use std::fmt;

use jiff::Timestamp;

/// 1970-01-01T00:00:00Z.
const FIRST_SECOND: i64 = 0;
/// 2200-01-01T00:00:00Z, no longer taken.
const END_SECOND: i64 = 7_258_118_400;

/// Reads a time, cutting what is finer than a microsecond.
pub(crate) fn read(text: &str) -> Result<Timestamp, String> {
    let time: Timestamp = text
        .parse()
        .map_err(|_| format!("`{}` is not an RFC 3339 time such as 2024-05-01T12:30:00Z", shortened(text)))?;
    if !(FIRST_SECOND..END_SECOND).contains(&time.as_second()) || time < Timestamp::UNIX_EPOCH {
        return Err(format!("`{}` lies outside the years 1970 to 2199", shortened(text)));
    }
    Timestamp::from_microsecond(time.as_microsecond()).map_err(|error| error.to_string())
}

/// The head of a text, as it is quoted in an error.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
        None => text.escape_debug().to_string(),
    }
}

/// Writes a time in UTC, with six digits of a second only where they say something.
pub(crate) struct Rfc3339(pub Timestamp);

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.subsec_nanosecond() / 1_000;
        if micros == 0 { write!(f, "{:.0}", self.0) } else { write!(f, "{:.6}", self.0) }
    }
}
