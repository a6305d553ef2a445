//! Collections of hostile texts, in the folder that `UNDERSTORY_TEST_DATA` names: run by script/test-data.

use crate::scanner::FORMATS;
use crate::{assert_sound, collections};

#[test]
#[ignore = "needs the big data sets: script/test-data"]
fn collections_render_soundly() {
    let texts = collections::texts().expect("UNDERSTORY_TEST_DATA is not set: script/test-data FOLDER");
    println!("{} hostile texts", texts.len());
    assert!(texts.len() > 5_000, "only {} texts", texts.len());
    for text in texts {
        for format in FORMATS {
            assert_sound(&text, format);
        }
        // As words and as target of a link.
        assert_sound(&format!("[{text}]({text})"), FORMATS[0]);
        assert_sound(&format!("<a href=\"{text}\">{text}</a>"), FORMATS[2]);
    }
}
