//! The fast tier: a linear model over hashed features, one a language, a head a category.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Category;
use crate::calibration::Calibration;
use crate::features::{Feature, Runs, Seen, WORD_WEIGHT, read};
use crate::lists::{Finder, Hit, List, find};
use crate::vocabulary::Vocabulary;
use crate::whole::wholes;

/// Weights of one row of the table: one a category, in steps of the head's `scale`.
pub type Row = [i8; 8];

/// The model of one language.
#[derive(Clone, Debug)]
pub struct Linear {
    /// Its language.
    pub language: String,
    /// The rows of the table are two to the power of this.
    pub bits: u32,
    /// Lengths of the runs of letters; nothing for a model that looks at the whole text alone, at links, numbers and the
    /// like.
    pub runs: Option<Runs>,
    /// The table.
    pub rows: Vec<Row>,
    /// One for each category that the language's data judged.
    pub heads: Vec<Head>,
    /// The words its data knows.
    pub vocabulary: Vocabulary,
}

/// How the weights of one category become a probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The category.
    pub category: Category,
    /// The size of one step of a weight.
    pub scale: f32,
    /// What is added for every text.
    pub bias: f32,
    /// How much the strongest sentence counts beside the whole, from 0 to 1.
    pub sentence: f32,
    /// From logit to score.
    pub calibration: Calibration,
}

/// Sums of the features of a sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    weights: [i32; 8],
    /// The sum of the squares of the features' counts.
    square: i32,
}

struct Sums<'a> {
    rows: &'a [Row],
    shift: u32,
    /// Sentences, the last being read.
    sentences: Vec<Sum>,
    finder: Finder<'a>,
}

impl Seen for Sums<'_> {
    #[inline(always)]
    fn feature(&mut self, feature: Feature) {
        let Some(sum) = self.sentences.last_mut() else { return };
        let row = &self.rows[(feature.hash >> self.shift) as usize];
        let count = if feature.word { WORD_WEIGHT } else { 1 };
        for (sum, weight) in sum.weights.iter_mut().zip(row) {
            *sum += i32::from(*weight) * count;
        }
        sum.square += count * count;
    }

    #[inline]
    fn word(&mut self, hash: u64, word: Range<usize>) {
        self.finder.word(hash, word);
    }

    #[inline(always)]
    fn stem(&mut self, hash: u64, _: Range<usize>) {
        self.finder.stem(hash);
    }

    fn sentence(&mut self) {
        if self.sentences.last().is_some_and(|sum| sum.square > 0) {
            self.sentences.push(Sum::default());
        }
    }
}

/// What a model says of a text, before calibration.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Logits by category; nothing where there is no head.
    pub logits: [Option<f32>; Category::COUNT],
    /// Words of the lists.
    pub hits: Vec<Hit>,
}

impl Linear {
    /// The head of a category.
    pub fn head(&self, category: Category) -> Option<&Head> {
        self.heads.iter().find(|head| head.category == category)
    }

    /// Logits of a view of `original`.
    pub fn logits(&self, original: &str, view: &str, list: &List) -> Raw {
        let mut sums = Sums {
            rows: &self.rows,
            shift: 64 - self.bits,
            sentences: vec![Sum::default()],
            finder: Finder::new(list, view),
        };
        match self.runs {
            Some(runs) => read(view, runs, &mut sums),
            None => sums.finder.hits = find(list, view),
        }
        let Sums { mut sentences, finder, .. } = sums;
        if sentences.len() > 1 && sentences.last().is_some_and(|sum| sum.square == 0) {
            sentences.pop();
        }
        let hits = finder.hits;
        let mut of_whole = [0_i32; 8];
        for hash in wholes(original, view, &hits) {
            for (sum, weight) in of_whole.iter_mut().zip(&self.rows[(hash >> (64 - self.bits)) as usize]) {
                *sum += i32::from(*weight);
            }
        }
        let mut all = Sum::default();
        for sentence in &sentences {
            for (sum, part) in all.weights.iter_mut().zip(sentence.weights) {
                *sum = sum.saturating_add(part);
            }
            all.square = all.square.saturating_add(sentence.square);
        }
        let mut logits = [None; Category::COUNT];
        for head in &self.heads {
            let index = head.category.index();
            let extra = head.bias + head.scale * of_whole[index] as f32;
            let one = |sum: &Sum| {
                let square = sum.square.max(1) as f32;
                // What is known of spam is short: a long text counts by how dense the signs of it are, not by how many.
                let longer = if head.category == Category::Spam { (square / SPAM_SQUARE).max(1.0).sqrt() } else { 1.0 };
                head.scale * sum.weights[index] as f32 / (square.sqrt() * longer)
            };
            let whole = one(&all);
            let strongest = sentences.iter().map(one).fold(f32::MIN, f32::max);
            let is_long = all.square > LONG_SQUARE && head.category == Category::Threat;
            let sentence = if is_long { head.sentence.max(LONG_SENTENCE) } else { head.sentence };
            logits[index] = Some(extra + whole + sentence * (strongest - whole).max(0.0));
        }
        Raw { logits, hits }
    }

    /// The words of a view that raise a category most, strongest first: each with what it adds to the sum of weights.
    pub fn causes(&self, view: &str, category: Category) -> Vec<(Range<usize>, f32)> {
        let mut weights =
            Causes { model: self, index: category.index(), by_byte: vec![0.0; view.len() + 1], words: Vec::new() };
        read(view, self.runs.unwrap_or(Runs::WORDS), &mut weights);
        let Causes { by_byte, words, .. } = weights;
        let mut found: Vec<(Range<usize>, f32)> = words
            .into_iter()
            .map(|word| {
                let sum = by_byte[word.clone()].iter().sum::<f32>();
                (word, sum)
            })
            .filter(|(_, sum)| *sum > 0.0)
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.start.cmp(&b.0.start)));
        found
    }
}

/// Shares each feature's weight among the bytes that it covers.
struct Causes<'a> {
    model: &'a Linear,
    index: usize,
    by_byte: Vec<f32>,
    words: Vec<Range<usize>>,
}

impl Seen for Causes<'_> {
    fn feature(&mut self, feature: Feature) {
        let row = self.model.rows[(feature.hash >> (64 - self.model.bits)) as usize];
        let count = if feature.word { WORD_WEIGHT as f32 } else { 1.0 };
        let place = feature.start as usize..(feature.end as usize).max(feature.start as usize + 1);
        // A pair may cover a long gap: its ends are enough, and the time stays linear.
        let length = place.len();
        let each = f32::from(row[self.index]) * count / length.min(MOST_COVERED) as f32;
        for byte in place.take(MOST_COVERED) {
            if let Some(sum) = self.by_byte.get_mut(byte) {
                *sum += each;
            }
        }
    }

    fn word(&mut self, _: u64, word: Range<usize>) {
        self.words.push(word);
    }

    fn stem(&mut self, _: u64, _: Range<usize>) {}

    fn sentence(&mut self) {}
}

/// From about eighty words on, one sentence that calls to violence drowns among those that do not: there the strongest
/// sentence counts nearly alone. Dev parts, whose texts are short, cannot say how much. Not so for hate: on the mails of
/// cypherpunks it held one text in five.
const LONG_SQUARE: i32 = 1_600;
const LONG_SENTENCE: f32 = 0.9;

/// The squared length of a text of about forty words, as advertisements are.
const SPAM_SQUARE: f32 = 800.0;

/// How many bytes one feature is shared among at most.
const MOST_COVERED: usize = 64;
