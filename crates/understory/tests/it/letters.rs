//! Letters: in every language, over a way that can be trusted, and what becomes of those that nobody takes.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use understory::config::MailTls;
use understory::models::Role;

use crate::house::root;
use crate::mailing::{Letter, MailServer};
use crate::signing_in::ask;
use crate::world::{Engine, World, until};

/// A message of a language, around the name in it.
fn message(lang: &str, id: &str) -> Vec<String> {
    let file = root().join(format!("locales/{lang}.ftl"));
    let text = std::fs::read_to_string(file).unwrap();
    let found = text.lines().find_map(|line| line.strip_prefix(&format!("{id} = ")));
    let found = found.unwrap_or_else(|| panic!("{id} is not in {lang}"));
    found.split("{ $name }").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// As a template writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

#[track_caller]
fn is_in(lang: &str, letter: &Letter, subject: &str, messages: &[&str]) {
    let dir = if lang == "ar" { "rtl" } else { "ltr" };
    for part in message(lang, subject) {
        assert!(letter.subject.contains(&part), "{lang} {part} in {}", letter.subject);
    }
    assert!(letter.subject.contains("Flüsse & <Häfen>"), "{}", letter.subject);
    assert!(letter.html.contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "{}", letter.html);
    assert!(letter.text.contains("Flüsse & <Häfen>") && !letter.html.contains("<Häfen>"), "{}", letter.html);
    for id in messages {
        for part in message(lang, id) {
            assert!(letter.text.contains(&part), "{lang} {id}: '{part}' in {}", letter.text);
            assert!(letter.html.contains(&escaped(&part)), "{lang} {id}: '{part}' in {}", letter.html);
        }
    }
    // No letter fetches anything, and none is without its last word.
    assert!(!letter.html.contains("src=") && letter.html.trim_end().ends_with("</html>"), "{}", letter.html);
    assert!(!letter.text.contains("&#") && !letter.text.contains("</"), "{}", letter.text);
}

/// The subject as its reader sees it.
fn decoded(mut letter: Letter) -> Letter {
    use base64::Engine as _;
    let mut subject = String::new();
    let mut was_coded = true;
    for word in letter.subject.split_whitespace() {
        let coded = word.strip_prefix("=?utf-8?b?").and_then(|rest| rest.strip_suffix("?="));
        // Between two coded words white space does not count.
        if !(was_coded && (coded.is_some() || subject.is_empty())) {
            subject.push(' ');
        }
        was_coded = coded.is_some();
        match coded {
            Some(coded) => {
                let bytes = base64::engine::general_purpose::STANDARD.decode(coded).expect("base64");
                subject.push_str(&String::from_utf8(bytes).expect("UTF-8"));
            }
            None => subject.push_str(word),
        }
    }
    letter.subject = subject;
    letter
}

/// The addresses in a letter: each can be followed in its HTML as well.
#[track_caller]
fn links(letter: &Letter) -> Vec<String> {
    let found: Vec<String> =
        letter.text.split_whitespace().filter(|word| word.starts_with("http")).map(str::to_owned).collect();
    for link in &found {
        assert!(letter.html.contains(&format!("<a href=\"{link}\">{link}</a>")), "{}", letter.html);
    }
    assert_eq!(letter.html.matches("href=").count(), found.len(), "{}", letter.html);
    found
}

#[test]
fn every_letter_is_whole_in_every_language() {
    let mail = MailServer::start(MailTls::None);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::start(engine, |config| mail.serve(config));
        world.set(&["title=Flüsse & <Häfen>"]);
        for lang in ["en", "de", "fr", "es", "ar"] {
            world.clock.advance(Duration::from_secs(3_601));
            let asked = |what: &str| {
                let email = format!("{what}-{lang}-{engine:?}@reader.example").to_lowercase();
                world.post_form("/sign-in", None, &[("email", &email), ("lang", lang)]).expect(303);
                decoded(mail.letter_to(&email, 0))
            };
            let code = asked("code");
            let messages = ["mail-code-intro", "mail-code-or-link", "mail-code-good-for", "mail-not-you"];
            is_in(lang, &code, "mail-code-subject", &messages);
            let link = links(&code);
            assert!(link.len() == 1 && link[0].ends_with(&code.link()), "{link:?}");
            let page = world.get(&code.link()).expect(200);
            assert!(page.text.contains(&format!("<html lang=\"{lang}\"")), "{}", page.text);
            assert!(code.html.contains(&format!("<strong dir=\"ltr\">{}</strong>", code.code())), "{}", code.html);

            world.set(&["sign_up=closed"]);
            let none = asked("none");
            is_in(lang, &none, "mail-code-subject", &["mail-no-account", "mail-not-you"]);
            assert_eq!(links(&none).len(), 0, "{}", none.text);
            world.set(&["sign_up=open"]);

            let person = world.person(&format!("Ana {lang} {engine:?}"), Role::Member);
            world.post_form("/account/profile", Some(&person.cookie), &[("bio", ""), ("lang", lang)]).expect(303);
            let chosen = [("password", "the ferry stops at noon")];
            world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
            let address = format!("{}@reader.example", person.name.to_lowercase().replace(' ', "."));
            let changed = decoded(mail.letter_to(&address, 0));
            is_in(lang, &changed, "mail-password-subject", &["mail-password-changed", "mail-password-not-you"]);
            let link = links(&changed);
            assert!(link.len() == 1 && link[0].ends_with("/sign-in"), "{link:?}");
        }
    }
}

/// Letters hold what lets people in: over a way that is not what it should be they do not go.
#[test]
fn nothing_is_sent_over_a_way_that_cannot_be_trusted() {
    // A certificate that nobody vouches for; one for TLS begun later; a server that offers none.
    for (has, wants) in [
        (MailTls::Tls, MailTls::Tls),
        (MailTls::StartTls, MailTls::StartTls),
        (MailTls::None, MailTls::StartTls),
        (MailTls::None, MailTls::Tls),
    ] {
        let mail = MailServer::start(has);
        let world = World::start(Engine::Sqlite, |config| {
            mail.serve(config);
            config.mail.tls = wants;
            config.mail.ca_file = None;
        });
        ask(&world, "ana@reader.example");
        until("it was tried", || {
            job(&world, &["--waiting"]).is_some_and(|(n, error, _)| n == 1 && error.contains("did not take it"))
        });
        assert_eq!(mail.letters().len(), 0, "{has:?} {wants:?}");
    }
}

fn failed(world: &World) -> String {
    let text = world.get("/metrics").expect(200).text;
    let line = text.lines().find(|line| line.starts_with("understory_jobs_failed "));
    line.unwrap_or_else(|| panic!("{text}")).rsplit(' ').next().unwrap().to_owned()
}

/// The only job that waits, or was given up: how often it was tried, and why it failed.
fn job(world: &World, which: &[&str]) -> Option<(i64, String, Value)> {
    let listed = world.cli_ok(&[&["--json", "job", "list"], which].concat());
    assert!(listed.lines().count() <= 1 && !listed.contains("reader.example"), "{listed}");
    let job: Value = serde_json::from_str(listed.lines().next()?).expect("JSON");
    Some((job["tries"].as_i64().expect("a count"), job["error"].as_str().unwrap_or_default().to_owned(), job))
}

#[test]
fn a_letter_is_tried_ten_times_and_then_seen_by_the_operator() {
    let mut mail = MailServer::start(MailTls::None);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::start(engine, |config| mail.serve(config));
        let person = world.person(&format!("Ana {engine:?}"), Role::Member);
        mail.stop();
        let chosen = [("password", "the ferry stops at noon")];
        world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
        for tries in 1..10 {
            until("it was tried", || {
                job(&world, &["--waiting"]).is_some_and(|(n, error, _)| n == tries && error.contains("did not take it"))
            });
            assert!(job(&world, &[]).is_none() && failed(&world) == "0", "given up after {tries}");
            world.clock.advance(Duration::from_secs(14_401));
        }
        until("it is given up", || job(&world, &[]).is_some());
        assert!(job(&world, &["--waiting"]).is_none());
        until("the figures tell", || failed(&world) == "1");
        let (tries, error, dead) = job(&world, &[]).unwrap();
        assert!(tries == 10 && dead["kind"] == "mail_password" && error.contains("did not take it"), "{dead}");
        // Asked to, it goes out after all.
        mail.begin();
        let seen = mail.letters().len();
        world.cli_ok(&["job", "retry", dead["id"].as_str().unwrap()]);
        until("it is sent", || mail.letters().len() == seen + 1);
        until("and forgotten", || job(&world, &[]).is_none() && failed(&world) == "0");
        world.verify();
    }
}

/// A mail server that answers each recipient so; how often it was asked.
fn answering(reply: &'static str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut answers = stream.try_clone().unwrap();
            let mut say = move |text: &str| answers.write_all(format!("{text}\r\n").as_bytes());
            let _ = say("220 mail.example ESMTP");
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
                let said = match word.as_str() {
                    "RCPT" => {
                        count.fetch_add(1, Ordering::SeqCst);
                        say(&format!("{reply} {line} is not here"))
                    }
                    "QUIT" => say("221 bye"),
                    _ => say("250 mail.example"),
                };
                if said.is_err() || word == "QUIT" {
                    break;
                }
            }
        }
    });
    (port, asked)
}

#[test]
fn what_is_refused_for_good_is_not_tried_again_and_what_is_refused_for_now_is() {
    for (reply, is_for_good) in [("550 5.1.1", true), ("553", true), ("451 4.3.0", false)] {
        let (port, asked) = answering(reply);
        let world = World::start(Engine::Sqlite, |config| {
            config.mail.server = Some("127.0.0.1".to_owned());
            config.mail.port = Some(port);
            config.mail.tls = MailTls::None;
            config.mail.from = "comments@paper.example".to_owned();
            config.mail.seconds = 5;
        });
        ask(&world, "ana@reader.example");
        let (there, not_there): (&[&str], &[&str]) =
            if is_for_good { (&[], &["--waiting"]) } else { (&["--waiting"], &[]) };
        // What the server said may hold the address: its number alone is kept.
        let told = format!("it answered {}", &reply[..3]);
        until("it was refused", || job(&world, there).is_some_and(|(n, error, _)| n == 1 && error.ends_with(&told)));
        assert!(job(&world, not_there).is_none(), "{reply}");
        until("the figures tell", || failed(&world) == if is_for_good { "1" } else { "0" });
        world.clock.advance(Duration::from_secs(31));
        if !is_for_good {
            until("it is tried again", || job(&world, there).is_some_and(|(n, ..)| n == 2));
        }
        let times = asked.load(Ordering::SeqCst);
        assert!(if is_for_good { times == 1 } else { times >= 2 }, "{reply}: asked {times} times");
    }
}
