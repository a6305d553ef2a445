//! The one place that writes tags. Whatever order it is called in, what it writes is well nested, at most [`MAX_DEPTH`]
//! deep, and in the form that an HTML parser gives back unchanged.

mod inline;

use crate::clean::Cleaner;
use crate::escape::push_text;

use inline::Link;
pub use inline::MAX_LINKS;
pub(crate) use inline::{Inline, REL};

/// How deep elements nest in rendered HTML, at most. Deeper quotes and lists lose their frame and keep their words.
pub const MAX_DEPTH: usize = MAX_CONTAINERS + 1 + 5;

/// How many quotes, lists and list items may be open at once. With the paragraph or code block in them and the five
/// kinds of inline elements this makes a depth of 32, far from what any browser or parser limits (512 in Chromium).
const MAX_CONTAINERS: usize = 26;

/// A block that holds blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    Quote,
    Bullets,
    Numbers { start: u32 },
    Item,
}

/// The block that holds the current text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaf {
    None,
    Paragraph,
    /// Text directly in a list item, the first in it. Later ones are paragraphs.
    Item,
    Code,
}

struct Open {
    container: Container,
    /// Where its tag begins in the output, and where its content begins.
    tag: usize,
    content: usize,
}

pub(crate) struct Writer {
    html: String,
    open: Vec<Open>,
    /// Quotes and lists that were opened beyond the limit and not written.
    surplus: usize,
    leaf: Leaf,
    /// Nothing was written since the leaf or the line began: spaces there are dropped.
    at_start: bool,
    /// Line breaks waiting for text to follow; a block never ends in one.
    breaks: u8,
    /// How often each style was entered and not left. A style within itself shows no difference and is not repeated.
    entered: [usize; 5],
    /// The styles the text should have, outermost first; the first `written` of them are open in the output. The rest
    /// wait for text, so that no element is empty.
    wanted: Vec<Inline>,
    written: usize,
    link: Option<Link>,
    /// For each call of `open_link` that was not closed, whether it is the one that opened `link`.
    link_calls: Vec<bool>,
    links: usize,
    /// How many bytes of addresses may still be written: thrice the source, because one byte of it can become three
    /// (`%C3`), and some more. A long address defined once and used often must not blow up the page.
    address_bytes_left: usize,
    /// Text not yet written; parsers give it in pieces, and an address may span several.
    pending: String,
    cleaner: Cleaner,
}

impl Writer {
    /// For a source of this many bytes.
    pub(crate) fn new(length: usize) -> Writer {
        Writer {
            html: String::with_capacity(length + length / 4),
            open: Vec::new(),
            surplus: 0,
            leaf: Leaf::None,
            at_start: true,
            breaks: 0,
            entered: [0; 5],
            wanted: Vec::new(),
            written: 0,
            link: None,
            link_calls: Vec::new(),
            links: 0,
            address_bytes_left: 3 * length + 1024,
            pending: String::new(),
            cleaner: Cleaner::default(),
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.end_leaf();
        self.close_containers(0);
        self.html
    }

    /// Text as a reader should see it. Outside code and links, bare addresses in it become links.
    pub(crate) fn text(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    pub(crate) fn line_break(&mut self) {
        if self.leaf == Leaf::Code {
            self.pending.push('\n');
            return;
        }
        self.flush();
        if self.leaf != Leaf::None {
            self.breaks = (self.breaks + 1).min(2);
            self.at_start = true;
        }
    }

    /// Text as it was typed, with its line breaks.
    pub(crate) fn typed(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.line_break();
            }
            self.text(line);
        }
    }

    /// The border between two paragraphs: ends the current one, or the code block. The next begins with its text.
    pub(crate) fn end_leaf(&mut self) {
        self.flush();
        self.close_inlines(0);
        match self.leaf {
            Leaf::None | Leaf::Item => {}
            Leaf::Paragraph => self.html.push_str("</p>"),
            Leaf::Code => {
                self.html.truncate(self.html.trim_end_matches('\n').len());
                self.html.push_str("</code></pre>");
            }
        }
        self.leaf = Leaf::None;
        self.at_start = true;
        self.breaks = 0;
        self.cleaner = Cleaner::default();
    }

    pub(crate) fn begin_code_block(&mut self) {
        self.end_leaf();
        self.open_missing_item();
        self.html.push_str("<pre><code>");
        self.leaf = Leaf::Code;
    }

    pub(crate) fn is_in_code_block(&self) -> bool {
        self.leaf == Leaf::Code
    }

    pub(crate) fn open(&mut self, container: Container) {
        self.end_leaf();
        let is_item = container == Container::Item;
        if self.surplus > 0 {
            self.surplus += usize::from(!is_item);
            return;
        }
        // A list needs room for its item and, in a list, for the item around it.
        if self.open.len() + 3 > MAX_CONTAINERS && !(is_item && self.is_in_list()) {
            self.surplus += usize::from(!is_item);
            return;
        }
        if !is_item {
            self.open_missing_item();
        } else if !self.is_in_list() {
            self.push_container(Container::Bullets);
        }
        self.push_container(container);
    }

    /// Closes the nearest open container of this kind and all in it. An item is not looked for outside its list.
    pub(crate) fn close(&mut self, container: Container) {
        self.end_leaf();
        if self.surplus > 0 {
            self.surplus -= usize::from(container != Container::Item);
            return;
        }
        let is_list = |c| matches!(c, Container::Bullets | Container::Numbers { .. });
        let found = self.open.iter().rposition(|open| match container {
            Container::Item => open.container == Container::Item || is_list(open.container),
            Container::Quote => open.container == Container::Quote,
            Container::Bullets | Container::Numbers { .. } => is_list(open.container),
        });
        match found {
            Some(at) if container == Container::Item && is_list(self.open[at].container) => {}
            Some(at) => self.close_containers(at),
            None => {}
        }
    }

    fn is_in_list(&self) -> bool {
        let innermost = self.open.last().map(|open| open.container);
        matches!(innermost, Some(Container::Bullets | Container::Numbers { .. }))
    }

    /// Nothing but items stands directly in a list.
    fn open_missing_item(&mut self) {
        if self.is_in_list() {
            self.push_container(Container::Item);
        }
    }

    fn push_container(&mut self, container: Container) {
        let tag = self.html.len();
        match container {
            Container::Quote => self.html.push_str("<blockquote>"),
            Container::Bullets => self.html.push_str("<ul>"),
            Container::Numbers { start: 1 } => self.html.push_str("<ol>"),
            Container::Numbers { start } => self.html.push_str(&format!("<ol start=\"{start}\">")),
            Container::Item => self.html.push_str("<li>"),
        }
        self.open.push(Open { container, tag, content: self.html.len() });
    }

    fn close_containers(&mut self, down_to: usize) {
        while self.open.len() > down_to {
            let Some(Open { container, tag, content }) = self.open.pop() else {
                return;
            };
            let is_empty = self.html.len() == content;
            match container {
                // An empty item still counts in its list.
                Container::Item => self.html.push_str("</li>"),
                _ if is_empty => self.html.truncate(tag),
                Container::Quote => self.html.push_str("</blockquote>"),
                Container::Bullets => self.html.push_str("</ul>"),
                Container::Numbers { .. } => self.html.push_str("</ol>"),
            }
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        self.write(&pending);
        self.pending = pending;
        self.pending.clear();
    }

    fn write(&mut self, text: &str) {
        let text = self.cleaner.clean(text);
        if let Some(link) = &mut self.link {
            link.words.push_str(&text);
        }
        if self.leaf == Leaf::Code {
            push_text(&mut self.html, &text);
            return;
        }
        let text = if self.at_start { text.trim_start_matches([' ', '\t', '\n']) } else { &text };
        if text.is_empty() {
            return;
        }
        self.begin_leaf();
        self.open_inlines();
        if self.link.is_some() || self.entered[Inline::Code as usize] > 0 {
            push_text(&mut self.html, text);
        } else {
            self.write_with_links(text);
        }
    }

    fn begin_leaf(&mut self) {
        if self.leaf == Leaf::None {
            self.open_missing_item();
            let innermost = self.open.last();
            if innermost.is_some_and(|open| open.container == Container::Item && open.content == self.html.len()) {
                self.leaf = Leaf::Item;
            } else {
                self.html.push_str("<p>");
                self.leaf = Leaf::Paragraph;
            }
        }
        for _ in 0..self.breaks {
            self.html.push_str("<br>");
        }
        self.breaks = 0;
        self.at_start = false;
    }
}
