//! The Markdown of comments: a walk along the parser's events.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::links;
use crate::writer::{Container, Inline, Writer};

pub(crate) fn render(source: &str) -> String {
    let mut writer = Writer::new(source.len());
    let source = protect(source);

    for event in Parser::new_ext(&source, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => {
                writer.open_link(&format!("mailto:{}", restore(&dest_url)));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                writer.open_link(&restore(&dest_url));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => writer.close_link(),
            Event::Start(tag) => begin(tag, &mut writer),
            Event::End(tag) => end(tag, &mut writer),
            Event::Text(text) => writer.text(&restore(&text)),
            Event::Code(text) => {
                writer.enter(Inline::Code);
                writer.text(&restore(&text));
                writer.leave(Inline::Code);
            }
            Event::Html(text) | Event::InlineHtml(text) => writer.typed(&restore(&text)),
            Event::SoftBreak | Event::HardBreak => writer.line_break(),
            Event::Rule => {
                writer.end_leaf();
                writer.text("* * *");
                writer.end_leaf();
            }
            // Of extensions that are not switched on; the words at least must not be lost.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                writer.text(&restore(&text));
            }
            Event::TaskListMarker(_) => {}
        }
    }
    writer.finish()
}

fn begin(tag: Tag<'_>, writer: &mut Writer) {
    match tag {
        Tag::BlockQuote(_) => writer.open(Container::Quote),
        Tag::List(None) => writer.open(Container::Bullets),
        // CommonMark allows nine digits.
        Tag::List(Some(start)) => writer.open(Container::Numbers { start: u32::try_from(start).unwrap_or(1) }),
        Tag::Item => writer.open(Container::Item),
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => writer.begin_code_block(),
        Tag::Emphasis => writer.enter(Inline::Em),
        Tag::Strong => writer.enter(Inline::Strong),
        Tag::Strikethrough => writer.enter(Inline::Del),
        Tag::Heading { .. } => {
            writer.end_leaf();
            writer.enter(Inline::Strong);
        }
        _ => writer.end_leaf(),
    }
}

fn end(tag: TagEnd, writer: &mut Writer) {
    match tag {
        TagEnd::BlockQuote(_) => writer.close(Container::Quote),
        TagEnd::List(_) => writer.close(Container::Bullets),
        TagEnd::Item => writer.close(Container::Item),
        TagEnd::Emphasis => writer.leave(Inline::Em),
        TagEnd::Strong => writer.leave(Inline::Strong),
        TagEnd::Strikethrough => writer.leave(Inline::Del),
        TagEnd::Heading(_) => {
            writer.leave(Inline::Strong);
            writer.end_leaf();
        }
        _ => writer.end_leaf(),
    }
}

/// What stands in the source for characters that must not be read as Markdown: those of emphasis in bare addresses, as in
/// `https://example.org/_index_`, and the bracket of a footnote, which would be taken for a link. They are
/// noncharacters, of which `clean::source` leaves none.
const STAND_INS: [(char, char); 4] = [('*', '\u{fdd0}'), ('_', '\u{fdd1}'), ('~', '\u{fdd2}'), ('[', '\u{fdd3}')];

fn protect(source: &str) -> Cow<'_, str> {
    let mut protected = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(range) = links::bare(source, from) {
        from = range.end;
        let address = &source[range.clone()];
        if address.contains(['*', '_', '~']) {
            protected.push_str(&source[copied..range.start]);
            protected.extend(address.chars().map(|c| if c == '[' { c } else { swap(c, |pair| pair) }));
            copied = range.end;
        }
    }
    let source = if copied == 0 {
        Cow::Borrowed(source)
    } else {
        protected.push_str(&source[copied..]);
        Cow::Owned(protected)
    };
    if source.contains("[^") { Cow::Owned(source.replace("[^", "\u{fdd3}^")) } else { source }
}

fn restore(text: &str) -> Cow<'_, str> {
    // All stand-ins begin with this byte, as few other characters do.
    if !text.as_bytes().contains(&0xef) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| swap(c, |(mark, stand_in)| (stand_in, mark))).collect())
}

fn swap(c: char, direction: impl Fn((char, char)) -> (char, char)) -> char {
    STAND_INS.into_iter().map(direction).find(|(from, _)| *from == c).map_or(c, |(_, to)| to)
}
