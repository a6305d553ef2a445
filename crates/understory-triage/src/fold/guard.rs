//! What is left alone.

/// Whether a text is inside a piece of code, between backticks.
#[derive(Debug, Default)]
pub struct Code {
    inside: bool,
}

impl Code {
    /// Whether a piece belongs to code; to be told every piece, in order.
    pub fn covers(&mut self, piece: &str) -> bool {
        let ticks = piece.bytes().filter(|byte| *byte == b'`').count();
        let covered = self.inside || ticks > 0;
        if ticks % 2 == 1 {
            self.inside = !self.inside;
        }
        covered
    }
}

/// The longest piece that is looked at: what is longer is no word.
const LONGEST: usize = 120;

/// Links, addresses, names with @, code, ordinals and numbers.
pub fn is_protected(piece: &str) -> bool {
    if piece.len() > LONGEST {
        return true;
    }
    let bytes = piece.as_bytes();
    if !bytes.iter().any(|byte| !byte.is_ascii_alphabetic()) {
        return false;
    }
    if piece.contains("://") || piece.starts_with("www.") || piece.starts_with("//") {
        return true;
    }
    // Names, and addresses: what stands before an @ in a word is a letter or a digit, and a dot follows it.
    let bare = piece.trim_start_matches(['(', '"', '\'', '.', '[', '<']);
    if bare.starts_with('@')
        && bare
            .bytes()
            .skip(1)
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b',' | b':' | b'!' | b'?' | b')'))
    {
        return !bare.bytes().skip(1).any(|b| b.is_ascii_digit()) || bare.len() > 12 || !looks_like_a_word(bare);
    }
    if let Some((before, after)) = piece.split_once('@')
        && before.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric())
        && after.trim_end_matches(|c: char| !c.is_alphanumeric()).contains('.')
    {
        return true;
    }
    // Code and paths.
    if bytes.iter().any(|byte| matches!(byte, b'{' | b'}' | b'=' | b'<' | b'>' | b'\\' | b';' | b'^'))
        || piece.contains("::")
        || piece.contains("()")
        || bytes.iter().filter(|byte| **byte == b'/').count() > 0
        || is_host(piece)
    {
        return true;
    }
    is_number(piece.trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '$' | '@')))
}

/// `@55hole` is a word; `@ana` is a name.
fn looks_like_a_word(bare: &str) -> bool {
    bare.as_bytes().get(1).is_some_and(u8::is_ascii_digit) || bare[1..].contains('$')
}

/// `paper.example`, `index.html`, `v1.2`: letters on both sides of a dot, and more than one letter on each.
fn is_host(piece: &str) -> bool {
    let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
    let mut parts = piece.split('.');
    let Some(first) = parts.next() else { return false };
    let rest: Vec<&str> = parts.collect();
    !rest.is_empty()
        && rest.iter().all(|part| !part.is_empty())
        && (first.len() > 1 || rest.iter().any(|part| part.len() > 1))
        && rest.last().is_some_and(|last| HOSTS.contains(last))
}

const HOSTS: [&str; 40] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "uk", "de", "fr", "es", "it", "nl",
    "pl", "br", "cn", "ru", "eu", "us", "ca", "au", "at", "ch", "cat", "html", "htm", "php", "jpg", "png", "pdf",
    "txt", "zip", "exe", "gz", "js", "py",
];

/// Numbers with what belongs to them: 1st, 2nd, 10km, 1990s, 5pm, 3d, 20mg, $100, mp3, win95.
fn is_number(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return false;
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if letters == 0 || digits > letters + 1 {
        return true;
    }
    let leading = bytes.iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    let rest = &piece[leading..];
    if leading > 0 && rest.bytes().all(|b| b.is_ascii_alphabetic()) {
        return rest.len() <= 2 || leading >= 2 || UNITS.contains(&rest);
    }
    false
}

const UNITS: [&str; 16] = [
    "rds", "ths", "min", "mins", "sec", "secs", "hrs", "hour", "day", "days", "bit", "bits", "mph", "kmh", "gb", "year",
];
