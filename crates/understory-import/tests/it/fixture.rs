//! The fixture that tests and the sample publication use.

use understory_import::ForestBuilder;

use crate::{records, written};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wikipedia-talk.jsonl");

#[test]
fn the_fixture_is_sound() {
    let bytes = std::fs::read(FIXTURE).unwrap();
    let records = records(&bytes);
    let mut builder = ForestBuilder::new();
    for (line, record) in (1..).zip(&records) {
        builder.record(line, record);
    }
    let forest = builder.finish();
    let report = forest.report();
    assert_eq!((report.stories, report.comments, report.visible), (28, 265, 265));
    assert_eq!(report.deepest, 4);
    for finding in [&report.missing_parents, &report.loops, &report.self_parents, &report.duplicates] {
        assert_eq!(finding.count, 0);
    }
    assert_eq!(report.implied_stories.count + report.duplicate_stories.count + report.other_story_parents.count, 0);
    assert_eq!(written(&records), bytes);
}
