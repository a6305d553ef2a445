use std::collections::BTreeMap;
use std::ops::Range;

use understory_triage::{Reading, Triage, language, sentences};

use super::attributes::{Attribute, served};
use super::fault::Fault;
use super::types::{Analysis, Analyze, AttributeScores, Score, ScoreType, SpanScore, TextEntry, TextType};

/// The longest text, in bytes: what it was at Google.
pub const LONGEST: usize = 20_480;

/// Parts of a text that get a score of their own at most: more than a text of this length has sentences.
const MOST_SPANS: usize = 500;

/// So many sentences are read by the best reader there is, each by itself.
const FEW: usize = 12;

/// A request that can be answered.
#[derive(Debug)]
pub struct Question {
    text: String,
    asked: Vec<(String, Attribute, f32)>,
    languages: Vec<String>,
    by_sentence: bool,
    drop_unserved: bool,
    client_token: Option<String>,
}

impl Question {
    /// Checks a request.
    ///
    /// # Errors
    /// What is missing, not served or too long.
    pub fn new(request: Analyze) -> Result<Self, Fault> {
        let text = text_of(request.comment)?;
        if request.requested_attributes.is_empty() {
            return Err(Fault::invalid(format!("requestedAttributes must be specified. Served here: {}.", served())));
        }
        let mut asked = Vec::with_capacity(request.requested_attributes.len());
        for (name, parameters) in request.requested_attributes {
            let Some(attribute) = Attribute::named(&name) else { return Err(Fault::attribute(&name, &served())) };
            let parameters = parameters.unwrap_or_default();
            if !matches!(parameters.score_type, ScoreType::Probability | ScoreType::Unsaid) {
                return Err(Fault::invalid(format!("{name}: the only scoreType is PROBABILITY.")));
            }
            let threshold = parameters.score_threshold.unwrap_or(0.0);
            if !(0.0..=1.0).contains(&threshold) {
                return Err(Fault::invalid(format!("{name}: scoreThreshold must be between 0 and 1.")));
            }
            asked.push((name, attribute, threshold));
        }
        let languages = languages(request.languages)?;
        Ok(Self {
            text,
            asked,
            languages,
            by_sentence: request.span_annotations,
            drop_unserved: request.drop_unsupported_attributes,
            client_token: request.client_token,
        })
    }

    /// How long its text is.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Answers it.
    ///
    /// # Errors
    /// An attribute that nobody reads in the text's language.
    pub fn answer(self, triage: &Triage) -> Result<Analysis, Fault> {
        // An encoder would take seconds for hundreds of sentences: it reads the whole, the fast tier each of them.
        let many = self.by_sentence && sentences(&self.text).len() > FEW;
        let for_parts = if many { triage.fast() } else { triage.clone() };
        self.answer_with(
            |text, language| triage.read_as(text, language),
            |text, language| for_parts.read_as(text, language),
        )
    }

    /// Answers it with what `read` says of a text and its language, and `read_part` of a sentence.
    ///
    /// # Errors
    /// As [`Question::answer`].
    pub fn answer_with(
        self,
        read: impl Fn(&str, &str) -> Reading,
        read_part: impl Fn(&str, &str) -> Reading,
    ) -> Result<Analysis, Fault> {
        let detected = language(&self.text, None).to_owned();
        // Of several languages, the one that the text is in; else the first.
        let mut wanted = self.languages.iter().map(|tag| base(tag));
        let read_in = match wanted.next() {
            Some(first) if first != detected && !wanted.any(|language| language == detected) => first,
            _ => detected.clone(),
        };
        let whole = read(&self.text, &read_in);
        let parts: Vec<(Range<usize>, Reading)> = if self.by_sentence {
            parts(&self.text).into_iter().map(|part| (part.clone(), read_part(&self.text[part], &read_in))).collect()
        } else {
            Vec::new()
        };
        let mut attribute_scores = BTreeMap::new();
        let units = Units::new(&self.text);
        for (name, attribute, threshold) in self.asked {
            let Some(value) = attribute.score(&whole) else {
                if self.drop_unserved {
                    continue;
                }
                return Err(Fault::language(&name, &read_in));
            };
            if value < threshold {
                continue;
            }
            let span = |part: &Range<usize>, value: f32| SpanScore {
                begin: units.at(part.start),
                end: units.at(part.end),
                score: Score { value, kind: ScoreType::Probability },
            };
            let span_scores = if parts.is_empty() {
                vec![span(&(0..self.text.len()), value)]
            } else {
                parts.iter().filter_map(|(part, reading)| Some(span(part, attribute.score(reading)?))).collect()
            };
            let summary_score = Some(Score { value, kind: ScoreType::Probability });
            attribute_scores.insert(name, AttributeScores { span_scores, summary_score });
        }
        let languages = if self.languages.is_empty() { vec![read_in] } else { self.languages };
        Ok(Analysis {
            attribute_scores,
            languages,
            detected_languages: vec![detected],
            client_token: self.client_token,
        })
    }
}

/// The words of a text entry.
///
/// # Errors
/// When there are none, or too many.
pub fn text_of(entry: Option<TextEntry>) -> Result<String, Fault> {
    let entry = entry.unwrap_or_default();
    if entry.text.len() > LONGEST {
        return Err(Fault::too_long(LONGEST));
    }
    let text = match entry.kind {
        TextType::Html => {
            understory_markup::plain_text(&understory_markup::render(&entry.text, understory_markup::Format::Html))
        }
        TextType::PlainText | TextType::Unsaid => entry.text,
    };
    if text.trim().is_empty() { Err(Fault::empty()) } else { Ok(text) }
}

/// Tags as they came, each of which must look like one.
///
/// # Errors
/// The first that does not.
pub fn languages(tags: Vec<String>) -> Result<Vec<String>, Fault> {
    let is_tag = |tag: &String| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    match tags.iter().find(|tag| !is_tag(tag)) {
        Some(tag) => Err(Fault::invalid(format!("Unknown language: {tag:?}. Send a BCP 47 tag, such as \"en\"."))),
        None => Ok(tags),
    }
}

/// The language of a tag, without region and script; tags know no case.
fn base(tag: &str) -> String {
    tag.split('-').next().unwrap_or(tag).to_ascii_lowercase()
}

/// Sentences, but no more than [`MOST_SPANS`]: the last holds the rest.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = sentences(text);
    if parts.len() > MOST_SPANS {
        let end = parts[parts.len() - 1].end;
        parts.truncate(MOST_SPANS);
        parts[MOST_SPANS - 1].end = end;
    }
    parts
}

/// Places in UTF-16 code units, which the old API counted in.
struct Units<'a> {
    text: &'a str,
    /// The count at every so many bytes.
    marks: Vec<usize>,
}

const MARK: usize = 256;

impl<'a> Units<'a> {
    fn new(text: &'a str) -> Self {
        let mut marks = vec![0];
        let mut count = 0;
        for (at, c) in text.char_indices() {
            while marks.len() * MARK <= at {
                marks.push(count);
            }
            count += c.len_utf16();
        }
        Self { text, marks }
    }

    fn at(&self, byte: usize) -> usize {
        let mark = (byte / MARK).min(self.marks.len() - 1);
        // The first character at or after the mark: it was counted up to there.
        let mut from = mark * MARK;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let from = from.min(byte);
        self.marks[mark] + self.text[from..byte].encode_utf16().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_javascript_does() {
        let text = "a😀".repeat(300) + "é.";
        let units = Units::new(&text);
        for (at, _) in text.char_indices() {
            assert_eq!(units.at(at), text[..at].encode_utf16().count(), "{at}");
        }
        assert_eq!(units.at(text.len()), text.encode_utf16().count());
    }

    #[test]
    fn there_are_only_so_many_sentences() {
        let text = "Yes. ".repeat(2 * MOST_SPANS);
        let parts = parts(&text);
        assert_eq!((parts.len(), parts[0].clone()), (MOST_SPANS, 0..4));
        assert_eq!(parts[MOST_SPANS - 1].end, text.trim_end().len());
    }
}
