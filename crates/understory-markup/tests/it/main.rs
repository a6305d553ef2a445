//! What the crate promises, tested from outside.

mod article;
mod characters;
mod collections;
mod golden;
mod hostile;
mod html;
mod killers;
mod limits;
mod links;
mod markdown;
mod pieces;
mod plain;
mod properties;
mod scanner;
mod text;

use understory_markup::{Format, render};

/// Each row: a source, and the HTML expected.
fn assert_renders(format: Format, rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        assert_eq!(render(source, format), *expected, "{source:?}");
        assert_sound(source, format);
    }
}

/// Fails unless the rendering of a source keeps all that the crate promises.
fn assert_sound(source: &str, format: Format) {
    if let Err(fault) = scanner::check(source, format) {
        panic!("{fault}\nformat {format}, source {source:?}\nHTML {:?}", render(source, format));
    }
}

#[test]
fn formats_have_words() {
    for format in scanner::FORMATS {
        assert_eq!(format.as_str().parse(), Ok(format));
    }
    let error = "Markdown".parse::<Format>().unwrap_err();
    assert_eq!(error.to_string(), "unknown format \"Markdown\": expected markdown, text or html");
}

#[test]
fn escape_is_safe_in_text_and_in_both_kinds_of_attribute() {
    assert_eq!(understory_markup::escape("a & b < c > d \" e ' f"), "a &amp; b &lt; c &gt; d &quot; e &#39; f");
    assert_eq!(understory_markup::escape("Grüße, 你好"), "Grüße, 你好");
}
