//! Packs an encoder that was trained elsewhere: calibrates it on dev parts as the server will run it, and writes the file.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use serde_json::json;
use sha2::{Digest, Sha256};
use understory_encoder::{Cutting, Encoder, File, Header, Language, WINDOW};
use understory_triage::labelled::{Row, Split};
use understory_triage::{Calibration, Category, GATING, Linear, List, Model, View};

use crate::EVALUATED_ONLY;
use crate::data;
use crate::fit::{HELD_AT_MOST, OTHERS_AT_MOST, SPAM_AT_MOST, WORST, decision, mean_auc};

/// A category with fewer cases than this in a language's dev parts is left to the fast tier.
const FEWEST: usize = 20;

/// What may be held at most of our own dev texts that must pass.
const OURS_AT_MOST: f64 = 0.03;

/// Calibrates and packs `NAME.onnx` beside the fast tier that it will stand beside; the file is called `NAME.encoder`. What dev parts said
/// is written to `NAME.packed.json` beside the net.
///
/// # Errors
/// When files are missing or do not fit together.
pub fn pack(net: &Path, languages: &[String], files: &[data::File], fast: &Model, out: &Path) -> anyhow::Result<()> {
    let name = net.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let pieces_file = net.with_extension("pieces");
    let text = fs::read_to_string(&pieces_file).with_context(|| format!("{} cannot be read", pieces_file.display()))?;
    let (mut pieces, mut scores) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let (piece, score) = line.split_once('\t').map_or((line, None), |(piece, score)| (piece, Some(score)));
        pieces.push(piece.to_owned());
        if let Some(score) = score {
            scores.push(score.parse()?);
        }
    }
    let bytes = fs::read(net).with_context(|| format!("{} cannot be read", net.display()))?;
    let digest: String = Sha256::digest(&bytes).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let mut file = File {
        header: Header {
            version: format!("{name}-{digest}"),
            cutting: if scores.is_empty() { Cutting::WordPiece } else { Cutting::Unigram },
            outputs: Category::ALL.to_vec(),
            languages: Vec::new(),
        },
        pieces,
        scores,
        net: bytes,
    };
    let encoder = Encoder::new(file.clone())?;
    let (none, lists) = (List::default(), List::all());
    let mut reports = Vec::new();
    for code in languages {
        let model = fast.languages.iter().find(|model| model.language == *code);
        let model = model.with_context(|| format!("the fast tier has no {code}: train it first"))?;
        let list = lists.iter().find(|(other, _)| other == code).map_or(&none, |(_, list)| list);
        let calibrated = calibrate(&encoder, &Fast { model, list }, code, files)?;
        file.header.languages.push(calibrated.language);
        reports.push(calibrated.report);
    }
    fs::write(net.with_extension("packed.json"), serde_json::to_string_pretty(&reports)? + "\n")?;
    let file_name = format!("{name}.encoder");
    let (bytes, hash) = file.write(&file_name)?;
    fs::write(out.join(&file_name), &bytes)?;
    fs::write(out.join(format!("{file_name}.sha256")), hash)?;
    eprintln!("{}: {} bytes", out.join(file_name).display(), bytes.len());
    Ok(())
}

/// Prints what the net says of each line of a file, as a whole, up to what it reads at once: to be laid beside what the
/// trainer says of the same texts before its weights were rounded.
///
/// # Errors
/// When a file cannot be read.
pub fn logits(encoder: &Path, texts: &Path) -> anyhow::Result<()> {
    let bytes = fs::read(encoder).with_context(|| format!("{} cannot be read", encoder.display()))?;
    let hash = fs::read_to_string(encoder.with_extension("encoder.sha256"))?;
    let encoder = Encoder::from_file(&bytes, &hash)?;
    let texts = fs::read_to_string(texts).with_context(|| format!("{} cannot be read", texts.display()))?;
    let mut out = std::io::stdout().lock();
    for text in texts.lines() {
        let numbers = encoder.run(&encoder.tokens(&View::of(text).text, WINDOW))?;
        writeln!(out, "{}", serde_json::to_string(&numbers)?)?;
    }
    Ok(())
}

/// What is learnt of a language on its dev parts.
struct Calibrated {
    language: Language,
    report: serde_json::Value,
}

/// A dev text with what both readers say of it.
struct Heard<'a> {
    row: &'a Row,
    /// The encoder's numbers, by category.
    own: Vec<f32>,
    /// The fast tier's, where it has some.
    fast: [Option<f32>; Category::COUNT],
}

/// Has these texts read by both, the encoder by two threads.
fn read<'a>(encoder: &Encoder, fast: &Fast<'_>, rows: &[&'a Row]) -> anyhow::Result<Vec<Heard<'a>>> {
    let one = |rows: &[&'a Row]| {
        let heard = rows.iter().map(|row| {
            let view = View::of(&row.text).text;
            Ok(Heard { row, own: encoder.read(&view)?.0, fast: fast.model.logits(&row.text, &view, fast.list).logits })
        });
        heard.collect::<anyhow::Result<Vec<_>>>()
    };
    let (first, second) = rows.split_at(rows.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| one(second));
        let mut all = one(first)?;
        all.extend(other.join().map_err(|_| anyhow::anyhow!("a reader failed"))??);
        Ok(all)
    })
}

/// The fast tier of a language.
struct Fast<'a> {
    model: &'a Linear,
    list: &'a List,
}

/// A source with its dev texts.
struct Heeded<'a> {
    name: &'a str,
    texts: Vec<Heard<'a>>,
}

/// Sources whose harmless texts were written to mislead models: how many of them are held says nothing of a news site.
const MISLEADING: [&str; 1] = ["gahd"];

/// How much the fast tier's word may count beside the encoder's, both on their own logistic scale.
const BESIDE: [f32; 7] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7];

/// A greater share must bring so much AUC.
const WORTH: f64 = 5e-4;

/// Scores of the fast tier below which the encoder need perhaps not be asked.
const GATES: [f32; 9] = [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/// Of threats and hatred that both together find, so much may be lost to the gate.
const LOST_AT_MOST: f64 = 0.005;

fn calibrate(encoder: &Encoder, fast: &Fast<'_>, code: &str, files: &[data::File]) -> anyhow::Result<Calibrated> {
    let mut sources = Vec::new();
    for file in files.iter().filter(|file| file.source.language.as_deref() == Some(code)) {
        if EVALUATED_ONLY.contains(&file.source.full_name().as_str()) {
            continue;
        }
        let rows: Vec<&Row> = file.source.part(Split::Dev).collect();
        eprintln!("{}: {} texts", file.source.full_name(), rows.len());
        sources.push(Heeded { name: file.source.name.as_str(), texts: read(encoder, fast, &rows)? });
    }
    let mut language = Language { code: code.to_owned(), calibrations: Vec::new(), beside: Vec::new(), gate: 0.0 };
    let mut reports = Vec::new();
    for category in Category::ALL {
        let index = category.index();
        let slope = fast.model.head(category).map_or(1.0, |head| head.calibration.slope);
        let at = |text: &Heard<'_>, share: f32| text.own[index] + share * slope * text.fast[index].unwrap_or(0.0);
        let by_source = |share: f32| -> Vec<Vec<(f32, bool)>> {
            let of = |source: &Heeded<'_>| {
                source.texts.iter().filter_map(|text| Some((at(text, share), text.row.labels[index]?))).collect()
            };
            sources.iter().map(of).collect()
        };
        let mut best = (mean_auc(&by_source(0.0)), 0.0);
        for share in BESIDE {
            let auc = mean_auc(&by_source(share));
            if auc > best.0 + WORTH {
                best = (auc, share);
            }
        }
        let (auc, share) = best;
        let judged = by_source(share);
        let cases = judged.iter().flatten().filter(|(_, is)| *is).count();
        if cases < FEWEST || auc < WORST {
            eprintln!("  {code} {category}: {cases} cases, dev AUC {auc:.3}: left to the fast tier");
            continue;
        }
        let all: Vec<(f32, bool)> = judged.iter().flatten().copied().collect();
        let (slope_of_all, offset) = Calibration::fit(&all);
        let mut calibration = Calibration { slope: slope_of_all, offset, decision: 0.5 };
        let chance = |text: &Heard<'_>| calibration.probability(at(text, share));
        let chances: Vec<Vec<(f32, bool)>> = judged
            .iter()
            .map(|pairs| pairs.iter().map(|(logit, is)| (calibration.probability(*logit), *is)).collect())
            .collect();
        let of = |name: &str, harmless: bool| -> Vec<f32> {
            let texts = sources.iter().filter(|source| source.name == name).flat_map(|source| &source.texts);
            texts.filter(|text| !harmless || text.row.labels[index] == Some(false)).map(chance).collect()
        };
        let mut backgrounds: Vec<(Vec<f32>, f64)> = match (category, code) {
            (Category::Spam, _) => ["civil_spans", "wiki_context"].map(|name| (of(name, false), SPAM_AT_MOST)).into(),
            (_, "en") => vec![(of("wiki_context", true), HELD_AT_MOST)],
            _ => {
                let plain = sources.iter().filter(|source| !MISLEADING.contains(&source.name));
                plain.map(|source| (of(source.name, true), OTHERS_AT_MOST)).collect()
            }
        };
        if matches!(category, Category::Hate | Category::Threat) {
            backgrounds.push((of("ours", true), OURS_AT_MOST));
        }
        calibration.decision = decision(&chances, &backgrounds);
        eprintln!(
            "  {code} {category}: {cases} cases, dev AUC {auc:.3}, the fast tier counts {share}, slope {slope_of_all:.2}, decision {:.3}",
            calibration.decision
        );
        reports.push(json!({ "category": category, "cases": cases, "auc": auc, "fast_counts": share }));
        language.calibrations.push((category, calibration));
        if share > 0.0 {
            language.beside.push((category, share * slope));
        }
    }
    let gates = gates(fast, &language, &sources);
    for gate in &gates {
        eprintln!("  {code}: below {}: {:.1}% not asked, {:.2}% lost", gate.0, gate.1 * 100.0, gate.2 * 100.0);
    }
    // Where the fast tier has no word on one of the categories, no gate spares a text.
    let worth = gates.iter().filter(|gate| gate.1 > 0.0 && gate.2 <= LOST_AT_MOST);
    language.gate = worth.map(|gate| gate.0).fold(0.0, f32::max);
    let gates: Vec<serde_json::Value> = gates
        .iter()
        .map(|(below, skipped, lost)| json!({ "below": below, "not_asked": skipped, "lost": lost }))
        .collect();
    let report = json!({ "language": code, "categories": reports, "gate": language.gate, "gates": gates });
    Ok(Calibrated { language, report })
}

/// For each gate: itself, the share of dev texts of which the encoder would not be asked, and the share that is lost of the threats and
/// hatred that are found without a gate. Sources are averaged, not pooled.
fn gates(fast: &Fast<'_>, language: &Language, sources: &[Heeded<'_>]) -> Vec<(f32, f64, f64)> {
    let calmest = |text: &Heard<'_>| {
        let score = |category: Category| {
            let calibration = fast.model.head(category)?.calibration;
            Some(calibration.score(calibration.probability(text.fast[category.index()]?)))
        };
        GATING.into_iter().try_fold(0.0_f32, |most, category| Some(most.max(score(category)?)))
    };
    let is_found = |text: &Heard<'_>| {
        [Category::Hate, Category::Threat].into_iter().any(|category| {
            let index = category.index();
            let calibration = language.calibrations.iter().find(|(of, _)| *of == category).map(|(_, it)| *it);
            let beside = language.beside.iter().find(|(of, _)| *of == category).map_or(0.0, |(_, much)| *much);
            let logit = text.own[index] + beside * text.fast[index].unwrap_or(0.0);
            text.row.labels[index] == Some(true) && calibration.is_some_and(|it| it.probability(logit) >= it.decision)
        })
    };
    let mean = |shares: Vec<f64>| shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    GATES
        .into_iter()
        .map(|gate| {
            let passes = |text: &&Heard<'_>| calmest(text).is_some_and(|most| most < gate);
            let share = |source: &Heeded<'_>| {
                source.texts.iter().filter(passes).count() as f64 / source.texts.len().max(1) as f64
            };
            let lost = |source: &Heeded<'_>| {
                let found: Vec<&Heard<'_>> = source.texts.iter().filter(|text| is_found(text)).collect();
                let lost = found.iter().filter(|text| passes(text)).count() as f64 / found.len().max(1) as f64;
                (found.len() >= FEWEST).then_some(lost)
            };
            (gate, mean(sources.iter().map(share).collect()), mean(sources.iter().filter_map(lost).collect()))
        })
        .collect()
}
