//! What the desk does about people who write: notes for colleagues, warnings, suspensions, bans. Append-only; what is taken
//! back is a row of its own.

use serde_json::{Value, json};

use super::account_changes::{Change, ChangeAccount};
use super::decisions::By;
use super::{Error, Result, Row, Tx, Write, accounts, audit, bulk, idempotency, news, own, policies, threads};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Id, Refusal, UnknownWord, Writer, comment_unknown};

/// What is done about somebody who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WriterAct {
    /// Writes something down for colleagues; the writer never sees it.
    Note,
    /// Tells them that something must not happen again.
    Warn,
    /// Lets them write nothing for a time.
    Suspend,
    /// Lets them write nothing any more.
    Ban,
}

impl WriterAct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Note, Self::Warn, Self::Suspend, Self::Ban];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Suspend => "suspend",
            Self::Ban => "ban",
        }
    }

    /// Whether it keeps somebody from writing everywhere on the site, and so needs power everywhere.
    pub fn silences(self) -> bool {
        matches!(self, Self::Suspend | Self::Ban)
    }
}

impl std::str::FromStr for WriterAct {
    type Err = UnknownWord;

    fn from_str(word: &str) -> std::result::Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|act| act.as_str() == word).ok_or_else(|| UnknownWord(word.to_owned()))
    }
}

/// What was done, as colleagues see it.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Done {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id,
    /// What.
    pub act: WriterAct,
    /// The policy rule.
    pub rule: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// The comment that was the occasion.
    #[schema(value_type = String)]
    pub comment: Id,
    /// The act on many comments that removed what they wrote.
    #[schema(value_type = Option<String>)]
    pub bulk: Option<Id>,
    /// The end of a suspension.
    #[schema(value_type = Option<String>)]
    pub until: Option<Timestamp>,
    /// Who did it.
    pub decided_by: String,
    /// When.
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    /// When it was taken back.
    #[schema(value_type = Option<String>)]
    pub reversed_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "a.id, a.act, a.rule, a.reason, a.comment_id, a.bulk_id, a.until, a.decided_by, a.created_at,
         (SELECT r.created_at FROM writer_act r WHERE r.site_id = a.site_id AND r.who = a.who AND r.reverses = a.id)"
    };
}

fn done_of(row: &Row<'_>) -> Result<Done> {
    Ok(Done {
        id: row.get(0)?,
        act: row.get::<String>(1)?.parse().map_err(Error::corrupt)?,
        rule: row.get(2)?,
        reason: row.get(3)?,
        comment: row.get(4)?,
        bulk: row.get(5)?,
        until: row.get(6)?,
        decided_by: row.get(7)?,
        created_at: row.get(8)?,
        reversed_at: row.get(9)?,
    })
}

/// What was done about somebody, the newest first.
pub fn of_writer(tx: &mut Tx<'_>, site: Id, writer: &Writer, limit: i64) -> Result<Vec<Done>> {
    let who = writer.bytes().to_vec();
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM writer_act a WHERE a.site_id = $1 AND a.who = $2 AND a.reverses IS NULL ORDER BY a.id DESC LIMIT $3"
        ),
        &[&site, &who, &limit],
        done_of,
    )
}

/// The warnings that a comment was the occasion of and that stand: its writer reads them with it.
pub fn warnings(tx: &mut Tx<'_>, site: Id, comment: Id) -> Result<Vec<Done>> {
    let all = tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM writer_act a WHERE a.site_id = $1 AND a.comment_id = $2 AND a.reverses IS NULL ORDER BY a.id"
        ),
        &[&site, &comment],
        done_of,
    )?;
    Ok(all.into_iter().filter(|one| one.act == WriterAct::Warn && one.reversed_at.is_none()).collect())
}

/// Comments of somebody that are not removed or deleted, the newest first.
pub fn standing(tx: &mut Tx<'_>, site: Id, writer: &Writer, limit: i64) -> Result<Vec<Id>> {
    match writer {
        Writer::Guest(guest) => tx.query(
            "SELECT id FROM comment WHERE site_id = $1 AND guest = $2 AND account_id IS NULL
             AND state IN ('published', 'held') ORDER BY created_at DESC LIMIT $3",
            &[&site, guest, &limit],
            |row| row.get(0),
        ),
        Writer::Account(account) => tx.query(
            "SELECT id FROM comment WHERE site_id = $1 AND account_id = $2
             AND state IN ('published', 'held') ORDER BY created_at DESC LIMIT $3",
            &[&site, account, &limit],
            |row| row.get(0),
        ),
    }
}

/// Does something about the writer of a comment; gives what was done. One that was sent twice is done once.
#[derive(Clone, Debug)]
pub struct Act {
    /// The site.
    pub site: Id,
    /// Its identifier, chosen before it is sent.
    pub id: Id,
    /// The comment that is the occasion; that it is there for whoever acts was asked before.
    pub comment: Id,
    /// What.
    pub act: WriterAct,
    /// The policy rule, if named.
    pub rule: Option<String>,
    /// Why; may be empty where a rule is named.
    pub reason: String,
    /// For how long a suspension is, in days.
    pub days: i64,
    /// The identifier of the act that removes what they wrote, the newest first, if that is asked.
    pub bulk: Option<Id>,
    /// Who.
    pub by: By,
    /// The identifier of the job that may follow a suspension.
    pub job: Id,
    /// That of the job that removes what they wrote.
    pub bulk_job: Id,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Act {
    type Out = Done;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let (site, now) = (self.site, self.now);
        let kept = match &self.attempt {
            Some(attempt) => idempotency::answer(tx, site, attempt)?,
            None => None,
        };
        let before = kept.map_or(Ok(self.id), |kept| kept.parse().map_err(Error::corrupt))?;
        if let Some((done, _)) = by_id(tx, site, before)? {
            return Ok(done);
        }
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, site, attempt, &self.id.to_string(), now)?;
        }
        let story = threads::story_of(tx, site, self.comment)?.ok_or_else(comment_unknown)?;
        let writer = own::writer_of(tx, site, story, self.comment)?.ok_or_else(unknown)?;
        let rule = match self.rule.as_deref().filter(|rule| !rule.is_empty()) {
            Some(key) => policies::named(tx, site, key, now)?,
            None => None,
        };
        let said = rule.as_ref().map(|rule| rule.said(&[&self.by.lang]).text.clone());
        let reason = if self.reason.trim().is_empty() { said } else { Some(self.reason.clone()) };
        let reason = reason.ok_or_else(|| {
            let words = "Give a reason of 1 to 5000 characters, or name a rule of the site.";
            Refusal::field("reason_invalid", "reason", words)
        })?;
        let until = (self.act == WriterAct::Suspend).then(|| now.plus_seconds(self.days * 86_400));
        if self.act != WriterAct::Note {
            self.reach(tx, &writer, until, &reason)?;
        }
        let who = writer.bytes().to_vec();
        tx.execute(
            "INSERT INTO writer_act (site_id, id, who, account_id, act, rule, rule_version, reason, comment_id, bulk_id,
             until, decided_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            &[
                &site, &self.id, &who, &writer.account(), &self.act.as_str(), &self.rule,
                &rule.as_ref().map(|rule| rule.version), &reason, &self.comment, &self.bulk, &until, &self.by.record,
                &now,
            ],
        )?;
        let after = json!({
            "act": self.act.as_str(), "comment": self.comment, "rule": self.rule, "reason": reason, "until": until,
            "bulk": self.bulk,
        });
        let acted = audit::Acted {
            act: AuditAct::ActOnWriter,
            object: object(&writer, self.comment),
            about: writer.account(),
            before: Value::Null,
            after,
        };
        audit::record(tx, site, &self.by.record, now, &acted)?;
        if let Some(id) = self.bulk {
            let begin = bulk::Begin {
                site,
                id,
                comments: standing(tx, site, &writer, i64::try_from(bulk::MOST).unwrap_or(i64::MAX))?,
                act: crate::models::Act::Remove,
                rule: self.rule.clone(),
                reason: reason.clone(),
                source: bulk::Source::Writer,
                by: self.by.record.clone(),
                job: self.bulk_job,
                now,
                attempt: None,
            };
            begin.run(tx)?;
        }
        if let (WriterAct::Warn, Some(account)) = (self.act, writer.account()) {
            news::warning(tx, site, story, account, self.comment, self.id, now)?;
        }
        let (done, _) = by_id(tx, site, self.id)?.ok_or_else(|| Error::corrupt("an act that was just done"))?;
        Ok(done)
    }
}

impl Act {
    /// Keeps somebody from writing where that is what is done; of the newsroom's people nobody is warned or silenced here.
    fn reach(&self, tx: &mut Tx<'_>, writer: &Writer, until: Option<Timestamp>, reason: &str) -> Result<()> {
        let (site, now) = (self.site, self.now);
        match writer {
            Writer::Account(id) => {
                let account = accounts::by_id(tx, site, *id, now)?.ok_or_else(unknown)?;
                if account.is_staff() {
                    let words = "This is one of the newsroom: only whoever runs the server does this to them.";
                    return Err(Refusal::new(409, "staff_untouched", words).into());
                }
                if self.act.silences() {
                    let change = Change::Suspend(until, reason.to_owned());
                    ChangeAccount { site, id: *id, change, by: self.by.record.clone(), job: self.job, now }.run(tx)?;
                }
            }
            Writer::Guest(guest) if self.act.silences() => {
                tx.execute(
                    "INSERT INTO blocked_guest (site_id, guest, until, act_id) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (site_id, guest) DO UPDATE SET until = excluded.until, act_id = excluded.act_id",
                    &[&site, guest, &until, &self.id],
                )?;
            }
            Writer::Guest(_) => {}
        }
        Ok(())
    }
}

/// Refuses where nobody is known to have written a comment.
pub fn unknown() -> Refusal {
    Refusal::new(409, "writer_unknown", "It is not known who wrote this: it was imported, or its account is deleted.")
}

/// What was done, and about whom.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<(Done, Writer)>> {
    tx.first(
        concat!(
            "SELECT ",
            columns!(),
            ", a.who, a.account_id FROM writer_act a WHERE a.site_id = $1 AND a.id = $2 AND a.reverses IS NULL"
        ),
        &[&site, &id],
        |row| {
            let writer = match row.get::<Option<Id>>(11)? {
                Some(account) => Writer::Account(account),
                None => Writer::Guest(row.get(10)?),
            };
            Ok((done_of(row)?, writer))
        },
    )
}

/// Takes back what was done about somebody.
#[derive(Clone, Debug)]
pub struct TakeBack {
    /// The site.
    pub site: Id,
    /// The identifier of what does it.
    pub id: Id,
    /// What is taken back.
    pub act: Id,
    /// Who.
    pub by: By,
    /// The identifier of the act that brings back what was removed, and of the job that does it.
    pub bulk: Id,
    /// See [`TakeBack::bulk`].
    pub bulk_job: Id,
    /// The identifier of the job that may follow.
    pub job: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for TakeBack {
    type Out = Done;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Done> {
        let (site, now) = (self.site, self.now);
        let lost = || Refusal::new(404, "writer_act_unknown", "There is no such act here.");
        let (done, writer) = by_id(tx, site, self.act)?.ok_or_else(lost)?;
        if done.reversed_at.is_some() {
            return Ok(done);
        }
        if done.act.silences() {
            // A later one stands: what is taken back is this one's alone.
            let newest = of_writer(tx, site, &writer, 100)?
                .into_iter()
                .find(|other| other.act.silences() && other.reversed_at.is_none());
            if newest.is_some_and(|newest| newest.id == done.id) {
                match &writer {
                    Writer::Account(id) => {
                        let (id, by) = (*id, self.by.record.clone());
                        ChangeAccount { site, id, change: Change::Reinstate, by, job: self.job, now }.run(tx)?;
                    }
                    Writer::Guest(guest) => {
                        tx.execute("DELETE FROM blocked_guest WHERE site_id = $1 AND guest = $2", &[&site, guest])?;
                    }
                }
            }
        }
        if let Some(id) = done.bulk {
            let by = self.by.record.clone();
            bulk::TakeBack { site, id: self.bulk, bulk: id, by, job: self.bulk_job, now }.run(tx)?;
        }
        if let (WriterAct::Warn, Some(account)) = (done.act, writer.account()) {
            news::forget(tx, site, account, done.id)?;
        }
        let who = writer.bytes().to_vec();
        tx.execute(
            "INSERT INTO writer_act (site_id, id, who, account_id, act, reason, comment_id, reverses, decided_by, created_at)
             VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9)",
            &[
                &site, &self.id, &who, &writer.account(), &done.act.as_str(), &done.comment, &done.id,
                &self.by.record, &now,
            ],
        )?;
        let acted = audit::Acted {
            act: AuditAct::UndoWriterAct,
            object: object(&writer, done.comment),
            about: writer.account(),
            before: json!({ "act": done.act.as_str() }),
            after: Value::Null,
        };
        audit::record(tx, site, &self.by.record, now, &acted)?;
        Ok(Done { reversed_at: Some(now), ..done })
    }
}

/// What the audit trail calls a writer: an account, or, of a guest, the comment that was the occasion.
fn object(writer: &Writer, comment: Id) -> String {
    writer.account().map_or_else(|| format!("comment {comment}"), |account| format!("account {account}"))
}

/// Whether a guest writes nothing now: until when, where that is said.
pub fn blocked(tx: &mut Tx<'_>, site: Id, guest: &[u8], now: Timestamp) -> Result<Option<Option<Timestamp>>> {
    let guest = guest.to_vec();
    let until: Option<Option<Timestamp>> =
        tx.first("SELECT until FROM blocked_guest WHERE site_id = $1 AND guest = $2", &[&site, &guest], |row| {
            row.get(0)
        })?;
    Ok(until.filter(|until| until.is_none_or(|until| until > now)))
}

/// Forgets blocks that are over.
#[derive(Clone, Copy, Debug)]
pub struct Forget {
    /// The time now.
    pub now: Timestamp,
}

impl Write for Forget {
    type Out = usize;

    fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        tx.execute("DELETE FROM blocked_guest WHERE until < $1", &[&self.now])
    }
}
