//! Looks for a text that breaks a promise of the crate, on stable Rust: mutates disguises, scripts, marks, pictures and, if
//! `UNDERSTORY_TEST_DATA` names their folder, collections of hostile texts. Every score is from 0 to 1, every span lies in
//! the text on whole characters, nothing panics, and no text takes a second. Ends with status 1 at the first failure.
//!
//!     UNDERSTORY_FUZZ_SECONDS=600 cargo run --release -p understory-triage --example fuzz_triage
//!
//! The same `UNDERSTORY_FUZZ_SEED` gives the same texts.

use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use understory_triage::{Category, Triage};

/// Longer texts find nothing that short ones do not.
const LONGEST: usize = 3_000;

const PIECES: &[&str] = &[
    "h4te",
    "f**k",
    "h a t e ",
    "h.a.t.e",
    "h-a-t-e",
    "killthemall",
    "haaaate",
    "idiot ",
    "you ",
    "\u{200b}",
    "\u{202e}",
    "\u{301}",
    "\u{336}",
    "аеоѕ",
    "ʜᴀᴛᴇ",
    "𝐡𝐚𝐭𝐞",
    "ﷺ",
    "Ⅷ",
    "ﬃ",
    "İ",
    "ß",
    "你好",
    "שלום",
    "سلام",
    "می‌خواهم",
    "한글",
    "ᄒ\u{1161}",
    "🤡",
    "🖕",
    "👩‍👩‍👧",
    "🇩🇪",
    "`",
    "@ana",
    "a@b.c",
    "http://x.y/z ",
    "www.",
    "$",
    "*",
    "#",
    "_",
    "'",
    "1st ",
    "US$45",
    "\n",
    "\r\n",
    "\u{0}",
    "\u{feff}",
    ". ",
    "! ",
    "。",
    " ",
    "\u{a0}",
    "\t",
    "-",
    "/",
    "|",
    "\\",
    "{",
    "}",
    "0",
    "9",
    "x",
    "i",
    "A",
];

fn main() -> ExitCode {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = setting("UNDERSTORY_FUZZ_SECONDS").unwrap_or(30);
    let seed = setting("UNDERSTORY_FUZZ_SEED").unwrap_or_else(|| RandomState::new().hash_one(seconds));
    println!("seed {seed}, {seconds} seconds");
    let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/fast.model");
    let read =
        || Some((std::fs::read(&models).ok()?, std::fs::read_to_string(models.with_extension("model.sha256")).ok()?));
    let Some(triage) = read().and_then(|(bytes, hash)| Triage::from_file(&bytes, &hash).ok()) else {
        println!("{} cannot be read", models.display());
        return ExitCode::FAILURE;
    };
    let mut corpus: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    if let Some(data) = std::env::var_os("UNDERSTORY_TEST_DATA") {
        let list = std::path::Path::new(&data).join("hostile/strings/blns.txt");
        corpus.extend(std::fs::read_to_string(list).unwrap_or_default().lines().map(str::to_owned));
    }
    let mut state = seed;
    let mut dice = |below: usize| {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    };
    let begun = Instant::now();
    let mut runs = 0_u64;
    while begun.elapsed() < Duration::from_secs(seconds) {
        let mut text = String::new();
        for _ in 0..=dice(20) {
            let piece = &corpus[dice(corpus.len())];
            let times = if dice(10) == 0 { 1 + dice(200) } else { 1 };
            let at = text.floor_char_boundary(dice(text.len() + 1));
            text.insert_str(at, &piece.repeat(times));
        }
        text.truncate(text.floor_char_boundary(LONGEST));
        let hint = [None, Some("en"), Some("de"), Some("ar"), Some("zh"), Some("pl")][dice(6)];
        let started = Instant::now();
        let outcome =
            catch_unwind(AssertUnwindSafe(|| check(&triage, &text, hint))).unwrap_or_else(|_| Err("a panic".into()));
        let outcome = outcome.and(match started.elapsed() {
            took if took > Duration::from_secs(1) => Err(format!("it took {took:?}")),
            _ => Ok(()),
        });
        if let Err(fault) = outcome {
            println!("after {runs} runs with seed {seed}: {fault}\nhint {hint:?}, text {text:?}");
            return ExitCode::FAILURE;
        }
        runs += 1;
    }
    println!("{runs} runs, no failure; seed {seed}");
    ExitCode::SUCCESS
}

fn check(triage: &Triage, text: &str, hint: Option<&str>) -> Result<(), String> {
    let reading = triage.read(text, hint);
    if !reading.scores.iter().chain(&reading.probabilities).all(|score| (0.0..=1.0).contains(score)) {
        return Err(format!("a score out of range: {reading:?}"));
    }
    if reading != triage.read(text, hint) {
        return Err("another score for the same text".to_owned());
    }
    for span in triage.spans(text, &reading, &Category::ALL) {
        if span.place.is_empty() || text.get(span.place.clone()).is_none() {
            return Err(format!("a span that is none: {span:?}"));
        }
    }
    Ok(())
}
