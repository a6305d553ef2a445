use understory_triage::{Basis, Category, Policy, Triage, Verdict};

use crate::triage;

#[test]
fn what_is_said_is_found_and_its_words_are_named() {
    let triage = triage();
    for (text, category, word) in [
        ("We should kill them all and burn their houses down.", Category::Threat, "kill"),
        ("You are a stupid idiot.", Category::Insult, "idiot"),
        ("Well, fuck this weather", Category::Profanity, "fuck"),
        (
            "Win a FREE prize now! Call 0800 123 4567 or visit www.prize.example to claim £1000 cash",
            Category::Spam,
            "claim",
        ),
    ] {
        let reading = triage.read(text, Some("en"));
        assert!(reading.score(category) >= 0.5, "{text}: {reading:?}");
        assert_eq!(reading.basis[category.index()], Basis::Measured);
        let spans = triage.spans(text, &reading, &[category]);
        let words: Vec<&str> = spans.iter().map(|span| &text[span.place.clone()]).collect();
        assert!(words.iter().any(|words| words.to_lowercase().contains(word)), "{text}: {words:?}");
    }
    let kind = triage.read("Thank you for this careful report about the bridge.", Some("en"));
    assert!(kind.scores.iter().all(|score| *score < 0.5), "{kind:?}");
}

#[test]
fn a_disguise_does_not_help_and_the_words_are_those_that_were_typed() {
    let triage = triage();
    for text in ["You are a 5tup1d 1d10t.", "You are a s t u p i d i d i o t.", "You are a stuріd іdiоt."] {
        let reading = triage.read(text, Some("en"));
        assert!(reading.disguised && reading.score(Category::Insult) >= 0.5, "{text}: {reading:?}");
        let spans = triage.spans(text, &reading, &[Category::Insult]);
        assert!(!spans.is_empty());
        for span in spans {
            let words = &text[span.place];
            assert!(text.contains(words) && !words.trim().is_empty(), "{text}: {words:?}");
        }
    }
}

#[test]
fn by_default_threat_and_hatred_wait_and_nothing_else() {
    let triage = triage();
    let verdict = |text: &str| Policy::default().verdict(&triage.read(text, Some("en"))).0;
    assert_eq!(verdict("I will find you and kill you"), Verdict::Hold);
    assert_eq!(verdict("You are a stupid idiot."), Verdict::Publish);
    assert_eq!(verdict("Win a FREE prize now! Call 0800 123 4567 to claim £1000 cash"), Verdict::Publish);
    let wanted = Policy { reject_spam: Some(0.5), ..Policy::default() };
    let spam = triage.read("Win a FREE prize now! Call 0800 123 4567 to claim £1000 cash", Some("en"));
    assert_eq!(wanted.verdict(&spam), (Verdict::Reject, vec![Category::Spam]));
}

#[test]
fn a_language_without_figures_says_so() {
    let triage = triage();
    let reading = triage.read_as("To jest kurwa skandal, idioto.", "pl");
    assert!(!reading.is_measured());
    assert_eq!(reading.basis[Category::Profanity.index()], Basis::Uncalibrated);
    assert_eq!(reading.basis[Category::Threat.index()], Basis::Unread);
    assert!(reading.score(Category::Profanity) >= 0.5 && reading.score(Category::Threat) == 0.0);
    // `sexual` is calibrated nowhere.
    assert_eq!(triage.read_as("words", "en").basis[Category::Sexual.index()], Basis::Uncalibrated);
    // Without a model there are lists, and nothing pretends otherwise.
    let lists = Triage::lists_only();
    let reading = lists.read_as("fuck this", "en");
    assert!(!lists.has_model() && reading.score(Category::Profanity) >= 0.5);
    assert!(reading.basis.iter().all(|basis| *basis != Basis::Measured));
}

#[test]
fn one_bad_sentence_is_found_in_a_long_calm_text() {
    let triage = triage();
    let calm = "The council met again on Tuesday and spoke about the bridge for two hours. ".repeat(8);
    let bad = "I will find you and kill you. ";
    let mixed = format!("{calm}{bad}{calm}");
    let (calm, mixed) = (triage.read(&calm, Some("en")), triage.read(&mixed, Some("en")));
    assert!(calm.score(Category::Threat) < 0.1, "{calm:?}");
    assert!(mixed.score(Category::Threat) > 4.0 * calm.score(Category::Threat), "{mixed:?}");
}
