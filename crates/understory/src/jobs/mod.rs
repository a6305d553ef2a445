//! What happens by itself as time goes by, and work behind requests.

mod appear;
mod bulk;
mod mail_appeal;
mod mail_escalation;
mod mail_password;
mod mail_sign_in;
mod mail_statement;
mod state_reasons;
mod work;

use std::sync::Arc;
use std::time::Duration;

pub use bulk::run as decide_many;
pub use work::{work, work_once};

use crate::app::App;
use crate::clock::Timestamp;
use crate::models::{AUTOMATIC, Closed, Id, Site, StoryState};
use crate::moderation::{self, Lessons, learn};
use crate::store::{
    self, Note, Target, accounts, attempts, chain, closures, corrections, deletions, hands, idempotency, news, related,
    search, sessions, sign_ins, signatures, sites, stories, votes, writers,
};

/// How often the database is asked what changed elsewhere, and which threads must close.
const BEAT: Duration = Duration::from_secs(1);

/// Beats between two rounds of tidying, an hour; the first comes a minute after the start.
const TIDY: u64 = 3_600;

/// Runs until the program ends.
pub async fn run(app: Arc<App>) {
    app.readers.load_encoders(languages_read(&app));
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for beat in 0_u64.. {
        ticks.tick().await;
        report("publishing stories", publish_due(&app).await);
        report("closing threads", close_due(&app).await);
        report("comparing stories", relate_due(&app).await.map(drop));
        report("erasing what was deleted", erase_due(&app).await);
        report("counting votes", count_votes(&app).await);
        report("ending first weeks", end_newness(&app).await);
        report("linking the audit trail", link_trail(&app).await);
        report("indexing for search", index_due(&app).await.map(drop));
        report("keeping what texts are told by", keep_signatures(&app).await);
        if matches!(app.store.target(), Target::Postgres(..)) {
            report("looking for changes", sweep(&app).await);
            report("hearing of copies", hear_signatures(&app).await);
        }
        if beat % TIDY == 60 {
            app.gate.tidy();
            learn_at_night(&app);
            // A long trail takes its time, and nothing waits for it.
            let looking = app.clone();
            tokio::spawn(async move { report("looking through the audit trail", look_at_night(&looking).await) });
            report("forgetting what is over", forget(&app).await);
        }
    }
}

/// Forgets what nobody can use any more.
async fn forget(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    app.store.write(idempotency::Forget { now }).await?;
    app.store.write(sessions::Forget { now }).await?;
    app.store.write(sign_ins::Forget { now }).await?;
    app.store.write(attempts::Forget { now }).await?;
    app.store.write(news::Forget { now }).await?;
    app.store.write(hands::Forget { now }).await?;
    app.store.write(writers::Forget { now }).await?;
    app.store.write(signatures::Forget { now }).await?;
    let failed = app.store.read(crate::store::jobs::given_up).await?;
    app.metrics.jobs_failed.set(failed);
    Ok(())
}

/// Signatures kept in one write, and read in a beat.
const SIGNATURES: usize = 500;

/// Writes down what texts posted since the last beat are told by: in a write of its own, so that a post costs no more.
///
/// # Errors
/// When the database does not answer; what it did not take is then known to this process alone.
pub async fn keep_signatures(app: &App) -> store::Result<()> {
    for told in app.copies.unkept().chunks(SIGNATURES) {
        app.store.write(signatures::KeepSignatures { told: told.to_vec(), node: app.copies.node }).await?;
    }
    Ok(())
}

/// Hears what was posted at other nodes.
async fn hear_signatures(app: &App) -> store::Result<()> {
    let (node, since) = (app.copies.node, app.copies.since());
    let told = app.store.read(move |tx| signatures::of_others(tx, node, since, SIGNATURES as i64)).await?;
    let is_part = told.len() == SIGNATURES;
    app.copies.hear(told, is_part, app.clock.now());
    Ok(())
}

/// Stories whose votes are counted in a beat at most.
const COUNTED: i64 = 200;

/// Has ranks and pages follow the votes, each story once for all of two seconds.
///
/// # Errors
/// When the database does not answer.
pub async fn count_votes(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    for (site, story) in app.store.read(move |tx| votes::due(tx, now, COUNTED)).await? {
        app.store.write(votes::CountVotes { site, story, now }).await?;
    }
    Ok(())
}

/// People whose first week is over, in a beat at most.
const NO_LONGER_NEW: i64 = 50;

/// Takes the badge of a newcomer away from those who are none any more.
///
/// # Errors
/// When the database does not answer.
pub async fn end_newness(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    for (site, id) in app.store.read(move |tx| accounts::no_longer_new(tx, now, NO_LONGER_NEW)).await? {
        app.store.write(accounts::EndNewness { site, id, job: app.clock.new_id(), now }).await?;
    }
    Ok(())
}

/// Which languages encoders are to read: those that were named, or those of the sites.
fn languages_read(app: &App) -> Vec<String> {
    let named = &app.config.triage.languages;
    if !named.is_empty() {
        return named.clone();
    }
    let sites = app.sites();
    let code = |site: &Arc<Site>| site.lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let mut codes: Vec<String> = sites.all.iter().map(code).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn report(what: &str, result: store::Result<()>) {
    if let Err(error) = result {
        tracing::warn!(%error, "{what} failed; it is tried again");
    }
}

/// The hour in which sites learn and their audit trails are looked through, by their own clocks: the beat of tidying comes once in it.
const NIGHT: i8 = 3;

/// Has the sites learn where it is night. It takes a minute or so of one core, and nothing waits for it.
pub fn learn_at_night(app: &Arc<App>) {
    for site in app.sites().all.iter().filter(|site| site.settings.triage_learn).cloned() {
        if is_night(app, &site) {
            let app = app.clone();
            tokio::spawn(async move {
                match learn_from_decisions(&app, &site).await {
                    Ok(Some(number)) => {
                        tracing::info!(site = site.name, number, "triage learnt from this site's decisions")
                    }
                    Ok(None) => {}
                    Err(error) => {
                        tracing::warn!(%error, site = site.name, "learning from decisions failed; it is tried again next night")
                    }
                }
            });
        }
    }
}

fn is_night(app: &App, site: &Site) -> bool {
    let zone = jiff::tz::TimeZone::get(&site.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    app.clock.now().civil().to_zoned(zone).hour() == NIGHT
}

/// Rows of the audit trail linked in one write.
const LINKED: i64 = 200;

/// Links what was written into the audit trail since the last beat.
///
/// # Errors
/// When the database does not answer, or the end of the trail is not kept any more.
pub async fn link_trail(app: &App) -> store::Result<()> {
    for site in &app.sites().all {
        let site = site.id;
        while app.store.read(move |tx| chain::is_due(tx, site)).await? {
            app.store.write(chain::Link { site, most: LINKED }).await?;
        }
    }
    Ok(())
}

/// Looks through the audit trails of the sites where it is night, one node each, and tells what is broken.
///
/// # Errors
/// When the database does not answer.
pub async fn look_at_night(app: &App) -> store::Result<()> {
    for site in app.sites().all.iter().filter(|site| is_night(app, site)) {
        let (id, now) = (site.id, app.clock.now());
        // Where the end is gone nobody can take the look for themselves.
        let has_end = app.store.read(move |tx| chain::head(tx, id)).await?.is_some();
        if has_end && !app.store.write(chain::Begin { site: id, now }).await? {
            continue;
        }
        let mut walk = chain::Walk::default();
        while !walk.is_over {
            let portion = move |tx: &mut store::Tx<'_>| {
                let mut walk = walk.clone();
                walk.go_on(tx, id).map(|()| walk)
            };
            walk = app.store.read(portion).await?;
        }
        if let Some(broken) = &walk.broken {
            tracing::error!(site = site.name, "the audit trail is broken: {broken}");
        }
        app.store.write(chain::Found { site: id, broken: walk.broken }).await?;
    }
    app.metrics.audit_faults.set(app.store.read(chain::faults).await?);
    Ok(())
}

/// Nights are longer than this apart; two nodes of one database do not learn twice in one.
const LEARNT_LATELY: i64 = 12 * 3_600;

/// Learns from a site's decisions, and puts what was learnt to use if it is not worse. Gives its number.
///
/// # Errors
/// When the database does not answer.
pub async fn learn_from_decisions(app: &App, site: &Arc<Site>) -> anyhow::Result<Option<i64>> {
    let (id, now) = (site.id, app.clock.now());
    let kept = app.store.read(move |tx| corrections::all(tx, id)).await?;
    if kept.first().is_some_and(|newest| newest.created_at > now.plus_seconds(-LEARNT_LATELY)) {
        return Ok(None);
    }
    let lessons = Lessons::of(app, site).await?;
    let (triage, from) = (app.readers.triage(), site.clone());
    let learnt = tokio::task::spawn_blocking(move || {
        learn(&triage, &from, lessons, || {}).map(|learnt| (learnt, triage.version().to_owned()))
    })
    .await?;
    match learnt {
        Ok((learnt, model)) if learnt.is_no_worse() => Ok(Some(moderation::keep(app, site, &learnt, model).await?)),
        Ok((learnt, _)) => {
            tracing::info!(site = site.name, ?learnt.with, "what this site's decisions taught is not used: it is worse on decisions held back");
            Ok(None)
        }
        Err(too_few) => {
            tracing::debug!(site = site.name, "{too_few}");
            Ok(None)
        }
    }
}

/// Publishes the stories whose embargo is over.
///
/// # Errors
/// When the database does not answer.
pub async fn publish_due(app: &App) -> store::Result<()> {
    let now = app.clock.now();
    for site in &app.sites().all {
        let id = site.id;
        for story in app.store.read(move |tx| stories::due_to_publish(tx, id, now)).await? {
            let (state, by) = (StoryState::Published, AUTOMATIC.to_owned());
            app.store
                .write(stories::SetState { site: id, story, state, published_at: None, only_if_due: true, by, now })
                .await?;
        }
    }
    Ok(())
}

/// Stories compared in a beat at most: a comparison reads two hundred texts.
const COMPARED: i64 = 5;

/// Compares the stories that have changed with the others, for what is offered below each. Says whether there
/// were any.
///
/// # Errors
/// When the database does not answer.
pub async fn relate_due(app: &App) -> store::Result<bool> {
    let mut any = false;
    for site in &app.sites().all {
        let id = site.id;
        for story in app.store.read(move |tx| related::due(tx, id, COMPARED)).await? {
            let (others, seen) = app.store.read(move |tx| related::compare(tx, id, story)).await?;
            app.store.write(related::PutRelated { site: id, story, others, seen, now: app.clock.now() }).await?;
            any = true;
        }
    }
    Ok(any)
}

/// Comments erased in one write.
const ERASED: i64 = 50;

/// Erases the words of comments that were deleted so long ago that their writers can no longer take that back.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_due(app: &App) -> store::Result<()> {
    let before = app.clock.now().plus_seconds(-deletions::UNDO);
    for site in &app.sites().all {
        let site = site.id;
        loop {
            let due = app.store.read(move |tx| deletions::erasable(tx, site, before, ERASED)).await?;
            if due.is_empty() {
                break;
            }
            app.store.write(deletions::EraseDeleted { site, comments: due }).await?;
        }
    }
    Ok(())
}

/// Texts indexed in one write: as long as a group of posts takes, and those who post wait for no more.
const INDEXED: i64 = 50;

/// How long a beat goes on indexing.
const INDEXING: Duration = Duration::from_millis(500);

/// Brings the index of the search up to date, as far as it comes: while many post, a beat indexes one portion and leaves
/// the writer to them. Says whether there was anything.
///
/// # Errors
/// When the database does not answer.
pub async fn index_due(app: &App) -> store::Result<bool> {
    let begun = app.clock.instant();
    let mut any = false;
    for site in &app.sites().all {
        let id = site.id;
        loop {
            let texts = app.store.read(move |tx| search::due(tx, id, INDEXED)).await?;
            if texts.is_empty() {
                break;
            }
            app.store.write(search::Index { site: id, texts }).await?;
            any = true;
            if app.store.writing() > 0 || app.clock.instant().duration_since(begun) > INDEXING {
                break;
            }
        }
    }
    Ok(any)
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
        let due = app.store.read(move |tx| closures::due_to_close(tx, id, now, before)).await?;
        for (story, by, since) in due {
            let at = match by {
                crate::models::ClosedBy::Age => since.plus_seconds(days * 86_400),
                _ => since,
            };
            let closed = Some(Closed { at, by, reason: None });
            app.store
                .write(closures::SetClosed { site: site.id, story, closed, by: AUTOMATIC.to_owned(), now })
                .await?;
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
