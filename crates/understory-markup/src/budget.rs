//! How much markup a text may hold. Parsers are linear at best, and a mark costs them as much as some twenty letters; a
//! text made of nothing but marks is no comment. With these limits the worst text costs at most five times what prose of
//! the same length costs (`examples/worst.rs`).

use std::borrow::Cow;

/// How many marks any text may hold, however short.
const LEAST_MARKS: usize = 1024;

/// How many levels a line may open or continue: each `>`, each list marker, and every two columns of indentation.
const MAX_LEVELS: usize = 32;

/// Whether HTML holds few enough marks for the tokenizer and the sanitiser. Tags cost more than marks of Markdown, and
/// HTML that people write has one mark for some twenty-five letters.
pub(crate) fn allows_html(source: &str) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | 0xc2);
    source.bytes().filter(is_mark).count() <= LEAST_MARKS.max(source.len() / 16)
}

/// The Markdown that goes to the parser: nested no deeper than [`MAX_LEVELS`], because each line costs it the number of
/// levels around it (65 KB of `>` and short lines take 0.4 s). `None` if the text holds too many marks.
pub(crate) fn tame_markdown(source: &str) -> Option<Cow<'_, str>> {
    let mut marks_left = (source.len() / 8).max(LEAST_MARKS);
    let mut flat = String::new();
    let mut copied = 0;
    let mut at = 0;
    while at < source.len() {
        let prefix = read_prefix(&source.as_bytes()[at..]);
        if prefix.allowed < prefix.length {
            flat.push_str(&source[copied..at + prefix.allowed]);
            copied = at + prefix.length;
        }
        let line = &source.as_bytes()[at + prefix.length..];
        let length = line.iter().position(|byte| *byte == b'\n').map_or(line.len(), |end| end + 1);
        let marks = line[..length].iter().filter(|byte| MARKS[**byte as usize]).count();
        marks_left = marks_left.checked_sub(prefix.marks + marks)?;
        at += prefix.length + length;
    }
    if copied == 0 {
        return Some(Cow::Borrowed(source));
    }
    flat.push_str(&source[copied..]);
    Some(Cow::Owned(flat))
}

/// The characters that make the parser begin something.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let list = b"\n*_~[]<>`&\\!";
    let mut at = 0;
    while at < list.len() {
        marks[list[at] as usize] = true;
        at += 1;
    }
    marks
};

/// What a line begins with: white space, and the markers of quotes and lists.
struct Prefix {
    length: usize,
    /// How much of it stays within the levels allowed.
    allowed: usize,
    marks: usize,
}

fn read_prefix(line: &[u8]) -> Prefix {
    let mut prefix = Prefix { length: 0, allowed: 0, marks: 0 };
    let mut columns = 0;
    loop {
        let rest = &line[prefix.length..];
        let marker = marker_length(rest);
        let width = match rest.first() {
            Some(b' ') => 1,
            // To the next multiple of four at most.
            Some(b'\t') => 4,
            _ => 0,
        };
        if marker == 0 && width == 0 {
            return prefix;
        }
        columns += width;
        prefix.marks += usize::from(marker > 0);
        prefix.length += marker.max(1);
        // The space that belongs to a marker indents nothing.
        if marker > 0 && line.get(prefix.length) == Some(&b' ') {
            prefix.length += 1;
        }
        if prefix.marks + columns / 2 <= MAX_LEVELS {
            prefix.allowed = prefix.length;
        }
    }
}

/// How many bytes the marker has with which this begins, or 0.
fn marker_length(rest: &[u8]) -> usize {
    let length = match rest.first() {
        Some(b'>') => return 1,
        Some(b'-' | b'+' | b'*') => 1,
        Some(b'0'..=b'9') => {
            let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            let ends = matches!(rest.get(digits), Some(b'.' | b')')) && digits < 10;
            if ends { digits + 1 } else { return 0 }
        }
        _ => return 0,
    };
    let is_followed_by_space = matches!(rest.get(length), None | Some(b' ' | b'\t' | b'\n'));
    if is_followed_by_space { length } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_the_levels_beyond_the_limit() {
        // An odd column counts for nothing.
        let kept = |level: &str| format!("{} a\n", level.repeat(MAX_LEVELS));
        for level in [">", "> ", "- ", "* ", "+ ", "1. ", "12) ", "  ", "   "] {
            for line in ["", "a\n"] {
                let deep = format!("{line}{}a\n", level.repeat(100));
                let flat = tame_markdown(&deep).unwrap();
                assert!(flat.len() <= line.len() + kept(level).len(), "{level:?}: {flat:?}");
                assert!(flat.ends_with("a\n"), "{level:?}: {flat:?}");
                let shallow = format!("{line}{}a\n", level.repeat(20));
                assert_eq!(tame_markdown(&shallow).unwrap(), shallow);
            }
        }
    }

    #[test]
    fn words_and_rules_lose_nothing() {
        let dashes = "-".repeat(200);
        let hyphens = "a - b ".repeat(50);
        for line in [&dashes, &hyphens, "2026 was fine", "1.5 > 1.2", "*a* b", "-1", "+49 30 1", "1)"] {
            assert_eq!(tame_markdown(line).unwrap(), line);
        }
    }

    #[test]
    fn marks_are_limited_by_length() {
        assert!(tame_markdown(&"*".repeat(LEAST_MARKS)).is_some());
        assert!(tame_markdown(&"*".repeat(LEAST_MARKS + 1)).is_none());
        assert!(tame_markdown(&"*1234567".repeat(10 * LEAST_MARKS)).is_some());
        assert!(tame_markdown(&"*12345".repeat(10 * LEAST_MARKS)).is_none());
        assert!(allows_html(&"<p>1234567890123456789012345678901".repeat(LEAST_MARKS)));
        assert!(!allows_html(&"<p>".repeat(LEAST_MARKS)));
    }
}
