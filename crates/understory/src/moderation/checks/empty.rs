use crate::models::Refusal;
use crate::moderation::{Draft, Gate};

/// Nothing to read: no text, or markup without words.
pub fn empty(_: &Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    // Links, words, emoji: whatever leaves a mark. Invisible characters leave none.
    let text = understory_markup::plain_text(draft.html);
    let visible = text.chars().any(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{ad}' | '\u{feff}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'));
    if visible {
        Ok(())
    } else {
        Err(Refusal::field("comment_empty", "body", "The comment is empty. Write something first."))
    }
}
