//! How good the readings of labelled texts are.

use serde::Serialize;

use crate::figures::{Decisions, auc, bootstrap, calibration_error};
use crate::labelled::{Row, Source};
use crate::{Category, Reading, Triage};

/// The figures of one category in one source. A figure is missing where the source has no cases, or nothing else.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The source.
    pub source: String,
    /// Its language.
    pub language: String,
    /// The category.
    pub category: Category,
    /// Texts that were judged.
    pub texts: usize,
    /// Of these, cases.
    pub cases: usize,
    /// Area under the curve.
    pub auc: Option<f64>,
    /// The middle 95 % of it, by bootstrap.
    pub interval: Option<(f64, f64)>,
    /// Precision at the decision point.
    pub precision: Option<f64>,
    /// Recall at the decision point.
    pub recall: Option<f64>,
    /// Macro-F1 at the decision point.
    pub macro_f1: Option<f64>,
    /// Expected calibration error of the probabilities.
    pub calibration_error: Option<f64>,
    /// Whether a model with figures for this language and category gave the scores.
    pub measured: bool,
}

/// A text with what it was read as.
#[derive(Debug)]
pub struct Read<'a> {
    /// The text with its labels.
    pub row: &'a Row,
    /// What it reads like.
    pub reading: Reading,
}

/// Reads texts; the source's language counts where it is known.
pub fn read<'a>(
    triage: &Triage,
    source: &'a Source,
    rows: impl Iterator<Item = &'a Row>,
    mut done: impl FnMut(),
) -> Vec<Read<'a>> {
    rows.map(|row| {
        done();
        let reading = match &source.language {
            Some(language) => triage.read_as(&row.text, language),
            None => triage.read(&row.text, None),
        };
        Read { row, reading }
    })
    .collect()
}

/// The figures of a source, one line for each category that it judged. `rounds` is the bootstrap's: 1,000 for a report.
pub fn figures(source: &Source, read: &[Read<'_>], rounds: usize) -> Vec<Line> {
    Category::ALL
        .into_iter()
        .filter_map(|category| {
            let index = category.index();
            let judged: Vec<(&Read<'_>, bool)> =
                read.iter().filter_map(|read| read.row.labels[index].map(|is| (read, is))).collect();
            let cases = judged.iter().filter(|(_, is)| *is).count();
            if judged.is_empty() {
                return None;
            }
            let scores: Vec<(f32, bool)> = judged.iter().map(|(read, is)| (read.reading.scores[index], *is)).collect();
            let chances: Vec<(f32, bool)> =
                judged.iter().map(|(read, is)| (read.reading.probabilities[index], *is)).collect();
            let both = cases > 0 && cases < judged.len();
            let decisions = Decisions::at(&scores, 0.5);
            Some(Line {
                source: source.full_name(),
                language: source.language.clone().unwrap_or_default(),
                category,
                texts: judged.len(),
                cases,
                auc: auc(&scores),
                interval: both.then(|| bootstrap(&scores, rounds, auc)).flatten(),
                precision: decisions.precision(),
                recall: decisions.recall(),
                macro_f1: both.then(|| decisions.macro_f1()),
                calibration_error: both.then(|| calibration_error(&chances)),
                measured: judged[0].0.reading.basis[index] == crate::Basis::Measured,
            })
        })
        .collect()
}

/// The mean of the AUCs of the sources that have both classes, by category: sources are averaged, not pooled.
pub fn means(lines: &[Line]) -> Vec<(Category, f64, usize)> {
    Category::ALL
        .into_iter()
        .filter_map(|category| {
            let found: Vec<f64> =
                lines.iter().filter(|line| line.category == category).filter_map(|line| line.auc).collect();
            (!found.is_empty()).then(|| (category, found.iter().sum::<f64>() / found.len() as f64, found.len()))
        })
        .collect()
}
