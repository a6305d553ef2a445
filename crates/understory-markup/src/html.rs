//! HTML of other systems: its tokens written anew. The tokenizer is html5ever's; the tree is ours, because building it by
//! the HTML Standard takes quadratic time and depth for unclosed tags, which a sanitiser would meet too late.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use crate::budget;
use crate::writer::{Container, Inline, REL, Writer};

/// How much the tokenizer gets at once, in bytes.
const CHUNK: usize = 1024;

/// How many spaces, slashes and quotes may stand in one tag, chunks with few of them aside (an embedded picture). Between
/// them are attributes, each of which the tokenizer compares with all before it.
const MAX_SEPARATORS: usize = 512;

/// Renders in two steps: the writer, and behind it the sanitiser. `None` if there are too many tags, or attributes in
/// one of them.
pub(crate) fn render(source: &str) -> Option<String> {
    let source = without_comments(source);
    if !budget::allows_html(&source) {
        return None;
    }
    let tokenizer = Tokenizer::new(Page::new(source.len()), Default::default());
    let input = BufferQueue::default();
    let mut separators = 0;
    let mut rest = &*source;
    while !rest.is_empty() {
        let (chunk, later) = rest.split_at(rest.floor_char_boundary(CHUNK));
        rest = later;
        input.push_back(StrTendril::from_slice(chunk));
        tokenizer.sink.is_silent.set(true);
        // It stops for scripts only, and the page never asks it to.
        let _ = tokenizer.feed(&input);
        let found = chunk.bytes().filter(|byte| b" \t\n/\"'".contains(byte)).count();
        match tokenizer.sink.is_silent.get() {
            false => separators = 0,
            true if found > CHUNK / 16 => separators += found,
            true => {}
        }
        if separators > MAX_SEPARATORS {
            return None;
        }
    }
    tokenizer.end();
    Some(sanitize(&tokenizer.sink.writer.into_inner().finish()))
}

/// Comments can be long (word processors leave theirs when text is pasted), and the tokenizer is silent in them.
fn without_comments(source: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = source;
    while let Some((before, after)) = rest.split_once("<!--") {
        let Some((_, behind)) = after.split_once("-->") else {
            break;
        };
        kept.push_str(before);
        rest = behind;
    }
    if rest.len() == source.len() {
        return Cow::Borrowed(source);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// The second wall: `ammonia` with our list of tags and attributes. HTML made by [`render`](crate::render) passes
/// unchanged, whatever its format was; that is tested. Not for HTML from elsewhere, which may nest so deep that this
/// takes long: render that.
pub fn sanitize(html: &str) -> String {
    static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
        let mut builder = Builder::empty();
        builder
            .tags(crate::TAGS.into())
            .clean_content_tags(["script", "style"].into())
            .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
            .generic_attributes([].into())
            .url_schemes(["http", "https", "mailto"].into())
            .url_relative(UrlRelative::Deny)
            .link_rel(Some(REL));
        builder
    });
    SANITIZER.clean(html).to_string()
}

struct Page {
    writer: RefCell<Writer>,
    /// Headings open; their text is strong.
    headings: Cell<usize>,
    /// Within the text of a script, a style sheet or the like.
    is_hidden: Cell<bool>,
    /// Directly behind `<pre>`, where a line break does not count.
    is_pre_start: Cell<bool>,
    /// The tokenizer has said nothing since this was last set: it is within a tag.
    is_silent: Cell<bool>,
}

impl TokenSink for Page {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        // A parse error may come from within a tag.
        if !matches!(token, Token::ParseError(_)) {
            self.is_silent.set(false);
        }
        let writer = &mut *self.writer.borrow_mut();
        match token {
            Token::CharacterTokens(text) if !self.is_hidden.get() => self.text(&text, writer),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.is_pre_start.set(false);
                return self.start(&tag, writer);
            }
            Token::TagToken(tag) => {
                self.is_hidden.set(false);
                self.is_pre_start.set(false);
                self.end(&tag.name, writer);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn new(length: usize) -> Page {
        Page {
            writer: RefCell::new(Writer::new(length)),
            headings: Cell::new(0),
            is_hidden: Cell::new(false),
            is_pre_start: Cell::new(false),
            is_silent: Cell::new(true),
        }
    }

    fn text(&self, text: &str, writer: &mut Writer) {
        if writer.is_in_code_block() {
            let text = if self.is_pre_start.replace(false) { text.strip_prefix('\n').unwrap_or(text) } else { text };
            writer.text(text);
            return;
        }
        // Runs of white space are one space, as a browser shows them.
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
        let mut rest = text;
        while let Some(end) = rest.find(is_space) {
            writer.text(&rest[..end]);
            writer.text(" ");
            rest = rest[end..].trim_start_matches(is_space);
        }
        writer.text(rest);
    }

    fn start(&self, tag: &Tag, writer: &mut Writer) -> TokenSinkResult<()> {
        let attribute = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
            Some(&*attribute.value)
        };
        match &*tag.name {
            "script" => return self.hide(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                return self.hide(RawKind::Rawtext);
            }
            "title" => return self.hide(RawKind::Rcdata),
            "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => return TokenSinkResult::Plaintext,
            "br" => writer.line_break(),
            "td" | "th" => writer.text(" "),
            "pre" | "listing" => {
                writer.begin_code_block();
                self.is_pre_start.set(true);
            }
            "blockquote" => writer.open(Container::Quote),
            "ul" | "menu" | "dir" => writer.open(Container::Bullets),
            "ol" => match attribute("start").and_then(start_number) {
                Some(start) => writer.open(Container::Numbers { start }),
                None => writer.open(Container::Numbers { start: 1 }),
            },
            "li" => {
                writer.close(Container::Item);
                writer.open(Container::Item);
            }
            "a" => {
                // A link ends where the next one begins.
                writer.close_link();
                writer.open_link(attribute("href").unwrap_or_default());
            }
            "img" => {
                writer.open_link(attribute("src").unwrap_or_default());
                self.text(attribute("alt").unwrap_or_default(), writer);
                writer.close_link();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                writer.end_leaf();
                writer.enter(Inline::Strong);
                self.headings.set(self.headings.get() + 1);
            }
            name => match inline(name) {
                Some(inline) => writer.enter(inline),
                None if is_block(name) => writer.end_leaf(),
                None => {}
            },
        }
        TokenSinkResult::Continue
    }

    fn end(&self, name: &str, writer: &mut Writer) {
        match name {
            "blockquote" => writer.close(Container::Quote),
            "ul" | "menu" | "dir" | "ol" => writer.close(Container::Bullets),
            "li" => writer.close(Container::Item),
            "a" => writer.close_link(),
            "pre" | "listing" => writer.end_leaf(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.headings.get() > 0 => {
                self.headings.set(self.headings.get() - 1);
                writer.leave(Inline::Strong);
                writer.end_leaf();
            }
            // The one end tag that browsers read as a start tag.
            "br" => writer.line_break(),
            name => match inline(name) {
                Some(inline) => writer.leave(inline),
                None if is_block(name) => writer.end_leaf(),
                None => {}
            },
        }
    }

    fn hide(&self, kind: RawKind) -> TokenSinkResult<()> {
        self.is_hidden.set(true);
        TokenSinkResult::RawData(kind)
    }
}

/// At most nine digits, as in Markdown (CommonMark 0.31.2, section 5.2: some browsers overflow beyond).
fn start_number(value: &str) -> Option<u32> {
    let is_number = !value.is_empty() && value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| is_number)
}

fn inline(name: &str) -> Option<Inline> {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Some(Inline::Em),
        "strong" | "b" => Some(Inline::Strong),
        "del" | "s" | "strike" => Some(Inline::Del),
        "code" | "kbd" | "samp" | "tt" => Some(Inline::Code),
        _ => None,
    }
}

/// The elements that begin a new line in a browser, less those with a meaning here (HTML Standard, section "Flow content"
/// of "Rendering").
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "address"
            | "hgroup"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "dialog"
            | "search"
            | "center"
            | "hr"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "form"
            | "fieldset"
            | "legend"
            | "option"
            | "optgroup"
            | "body"
            | "html"
            | "head"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
