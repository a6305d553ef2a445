//! The limits of the ways in, each tripped on its own route; and that no way of writing an address is a way round.

use std::time::Duration;

use understory::config::{Config, MailTls};
use understory::http::SignInKey;
use understory::models::Role;

use crate::mailing::MailServer;
use crate::signing_in::OWN;
use crate::world::{Answer, World, on_both, on_both_with};

fn trusting(config: &mut Config) {
    config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
}

/// A form from a line.
fn from(world: &World, client: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    world.send("POST", path, &[kind, OWN, ("x-forwarded-for", client)], Some(body.as_bytes()))
}

#[track_caller]
fn waits(answer: &Answer, at_most: u64) {
    assert_eq!(answer.status, 429, "{}", answer.text);
    let seconds = answer.header("retry-after").parse::<u64>();
    assert!(seconds.as_ref().is_ok_and(|seconds| (1..=at_most).contains(seconds)), "{seconds:?}");
}

/// What a proxy, a browser or somebody who wants round a limit may make of a path.
fn variants(path: &str) -> Vec<String> {
    let last = path.rsplit('/').next().unwrap();
    let hex = format!("%{:02x}{}", last.as_bytes()[0], &last[1..]);
    vec![
        format!("{path}/"),
        format!("{path}//"),
        format!("/{path}"),
        path.replacen('/', "//", 2),
        path.to_uppercase(),
        format!("{}{}", &path[..path.len() - last.len()], last.to_uppercase()),
        format!("{}{hex}", &path[..path.len() - last.len()]),
        path.replacen("/sign", "/%73ign", 1),
        path.replacen("/sign", "/%2fsign", 1),
        format!("/.{path}"),
        format!("/x/..{path}"),
        format!("{path};x=1"),
        format!("{path}%00"),
        format!("{path}%20"),
        format!("{path}.html"),
        format!("{path}?"),
        format!("{path}?email=other%40reader.example&x=1"),
        format!("{path}?{}", "x".repeat(2_000)),
    ]
}

#[test]
fn no_way_of_writing_an_address_is_a_way_round_its_limit() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let chosen = [("password", "the ferry stops at noon")];
        world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
        let invite = || {
            let site = world.app.sites().all[0].clone();
            let id = world.clock.new_id();
            let (lang, now) = ("en".to_owned(), world.clock.now());
            let by = "test".to_owned();
            let invite = understory::store::sign_ins::Invite { site: site.id, id, account: person.id, lang, by, now };
            world.block_on(world.store().write(invite)).unwrap();
            (id.to_string(), SignInKey::of(&site, id))
        };
        let password = [("email", "ana@reader.example"), ("password", "the ferry stops at noon")];
        // Each limit is tripped, and then asked for with what is right, by every variant: nothing lets anybody in.
        for (path, most) in
            [("/sign-in/password", 10), ("/sign-in/code", 60), ("/sign-up", 60), ("/sign-in/link/none", 60)]
        {
            world.clock.advance(Duration::from_secs(3_601));
            let (request, key) = invite();
            let (code, proof) = (key.code(), key.proof());
            let right = match path {
                "/sign-in/password" => password.to_vec(),
                "/sign-in/code" => vec![("request", request.as_str()), ("code", &code)],
                "/sign-up" => vec![("request", request.as_str()), ("proof", &proof), ("name", "Ana Again")],
                _ => vec![],
            };
            let wrong = [("email", "ANA@reader.example "), ("password", "wrong"), ("request", "none"), ("code", "0")];
            for n in 0..most {
                let status = world.post_form(path, None, &wrong).status;
                assert!(matches!(status, 410 | 422), "{path}, {n}: {status}");
            }
            let real = if path.contains("/link/") { key.path() } else { path.to_owned() };
            waits(&world.post_form(&real, None, &right), 600);
            for variant in variants(&real) {
                let answer = world.post_form(&variant, None, &right);
                assert!(matches!(answer.status, 400 | 404 | 405 | 410 | 429), "{variant}: {}", answer.status);
                assert_eq!(answer.cookie(), None, "{variant}");
                let is_query = variant.contains('?');
                assert!(!is_query || answer.status == 429, "{variant}: {}", answer.status);
            }
            // The time over, what is right is right.
            world.clock.advance(Duration::from_secs(601));
            if path == "/sign-in/password" {
                world.post_form(path, None, &right).expect(303);
            }
        }
    });
}

#[test]
fn fifteen_letters_a_day_go_to_one_address_wherever_they_are_asked_for() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| {
            mail.serve(config);
            trusting(config);
        },
        |world| {
            let email = format!("day-{:?}@reader.example", world.engine).to_lowercase();
            let mut line = 0;
            let mut ask = |email: &str| {
                line += 1;
                from(world, &format!("198.51.100.{line}"), "/sign-in", &[("email", email)])
            };
            for _ in 0..3 {
                for _ in 0..5 {
                    ask(&email).expect(303);
                }
                waits(&ask(&email), 3_600);
                world.clock.advance(Duration::from_secs(3_601));
            }
            let refused = ask(&email);
            waits(&refused, 86_400);
            assert!(refused.header("retry-after").parse::<u64>().unwrap() > 3_600, "this is the day's");
            ask(&format!("other-{email}")).expect(303);
            world.clock.advance(Duration::from_secs(86_400));
            ask(&email).expect(303);
            // So many were sent, and no more.
            let to_them = || mail.letters().iter().filter(|letter| letter.to.starts_with(&email)).count();
            crate::world::until("all that was asked for is sent", || {
                world.cli_ok(&["--json", "job", "list", "--waiting"]).is_empty()
            });
            assert!(to_them() <= 16, "{}", to_them());
        },
    );
}

#[test]
fn sixty_passwords_are_tried_from_one_line_whosever_they_are() {
    on_both_with(trusting, |world| {
        let ana = world.person("Ana", Role::Member);
        let chosen = [("password", "the ferry stops at noon")];
        world.post_form("/account/password", Some(&ana.cookie), &chosen).expect(303);
        world.clock.advance(Duration::from_secs(601));
        for n in 0..60 {
            let email = format!("v{n}@reader.example");
            // Two ends of one network are one line.
            let line = if n % 2 == 0 { "2001:db8:7:7::1" } else { "2001:db8:7:7:ffff::9" };
            from(world, line, "/sign-in/password", &[("email", &email), ("password", "wrong")]).expect(422);
        }
        let right = [("email", "ana@reader.example"), chosen[0]];
        waits(&from(world, "2001:db8:7:7::5", "/sign-in/password", &right), 600);
        from(world, "2001:db8:7:8::5", "/sign-in/password", &right).expect(303);
        world.clock.advance(Duration::from_secs(601));
        from(world, "2001:db8:7:7::5", "/sign-in/password", &right).expect(303);
    });
}

#[test]
fn a_hundred_passwords_an_hour_are_tried_for_one_account_from_all_lines_together() {
    on_both_with(trusting, |world| {
        for name in ["Ana", "Ben"] {
            let person = world.person(name, Role::Member);
            let chosen = [("password", "the ferry stops at noon")];
            world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
        }
        let enter = |line: usize, email: &str, password: &str| {
            let client = format!("198.51.100.{line}");
            from(world, &client, "/sign-in/password", &[("email", email), ("password", password)])
        };
        for n in 0..100 {
            enter(n / 10, "ana@reader.example", "wrong").expect(422);
        }
        let refused = enter(77, "Ana@Reader.Example", "the ferry stops at noon");
        waits(&refused, 3_600);
        assert!(refused.header("retry-after").parse::<u64>().unwrap() > 600, "this is the hour's");
        enter(78, "ben@reader.example", "the ferry stops at noon").expect(303);
        world.clock.advance(Duration::from_secs(3_601));
        enter(79, "ana@reader.example", "the ferry stops at noon").expect(303);
    });
}

#[test]
fn the_account_pages_password_has_its_limit_too() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let set = |password: &str| {
            world.post_form("/account/password", Some(&person.cookie), &[("old", "x"), ("password", password)])
        };
        for _ in 0..60 {
            set("short").expect(422);
        }
        waits(&set("the ferry stops at noon"), 600);
        for variant in ["/account/password/", "//account/password", "/account/PASSWORD", "/account/%70assword"] {
            let answer = world.post_form(variant, Some(&person.cookie), &[("password", "the ferry stops at noon")]);
            assert!(matches!(answer.status, 404 | 429), "{variant}: {}", answer.status);
        }
        world.clock.advance(Duration::from_secs(601));
        set("the ferry stops at noon").expect(303);
    });
}

/// A clock that is set back frees nobody for ever, and locks nobody out for longer than the limit says.
#[test]
fn a_clock_that_is_set_back_frees_nobody_and_locks_nobody_out() {
    for back in [60, 3_600, 400 * 86_400] {
        on_both(|world| {
            let tries = || (0..70).take_while(|_| world.post_form("/sign-in/code", None, &[]).status == 410).count();
            assert_eq!(tries(), 60);
            world.clock.set(world.clock.now().plus_seconds(-back));
            assert!(tries() <= 60, "set back by {back}: no limit any more");
            waits(&world.post_form("/sign-in/code", None, &[]), 600);
            world.clock.advance(Duration::from_secs(601));
            assert_eq!(tries(), 60, "set back by {back}: locked out, or not counted");
        });
    }
}
