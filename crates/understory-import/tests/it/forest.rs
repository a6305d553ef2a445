//! Trees from lines in any order.

use jiff::Timestamp;
use understory_import::{CommentLink, Example, Finding, Forest, ForestBuilder, Place, Report};

use crate::records;

/// A comment of story `s`, written as `id`, or `id>parent`, or `id>parent@story`; a leading `-` makes it invisible.
fn plant(builder: &mut ForestBuilder, line: u64, text: &str) -> Option<u32> {
    let (visible, text) = text.strip_prefix('-').map_or((true, text), |rest| (false, rest));
    let (text, story) = text.split_once('@').unwrap_or((text, "s"));
    let (id, parent) = text.split_once('>').map_or((text, None), |(id, parent)| (id, Some(parent)));
    let created_at = Timestamp::from_second(1_000 + line as i64).unwrap();
    builder.comment(line, CommentLink { id, story, parent, visible, created_at })
}

/// Stories `s` and `t` on lines 1 and 2, the comments from line 3 on.
fn forest(comments: &str) -> Forest {
    let mut builder = ForestBuilder::new();
    builder.story(1, "s");
    builder.story(2, "t");
    for (line, text) in (3..).zip(comments.split_whitespace()) {
        plant(&mut builder, line, text);
    }
    builder.finish()
}

fn parents(forest: &Forest) -> Vec<Option<u32>> {
    forest.places().iter().map(|place| place.parent).collect()
}

fn of(forest: &Forest, what: fn(&Place) -> u32) -> Vec<u32> {
    forest.places().iter().map(what).collect()
}

fn found(count: u64, examples: &[(&str, u64)]) -> Finding {
    let examples = examples.iter().map(|(id, line)| Example { id: (*id).to_owned(), line: *line }).collect();
    Finding { count, examples }
}

#[test]
fn a_parent_may_come_after_its_replies() {
    let forest = forest("d>c c>b b>a a e>a");
    assert_eq!(parents(&forest), [Some(1), Some(2), Some(3), None, Some(3)]);
    assert_eq!(of(&forest, |place| place.root), [3, 3, 3, 3, 3]);
    assert_eq!(of(&forest, |place| place.depth), [3, 2, 1, 0, 1]);
    assert_eq!(of(&forest, |place| place.replies), [0, 1, 1, 2, 0]);
    assert_eq!(of(&forest, |place| place.descendants), [0, 1, 2, 4, 0]);
    assert_eq!(forest.order().collect::<Vec<_>>(), [3, 2, 1, 0, 4]);
    assert_eq!(forest.report().older_than_parent, 3);
    assert_eq!(forest.report().deepest, 3);
}

#[test]
fn a_missing_parent_leaves_the_comment_at_the_top() {
    let forest = forest("a>gone b>a c>gone");
    assert_eq!(parents(&forest), [None, Some(0), None]);
    assert_eq!(forest.report().missing_parents, found(2, &[("a", 3), ("c", 5)]));
    assert_eq!(forest.report().roots, 2);
}

#[test]
fn a_comment_that_answers_itself_stands_at_the_top() {
    let forest = forest("b>a a>a");
    assert_eq!(parents(&forest), [Some(1), None]);
    assert_eq!(forest.report().self_parents, found(1, &[("a", 4)]));
    assert_eq!(forest.report().loops, found(0, &[]));
}

#[test]
fn a_ring_is_opened_at_its_first_comment_in_the_file() {
    let forest = forest("x>c a>c c>b b>a d>a");
    assert_eq!(parents(&forest), [Some(2), None, Some(3), Some(1), Some(1)]);
    assert_eq!(of(&forest, |place| place.depth), [3, 0, 2, 1, 1]);
    assert_eq!(forest.report().loops, found(1, &[("a", 4)]));
    let two = self::forest("a>b b>a c>d d>c");
    assert_eq!(parents(&two), [None, Some(0), None, Some(2)]);
    assert_eq!(two.report().loops, found(2, &[("a", 3), ("c", 5)]));
}

#[test]
fn the_first_of_two_with_the_same_id_wins() {
    let mut builder = ForestBuilder::new();
    builder.story(1, "s");
    assert_eq!(builder.story(2, "s"), None);
    assert_eq!(plant(&mut builder, 3, "a"), Some(0));
    assert_eq!(plant(&mut builder, 4, "b>a"), Some(1));
    assert_eq!(plant(&mut builder, 5, "a>b"), None);
    assert_eq!(plant(&mut builder, 6, "b>gone@unheard"), None);
    assert_eq!(plant(&mut builder, 9, "c>b"), Some(2));
    let forest = builder.finish();
    assert_eq!(parents(&forest), [None, Some(0), Some(1)]);
    assert_eq!(forest.report().duplicates, found(2, &[("a", 5), ("b", 6)]));
    assert_eq!(forest.report().duplicate_stories, found(1, &[("s", 2)]));
    assert_eq!(forest.report().missing_parents.count, 0);
    assert_eq!(forest.report().stories, 1);
    let indices: Vec<_> = (1..=10).map(|line| forest.at_line(line)).collect();
    assert_eq!(indices, [None, None, Some(0), Some(1), None, None, None, None, Some(2), None]);
}

#[test]
fn a_parent_in_another_story_is_none() {
    // The ring through two stories is no ring once that link is gone.
    let forest = forest("a b>a@t c>d d>c@t");
    assert_eq!(parents(&forest), [None, None, None, None]);
    assert_eq!(forest.report().other_story_parents, found(3, &[("b", 4), ("c", 5), ("d", 6)]));
    assert_eq!(forest.report().loops.count, 0);
}

#[test]
fn a_story_without_a_line_is_implied() {
    let mut builder = ForestBuilder::new();
    plant(&mut builder, 1, "a@u");
    plant(&mut builder, 2, "b>a@u");
    plant(&mut builder, 3, "-c@s");
    assert!(builder.story(4, "s").is_some());
    assert_eq!(builder.story(5, "s"), None);
    let forest = builder.finish();
    assert_eq!(forest.report().implied_stories, found(1, &[("u", 1)]));
    assert_eq!(forest.report().stories, 2);
    let (u, s) = (forest.story("u").unwrap(), forest.story("s").unwrap());
    assert_eq!(forest.story("unheard"), None);
    assert_eq!(forest.story_id(u), "u");
    assert_eq!(forest.places()[1].story, u);
    let (u, s) = (forest.stories()[u as usize], forest.stories()[s as usize]);
    assert_eq!((u.line, u.first_comment_line, u.comments), (None, Some(1), 2));
    assert_eq!((s.line, s.first_comment_line, s.comments), (Some(4), Some(3), 0));
    assert_eq!(u.first_comment_at.unwrap().as_second(), 1_001);
}

#[test]
fn the_spellings_of_no_parent_are_known_unless_a_comment_has_that_id() {
    let spelled = forest("a>0 b>-1 c>root d>s e>t f>");
    assert_eq!(spelled.report().spelled_roots, 4);
    assert_eq!(spelled.report().missing_parents, found(1, &[("e", 7)]));
    assert_eq!(spelled.report().roots, 6);
    let real = forest("a>0 b>root 0 root c>s s");
    assert_eq!(parents(&real), [Some(2), Some(3), None, None, Some(5), None]);
    assert_eq!(real.report().spelled_roots, 0);
    let own = forest("0>0");
    assert_eq!(own.report().self_parents.count, 1);

    let story = r#"{"kind":"story","id":1,"title":""}"#.to_owned();
    let comment =
        r#"{"kind":"comment","id":2,"story":1,"author":{"name":""},"created_at":"2024-05-01T12:30:00Z","body":"""#;
    for spelling in [
        "",
        r#","parent":null"#,
        r#","parent":"""#,
        r#","parent":0"#,
        r#","parent":"0""#,
        r#","parent":-1"#,
        r#","parent":"root""#,
    ] {
        let mut builder = ForestBuilder::new();
        for (line, record) in (1..).zip(records(format!("{story}\n{comment}{spelling}}}").as_bytes())) {
            builder.record(line, &record);
        }
        let forest = builder.finish();
        assert_eq!(parents(&forest), [None], "{spelling}");
        assert_eq!(forest.report().missing_parents.count, 0, "{spelling}");
    }
}

#[test]
fn what_cannot_be_seen_is_listed_only_above_something_that_can() {
    //   -a ── -b ── c        -d ── -e        f ── -g, h
    let forest = forest("-a -b>a c>b -d -e>d f -g>f h>f");
    let listed: Vec<bool> = forest.places().iter().map(|place| place.listed).collect();
    assert_eq!(listed, [true, true, true, false, false, true, false, true]);
    assert_eq!(of(&forest, |place| place.replies), [0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(of(&forest, |place| place.branches), [1, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(of(&forest, |place| place.descendants), [1, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(forest.stories()[0].comments, 3);
    assert_eq!((forest.report().comments, forest.report().visible), (8, 3));
}

#[test]
fn a_chain_of_a_hundred_thousand_stands_upright() {
    const LONG: u32 = 100_000;
    for backwards in [false, true] {
        let mut builder = ForestBuilder::new();
        for line in 0..LONG {
            let at = if backwards { LONG - 1 - line } else { line };
            let text = if at == 0 { "0".to_owned() } else { format!("{at}>{}", at - 1) };
            plant(&mut builder, u64::from(line) + 1, &text);
        }
        let forest = builder.finish();
        assert_eq!(forest.report().deepest, LONG - 1);
        let top = forest.places().iter().find(|place| place.parent.is_none()).unwrap();
        assert_eq!((top.replies, top.descendants), (1, LONG - 1));
    }
    let mut builder = ForestBuilder::new();
    for at in 0..LONG {
        plant(&mut builder, u64::from(at) + 1, &format!("{at}>{}", (at + 1) % LONG));
    }
    let ring = builder.finish();
    assert_eq!(ring.report().loops, found(1, &[("0", 1)]));
    assert_eq!(ring.places()[1].depth, LONG - 1);
}

#[test]
fn a_report_keeps_the_first_examples_and_counts_the_rest() {
    let mut builder = ForestBuilder::with_examples(2);
    for (line, text) in (1..).zip(["a>x", "b>x", "c>x"]) {
        plant(&mut builder, line, text);
    }
    let forest = builder.finish();
    assert_eq!(forest.report().missing_parents, found(3, &[("a", 1), ("b", 2)]));
    let json = serde_json::to_value(forest.report()).unwrap();
    assert_eq!(json["missing_parents"]["count"], 3);
    assert_eq!(json["missing_parents"]["examples"][0]["id"], "a");
}

#[test]
fn an_empty_file_has_an_empty_forest() {
    let forest = ForestBuilder::new().finish();
    assert!(forest.is_empty());
    assert_eq!((forest.len(), forest.order().len()), (0, 0));
    assert_eq!(*forest.report(), Report::default());
}
