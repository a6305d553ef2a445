//! An independent reader of rendered HTML, far stricter than a browser: it knows the allowed tags, attributes and
//! entities letter by letter, and refuses all else. Shared with `examples/fuzz.rs`.

use understory_markup::{Format, MAX_DEPTH, MAX_MARKS, plain_text, render, sanitize};

pub const FORMATS: [Format; 3] = [Format::Markdown, Format::Text, Format::Html];

const INLINE: [&str; 5] = ["em", "strong", "del", "code", "a"];
const REL: &str = "\" rel=\"ugc nofollow noopener\"";

/// All invariants of one rendering.
pub fn check(source: &str, format: Format) -> Result<(), String> {
    let html = render(source, format);
    scan(&html)?;
    if sanitize(&html) != html {
        return Err(format!("sanitising changes it to {:?}", sanitize(&html)));
    }
    // The densest markup: `2. ` becomes `<ol start="2"><li></li></ol>`; see also the writer on addresses.
    if html.len() > 16 * source.len() + 1024 {
        return Err(format!("{} bytes became {}", source.len(), html.len()));
    }
    let text = plain_text(&html);
    if text.trim() != text || text.contains("\n\n") || text.contains("  ") {
        return Err(format!("plain text is not folded: {text:?}"));
    }
    if text.matches('<').count() != html.matches("&lt;").count() && !text.is_empty() {
        return Err(format!("plain text has a bracket that is not of the text: {text:?}"));
    }
    Ok(())
}

/// Reads HTML and says what is wrong with it.
pub fn scan(html: &str) -> Result<(), String> {
    scan_characters(html)?;
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        if at > 0 && matches!(open.last(), Some(&"ul" | &"ol")) {
            return Err("text directly in a list".into());
        }
        rest = &rest[at..];
        if rest.starts_with('&') {
            let entity = ["&amp;", "&lt;", "&gt;", "&nbsp;"].into_iter().find(|entity| rest.starts_with(entity));
            rest = &rest[entity.ok_or("an ampersand that begins no entity")?.len()..];
            continue;
        }
        let (tag, after) = rest.strip_prefix('<').and_then(|tag| tag.split_once('>')).ok_or("a stray bracket")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes what is not open"));
            }
        } else {
            let name = scan_tag(tag)?;
            scan_place(name, &open)?;
            if name != "br" {
                open.push(name);
            }
            if open.len() > MAX_DEPTH {
                return Err(format!("nested {} deep", open.len()));
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

/// The name of a start tag.
fn scan_tag(tag: &str) -> Result<&str, String> {
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_allowed = match name {
        "a" => attributes.strip_prefix("href=\"").and_then(|rest| rest.strip_suffix(REL)).is_some_and(is_address),
        "ol" if !attributes.is_empty() => {
            attributes.strip_prefix("start=\"").and_then(|rest| rest.strip_suffix('"')).is_some_and(is_number)
        }
        "p" | "br" | "em" | "strong" | "del" | "blockquote" | "ul" | "ol" | "li" | "code" | "pre" => {
            attributes.is_empty()
        }
        _ => false,
    };
    if is_allowed { Ok(name) } else { Err(format!("<{tag}> is not allowed")) }
}

fn is_address(href: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !"\"<>".contains(c);
    let is_escaped = href.matches('&').count() == href.matches("&amp;").count();
    let has_scheme = ["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
    let host = href.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
    has_scheme && is_escaped && href.chars().all(is_plain) && !host.is_some_and(|host| host.contains('@'))
}

/// Whether an element may stand where it stands.
fn scan_place(name: &str, open: &[&str]) -> Result<(), String> {
    let parent = open.last().copied().unwrap_or_default();
    let is_right = match parent {
        "ul" | "ol" => name == "li",
        "" | "blockquote" => ["p", "blockquote", "ul", "ol", "pre"].contains(&name),
        "li" => name != "li",
        "pre" => name == "code",
        "code" if open.contains(&"pre") => false,
        _ => (name == "br" || INLINE.contains(&name)) && !open.contains(&name),
    };
    if is_right { Ok(()) } else { Err(format!("<{name}> in {open:?}")) }
}

fn scan_characters(html: &str) -> Result<(), String> {
    let mut marks = 0;
    for c in html.chars() {
        let is_override = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if is_override || (c.is_control() && c != '\n' && c != '\t') {
            return Err(format!("character {c:?}"));
        }
        // Most, not all of the marks there are.
        marks = if matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1ace}') { marks + 1 } else { 0 };
        if marks > MAX_MARKS {
            return Err("a tower of marks".into());
        }
    }
    Ok(())
}
