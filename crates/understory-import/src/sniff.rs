//! What a file is, told by how it begins; names are not trusted.

use crate::line::OpenError;

/// How much of a file is looked at.
pub(crate) const HEAD: usize = 1024;

/// What to do with a file.
#[derive(Debug)]
pub(crate) enum Content {
    /// Read it.
    Lines,
    /// Unpack it and look again.
    Gzip,
    /// Say why it is not read.
    Refused(OpenError),
}

const PACKED: [(&[u8], &str); 5] = [
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
];
/// Where a tar archive says that it is one.
const TAR_MARK: std::ops::Range<usize> = 257..262;
const HTML: [&[u8]; 7] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script", b"<meta"];

/// Looks at the head of a file.
pub(crate) fn sniff(head: &[u8]) -> Content {
    use Content::{Gzip, Lines, Refused};
    if head.starts_with(b"\x1f\x8b") {
        return Gzip;
    }
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|mark| head.starts_with(*mark)) {
        return Refused(OpenError::Zip);
    }
    if let Some((_, name)) = PACKED.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Refused(OpenError::Packed(name));
    }
    if head.get(TAR_MARK) == Some(b"ustar") {
        return Refused(OpenError::Packed("tar"));
    }
    if is_utf16(head) {
        return Refused(OpenError::Utf16);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match text.first() {
        Some(b'[') => Refused(OpenError::List),
        Some(b'<') if HTML.iter().any(|tag| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag)) => {
            Refused(OpenError::Html)
        }
        Some(b'<') => Refused(OpenError::Xml),
        _ => Lines,
    }
}

/// With a byte order mark, or an ASCII character as two bytes.
fn is_utf16(head: &[u8]) -> bool {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, byte, ..] | [byte, 0, ..] => byte.is_ascii() && *byte != 0,
        _ => false,
    }
}
