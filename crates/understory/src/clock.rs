//! Time, identifiers and randomness: the only place that makes any of them, so that a test can freeze or seed them.

use std::fmt;
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
        self.civil().to_string()
    }
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
        serializer.collect_str(&self.civil())
    }
}

/// Where the program's time and identifiers come from. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that stands still until it is set; its clones share the hands.
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(at.0))) }
    }

    /// The time now.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            Some(hands) => Timestamp(hands.load(Ordering::SeqCst)),
            None => Timestamp(
                std::time::SystemTime::now()
                    .duration_since(std::time::UNIX_EPOCH)
                    .map_or(0, |age| i64::try_from(age.as_micros()).unwrap_or(i64::MAX)),
            ),
        }
    }

    /// Moves a fixed clock; the machine's clock is not ours to move, so there it does nothing.
    pub fn advance(&self, by: Duration) {
        if let Some(hands) = &self.fixed {
            hands.fetch_add(i64::try_from(by.as_micros()).unwrap_or(0), Ordering::SeqCst);
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

    /// The time of a fixed clock; nothing for the machine's.
    pub fn fixed_now(&self) -> Option<Timestamp> {
        self.fixed.as_ref().map(|hands| Timestamp(hands.load(Ordering::SeqCst)))
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
