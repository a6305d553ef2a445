//! Lines, limits, and the ends of files.

use understory_import::neutral::Reader;
use understory_import::{Limits, OpenError, ReadError, Reason, Record};

use crate::{COMMENT, STORY, gzip, line_error, lines, read, records};

fn within(bytes: &[u8], limits: Limits) -> Vec<Result<understory_import::Line, ReadError>> {
    Reader::open_within(bytes, limits).unwrap().collect()
}

#[test]
fn blank_lines_are_passed_over_and_counted() {
    let text = format!("\n  \t\r\n{STORY}\r\n\n{COMMENT}");
    let numbers: Vec<u64> = lines(text.as_bytes()).iter().map(|line| line.number).collect();
    assert_eq!(numbers, [3, 5]);
    assert!(lines(b"").is_empty());
    assert!(lines(b"\n\n \n").is_empty());
}

#[test]
fn a_bad_line_is_its_own_trouble() {
    let mut text = format!("{STORY}\n{{\"kind\":\"poll\"}}\nnot json\n").into_bytes();
    text.extend(b"{\"kind\":\"story\",\"id\":\"a\",\"title\":\"caf\xe9\"}\n");
    text.extend(format!("[1]\n17\nnull\n{{\"kind\":\"story\"\n{STORY} x\n{COMMENT}\n").as_bytes());
    let read = lines(&text);
    assert_eq!(read.len(), 10);
    assert!(read[0].record.is_ok());
    assert!(read[9].record.is_ok());
    let said: Vec<String> = read[1..9].iter().map(|line| line.record.as_ref().unwrap_err().to_string()).collect();
    for (number, words) in [
        (2, "the kind `poll` is unknown"),
        (3, "this is not JSON"),
        (4, "byte 38 is not UTF-8. Save the file as UTF-8"),
        (5, "expected a story or a comment"),
        (6, "expected a story or a comment"),
        (7, "expected a story or a comment"),
        (8, "ends in the middle of a record"),
        (9, "this is not JSON (trailing characters)"),
    ] {
        let said = &said[number - 2];
        assert!(said.starts_with(&format!("Line {number}")) && said.contains(words), "{said}");
    }
}

#[test]
fn half_characters_and_raw_controls_are_told_in_words() {
    for half in [r"\ud83d", r"\ude00", r"\ud83d\u0041", r"\ud83dx", r"\u12"] {
        let error = line_error(&format!("{{\"kind\":\"story\",\"id\":\"s\",\"title\":\"{half}\"}}")).to_string();
        assert!(error.contains("half a character") || error.contains("not JSON"), "{error}");
    }
    let whole = records(br#"{"kind":"story","id":"s","title":"\ud83d\ude00"}"#);
    assert!(matches!(&whole[0], Record::Story(story) if story.title == "\u{1f600}"));
    let control = line_error("{\"kind\":\"story\",\"id\":\"s\",\"title\":\"a\tb\"}").to_string();
    assert!(control.contains("a control character stands in a text"), "{control}");
    let deep = line_error(&format!("{{\"x_deep\":{}", "[".repeat(100_000))).to_string();
    assert!(deep.contains("nested too deeply"), "{deep}");
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let limits = Limits { line: COMMENT.len(), ..Limits::default() };
    let long = format!("{{\"x_long\":\"{}\"}}", "x".repeat(1_000_000));
    let text = format!("{STORY}\n{long}\n{COMMENT}\n{COMMENT} \n{STORY}\n{long}");
    let lines: Vec<_> = within(text.as_bytes(), limits).into_iter().map(Result::unwrap).collect();
    let fine: Vec<bool> = lines.iter().map(|line| line.record.is_ok()).collect();
    assert_eq!(fine, [true, false, true, false, true, false]);
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let error = lines[1].record.as_ref().unwrap_err();
    assert_eq!(error.reason, Reason::TooLong { limit: COMMENT.len() });
    assert!(error.to_string().contains("passed over"), "{error}");
}

#[test]
fn the_bytes_consumed_rise_to_the_size_of_the_file() {
    let text = format!("{STORY}\n").repeat(20_000);
    for file in [text.clone().into_bytes(), gzip(text.as_bytes()), gzip(&gzip(text.as_bytes()))] {
        let lines = lines(&file);
        assert_eq!(lines.len(), 20_000);
        assert!(lines.is_sorted_by_key(|line| line.bytes));
        assert_eq!(lines.last().unwrap().bytes, file.len() as u64);
    }
}

#[test]
fn a_truncated_gzip_gives_what_it_has_and_then_says_so() {
    let text: String = (0..500).map(|n| STORY.replace("Snow", &format!("Snow {}", n * 7919)) + "\n").collect();
    let file = gzip(text.as_bytes());
    let whole = lines(&file).len();
    assert_eq!(whole, 500);
    let mut seen = 0;
    for end in 0..file.len() {
        match Reader::open(&file[..end]) {
            Err(OpenError::Read(ReadError::Truncated { .. })) => assert!(end < 100),
            Err(error) => panic!("{end}: {error}"),
            Ok(_) if end < 2 => continue,
            Ok(reader) => {
                let mut lines: Vec<_> = reader.collect();
                let last = lines.pop().unwrap();
                let error = last.expect_err("a part is not a whole");
                assert!(matches!(error, ReadError::Truncated { .. }), "{error}");
                assert!(error.to_string().contains("ends too early"));
                assert!(lines.iter().all(|line| line.as_ref().unwrap().record.is_ok()));
                assert!(lines.len() >= seen, "more of the file gives no fewer lines");
                seen = lines.len();
            }
        }
    }
    assert_eq!(seen, whole);
}

#[test]
fn a_damaged_gzip_is_told() {
    let text = format!("{STORY}\n").repeat(100);
    let mut wrong_sum = gzip(text.as_bytes());
    let at = wrong_sum.len() - 6;
    wrong_sum[at] ^= 1;
    let mut rubbish_behind = gzip(text.as_bytes());
    rubbish_behind.extend(b"rubbish behind the end");
    for file in [wrong_sum, rubbish_behind] {
        let mut lines = read(&file);
        let error = lines.pop().unwrap().unwrap_err();
        assert!(matches!(error, ReadError::Damaged { line: 101, .. }), "{error}");
        assert_eq!(lines.len(), 100);
    }
}

#[test]
fn reading_stops_for_good_after_a_fatal_error() {
    let mut file = gzip(format!("{STORY}\n").repeat(100).as_bytes());
    file.truncate(file.len() - 1);
    let mut reader = Reader::open(&file[..]).unwrap();
    assert!(reader.by_ref().any(|line| line.is_err()));
    assert!(reader.next().is_none());
}

#[test]
fn a_file_that_unpacks_to_too_much_is_stopped() {
    let text = format!("{STORY}\n").repeat(10_000);
    let size = text.len() as u64;
    let limits = Limits { unpacked: size - 1, ..Limits::default() };
    for file in [gzip(text.as_bytes()), gzip(&gzip(text.as_bytes()))] {
        let last = within(&file, limits).pop().unwrap().unwrap_err();
        assert!(matches!(last, ReadError::TooLarge { limit, .. } if limit == size - 1), "{last}");
        let enough = Limits { unpacked: size, ..limits };
        assert!(within(&file, enough).iter().all(Result::is_ok));
    }
    // What is not packed cannot burst.
    assert!(within(text.as_bytes(), limits).iter().all(Result::is_ok));
}

#[test]
fn a_bomb_is_stopped_by_its_ratio() {
    let blank = |mebibytes: usize| [vec![b' '; 1_023], vec![b'\n']].concat().repeat(mebibytes << 10);
    let bomb = gzip(&blank(80));
    let last = read(&bomb).pop().unwrap().unwrap_err();
    assert!(matches!(last, ReadError::TooDense { ratio: 200, .. }), "{last}");
    let double = gzip(&gzip(&blank(80)));
    assert!(matches!(read(&double).pop().unwrap(), Err(ReadError::TooDense { .. })));
    let small = gzip(&blank(60));
    assert!(read(&small).is_empty());
}

#[test]
fn an_input_that_breaks_off_is_told() {
    struct Broken(bool);
    impl std::io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::Error::other("the disk is gone"));
            }
            let text = format!("{STORY}\n{{\"kind");
            buffer[..text.len()].copy_from_slice(text.as_bytes());
            Ok(text.len())
        }
    }
    let lines: Vec<_> = Reader::open(Broken(false)).unwrap().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].as_ref().unwrap().record.is_ok());
    assert_eq!(
        lines[1].as_ref().unwrap_err().to_string(),
        "The file could not be read further than line 2: the disk is gone."
    );
    assert!(matches!(Reader::open(Broken(true)), Err(OpenError::Read(ReadError::Io { line: 1, .. }))));
}
