//! The JSON reader's errors in words that say what to do.

use serde_json::Value;
use serde_json::error::Category;

use super::time::shortened;
use crate::line::Reason;

/// The reason why a line gave no record.
pub(crate) fn reason(error: &serde_json::Error) -> Reason {
    let full = error.to_string();
    let message = match full.rfind(" at line ") {
        Some(end) => &full[..end],
        None => &full,
    };
    if error.classify() == Category::Data {
        return Reason::NotRecord { message: middle_cut(message) };
    }
    let message = match message {
        m if m.starts_with("EOF") => {
            "the line ends in the middle of a record. Put every record whole on one line.".to_owned()
        }
        m if m.contains("surrogate") || m.contains("hex escape") => {
            "an escape such as \\ud83d is half a character. Write the character itself, or both halves of it."
                .to_owned()
        }
        m if m.starts_with("control character") => {
            "a control character stands in a text. Write a line break as \\n and a tab as \\t.".to_owned()
        }
        m if m.starts_with("recursion limit") => {
            "lists and objects are nested too deeply. Flatten the value.".to_owned()
        }
        m => format!("this is not JSON ({}). Put one JSON object on each line.", middle_cut(m)),
    };
    Reason::NotJson { column: error.column(), message }
}

/// The id of a record that is JSON but was refused. Slow, and only for errors.
pub(crate) fn id_of(text: &str) -> Option<String> {
    match serde_json::from_str::<Value>(text).ok()?.get("id")? {
        Value::String(id) if !id.is_empty() => Some(shortened(id)),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

/// A message that quotes a long text loses the middle of it; what was expected stands at its end.
fn middle_cut(message: &str) -> String {
    const HEAD: usize = 80;
    const TAIL: usize = 160;
    let cut = |n: usize| message.char_indices().nth(n).map(|(at, _)| at);
    let count = message.chars().count();
    match (count > HEAD + TAIL).then(|| (cut(HEAD), cut(count - TAIL))) {
        Some((Some(head), Some(tail))) => format!("{} … {}", &message[..head], &message[tail..]),
        _ => message.to_owned(),
    }
}
