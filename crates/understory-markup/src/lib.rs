//! Comment text to safe HTML: pure, linear in time, about a dozen tags.
//!
//! [`render`] takes what a reader wrote, in one of three [`Format`]s, and never fails. Its HTML has the [`TAGS`] and no
//! others, `href` and `rel` on links, `start` on numbered lists, and nothing else: no class, no style, no id.
//! [`article`] renders the text of stories, which may have headings, pictures and pull quotes beside.
//! [`plain_text`] takes the words out of it again. [`escape()`] is for text that goes into other HTML.
//!
//! # Rules
//!
//! - **Markdown**: paragraphs, emphasis, strong, strikethrough, quotes, lists, code, links. One line break is a `<br>`:
//!   readers expect it. A heading is a strong paragraph, a picture a link, a thematic break a line of stars. HTML, tables
//!   and footnotes stay as they were typed.
//! - **Text**: paragraphs at blank lines, `<br>` at line breaks; `>` of mail stays.
//! - **HTML**: the words of other systems' comments under the same rules, with scripts, styles and frames dropped.
//! - **Links**: `http`, `https` and `mailto`, written as the `url` crate parsed them, without user names; [`MAX_LINKS`]
//!   of them, each at most [`MAX_ADDRESS`] bytes. Bare `http://…`, `https://…` and `www.…` in text become links. Where
//!   the words let one expect another host, the true one follows in brackets (CVE-2023-36462).
//! - **Characters**: controls and direction overrides are dropped (CVE-2021-42574), and what is more than [`MAX_MARKS`]
//!   combining marks on one letter. Left-to-right, right-to-left and Arabic letter marks stay.
//! - **Depth** is at most [`MAX_DEPTH`] (RUSTSEC-2019-0001): deeper quotes and lists lose their frame, not their words.
//! - A text made of markup rather than words is shown as typed: more than one mark for eight bytes of Markdown (16 of
//!   HTML), if there are more than 1,024.
//!
//! # How
//!
//! Every format ends in the same writer, which alone writes tags: well nested, none empty, none needless, in the form in
//! which an HTML parser gives them back. So [`sanitize`], the second wall, changes no byte of it. The tests and the
//! fuzzer hold that for all formats; imported HTML is sanitised in earnest besides.
//!
//! # Why pulldown-cmark
//!
//! Measured on one core with 144 texts of 64 KiB, without our limits, both parsers without default features and with
//! strikethrough:
//!
//! | | pulldown-cmark 0.13.6 | comrak 0.59.0 |
//! | --- | --- | --- |
//! | prose | 0.23 ms | 0.41 ms |
//! | 142 kinds of dense markup: median, worst | 1.4 ms, 4.1 ms | 2.3 ms, 29 ms |
//! | growth when their length doubles, worst | 2.1 times | 3.8 times |
//! | 32,768 `>`, then short lines | 346 ms, growing 4 times | 4 ms |
//! | 16,384 `- `, then short lines | 382 ms, growing 4 times | 13 ms |
//! | crates beyond those already here, compile time | 3, 5 s | 11, 25 s |
//!
//! The one weakness of pulldown-cmark, the number of levels around many lines, is mended before it reads: `budget`
//! limits the levels of a line and the marks of a text. It gives events in the order of the text, which is the tree
//! walk we need, without a tree. With our limits the worst of 336 Markdown texts costs 3.5 times as much as prose, the
//! worst of 168 plain texts 3.5 times and the worst of 142 HTML texts 3.8 times (`examples/worst.rs`). A comment of 500
//! bytes takes 3 µs in Markdown, 1.5 µs as text and 13 µs in HTML, where the sanitiser is most of it.

mod article;
mod budget;
mod clean;
mod escape;
mod html;
mod links;
mod markdown;
mod plain;
mod text;
mod writer;

use std::fmt;
use std::str::FromStr;

pub use article::{Figure, article};
pub use clean::MAX_MARKS;
pub use escape::escape;
pub use html::sanitize;
pub use links::MAX_ADDRESS;
pub use plain::plain_text;
pub use writer::{MAX_DEPTH, MAX_LINKS};

/// Version of the renderer, to be stored beside rendered HTML, so that a change of rules can render it again.
pub const VERSION: i64 = 1;

/// Every tag that rendered HTML may contain. Attributes are `href` and `rel` of `a`, and `start` of `ol`.
pub const TAGS: [&str; 12] = ["p", "br", "em", "strong", "del", "blockquote", "ul", "ol", "li", "code", "pre", "a"];

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown as comments need it: what readers and staff write.
    Markdown,
    /// Plain text: shown as it was typed. For sites without markup, and for mail.
    Text,
    /// HTML of another system: imported comments.
    Html,
}

impl Format {
    /// The word for it in a database or an API: `markdown`, `text` or `html`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Text => "text",
            Format::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is none of those of [`Format::as_str`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown format {:?}: expected markdown, text or html", self.0)
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Format, UnknownFormat> {
        match word {
            "markdown" => Ok(Format::Markdown),
            "text" => Ok(Format::Text),
            "html" => Ok(Format::Html),
            _ => Err(UnknownFormat(word.to_owned())),
        }
    }
}

/// Renders a text as HTML that is safe to put into a page. Never fails: whatever comes in, safe HTML comes out, with
/// no tags but [`TAGS`], nested at most [`MAX_DEPTH`] deep, in time linear in the length.
///
/// A text with more markup than any comment has is shown as it was typed.
///
/// ```
/// use understory_markup::{Format, render};
///
/// let html = render("See *page two* <b>", Format::Markdown);
/// assert_eq!(html, "<p>See <em>page two</em> &lt;b&gt;</p>");
/// ```
pub fn render(source: &str, format: Format) -> String {
    let source = clean::source(source);
    let rendered = match format {
        Format::Markdown => budget::tame_markdown(&source).map(|source| markdown::render(&source)),
        Format::Html => html::render(&source),
        Format::Text => None,
    };
    rendered.unwrap_or_else(|| text::render(&source))
}
