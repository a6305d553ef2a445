//! The reader from outside: what it finds, where, and what it does with what nobody should send.

mod folding;
mod hostile;
mod learning;
mod model;
mod scores;

use std::path::{Path, PathBuf};

use understory_triage::{Model, Triage};

/// The repository's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The model that is checked in: its bytes, and the text of its hash file.
fn files() -> (Vec<u8>, String) {
    let file = root().join("models/fast.model");
    let hash = std::fs::read_to_string(file.with_extension("model.sha256")).unwrap();
    (std::fs::read(file).unwrap(), hash)
}

fn model() -> Model {
    let (bytes, hash) = files();
    Model::read(&bytes, &hash).unwrap()
}

fn triage() -> Triage {
    Triage::new(model())
}
