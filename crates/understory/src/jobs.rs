//! What happens by itself as time goes by.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::clock::Timestamp;
use crate::models::{Closed, Id};
use crate::store::{self, Note, Target, idempotency, sites, stories};

/// How often the database is asked what changed elsewhere, and which threads must close.
const BEAT: Duration = Duration::from_secs(1);

/// Beats between two rounds of tidying, an hour; the first comes a minute after the start.
const TIDY: u64 = 3_600;

/// Runs until the program ends.
pub async fn run(app: Arc<App>) {
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for beat in 0_u64.. {
        ticks.tick().await;
        report("closing threads", close_due(&app).await);
        if matches!(app.store.target(), Target::Postgres(..)) {
            report("looking for changes", sweep(&app).await);
        }
        if beat % TIDY == 60 {
            app.gate.tidy();
            report("forgetting answers", app.store.write(idempotency::Forget { now: app.clock.now() }).await.map(drop));
        }
    }
}

fn report(what: &str, result: store::Result<()>) {
    if let Err(error) = result {
        tracing::warn!(%error, "{what} failed; it is tried again");
    }
}

/// Writes down that a thread is closed whose date or age has come, so that its pages say so.
///
/// # Errors
/// When the database does not answer.
pub async fn close_due(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    for site in &app.sites().all {
        let days = i64::from(site.settings.close_after_days);
        let before = if days > 0 { now.plus_seconds(-days * 86_400) } else { Timestamp(i64::MIN) };
        let id = site.id;
        let due = app.store.read(move |tx| stories::due_to_close(tx, id, now, before)).await?;
        for (story, by, since) in due {
            let at = match by {
                crate::models::ClosedBy::Age => since.plus_seconds(days * 86_400),
                _ => since,
            };
            let closed = Some(Closed { at, by, reason: None });
            app.store.write(stories::SetClosed { site: site.id, story, closed, now }).await?;
        }
    }
    Ok(())
}

/// Stories asked about in one query's transaction.
const ASKED: usize = 500;

/// Looks which of the stories in memory have changed by another node, and whether the sites have.
async fn sweep(app: &Arc<App>) -> store::Result<()> {
    let version = app.store.read(sites::version).await?;
    if version != app.sites().version {
        app.reload_sites().await?;
    }
    let known = app.pages.numbers();
    for some in known.chunks(ASKED) {
        let ids: Vec<(Id, Id)> = some.iter().map(|(key, _)| *key).collect();
        let numbers = app
            .store
            .read(move |tx| {
                ids.iter().map(|(site, story)| stories::seq(tx, *site, *story)).collect::<store::Result<Vec<_>>>()
            })
            .await?;
        let notes: Vec<Note> = some
            .iter()
            .zip(numbers)
            .filter_map(|(((site, story), known), seq)| match seq {
                Some(seq) if seq > *known => Some(Note::Story { site: *site, story: *story, seq }),
                _ => None,
            })
            .collect();
        app.pages.follow(&notes);
    }
    Ok(())
}
