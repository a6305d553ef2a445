//! Plain text: paragraphs at blank lines, line breaks, bare addresses as links; all else as it was typed.

use crate::writer::Writer;

pub(crate) fn render(source: &str) -> String {
    let mut writer = Writer::new(source.len());
    for line in source.split('\n') {
        let line = line.trim();
        if line.is_empty() {
            writer.end_leaf();
        } else {
            writer.text(line);
            writer.line_break();
        }
    }
    writer.finish()
}
