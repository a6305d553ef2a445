//! `understory triage` on the command line.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn models() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

/// Runs `understory triage …` on an input; without a database, in a folder of its own.
fn triage(arguments: &[&str], input: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_understory"))
        .args(arguments)
        .arg("--models")
        .arg(models())
        .env("UNDERSTORY_TRIAGE__ENCODER", "false")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let out = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    // Nothing is made that was not asked for.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    out
}

fn lines(out: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_line_goes_in_and_a_line_comes_out() {
    let text = "I will find you and kill you\nThank you for the report.\r\n\nYou are a 5tup1d idiot";
    let out = triage(&["--json", "triage"], text.as_bytes());
    assert!(out.status.success());
    let told = lines(&out);
    assert_eq!(told.len(), 4);
    assert_eq!(
        (told[0]["verdict"].as_str(), told[0]["reasons"][0]["code"].as_str()),
        (Some("hold"), Some("reads_as_threat"))
    );
    let names = ["toxic", "hate", "threat", "insult", "sexual", "profanity", "spam"];
    for answer in &told {
        for name in names {
            assert!(answer["scores"][name].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)), "{answer}");
        }
        assert!(answer["model"].as_str().unwrap().starts_with("fast-"));
        assert!(answer["uncalibrated"].as_array().unwrap().iter().any(|category| category == "sexual"), "{answer}");
    }
    let span = &told[0]["spans"][0];
    let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    assert!(text[place("start")..place("end")].contains("kill"), "{span}");
    assert_eq!(told[1]["verdict"], "publish");
    assert_eq!(told[3]["disguised"], true);
    let plain = triage(&["triage"], text.as_bytes());
    assert_eq!(String::from_utf8_lossy(&plain.stdout).lines().count(), 4);
}

#[test]
fn a_bad_line_is_its_own_trouble() {
    let input = b"{\"text\":\"Fine words.\",\"lang\":\"en\"}\n{\"body\":\"Others.\"}\nnot json\n{\"words\":1}\n{\"text\":\"\\ud800\"}\n{\"text\":\"Last.\"}\n";
    let out = triage(&["--json", "triage", "--jsonl"], input);
    assert_eq!(out.status.code(), Some(3), "partly done");
    let told = lines(&out);
    assert_eq!(told.len(), 6);
    let errors: Vec<Option<&str>> = told.iter().map(|answer| answer["error"].as_str()).collect();
    assert!(errors[0].is_none() && errors[1].is_none() && errors[5].is_none());
    assert!(errors[2].unwrap().contains("no JSON") && errors[3].unwrap().contains("no text") && errors[4].is_some());
    let out = triage(&["--json", "triage"], b"good\n\xff\xfe\ngood\n");
    assert_eq!((out.status.code(), lines(&out).len()), (Some(3), 3));
    assert!(lines(&out)[1]["error"].as_str().unwrap().contains("not UTF-8"));
}

#[test]
fn ten_thousand_lines_and_one_that_never_ends() {
    let many = "You are an idiot, said nobody.\n".repeat(10_000);
    assert_eq!(lines(&triage(&["--json", "triage"], many.as_bytes())).len(), 10_000);
    let mut endless = "ж".repeat(900_000).into_bytes();
    endless.extend(b"\nafter it\n");
    assert_eq!(lines(&triage(&["--json", "triage"], &endless)).len(), 2);
    assert_eq!(lines(&triage(&["--json", "triage"], b"")).len(), 0);
}

#[test]
fn labelled_texts_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("en_small.tsv");
    let mut text = "split\ttext\ttoxic\thate\tthreat\tinsult\tsexual\tprofanity\tspam\torig\n".to_owned();
    for n in 0..20 {
        text.push_str(&format!("test\tYou are a stupid idiot, number {n}.\t\t\t\t1\t\t\t\t\n"));
        text.push_str(&format!("test\tThank you for report {n}.\t\t\t\t0\t\t\t\t\n"));
        text.push_str(&format!("dev\tOther words {n}.\t\t\t\t0\t\t\t\t\n"));
    }
    std::fs::write(&file, text).unwrap();
    let plot = folder.path().join("plot.svg");
    let path = file.to_str().unwrap();
    let out = triage(&["--json", "triage", "evaluate", path, "--rounds", "50", "--plot", plot.to_str().unwrap()], b"");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let report = &lines(&out)[0];
    assert_eq!(report["figures"].as_array().unwrap().len(), 1, "what nobody judged has no figures");
    let line = &report["figures"][0];
    assert_eq!(
        (line["texts"].as_u64(), line["cases"].as_u64(), line["category"].as_str()),
        (Some(40), Some(20), Some("insult"))
    );
    assert_eq!(
        (line["auc"].as_f64(), line["precision"].as_f64(), line["recall"].as_f64()),
        (Some(1.0), Some(1.0), Some(1.0))
    );
    assert!(std::fs::read_to_string(plot).unwrap().contains("en_small"));
    let table = triage(&["triage", "evaluate", path], b"");
    assert!(String::from_utf8_lossy(&table.stdout).contains("macro-F1"));
    // What is no such file is named, with its line.
    std::fs::write(&file, "text\thate\nwords\t7\n").unwrap();
    let refused = triage(&["triage", "evaluate", path], b"");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 2"));
}

#[test]
fn a_text_is_explained() {
    let out = triage(&["triage", "explain", "You are a stupid idiot."], b"");
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(said.contains("[stupid idiot]") || said.contains("[idiot]"), "{said}");
    assert!(said.contains("uncalibrated") && said.contains("read as en by fast-"), "{said}");
    let out = triage(&["--json", "triage", "explain", "You are a stupid idiot."], b"");
    assert!(lines(&out)[0]["scores"]["insult"]["score"].as_f64().unwrap() >= 0.5);
}

#[test]
fn the_endpoint_alone_wants_keys_where_others_can_reach_it() {
    let out = triage(&["triage", "serve", "--listen", "0.0.0.0:0"], b"");
    assert!(!out.status.success());
    assert!(String::from_utf8_lossy(&out.stderr).contains("give those who may ask a key"));
}
