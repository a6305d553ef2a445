//! What folding changes in a discussion: `changes MODEL FILE.jsonl [LANGUAGE]` reads comments (JSON lines with `kind` and
//! `body`, plain or gzip) and writes a line a change: the words around, what it was, what it became. Lines of plain text are
//! read as well.

use std::io::{BufRead, BufReader, Read};

use understory_triage::{Model, Triage, View, fold, language};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().ok_or("changes MODEL FILE [LANGUAGE]")?;
    let file = arguments.next().ok_or("changes MODEL FILE [LANGUAGE]")?;
    let given = arguments.next();
    let hash = std::fs::read_to_string(format!("{model}.sha256"))?;
    let model = Model::read(&std::fs::read(model)?, &hash)?;
    let triage = Triage::lists_only();
    let opened = std::fs::read(&file)?;
    let input: Box<dyn Read> = if opened.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::read::MultiGzDecoder::new(std::io::Cursor::new(opened)))
    } else {
        Box::new(std::io::Cursor::new(opened))
    };
    let (mut comments, mut changed, mut changes) = (0, 0, 0);
    for line in BufReader::new(input).lines() {
        let line = line?;
        let body = match serde_json::from_str::<serde_json::Value>(&line) {
            Ok(value) if value["kind"] == "comment" => value["body"].as_str().unwrap_or_default().to_owned(),
            Ok(value) if value.is_object() => continue,
            _ => line,
        };
        comments += 1;
        let code = given.as_deref().unwrap_or_else(|| language(&body, None));
        let view = View::of(&body);
        let vocabulary = model.languages.iter().find(|one| one.language == code).map(|one| &one.vocabulary);
        let Some(folded) = fold(&body, &view, code, vocabulary, triage.list(code)) else { continue };
        changed += 1;
        for (was, became) in folded.changes(&view) {
            changes += 1;
            let start = view.text[..was.start].char_indices().rev().nth(25).map_or(0, |(at, _)| at);
            let end = view.text[was.end..].char_indices().nth(25).map_or(view.text.len(), |(at, _)| was.end + at);
            let around = |text: &str| text.replace(['\n', '\t', '\r'], " ");
            println!(
                "{code}\t{}\t{}\t{} [{}] {}",
                around(&view.text[was.clone()]),
                around(&became),
                around(&view.text[start..was.start]),
                around(&view.text[was.clone()]),
                around(&view.text[was.end..end])
            );
        }
    }
    println!("# {changes} changes in {changed} of {comments} comments");
    Ok(())
}
