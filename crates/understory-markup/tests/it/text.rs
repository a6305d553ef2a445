use understory_markup::Format::Text;

use crate::assert_renders;

#[test]
fn plain_text_stays_as_it_was_typed() {
    assert_renders(
        Text,
        &[
            ("", ""),
            ("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>"),
            ("one\n \t\n\n\ntwo\n", "<p>one</p><p>two</p>"),
            ("  one  \r\n  two  ", "<p>one<br>two</p>"),
            ("*a* _b_ `c` [d](http://e) # f", "<p>*a* _b_ `c` [d](http://e) # f</p>"),
            ("> quoted\n> so\n\nanswer", "<p>&gt; quoted<br>&gt; so</p><p>answer</p>"),
            ("<b>a</b> & &amp; \"b\"", "<p>&lt;b&gt;a&lt;/b&gt; &amp; &amp;amp; \"b\"</p>"),
            ("- a\n- b", "<p>- a<br>- b</p>"),
            (
                "see https://a.example/x_y_z.",
                "<p>see <a href=\"https://a.example/x_y_z\" rel=\"ugc nofollow noopener\">https://a.example/x_y_z</a>.</p>",
            ),
        ],
    );
}
