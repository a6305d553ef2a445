//! How like two stories are: what they share of topics, and of words that are rare.

use std::collections::{HashMap, HashSet};

use super::{fold, topic_of};

/// From which likeness on a story is offered beside another, in thousandths: one topic of three in common is enough (133),
/// and so is half as much likeness of words as two reports of one event have. docs/related.md shows what it gives.
pub const ALIKE: i64 = 130;

/// What a shared topic counts beside the words.
const TOPICS: f64 = 0.4;

/// The words of a headline count so many times.
const HEADLINE: usize = 3;

/// The shortest word that counts, in letters; Chinese and Japanese write no longer ones.
const SHORTEST: usize = 3;

/// A story as it is compared.
#[derive(Clone, Debug)]
pub struct Compared {
    lang: String,
    words: HashMap<String, f64>,
    topics: HashSet<String>,
}

impl Compared {
    /// Of a story's language, its headline, its other text, and its topics.
    pub fn new(lang: &str, title: &str, text: &str, topics: &[String]) -> Self {
        let mut words = HashMap::new();
        for _ in 0..HEADLINE {
            count(title, &mut words);
        }
        count(text, &mut words);
        let lang = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Self { lang, words, topics: topics.iter().map(|topic| topic_of(topic)).collect() }
    }
}

fn count(text: &str, words: &mut HashMap<String, f64>) {
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let folded = fold(word);
        let is_cjk = folded.chars().any(|c| ('\u{2e80}'..='\u{9fff}').contains(&c));
        if is_cjk || folded.chars().count() >= SHORTEST && folded.chars().any(char::is_alphabetic) {
            *words.entry(folded).or_default() += 1.0;
        }
    }
}

/// How like the first story is to each of the others, in thousandths: the cosine of their words, each weighed by
/// (1 + ln tf) · ln(N / df) (Salton and Buckley, 1988, "ltc") among the stories of its language, and the share of their topics that they have in common
/// (Jaccard's), at 0.6 and 0.4.
pub fn likeness(story: &Compared, others: &[Compared]) -> Vec<i64> {
    // Common words are rare where few write the language: they are counted within it.
    let all = || others.iter().filter(|other| other.lang == story.lang).chain([story]);
    let mut frequency: HashMap<&str, f64> = HashMap::new();
    for word in all().flat_map(|one| one.words.keys()) {
        *frequency.entry(word).or_default() += 1.0;
    }
    let documents = f64::from(u32::try_from(all().count()).unwrap_or(u32::MAX));
    let weigh = |one: &Compared| -> HashMap<String, f64> {
        let weights = one.words.iter().map(|(word, count)| {
            let rare = (documents / frequency.get(word.as_str()).copied().unwrap_or(1.0)).ln();
            (word.clone(), (1.0 + count.ln()) * rare)
        });
        weights.collect()
    };
    let length = |weights: &HashMap<String, f64>| weights.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    let own = weigh(story);
    let own_length = length(&own);
    let one = |other: &Compared| {
        let theirs = weigh(other);
        let product: f64 = own.iter().filter_map(|(word, weight)| Some(weight * theirs.get(word)?)).sum();
        let lengths = own_length * length(&theirs);
        let words = if lengths > 0.0 && other.lang == story.lang { product / lengths } else { 0.0 };
        let shared = f64::from(u32::try_from(story.topics.intersection(&other.topics).count()).unwrap_or(0));
        let union = f64::from(u32::try_from(story.topics.union(&other.topics).count()).unwrap_or(0));
        let topics = if union > 0.0 { shared / union } else { 0.0 };
        // Within 0 and 1,000.
        (((1.0 - TOPICS) * words + TOPICS * topics) * 1_000.0).round() as i64
    };
    others.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(title: &str, text: &str, topics: &[&str]) -> Compared {
        Compared::new("en-GB", title, text, &topics.iter().map(|&topic| topic.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_shares_rare_words_and_topics_is_like() {
        let ferry = story("The ferry stops", "The ferry crosses the estuary no more in winter.", &["Ferry", "Council"]);
        let others = [
            story("Ferry fares rise", "Crossing the estuary by ferry is dearer.", &["Ferry"]),
            story("The library leaks", "The roof of the library lets in the rain.", &["Council"]),
            story("The team loses", "The team lost once more, and in the rain.", &["Sport"]),
        ];
        let scores = likeness(&ferry, &others);
        assert!(scores[0] > scores[1] && scores[1] > scores[2], "{scores:?}");
        assert!(scores.iter().all(|score| (0..=1_000).contains(score)));
        assert_eq!(likeness(&ferry, std::slice::from_ref(&ferry))[0], 400, "words that all have say nothing");
        assert_eq!(likeness(&story("", "", &[]), &others), [0, 0, 0]);
    }
}
