//! Styles and links: what stands within a line.

use super::Writer;
use crate::escape::{push_attribute, push_text};
use crate::links::{self, Target};

/// How many addresses of one text are looked at; further ones are shown as text. Checking one costs as much as some
/// hundred bytes of prose, and nobody but a spammer writes so many.
pub const MAX_LINKS: usize = 100;

/// What every link is: written by a reader, no recommendation, without access to our window.
pub(crate) const REL: &str = "ugc nofollow noopener";

/// A style of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inline {
    Em,
    Strong,
    Del,
    Code,
    Link,
}

pub(super) struct Link {
    target: Target,
    /// What has been written between its tags.
    pub(super) words: String,
}

impl Writer {
    /// The text that follows has this style.
    pub(crate) fn enter(&mut self, inline: Inline) {
        if self.entered[inline as usize] == 0 {
            self.flush();
            self.wanted.push(inline);
        }
        self.entered[inline as usize] += 1;
    }

    /// The text that follows has it no more, once this was called as often as `enter`.
    pub(crate) fn leave(&mut self, inline: Inline) {
        match self.entered[inline as usize] {
            0 => return,
            1 => self.flush(),
            _ => {}
        }
        self.entered[inline as usize] -= 1;
        if self.entered[inline as usize] > 0 {
            return;
        }
        let Some(at) = self.wanted.iter().position(|wanted| *wanted == inline) else {
            return;
        };
        self.close_inlines(at);
        self.wanted.retain(|wanted| *wanted != inline);
    }

    /// Begins a link, or only remembers the call where the address is none, or a link is open around this one.
    pub(crate) fn open_link(&mut self, address: &str) {
        let is_considered = self.link.is_none() && self.links < MAX_LINKS;
        let target = if is_considered { self.admit(links::target(address)) } else { None };
        self.link_calls.push(target.is_some());
        if let Some(target) = target {
            self.enter(Inline::Link);
            self.link = Some(Link { target, words: String::new() });
        }
    }

    pub(crate) fn close_link(&mut self) {
        if self.link_calls.pop() != Some(true) {
            return;
        }
        self.flush();
        // A link without words, such as a picture without a description, shows its address.
        if let Some(link) = &self.link
            && link.words.trim().is_empty()
        {
            self.pending = link.target.href.clone();
        }
        self.leave(Inline::Link);
        self.link = None;
    }

    /// Counts an address that was looked at.
    fn admit(&mut self, target: Option<Target>) -> Option<Target> {
        self.links += 1;
        let target = target?;
        self.address_bytes_left = self.address_bytes_left.checked_sub(target.href.len() + target.place.len())?;
        Some(target)
    }

    pub(super) fn write_with_links(&mut self, text: &str) {
        let mut copied = 0;
        let mut from = 0;
        while self.links < MAX_LINKS
            && let Some(range) = links::bare(text, from)
        {
            from = range.end;
            let words = &text[range.clone()];
            let Some(target) = self.admit(links::bare_target(words)) else {
                continue;
            };
            push_text(&mut self.html, &text[copied..range.start]);
            push_link(&mut self.html, &target);
            push_text(&mut self.html, words);
            finish_link(&mut self.html, &target, words);
            copied = range.end;
        }
        push_text(&mut self.html, &text[copied..]);
    }

    pub(super) fn open_inlines(&mut self) {
        for inline in &self.wanted[self.written..] {
            match (inline, &self.link) {
                (Inline::Em, _) => self.html.push_str("<em>"),
                (Inline::Strong, _) => self.html.push_str("<strong>"),
                (Inline::Del, _) => self.html.push_str("<del>"),
                (Inline::Code, _) => self.html.push_str("<code>"),
                (Inline::Link, Some(link)) => push_link(&mut self.html, &link.target),
                (Inline::Link, None) => {}
            }
        }
        self.written = self.wanted.len();
    }

    /// Closes the written styles down to a number of them. They stay wanted and open again with the next text; only a
    /// link ends for good, because its long tag must not be repeated.
    pub(super) fn close_inlines(&mut self, down_to: usize) {
        while self.written > down_to {
            self.written -= 1;
            match self.wanted[self.written] {
                Inline::Em => self.html.push_str("</em>"),
                Inline::Strong => self.html.push_str("</strong>"),
                Inline::Del => self.html.push_str("</del>"),
                Inline::Code => self.html.push_str("</code>"),
                Inline::Link => {
                    self.wanted.remove(self.written);
                    if let Some(link) = self.link.take() {
                        finish_link(&mut self.html, &link.target, &link.words);
                    }
                }
            }
        }
    }
}

fn push_link(html: &mut String, target: &Target) {
    html.push_str("<a href=\"");
    push_attribute(html, &target.href);
    html.push_str("\" rel=\"");
    html.push_str(REL);
    html.push_str("\">");
}

fn finish_link(html: &mut String, target: &Target, words: &str) {
    html.push_str("</a>");
    if links::misleads(words, target) {
        html.push_str(" (");
        push_text(html, &target.place);
        html.push(')');
    }
}
