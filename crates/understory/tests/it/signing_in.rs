//! Who is who: getting an account, signing in by a mailed code or link, and out again.

use std::time::Duration;

use serde_json::json;
use understory::config::MailTls;
use understory::models::Role;

use crate::mailing::MailServer;
use crate::world::{Answer, Engine, World, on_both_with, until};

pub const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Asks for a code; the request's identifier.
#[track_caller]
pub fn ask(world: &World, email: &str) -> String {
    let answer = world.post_form("/sign-in", None, &[("email", email), ("return", "/account")]).expect(303);
    let location = answer.header("location");
    let request = location.strip_prefix("/sign-in/code?request=").unwrap_or_else(|| panic!("{location}"));
    request.split('&').next().unwrap().to_owned()
}

pub fn give(world: &World, request: &str, code: &str) -> Answer {
    world.post_form("/sign-in/code", None, &[("request", request), ("code", code)])
}

/// Another code than this.
pub fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

pub fn is_signed_in(world: &World, cookie: &str) -> bool {
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
                    by: "test".to_owned(),
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

/// Remark42, 2026-06: the text of comments entered mail as markup, and with it links and pictures that tell who reads.
#[test]
fn ghsa_74pc_3r2m_ppx3_letters_hold_what_people_wrote_as_text_and_fetch_nothing() {
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

#[test]
fn what_is_no_address_is_sent_no_letter() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            // The address is the only thing that strangers put into a letter to somebody else.
            for email in ["<script>alert(1)</script>@x.example", "a@b.c\r\nBcc: d@e.f", "\"<img src=x>\"@x.example"] {
                let answer = world.post_form("/sign-in", None, &[("email", email)]);
                assert_eq!(answer.status, 422, "{email}");
            }
            assert!(world.cli_ok(&["--json", "job", "list", "--waiting"]).is_empty());
            assert_eq!(mail.letters().len(), 0);
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
        |config| {
            mail.serve(config);
            config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
        },
        |world| {
            let email = format!("many-{:?}@reader.example", world.engine).to_lowercase();
            // Four letters an hour to an address from one line, however it is written, and five in all: a stranger who asks
            // leaves one to the owner.
            for spelling in [&email, &email.to_uppercase(), &format!(" {email}"), &email] {
                ask(world, spelling);
            }
            let elsewhere = |client: &str| {
                let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("email", &email).finish();
                let kind = ("content-type", "application/x-www-form-urlencoded");
                world.send("POST", "/sign-in", &[kind, OWN, ("x-forwarded-for", client)], Some(body.as_bytes())).status
            };
            assert_eq!(world.post_form("/sign-in", None, &[("email", &email)]).status, 429);
            assert_eq!((elsewhere("192.0.2.7"), elsewhere("192.0.2.8")), (303, 429));
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

/// Discourse's: who was invited was not asked for the approval that everybody else needed.
#[test]
fn cve_2022_21684_a_closed_site_takes_no_new_accounts_by_any_way() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let email = format!("closed-{:?}@reader.example", world.engine).to_lowercase();
            let request = ask(world, &email);
            let letter = mail.letter_to(&email, 0);
            let proof = proof_in(&give(world, &request, &letter.code()).expect(200));
            world.set(&["sign_up=closed"]);
            // It holds on every way in, also on one that was begun before.
            let named = [("request", request.as_str()), ("proof", &proof), ("name", "Late")];
            assert_eq!(world.post_form("/sign-up", None, &named).status, 410);
            assert_eq!(give(world, &request, &letter.code()).status, 410);
            assert_eq!(world.send("POST", &letter.link(), &[OWN], Some(b"")).status, 410);
            // Nor does a new request lead to one: its letter says that there is none, and a link made up from it is none.
            let request = ask(world, &email);
            let letter = mail.letter_to(&email, 1);
            assert!(!letter.text.contains("/sign-in/link/"), "{}", letter.text);
            let site = world.app.sites().all[0].clone();
            let key = understory::http::SignInKey::of(&site, request.parse().unwrap());
            assert_eq!(give(world, &request, &key.code()).status, 410);
            assert_eq!(world.send("POST", &key.path(), &[OWN], Some(b"")).status, 410);
            let named = [("request", request.as_str()), ("proof", &key.proof()), ("name", "Late")];
            assert_eq!(world.post_form("/sign-up", None, &named).status, 410);
            let password = [("email", email.as_str()), ("password", "the ferry stops at noon")];
            assert_eq!(world.post_form("/sign-in/password", None, &password).status, 422);
            assert!(world.cli_ok(&["account", "list"]).contains("no account"));
        },
    );
}
