//! Time, identifiers and randomness: the only place that makes any of them, so that a test can freeze or seed them.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use crate::models::Id;

/// A point in time: microseconds since 1970-01-01T00:00:00Z, in both engines the same integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Later (or earlier, if negative) by whole seconds.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Whole seconds from `earlier` to this, negative when it is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1_000_000
    }

    /// The same instant for calendar work; out-of-range values are clamped to 1970.
    pub fn civil(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }

    /// RFC 3339 in UTC, with a fraction only where there is one.
    pub fn rfc3339(self) -> String {
        let mut out = String::with_capacity(27);
        self.push_rfc3339(&mut out);
        out
    }

    /// Appends [`rfc3339`](Self::rfc3339). By hand for the years of four digits: a page in the making writes hundreds.
    pub fn push_rfc3339(self, out: &mut String) {
        let instant = self.civil();
        let civil = jiff::tz::TimeZone::UTC.to_datetime(instant);
        let (Ok(century), Ok(year)) = (i8::try_from(civil.year() / 100), i8::try_from(civil.year() % 100)) else {
            out.push_str(&instant.to_string());
            return;
        };
        if civil.year() < 0 {
            out.push_str(&instant.to_string());
            return;
        }
        let mut text = *b"0000-00-00T00:00:00";
        let parts = [century, year, civil.month(), civil.day(), civil.hour(), civil.minute(), civil.second()];
        for (at, part) in [0, 2, 5, 8, 11, 14, 17].into_iter().zip(parts) {
            text[at..at + 2].copy_from_slice(&pair(part));
        }
        // Digits and signs alone: always UTF-8.
        out.push_str(std::str::from_utf8(&text).unwrap_or_default());
        let micros = civil.subsec_nanosecond() / 1_000;
        if micros != 0 {
            // Writing to a string does not fail.
            let _ = write!(out, ".{micros:06}");
            out.truncate(out.trim_end_matches('0').len());
        }
        out.push('Z');
    }
}

/// A number from 0 to 99 in two digits.
fn pair(number: i8) -> [u8; 2] {
    [number / 10 % 10, number % 10].map(|digit| b'0' + digit.unsigned_abs())
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        Self(time.as_microsecond())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <jiff::Timestamp as serde::Deserialize>::deserialize(deserializer).map(Self::from)
    }
}

/// Where the program's time and identifiers come from. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<Hands>>,
}

/// Where the hands of a fixed clock stand, in microseconds.
#[derive(Debug)]
struct Hands {
    /// What the clock shows, which an operator may set.
    shown: AtomicI64,
    /// How much time has passed, which nobody can.
    passed: AtomicI64,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that stands still until it is set; its clones share the hands.
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(Hands { shown: AtomicI64::new(at.0), passed: AtomicI64::new(0) })) }
    }

    /// The time now.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            Some(hands) => Timestamp(hands.shown.load(Ordering::SeqCst)),
            None => Timestamp(
                std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .map_or(0, |age| i64::try_from(age.as_micros()).unwrap_or(i64::MAX)),
            ),
        }
    }

    /// Lets time pass on a fixed clock; the machine's clock is not ours to move, so there it does nothing.
    pub fn advance(&self, by: Duration) {
        if let Some(hands) = &self.fixed {
            let by = i64::try_from(by.as_micros()).unwrap_or(0);
            hands.shown.fetch_add(by, Ordering::SeqCst);
            hands.passed.fetch_add(by, Ordering::SeqCst);
        }
    }

    /// Sets a fixed clock, forward or back, as an operator does: no time passes.
    pub fn set(&self, to: Timestamp) {
        if let Some(hands) = &self.fixed {
            hands.shown.store(to.0, Ordering::SeqCst);
        }
    }

    /// A new identifier, ordered by the time it was made.
    pub fn new_id(&self) -> Id {
        self.id_at(self.now())
    }

    /// A new identifier as if made at `time`: an imported comment sorts where it was written.
    pub fn id_at(&self, time: Timestamp) -> Id {
        let millis = u64::try_from(time.0.div_euclid(1000)).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes()).into_uuid())
    }

    /// How much time has passed since `start`, whatever the clock was set to meanwhile.
    pub fn passed_since(&self, start: Instant) -> Duration {
        match &self.fixed {
            Some(hands) => Duration::from_micros(u64::try_from(hands.passed.load(Ordering::SeqCst)).unwrap_or(0)),
            None => self.instant().duration_since(start),
        }
    }

    /// A monotonic instant, for measuring how long something took.
    pub fn instant(&self) -> Instant {
        Instant::now()
    }
}

/// Bytes from the system's generator, for secrets and identifiers.
///
/// # Panics
/// When the operating system has no randomness to give: nothing safe can be done without it.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Timestamp;

    proptest! {
        #[test]
        fn rfc3339_is_what_jiff_writes(micros in -300_000_000_000_000_000_i64..300_000_000_000_000_000, whole: bool) {
            let time = Timestamp(if whole { micros / 1_000_000 * 1_000_000 } else { micros });
            prop_assert_eq!(time.rfc3339(), time.civil().to_string());
        }
    }
}
