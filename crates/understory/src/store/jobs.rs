//! Work behind requests, enqueued in the transaction that causes it. What fails is tried again, each time after a longer
//! while; what fails too often stays, marked, for the operator to see.

use super::{Error, Result, Row, Tx, Write};
use crate::clock::Timestamp;
use crate::models::Id;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Mail a code and a link to sign in by: the subject is the request.
    MailSignIn,
    /// Tell an account's owner that it has another password: the subject is the account.
    MailPassword,
    /// Put an account's name and badges on what it wrote.
    Appear,
    /// Decide about many comments: the subject is the act.
    Bulk,
    /// State the reasons of a decision to the writer of its comment: the subject is the decision.
    StateReasons,
    /// Mail a statement of reasons: the subject is the statement.
    MailStatement,
    /// Mail the answer to an appeal by which a decision stands: the subject is the appeal.
    MailAppeal,
    /// Mail one of those who are told of an escalation: the subject is the row that says whom.
    MailEscalation,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::MailSignIn,
        Self::MailPassword,
        Self::Appear,
        Self::Bulk,
        Self::StateReasons,
        Self::MailStatement,
        Self::MailAppeal,
        Self::MailEscalation,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MailSignIn => "mail_sign_in",
            Self::MailPassword => "mail_password",
            Self::Appear => "appear",
            Self::Bulk => "bulk",
            Self::StateReasons => "state_reasons",
            Self::MailStatement => "mail_statement",
            Self::MailAppeal => "mail_appeal",
            Self::MailEscalation => "mail_escalation",
        }
    }
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its site.
    pub site: Id,
    /// Its identifier.
    pub id: Id,
    /// What is to be done.
    pub kind: Kind,
    /// To what.
    pub subject: Id,
    /// How often it was tried.
    pub tries: i64,
    /// When it was given up.
    pub failed_at: Option<Timestamp>,
    /// Why it failed the last time.
    pub error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
}

fn job_of(row: &Row<'_>) -> Result<Job> {
    let kind: String = row.get(2)?;
    Ok(Job {
        site: row.get(0)?,
        id: row.get(1)?,
        kind: Kind::ALL
            .into_iter()
            .find(|known| known.as_str() == kind)
            .ok_or_else(|| Error::corrupt(format!("a job of a kind '{kind}'")))?,
        subject: row.get(3)?,
        tries: row.get(4)?,
        failed_at: row.get(5)?,
        error: row.get(6)?,
        created_at: row.get(7)?,
    })
}

/// Puts work into the queue.
pub(super) fn enqueue(tx: &mut Tx<'_>, site: Id, id: Id, kind: Kind, subject: Id, now: Timestamp) -> Result<()> {
    enqueue_for(tx, site, id, kind, subject, now, now)
}

/// Puts work into the queue for when it is due; once, however often it is put there under one identifier.
pub(super) fn enqueue_for(
    tx: &mut Tx<'_>,
    site: Id,
    id: Id,
    kind: Kind,
    subject: Id,
    due: Timestamp,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "INSERT INTO job (site_id, id, kind, subject, tries, due_at, created_at) VALUES ($1, $2, $3, $4, 0, $5, $6)
         ON CONFLICT (site_id, id) DO NOTHING",
        &[&site, &id, &kind.as_str(), &subject, &due, &now],
    )?;
    Ok(())
}

/// What is due. Asked every second: its plan must use its index alone; a test asks the engines.
pub const DUE: &str = "SELECT site_id, id FROM job WHERE failed_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2";

/// See [`DUE`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(Id, Id)>> {
    tx.query(DUE, &[&now, &limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// How often a job is tried, and how long after each time it is tried again, in seconds: a mail server may be away for a
/// working day.
pub const PAUSES: [i64; 10] = [10, 30, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 14_400];

/// Takes a job for oneself: no other node does it until the time is over that it is given.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its site.
    pub site: Id,
    /// Which.
    pub id: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Claim {
    type Out = Option<Job>;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Option<Job>> {
        let tries: Option<i64> = tx.first(
            "SELECT tries FROM job WHERE site_id = $1 AND id = $2 AND failed_at IS NULL AND due_at <= $3",
            &[&self.site, &self.id, &self.now],
            |row| row.get(0),
        )?;
        let Some(tries) = tries else { return Ok(None) };
        let pause = PAUSES[usize::try_from(tries).unwrap_or(0).min(PAUSES.len() - 1)];
        tx.first(
            "UPDATE job SET tries = tries + 1, due_at = $1
             WHERE site_id = $2 AND id = $3 AND failed_at IS NULL AND due_at <= $4
             RETURNING site_id, id, kind, subject, tries, failed_at, error, created_at",
            // What a program that dies has taken comes back as what has failed does.
            &[&self.now.plus_seconds(pause), &self.site, &self.id, &self.now],
            job_of,
        )
    }
}

/// How a job ended, this time.
#[derive(Clone, Debug)]
pub enum End {
    /// It is done.
    Done,
    /// It failed, and is tried again if that may help.
    Failed {
        /// Why.
        error: String,
        /// Whether trying again cannot help.
        for_good: bool,
    },
}

/// Writes down how a job ended.
#[derive(Clone, Debug)]
pub struct Finish {
    /// Which.
    pub job: Job,
    /// How.
    pub end: End,
    /// When.
    pub now: Timestamp,
}

impl Write for Finish {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Job { site, id, tries, .. } = &self.job;
        match &self.end {
            End::Done => tx.execute("DELETE FROM job WHERE site_id = $1 AND id = $2", &[site, id])?,
            End::Failed { error, for_good } => {
                let is_over = *for_good || *tries >= PAUSES.len() as i64;
                let failed_at = is_over.then_some(self.now);
                tx.execute(
                    "UPDATE job SET error = $1, failed_at = $2 WHERE site_id = $3 AND id = $4",
                    &[error, &failed_at, site, id],
                )?
            }
        };
        Ok(())
    }
}

/// Jobs of a site, the oldest first: those that were given up, or those that wait.
pub fn listed(tx: &mut Tx<'_>, site: Id, failed: bool, limit: i64) -> Result<Vec<Job>> {
    tx.query(
        "SELECT site_id, id, kind, subject, tries, failed_at, error, created_at FROM job
         WHERE site_id = $1 AND (failed_at IS NOT NULL) = $2 ORDER BY id LIMIT $3",
        &[&site, &failed, &limit],
        job_of,
    )
}

/// How many jobs were given up.
pub fn given_up(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.first("SELECT count(*) FROM job WHERE failed_at IS NOT NULL", &[], |row| row.get(0))?.unwrap_or(0))
}

/// Has a job that was given up tried anew, or dropped; says whether there was one.
#[derive(Clone, Debug)]
pub struct Again {
    /// Its site.
    pub site: Id,
    /// Which.
    pub id: Id,
    /// Whether to drop it.
    pub drop: bool,
}

impl Write for Again {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let touched = if self.drop {
            tx.execute(
                "DELETE FROM job WHERE site_id = $1 AND id = $2 AND failed_at IS NOT NULL",
                &[&self.site, &self.id],
            )?
        } else {
            tx.execute(
                "UPDATE job SET failed_at = NULL, tries = 0, due_at = created_at
                 WHERE site_id = $1 AND id = $2 AND failed_at IS NOT NULL",
                &[&self.site, &self.id],
            )?
        };
        Ok(touched > 0)
    }
}
