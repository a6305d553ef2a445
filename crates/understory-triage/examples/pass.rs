//! What a pass of the fast tier costs beside NFKC of the same text: `pass MODEL`. The two run in turn; the median of the
//! rounds' ratios is printed, with the time of each. Texts of 40 words and signs, as comments under news are.

use std::hint::black_box;
use std::time::{Duration, Instant};

use understory_triage::Triage;
use unicode_normalization::UnicodeNormalization;

const TEXTS: [&str; 4] = [
    "The council voted for the new bridge again, although nobody in the old town has been asked what it will cost us. I wonder who pays for the years of noise, and why the plans of 2019 were never shown.",
    "I have read the report twice and cannot find the number that the minister quoted yesterday. If it is there, somebody should say on which page, because so far it looks as if he had made it up himself.",
    "Of course they will say that the strike hurts the passengers. It does, and it should, or nobody would listen. My father drove a tram for thirty years and never once got a letter of thanks from them.",
    "What a strange article: it speaks of voters as if they were the weather. We are people, we have reasons, and some of us have changed our minds since the last election because of what we saw at work.",
];

const ROUNDS: usize = 401;
const EACH: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args().nth(1).ok_or("pass MODEL")?;
    let triage = Triage::from_file(&std::fs::read(&model)?, &std::fs::read_to_string(format!("{model}.sha256"))?)?;
    let mut rounds: Vec<(f64, Duration, Duration)> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            for _ in 0..EACH {
                for text in TEXTS {
                    black_box(black_box(text).nfkc().collect::<String>());
                }
            }
            let nfkc = begun.elapsed();
            let begun = Instant::now();
            for _ in 0..EACH {
                for text in TEXTS {
                    black_box(triage.read(black_box(text), Some("en")));
                }
            }
            let pass = begun.elapsed();
            (pass.as_secs_f64() / nfkc.as_secs_f64(), pass, nfkc)
        })
        .collect();
    rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, pass, nfkc) = rounds[ROUNDS / 2];
    let each = |time: Duration| time.as_secs_f64() * 1e6 / (EACH * TEXTS.len()) as f64;
    println!("pass {:.2} µs, NFKC {:.2} µs, ratio {ratio:.2} (median of {ROUNDS} rounds)", each(pass), each(nfkc));
    Ok(())
}
