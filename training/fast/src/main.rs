//! Trains the fast tier from labelled comments, calibrates it on their dev parts, and writes the model with its card.
//! One thread, a fixed order, no clock: the same data gives the same bytes.

#![expect(clippy::print_stderr, reason = "it tells on the terminal how far it is")]

mod card;
mod data;
mod encoder;
mod fit;
mod learn;

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use understory_triage::{FORMAT, Linear, List, Model, Triage};

/// Train the fast tier.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folders of LANG_SOURCE.tsv.gz files
    #[arg(long, required = true)]
    data: Vec<PathBuf>,
    /// The hashes that the files must have, as sha256sum writes them; without, any files are taken
    #[arg(long)]
    manifest: Option<PathBuf>,
    /// A folder of discussions in the neutral format: what share of real comments would be held goes into the card
    #[arg(long)]
    discussions: Option<PathBuf>,
    /// Where model, hash and card go
    #[arg(long, default_value = "models")]
    out: PathBuf,
    /// Only write the card anew, for the model that is there
    #[arg(long)]
    card: bool,
    /// Not the fast tier: pack this encoder, NAME.onnx with NAME.pieces beside it, and calibrate it
    #[arg(long, value_name = "NAME.onnx")]
    encoder: Option<PathBuf>,
    /// The languages that the encoder is to serve
    #[arg(long, value_delimiter = ',', default_value = "en")]
    languages: Vec<String>,
}

/// Sources that are for evaluation only: the licence of en_ghc's corpus is not clear.
const EVALUATED_ONLY: [&str; 1] = ["en_ghc"];

/// Sources that are of no use: labels too noisy.
const LEFT_OUT: [&str; 1] = ["en_mlma"];

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut sources = Vec::new();
    for folder in &arguments.data {
        sources.extend(data::read_folder(folder, arguments.manifest.as_deref())?);
    }
    let sources: Vec<data::File> =
        sources.into_iter().filter(|file| !LEFT_OUT.contains(&file.source.full_name().as_str())).collect();
    fs::create_dir_all(&arguments.out)?;
    if let Some(net) = &arguments.encoder {
        return encoder::pack(net, &arguments.languages, &sources, &arguments.out);
    }
    let file = arguments.out.join("fast.model");
    if !arguments.card {
        let (bytes, hash) = train(&sources)?.write()?;
        fs::write(&file, &bytes)?;
        fs::write(arguments.out.join("fast.model.sha256"), hash)?;
        eprintln!("{}: {} bytes", file.display(), bytes.len());
    }
    let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let hash = fs::read_to_string(arguments.out.join("fast.model.sha256"))?;
    let triage = Triage::from_file(&bytes, &hash)?;
    let figures = card::measure(&triage, &sources, arguments.discussions.as_deref(), &arguments.out)?;
    fs::write(arguments.out.join("fast.json"), serde_json::to_string_pretty(&figures)? + "\n")?;
    fs::write(arguments.out.join("README.md"), card::text(&triage, &sources, &figures, bytes.len()))?;
    Ok(())
}

fn train(files: &[data::File]) -> anyhow::Result<Model> {
    let lists = List::all();
    let mut codes: Vec<&str> = files.iter().filter_map(|file| file.source.language.as_deref()).collect();
    codes.dedup();
    let mut languages: Vec<Linear> = Vec::new();
    for code in codes {
        let list = lists.iter().find(|(other, _)| *other == code).map(|(_, list)| list.clone()).unwrap_or_default();
        languages.push(fit::language(code, files, &list)?);
    }
    languages.push(fit::any_language(files)?);
    let mut digest = sha2::Sha256::default();
    for file in files {
        sha2::Digest::update(&mut digest, file.sha256.as_bytes());
    }
    let data: String = sha2::Digest::finalize(digest).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Ok(Model { version: format!("fast-{FORMAT}-{data}"), languages })
}
