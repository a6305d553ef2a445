//! Passwords: the way in by one, another one, and that nothing is learnt by trying.

use std::time::{Duration, Instant};

use understory::config::MailTls;
use understory::models::Role;
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::signing_in::{OWN, ask, give, is_signed_in};
use crate::world::{Engine, World, on_both, on_both_with, until};

#[test]
fn a_password_signs_in_and_another_ends_all_other_sessions() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let person = world.person(&format!("Ana {:?}", world.engine), Role::Member);
            let email = format!("{}@reader.example", person.name.to_lowercase().replace(' ', "."));
            let set = |cookie: &str, old: &str, new: &str| {
                world.post_form("/account/password", Some(cookie), &[("old", old), ("password", new)])
            };
            let enter = |email: &str, password: &str| {
                let fields = [("email", email), ("password", password), ("return", "/search")];
                world.post_form("/sign-in/password", None, &fields)
            };
            // Nobody without one gets in by any.
            for password in ["", "x", "the ferry stops at noon"] {
                assert_eq!(enter(&email, password).status, 422);
            }
            for (bad, code) in
                [("short", "at least 8"), ("Password123", "tried first"), (&person.name.clone(), "tried first")]
            {
                let refused = set(&person.cookie, "", bad);
                assert_eq!(refused.status, 422);
                assert!(refused.text.contains(code), "{bad}: {}", refused.text);
            }
            let second = world.let_in(&world.app.sites().all[0], &person);
            set(&person.cookie, "", "the ferry stops at noon").expect(303);
            until("the other session ends", || !is_signed_in(world, &second));
            assert!(is_signed_in(world, &person.cookie));
            let letter = mail.letter_to(&email, 0);
            assert!(letter.text.contains("has another password"), "{}", letter.text);
            assert!(!letter.raw.contains("ferry"));

            let done = enter(&email.to_uppercase(), "the ferry stops at noon").expect(303);
            assert_eq!(done.header("location"), "/search");
            let cookie = done.cookie().unwrap();
            assert!(is_signed_in(world, &cookie));
            assert_eq!(enter(&email, "The ferry stops at noon").status, 422);
            // After a while the old one is asked for.
            world.clock.advance(Duration::from_secs(601));
            until("the session is looked at anew", || {
                world.send("GET", "/account", &[("cookie", &cookie)], None).text.contains("name=\"old\"")
            });
            assert_eq!(set(&cookie, "wrong", "the library leaks again").status, 422);
            set(&cookie, "the ferry stops at noon", "the library leaks again").expect(303);
            assert_eq!(enter(&email, "the ferry stops at noon").status, 422);
            enter(&email, "the library leaks again").expect(303);

            // A code that was on its way when the password changed leads nowhere.
            let request = ask(world, &email);
            let code = mail.invitation_to(&email, 0).code();
            set(&cookie, "the library leaks again", "the harbour freezes over").expect(303);
            assert_eq!(give(world, &request, &code).status, 410);

            // Nothing of it is in the clear anywhere.
            let hash = world.block_on(world.store().read({
                let (site, id) = (world.app.sites().all[0].id, person.id);
                move |tx| understory::store::passwords::password_of(tx, site, id)
            }));
            assert!(hash.unwrap().unwrap().starts_with("$argon2id$"));
        },
    );
}

#[test]
fn passwords_are_tried_ten_times_from_one_line_and_the_owner_is_not_locked_out() {
    on_both_with(
        |config| config.server.trusted_proxies = vec!["127.0.0.1".to_owned()],
        |world| {
            let person = world.person("Ana", Role::Member);
            world
                .post_form("/account/password", Some(&person.cookie), &[("password", "the ferry stops at noon")])
                .expect(303);
            let enter = |client: &str, email: &str, password: &str| {
                let body = url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs([("email", email), ("password", password)])
                    .finish();
                let kind = ("content-type", "application/x-www-form-urlencoded");
                let headers = [kind, OWN, ("x-forwarded-for", client)];
                world.send("POST", "/sign-in/password", &headers, Some(body.as_bytes()))
            };
            for _ in 0..10 {
                assert_eq!(enter("192.0.2.1", "ana@reader.example", "wrong").status, 422);
            }
            // However often it goes on: what is refused already uses up nothing that is hers.
            for _ in 0..150 {
                assert_eq!(enter("192.0.2.1", "ana@reader.example", "wrong").status, 429);
            }
            let refused = enter("192.0.2.1", "ANA@reader.example", "the ferry stops at noon");
            assert_eq!(refused.status, 429);
            assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=600).contains(&seconds)));
            // Elsewhere she is let in, and there in ten minutes.
            enter("192.0.2.2", "ana@reader.example", "the ferry stops at noon").expect(303);
            world.clock.advance(Duration::from_secs(601));
            enter("192.0.2.1", "ana@reader.example", "the ferry stops at noon").expect(303);
        },
    );
}

/// All that a stranger gets, to the byte, but for the address that they typed: words, status, headers. Whether there is a
/// password, an account without one, one that is suspended or deleted, or nobody.
#[test]
fn nobody_learns_by_a_wrong_password_who_has_an_account() {
    on_both(|world| {
        let [with, _, suspended, deleted] =
            ["With", "Wout", "Susp", "Dele"].map(|name| world.person(name, Role::Member));
        for person in [&with, &suspended, &deleted] {
            let chosen = [("password", "the ferry stops at noon")];
            world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
        }
        world.change(&suspended, Change::Suspend(None, "enough".to_owned()));
        world.change(&deleted, Change::Delete);
        for lang in ["en", "ar"] {
            let told = |name: &str| {
                let email = format!("{name}@reader.example");
                let fields = [("email", email.as_str()), ("password", "wrong"), ("return", "/search"), ("lang", lang)];
                let answer = world.post_form("/sign-in/password", None, &fields).expect(422);
                let headers = answer.headers.iter().filter(|(name, _)| name.as_str() != "date");
                let mut headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
                headers.sort();
                (headers, answer.text.replace(&email, "ADDRESS"))
            };
            let nobody = told("nobo");
            assert!(nobody.1.contains("id=\"password-error\""), "{}", nobody.1);
            for name in ["with", "wout", "susp", "dele"] {
                assert_eq!(told(name), nobody, "{name}");
            }
        }
    });
}

/// S4: medians of tries in turn, with the limits out of the way, are within a tenth of one another. Whether an account has a
/// password, or is there at all, cannot be told by a watch: not where one signs in by a password, and not where a code is
/// asked for.
fn nobody_learns_by_a_watch(engine: Engine, tries: usize) {
    let mail = MailServer::start(MailTls::None);
    let world = World::start(engine, |config| mail.serve(config));
    let person = world.person("Ana", Role::Member);
    world.post_form("/account/password", Some(&person.cookie), &[("password", "the ferry stops at noon")]).expect(303);
    world.person("Ben", Role::Member);
    world.stop_jobs();
    let medians = |path: &str, status: u16, tries: usize| {
        let mut took = [const { Vec::new() }; 3];
        for n in 0..tries {
            // Two hours pass, so that no limit is met: a day takes fifteen codes.
            world.clock.advance(Duration::from_secs(7_300));
            let emails = ["ana@reader.example", "ben@reader.example", "cem@reader.example"];
            // Each is the first as often as the others.
            for who in (0..3).map(|k| (n + k) % 3) {
                let (email, took) = (emails[who], &mut took[who]);
                let begun = Instant::now();
                let fields = [("email", email), ("password", "not the password")];
                assert_eq!(world.post_form(path, None, &fields).status, status, "{n}");
                took.push(begun.elapsed());
            }
        }
        took.map(|mut took| {
            took.sort();
            took[took.len() / 2].as_secs_f64()
        })
    };
    // Where nothing is hashed a try takes a millisecond or two, and the machine's other work weighs more.
    for (path, status, tries) in [("/sign-in/password", 422, tries), ("/sign-in", 303, tries.max(500))] {
        // Other work on the machine can only make them differ: what can be told is told each time.
        let mut told = Vec::new();
        let is_alike = (0..3).any(|_| {
            let medians = medians(path, status, tries);
            told.push(medians);
            let (least, most) =
                medians.iter().fold((f64::MAX, 0.0_f64), |(least, most), &one| (least.min(one), most.max(one)));
            most <= 1.1 * least
        });
        assert!(is_alike, "{engine:?} {path}, {tries} tries, medians in seconds: {told:?}");
    }
}

#[test]
fn nobody_learns_by_a_watch_who_has_an_account() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        nobody_learns_by_a_watch(engine, 40);
    }
}

#[test]
#[ignore = "takes two minutes: script/test-data"]
fn nobody_learns_by_five_hundred_tries_who_has_an_account() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        nobody_learns_by_a_watch(engine, 500);
    }
}
