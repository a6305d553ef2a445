use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use understory_triage::{Calibration, Category, List, Logits, Reader, sentences};

use crate::EncoderError;
use crate::file::{Cutting, File, Header, damaged};
use crate::unigram::Unigram;
use crate::wordpiece::WordPiece;

/// Tokens in one reading at most, marks included: what training saw.
pub const WINDOW: usize = 128;

/// Where a text is longer than this, in tokens, its sentences are read in stretches, and the whole up to here.
const WHOLE: usize = 64;

/// Tokens of a text that are read at most, all readings together.
pub const BOUND: usize = 384;

/// A sentence shorter than this, in bytes, is read with its neighbour: "No. Never. Out." says nothing in parts.
const SHORT: usize = 16;

/// Sentences of a long text are read together up to so many bytes: some 40 tokens. That costs less, and sense goes on from
/// one to the next.
const TOGETHER: usize = 180;

/// Stretches of a text among which the one is looked for that says it, and words, or groups of words, that are left out one
/// after the other to see which do.
const LOOKED_AT: usize = 8;
const LEFT_OUT: usize = 16;

/// A net, ready to read.
pub struct Encoder {
    header: Header,
    cutter: Cutter,
    net: Model,
    ids: NodeId,
    places: NodeId,
    logits: NodeId,
    first: u32,
    last: u32,
}

enum Cutter {
    WordPiece(WordPiece),
    Unigram(Unigram),
}

std::thread_local! {
    /// A pool of one thread for each thread that reads: the pool that all share would have every text wait for every
    /// other, and threads that are made anew each time cost more than the reading.
    static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

impl Encoder {
    /// From the bytes of a file and the text of the hash file beside it.
    ///
    /// # Errors
    /// As [`File::read`]; and when the net is none.
    pub fn from_file(bytes: &[u8], hash: &str) -> Result<Self, EncoderError> {
        Self::new(File::read(bytes, hash)?)
    }

    /// From the parts of a file.
    ///
    /// # Errors
    /// When the parts do not fit together.
    pub fn new(file: File) -> Result<Self, EncoderError> {
        let pieces: Vec<&str> = file.pieces.iter().map(String::as_str).collect();
        let at = |names: [&str; 2]| pieces.iter().position(|piece| names.contains(piece)).map(|at| at as u32);
        let cutter = match file.header.cutting {
            Cutting::WordPiece => WordPiece::new(&pieces).map(Cutter::WordPiece),
            Cutting::Unigram if file.scores.len() == pieces.len() => {
                Unigram::new(&pieces, &file.scores).map(Cutter::Unigram)
            }
            Cutting::Unigram => None,
        };
        let (Some(cutter), Some(first), Some(last)) = (cutter, at(["[CLS]", "<s>"]), at(["[SEP]", "</s>"])) else {
            return Err(EncoderError::Damaged("its vocabulary lacks what every text needs".to_owned()));
        };
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true).enable_optimization(true);
        let net = options.load(file.net).map_err(|e| damaged(&e))?;
        let node = |name| net.node_id(name).map_err(|e| damaged(&e));
        let (ids, places, logits) = (node("ids")?, node("places")?, node("logits")?);
        let encoder = Self { header: file.header, cutter, net, ids, places, logits, first, last };
        // A net of another shape must be seen now, not at the first comment.
        if encoder.run(&[first, last])?.len() != encoder.header.outputs.len() {
            return Err(EncoderError::Damaged("the net gives other numbers than it says".to_owned()));
        }
        Ok(encoder)
    }

    /// What scores name it.
    pub fn version(&self) -> &str {
        &self.header.version
    }

    /// What is known of it.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// One reader for each language it is asked in.
    pub fn readers(self: &Arc<Self>) -> Vec<Arc<dyn Reader>> {
        (0..self.header.languages.len())
            .map(|language| Arc::new(Speaker { encoder: self.clone(), language }) as Arc<dyn Reader>)
            .collect()
    }

    /// Tokens of a text as the net takes them, marks included, at most `most`.
    pub fn tokens(&self, text: &str, most: usize) -> Vec<u32> {
        let mut tokens = vec![self.first];
        let most = most.max(2) - 1;
        let take = |piece| {
            if tokens.len() == most {
                return ControlFlow::Break(());
            }
            tokens.push(piece);
            ControlFlow::Continue(())
        };
        match &self.cutter {
            Cutter::WordPiece(cutter) => cutter.cut(text, take),
            Cutter::Unigram(cutter) => cutter.cut(text, take),
        }
        tokens.push(self.last);
        tokens
    }

    /// The numbers of the net for these tokens.
    ///
    /// # Errors
    /// When the net cannot run, which is a fault of its file.
    pub fn run(&self, tokens: &[u32]) -> Result<Vec<f32>, EncoderError> {
        let ids = NdTensor::from_data([1, tokens.len()], tokens.iter().map(|id| id.cast_signed()).collect::<Vec<_>>());
        let places = NdTensor::from_data([1, tokens.len()], (0..tokens.len() as i32).collect::<Vec<_>>());
        let options = POOL.with(|pool| RunOptions::default().with_thread_pool(Some(pool.clone())));
        let inputs = vec![(self.ids, ids.view().into()), (self.places, places.view().into())];
        let [logits] = self.net.run_n(inputs, [self.logits], Some(options)).map_err(|e| damaged(&e))?;
        let logits: NdTensor<f32, 2> = logits.try_into().map_err(|e| EncoderError::Damaged(format!("{e:?}")))?;
        Ok(logits.to_vec())
    }

    /// The parts of a text that are read: the whole, or its beginning, and its sentences or stretches of them, as far as
    /// [`BOUND`] goes; and whether that was all of it.
    pub fn parts(&self, text: &str) -> (Vec<Vec<u32>>, bool) {
        let whole = self.tokens(text, WHOLE + 1);
        let is_long = whole.len() > WHOLE;
        let stretches = stretches(text, is_long);
        if stretches.len() <= 1 && !is_long {
            return (vec![whole], true);
        }
        // A text that is one sentence without end has no whole beside its windows.
        let mut parts = if stretches.len() > 1 { vec![whole] } else { Vec::new() };
        let mut left = BOUND - parts.iter().map(Vec::len).sum::<usize>();
        for place in stretches {
            // One more than there is room for tells whether it was all.
            let tokens = self.tokens(&text[place], left + 1);
            let is_all = tokens.len() <= left;
            for window in tokens[1..tokens.len() - 1].chunks(WINDOW - 2) {
                let window = [&[self.first], window, &[self.last]].concat();
                left = left.saturating_sub(window.len());
                parts.push(window);
            }
            if !is_all {
                return (parts, false);
            }
        }
        (parts, true)
    }

    /// The numbers of a text, the highest of its parts for each output; and whether all of it was read.
    ///
    /// # Errors
    /// As [`Encoder::run`].
    pub fn read(&self, text: &str) -> Result<(Vec<f32>, bool), EncoderError> {
        let mut highest = vec![f32::NEG_INFINITY; self.header.outputs.len()];
        let (parts, whole) = self.parts(text);
        for part in parts {
            for (high, logit) in highest.iter_mut().zip(self.run(&part)?) {
                *high = high.max(logit);
            }
        }
        Ok((highest, whole))
    }
}

/// Sentences, short ones with their neighbours; in a long text neighbours together up to [`TOGETHER`].
fn stretches(text: &str, is_long: bool) -> Vec<Range<usize>> {
    let join = |parts: Vec<Range<usize>>, fits: &dyn Fn(&Range<usize>, &Range<usize>) -> bool| {
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(parts.len());
        for part in parts {
            match joined.last_mut() {
                Some(last) if fits(last, &part) => last.end = part.end,
                _ => joined.push(part),
            }
        }
        joined
    };
    let whole = join(sentences(text), &|last, part| part.len() < SHORT || last.len() < SHORT);
    if is_long { join(whole, &|last, part| part.end - last.start <= TOGETHER) } else { whole }
}

/// An encoder in one of its languages.
struct Speaker {
    encoder: Arc<Encoder>,
    language: usize,
}

impl Speaker {
    fn calibrations(&self) -> &[(Category, Calibration)] {
        &self.encoder.header.languages[self.language].calibrations
    }
}

impl Reader for Speaker {
    fn language(&self) -> &str {
        &self.encoder.header.languages[self.language].code
    }

    fn logits(&self, _: &str, view: &str, _: &List) -> Logits {
        let mut found = Logits { by_category: [None; Category::COUNT], whole: true };
        // A net that ran when it was loaded runs; if not, the fast tier's word stands.
        let Ok((logits, whole)) = self.encoder.read(view) else { return found };
        found.whole = whole;
        for (category, logit) in self.encoder.header.outputs.iter().zip(logits) {
            if self.calibration(*category).is_some() {
                found.by_category[category.index()] = Some(logit);
            }
        }
        found
    }

    fn calibration(&self, category: Category) -> Option<Calibration> {
        self.calibrations().iter().find(|(of, _)| *of == category).map(|(_, calibration)| *calibration)
    }

    fn beside(&self, category: Category) -> f32 {
        let beside = &self.encoder.header.languages[self.language].beside;
        beside.iter().find(|(of, _)| *of == category).map_or(0.0, |(_, much)| *much)
    }

    fn gate(&self) -> f32 {
        self.encoder.header.languages[self.language].gate
    }

    fn causes(&self, view: &str, category: Category) -> Vec<(Range<usize>, f32)> {
        let Some(output) = self.encoder.header.outputs.iter().position(|of| *of == category) else { return Vec::new() };
        let number =
            |text: &str| self.encoder.run(&self.encoder.tokens(text, WINDOW)).ok().map(|logits| logits[output]);
        // First the stretch that says it, then its words, each left out once.
        let is_long = self.encoder.tokens(view, WHOLE + 1).len() > WHOLE;
        let said = stretches(view, is_long).into_iter().take(LOOKED_AT);
        let said = said.filter_map(|place| Some((number(&view[place.clone()])?, place)));
        let Some((with, said)) = said.max_by(|a, b| a.0.total_cmp(&b.0)) else { return Vec::new() };
        let falls = |places: Vec<Range<usize>>| {
            let mut falls: Vec<(Range<usize>, f32)> = places
                .into_iter()
                .filter_map(|place| {
                    let without = format!("{} {}", &view[said.start..place.start], &view[place.end..said.end]);
                    let fall = with - number(&without)?;
                    (fall > 0.0).then_some((place, fall))
                })
                .collect();
            falls.sort_by(|a, b| b.1.total_cmp(&a.1));
            falls
        };
        let words = words(view, said.clone());
        if words.len() <= LEFT_OUT {
            return falls(words);
        }
        // In many words, those of the group that weighs most.
        let groups = falls(groups(&words, LEFT_OUT / 2));
        let Some((strongest, _)) = groups.first() else { return groups };
        let inner: Vec<Range<usize>> =
            words.into_iter().filter(|word| word.start >= strongest.start && word.end <= strongest.end).collect();
        let inner = falls(self::groups(&inner, LEFT_OUT / 2));
        if inner.is_empty() { groups } else { inner }
    }
}

/// The words of a part of a text.
fn words(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, c) in text[part.clone()].char_indices() {
        match (c.is_alphanumeric() || c == '\'' || c == '’', begin) {
            (true, None) => begin = Some(part.start + at),
            (false, Some(from)) => {
                words.push(from..part.start + at);
                begin = None;
            }
            _ => {}
        }
    }
    words.extend(begin.map(|from| from..part.end));
    words
}

/// Words by themselves where there are few, else neighbours together, so that there are no more than `most`.
fn groups(words: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    words.chunks(words.len().div_ceil(most).max(1)).map(|some| some[0].start..some[some.len() - 1].end).collect()
}
