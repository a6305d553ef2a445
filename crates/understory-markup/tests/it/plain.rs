use understory_markup::Format::{Html, Markdown};
use understory_markup::{plain_text, render};

#[test]
fn blocks_and_lines_are_parted_and_styles_are_not() {
    let rows = [
        ("*a*b **c**", "ab c"),
        ("a\nb\n\nc", "a\nb\nc"),
        ("> a\n\n- b\n- c", "a\nb\nc"),
        ("1 < 2 && \"x\" > &nbsp; 'y'", "1 < 2 && \"x\" > 'y'"),
        ("a   b\u{a0}\u{3000}c", "a b c"),
        ("```\na\n  b\n```", "a\nb"),
        ("[words](https://a.example/)", "words"),
        ("&amp;lt;b&gt;", "&lt;b>"),
    ];
    for (source, expected) in rows {
        assert_eq!(plain_text(&render(source, Markdown)), expected, "{source:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_empty() {
    for source in [
        "",
        " ",
        "\n\n",
        "&nbsp;",
        "\u{a0}",
        "\u{200b}",
        "\u{feff}\u{2060}",
        "\u{200d}\u{200c}",
        "\u{3164}",
        "\u{115f}\u{1160}",
        "\u{2800}",
        "\u{fe0f}",
        "\u{e0020}",
        ">",
        "*\u{200b}*",
        "\u{180e}",
        "\u{202e}",
        "&#x200b;",
        "```\n```",
    ] {
        assert_eq!(plain_text(&render(source, Markdown)), "", "{source:?}");
    }
    assert_eq!(plain_text(&render("<p><br></p><b></b><script>x</script>", Html)), "");
}

#[test]
fn zero_width_spaces_do_not_hide_words() {
    assert_eq!(plain_text("<p>s\u{200b}p\u{ad}a\u{feff}m</p>"), "spam");
}

#[test]
fn html_from_elsewhere_does_no_harm() {
    for html in ["<", "<a", "<a href='>'>", "&", "&amp", "&#", "<>", "</", "a<b>c</b>", "&&lt;&", "<p"] {
        plain_text(html);
    }
}
