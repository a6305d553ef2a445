//! Trains the fast tier from labelled comments, calibrates it on their dev parts, and writes the model with its card; and
//! calibrates and packs encoders, which are trained by `training/encoder`.
//! One thread, a fixed order, no clock: the same data gives the same bytes.

#![expect(clippy::print_stderr, reason = "it tells on the terminal how far it is")]

mod card;
mod data;
mod encoder;
mod fit;
mod learn;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use understory_triage::{FORMAT, Linear, List, Model, Triage};

/// Train and pack the models of triage.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Where from and where to.
#[derive(Debug, Args)]
struct Folders {
    /// Folders of LANG_SOURCE.tsv.gz files
    #[arg(long, required = true)]
    data: Vec<PathBuf>,
    /// Where model, hash and card go
    #[arg(long, default_value = "models")]
    out: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Train the fast tier, and write its card
    Fast {
        #[command(flatten)]
        folders: Folders,
        /// The hashes that the files must have, as sha256sum writes them; without, any files are taken
        #[arg(long)]
        manifest: Option<PathBuf>,
        /// A folder of discussions in the neutral format: what share of real comments would be held goes into the card
        #[arg(long)]
        discussions: Option<PathBuf>,
        /// Only write the card anew, for the model that is there
        #[arg(long)]
        card: bool,
    },
    /// What an encoder's net says of whole texts, one a line: its numbers, a JSON array a line
    Logits {
        /// The encoder, packed; its hash lies beside it
        encoder: PathBuf,
        /// A file with a text a line
        texts: PathBuf,
    },
    /// Calibrate and pack an encoder that was trained elsewhere
    Encoder {
        #[command(flatten)]
        folders: Folders,
        /// Its net; its vocabulary is NAME.pieces beside it
        #[arg(value_name = "NAME.onnx")]
        net: PathBuf,
        /// The languages that it is to serve
        #[arg(long, value_delimiter = ',', default_value = "en")]
        languages: Vec<String>,
    },
}

/// Sources that are for evaluation only: the licence of en_ghc's corpus is not clear.
const EVALUATED_ONLY: [&str; 1] = ["en_ghc"];

/// Sources that are of no use: labels too noisy.
const LEFT_OUT: [&str; 1] = ["en_mlma"];

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Logits { encoder, texts } => encoder::logits(&encoder, &texts),
        Command::Encoder { folders: Folders { data, out }, net, languages } => {
            fs::create_dir_all(&out)?;
            let file = out.join("fast.model");
            let bytes = fs::read(&file).with_context(|| format!("{} is needed beside", file.display()))?;
            let fast = Model::read(&bytes, &fs::read_to_string(out.join("fast.model.sha256"))?)?;
            encoder::pack(&net, &languages, &sources(&data, None)?, &fast, &out)
        }
        Command::Fast { folders: Folders { data, out }, manifest, discussions, card } => {
            fs::create_dir_all(&out)?;
            fast(&sources(&data, manifest.as_deref())?, discussions.as_deref(), card, &out)
        }
    }
}

fn sources(folders: &[PathBuf], manifest: Option<&Path>) -> anyhow::Result<Vec<data::File>> {
    let mut sources = Vec::new();
    for folder in folders {
        sources.extend(data::read_folder(folder, manifest)?);
    }
    sources.retain(|file| !LEFT_OUT.contains(&file.source.full_name().as_str()));
    Ok(sources)
}

fn fast(sources: &[data::File], discussions: Option<&Path>, only_card: bool, out: &Path) -> anyhow::Result<()> {
    let file = out.join("fast.model");
    if !only_card {
        let (bytes, hash) = train(sources)?.write()?;
        fs::write(&file, &bytes)?;
        fs::write(out.join("fast.model.sha256"), hash)?;
        eprintln!("{}: {} bytes", file.display(), bytes.len());
    }
    let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let hash = fs::read_to_string(out.join("fast.model.sha256"))?;
    let triage = Triage::from_file(&bytes, &hash)?;
    let figures = card::measure(&triage, sources, discussions, out)?;
    fs::write(out.join("fast.json"), serde_json::to_string_pretty(&figures)? + "\n")?;
    fs::write(out.join("README.md"), card::text(&triage, sources, &figures, bytes.len()))?;
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
