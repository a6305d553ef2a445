//! Who may do what: every route for every kind of caller, compared with a table that is checked in. A route without a row
//! is a failure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use understory::http::SignInKey;
use understory::http::pages::stating;
use understory::http::statement_key;
use understory::models::{Act, Id, Reach, Role, Site};
use understory::store::account_changes::Change;
use understory::store::appeals::PutAppeal;
use understory::store::decisions::{By, Decide};
use understory::store::sign_ins::Invite;
use understory::store::statements;

use crate::world::{Engine, Person, Story, World, on_both, until};

const TABLE: &str = "tests/it/rights.tsv";

/// A kind of caller, and what it sends along.
struct Kind {
    name: &'static str,
    headers: Vec<(&'static str, String)>,
    /// Who it is, and on which site, if it is somebody who can be signed in once more.
    person: Option<(Arc<Site>, Person)>,
}

const SAME: (&str, &str) = ("sec-fetch-site", "same-origin");

/// What a guest's browser holds: they wrote the comment that is asked about.
const SECRET: &str = "a-secret-of-a-guest-for-the-table-of-rights";

impl Kind {
    fn person(name: &'static str, site: &Arc<Site>, person: Person) -> Self {
        let headers = vec![("cookie", person.cookie.clone()), (SAME.0, SAME.1.to_owned())];
        Self { name, headers, person: Some((site.clone(), person)) }
    }

    fn with(name: &'static str, headers: &[(&'static str, &str)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { name, headers, person: None }
    }
}

/// Every kind of caller. The stories are those that the moderator of single stories has.
fn callers(world: &World, stories: &[Story]) -> Vec<Kind> {
    let sites = world.app.sites();
    let (site, other) = (&sites.all[0], sites.by_name("other").unwrap());
    let key = |name, scopes: &[&str]| Kind::with(name, &[("authorization", &world.key(scopes))]);
    let person = |kind, name: &str, role| Kind::person(kind, site, world.person(name, role));
    let changed = |kind, name: &str, role, changes: Vec<Change>| {
        let person = world.person(name, role);
        changes.into_iter().for_each(|change| world.change(&person, change));
        Kind::person(kind, site, Person { cookie: world.let_in(site, &person), ..person })
    };
    let topic = |topic: &str| vec![Change::Grant(Role::Moderator, Reach::Topic(topic.to_owned()))];
    let each = stories.iter().map(|story| Change::Grant(Role::Moderator, Reach::Story(story.id.parse().unwrap())));
    let ended = world.person("Ended", Role::Editor);
    world.post_form("/sign-out", Some(&ended.cookie), &[]).expect(303);
    let elsewhere = world.person_of(other, "Elsewhere", Role::Editor);
    let guest = format!("__Host-understory_guest={SECRET}");
    vec![
        Kind::with("anonymous", &[SAME]),
        Kind::with("guest_own", &[SAME, ("cookie", &guest), ("understory-edit-token", SECRET)]),
        person("member", "Member", Role::Member),
        person("owner", "Owner", Role::Member),
        Kind::with("ended", &[SAME, ("cookie", &ended.cookie)]),
        changed("suspended", "Suspended", Role::Editor, vec![Change::Suspend(None, "enough".to_owned())]),
        person("author", "Author", Role::Author),
        person("moderator", "Moderator", Role::Moderator),
        changed("this_topic", "Of Topic", Role::Member, topic("here")),
        changed("other_topic", "Other Topic", Role::Member, topic("elsewhere")),
        changed("this_story", "Of Story", Role::Member, each.collect()),
        Kind::person("other_site", other, elsewhere),
        person("editor", "Editor", Role::Editor),
        person("legal", "Legal", Role::Legal),
        person("auditor", "Auditor", Role::Auditor),
        key("key_stories", &["stories"]),
        key("key_comments", &["comments"]),
        key("key_moderate", &["moderate"]),
        key("key_triage", &["triage"]),
        Kind::with("key_revoked", &[("authorization", "Bearer us_revoked")]),
    ]
}

/// Ways in, by what the command line would hand over: each is good once.
fn invited(world: &World, target: &Person) -> SignInKey {
    let site = &world.app.sites().all[0];
    let id = world.clock.new_id();
    let (lang, now) = ("en".to_owned(), world.clock.now());
    world
        .block_on(world.store().write(Invite {
            site: site.id,
            id,
            account: target.id,
            lang,
            by: "test".to_owned(),
            now,
        }))
        .unwrap();
    SignInKey::of(site, id)
}

/// What a route is asked with: for each parameter something that is there, and a body that is in order, so that what is
/// refused is refused for who asks.
fn request(
    world: &World,
    (target, story, kind): (&Person, &Story, &Kind),
    method: &str,
    pattern: &str,
    n: usize,
) -> (String, Option<(&'static str, String)>) {
    let text = format!("Comment {n}");
    let comment = match kind.name {
        "owner" => {
            let headers: Vec<(&str, &str)> = kind.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let path = format!("/api/v1/stories/{}/comments", story.id);
            let posted = world.send_json("POST", &path, &headers, &json!({ "body": text })).expect(201).json();
            posted["id"].as_str().unwrap().to_owned()
        }
        "guest_own" => world.comment(story, &text).by("Guest").token(SECRET).id(),
        _ => world.comment(story, &text).by("Guest").id(),
    };
    let mut decision = String::new();
    if pattern.contains("/decisions") || pattern.starts_with("/desk/") || pattern == "/api/v1/comments/{id}" {
        decision = decided(world, Act::Hold, &comment).to_string();
    }
    // A statement with an appeal that waits, of a guest's comment that the command line removed.
    let (statement, key) = match pattern.contains("/statements/") || pattern.contains("/appeals/") {
        true => stated(world, &comment, pattern.contains("/appeals/")),
        false => Default::default(),
    };
    let escalation = if pattern.contains("/escalations/{id}") { world.escalate(&comment) } else { String::new() };
    let invitation = pattern.starts_with("/sign-in/").then(|| invited(world, target));
    let (code, token) = match &invitation {
        Some(key) => (key.code(), key.path()),
        None => (String::new(), String::new()),
    };
    let request = token.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    let mut path = pattern
        .replace("/statements/{id}", &format!("/statements/{statement}"))
        .replace("/appeals/{id}", &format!("/appeals/{statement}"))
        .replace("/escalations/{id}", &format!("/escalations/{escalation}"))
        .replace("/decisions/{id}", &format!("/decisions/{decision}"))
        .replace("/api/v1/stories/{id}", &format!("/api/v1/stories/{}", story.id))
        .replace("/stories/{slug}", &format!("/stories/{}", story.slug))
        .replace("/account/sessions/{id}", "/account/sessions/others")
        .replace("/people/{id}", &format!("/people/{}", target.id))
        .replace("/sign-in/link/{token}", &token)
        .replace("{id}", &comment)
        .replace("{topic}", "here")
        .replace("{version}", "0")
        .replace("{file}", "none");
    if (method, pattern) == ("GET", "/sign-in/code") {
        path = format!("{path}?request={request}");
    }
    let json = |value: serde_json::Value| Some(("application/json", value.to_string()));
    let form = |text: &str| Some(("application/x-www-form-urlencoded", text.to_owned()));
    if method == "GET" && pattern.contains("/statements/") {
        path = format!("{path}?key={key}");
    }
    let body = match (method, pattern) {
        ("POST", "/api/v1/statements/{id}/appeal") => json(json!({ "key": key, "text": format!("Appeal {n}") })),
        ("POST", "/api/v1/appeals/{id}/decision") => json(json!({ "outcome": "upheld", "reason": "for the table" })),
        ("POST", "/statements/{id}/appeal") => form(&format!("key={key}&text=Appeal+{n}")),
        ("POST", "/desk/appeals/{id}/decision") => form("outcome=upheld&reason=for+the+table"),
        ("POST", "/api/v1/stories") => json(json!({ "title": format!("New {n}") })),
        ("PATCH", "/api/v1/stories/{id}") => json(json!({ "title": "Changed" })),
        ("POST", "/api/v1/stories/{id}/closure") => json(json!({ "reason": "enough" })),
        ("POST", "/api/v1/stories/{id}/comments") => json(json!({ "body": format!("Said {n}"), "name": "Guest" })),
        ("PATCH", "/api/v1/comments/{id}") => json(json!({ "body": "Other" })),
        ("POST", "/api/v1/comments/{id}/decisions") => json(json!({ "act": "hold", "reason": "for the table" })),
        ("POST", "/api/v1/comments/{id}/escalation") => json(json!({ "reason": "for the table" })),
        ("POST", "/api/v1/escalations/{id}/entries") => json(json!({ "kind": "note", "text": "for the table" })),
        ("POST", "/desk/comments/{id}/escalation") => form("reason=for+the+table"),
        ("POST", "/desk/escalations/{id}") => form("kind=note&text=for+the+table"),
        ("POST", "/api/v1/bulk") => json(json!({ "comments": [comment], "act": "hold", "reason": "for the table" })),
        ("POST", "/api/v1/comments/{id}/writer") => json(json!({ "act": "note", "reason": "for the table" })),
        ("POST", "/desk/comments/{id}/writer") => form("act=note&reason=for+the+table"),
        ("POST", "/desk/bulk") => form(&format!("comment={comment}&sure=1&act=hold&reason=for+the+table")),
        ("POST", "/api/v1/comments/{id}/votes") => json(json!({ "value": 1 })),
        ("POST", "/api/v1/comments/{id}/flags") => json(json!({ "reason": "spam" })),
        ("POST", "/stories/{slug}/comments/{id}/flags") => form("reason=spam"),
        ("POST", "/desk/comments/{id}/decisions") => form("act=hold"),
        ("POST", "/stories/{slug}/comments/{id}/votes") => form("value=1"),
        ("POST", "/people/{id}/ignore") => form("ignored=1"),
        ("POST", "/api/v1/media") => Some(("application/octet-stream", "no picture".to_owned())),
        ("POST", "/account/picture") => {
            Some(("multipart/form-data; boundary=x", crate::guarding_accounts::no_picture()))
        }
        ("POST", perspective) if perspective.ends_with(":analyze") => {
            json(json!({ "comment": { "text": "Good day." }, "requestedAttributes": { "TOXICITY": {} } }))
        }
        ("POST", perspective) if perspective.ends_with(":suggestscore") => json(json!({
            "comment": { "text": "Good day." },
            "attributeScores": { "TOXICITY": { "summaryScore": { "value": 0.1 } } },
        })),
        ("POST", "/stories/{slug}/comments") => form(&format!("body=By+form+{n}&name=Guest")),
        ("POST", "/stories/{slug}/comments/{id}/edit") => form("body=Other"),
        ("POST", "/account/name") => form("name="),
        ("POST", "/account/password") => form("password=the+ferry+stops+at+noon"),
        ("POST", "/account/follows") => form(&format!("follow=story:{}", story.id)),
        ("POST", "/sign-in/code") => form(&format!("request={request}&code={code}")),
        // Nobody's: a limit counts for each address.
        ("POST", "/sign-in/password") => form(&format!("email=n{n}%40reader.example&password=wrong")),
        ("POST", _) if pattern.starts_with("/api/") => json(json!({})),
        ("POST", _) => form(""),
        _ => None,
    };
    (path, body)
}

/// Has the operator decide about a comment, a minute ago: there are thousands of them.
fn decided(world: &World, act: Act, comment: &str) -> Id {
    let site = world.app.sites().all.iter().find(|site| site.name == "main").expect("a site").clone();
    let by = By { record: "command line".to_owned(), account: None, heeds_hands: false, lang: site.lang.clone() };
    let decide = Decide {
        site: site.id,
        id: world.clock.new_id(),
        comment: comment.parse().expect("an id"),
        act,
        rule: None,
        reason: "for the table".to_owned(),
        by,
        seen: None,
        now: world.clock.now().plus_seconds(-60),
        attempt: None,
    };
    world.block_on(world.store().write(decide)).expect("it is decided").id
}

/// Has a comment removed and that stated; gives the statement and its key. Appeals, if asked.
pub fn stated(world: &World, comment: &str, appeals: bool) -> (String, String) {
    let id = decided(world, Act::Remove, comment);
    let site = world.app.sites().all.iter().find(|site| site.name == "main").expect("a site").clone();
    let (site_id, now) = (site.id, world.clock.now());
    let cause = world.block_on(world.store().read(move |tx| statements::due(tx, site_id, id, now)));
    let cause = cause.expect("the database answers").expect("something to state");
    let draft = stating::draft(&world.app, &site, &cause, now).expect("a statement");
    let (story, decision) = (cause.story.id, id);
    let put = statements::PutStatement { site: site_id, story, decision, draft };
    assert!(world.block_on(world.store().write(put)).expect("the statement is kept"));
    if appeals {
        let put = PutAppeal { site: site_id, id, text: "for the table".to_owned(), now };
        world.block_on(world.store().write(put)).expect("the appeal is kept");
    }
    (id.to_string(), statement_key(&site, id))
}

fn told(world: &World) -> BTreeMap<String, String> {
    world.cli_ok(&["site", "add", "other", "--title", "Other"]);
    until("there are two sites", || world.app.sites().all.len() == 2);
    for (site, host) in
        [("main", format!("http://{}", world.address)), ("other", format!("http://localhost:{}", world.address.port()))]
    {
        world.cli_ok(&["site", "add-origin", &host, "--site", site]);
    }
    until("both have a host", || world.app.sites().all.iter().all(|site| !site.origins.is_empty()));
    world.set(&["rate_writer=100000", "rate_address=100000", "rate_story=100000"]);
    let story = |n: usize| world.story_with(json!({ "title": format!("Story {n}"), "topics": ["Here"] }));
    // One for each method of each route, that nothing which is done to one changes what may be done to another.
    let mut of_stories: Vec<Story> = (0..2 * understory::http::PATTERNS.len()).map(|n| story(10_000 + n)).collect();
    let callers = callers(world, &of_stories);
    let target = world.person("Target", Role::Member);
    let mut rows = BTreeMap::new();
    let mut n = 0;
    for pattern in understory::http::PATTERNS {
        let (path, _) = request(world, (&target, &story(20_000 + n), &callers[0]), "OPTIONS", pattern, n);
        let allowed = world.send("PUT", &path, &[], None);
        assert_eq!(allowed.status, 405, "{pattern}");
        for method in
            allowed.header("allow").split(',').map(str::trim).filter(|method| !matches!(*method, "HEAD" | "OPTIONS"))
        {
            let mut line = String::new();
            // What ends or begins a session is asked in one that is nobody else's.
            let is_way = matches!(*pattern, "/sign-out" | "/sign-in/code" | "/sign-in/link/{token}");
            if is_way {
                world.clock.advance(Duration::from_secs(601));
            }
            for kind in &callers {
                n += 1;
                let story = match kind.name {
                    "this_story" => of_stories.pop().expect("a story for each"),
                    _ => story(n),
                };
                let (path, body) = request(world, (&target, &story, kind), method, pattern, n);
                let again = kind.person.as_ref().filter(|_| is_way).map(|(site, person)| world.let_in(site, person));
                let mut sent: Vec<(&str, &str)> =
                    kind.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                if let Some(cookie) = &again {
                    sent.retain(|(name, _)| *name != "cookie");
                    sent.push(("cookie", cookie));
                }
                if let Some((kind, _)) = &body {
                    sent.push(("content-type", kind));
                }
                let answer = world.send(method, &path, &sent, body.as_ref().map(|(_, body)| body.as_bytes()));
                let _ = write!(line, "\t{}", answer.status);
            }
            rows.insert(format!("{method} {pattern}"), line);
        }
    }
    let names: Vec<&str> = callers.iter().map(|kind| kind.name).collect();
    rows.insert(String::new(), format!("\t{}", names.join("\t")));
    rows
}

/// A1. After a change that is meant, `UNDERSTORY_WRITE_TABLE=1 cargo test rights` writes the table anew, to be read line by
/// line before it is committed.
#[test]
fn every_route_does_for_every_kind_of_caller_what_the_table_says() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    on_both(|world| {
        let told = told(world);
        let text: String = told
            .iter()
            .map(|(route, line)| format!("{}{line}\n", if route.is_empty() { "route" } else { route }))
            .collect();
        if std::env::var_os("UNDERSTORY_WRITE_TABLE").is_some() && world.engine == Engine::Sqlite {
            std::fs::write(&file, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&file).expect("tests/it/rights.tsv is checked in");
        for (told, kept) in text.lines().zip(kept.lines()) {
            assert_eq!(told, kept, "{:?}", world.engine);
        }
        assert_eq!(text.lines().count(), kept.lines().count(), "a route without a row, or a row without a route");
    });
}

/// A3, and Discourse's, where things were found by an identifier alone, wherever they belonged. Nothing of another site is there:
/// not for its keys, its people, or anybody.
#[test]
fn cve_2026_26973_and_cve_2026_32620_what_is_another_sites_is_not_there() {
    on_both(|world| {
        let story = world.story("One");
        let comment = world.comment(&story, "Here.").id();
        let escalation = world.escalate(&world.comment(&story, "Escalated.").id());
        let held = world.comment(&story, "Held.").id();
        let hold = world.cli_ok(&["--json", "comment", "hold", &held, "--reason", "for the test"]);
        let hold = serde_json::from_str::<serde_json::Value>(&hold).unwrap()["id"].as_str().unwrap().to_owned();
        world.cli_ok(&["site", "add", "other", "--title", "Other"]);
        until("there are two sites", || world.app.sites().all.len() == 2);
        let other = format!("localhost:{}", world.address.port());
        for (site, host) in [("main", format!("http://{}", world.address)), ("other", format!("http://{other}"))] {
            world.cli_ok(&["site", "add-origin", &host, "--site", site]);
        }
        until("both have a host", || world.app.sites().all.iter().all(|site| !site.origins.is_empty()));
        let sites = world.app.sites();
        let editor = world.person_of(sites.by_name("other").unwrap(), "Elsewhere", Role::Editor);
        let headers = [("host", other.as_str()), ("cookie", editor.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let decision = json!({ "act": "approve", "reason": "mine now" });
        let ana = world.person("Ana", Role::Member);
        let session = {
            let (site, id) = (sites.all[0].id, ana.id);
            let read = world.store().read(move |tx| understory::store::sessions::of_account(tx, site, id));
            world.block_on(read).unwrap()[0].id
        };
        let (vote, flag) = (json!({ "value": 1 }), json!({ "reason": "spam" }));
        for (method, path, body) in [
            ("GET", format!("/api/v1/stories/{}", story.id), None),
            ("PATCH", format!("/api/v1/stories/{}", story.id), Some(json!({ "title": "Mine" }))),
            ("POST", format!("/api/v1/stories/{}/closure", story.id), Some(json!({}))),
            ("GET", format!("/api/v1/stories/{}/comments", story.id), None),
            ("POST", format!("/api/v1/stories/{}/comments", story.id), Some(json!({ "body": "x", "name": "y" }))),
            ("GET", format!("/api/v1/comments/{comment}"), None),
            ("GET", format!("/api/v1/comments/{held}"), None),
            ("GET", format!("/api/v1/comments/{comment}/replies"), None),
            ("GET", format!("/api/v1/comments/{held}/decisions"), None),
            ("POST", format!("/api/v1/comments/{held}/decisions"), Some(decision.clone())),
            ("DELETE", format!("/api/v1/decisions/{hold}"), None),
            ("GET", format!("/desk/comments/{held}"), None),
            ("POST", format!("/desk/comments/{held}/hand"), Some(json!({}))),
            ("POST", format!("/desk/comments/{held}/decisions"), Some(json!({}))),
            ("POST", format!("/desk/decisions/{hold}/undo"), Some(json!({}))),
            ("POST", format!("/api/v1/comments/{comment}/escalation"), Some(json!({ "reason": "mine now" }))),
            ("GET", format!("/desk/comments/{comment}/escalation"), None),
            ("POST", format!("/desk/comments/{comment}/escalation"), Some(json!({}))),
            ("GET", format!("/api/v1/escalations/{escalation}"), None),
            ("GET", format!("/desk/escalations/{escalation}"), None),
            ("POST", format!("/desk/escalations/{escalation}"), Some(json!({}))),
            ("PATCH", format!("/api/v1/comments/{comment}"), Some(json!({ "body": "x" }))),
            ("DELETE", format!("/api/v1/comments/{comment}"), None),
            ("DELETE", format!("/api/v1/comments/{comment}/deletion"), None),
            ("POST", format!("/api/v1/comments/{comment}/votes"), Some(vote)),
            ("POST", format!("/api/v1/comments/{comment}/flags"), Some(flag)),
            ("GET", format!("/api/v1/comments/{held}/flags"), None),
            ("GET", format!("/people/{}", ana.id), None),
            ("GET", format!("/people/{}/picture", ana.id), None),
            ("GET", format!("/stories/{}", story.slug), None),
            ("GET", format!("/stories/{}/me", story.slug), None),
            ("GET", format!("/stories/{}/own", story.slug), None),
        ] {
            let answer = match &body {
                Some(_) if path.starts_with("/desk") => {
                    let form = [&headers[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
                    world.send(method, &path, &form, Some(b"act=approve&kind=note&text=x"))
                }
                Some(body) => world.send_json(method, &path, &headers, body),
                None => world.send(method, &path, &headers, None),
            };
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
        let form = [&headers[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
        let page = format!("/stories/{}/comments/{comment}", story.slug);
        for (path, body) in [
            (format!("/people/{}/ignore", ana.id), "ignored=1".to_owned()),
            (format!("{page}/votes"), "value=1".to_owned()),
            (format!("{page}/flags"), "reason=spam".to_owned()),
            (format!("{page}/edit"), "body=x".to_owned()),
            (format!("{page}/delete"), String::new()),
            (format!("/stories/{}/comments", story.slug), "body=x".to_owned()),
            ("/account/follows".to_owned(), format!("follow=story:{}", story.id)),
            ("/account/follows".to_owned(), format!("follow=branch:{comment}")),
            ("/account/follows".to_owned(), format!("follow=author:{}", ana.id)),
            (format!("/account/sessions/{session}/end"), String::new()),
        ] {
            let answer = world.send("POST", &path, &form, Some(body.as_bytes()));
            assert_eq!(answer.status, 404, "{path} {body}: {}", answer.text);
        }
        // What lets somebody in here lets nobody in there, and stays good here.
        let key = invited(world, &ana);
        let request = key.path().rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
        let by_code = format!("request={request}&code={}", key.code());
        let named = format!("request={request}&proof={}&name=Mine", key.proof());
        for (method, path, body) in [
            ("GET", key.path(), None),
            ("POST", key.path(), Some("")),
            ("GET", format!("/sign-in/code?request={request}"), None),
            ("POST", "/sign-in/code".to_owned(), Some(by_code.as_str())),
            ("POST", "/sign-up".to_owned(), Some(named.as_str())),
        ] {
            let answer = world.send(method, &path, &form, body.map(str::as_bytes));
            assert_eq!((answer.status, answer.cookie()), (410, None), "{method} {path}");
        }
        assert_eq!(
            world.send("GET", "/account", &[("cookie", &ana.cookie)], None).status,
            200,
            "signed out from there"
        );
        world.send("POST", &key.path(), &[SAME], Some(b"")).expect(303);
        // Nor does their session count here.
        let here = [("cookie", editor.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let path = format!("/api/v1/comments/{held}/decisions");
        assert_eq!(world.send_json("POST", &path, &here, &decision).status, 401);
    });
}

/// CVE-2026-32615: whoever acts on something must be able to see it.
#[test]
fn cve_2026_32615_a_moderator_of_a_topic_moderates_that_topic_alone() {
    on_both(|world| {
        let inside = world.story_with(json!({ "title": "In", "topics": ["The War"] }));
        let outside = world.story_with(json!({ "title": "Out", "topics": ["Sport"] }));
        let comments = [&inside, &outside].map(|story| world.comment(story, "Wait.").id());
        comments.iter().for_each(|comment| world.decide("hold", comment));
        let open = world.comment(&outside, "Seen.").id();
        let person = world.person("Mod", Role::Member);
        world.change(&person, Change::Grant(Role::Moderator, Reach::Topic("the-war".to_owned())));
        let cookie = world.let_in(&world.app.sites().all[0], &person);
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let listed = world.send("GET", "/api/v1/comments?state=held", &headers, None).expect(200).json();
        let ids: Vec<&str> = listed["comments"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [comments[0].as_str()]);
        let decide = |comment: &str, act: &str| {
            let body = json!({ "act": act, "reason": "for the test" });
            world.send_json("POST", &format!("/api/v1/comments/{comment}/decisions"), &headers, &body)
        };
        // What they cannot see is not there; what everybody sees is not theirs to decide.
        assert_eq!(decide(&comments[1], "approve").status, 404);
        assert_eq!(world.send("GET", &format!("/api/v1/comments/{}", comments[1]), &headers, None).status, 404);
        decide(&open, "remove").problem(403, "role_missing");
        let decision = decide(&comments[0], "approve").expect(201).json();
        assert_eq!(decision["decided_by"], format!("account {}", person.id));
        let close = |story: &str| {
            world.send_json("POST", &format!("/api/v1/stories/{story}/closure"), &headers, &json!({})).status
        };
        assert_eq!((close(&inside.id), close(&outside.id)), (201, 403));
    });
}
