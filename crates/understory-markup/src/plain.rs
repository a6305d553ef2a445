//! HTML into the words that a reader sees.

use crate::clean::is_invisible;

/// The words a reader sees in HTML made by [`render`](crate::render): entities decoded, runs of white space folded to
/// one space, blocks and lines separated by one newline, nothing at either end. For search, for excerpts, and for "is
/// it empty": a text of which nothing can be seen gives the empty string.
///
/// Zero-width spaces and soft hyphens are left out, because they hide words from search and from word lists. Joiners
/// stay: Persian, Indic scripts and emoji need them.
///
/// ```
/// let html = "<p>Bread &amp; <em>butter</em>,<br>twice.</p><ul><li>tea</li></ul>";
/// assert_eq!(understory_markup::plain_text(html), "Bread & butter,\ntwice.\ntea");
/// ```
pub fn plain_text(html: &str) -> String {
    let mut words = Words { text: String::with_capacity(html.len()), gap: None };
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.strip_prefix('<') {
            Some(tag) => read_tag(tag, &mut words),
            None => read_entity(rest, &mut words),
        };
    }
    words.push_str(rest);
    if words.text.chars().any(is_visible) { words.text } else { String::new() }
}

struct Words {
    text: String,
    /// White space that goes before the next word, if one follows.
    gap: Option<char>,
}

impl Words {
    fn push_str(&mut self, text: &str) {
        text.chars().for_each(|c| self.push(c));
    }

    fn push(&mut self, c: char) {
        match c {
            '\n' => self.gap = Some('\n'),
            _ if c.is_whitespace() => self.gap = self.gap.or(Some(' ')),
            // Soft hyphen, zero-width space, word joiner, byte order mark.
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            _ => {
                if let Some(gap) = self.gap.take()
                    && !self.text.is_empty()
                {
                    self.text.push(gap);
                }
                self.text.push(c);
            }
        }
    }
}

/// Reads a tag behind its `<`, and returns what follows its `>`. Attributes contain no `>`: `render` escapes it.
fn read_tag<'h>(tag: &'h str, words: &mut Words) -> &'h str {
    let (tag, rest) = tag.split_once('>').unwrap_or((tag, ""));
    let name = tag.trim_start_matches('/');
    let name = name.find(' ').map_or(name, |end| &name[..end]);
    if matches!(name, "p" | "br" | "blockquote" | "ul" | "ol" | "li" | "pre") {
        words.push('\n');
    }
    rest
}

/// Reads the entity that `text` begins with, or only its `&`, and returns what follows.
fn read_entity<'h>(text: &'h str, words: &mut Words) -> &'h str {
    let entities = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&nbsp;", ' '), ("&quot;", '"'), ("&#39;", '\'')];
    for (entity, c) in entities {
        if let Some(rest) = text.strip_prefix(entity) {
            words.push(c);
            return rest;
        }
    }
    words.push('&');
    &text[1..]
}

fn is_visible(c: char) -> bool {
    // U+2800 is the braille pattern without dots.
    !c.is_whitespace() && !is_invisible(c) && c != '\u{2800}'
}
