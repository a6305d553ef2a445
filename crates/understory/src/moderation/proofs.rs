//! Work that is asked of a browser before it posts, only while much comes from its address or to that story. No puzzle:
//! our script does it while somebody writes, and who has no scripts waits instead. Challenges are ALTCHA's, version 2.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use altcha::{Challenge, CreateChallengeOptions, Solution, VerifySolutionOptions, create_challenge, verify_solution};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use governor::{Quota, RateLimiter};
use hmac::{Hmac, KeyInit, Mac};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::gate::{Limiter, Ticks, digest};
use crate::clock::{Clock, Timestamp};
use crate::models::{Id, Refusal, Settings, Site};

/// How long who cannot do the work waits instead, in seconds: what a browser of a slow phone needs for it, several times
/// over, and less than most people write.
const WAIT: i64 = 20;

/// How long a challenge is good, in seconds.
const GOOD: i64 = 900;

/// Rounds of PBKDF2 a try. A try in 256 succeeds: so a desktop works a fifth of a second, a slow phone about one, and the
/// server half a millisecond to see that it was done.
const ROUNDS: u32 = 1_000;

/// What a right try begins with, in hexadecimal digits.
const PREFIX: &str = "00";

/// The part of what an address may post in a minute that it may post unasked, and the same of a story.
const FREE_OF_ADDRESS: u32 = 5;
const FREE_OF_STORY: u32 = 10;

/// Accounts that an address may make unasked, and the seconds after which it may make another.
const SIGN_UPS: NonZeroU32 = NonZeroU32::new(3).expect("not zero");
const BETWEEN_SIGN_UPS: Duration = Duration::from_secs(200);

/// How long forms come with a challenge after one was wanted.
const HOT: Duration = Duration::from_secs(60);

/// Challenges and hot places remembered, about 60 bytes each: as many as a story takes comments while one is good.
const REMEMBERED: usize = 50_000;

/// What is asked, and in time what was done: as ALTCHA's clients send it, the solution left out by who waited.
#[derive(Serialize, Deserialize)]
struct Payload {
    challenge: Challenge,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    solution: Option<Solution>,
}

/// Where work may be wanted.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// Under a story.
    Story(Id),
    /// Where accounts are made.
    SignUp,
}

/// Who comes from where to do what.
#[derive(Clone, Copy, Debug)]
pub struct Comer<'a> {
    /// The site.
    pub site: &'a Site,
    /// Where to.
    pub place: Place,
    /// Where from: the part of the address that stands for one subscriber.
    pub address: u128,
}

impl Comer<'_> {
    /// What a challenge is for, so that it is good for nobody else and nothing else. The address cannot be told from it.
    fn mark(&self) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.site.secret) else { unreachable!("any key will do") };
        mac.update(b"proof for");
        mac.update(&self.place_key());
        mac.update(&self.address.to_be_bytes());
        STANDARD.encode(&mac.finalize().into_bytes()[..12])
    }

    fn place_key(&self) -> [u8; 16] {
        match self.place {
            Place::Story(story) => digest(&[b"story", self.site.id.bytes(), story.bytes()]),
            Place::SignUp => digest(&[b"sign-up", self.site.id.bytes()]),
        }
    }

    fn address_key(&self) -> [u8; 16] {
        let what: &[u8] = if matches!(self.place, Place::SignUp) { b"signs up" } else { b"posts" };
        digest(&[what, self.site.id.bytes(), &self.address.to_be_bytes()])
    }

    fn signing_key(&self) -> String {
        let key = digest(&[b"proof key", &self.site.secret, self.site.id.bytes()]);
        STANDARD.encode(key)
    }
}

/// What may come unasked, by the settings of a site.
pub(super) struct Unasked {
    address: Limiter<u128>,
    story: Limiter<Id>,
}

impl Unasked {
    pub(super) fn new(settings: &Settings, ticks: &Ticks) -> Self {
        let part = |rate: u32, part: u32| Quota::per_minute(NonZeroU32::new(rate / part).unwrap_or(NonZeroU32::MIN));
        Self {
            address: RateLimiter::dashmap_with_clock(part(settings.rate_address, FREE_OF_ADDRESS), ticks.clone()),
            story: RateLimiter::dashmap_with_clock(part(settings.rate_story, FREE_OF_STORY), ticks.clone()),
        }
    }

    pub(super) fn tidy(&self) {
        self.address.retain_recent();
        self.story.retain_recent();
    }
}

/// See the module's words. One for the process: what was used is known to the node that took it.
pub struct Proofs {
    clock: Clock,
    ticks: Ticks,
    sign_ups: Limiter<[u8; 16]>,
    /// Who has waited lately: one wait at a time, lest somebody wait for a thousand comments at once.
    waits: Limiter<[u8; 16]>,
    /// What was used, by its nonce, and by which request: that one may come again.
    used: Cache<[u8; 16], [u8; 16]>,
    /// Addresses and places where work was wanted, and when.
    hot: Cache<[u8; 16], Duration>,
}

impl Proofs {
    pub(super) fn new(clock: Clock, ticks: Ticks) -> Self {
        let between = |pause: Duration| Quota::with_period(pause).unwrap_or(Quota::per_minute(NonZeroU32::MIN));
        let wait = Duration::from_secs(WAIT.unsigned_abs());
        Self {
            sign_ups: RateLimiter::dashmap_with_clock(between(BETWEEN_SIGN_UPS).allow_burst(SIGN_UPS), ticks.clone()),
            waits: RateLimiter::dashmap_with_clock(between(wait), ticks.clone()),
            used: Cache::new(REMEMBERED),
            hot: Cache::new(REMEMBERED),
            clock,
            ticks,
        }
    }

    /// Whether a comment below a story needs work; counts it as come if not.
    pub(super) fn wants(&self, comer: Comer<'_>, story: Id, unasked: &Unasked) -> bool {
        let by_address = unasked.address.check_key(&comer.address).is_err();
        let by_story = unasked.story.check_key(&story).is_err();
        let now = self.ticks.passed();
        for (is_hot, key) in [(by_address, comer.address_key()), (by_story, comer.place_key())] {
            if is_hot {
                self.hot.insert(key, now);
            }
        }
        by_address || by_story
    }

    /// Whether an account may be made, by which request to be let in, with what was done for it. Another try of the same
    /// request needs nothing more.
    ///
    /// # Errors
    /// The refusal that says what to do, with a challenge.
    pub fn sign_up(&self, comer: Comer<'_>, given: &str, request: Id) -> Result<(), Refusal> {
        let request = digest(&[b"sign-up", request.bytes()]);
        if !comer.site.settings.proof_of_work || self.used.get(&request).is_some() {
            return Ok(());
        }
        if self.sign_ups.check_key(&comer.address_key()).is_err() {
            self.hot.insert(comer.address_key(), self.ticks.passed());
            self.take(comer, given, request)?;
        }
        self.used.insert(request, request);
        Ok(())
    }

    /// A challenge for a form, if work will be wanted when it comes back.
    pub fn ahead(&self, comer: Comer<'_>) -> Option<String> {
        if !comer.site.settings.proof_of_work {
            return None;
        }
        let now = self.ticks.passed();
        let is_hot = |key| self.hot.get(&key).is_some_and(|since| now.saturating_sub(since) < HOT);
        (is_hot(comer.address_key()) || is_hot(comer.place_key())).then(|| self.challenge(comer))
    }

    /// What was given before, if it can still be used, else a new one: who goes on waiting, goes on waiting.
    fn again(&self, comer: Comer<'_>, given: &str) -> String {
        match read(given).filter(|payload| self.age(comer, &payload.challenge).is_some_and(|age| age < GOOD / 2)) {
            Some(Payload { challenge, .. }) => written(challenge),
            None => self.challenge(comer),
        }
    }

    fn challenge(&self, comer: Comer<'_>) -> String {
        let data = [("for", comer.mark().into()), ("issued", (self.clock.now().0 / 1_000_000).into())];
        let made = create_challenge(CreateChallengeOptions {
            cost: ROUNDS,
            key_prefix: PREFIX.to_owned(),
            data: Some(data.map(|(key, value)| (key.to_owned(), value)).into()),
            hmac_signature_secret: Some(comer.signing_key()),
            ..CreateChallengeOptions::default()
        });
        // It fails for options that make no sense only: these are constant.
        made.map(written).unwrap_or_default()
    }

    /// How old a challenge of ours for this is, in seconds.
    fn age(&self, comer: Comer<'_>, challenge: &Challenge) -> Option<i64> {
        let data: &BTreeMap<_, _> = challenge.parameters.data.as_ref()?;
        let issued = Timestamp(data.get("issued")?.as_i64()?.checked_mul(1_000_000)?);
        let age = self.clock.now().seconds_since(issued);
        ((0..=GOOD).contains(&age) && data.get("for")?.as_str() == Some(&comer.mark())).then_some(age)
    }

    /// Takes what was done: a solution, or a challenge that is old enough; each for one request, which may come again.
    ///
    /// # Errors
    /// The refusal that says what to do, with a challenge.
    pub(super) fn take(&self, comer: Comer<'_>, given: &str, request: [u8; 16]) -> Result<(), Refusal> {
        let wanted = |seconds: i64, challenge: String| {
            let shown = usize::try_from(seconds.max(1)).unwrap_or(1);
            let words = format!(
                "Very much is coming in here at the moment. Nothing is lost: wait {shown} seconds and send it again."
            );
            let mut refusal =
                Refusal::new(429, "work_wanted", words).numbers([("seconds", shown)]).retry_after(shown as u64);
            refusal.challenge = Some(Box::new(challenge));
            refusal
        };
        let Some(Payload { challenge, solution }) = read(given) else {
            return Err(wanted(WAIT, self.challenge(comer)));
        };
        let Some(age) = self.age(comer, &challenge) else { return Err(wanted(WAIT, self.challenge(comer))) };
        let nonce = digest(&[challenge.parameters.nonce.as_bytes(), challenge.parameters.salt.as_bytes()]);
        match self.used.get(&nonce) {
            Some(by) if by == request => return Ok(()),
            Some(_) => return Err(wanted(WAIT, self.challenge(comer))),
            None => {}
        }
        let is_solved = solution.is_some();
        // Without a solution the signature alone is looked at: what was derived cannot be right, and need not be.
        let solution = solution.unwrap_or(Solution { counter: 0, derived_key: String::new(), time: None });
        let seen = verify_solution(VerifySolutionOptions::new(&challenge, &solution, comer.signing_key())).ok();
        if seen.as_ref().is_none_or(|seen| seen.invalid_signature != Some(false)) {
            return Err(wanted(WAIT, self.challenge(comer)));
        }
        let is_right = is_solved && seen.is_some_and(|seen| seen.verified);
        if !is_right && age < WAIT {
            return Err(wanted(WAIT - age, self.again(comer, given)));
        }
        if !is_right && self.waits.check_key(&comer.address_key()).is_err() {
            return Err(wanted(WAIT, self.again(comer, given)));
        }
        self.used.insert(nonce, request);
        Ok(())
    }

    pub(super) fn tidy(&self) {
        self.sign_ups.retain_recent();
        self.waits.retain_recent();
    }
}

/// The longest payload that is read: ours have some 500 bytes.
const LONGEST: usize = 2_000;

fn read(given: &str) -> Option<Payload> {
    if given.is_empty() || given.len() > LONGEST {
        return None;
    }
    serde_json::from_slice(&STANDARD.decode(given).ok()?).ok()
}

fn written(challenge: Challenge) -> String {
    STANDARD.encode(serde_json::to_vec(&Payload { challenge, solution: None }).unwrap_or_default())
}
