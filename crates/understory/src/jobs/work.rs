//! The worker: takes what is due from the queue, does it, and writes down how it ended.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};

use super::{appear, bulk, mail_appeal, mail_escalation, mail_password, mail_sign_in, mail_statement, state_reasons};
use crate::app::App;
use crate::models::Site;
use crate::store::jobs::{self, Claim, End, Finish, Job, Kind};

/// Jobs done beside one another: a mail server that does not answer keeps up no other work.
const AT_ONCE: usize = 4;

/// Jobs taken in a beat at most.
const TAKEN: i64 = 100;

/// How often the queue is looked at.
const BEAT: Duration = Duration::from_millis(500);

/// Why a job is not done.
pub(super) struct Failure {
    /// In words, for the operator.
    pub error: String,
    /// Whether trying again cannot help.
    pub for_good: bool,
}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Self { error: error.to_string(), for_good: false }
    }
}

/// Works until the program ends.
pub async fn work(app: Arc<App>) {
    let mut ticks = tokio::time::interval(BEAT);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = work_once(&app).await {
            tracing::warn!(%error, "looking for jobs failed; it is tried again");
        }
    }
}

/// Does what is due now.
///
/// # Errors
/// When the database does not answer.
pub async fn work_once(app: &Arc<App>) -> crate::store::Result<()> {
    let now = app.clock.now();
    let due = app.store.read(move |tx| jobs::due(tx, now, TAKEN)).await?;
    if due.is_empty() {
        return Ok(());
    }
    stream::iter(due)
        .for_each_concurrent(AT_ONCE, |(site, id)| async move {
            if let Err(error) = one(app, Claim { site, id, now }).await {
                tracing::warn!(%error, "a job could not be taken or ended; it is tried again");
            }
        })
        .await;
    // What was given up is seen at once by who watches the figures.
    app.metrics.jobs_failed.set(app.store.read(jobs::given_up).await?);
    Ok(())
}

async fn one(app: &Arc<App>, claim: Claim) -> crate::store::Result<()> {
    let Some(job) = app.store.write(claim).await? else { return Ok(()) };
    let (kind, tries) = (job.kind.as_str(), job.tries);
    let site = app.sites().all.iter().find(|site| site.id == job.site).cloned();
    let end = match site {
        None => End::Failed { error: "its site is not there".to_owned(), for_good: true },
        Some(site) => match run(app, &site, &job).await {
            Ok(()) => End::Done,
            Err(Failure { error, for_good }) => {
                tracing::warn!(kind, tries, %error, for_good, "a job failed");
                End::Failed { error, for_good }
            }
        },
    };
    app.store.write(Finish { job, end, now: app.clock.now() }).await
}

async fn run(app: &Arc<App>, site: &Arc<Site>, job: &Job) -> Result<(), Failure> {
    match job.kind {
        Kind::MailSignIn => mail_sign_in::run(app, site, job.subject).await,
        Kind::MailPassword => mail_password::run(app, site, job.subject).await,
        Kind::Appear => appear::run(app, site, job.subject).await,
        Kind::Bulk => Ok(bulk::run(app, site, job.subject).await?),
        Kind::StateReasons => state_reasons::run(app, site, job.subject).await,
        Kind::MailStatement => mail_statement::run(app, site, job.subject).await,
        Kind::MailAppeal => mail_appeal::run(app, site, job.subject).await,
        Kind::MailEscalation => mail_escalation::run(app, site, job.subject).await,
    }
}
