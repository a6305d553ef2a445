//! What a site's own decisions add to readings: a small correction, learnt from what its desk held, removed and let pass.
//!
//! It moves how far a text is past the line from which it waits, by a bias for the category that leads, by what the other categories say,
//! and by words; never further than [`BOUND`]. It is used only where it is not worse, on decisions that it did not learn
//! from, than what it would replace ([`Learnt::is_no_worse`]).

use serde::{Deserialize, Serialize};

use crate::calibration::{logit, sigmoid};
use crate::features::{Feature, Runs, START, Seen, read, step, word_hash};
use crate::{Category, Policy, Reading, View};

/// How far a score can be moved, on the logistic scale: 0.5 becomes 0.82 or 0.18 at most, and what is at 0.9 stays past 0.65.
/// So that a desk's taste counts where the models are in doubt, and nobody's decisions silence what is plain.
pub const BOUND: f32 = 1.5;

/// Decisions from which on there is something to learn.
pub const FEWEST: usize = 200;

/// Of these at least, each way.
pub const FEWEST_EACH_WAY: usize = 20;

/// How much larger the share of texts that wait may become among those that nobody objected to; one text in any case.
pub const MORE_HELD: f64 = 0.005;

/// One text in so many is held back to judge by.
const HELD_BACK: u64 = 5;

/// Words are told apart by hashes of so many bits.
const BITS: u32 = 12;

/// How often the examples are gone through, how fast, and how strongly every number is drawn back to nothing.
const ROUNDS: usize = 20;
const RATE: f32 = 0.1;
const DRAWN: f32 = 2e-3;

/// A score's distance from the line is as far as this at most, as what is said of a text.
const FAR: f32 = 4.0;

/// A text about which the desk decided, or that stood for long without anybody objecting.
#[derive(Clone, Debug)]
pub struct Example {
    /// As typed.
    pub text: String,
    /// What the models say of it.
    pub reading: Reading,
    /// From where on texts wait where it was written.
    pub policy: Policy,
    /// Whether it was to wait or to go.
    pub waits: bool,
    /// Whether somebody decided that; else it stood and nobody objected.
    pub decided: bool,
}

/// A correction. Kept as JSON, some twenty kilobytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Correction {
    bias: [f32; Category::COUNT],
    others: [f32; Category::COUNT],
    words: Vec<f32>,
}

/// As it is kept: words' weights in steps.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    bias: [f32; Category::COUNT],
    others: [f32; Category::COUNT],
    step: f32,
    words: Vec<i8>,
}

impl From<Correction> for Parts {
    fn from(from: Correction) -> Self {
        let most = from.words.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let step = (most / 127.0).max(f32::MIN_POSITIVE);
        let words = from.words.iter().map(|weight| (weight / step).round() as i8).collect();
        Self { bias: from.bias, others: from.others, step, words }
    }
}

impl TryFrom<Parts> for Correction {
    type Error = String;

    fn try_from(from: Parts) -> Result<Self, String> {
        if from.words.len() != 1 << BITS {
            return Err(format!("a correction has {} weights for words, not {}", 1 << BITS, from.words.len()));
        }
        let words: Vec<f32> = from.words.iter().map(|weight| f32::from(*weight) * from.step).collect();
        if from.bias.iter().chain(&from.others).chain(&words).any(|number| !number.is_finite()) {
            return Err("a correction holds a number that is none".to_owned());
        }
        Ok(Self { bias: from.bias, others: from.others, words })
    }
}

/// How good decisions are on texts that were held back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The mean surprise at what was decided, in nats: less is better.
    pub surprise: f64,
    /// Texts that are on the side of the line where the desk put them, as a share.
    pub agreeing: f64,
    /// Of the texts that nobody objected to, those that would wait.
    pub waiting: usize,
    /// The texts that nobody objected to.
    pub stood: usize,
}

/// What came of learning.
#[derive(Clone, Debug)]
pub struct Learnt {
    /// What was learnt.
    pub correction: Correction,
    /// Decisions it was learnt from, and those held back.
    pub learnt_from: usize,
    /// Decisions it was judged by.
    pub held_back: usize,
    /// Without any correction.
    pub without: Held,
    /// With the one that was in use, if there was one.
    pub with_current: Option<Held>,
    /// With this one.
    pub with: Held,
}

impl Learnt {
    /// Whether it may be used: not worse on what was held back than without, nor than what is in use.
    pub fn is_no_worse(&self) -> bool {
        [Some(self.without), self.with_current].into_iter().flatten().all(|other| {
            self.with.surprise <= other.surprise
                && self.with.agreeing >= other.agreeing
                && self.with.waiting <= other.waiting + ((MORE_HELD * other.stood as f64) as usize).max(1)
        })
    }
}

/// Why nothing was learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooFew {
    /// There are too few decisions.
    #[error("there are {found} decisions about texts that triage reads; learning begins at {FEWEST}")]
    Decisions {
        /// How many there are.
        found: usize,
    },
    /// Nearly all of them go one way.
    #[error("{holding} decisions hold or remove and {passing} let pass; learning needs {FEWEST_EACH_WAY} of each")]
    OneWay {
        /// Those that hold or remove.
        holding: usize,
        /// Those that let pass.
        passing: usize,
    },
}

/// The category that is nearest to its line or furthest past it, and how far, on the logistic scale; nothing where nothing
/// has texts wait.
fn leading(reading: &Reading, policy: &Policy) -> Option<(usize, f32)> {
    let distance = |index: usize| policy.hold[index].map(|line| logit(reading.scores[index]) - logit(line));
    (0..Category::COUNT).filter_map(|index| Some((index, distance(index)?))).max_by(|a, b| a.1.total_cmp(&b.1))
}

/// Words and pairs of words of a text, as places in a table, each once, and what each counts.
struct Words(Vec<u16>);

impl Seen for Words {
    fn feature(&mut self, feature: Feature) {
        if feature.word {
            self.0.push((feature.hash >> (64 - BITS)) as u16);
        }
    }

    fn word(&mut self, _: u64, _: std::ops::Range<usize>) {}
    fn stem(&mut self, _: u64, _: std::ops::Range<usize>) {}
    fn sentence(&mut self) {}
}

fn words_of(text: &str) -> (Vec<u16>, f32) {
    let mut words = Words(Vec::new());
    read(&View::of(text).text, Runs::WORDS, &mut words);
    let mut words = words.0;
    words.sort_unstable();
    words.dedup();
    let each = 1.0 / (words.len().max(1) as f32).sqrt();
    (words, each)
}

fn said(reading: &Reading) -> [f32; Category::COUNT] {
    reading.scores.map(|score| logit(score).clamp(-FAR, FAR) / FAR)
}

/// What is known of an example, ready to learn from.
struct Known {
    leading: usize,
    distance: f32,
    said: [f32; Category::COUNT],
    words: Vec<u16>,
    each: f32,
    waits: bool,
    decided: bool,
}

impl Known {
    fn of(example: &Example) -> Option<Self> {
        let (leading, distance) = leading(&example.reading, &example.policy)?;
        let (words, each) = words_of(&example.text);
        let said = said(&example.reading);
        Some(Self { leading, distance, said, words, each, waits: example.waits, decided: example.decided })
    }
}

/// What a number has become so far, and how far it has come (Duchi et al., 2011: AdaGrad).
#[derive(Clone, Copy, Default)]
struct Number {
    is: f32,
    gone: f32,
}

impl Number {
    fn learn(&mut self, slope: f32) {
        let slope = slope + DRAWN * self.is;
        self.gone += slope * slope;
        self.is -= RATE * slope / (self.gone.sqrt() + 1e-6);
    }
}

impl Correction {
    /// Learns from a site's decisions, the newest first: of equal texts the first counts. `current` is what is in use now.
    ///
    /// # Errors
    /// When there are too few.
    pub fn learn(mut examples: Vec<Example>, current: Option<&Self>) -> Result<Learnt, TooFew> {
        // A text that came a hundred times is one text, decided as it was last.
        let key = |example: &Example| step(START, word_hash(&View::of(&example.text).text));
        examples.sort_by_cached_key(|example| (key(example), example.text.clone(), !example.decided));
        examples.dedup_by(|later, first| later.text == first.text);
        let known: Vec<(bool, Known)> = examples
            .iter()
            .filter_map(|example| Some(((key(example) >> 7).is_multiple_of(HELD_BACK), Known::of(example)?)))
            .collect();
        let decided = || known.iter().filter(|(_, known)| known.decided);
        let (found, holding) = (decided().count(), decided().filter(|(_, known)| known.waits).count());
        if found < FEWEST {
            return Err(TooFew::Decisions { found });
        }
        if holding.min(found - holding) < FEWEST_EACH_WAY {
            return Err(TooFew::OneWay { holding, passing: found - holding });
        }
        let learning: Vec<&Known> = known.iter().filter(|(back, _)| !back).map(|(_, known)| known).collect();
        let judging: Vec<&Known> = known.iter().filter(|(back, _)| *back).map(|(_, known)| known).collect();
        let correction = Self::fitted(&learning);
        Ok(Learnt {
            learnt_from: learning.iter().filter(|known| known.decided).count(),
            held_back: judging.iter().filter(|known| known.decided).count(),
            without: judged(None, &judging),
            with_current: current.map(|current| judged(Some(current), &judging)),
            with: judged(Some(&correction), &judging),
            correction,
        })
    }

    fn fitted(learning: &[&Known]) -> Self {
        let mut bias = [Number::default(); Category::COUNT];
        let mut others = [Number::default(); Category::COUNT];
        let mut words = vec![Number::default(); 1 << BITS];
        for _ in 0..ROUNDS {
            for known in learning {
                let sum = bias[known.leading].is
                    + known.said.iter().zip(&others).map(|(said, number)| said * number.is).sum::<f32>()
                    + known.words.iter().map(|word| words[usize::from(*word)].is).sum::<f32>() * known.each;
                let bounded = (sum / BOUND).tanh();
                let chance = sigmoid(known.distance + BOUND * bounded);
                let slope = (chance - f32::from(u8::from(known.waits))) * (1.0 - bounded * bounded);
                bias[known.leading].learn(slope);
                for (said, number) in known.said.iter().zip(&mut others) {
                    number.learn(slope * said);
                }
                for word in &known.words {
                    words[usize::from(*word)].learn(slope * known.each);
                }
            }
        }
        let plain = Self {
            bias: bias.map(|number| number.is),
            others: others.map(|number| number.is),
            words: words.iter().map(|number| number.is).collect(),
        };
        // What is judged is what will be kept.
        Self::try_from(Parts::from(plain.clone())).unwrap_or(plain)
    }

    /// How far a text led by this category is moved, on the logistic scale: never further than [`BOUND`].
    fn shift(&self, leading: usize, said: &[f32; Category::COUNT], words: &[u16], each: f32) -> f32 {
        let sum = self.bias[leading]
            + said.iter().zip(&self.others).map(|(said, weight)| said * weight).sum::<f32>()
            + words.iter().map(|word| self.words[usize::from(*word)]).sum::<f32>() * each;
        BOUND * (sum / BOUND).tanh()
    }

    /// A reading as this site sees it: scores that have texts wait are moved, the others stay. Spam stays where it is removed
    /// at once: no machine removes anything by what it learnt from a desk's decisions.
    pub fn corrected(&self, text: &str, reading: &Reading, policy: &Policy) -> Reading {
        let Some((leading, _)) = leading(reading, policy) else { return reading.clone() };
        let (words, each) = words_of(text);
        let shift = self.shift(leading, &said(reading), &words, each);
        let mut corrected = reading.clone();
        for category in Category::ALL {
            let index = category.index();
            let removes = category == Category::Spam && policy.reject_spam.is_some();
            if policy.hold[index].is_some() && !removes && reading.scores[index] > 0.0 {
                corrected.scores[index] = sigmoid(logit(reading.scores[index]) + shift);
            }
        }
        corrected
    }
}

fn judged(correction: Option<&Correction>, judging: &[&Known]) -> Held {
    let (mut surprise, mut agreeing, mut decided, mut waiting, mut stood) = (0.0, 0, 0, 0, 0);
    for known in judging {
        let shift = correction.map_or(0.0, |it| it.shift(known.leading, &known.said, &known.words, known.each));
        let moved = known.distance + shift;
        if known.decided {
            let chance = f64::from(sigmoid(if known.waits { moved } else { -moved }));
            surprise -= chance.max(1e-6).ln();
            agreeing += usize::from((moved >= 0.0) == known.waits);
            decided += 1;
        } else {
            waiting += usize::from(moved >= 0.0);
            stood += 1;
        }
    }
    let share = |some: usize, of: usize| if of == 0 { 0.0 } else { some as f64 / of as f64 };
    Held {
        surprise: if decided == 0 { 0.0 } else { surprise / f64::from(decided) },
        agreeing: share(agreeing, decided as usize),
        waiting,
        stood,
    }
}
