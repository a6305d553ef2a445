//! Appeals: one a decision, answered once, by another person.

use serde_json::json;

use super::decisions::{self, By, Judged, New};
use super::{Error, Result, Row, Tx, Write, accounts, audit, idempotency, jobs, news, own, statements};
use crate::clock::Timestamp;
use crate::models::{
    Act, Appeal, AppealState, AuditAct, Automation, Id, Outcome, Refusal, State, Statement, StatementKind, Writer,
};

/// What is about an appeal that is not there, or not for who asks.
pub fn appeal_unknown() -> Refusal {
    Refusal::new(404, "appeal_unknown", "There is no such appeal here.")
}

/// What is about a statement that is not there, or not for who asks.
pub fn statement_unknown() -> Refusal {
    let words =
        "There is no such statement here, or the link to it is not whole. Use all of the link that you were given.";
    Refusal::new(404, "statement_unknown", words)
}

/// An appeal against the decision that a statement is about.
#[derive(Clone, Debug)]
pub struct PutAppeal {
    /// The site.
    pub site: Id,
    /// The statement; that the writer's link was shown was asked before.
    pub id: Id,
    /// What they say.
    pub text: String,
    /// When.
    pub now: Timestamp,
}

impl Write for PutAppeal {
    type Out = (Appeal, bool);

    /// Gives the appeal, and whether it was there before.
    fn run(&self, tx: &mut Tx<'_>) -> Result<(Appeal, bool)> {
        let (site, id) = (self.site, self.id);
        let statement = statements::by_id(tx, site, id)?.ok_or_else(statement_unknown)?;
        // Behind the story's lock nothing is decided meanwhile, and no other appeal comes between.
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&site, &statement.story])?;
        if let Some(before) = by_id(tx, site, id)? {
            if before.text == self.text {
                return Ok((before, true));
            }
            let words = "You have appealed against this decision already. It can be done once.";
            return Err(Refusal::new(409, "appeal_made", words).into());
        }
        self.can(tx, &statement)?;
        tx.execute(
            "INSERT INTO appeal (site_id, id, story_id, comment_id, text, state, reason, created_at)
             VALUES ($1, $2, $3, $4, $5, 'open', '', $6)",
            &[&site, &id, &statement.story, &statement.comment, &self.text, &self.now],
        )?;
        let made = by_id(tx, site, id)?.ok_or_else(|| Error::corrupt("an appeal that was just made"))?;
        Ok((made, false))
    }
}

impl PutAppeal {
    fn can(&self, tx: &mut Tx<'_>, statement: &Statement) -> Result<()> {
        if statement.kind == StatementKind::Restored || !statements::stands(tx, self.site, statement)? {
            let words = "This decision is no longer in force: there is nothing to appeal against.";
            return Err(Refusal::new(409, "appeal_moot", words).into());
        }
        if self.now > statement.appeal_until {
            let words = "The six months in which this decision could be appealed are over.";
            return Err(Refusal::new(409, "appeal_late", words).into());
        }
        Ok(())
    }
}

/// Answers an appeal. Nobody can take that back: a comment that must go after all is decided about anew, and that can be
/// appealed again.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The site.
    pub site: Id,
    /// The identifier of the decision by which the comment comes back, if it does.
    pub decision: Id,
    /// The appeal.
    pub appeal: Id,
    /// The answer.
    pub outcome: Outcome,
    /// Why; told to the writer.
    pub reason: String,
    /// Who.
    pub by: By,
    /// The hash of the guest's secret that their browser holds, if any: they may have written the comment.
    pub guest: Option<Vec<u8>>,
    /// Whether mail can be sent.
    pub mails: bool,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Answer {
    type Out = Appeal;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Appeal> {
        let (site, now) = (self.site, self.now);
        let gone = || Error::corrupt("an appeal that was just answered");
        if let Some(attempt) = &self.attempt
            && idempotency::answer(tx, site, attempt)?.is_some()
        {
            return by_id(tx, site, self.appeal)?.ok_or_else(gone);
        }
        let found = by_id(tx, site, self.appeal)?.ok_or_else(appeal_unknown)?;
        let judged = Judged::find(tx, site, found.comment, &self.by, now)?;
        // Only behind the lock it is known that nobody answers it at this moment.
        let appeal = by_id(tx, site, self.appeal)?.ok_or_else(appeal_unknown)?;
        self.may(tx, &appeal)?;
        match self.outcome {
            Outcome::Upheld => self.keep(tx, None)?,
            Outcome::Overturned => {
                let act = Act::between(judged.state, State::Published).ok_or_else(|| {
                    let words = "Its writer has deleted this comment: it cannot come back.";
                    Refusal::new(409, "appeal_gone", words)
                })?;
                self.keep(tx, Some(self.decision))?;
                let new = New {
                    id: self.decision,
                    act,
                    ground: "terms",
                    rule: None,
                    rule_version: None,
                    reason: &self.reason,
                    before: Some(judged.state),
                    state: State::Published,
                    facts: None,
                    automation: Automation::None,
                    reverses: None,
                    by: &self.by.record,
                    now,
                };
                // An answer is no slip: it is stated at once.
                jobs::enqueue(tx, site, self.decision, jobs::Kind::StateReasons, self.decision, now)?;
                judged.settle(tx, site, &new, false)?;
            }
        }
        let acted = audit::Acted {
            act: AuditAct::AnswerAppeal,
            object: format!("appeal {}", self.appeal),
            about: judged.comment.account,
            before: json!({ "state": AppealState::Open.as_str() }),
            after: json!({ "state": self.outcome.state().as_str(), "reason": self.reason }),
        };
        audit::record(tx, site, &self.by.record, now, &acted)?;
        if let Some(account) = judged.comment.account.filter(|_| self.outcome == Outcome::Upheld) {
            news::appeal(tx, site, judged.story, account, judged.comment.id, self.decision, now)?;
            let has_mail = accounts::by_id(tx, site, account, now)?.is_some_and(|account| account.email.is_some());
            if self.mails && has_mail {
                let job = statements::mail_job(appeal.id, 2);
                jobs::enqueue(tx, site, job, jobs::Kind::MailAppeal, appeal.id, now)?;
            }
        }
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, site, attempt, &self.appeal.to_string(), now)?;
        }
        by_id(tx, site, self.appeal)?.ok_or_else(gone)
    }
}

impl Answer {
    /// Whether they may answer it: open, a person, and neither who decided first nor who wrote the comment.
    fn may(&self, tx: &mut Tx<'_>, appeal: &Appeal) -> Result<()> {
        match appeal.state {
            AppealState::Open => {}
            AppealState::Void => return Err(moot().into()),
            AppealState::Upheld | AppealState::Overturned => return Err(answered(tx, self.site, appeal)?.into()),
        }
        match whose(tx, self.site, appeal, self.by.account, &self.by.record, self.guest.as_deref())? {
            Some(refusal) => Err(refusal.into()),
            None => Ok(()),
        }
    }

    fn keep(&self, tx: &mut Tx<'_>, outcome: Option<Id>) -> Result<()> {
        tx.execute(
            "UPDATE appeal SET state = $1, reason = $2, decided_by = $3, outcome_id = $4, decided_at = $5
             WHERE site_id = $6 AND id = $7",
            &[
                &self.outcome.state().as_str(),
                &self.reason,
                &self.by.record,
                &outcome,
                &self.now,
                &self.site,
                &self.appeal,
            ],
        )?;
        Ok(())
    }
}

fn moot() -> Refusal {
    let words = "Meanwhile the decision was taken back: this appeal needs no answer any more.";
    Refusal::new(409, "appeal_moot", words)
}

fn answered(tx: &mut Tx<'_>, site: Id, appeal: &Appeal) -> Result<Refusal> {
    let who = decisions::name_of(tx, site, appeal.decided_by.as_deref().unwrap_or_default())?;
    let at = appeal.decided_at.unwrap_or(appeal.created_at);
    let words = format!("Meanwhile {who} has answered this appeal, at {at}.");
    Ok(Refusal::new(409, "appeal_answered", words))
}

/// Why somebody may not answer an appeal: no machine does, nor who decided first, nor who wrote the comment. Where a machine
/// decided first, any person may.
pub fn whose(
    tx: &mut Tx<'_>,
    site: Id,
    appeal: &Appeal,
    account: Option<Id>,
    record: &str,
    guest: Option<&[u8]>,
) -> Result<Option<Refusal>> {
    let Some(account) = account else {
        let words = "Appeals are answered by people who are signed in: no key and no program does.";
        return Ok(Some(Refusal::new(403, "person_only", words)));
    };
    let is_writer = match own::writer_of(tx, site, appeal.story, appeal.comment)? {
        Some(Writer::Account(writer)) => writer == account,
        Some(Writer::Guest(writer)) => guest == Some(&writer[..]),
        None => false,
    };
    if is_writer {
        let words = "You wrote this comment: somebody else answers the appeal.";
        return Ok(Some(Refusal::new(403, "appeal_own_comment", words)));
    }
    let first = decisions::by_id(tx, site, appeal.id)?;
    if first.is_some_and(|first| first.automation == Automation::None && first.decided_by == record) {
        let words = "You took the decision that this appeal is about: somebody else answers it.";
        return Ok(Some(Refusal::new(403, "appeal_own_decision", words)));
    }
    Ok(None)
}

macro_rules! columns {
    () => {
        "id, story_id, comment_id, text, state, reason, decided_by, created_at, decided_at"
    };
}

fn appeal_of(row: &Row<'_>) -> Result<Appeal> {
    Ok(Appeal {
        id: row.get(0)?,
        story: row.get(1)?,
        comment: row.get(2)?,
        text: row.get(3)?,
        state: row.get::<String>(4)?.parse().map_err(Error::corrupt)?,
        reason: row.get(5)?,
        decided_by: row.get(6)?,
        created_at: row.get(7)?,
        decided_at: row.get(8)?,
    })
}

/// An appeal.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Appeal>> {
    tx.first(concat!("SELECT ", columns!(), " FROM appeal WHERE site_id = $1 AND id = $2"), &[&site, &id], appeal_of)
}

/// Appeals that wait, the oldest first: its plan must use its index alone.
pub const OPEN: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM appeal WHERE site_id = $1 AND state = 'open' AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4"
);

/// Appeals that wait for an answer, the oldest first, after a time and an identifier.
pub fn open(tx: &mut Tx<'_>, site: Id, after: (Timestamp, Id), limit: i64) -> Result<Vec<Appeal>> {
    tx.query(OPEN, &[&site, &after.0, &after.1, &limit], appeal_of)
}

/// How many appeals wait, counted up to `most`.
pub fn count_open(tx: &mut Tx<'_>, site: Id, most: i64) -> Result<i64> {
    let found = tx.first(
        "SELECT count(*) FROM (SELECT 1 FROM appeal WHERE site_id = $1 AND state = 'open' LIMIT $2) AS listed",
        &[&site, &most],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Whether an appeal about a comment waits for an answer.
pub(super) fn is_open(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<bool> {
    let found: Option<i64> = tx.first(
        "SELECT count(*) FROM appeal WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 AND state = 'open'",
        &[&site, &story, &comment],
        |row| row.get(0),
    )?;
    Ok(found.is_some_and(|count| count > 0))
}

/// Whether a decision was the answer to an appeal.
pub(super) fn has_outcome(tx: &mut Tx<'_>, site: Id, decision: Id) -> Result<bool> {
    let found: Option<i64> =
        tx.first("SELECT count(*) FROM appeal WHERE site_id = $1 AND outcome_id = $2", &[&site, &decision], |row| {
            row.get(0)
        })?;
    Ok(found.is_some_and(|count| count > 0))
}

/// What waited for an answer about a comment comes to nothing: the decision was lifted.
pub(super) fn void(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE appeal SET state = 'void', decided_at = $1
         WHERE site_id = $2 AND story_id = $3 AND comment_id = $4 AND state = 'open'",
        &[&now, &site, &story, &comment],
    )?;
    Ok(())
}

/// Erases what was said in appeals about a comment whose words are erased.
pub(super) fn forget(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<()> {
    tx.execute(
        "UPDATE appeal SET text = '', state = CASE WHEN state = 'open' THEN 'void' ELSE state END
         WHERE site_id = $1 AND story_id = $2 AND comment_id = $3",
        &[&site, &story, &comment],
    )?;
    Ok(())
}

/// Erases what somebody said in their appeals, whose account is deleted. That they appealed, and what they were answered, stays.
pub(super) fn forget_account(tx: &mut Tx<'_>, site: Id, account: Id, now: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE appeal SET text = '', state = CASE WHEN state = 'open' THEN 'void' ELSE state END,
         decided_at = coalesce(decided_at, $1)
         WHERE site_id = $2 AND EXISTS (SELECT 1 FROM comment c WHERE c.site_id = appeal.site_id
           AND c.story_id = appeal.story_id AND c.id = appeal.comment_id AND c.account_id = $3)",
        &[&now, &site, &account],
    )?;
    Ok(())
}
