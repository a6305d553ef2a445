//! Whole comments, beside the HTML that they become. After a change of rules, read the difference, raise `VERSION`, and
//! write the new HTML with `UNDERSTORY_WRITE_GOLDEN=1 cargo test -p understory-markup`.

use std::fs;
use std::path::Path;

use understory_markup::{Format, render};

use crate::assert_sound;

#[test]
fn fixtures_render_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let fixtures = [
        ("debate.md", Format::Markdown),
        ("formatting.md", Format::Markdown),
        ("languages.md", Format::Markdown),
        ("mail.txt", Format::Text),
        ("import.html", Format::Html),
    ];
    for (name, format) in fixtures {
        let source = fs::read_to_string(folder.join(name)).unwrap();
        // One block a line, so that differences can be read.
        let html = render(&source, format).replace("<p>", "\n<p>").replace("<li>", "\n<li>").replace("<br>", "<br>\n");
        let golden = folder.join(format!("{name}.golden"));
        if std::env::var_os("UNDERSTORY_WRITE_GOLDEN").is_some() {
            fs::write(&golden, &html).unwrap();
        }
        assert_eq!(html, fs::read_to_string(&golden).unwrap(), "{name}");
        assert_sound(&source, format);
    }
}
