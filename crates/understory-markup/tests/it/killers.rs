//! Texts that are known to hurt parsers, and prose to measure them by. Shared with `examples/worst.rs`.

/// Ordinary comments, one after the other: sentences, a paragraph now and then, a quote, some emphasis.
pub const PROSE: &str = "The council met again on Tuesday, and the only thing they agreed on was the date of the next \
    meeting. Honestly, I read the report (all forty pages) and it does *not* say what the mayor says it does.\n\n\
    > Nobody asked the people who take the bus.\n\n\
    That is the point: nobody did, and I think **nobody** will. My mother lives there – she's 82 – and walks to the \
    stop twice a day.\nSo no, I would not call it \"progress\".\n\n";

/// The same as a publishing system would export it.
pub const PROSE_HTML: &str = "<p>The council met again on Tuesday, and the only thing they agreed on was the date of \
    the next meeting. Honestly, I read the report (all forty pages) and it does <em>not</em> say what the mayor says \
    it does.</p>\n<blockquote><p>Nobody asked the people who take the bus.</p></blockquote>\n<p>That is the point: \
    nobody did, and I think <strong>nobody</strong> will. My mother lives there – she&#39;s 82 – and walks to the \
    stop twice a day.<br />So no, I would not call it &quot;progress&quot;.</p>\n";

/// A pattern as often as it fits into `size` bytes.
pub fn repeat(pattern: &str, size: usize) -> String {
    pattern.repeat(size / pattern.len())
}

/// Killers of Markdown parsers and of our own passes, each about `size` bytes.
pub fn markdown(size: usize) -> Vec<(String, String)> {
    let mut killers: Vec<_> = REPEATED.iter().map(|pattern| (format!("{pattern:?}"), repeat(pattern, size))).collect();
    let half = size / 2;
    let pair = |first: &str, middle: &str, last: &str| format!("{}{middle}{}", repeat(first, half), repeat(last, half));
    let growing = |line: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for step in 1.. {
            let line = line(step);
            if text.len() + line.len() > size {
                break;
            }
            text.push_str(&line);
        }
        text
    };
    let mut add = |name: &str, text: String| killers.push((name.to_owned(), text));
    add("[ … ]", pair("[", "a", "]"));
    add("* … *", pair("*", "a", "*"));
    add("![ … ](b)", pair("![", "a", "](b)"));
    add("[x]( … )", pair("[x](", "", ")"));
    add("*a … a*", pair("*a ", "", "a* "));
    add("*a _b … a* b_", pair("*a _b ", "", "a* b_ "));
    add("url with ( … )", format!("[a]({})", pair("(", "b", ")")));
    add("> … then lines", pair(">", "", "a\n"));
    add("> … then blanks", pair("> ", "a\n", "\n"));
    add("- … then lines", pair("- ", "a\n", "a\n"));
    add("- … then items", pair("- ", "a\n", "- a\n"));
    add("- … then blanks", pair("- ", "a\n", "\n"));
    add("1. … then lines", pair("1. ", "a\n", "a\n"));
    add("growing backticks", growing(&|step| format!("a{}", "`".repeat(step))));
    add("growing stars", growing(&|step| format!("{}a", "*".repeat(step % 50 + 1))));
    add("list stairs", growing(&|step| format!("{}- a\n", "  ".repeat(step))));
    add("tab stairs", growing(&|step| format!("{}- a\n", "\t".repeat(step % 200))));
    add("quote stairs", growing(&|step| format!("{}a\n", "> ".repeat(step))));
    add("deep quotes, many lines", repeat(&format!("{}a\n", ">".repeat(300)), size));
    add("deep lists, many lines", repeat(&format!("{}a\n", "- ".repeat(14)), size));
    add("long definition, many uses", format!("[a]: http://x.y/{}\n\n{}", repeat("y", half), repeat("[a] ", half)));
    add("2 KB definition, many uses", format!("[a]: http://x.y/{}\n\n{}", repeat("ü", 1900), repeat("[a] ", size)));
    add("many definitions", growing(&|step| format!("[a{step}]: b\n")));
    add("many definitions and uses", growing(&|step| format!("[a{step}]: b\n\n[a{step}]\n\n")));
    add("one label", format!("[{}]", repeat("a", size)));
    add("one address", format!("http://{}", repeat("a.b/", size)));
    add("one long host", format!("http://{}.de", repeat("ü", size)));
    add("long hosts", repeat(&format!("http://{}.de ", "ü".repeat(120)), size));
    add("longest addresses", repeat(&format!("http://a.b/{} ", "ü".repeat(1000)), size));
    add("spaces", format!("[a]({}", repeat(" ", size)));
    killers
}

/// The same killers, each as often as a text may hold marks, the rest filled with letters: what passes for a comment.
pub fn diluted(killers: &[(String, String)], share: usize, size: usize) -> Vec<(String, String)> {
    let dilute = |(name, text): &(String, String)| {
        let is_mark = |byte: &u8| b"\n*_~[]<>`&\\!-+\xc2".contains(byte);
        let mut marks = text.bytes().enumerate().filter(|(_, byte)| is_mark(byte)).map(|(at, _)| at);
        let end = marks.nth(size / share - 64).unwrap_or(text.len());
        let text = &text[..text.floor_char_boundary(end)];
        let filling = repeat("letters ", size.saturating_sub(text.len()));
        (format!("{name}, diluted"), format!("{text} {filling}"))
    };
    killers.iter().map(dilute).collect()
}

#[rustfmt::skip]
const REPEATED: [&str; 138] = [
    "[", "[a", "[[a](", "]", "[]", "[](", "[a]", "[a]()", "[a](b)", "[a](<b", "[a](\"", "[a](b \"", "[a](b '",
    "[a](((", "![", "![a](", "![[](", "![![![", "[a](x \n", "[`](`", "*[*a*](b) ", "[*a]*", "[a](//b)", "[a](http:b)",
    "[^a]", "[^a]: b\n", "[a]: b\n", "[a]: b\n\n[a]\n", "[a]:\n", "[a]: <\n", "*", "**", "**a", "*a", "a**b", "*a_",
    "*a_ ", "_a ", "a*_", "*_", "_*_*", "**a *a ", "*a **b", "***a ", "*a*", "**a**", "*a**b***c****", "**a*b**c*",
    "~a", "~", "~~a~", "~~a~~", "`a", "`a``b", "`` ` ", "`", "<", "<a ", "<a", "<a <a", "<a\n", "<a b=c ", "<a x='\" ",
    "<a b=\"c\" <a b='d' ", "<!--", "<?", "<![CDATA[", "<a href=\"", "</a", "<b>", "<div>\n", "<div>\n\n", "<http://a",
    "<http://a>", "<a@b.c>", "> ", "> a\n", ">>", ">\n\n", "> a\n\n- b\n\n", "- ", "- a\n", "- a\n\n1. a\n\n", "* ",
    "1. ", "1. 1) ", "1. a\n2) b\n", "-\n", "- - a\n", "  - a\n", "+ - * ", "-\t-\ta\n", "&amp;", "&", "&x", "&#x",
    "&#1;", "&#x301;", "\\", "\\*", "\n", "a\n", "a\n\n", "# a\n", "#\n", "***\n", "===\na\n", "a\n=\n", "\t",
    "    a\n", "```\n", "```a\n~~~\n", "> ```\n", "a\\\n", "a  \n", "|a|b\n|-|-\n|", "(((", "www.", "www.a.b ",
    "www.www.", "http://", "http://http://", "http://a.b/ ", "http://a.b) ", "http://ü.ü ", "http://a.b/*_~", ": ",
    ":// ", "http://.. ", "a\u{301}", "\u{301}", "e\u{301}\u{300}\u{302}\u{303}", "\u{202e}", "\u{0}", "\r", "字", "😀",
    "\u{a0}",
];

/// Killers of HTML parsers and sanitisers.
pub fn html(size: usize) -> Vec<(String, String)> {
    let mut killers: Vec<_> = HTML.iter().map(|pattern| (format!("{pattern:?}"), repeat(pattern, size))).collect();
    let mut add = |name: &str, text: String| killers.push((name.to_owned(), text));
    let numbered = |pattern: &str| {
        (0..size / (pattern.len() + 4)).map(|number| pattern.replace('#', &number.to_string())).collect::<String>()
    };
    add("<b #> …", numbered("<b a=#>"));
    add("<b #> … <p> …", format!("{}{}", numbered("<b a=#>").split_at(size / 2).0, repeat("<p>x", size / 2)));
    add("<i #>x</b> …", numbered("<i a=#><b>x</i>"));
    add("one tag, many attributes", format!("<a{}>", numbered(" a#=b")));
    add("one tag, attributes twice", format!("<a{}>", numbered(" a#=b a#")));
    add("one tag, odd attributes", format!("<a{}>", numbered(" a#\"")));
    add("one tag, one attribute", format!("<a href=\"http://a.b/{}\">x</a>", repeat("x", size)));
    add("long link, toggled styles", format!("<a href='http://a.b/{}'>{}", "x".repeat(2000), repeat("<b>x</b>", size)));
    add("styles around a link", repeat(&format!("<b><a href='http://a.b/{}'>x</b>y</a>", "x".repeat(100)), size));
    killers
}

#[rustfmt::skip]
const HTML: [&str; 62] = [
    "<", "<b", "<b>", "<b>x", "<b><i>", "<b><i>x</b>", "<b>x</b>", "</b>", "<p>", "<p>x", "<p></p>", "<p><table>",
    "<table>", "<table><tr><td>x", "<td>x", "<div>", "<div>x", "<div>x</div>", "<blockquote>", "<blockquote>x",
    "</blockquote>", "<ul>", "<ul><li>", "<li>", "<li>x", "<ul><li>x</ul>", "<ol start=2><li>x</ol>", "<a>",
    "<a href=x>", "<a href=http://a.b>", "<a href=http://a.b>x", "<a href=http://a.b/>x</a>",
    "<a href=http://ü.ü>x</a>", "<img src=http://a.b>", "<br>", "x<br>", "<pre>", "<pre>\n\n", "<pre>x</pre>",
    "<code>", "<h1>", "<h1>x</h1>", "<script>", "<script>x</script>", "<style>", "<textarea>", "<!--", "<!---->",
    "<!--x--", "<![CDATA[", "<?x", "</", "&", "&amp;", "&ampx", "&#x301;", "&notin", "a \n", "<a b='", "<a b=c ",
    "<svg><math>", "<select><option>",
];
