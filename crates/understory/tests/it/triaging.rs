//! Triage in the server: what is held and why, what its writer is told before and after, by which rules, and what happens
//! when it cannot be read.

use serde_json::{Value, json};
use understory::config::Config;
use understory::models::Role;

use crate::world::{Answer, Story, World, on_both, on_both_with};

/// The model that is checked in.
pub fn with_model(config: &mut Config) {
    config.triage.models = Some(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"));
    config.triage.milliseconds = 30_000;
    config.triage.encoder = false;
}

const THREAT: &str = "I will find you and kill you, all of you.";
const INSULT: &str = "You are a stupid idiot and a moron.";
const SPAM: &str = "Win a FREE prize now! Call 0800 123 4567 or text CLAIM to 80800 to get your £1000 cash, claim now";
const KIND: &str = "Thank you for this careful report about the bridge.";

/// Sets the rules of the site.
fn rules(w: &World, lines: &str) {
    w.set(&[&format!("triage={lines}"), "rate_writer=1000000", "rate_address=1000000"]);
}

fn codes(answer: &Answer) -> Vec<String> {
    let reasons = answer.json()["reasons"].as_array().cloned().unwrap_or_default();
    reasons.iter().map(|reason| reason["code"].as_str().unwrap_or_default().to_owned()).collect()
}

fn waiting(w: &World) -> Vec<Value> {
    let key = w.key(&["moderate"]);
    let listed = w.send("GET", "/api/v1/comments?state=held", &[("authorization", &key)], None).json();
    listed["comments"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_threat_waits_and_its_writer_is_told_why() {
    on_both_with(with_model, |w| {
        let story = w.story("The bridge");
        w.comment(&story, KIND).send().expect(201);
        w.comment(&story, INSULT).send().expect(201);
        let held = w.comment(&story, THREAT).send().expect(202);
        assert_eq!(codes(&held), ["reads_as_threat"]);
        let reason = &held.json()["reasons"][0];
        // In words, with the words that did it and where they stand; no score to be tried against.
        let text = reason["text"].as_str().unwrap();
        assert!(text.starts_with("It reads as a threat or a call to violence") && text.contains("kill"), "{text}");
        assert!(reason.get("facts").is_none(), "{reason}");
        for (words, span) in reason["words"].as_array().unwrap().iter().zip(reason["spans"].as_array().unwrap()) {
            let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            assert_eq!(&THREAT[place("start")..place("end")], words.as_str().unwrap());
        }
        // The moderator sees the score, the model and the language.
        let waiting = waiting(w);
        assert_eq!(waiting.len(), 1);
        let facts = &waiting[0]["reasons"][0]["facts"];
        assert!(
            facts["score"].as_f64().unwrap() >= 0.5 && facts["category"] == "threat" && facts["lang"] == "en",
            "{facts}"
        );
        assert!(facts["model"].as_str().unwrap().starts_with("fast-"));
        // It is a decision like any other; what it keeps holds no word of the comment, which its writer may delete.
        let id = held.json()["id"].as_str().unwrap().to_owned();
        let key = w.key(&["moderate"]);
        let decisions = w.send("GET", &format!("/api/v1/comments/{id}/decisions"), &[("authorization", &key)], None);
        let told = decisions.json().to_string();
        assert!(
            told.contains("reads_as_threat") && told.contains("It reads as a threat") && !told.contains("kill"),
            "{told}"
        );
        // Nobody else learns that it exists; approved, it appears.
        assert!(!w.get(&format!("/stories/{}", story.slug)).text.contains("find you"));
        w.decide("approve", &id);
        crate::world::until("it appears", || w.get(&format!("/stories/{}", story.slug)).text.contains("find you"));
        let metrics = w.get("/metrics").text;
        assert!(metrics.contains("understory_triage_held_total{category=\"threat\"} 1"), "{metrics}");
    });
}

#[test]
fn the_sites_rules_decide_by_category_topic_and_language() {
    on_both_with(with_model, |w| {
        let calm = w.story("Calm");
        let war = w.story_with(json!({ "title": "War", "topics": ["The War"] }));
        rules(w, "insult hold 0.5 topic=the-war, threat publish lang=de, spam reject 0.5");
        let post = |story: &Story, text: &str| w.comment(story, text).send();
        post(&calm, INSULT).expect(201);
        assert_eq!(codes(&post(&war, INSULT).expect(202)), ["reads_as_insult"]);
        // Threats wait no longer: the rules are those that were given.
        post(&calm, THREAT).expect(201);
        let rejected = post(&calm, SPAM).expect(202);
        assert_eq!(
            (rejected.json()["state"].as_str(), codes(&rejected)),
            (Some("removed"), vec!["reads_as_spam".to_owned()])
        );
        // Nothing, and nothing is read.
        rules(w, "");
        post(&war, &format!("{INSULT} Again.")).expect(201);
        // What is no rule is refused in words.
        let refused = w.cli(&["site", "set", "triage=hate reject 0.9"]);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("only spam is rejected"));
        // The topic of a story counts from when it is changed.
        rules(w, "insult hold 0.5 topic=the-war");
        w.cli_ok(&["story", "edit", &calm.slug, "--topic", "The War"]);
        let mut count = 0;
        crate::world::until("the topic counts", || {
            count += 1;
            w.comment(&calm, &format!("{INSULT} {count}")).send().status == 202
        });
    });
}

#[test]
fn a_change_is_read_too_and_a_disguise_does_not_help() {
    on_both_with(with_model, |w| {
        w.set(&["rate_writer=1000000", "rate_address=1000000"]);
        let story = w.story("Changes");
        let posted = w.comment(&story, KIND).send().expect(201).json();
        let token = posted["edit_token"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/comments/{}", posted["id"].as_str().unwrap());
        let edited =
            w.send_json("PATCH", &path, &[("understory-edit-token", &token)], &json!({ "body": THREAT })).expect(202);
        assert_eq!(codes(&edited), ["reads_as_threat"]);
        let held = w.comment(&story, "I will find you and k1ll y0u, all 0f you.").send().expect(202);
        assert_eq!(codes(&held), ["reads_as_threat"]);
    });
}

#[test]
fn a_crude_name_waits_and_a_name_of_a_people_does_not() {
    on_both_with(with_model, |w| {
        w.set(&["rate_writer=1000000", "rate_address=1000000"]);
        let story = w.story("Names");
        // The text says nothing of the name: it is read as well.
        let borne = [
            "Ana",
            "Mohammed Islam",
            "Rachel Jewish",
            "Christian Black",
            "Gay Talese",
            "Dick Van Dyke",
            "يوسف",
            "Maria Führer-Klein",
        ];
        for (number, name) in borne.into_iter().enumerate() {
            w.comment(&story, &format!("Calm words, number {number}.")).by(name).send().expect(201);
        }
        for name in ["Fuck You", "asshole", "F u c k Y o u", "b1tch"] {
            let held = w.comment(&story, &format!("Calm words, by {}.", name.len())).by(name).send().expect(202);
            assert_eq!(codes(&held), ["name_reads_badly"], "{name}");
        }
    });
}

#[test]
fn before_it_is_posted_a_writer_is_told_that_it_would_wait() {
    on_both_with(with_model, |w| {
        w.set(&["rate_writer=1000000", "rate_address=1000000"]);
        let story = w.story("Notices");
        let path = format!("/stories/{}/comments", story.slug);
        let send = |body: &str, more: &[(&str, &str)]| {
            let key = format!("a-key-of-one-form-{:026}", body.len());
            let mut fields = vec![("name", "Ana"), ("body", body), ("key", &key)];
            fields.extend_from_slice(more);
            w.post_form(&path, None, &fields)
        };
        let told = send(THREAT, &[("notice", "ask")]).expect(422);
        assert!(told.text.contains("A moderator would read this first."), "{}", told.text);
        assert!(told.text.contains("It reads as a threat or a call to violence") && told.text.contains("Post anyway"));
        // What was typed is still there, nothing was stored, and a text that would not wait is simply posted.
        assert!(told.text.contains(THREAT) && waiting(w).is_empty());
        send(KIND, &[("notice", "ask"), ("noticed", "1")]).expect(303);
        // Posted all the same, it waits.
        send(THREAT, &[("notice", "post")]).expect(202);
        assert_eq!(waiting(w).len(), 1);
        // Who has no scripts is not asked.
        send(&format!("{THREAT} And more."), &[]).expect(202);
        let metrics = w.get("/metrics").text;
        for chosen in ["shown", "changed", "posted"] {
            let line = format!("understory_triage_notices_total{{chosen=\"{chosen}\"}} 1");
            assert!(metrics.contains(&line), "{chosen}: {metrics}");
        }
        // A site may do without.
        w.set(&["triage_notice=false"]);
        send(&format!("{THREAT} And yet more."), &[("notice", "ask")]).expect(202);
    });
}

#[test]
fn reasons_are_told_in_the_storys_language() {
    on_both_with(with_model, |w| {
        let story = w.story_with(json!({ "title": "Brücke", "x_lang": "de" }));
        rules(w, "profanity hold 0.5");
        let path = format!("/stories/{}/comments", story.slug);
        let held =
            w.post_form(&path, None, &[("name", "Ana"), ("body", "Was für eine verdammte Scheiße, ihr Arschlöcher!")]);
        assert_eq!(held.status, 202, "{}", held.text);
        assert!(held.text.contains("Es enthält derbe Wörter"), "{}", held.text);
    });
}

#[test]
fn what_cannot_be_read_in_time_waits_or_appears_as_the_site_says() {
    let impatient = |config: &mut Config| {
        with_model(config);
        config.triage.milliseconds = 100;
    };
    on_both_with(impatient, |w| {
        w.set(&["rate_writer=1000000", "rate_address=1000000"]);
        let story = w.story("Hurry");
        // Both readers are held up, until this test is done.
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
        for _ in 0..w.app.config.triage.threads {
            let wait = wait.clone();
            assert!(w.block_on(w.app.readers.with(move |_| wait.lock().unwrap().recv().is_ok())).is_err());
        }
        let held = w.comment(&story, KIND).send().expect(202);
        assert_eq!(codes(&held), ["triage_unread"]);
        w.set(&["triage_unread=publish"]);
        w.comment(&story, "Other words.").send().expect(201);
        assert!(w.get("/metrics").text.contains("understory_triage_unread_total{why=\"slow\"} 4"));
        drop(done);
        w.set(&["triage_unread=hold"]);
        crate::world::until("they read again", || w.block_on(w.app.readers.with(|_| ())).is_ok());
        w.comment(&story, "Words once more.").send().expect(201);
    });
}

#[test]
fn without_a_model_the_server_serves() {
    on_both(|w| {
        let story = w.story("Bare");
        w.comment(&story, KIND).send().expect(201);
        // Lists know no threats, and nothing pretends that they do.
        w.comment(&story, THREAT).send().expect(201);
    });
}

#[test]
fn a_model_that_is_not_whole_stops_the_server_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let mut bytes = std::fs::read(models.join("fast.model")).unwrap();
    bytes.truncate(100_000);
    std::fs::write(folder.path().join("fast.model"), &bytes).unwrap();
    std::fs::copy(models.join("fast.model.sha256"), folder.path().join("fast.model.sha256")).unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_understory"))
        .args(["triage", "explain", "words", "--models"])
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && said.contains("cut or altered") && said.contains("fast.model"), "{said}");
}

/// A folder with the fast tier and the small encoder of the crate's tests, which knows nothing but says something.
fn encoder_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in ["fast.model", "fast.model.sha256"] {
        std::fs::copy(root.join("models").join(name), folder.path().join(name)).unwrap();
    }
    let fixtures = root.join("crates/understory-encoder/tests/fixtures");
    let pieces = std::fs::read_to_string(fixtures.join("tiny.pieces")).unwrap();
    // What it says of anything is a threat for certain.
    let calibration = understory_triage::Calibration { slope: 1.0, offset: 30.0, decision: 0.5 };
    let file = understory_encoder::File {
        header: understory_encoder::Header {
            version: "tiny-1".to_owned(),
            cutting: understory_encoder::Cutting::WordPiece,
            outputs: understory_triage::Category::ALL.to_vec(),
            languages: vec![understory_encoder::Language {
                code: "en".to_owned(),
                calibrations: vec![(understory_triage::Category::Threat, calibration)],
                beside: Vec::new(),
                gate: 0.0,
            }],
        },
        pieces: pieces.lines().map(str::to_owned).collect(),
        scores: Vec::new(),
        net: std::fs::read(fixtures.join("tiny.onnx")).unwrap(),
    };
    let (bytes, hash) = file.write("tiny.encoder").unwrap();
    std::fs::write(folder.path().join("tiny.encoder"), bytes).unwrap();
    std::fs::write(folder.path().join("tiny.encoder.sha256"), hash).unwrap();
    folder
}

/// Both readers of such a folder.
fn with_encoder(config: &mut Config, folder: &tempfile::TempDir) {
    with_model(config);
    config.triage.models = Some(folder.path().to_owned());
    config.triage.encoder = true;
}

#[test]
fn an_encoder_joins_when_it_is_loaded_and_its_word_counts() {
    let folder = encoder_folder();
    on_both_with(
        |config| with_encoder(config, &folder),
        |w| {
            w.set(&["rate_writer=1000000", "rate_address=1000000"]);
            let story = w.story("Two readers");
            let mut count = 0;
            let mut held = None;
            crate::world::until("the encoder reads", || {
                count += 1;
                let answer = w.comment(&story, &format!("{KIND} {count}")).send();
                held = (answer.status == 202).then_some(answer);
                held.is_some()
            });
            let held = held.unwrap();
            assert_eq!(codes(&held), ["reads_as_threat"]);
            let listed = waiting(w);
            let facts = &listed[0]["reasons"][0]["facts"];
            let model = facts["model"].as_str().unwrap();
            assert!(model.starts_with("fast-") && model.ends_with("+tiny-1"), "{model}");
            // In a language it does not serve, the fast tier reads alone.
            let german = w.story_with(json!({ "title": "Brücke", "x_lang": "de" }));
            w.comment(&german, "Danke für diesen sorgfältigen Bericht über die Brücke.").send().expect(201);
        },
    );
}

#[test]
fn only_encoders_of_languages_that_are_named_are_loaded() {
    let folder = encoder_folder();
    let model = |languages: &str| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_understory"))
            .args(["--json", "triage", "explain", KIND, "--models"])
            .arg(folder.path())
            .env("UNDERSTORY_TRIAGE__LANGUAGES", languages)
            .output()
            .unwrap();
        (
            out.status.success(),
            String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr),
        )
    };
    for (languages, joins) in [("de", false), ("de,en", true), ("", true)] {
        let (whole, said) = model(languages);
        assert!(whole && said.contains("tiny-1") == joins, "{languages}: {said}");
    }
    let (whole, said) = model("english");
    assert!(!whole && said.contains("triage.languages: 'english' is no language"), "{said}");
}

#[test]
fn where_many_wait_the_fast_tier_reads_alone() {
    let folder = encoder_folder();
    let configure = |config: &mut Config| {
        with_encoder(config, &folder);
        config.triage.milliseconds = 4_000;
        config.triage.threads = 1;
    };
    on_both_with(configure, |w| {
        let readers = &w.app.readers;
        crate::world::until("the encoder joins", || readers.version().ends_with("tiny-1"));
        let version = |triage: &understory_triage::Triage| triage.version().to_owned();
        let (first, waited) = w.block_on(async {
            // The only thread is busy for more than a quarter of the time.
            let slow = readers.with(move |triage| {
                let begun = std::time::Instant::now();
                while begun.elapsed() < std::time::Duration::from_millis(1_500) {
                    std::hint::spin_loop();
                }
                version(triage)
            });
            tokio::join!(slow, readers.with(version))
        });
        assert!(first.unwrap().ends_with("tiny-1"));
        assert!(!waited.unwrap().contains("tiny"));
        assert!(w.get("/metrics").text.contains("understory_triage_hurried_total 1"));
        // Nobody waits now.
        assert!(w.block_on(readers.with(version)).unwrap().ends_with("tiny-1"));
    });
}

#[test]
fn an_encoder_that_is_not_whole_leaves_the_fast_tier_reading() {
    let folder = encoder_folder();
    let file = folder.path().join("tiny.encoder");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.truncate(20_000);
    std::fs::write(&file, bytes).unwrap();
    on_both_with(
        |config| with_encoder(config, &folder),
        |w| {
            let story = w.story("One reader");
            assert_eq!(codes(&w.comment(&story, THREAT).send().expect(202)), ["reads_as_threat"]);
            w.comment(&story, KIND).send().expect(201);
        },
    );
    // Who asks by the command line is told.
    let ask = |more: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_understory"))
            .args(["triage", "explain", "words", "--models"])
            .arg(folder.path())
            .args(more)
            .output()
            .unwrap()
    };
    let out = ask(&[]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && said.contains("cut or altered") && said.contains("tiny.encoder"), "{said}");
    assert!(ask(&["--fast"]).status.success());
}

/// What stands beside a name for good is read as comments are, and so is the name; there is nobody whom it could wait for.
#[test]
fn a_profile_that_reads_badly_is_refused() {
    on_both_with(with_model, |w| {
        let person = w.person(&format!("Ana {:?}", w.engine), Role::Member);
        let post = |path: &str, fields: &[(&str, &str)]| w.post_form(path, Some(&person.cookie), fields);
        let refused = post("/account/profile", &[("bio", THREAT), ("lang", "en")]).expect(422);
        assert!(refused.text.contains("Write it in other words") && refused.text.contains(THREAT), "{}", refused.text);
        post("/account/profile", &[("bio", KIND), ("lang", "en")]).expect(303);
        let page = w.get(&format!("/people/{}", person.id)).expect(200);
        assert!(page.text.contains(KIND) && !page.text.contains("kill"));
        let refused = post("/account/name", &[("name", "Stupid Cunt")]).expect(422);
        assert!(refused.text.contains("Choose another"), "{}", refused.text);
        post("/account/name", &[("name", &format!("Ben {:?}", w.engine))]).expect(303);
    });
}
