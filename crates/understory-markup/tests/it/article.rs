use proptest::prelude::*;
use understory_markup::{Figure, article};

fn picture(figure: Figure<'_>) -> Option<String> {
    let known = figure.source == "crane.jpg";
    known.then(|| format!("<figure>{}|{}</figure>", figure.alt.len(), figure.caption.len()))
}

#[test]
fn stories_have_headings_quotes_lists_and_rules() {
    for (source, html) in [
        ("# One\n\n### Two", "<h2>One</h2><h3>Two</h3>"),
        ("Line\nagain", "<p>Line\nagain</p>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("> [!pull]\n> The tide waits.", "<blockquote class=\"pull\">\n<p>The tide waits.</p></blockquote>"),
        ("> ```\n> [!pull]\n> ```", "<blockquote><pre><code>[!pull]\n</code></pre></blockquote>"),
        ("3. c\n4. d", "<ol start=\"3\"><li>c</li><li>d</li></ol>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ] {
        assert_eq!(article(source, &|_| None), html, "{source}");
    }
}

#[test]
fn links_lead_to_the_publication_or_to_known_schemes() {
    let html = |source: &str| article(source, &|_| None);
    assert_eq!(html("[x](/stories/a)"), "<p><a href=\"/stories/a\">x</a></p>");
    assert_eq!(html("[x](https://example.org/)"), "<p><a href=\"https://example.org/\">x</a></p>");
    for bad in ["javascript:alert(1)", "//evil.example", "data:text/html,x", "/\\evil.example"] {
        let html = html(&format!("[x](<{bad}>)"));
        assert!(
            !html.contains("href=\"javascript") && !html.contains("href=\"//") && !html.contains("data:"),
            "{html}"
        );
        assert!(!html.contains('\\') || !html.contains("<a"), "{html}");
    }
}

#[test]
fn pictures_stand_by_themselves_or_are_links() {
    assert_eq!(article("a\n\n![seen](crane.jpg \"said\")\n\nb", &picture), "<p>a</p><figure>4|4</figure><p>b</p>");
    assert_eq!(article("in ![seen](crane.jpg) line", &picture), "<p>in seen line</p>");
    assert_eq!(article("![seen](other.jpg)", &picture), "<p>seen</p>");
    assert_eq!(
        article("![seen](https://example.org/a.jpg)", &picture),
        "<p><a href=\"https://example.org/a.jpg\">seen</a></p>"
    );
}

proptest! {
    /// Whatever comes in: no script, no handler, every tag closed as a parser would close it.
    #[test]
    fn anything_comes_out_safe(source in "([a-z<>&\"'`*_#!\\[\\]()> \n-]|<script>|!\\[x\\]\\(crane.jpg\\)|> \\[!pull\\]\n){0,120}") {
        let html = article(&source, &picture);
        prop_assert!(!html.contains("<script"));
        let mut open = Vec::new();
        for piece in html.split('<').skip(1) {
            let name: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
            match name.strip_prefix('/') {
                Some(name) => prop_assert_eq!(open.pop(), Some(name.to_owned()), "{}", html),
                None if ["br", "hr"].contains(&&*name) => {}
                None => open.push(name),
            }
        }
        prop_assert!(open.is_empty(), "{:?} {}", open, html);
    }
}
