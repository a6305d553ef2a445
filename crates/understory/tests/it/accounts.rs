//! What an account has: its name, its badges, what it wrote; and how the command line keeps them.

use std::time::Duration;

use serde_json::json;
use understory::models::{Badge, Badges, Reach, Role};
use understory::store::account_changes::Change;

use crate::signing_in::{OWN, is_signed_in};
use crate::world::{Person, on_both, until};

#[test]
fn names_are_the_accounts_alone_and_none_is_like_the_newsrooms() {
    on_both(|world| {
        let editor = world.person("Mara Lindt", Role::Editor);
        let reader = world.person("Ana", Role::Member);
        until("the newsroom's names are known", || {
            world.app.sites().all[0].staff.iter().map(|staff| &*staff.name).eq(["Mara Lindt"])
        });
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
        // Moderators see the names somebody had; nobody else does, not even who had them.
        let moderator = world.person("Mo Odd", Role::Moderator);
        let page = |person: &Person| {
            let path = format!("/people/{}", reader.id);
            world.send("GET", &path, &[("cookie", &person.cookie)], None).expect(200).text
        };
        assert!(page(&moderator).contains("<bdi>Ana Lima</bdi>") && page(&moderator).contains("<bdi>Ana</bdi>"));
        let other = world.person("Ben Ott", Role::Author);
        for person in [&reader, &other] {
            assert!(!page(person).contains("Ana Lima"), "{}", page(person));
        }
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
        // What somebody thought of it while it was not known to be their own, counts no longer once it is.
        let comment = world.get(&format!("/api/v1/stories/{}/comments", story.id)).json()["comments"][0]["id"].clone();
        let vote = |cookie: &str| {
            let headers = [("cookie", cookie), ("sec-fetch-site", "same-origin")];
            let path = format!("/api/v1/comments/{}/votes", comment.as_str().unwrap());
            world.send_json("POST", &path, &headers, &json!({ "value": 1 })).expect(200)
        };
        vote(&world.person("Ben", Role::Member).cookie);
        assert_eq!(vote(&person.cookie).json()["up"], 2);
        let page = world.send("GET", "/account", &[("cookie", &both)], None);
        assert!(page.text.contains("has written 1 comment as a guest"), "{}", page.text);
        world.post_form("/account/claims", Some(&both), &[]).expect(303);
        let page = world.send("GET", "/account", &[("cookie", &both)], None);
        assert!(page.text.contains("Before.") && !page.text.contains("as a guest"), "{}", page.text);
        let first = || world.get(&format!("/api/v1/stories/{}/comments", story.id)).json()["comments"][0].clone();
        until("it carries the account's name", || first()["author"]["name"] == "Ana Lima");
        world.clock.advance(Duration::from_secs(3));
        until("one's own vote is gone, and no other", || first()["votes"]["up"] == 1);
        // The guest's cookie alone is worth nothing for it any more.
        let path = format!("/stories/{}/comments/{}/delete", story.slug, first()["id"].as_str().unwrap());
        assert_eq!(world.post_form(&path, Some(&guest), &[]).status, 403);
        world.post_form(&path, Some(&person.cookie), &[]).expect(303);
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
fn what_somebody_wrote_whose_account_is_deleted_leads_to_nobody() {
    on_both(|world| {
        let person = world.person("Ana Lima", Role::Member);
        let story = world.story("One");
        let path = format!("/api/v1/stories/{}/comments", story.id);
        let headers = [("cookie", person.cookie.as_str()), OWN];
        world.send_json("POST", &path, &headers, &json!({ "body": "Under my own name." })).expect(201);
        let page = || world.get(&format!("/stories/{}", story.slug)).expect(200).text;
        let link = format!("/people/{}", person.id);
        assert!(page().contains(&link));
        world.change(&person, Change::Delete);
        until("the name leads nowhere", || !page().contains(&link));
        let shown = page();
        assert!(shown.contains("Under my own name.") && shown.contains("Ana Lima") && !shown.contains("badge new"));
        assert_eq!(world.get(&link).status, 404);
        world.verify();
    });
}
