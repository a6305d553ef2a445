//! Whether the database is what it must be: counts equal a recount, trees are closed, numbers have no gap.

use std::collections::HashMap;

use super::{Result, Tx, chain, escalations, sites, statements, stories};
use crate::models::Id;

/// What hangs on a comment's place in its tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// What it answers; the story for a root.
    pub parent: Id,
    /// The first of its branch.
    pub root: Id,
    /// 0 for a root.
    pub depth: i64,
    /// Seen, or a tombstone above something seen.
    pub listed: bool,
    /// Direct replies that can be seen.
    pub replies: i64,
    /// Direct replies that are listed.
    pub branches: i64,
    /// On roots: all below that can be seen.
    pub descendants: i64,
}

/// A comment as far as counting needs it.
#[derive(Clone, Debug)]
pub struct CountedRow {
    /// Its identifier.
    pub id: Id,
    /// The state's word.
    pub state: String,
    /// As stored.
    pub counts: Counts,
}

/// All comments of a story, as far as counting needs them.
pub fn rows_of(tx: &mut Tx<'_>, site: Id, story: Id) -> Result<Vec<CountedRow>> {
    tx.query(
        "SELECT id, state, parent, root, depth, listed, replies, branches, descendants FROM comment
         WHERE site_id = $1 AND story_id = $2 ORDER BY id",
        &[&site, &story],
        |row| {
            Ok(CountedRow {
                id: row.get(0)?,
                state: row.get(1)?,
                counts: Counts {
                    parent: row.get(2)?,
                    root: row.get(3)?,
                    depth: row.get(4)?,
                    listed: row.get(5)?,
                    replies: row.get(6)?,
                    branches: row.get(7)?,
                    descendants: row.get(8)?,
                },
            })
        },
    )
}

/// What the counts must be, row by row, from states and parents alone. A parent that is missing or makes a loop counts
/// as the story. No recursion: a chain may be as deep as it likes.
pub fn count(story: Id, rows: &[CountedRow]) -> Vec<Counts> {
    let index: HashMap<Id, usize> = rows.iter().enumerate().map(|(n, row)| (row.id, n)).collect();
    let mut parents: Vec<Option<usize>> = rows.iter().map(|row| index.get(&row.counts.parent).copied()).collect();
    let order = from_the_top(&mut parents);
    let mut counts: Vec<Counts> = rows
        .iter()
        .zip(&parents)
        .map(|(row, parent)| Counts {
            parent: parent.map_or(story, |p| rows[p].id),
            root: row.id,
            depth: 0,
            listed: row.state == "published",
            replies: 0,
            branches: 0,
            descendants: 0,
        })
        .collect();
    let mut roots: Vec<usize> = (0..rows.len()).collect();
    for &n in &order {
        if let Some(parent) = parents[n] {
            roots[n] = roots[parent];
            counts[n].root = rows[roots[n]].id;
            counts[n].depth = counts[parent].depth + 1;
        }
    }
    for &n in order.iter().rev() {
        let visible = rows[n].state == "published";
        counts[n].listed = visible || counts[n].branches > 0;
        if let Some(parent) = parents[n] {
            counts[parent].replies += i64::from(visible);
            counts[parent].branches += i64::from(counts[n].listed);
            counts[roots[n]].descendants += i64::from(visible);
        }
    }
    counts
}

/// An order in which parents come before their children; loops are cut where they are found.
fn from_the_top(parents: &mut [Option<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(parents.len());
    let mut done = vec![0_u8; parents.len()]; // 0 not seen, 1 on the way, 2 placed
    for start in 0..parents.len() {
        let mut path = Vec::new();
        let mut at = start;
        while done[at] == 0 {
            done[at] = 1;
            path.push(at);
            match parents[at] {
                Some(parent) if done[parent] == 1 => parents[at] = None,
                Some(parent) if done[parent] == 0 => at = parent,
                _ => break,
            }
        }
        for &n in path.iter().rev() {
            done[n] = 2;
            order.push(n);
        }
    }
    order
}

/// What was found.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Found {
    /// Stories looked at.
    pub stories: u64,
    /// Comments looked at.
    pub comments: u64,
    /// What is wrong, in words; at most [`NAMED`] of them.
    pub wrong: Vec<String>,
    /// How many things are wrong.
    pub faults: u64,
    /// The audit trail of each site.
    pub audit: Vec<chain::Looked>,
}

/// How many faults are named one by one.
pub const NAMED: usize = 100;

impl Found {
    fn fault(&mut self, what: impl FnOnce() -> String) {
        self.faults += 1;
        if self.wrong.len() < NAMED {
            self.wrong.push(what());
        }
    }
}

/// Looks at everything, in one snapshot; `step` hears of every story that was looked at.
pub fn verify(tx: &mut Tx<'_>, step: &dyn Fn()) -> Result<Found> {
    let mut found = Found::default();
    engine(tx, &mut found)?;
    for site in sites::all(tx)? {
        let mut after = Id::FIRST;
        loop {
            let page = stories::every(tx, site.id, after, 500)?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for story in &page {
                verify_story(tx, site.id, story, &mut found)?;
                step();
            }
        }
        for statement in statements::altered(tx, site.id)? {
            found.fault(|| format!("statement {statement} is not what was sent"));
        }
        for id in escalations::falsified(tx, site.id)? {
            found.fault(|| format!("the evidence of escalation {id} is not what was frozen"));
        }
        let looked = chain::look(tx, site.id, &site.name)?;
        if let Some(broken) = &looked.broken {
            found.fault(|| format!("the audit trail of site '{}' is broken: {broken}", site.name));
        }
        found.audit.push(looked);
    }
    let orphans: i64 = tx
        .first(
            "SELECT count(*) FROM comment c WHERE NOT EXISTS
             (SELECT 1 FROM story s WHERE s.site_id = c.site_id AND s.id = c.story_id)",
            &[],
            |row| row.get(0),
        )?
        .unwrap_or(0);
    if orphans > 0 {
        found.fault(|| format!("{orphans} comments belong to no story"));
    }
    let miscounted: i64 = tx
        .first(
            "SELECT count(*) FROM comment c LEFT JOIN
               (SELECT site_id, story_id, comment_id, sum(CASE WHEN value = 1 THEN 1 ELSE 0 END) AS up,
                  sum(CASE WHEN value = -1 THEN 1 ELSE 0 END) AS down
                FROM vote GROUP BY site_id, story_id, comment_id) v
             ON v.site_id = c.site_id AND v.story_id = c.story_id AND v.comment_id = c.id
             WHERE c.up <> coalesce(v.up, 0) OR c.down <> coalesce(v.down, 0)",
            &[],
            |row| row.get(0),
        )?
        .unwrap_or(0);
    if miscounted > 0 {
        found.fault(|| format!("the votes on {miscounted} comments are not those that were given"));
    }
    let misweighed: i64 = tx
        .first(
            "SELECT count(*) FROM comment c LEFT JOIN
               (SELECT site_id, story_id, comment_id, sum(weight) AS weight FROM flag WHERE founded IS NULL
                GROUP BY site_id, story_id, comment_id) f
             ON f.site_id = c.site_id AND f.story_id = c.story_id AND f.comment_id = c.id
             WHERE c.flagged <> coalesce(f.weight, 0)",
            &[],
            |row| row.get(0),
        )?
        .unwrap_or(0);
    if misweighed > 0 {
        found.fault(|| format!("the flags on {misweighed} comments do not weigh what is written on them"));
    }
    Ok(found)
}

/// What the engine can say of itself. PostgreSQL checks its keys as it writes.
fn engine(tx: &mut Tx<'_>, found: &mut Found) -> Result<()> {
    if tx.is_postgres() {
        return Ok(());
    }
    for line in tx.query("PRAGMA integrity_check", &[], |row| row.get::<String>(0))? {
        if line != "ok" {
            found.fault(|| format!("the file is damaged: {line}"));
        }
    }
    for table in tx.query("PRAGMA foreign_key_check", &[], |row| row.get::<String>(0))? {
        found.fault(|| format!("a row of '{table}' refers to one that is not there"));
    }
    Ok(())
}

fn verify_story(tx: &mut Tx<'_>, site: Id, story: &crate::models::Story, found: &mut Found) -> Result<()> {
    found.stories += 1;
    let rows = rows_of(tx, site, story.id)?;
    found.comments += rows.len() as u64;
    let right = count(story.id, &rows);
    for (row, right) in rows.iter().zip(&right) {
        if row.counts != *right {
            found.fault(|| {
                format!("comment {} of story {}: stored {:?}, counted {right:?}", row.id, story.id, row.counts)
            });
        }
    }
    let visible = rows.iter().filter(|row| row.state == "published").count() as i64;
    if visible != story.comments {
        found.fault(|| format!("story {}: {} comments stored, {visible} counted", story.id, story.comments));
    }
    let events = tx.first(
        "SELECT count(*), coalesce(min(seq), 0), coalesce(max(seq), 0) FROM event WHERE site_id = $1 AND story_id = $2",
        &[&site, &story.id],
        |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?)),
    )?;
    if let Some((number, first, last)) = events
        && (number != story.seq || last != story.seq || (number > 0 && first != 1))
    {
        found.fault(|| format!("story {}: number {}, but {number} events from {first} to {last}", story.id, story.seq));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: u128 = u128::MAX;

    fn id(n: u128) -> Id {
        Id(uuid::Uuid::from_u128(n))
    }

    fn row(n: u128, parent: u128, state: &str) -> CountedRow {
        let counts = Counts {
            parent: id(parent),
            root: id(0),
            depth: 0,
            listed: false,
            replies: 0,
            branches: 0,
            descendants: 0,
        };
        CountedRow { id: id(n), state: state.to_owned(), counts }
    }

    #[test]
    fn counts_follow_from_states_and_parents() {
        let rows = [
            row(1, STORY, "removed"), // a tombstone: something below can be seen
            row(2, 1, "deleted"),
            row(3, 2, "published"),
            row(4, 1, "held"), // nothing below: not listed
            row(5, STORY, "published"),
            row(6, 5, "published"),
        ];
        let got = count(id(STORY), &rows);
        let short = |c: &Counts| (c.root.0.as_u128(), c.depth, c.listed, c.replies, c.branches, c.descendants);
        let got: Vec<_> = got.iter().map(short).collect();
        assert_eq!(
            got,
            [
                (1, 0, true, 0, 1, 1),
                (1, 1, true, 1, 1, 0),
                (1, 2, true, 0, 0, 0),
                (1, 1, false, 0, 0, 0),
                (5, 0, true, 1, 1, 1),
                (5, 1, true, 0, 0, 0),
            ]
        );
    }

    #[test]
    fn loops_and_missing_parents_end_at_the_top() {
        let rows = [row(1, 2, "published"), row(2, 1, "published"), row(3, 3, "published"), row(4, 77, "published")];
        let got = count(id(STORY), &rows);
        assert!(got.iter().filter(|c| c.parent == id(STORY)).count() == 3, "{got:?}");
        assert!(got.iter().all(|c| c.depth <= 1));
    }

    #[test]
    fn a_very_deep_chain_does_not_overflow() {
        let rows: Vec<_> = (1..=200_000).map(|n| row(n, if n == 1 { STORY } else { n - 1 }, "published")).collect();
        let got = count(id(STORY), &rows);
        assert_eq!(got.last().map(|c| c.depth), Some(199_999));
        assert_eq!(got[0].descendants, 199_999);
    }
}
