//! What triage says of a comment: its text and its writer's name. Taken before any transaction begins.

use understory_triage::{Category, Policy, Reading, Span, Triage, Verdict};

use super::{Listed, Readers, Unlisted, Unread};
use crate::models::{Facts, Place, Site, TriageRule, quoted};

/// What was read.
#[derive(Clone, Debug)]
pub struct Readings {
    /// What the text was found to be; nothing if no rule of the site asks.
    pub text: Option<Result<Found, Unread>>,
    /// What the name was found to be; nothing if nobody need answer for it.
    pub name: Option<Result<Found, Unread>>,
    /// What of the site's lists the text holds.
    pub listed: Result<Vec<Listed>, Unlisted>,
    /// How many writers posted nearly the same of late, this one included; 0 if that is not asked.
    pub copies: usize,
}

impl Default for Readings {
    fn default() -> Self {
        Self { text: None, name: None, listed: Ok(Vec::new()), copies: 0 }
    }
}

/// What a text was found to be.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Whether it is to be removed at once.
    pub rejected: bool,
    /// The categories that have it wait, the strongest first.
    pub causes: Vec<Cause>,
}

/// A category past its line.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The category.
    pub category: Category,
    /// The words.
    pub words: Vec<String>,
    /// Where they stand.
    pub spans: Vec<Place>,
    /// For moderators.
    pub facts: Facts,
}

impl Readings {
    /// Has text and name read, if the site's rules want that. `topics` are those of the story, as their addresses have
    /// them, `hint` the language of the page. What the site's own decisions taught counts for the text; for names nobody
    /// decides.
    pub async fn take(
        readers: &Readers,
        site: &Site,
        topics: &[String],
        hint: &str,
        text: &str,
        name: Option<&str>,
    ) -> Self {
        if !TriageRule::any_acts(&site.settings.triage) {
            return Self::default();
        }
        let (rules, topics, hint) = (site.settings.triage.clone(), topics.to_vec(), hint.to_owned());
        let learnt = site.correction.clone();
        let (text, name) = (text.to_owned(), name.map(str::to_owned));
        let read = {
            let text = text.clone();
            move |triage: &Triage| {
                let mut reading = triage.read(&text, Some(&hint));
                let mut version = triage.version().to_owned();
                let policy = TriageRule::policy(&rules, &topics, &reading.language);
                if let Some(learnt) = learnt {
                    reading = learnt.correction.corrected(&text, &reading, &policy);
                    version.push_str(&format!("+site-{}", learnt.number));
                }
                let verdict = policy.verdict(&reading);
                let of_name = name.map(|name| of_name(triage, &name, &hint, &policy));
                (reading, verdict, version, of_name)
            }
        };
        let (reading, (verdict, categories), version, name) = match readers.with(read).await {
            Ok(read) => read,
            Err(unread) => return Self { text: Some(Err(unread)), ..Self::default() },
        };
        // Which words say it takes an encoder longer than to read: only what waits is asked, by itself, and waits without
        // where there is no time.
        let spans = if categories.is_empty() {
            Vec::new()
        } else {
            let (text, reading, categories) = (text.clone(), reading.clone(), categories.clone());
            readers.ask(move |triage| triage.spans(&text, &reading, &categories)).await.unwrap_or_default()
        };
        let of_text = found(&text, &reading, verdict, categories, &spans, &version);
        Self { text: Some(Ok(of_text)), name: name.map(Ok), ..Self::default() }
    }
}

/// Whether what stands beside somebody's name for good, or the name itself, reads as what would wait under a story. Nothing
/// does while it cannot be read: there is nobody whom a profile could wait for.
pub async fn reads_badly(readers: &Readers, site: &Site, hint: &str, text: &str, name: Option<&str>) -> bool {
    let readings = Readings::take(readers, site, &[], hint, text, name).await;
    let found = [readings.text, readings.name].into_iter().flatten();
    found.flatten().any(|found| !found.causes.is_empty())
}

fn found(
    text: &str,
    reading: &Reading,
    verdict: Verdict,
    categories: Vec<Category>,
    spans: &[Span],
    version: &str,
) -> Found {
    let causes = categories
        .into_iter()
        .map(|category| {
            let places: Vec<Place> = spans
                .iter()
                .filter(|span| span.category == category)
                .map(|span| Place { start: span.place.start, end: span.place.end })
                .collect();
            Cause {
                category,
                words: quoted(text, &places),
                spans: places,
                facts: Facts {
                    category: category.as_str().to_owned(),
                    // Three decimals are what the score is worth.
                    score: (f64::from(reading.score(category)) * 1000.0).round() / 1000.0,
                    lang: reading.language.clone(),
                    model: version.to_owned(),
                    disguised: reading.disguised,
                },
            }
        })
        .collect();
    Found { rejected: verdict == Verdict::Reject, causes }
}

/// A name is a word or two: a model knows names of peoples and faiths from what is said about them, and must not hold
/// those who are called so. Only a name that holds a crude word is one to look at.
fn of_name(triage: &Triage, name: &str, hint: &str, policy: &Policy) -> Found {
    let is_borne = |word: &&str| BORNE.contains(&word.to_lowercase().as_str());
    let rest: Vec<&str> = name.split_whitespace().filter(|word| !is_borne(word)).collect();
    let name = rest.join(" ");
    let name = name.as_str();
    let reading = triage.read(name, Some(hint));
    let listed = triage.listed(name, &reading.language);
    if listed < PLAIN {
        return Found::default();
    }
    let mut policy = *policy;
    // A crude name stands over every comment: it waits whatever the rules say of a crude word in one.
    for category in [Category::Profanity, Category::Insult, Category::Sexual] {
        policy.hold[category.index()].get_or_insert(0.5);
    }
    policy.reject_spam = None;
    let (verdict, mut categories) = policy.verdict(&reading);
    categories.truncate(1);
    let spans = triage.spans(name, &reading, &categories);
    found(name, &reading, verdict, categories, &spans, triage.version())
}

/// Crude words that are people's names as well.
const BORNE: [&str; 14] =
    ["dick", "dyke", "cock", "coon", "fuk", "fuc", "hoe", "hoes", "prick", "tit", "git", "slag", "ficker", "fick"];

/// The strength from which on a word of a list is crude by itself.
const PLAIN: u8 = 2;
