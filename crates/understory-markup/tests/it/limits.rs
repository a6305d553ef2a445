//! Deep and dense texts: the shape of the output is bounded. What they cost is measured by `examples/worst.rs`, because
//! a test that looks at the clock fails on a busy machine.

use understory_markup::Format::{self, Html, Markdown, Text};
use understory_markup::{MAX_DEPTH, plain_text, render};

use crate::{assert_sound, killers};

const SIZE: usize = 64 * 1024;

#[test]
fn killers_stay_sound_and_small() {
    let markdown = killers::markdown(SIZE / 4);
    for (_, source) in markdown.iter().chain(&killers::diluted(&markdown, 8, SIZE / 4)) {
        assert_sound(source, Markdown);
        assert_sound(source, Text);
    }
    let html = killers::html(SIZE / 4);
    for (_, source) in html.iter().chain(&killers::diluted(&html, 16, SIZE / 4)) {
        assert_sound(source, Html);
    }
}

#[test]
fn ten_thousand_levels_are_flattened() {
    let nested = [
        (Markdown, ">", ""),
        (Markdown, "> ", ""),
        (Markdown, "- ", ""),
        (Markdown, "1. ", ""),
        (Markdown, "> - ", ""),
        (Markdown, "*", "*"),
        (Markdown, "**", "**"),
        (Markdown, "*a **b ", "** *"),
        (Markdown, "[", "]"),
        (Markdown, "![", "](http://a.example)"),
        (Markdown, "[", "](http://a.example)"),
        (Markdown, "~~*", "*~~"),
        (Html, "<b>", "</b>"),
        (Html, "<b><i>", "</i></b>"),
        (Html, "<blockquote>", "</blockquote>"),
        (Html, "<ul><li>", "</li></ul>"),
        (Html, "<div>", "</div>"),
        (Html, "<p>", "</p>"),
        (Html, "<table><tr><td>", ""),
        (Html, "<a href=http://a.example>", "</a>"),
        (Html, "<svg><math>", ""),
        (Html, "<ul>", ""),
        (Html, "<li>", ""),
        (Html, "<blockquote><ul>", ""),
        (Html, "<font color=red><nobr>", "</b>"),
        (Html, "<pre>", "</pre>"),
    ];
    for (format, open, close) in nested {
        // Once beyond the limit on marks, once just within.
        for levels in [10_000, 250] {
            let source = format!("{}words{}", open.repeat(levels), close.repeat(levels));
            assert_sound(&source, format);
            assert!(plain_text(&render(&source, format)).contains("words"), "{open}");
        }
        let filling = "words ".repeat(60_000);
        assert_sound(&format!("{}{filling}", open.repeat(2_000)), format);
    }
}

#[test]
fn nesting_below_the_limit_is_kept_and_above_it_lost() {
    assert_eq!(MAX_DEPTH, 32);
    let deepest = |source: &str, format: Format, tag: &str| render(source, format).matches(tag).count();
    assert_eq!(deepest(&(">".repeat(20) + "a"), Markdown, "<blockquote>"), 20);
    assert_eq!(deepest(&(">".repeat(100) + "a"), Markdown, "<blockquote>"), MAX_DEPTH - 8);
    assert_eq!(deepest(&("<blockquote>".repeat(100) + "a"), Html, "<blockquote>"), MAX_DEPTH - 8);
    assert_eq!(deepest(&("- ".repeat(10) + "a"), Markdown, "<ul>"), 10);
    // What follows the deepest place stands where it belongs.
    let quotes = "<blockquote>".repeat(50) + "a" + &"</blockquote>".repeat(50) + "b";
    assert!(render(&quotes, Html).ends_with("</blockquote><p>b</p>"));
}

#[test]
fn prose_of_any_length_is_no_such_text() {
    for size in [1_000, SIZE, 16 * SIZE] {
        assert!(render(&killers::repeat(killers::PROSE, size), Markdown).contains("<em>"));
        assert!(render(&killers::repeat(killers::PROSE_HTML, size), Html).contains("<em>"));
    }
}

#[test]
fn a_text_of_nothing_but_marks_is_shown_as_typed() {
    let dense = "*a* ".repeat(2_000);
    assert_eq!(render(&dense, Markdown), render(&dense, Text));
    assert!(render(&dense[..2_000], Markdown).contains("<em>"));
    let long = "*a* ".repeat(100) + &"words ".repeat(10_000);
    assert!(render(&long, Markdown).contains("<em>"));
    let tags = "<b>a</b>".repeat(2_000);
    assert_eq!(render(&tags, Html), render(&tags, Text));
    let attributes: String = (0..20_000).map(|number| format!(" a{number}=b")).collect();
    assert!(render(&format!("<p{attributes}>words"), Html).starts_with("<p>&lt;p a0"));
    let twice = attributes.replace("=b", "=b a1=b");
    assert!(render(&format!("<p{twice}>words"), Html).starts_with("<p>&lt;p a0"));
}

#[test]
fn long_tags_and_comments_of_other_systems_are_read() {
    let picture = format!(
        "<p>a<img src=\"data:image/png;base64,{}\">b",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ+AAAADUlEQVR42mN/".repeat(800)
    );
    assert!(render(&picture, Html) == "<p>ab</p>");
    let comment = format!("<p>a<!--[if gte mso 9]>{}<![endif]-->b", " <w:x y=\"z\" />".repeat(1_000));
    assert_eq!(render(&comment, Html), "<p>ab</p>");
    let paragraphs = format!("<p class=\"{}\">a</p>", "x ".repeat(100)).repeat(3);
    assert_eq!(render(&paragraphs, Html), "<p>a</p><p>a</p><p>a</p>");
}
