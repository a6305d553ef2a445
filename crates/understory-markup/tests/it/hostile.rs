//! Collections of hostile texts, if `UNDERSTORY_TEST_DATA` names the folder that holds them.

use crate::scanner::FORMATS;
use crate::{assert_sound, collections};

#[test]
fn collections_render_soundly() {
    let Some(texts) = collections::texts() else {
        println!("UNDERSTORY_TEST_DATA is not set: no hostile collections tested");
        return;
    };
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
