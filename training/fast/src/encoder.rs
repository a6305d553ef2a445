//! Packs an encoder that was trained elsewhere: calibrates it on dev parts as the server will run it, and writes the file.

use std::fs;
use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};
use understory_encoder::{Cutting, Encoder, File, Header, Language};
use understory_triage::labelled::{Row, Split};
use understory_triage::{Calibration, Category, View};

use crate::EVALUATED_ONLY;
use crate::data;
use crate::fit::{HELD_AT_MOST, OTHERS_AT_MOST, SPAM_AT_MOST, WORST, decision, mean_auc};

/// A category with fewer cases than this in a language's dev parts is left to the fast tier.
const FEWEST: usize = 20;

/// What may be held at most of our own dev texts that must pass.
const OURS_AT_MOST: f64 = 0.03;

/// Calibrates and packs `NAME.onnx`; the file is called `NAME.encoder`.
///
/// # Errors
/// When files are missing or do not fit together.
pub fn pack(net: &Path, languages: &[String], files: &[data::File], out: &Path) -> anyhow::Result<()> {
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
    for code in languages {
        let calibrations = calibrate(&encoder, code, files)?;
        file.header.languages.push(Language { code: code.clone(), calibrations });
    }
    let file_name = format!("{name}.encoder");
    let (bytes, hash) = file.write(&file_name)?;
    fs::write(out.join(&file_name), &bytes)?;
    fs::write(out.join(format!("{file_name}.sha256")), hash)?;
    eprintln!("{}: {} bytes", out.join(file_name).display(), bytes.len());
    Ok(())
}

/// Numbers of these texts, by two threads.
fn read(encoder: &Encoder, rows: &[&Row]) -> anyhow::Result<Vec<Vec<f32>>> {
    let one = |rows: &[&Row]| {
        rows.iter().map(|row| encoder.read(&View::of(&row.text).text).map(|read| read.0)).collect::<Result<Vec<_>, _>>()
    };
    let (first, second) = rows.split_at(rows.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| one(second));
        let mut all = one(first)?;
        all.extend(other.join().map_err(|_| anyhow::anyhow!("a reader failed"))??);
        Ok(all)
    })
}

fn calibrate(encoder: &Encoder, code: &str, files: &[data::File]) -> anyhow::Result<Vec<(Category, Calibration)>> {
    let mine: Vec<&data::File> = files
        .iter()
        .filter(|file| file.source.language.as_deref() == Some(code))
        .filter(|file| !EVALUATED_ONLY.contains(&file.source.full_name().as_str()))
        .collect();
    let mut sources = Vec::new();
    for file in mine {
        let rows: Vec<&Row> = file.source.part(Split::Dev).collect();
        eprintln!("{}: {} texts", file.source.full_name(), rows.len());
        sources.push((file.source.name.as_str(), read(encoder, &rows)?, rows));
    }
    let mut calibrations = Vec::new();
    for category in Category::ALL {
        let index = category.index();
        let judged: Vec<(&str, Vec<(f32, bool)>)> = sources
            .iter()
            .map(|(name, logits, rows)| {
                let pairs = logits.iter().zip(rows).filter_map(|(logit, row)| Some((logit[index], row.labels[index]?)));
                (*name, pairs.collect())
            })
            .collect();
        let cases = judged.iter().flat_map(|(_, pairs)| pairs).filter(|(_, is)| *is).count();
        let by_source: Vec<Vec<(f32, bool)>> = judged.iter().map(|(_, pairs)| pairs.clone()).collect();
        let auc = mean_auc(&by_source);
        if cases < FEWEST || auc < WORST {
            eprintln!("  {code} {category}: {cases} cases, dev AUC {auc:.3}: left to the fast tier");
            continue;
        }
        let all: Vec<(f32, bool)> = by_source.iter().flatten().copied().collect();
        let (slope, offset) = Calibration::fit(&all);
        let mut calibration = Calibration { slope, offset, decision: 0.5 };
        let chance = |logit: f32| calibration.probability(logit);
        let chances: Vec<Vec<(f32, bool)>> =
            by_source.iter().map(|pairs| pairs.iter().map(|(logit, is)| (chance(*logit), *is)).collect()).collect();
        let harmless = |name: &str| {
            let (_, pairs) = judged.iter().find(|(of, _)| *of == name)?;
            Some(pairs.iter().filter(|(_, is)| !is).map(|(logit, _)| chance(*logit)).collect::<Vec<f32>>())
        };
        let mut backgrounds: Vec<(Vec<f32>, f64)> = Vec::new();
        match (category, code) {
            (Category::Spam, _) => {
                for name in ["civil_spans", "wiki_context"] {
                    let of = sources.iter().find(|(of, ..)| *of == name);
                    let all = of.into_iter().flat_map(|(_, logits, _)| logits).map(|logit| chance(logit[index]));
                    backgrounds.push((all.collect(), SPAM_AT_MOST));
                }
            }
            (_, "en") => backgrounds.extend(harmless("wiki_context").map(|texts| (texts, HELD_AT_MOST))),
            _ => backgrounds.extend(judged.iter().filter_map(|(name, _)| Some((harmless(name)?, OTHERS_AT_MOST)))),
        }
        if matches!(category, Category::Hate | Category::Threat) {
            backgrounds.extend(harmless("ours").map(|texts| (texts, OURS_AT_MOST)));
        }
        calibration.decision = decision(&chances, &backgrounds);
        eprintln!(
            "  {code} {category}: {cases} cases, dev AUC {auc:.3}, slope {slope:.2}, decision {:.3}",
            calibration.decision
        );
        calibrations.push((category, calibration));
    }
    Ok(calibrations)
}
