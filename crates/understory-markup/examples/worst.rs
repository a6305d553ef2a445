//! Prints what the worst texts cost, as a multiple of what prose of the same length costs; ends with status 1 if one costs
//! more than five times as much. Run it with `--release` on a quiet machine:
//!
//!     cargo run --release -p understory-markup --example worst

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use understory_markup::{Format, render};

#[path = "../tests/it/killers.rs"]
mod killers;

const SIZE: usize = 64 * 1024;
const LIMIT: f64 = 5.0;
const SHOWN: usize = 12;

fn main() -> ExitCode {
    let mut is_linear = true;
    let text = killers::markdown(SIZE);
    let markdown = [killers::diluted(&text, 8, SIZE), text.clone()].concat();
    let html = killers::html(SIZE);
    let html = [killers::diluted(&html, 16, SIZE), html].concat();
    for (format, prose, killers) in [
        (Format::Markdown, killers::PROSE, markdown),
        (Format::Text, killers::PROSE, text),
        (Format::Html, killers::PROSE_HTML, html),
    ] {
        is_linear &= report(format, prose, &killers);
    }
    if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report(format: Format, prose: &str, killers: &[(String, String)]) -> bool {
    let short = time(&prose[..prose.floor_char_boundary(500)], format);
    let prose = time(&killers::repeat(prose, SIZE), format);
    println!("{}: 500 bytes of prose {short:?}, 64 KiB {prose:?}; worst of {}:", format.as_str(), killers.len());
    let mut rows: Vec<_> = killers
        .iter()
        .map(|(name, text)| {
            let cost = time(text, format);
            // Each is about as long as the prose; the remainder must not count.
            let ratio = cost.as_secs_f64() / prose.as_secs_f64() * SIZE as f64 / text.len().max(SIZE) as f64;
            (ratio, cost, name)
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (ratio, cost, name) in rows.iter().take(SHOWN) {
        println!("  {ratio:5.2}  {:7.0} µs  {name}", cost.as_secs_f64() * 1e6);
    }
    rows.iter().all(|(ratio, _, _)| *ratio <= LIMIT)
}

/// The shortest of several runs, which is the one least disturbed.
fn time(text: &str, format: Format) -> Duration {
    let mut best = Duration::MAX;
    let begin = Instant::now();
    for run in 0..200 {
        let start = Instant::now();
        black_box(render(black_box(text), format));
        best = best.min(start.elapsed());
        if run >= 5 && begin.elapsed() > Duration::from_millis(50) {
            break;
        }
    }
    best
}
