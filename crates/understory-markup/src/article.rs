//! The Markdown of stories: what an editor writes. More than a comment may have: headings, pictures, pull quotes, rules.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::escape::{push_attribute, push_text};
use crate::writer::MAX_DEPTH;
use crate::{budget, clean, links, text};

/// A picture that a story's text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The address or the file name, as written.
    pub source: &'a str,
    /// What one sees.
    pub alt: &'a str,
    /// What stands below it.
    pub caption: &'a str,
}

/// How a quote begins that is pulled out of the text.
const PULL: &str = "[!pull]";

/// What stands in the source for that: a noncharacter, of which `clean::source` leaves none.
const PULL_MARK: char = '\u{fdd4}';

/// Renders the text of a story as HTML that is safe to put into a page. As for comments, no raw HTML passes, and the time
/// is linear in the length. The page has the story's headline as its only `h1`, so `#` and `##` are both `h2`.
///
/// A picture on a line of its own becomes what `figure` makes of it, which must be safe HTML; without that, and within a
/// line, it becomes a link with its words.
///
/// ```
/// let html = understory_markup::article("## Why\n\nBecause of <b>the tide</b>.", &|_| None);
/// assert_eq!(html, "<h2>Why</h2><p>Because of &lt;b&gt;the tide&lt;/b&gt;.</p>");
/// ```
pub fn article(source: &str, figure: &dyn Fn(Figure<'_>) -> Option<String>) -> String {
    let source = clean::source(source);
    let Some(source) = budget::tame_markdown(&source) else { return text::render(&source) };
    let source = mark_pulled(&source);
    let mut writer = Writer { html: String::with_capacity(source.len() * 5 / 4), ..Writer::default() };
    for event in Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH) {
        writer.event(event, figure);
    }
    writer.html
}

/// Puts the mark in place of the words, which the parser would take for a link.
fn mark_pulled(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        match line.trim_start_matches(['>', ' ']).trim_end() {
            PULL if line.starts_with('>') => {
                out.push_str("> ");
                out.push(PULL_MARK);
                out.push('\n');
            }
            _ => out.push_str(line),
        }
    }
    out
}

#[derive(Default)]
struct Writer {
    html: String,
    /// How many elements are open.
    depth: usize,
    /// Elements that were too deep to be written, by whether each was.
    written: Vec<bool>,
    /// A paragraph that has been begun and may yet turn out to hold nothing but a picture.
    paragraph: bool,
    /// The picture whose words are being gathered: address, title, words.
    picture: Option<(String, String, String)>,
    /// Where the innermost quote began, while nothing is in it.
    quote: Option<usize>,
    /// The links that are open, and whether each has a tag.
    links: Vec<bool>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, figure: &dyn Fn(Figure<'_>) -> Option<String>) {
        if let Some((_, _, words)) = &mut self.picture {
            match event {
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::End(TagEnd::Image) => self.end_picture(figure),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.leaf();
                self.html.push_str("<code>");
                push_text(&mut self.html, &text);
                self.html.push_str("</code>");
            }
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Opens the paragraph that was begun: something other than a picture is in it.
    fn leaf(&mut self) {
        self.quote = None;
        if std::mem::take(&mut self.paragraph) {
            self.html.push_str("<p>");
        }
    }

    fn text(&mut self, text: &str) {
        if let (Some(at), Some(rest)) = (self.quote, text.strip_prefix(PULL_MARK)) {
            self.html.truncate(at);
            self.html.push_str("<blockquote class=\"pull\">");
            self.quote = None;
            if rest.is_empty() {
                return;
            }
        }
        self.leaf();
        // Elsewhere, as in code, it is what was typed.
        push_text(&mut self.html, &text.replace(PULL_MARK, PULL));
    }

    fn open(&mut self, tag: &str) {
        let fits = self.depth < MAX_DEPTH;
        self.written.push(fits);
        self.depth += 1;
        if fits {
            self.html.push_str(tag);
        }
    }

    fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.written.pop() == Some(true) {
            self.html.push_str(tag);
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        if !matches!(tag, Tag::Paragraph | Tag::HtmlBlock | Tag::Image { .. }) {
            self.leaf();
        }
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.paragraph = true,
            Tag::Heading { level, .. } => self.open(heading(level).0),
            Tag::BlockQuote(_) => {
                let at = self.html.len();
                self.open("<blockquote>");
                self.quote = (self.html.len() > at).then_some(at);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.open("<pre><code>"),
            Tag::List(None) => self.open("<ul>"),
            Tag::List(Some(1)) => self.open("<ol>"),
            Tag::List(Some(start)) => self.open(&format!("<ol start=\"{start}\">")),
            Tag::Item => self.open("<li>"),
            Tag::Emphasis => self.open("<em>"),
            Tag::Strong => self.open("<strong>"),
            Tag::Strikethrough => self.open("<del>"),
            Tag::Link { link_type, dest_url, .. } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.open_link(&address);
            }
            Tag::Image { dest_url, title, .. } => {
                self.picture = Some((dest_url.into_string(), title.into_string(), String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_paragraph(),
            TagEnd::Heading(level) => self.close(heading(level).1),
            TagEnd::BlockQuote(_) => {
                self.quote = None;
                self.close("</blockquote>");
            }
            TagEnd::CodeBlock => self.close("</code></pre>"),
            TagEnd::List(false) => self.close("</ul>"),
            TagEnd::List(true) => self.close("</ol>"),
            TagEnd::Item => self.close("</li>"),
            TagEnd::Emphasis => self.close("</em>"),
            TagEnd::Strong => self.close("</strong>"),
            TagEnd::Strikethrough => self.close("</del>"),
            TagEnd::Link if self.links.pop() == Some(true) => self.html.push_str("</a>"),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        // Where nothing but pictures was in it, it was never opened.
        let never_opened = std::mem::take(&mut self.paragraph) || self.html.ends_with("</figure>");
        if !never_opened {
            self.html.push_str("</p>");
        }
    }

    fn open_link(&mut self, address: &str) {
        // Within the publication: a path of our own.
        let own = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\0']);
        let target = if own || address.starts_with('#') {
            Some(address.to_owned())
        } else {
            links::target(address).map(|target| target.href)
        };
        self.links.push(target.is_some());
        if let Some(href) = target {
            self.html.push_str("<a href=\"");
            push_attribute(&mut self.html, &href);
            self.html.push_str("\">");
        }
    }

    fn end_picture(&mut self, figure: &dyn Fn(Figure<'_>) -> Option<String>) {
        let Some((source, caption, alt)) = self.picture.take() else { return };
        let asked = Figure { source: &source, alt: &alt, caption: &caption };
        // Only on a line of its own: within a line, its paragraph is open already.
        if let Some(html) = self.paragraph.then(|| figure(asked)).flatten() {
            self.html.push_str(&html);
            return;
        }
        self.leaf();
        self.open_link(&source);
        push_text(&mut self.html, if alt.trim().is_empty() { &source } else { &alt });
        if self.links.pop() == Some(true) {
            self.html.push_str("</a>");
        }
    }
}

fn heading(level: HeadingLevel) -> (&'static str, &'static str) {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => ("<h2>", "</h2>"),
        HeadingLevel::H3 => ("<h3>", "</h3>"),
        _ => ("<h4>", "</h4>"),
    }
}
