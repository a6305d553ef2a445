use std::ops::Range;
use std::sync::Arc;

use crate::calibration::Calibration;
use crate::linear::Linear;
use crate::lists::{Hit, List, find};
use crate::{Category, Model, ModelError, View, language};

/// What a reader says of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logits {
    /// By category; nothing where it was not trained.
    pub by_category: [Option<f32>; Category::COUNT],
    /// Whether it read all of the text. If not, other readers' words count as well.
    pub whole: bool,
}

/// A model that gives logits for texts of one language. The fast tier is one; slower and better ones stand beside it.
pub trait Reader: Send + Sync {
    /// Its language, as a code of two letters.
    fn language(&self) -> &str;

    /// Logits of a text. `original` is what was typed, `view` how models see it.
    fn logits(&self, original: &str, view: &str, list: &List) -> Logits;

    /// How a category's logits become scores.
    fn calibration(&self, category: Category) -> Option<Calibration>;

    /// The words of the view that raise a category, the strongest first, with how much.
    fn causes(&self, view: &str, category: Category) -> Vec<(Range<usize>, f32)>;

    /// How much the logit of the reader before it counts beside its own: one that knows words and one that knows meaning
    /// are wrong about different texts.
    fn beside(&self, _category: Category) -> f32 {
        0.0
    }

    /// It need not be asked of texts for which the readers before it have all [`GATING`] categories below this score.
    fn gate(&self) -> f32 {
        0.0
    }
}

/// The categories that decide whether a text is worth a second reading.
pub const GATING: [Category; 4] = [Category::Toxic, Category::Hate, Category::Threat, Category::Insult];

impl Reader for Linear {
    fn language(&self) -> &str {
        &self.language
    }

    fn logits(&self, original: &str, view: &str, list: &List) -> Logits {
        Logits { by_category: Self::logits(self, original, view, list).logits, whole: true }
    }

    fn calibration(&self, category: Category) -> Option<Calibration> {
        self.head(category).map(|head| head.calibration)
    }

    fn causes(&self, view: &str, category: Category) -> Vec<(Range<usize>, f32)> {
        Self::causes(self, view, category)
    }
}

/// Where a score comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A model with figures for this language and category.
    Measured,
    /// Lists of words, or a model that looks at links and numbers alone: the order is of use, the number is not a
    /// probability.
    Uncalibrated,
    /// Nothing reads this category in this language: the score is 0 and says nothing.
    Unread,
}

/// What a text reads like.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The language it was read in, as a code of two letters.
    pub language: String,
    /// By category: from 0 to 1, 0.5 being the decision point.
    pub scores: [f32; Category::COUNT],
    /// By category: the probability behind the score.
    pub probabilities: [f32; Category::COUNT],
    /// By category: where it comes from.
    pub basis: [Basis; Category::COUNT],
    /// Whether undoing a disguise raised a score.
    pub disguised: bool,
}

impl Reading {
    /// The score of a category.
    pub fn score(&self, category: Category) -> f32 {
        self.scores[category.index()]
    }

    /// Whether any model has figures for the language.
    pub fn is_measured(&self) -> bool {
        self.basis[Category::Toxic.index()] == Basis::Measured
    }
}

/// Words that caused a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where, in bytes of the text as typed.
    pub place: Range<usize>,
    /// For which category.
    pub category: Category,
}

/// The reader of texts. A clone shares everything.
#[derive(Clone)]
pub struct Triage {
    models: Arc<[Linear]>,
    readers: Vec<Arc<dyn Reader>>,
    lists: Arc<[(&'static str, List)]>,
    none: List,
    version: String,
}

impl std::fmt::Debug for Triage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Triage").field("version", &self.version).finish_non_exhaustive()
    }
}

/// The language under which a model stands that looks at links, numbers and repetition alone.
pub const ANY_LANGUAGE: &str = "xx";

/// How many spans a category gets.
const SPANS: usize = 3;

impl Triage {
    /// With a model; see [`Model::read`].
    pub fn new(model: Model) -> Self {
        Self {
            version: model.version,
            models: model.languages.into(),
            readers: Vec::new(),
            lists: List::all().into(),
            none: List::default(),
        }
    }

    /// Without a model: lists of words are all it knows.
    pub fn lists_only() -> Self {
        Self::new(Model { version: format!("lists-{}", env!("CARGO_PKG_VERSION")), languages: Vec::new() })
    }

    /// From a model file and the text of the hash file beside it.
    ///
    /// # Errors
    /// As [`Model::read`].
    pub fn from_file(bytes: &[u8], hash: &str) -> Result<Self, ModelError> {
        Model::read(bytes, hash).map(Self::new)
    }

    /// With the model that this program carries.
    ///
    /// # Errors
    /// As [`Model::read`].
    #[cfg(feature = "embedded-model")]
    pub fn embedded() -> Result<Self, ModelError> {
        let file = include_bytes!("../../../models/fast.model");
        Self::from_file(file, include_str!("../../../models/fast.model.sha256"))
    }

    /// Adds a slower and better reader, whose word counts where it has one.
    #[must_use]
    pub fn with_reader(mut self, reader: Arc<dyn Reader>, version: &str) -> Self {
        // One encoder is a reader of several languages.
        if !self.version.split('+').any(|part| part == version) {
            self.version = format!("{}+{version}", self.version);
        }
        self.readers.push(reader);
        self
    }

    /// What scores name: the model's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether there is a model.
    pub fn has_model(&self) -> bool {
        !self.models.is_empty()
    }

    /// The same without slower and better readers.
    #[must_use]
    pub fn fast(&self) -> Self {
        let version = self.version.split('+').next().unwrap_or_default().to_owned();
        Self { readers: Vec::new(), version, ..self.clone() }
    }

    /// Whether the fast tier reads alone: a comment takes microseconds then, not milliseconds.
    pub fn is_fast(&self) -> bool {
        self.readers.is_empty()
    }

    /// The languages that models have figures for.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.models.iter().map(|model| model.language.as_str()).filter(|code| *code != ANY_LANGUAGE)
    }

    fn model(&self, language: &str) -> Option<&Linear> {
        self.models.iter().find(|model| model.language == language)
    }

    /// Every reader of a language, the best last.
    fn readers<'a>(&'a self, language: &'a str) -> impl Iterator<Item = &'a dyn Reader> {
        let fast = self.models.iter().map(|model| model as &dyn Reader);
        fast.chain(self.readers.iter().map(|reader| &**reader)).filter(move |reader| reader.language() == language)
    }

    /// The word list of a language; an empty one where there is none.
    pub fn list(&self, language: &str) -> &List {
        self.lists.iter().find(|(code, _)| *code == language).map_or(&self.none, |(_, list)| list)
    }

    /// The views of a text: as typed, and without disguise if it wears one.
    fn views(&self, text: &str, language: &str) -> (View, Option<View>) {
        let view = View::of(text);
        let folded = crate::fold::fold(
            text,
            &view,
            language,
            self.model(language).map(|model| &model.vocabulary),
            self.list(language),
        );
        (view, folded)
    }

    /// Reads a text. `hint` is the language of the page it stands on, as a BCP 47 tag.
    pub fn read(&self, text: &str, hint: Option<&str>) -> Reading {
        self.read_as(text, language(text, hint))
    }

    /// Reads a text that is known to be in a language, a code of two letters.
    pub fn read_as(&self, text: &str, language: &str) -> Reading {
        let (view, folded) = self.views(text, language);
        let mut reading = Reading {
            language: language.to_owned(),
            scores: [0.0; Category::COUNT],
            probabilities: [0.0; Category::COUNT],
            basis: [Basis::Unread; Category::COUNT],
            disguised: false,
        };
        self.score(text, &view.text, language, &mut reading);
        if let Some(folded) = folded {
            let before = reading.scores;
            self.score(text, &folded.text, language, &mut reading);
            reading.disguised = reading.scores.iter().zip(before).any(|(now, before)| *now > before);
        }
        reading
    }

    /// Scores a view; the higher score of each category stays.
    fn score(&self, text: &str, view: &str, language: &str, reading: &mut Reading) {
        let list = self.list(language);
        let mut scores: [Option<(f32, f32, Basis)>; Category::COUNT] = [None; Category::COUNT];
        let mut before: [Option<f32>; Category::COUNT] = [None; Category::COUNT];
        for reader in self.readers(language) {
            let is_calm =
                |category: Category| scores[category.index()].is_some_and(|(score, ..)| score < reader.gate());
            if GATING.into_iter().all(is_calm) {
                continue;
            }
            let said = reader.logits(text, view, list);
            for category in Category::ALL {
                let index = category.index();
                if let (Some(own), Some(calibration)) = (said.by_category[index], reader.calibration(category)) {
                    let logit = own + reader.beside(category) * before[index].unwrap_or(0.0);
                    let probability = calibration.probability(logit);
                    let score = calibration.score(probability);
                    // The better reader's word counts alone, but of what it did not read.
                    if said.whole || scores[index].is_none_or(|(before, ..)| score > before) {
                        scores[index] = Some((score, probability, Basis::Measured));
                    }
                }
                before[index] = said.by_category[index].or(before[index]);
            }
        }
        if scores[Category::Spam.index()].is_none()
            && let Some(any) = self.model(ANY_LANGUAGE)
            && let Some(head) = any.head(Category::Spam)
            && let Some(logit) = any.logits(text, view, list).logits[Category::Spam.index()]
        {
            let probability = head.calibration.probability(logit);
            let score = head.calibration.score(probability);
            scores[Category::Spam.index()] = Some((score, probability, Basis::Uncalibrated));
        }
        if [Category::Profanity, Category::Sexual, Category::Toxic].iter().any(|c| scores[c.index()].is_none()) {
            let hits = find(list, view);
            let listed = !list.terms().is_empty();
            for (category, words) in [
                (Category::Profanity, Category::Profanity),
                (Category::Sexual, Category::Sexual),
                (Category::Toxic, Category::Profanity),
            ] {
                if listed && scores[category.index()].is_none() {
                    let score = by_list(&hits, words);
                    scores[category.index()] = Some((score, score, Basis::Uncalibrated));
                }
            }
        }
        for (index, found) in scores.into_iter().enumerate() {
            if let Some((score, probability, basis)) = found
                && (reading.basis[index] == Basis::Unread || score > reading.scores[index])
            {
                reading.scores[index] = score;
                reading.probabilities[index] = probability;
                reading.basis[index] = basis;
            }
        }
    }

    /// The strength of the crudest word of the language's list in a text, in disguise or not: 0 if there is none.
    pub fn listed(&self, text: &str, language: &str) -> u8 {
        let (view, folded) = self.views(text, language);
        let list = self.list(language);
        let strongest = |view: &View| find(list, &view.text).iter().map(|hit| hit.strength).max().unwrap_or(0);
        strongest(&view).max(folded.as_ref().map_or(0, strongest))
    }

    /// The words that caused these categories, in the order of the text: to be asked when something would be held.
    pub fn spans(&self, text: &str, reading: &Reading, categories: &[Category]) -> Vec<Span> {
        let language = reading.language.as_str();
        let (view, folded) = self.views(text, language);
        let view = match folded {
            Some(folded) if reading.disguised => folded,
            _ => view,
        };
        let list = self.list(language);
        let hits = find(list, &view.text);
        let mut spans = Vec::new();
        for category in categories {
            let reader = self.readers(language).filter(|reader| reader.calibration(*category).is_some()).last();
            let mut places: Vec<Range<usize>> = match reader {
                Some(reader) => strongest(reader.causes(&view.text, *category)),
                None => {
                    let words = if *category == Category::Toxic { Category::Profanity } else { *category };
                    hits.iter().filter(|hit| hit.category == words).map(|hit| hit.place.clone()).take(SPANS).collect()
                }
            };
            places.sort_by_key(|place| place.start);
            for place in joined(&view.text, places) {
                let place = view.span(place, text.len());
                if !place.is_empty() && text.is_char_boundary(place.start) && text.is_char_boundary(place.end) {
                    spans.push(Span { place, category: *category });
                }
            }
        }
        spans.sort_by_key(|span| (span.place.start, span.category.index()));
        spans.dedup();
        spans
    }
}

/// The words that bring most, as long as each brings a third of what the first does.
fn strongest(causes: Vec<(Range<usize>, f32)>) -> Vec<Range<usize>> {
    let first = causes.first().map_or(0.0, |cause| cause.1);
    causes.into_iter().take(SPANS).take_while(|cause| cause.1 * 3.0 >= first).map(|cause| cause.0).collect()
}

/// Neighbours, with nothing but a space between them, as one.
fn joined(text: &str, places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start <= last.end || text[last.end..place.start].trim().is_empty() => {
                last.end = last.end.max(place.end);
            }
            _ => joined.push(place),
        }
    }
    joined
}

/// The score of what a list found: an order, no probability. One plain word is past the decision point, a mild one is not.
fn by_list(hits: &[Hit], category: Category) -> f32 {
    let passed = hits
        .iter()
        .filter(|hit| hit.category == category)
        .map(|hit| match hit.strength {
            1 => 0.75,
            2 => 0.45,
            _ => 0.25,
        })
        .fold(1.0_f32, |left, share| left * share);
    1.0 - passed.max(0.01)
}
