//! A look of one's own: a folder beside the configuration, without building anything.

use std::path::Path;
use std::process::Command;

use crate::process::{Server, publish};
use crate::wire;

/// What the program says of a folder before it serves.
fn config_check(folder: &Path) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_understory"))
        .args(["config", "check"])
        .env("UNDERSTORY_LOOK__FOLDER", folder)
        .current_dir(folder)
        .output()
        .unwrap();
    (done.status.success(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn a_folder_changes_style_and_words() {
    let place = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", place.path().join("look.db").display());
    crate::process::cli(&database, &["migrate"]);
    publish(&database, place.path(), "own-look");
    let folder = place.path().join("look");
    std::fs::create_dir_all(folder.join("drafts")).unwrap();
    for (name, content) in [
        ("style.css", "@font-face { font-family: P; src: url(paper.woff2); } :root { --sea: #7a1f2b; }"),
        ("paper.woff2", "no real font"),
        ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("en.ftl", "no-comments = Be the first.\nrefusal-not-found = Gone fishing.\n"),
        (".hidden", "left alone"),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    assert_eq!(config_check(&folder), (true, String::new()));
    let server = Server::start(&database, &[("LOOK__FOLDER", folder.to_str().unwrap())]);
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        wire::exchange(server.address, request.as_bytes()).unwrap().body
    };
    let page = get("/stories/own-look");
    assert!(page.contains("Be the first.") && page.contains("Write a comment"), "{page}");
    assert!(get("/stories/none").contains("Gone fishing."));
    let style = page.split("<link rel=\"stylesheet\" href=\"").nth(2).unwrap().split('"').next().unwrap();
    assert!(style.starts_with("/look/") && style.ends_with("/style.css"), "{style}");
    assert!(get(style).contains("#7a1f2b"));
    assert_eq!(get(&style.replace("style.css", "paper.woff2")), "no real font");
    assert!(get("/look/logo.svg").contains("<svg"));
    for none in ["/look/en.ftl", "/look/.hidden", "/look/0/style.css", "/look/..%2fstyle.css"] {
        assert!(get(none).contains("Gone fishing."), "{none}");
    }
    for (name, content, said) in [
        ("en.ftl", "no-comment = x\n", "no-comment"),
        ("tlh.ftl", "no-comments = x\n", "tlh"),
        ("page.html", "<p>", "page.html"),
        ("big.png", &"x".repeat(1_100_000), "1048576"),
    ] {
        let own = place.path().join(format!("wrong-{name}"));
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join(name), content).unwrap();
        let (ok, error) = config_check(&own);
        assert!(!ok && error.contains(said) && error.contains(name), "{error}");
    }
}
