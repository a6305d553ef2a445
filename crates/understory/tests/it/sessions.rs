//! Sessions: their ends, where they are listed, and that power ends when it is taken.

use std::time::{Duration, Instant};

use serde_json::json;
use understory::config::MailTls;
use understory::models::{Reach, Role};
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::signing_in::{OWN, ask, give, is_signed_in};
use crate::world::{Engine, Person, World, on_both, on_both_with, until};

/// T-REVOKE: whatever takes power away takes it within two seconds, everywhere.
#[test]
fn cve_2025_62174_and_cve_2025_62175_power_that_is_taken_ends_within_two_seconds_on_every_node() {
    on_both(|world| {
        let other = (world.engine == Engine::Postgres).then(|| world.beside());
        let held = |node: &World, person: &Person| {
            node.send("GET", "/api/v1/comments?state=held", &[("cookie", &person.cookie)], None).status == 200
        };
        type End<'a> = (&'a str, &'a dyn Fn(&Person));
        let ends: [End<'_>; 8] = [
            ("sign-out", &|person| {
                world.post_form("/sign-out", Some(&person.cookie), &[]).expect(303);
            }),
            ("role", &|person| world.change(person, Change::Revoke(Role::Moderator, Reach::Site))),
            ("suspension", &|person| world.change(person, Change::Suspend(None, "It is enough.".to_owned()))),
            ("deletion", &|person| world.change(person, Change::Delete)),
            ("command line: sign-out", &|person| drop(world.cli_ok(&["account", "sign-out", &person.name]))),
            ("command line: role", &|person| {
                drop(world.cli_ok(&["account", "revoke", &person.name, "--role", "moderator"]));
            }),
            ("command line: suspension", &|person| {
                drop(world.cli_ok(&["account", "suspend", &person.name, "--reason", "enough"]));
            }),
            ("command line: deletion", &|person| drop(world.cli_ok(&["account", "delete", &person.name]))),
        ];
        for (n, (what, end)) in ends.into_iter().enumerate() {
            let person = world.person(
                &format!("Moderator {}", ["Ana", "Ben", "Cem", "Dag", "Eva", "Fia", "Gus", "Hal"][n]),
                Role::Moderator,
            );
            let second = Person { cookie: world.let_in(&world.app.sites().all[0], &person), ..person.clone() };
            for node in std::iter::once(world).chain(&other) {
                assert!(held(node, &person) && held(node, &second), "{what}: no power before");
            }
            end(&person);
            let begun = Instant::now();
            for node in std::iter::once(world).chain(&other) {
                until(what, || !held(node, &person));
                // Signing out ends one browser; everything else ends all.
                if what != "sign-out" {
                    until(what, || !held(node, &second));
                }
            }
            assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
            assert_eq!(is_signed_in(world, &second.cookie), what == "sign-out", "{what}");
        }
    });
}

/// T-REVOKE, by the account's owner: another password, chosen or set anew by a code; this device; all others.
#[test]
fn cve_2025_62174_another_password_and_an_ended_device_end_sessions_within_two_seconds_on_every_node() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let other = (world.engine == Engine::Postgres).then(|| world.beside());
            let nodes = || std::iter::once(world).chain(&other);
            let held = |node: &World, cookie: &str| {
                node.send("GET", "/api/v1/comments?state=held", &[("cookie", cookie)], None).status == 200
            };
            let site = world.app.sites().all[0].clone();
            let set = |cookie: &str, old: &str, new: &str| {
                let fields = [("old", old), ("password", new)];
                world.post_form("/account/password", Some(cookie), &fields).expect(303);
            };
            // What ends them, by the first of three sessions, and which of the three stay.
            type End<'a> = (&'a str, &'a dyn Fn(&Person, &str), [bool; 3]);
            let ends: [End<'_>; 5] = [
                (
                    "first password",
                    &|person, _| set(&person.cookie, "", "the ferry stops at noon"),
                    [true, false, false],
                ),
                (
                    "other password",
                    &|person, _| {
                        world.clock.advance(Duration::from_secs(601));
                        set(&person.cookie, "the library leaks again", "the ferry stops at noon");
                    },
                    [true, false, false],
                ),
                (
                    // Whoever forgot it has a code mailed, and is not asked for the old one.
                    "password set anew by a code",
                    &|person, email| {
                        world.clock.advance(Duration::from_secs(601));
                        let request = ask(world, email);
                        let code = mail.invitation_to(email, 0).code();
                        let cookie = give(world, &request, &code).expect(303).cookie().unwrap();
                        let page = world.send("GET", "/account", &[("cookie", &cookie)], None).expect(200);
                        assert!(!page.text.contains("name=\"old\""), "{}", page.text);
                        set(&cookie, "", "the ferry stops at noon");
                        assert!(held(world, &cookie) && is_signed_in(world, &cookie), "{}", person.name);
                        let by = |password: &str| {
                            let fields = [("email", email), ("password", password)];
                            world.post_form("/sign-in/password", None, &fields).status
                        };
                        assert_eq!((by("the library leaks again"), by("the ferry stops at noon")), (422, 303));
                    },
                    [false, false, false],
                ),
                (
                    "this device",
                    &|person, _| {
                        let (site, id) = (site.id, person.id);
                        let read = world.store().read(move |tx| understory::store::sessions::of_account(tx, site, id));
                        let mut devices = world.block_on(read).unwrap();
                        devices.sort_by_key(|device| device.id);
                        let path = format!("/account/sessions/{}/end", devices[1].id);
                        world.post_form(&path, Some(&person.cookie), &[]).expect(303);
                    },
                    [true, false, true],
                ),
                (
                    "the others",
                    &|person, _| {
                        world.post_form("/account/sessions/others/end", Some(&person.cookie), &[]).expect(303);
                    },
                    [true, false, false],
                ),
            ];
            for (n, (what, end, stays)) in ends.into_iter().enumerate() {
                let name = format!("{} {:?}", ["Ana", "Ben", "Cem", "Dag", "Eva"][n], world.engine);
                let person = world.person(&name, Role::Moderator);
                let email = format!("{}@reader.example", name.to_lowercase().replace(' ', "."));
                if what.contains("other password") || what.contains("anew") {
                    set(&person.cookie, "", "the library leaks again");
                }
                let mut sessions = vec![person.cookie.clone()];
                for _ in 0..2 {
                    world.clock.advance(Duration::from_millis(5));
                    sessions.push(world.let_in(&site, &person));
                }
                for node in nodes() {
                    assert!(sessions.iter().all(|cookie| held(node, cookie)), "{what}: no power before");
                }
                end(&person, &email);
                let begun = Instant::now();
                for node in nodes() {
                    for (cookie, stays) in sessions.iter().zip(stays) {
                        if !stays {
                            until(what, || !held(node, cookie));
                        }
                    }
                }
                assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
                for node in nodes() {
                    for (n, (cookie, stays)) in sessions.iter().zip(stays).enumerate() {
                        assert_eq!(held(node, cookie), stays, "{what}: session {n}");
                    }
                }
            }
        },
    );
}

/// Those who hold power: a day without a request, and two weeks in any case. The auditor, who does nothing, is of them.
#[test]
fn sessions_of_staff_end_after_two_weeks_in_any_case() {
    on_both(|world| {
        for (name, role) in [("Mo Odd", Role::Moderator), ("Au Dit", Role::Auditor), ("Le Gal", Role::Legal)] {
            let person = world.person(name, role);
            let site = world.app.sites().all[0].id;
            let id = person.id;
            // Seen twice a day, so that it is never idle.
            for _ in 0..27 {
                world.clock.advance(Duration::from_secs(43_200));
                until("the session is seen", || {
                    assert!(is_signed_in(world, &person.cookie), "{name}");
                    let now = world.clock.now();
                    let read = world.store().read(move |tx| understory::store::sessions::of_account(tx, site, id));
                    world.block_on(read).unwrap()[0].seen_at == now
                });
            }
            world.clock.advance(Duration::from_secs(43_201));
            until("two weeks are over", || !is_signed_in(world, &person.cookie));
        }
    });
}

#[test]
fn sessions_end_when_idle_and_in_any_case() {
    on_both(|world| {
        let days = |n: u64| Duration::from_secs(n * 86_400);
        let reader = world.person("Reader", Role::Member);
        for _ in 0..7 {
            world.clock.advance(days(25));
            // Whoever is kept for a second is not asked about; a look into the database writes down that they were here.
            until("the session is seen", || {
                assert!(is_signed_in(world, &reader.cookie));
                let site = world.app.sites().all[0].id;
                let (id, now) = (reader.id, world.clock.now());
                let devices =
                    world.block_on(world.store().read(move |tx| understory::store::sessions::of_account(tx, site, id)));
                devices.unwrap()[0].seen_at == now
            });
        }
        world.clock.advance(days(6));
        until("half a year is over", || !is_signed_in(world, &reader.cookie));

        let idle = world.person("Idle", Role::Member);
        world.clock.advance(days(31));
        until("a month without a request", || !is_signed_in(world, &idle.cookie));
        let staff = world.person("Staff", Role::Moderator);
        world.clock.advance(days(1) + Duration::from_secs(1));
        until("a day without a request", || !is_signed_in(world, &staff.cookie));
    });
}

#[test]
fn devices_are_listed_and_each_can_be_ended() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let site = world.app.sites().all[0].clone();
        let second = world.let_in(&site, &person);
        let third = world.let_in(&site, &person);
        let other = world.person("Ben", Role::Member);
        let page = world.send("GET", "/account", &[("cookie", &person.cookie)], None);
        let ends: Vec<&str> = page
            .text
            .match_indices("action=\"/account/sessions/")
            .map(|(at, _)| page.text[at + 8..].split('"').next().unwrap())
            .filter(|path| !path.contains("others"))
            .collect();
        assert_eq!(ends.len(), 2, "{}", page.text);
        // Another person's devices are not there for one.
        assert_eq!(world.post_form(ends[0], Some(&other.cookie), &[]).status, 404);
        world.post_form(ends[0], Some(&person.cookie), &[]).expect(303);
        assert_eq!([&second, &third].iter().filter(|cookie| is_signed_in(world, cookie)).count(), 1);
        world.post_form("/account/sessions/others/end", Some(&person.cookie), &[]).expect(303);
        assert!(is_signed_in(world, &person.cookie) && !is_signed_in(world, &second) && !is_signed_in(world, &third));
        assert!(is_signed_in(world, &other.cookie));
    });
}

#[test]
fn somebody_suspended_may_read_why_and_nothing_else() {
    on_both(|world| {
        let story = world.story("One");
        let person = world.person("Ana", Role::Editor);
        world.change(
            &person,
            Change::Suspend(Some(world.clock.now().plus_seconds(3_600)), "A day of <rest>.".to_owned()),
        );
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let page = world.send("GET", "/account", &[("cookie", &cookie)], None).expect(200);
        assert!(
            page.text.contains("Your account is suspended") && page.text.contains("A day of &#60;rest&#62;."),
            "{}",
            page.text
        );
        let headers = [("cookie", cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        world.send_json("POST", &path, &headers, &json!({ "body": "x" })).problem(403, "account_suspended");
        world.send("GET", "/api/v1/comments", &headers, None).problem(403, "account_suspended");
        assert_eq!(world.post_form("/account/name", Some(&cookie), &[("name", "Other")]).status, 403);
        assert_eq!(
            world.post_form("/account/follows", Some(&cookie), &[("follow", &format!("story:{}", story.id))]).status,
            403
        );
        // One may go on to look after one's account, and to be left alone.
        world.post_form("/account/follows", Some(&cookie), &[("unfollow", &format!("story:{}", story.id))]).expect(303);
        world.post_form("/account/password", Some(&cookie), &[("password", "the ferry stops at noon")]).expect(303);
        // It ends by itself.
        world.clock.advance(Duration::from_secs(3_601));
        until("the suspension is over", || world.send("GET", "/api/v1/comments", &headers, None).status == 200);
    });
}

/// Two people share a browser: who signs in there ends the other's session, at once, though it was used a moment ago.
#[test]
fn whoever_signs_in_where_somebody_was_signs_them_out() {
    on_both(|world| {
        let (ana, ben) = (world.person("Ana Lima", Role::Member), world.person("Ben Ott", Role::Member));
        assert!(is_signed_in(world, &ana.cookie));
        let link = world.cli_ok(&["account", "sign-in-link", "Ben Ott"]);
        let path = link[link.find("/sign-in/link/").unwrap()..].trim();
        let done = world.send("POST", path, &[OWN, ("cookie", &ana.cookie)], Some(b"")).expect(303);
        assert!(!is_signed_in(world, &ana.cookie), "{:?}", world.engine);
        assert!(is_signed_in(world, &done.cookie().unwrap()));
        assert!(is_signed_in(world, &ben.cookie), "elsewhere he still is");
    });
}
