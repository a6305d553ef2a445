use understory_markup::Format::Markdown;

use crate::assert_renders;

#[test]
fn paragraphs_and_lines() {
    assert_renders(
        Markdown,
        &[
            ("", ""),
            (" \n\t\n", ""),
            ("one", "<p>one</p>"),
            ("one\ntwo", "<p>one<br>two</p>"),
            ("one  \ntwo\\\nthree", "<p>one<br>two<br>three</p>"),
            ("one\r\ntwo\rthree", "<p>one<br>two<br>three</p>"),
            ("one\n\ntwo\n\n\n\nthree\n", "<p>one</p><p>two</p><p>three</p>"),
        ],
    );
}

#[test]
fn styles() {
    assert_renders(
        Markdown,
        &[
            ("*a* _b_", "<p><em>a</em> <em>b</em></p>"),
            ("**a** __b__", "<p><strong>a</strong> <strong>b</strong></p>"),
            ("***a***", "<p><em><strong>a</strong></em></p>"),
            ("~~a~~", "<p><del>a</del></p>"),
            ("`a<b>`", "<p><code>a&lt;b&gt;</code></p>"),
            ("*a *b* c*", "<p><em>a b c</em></p>"),
            ("snake_case_word 2*3*4", "<p>snake_case_word 2<em>3</em>4</p>"),
            ("\\*a\\* *", "<p>*a* *</p>"),
            ("*a\nb*", "<p><em>a<br>b</em></p>"),
        ],
    );
}

#[test]
fn quotes_and_lists() {
    assert_renders(
        Markdown,
        &[
            ("> a\n> b\n\nc", "<blockquote><p>a<br>b</p></blockquote><p>c</p>"),
            ("> > a", "<blockquote><blockquote><p>a</p></blockquote></blockquote>"),
            (">", ""),
            ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("- a\n\n  b\n\n  > c", "<ul><li>a<p>b</p><blockquote><p>c</p></blockquote></li></ul>"),
            ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
            ("7. a", "<ol start=\"7\"><li>a</li></ol>"),
            ("0) a", "<ol start=\"0\"><li>a</li></ol>"),
            ("-\n- b", "<ul><li></li><li>b</li></ul>"),
        ],
    );
}

#[test]
fn code_blocks() {
    assert_renders(
        Markdown,
        &[
            ("```\na\n b\n```", "<pre><code>a\n b</code></pre>"),
            ("```html\n<b>\n\n```", "<pre><code>&lt;b&gt;</code></pre>"),
            ("    a\n    b", "<pre><code>a\nb</code></pre>"),
            ("```\n\na http://a.example *b*\n```", "<pre><code>\na http://a.example *b*</code></pre>"),
            ("- ```\n  a\n  ```", "<ul><li><pre><code>a</code></pre></li></ul>"),
        ],
    );
}

#[test]
fn what_comments_do_not_have() {
    assert_renders(
        Markdown,
        &[
            ("# A *b*", "<p><strong>A <em>b</em></strong></p>"),
            ("A\n===", "<p><strong>A</strong></p>"),
            ("### **A**", "<p><strong>A</strong></p>"),
            ("a\n\n---\n\nb", "<p>a</p><p>* * *</p><p>b</p>"),
            ("<b>a</b> <br/>", "<p>&lt;b&gt;a&lt;/b&gt; &lt;br/&gt;</p>"),
            ("<div>\n<i>a</i>\n</div>", "<p>&lt;div&gt;<br>&lt;i&gt;a&lt;/i&gt;<br>&lt;/div&gt;</p>"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
            ("<!-- a -->", "<p>&lt;!-- a --&gt;</p>"),
            ("|a|b|\n|-|-|\n|1|2|", "<p>|a|b|<br>|-|-|<br>|1|2|</p>"),
            ("a[^1]\n\n[^1]: b", "<p>a[^1]</p><p>[^1]: b</p>"),
            ("`[^1]` \\[^1]", "<p><code>[^1]</code> \\[^1]</p>"),
            ("- [x] a", "<ul><li>[x] a</li></ul>"),
            ("$a$ :smile: @ana", "<p>$a$ :smile: @ana</p>"),
        ],
    );
}

#[test]
fn entities_are_characters() {
    assert_renders(
        Markdown,
        &[
            ("&lt;b&gt; &amp;amp; &copy; &bogus;", "<p>&lt;b&gt; &amp;amp; © &amp;bogus;</p>"),
            ("a&nbsp;b \u{a0}c", "<p>a&nbsp;b &nbsp;c</p>"),
            ("\"a\" 'b'", "<p>\"a\" 'b'</p>"),
        ],
    );
}

#[test]
fn pictures_become_links() {
    assert_renders(
        Markdown,
        &[
            (
                "![a cat](https://a.example/cat.png \"title\")",
                "<p><a href=\"https://a.example/cat.png\" rel=\"ugc nofollow noopener\">a cat</a></p>",
            ),
            (
                "![](https://a.example/cat.png)",
                "<p><a href=\"https://a.example/cat.png\" rel=\"ugc nofollow noopener\">https://a.example/cat.png</a></p>",
            ),
            (
                "[![a cat](https://a.example/cat.png)](https://b.example)",
                "<p><a href=\"https://b.example/\" rel=\"ugc nofollow noopener\">a cat</a></p>",
            ),
            ("![a cat](/cat.png)", "<p>a cat</p>"),
        ],
    );
}
