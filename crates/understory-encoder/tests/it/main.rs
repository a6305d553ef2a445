//! A small net with weights at random: it knows nothing, but what it says must be what torch says.

use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use understory_encoder::{BOUND, Cutting, Encoder, EncoderError, File, Header, Language, WINDOW};
use understory_triage::{Calibration, Category, List, Triage};

fn file() -> File {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let pieces = std::fs::read_to_string(folder.join("tiny.pieces")).unwrap();
    let calibration = Calibration { slope: 1.0, offset: 0.0, decision: 0.5 };
    let language = |code: &str| Language {
        code: code.to_owned(),
        calibrations: vec![(Category::Threat, calibration)],
        beside: Vec::new(),
        gate: 0.0,
    };
    File {
        header: Header {
            version: "tiny-1".to_owned(),
            cutting: Cutting::WordPiece,
            outputs: Category::ALL.to_vec(),
            languages: vec![language("en"), language("de")],
        },
        pieces: pieces.lines().map(str::to_owned).collect(),
        scores: Vec::new(),
        net: std::fs::read(folder.join("tiny.onnx")).unwrap(),
    }
}

fn encoder() -> Encoder {
    Encoder::new(file()).unwrap()
}

#[derive(serde::Deserialize)]
struct Expected {
    text: String,
    tokens: Vec<u32>,
    /// As onnxruntime computes the same file.
    logits: Vec<f32>,
    /// As torch does, without rounding what flows between the layers.
    f32: Vec<f32>,
}

#[test]
fn it_says_what_others_say_of_the_same_net() {
    let encoder = encoder();
    let expected: Vec<Expected> = serde_json::from_str(include_str!("../fixtures/tiny.json")).unwrap();
    for one in expected {
        let tokens = encoder.tokens(&one.text.to_lowercase(), WINDOW);
        assert_eq!(tokens, one.tokens, "{}", one.text);
        for ((found, same), fine) in encoder.run(&tokens).unwrap().iter().zip(&one.logits).zip(&one.f32) {
            // Sums in another order, and other kernels on other processors.
            assert!((found - same).abs() < 0.05, "{}: {found} and {same}", one.text);
            assert!((found - fine).abs() < 0.8, "{}: {found} and {fine}", one.text);
        }
    }
}

#[test]
fn the_file_comes_back_as_it_was_written() {
    let (bytes, hash) = file().write("tiny.encoder").unwrap();
    assert!(hash.ends_with("  tiny.encoder\n"));
    assert!(File::read(&bytes, &hash).unwrap() == file());
}

#[test]
fn a_file_that_is_not_whole_is_refused_in_words() {
    let (bytes, hash) = file().write("tiny.encoder").unwrap();
    let refused = |bytes: &[u8], hash: &str| Encoder::from_file(bytes, hash).err().unwrap();
    let mut altered = bytes.clone();
    altered[5_000] ^= 1;
    assert!(refused(&altered, &hash).to_string().contains("cut or altered"));
    assert!(matches!(refused(&bytes[..bytes.len() - 1], &hash), EncoderError::Checksum(_)));
    assert!(matches!(refused(&bytes, "nothing"), EncoderError::Checksum(_)));
    // Whole by its hash, but no encoder, of another form, or with parts that do not fit.
    let own_hash = |bytes: &[u8]| {
        use sha2::Digest;
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let mut other = bytes.clone();
    other[0] = b'X';
    assert_eq!(refused(&other, &own_hash(&other)), EncoderError::NoEncoder);
    let mut other = bytes.clone();
    other[8] = 9;
    assert_eq!(refused(&other, &own_hash(&other)), EncoderError::Format { found: 9 });
    for length in [13, 100, 2_000, bytes.len() - 10] {
        let other = &bytes[..length];
        assert!(matches!(refused(other, &own_hash(other)), EncoderError::Damaged(_)), "{length}");
    }
    let mut fewer = file();
    fewer.header.outputs.pop();
    assert!(matches!(Encoder::new(fewer), Err(EncoderError::Damaged(_))));
    let mut without = file();
    without.pieces[1] = "no".to_owned();
    assert!(matches!(Encoder::new(without), Err(EncoderError::Damaged(_))));
}

#[test]
fn each_sentence_is_read_and_the_whole() {
    let encoder = encoder();
    let text = "the army is leaving the city. they will be back in spring, i fear. who will pay for it?";
    let (parts, whole) = encoder.parts(text);
    assert_eq!((parts.len(), whole), (4, true));
    let (highest, _) = encoder.read(text).unwrap();
    for part in &parts {
        for (one, high) in encoder.run(part).unwrap().iter().zip(&highest) {
            assert!(one <= high);
        }
    }
}

#[test]
fn it_stands_beside_the_fast_tier_for_its_languages_and_categories() {
    let encoder = Arc::new(encoder());
    let readers = encoder.readers();
    let languages: Vec<&str> = readers.iter().map(|reader| reader.language()).collect();
    assert_eq!(languages, ["en", "de"]);
    let logits = readers[0].logits("", "the army is leaving", &List::default());
    assert!(logits.whole && logits.by_category[Category::Threat.index()].is_some());
    assert_eq!(logits.by_category[Category::Hate.index()], None);
    let triage = readers
        .iter()
        .fold(Triage::lists_only(), |triage, reader| triage.with_reader(reader.clone(), encoder.version()));
    assert_eq!(triage.version().matches("tiny-1").count(), 1);
    let reading = triage.read_as("The army is leaving the city.", "en");
    let (score, logit) = (reading.score(Category::Threat), encoder.read("the army is leaving the city.").unwrap().0[2]);
    assert!((score - 1.0 / (1.0 + (-logit).exp())).abs() < 1e-3);
    for span in triage.spans("The army is leaving the city.", &reading, &[Category::Threat]) {
        assert!(span.place.end <= 29);
    }
}

/// With the fast tier that is checked in, and its model of English alone.
fn beside_the_fast_tier(beside: f32, gate: f32) -> (Triage, understory_triage::Linear) {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let hash = std::fs::read_to_string(models.join("fast.model.sha256")).unwrap();
    let model = understory_triage::Model::read(&std::fs::read(models.join("fast.model")).unwrap(), &hash).unwrap();
    let english = model.languages.iter().find(|model| model.language == "en").unwrap().clone();
    let mut file = file();
    file.header.languages.truncate(1);
    file.header.languages[0].beside = vec![(Category::Threat, beside)];
    file.header.languages[0].gate = gate;
    let encoder = Arc::new(Encoder::new(file).unwrap());
    let triage = Triage::new(model).with_reader(encoder.readers()[0].clone(), encoder.version());
    (triage, english)
}

#[test]
fn the_fast_tiers_logit_counts_beside_its_own_as_the_file_says() {
    let text = "they will kill the old tram line.";
    let own = encoder().read(text).unwrap().0[Category::Threat.index()];
    for beside in [0.0, 0.3] {
        let (triage, english) = beside_the_fast_tier(beside, 0.0);
        let fast = english.logits(text, text, triage.list("en")).logits[Category::Threat.index()].unwrap();
        let score = triage.read_as(text, "en").score(Category::Threat);
        let logit = (score / (1.0 - score)).ln();
        assert!((logit - own - beside * fast).abs() < 0.02, "{logit}: {own} and {beside} of {fast}");
    }
}

#[test]
fn what_the_fast_tier_finds_calm_is_not_asked() {
    let (calm, heated) = ("Thank you for the careful report about the bridge.", "I will kill you, you filthy idiot.");
    let fast = beside_the_fast_tier(0.0, 0.0).0.fast();
    let (asked, gated) = (beside_the_fast_tier(0.0, 0.0).0, beside_the_fast_tier(0.0, 0.4).0);
    let threat = |triage: &Triage, text: &str| triage.read_as(text, "en").score(Category::Threat);
    assert!(threat(&asked, calm) != threat(&fast, calm));
    assert_eq!(threat(&gated, calm), threat(&fast, calm));
    assert_eq!(threat(&gated, heated), threat(&asked, heated));
}

#[test]
fn two_threads_read_as_one_does() {
    let encoder = encoder();
    let text = "an army of ants is leaving the city!";
    let alone = encoder.read(text).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(encoder.read(text).unwrap(), alone);
                }
            });
        }
    });
}

#[test]
fn long_and_odd_texts_are_read_within_the_bound() {
    let encoder = encoder();
    for text in [
        String::new(),
        "a".repeat(60_000),
        "the army. ".repeat(6_000),
        "army ".repeat(13_000),
        "💣".repeat(5_000),
        "\u{202e}\u{0}\u{200d}".repeat(3_000),
        "和平。".repeat(4_000),
        "!\n".repeat(8_000),
    ] {
        let (parts, _) = encoder.parts(&text);
        let tokens: usize = parts.iter().map(Vec::len).sum();
        // Each window has marks of its own.
        assert!(tokens <= BOUND + 16 && parts.iter().all(|part| part.len() <= WINDOW), "{tokens}");
        assert!(encoder.read(&text).unwrap().0.iter().all(|logit| logit.is_finite()));
    }
}

#[test]
fn nothing_is_hidden_by_blanks_or_by_a_sentence_without_end() {
    let encoder = encoder();
    let has = |text: &str| {
        let army = encoder.tokens("army", WINDOW)[1];
        encoder.parts(text).0.iter().any(|part| part.contains(&army))
    };
    assert!(has(&format!("the city {} army", " ".repeat(5_000))));
    assert!(has(&format!("the city leave. {} army", "the city ".repeat(100))));
    assert!(has(&format!("{} army", "the city ".repeat(100))));
}

#[test]
fn of_what_it_does_not_read_the_fast_tiers_word_counts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let (model, hash) = (
        std::fs::read(folder.join("fast.model")).unwrap(),
        std::fs::read_to_string(folder.join("fast.model.sha256")).unwrap(),
    );
    let fast = Triage::from_file(&model, &hash).unwrap();
    // It says that nothing is a threat.
    let mut file = file();
    for (_, calibration) in &mut file.header.languages[0].calibrations {
        calibration.offset = -30.0;
    }
    let encoder = Arc::new(Encoder::new(file).unwrap());
    let both = encoder.readers().into_iter().fold(fast.clone(), |triage, reader| triage.with_reader(reader, "tiny-1"));
    let threat = "I will find you and kill you, all of you.";
    let score = |triage: &Triage, text: &str| triage.read_as(text, "en").score(Category::Threat);
    assert!(score(&fast, threat) > 0.5 && score(&both, threat) < 0.1);
    let long = format!("{} {threat}", "The city is calm and the army is far away from here. ".repeat(60));
    assert!(!encoder.parts(&long).1);
    assert!((score(&both, &long) - score(&fast, &long)).abs() < 1e-6);
    assert_eq!(both.fast().version(), fast.version());
    assert!(both.fast().is_fast());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_text_brings_it_down(text in ".{0,400}") {
        let encoder = encoder();
        let (parts, _) = encoder.parts(&text);
        prop_assert!(parts.iter().all(|part| part.len() >= 2 && part.len() <= WINDOW));
        for place in understory_triage::sentences(&text) {
            prop_assert!(!text[place].trim().is_empty());
        }
        let readers = Arc::new(encoder).readers();
        for (place, fall) in readers[0].causes(&text, Category::Threat) {
            prop_assert!(fall > 0.0 && !text[place].is_empty());
        }
    }
}
