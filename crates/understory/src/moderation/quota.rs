//! How often a key may ask.

use std::num::NonZeroU32;

use governor::RateLimiter;

use super::gate::{Limiter, Ticks, digest};
use crate::clock::Clock;

/// Requests a second by key.
pub struct Quota {
    limiter: Limiter<[u8; 16]>,
}

impl Quota {
    /// So many requests a second, at least one.
    pub fn new(a_second: u32, clock: Clock) -> Self {
        let quota = governor::Quota::per_second(NonZeroU32::new(a_second).unwrap_or(NonZeroU32::MIN));
        Self { limiter: RateLimiter::dashmap_with_clock(quota, Ticks::new(clock)) }
    }

    /// Whether another request of this key is within its allowance; counts it.
    pub fn takes(&self, key: &[u8]) -> bool {
        self.limiter.check_key(&digest(&[b"quota", key])).is_ok()
    }
}
