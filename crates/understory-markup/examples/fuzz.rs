//! Looks for a text that breaks a promise of the crate, on stable Rust. Mutates a corpus of fixtures, killers, pieces of
//! markup and, if `UNDERSTORY_TEST_DATA` names their folder, collections of hostile texts; keeps what gives HTML of a new
//! shape. Ends with status 1 at the first failure, and writes the text to a file.
//!
//!     UNDERSTORY_FUZZ_SECONDS=600 cargo run --release -p understory-markup --example fuzz
//!
//! The same `UNDERSTORY_FUZZ_SEED` gives the same texts.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, RandomState};
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::{Duration, Instant};

use understory_markup::{Format, render};

#[path = "../tests/it/collections.rs"]
mod collections;
#[path = "../tests/it/killers.rs"]
mod killers;
#[path = "../tests/it/pieces.rs"]
mod pieces;
#[path = "../tests/it/scanner.rs"]
mod scanner;

/// Longer texts find nothing that short ones do not, and take longer.
const LONGEST: usize = 2_000;
const LARGEST_CORPUS: usize = 50_000;

fn main() -> ExitCode {
    let seconds = from_environment("UNDERSTORY_FUZZ_SECONDS").unwrap_or(60);
    let seed = from_environment("UNDERSTORY_FUZZ_SEED").unwrap_or_else(|| RandomState::new().hash_one(seconds));
    println!("seed {seed}, {seconds} seconds");

    let mut dice = Dice(seed);
    let mut corpus = corpus();
    let first = corpus.len();
    let mut shapes = HashSet::new();
    let begin = Instant::now();
    let mut runs = 0_u64;
    while begin.elapsed() < Duration::from_secs(seconds) {
        let text = mutate(&corpus, &mut dice);
        for format in scanner::FORMATS {
            let outcome = catch_unwind(|| scanner::check(&text, format)).unwrap_or_else(|_| Err("a panic".into()));
            if let Err(fault) = outcome {
                return fail(&text, format, &fault, runs, seed);
            }
            runs += 1;
            if corpus.len() < LARGEST_CORPUS && shapes.insert(shape(&render(&text, format))) {
                corpus.push(text.clone());
            }
        }
    }
    println!(
        "{runs} runs, {} shapes of HTML, corpus {first} -> {}, no failure; seed {seed}",
        shapes.len(),
        corpus.len()
    );
    ExitCode::SUCCESS
}

fn from_environment<T: FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn fail(text: &str, format: Format, fault: &str, runs: u64, seed: u64) -> ExitCode {
    let path = std::env::temp_dir().join(format!("understory-markup-failure.{format}"));
    println!("after {runs} runs with seed {seed}: {fault}\nformat {format}, source {text:?}");
    match std::fs::write(&path, text) {
        Ok(()) => println!("the source is in {}", path.display()),
        Err(error) => println!("{}: {error}", path.display()),
    }
    ExitCode::FAILURE
}

fn corpus() -> Vec<String> {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut corpus: Vec<String> = std::fs::read_dir(fixtures)
        .into_iter()
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect();
    let killers = [killers::markdown(200), killers::html(200)].concat();
    corpus.extend(killers::diluted(&killers, 2, 500).into_iter().map(|(_, text)| text));
    corpus.extend([killers::PROSE.to_owned(), killers::PROSE_HTML.to_owned()]);
    corpus.extend(collections::texts().unwrap_or_default());
    corpus
}

/// The tags of HTML without their attributes, short of repetitions.
fn shape(html: &str) -> u64 {
    let mut tags: Vec<_> = html.split('<').skip(1).map(|rest| rest.split([' ', '>']).next()).collect();
    tags.dedup();
    BuildHasherDefault::<DefaultHasher>::default().hash_one(tags)
}

fn mutate(corpus: &[String], dice: &mut Dice) -> String {
    let mut text = slice(dice.pick(corpus), LONGEST / 2, dice).to_owned();
    for _ in 0..=dice.below(8) {
        let at = boundary(&text, dice.below(text.len() + 1));
        match dice.below(7) {
            0 | 1 => text.insert_str(at, dice.pick(pieces::PIECES)),
            2 => text.insert_str(at, &dice.pick(pieces::PIECES).repeat(dice.below(60))),
            3 => text.insert_str(at, slice(dice.pick(corpus), 200, dice)),
            4 => {
                let end = boundary(&text, (at + dice.below(20)).min(text.len()));
                text.replace_range(at..end, "");
            }
            5 => {
                let end = boundary(&text, (at + dice.below(40)).min(text.len()));
                let copy = text[at..end].to_owned();
                text.insert_str(at, &copy);
            }
            _ => {
                let mut bytes = text.into_bytes();
                if at < bytes.len() {
                    bytes[at] = dice.below(256) as u8;
                }
                text = String::from_utf8_lossy(&bytes).into_owned();
            }
        }
    }
    text.truncate(boundary(&text, LONGEST));
    text
}

fn slice<'t>(text: &'t str, longest: usize, dice: &mut Dice) -> &'t str {
    let start = boundary(text, dice.below(text.len().saturating_sub(longest) + 1));
    &text[start..boundary(text, start + longest)]
}

fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and good enough to choose with.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit as u64) as usize
    }

    fn pick<'c, T: AsRef<str>>(&mut self, choices: &'c [T]) -> &'c str {
        choices[self.below(choices.len())].as_ref()
    }
}
