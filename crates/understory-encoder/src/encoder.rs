use std::ops::Range;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;
use understory_triage::{Calibration, Category, List, Reader};

use crate::EncoderError;
use crate::file::{Cutting, File, Header, damaged};
use crate::sentences::sentences;
use crate::unigram::Unigram;
use crate::wordpiece::WordPiece;

/// Tokens in one reading at most, marks included: what training saw.
pub const WINDOW: usize = 128;

/// A part of a text that is longer than this, in tokens, is not read once more as part of the whole: the whole is read
/// up to here, its sentences each.
const WHOLE: usize = 64;

/// Tokens of a text that are read at most, all readings together. What lies beyond is left to the fast tier.
pub const BOUND: usize = 384;

/// Words left out, one after the other, to see which of them say it.
const LEFT_OUT: usize = 24;

/// Numbers of the net for one text.
type Logits = [Option<f32>; Category::COUNT];

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
        let mut take = |piece, _: Range<usize>| {
            if tokens.len() < most {
                tokens.push(piece);
            }
        };
        // No text needs more letters than this for so many tokens; a longer word is one.
        let text = &text[..text.char_indices().nth(most * 24).map_or(text.len(), |(at, _)| at)];
        match &self.cutter {
            Cutter::WordPiece(cutter) => cutter.cut(text, &mut take),
            Cutter::Unigram(cutter) => cutter.cut(text, &mut take),
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

    /// The parts of a text that are read: the whole, and its sentences where there are several; or, where it is long,
    /// its beginning and stretches of sentences, as far as [`BOUND`] goes.
    pub fn parts(&self, text: &str) -> Vec<Vec<u32>> {
        let whole = self.tokens(text, WHOLE + 1);
        let sentences = sentences(text);
        if sentences.len() <= 1 {
            // One sentence without end: windows over its words.
            return if whole.len() <= WHOLE { vec![whole] } else { self.windows(text) };
        }
        let is_long = whole.len() > WHOLE;
        let mut parts = vec![whole];
        let mut read: usize = parts[0].len();
        let mut place: Option<Range<usize>> = None;
        for next in sentences.iter().cloned().map(Some).chain([None]) {
            // In a long text neighbours are read together: that costs less, and sense goes on from one to the next.
            let together = match (&place, &next) {
                (Some(so_far), Some(next)) if is_long && next.end - so_far.start <= TOGETHER => {
                    Some(so_far.start..next.end)
                }
                _ => None,
            };
            if together.is_some() {
                place = together;
                continue;
            }
            if let Some(done) = place.take() {
                let tokens = self.tokens(&text[done], WINDOW);
                read += tokens.len();
                if read > BOUND {
                    break;
                }
                parts.push(tokens);
            }
            place = next;
        }
        parts
    }

    fn windows(&self, text: &str) -> Vec<Vec<u32>> {
        let all = self.tokens(text, BOUND);
        let inner = &all[1..all.len() - 1];
        let mark = |part: &[u32]| [&[self.first], part, &[self.last]].concat();
        inner.chunks(WINDOW - 2).map(mark).collect()
    }

    /// The numbers of a text: the highest of its parts for each output.
    ///
    /// # Errors
    /// As [`Encoder::run`].
    pub fn read(&self, text: &str) -> Result<Vec<f32>, EncoderError> {
        let mut highest = vec![f32::NEG_INFINITY; self.header.outputs.len()];
        for part in self.parts(text) {
            for (high, logit) in highest.iter_mut().zip(self.run(&part)?) {
                *high = high.max(logit);
            }
        }
        Ok(highest)
    }
}

/// Sentences of a long text are read together up to so many bytes: some 40 tokens.
const TOGETHER: usize = 180;

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
        let mut found = Logits::default();
        // A net that ran when it was loaded runs; if not, the fast tier's word stands.
        let Ok(logits) = self.encoder.read(view) else { return found };
        for (category, logit) in self.encoder.header.outputs.iter().zip(logits) {
            if self.calibration(*category).is_some() {
                found[category.index()] = Some(logit);
            }
        }
        found
    }

    fn calibration(&self, category: Category) -> Option<Calibration> {
        self.calibrations().iter().find(|(of, _)| *of == category).map(|(_, calibration)| *calibration)
    }

    fn causes(&self, view: &str, category: Category) -> Vec<(Range<usize>, f32)> {
        let Some(output) = self.encoder.header.outputs.iter().position(|of| *of == category) else { return Vec::new() };
        let number =
            |text: &str| self.encoder.run(&self.encoder.tokens(text, WINDOW)).ok().map(|logits| logits[output]);
        // First the sentence that says it, then its words, each left out once.
        let all = sentences(view);
        let said = all.iter().take(LEFT_OUT).cloned().filter_map(|place| Some((number(&view[place.clone()])?, place)));
        let Some((_, sentence)) = said.max_by(|a, b| a.0.total_cmp(&b.0)) else { return Vec::new() };
        let words = words(view, sentence.clone());
        let Some(with) = number(&view[sentence.clone()]) else { return Vec::new() };
        let mut causes: Vec<(Range<usize>, f32)> = groups(&words)
            .into_iter()
            .filter_map(|place| {
                let without = format!("{} {}", &view[sentence.start..place.start], &view[place.end..sentence.end]);
                let fall = with - number(&without)?;
                (fall > 0.0).then_some((place, fall))
            })
            .collect();
        causes.sort_by(|a, b| b.1.total_cmp(&a.1));
        causes
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

/// Words by themselves where there are few, else neighbours together, so that there are no more than [`LEFT_OUT`].
fn groups(words: &[Range<usize>]) -> Vec<Range<usize>> {
    words.chunks(words.len().div_ceil(LEFT_OUT).max(1)).map(|some| some[0].start..some[some.len() - 1].end).collect()
}
