use understory_triage::{List, View, fold};

use crate::{model, triage};

/// What folding makes of a text in English with the model's words; the text itself where it changes nothing.
fn folded(text: &str) -> String {
    let model = model();
    let triage = triage();
    let words = &model.languages.iter().find(|one| one.language == "en").unwrap().vocabulary;
    let view = View::of(text);
    fold(text, &view, "en", Some(words), triage.list("en")).map_or(view.text, |folded| folded.text)
}

#[test]
fn each_disguise_is_undone() {
    for (disguised, plain) in [
        // Zero-width and direction characters.
        ("h\u{200b}ate", "hate"),
        ("ha\u{202e}te", "hate"),
        ("stu\u{ad}pid", "stupid"),
        // Letters of other scripts that look like ours, and small capitals.
        ("h\u{430}te", "hate"),
        ("stuрid", "stupid"),
        ("ѕtupid", "stupid"),
        ("ʜᴀᴛᴇ", "hate"),
        // Full width, and letters of mathematics: NFKC.
        ("ｈａｔｅ", "hate"),
        ("𝐡𝐚𝐭𝐞", "hate"),
        // Digits and signs for letters.
        ("h4te", "hate"),
        ("1d10t", "idiot"),
        ("b@stard", "bastard"),
        ("$tupid", "stupid"),
        ("stup!d", "stupid"),
        // Pulled apart and run together.
        ("h a t e", "hate"),
        ("h.a.t.e", "hate"),
        ("h-a-t-e", "hate"),
        ("k i l l y o u", "kill you"),
        ("killthemall", "kill them all"),
        // Stretched and masked.
        ("haaaate", "hate"),
        ("stuuuuupid", "stupid"),
        ("st*pid", "stupid"),
        ("cr*p", "crap"),
        // A mark on every letter.
        ("h\u{336}a\u{336}t\u{336}e\u{336}", "hate"),
        // A picture for a word.
        ("you 🤡", "you  clown "),
    ] {
        assert_eq!(folded(disguised), plain, "{disguised}");
        let sentence = format!("They say {disguised} here.");
        assert!(folded(&sentence).contains(plain), "{sentence}: {}", folded(&sentence));
    }
}

#[test]
fn what_wears_no_disguise_is_left_alone() {
    for text in [
        "the 1st, 2nd and 3rd of 4th July",
        "https://paper.example/h4te?st*pid=1 and www.h4te.example/b@d",
        "ask @h4ter or ana.b4d@paper.example",
        "`h4te` and let x = h4te();",
        "10km in 5h at 3pm on 2026-11-26, 3,000 people, $100, 20mg, mp3, win95, covid19, 5g",
        "u.s.a., e.g. this, i.e. that, u.n.c.l.e",
        "*really* _so_ (all right) -- and so on...",
        "naïve café, jalapeño, el niño, weiß, łódź",
        "c++ and c#, a/b, and/or",
        "hmmm, ohhh, ahhh, www, xxx, viii",
        "burnout, deathbed, garbageman",
        "मनुष्य और می‌خواهم",
    ] {
        assert_eq!(folded(text), View::of(text).text, "{text}");
    }
    assert_eq!(folded("S A N D Y and W.A.S.T.E."), "s a n d y and w.a.s.t.e.");
}

#[test]
fn without_a_model_only_words_of_the_lists_are_found_below_a_disguise() {
    let triage = understory_triage::Triage::lists_only();
    let view = View::of("a b@stard and a t4ble");
    let folded = fold("a b@stard and a t4ble", &view, "en", None, triage.list("en")).unwrap();
    assert_eq!(folded.text, "a bastard and a t4ble");
    assert_eq!(fold("x", &View::of("x"), "en", None, &List::default()), None);
}
