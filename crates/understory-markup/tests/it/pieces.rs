//! What hostile texts are made of. Shared with `examples/fuzz.rs`.

/// Pieces of markup, of addresses and of hostile text.
#[rustfmt::skip]
pub const PIECES: &[&str] = &[
    "*", "**", "_", "__", "~~", "`", "``", "```\n", "~~~\n", "> ", ">", "- ", "+ ", "1. ", "12) ", "#", "## ", "\n",
    "\n\n", "  \n", "\\\n", "    ", "\t", "---\n", "===\n", "[", "]", "(", ")", "![", "](", "][", "]: ", "<", ">",
    "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&", "&amp;", "&lt;", "&#x202e;", "&#0;", "&#x301;", "&nbsp;",
    ";", "\"", "'", "=", "\\", "|", "^", ":", "http://", "https://", "www.", "mailto:", "javascript:", "data:",
    "a.example", "bank.example", "/", "?", "#x", "@", "..", "%41", "<b>", "</b>", "<i>", "</i>", "<p>", "</p>", "<br>",
    "<div>", "</div>", "<ul>", "</ul>", "<ol start=2>", "</ol>", "<li>", "</li>", "<blockquote>", "</blockquote>",
    "<pre>", "</pre>", "<code>", "</code>", "<a href=", "<a href=\"http://a.example\">", "</a>",
    "<img src=\"http://a.example/b\" alt=", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>",
    "<table>", "<td>", "<textarea>", "</textarea>", "<h1>", "</h1>", "<template>", "<select>", " onerror=", " ", "a",
    "word", "é", "字", "😀", "\u{301}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{a0}", "\0", "\r", "\u{2028}", "\u{fdd0}",
    "\u{fdd1}", "а",
];
