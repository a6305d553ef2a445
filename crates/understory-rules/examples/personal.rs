//! What is found of people in real comments: `personal [--show KIND] FILE…`, of lines of JSON (`.jsonl.gz`, discussions) or of tabs (`.tsv.gz`, the
//! second field). Prints how many comments have each kind, and with `--show` what was found, for somebody to judge.

use std::collections::BTreeMap;
use std::io::Read;

use understory_rules::personal::{Kind, find};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut show = None;
    if arguments.first().is_some_and(|first| first == "--show") {
        show = arguments.get(1).cloned();
        arguments.drain(..2);
    }
    for path in arguments {
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path)?).read_to_string(&mut text)?;
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        let mut comments = 0;
        for line in text.lines() {
            let body = if path.contains(".tsv") {
                line.split('\t').nth(1).unwrap_or_default().to_owned()
            } else {
                let value: serde_json::Value = serde_json::from_str(line)?;
                if value["kind"] != "comment" {
                    continue;
                }
                value["body"]
                    .as_str()
                    .or(value["text"].as_str())
                    .or(value["html"].as_str())
                    .unwrap_or_default()
                    .to_owned()
            };
            comments += 1;
            let found = find(&body);
            for kind in Kind::ALL {
                *counts.entry(kind).or_default() += usize::from(found.iter().any(|one| one.kind == kind));
            }
            for one in found.iter().filter(|one| show.as_deref() == Some(one.kind.as_str())) {
                let start =
                    (one.place.start.saturating_sub(25)..=one.place.start).find(|at| body.is_char_boundary(*at));
                let before = &body[start.unwrap_or(0)..one.place.start];
                println!("{}⟦{}⟧", before.replace('\n', "¶"), body[one.place.clone()].replace('\n', "¶"));
            }
        }
        println!("{path}: {comments} comments, with {counts:?}");
    }
    Ok(())
}
