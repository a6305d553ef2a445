//! Text into HTML.

/// Escapes text for HTML element content and for attributes in double or single quotes.
///
/// ```
/// assert_eq!(understory_markup::escape("<a href='x'>"), "&lt;a href=&#39;x&#39;&gt;");
/// ```
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        html.push_str(&text[copied..at]);
        html.push_str(entity);
        copied = at + 1;
    }
    html.push_str(&text[copied..]);
    html
}

/// Appends text as element content, escaped as a browser's `innerHTML` and html5ever write it (HTML Standard, section
/// "Serializing HTML fragments"), so that sanitising our HTML once more changes no byte.
pub(crate) fn push_text(html: &mut String, text: &str) {
    push(html, text, false);
}

/// Appends text as the value of an attribute in double quotes, likewise.
pub(crate) fn push_attribute(html: &mut String, text: &str) {
    push(html, text, true);
}

fn push(html: &mut String, text: &str, quotes: bool) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let (entity, width) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' if quotes => ("&quot;", 1),
            // U+00A0, the no-break space.
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => ("&nbsp;", 2),
            _ => continue,
        };
        html.push_str(&text[copied..at]);
        html.push_str(entity);
        copied = at + width;
    }
    html.push_str(&text[copied..]);
}
