//! A page of a thread as JSON, written straight from its rows: what serde writes of [`ThreadOut`](super::ThreadOut),
//! which the contract describes, to the byte. A page that is not in memory is mostly this text, and writing it in one
//! pass, without a copy of every comment, makes a quarter more of them a second.

use std::fmt::Write as _;

use super::types::StoryOut;
use crate::models::{Cursor, Id, Seen, StoryState, Viewer, seen};
use crate::store::threads::{Branch, Page};

/// What readers see of a page under a story that is shown like this; `head` is the story itself, where it is wanted.
///
/// # Errors
/// None in practice: serde's, for the story.
pub fn json(page: &Page, story: Id, shown: StoryState, head: Option<&StoryOut>) -> serde_json::Result<String> {
    // Most comments are a sentence or two.
    let mut out = Json(String::with_capacity(1_000 + 500 * count(&page.comments)));
    out.raw("{");
    if let Some(head) = head {
        out.raw("\"story\":");
        out.raw(&serde_json::to_string(head)?);
        out.raw(",");
    }
    out.raw("\"next\":");
    out.cursor(page.next.as_ref());
    out.raw(",\"comments\":");
    out.comments(&page.comments, story, shown);
    out.raw("}");
    Ok(out.0)
}

fn count(branches: &[Branch]) -> usize {
    branches.iter().map(|branch| 1 + count(&branch.children)).sum()
}

struct Json(String);

impl Json {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn comments(&mut self, branches: &[Branch], story: Id, shown: StoryState) {
        self.raw("[");
        let mut first = true;
        for branch in branches {
            let whole = match seen(Viewer::Reader, &branch.comment, shown) {
                Seen::Nothing => continue,
                Seen::Tombstone => false,
                Seen::Whole => true,
            };
            if !std::mem::take(&mut first) {
                self.raw(",");
            }
            self.comment(branch, story, shown, whole);
        }
        self.raw("]");
    }

    fn comment(&mut self, branch: &Branch, story: Id, shown: StoryState, whole: bool) {
        let comment = &branch.comment;
        let is_root = comment.parent == story;
        self.raw("{\"id\":\"");
        self.id(comment.id);
        self.raw("\",\"parent\":");
        if is_root {
            self.raw("null");
        } else {
            self.raw("\"");
            self.id(comment.parent);
            self.raw("\"");
        }
        self.raw(",\"depth\":");
        self.number(comment.depth);
        if whole {
            self.raw(",\"author\":{\"name\":");
            self.text(&comment.name);
            self.raw(",\"badges\":[");
            for (n, word) in comment.badges.words().enumerate() {
                self.raw(if n == 0 { "\"" } else { ",\"" });
                self.raw(word);
                self.raw("\"");
            }
            self.raw("]},\"html\":");
            self.text(&comment.html);
        } else {
            self.raw(",\"author\":null,\"html\":null");
        }
        self.raw(",\"created_at\":\"");
        comment.created_at.push_rfc3339(&mut self.0);
        if let Some(edited) = comment.edited_at.filter(|_| whole) {
            self.raw("\",\"edited_at\":\"");
            edited.push_rfc3339(&mut self.0);
        }
        self.raw("\",\"state\":\"");
        self.raw(comment.state.as_str());
        self.raw("\",\"replies\":");
        self.number(comment.replies);
        if is_root {
            self.raw(",\"descendants\":");
            self.number(comment.descendants);
        }
        self.raw(",\"votes\":{\"up\":");
        self.number(if whole { comment.up } else { 0 });
        self.raw(",\"down\":");
        self.number(if whole { comment.down } else { 0 });
        self.raw("},\"children\":");
        self.comments(&branch.children, story, shown);
        self.raw(",\"more\":");
        self.cursor(branch.more.as_ref());
        self.raw("}");
    }

    fn id(&mut self, id: Id) {
        id.push_to(&mut self.0);
    }

    fn number(&mut self, number: i64) {
        match u8::try_from(number) {
            Ok(digit @ 0..=9) => self.0.push(char::from(b'0' + digit)),
            // Writing to a string does not fail.
            _ => _ = write!(self.0, "{number}"),
        }
    }

    fn cursor(&mut self, cursor: Option<&Cursor>) {
        // Letters, digits, `-` and `_`.
        let _ = match cursor {
            Some(cursor) => write!(self.0, "\"{cursor}\""),
            None => write!(self.0, "null"),
        };
    }

    fn text(&mut self, text: &str) {
        self.raw("\"");
        let mut rest = text;
        while let Some(at) = special(rest.as_bytes()) {
            self.raw(&rest[..at]);
            match rest.as_bytes()[at] {
                b'"' => self.raw("\\\""),
                b'\\' => self.raw("\\\\"),
                b'\n' => self.raw("\\n"),
                b'\r' => self.raw("\\r"),
                b'\t' => self.raw("\\t"),
                0x08 => self.raw("\\b"),
                0x0c => self.raw("\\f"),
                control => _ = write!(self.0, "\\u{control:04x}"),
            }
            rest = &rest[at + 1..];
        }
        self.raw(rest);
        self.raw("\"");
    }
}

/// Where the first byte is that JSON writes in another way (RFC 8259, section 7).
fn special(text: &[u8]) -> Option<usize> {
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    // In blocks, without leaving one early: so the compiler looks at many bytes at once.
    let (blocks, _) = text.as_chunks::<32>();
    let clean =
        blocks.iter().take_while(|block| !block.iter().fold(false, |any, &byte| any | is_special(byte))).count();
    let from = clean * 32;
    text[from..].iter().position(|&byte| is_special(byte)).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::clock::Timestamp;
    use crate::http::api::{CommentOut, ThreadOut};
    use crate::models::{Badges, CommentRow, Sort, State};

    const STORY: Id = Id(Uuid::from_u128(1));

    fn comment() -> impl Strategy<Value = CommentRow> {
        let id = || any::<u128>().prop_map(|n| Id(Uuid::from_u128(n)));
        let text = || prop_oneof![".{0,80}", "[ -~]{0,200}", "[\\x00-\\x20\"\\\\é]{0,40}"];
        let time = || (0_i64..4_000_000_000_000_000).prop_map(Timestamp);
        let number = || prop_oneof![0_i64..12, any::<i64>()];
        (
            (id(), prop_oneof![Just(STORY), id()], number(), text(), text(), 0_usize..4),
            (time(), proptest::option::of(time()), number(), number(), number(), number(), number()),
        )
            .prop_map(
                |((id, parent, depth, name, html, state), (at, edited, replies, branches, below, up, down))| {
                    CommentRow {
                        id,
                        parent,
                        root: id,
                        depth,
                        name,
                        html,
                        state: State::ALL[state],
                        lang: None,
                        created_at: at,
                        edited_at: edited,
                        rank: None,
                        replies,
                        branches,
                        descendants: below,
                        up,
                        down,
                        badges: Badges(up & 1),
                        account: None,
                    }
                },
            )
    }

    fn branches() -> impl Strategy<Value = Vec<Branch>> {
        let branch = |children: BoxedStrategy<Vec<Branch>>| {
            (comment(), children, any::<bool>()).prop_map(|(comment, children, more)| {
                let more = more.then(|| Cursor::start(comment.id, Sort::Oldest));
                Branch { comment, children, more }
            })
        };
        let leaves = proptest::collection::vec(branch(Just(Vec::new()).boxed()), 0..3).boxed();
        proptest::collection::vec(branch(leaves), 0..4)
    }

    proptest! {
        #[test]
        fn it_is_what_serde_writes(comments in branches(), unpublished: bool, next: bool) {
            let shown = if unpublished { StoryState::Unpublished } else { StoryState::Published };
            let head = StoryOut {
                standfirst: String::new(),
                id: STORY,
                slug: "slug".to_owned(),
                url: None,
                title: "A \"title\"".to_owned(),
                author: String::new(),
                lang: "en".to_owned(),
                topics: vec!["Town".to_owned()],
                published_at: Timestamp(0),
                comments: 3,
                state: "published",
                closed: None,
                seq: 7,
            };
            let next = next.then(|| Cursor::start(STORY, Sort::Newest));
            let page = Page { comments, next };
            for head in [None, Some(head)] {
                let by_serde = ThreadOut {
                    story: head.clone(),
                    next,
                    comments: page
                        .comments
                        .iter()
                        .filter_map(|branch| CommentOut::of(branch.clone(), STORY, shown, Viewer::Reader))
                        .collect(),
                };
                let written = json(&page, STORY, shown, head.as_ref()).unwrap();
                prop_assert_eq!(written, serde_json::to_string(&by_serde).unwrap());
            }
        }
    }
}
