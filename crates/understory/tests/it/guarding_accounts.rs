//! What must not happen to accounts: writes from other sites' pages, files that are no pictures, secrets that are kept.

use std::io::Write as _;

use serde_json::json;
use understory::config::MailTls;
use understory::models::Role;

use crate::mailing::MailServer;
use crate::process::{self, Server};
use crate::wire;
use crate::world::{Engine, World, on_both, until};

/// F4, and what Isso's forms let through in 2013: whatever another site's page can make a browser send, with the cookies of somebody who may do
/// everything, is refused on every route that writes, and changes nothing.
#[test]
fn isso_40_other_sites_pages_write_nothing_with_anybodys_cookie() {
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

/// The body of such a form without a file, with the boundary `x`.
pub fn no_picture() -> String {
    String::from_utf8(picture_form("", b"")).expect("a head alone")
}

/// A PNG that says it is so large, and holds next to nothing.
fn bomb(side: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
    };
    // Grey, and whole: nothing but a limit keeps it from being read.
    let header = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let row = vec![0; side as usize + 1];
    let mut rows = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    (0..side).for_each(|_| rows.write_all(&row).unwrap());
    let parts = [chunk(b"IHDR", &header), chunk(b"IDAT", &rows.finish().unwrap()), chunk(b"IEND", b"")].concat();
    [b"\x89PNG\r\n\x1a\n".as_slice(), &parts].concat()
}

/// U1, and Remark42's of 2026-05: what was no picture was served as a page of the comments' own address.
#[test]
fn remark42_2067_pictures_of_people_are_made_anew_and_what_is_none_is_refused() {
    let picture = {
        let mut bytes = Vec::new();
        let pixels = image::RgbImage::from_fn(600, 400, |x, y| image::Rgb([x as u8, y as u8, 90]));
        image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&pixels).unwrap();
        // Where it was taken, as cameras write it (a comment stands in for the notes, which are of the same kind).
        let note = b"\xff\xfe\x00\x1eGPS 54.7 N 9.4 E at home now";
        [&bytes[..2], note, &bytes[2..]].concat()
    };
    let bomb = bomb(8_000);
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
            ("bomb.png", &bomb),
        ] {
            let refused = send(name, bytes);
            assert_eq!(refused.status, 422, "{name}");
            assert!(refused.text.contains("id=\"picture-error\""), "{name}");
            assert_eq!(refused.text.contains("more than are read"), name == "bomb.png", "{name}");
        }
        assert_eq!(send("large.jpg", &vec![0; 9 << 20]).status, 422);
        assert_eq!(shown().bytes, kept.bytes, "a refused file replaced the picture");
        // Sent without a file, it is taken away; deleted with the account, too.
        send("", b"").expect(303);
        assert_eq!(shown().header("content-type"), "image/svg+xml");
        let limit = (0..20).map(|_| send("", b"").status).filter(|status| *status == 429).count();
        assert!((1..20).contains(&limit), "{limit}");
        world.change(&person, understory::store::account_changes::Change::Delete);
        assert_eq!(world.get(&format!("/people/{}/picture", person.id)).status, 404);
    });
}

/// P1, and Synapse's, where a new password stood in the database for a while: after everything that accounts do, the database
/// holds no password, no token, no code, no address of a line and no letter's text.
#[test]
fn cve_2023_41335_no_secret_is_kept() {
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

/// P1, the log's half: a running program that logs all that it can, at every way in and with every secret on its way, writes
/// none of them down, nor anything that would be a line or a terminal's command of its own.
#[test]
fn cve_2025_58160_a_log_of_everything_holds_no_secret_and_no_forged_line() {
    let mail = MailServer::start(MailTls::None);
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("log.db").display());
    process::cli(&database, &["migrate"]);
    let slug = "one";
    let story = process::publish(&database, folder.path(), slug);
    let port = mail.port.to_string();
    let server = Server::start(
        &database,
        &[
            ("LOG", "trace"),
            ("MAIL__SERVER", "localhost"),
            ("MAIL__PORT", &port),
            ("MAIL__TLS", "none"),
            ("MAIL__FROM", "comments@paper.example"),
            ("SERVER__TRUSTED_PROXIES", "127.0.0.1"),
        ],
    );
    let client = "198.51.100.77";
    let send = |method: &str, path: &str, kind: &str, headers: &str, body: &str| {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: {kind}\r\nSec-Fetch-Site: same-origin\r\n\
             X-Forwarded-For: {client}\r\nUser-Agent: Secretive\u{2028}forged\r\nConnection: close\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            server.address,
            body.len()
        );
        wire::exchange(server.address, request.as_bytes()).unwrap()
    };
    let form = |path: &str, cookie: &str, fields: &[(&str, &str)]| {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        send("POST", path, "application/x-www-form-urlencoded", &cookie, &body)
    };
    let given = |reply: &wire::Reply| {
        let mut cookies = reply.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        let found = cookies.rfind(|value| value.contains("_session="));
        found.unwrap_or_else(|| panic!("{reply:?}")).split(';').next().unwrap().to_owned()
    };
    let email = "p1-log@reader.example";
    let asked = form("/sign-in", "", &[("email", email)]);
    let request = asked.header("location").unwrap().split(['=', '&']).nth(1).unwrap().to_owned();
    let letter = mail.invitation_to(email, 0);
    let page = form("/sign-in/code", "", &[("request", &request), ("code", &letter.code())]);
    let at = page.body.find("name=\"proof\" value=\"").unwrap() + 20;
    let proof = page.body[at..].split('"').next().unwrap().to_owned();
    let cookie = given(&form("/sign-up", "", &[("request", &request), ("proof", &proof), ("name", "Ana")]));
    let password = "the ferry stops at noon";
    assert_eq!(form("/account/password", &cookie, &[("password", password)]).status, 303);
    let second = given(&form("/sign-in/password", "", &[("email", email), ("password", password)]));
    form("/sign-in/password", "", &[("email", email), ("password", "not that secret phrase")]);
    let key = process::cli(&database, &["site", "key", "create", "--scope", "moderate"]);
    let key = key.split_whitespace().find(|word| word.starts_with("us_")).unwrap().to_owned();
    until("the key is known", || {
        let bearer = format!("Authorization: Bearer {key}\r\n");
        send("GET", "/api/v1/comments?state=held", "text/plain", &bearer, "").status == 200
    });
    let bearer = "Authorization: Bearer us_a-key-that-is-not-known-here-but-secret\r\n";
    assert_eq!(send("GET", "/api/v1/comments?state=held", "text/plain", bearer, "").status, 401);
    // As a guest: the secret of the edit token. The text of a comment is no business of the log's either.
    let path = format!("/api/v1/stories/{story}/comments");
    let posted = send(
        "POST",
        &path,
        "application/json",
        "",
        "{\"body\":\"A sentence for readers alone.\",\"name\":\"Eve\\r\\n1970-01-01 ERROR forged\"}",
    );
    assert_eq!(posted.status, 422, "a name of two lines");
    let posted =
        send("POST", &path, "application/json", "", "{\"body\":\"A sentence for readers alone.\",\"name\":\"Eve\"}");
    assert_eq!(posted.status, 201, "{posted:?}");
    let token = posted.json()["edit_token"].as_str().unwrap().to_owned();
    // Lines and commands that somebody would forge, wherever text of theirs may come to be logged.
    for path in ["/%0d%0a1970-01-01%20ERROR%20forged", "/stories/%1b%5b2J%e2%80%a8forged", "/sign-in/link/x%0aforged"] {
        send("GET", path, "text/plain", "", "");
    }
    form("/sign-in", "", &[("email", "a@b.example\r\n1970-01-01 ERROR forged"), ("return", "/\r\nforged")]);
    until("the letters are sent", || process::cli(&database, &["--json", "job", "list", "--waiting"]).is_empty());
    let log = server.log.text();
    assert!(log.lines().count() > 10, "nothing is logged: {log}");
    let link = letter.link().rsplit('.').next().unwrap().to_owned();
    for (what, secret) in [
        ("a session", cookie.split('=').nth(1).unwrap()),
        ("a session", second.split('=').nth(1).unwrap()),
        ("a password", password),
        ("a password", "not+that+secret"),
        ("a password", "not that secret"),
        ("a link", &link),
        ("what proves an address", &proof),
        ("a key", &key),
        ("a key", "a-key-that-is-not-known"),
        ("an edit token", &token),
        ("an address of a line", client),
        ("an address", email),
        ("a text", "for readers alone"),
        ("a letter", "Or follow this link"),
        ("a command", "\u{1b}"),
        ("a line separator", "\u{2028}"),
    ] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "the log holds {what}");
    }
    assert_eq!(log.lines().find(|line| line.starts_with("forged") || line.starts_with("1970-01-01")), None);
    let code = format!("code={}", letter.code());
    assert!(!log.contains(&code) && !log.contains(&format!("\"{}\"", letter.code())), "the log holds a code");
}
