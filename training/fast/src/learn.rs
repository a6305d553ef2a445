//! Learning: logistic loss, AdaGrad (Duchi et al., 2011) in a fixed order, all heads at once, what was not judged masked.

use understory_triage::features::{Feature, Runs, Seen, WORD_WEIGHT, read};
use understory_triage::labelled::Row;
use understory_triage::{Category, Finder, List, View, wholes};

/// A text as the learner sees it.
pub struct Example {
    /// Rows of the table; words have the upper bit set and count more.
    features: Vec<u32>,
    /// Rows of what is said of the whole text.
    wholes: Vec<u32>,
    /// One over the length of the vector.
    norm: f32,
    labels: [Option<bool>; Category::COUNT],
    /// Which source it is from: what differs between sources and not between texts is learnt apart.
    source: usize,
    weight: f32,
}

const IS_WORD: u32 = 1 << 31;

struct Collect<'a> {
    bits: u32,
    features: Vec<u32>,
    finder: Finder<'a>,
}

impl Seen for Collect<'_> {
    fn feature(&mut self, feature: Feature) {
        let row = (feature.hash >> (64 - self.bits)) as u32;
        self.features.push(if feature.word { row | IS_WORD } else { row });
    }
    fn word(&mut self, hash: u64, word: std::ops::Range<usize>) {
        self.finder.word(hash, word);
    }
    fn stem(&mut self, hash: u64, _: std::ops::Range<usize>) {
        self.finder.stem(hash);
    }
    fn sentence(&mut self) {}
}

/// Makes an example of a row; without `runs`, of what is said of the whole text alone.
pub fn example(row: &Row, source: usize, weight: f32, bits: u32, runs: Option<Runs>, list: &List) -> Example {
    let view = View::of(&row.text).text;
    let mut collect = Collect { bits, features: Vec::new(), finder: Finder::new(list, &view) };
    read(&view, runs.unwrap_or(Runs::WORDS), &mut collect);
    let Collect { mut features, finder, .. } = collect;
    if runs.is_none() {
        features.clear();
    }
    let square: i32 = features.iter().map(|f| if f & IS_WORD != 0 { WORD_WEIGHT * WORD_WEIGHT } else { 1 }).sum();
    Example {
        wholes: wholes(&row.text, &view, &finder.hits).iter().map(|hash| (hash >> (64 - bits)) as u32).collect(),
        norm: 1.0 / (square.max(1) as f32).sqrt(),
        features,
        labels: row.labels,
        source,
        weight,
    }
}

/// What the learner may choose.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often everything is gone through.
    pub rounds: usize,
    /// The first step's size.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub shrink: f32,
}

/// Weights as learnt.
pub struct Learnt {
    /// By row, by category.
    pub table: Vec<[f32; 8]>,
    /// By category.
    pub bias: [f32; 8],
}

/// Learns from examples in their order, which is mixed by a fixed seed.
pub fn learn(examples: &[Example], sources: usize, bits: u32, settings: Settings) -> Learnt {
    let size = 1_usize << bits;
    let mut table = vec![[0.0_f32; 8]; size];
    let mut squares = vec![[1e-3_f32; 8]; size];
    let mut bias = [0.0_f32; 8];
    // What a source calls a case belongs to the source, not to its texts.
    let mut by_source = vec![[0.0_f32; 8]; sources];
    let mut bias_squares = vec![[1e-2_f32; 8]; sources + 1];
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut state = 1_u64;
    for _ in 0..settings.rounds {
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, ((state >> 33) % (at as u64 + 1)) as usize);
        }
        for index in &order {
            let example = &examples[*index as usize];
            let mut sums = [0.0_f32; 8];
            for feature in &example.features {
                let (row, count) = unpack(*feature);
                for (sum, weight) in sums.iter_mut().zip(table[row]) {
                    *sum += weight * count;
                }
            }
            let mut errors = [0.0_f32; 8];
            for sum in &mut sums {
                *sum *= example.norm;
            }
            for row in &example.wholes {
                for (sum, weight) in sums.iter_mut().zip(table[*row as usize]) {
                    *sum += weight;
                }
            }
            for (category, label) in example.labels.iter().enumerate() {
                if let Some(is) = label {
                    let z = sums[category] + bias[category] + by_source[example.source][category];
                    errors[category] = (sigmoid(z) - f32::from(u8::from(*is))) * example.weight;
                }
            }
            if errors.iter().all(|error| *error == 0.0) {
                continue;
            }
            for k in 0..8 {
                let error = errors[k];
                if error != 0.0 {
                    bias_squares[0][k] += error * error;
                    bias[k] -= 0.1 * error / bias_squares[0][k].sqrt();
                    let squares = &mut bias_squares[example.source + 1][k];
                    *squares += error * error;
                    by_source[example.source][k] -= 0.1 * error / squares.sqrt();
                }
            }
            let mut update = |row: usize, value: f32| {
                let (weights, squares) = (&mut table[row], &mut squares[row]);
                for k in 0..8 {
                    let gradient = errors[k] * value + settings.shrink * weights[k] * (errors[k] != 0.0) as u8 as f32;
                    squares[k] += gradient * gradient;
                    weights[k] -= settings.rate * gradient / squares[k].sqrt();
                }
            };
            for feature in &example.features {
                let (row, count) = unpack(*feature);
                update(row, count * example.norm);
            }
            for row in &example.wholes {
                update(*row as usize, 1.0);
            }
        }
    }
    Learnt { table, bias }
}

fn unpack(feature: u32) -> (usize, f32) {
    if feature & IS_WORD != 0 { ((feature & !IS_WORD) as usize, WORD_WEIGHT as f32) } else { (feature as usize, 1.0) }
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
