//! The forest against a slow and simple model, on random links with rings.

use std::collections::HashMap;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use understory_import::{CommentLink, Forest, ForestBuilder};

#[derive(Debug, Clone)]
struct Said {
    id: u8,
    story: u8,
    parent: Option<u8>,
    visible: bool,
}

/// Few ids, so that there are many repeats, rings and missing parents.
fn said() -> impl Strategy<Value = Said> {
    (0..24u8, 0..12u8, proptest::option::weighted(0.85, 0..26u8), any::<bool>())
        .prop_map(|(id, story, parent, visible)| Said { id, story: story / 10, parent, visible })
}

fn forest(all: &[Said]) -> Forest {
    let mut builder = ForestBuilder::new();
    for (line, said) in (1..).zip(all) {
        let parent = said.parent.map(|parent| format!("c{parent}"));
        builder.comment(
            line,
            CommentLink {
                id: &format!("c{}", said.id),
                story: &format!("s{}", said.story),
                parent: parent.as_deref(),
                visible: said.visible,
                created_at: Timestamp::UNIX_EPOCH,
            },
        );
    }
    builder.finish()
}

/// Parents by walking up from every comment, one at a time.
struct Model {
    kept: Vec<Said>,
    lines: Vec<u64>,
    parents: Vec<Option<usize>>,
    loops: u64,
}

fn model(all: &[Said]) -> Model {
    let (mut kept, mut lines, mut by_id) = (Vec::new(), Vec::new(), HashMap::new());
    for (line, said) in (1..).zip(all) {
        by_id.entry(said.id).or_insert_with(|| {
            kept.push(said.clone());
            lines.push(line);
            kept.len() - 1
        });
    }
    let mut parents: Vec<Option<usize>> = (0..kept.len())
        .map(|at| {
            let parent = *by_id.get(&kept[at].parent?)?;
            (parent != at && kept[parent].story == kept[at].story).then_some(parent)
        })
        .collect();
    let mut loops = 0;
    for at in 0..kept.len() {
        // In file order, the first of a ring that comes back to itself is cut, and then none of it does.
        let mut above = parents[at];
        for _ in 0..kept.len() {
            above = above.filter(|above| *above != at).and_then(|above| parents[above]).or(above.filter(|a| *a == at));
        }
        if above == Some(at) {
            parents[at] = None;
            loops += 1;
        }
    }
    Model { kept, lines, parents, loops }
}

impl Model {
    fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.kept.len()).filter(move |child| self.parents[*child] == Some(at))
    }

    fn descendants(&self, at: usize) -> u32 {
        self.children(at).map(|child| u32::from(self.kept[child].visible) + self.descendants(child)).sum()
    }

    fn path(&self, at: usize) -> Vec<usize> {
        std::iter::successors(Some(at), |at| self.parents[*at]).collect()
    }
}

proptest! {
    // Eight times as many as elsewhere, however many that is (`PROPTEST_CASES`).
    #![proptest_config(ProptestConfig::with_cases(8 * ProptestConfig::default().cases))]

    #[test]
    fn the_forest_is_the_models(all in vec(said(), 0..40)) {
        let forest = forest(&all);
        let model = model(&all);
        prop_assert_eq!(forest.len(), model.kept.len());
        for (at, place) in forest.places().iter().enumerate() {
            let path = model.path(at);
            prop_assert_eq!(place.line, model.lines[at]);
            prop_assert_eq!(forest.at_line(place.line), Some(at as u32));
            prop_assert_eq!(place.parent, model.parents[at].map(|parent| parent as u32));
            prop_assert_eq!(place.root as usize, *path.last().unwrap());
            prop_assert_eq!(place.depth as usize, path.len() - 1);
            prop_assert_eq!(place.visible, model.kept[at].visible);
            prop_assert_eq!(place.listed, place.visible || model.descendants(at) > 0);
            prop_assert_eq!(place.descendants, model.descendants(at));
            prop_assert_eq!(place.replies as usize, model.children(at).filter(|c| model.kept[*c].visible).count());
            prop_assert_eq!(
                place.branches as usize,
                model.children(at).filter(|c| model.kept[*c].visible || model.descendants(*c) > 0).count()
            );
        }
        let order: Vec<u32> = forest.order().collect();
        let mut rank = vec![usize::MAX; order.len()];
        for (at, index) in order.iter().enumerate() {
            rank[*index as usize] = at;
        }
        prop_assert!(rank.iter().all(|rank| *rank != usize::MAX), "each comment comes once");
        for (place, rank_here) in forest.places().iter().zip(&rank) {
            prop_assert!(place.parent.is_none_or(|parent| rank[parent as usize] < *rank_here));
        }
        let report = forest.report();
        prop_assert_eq!(report.loops.count, model.loops);
        prop_assert_eq!(report.duplicates.count as usize, all.len() - model.kept.len());
        let without = model.kept.iter().filter(|said| said.parent.is_none()).count() as u64;
        let cut = report.missing_parents.count + report.other_story_parents.count + report.self_parents.count;
        prop_assert_eq!(report.roots, without + cut + report.loops.count);
        for (at, story) in forest.stories().iter().enumerate() {
            let seen = forest.places().iter().filter(|place| place.story as usize == at && place.visible).count();
            prop_assert_eq!(story.comments as usize, seen);
        }
    }
}
