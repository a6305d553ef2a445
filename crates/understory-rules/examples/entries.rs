//! What ten thousand entries cost beside none: `entries`. The two run in turn over the same texts; the median of the rounds' ratios is printed, with the
//! times, for the search alone and beside the work that a text costs without lists (its view is made, its words are read). Then what the dearest lists
//! and texts cost that somebody could think of.

use std::hint::black_box;
use std::time::{Duration, Instant};

use understory_rules::{List, Lists, Signature, personal};
use understory_triage::{Triage, View};

const TEXTS: [&str; 3] = [
    "The council voted for the new bridge again, although nobody in the old town has been asked what it will cost us. I wonder who pays for the years of noise, and why the plans of 2019 were never shown.",
    "I have read the report twice and cannot find the number that the minister quoted yesterday. If it is there, somebody should say on which page, because so far it looks as if he had made it up himself.",
    "Natürlich heißt es jetzt, der Streik schade den Fahrgästen. Das tut er, und das soll er auch, sonst hörte ja niemand hin. Mein Vater fuhr dreißig Jahre lang Straßenbahn.",
];

const ROUNDS: usize = 101;
const EACH: usize = 20;

/// Words of two to four syllables, a phrase in ten.
fn ten_thousand() -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ker", "lo", "min", "tus", "ra", "vel", "son", "di", "gor", "pe", "zan", "ul", "fri", "chom", "xi"];
    let mut list = String::from("[hold] It is on the list.\n");
    for number in 0..10_000_usize {
        let at = |shift: usize| SYLLABLES[number >> shift & 15];
        let star = if number % 7 == 0 { "*" } else { "" };
        let phrase = if number % 10 == 0 { " of the " } else { "" };
        list.push_str(&format!("q{}{}{phrase}{}{}{star}\n", at(0), at(4), at(8), at(12)));
    }
    list
}

fn time(mut work: impl FnMut()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn main() {
    let none = Lists::new(Vec::new()).expect("nothing is not too much");
    let begun = Instant::now();
    let many = Lists::new(vec![List::parse(&ten_thousand()).expect("the list is ours")]).expect("it is small");
    println!("10,000 entries made ready in {:?}", begun.elapsed());
    let triage = Triage::lists_only();
    let mut alone = Vec::new();
    let mut beside = Vec::new();
    for _ in 0..ROUNDS {
        let each = |lists: &Lists| {
            time(|| {
                for text in TEXTS.iter().cycle().take(TEXTS.len() * EACH) {
                    black_box(lists.find(black_box(text)));
                }
            })
        };
        let whole = |lists: &Lists| {
            time(|| {
                for text in TEXTS.iter().cycle().take(TEXTS.len() * EACH) {
                    black_box(triage.read(black_box(text), Some("en")));
                    black_box(Signature::of(text));
                    black_box(personal::find(text));
                    black_box(lists.find(text));
                }
            })
        };
        alone.push(each(&many) / (TEXTS.len() * EACH) as u32);
        let (without, with) = (whole(&none), whole(&many));
        beside.push((with.as_secs_f64() / without.as_secs_f64(), with, without));
    }
    alone.sort();
    beside.sort_by(|one, other| one.0.total_cmp(&other.0));
    println!("one text against 10,000 entries: {:?}", alone[ROUNDS / 2]);
    let (ratio, with, without) = beside[ROUNDS / 2];
    let texts = (TEXTS.len() * EACH) as u32;
    println!("all checks of a text, 10,000 entries to none: {ratio:.3} ({:?} to {:?})", with / texts, without / texts);
    println!(
        "view alone: {:?}",
        time(|| (0..1_000).for_each(|_| drop(black_box(View::of(black_box(TEXTS[0])))))) / 1_000
    );
    println!(
        "signature: {:?}",
        time(|| (0..1_000).for_each(|_| _ = black_box(Signature::of(black_box(TEXTS[0]))))) / 1_000
    );
    println!(
        "personal: {:?}",
        time(|| (0..1_000).for_each(|_| drop(black_box(personal::find(black_box(TEXTS[0])))))) / 1_000
    );
    dearest();
}

/// A text of 4,000 characters, as long as a site takes by default.
fn dearest() {
    let nested: String = (2..200).map(|length| format!("{}*\n*{0}\n", "a".repeat(length))).collect();
    let patterns: String = (0..20).map(|number| format!("/(?:a|aa|[a-z]{{1,8}}){{1,20}}x{number}y/\n")).collect();
    let unicode: String = (0..50).map(|number| format!("/\\w+\\s\\w+{number}z/\n")).collect();
    for (name, list) in [("words within words", nested), ("patterns", patterns), ("patterns of Unicode", unicode)] {
        let list = List::parse(&format!("[hold] Dear.\n{list}"));
        let lists = match list.map(|list| Lists::new(vec![list])) {
            Ok(Ok(lists)) => lists,
            Ok(Err(refused)) => {
                println!("{name}: {refused}");
                continue;
            }
            Err(bad) => {
                println!("{name}: {}", bad[0]);
                continue;
            }
        };
        for (of, text) in [
            ("a", "a".repeat(4_000)),
            ("f*** ", "a*** ".repeat(800)),
            ("a a", "a ".repeat(2_000)),
            ("b.a", "aé.".repeat(1_300)),
        ] {
            println!("{name} in {of:?}: {:?}", time(|| drop(black_box(lists.find(&text)))));
        }
    }
    for text in [
        "1".repeat(4_000),
        "1 ".repeat(2_000),
        "12-".repeat(1_300),
        "a@".repeat(2_000),
        "DE12".repeat(1_000),
        "Aa ".repeat(1_300) + "1",
    ] {
        println!("personal in {:?}: {:?}", &text[..4], time(|| drop(black_box(personal::find(&text)))));
    }
}
