//! Which addresses become links, where bare ones stand in a text, and whether a link's words hide its target.

use std::ops::Range;

use url::{Host, Url};

use crate::clean::is_invisible;

/// The longest address that becomes a link, in bytes. The sitemap protocol allows 2,048, and so do search engines and
/// the oldest browsers; no address that people share is longer.
pub const MAX_ADDRESS: usize = 2048;

/// The longest host, in bytes, and the longest label of one, in characters, that the DNS allows (RFC 1035, section
/// 2.3.4). Checked before parsing, because encoding a long international name is not linear.
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// Where a link leads.
pub(crate) struct Target {
    /// The address as the URL parser writes it.
    pub(crate) href: String,
    /// What a reader must be told about it: the host, or the mail address.
    pub(crate) place: String,
}

/// The target of an address, if it may be one: `http`, `https` or `mailto`, absolute, without control characters and
/// without a user name (`https://bank.example@evil.example/` leads to evil.example).
pub(crate) fn target(address: &str) -> Option<Target> {
    let address = address.trim();
    if address.len() > MAX_ADDRESS || address.contains(char::is_control) {
        return None;
    }
    let (scheme, rest) = address.split_once(':')?;
    if scheme.eq_ignore_ascii_case("mailto") {
        return mail_target(rest);
    }
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    // The parser would mend what has fewer or other slashes; that is no address that people share.
    let host = rest.strip_prefix("//")?.split(['/', '\\', '?', '#']).next()?;
    if host.is_empty() || !is_short(host) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    if !is_web || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let place = url.host_str()?.to_owned();
    // The parser lets quotes and the like pass in a host; the DNS has none.
    if !place.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:[]".contains(&byte)) {
        return None;
    }
    Some(Target { href: url.into(), place })
}

fn is_short(host: &str) -> bool {
    host.len() <= MAX_HOST && host.split(is_dot).all(|label| label.chars().count() <= MAX_LABEL)
}

/// A plain address only: what follows a `?` could fill in a message, hidden copies included.
fn mail_target(rest: &str) -> Option<Target> {
    let address = rest.split('?').next()?;
    let (name, domain) = address.split_once('@')?;
    // RFC 5322 `atext` and the dot, less what means something in an address of the web.
    let is_name = |c: char| c.is_ascii_alphanumeric() || ".!$&'*+-=_~".contains(c);
    let is_domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let is_plain = !name.is_empty()
        && !domain.is_empty()
        && domain.len() <= MAX_HOST
        && name.chars().all(is_name)
        && domain.chars().all(is_domain);
    let url = is_plain.then(|| Url::parse(&format!("mailto:{address}")).ok())??;
    Some(Target { href: url.into(), place: address.to_owned() })
}

/// The target of a bare address found by [`bare`]. The host needs a dot, so that `http://localhost` and `http://a` in
/// a sentence stay words. `www.` alone leads to `https`: what has no certificate today is better not visited by a click.
pub(crate) fn bare_target(address: &str) -> Option<Target> {
    let target = match address.as_bytes() {
        [b'w' | b'W', ..] => target(&format!("https://{address}")),
        _ => target(address),
    }?;
    let host = target.place.strip_suffix('.').unwrap_or(&target.place);
    (host.contains('.') && host.split('.').all(|label| !label.is_empty())).then_some(target)
}

/// The next bare address in a text, at or after `from`: `http://…`, `https://…` or `www.…`, as GitHub's extended
/// autolinks (GFM 0.29, section 6.9), without the punctuation of the sentence around it. Linear: what it refuses, it
/// has only looked at once.
pub(crate) fn bare(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes[at..].iter().position(|byte| matches!(byte, b':' | b'.'))?;
        if let Some(start) = start_of_address(bytes, from, at) {
            let end = end_of_address(text, at + 1);
            // Something must follow `http://` and `www.`.
            let least = if bytes[at] == b':' { 4 } else { 2 };
            if end >= at + least {
                return Some(start..end);
            }
        }
        at += 1;
    }
}

/// Where the address begins whose first `:` or `.` stands at `at`.
fn start_of_address(bytes: &[u8], from: usize, at: usize) -> Option<usize> {
    let before = &bytes[from..at];
    let ends_with =
        |word: &[u8]| before.len() >= word.len() && before[before.len() - word.len()..].eq_ignore_ascii_case(word);
    let length = match bytes[at] {
        b':' if !bytes[at..].starts_with(b"://") => return None,
        b':' if ends_with(b"https") => 5,
        b':' if ends_with(b"http") => 4,
        b'.' if ends_with(b"www") => 3,
        _ => return None,
    };
    let start = at - length;
    let joins = |byte: u8| byte.is_ascii_alphanumeric() || (bytes[at] == b'.' && b"./@:-_".contains(&byte));
    (start == 0 || !joins(bytes[start - 1])).then_some(start)
}

/// Where an address ends: at a space, at what RFC 3986 excludes from addresses, or at East Asian punctuation; less the
/// punctuation that closes the sentence or the bracket around it.
fn end_of_address(text: &str, from: usize) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '`' | '\\' | '^' | '{' | '|' | '}')
            || matches!(c, '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{3000}'..='\u{303f}')
            || matches!(c, '\u{ff01}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}')
    };
    let mut run = text[from..].split(ends).next().unwrap_or_default().as_bytes();
    let count = |run: &[u8], bracket| run.iter().filter(|byte| **byte == bracket).count();
    let mut surplus = count(run, b')').saturating_sub(count(run, b'('));
    while let [rest @ .., last] = run {
        match last {
            b')' if surplus > 0 => surplus -= 1,
            b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' | b']' => {}
            _ => break,
        }
        run = rest;
    }
    from + run.len()
}

/// Whether the words of a link let a reader expect another place than it leads to (CVE-2023-36462 of Mastodon).
/// Doubtful words count as such: the cost is the name of the host behind the link.
pub(crate) fn misleads(words: &str, target: &Target) -> bool {
    if target.href.starts_with("mailto:") {
        let words: String = words.trim().chars().filter(|c| !is_invisible(*c)).collect();
        let address = words.strip_prefix("mailto:").unwrap_or(&words);
        return !address.eq_ignore_ascii_case(&target.place)
            && (words.contains('@') || words.split_whitespace().any(|word| named_host(word).is_some()));
    }
    words.split_whitespace().filter_map(named_host).any(|host| !is_same_host(&host, &target.place))
}

/// The first thing in a word that reads as a host: what follows `://`, or labels with dots that end like a domain.
fn named_host(word: &str) -> Option<String> {
    let (after_scheme, word) = match word.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, word),
    };
    let mut rest = word;
    loop {
        rest = rest.trim_start_matches(|c| !is_host_char(c));
        let end = rest.find(|c| !is_host_char(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if run.is_empty() {
            return None;
        }
        let host: String = run.chars().filter(|c| !is_invisible(*c)).map(|c| if is_dot(c) { '.' } else { c }).collect();
        let host = host.trim_matches('.');
        // In `name@host` it is the host that a reader believes.
        if !after.starts_with('@') && (after_scheme || is_host(host)) {
            return Some(host.to_lowercase());
        }
        rest = after;
    }
}

fn is_host_char(c: char) -> bool {
    let is_mark = |c| ('\u{300}'..='\u{36f}').contains(&c);
    c.is_alphanumeric() || matches!(c, '-' | '_') || is_dot(c) || is_mark(c) || is_invisible(c)
}

/// The full stop, what IDNA reads as one (U+3002, U+FF0E, U+FF61), and what only looks like one.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{ff0e}' | '\u{ff61}' | '\u{2024}' | '\u{2027}' | '\u{fe52}' | '\u{b7}')
}

fn is_host(labels: &str) -> bool {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    match labels.rsplit_once('.') {
        None => false,
        Some((_, last)) if is_number(last) => labels.split('.').count() == 4 && labels.split('.').all(is_number),
        Some((_, last)) => last.chars().nth(1).is_some(),
    }
}

/// Equal as host names, `www.` aside, and not written in letters that pass for others (`а` of Cyrillic in a `.com`).
fn is_same_host(named: &str, place: &str) -> bool {
    let bare = |host: &str| host.trim_end_matches('.').trim_start_matches("www.").to_owned();
    let is_latin = |c: char| c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c);
    let has_own_script = named.rsplit('.').next().is_some_and(|last| !last.is_ascii());
    if !is_short(named) || !(has_own_script || named.chars().all(is_latin)) {
        return false;
    }
    Host::parse(named).is_ok_and(|host| bare(&host.to_string()) == bare(place))
}
