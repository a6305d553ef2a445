//! What must not happen to accounts: writes from other sites' pages, files that are no pictures, secrets that are kept.

use serde_json::json;
use understory::config::MailTls;
use understory::models::Role;

use crate::mailing::MailServer;
use crate::world::{Engine, World, on_both, until};

/// F4, and Isso's #40 (2013): whatever another site's page can make a browser send, with the cookies of somebody who may do
/// everything, is refused on every route that writes, and changes nothing.
#[test]
fn other_sites_pages_write_nothing_with_anybodys_cookie() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let editor = world.person("Mara", Role::Editor);
        let other = world.person("Ben", Role::Member);
        let fill = |pattern: &str| {
            pattern
                .replace("/api/v1/stories/{id}", &format!("/api/v1/stories/{}", story.id))
                .replace("/stories/{slug}", &format!("/stories/{}", story.slug))
                .replace("/account/sessions/{id}", "/account/sessions/others")
                .replace("/people/{id}", &format!("/people/{}", other.id))
                .replace("{token}", "none")
                .replace("{id}", &comment)
        };
        world.stop_jobs();
        let kept = |world: &World| {
            let out = world.folder.path().join("all.jsonl");
            world.cli_ok(&["export", "--site", "main", "--out", out.to_str().unwrap()]);
            (std::fs::read_to_string(out).unwrap(), world.cli_ok(&["--json", "account", "list"]))
        };
        let before = kept(world);
        let mut tried = 0;
        for pattern in understory::http::PATTERNS.iter().filter(|pattern| !pattern.starts_with("/api/perspective")) {
            let path = fill(pattern);
            let allowed = world.send("PUT", &path, &[], None);
            let methods: Vec<String> =
                allowed.header("allow").split(',').map(|method| method.trim().to_owned()).collect();
            for method in methods.iter().filter(|method| matches!(method.as_str(), "POST" | "PATCH" | "DELETE")) {
                for from in [
                    vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
                    vec![("sec-fetch-site", "same-site"), ("origin", "https://other.paper.example")],
                    vec![("sec-fetch-site", "none")],
                    vec![("origin", "https://evil.example")],
                    vec![("origin", "null")],
                    vec![],
                ] {
                    for (kind, body) in [
                        (
                            "application/x-www-form-urlencoded",
                            "value=1&ignored=1&name=Evil&body=evil&email=a%40b.example&password=evil+evil+evil",
                        ),
                        ("text/plain", "{\"act\":\"remove\",\"reason\":\"evil\",\"value\":1,\"body\":\"evil\"}"),
                        ("application/json", "{\"act\":\"remove\",\"reason\":\"evil\"}"),
                        (
                            "multipart/form-data; boundary=x",
                            "--x\r\nContent-Disposition: form-data; name=\"picture\"\r\n\r\n\r\n--x--\r\n",
                        ),
                        ("", ""),
                    ] {
                        let mut headers = vec![("cookie", editor.cookie.as_str())];
                        headers.extend(from.iter().copied());
                        if !kind.is_empty() {
                            headers.push(("content-type", kind));
                        }
                        let answer = world.send(method, &path, &headers, Some(body.as_bytes()));
                        assert!(
                            matches!(answer.status, 403 | 415),
                            "{method} {path} {from:?} {kind}: {}",
                            answer.status
                        );
                        tried += 1;
                    }
                }
                // Nor does a header turn a reading into a writing.
                let turned = [
                    ("cookie", editor.cookie.as_str()),
                    ("x-http-method-override", method.as_str()),
                    ("sec-fetch-site", "cross-site"),
                ];
                let answer = world.send("GET", &path, &turned, None);
                assert!(answer.status < 500, "{path}");
            }
        }
        assert!(tried > 600, "{tried}");
        assert_eq!(kept(world), before);
        let page = world.send("GET", "/account", &[("cookie", &editor.cookie)], None);
        assert_eq!(page.status, 200, "signed out by another site");
    });
}

/// A neighbour that is listed may have comments written in somebody's name, and do nothing to their account nor with their
/// power: what breaks into the newspaper's own pages does not have the desk.
#[test]
fn a_listed_neighbour_has_comments_written_and_no_power() {
    on_both(|world| {
        world.cli_ok(&["site", "add-origin", "--posts-only", "https://www.paper.example"]);
        until("it is listed", || !world.app.sites().all[0].origins.is_empty());
        let story = world.story("One");
        let comment = world.comment(&story, "Judge me.").id();
        let editor = world.person("Mara", Role::Editor);
        let headers = [
            ("cookie", editor.cookie.as_str()),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://www.paper.example"),
        ];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        world.send_json("POST", &path, &headers, &json!({ "body": "From the paper's page." })).expect(201);
        world
            .send_json("POST", &format!("/api/v1/comments/{comment}/votes"), &headers, &json!({ "value": 1 }))
            .expect(200);
        let decision = json!({ "act": "remove", "reason": "evil" });
        world
            .send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, &decision)
            .problem(403, "foreign_origin");
        world
            .send_json("POST", "/api/v1/stories", &headers, &json!({ "title": "Evil" }))
            .problem(403, "foreign_origin");
        let form = [headers.as_slice(), &[("content-type", "application/x-www-form-urlencoded")]].concat();
        for path in
            ["/account/password", "/account/name", "/account/profile", "/sign-out", "/sign-in", "/account/follows"]
        {
            let answer =
                world.send("POST", path, &form, Some(b"name=Evil&password=evil+evil+evil&email=a%40b.example"));
            assert_eq!(answer.status, 403, "{path}");
        }
    });
}

/// A multipart form as a browser sends it.
fn picture_form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat()
}

/// A PNG that says it is so large, and holds next to nothing.
fn bomb(side: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
    };
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let parts =
        [chunk(b"IHDR", &header), chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]), chunk(b"IEND", b"")].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &parts].concat()
}

/// U1.
#[test]
fn pictures_of_people_are_made_anew_and_what_is_none_is_refused() {
    let picture = {
        let mut bytes = Vec::new();
        let pixels = image::RgbImage::from_fn(600, 400, |x, y| image::Rgb([x as u8, y as u8, 90]));
        image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&pixels).unwrap();
        // Where it was taken, as cameras write it (a comment stands in for the notes, which are of the same kind).
        let note = b"\xff\xfe\x00\x1eGPS 54.7 N 9.4 E at home now";
        [&bytes[..2], note, &bytes[2..]].concat()
    };
    on_both(|world| {
        let person = world.person("Ana", Role::Member);
        let send = |name: &str, bytes: &[u8]| {
            let headers = [
                ("cookie", person.cookie.as_str()),
                ("sec-fetch-site", "same-origin"),
                ("content-type", "multipart/form-data; boundary=x"),
            ];
            world.send("POST", "/account/picture", &headers, Some(&picture_form(name, bytes)))
        };
        let shown = || world.get(&format!("/people/{}/picture", person.id)).expect(200);
        assert_eq!(shown().header("content-type"), "image/svg+xml", "a drawn one");
        assert!(shown().header("content-security-policy").starts_with("default-src 'none'"));
        send("../../etc/passwd%00.jpg", &picture).expect(303);
        let kept = shown();
        assert_eq!((kept.header("content-type"), kept.header("x-content-type-options")), ("image/jpeg", "nosniff"));
        let decoded = image::load_from_memory(&kept.bytes).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (192, 192));
        assert!(!kept.text.contains("GPS"));
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
        let polyglot = [b"GIF89a/*".as_slice(), b"*/=alert(1)"].concat();
        for (name, bytes) in [
            ("page.jpg", b"<!doctype html><script>alert(1)</script>".as_slice()),
            ("drawing.jpg", svg),
            ("polyglot.gif", &polyglot),
            ("bomb.png", &bomb(20_000)),
        ] {
            let refused = send(name, bytes);
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.text.contains("id=\"picture-error\""), "{name}");
        }
        assert_eq!(send("large.jpg", &vec![0; 9 << 20]).status, 422);
        assert_eq!(shown().bytes, kept.bytes, "a refused file replaced the picture");
        // Sent without a file, it is taken away; deleted with the account, too.
        send("", b"").expect(303);
        assert_eq!(shown().header("content-type"), "image/svg+xml");
        world.change(&person, understory::store::account_changes::Change::Delete);
        assert_eq!(world.get(&format!("/people/{}/picture", person.id)).status, 404);
    });
}

/// P1: after everything that accounts do, neither the database nor the log holds a password, a token, a code, an address of
/// a line or a letter's text.
#[test]
fn no_secret_is_kept_and_none_is_logged() {
    let mail = MailServer::start(MailTls::None);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::start(engine, |config| {
            mail.serve(config);
            config.server.trusted_proxies = vec!["127.0.0.1".to_owned()];
        });
        let client = "198.51.100.77";
        let send = |path: &str, cookie: &str, fields: &[(&str, &str)]| {
            let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", "same-origin"),
                ("x-forwarded-for", client),
                ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Secretive/20100101 Firefox/140.0"),
                ("cookie", cookie),
            ];
            world.send("POST", path, &headers, Some(body.as_bytes()))
        };
        let email = format!("p1-{engine:?}@reader.example").to_lowercase();
        let request =
            send("/sign-in", "", &[("email", &email)]).header("location").split(['=', '&']).nth(1).unwrap().to_owned();
        let letter = mail.invitation_to(&email, 0);
        let page = send("/sign-in/code", "", &[("request", &request), ("code", &letter.code())]).expect(200);
        let proof = crate::signing_in::proof_in(&page);
        let cookie = send("/sign-up", "", &[("request", &request), ("proof", &proof), ("name", "Ana")])
            .expect(303)
            .cookie()
            .unwrap();
        let password = "the ferry stops at noon";
        send("/account/password", &cookie, &[("password", password)]).expect(303);
        mail.letter_to(&email, 1);
        let second =
            send("/sign-in/password", "", &[("email", &email), ("password", password)]).expect(303).cookie().unwrap();
        send("/sign-in/password", "", &[("email", &email), ("password", "not that secret phrase")]);
        let story = world.story("One");
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("x-forwarded-for", client)];
        let path = format!("/api/v1/stories/{}/comments", story.id);
        world.send_json("POST", &path, &headers, &json!({ "body": "Said." })).expect(201);
        until("all mail is sent", || world.cli_ok(&["--json", "job", "list", "--waiting"]).is_empty());
        let everything = match engine {
            Engine::Sqlite => {
                let mut all = Vec::new();
                for entry in std::fs::read_dir(world.folder.path()).unwrap() {
                    all.extend(std::fs::read(entry.unwrap().path()).unwrap());
                }
                String::from_utf8_lossy(&all).into_owned()
            }
            Engine::Postgres => {
                let dump = std::process::Command::new("pg_dump").arg(&world.app.config.database.url).output().unwrap();
                assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
                String::from_utf8(dump.stdout).unwrap()
            }
        };
        assert!(everything.contains("$argon2id$"), "this is not the database");
        let token = letter.link().rsplit('.').next().unwrap().to_owned();
        let secrets = [
            cookie.split('=').nth(1).unwrap(),
            second.split('=').nth(1).unwrap(),
            password,
            "not that secret phrase",
            &token,
            client,
            "Secretive",
            "Or follow this link",
        ];
        for secret in secrets {
            assert!(!everything.contains(secret), "{engine:?} keeps {secret}");
        }
        // The code is six digits, which also occur by chance: as a value of its own it must not be there.
        assert!(!everything.contains(&format!("\t{}\t", letter.code())), "{engine:?} keeps the code");
    }
}
