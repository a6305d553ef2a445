//! Rules of the house that a compiler does not see.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn all_files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// The same; there must be some, or the test looks in the wrong place.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let found = all_files(folder, ending);
    assert!(!found.is_empty(), "{folder} holds no {ending}");
    found
}

/// Only these may differ between the engines: search and the number for it, the engine's own integrity check, and what
/// opening, beginning, backup and migration need, which is all in `store/engine`, `store/search` and `store/backup.rs`.
#[test]
fn engines_differ_only_where_they_must() {
    let mut places = BTreeSet::new();
    for (path, text) in files("crates/understory/src", ".rs") {
        let name = path.strip_prefix(root().join("crates/understory/src")).unwrap().display().to_string();
        if name.starts_with("store/engine/") || name.starts_with("store/search/") || name == "store/backup.rs" {
            continue;
        }
        for _ in
            text.matches("is_postgres()").chain(text.matches("Target::Sqlite")).chain(text.matches("Target::Postgres"))
        {
            places.insert(name.clone());
        }
    }
    let allowed = ["cli/backup.rs", "jobs/mod.rs", "store/comments.rs", "store/verify.rs"];
    assert_eq!(places.iter().map(String::as_str).collect::<Vec<_>>(), allowed);
}

/// SQL is in `store/` and nowhere else.
#[test]
fn sql_is_in_the_store_alone() {
    for (path, text) in files("crates/understory/src", ".rs") {
        if path.components().any(|part| part.as_os_str() == "store") {
            continue;
        }
        for word in ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE FROM"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

/// HTML enters a document in one function, through one policy.
#[test]
fn html_enters_by_one_door() {
    let doors = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "createContextualFragment",
        "srcdoc",
        "setHTMLUnsafe",
        "DOMParser",
        "eval(",
        "new Function",
        "javascript:",
    ];
    let mut found = Vec::new();
    for (path, text) in files("static", ".js") {
        for (number, line) in text.lines().enumerate() {
            for door in doors.iter().filter(|door| line.contains(**door)) {
                found.push(format!("{}:{} {door}", path.file_name().unwrap().to_string_lossy(), number + 1));
            }
        }
    }
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("innerHTML"), "{found:?}");
}

/// Templates have no inline style, no inline script and no handler: the policy would block them.
#[test]
fn templates_carry_no_style_and_no_script() {
    for (path, text) in files("templates", ".html") {
        let lower = text.to_lowercase();
        for bad in [" style=", "<style", "javascript:", " onclick", " onload", " onsubmit"] {
            assert!(!lower.contains(bad), "{}: {bad}", path.display());
        }
        for script in lower.match_indices("<script").map(|(at, _)| &lower[at..]) {
            // Data for search engines is no script.
            let data = script.starts_with("<script type=\"application/ld+json\">{{ discovery.json|safe }}</script>");
            assert!(data || script.starts_with("<script type=\"module\" src="), "{}", path.display());
        }
        // What is put in as it is was rendered by a template or by the markup crate.
        for raw in text.match_indices("|safe").map(|(at, _)| text[..at].rsplit("{{").next().unwrap().trim()) {
            let allowed = [
                "html",
                "story.html",
                "thread",
                "comment",
                "child",
                "reply",
                "form",
                "waiting",
                "own",
                "comment.view",
                "lead",
                "item",
                "discovery.json",
                "figure",
                "list",
                "card",
                "done",
            ];
            assert!(allowed.contains(&raw), "{}: {raw}|safe", path.display());
        }
    }
}

/// The example names every option, with its default.
#[test]
fn every_option_is_documented_with_its_default() {
    let text = std::fs::read_to_string(root().join("docs/understory.example.toml")).unwrap();
    // Options without a default stand there as remarks.
    let mut whole = text.clone();
    for option in ["public_url", "folder", "models", "server", "port", "user", "password_file", "ca_file"] {
        whole = whole.replace(&format!("\n# {option} = "), &format!("\n{option} = "));
    }
    let folder = tempfile::tempdir().unwrap();
    let load = |text: &str| {
        let file = folder.path().join("test.toml");
        std::fs::write(&file, text).unwrap();
        serde_json::to_value(understory::config::Config::load(Some(&file)).unwrap()).unwrap()
    };
    let defaults = serde_json::to_value(understory::config::Config::default()).unwrap();
    assert_eq!(load(&text), defaults, "a default differs");
    for (section, options) in defaults.as_object().unwrap() {
        for option in options.as_object().unwrap().keys() {
            let stands = whole
                .split(&format!("[{section}]"))
                .nth(1)
                .unwrap()
                .split("\n[")
                .next()
                .unwrap()
                .contains(&format!("\n{option} = "));
            assert!(stands, "{section}.{option} is not in the example");
        }
    }
    let file = folder.path().join("odd.toml");
    std::fs::write(&file, "[server]\ncolour = \"red\"\n").unwrap();
    let error = understory::config::Config::load(Some(&file)).unwrap_err().to_string();
    assert!(error.contains("colour"), "{error}");
}

/// Both engines' steps have the same names.
#[test]
fn migrations_have_the_same_names() {
    let names = |engine: &str| -> BTreeSet<String> {
        files(&format!("migrations/{engine}"), ".sql")
            .iter()
            .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

/// The repository speaks of the project alone.
#[test]
fn no_registry_is_named() {
    for folder in ["crates", "script", "docs", "static", "templates", "migrations", "fixtures"] {
        for ending in [".rs", ".toml", ".md", ".json", ".sh", ".py", ".js"] {
            for (path, text) in all_files(folder, ending) {
                for host in
                    ["registry.npmjs", "index.crates", "static.crates", "pypi.org", "pythonhosted", "deb.debian"]
                {
                    let here = path.ends_with("tests/it/house.rs");
                    assert!(here || !text.contains(host), "{}: {host}", path.display());
                }
            }
        }
    }
}

/// Styles know no left and no right, but for the sign of a button that plays, which points the same way everywhere.
#[test]
fn styles_have_no_left_and_no_right() {
    let text = std::fs::read_to_string(root().join("static/understory.css")).unwrap();
    let mut rules = 0;
    for rule in text.split('}').filter(|rule| !rule.contains(".triangle")) {
        rules += 1;
        for declaration in rule.rsplit('{').next().unwrap_or_default().split(';') {
            let (name, value) = declaration.split_once(':').unwrap_or_default();
            let sided = ["left", "right", "width", "height", "top", "bottom"];
            let name = name.trim();
            let is_sided = sided.iter().any(|side| {
                name == *side
                    || name.ends_with(&format!("-{side}"))
                        && !name.starts_with("line-")
                        && name != "outline-width"
                        && name != "border-width"
            });
            let turns = matches!(name, "text-align" | "float" | "clear") && ["left", "right"].contains(&value.trim());
            assert!(!is_sided && !turns, "{name}:{value}");
        }
    }
    assert!(rules > 100);
}

/// What an editor can set stands in the table of the operator's page.
#[test]
fn every_setting_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/operating.md")).unwrap();
    let settings = serde_json::to_value(understory::models::Settings::default()).unwrap();
    for name in settings.as_object().unwrap().keys() {
        assert!(text.lines().any(|line| line.starts_with("| ") && line.contains(&format!("`{name}`"))), "{name}");
    }
}
