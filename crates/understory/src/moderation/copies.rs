//! Near copies: what many writers posted of late, in the memory of each process, which hears from the others by the table that they share.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use understory_rules::{Signature, Window};

use super::gate::digest;
use crate::clock::{Timestamp, random_bytes};
use crate::models::{Id, Site};
use crate::store::signatures::{KEPT, Told};

/// Texts remembered, of all sites; about 800 bytes each. Where more come within the time of a site, the oldest are forgotten sooner.
pub const REMEMBERED: usize = 10_000;

/// Texts kept at most that the table has not yet: while it cannot be written, the oldest are let go.
const UNKEPT: usize = 10_000;

/// What others heard is asked for again for so many seconds: they write theirs a beat after it came, by clocks of their own.
const LATE: i64 = 60;

/// See the module's words. One for the process.
pub struct Copies {
    /// By what this process knows its own in the table.
    pub node: i64,
    known: Mutex<Known>,
}

struct Known {
    window: Window,
    last: Duration,
    unkept: Vec<Told>,
    since: Timestamp,
    heard: HashSet<Id>,
}

impl Default for Copies {
    fn default() -> Self {
        let known = Known {
            window: Window::new(REMEMBERED),
            last: Duration::ZERO,
            unkept: Vec::new(),
            since: Timestamp(i64::MIN),
            heard: HashSet::new(),
        };
        Self { node: i64::from_be_bytes(random_bytes()), known: Mutex::new(known) }
    }
}

impl Copies {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// What somebody posts, to be counted and then kept; nothing of a text that is too short to be a copy.
    pub fn told(site: Id, comment: Id, writer: &[u8], text: &str, at: Timestamp) -> Option<Told> {
        let signature = Signature::of(text)?;
        let mut number = [0; 8];
        number.copy_from_slice(&digest(&[b"copies", site.bytes(), writer])[..8]);
        Some(Told { site, comment, writer: u64::from_be_bytes(number), signature, at })
    }

    /// How many writers posted nearly this within the time of the site, this one included.
    pub fn count(&self, site: &Site, told: &Told) -> usize {
        let within = u64::from(site.settings.near_copies_minutes) * 60;
        self.known().tell(told, Duration::from_secs(within.min(KEPT.unsigned_abs())))
    }

    /// Has what was posted written down at the next beat, for other processes and for the next start.
    pub fn keep(&self, told: Told) {
        let mut known = self.known();
        if known.unkept.len() < UNKEPT {
            known.unkept.push(told);
        }
    }

    /// What is to be written down.
    pub fn unkept(&self) -> Vec<Told> {
        std::mem::take(&mut self.known().unkept)
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.known().window.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// From when on what others heard may be news.
    pub fn since(&self) -> Timestamp {
        self.known().since
    }

    /// Remembers what the table has, the oldest first. `is_part` says that there is more of it.
    pub fn hear(&self, all: Vec<Told>, is_part: bool, now: Timestamp) {
        let mut known = self.known();
        let newest = all.last().filter(|_| is_part).map(|told| told.at);
        known.since = known.since.max(newest.unwrap_or(now.plus_seconds(-LATE)));
        for told in &all {
            if !known.heard.contains(&told.comment) {
                known.tell(told, Duration::ZERO);
            }
        }
        known.heard = all.into_iter().map(|told| told.comment).collect();
    }
}

impl Known {
    fn tell(&mut self, told: &Told, within: Duration) -> usize {
        // The operator may set the clock back; what is counted must not be from later than now.
        self.last = self.last.max(Duration::from_micros(told.at.0.max(0).unsigned_abs()));
        let place = told.site.0.as_u64_pair();
        let (place, name) = (place.0 ^ place.1, told.comment.0.as_u128());
        self.window.tell(place, name, told.writer, told.signature.clone(), self.last, within).writers
    }
}
