use understory_markup::Format::{Html, Markdown, Text};
use understory_markup::{MAX_MARKS, plain_text, render};

use crate::assert_sound;
use crate::scanner::FORMATS;

fn assert_reads(source: &str, expected: &str) {
    for format in FORMATS {
        assert_eq!(plain_text(&render(source, format)), expected, "{format}: {source:?}");
        assert_sound(source, format);
    }
}

#[test]
fn control_characters_are_dropped() {
    assert_reads("a\0b\u{1b}[31mc\u{7f}d\u{9b}e", "ab[31mcde");
    for entity in ["&#0;", "&#27;", "&#x1b;", "&#127;", "&#13;", "&#x202e;", "&#8294;", "&#xfdd0;", "&#xFFFF;"] {
        for format in [Markdown, Html] {
            assert_sound(&format!("a{entity}b"), format);
        }
    }
}

#[test]
fn line_ends_of_all_systems_are_line_ends() {
    let expected = "<p>a<br>b<br>c<br>d<br>e<br>f</p>";
    for format in [Markdown, Text] {
        assert_eq!(render("a\nb\r\nc\rd\u{2028}e\u{85}f", format), expected);
    }
}

/// CVE-2021-42574: overrides and isolates reorder what follows them.
#[test]
fn direction_overrides_are_dropped_and_marks_kept() {
    assert_reads("a\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}b\u{2066}\u{2067}\u{2068}\u{2069}c", "abc");
    assert_reads("אב\u{200f}גד \u{200e}x \u{61c}ع", "אב\u{200f}גד \u{200e}x \u{61c}ع");
    assert_eq!(render("`x\u{202e}y`", Markdown), "<p><code>xy</code></p>");
}

#[test]
fn towers_of_marks_are_cut() {
    let tower = |marks: usize| format!("a{}b", "\u{301}".repeat(marks));
    let most = usize::from(MAX_MARKS);
    assert_reads(&tower(most), &tower(most));
    assert_reads(&tower(most + 1), &tower(most));
    assert_reads(&tower(10_000), &tower(most));
    // Neither entities nor markup nor joiners begin a new base.
    let html = render(&format!("a{}", "&#x301;".repeat(20)), Markdown);
    assert_eq!(html.matches('\u{301}').count(), most);
    let html = render(&format!("a{}", "<b>\u{301}\u{301}</b>\u{200d}".repeat(20)), Html);
    assert_eq!(html.matches('\u{301}').count(), most);
}

#[test]
fn the_worlds_scripts_stay_whole() {
    for sample in [
        "Tiếng Việt có dấu: ế ộ ữ ẵ",
        "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t",
        "हिन्दी में क्षत्रिय और ज्ञानी",
        "বাংলা লেখা কীর্তি",
        "தமிழ் எழுத்து க்ஷௌ",
        "മലയാളം ക്ഷ്മീ",
        "العَرَبِيَّةُ مُشَكَّلَةٌ",
        "بِسْمِ ٱللَّٰهِ",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
        "می‌خواهم",
        "ภาษาไทยที่นี่",
        "བསྒྲུབས་སོ།",
        "မြန်မာဘာသာ ကျွန်ုပ်",
        "日本語とカ\u{3099}",
        "한국어 ᄒᆞᆫ글",
        "👩‍👩‍👧‍👦 👍🏽 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 1️⃣ ❤️",
    ] {
        assert_reads(sample, sample);
    }
}
