//! Real discussions, read by script/test-data: the variable names a folder with `discussions/` and `hostile/`.

use std::fs::File;
use std::path::PathBuf;
use std::time::Instant;

use understory_import::neutral::{Reader, Writer};
use understory_import::{ForestBuilder, Record, Report, SourceName};

const VARIABLE: &str = "UNDERSTORY_TEST_DATA";

/// A folder of the test data.
pub fn folder(name: &str) -> PathBuf {
    let data = std::env::var_os(VARIABLE).unwrap_or_else(|| panic!("{VARIABLE} is not set: script/test-data FOLDER"));
    PathBuf::from(data).join(name)
}

fn open(path: &PathBuf) -> Reader<'static> {
    Reader::open(File::open(path).unwrap()).unwrap()
}

/// Reads a file twice, as an import does, and writes it out in between.
fn import(path: &PathBuf) -> (Report, String) {
    let start = Instant::now();
    let (mut builder, mut name) = (ForestBuilder::new(), SourceName::new());
    let mut records = Vec::new();
    for line in open(path) {
        let line = line.unwrap();
        let record = line.record.unwrap();
        builder.record(line.number, &record);
        name.record(&record);
        records.push(record);
    }
    let forest = builder.finish();
    println!("{}: first pass {:?}", path.display(), start.elapsed());
    let mut writer = Writer::new(Vec::new());
    records.iter().for_each(|record| writer.write(record).unwrap());
    let written = writer.finish().unwrap();
    let again: Vec<Record> = Reader::open(&written[..]).unwrap().map(|line| line.unwrap().record.unwrap()).collect();
    assert!(again == records, "{} changes by writing", path.display());

    let mut index = 0;
    for line in open(path) {
        let line = line.unwrap();
        if let Record::Comment(comment) = line.record.unwrap()
            && let Some(at) = forest.at_line(line.number)
        {
            assert_eq!(at, index);
            let place = forest.places()[at as usize];
            assert_eq!(forest.story_id(place.story), comment.story);
            index += 1;
        }
    }
    assert_eq!(index as usize, forest.len());
    (forest.report().clone(), name.finish())
}

#[test]
#[ignore = "needs the big data sets: script/test-data"]
fn the_corpora_are_read_whole() {
    let folder = folder("discussions");
    for (file, comments, stories, deepest, older, missing) in [
        ("decidim-barcelona", 18_192, 5_199, 11, None, 1),
        ("wikipedia-talk", 4_622, 484, 4, Some(40), 0),
        ("cypherpunks-1992-1996", 65_650, 21_435, 16, Some(836), 0),
    ] {
        let path = folder.join(format!("{file}.jsonl.gz"));
        let (report, name) = import(&path);
        println!("{file} is {name}: {report:?}");
        assert_eq!((report.comments, report.stories), (comments, stories), "{file}");
        assert_eq!(report.deepest, deepest, "{file}");
        assert_eq!(report.missing_parents.count, missing, "{file}");
        assert!(older.is_none_or(|older| older == report.older_than_parent), "{file}");
        assert_eq!(report.implied_stories.count + report.loops.count + report.duplicates.count, 0, "{file}");
    }
}
