//! One binary for all tests of the crate.

mod big_data;
mod fixture;
mod forest;
mod forest_model;
mod hostile_json;
mod opening;
mod reading;
mod record;
mod round_trip;
mod source_name;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use understory_import::neutral::{Reader, Writer};
use understory_import::{Line, LineError, ReadError, Record};

/// Everything a reader says about some bytes.
fn read(bytes: &[u8]) -> Vec<Result<Line, ReadError>> {
    Reader::open(bytes).expect("the file opens").collect()
}

/// The lines of a file that is read to its end.
fn lines(bytes: &[u8]) -> Vec<Line> {
    read(bytes).into_iter().map(|line| line.expect("the file is whole")).collect()
}

/// The records of a file without an error.
fn records(bytes: &[u8]) -> Vec<Record> {
    lines(bytes).into_iter().map(|line| line.record.expect("the line is a record")).collect()
}

/// The error of a file's only line.
fn line_error(line: &str) -> LineError {
    let mut lines = lines(line.as_bytes());
    assert_eq!(lines.len(), 1, "{line}");
    lines.remove(0).record.expect_err(line)
}

fn written(records: &[Record]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for record in records {
        writer.write(record).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

const STORY: &str = r#"{"kind":"story","id":"s","title":"Snow"}"#;
const COMMENT: &str = r#"{"kind":"comment","id":"c","story":"s","author":{"name":"Ann"},"created_at":"2024-05-01T12:30:00Z","body":"Hm."}"#;
