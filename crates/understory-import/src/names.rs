//! Ids as small numbers: each distinct text is kept once, in one long string.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

/// Texts numbered in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct Names {
    text: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Names {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, index: u32) -> &str {
        text_at(&self.text, &self.ends, index)
    }

    pub fn find(&self, name: &str) -> Option<u32> {
        self.table.find(self.hasher.hash_one(name), |known| self.get(*known) == name).copied()
    }

    /// The number of a name, which is a new one if the name is new.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(known) = self.find(name) {
            return known;
        }
        let index = u32::try_from(self.ends.len()).expect("fewer names than memory could hold");
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let Self { text, ends, table, hasher } = self;
        table.insert_unique(hasher.hash_one(name), index, |known| hasher.hash_one(text_at(text, ends, *known)));
        index
    }
}

fn text_at<'a>(text: &'a str, ends: &[usize], index: u32) -> &'a str {
    let index = index as usize;
    let start = if index == 0 { 0 } else { ends[index - 1] };
    &text[start..ends[index]]
}
