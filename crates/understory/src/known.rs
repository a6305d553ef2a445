//! Who is signed in and what is theirs, kept in memory until it changes: a reader with an account opens as many pages as any.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use quick_cache::sync::Cache;

use crate::clock::{Clock, Timestamp};
use crate::models::{Id, Signed};
use crate::store::Note;
use crate::store::personal::Personal;

/// How many sessions, and how many people, are kept: some 500 bytes each.
const KEPT: usize = 40_000;

/// How long something is believed that a change of this process takes back at once, and one of another process within a
/// second. What ends by time alone, such as a suspension, ends this much later.
const ALONE: Duration = Duration::from_secs(60);

/// How long where other nodes change it: whoever loses power loses it everywhere within two seconds, and half of that is
/// left to all else.
const AMONG_OTHERS: Duration = Duration::from_secs(1);

/// In how many parts it is noticed that something has changed while something was read.
const PARTS: usize = 256;

/// Somebody in a session, or nobody.
type Holder = Option<Arc<Signed>>;

struct Read<T> {
    at: (Instant, Timestamp),
    value: T,
}

impl<T: Clone> Clone for Read<T> {
    fn clone(&self) -> Self {
        Self { at: self.at, value: self.value.clone() }
    }
}

/// See the module's words.
pub struct Known {
    clock: Clock,
    believed: Duration,
    /// By what the browser holds, hashed; nobody, too.
    sessions: Cache<(Id, Vec<u8>), Read<Holder>>,
    people: Cache<(Id, Id), Read<Arc<Personal>>>,
    /// How often any account or session has changed, and, in parts, what is people's own.
    accounts_changed: AtomicU64,
    people_changed: Vec<AtomicU64>,
    hasher: RandomState,
}

/// How often something had changed before it was read.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    at: (Instant, Timestamp),
    changed: u64,
}

impl Known {
    /// Of nobody yet. `hears_everything` as [`crate::store::Store::hears_everything`].
    pub fn new(clock: Clock, hears_everything: bool) -> Self {
        Self {
            clock,
            believed: if hears_everything { ALONE } else { AMONG_OTHERS },
            sessions: Cache::new(KEPT),
            people: Cache::new(KEPT),
            accounts_changed: AtomicU64::new(0),
            people_changed: (0..PARTS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }

    fn now(&self) -> (Instant, Timestamp) {
        (self.clock.instant(), self.clock.now())
    }

    /// Whether what was read then is believed now; a clock that was set says no.
    fn is_fresh(&self, at: (Instant, Timestamp)) -> bool {
        let (instant, now) = self.now();
        let passed = now.0.saturating_sub(at.1.0);
        let most = i64::try_from(self.believed.as_micros()).unwrap_or(i64::MAX);
        instant.duration_since(at.0) < self.believed && (0..most).contains(&passed)
    }

    /// Who holds what hashes to this, if that is known: nobody, perhaps.
    pub fn session(&self, site: Id, hash: &[u8]) -> Option<Holder> {
        let read = self.sessions.get(&(site, hash.to_vec()))?;
        self.is_fresh(read.at).then_some(read.value)
    }

    /// To be asked before a session is read.
    pub fn before_session(&self) -> Before {
        Before { at: self.now(), changed: self.accounts_changed.load(Ordering::SeqCst) }
    }

    /// Keeps what was read, unless something changed meanwhile.
    pub fn keep_session(&self, before: Before, site: Id, hash: Vec<u8>, value: Holder) {
        let key = (site, hash);
        self.sessions.insert(key.clone(), Read { at: before.at, value });
        // Looked at after it is in: a change later than this finds it there, and an earlier one is seen here.
        if self.accounts_changed.load(Ordering::SeqCst) != before.changed {
            self.sessions.remove(&key);
        }
    }

    /// What is somebody's own, if that is known.
    pub fn person(&self, site: Id, account: Id) -> Option<Arc<Personal>> {
        let read = self.people.get(&(site, account))?;
        self.is_fresh(read.at).then_some(read.value)
    }

    /// To be asked before what is somebody's own is read. Whose it is may not be known yet.
    pub fn before_people(&self) -> (Instant, Timestamp, Vec<u64>) {
        let (instant, now) = self.now();
        (instant, now, self.people_changed.iter().map(|part| part.load(Ordering::SeqCst)).collect())
    }

    fn part(&self, site: Id, account: Id) -> usize {
        (self.hasher.hash_one((site, account)) % PARTS as u64) as usize
    }

    /// See [`Known::keep_session`].
    pub fn keep_person(&self, before: &(Instant, Timestamp, Vec<u64>), site: Id, account: Id, value: Arc<Personal>) {
        let (key, part) = ((site, account), self.part(site, account));
        self.people.insert(key, Read { at: (before.0, before.1), value });
        if self.people_changed[part].load(Ordering::SeqCst) != before.2[part] {
            self.people.remove(&key);
        }
    }

    /// Forgets what has changed.
    pub fn follow(&self, notes: &[Note]) {
        for note in notes {
            match note {
                Note::Account { site, account } => {
                    self.accounts_changed.fetch_add(1, Ordering::SeqCst);
                    self.sessions.retain(|(of, _), read| {
                        *of != *site || read.value.as_ref().is_some_and(|signed| signed.account.id != *account)
                    });
                }
                Note::Person { site, account } => {
                    self.people_changed[self.part(*site, *account)].fetch_add(1, Ordering::SeqCst);
                    self.people.remove(&(*site, *account));
                }
                Note::Everything => {
                    self.accounts_changed.fetch_add(1, Ordering::SeqCst);
                    self.sessions.clear();
                    for part in &self.people_changed {
                        part.fetch_add(1, Ordering::SeqCst);
                    }
                    self.people.clear();
                }
                Note::Story { .. } | Note::Site => {}
            }
        }
    }
}
