//! What went wrong with accounts elsewhere, each as a test named by its number. Others stand where what they are about is
//! tested; `past_known` lists them all.

use serde_json::json;
use sha2::{Digest, Sha256};
use understory::config::MailTls;
use understory::models::Role;
use understory::store::account_changes::Change;

use crate::mailing::MailServer;
use crate::world::{on_both, on_both_with};

const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

/// Privileged fields in an ordinary update.
#[test]
fn cve_2026_28219_ordinary_forms_give_nobody_power() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let extra = [
            ("bio", "x"),
            ("name", "Ana Lima"),
            ("role", "editor"),
            ("roles", "editor"),
            ("badges", "2"),
            ("state", "active"),
            ("is_staff", "true"),
            ("account_id", "x"),
            ("site_id", "x"),
            ("password", "the ferry stops at noon"),
        ];
        for path in ["/account/profile", "/account/name", "/account/news", "/account/claims"] {
            world.post_form(path, Some(&person.cookie), &extra).expect(303);
        }
        let shown: serde_json::Value =
            serde_json::from_str(&world.cli_ok(&["--json", "account", "show", "Ana Lima"])).unwrap();
        assert_eq!(shown["roles"], json!([{ "role": "member", "for": "" }]));
        assert_eq!(shown["badges"], json!(["new"]));
        // Programs' bodies are typed: a field that is not known is refused.
        let story = world.story("One");
        let headers = [("cookie", person.cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        for field in ["account_id", "state", "is_staff", "created_at"] {
            let body = json!({ "body": "x", field: true });
            world.send_json("POST", &path, &headers, &body).problem(422, "json_unexpected");
        }
        let vouched = json!({ "body": "x", "badges": ["staff"] });
        world.send_json("POST", &path, &headers, &vouched).problem(422, "badge_refused");
    });
}

/// A user who was deactivated could log in by another method.
#[test]
fn cve_2023_32682_whoever_is_deleted_gets_in_by_no_way() {
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let person = world.person(&format!("Ana {:?}", world.engine), Role::Member);
            let email = format!("{}@reader.example", person.name.to_lowercase().replace(' ', "."));
            let password = [("password", "the ferry stops at noon")];
            world.post_form("/account/password", Some(&person.cookie), &password).expect(303);
            // A code and a link that are on their way when it happens.
            let asked = world.post_form("/sign-in", None, &[("email", &email)]).expect(303);
            let request = asked.header("location").split(['=', '&']).nth(1).unwrap().to_owned();
            let letter = mail.invitation_to(&email, 0);
            let link = world.cli_ok(&["account", "sign-in-link", &person.name]);
            let link = link[link.find("/sign-in/link/").unwrap()..].trim().to_owned();
            world.change(&person, Change::Delete);
            let ways = [
                world.post_form("/sign-in/code", None, &[("request", &request), ("code", &letter.code())]),
                world.send("POST", &letter.link(), &[OWN], Some(b"")),
                world.send("POST", &link, &[OWN], Some(b"")),
                world.post_form("/sign-in/password", None, &[("email", &email), password[0]]),
                world.post_form("/sign-up", None, &[("request", &request), ("name", "Ana Again")]),
            ];
            for (n, way) in ways.iter().enumerate() {
                assert!(matches!(way.status, 410 | 422), "way {n}: {}", way.status);
                assert_eq!(way.cookie(), None, "way {n}");
            }
        },
    );
}

/// A suspension was got round by what was there before it.
#[test]
fn cve_2026_23961_somebody_suspended_changes_nothing_of_what_they_wrote() {
    on_both(|world| {
        let story = world.story("One");
        let person = world.person("Ana", Role::Member);
        let headers = [("cookie", person.cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let posted = world.send_json("POST", &path, &headers, &json!({ "body": "Before." })).expect(201).json();
        let comment = posted["id"].as_str().unwrap();
        world.change(&person, Change::Suspend(None, "enough".to_owned()));
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let headers = [("cookie", cookie.as_str()), OWN];
        let api = format!("/api/v1/comments/{comment}");
        world.send_json("PATCH", &api, &headers, &json!({ "body": "After." })).problem(403, "account_suspended");
        world.send("DELETE", &api, &headers, None).problem(403, "account_suspended");
        let page = format!("/stories/{}/comments/{comment}", story.slug);
        for (path, fields) in [
            (format!("{page}/edit"), vec![("body", "After.")]),
            (format!("{page}/delete"), vec![]),
            (format!("{page}/votes"), vec![("value", "1")]),
            (format!("/stories/{}/comments", story.slug), vec![("body", "After.")]),
            ("/account/profile".to_owned(), vec![("bio", "After.")]),
            ("/account/claims".to_owned(), vec![]),
        ] {
            assert_eq!(world.post_form(&path, Some(&cookie), &fields).status, 403, "{path}");
        }
        assert!(world.get(&page).text.contains("Before."));
    });
}

/// There was no limit on the length of names.
#[test]
fn cve_2026_23963_names_have_a_length() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        for length in [61, 10_000] {
            let name = "a".repeat(length);
            assert_eq!(
                world.post_form("/account/name", Some(&person.cookie), &[("name", &name)]).status,
                422,
                "{length}"
            );
        }
        assert!(!world.cli(&["account", "create", "--name", &"a".repeat(61)]).status.success());
        // Where an account is made, too: the name that is right is taken after all that were refused.
        let request = world.clock.new_id();
        let site = world.app.sites().all[0].clone();
        let (email, now) = ("long@reader.example".to_owned(), world.clock.now());
        let count = understory::store::attempts::Count { site: site.id, subjects: Vec::new(), now };
        let ask = understory::store::sign_ins::Ask {
            site: site.id,
            id: request,
            email: (email.clone(), email),
            lang: "en".to_owned(),
            way_back: "/account".to_owned(),
            count,
            job: world.clock.new_id(),
            now,
        };
        assert_eq!(world.block_on(world.store().write(ask)).unwrap(), None);
        let key = understory::http::SignInKey::of(&site, request);
        let request = request.to_string();
        world.post_form("/sign-in/code", None, &[("request", &request), ("code", &key.code())]).expect(200);
        let sign_up = |name: &str| {
            let fields = [("request", request.as_str()), ("proof", &key.proof()), ("name", name)];
            world.post_form("/sign-up", None, &fields)
        };
        for length in [61, 10_000] {
            let refused = sign_up(&"a".repeat(length));
            assert_eq!((refused.status, refused.cookie()), (422, None), "{length}");
        }
        sign_up(&"a".repeat(60)).expect(303);
    });
}

/// Others' things by their identifiers: sessions, and what is only their own.
#[test]
fn cve_2026_22246_what_is_somebodys_own_is_nobody_elses() {
    on_both(|world| {
        let [ana, ben] = ["Ana", "Ben"].map(|name| world.person(name, Role::Member));
        let site = world.app.sites().all[0].id;
        let id = ana.id;
        let devices =
            world.block_on(world.store().read(move |tx| understory::store::sessions::of_account(tx, site, id)));
        let session = devices.unwrap()[0].id;
        assert_eq!(world.post_form(&format!("/account/sessions/{session}/end"), Some(&ben.cookie), &[]).status, 404);
        assert_eq!(world.send("GET", "/account", &[("cookie", &ana.cookie)], None).status, 200);
    });
}

/// Disqus, 2013: public answers carried a hash of the e-mail address, and people were found by it.
#[test]
fn disqus_2013_nothing_public_is_made_of_an_e_mail_address() {
    on_both(|world| {
        let story = world.story("One");
        let person = world.person("Ana", Role::Member);
        let headers = [("cookie", person.cookie.as_str()), OWN];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        world.send_json("POST", &path, &headers, &json!({ "body": "Said." })).expect(201);
        let email = "ana@reader.example";
        let hex: String = Sha256::digest(email).iter().map(|byte| format!("{byte:02x}")).collect();
        for path in [
            format!("/stories/{}", story.slug),
            format!("/stories/{}/me", story.slug),
            format!("/stories/{}/comments.atom", story.slug),
            path,
            format!("/people/{}", person.id),
            format!("/people/{}/picture", person.id),
            "/search?q=said".to_owned(),
            "/feed.atom".to_owned(),
        ] {
            let text = world.get(&path).text;
            // MD5 of the address, as Gravatar has it.
            for mark in [email, "reader.example", &hex, "gravatar", "1bf58546e9e0b4dc7d5968a44cb8930a"] {
                assert!(!text.contains(mark), "{mark} in {path}");
            }
        }
    });
}

/// Remark42, 2026-04 (#2049): an open redirect after signing in.
#[test]
fn remark42_2049_nobody_is_led_to_another_site() {
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        for elsewhere in ELSEWHERE {
            let asked = url::form_urlencoded::byte_serialize(elsewhere.as_bytes()).collect::<String>();
            let led =
                world.send("GET", &format!("/sign-in?return={asked}"), &[("cookie", &person.cookie)], None).expect(303);
            assert_eq!(led.header("location"), "/account", "{elsewhere}");
            let page = world.get(&format!("/sign-in?return={asked}")).expect(200).text;
            assert!(!page.contains("evil.example"), "{elsewhere}");
        }
    });
    // Nor by what is sent along with a code, a link, a password, or the name of somebody new.
    let mail = MailServer::start(MailTls::None);
    on_both_with(
        |config| mail.serve(config),
        |world| {
            let person = world.person(&format!("Ana {:?}", world.engine), Role::Member);
            let theirs = format!("{}@reader.example", person.name.to_lowercase().replace(' ', "."));
            let password = ("password", "the ferry stops at noon");
            world.post_form("/account/password", Some(&person.cookie), &[password]).expect(303);
            let leads = |answer: crate::world::Answer, how: &str, elsewhere: &str| {
                assert_eq!((answer.status, answer.header("location")), (303, "/account"), "{how}: {elsewhere}");
            };
            for (n, elsewhere) in ELSEWHERE.into_iter().enumerate() {
                // No line asks and tries so often that it meets a limit, nor makes so many accounts that it has to work.
                world.clock.advance(std::time::Duration::from_secs(3_601));
                let ask = |email: &str| {
                    let asked = world.post_form("/sign-in", None, &[("email", email), ("return", elsewhere)]);
                    asked.expect(303).header("location").split(['=', '&']).nth(1).unwrap().to_owned()
                };
                let request = ask(&theirs);
                let letter = mail.invitation_to(&theirs, 2 * n);
                let by_code = [("request", request.as_str()), ("code", &letter.code()), ("return", elsewhere)];
                leads(world.post_form("/sign-in/code", None, &by_code), "code", elsewhere);
                ask(&theirs);
                let link = mail.invitation_to(&theirs, 2 * n + 1).link();
                let form = [OWN, ("content-type", "application/x-www-form-urlencoded")];
                let body = format!("return={elsewhere}");
                leads(world.send("POST", &link, &form, Some(body.as_bytes())), "link", elsewhere);
                let by_password = [("email", theirs.as_str()), password, ("return", elsewhere)];
                leads(world.post_form("/sign-in/password", None, &by_password), "password", elsewhere);
                let new = format!("new-{n}-{:?}@reader.example", world.engine).to_lowercase();
                let request = ask(&new);
                let by_code = [("request", request.as_str()), ("code", &mail.invitation_to(&new, 0).code())];
                let proof = crate::signing_in::proof_in(&world.post_form("/sign-in/code", None, &by_code).expect(200));
                let name = format!("Reader {}", ["Bea", "Cem", "Dag", "Eva", "Fia", "Gus", "Hal"][n]);
                let named = [("request", request.as_str()), ("proof", &proof), ("name", &name), ("return", elsewhere)];
                leads(world.post_form("/sign-up", None, &named), "name", elsewhere);
            }
        },
    );
}

const ELSEWHERE: [&str; 6] = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
];
