//! Limits: how much one writer, one address and one story may bring in a minute, and whether a text is new.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};

use super::Draft;
use super::proofs::{Comer, Place, Proofs, Unasked};
use crate::clock::Clock;
use crate::models::{Id, Refusal, Settings, Site};

/// A text is "the same again" for this long.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// Texts and keys remembered; about 60 bytes each.
const TEXTS: usize = 50_000;

/// Time that never runs backwards, and no faster: an operator may set the clock, and limits go on as they were.
#[derive(Clone, Debug)]
pub(super) struct Ticks {
    clock: Clock,
    start: Instant,
}

impl Ticks {
    pub(super) fn new(clock: Clock) -> Self {
        Self { start: clock.instant(), clock }
    }

    pub(super) fn passed(&self) -> Duration {
        self.clock.passed_since(self.start)
    }
}

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.passed())
    }
}

pub(super) type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, Ticks, governor::middleware::NoOpMiddleware<Nanos>>;

struct Limits {
    settings: [u32; 4],
    writer: Limiter<[u8; 16]>,
    address: Limiter<u128>,
    story: Limiter<Id>,
    votes: Limiter<Id>,
    unasked: Unasked,
}

impl Limits {
    fn new(settings: &Settings, ticks: &Ticks) -> Self {
        let limiter = |a_minute: u32| Quota::per_minute(NonZeroU32::new(a_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            settings: rates(settings),
            writer: RateLimiter::dashmap_with_clock(limiter(settings.rate_writer), ticks.clone()),
            address: RateLimiter::dashmap_with_clock(limiter(settings.rate_address), ticks.clone()),
            story: RateLimiter::dashmap_with_clock(limiter(settings.rate_story), ticks.clone()),
            votes: RateLimiter::dashmap_with_clock(
                Quota::per_second(NonZeroU32::new(settings.rate_votes).unwrap_or(NonZeroU32::MIN)),
                ticks.clone(),
            ),
            unasked: Unasked::new(settings, ticks),
        }
    }
}

fn rates(settings: &Settings) -> [u32; 4] {
    [settings.rate_writer, settings.rate_address, settings.rate_story, settings.rate_votes]
}

/// See the module's words. One for the process.
pub struct Gate {
    ticks: Ticks,
    limits: Mutex<HashMap<Id, Arc<Limits>>>,
    /// A writer's text, and the key under which it came: a request sent again is not a text said again.
    texts: Cache<[u8; 16], ([u8; 16], Duration)>,
    /// Keys that were counted: a request sent again is not counted again.
    keys: Cache<[u8; 16], ()>,
    /// Work that is asked for where much comes in.
    pub proofs: Proofs,
}

impl Gate {
    /// With nothing counted yet.
    pub fn new(clock: Clock) -> Self {
        let ticks = Ticks::new(clock.clone());
        Self {
            proofs: Proofs::new(clock, ticks.clone()),
            ticks,
            limits: Mutex::default(),
            texts: Cache::new(TEXTS),
            keys: Cache::new(TEXTS),
        }
    }

    fn limits(&self, site: Id, settings: &Settings) -> Arc<Limits> {
        let mut all = self.limits.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match all.get(&site) {
            Some(limits) if limits.settings == rates(settings) => limits.clone(),
            _ => {
                let limits = Arc::new(Limits::new(settings, &self.ticks));
                all.insert(site, limits.clone());
                limits
            }
        }
    }

    /// Counts a draft; `Some` time to wait if it comes too soon.
    ///
    /// A guest who is known has an allowance of their own, and the address, which an office or a whole town may share,
    /// a larger one. A guest who is new draws on the writer's allowance of the address.
    pub fn count(&self, draft: &Draft<'_>) -> Option<Duration> {
        use governor::clock::Clock as _;
        let key = key_of(draft);
        if self.keys.get(&key).is_some() {
            return None;
        }
        let limits = self.limits(draft.site.id, &draft.site.settings);
        let wait = |result: Result<(), governor::NotUntil<Nanos>>| {
            result.err().map(|not_until| not_until.wait_time_from(self.ticks.now()))
        };
        let waited = if draft.by_key {
            None
        } else {
            let writer = if draft.known {
                digest(&[b"writer", &draft.attempt.actor])
            } else {
                digest(&[b"new at", &draft.address.to_be_bytes()])
            };
            wait(limits.writer.check_key(&writer)).or_else(|| wait(limits.address.check_key(&draft.address)))
        };
        let waited = waited.or_else(|| if draft.editing { None } else { wait(limits.story.check_key(&draft.story)) });
        if waited.is_none() {
            self.keys.insert(key, ());
        }
        waited
    }

    /// Whether another vote of an account is within its allowance; counts it.
    pub fn takes_vote(&self, site: &Site, account: Id) -> bool {
        self.limits(site.id, &site.settings).votes.check_key(&account).is_ok()
    }

    /// Asks a guest for work where their address or the story is hot.
    ///
    /// # Errors
    /// The refusal that says what to do, with a challenge.
    pub fn prove(&self, draft: &Draft<'_>) -> Result<(), Refusal> {
        let key = key_of(draft);
        if !draft.site.settings.proof_of_work || self.keys.get(&key).is_some() {
            return Ok(());
        }
        let comer = Comer { site: draft.site, place: Place::Story(draft.story), address: draft.address };
        let limits = self.limits(draft.site.id, &draft.site.settings);
        if self.proofs.wants(comer, draft.story, &limits.unasked) {
            self.proofs.take(comer, draft.proof, key)
        } else {
            Ok(())
        }
    }

    /// Whether this writer has not said this under this story lately; remembers it.
    pub fn is_new_text(&self, draft: &Draft<'_>) -> bool {
        let texts = Self::texts_of(draft);
        let key = key_of(draft);
        let now = self.ticks.passed();
        let is_again = |(before, at): ([u8; 16], Duration)| before != key && now.saturating_sub(at) < REMEMBERED;
        if texts.iter().any(|text| self.texts.get(text).is_some_and(is_again)) {
            return false;
        }
        texts.into_iter().for_each(|text| self.texts.insert(text, (key, now)));
        true
    }

    /// Forgets a text that was not stored after all, so that it can be sent again.
    pub fn forget(&self, draft: &Draft<'_>) {
        Self::texts_of(draft).iter().for_each(|text| _ = self.texts.remove(text));
    }

    /// A text by who says it: its guest, and the address too while the guest is new, and will be known the next time.
    fn texts_of(draft: &Draft<'_>) -> Vec<[u8; 16]> {
        let folded = draft.body.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let address = draft.address.to_be_bytes();
        let is_new = !draft.known && !draft.by_key;
        std::iter::once(draft.attempt.actor.as_slice())
            .chain(is_new.then_some(address.as_slice()))
            .map(|who| digest(&[b"text", draft.site.id.bytes(), draft.story.bytes(), who, folded.as_bytes()]))
            .collect()
    }

    /// Drops what no longer limits anybody; to be called now and then.
    pub fn tidy(&self) {
        let all = self.limits.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for limits in all.values() {
            limits.writer.retain_recent();
            limits.address.retain_recent();
            limits.story.retain_recent();
            limits.votes.retain_recent();
            limits.unasked.tidy();
        }
        self.proofs.tidy();
    }
}

/// A request, by who sends it under which key.
fn key_of(draft: &Draft<'_>) -> [u8; 16] {
    digest(&[b"key", draft.site.id.bytes(), &draft.attempt.actor, &draft.attempt.key])
}

pub(super) fn digest(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hash.finalize()[..16]);
    out
}
