use proptest::prelude::*;
use understory_rules::{List, Lists, Refused, Verdict};

fn ready(text: &str) -> Lists {
    Lists::new(vec![List::parse(text).unwrap()]).unwrap()
}

/// What is found, as the text has it: entry and words.
fn found(lists: &Lists, text: &str) -> Vec<(String, String)> {
    let all = lists.find(text);
    all.iter()
        .flat_map(|one| one.places.iter().map(|place| (lists.entry(one).term.clone(), text[place.clone()].to_owned())))
        .collect()
}

fn words(lists: &Lists, text: &str) -> Vec<String> {
    found(lists, text).into_iter().map(|one| one.1).collect()
}

#[test]
fn an_entry_is_found_with_its_verdict_reason_and_place() {
    let lists = ready(
        "# For the desk.\n[hold] It names a person under protection.\nJane Doe\n\n[reject] It advertises.\ncheap pills\n",
    );
    let text = "Ask jane\n doe, she sells CHEAP PILLS.";
    let all = lists.find(text);
    assert_eq!(all.len(), 2);
    let (name, pills) = (lists.entry(&all[0]), lists.entry(&all[1]));
    assert_eq!((name.verdict, &*name.reason, name.line), (Verdict::Hold, "It names a person under protection.", 3));
    assert_eq!((pills.verdict, &*pills.reason, pills.line), (Verdict::Reject, "It advertises.", 6));
    assert_eq!(&text[all[0].places[0].clone()], "jane\n doe");
    assert_eq!(&text[all[1].places[0].clone()], "CHEAP PILLS");
}

#[test]
fn words_are_whole_unless_a_star_says_otherwise() {
    let lists = ready("[hold] No.\nass\nfasc*\n*fest\n*gate*\nc++\nбан\n");
    assert_eq!(words(&lists, "class, pass, assess"), Vec::<String>::new());
    assert_eq!(words(&lists, "an ass. ASS! 'ass' _ass_ l'ass"), ["ass", "ASS", "ass", "ass", "ass"]);
    assert_eq!(words(&lists, "fascist fascism prefascist"), ["fascist", "fascism"]);
    assert_eq!(words(&lists, "Oktoberfest festival"), ["Oktoberfest"]);
    assert_eq!(words(&lists, "Watergates"), ["Watergates"]);
    assert_eq!(words(&lists, "c++ and c"), ["c++"]);
    assert_eq!(words(&lists, "банан бан"), ["бан"]);
}

#[test]
fn where_words_have_no_spaces_between_them_none_are_asked_for() {
    let lists = ready("[hold] No.\n坏人\n");
    assert_eq!(words(&lists, "他是坏人吗"), ["坏人"]);
}

#[test]
fn disguises_are_undone_and_the_place_is_that_of_the_disguise() {
    let lists = ready("[hold] No.\nblister\nsmell you later\nماكر\nstraße\n");
    for disguised in [
        "bl1ster",
        "BLISTER",
        "bl\u{200b}ister",
        "bl\u{ad}ister",
        "blіster",
        "ｂｌｉｓｔｅｒ",
        "b.l.i.s.t.e.r",
        "b l i s t e r",
        "bliiiiister",
        "bl*ster",
        "b\u{336}l\u{336}i\u{336}s\u{336}t\u{336}e\u{336}r\u{336}",
        "𝐛𝐥𝐢𝐬𝐭𝐞𝐫",
        "sm3ll y0u later",
        "smell\u{a0}\u{200b} you\nlater",
        "مَاكِر",
        "مـــاكر",
    ] {
        let text = format!("Yes — {disguised} there");
        let all = lists.find(&text);
        assert_eq!(all.len(), 1, "{disguised}");
        let place = all[0].places[0].clone();
        assert!(place.start >= 7 && place.start <= 8, "{disguised}: {place:?} {:?}", &text[place.clone()]);
        assert!(place.len() + 4 >= disguised.len(), "{disguised}: {:?}", &text[place]);
    }
    // What is not seen is not guessed.
    assert!(lists.find("a b****** there").is_empty());
    assert!(lists.find("bluster, glister, b1uster").is_empty());
}

#[test]
fn patterns_read_the_folded_text_or_the_text_as_typed() {
    let lists = ready("[hold] No.\n/\\bbit\\.ly\\/\\w+/\n/\\b[A-Z]{8,}\\b/ as typed\n");
    assert_eq!(words(&lists, "see BIT.LY/Abc9 now"), ["BIT.LY/Abc9"]);
    assert_eq!(words(&lists, "GO AWAYYYYYY Ünder"), ["AWAYYYYYY"]);
    assert_eq!(words(&lists, "quiet"), Vec::<String>::new());
}

#[test]
fn what_would_be_a_note_or_a_heading_can_be_an_entry() {
    let lists = ready("[hold] No.\n\\#sackgasse\n\\[ad]\n\\/r/pills\n🖕\n");
    assert_eq!(words(&lists, "so #Sackgasse [ad] /r/pills 🖕"), ["#Sackgasse", "[ad]", "/r/pills", "🖕"]);
}

#[test]
fn every_bad_line_is_told_with_its_number() {
    let text =
        "early\n[hold]\n[keep] Why.\n[hold] No.\ngood\n*\na*\nGOOD\n\u{200b}\n/(/\n/x*/\n/(?:abcdefghij){99}/\nb*d\n";
    let bad = List::parse(text).unwrap_err();
    let told: Vec<(usize, Refused)> = bad.iter().map(|one| (one.line, one.why.clone())).collect();
    assert_eq!(told.len(), 11);
    assert_eq!(told[..6].iter().map(|one| one.0).collect::<Vec<_>>(), [1, 2, 3, 6, 7, 8]);
    assert_eq!(told[0].1, Refused::NoHeading);
    assert_eq!(told[1].1, Refused::NoReason);
    assert_eq!(told[2].1, Refused::Heading);
    assert_eq!((&told[3].1, &told[4].1), (&Refused::Star, &Refused::Star));
    assert_eq!(told[5].1, Refused::Twice(5));
    assert_eq!(told[6].1, Refused::Unseen);
    assert!(matches!(told[7].1, Refused::Pattern(_)));
    assert_eq!((&told[8].1, &told[9].1, &told[10].1), (&Refused::Everything, &Refused::LargePattern, &Refused::Star));
    assert!(bad[7].to_string().starts_with("line 10: the pattern cannot be read: "), "{}", bad[7]);
    let long = format!("[hold] No.\n{}\n[hold] {}\n", "x".repeat(201), "y".repeat(301));
    assert_eq!(List::parse(&long).unwrap_err().len(), 2);
    let many: String = (0..20_001).map(|number| format!("word{number}\n")).collect();
    assert_eq!(List::parse(&format!("[hold] No.\n{many}")).unwrap_err()[0].why, Refused::TooMany);
}

#[test]
fn several_lists_say_which_of_them_it_was() {
    let one = List::parse("[hold] One.\napple\n").unwrap();
    let two = List::parse("[reject] Two.\napple\npear\n").unwrap();
    let lists = Lists::new(vec![one, two]).unwrap();
    let all: Vec<_> = lists.find("Pear and apple").iter().map(|one| (one.list, one.entry)).collect();
    assert_eq!((all, lists.len()), (vec![(0, 0), (1, 0), (1, 1)], 3));
}

/// Every place of a term between letters that are none of its own, and for an open one the rest of the word.
fn naive(term: &str, text: &str) -> Vec<(usize, usize)> {
    let (before, bare) = term.strip_prefix('*').map_or((false, term), |rest| (true, rest));
    let (after, bare) = bare.strip_suffix('*').map_or((false, bare), |rest| (true, rest));
    let is_word = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut places = Vec::new();
    for at in 0..text.len() {
        let (mut start, mut end) = (at, at + bare.len());
        if !text[at..].starts_with(bare) {
            continue;
        }
        if !before && start > 0 && is_word(start - 1) || !after && is_word(end) {
            continue;
        }
        while before && start > 0 && is_word(start - 1) {
            start -= 1;
        }
        while after && is_word(end) {
            end += 1;
        }
        if !places.contains(&(start, end)) {
            places.push((start, end));
        }
    }
    places
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_found_is_what_a_plain_search_finds(
        terms in proptest::collection::btree_set(r"\*?(ba|du|ki){1,2}( (ba|du|ki)){0,1}\*?", 1..8),
        text in "((ba|du|ki){1,4}(, | | - )){0,12}",
    ) {
        let lists = ready(&format!("[hold] No.\n{}\n", terms.iter().cloned().collect::<Vec<_>>().join("\n")));
        let mut expected = Vec::new();
        for term in &terms {
            expected.extend(naive(term, &text).into_iter().take(20).map(|place| (term.clone(), place)));
        }
        let mut got = Vec::new();
        for one in lists.find(&text) {
            got.extend(one.places.iter().map(|place| (lists.entry(&one).term.clone(), (place.start, place.end))));
        }
        expected.sort();
        got.sort();
        prop_assert_eq!(got, expected, "{:?}", text);
    }

    #[test]
    fn no_list_file_panics(text in "(?s).{0,200}") {
        let _ = List::parse(&text);
        let _ = List::parse(&format!("[hold] x\n{text}"));
    }
}
