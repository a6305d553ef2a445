//! Stories as the newsroom makes them: files with pictures, topics, corrections, moves, languages.

use serde_json::{Value, json};

use crate::world::{World, on_both};

/// A picture of so many pixels, with a note that a camera might leave.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let mut bytes = bytes.into_inner();
    // A comment segment right after the start of the image.
    let note = b"SECRET PLACE 54.1 N";
    let mut segment = vec![0xff, 0xfe, 0, u8::try_from(note.len() + 2).unwrap()];
    segment.extend(note);
    bytes.splice(2..2, segment);
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_story_file_brings_its_pictures_and_videos() {
    on_both(|w| {
        let original = picture(1700, 850);
        assert!(contains(&original, b"SECRET PLACE"));
        w.file("boat.jpg", &original);
        w.file("page.jpg", picture(600, 300));
        w.file("clip.webm", [&[0x1a, 0x45, 0xdf, 0xa3][..], &[7; 5_000]].concat());
        let file = w.file(
            "boat.md",
            "---\ntitle: The boat\nslug: boat\nauthor: Ana Lima\nstandfirst: It floats.\ntopics: [Ferry, Council]\n\
             question: Does it?\nmedia:\n  - image: boat.jpg\n    alt: A boat\n    caption: At dawn\n    credit: A. Lima\n  \
             - video: clip.webm\n    alt: A clip\n    silent: true\n---\nText.\n\n![A page](page.jpg \"Of a book\")\n",
        );
        w.cli_ok(&["story", "add", file.to_str().unwrap()]);
        let page = w.get("/stories/boat").expect(200).text;
        assert!(page.contains("It floats.") && page.contains("Does it?") && page.contains("By <bdi>Ana Lima</bdi>"));
        assert!(page.contains("<a href=\"/topics/ferry\">Ferry</a>"), "{page}");
        let files: Vec<&str> =
            page.split("/media/").skip(1).map(|rest| &rest[..rest.find(['"', ' ']).unwrap()]).collect();
        assert!(files.len() >= 6, "{files:?}");
        let mut kinds = std::collections::HashSet::new();
        for file in files {
            let answer = w.get(&format!("/media/{file}")).expect(200);
            let kind = answer.header("content-type").to_owned();
            assert_eq!(kind == "video/webm", file.ends_with(".webm"), "{kind}");
            kinds.insert(kind);
            assert!(answer.header("cache-control").contains("immutable"));
            // Feeds and quotations name them: other sites may show them.
            assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
            assert!(!contains(&answer.bytes, b"SECRET"), "a camera's note stays");
        }
        assert_eq!(kinds.len(), 2, "the film stands below the text: {kinds:?}");
        // What is above the fold is fetched at once, what is below when it is near.
        let (lead, below) = page.split_once("class=\"body\"").unwrap();
        assert!(lead.contains("fetchpriority=\"high\"") && !lead.contains("loading=\"lazy\""));
        assert!(below.contains("loading=\"lazy\"") && below.contains("alt=\"A page\"") && below.contains("Of a book"));
        assert!(below.contains("width=\"600\" height=\"300\""));
        // The same file again changes the story, and keeps nothing twice.
        assert!(w.cli_ok(&["story", "add", file.to_str().unwrap()]).contains("changed"));
        w.verify();
    });
}

#[test]
fn videos_are_played_in_part_and_only_when_asked() {
    on_both(|w| {
        w.file("clip.webm", [&[0x1a, 0x45, 0xdf, 0xa3][..], &[7; 5_000]].concat());
        w.file("still.jpg", picture(500, 280));
        let file = w.file(
            "clips.md",
            "---\ntitle: Clips\nslug: clips\nmedia:\n  - {video: clip.webm, still: still.jpg, alt: Here}\n---\nText.",
        );
        w.cli_ok(&["story", "add", file.to_str().unwrap()]);
        let page = w.get("/stories/clips").expect(200).text;
        assert!(page.contains("preload=\"none\"") && page.contains("poster=\"/media/"), "{page}");
        let name = page.split("<source src=\"").nth(1).unwrap().split('"').next().unwrap();
        let part = w.send("GET", name, &[("range", "bytes=4-9")], None).expect(206);
        assert_eq!(part.bytes, [7; 6]);
        assert_eq!(part.header("content-range"), "bytes 4-9/5004");
        assert_eq!(part.header("content-type"), "video/webm");
        w.send("GET", name, &[("range", "bytes=9000-")], None).expect(416);
        assert_eq!(w.get(name).expect(200).bytes.len(), 5_004);
        w.get(&format!("/media/{}.jpg", "0".repeat(64))).expect(404);
        w.get("/media/..%2f..%2fetc%2fpasswd").expect(404);

        let file = w.file(
            "far.md",
            "---\ntitle: Far\nslug: far\nmedia:\n  - {video: \"https://video.example.org/w/1\", still: still.jpg, alt: There, length: \"2:48\"}\n---\nText.",
        );
        w.cli_ok(&["story", "add", file.to_str().unwrap()]);
        let page = w.get("/stories/far").expect(200).text;
        let link = page.split("class=\"play\"").nth(1).unwrap().split("</a>").next().unwrap();
        assert!(link.contains("href=\"https://video.example.org/w/1\"") && link.contains("2:48"), "{link}");
        assert!(link.contains("<bdi>video.example.org</bdi>") && link.contains("noreferrer"), "{link}");
        // Nothing but that link names the other host.
        assert_eq!(page.matches("video.example.org").count(), 2);
    });
}

#[test]
fn what_is_wrong_with_a_story_file_is_said_and_nothing_is_kept() {
    on_both(|w| {
        w.file("notes.jpg", b"no picture");
        for (head, words) in [
            ("media: [gone.jpg]", "gone.jpg"),
            ("media:\n  - {image: notes.jpg, alt: A}", "cannot be read"),
            ("media:\n  - {video: notes.jpg}", "no video"),
            ("media:\n  - {sound: a.ogg}", "front matter"),
            ("corrections:\n  - {at: soon, text: x}", "soon"),
            ("colour: red", "front matter"),
        ] {
            let file = w.file("bad.md", format!("---\ntitle: Bad\nslug: bad\n{head}\n---\nText."));
            let out = w.cli(&["story", "add", file.to_str().unwrap()]);
            assert_eq!(out.status.code(), Some(1), "{head}");
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            assert!(said.contains(words) && said.contains("bad.md"), "{head}: {said}");
        }
        w.file("fine.jpg", picture(50, 50));
        let file = w.file("bad.md", "---\ntitle: Bad\nslug: bad\nmedia: [fine.jpg]\n---\nText.");
        let out = w.cli(&["story", "add", file.to_str().unwrap()]);
        assert!(String::from_utf8_lossy(&out.stderr).contains("alt"), "a picture needs words");
        w.get("/stories/bad").expect(404);
    });
}

#[test]
fn topics_gather_their_stories() {
    on_both(|w| {
        let story = |title: &str, topics: Value| w.story_with(json!({ "title": title, "topics": topics }));
        story("Old boat", json!(["Ferry"]));
        w.clock.advance(std::time::Duration::from_secs(60));
        let newer = story("New boat", json!(["FERRY", "Café & Co."]));
        let page = w.get("/topics/ferry").expect(200).text;
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
        assert!(at("New boat") < at("Old boat"));
        assert!(w.get("/topics/cafe-co").expect(200).text.contains("Café &#38; Co."));
        assert!(w.get("/topics/Ferry").expect(200).text.contains("Old boat"), "its address is read in any case");
        w.get("/topics/nothing").expect(404);
        w.get("/topics/%21").expect(404);
        // One that is taken out of sight leaves its topics, and comes back with them.
        let bearer = w.key(&["stories"]);
        let set = |state: &str| {
            w.send_json(
                "PATCH",
                &format!("/api/v1/stories/{}", newer.id),
                &[("authorization", &bearer)],
                &json!({ "state": state }),
            )
            .expect(200);
            w.clock.advance(std::time::Duration::from_secs(3));
        };
        set("unpublished");
        assert!(!w.get("/topics/ferry").expect(200).text.contains("New boat"));
        w.get("/topics/cafe-co").expect(404);
        set("published");
        assert!(w.get("/topics/ferry").expect(200).text.contains("New boat"));
    });
}

#[test]
fn a_story_that_moved_is_found_where_it_was() {
    on_both(|w| {
        let story = w.story("Moving house");
        let comment = w.comment(&story, "Careful with the piano.").id();
        let bearer = w.key(&["stories"]);
        let change = |id: &str, slug: &str| {
            w.send_json(
                "PATCH",
                &format!("/api/v1/stories/{id}"),
                &[("authorization", &bearer)],
                &json!({ "slug": slug }),
            )
        };
        change(&story.id, "second").expect(200);
        change(&story.id, "third").expect(200);
        for old in [story.slug.as_str(), "second"] {
            let answer = w.get(&format!("/stories/{old}")).expect(308);
            assert_eq!(answer.header("location"), "/stories/third");
            let answer = w.get(&format!("/stories/{old}/comments/{comment}")).expect(308);
            assert_eq!(answer.header("location"), format!("/stories/third/comments/{comment}"));
        }
        assert!(w.get("/stories/third").expect(200).text.contains("Careful with the piano."), "its thread came along");
        // Nobody else may take an address that leads somewhere; the story itself may go back.
        let other = w.story("Another");
        change(&other.id, "second").problem(409, "slug_taken");
        change(&story.id, "second").expect(200);
        w.get("/stories/second").expect(200);
        assert_eq!(w.get("/stories/third").expect(308).header("location"), "/stories/second");
        w.verify();
    });
}

#[test]
fn a_page_speaks_the_language_of_its_story() {
    on_both(|w| {
        for (lang, dir, write, comment) in [
            ("de", "ltr", "Kommentar schreiben", "1 Kommentar"),
            ("ar", "rtl", "اكتب تعليقا", "تعليق واحد"),
            ("fr-CA", "ltr", "Écrire un commentaire", "1 commentaire"),
            ("es", "ltr", "Escribir un comentario", "1 comentario"),
            ("tlh", "ltr", "Write a comment", "1 comment"),
        ] {
            let story = w.story_with(json!({ "title": "X", "x_lang": lang }));
            w.comment(&story, &format!("in {lang}")).send().expect(201);
            let page = w.get(&format!("/stories/{}", story.slug)).expect(200).text;
            let spoken = if lang == "tlh" { "en" } else { &lang[..2] };
            assert!(page.contains(&format!("<html lang=\"{spoken}\" dir=\"{dir}\">")), "{lang}: {page}");
            assert!(page.contains(write) && page.contains(comment), "{lang}: {page}");
            assert!(page.contains(&format!("<article class=\"story\" lang=\"{lang}\"")), "{lang}");
            let form = w.get(&format!("/stories/{}/comments/new", story.slug)).expect(200).text;
            assert!(form.contains(write) && form.contains(&format!("<html lang=\"{spoken}\"")), "{lang}: {form}");
        }
    });
}

/// The sample comes in whole, on both engines, and is as it says.
#[test]
fn the_sample_publication_is_complete() {
    on_both(|w: &World| {
        w.block_on(understory::sample::load(&w.app)).unwrap();
        let list = w.get("/api/v1/stories?limit=100").expect(200).json();
        let stories = list["stories"].as_array().unwrap();
        assert!(stories.len() >= 10, "{}", stories.len());
        let comments: i64 = stories.iter().map(|story| story["comments"].as_i64().unwrap()).sum();
        assert!(comments >= 250, "{comments}");
        let mut pages = String::new();
        for story in stories {
            pages += &w.get(&format!("/stories/{}?sort=oldest", story["slug"].as_str().unwrap())).expect(200).text;
        }
        for lang in ["en", "de", "ar"] {
            assert!(pages.contains(&format!("<article class=\"story\" lang=\"{lang}\"")), "{lang}");
        }
        assert_eq!(pages.matches("<figure class=\"video").count(), 2);
        for class in [
            "class=\"corrections\"",
            "class=\"notice\"",
            "class=\"tombstone\"",
            "class=\"badge author\"",
            "class=\"fold\"",
            "class=\"empty\"",
        ] {
            assert!(pages.contains(class), "{class}");
        }
        // What belongs together is offered: docs/related.md says what, and why.
        while w.block_on(understory::jobs::relate_due(&w.app)).unwrap() {}
        let offered = |slug: &str| -> Vec<String> {
            let page = w.get(&format!("/stories/{slug}")).expect(200).text;
            let list = page.split("class=\"related\"").nth(1).map_or("", |rest| rest.split("</aside>").next().unwrap());
            list.split("href=\"/stories/").skip(1).map(|link| link.split('"').next().unwrap().to_owned()).collect()
        };
        assert_eq!(offered("storm-thursday"), ["tides-this-week", "winter-ferry", "rain-book"]);
        assert_eq!(offered("fish-market-dawn"), ["evening-school"]);
        assert!(offered("winter-ferry").contains(&"storm-thursday".to_owned()));
        for alone in ["rovers-four", "adventsmarkt", "werft-sucht"] {
            assert!(offered(alone).is_empty(), "{alone}: {:?}", offered(alone));
        }
        // One that is taken out of sight is offered no more.
        w.cli_ok(&["story", "unpublish", "tides-this-week"]);
        crate::world::until("it is gone", || offered("storm-thursday") == ["winter-ferry", "rain-book"]);
        w.cli_ok(&["story", "publish", "tides-this-week"]);
        // Loading it twice changes nothing.
        w.block_on(understory::sample::load(&w.app)).unwrap();
        assert_eq!(w.get("/api/v1/stories?limit=100").json()["stories"].as_array().unwrap().len(), stories.len());
        w.verify();
    });
}

/// A draft, an embargo, a story taken back: seen by no reader in any way, and by all when its time has come.
#[test]
fn a_story_is_shown_in_its_time() {
    on_both(|w| {
        let hour = std::time::Duration::from_secs(3_600);
        let tomorrow = w.clock.now().plus_seconds(86_400).rfc3339();
        w.story_with(json!({ "title": "Later", "slug": "later", "topics": ["Soon"], "published_at": tomorrow }));
        let draft = w.file("draft.md", "---\ntitle: Draft\nslug: draft\ntopics: [Soon]\ndraft: true\n---\nx");
        assert!(w.cli_ok(&["story", "add", draft.to_str().unwrap()]).contains("drafted"));
        let far = w.file("far.md", "---\ntitle: Far\nslug: far\npublished: 2126-01-01\n---\nx");
        assert!(w.cli_ok(&["story", "add", far.to_str().unwrap()]).contains("scheduled"));
        let hidden = |slug: &str, title: &str| {
            w.clock.advance(std::time::Duration::from_secs(3));
            w.get(&format!("/stories/{slug}")).expect(404);
            w.get(&format!("/stories/{slug}/comments/new")).expect(404);
            w.get(&format!("/stories/{slug}/comments.atom")).expect(404);
            w.get(&format!("/oembed?url={}%2Fstories%2F{slug}", w.app.config.origin())).expect(404);
            for list in ["/", "/api/v1/stories", "/feed.atom", "/feed.json", "/sitemap.xml"] {
                assert!(!w.get(list).expect(200).text.contains(title), "{title} in {list}");
            }
            w.get("/topics/soon").expect(404);
        };
        hidden("later", "Later");
        hidden("draft", "Draft");
        hidden("far", "Far");
        w.clock.advance(hour * 23);
        w.block_on(understory::jobs::publish_due(&w.app)).unwrap();
        hidden("later", "Later");
        w.clock.advance(hour * 2);
        w.block_on(understory::jobs::publish_due(&w.app)).unwrap();
        w.get("/stories/later").expect(200);
        assert!(w.get("/topics/soon").expect(200).text.contains("Later"));
        let events = w.cli_ok(&["story", "publish", "draft"]);
        assert!(events.contains("open"), "{events}");
        w.clock.advance(std::time::Duration::from_secs(3));
        assert!(w.get("/").expect(200).text.contains("Draft"));
        w.cli_ok(&["story", "unpublish", "later"]);
        w.clock.advance(std::time::Duration::from_secs(3));
        crate::world::until("it is gone", || w.get("/stories/later").status == 404);
        // With a time to come it waits once more.
        let said = w.cli_ok(&["story", "publish", "later", "--at", "2126-01-01T00:00:00Z"]);
        assert!(said.contains("to be published"), "{said}");
        crate::world::until("it is gone", || w.get("/stories/later").status == 404);
        w.verify();
    });
}

#[test]
fn a_story_is_changed_and_says_what_was_wrong() {
    on_both(|w| {
        let story = w.story_with(json!({ "title": "Nine boats", "body": "Nine." }));
        w.comment(&story, "Ten, I counted.").send().expect(201);
        w.cli_ok(&[
            "story",
            "edit",
            &story.slug,
            "--title",
            "Ten boats",
            "--standfirst",
            "Counted twice.",
            "--author",
            "Ana Lima",
            "--topic",
            "Harbour",
            "--topic",
            "Numbers",
            "--question",
            "How many did you see?",
            "--correct",
            "It said nine. It is ten.",
        ]);
        let page = || w.get(&format!("/stories/{}", story.slug)).expect(200).text;
        crate::world::until("the page follows", || page().contains("Ten boats"));
        let text = page();
        for words in [
            "Counted twice.",
            "Ana Lima",
            "/topics/harbour",
            "How many did you see?",
            "It said nine. It is ten.",
            "Ten, I counted.",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.contains("href=\"#corrections\"") && text.contains(">Correction</h2>"));
        let out = w.cli(&["story", "edit", &story.slug, "--title", ""]);
        assert!(String::from_utf8_lossy(&out.stderr).contains("headline"));
        // By program, all corrections are given anew; a wrong time is refused at its field.
        let bearer = w.key(&["stories"]);
        let address = format!("/api/v1/stories/{}", story.id);
        let change = |body: Value| w.send_json("PATCH", &address, &[("authorization", &bearer)], &body);
        let answer = change(
            json!({ "standfirst": "Thrice.", "corrections": [{ "at": "2026-01-01T00:00:00Z", "text": "First." }, { "at": "2026-01-02T00:00:00Z", "text": "Second." }] }),
        );
        assert_eq!(answer.expect(200).json()["standfirst"], "Thrice.");
        assert!(page().contains(">Corrections</h2>"));
        assert_eq!(
            change(json!({ "corrections": [{ "at": "soon", "text": "x" }] })).problem(422, "time_invalid")["field"],
            "corrections"
        );
        change(json!({ "state": "scheduled" })).problem(422, "state_invalid");
        change(json!({ "published_at": "2126-01-01T00:00:00Z" })).expect(200);
        w.get(&format!("/stories/{}", story.slug)).expect(404);
        assert_eq!(
            w.cli_ok(&["story", "move", &story.slug, "--slug", "ten-boats"]).matches("to be published").count(),
            1
        );
        w.cli_ok(&["story", "publish", "ten-boats"]);
        crate::world::until("it is there", || w.get("/stories/ten-boats").status == 200);
        w.verify();
    });
}

/// Whoever hands over a story names no file of another host, no script, and no file that we would not have made.
#[test]
fn media_come_from_here_alone() {
    on_both(|w| {
        let bearer = w.key(&["stories"]);
        let hash = "a".repeat(64);
        let size = |file: &str| json!([{ "name": "a.jpg", "alt": "A", "picture": { "sizes": [{ "file": file, "width": 1, "height": 1 }] } }]);
        let far = |url: &str| json!([{ "name": "v", "video": { "elsewhere": { "url": url, "length": "" } } }]);
        let bad = [
            size(&format!("{hash}.jpg 1w, https://evil.example/t.png")),
            size("../../etc/passwd"),
            size(&format!("{hash}.svg")),
            json!([{ "alt": "A", "picture": { "sizes": [] } }]),
            json!([{ "video": { "here": { "file": "x\" onerror=\"wr0ng", "length": "", "silent": true } } }]),
            far("javascript:wr0ng()"),
            far("data:text/html,wr0ng"),
            json!([{ "colour": "red" }]),
            json!("evil.example"),
        ];
        for (n, media) in bad.iter().enumerate() {
            let record =
                json!({ "title": "T", "slug": format!("api-{n}"), "body": "![x](a.jpg)\n\n![x](v)", "x_media": media });
            let answer = w.send_json("POST", "/api/v1/stories", &[("authorization", &bearer)], &record);
            assert_eq!(answer.status, 422, "{media}: {}", answer.text);
            // An import keeps the story and leaves out what is not ours.
            let line = json!({ "kind": "story", "id": format!("i{n}"), "title": "T", "slug": format!("import-{n}"), "body": "![x](a.jpg)\n\n![x](v)", "x_media": media });
            let file = w.file("bad.jsonl", format!("{line}\n"));
            w.cli_ok(&["import", file.to_str().unwrap(), "--source", &format!("s{n}")]);
            crate::world::until("it is there", || w.get(&format!("/stories/import-{n}")).status == 200);
            w.clock.advance(std::time::Duration::from_secs(3));
            for path in
                [format!("/stories/import-{n}"), "/feed.atom".to_owned(), "/feed.json".to_owned(), "/".to_owned()]
            {
                let text = w.get(&path).expect(200).text;
                assert!(
                    !text.contains("evil.example") && !text.contains("wr0ng") && !text.contains("passwd"),
                    "{path}: {text}"
                );
            }
        }
        let good = json!({ "title": "T", "slug": "good", "x_media": size(&format!("{hash}.jpg")) });
        w.send_json("POST", "/api/v1/stories", &[("authorization", &bearer)], &good).expect(201);
    });
}

#[test]
fn what_was_taken_back_stays_so_until_it_is_published() {
    on_both(|w| {
        let file = w.file("back.md", "---\ntitle: Back\nslug: back\n---\nx");
        w.cli_ok(&["story", "add", file.to_str().unwrap()]);
        w.cli_ok(&["story", "unpublish", "back"]);
        crate::world::until("it is gone", || w.get("/stories/back").status == 404);
        // Neither the file again nor a change of its words shows it.
        w.cli_ok(&["story", "add", file.to_str().unwrap()]);
        w.cli_ok(&["story", "edit", "back", "--title", "Changed"]);
        w.get("/stories/back").expect(404);
        w.cli_ok(&["story", "publish", "back"]);
        crate::world::until("it is there", || w.get("/stories/back").text.contains("Changed"));
        // An imported story of a time to come waits for it.
        let line = json!({ "kind": "story", "id": "i", "title": "To come", "slug": "to-come", "published_at": "2126-01-01T00:00:00Z" });
        let file = w.file("later.jsonl", format!("{line}\n"));
        w.cli_ok(&["import", file.to_str().unwrap()]);
        w.get("/stories/to-come").expect(404);
    });
}

#[test]
fn a_writer_goes_on_where_the_story_went() {
    on_both(|w| {
        let story = w.story_with(json!({ "title": "Here", "slug": "here" }));
        let form = w.get("/stories/here/comments/new").expect(200).text;
        let key = form.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let bearer = w.key(&["stories"]);
        let address = format!("/api/v1/stories/{}", story.id);
        w.send_json("PATCH", &address, &[("authorization", &bearer)], &json!({ "slug": "there" })).expect(200);
        let fields = [("key", key.as_str()), ("name", "Ana"), ("body", "Written on the way.")];
        w.post_form("/stories/here/comments", None, &fields).expect(303);
        crate::world::until("it is there", || w.get("/stories/there").text.contains("Written on the way."));
        crate::world::until("the old address is forgotten", || w.get("/stories/here").status == 308);
        assert_eq!(w.get("/stories/here/comments.atom").expect(308).header("location"), "/stories/there/comments.atom");
        let asked = format!("{}%2Fstories%2Fhere", w.app.config.origin());
        assert_eq!(w.get(&format!("/oembed?url={asked}")).expect(200).json()["title"], "Here");
        // An imported story does not take an address that leads on.
        let file = w.file(
            "same.jsonl",
            format!("{}\n", json!({ "kind": "story", "id": "i", "title": "Other", "slug": "here" })),
        );
        w.cli_ok(&["import", file.to_str().unwrap()]);
        w.get("/stories/here").expect(308);
    });
}

/// A program sends a picture, and a story shows it: made anew, by the names that the answer gave.
#[test]
fn pictures_come_by_program() {
    on_both(|w| {
        let key = w.key(&["stories"]);
        let send = |bytes: &[u8], key: &str| {
            let headers = [("authorization", key), ("content-type", "application/octet-stream")];
            w.send("POST", "/api/v1/media", &headers, Some(bytes))
        };
        let sample = |name: &str| std::fs::read(crate::house::root().join("sample/media").join(name)).unwrap();
        let mut picture = send(&sample("crane.jpg"), &key).expect(201).json()["media"].clone();
        let video = send(&sample("bakery.webm"), &key).expect(201).json()["media"].clone();
        let story = json!({ "title": "By program", "slug": "by-program", "body": "Before.\n\n![](here.jpg)\n\nAfter.", "x_media": [picture] });
        let create =
            |story: &serde_json::Value| w.send_json("POST", "/api/v1/stories", &[("authorization", &key)], story);
        create(&story).problem(422, "alt_missing");
        picture["alt"] = json!("A crane.");
        picture["name"] = json!("here.jpg");
        let made = create(
            &json!({ "title": "By program", "slug": "by-program", "body": story["body"], "x_media": [picture] }),
        );
        let id = made.expect(201).json()["id"].as_str().unwrap().to_owned();
        let page = w.get("/stories/by-program").expect(200).text;
        let file = picture["picture"]["sizes"][0]["file"].as_str().unwrap();
        assert!(page.contains(file) && page.contains("alt=\"A crane.\""), "{page}");
        assert_eq!(w.get(&format!("/media/{file}")).expect(200).header("content-type"), "image/jpeg");
        let change = json!({ "media": [video] });
        w.send_json("PATCH", &format!("/api/v1/stories/{id}"), &[("authorization", &key)], &change).expect(200);
        let page = w.get("/stories/by-program").expect(200).text;
        assert!(page.contains("<video") && !page.contains(file), "{page}");
        send(&sample("crane.jpg"), "Bearer none").expect(401);
        send(&sample("crane.jpg"), &w.key(&["comments"])).problem(403, "scope_missing");
        for bad in [&b""[..], b"no picture", b"GIF89a\x01\0\x01\0\x80\0\0", &vec![0xff; 3 << 20]] {
            send(bad, &key).problem(422, "media_invalid");
        }
        let announced = format!(
            "POST /api/v1/media HTTP/1.1\r\nHost: {}\r\nAuthorization: {key}\r\nContent-Length: {}\r\n\r\n",
            w.address,
            (30 << 20) + 1
        );
        let refused = crate::wire::exchange(w.address, announced.as_bytes()).unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (413, "request_too_large"));
    });
}

/// What editors do to a story is told apart afterwards.
#[test]
fn what_is_done_to_a_story_is_an_event() {
    on_both(|w| {
        let story = w.story_with(json!({ "title": "Nine boats", "slug": "nine" }));
        for command in [
            &["story", "edit", "nine", "--title", "Ten boats"][..],
            &["story", "edit", "nine", "--correct", "There were ten."],
            &["story", "move", "nine", "--slug", "ten"],
            &["story", "close", "ten"],
            &["story", "reopen", "ten"],
            &["story", "unpublish", "ten"],
            &["story", "publish", "ten"],
        ] {
            w.cli_ok(command);
        }
        let id: understory::models::Id = story.id.parse().unwrap();
        let kinds = w.block_on(w.store().read(move |tx| {
            tx.query("SELECT kind FROM event WHERE story_id = $1 ORDER BY seq", &[&id], |row| row.get::<String>(0))
        }));
        let kinds: Vec<String> = kinds.unwrap().into_iter().filter(|kind| kind != "story_related").collect();
        let expected = ["published", "changed", "corrected", "moved", "closed", "reopened", "unpublished", "published"];
        assert_eq!(kinds, expected.map(|kind| format!("story_{kind}")));
    });
}

/// A program that asks again under its key has published one story; one that vouches for a writer marks the author.
#[test]
fn programs_publish_once_and_vouch_for_authors() {
    on_both(|w| {
        let key = w.key(&["stories"]);
        let story = json!({ "title": "Sent twice", "author": "Ana Lima", "x_standfirst": "Below.", "x_question": "Is it?",
            "x_corrections": [{ "at": "2026-02-28T12:00:00Z", "text": "Twice, not once." }] });
        let headers = [("authorization", key.as_str()), ("idempotency-key", "0123456789abcdef0123456789")];
        let first = w.send_json("POST", "/api/v1/stories", &headers, &story).expect(201).json();
        let again = w.send_json("POST", "/api/v1/stories", &headers, &story).expect(201).json();
        assert_eq!(first["id"], again["id"]);
        let other = json!({ "title": "Another" });
        w.send_json("POST", "/api/v1/stories", &headers, &other).problem(422, "idempotency_key_reused");
        let page = w.get(&format!("/stories/{}", first["slug"].as_str().unwrap())).expect(200).text;
        for words in ["Below.", "Is it?", "Twice, not once."] {
            assert!(page.contains(words), "{words}");
        }
        let id = first["id"].as_str().unwrap();
        let path = format!("/api/v1/stories/{id}/comments");
        let comment = json!({ "name": "Ana Lima", "body": "I counted again.", "badges": ["author"] });
        w.post_json(&path, &comment).problem(422, "badge_refused");
        let key = w.key(&["comments"]);
        let odd = json!({ "name": "Ana Lima", "body": "I counted again.", "badges": ["king"] });
        w.send_json("POST", &path, &[("authorization", &key)], &odd).problem(422, "badge_unknown");
        let posted = w.send_json("POST", &path, &[("authorization", &key)], &comment).expect(201).json();
        assert_eq!(posted["author"]["badges"], json!(["author"]));
        let page = w.get(&format!("/stories/{}", first["slug"].as_str().unwrap())).expect(200).text;
        assert!(page.contains("class=\"by-author\"") && page.contains("class=\"badge author\""));
    });
}
