use understory_markup::Format::Html;

use crate::{assert_renders, assert_sound};

#[test]
fn tags_of_other_systems() {
    assert_renders(
        Html,
        &[
            ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>"),
            ("a<br>b<BR/>c<br><br><br>d<br>", "<p>a<br>b<br>c<br><br>d</p>"),
            ("<b>a</b> <i>b</i> <strike>c</strike>", "<p><strong>a</strong> <em>b</em> <del>c</del></p>"),
            ("<div>a<div>b</div></div>c", "<p>a</p><p>b</p><p>c</p>"),
            ("<h2>a <b>b</b></h2>c", "<p><strong>a b</strong></p><p>c</p>"),
            ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
            ("<ol start=3><li><p>a</p><p>b</p></ol>", "<ol start=\"3\"><li>a<p>b</p></li></ol>"),
            ("<pre>\na\n <b>b</b></pre>", "<pre><code>a\n b</code></pre>"),
            ("<code>a</code> <kbd>b</kbd>", "<p><code>a</code> <code>b</code></p>"),
            ("<table><tr><td>a<td>b<tr><td>c</table>", "<p>a b</p><p>c</p>"),
            ("<span style='color:red' class=x id=y onclick=z>a</span>", "<p>a</p>"),
            ("a\n\n  b\t c", "<p>a b c</p>"),
            ("&lt;b&gt; &amp;amp; &eacute;&#x41;&nbsp;", "<p>&lt;b&gt; &amp;amp; éA&nbsp;</p>"),
        ],
    );
}

#[test]
fn what_is_no_text_is_dropped() {
    assert_renders(
        Html,
        &[
            ("a<script>alert(1)</script>b<style>p{}</style>c<title>t</title>", "<p>abc</p>"),
            ("a<iframe src=x>no</iframe><noembed>no</noembed>b", "<p>ab</p>"),
            ("a<!-- b -->c<!DOCTYPE x><?php d ?>", "<p>ac</p>"),
            ("a<svg onload=alert(1)><path/></svg><math>b</math>", "<p>ab</p>"),
            ("a<script>alert(1)", "<p>a</p>"),
            ("<textarea><b></textarea>", "<p>&lt;b&gt;</p>"),
            ("a<![CDATA[b]]>c", "<p>ac</p>"),
        ],
    );
}

#[test]
fn tags_out_of_order_are_put_in_order() {
    assert_renders(
        Html,
        &[
            ("<b>a<i>b</b>c</i>d", "<p><strong>a<em>b</em></strong><em>c</em>d</p>"),
            ("<b><p>a</p><p>b</p></b>c", "<p><strong>a</strong></p><p><strong>b</strong></p><p>c</p>"),
            ("<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul><p>c</p>"),
            ("</b></p></li></ul></blockquote>a", "<p>a</p>"),
            ("<li>a</li>b", "<ul><li>a</li><li>b</li></ul>"),
            ("<ul>a<blockquote>b</blockquote></ul>c", "<ul><li>a<blockquote><p>b</p></blockquote></li></ul><p>c</p>"),
            ("<blockquote><ul><li>a</blockquote>b", "<blockquote><ul><li>a</li></ul></blockquote><p>b</p>"),
            ("<p></p><b></b><ul></ul><blockquote> </blockquote>", ""),
        ],
    );
}

#[test]
fn links_follow_the_same_rules() {
    assert_renders(
        Html,
        &[
            (
                "<a href='HTTPS://A.example/?x=1&amp;y=2' target=_blank rel=me onclick=x>a</a>",
                "<p><a href=\"https://a.example/?x=1&amp;y=2\" rel=\"ugc nofollow noopener\">a</a></p>",
            ),
            ("<a href='javascript:alert(1)'>a</a><a href='/b'>b</a><a name=c>c</a>", "<p>abc</p>"),
            ("<a href='&#106;avascript&colon;alert(1)'>a</a>", "<p>a</p>"),
            (
                "<img src=https://a.example/b.gif alt='a cat' onerror=x><img src=data:,x alt=y>",
                "<p><a href=\"https://a.example/b.gif\" rel=\"ugc nofollow noopener\">a cat</a>y</p>",
            ),
            (
                "<a href=https://a.example><p>a</p></a>b",
                "<p><a href=\"https://a.example/\" rel=\"ugc nofollow noopener\">a</a></p><p>b</p>",
            ),
            (
                "<a href=https://a.example>a<a href=https://b.example>b</a>",
                "<p><a href=\"https://a.example/\" rel=\"ugc nofollow noopener\">a</a>\
             <a href=\"https://b.example/\" rel=\"ugc nofollow noopener\">b</a></p>",
            ),
            (
                "x https://a.example y",
                "<p>x <a href=\"https://a.example/\" rel=\"ugc nofollow noopener\">https://a.example</a> y</p>",
            ),
        ],
    );
}

/// Mutation by namespace and by unclosed raw text, the ways of RUSTSEC-2021-0074, 2022-0003, 2025-0071 and others.
#[test]
fn ammonia_advisories() {
    for source in [
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<svg><annotation-xml><foreignobject><style><!--</style><p id=\"--><img src onerror=alert(1)>\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<select><template><style></select><img src=x onerror=alert(1)></style>",
        "<math><annotation-xml encoding=\"text/html\"><style></math><img src onerror=alert(1)>",
    ] {
        let html = understory_markup::render(source, Html);
        assert_sound(source, Html);
        assert!(!html.contains('<') || html.starts_with("<p>"), "{html}");
        assert!(!html.contains("<img"), "{html}");
    }
}
