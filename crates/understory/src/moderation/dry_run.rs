//! What a list would have done to the comments of the last days. Nothing is written.

use std::sync::Arc;

use understory_rules::Verdict;

use super::{Listed, SiteRules};
use crate::app::App;
use crate::models::{Id, Site, State, quoted};
use crate::store::{self, rules};

/// The longest time that is looked back, in days.
pub const MOST_DAYS: u32 = 3_660;

/// Comments read at a time.
const READ: i64 = 500;

/// How many comments are shown, and how much of each, in characters.
const SHOWN: usize = 20;
const SHOWN_LENGTH: usize = 200;

/// What would have been.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct DryRun {
    /// Comments looked at.
    pub compared: u64,
    /// How many would have waited.
    pub held: u64,
    /// How many would have been removed at once.
    pub rejected: u64,
    /// How many of both can be seen now.
    pub published: u64,
    /// How many of both a person approved meanwhile.
    pub approved: u64,
    /// How many of both a person removed meanwhile.
    pub removed: u64,
    /// The newest of both.
    pub first: Vec<Struck>,
}

/// A comment that would have waited or been removed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Struck {
    /// The comment.
    pub id: Id,
    /// Its story.
    pub story: Id,
    /// Its writer's name.
    pub name: String,
    /// How its text begins.
    pub text: String,
    /// `hold` or `reject`.
    pub verdict: &'static str,
    /// What its writer would have been told.
    pub reason: String,
    /// The words that led to it.
    pub words: Vec<String>,
    /// Its state now.
    pub state: State,
    /// What a person decided meanwhile: the state that it had then.
    pub decided: Option<State>,
}

/// Compares lists with what was written in the last days. `step` is told how many of how many comments are done.
///
/// # Errors
/// When the database does not answer.
pub async fn dry_run(
    app: &App,
    site: &Site,
    lists: Arc<SiteRules>,
    days: u32,
    step: &(dyn Fn(u64, u64) + Sync),
) -> store::Result<DryRun> {
    let site = site.id;
    let since = app.clock.now().plus_seconds(-i64::from(days.min(MOST_DAYS)) * 86_400);
    let oldest = app.clock.id_at(since);
    let total = app.store.read(move |tx| rules::younger(tx, site, oldest)).await?.unsigned_abs();
    let (mut run, mut before, mut done) = (DryRun::default(), Id::LAST, 0);
    loop {
        let some = app.store.read(move |tx| rules::portion(tx, site, oldest, before, READ)).await?;
        let Some(last) = some.last() else { break };
        before = last.id;
        done += some.len() as u64;
        run.compared += some.len() as u64;
        let lists = lists.clone();
        let compared = tokio::task::spawn_blocking(move || {
            let found = |one: &rules::Replayed| lists.find(one.story, &one.topics, &one.body);
            some.into_iter().map(|one| (found(&one), one)).filter(|(found, _)| !found.is_empty()).collect::<Vec<_>>()
        });
        let struck = compared.await.map_err(store::Error::corrupt)?;
        let ids: Vec<(Id, Id)> = struck.iter().map(|(_, one)| (one.story, one.id)).collect();
        let decided = app
            .store
            .read(move |tx| {
                ids.iter().map(|(story, id)| rules::decided(tx, site, *story, *id)).collect::<store::Result<Vec<_>>>()
            })
            .await?;
        for ((found, one), decided) in struck.into_iter().zip(decided) {
            run.count(&found, one, decided);
        }
        step(done.min(total), total);
    }
    Ok(run)
}

impl DryRun {
    fn count(&mut self, found: &[Listed], one: rules::Replayed, decided: Option<State>) {
        let Some(worst) = found.iter().max_by_key(|listed| listed.verdict) else { return };
        match worst.verdict {
            Verdict::Hold => self.held += 1,
            Verdict::Reject => self.rejected += 1,
        }
        self.published += u64::from(one.state == State::Published);
        self.approved += u64::from(decided == Some(State::Published));
        self.removed += u64::from(decided == Some(State::Removed));
        if self.first.len() < SHOWN {
            self.first.push(Struck {
                id: one.id,
                story: one.story,
                words: quoted(&one.body, &worst.spans),
                text: one.body.chars().take(SHOWN_LENGTH).collect(),
                name: one.name,
                verdict: worst.verdict.as_str(),
                reason: worst.reason.to_string(),
                state: one.state,
                decided,
            });
        }
    }
}
