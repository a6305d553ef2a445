use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use understory::models::{Cursor, Role, Sort};
use understory::store::{sites, stories, threads};

use crate::world::{Story, World, fixture, on_both, on_both_with};

/// Every comment of a thread, by following `next` and `more` to their ends, as (id, depth).
fn walk(w: &World, story: &Story, sort: &str, limit: u32, mut between: impl FnMut()) -> Vec<(String, i64)> {
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let page = w
            .get(&format!("/api/v1/stories/{}/comments?sort={sort}&limit={limit}{after}", story.id))
            .expect(200)
            .json();
        for comment in page["comments"].as_array().unwrap() {
            branch(w, comment, &mut seen);
        }
        between();
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return seen,
        }
    }
}

fn branch(w: &World, comment: &Value, seen: &mut Vec<(String, i64)>) {
    let id = comment["id"].as_str().unwrap().to_owned();
    seen.push((id.clone(), comment["depth"].as_i64().unwrap()));
    for child in comment["children"].as_array().unwrap() {
        branch(w, child, seen);
    }
    let mut more = comment["more"].as_str().map(str::to_owned);
    while let Some(cursor) = more {
        let page = w.get(&format!("/api/v1/comments/{id}/replies?after={cursor}&limit=2")).expect(200).json();
        for child in page["comments"].as_array().unwrap() {
            branch(w, child, seen);
        }
        more = page["next"].as_str().map(str::to_owned);
    }
}

/// A thread of `roots` with five replies each, one of which goes three deeper.
fn thread(w: &World, story: &Story, roots: usize) -> Vec<String> {
    let mut all = Vec::new();
    for n in 0..roots {
        w.clock.advance(Duration::from_millis(10));
        let root = w.comment(story, &format!("root {n}")).id();
        for m in 0..5 {
            w.clock.advance(Duration::from_millis(10));
            let mut parent = w.comment(story, &format!("reply {n} {m}")).to(&root).id();
            all.push(parent.clone());
            for d in 0..if m == 2 { 3 } else { 0 } {
                w.clock.advance(Duration::from_millis(10));
                parent = w.comment(story, &format!("deep {n} {m} {d}")).to(&parent).id();
                all.push(parent.clone());
            }
        }
        all.push(root);
    }
    all
}

fn no_limits(w: &World) {
    w.set(&["rate_writer=1000000", "rate_address=1000000", "rate_story=1000000"]);
}

#[test]
fn paging_shows_everything_once_in_every_order() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Pages");
        let all: HashSet<String> = thread(w, &story, 7).into_iter().collect();
        for sort in ["newest", "oldest", "top"] {
            for limit in [1, 3, 100] {
                let walked = walk(w, &story, sort, limit, || {});
                let set: HashSet<String> = walked.iter().map(|(id, _)| id.clone()).collect();
                assert_eq!(walked.len(), set.len(), "{sort} {limit}: something twice");
                assert_eq!(set, all, "{sort} {limit}");
            }
        }
    });
}

#[test]
fn while_others_post_nothing_unmoved_is_skipped() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Busy");
        let all: HashSet<String> = thread(w, &story, 6).into_iter().collect();
        for sort in ["newest", "oldest"] {
            let mut n = 0;
            let walked = walk(w, &story, sort, 2, || {
                n += 1;
                w.clock.advance(Duration::from_millis(5));
                w.comment(&story, &format!("meanwhile {sort} {n}")).send().expect(201);
            });
            let set: HashSet<String> = walked.into_iter().map(|(id, _)| id).collect();
            assert!(all.is_subset(&set), "{sort}");
        }
    });
}

/// A page that shows most of a thread reads it in one statement, another asks comment by comment: the same page.
#[test]
fn a_thread_read_whole_is_the_thread_asked_for() {
    on_both(|w| {
        w.cli_ok(&["import", fixture("wikipedia-talk.jsonl").to_str().unwrap()]);
        let (pages, whole) = w
            .block_on(w.store().read(|tx| {
                let site = sites::all(tx)?[0].id;
                let (mut pages, mut whole) = (0, 0);
                for story in stories::newest(tx, site, None, 1_000)? {
                    let mut long = story.clone();
                    long.comments = i64::MAX;
                    for sort in Sort::ALL {
                        let start = Cursor::start(story.id, sort);
                        let before = tx.statements();
                        let page = threads::page(tx, site, &story, None, start, threads::PAGE)?;
                        let once = tx.statements() - before;
                        let asked = threads::page(tx, site, &long, None, start, threads::PAGE)?;
                        assert_eq!(format!("{page:?}"), format!("{asked:?}"), "{} by {}", story.title, sort.as_str());
                        pages += 1;
                        whole += usize::from(once == 2 && tx.statements() - before - once > 2);
                    }
                }
                Ok((pages, whole))
            }))
            .unwrap();
        assert!(pages > 60 && whole > 30, "{whole} of {pages}");
    });
}

#[test]
fn a_page_says_what_is_left_out() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Counts");
        thread(w, &story, 2);
        let page = w.get(&format!("/api/v1/stories/{}/comments?limit=1", story.id)).json();
        let root = &page["comments"][0];
        assert_eq!((root["replies"].as_i64(), root["descendants"].as_i64()), (Some(5), Some(8)));
        assert_eq!(root["children"].as_array().unwrap().len(), 3);
        assert!(root["more"].is_string() && page["next"].is_string());
        assert_eq!(page["story"]["comments"], 18);
        let html = w.get(&format!("/stories/{}", story.slug)).text;
        assert!(html.contains("2 more replies"), "{html}");
        let link =
            html.split("<p class=\"more\"><a href=\"").nth(2).unwrap().split('"').next().unwrap().replace("&#38;", "&");
        let more = w.get(link.split('#').next().unwrap()).expect(200).text;
        assert!(
            more.contains("reply 1 3") && more.contains("reply 1 4") && more.contains("Back to the first replies"),
            "{more}"
        );
    });
}

#[test]
fn tombstones_hold_their_place_and_only_then() {
    on_both(|w| {
        no_limits(w);
        let story = w.story("Tombstones");
        let root = w.comment(&story, "root").id();
        let middle = w.comment(&story, "middle").to(&root).id();
        let leaf = w.comment(&story, "leaf").to(&middle).id();
        let lone = w.comment(&story, "lone").id();
        let shown = || {
            let page = w.get(&format!("/api/v1/stories/{}/comments?sort=oldest", story.id)).json();
            let mut rows = Vec::new();
            for comment in page["comments"].as_array().unwrap() {
                branch(w, comment, &mut rows);
            }
            (rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), page["story"]["comments"].as_i64().unwrap())
        };
        assert_eq!(shown(), (vec![root.clone(), middle.clone(), leaf.clone(), lone.clone()], 4));
        w.decide("remove", &root);
        w.decide("hold", &middle);
        w.decide("remove", &lone);
        let wait = |want: (Vec<String>, i64)| crate::world::until("the page follows", || shown() == want);
        wait((vec![root.clone(), middle.clone(), leaf.clone()], 1));
        let html = w.get(&format!("/stories/{}", story.slug)).text;
        assert!(html.contains("removed by the moderators") && html.contains("waits for the moderators"));
        assert!(!html.contains("<p>root</p>") && !html.contains("<p>middle</p>"));
        w.decide("remove", &leaf);
        wait((vec![], 0));
        w.decide("restore", &leaf);
        wait((vec![root.clone(), middle.clone(), leaf.clone()], 1));
        w.decide("approve", &middle);
        w.decide("restore", &root);
        w.decide("restore", &lone);
        wait((vec![root, middle, leaf, lone], 4));
    });
}

#[test]
fn pages_are_kept_until_something_changes() {
    on_both(|w| {
        let story = w.story("Kept");
        let quiet = w.story("Quiet");
        let page = format!("/stories/{}", story.slug);
        let first = w.get(&page).expect(200);
        let tag = first.header("etag").to_owned();
        assert_eq!(w.get(&page).header("etag"), tag);
        let same = w.send("GET", &page, &[("if-none-match", &tag)], None).expect(304);
        assert_eq!((same.text.as_str(), same.header("etag")), ("", tag.as_str()));
        let misses = || {
            w.get("/metrics").text.lines().find(|l| l.starts_with("understory_cache_misses_total")).unwrap().to_owned()
        };
        let other = w.get(&format!("/stories/{}", quiet.slug)).header("etag").to_owned();
        let before = misses();
        w.comment(&story, "news").send().expect(201);
        assert_eq!(w.get(&format!("/stories/{}", quiet.slug)).header("etag"), other);
        assert_eq!(misses(), before, "a post elsewhere costs a reader nothing");
        let after = w.send("GET", &page, &[("if-none-match", &tag)], None).expect(200);
        assert!(after.text.contains("news") && after.header("etag") != tag);
        assert_eq!(after.header("cache-control"), "public, max-age=0, s-maxage=2");
        assert_eq!(after.header("vary"), "accept-encoding");
        assert_eq!(w.get(&format!("{page}?utm_source=x")).header("etag"), after.header("etag"));
    });
}

#[test]
fn many_readers_of_a_cold_page_cost_one_rendering() {
    on_both(|w| {
        let story = w.story("Cold");
        w.comment(&story, "one").send().expect(201);
        let count = || -> u64 {
            let text = w.get("/metrics").text;
            let line = text.lines().find(|l| l.starts_with("understory_cache_misses_total")).unwrap().to_owned();
            line.split(' ').nth(1).unwrap().parse().unwrap()
        };
        let before = count();
        std::thread::scope(|scope| {
            for _ in 0..40 {
                scope.spawn(|| w.get(&format!("/stories/{}", story.slug)).expect(200));
            }
        });
        assert_eq!(count() - before, 1);
    });
}

#[test]
fn every_encoding_carries_the_same_page() {
    on_both(|w| {
        let story = w.story("Encodings");
        w.comment(&story, &"words and more words ".repeat(50)).send().expect(201);
        let page = format!("/stories/{}", story.slug);
        let plain = w.send("GET", &page, &[("accept-encoding", "identity")], None).expect(200);
        assert_eq!(plain.header("content-encoding"), "");
        for encoding in ["gzip", "br"] {
            // The client undoes the encoding.
            let packed = w.send("GET", &page, &[("accept-encoding", encoding)], None).expect(200);
            assert_eq!(packed.text, plain.text, "{encoding}");
            assert_eq!(packed.header("etag"), plain.header("etag"));
        }
    });
}

#[test]
fn stories_are_found_and_counted_by_any_spelling_of_their_address() {
    on_both(|w| {
        let key = w.key(&["stories"]);
        let auth = [("authorization", key.as_str())];
        let record = json!({ "id": "7", "title": "Addressed", "url": "https://www.paper.example/2026/bridge/" });
        let made = w.send_json("POST", "/api/v1/stories", &auth, &record).expect(201).json();
        let again = w.send_json("POST", "/api/v1/stories", &auth, &record).expect(200).json();
        assert_eq!(made["id"], again["id"]);
        let story =
            Story { id: made["id"].as_str().unwrap().to_owned(), slug: made["slug"].as_str().unwrap().to_owned() };
        w.comment(&story, "one").send().expect(201);
        w.send_json(
            "PATCH",
            &format!("/api/v1/stories/{}", story.id),
            &auth,
            &json!({ "url": "https://paper.example/bridge" }),
        )
        .expect(200);
        let query = |url: &str| url::form_urlencoded::byte_serialize(url.as_bytes()).collect::<String>();
        for spelling in [
            "https://www.paper.example/2026/bridge/",
            "http://paper.example/2026/bridge?utm_source=mail#top",
            "https://paper.example/bridge",
            &format!("http://{}/stories/{}", w.address, story.slug),
        ] {
            if spelling.contains("127.0.0.1") {
                continue; // Listening on port 0, the world does not know its own address.
            }
            let found = w.get(&format!("/api/v1/lookup?url={}", query(spelling))).expect(200).json();
            assert_eq!(found["id"], made["id"], "{spelling}");
            let counts = w
                .get(&format!("/api/v1/counts?url={}&url=https%3A%2F%2Fnowhere.example", query(spelling)))
                .expect(200)
                .json();
            assert_eq!(
                (&counts["counts"][spelling], &counts["counts"]["https://nowhere.example"]),
                (&json!(1), &json!(0))
            );
        }
        // What is remembered follows what is written.
        let address = query("https://paper.example/bridge");
        let count = || {
            let both = w.get(&format!("/api/v1/counts?url={address}&url={address}&url=nonsense")).expect(200).json();
            assert_eq!(both["counts"]["nonsense"], 0);
            both["counts"]["https://paper.example/bridge"].as_i64().unwrap()
        };
        assert_eq!((count(), count()), (1, 1));
        let second = w.comment(&story, "two").id();
        assert_eq!(count(), 2);
        w.decide("remove", &second);
        crate::world::until("the count follows", || count() == 1);
        w.send_json("PATCH", &format!("/api/v1/stories/{}", story.id), &auth, &json!({ "state": "unpublished" }))
            .expect(200);
        assert_eq!(count(), 0);
        w.send_json("PATCH", &format!("/api/v1/stories/{}", story.id), &auth, &json!({ "state": "published" }))
            .expect(200);
        assert_eq!(count(), 1);
        w.get("/api/v1/lookup?url=https%3A%2F%2Fpaper.example%2Fother").problem(404, "not_found");
        w.get("/api/v1/lookup").problem(400, "query_invalid");
        w.get("/api/v1/counts").problem(400, "urls_invalid");
        let taken = json!({ "id": "8", "title": "Other", "url": "http://paper.example/bridge/" });
        w.send_json("POST", "/api/v1/stories", &auth, &taken).problem(409, "url_taken");
    });
}

#[test]
fn what_cannot_be_read_says_so() {
    on_both_with(
        |_| {},
        |w| {
            let story = w.story("Errors");
            let other = w.story("Other");
            let cursor = {
                no_limits(w);
                w.comment(&other, "a").send().expect(201);
                w.comment(&other, "b").send().expect(201);
                w.get(&format!("/api/v1/stories/{}/comments?limit=1", other.id)).json()["next"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            let path = format!("/api/v1/stories/{}/comments", story.id);
            w.get(&format!("{path}?after=nonsense")).problem(400, "cursor_invalid");
            w.get(&format!("{path}?after={cursor}")).problem(400, "cursor_invalid");
            w.get(&format!("/api/v1/stories/{}/comments?after={cursor}&sort=oldest", other.id))
                .problem(400, "cursor_invalid");
            w.get(&format!("{path}?limit=0")).problem(400, "limit_invalid");
            w.get(&format!("{path}?limit=101")).problem(400, "limit_invalid");
            w.get(&format!("{path}?sort=loudest")).problem(400, "query_invalid");
            w.get("/api/v1/stories/nothing").problem(404, "not_found");
            w.get("/api/nothing").problem(404, "not_found");
            w.send("PUT", &path, &[], None).problem(405, "method_not_allowed");
            let page = w.get("/stories/nothing").expect(404);
            assert!(
                page.text.contains("There is no such story here")
                    && page.header("content-type").starts_with("text/html")
            );
            assert_eq!(page.header("cache-control"), "no-store");
        },
    );
}

#[test]
fn unpublished_stories_are_nowhere() {
    on_both(|w| {
        let story = w.story("Secret");
        let comment = w.comment(&story, "secret words").id();
        w.get(&format!("/stories/{}", story.slug)).expect(200);
        let ben = w.person("Ben", Role::Member);
        let by = [("cookie", ben.cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let (votes, flags) = (format!("/api/v1/comments/{comment}/votes"), format!("/api/v1/comments/{comment}/flags"));
        w.send_json("POST", &votes, &by, &json!({ "value": 1 })).expect(200);
        let key = w.key(&["stories"]);
        let auth = [("authorization", key.as_str())];
        w.send_json("PATCH", &format!("/api/v1/stories/{}", story.id), &auth, &json!({ "state": "unpublished" }))
            .expect(200);
        w.send_json("POST", &votes, &by, &json!({ "value": 0 })).problem(404, "comment_unknown");
        w.send_json("POST", &flags, &by, &json!({ "reason": "spam" })).problem(404, "comment_unknown");
        for path in [
            format!("/stories/{}", story.slug),
            format!("/stories/{}/comments/{comment}", story.slug),
            format!("/stories/{}/comments/new", story.slug),
            format!("/api/v1/stories/{}", story.id),
            format!("/api/v1/stories/{}/comments", story.id),
            format!("/api/v1/comments/{comment}"),
            format!("/api/v1/comments/{comment}/replies"),
        ] {
            assert_eq!(w.get(&path).status, 404, "{path}");
        }
        w.comment(&story, "more").send().problem(404, "story_unknown");
        assert_eq!(w.get("/api/v1/stories").json()["stories"], json!([]));
        w.send("GET", &format!("/api/v1/stories/{}", story.id), &auth, None).expect(200);
    });
}

#[test]
fn times_are_shown_in_the_sites_zone() {
    on_both(|w| {
        let story = w.story("Zones");
        w.comment(&story, "when?").send().expect(201);
        let shown = |text: &str| w.get(&format!("/stories/{}", story.slug)).expect(200).text.matches(text).count();
        assert!(shown(">1 Mar 2026, 12:00</time>") > 0);
        w.set(&["zone=Europe/Berlin"]);
        assert_eq!((shown("12:00</time>"), shown(">1 Mar 2026, 13:00</time>") > 0), (0, true));
        assert!(!w.cli(&["site", "set", "zone=Europe/Atlantis"]).status.success());
    });
}

/// What an operator watches is there once there is something to watch.
#[test]
fn metrics_tell_of_requests_pages_and_writes() {
    on_both(|w| {
        let story = w.story("Watched");
        w.comment(&story, "One.").send().expect(201);
        for _ in 0..2 {
            w.get(&format!("/stories/{}", story.slug)).expect(200);
        }
        w.get("/stories/none").expect(404);
        let text = w.get("/metrics").expect(200).text;
        let value = |name: &str| -> f64 {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name} in {text}"));
            line.rsplit(' ').next().unwrap().parse().unwrap()
        };
        for above_zero in [
            "understory_request_seconds_count",
            "understory_cache_hits_total",
            "understory_cache_misses_total",
            "understory_cache_bytes",
            "understory_group_size_count",
            "understory_commit_seconds_count",
            "understory_refusals_total{code=\"not_found\"}",
        ] {
            assert!(value(above_zero) > 0.0, "{above_zero}");
        }
        for there in ["understory_writes_waiting", "understory_reads_waiting", "understory_read_only"] {
            assert!(value(there) >= 0.0);
        }
    });
}
