//! JSONTestSuite (<https://github.com/nst/JSONTestSuite>): `y_` is JSON, `n_` is not, `i_` may be either.

use understory_import::neutral::Reader;

use crate::big_data::folder;
use crate::{STORY, lines};

#[test]
#[ignore = "needs the big data sets: script/test-data"]
fn what_is_not_json_is_an_error_and_never_a_panic() {
    let folder = folder("hostile/json-test-suite");
    let (mut fine, mut bad) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let json = std::fs::read(&path).unwrap();

        // As a file of its own: none of them is a record.
        if let Ok(reader) = Reader::open(&json[..]) {
            assert!(reader.flatten().all(|line| line.record.is_err()), "{name}");
        }
        // After a record, so that the first bytes decide nothing.
        let file = [STORY.as_bytes(), b"\n", &json].concat();
        let errors = lines(&file).iter().filter(|line| line.record.is_err()).count();
        let blank = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&json).trim_ascii().is_empty();
        assert_eq!(errors == 0, blank, "{name}");

        // As the value of a field of one's own. Only there can JSON be right.
        let line = [&b"{\"kind\":\"story\",\"id\":\"s\",\"title\":\"\",\"x_json\":"[..], &json, b"}"].concat();
        let read = lines(&line);
        let taken = read.len() == 1 && read[0].record.is_ok();
        match name.as_bytes()[0] {
            b'y' => {
                let flat: Vec<u8> = line.iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect();
                assert!(lines(&flat)[0].record.is_ok(), "{name}");
                fine += 1;
            }
            b'n' => {
                assert!(!taken, "{name}");
                bad += 1;
            }
            _ => {}
        }
    }
    assert_eq!((fine, bad), (95, 188));
}
