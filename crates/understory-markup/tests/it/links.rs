use understory_markup::Format::{Html, Markdown, Text};
use understory_markup::{MAX_ADDRESS, MAX_LINKS, render};

use crate::assert_sound;
use crate::scanner::FORMATS;

/// The addresses of the links in rendered HTML, unescaped as far as needed here.
fn addresses(html: &str) -> Vec<String> {
    let quoted = |rest: &str| rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
    html.split("<a href=\"").skip(1).map(quoted).collect()
}

#[test]
fn kinds_of_markdown_links() {
    let rows = [
        ("[a](https://a.example)", "https://a.example/"),
        ("[a](<https://a.example/b c> 'title')", "https://a.example/b%20c"),
        ("[a][b]\n\n[b]: https://a.example/b", "https://a.example/b"),
        ("[a]\n\n[a]: https://a.example/a", "https://a.example/a"),
        ("<https://a.example>", "https://a.example/"),
        ("<ana@a.example>", "mailto:ana@a.example"),
        ("[write](mailto:ana@a.example?bcc=all@b.example)", "mailto:ana@a.example"),
        ("https://a.example/b", "https://a.example/b"),
        ("HTTP://A.EXAMPLE/B", "http://a.example/B"),
        ("www.a.example/b", "https://www.a.example/b"),
        ("https://a.example/_b_/*c*", "https://a.example/_b_/*c"),
        ("https://user.example/_index_/~ana~/", "https://user.example/_index_/~ana~/"),
        ("*see https://a.example/b*", "https://a.example/b"),
        ("**https://a.example**", "https://a.example/"),
        ("[https://a.example/_b_](https://a.example/_b_)", "https://a.example/_b_"),
        ("https://a.example/?a=1&b=2&copy=3", "https://a.example/?a=1&b=2&copy=3"),
        ("https://münchen.example/ü?ö#ä", "https://xn--mnchen-3ya.example/%C3%BC?%C3%B6#%C3%A4"),
    ];
    for (source, expected) in rows {
        assert_eq!(addresses(&render(source, Markdown)), [expected], "{source}");
        assert_sound(source, Markdown);
    }
}

#[test]
fn bare_addresses_end_where_the_sentence_goes_on() {
    let rows = [
        ("https://a.example.", "https://a.example"),
        ("https://a.example/b, c", "https://a.example/b"),
        ("(https://a.example/b)", "https://a.example/b"),
        ("https://a.example/b_(c)", "https://a.example/b_(c)"),
        ("(see https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("https://a.example/b?!", "https://a.example/b"),
        ("\"https://a.example/b\"", "https://a.example/b"),
        ("“https://a.example/b”", "https://a.example/b"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("见https://a.example/b。好", "https://a.example/b"),
        ("[https://a.example/b]", "https://a.example/b"),
        ("https://a.example/b;", "https://a.example/b"),
        ("www.a.example", "www.a.example"),
    ];
    for (source, expected) in rows {
        let html = render(source, Text);
        assert!(html.contains(&format!("\">{expected}</a>")), "{source}: {html}");
        assert_sound(source, Text);
    }
}

#[test]
fn words_are_no_addresses() {
    for source in [
        "http://",
        "https://localhost",
        "http:// a.example",
        "www.",
        "www. a",
        "xhttps://a.example",
        "a.example",
        "ftp://a.example",
        "ana@a.example",
        "a.www.b.example",
        "http://.",
        "http://..a",
        "see:www",
        "awww.a.example",
        "https://a..example@b.example",
        "file:///etc/passwd",
        "x@www.a.example",
    ] {
        for format in [Markdown, Text] {
            let html = render(source, format);
            assert!(!html.contains("<a"), "{source}: {html}");
        }
    }
}

#[test]
fn no_address_in_disguise_becomes_a_link() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        " javascript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)",
        "javascript\u{0}:alert(1)",
        "java&Tab;script:alert(1)",
        "jav&#x0A;ascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://a.example/x",
        "file:///x",
        "//a.example",
        "/a",
        "a",
        "#a",
        "?a",
        "",
        "https:",
        "https://",
        "http:///",
        "tel:1",
        "view-source:https://a.example",
        "https://user@a.example",
        "https://user:word@a.example",
        "mailto:",
        "mailto:a",
        "mailto:a@b@c",
        "mailto:%22@a.example",
        "mailto:<a@b.example>",
        "https://a%00.example",
        "https://[::1",
        "\u{202e}https://",
        "feed:https://a.example",
        "https&colon;javascript",
        "https://a'b.example",
        "https://a%22b.example",
        "https:a.example",
        "https:/a.example",
        "https:\\\\a.example",
        "https:///a.example",
        "https:?a.example",
        "ｊavascript:alert(1)",
    ] {
        let sources = [
            (Markdown, format!("[words]({address})")),
            (Markdown, format!("[words](<{address}>)")),
            (Markdown, format!("![words]({address})")),
            (Markdown, format!("[words][a]\n\n[a]: {address}")),
            (Html, format!("<a href=\"{address}\">words</a>")),
            (Html, format!("<img src=\"{address}\" alt=words>")),
        ];
        for (format, source) in sources {
            let html = render(&source, format);
            // A source that is no link in Markdown may hold a bare address; that one is seen.
            let is_seen = html.contains("&lt;https://") || html.contains("](");
            assert!(!html.contains("<a") || is_seen, "{source:?}: {html}");
            assert!(html.contains("words"), "{source:?}: {html}");
            assert_sound(&source, format);
        }
    }
}

/// CVE-2023-36462 of Mastodon: the words of a link hid its target.
#[test]
fn words_that_name_another_host_are_followed_by_the_true_one() {
    let misleading = [
        "bank.example",
        "https://bank.example/login",
        "www.bank.example",
        "BANK.example",
        "bank\u{200b}.example",
        "**bank.example**",
        "`bank.example`",
        "go to bank.example now",
        "https://bank",
        "bank。example",
        "bank․example",
        "evil.example@bank.example",
        "ana@bank.example",
        "sub.evil.example",
        "evil.example.bank.example",
        "192.0.2.1",
        "ba\u{ad}nk.example",
        "ba*n*k.example",
        "еvil.example",
    ];
    for words in misleading {
        let source = format!("[{words}](https://evil.example/x)");
        let html = render(&source, Markdown);
        assert!(html.ends_with("</a> (evil.example)</p>"), "{source}: {html}");
        assert_sound(&source, Markdown);
    }
    let honest = [
        "evil.example",
        "https://evil.example/",
        "www.evil.example",
        "Evil.Example:",
        "the report",
        "3.14 of 2.5",
        "e.g. this",
        "https://evil.example/?u=https://bank.example",
        "evil.example/bank.example",
        "1.2.3",
        "Well... yes",
        "a.b",
    ];
    for words in honest {
        let html = render(&format!("[{words}](https://evil.example/x)"), Markdown);
        assert!(html.ends_with("</a></p>"), "{words}: {html}");
    }
}

#[test]
fn international_names_show_what_they_are() {
    let rows = [
        ("https://münchen.example", ""),
        ("https://пример.испытание", ""),
        // Cyrillic letters that pass for Latin ones.
        ("https://аррӏе.com", " (xn--80ak6aa92e.com)"),
    ];
    for (source, note) in rows {
        let html = render(source, Text);
        assert!(html.ends_with(&format!("</a>{note}</p>")), "{source}: {html}");
    }
    let html = render("[ana@bank.example](mailto:ana@evil.example)", Markdown);
    assert!(html.ends_with("</a> (ana@evil.example)</p>"), "{html}");
}

#[test]
fn links_are_limited_in_number_and_length() {
    for (format, link) in
        [(Markdown, "[a](http://b.example) "), (Text, "http://b.example "), (Html, "<a href=http://b.example>c</a> ")]
    {
        let html = render(&link.repeat(MAX_LINKS + 20), format);
        assert_eq!(addresses(&html).len(), MAX_LINKS);
    }
    let longest = "https://a.example/".to_owned() + &"b".repeat(MAX_ADDRESS - 18);
    assert_eq!(addresses(&render(&longest, Text)), [longest.as_str()]);
    assert_eq!(addresses(&render(&(longest + "b"), Text)), [""; 0]);
}

#[test]
fn a_long_address_used_often_does_not_blow_up_the_page() {
    let definition = format!("[a]: https://a.example/{}\n\n", "ü".repeat(900));
    let source = definition + &"[a] ".repeat(MAX_LINKS);
    for format in FORMATS {
        assert!(render(&source, format).len() < 8 * source.len());
        assert_sound(&source, format);
    }
}
