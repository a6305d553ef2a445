//! What was said lately, by how many.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::Signature;

/// What is known about a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// How many writers said nearly this within the time asked about, this one included.
    pub writers: usize,
    /// The first text of those that are nearly the same, as it was named; nothing if this one is the first.
    pub first: Option<u128>,
}

/// Remembers the last texts. Takes about 800 bytes for each.
#[derive(Debug)]
pub struct Window {
    most: usize,
    /// The oldest first.
    kept: VecDeque<Kept>,
    /// The number of the oldest.
    oldest: u32,
    /// The newest two that have it. Copies of one text have most of their bands in common, so that two of each are many.
    bands: HashMap<u64, [u32; 2]>,
    groups: HashMap<u32, Group>,
}

#[derive(Debug)]
struct Kept {
    place: u64,
    writer: u64,
    at: Duration,
    group: u32,
    signature: Signature,
}

/// Texts that are nearly the same. It has the number of its first.
#[derive(Debug, Default)]
struct Group {
    first: u128,
    /// When each last said it.
    writers: HashMap<u64, Duration>,
    texts: usize,
}

impl Window {
    /// One that remembers so many texts, at least one.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), kept: VecDeque::new(), oldest: 0, bands: HashMap::new(), groups: HashMap::new() }
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Remembers that a writer said this, and tells how many did within the time before.
    ///
    /// `place` keeps apart what is not to be compared, as sites; `name` is what [`Near::first`] gives back for later copies; `now` never runs backwards.
    pub fn tell(
        &mut self,
        place: u64,
        name: u128,
        writer: u64,
        signature: Signature,
        now: Duration,
        within: Duration,
    ) -> Near {
        while self.kept.len() >= self.most {
            self.drop_oldest();
        }
        let bands: Vec<u64> = signature.bands().map(|band| band ^ place.rotate_left(17)).collect();
        let most_alike = bands
            .iter()
            .filter_map(|band| self.bands.get(band))
            .flatten()
            .filter_map(|number| self.kept.get(number.wrapping_sub(self.oldest) as usize))
            .filter(|kept| kept.place == place)
            .filter(|kept| kept.signature.is_near(&signature))
            .map(|kept| (kept.signature.likeness(&signature), kept.group))
            .max_by(|one, other| one.0.total_cmp(&other.0));
        // Numbers begin again after four thousand million texts; no window remembers so many.
        let number = self.oldest.wrapping_add(u32::try_from(self.kept.len()).unwrap_or(u32::MAX));
        let group = most_alike.map_or(number, |(_, group)| group);
        let of = self.groups.entry(group).or_insert_with(|| Group { first: name, ..Group::default() });
        of.writers.insert(writer, now);
        of.texts += 1;
        let near = Near {
            writers: of.writers.values().filter(|at| now.saturating_sub(**at) <= within).count(),
            first: (group != number).then_some(of.first).filter(|first| *first != name),
        };
        for band in bands {
            self.bands.entry(band).and_modify(|numbers| *numbers = [number, numbers[0]]).or_insert([number; 2]);
        }
        self.kept.push_back(Kept { place, writer, at: now, group, signature });
        near
    }

    fn drop_oldest(&mut self) {
        let Some(kept) = self.kept.pop_front() else { return };
        let number = self.oldest;
        self.oldest = self.oldest.wrapping_add(1);
        for band in kept.signature.bands().map(|band| band ^ kept.place.rotate_left(17)) {
            // Where it is the newest, the other is gone already; elsewhere its number leads nowhere now.
            if self.bands.get(&band).is_some_and(|numbers| numbers[0] == number) {
                self.bands.remove(&band);
            }
        }
        if let Some(group) = self.groups.get_mut(&kept.group) {
            group.texts -= 1;
            if group.writers.get(&kept.writer) == Some(&kept.at) {
                group.writers.remove(&kept.writer);
            }
            if group.texts == 0 {
                self.groups.remove(&kept.group);
            }
        }
    }
}
