use std::ops::Range;

/// A sentence shorter than this, in bytes, is read with the one before it: "No. Never. Out." says nothing in parts.
const SHORT: usize = 16;

/// The sentences of a text: after a full stop, question mark, exclamation mark or ellipsis with a blank behind it, in whatever
/// writing, and at ends of lines. Blanks between them belong to none.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut begin = 0;
    let mut push = |part: Range<usize>| {
        let words = text[part.clone()].trim();
        if words.is_empty() {
            return;
        }
        let start = part.start + text[part.clone()].len() - text[part.clone()].trim_start().len();
        let part = start..start + words.len();
        match found.last_mut() {
            Some(last) if part.len() < SHORT || last.len() < SHORT => last.end = part.end,
            _ => found.push(part),
        }
    };
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '\n' => {
                push(begin..at);
                (begin, ended) = (end, false);
            }
            '。' | '！' | '？' => {
                push(begin..end);
                (begin, ended) = (end, false);
            }
            '.' | '!' | '?' | '…' | '؟' | '۔' | '।' => ended = true,
            '"' | '\'' | ')' | '”' | '’' | '»' | '“' if ended => {}
            c if c.is_whitespace() && ended => {
                push(begin..at);
                (begin, ended) = (end, false);
            }
            _ => ended = false,
        }
    }
    push(begin..text.len());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(
            parts("The first is over here. “And a second one?” he said it twice!\nA third line of words"),
            ["The first is over here.", "“And a second one?”", "he said it twice!", "A third line of words"]
        );
        assert_eq!(parts("这是第一句话吧。这是第二句话吧！"), ["这是第一句话吧。", "这是第二句话吧！"]);
        assert_eq!(
            parts("It was at 3.15 on example.org that they met"),
            ["It was at 3.15 on example.org that they met"]
        );
    }

    #[test]
    fn short_ones_are_read_with_their_neighbours() {
        assert_eq!(
            parts("No. Never. Out with all of them by the morning."),
            ["No. Never. Out with all of them by the morning."]
        );
        assert!(parts(" \n ").is_empty());
    }
}
