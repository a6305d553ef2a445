//! What is told by the first bytes of a file.

use understory_import::OpenError;
use understory_import::neutral::Reader;

use crate::{COMMENT, STORY, gzip, lines, records};

fn refused(bytes: &[u8]) -> OpenError {
    match Reader::open(bytes) {
        Err(error) => error,
        Ok(_) => panic!("opened: {}", String::from_utf8_lossy(bytes)),
    }
}

#[test]
fn plain_or_packed_is_told_by_content() {
    let text = format!("{STORY}\n{COMMENT}\n").into_bytes();
    let plain = records(&text);
    assert_eq!(plain.len(), 2);
    assert_eq!(records(&gzip(&text)), plain);
    assert_eq!(records(&gzip(&gzip(&text))), plain);
    let error = refused(&gzip(&gzip(&gzip(&text))));
    assert!(matches!(error, OpenError::Nested), "{error}");
}

#[test]
fn a_gzip_of_many_parts_is_read_whole() {
    let mut file = gzip(format!("{STORY}\n").as_bytes());
    file.extend(gzip(b""));
    file.extend(gzip(COMMENT.as_bytes()));
    assert_eq!(records(&file).len(), 2);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let marked = format!("\u{feff}{STORY}\n\u{feff}{COMMENT}\n\u{feff}\n");
    assert_eq!(records(marked.as_bytes()).len(), 2);
    assert_eq!(records(&gzip(marked.as_bytes())).len(), 2);
}

#[test]
fn what_is_not_the_format_is_refused_in_words() {
    let utf16: Vec<u8> = STORY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_big: Vec<u8> = STORY.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tar = vec![0; 512];
    tar[..5].copy_from_slice(b"a.txt");
    tar[257..262].copy_from_slice(b"ustar");
    for (bytes, words) in [
        ([b"\xff\xfe", &utf16[..]].concat(), "UTF-16"),
        ([b"\xfe\xff", &utf16_big[..]].concat(), "UTF-16"),
        (utf16, "UTF-16"),
        (utf16_big, "UTF-16"),
        (b"<!DOCTYPE html><title>Sign in</title>".to_vec(), "HTML page"),
        (b"\xef\xbb\xbf\r\n  <HTML lang=en>".to_vec(), "HTML page"),
        (b"<?xml version=\"1.0\"?><disqus/>".to_vec(), "XML"),
        (b"<rss version=\"2.0\">".to_vec(), "XML"),
        (b"PK\x03\x04rest".to_vec(), "zip archive"),
        (b"PK\x05\x06rest".to_vec(), "zip archive"),
        (b"\x28\xb5\x2f\xfdrest".to_vec(), "zstd"),
        (b"\xfd7zXZ\0rest".to_vec(), "xz"),
        (b"BZh9rest".to_vec(), "bzip2"),
        (tar, "tar"),
        (format!("[{STORY},{COMMENT}]").into_bytes(), "list"),
    ] {
        for bytes in [gzip(&bytes), bytes] {
            let said = refused(&bytes).to_string();
            assert!(said.contains(words), "{said}");
            assert!(said.ends_with('.'), "{said}");
        }
    }
}

#[test]
fn a_pretty_printed_object_is_explained() {
    let pretty = "{\n  \"kind\": \"story\",\n  \"id\": \"s\"\n}\n";
    let first = lines(pretty.as_bytes()).remove(0).record.unwrap_err().to_string();
    assert_eq!(
        first,
        "Line 1: at column 1, the line ends in the middle of a record. Put every record whole on one line."
    );
}

#[test]
fn the_beginning_of_a_file_may_come_in_drops() {
    struct Drops<'a>(&'a [u8]);
    impl std::io::Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }
    let file = gzip(format!("{STORY}\n{COMMENT}\n").as_bytes());
    assert_eq!(Reader::open(Drops(&file)).unwrap().filter(|line| line.as_ref().unwrap().record.is_ok()).count(), 2);
}
