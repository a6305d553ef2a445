//! Reads collections of hostile texts that are not ours to copy: those in the folder `hostile` below the one that
//! `UNDERSTORY_TEST_DATA` names. Shared with `examples/fuzz.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// Every text of the collections, and every file of moderate length as a whole. `None` if the variable is not set.
pub fn texts() -> Option<Vec<String>> {
    let folder = std::env::var_os("UNDERSTORY_TEST_DATA")?;
    let mut texts = Vec::new();
    for path in files(&Path::new(&folder).join("hostile")) {
        let Ok(content) = fs::read(&path) else {
            continue;
        };
        let content = String::from_utf8_lossy(&content).into_owned();
        let parts: Vec<String> = match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => json_texts(&content),
            Some("dat") => {
                content.split("#data\n").filter_map(|case| case.split("\n#errors").next()).map(Into::into).collect()
            }
            Some("test") if !content.starts_with('{') => {
                vec![content.split("\n--").next().unwrap_or_default().into()]
            }
            Some("test") => json_texts(&content),
            Some("txt" | "md") => content.lines().map(Into::into).collect(),
            _ => Vec::new(),
        };
        texts.extend(parts);
        if content.len() < 200_000 {
            texts.push(content);
        }
    }
    Some(texts)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let path = entry.path();
        let is_wanted =
            !["LICENCES", "json-test-suite", "json-test-suite-transform"].iter().any(|name| path.ends_with(name));
        match path.is_dir() {
            true if is_wanted => files.extend(self::files(&path)),
            true => {}
            false => files.push(path),
        }
    }
    files.sort();
    files
}

/// Every string in a JSON file that is the input of a test: all of a list of strings, else what stands under `markdown` or
/// `input`.
fn json_texts(content: &str) -> Vec<String> {
    let value = serde_json::from_str::<serde_json::Value>(content).unwrap_or_default();
    let tests = value.get("tests").unwrap_or(&value).as_array().cloned().unwrap_or_default();
    let text = |test: &serde_json::Value| {
        let field = test.get("markdown").or(test.get("input")).unwrap_or(test);
        field.as_str().map(str::to_owned)
    };
    tests.iter().filter_map(text).collect()
}
