//! The files that are learnt from.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use understory_triage::labelled::{Source, Split};

/// A file, and what it is known by.
#[derive(Clone, Debug)]
pub struct File {
    /// What is in it.
    pub source: Source,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
}

/// All files of a folder, in the order of their names.
///
/// # Errors
/// When a file cannot be read, is not of the format, or is not the one that the manifest names.
pub fn read_folder(folder: &Path, manifest: Option<&Path>) -> anyhow::Result<Vec<File>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(".tsv.gz"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        bail!("{} holds no .tsv.gz file", folder.display());
    }
    let files = paths.iter().map(|path| read_file(path)).collect::<anyhow::Result<Vec<File>>>()?;
    if let Some(manifest) = manifest {
        check(&files, manifest)?;
    }
    Ok(files)
}

fn check(files: &[File], manifest: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(manifest).with_context(|| format!("{} cannot be read", manifest.display()))?;
    let mut wanted: HashMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once("  ")).map(|(hash, name)| (name, hash)).collect();
    for file in files {
        let name = format!("{}.tsv.gz", file.source.full_name());
        match wanted.remove(name.as_str()) {
            Some(hash) if hash == file.sha256 => {}
            Some(_) => bail!("{name} is not the file that {} names: its hash is {}", manifest.display(), file.sha256),
            None => bail!("{name} is not in {}; leave --manifest away to train on other data", manifest.display()),
        }
    }
    match wanted.keys().min() {
        Some(missing) => bail!("{missing} is named in {} and not there", manifest.display()),
        None => Ok(()),
    }
}

/// One file.
fn read_file(path: &Path) -> anyhow::Result<File> {
    let packed = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let sha256 = Sha256::digest(&packed).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .with_context(|| format!("{} is not gzip of UTF-8", path.display()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut source = Source::parse(&name, &text).map_err(|error| anyhow::anyhow!(error))?;
    if source.language.is_none() {
        bail!("{name} is not named LANG_SOURCE.tsv.gz");
    }
    make_dev(&mut source);
    Ok(File { source, sha256 })
}

/// A source without a dev part gets one: a twelfth of what is there to learn from, by a hash of the text.
fn make_dev(source: &mut Source) {
    if source.rows.iter().any(|row| row.split == Split::Dev) {
        return;
    }
    for row in source.rows.iter_mut().filter(|row| row.split == Split::Train) {
        let digest = Sha256::digest(row.text.to_lowercase().as_bytes());
        if u16::from_be_bytes([digest[0], digest[1]]) % 12 == 0 {
            row.split = Split::Dev;
        }
    }
}
