//! Learning from a desk's decisions, simulated with our own labelled comments: sites with tastes, and one run by a troll.

use proptest::prelude::*;
use understory_triage::figures::auc;
use understory_triage::{BOUND, Category, Correction, Example, MORE_HELD, Policy, Reading, TooFew, Triage};

use crate::{root, triage};

struct Comment {
    text: String,
    family: String,
    labels: String,
}

/// Our own comments in English, groups filled in by turns.
fn comments() -> Vec<Comment> {
    let mut files: Vec<_> =
        std::fs::read_dir(root().join("training/ours")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let groups = ["Poles", "women", "Muslims", "gay people", "refugees"];
    let mut comments = Vec::new();
    for file in files.iter().filter(|file| {
        let name = file.file_name().unwrap().to_string_lossy();
        name.starts_with("en_") && name.ends_with(".tsv") && !name.contains("test")
    }) {
        for line in std::fs::read_to_string(file).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let group = groups[comments.len() % groups.len()];
            let text = cells[3].replace("{group}", group).replace("{Group}", group).replace("{member}", group);
            comments.push(Comment { text, family: cells[0].to_owned(), labels: cells[2].to_owned() });
        }
    }
    comments
}

/// Whether a family is one that the site has decided about; the others come after.
fn is_past(family: &str) -> bool {
    family.bytes().map(u32::from).sum::<u32>() % 2 == 0
}

fn example(triage: &Triage, text: &str, waits: bool) -> Example {
    let reading = triage.read_as(text, "en");
    Example { text: text.to_owned(), reading, policy: Policy::default(), waits, decided: true }
}

fn highest(reading: &Reading) -> f32 {
    reading.score(Category::Threat).max(reading.score(Category::Hate))
}

/// How well scores are in the order of a taste, without a correction and with it.
fn order(
    triage: &Triage,
    correction: &Correction,
    comments: &[&Comment],
    taste: impl Fn(&Comment) -> bool,
) -> (f64, f64) {
    let policy = Policy::default();
    let scored = |corrected: bool| {
        let pairs: Vec<(f32, bool)> = comments
            .iter()
            .map(|comment| {
                let plain = triage.read_as(&comment.text, "en");
                let reading = if corrected { correction.corrected(&comment.text, &plain, &policy) } else { plain };
                (highest(&reading), taste(comment))
            })
            .collect();
        auc(&pairs).unwrap()
    };
    (scored(false), scored(true))
}

#[test]
fn a_site_with_its_own_taste_gains_on_what_comes_after() {
    let (triage, all) = (triage(), comments());
    let (past, future): (Vec<&Comment>, Vec<&Comment>) = all.iter().partition(|comment| is_past(&comment.family));
    assert!(past.len() > 1_000 && future.len() > 1_000);
    let has = |comment: &Comment, labels: &[&str]| comment.labels.split(',').any(|label| labels.contains(&label));
    // One desk removes what is rude, too; one lets insults and anger be, and removes advertisements.
    let strict = |comment: &Comment| has(comment, &["threat", "hate", "insult", "sexual", "profanity"]);
    let robust = |comment: &Comment| has(comment, &["threat", "spam"]);
    for (name, taste) in [("strict", &strict as &dyn Fn(&Comment) -> bool), ("robust", &robust)] {
        let examples = past.iter().map(|comment| example(&triage, &comment.text, taste(comment))).collect();
        let learnt = Correction::learn(examples, None).unwrap();
        assert!(learnt.is_no_worse(), "{name}: {learnt:?}");
        assert!(learnt.with.surprise < learnt.without.surprise);
        let (before, after) = order(&triage, &learnt.correction, &future, taste);
        println!("{name}: {before:.3} {after:.3} {:?} {:?}", learnt.without, learnt.with);
        assert!(after > before + 0.05, "{name}: AUC {before:.3} became {after:.3}");
    }
}

#[test]
fn a_troll_at_the_desk_moves_no_score_further_than_it_may() {
    let (triage, all) = (triage(), comments());
    let upside_down = |comment: &Comment| !comment.labels.contains("threat");
    let examples = all.iter().map(|comment| example(&triage, &comment.text, upside_down(comment))).collect();
    let troll = Correction::learn(examples, None).unwrap().correction;
    let policy = Policy::default();
    for plain in ["I will find you and kill you.", "They should all be shot dead, every one of them."] {
        let reading = triage.read_as(plain, "en");
        let corrected = troll.corrected(plain, &reading, &policy);
        let moved = |reading: &Reading| {
            let p = reading.score(Category::Threat);
            (p / (1.0 - p)).ln()
        };
        assert!((moved(&corrected) - moved(&reading)).abs() <= BOUND + 1e-3);
        // What was not asked about stays as it was.
        assert_eq!(corrected.score(Category::Insult), reading.score(Category::Insult));
        assert_eq!(corrected.probabilities, reading.probabilities);
    }
}

#[test]
fn too_few_decisions_or_all_of_one_kind_teach_nothing() {
    let (triage, all) = (triage(), comments());
    let some = |count: usize, waits: fn(usize) -> bool| {
        let examples =
            all.iter().take(count).enumerate().map(|(at, comment)| example(&triage, &comment.text, waits(at)));
        Correction::learn(examples.collect(), None).map(|learnt| learnt.learnt_from)
    };
    assert_eq!(some(199, |at| at % 2 == 0), Err(TooFew::Decisions { found: 199 }));
    assert_eq!(some(300, |at| at < 5), Err(TooFew::OneWay { holding: 5, passing: 295 }));
    assert!(some(300, |at| at % 2 == 0).unwrap() > 200);
    // The same text a thousand times is one decision.
    let copies = (0..1_000).map(|at| example(&triage, "the same again", at % 2 == 0)).collect();
    assert_eq!(Correction::learn(copies, None).unwrap_err(), TooFew::Decisions { found: 1 });
}

#[test]
fn what_is_worse_on_what_was_held_back_is_not_used() {
    let (triage, all) = (triage(), comments());
    let sound: Vec<Example> =
        all.iter().map(|comment| example(&triage, &comment.text, comment.labels != "-")).collect();
    let good = Correction::learn(sound.clone(), None).unwrap();
    assert!(good.is_no_worse());
    // Beside the one in use, which knows more, one that was learnt from a tenth does not come in.
    let poor = Correction::learn(sound.into_iter().take(320).collect(), Some(&good.correction)).unwrap();
    assert!(poor.with.surprise > poor.with_current.unwrap().surprise);
    assert!(!poor.is_no_worse());
    // One that has more of what nobody objected to wait does not either.
    let mut wider = good;
    wider.without.stood = 1_000;
    wider.with.waiting = (1_000.0 * MORE_HELD) as usize;
    assert!(wider.is_no_worse());
    wider.with.waiting += 1;
    assert!(!wider.is_no_worse());
}

#[test]
fn it_is_kept_as_json_and_read_again_the_same_or_refused() {
    let (triage, all) = (triage(), comments());
    let examples = all.iter().take(600).map(|comment| example(&triage, &comment.text, comment.labels != "-")).collect();
    let learnt = Correction::learn(examples, None).unwrap().correction;
    let text = serde_json::to_string(&learnt).unwrap();
    assert!(text.len() < 30_000, "{} bytes", text.len());
    let again: Correction = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), text);
    let reading = triage.read_as(&all[0].text, "en");
    let policy = Policy::default();
    assert_eq!(learnt.corrected(&all[0].text, &reading, &policy), again.corrected(&all[0].text, &reading, &policy));
    for damaged in
        [text.replace("\"words\":[", "\"words\":[1,"), text[..text.len() / 2].to_owned(), text.replace("bias", "bia")]
    {
        assert!(serde_json::from_str::<Correction>(&damaged).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_correction_moves_anything_further_than_the_bound(
        bias in -1e6_f32..1e6, step in 0.0_f32..1e3, seed in any::<u8>(), text in ".{0,200}"
    ) {
        let words: Vec<i8> = (0..4_096_u32).map(|at| (at.wrapping_mul(u32::from(seed)) % 255) as i8).collect();
        let json = serde_json::json!({"bias": vec![bias; 7], "others": vec![bias; 7], "step": step, "words": words});
        let correction: Correction = serde_json::from_value(json).unwrap();
        let mut reading = Triage::lists_only().read(&text, Some("en"));
        reading.scores = [0.5; 7];
        let corrected = correction.corrected(&text, &reading, &Policy::default());
        let least = 1.0 / (1.0 + BOUND.exp());
        for category in Category::ALL {
            let score = corrected.score(category);
            prop_assert!((least - 1e-4..=1.0 - least + 1e-4).contains(&score), "{category}: {score}");
        }
    }
}
