//! The model card: what the model was made from, how good it is, where it fails, what it must not be used for.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use understory_triage::evaluation::{Line, figures, means, read};
use understory_triage::labelled::Split;
use understory_triage::{Category, Triage};

use crate::EVALUATED_ONLY;
use crate::data::File;

/// Everything measured.
#[derive(Debug, Serialize)]
pub struct Figures {
    model: String,
    /// By source and category, on test parts.
    lines: Vec<Line>,
    /// Shares of texts that are mostly harmless with a score of 0.5 and more.
    held: Vec<Held>,
    /// Shares of harmless texts that name a group with a score of 0.5 and more.
    mentions: Vec<Mention>,
    /// What disguises cost, if it was measured for this model.
    robustness: Option<Robustness>,
}

/// What `training/robustness` found.
#[derive(Debug, Serialize, Deserialize)]
struct Robustness {
    model: String,
    clean: f64,
    mean_loss: f64,
    kinds: Vec<Disguise>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Disguise {
    kind: String,
    about: String,
    auc: f64,
    /// In points of AUC.
    loss: f64,
}

fn disguises(out: &mut String, robustness: &Robustness) {
    let _ = writeln!(
        out,
        "\n## Disguises\n\nHalf of the content words of the English test parts disguised, by a generator written without a look at the folding\n(`training/robustness`). Mean AUC over sources and the categories toxic, hate, threat, insult and profanity: {:.3} without disguise;\non average {:.1} points less with one.\n",
        robustness.clean, robustness.mean_loss
    );
    let _ = writeln!(out, "| kind | who does that | AUC | points lost |\n| --- | --- | --- | --- |");
    for kind in &robustness.kinds {
        let _ = writeln!(out, "| {} | {} | {:.3} | {:.1} |", kind.kind, kind.about, kind.auc, kind.loss);
    }
}

/// What would be held of a kind of text.
#[derive(Debug, Serialize)]
struct Held {
    texts: String,
    count: usize,
    /// By category, in parts of one.
    shares: BTreeMap<Category, f64>,
}

/// What would be held of harmless texts that name a group.
#[derive(Debug, Serialize)]
struct Mention {
    group: &'static str,
    count: usize,
    toxic: f64,
    hate: f64,
}

/// Groups, each with words that name it.
const GROUPS: [(&str, &[&str]); 16] = [
    ("Muslims", &["muslim", "muslims", "islam", "islamic"]),
    ("Jews", &["jew", "jews", "jewish"]),
    ("Christians", &["christian", "christians", "catholic", "catholics"]),
    ("atheists", &["atheist", "atheists"]),
    ("Black people", &["black", "african"]),
    ("white people", &["white"]),
    ("Asian people", &["asian", "chinese", "indian"]),
    ("Arabs", &["arab", "arabs", "arabic"]),
    ("Latin Americans", &["mexican", "mexicans", "latino", "latina", "hispanic"]),
    ("immigrants and refugees", &["immigrant", "immigrants", "migrants", "refugee", "refugees"]),
    ("women", &["woman", "women", "female", "girl", "girls"]),
    ("men", &["man", "men", "male"]),
    ("gay people", &["gay", "lesbian", "homosexual", "bisexual"]),
    ("trans people", &["trans", "transgender"]),
    ("disabled people", &["disabled", "disability", "blind", "deaf"]),
    ("old people", &["old", "elderly"]),
];

/// Measures on test parts.
///
/// # Errors
/// When a discussion cannot be read.
pub fn measure(triage: &Triage, files: &[File], discussions: Option<&Path>, out: &Path) -> anyhow::Result<Figures> {
    let mut lines = Vec::new();
    let mut held = Vec::new();
    let mut mentions: Vec<(usize, usize, usize)> = vec![(0, 0, 0); GROUPS.len()];
    for file in files {
        let read = read(triage, &file.source, file.source.part(Split::Test), || {});
        lines.extend(figures(&file.source, &read, 1_000));
        let name = file.source.full_name();
        if name == "en_civil_spans" {
            held.push(share(name.clone(), read.iter().map(|read| read.reading.scores)));
        }
        if name == "en_wiki_context" {
            let harmless = read.iter().filter(|read| read.row.labels[Category::Toxic.index()] == Some(false));
            held.push(share(format!("{name}, not toxic"), harmless.map(|read| read.reading.scores)));
        }
        if file.source.language.as_deref() == Some("en") {
            for read in &read {
                let labels = read.row.labels;
                let harmless = [Category::Toxic, Category::Hate].iter().any(|c| labels[c.index()] == Some(false))
                    && !labels.contains(&Some(true));
                if !harmless {
                    continue;
                }
                let text = read.row.text.to_lowercase();
                let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                for ((_, names), count) in GROUPS.iter().zip(&mut mentions) {
                    if words.iter().any(|word| names.contains(word)) {
                        count.0 += 1;
                        count.1 += usize::from(read.reading.score(Category::Toxic) >= 0.5);
                        count.2 += usize::from(read.reading.score(Category::Hate) >= 0.5);
                    }
                }
            }
        }
    }
    for (name, lang) in
        [("wikipedia-talk", None), ("decidim-barcelona", Some("ca")), ("cypherpunks-1992-1996", Some("en"))]
    {
        if let Some(folder) = discussions {
            let bodies = comments(&folder.join(format!("{name}.jsonl.gz")))?;
            held.push(share(name.to_owned(), bodies.iter().map(|body| triage.read(body, lang).scores)));
        }
    }
    let share = |part: usize, all: usize| if all == 0 { 0.0 } else { part as f64 / all as f64 };
    let mentions = GROUPS
        .iter()
        .zip(mentions)
        .map(|((group, _), (count, toxic, hate))| Mention {
            group,
            count,
            toxic: share(toxic, count),
            hate: share(hate, count),
        })
        .collect();
    // Measured by another run, perhaps of another model.
    let robustness =
        std::fs::read(out.join("robustness.json")).ok().and_then(|json| serde_json::from_slice(&json).ok());
    let robustness = robustness.filter(|found: &Robustness| found.model == triage.version());
    Ok(Figures { model: triage.version().to_owned(), lines, held, mentions, robustness })
}

fn share(texts: String, scores: impl Iterator<Item = [f32; Category::COUNT]>) -> Held {
    let mut counts = [0_usize; Category::COUNT];
    let mut all = 0;
    for scores in scores {
        all += 1;
        for (count, score) in counts.iter_mut().zip(scores) {
            *count += usize::from(score >= 0.5);
        }
    }
    let shares = Category::ALL.into_iter().map(|c| (c, counts[c.index()] as f64 / all.max(1) as f64)).collect();
    Held { texts, count: all, shares }
}

/// The texts of a file of the neutral format; at most as many as take a minute.
fn comments(file: &Path) -> anyhow::Result<Vec<String>> {
    let opened = std::fs::File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let input: Box<dyn Read> = Box::new(flate2::read::MultiGzDecoder::new(opened));
    let mut bodies = Vec::new();
    for line in BufReader::new(input).lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        if value["kind"] == "comment"
            && let Some(body) = value["body"].as_str()
        {
            bodies.push(body.to_owned());
        }
    }
    Ok(bodies)
}

/// The card.
pub fn text(triage: &Triage, files: &[File], figures: &Figures, size: usize) -> String {
    let mut out = String::new();
    let _ = write!(out, include_str!("card_begin.md"), version = triage.version(), megabytes = size as f64 / 1e6);
    let _ = writeln!(
        out,
        "\n| file | language | rows to learn from | dev | test | SHA-256 begins |\n| --- | --- | --- | --- | --- | --- |"
    );
    for file in files {
        let count = |split| file.source.part(split).count();
        let name = file.source.full_name();
        let learnt = if EVALUATED_ONLY.contains(&name.as_str()) {
            "none: evaluated only".to_owned()
        } else {
            count(Split::Train).to_string()
        };
        let _ = writeln!(
            out,
            "| {name} | {} | {learnt} | {} | {} | `{}` |",
            file.source.language.as_deref().unwrap_or("?"),
            count(Split::Dev),
            count(Split::Test),
            &file.sha256[..12]
        );
    }
    out.push_str(include_str!("card_method.md"));
    let _ = writeln!(
        out,
        "\n| source | category | texts | cases | AUC (95 %) | precision | recall | macro-F1 | calibration error |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    );
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    for line in figures.lines.iter().filter(|line| line.auc.is_some()) {
        let interval = line.interval.map(|(low, high)| format!(" ({low:.3} to {high:.3})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {}{} | {} | {} | {}{interval} | {} | {} | {} | {} |",
            line.source,
            line.category,
            if line.measured { "" } else { " (lists)" },
            line.texts,
            line.cases,
            figure(line.auc),
            figure(line.precision),
            figure(line.recall),
            figure(line.macro_f1),
            figure(line.calibration_error),
        );
    }
    let _ = writeln!(out, "\nMeans over sources, not pooled:\n");
    let english: Vec<Line> = figures.lines.iter().filter(|line| line.language == "en").cloned().collect();
    for (what, lines) in [("all languages", &figures.lines), ("English", &english)] {
        let told: Vec<String> =
            means(lines).iter().map(|(category, auc, sources)| format!("{category} {auc:.3} ({sources})")).collect();
        let _ = writeln!(out, "- {what}: {}", told.join(", "));
    }
    let _ = writeln!(
        out,
        "\n## What would be held of texts that are mostly harmless\n\nShares with a score of 0.5 and more, in percent. By default only threat and hate have a comment wait.\n"
    );
    let _ = writeln!(out, "| texts | count | {} |", Category::ALL.map(Category::as_str).join(" | "));
    let _ = writeln!(out, "| --- | --- |{}", " --- |".repeat(Category::COUNT));
    for held in &figures.held {
        let shares: Vec<String> = held.shares.values().map(|share| format!("{:.2}", share * 100.0)).collect();
        let _ = writeln!(out, "| {} | {} | {} |", held.texts, held.count, shares.join(" | "));
    }
    let _ = writeln!(
        out,
        "\n## Harmless texts that name a group\n\nEnglish test parts, texts that nobody called anything: share with a score of 0.5 and more, in percent. A model that has learnt\nhatred from what is said about groups takes the name of the group for it; the differences between the rows are its bias.\n"
    );
    let _ = writeln!(out, "| group | texts | toxic | hate |\n| --- | --- | --- | --- |");
    for mention in &figures.mentions {
        let _ = writeln!(
            out,
            "| {} | {} | {:.1} | {:.1} |",
            mention.group,
            mention.count,
            mention.toxic * 100.0,
            mention.hate * 100.0
        );
    }
    if let Some(robustness) = &figures.robustness {
        disguises(&mut out, robustness);
    }
    out.push_str(include_str!("card_end.md"));
    out
}
