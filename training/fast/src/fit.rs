//! The model of one language: learnt, made small, calibrated.

use std::collections::BTreeMap;

use understory_triage::features::Runs;
use understory_triage::figures::{Decisions, auc};
use understory_triage::labelled::{Row, Split};
use understory_triage::{ANY_LANGUAGE, Calibration, Category, Head, Linear, List, View, Vocabulary};

use crate::EVALUATED_ONLY;
use crate::data::File;
use crate::learn::{Learnt, Settings, example, learn};

/// Chosen on dev parts: see docs/triage.md.
const SETTINGS: Settings = Settings { rounds: 6, rate: 0.1, shrink: 5e-4 };

/// Rows of the table, as a power of two: English has ten times the data of the next.
fn bits(language: &str) -> u32 {
    if language == "en" { 18 } else { 17 }
}

/// A category with fewer cases than this to learn from, or none that is no case, gets no head.
const FEWEST: usize = 50;

/// Writing without spaces between words.
fn runs(language: &str) -> Runs {
    if matches!(language, "zh" | "ja" | "th") { Runs::SIGNS } else { Runs::WORDS }
}

/// Trains a language.
///
/// # Errors
/// When there is nothing to learn from.
pub fn language(code: &str, files: &[File], list: &List) -> anyhow::Result<Linear> {
    let mine: Vec<&File> = files.iter().filter(|file| file.source.language.as_deref() == Some(code)).collect();
    let (bits, runs) = (bits(code), runs(code));
    let mut examples = Vec::new();
    let mut counts = [[0_usize; 2]; Category::COUNT];
    let learnt_from = |file: &&&File| !EVALUATED_ONLY.contains(&file.source.full_name().as_str());
    for (index, file) in mine.iter().filter(learnt_from).enumerate() {
        for row in file.source.part(Split::Train) {
            for (count, label) in counts.iter_mut().zip(row.labels) {
                if let Some(is) = label {
                    count[usize::from(is)] += 1;
                }
            }
            examples.push(example(row, index, 1.0, bits, Some(runs), list));
        }
    }
    anyhow::ensure!(!examples.is_empty(), "{code}: there is nothing to learn from");
    eprintln!("{code}: {} texts", examples.len());
    let learnt = learn(&examples, mine.len(), bits, SETTINGS);
    let categories: Vec<Category> = Category::ALL
        .into_iter()
        .filter(|category| {
            let [no, yes] = counts[category.index()];
            yes >= FEWEST && no >= FEWEST && *category != Category::Sexual
        })
        .collect();
    let mut model = small(code, bits, Some(runs), &learnt, &categories);
    model.vocabulary = vocabulary(mine.iter().filter(learnt_from).flat_map(|file| file.source.part(Split::Train)));
    calibrate(&mut model, &mine, files, list);
    Ok(model)
}

/// A head whose order is worse than this on dev says too little to be asked: word lists stand in for it.
pub const WORST: f64 = 0.75;

/// Trains what looks at links, numbers and repetition alone, for languages without texts that somebody called spam.
///
/// # Errors
/// As [`language`].
pub fn any_language(files: &[File]) -> anyhow::Result<Linear> {
    let mine: Vec<&File> = files
        .iter()
        .filter(|file| file.source.rows.iter().any(|row| row.labels[Category::Spam.index()].is_some()))
        .collect();
    let none = List::default();
    let examples: Vec<_> = mine
        .iter()
        .flat_map(|file| file.source.part(Split::Train))
        .map(|row| example(row, 0, 1.0, 10, None, &none))
        .collect();
    anyhow::ensure!(!examples.is_empty(), "there is no spam to learn from");
    let learnt = learn(&examples, 1, 10, SETTINGS);
    let mut model = small(ANY_LANGUAGE, 10, None, &learnt, &[Category::Spam]);
    calibrate(&mut model, &mine, files, &none);
    Ok(model)
}

/// Weights in steps of one byte. What would be less than half a step is nothing.
fn small(code: &str, bits: u32, runs: Option<Runs>, learnt: &Learnt, categories: &[Category]) -> Linear {
    let mut rows = vec![[0_i8; 8]; 1 << bits];
    let mut heads = Vec::new();
    for category in categories {
        let index = category.index();
        // The largest few weights may be cut: steps that serve all others are finer then.
        let mut sizes: Vec<f32> = learnt.table.iter().map(|row| row[index].abs()).collect();
        sizes.sort_by(f32::total_cmp);
        let largest = sizes[sizes.len() - 1 - sizes.len() / 20_000];
        let scale = (largest / 127.0).max(1e-6);
        for (row, weights) in rows.iter_mut().zip(&learnt.table) {
            row[index] = (weights[index] / scale).round().clamp(-127.0, 127.0) as i8;
        }
        heads.push(Head {
            category: *category,
            scale,
            bias: learnt.bias[index],
            sentence: 0.0,
            calibration: Calibration { slope: 1.0, offset: 0.0, decision: 0.5 },
        });
    }
    Linear { language: code.to_owned(), bits, runs, rows, heads, vocabulary: Vocabulary::default() }
}

/// The words that were seen three times and more, of letters alone, none of them three times in a row; marked those that
/// stand in texts that somebody called anything [`HIDDEN_ODDS`] times as often as in texts that nobody did.
fn vocabulary<'a>(rows: impl Iterator<Item = &'a Row>) -> Vocabulary {
    let mut counts: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    let mut texts = [0_u32; 2];
    for row in rows {
        let judged = row.labels.iter().any(Option::is_some);
        let is_case = usize::from(row.labels.contains(&Some(true)));
        texts[is_case] += u32::from(judged);
        let view = View::of(&row.text).text;
        let mut seen: Vec<&str> = Vec::new();
        for word in view.split(|c: char| !(c.is_alphabetic() || c == '\'')) {
            let stretched = word.as_bytes().windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
            if word.chars().count() >= 2 && word.len() <= 40 && !stretched {
                let count = counts.entry(word.to_owned()).or_default();
                count[2] += 1;
                if judged && !seen.contains(&word) {
                    count[is_case] += 1;
                    seen.push(word);
                }
            }
        }
    }
    let share = |count: u32, all: u32| (f64::from(count) + 1.0) / (f64::from(all) + 2.0);
    let hides =
        |[no, yes, _]: [u32; 3]| yes >= HIDDEN_SEEN && share(yes, texts[1]) >= HIDDEN_ODDS * share(no, texts[0]);
    let kept = counts.iter().filter(|(_, count)| count[2] >= 3);
    Vocabulary::marked(kept.map(|(word, count)| (word.as_str(), count[2], hides(*count))))
}

/// See [`vocabulary`].
const HIDDEN_ODDS: f64 = 1.8;
const HIDDEN_SEEN: u32 = 20;

/// What neutral texts of dev may be held for at most, by category: dev's own share of cases is far above that of a news
/// site, where most of what is written is harmless.
pub const HELD_AT_MOST: f64 = 0.01;
pub const SPAM_AT_MOST: f64 = 0.0005;
/// Elsewhere than in English dev parts have harmless texts only of the kind that was looked for.
pub const OTHERS_AT_MOST: f64 = 0.04;

/// Sentence weights, slope, offset and decision point, from dev parts.
fn calibrate(model: &mut Linear, mine: &[&File], files: &[File], list: &List) {
    let mut bad = Vec::new();
    for at in 0..model.heads.len() {
        let category = model.heads[at].category;
        let index = category.index();
        let mut best = (f64::MIN, 0.0);
        // Advertising is a whole text: a sentence of a long comment that reads like one is a quotation.
        let choices: &[f32] = if category == Category::Spam { &[0.0] } else { &[0.0, 0.25, 0.5, 0.75] };
        for &sentence in choices {
            model.heads[at].sentence = sentence;
            let mean = mean_auc(&by_source(model, mine, index, list));
            if mean > best.0 + 5e-4 {
                best = (mean, sentence);
            }
        }
        model.heads[at].sentence = best.1;
        let sources = by_source(model, mine, index, list);
        let all: Vec<(f32, bool)> = sources.iter().flatten().copied().collect();
        let (slope, offset) = Calibration::fit(&all);
        let mut calibration = Calibration { slope, offset, decision: 0.5 };
        let chances: Vec<Vec<(f32, bool)>> = sources
            .iter()
            .map(|source| source.iter().map(|(logit, is)| (calibration.probability(*logit), *is)).collect())
            .collect();
        let (background, most) = background(model, files, category, list);
        let background: Vec<f32> = background.into_iter().map(|logit| calibration.probability(logit)).collect();
        calibration.decision = decision(&chances, &[(background, most)]);
        eprintln!(
            "  {category}: dev AUC {:.3}, sentence {}, slope {slope:.2}, decision {:.3}",
            best.0, best.1, calibration.decision
        );
        model.heads[at].calibration = calibration;
        if best.0 < WORST {
            bad.push(category);
        }
    }
    model.heads.retain(|head| !bad.contains(&head.category));
}

fn by_source(model: &Linear, mine: &[&File], index: usize, list: &List) -> Vec<Vec<(f32, bool)>> {
    mine.iter()
        .filter(|file| !EVALUATED_ONLY.contains(&file.source.full_name().as_str()))
        .map(|file| {
            let judged = file.source.part(Split::Dev).filter_map(|row| row.labels[index].map(|is| (row, is)));
            judged.filter_map(|(row, is)| logit(model, row, index, list).map(|logit| (logit, is))).collect()
        })
        .collect()
}

fn logit(model: &Linear, row: &Row, index: usize, list: &List) -> Option<f32> {
    model.logits(&row.text, &View::of(&row.text).text, list).logits[index]
}

pub fn mean_auc(sources: &[Vec<(f32, bool)>]) -> f64 {
    let found: Vec<f64> = sources.iter().filter_map(|source| auc(source)).collect();
    if found.is_empty() { 0.0 } else { found.iter().sum::<f64>() / found.len() as f64 }
}

/// Harmless texts of dev, and how many of them may be held: talk pages where nobody called them anything, and for spam
/// the comments of a news site, which nobody judged and next to none of which can be.
fn background(model: &Linear, files: &[File], category: Category, list: &List) -> (Vec<f32>, f64) {
    let index = category.index();
    let from = |name: &str| files.iter().find(|file| file.source.full_name() == name);
    let dev = |name: &str, harmless: bool| -> Vec<f32> {
        let rows = from(name).into_iter().flat_map(|file| file.source.part(Split::Dev));
        rows.filter(|row| !harmless || row.labels[index] == Some(false))
            .filter_map(|row| logit(model, row, index, list))
            .collect()
    };
    match (category, model.language.as_str()) {
        (Category::Spam, _) => {
            let mut all = dev("en_civil_spans", false);
            all.extend(dev("en_wiki_context", false));
            (all, SPAM_AT_MOST)
        }
        (_, "en") => (dev("en_wiki_context", true), HELD_AT_MOST),
        (_, code) => {
            let mine = files.iter().filter(|file| file.source.language.as_deref() == Some(code));
            let rows = mine
                .flat_map(|file| file.source.part(Split::Dev))
                .filter(|row| row.labels[index] == Some(false) && row.labels[Category::Toxic.index()] != Some(true));
            (rows.filter_map(|row| logit(model, row, index, list)).collect(), OTHERS_AT_MOST)
        }
    }
}

/// The probability from which on something is a case: where the mean of the sources' macro-F1 is greatest, among those that
/// hold no more of any background than may be.
pub fn decision(sources: &[Vec<(f32, bool)>], backgrounds: &[(Vec<f32>, f64)]) -> f32 {
    let usable: Vec<&Vec<(f32, bool)>> =
        sources.iter().filter(|source| source.iter().any(|(_, is)| *is) && source.iter().any(|(_, is)| !*is)).collect();
    // Steps on the logistic scale, from 1 in 400 to 1 less 1 in 100,000.
    let mut best = (f64::MIN, 1.0 - 1e-5);
    for step in -120..=230 {
        let threshold = 1.0 / (1.0 + (-f64::from(step) / 20.0).exp()) as f32;
        let too_many = |(chances, most): &(Vec<f32>, f64)| {
            chances.iter().filter(|chance| **chance >= threshold).count() as f64 > most * chances.len() as f64
        };
        if backgrounds.iter().any(too_many) {
            continue;
        }
        let mean = usable.iter().map(|source| Decisions::at(source, threshold).macro_f1()).sum::<f64>()
            / usable.len().max(1) as f64;
        if mean > best.0 {
            best = (mean, threshold);
        }
    }
    best.1
}
