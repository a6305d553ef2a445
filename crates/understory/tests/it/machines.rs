//! What programs read: feeds by a parser that others wrote, structured data by what Google asks of it, the site map, oEmbed.

use feed_rs::model::Feed;
use serde_json::{Value, json};

use crate::world::{World, on_both};

fn feed(w: &World, path: &str) -> Feed {
    let answer = w.get(path).expect(200);
    feed_rs::parser::parse(answer.bytes.as_slice()).unwrap_or_else(|error| panic!("{path}: {error}\n{}", answer.text))
}

/// Two stories, the newer with a character that XML cannot hold and much that it must write otherwise.
fn two(w: &World) -> (crate::world::Story, crate::world::Story) {
    let old = w.story_with(json!({ "title": "Old", "slug": "old", "topics": ["Ferry"], "body": "It *sailed*." }));
    w.clock.advance(std::time::Duration::from_secs(600));
    let new = w.story_with(json!({
        "title": "A <b> & \"c\" ]]> \u{8}d", "slug": "neu-größe", "author": "Ana <Lima>", "topics": ["Ferry", "R&D"],
        "x_standfirst": "Less < more.", "body": "See [it](/stories/old).", "x_lang": "de",
    }));
    (old, new)
}

#[test]
fn stories_come_as_feeds() {
    on_both(|w| {
        let (_, new) = two(w);
        w.comment(&new, "One.").send().expect(201);
        w.clock.advance(std::time::Duration::from_secs(3));
        for path in ["/feed.atom", "/feed.json", "/topics/ferry/feed.atom", "/topics/ferry/feed.json"] {
            let feed = feed(w, path);
            assert_eq!(feed.entries.len(), 2, "{path}");
            let entry = &feed.entries[0];
            assert_eq!(entry.title.as_ref().unwrap().content, "A <b> & \"c\" ]]> d", "{path}");
            assert_eq!(entry.authors[0].name, "Ana <Lima>");
            assert_eq!(entry.summary.as_ref().unwrap().content, "Less < more.");
            let html = entry.content.as_ref().unwrap().body.clone().unwrap();
            assert!(html.contains("<a href=\"http://") && html.contains("/stories/old\">it</a>"), "{path}: {html}");
            assert!(entry.published.unwrap() > feed.entries[1].published.unwrap());
            assert!(entry.id.starts_with("urn:uuid:"), "{}", entry.id);
            assert_eq!(entry.categories.len(), 2);
        }
        assert_eq!(feed(w, "/topics/r-d/feed.atom").entries.len(), 1);
        w.get("/topics/nothing/feed.atom").expect(404);
        assert_eq!(w.get("/feed.atom").header("content-type"), "application/atom+xml");
        let page = w.get("/").expect(200).text;
        assert!(page.contains("type=\"application/atom+xml\"") && page.contains("href=\"/feed.json\""));
    });
}

#[test]
fn a_thread_comes_as_a_feed_of_who_answers_whom() {
    on_both(|w| {
        let (story, _) = two(w);
        let root = w.comment(&story, "Root & <branch>").by("Ann & Bob").id();
        w.clock.advance(std::time::Duration::from_secs(1));
        let reply = w.comment(&story, "Leaf.").to(&root).id();
        let gone = w.comment(&story, "Gone.").id();
        let held = w.comment(&story, "Waiting.").id();
        w.decide("remove", &gone);
        w.decide("hold", &held);
        let path = "/stories/old/comments.atom";
        crate::world::until("the feed follows", || feed(w, path).entries.len() == 2);
        let answer = w.get(path).expect(200).text;
        let feed = feed(w, path);
        assert_eq!(feed.entries[1].authors[0].name, "Ann & Bob");
        assert!(feed.entries[0].links[0].href.ends_with(&format!("/stories/old/comments/{reply}")));
        // RFC 4685: a reply names what it answers, by the name that this has in the feed; a root answers the story.
        let refs: Vec<&str> =
            answer.split("in-reply-to ref=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(refs[0], feed.entries[1].id);
        let story_id = feed_id(w, "old");
        assert_eq!(refs[1], story_id);
        assert!(!answer.contains("Gone") && !answer.contains("Waiting"));
    });
}

fn feed_id(w: &World, slug: &str) -> String {
    w.clock.advance(std::time::Duration::from_secs(3));
    let stories = feed(w, "/feed.atom");
    let found =
        stories.entries.iter().find(|entry| entry.links.iter().any(|link| link.href.ends_with(&format!("/{slug}"))));
    found.unwrap().id.clone()
}

#[test]
fn a_story_says_what_it_is() {
    on_both(|w| {
        let (_, new) = two(w);
        w.comment(&new, "A </script><script>alert(1)</script> word").send().expect(201);
        let page = w.get("/stories/neu-gr%C3%B6%C3%9Fe").expect(200).text;
        let data =
            page.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
        let article: Value = serde_json::from_str(data).unwrap();
        assert_eq!(article["@type"], "NewsArticle");
        // What Google requires or asks of an article and of its comments.
        for field in ["headline", "datePublished", "dateModified", "image", "author", "comment", "mainEntityOfPage"] {
            assert!(!article[field].is_null(), "{field}: {article}");
        }
        assert_eq!(article["author"][0], json!({ "@type": "Person", "name": "Ana <Lima>" }));
        let comment = &article["comment"][0];
        assert_eq!(comment["author"]["name"], "Ana");
        assert!(comment["text"].as_str().unwrap().contains("alert(1)") && comment["datePublished"].is_string());
        assert_eq!(article["commentCount"], 1);
        let canonical = page.split("<link rel=\"canonical\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(canonical.starts_with("http://") && canonical.ends_with("/stories/neu-gr%C3%B6%C3%9Fe"), "{canonical}");
        for name in ["og:title", "og:type", "og:url", "og:description", "article:published_time"] {
            assert!(page.contains(&format!("<meta property=\"{name}\"")), "{name}");
        }
        let elsewhere = w.story_with(json!({ "title": "E", "slug": "e", "url": "https://paper.example/e" }));
        let page = w.get(&format!("/stories/{}", elsewhere.slug)).expect(200).text;
        assert!(page.contains("<link rel=\"canonical\" href=\"https://paper.example/e\">"));
    });
}

#[test]
fn robots_are_shown_the_map() {
    on_both(|w| {
        two(w);
        w.clock.advance(std::time::Duration::from_secs(3 * 86_400));
        w.story_with(json!({ "title": "News & more", "slug": "news" }));
        w.story_with(json!({ "title": "Secret", "slug": "secret", "state": "unpublished" }));
        let robots = w.get("/robots.txt").expect(200).text;
        let map = robots.lines().find_map(|line| line.strip_prefix("Sitemap: ")).unwrap();
        assert!(map.starts_with("http") && map.ends_with("/sitemap.xml"));
        let map = w.get("/sitemap.xml").expect(200);
        assert_eq!(map.header("content-type"), "application/xml");
        assert_eq!(map.text.matches("<url>").count(), 3, "{}", map.text);
        // Only what is of the last two days is news.
        assert_eq!(map.text.matches("<news:news>").count(), 1);
        assert!(map.text.contains("<news:title>News &#38; more</news:title>") && !map.text.contains("secret"));
        let day = &w.clock.now().rfc3339()[..10];
        assert!(map.text.contains(&format!("<news:publication_date>{day}")), "{}", map.text);
        assert_eq!(map.text.matches("<lastmod>2026-").count(), 3, "{}", map.text);
    });
}

#[test]
fn other_sites_quote_a_story_or_a_comment() {
    on_both(|w| {
        let (story, _) = two(w);
        let comment = w.comment(&story, "A *quotable* thing.").by("Ann <b>").id();
        let page = w.get("/stories/old").expect(200).text;
        let address = page
            .split("application/json+oembed")
            .nth(1)
            .unwrap()
            .split("href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let quoted = w.get(address).expect(200).json();
        assert_eq!((quoted["version"].as_str(), quoted["type"].as_str()), (Some("1.0"), Some("rich")));
        assert!(quoted["html"].as_str().unwrap().contains(">Old</a>"));
        let one = w.get(&format!("{address}%2Fcomments%2F{comment}&maxwidth=320&format=json")).expect(200).json();
        let html = one["html"].as_str().unwrap();
        assert!(
            html.contains("<em>quotable</em>") && html.contains("Ann &lt;b&gt;") && !html.contains("<b>"),
            "{html}"
        );
        assert_eq!(one["width"], 320);
        w.get(&format!("{address}&format=xml")).problem(501, "format_unknown");
        w.get("/oembed?url=https%3A%2F%2Fevil.example%2Fstories%2Fold").expect(404);
        w.get("/oembed").expect(400);
        w.decide("remove", &comment);
        w.get(&format!("{address}%2Fcomments%2F{comment}")).expect(404);
    });
}
