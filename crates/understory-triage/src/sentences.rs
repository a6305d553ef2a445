use std::ops::Range;

/// The sentences of a text: up to a full stop, question mark, exclamation mark or ellipsis with a blank behind it, in whatever
/// writing, or the end of a line. A closing quotation mark or bracket belongs to what it closes; blanks between them belong to
/// none.
///
/// ```
/// let text = "One. “Two is 3.5 long!” Three?\nFour";
/// let parts: Vec<&str> = understory_triage::sentences(text).into_iter().map(|place| &text[place]).collect();
/// assert_eq!(parts, ["One.", "“Two is 3.5 long!”", "Three?", "Four"]);
/// ```
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut push = |part: Range<usize>| {
        let whole = &text[part.clone()];
        let words = whole.trim();
        if !words.is_empty() {
            let start = part.start + whole.len() - whole.trim_start().len();
            found.push(start..start + words.len());
        }
    };
    let (mut begin, mut ended) = (0, false);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let ends_here = match c {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' | '؟' | '۔' | '।' => {
                ended = true;
                false
            }
            '"' | '\'' | ')' | '”' | '’' | '»' | '“' => false,
            c => std::mem::take(&mut ended) && c.is_whitespace(),
        };
        if ends_here {
            push(begin..end);
            (begin, ended) = (end, false);
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
            parts("The first. “And a second one?” he said twice!\nA third line"),
            ["The first.", "“And a second one?”", "he said twice!", "A third line"]
        );
        assert_eq!(parts("这是第一句话吧。这是第二句话吧！"), ["这是第一句话吧。", "这是第二句话吧！"]);
        assert_eq!(parts("It was at 3.15 on example.org"), ["It was at 3.15 on example.org"]);
        assert!(parts(" \n \n").is_empty());
    }
}
