//! The name of a source that was given none.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::record::Record;

/// Names a file by its stories, so that the same file has the same name again and two files do not meet.
///
/// The name is the first 16 bytes, in hexadecimal, of the SHA-256 over the stories in the order of their ids (as bytes):
/// for each its id and its title, each preceded by its length in bytes as a little-endian 64-bit number. Where an id comes
/// twice, the first title counts; a story that only comments tell of has its id as title. The order of lines is of no
/// account, nor are the comments: a later export with more of them has the same name.
#[derive(Debug, Clone, Default)]
pub struct SourceName {
    /// The title, once a story was declared.
    titles: HashMap<String, Option<String>>,
}

impl SourceName {
    /// The name of a file that is still empty.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a record; all of a file's must be.
    pub fn record(&mut self, record: &Record) {
        match record {
            Record::Story(story) => self.story(&story.id, &story.title),
            Record::Comment(comment) => {
                if !self.titles.contains_key(&comment.story) {
                    self.titles.insert(comment.story.clone(), None);
                }
            }
        }
    }

    fn story(&mut self, id: &str, title: &str) {
        match self.titles.get_mut(id) {
            Some(known) if known.is_some() => {}
            Some(known) => *known = Some(title.to_owned()),
            None => {
                self.titles.insert(id.to_owned(), Some(title.to_owned()));
            }
        }
    }

    /// The name: 32 hexadecimal digits.
    pub fn finish(self) -> String {
        let mut stories: Vec<_> = self.titles.into_iter().collect();
        stories.sort();
        let mut hash = Sha256::new();
        for (id, title) in &stories {
            for text in [id, title.as_ref().unwrap_or(id)] {
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text);
            }
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
