//! What went wrong elsewhere with what people may do and see, each as a test named by its number.

use serde_json::json;
use understory::config::MailTls;
use understory::models::Role;
use understory::store::account_changes::Change;

use crate::guarding::{ATTACKS, harmless};
use crate::mailing::MailServer;
use crate::signing_in::{OWN, ask};
use crate::world::{Engine, Person, World, on_both, on_both_with, until};

/// Discourse's: `true`, `"1"` and `1` were the same to one half of the program and not to the other. What is no plain value is
/// refused, and changes nothing either way.
#[test]
fn cve_2026_27491_a_word_is_not_taken_for_a_yes() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let headers = [("cookie", ana.cookie.as_str()), OWN];
        let me = || world.send("GET", &format!("/stories/{}/me", story.slug), &headers, None).expect(200).json();
        let ignore = |value: &str| {
            let path = format!("/people/{}/ignore", ben.id);
            world.post_form(&path, Some(&ana.cookie), &[("ignored", value)]).status
        };
        let words = ["true", "false", "yes", "on", "off", "01", "+1", " 1", "1 ", "1.0", "2", "-1", "", "١"];
        for value in words {
            assert_eq!(ignore(value), 400, "{value:?}");
        }
        assert_eq!(me()["ignored"], json!([]));
        assert_eq!(ignore("1"), 303);
        for value in words {
            assert_eq!(ignore(value), 400, "{value:?}");
        }
        assert_eq!(me()["ignored"], json!([ben.id.to_string()]));

        let api = format!("/api/v1/comments/{comment}/votes");
        for value in [
            json!(true),
            json!("1"),
            json!("true"),
            json!([1]),
            json!({ "value": 1 }),
            json!(null),
            json!(1.5),
            json!(2),
            json!(1e30),
        ] {
            let refused = world.send_json("POST", &api, &headers, &json!({ "value": value }));
            assert_eq!(refused.status, 422, "{value}: {}", refused.text);
        }
        let page = format!("/stories/{}/comments/{comment}/votes", story.slug);
        for value in ["true", "on", "yes", "", "1.0", "2", "1,1"] {
            let refused = world.post_form(&page, Some(&ana.cookie), &[("value", value)]);
            assert_eq!(refused.status, 422, "{value:?}: {}", refused.text);
        }
        assert_eq!(me()["votes"], json!([]));
        assert_eq!(world.get(&format!("/api/v1/comments/{comment}")).json()["votes"], json!({ "up": 0, "down": 0 }));
    });
}

/// Isso's, on an account's fields: its name, what it says of itself, why it is suspended, its device, where it goes on to,
/// and what was typed as an address. In every quote, by every way in.
#[test]
fn isso_1083_nothing_that_accounts_say_becomes_markup() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let story = world.story("One");
            let other = world.person("Ben Ott", Role::Member);
            let moderator = world.person("Mo Odd", Role::Moderator);
            let site = world.app.sites().all[0].clone();
            let view = |path: &str, cookie: &str| world.send("GET", path, &[("cookie", cookie)], None);
            for (n, attack) in ATTACKS.iter().enumerate() {
                // Past the limits on ways in, which are not this test's.
                world.clock.advance(std::time::Duration::from_secs(3_601));
                let other = world.let_in(&site, &other);
                let moderator = world.let_in(&site, &moderator);
                // Made by command line and renamed by form; both take what a guest's name may be.
                let name = format!("{} {attack}", ["Ad", "Be", "Ce", "Du", "Ef", "Fo", "Ge", "Hi", "Il", "Jo"][n]);
                let made = world.cli(&["--json", "account", "create", "--name", &name]);
                assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
                let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
                let id = made["id"].as_str().unwrap().to_owned();
                let link = world.cli_ok(&["account", "sign-in-link", &id]);
                let path = link[link.find("/sign-in/link/").unwrap()..].trim().to_owned();
                harmless("confirm", &world.get(&path).expect(200).text);
                let agent = format!("Firefox/1 Linux {attack}").replace(|c: char| !c.is_ascii(), "");
                let cookie =
                    world.send("POST", &path, &[OWN, ("user-agent", &agent)], Some(b"")).expect(303).cookie().unwrap();
                let renamed = world.post_form("/account/name", Some(&cookie), &[("name", &format!("{name}z"))]);
                assert_eq!(renamed.status, 303, "{}", renamed.text);
                let refused =
                    world.post_form("/account/name", Some(&cookie), &[("name", &format!("{attack}\u{202e}"))]);
                assert!(matches!(refused.status, 409 | 422));
                harmless("refused name", &refused.text);
                let bio = format!("{attack}\n{attack}");
                world.post_form("/account/profile", Some(&cookie), &[("bio", &bio), ("lang", attack)]).expect(303);
                let long = world.post_form("/account/profile", Some(&cookie), &[("bio", &attack.repeat(100))]);
                harmless("refused text", &long.expect(422).text);
                let headers = [("cookie", cookie.as_str()), OWN];
                let path = format!("/api/v1/stories/{}/comments", story.id);
                let body = json!({ "body": format!("Said {n}: {attack}") });
                let said = world.send_json("POST", &path, &headers, &body).expect(201).json();
                let said = said["id"].as_str().unwrap();
                // Answered, ignored, followed, flagged and held by others, who see the name.
                let theirs = [("cookie", other.as_str()), OWN];
                let answer = json!({ "body": format!("No {n}."), "parent": said });
                let answered = world.send_json("POST", &path, &theirs, &answer).expect(201).json();
                let own = [("cookie", cookie.as_str()), OWN];
                let back = json!({ "body": format!("Yes {n}."), "parent": answered["id"] });
                world.send_json("POST", &path, &own, &back).expect(201);
                world.post_form(&format!("/people/{id}/ignore"), Some(&other), &[("ignored", "1")]).expect(303);
                let follow = format!("author:{id}");
                world.post_form("/account/follows", Some(&other), &[("follow", &follow)]).expect(303);
                let flag = [("reason", "other"), ("text", *attack)];
                world.post_form(&format!("/stories/{}/comments/{said}/flags", story.slug), Some(&other), &flag);
                for (path, cookie) in [
                    ("/account".to_owned(), &cookie),
                    ("/account/news".to_owned(), &cookie),
                    (format!("/people/{id}"), &cookie),
                    (format!("/people/{id}"), &other),
                    (format!("/people/{id}"), &moderator),
                    ("/account".to_owned(), &other),
                    ("/account/news".to_owned(), &other),
                    (format!("/stories/{}", story.slug), &other),
                    (format!("/stories/{}/comments/{said}/flags", story.slug), &other),
                    ("/desk".to_owned(), &moderator),
                    (format!("/desk/comments/{said}"), &moderator),
                ] {
                    let page = view(&path, cookie);
                    if page.status == 200 {
                        harmless(&path, &page.text);
                    } else {
                        // A desk that does not wait for this comment.
                        assert!(path.starts_with("/desk/comments"), "{path}: {}", page.status);
                    }
                }
                let shown = view("/account", &cookie).text;
                assert!(shown.contains("Firefox · Linux") && shown.contains("Said"), "{shown}");
                let person = Person { id: id.parse().unwrap(), name, cookie };
                world.change(&person, Change::Suspend(None, format!("R {attack}")));
                let page = view("/account", &world.let_in(&site, &person));
                assert!(page.text.contains("Your account is suspended"), "{}", page.text);
                harmless("suspended", &page.text);
                // Where one signs in: what was typed, and where to go on to.
                let path = format!("/{attack}").replace(char::is_whitespace, "");
                let asked: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
                harmless("return", &world.get(&format!("/sign-in?return={asked}&lang={asked}")).expect(200).text);
                for fields in [
                    vec![("email", *attack), ("return", &path), ("lang", attack)],
                    vec![("email", *attack), ("return", &path), ("password", attack)],
                ] {
                    let to = if fields.len() == 3 && fields[2].0 == "lang" { "/sign-in" } else { "/sign-in/password" };
                    harmless(to, &world.post_form(to, None, &fields).expect(422).text);
                }
                let code = world.post_form("/sign-in/code", None, &[("request", attack), ("code", attack)]);
                harmless("code", &code.expect(410).text);
                let address = format!("a'`&{n}=x@reader.example");
                let sent = world.post_form("/sign-in", None, &[("email", &address), ("return", &path)]).expect(303);
                let page = world.get(sent.header("location")).expect(200);
                harmless("code asked for", &page.text);
                let request = sent.header("location").split(['=', '&']).nth(1).unwrap().to_owned();
                let key = understory::http::SignInKey::of(&site, request.parse().unwrap());
                let wrong = [("request", request.as_str()), ("code", attack)];
                harmless("wrong code", &world.post_form("/sign-in/code", None, &wrong).expect(422).text);
                let right = [("request", request.as_str()), ("code", &key.code())];
                harmless("name", &world.post_form("/sign-in/code", None, &right).expect(200).text);
                let named =
                    [("request", request.as_str()), ("proof", &key.proof()), ("name", &format!("{attack}\u{202e}"))];
                harmless("refused name", &world.post_form("/sign-up", None, &named).expect(422).text);
            }
        },
    );
}

/// Remark42's: addresses that a client says it comes from were believed, so that limits were none.
#[test]
fn ghsa_56x6_q882_mf27_no_limit_of_a_way_in_believes_a_forged_address() {
    let mail = MailServer::start(MailTls::None);
    for trusted in [vec![], vec!["127.0.0.2".to_owned()]] {
        on_both_with(
            |config| {
                mail.serve(config);
                config.server.trusted_proxies.clone_from(&trusted);
            },
            |world| {
                world.person("Ana", Role::Member);
                // Signing her in was a try of its own.
                world.clock.advance(std::time::Duration::from_secs(601));
                let count = |path: &str, fields: &dyn Fn(usize) -> String| {
                    (0..=70).find(|n| {
                        let address = format!("198.51.100.{n}");
                        let forwarded = format!("for=\"{address}\";proto=https");
                        let headers = [
                            ("content-type", "application/x-www-form-urlencoded"),
                            OWN,
                            ("x-forwarded-for", address.as_str()),
                            ("x-real-ip", &address),
                            ("forwarded", &forwarded),
                            ("true-client-ip", &address),
                            ("cf-connecting-ip", &address),
                            ("x-client-ip", &address),
                        ];
                        world.send("POST", path, &headers, Some(fields(*n).as_bytes())).status == 429
                    })
                };
                assert_eq!(count("/sign-in", &|n| format!("email=v{n}%40reader.example")), Some(30));
                assert_eq!(
                    count("/sign-in/password", &|_| "email=ana%40reader.example&password=wrong".into()),
                    Some(10)
                );
                let id = world.clock.new_id();
                assert_eq!(count("/sign-in/code", &|n| format!("request={id}&code={n:06}")), Some(60));
                assert_eq!(count("/sign-up", &|_| format!("request={id}&name=x")), Some(0), "one limit for both");
            },
        );
    }
}

/// Discourse's: moderators opened what was private. Who looks after comments sees what waits and what was removed, and neither
/// an address, nor what is new for somebody, nor what they follow, vote for, ignore or report.
#[test]
fn cve_2026_21865_who_sees_what_is_hidden_sees_nothing_private() {
    on_both(|world| {
        world.set(&["votes=both"]);
        let story = world.story_with(json!({ "title": "The harbour", "topics": ["Secret Passion"] }));
        let other = world.story("Followed in secret");
        let [ana, ben] = ["Ana Lima", "Ben Ott"].map(|name| world.person(name, Role::Member));
        let write = |person: &Person, body: &str| {
            let headers = [("cookie", person.cookie.as_str()), OWN];
            let path = format!("/api/v1/stories/{}/comments", story.id);
            let posted = world.send_json("POST", &path, &headers, &json!({ "body": body })).expect(201).json();
            posted["id"].as_str().unwrap().to_owned()
        };
        let (hers, his) = (write(&ana, "Hers."), write(&ben, "His."));
        let headers = [("cookie", ana.cookie.as_str()), OWN];
        world
            .send_json("POST", &format!("/api/v1/comments/{his}/votes"), &headers, &json!({ "value": -1 }))
            .expect(200);
        let flag = json!({ "reason": "other", "text": "He is rude." });
        world.send_json("POST", &format!("/api/v1/comments/{his}/flags"), &headers, &flag).expect(201);
        world.post_form(&format!("/people/{}/ignore", ben.id), Some(&ana.cookie), &[("ignored", "1")]).expect(303);
        let follow = format!("story:{}", other.id);
        world.post_form("/account/follows", Some(&ana.cookie), &[("follow", &follow)]).expect(303);
        let answer = json!({ "body": "An answer that is news to her.", "parent": hers });
        let his_headers = [("cookie", ben.cookie.as_str()), OWN];
        world.send_json("POST", &format!("/api/v1/stories/{}/comments", story.id), &his_headers, &answer).expect(201);
        world.decide("hold", &his);
        // She sees all of it herself: what is looked for is there to be found.
        let own = world.send("GET", "/account", &headers, None).expect(200).text
            + &world.send("GET", "/account/news", &headers, None).expect(200).text;
        for private in ["ana.lima@reader.example", "Followed in secret", "Ben Ott", "An answer that is news"] {
            assert!(own.contains(private), "{private}");
        }
        for role in [Role::Moderator, Role::Auditor, Role::Legal, Role::Editor] {
            let person = world.person(&format!("Who {}", role.as_str()), role);
            let see = |path: &str| world.send("GET", path, &[("cookie", person.cookie.as_str()), OWN], None);
            let held = see("/api/v1/comments?state=held").expect(200);
            assert!(held.text.contains("His."), "{role:?}: {}", held.text);
            for path in [
                "/account".to_owned(),
                format!("/account?id={}", ana.id),
                "/account/news".to_owned(),
                format!("/account/news?account={}", ana.id),
                format!("/people/{}", ana.id),
                format!("/people/{}", ben.id),
                format!("/people/{}/picture", ana.id),
                format!("/stories/{}", story.slug),
                format!("/stories/{}/me", story.slug),
                format!("/stories/{}/me?account={}", story.slug, ana.id),
                format!("/stories/{}/own", story.slug),
                "/desk".to_owned(),
                "/desk/counts".to_owned(),
                format!("/desk/comments/{hers}"),
                format!("/desk/comments/{his}"),
                "/api/v1/comments?state=held".to_owned(),
                format!("/api/v1/comments/{hers}"),
                format!("/api/v1/comments/{his}"),
                format!("/api/v1/comments/{his}/flags"),
                format!("/api/v1/comments/{his}/decisions"),
                format!("/api/v1/stories/{}/comments", story.id),
            ] {
                let seen = see(&path).text;
                let mut private = vec!["ana.lima@", "ben.ott@", "Followed in secret"];
                // Nothing that is his alone is told with her name: not that she voted, reported or ignores him.
                if path.contains(&his) || path.contains(&ana.id.to_string()) || path.ends_with("/me") {
                    private.push(if path.contains(&his) { "Ana Lima" } else { "Ben Ott" });
                }
                if path.contains(&his) && !path.starts_with("/desk") {
                    private.push("\"value\"");
                }
                for word in private {
                    assert!(!seen.contains(word), "{role:?} sees '{word}' at {path}: {seen}");
                }
            }
            let me = see(&format!("/stories/{}/me", story.slug)).json();
            assert_eq!((&me["votes"], &me["own"], &me["ignored"]), (&json!([]), &json!([]), &json!([])), "{role:?}");
        }
        let key = world.key(&["moderate", "comments", "stories"]);
        for path in ["/account".to_owned(), "/account/news".to_owned(), format!("/api/v1/comments/{his}/flags")] {
            let seen = world.send("GET", &path, &[("authorization", &key)], None).text;
            assert!(!seen.contains("ana.lima@") && !seen.contains("Ana Lima"), "{path}: {seen}");
        }
    });
}

/// Discourse's: a job did later what was no longer allowed. A letter that waits while its account is deleted is not sent, and
/// nothing of it stays.
#[test]
fn cve_2026_28227_a_letter_that_waits_is_not_sent_to_an_account_that_was_deleted() {
    let mut mail = MailServer::start(MailTls::None);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        for letter in ["code", "password"] {
            let world = World::start(engine, |config| mail.serve(config));
            let person = world.person("Ana", Role::Member);
            mail.stop();
            match letter {
                "code" => drop(ask(&world, "Ana@Reader.example")),
                _ => {
                    let chosen = [("password", "the ferry stops at noon")];
                    world.post_form("/account/password", Some(&person.cookie), &chosen).expect(303);
                }
            }
            let waiting = || world.cli_ok(&["--json", "job", "list", "--waiting"]);
            until("the letter was tried in vain", || waiting().contains("\"tries\":1"));
            world.change(&person, Change::Delete);
            mail.begin();
            world.clock.advance(std::time::Duration::from_secs(11));
            until("nothing waits any more", || waiting().is_empty());
            assert_eq!(mail.letters().len(), 0, "{letter}, {engine:?}: {:?}", mail.letters());
            assert_eq!(world.cli_ok(&["--json", "job", "list"]), "", "{letter}: a dead letter");
            world.verify();
        }
    }
}

/// Mastodon's: programs whose right was taken away went on reading. A key that is revoked opens nothing, on every node, within
/// two seconds. (That streams end is for when there are some.)
#[test]
fn cve_2024_25619_a_key_that_is_revoked_opens_nothing_within_two_seconds_on_every_node() {
    on_both(|world| {
        let other = (world.engine == Engine::Postgres).then(|| world.beside());
        let made: serde_json::Value =
            serde_json::from_str(&world.cli_ok(&["--json", "site", "key", "create", "--scope", "moderate"])).unwrap();
        let key = format!("Bearer {}", made["key"].as_str().unwrap());
        let opens =
            |node: &World| node.send("GET", "/api/v1/comments?state=held", &[("authorization", &key)], None).status;
        for node in std::iter::once(world).chain(&other) {
            until("the key is known", || opens(node) == 200);
        }
        world.cli_ok(&["site", "key", "revoke", made["id"].as_str().unwrap()]);
        let begun = std::time::Instant::now();
        for node in std::iter::once(world).chain(&other) {
            until("the key opens nothing", || opens(node) == 401);
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    });
}
