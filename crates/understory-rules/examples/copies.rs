//! How often unrelated comments pass for copies of one another, and how many changed copies are found: `copies DISCUSSION.jsonl.gz…`.
//!
//! Of each file: the likeness of pairs of comments by different writers, drawn at random; how many comments a window of 20,000 takes for near copies
//! (some are, signatures and form letters among them: the first are printed); and of 50 of its comments each 200 changed copies among the others, how
//! many are found.

use std::collections::HashMap;
use std::io::Read;
use std::time::Duration;

use understory_rules::{LEAST_LETTERS, Signature, Window};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let comments = read(&path)?;
        let signed: Vec<(u64, &str, Signature)> =
            comments.iter().filter_map(|(writer, text)| Some((*writer, text.as_str(), Signature::of(text)?))).collect();
        println!("{path}: {} comments, {} of {LEAST_LETTERS} letters and more", comments.len(), signed.len());
        pairs(&signed);
        unrelated(&signed);
        changed(&signed);
    }
    Ok(())
}

/// Writer and text without markup.
fn read(path: &str) -> Result<Vec<(u64, String)>, Box<dyn std::error::Error>> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    let mut writers: HashMap<String, u64> = HashMap::new();
    let mut comments = Vec::new();
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        if value["kind"] != "comment" {
            continue;
        }
        let count = writers.len() as u64;
        let writer = *writers.entry(value["author"].to_string()).or_insert(count);
        let body = value["body"].as_str().or(value["text"].as_str()).or(value["html"].as_str()).unwrap_or_default();
        // Quoted lines are another's words.
        let own: Vec<&str> = body.lines().filter(|line| !line.starts_with('>')).collect();
        let mut inside = false;
        let own = own.join("\n");
        let plain = own.chars().filter(|c| {
            inside = (inside || *c == '<') && *c != '>';
            !inside && *c != '>'
        });
        comments.push((writer, plain.collect()));
    }
    Ok(comments)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most
    }
}

fn pairs(signed: &[(u64, &str, Signature)]) {
    let mut dice = Dice(7);
    let mut at_least = [0_u32; 5];
    let mut drawn = 0;
    while drawn < 1_000_000 {
        let (one, other) = (&signed[dice.below(signed.len())], &signed[dice.below(signed.len())]);
        if one.0 == other.0 {
            continue;
        }
        drawn += 1;
        let likeness = one.2.likeness(&other.2);
        for (slot, least) in [0.2, 0.3, 0.4, 0.5, 0.55].iter().enumerate() {
            at_least[slot] += u32::from(likeness >= *least);
        }
    }
    println!("  of 1,000,000 pairs alike by 0.2, 0.3, 0.4, 0.5, 0.55: {at_least:?}");
}

fn unrelated(signed: &[(u64, &str, Signature)]) {
    let mut window = Window::new(20_000);
    let (mut two, mut five, mut shown) = (0, 0, 0);
    for (number, (writer, text, signature)) in signed.iter().enumerate() {
        let near =
            window.tell(0, number as u128 + 1, *writer, signature.clone(), Duration::ZERO, Duration::from_secs(1));
        two += u32::from(near.writers >= 2);
        five += u32::from(near.writers >= 5);
        if near.writers >= 2 && shown < 6 {
            shown += 1;
            let first = near.first.map_or("", |first| signed[first as usize - 1].1);
            let head =
                |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(90).collect::<String>();
            println!("    {} | {}", head(text), head(first));
        }
    }
    println!("  in a window of 20,000 said nearly by two writers: {two}, by five: {five}");
}

fn changed(signed: &[(u64, &str, Signature)]) {
    let mut dice = Dice(11);
    let bases: Vec<&(u64, &str, Signature)> =
        signed.iter().filter(|one| one.1.split_whitespace().count() >= 8 && one.1.len() < 1_500).collect();
    let bases: Vec<_> = bases.iter().step_by((bases.len() / 50).max(1)).take(50).collect();
    for edits in 1..=6 {
        let (mut found, mut all, mut short) = (0, 0, (0, 0));
        for base in &bases {
            let mut window = Window::new(20_000);
            for (number, (writer, _, signature)) in signed.iter().take(2_000).enumerate() {
                window.tell(0, 1_000 + number as u128, *writer, signature.clone(), Duration::ZERO, Duration::ZERO);
            }
            window.tell(0, 1, u64::MAX, base.2.clone(), Duration::ZERO, Duration::ZERO);
            for copy in 0..200_u64 {
                let mut text = base.1.to_owned();
                (0..edits).for_each(|_| text = edit(&text, &mut dice));
                let Some(signature) = Signature::of(&text) else { continue };
                let near = window.tell(0, 2, 1_000_000 + copy, signature, Duration::ZERO, Duration::ZERO);
                let is_found = u32::from(near.writers >= 2);
                all += 1;
                found += is_found;
                if base.1.split_whitespace().count() < 20 {
                    short = (short.0 + is_found, short.1 + 1);
                }
            }
        }
        println!(
            "  copies with {edits} changes found: {:.1} % of {all}; of those below 20 words {:.1} % of {}",
            100.0 * f64::from(found) / f64::from(all),
            100.0 * f64::from(short.0) / f64::from(short.1),
            short.1
        );
    }
}

/// One change: a name before or behind, emoji, other punctuation, two words swapped, a word left out or put in, letters that look like others, capitals.
fn edit(text: &str, dice: &mut Dice) -> String {
    const NAMES: [&str; 6] = ["Ana", "Mehmet", "Dear all,", "Jean-Luc", "@editor", "Greetings from Ulm"];
    const EMOJI: [&str; 4] = ["😡", "👏👏👏", "🇪🇺", "!!!"];
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let at = dice.below(words.len());
    match dice.below(8) {
        0 => words.insert(0, NAMES[dice.below(6)].to_owned()),
        1 => words.push(NAMES[dice.below(6)].to_owned()),
        2 => words.insert(at, EMOJI[dice.below(4)].to_owned()),
        3 => return text.replace([',', '.'], [" -", "!", ";", "…"][dice.below(4)]),
        4 => {
            let other = (at + 1) % words.len();
            words.swap(at, other);
        }
        5 if words.len() > 5 => drop(words.remove(at)),
        6 => {
            words = words.iter().map(|word| word.chars().map(|c| alike(c, dice)).collect()).collect();
        }
        _ => words.insert(at, ["really", "mal", "très", "muy", "so"][dice.below(5)].to_owned()),
    }
    words.join(" ")
}

fn alike(c: char, dice: &mut Dice) -> char {
    match (c, dice.below(3)) {
        ('a', 0) => 'а',
        ('e', 0) => 'е',
        ('o', 0) => '0',
        ('i', 0) => '1',
        ('s', 0) => '$',
        (c, _) => c,
    }
}
