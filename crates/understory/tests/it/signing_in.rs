//! Who is who: getting an account, signing in by a mailed code or link, and out again; and that power ends when it is taken.

use std::time::{Duration, Instant};

use serde_json::json;
use understory::config::MailTls;
use understory::models::{Badge, Badges, Reach, Role};
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::world::{Answer, Engine, Person, World, on_both, on_both_with, until};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Asks for a code; the request's identifier.
#[track_caller]
fn ask(world: &World, email: &str) -> String {
    let answer = world.post_form("/sign-in", None, &[("email", email), ("return", "/account")]).expect(303);
    let location = answer.header("location");
    let request = location.strip_prefix("/sign-in/code?request=").unwrap_or_else(|| panic!("{location}"));
    request.split('&').next().unwrap().to_owned()
}

fn give(world: &World, request: &str, code: &str) -> Answer {
    world.post_form("/sign-in/code", None, &[("request", request), ("code", code)])
}

/// Another code than this.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

fn is_signed_in(world: &World, cookie: &str) -> bool {
    world.send("GET", "/account", &[("cookie", cookie)], None).status == 200
}

/// What the page that asks for a name carries along.
#[track_caller]
pub fn proof_in(page: &Answer) -> String {
    let at = page.text.find("name=\"proof\" value=\"").unwrap_or_else(|| panic!("{}", page.text)) + 20;
    page.text[at..].split('"').next().unwrap().to_owned()
}

/// Signs somebody up by a mailed code; the cookie.
#[track_caller]
fn sign_up(world: &World, mail: &MailServer, email: &str, name: &str) -> String {
    let seen = mail.letters().iter().filter(|letter| letter.to.contains(email)).count();
    let request = ask(world, email);
    let code = mail.letter_to(email, seen).code();
    let page = give(world, &request, &code).expect(200);
    assert!(page.text.contains("action=\"/sign-up\""), "{}", page.text);
    let proof = proof_in(&page);
    let done =
        world.post_form("/sign-up", None, &[("request", &request), ("proof", &proof), ("name", name)]).expect(303);
    assert_eq!(done.header("location"), "/account");
    done.cookie().expect("a session")
}

#[test]
fn a_code_by_mail_makes_an_account_and_signs_in_to_it() {
    for tls in [MailTls::StartTls, MailTls::Tls] {
        let mail = MailServer::start(tls);
        on_both_with(
            |config| mail.serve(config),
            |world| {
                let email = format!("ana-{:?}-{:?}@reader.example", world.engine, tls).to_lowercase();
                let cookie = sign_up(world, &mail, &email, "Ana Lima");
                let story = world.story("One");
                let path = format!("/api/v1/stories/{}/comments", story.id);
                let headers = [("cookie", cookie.as_str()), OWN];
                let body = json!({ "body": "Under my own name.", "name": "Somebody Else" });
                let posted = world.send_json("POST", &path, &headers, &body).expect(201).json();
                // The name is the account's, whatever was sent, and no token is needed to change it.
                assert_eq!(posted["author"]["name"], "Ana Lima");
                assert_eq!(posted["author"]["badges"], json!(["new"]));
                assert_eq!(posted.get("edit_token"), None);
                let comment = format!("/api/v1/comments/{}", posted["id"].as_str().unwrap());
                world.send_json("PATCH", &comment, &headers, &json!({ "body": "Better." })).expect(200);
                let other = world.person("Ben Ott", Role::Member);
                let theirs = [("cookie", other.cookie.as_str()), OWN];
                world.send_json("PATCH", &comment, &theirs, &json!({ "body": "No." })).problem(403, "not_yours");
                // Signed out, the cookie is worth nothing; the next code leads to the same account.
                let out = world.post_form("/sign-out", Some(&cookie), &[]).expect(303);
                assert!(out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
                assert!(!is_signed_in(world, &cookie));
                world
                    .send_json("PATCH", &comment, &headers, &json!({ "body": "Again." }))
                    .problem(401, "edit_token_missing");
                let request = ask(world, &email.to_uppercase());
                let letters =
                    || mail.letters().into_iter().filter(|l| l.to.to_lowercase().contains(&email)).collect::<Vec<_>>();
                until("the second letter", || letters().len() == 2);
                let done = give(world, &request, &letters()[1].code()).expect(303);
                let again = done.cookie().expect("a session");
                assert_ne!(again, cookie, "a session id was used twice");
                assert!(is_signed_in(world, &again));
                let page = world.send("GET", "/account", &[("cookie", &again)], None);
                assert!(page.text.contains("Ana Lima") && page.text.contains("Better."), "{}", page.text);
                // It can be changed from here, while it can.
                let edit = format!("/stories/{}/comments/{}/edit", story.slug, posted["id"].as_str().unwrap());
                assert!(page.text.contains(&format!("href=\"{edit}\"")), "{}", page.text);
                assert!(world.send("GET", &edit, &[("cookie", &again)], None).expect(200).text.contains("Better."));
                assert_eq!(page.header("cache-control"), "no-store");
            },
        );
    }
}

#[test]
fn the_session_cookie_is_bound_to_the_host_and_to_http() {
    on_both_with(
        |config| config.server.public_url = Some("https://paper.example".to_owned()),
        |world| {
            let person = world.person("Ana", Role::Member);
            assert!(person.cookie.starts_with("__Host-understory_session="), "{}", person.cookie);
            let site = world.app.sites().all[0].clone();
            let id = world.clock.new_id();
            world
                .block_on(world.store().write(understory::store::sign_ins::Invite {
                    site: site.id,
                    id,
                    account: person.id,
                    lang: "en".to_owned(),
                    now: world.clock.now(),
                }))
                .unwrap();
            let path = understory::http::SignInKey::of(&site, id).path();
            let set = world.send("POST", &path, &[OWN], Some(b"")).expect(303);
            let set = set.header("set-cookie");
            for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                assert!(set.contains(part), "{part} in {set}");
            }
            assert!(!set.contains("Domain"), "{set}");
        },
    );
}

/// Programs that look at mail follow links: that must use nothing up.
#[test]
fn cve_2019_1020018_a_link_signs_in_only_when_it_is_confirmed() {
    let mail = MailServer::start(MailTls::StartTls);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let email = format!("link-{:?}@reader.example", world.engine).to_lowercase();
            ask(world, &email);
            let link = mail.letter_to(&email, 0).link();
            for _ in 0..3 {
                let page = world.get(&link).expect(200);
                assert_eq!(page.cookie(), None);
                assert!(page.text.contains(&email), "{}", page.text);
            }
            world.send("HEAD", &link, &[], None).expect(200);
            // Nor may another site's page confirm it.
            let foreign = [("sec-fetch-site", "cross-site"), ("content-type", "application/x-www-form-urlencoded")];
            assert_eq!(world.send("POST", &link, &foreign, Some(b"")).status, 403);
            assert_eq!(world.send("POST", &link, &[], Some(b"")).status, 403);
            let page = world.send("POST", &link, &[OWN], Some(b"")).expect(200);
            assert!(page.text.contains("action=\"/sign-up\""), "{}", page.text);
            // A token that is a letter off leads nowhere.
            let off = format!("{}x", &link[..link.len() - 1]);
            assert_eq!(world.get(&off).status, 410);
            assert_eq!(world.send("POST", &off, &[OWN], Some(b"")).status, 410);
        },
    );
}

#[test]
fn a_code_is_good_once_for_ten_minutes_and_five_tries() {
    let mail = MailServer::start(MailTls::StartTls);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let email = format!("tries-{:?}@reader.example", world.engine).to_lowercase();
            let request = ask(world, &email);
            let code = mail.letter_to(&email, 0).code();
            for left in [4, 3, 2, 1] {
                let page = give(world, &request, &wrong(&code)).expect(422);
                assert!(page.text.contains(&format!("{left} times more")), "{}", page.text);
            }
            assert_eq!(give(world, &request, &wrong(&code)).status, 410);
            assert_eq!(give(world, &request, &code).status, 410, "a sixth try");

            let request = ask(world, &email);
            let code = mail.letter_to(&email, 1).code();
            world.clock.advance(Duration::from_secs(601));
            assert_eq!(give(world, &request, &code).status, 410, "after ten minutes");

            // Spaces, a dash, and the digits of another script are what people type.
            let request = ask(world, &email);
            let code = mail.letter_to(&email, 2).code();
            let arabic: String = code.chars().map(|c| char::from_u32(c as u32 - 0x30 + 0x660).unwrap()).collect();
            let proof = proof_in(&give(world, &request, &format!(" {}-{}", &arabic[..6], &arabic[6..])).expect(200));
            // Whoever asked for a code to somebody's address knows the request: they cannot take what its owner has confirmed.
            for other in ["", "x", &proof[1..]] {
                let taken = [("request", request.as_str()), ("proof", other), ("name", "Taken Over")];
                assert_eq!(world.post_form("/sign-up", None, &taken).status, 410, "{other}");
            }
            let named = [("request", request.as_str()), ("proof", &proof), ("name", "Tries")];
            world.post_form("/sign-up", None, &named).expect(303);
            assert_eq!(give(world, &request, &code).status, 410, "a second time");
            let twice = [("request", request.as_str()), ("proof", &proof), ("name", "Other")];
            assert_eq!(world.post_form("/sign-up", None, &twice).status, 410);

            // A name cannot be chosen before the code is given.
            let request = ask(world, &format!("new-{email}"));
            let site = world.app.sites().all[0].clone();
            let proof = understory::http::SignInKey::of(&site, request.parse().unwrap()).proof();
            let early = [("request", request.as_str()), ("proof", &proof), ("name", "Early")];
            assert_eq!(world.post_form("/sign-up", None, &early).status, 410);
        },
    );
}

#[test]
fn letters_hold_what_people_wrote_as_text_and_fetch_nothing() {
    let mail = MailServer::start(MailTls::StartTls);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            world.set(&["title=<b>The</b> \"Paper\" & <img src=//evil.example/x.png>"]);
            let email = format!("ghsa-{:?}@reader.example", world.engine).to_lowercase();
            ask(world, &email);
            let letter = mail.letter_to(&email, 0);
            assert!(letter.text.contains("<b>The</b> \"Paper\""), "{}", letter.text);
            assert!(!letter.html.contains("<b>") && !letter.html.contains("<img"), "{}", letter.html);
            for word in ["src=", "http-equiv", "url(", "<link", "<script", "@import"] {
                let without_title = letter.html.replace("&lt;img src=", "").replace("&#60;img src=", "");
                assert!(!without_title.contains(word), "{word} in {}", letter.html);
            }
            assert!(letter.raw.contains("From: \"The Paper\" <comments@paper.example>"), "{}", letter.raw);
            assert!(letter.subject.starts_with("Signing in at "), "{}", letter.subject);
            // In the reader's language, from right to left.
            let form = [("email", "arabic@reader.example"), ("lang", "ar")];
            world.post_form("/sign-in", None, &form).expect(303);
            let seen = mail.letters().iter().filter(|letter| letter.to.contains("arabic@")).count();
            let letter = mail.letter_to("arabic@", seen.saturating_sub(1));
            assert!(letter.html.contains("dir=\"rtl\""), "{}", letter.html);
        },
    );
}

/// Named after Remark42's: comment text entered mail unescaped there.
#[test]
fn ghsa_74pc_3r2m_ppx3_names_are_no_markup_in_mail() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            // The address is the only thing that strangers put into a letter to somebody else.
            for email in ["<script>alert(1)</script>@x.example", "a@b.c\r\nBcc: d@e.f", "\"<img src=x>\"@x.example"] {
                let answer = world.post_form("/sign-in", None, &[("email", email)]);
                assert_eq!(answer.status, 422, "{email}");
            }
            assert!(mail.letters().iter().all(|letter| !letter.raw.contains("script")));
        },
    );
}

#[test]
fn mail_that_nobody_takes_is_tried_again_and_at_last_given_up() {
    let mut mail = MailServer::start(MailTls::StartTls);
    let email = "patient@reader.example";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::start(engine, |config| mail.serve(config));
        mail.stop();
        ask(&world, email);
        let waiting = |world: &World| world.cli_ok(&["--json", "job", "list", "--waiting"]);
        until("it was tried", || waiting(&world).contains("\"tries\":1"));
        assert!(!waiting(&world).contains(email), "an address in an error");
        let seen = mail.letters().len();
        mail.begin();
        world.clock.advance(Duration::from_secs(11));
        until("it is sent after all", || mail.letters().len() == seen + 1);
        until("and forgotten", || waiting(&world).is_empty());

        // A code that is older than it is good is not sent: the job is given up, and seen.
        mail.stop();
        ask(&world, email);
        until("it was tried", || waiting(&world).contains("\"tries\":1"));
        world.clock.advance(Duration::from_secs(700));
        until("it is given up", || !world.cli_ok(&["--json", "job", "list"]).is_empty());
        let listed: serde_json::Value = serde_json::from_str(world.cli_ok(&["--json", "job", "list"]).trim()).unwrap();
        assert_eq!(listed["kind"], "mail_sign_in");
        assert!(listed["error"].as_str().unwrap().contains("ten minutes"), "{listed}");
        let id = listed["id"].as_str().unwrap();
        world.cli_ok(&["job", "retry", id]);
        until("it is given up anew", || !world.cli_ok(&["--json", "job", "list"]).is_empty());
        world.cli_ok(&["job", "drop", id]);
        assert_eq!(world.cli_ok(&["--json", "job", "list"]), "");
        assert!(!world.cli(&["job", "drop", id]).status.success());
        mail.begin();
        world.verify();
    }
}

/// CVE-2022-31184 (unlimited activation mail) and CVE-2025-54879 (a throttle on the wrong route).
#[test]
fn cve_2022_31184_and_cve_2025_54879_every_way_in_has_its_limit_on_its_own_route() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let email = format!("many-{:?}@reader.example", world.engine).to_lowercase();
            // Five letters an hour to an address, however it is written.
            for spelling in [&email, &email.to_uppercase(), &format!(" {email}"), &email, &email] {
                ask(world, spelling);
            }
            let refused = world.post_form("/sign-in", None, &[("email", &email)]);
            assert_eq!(refused.status, 429, "{}", refused.text);
            assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=3_600).contains(&seconds)));
            assert!(refused.text.contains(&email), "what was typed is gone");
            // Variants of the path are no way around it: they are no routes at all.
            for path in ["/sign-in/", "/SIGN-IN", "//sign-in", "/%73ign-in", "/sign-in;x", "/./sign-in"] {
                let answer = world.post_form(path, None, &[("email", &email)]);
                assert!(matches!(answer.status, 404 | 429), "{path}: {}", answer.status);
            }
            // Others are not held up, and the hour ends.
            ask(world, "else@reader.example");
            world.clock.advance(Duration::from_secs(3_601));
            let request = ask(world, &email);
            // A clock that is set back frees nobody for ever, and locks nobody for ever.
            world.clock.advance(Duration::from_secs(60));

            // Sixty tries from one address within ten minutes, on codes and links and names together.
            let mut count = 0;
            let refused = loop {
                count += 1;
                let path = ["/sign-in/code", "/sign-up"][count % 2];
                let answer = world.post_form(path, None, &[("request", &request), ("code", "x"), ("name", "y")]);
                if answer.status == 429 {
                    break answer;
                }
                assert!(count <= 60, "no limit");
            };
            assert_eq!(count, 61);
            assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=600).contains(&seconds)));
            let link = "/sign-in/link/x";
            assert_eq!(world.send("POST", link, &[OWN], Some(b"")).status, 429);

            // Thirty requests for codes from one address within ten minutes.
            world.clock.advance(Duration::from_secs(601));
            let mut count = 0;
            while world.post_form("/sign-in", None, &[("email", &format!("n{count}@reader.example"))]).status == 303 {
                count += 1;
                assert!(count <= 30, "no limit");
            }
            assert_eq!(count, 30);
        },
    );
}

#[test]
fn the_two_ends_of_an_ipv6_network_are_one_and_two_networks_two() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| {
            mail.serve(config);
            config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
        },
        |world| {
            let from = |client: &str, n: usize| {
                let body = format!("email=v{n}%40reader.example");
                let kind = ("content-type", "application/x-www-form-urlencoded");
                let headers = [kind, OWN, ("x-forwarded-for", client)];
                world.send("POST", "/sign-in", &headers, Some(body.as_bytes())).status
            };
            for n in 0..30 {
                assert_eq!(from(if n % 2 == 0 { "2001:db8:1:1::1" } else { "2001:db8:1:1:ffff::9" }, n), 303);
            }
            assert_eq!(from("2001:db8:1:1:abcd::7", 31), 429);
            assert_eq!(from("2001:db8:1:2::1", 32), 303);
        },
    );
}

#[test]
fn nobody_learns_who_has_an_account() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            world.person("Known", Role::Member);
            let shown = |email: &str| {
                let answer = world.post_form("/sign-in", None, &[("email", email)]).expect(303);
                let page = world.get(answer.header("location")).expect(200);
                let request = answer.header("location").split(['=', '&']).nth(1).unwrap().to_owned();
                let wrong = give(world, &request, "000000");
                let plain = |text: &str| text.replace(&request, "ID").replace(email, "ADDRESS");
                (plain(answer.header("location")), plain(&page.text), wrong.status, plain(&wrong.text))
            };
            assert_eq!(shown("known@reader.example"), shown("unknown@reader.example"));
            // Where the newsroom makes all accounts, too: only the letter tells.
            world.set(&["sign_up=closed"]);
            assert_eq!(shown("known@reader.example"), shown("unknown2@reader.example"));
            let letter = mail.letter_to("unknown2@", 0);
            assert!(!letter.text.contains("/sign-in/link/"), "{}", letter.text);
        },
    );
}

#[test]
fn a_closed_site_takes_no_new_accounts_by_any_way() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let email = format!("closed-{:?}@reader.example", world.engine).to_lowercase();
            let request = ask(world, &email);
            let letter = mail.letter_to(&email, 0);
            let proof = proof_in(&give(world, &request, &letter.code()).expect(200));
            world.set(&["sign_up=closed"]);
            // CVE-2022-21684: an approval must hold on every way in, also on one that was begun before.
            let named = [("request", request.as_str()), ("proof", &proof), ("name", "Late")];
            assert_eq!(world.post_form("/sign-up", None, &named).status, 410);
            assert_eq!(give(world, &request, &letter.code()).status, 410);
            assert_eq!(world.send("POST", &letter.link(), &[OWN], Some(b"")).status, 410);
            assert!(world.cli_ok(&["account", "list"]).contains("no account"));
        },
    );
}

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
fn names_are_the_accounts_alone_and_none_is_like_the_newsrooms() {
    on_both(|world| {
        let editor = world.person("Mara Lindt", Role::Editor);
        let reader = world.person("Ana", Role::Member);
        until("the newsroom's names are known", || world.app.sites().all[0].staff == ["Mara Lindt"]);
        let story = world.story("One");
        // Guests and readers alike.
        let guest = world.comment(&story, "I am the editor.").by("Маrа Lindt").send();
        guest.problem(422, "name_reserved");
        let rename =
            |person: &Person, name: &str| world.post_form("/account/name", Some(&person.cookie), &[("name", name)]);
        assert_eq!(rename(&reader, "mara  l1ndt").status, 422);
        assert_eq!(rename(&editor, "Ana").status, 409, "a name that is taken");
        assert_eq!(rename(&reader, "A\u{202e}na").status, 422);
        // The first name may have been a slip; then two weeks must pass.
        world.clock.advance(Duration::from_secs(60));
        rename(&reader, "Ana Lima").expect(303);
        world.clock.advance(Duration::from_secs(86_400));
        let refused = rename(&reader, "Ana Maria Lima");
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("13 days"), "{}", refused.text);
        world.clock.advance(Duration::from_secs(13 * 86_400));
        rename(&reader, "Ana Maria Lima").expect(303);
        let shown = world.cli_ok(&["--json", "account", "show", "Ana Maria Lima"]);
        assert!(shown.contains("\"Ana Lima\"") && shown.contains("\"Ana\""), "{shown}");
    });
}

#[test]
fn what_one_wrote_follows_ones_name_and_badges() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let stories = [world.story("One"), world.story_with(json!({ "title": "Two", "author": "Joe Weiss and Ana" }))];
        let mut comments = Vec::new();
        for story in &stories {
            let path = format!("/api/v1/stories/{}/comments", story.id);
            let headers = [("cookie", person.cookie.as_str()), OWN];
            if story.slug == stories[1].slug {
                // Somebody who is called like the story's author and is not the newsroom's may not write under it.
                world.send_json("POST", &path, &headers, &json!({ "body": "Mine." })).problem(422, "name_reserved");
                continue;
            }
            let posted = world.send_json("POST", &path, &headers, &json!({ "body": "Mine." })).expect(201).json();
            comments.push(posted["id"].as_str().unwrap().to_owned());
        }
        let author_of = |comment: &str| world.get(&format!("/api/v1/comments/{comment}")).json()["author"].clone();
        let first = comments[0].clone();
        let author = |_: usize| author_of(&first);
        assert_eq!(author(0), json!({ "name": "Ana", "badges": ["new"] }));
        let page = world.get(&format!("/stories/{}", stories[0].slug));
        assert!(page.text.contains("class=\"badge new\""), "{}", page.text);
        // A week later she is no newcomer any more, and everything says so.
        world.clock.advance(Duration::from_secs(7 * 86_400 + 1));
        until("the first week is over", || author(0)["badges"] == json!([]));
        assert!(!world.get(&format!("/stories/{}", stories[0].slug)).text.contains("class=\"badge new\""));
        world.change(&person, Change::Give(Badges::NONE.with(Badge::Expert).with(Badge::Subscriber)));
        until("badges appear", || author(0)["badges"] == json!(["expert", "subscriber"]));
        world.change(&person, Change::Grant(Role::Author, Reach::Site));
        until("she is of the newsroom", || author(0)["badges"] == json!(["staff", "expert", "subscriber"]));
        // Under a story of hers she is its author.
        let again = Person { cookie: world.let_in(&world.app.sites().all[0], &person), ..person.clone() };
        let path = format!("/api/v1/stories/{}/comments", stories[1].id);
        let headers = [("cookie", again.cookie.as_str()), OWN];
        let posted = world.send_json("POST", &path, &headers, &json!({ "body": "I wrote that." })).expect(201).json();
        assert_eq!(posted["author"]["badges"], json!(["author", "staff", "expert", "subscriber"]));
        comments.push(posted["id"].as_str().unwrap().to_owned());
        let author = |n: usize| author_of(&comments[n]);
        world.change(&person, Change::Rename("Ana Lima".to_owned()));
        until("the name is everywhere", || author(0)["name"] == "Ana Lima" && author(1)["name"] == "Ana Lima");
        assert!(world.get(&format!("/stories/{}", stories[0].slug)).text.contains("Ana Lima"));
        world.change(&person, Change::Revoke(Role::Author, Reach::Site));
        until("she is of the newsroom no more", || author(0)["badges"] == json!(["expert", "subscriber"]));
        assert_eq!(author(1)["badges"], json!(["author", "expert", "subscriber"]), "she wrote that story all the same");
    });
}

#[test]
fn what_a_browser_wrote_as_a_guest_can_be_claimed() {
    on_both(|world| {
        let story = world.story("One");
        let form = world.get(&format!("/stories/{}/comments/new", story.slug)).text;
        let field = |name: &str| {
            let at = form.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
            form[at..].split('"').next().unwrap().to_owned()
        };
        let fields = [
            ("key", field("key")),
            ("guest", field("guest")),
            ("name", "Guest Ana".to_owned()),
            ("body", "Before.".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let guest = world
            .post_form(&format!("/stories/{}/comments", story.slug), None, &fields)
            .expect(303)
            .cookie()
            .expect("a guest");
        let person = world.person("Ana Lima", Role::Member);
        let both = format!("{}; {guest}", person.cookie);
        let page = world.send("GET", "/account", &[("cookie", &both)], None);
        assert!(page.text.contains("has written 1 comment as a guest"), "{}", page.text);
        world.post_form("/account/claims", Some(&both), &[]).expect(303);
        let page = world.send("GET", "/account", &[("cookie", &both)], None);
        assert!(page.text.contains("Before.") && !page.text.contains("as a guest"), "{}", page.text);
        let first = || world.get(&format!("/api/v1/stories/{}/comments", story.id)).json()["comments"][0].clone();
        until("it carries the account's name", || first()["author"]["name"] == "Ana Lima");
        // The guest's cookie alone is worth nothing for it any more.
        let path = format!("/stories/{}/comments/{}/delete", story.slug, first()["id"].as_str().unwrap());
        assert_eq!(world.post_form(&path, Some(&guest), &[]).status, 403);
        world.post_form(&path, Some(&person.cookie), &[]).expect(303);
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
        // It ends by itself.
        world.clock.advance(Duration::from_secs(3_601));
        until("the suspension is over", || world.send("GET", "/api/v1/comments", &headers, None).status == 200);
    });
}

#[test]
fn the_command_line_makes_accounts_and_lets_people_in() {
    on_both(|world| {
        let made = world.cli_ok(&[
            "--json",
            "account",
            "create",
            "--name",
            "Mara Lindt",
            "--role",
            "editor",
            "--email",
            "Mara@Paper.example",
        ]);
        assert!(made.contains("\"editor\""), "{made}");
        assert!(!world.cli(&["account", "create", "--name", "Mara L1ndt"]).status.success(), "a look-alike");
        assert!(
            !world.cli(&["account", "create", "--name", "Other", "--email", "mara@paper.example"]).status.success()
        );
        assert!(!world.cli(&["account", "show", "Nobody"]).status.success());
        for name in ["Mara Lindt", "mara@paper.example"] {
            let link = world.cli_ok(&["account", "sign-in-link", name]);
            let path = link[link.find("/sign-in/link/").unwrap()..].trim();
            let done = world.send("POST", path, &[OWN], Some(b"")).expect(303);
            assert!(is_signed_in(world, &done.cookie().unwrap()));
            assert_eq!(world.send("POST", path, &[OWN], Some(b"")).status, 410, "a link used twice");
        }
        world.cli_ok(&["account", "grant", "Mara Lindt", "--role", "moderator", "--topic", "The War"]);
        let listed = world.cli_ok(&["account", "list", "--staff"]);
        assert!(listed.contains("editor, moderator for topic:the-war"), "{listed}");
        world.cli_ok(&["account", "revoke", "Mara Lindt", "--role", "moderator", "--topic", "the war"]);
        world.cli_ok(&["account", "badge", "Mara Lindt", "--give", "expert"]);
        world.cli_ok(&["account", "rename", "Mara Lindt", "--to", "Mara Lindt-Weiss"]);
        assert!(world.cli_ok(&["account", "show", "Mara Lindt-Weiss"]).contains(": Mara Lindt\n"));
        world.cli_ok(&["account", "delete", "Mara Lindt-Weiss"]);
        assert!(world.cli_ok(&["account", "list"]).contains("no account"));
    });
}

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

/// S4: five hundred tries each, in turn, with the limits out of the way; the medians are within a tenth of one another.
/// Whether an account has a password, or is there at all, cannot be told by a watch.
#[test]
fn nobody_learns_by_a_watch_who_has_an_account() {
    let world = World::start(Engine::Sqlite, |_| {});
    let person = world.person("Ana", Role::Member);
    world.post_form("/account/password", Some(&person.cookie), &[("password", "the ferry stops at noon")]).expect(303);
    world.person("Ben", Role::Member);
    let tries = 40 * crate::process::scale().min(13);
    let medians = || {
        let mut took = [const { Vec::new() }; 3];
        for n in 0..tries {
            // Ten minutes and an hour pass, so that no limit is met.
            world.clock.advance(Duration::from_secs(3_700));
            let emails = ["ana@reader.example", "ben@reader.example", "cem@reader.example"];
            for (email, took) in emails.into_iter().zip(&mut took) {
                let begun = Instant::now();
                let fields = [("email", email), ("password", "not the password")];
                assert_eq!(world.post_form("/sign-in/password", None, &fields).status, 422, "{n}");
                took.push(begun.elapsed());
            }
        }
        took.map(|mut took| {
            took.sort();
            took[took.len() / 2].as_secs_f64()
        })
    };
    // Other work on the machine can only make them differ: what can be told is told each time.
    let mut told = Vec::new();
    let is_alike = (0..3).any(|_| {
        let medians = medians();
        told.push(medians);
        let (least, most) =
            (medians.iter().copied().fold(f64::MAX, f64::min), medians.iter().copied().fold(0.0, f64::max));
        most <= 1.1 * least
    });
    assert!(is_alike, "{told:?}");
}
