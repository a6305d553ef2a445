//! Escalations of threats to life: evidence frozen, the comment out of sight, the duty told, in one transaction; and what
//! was done since.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::decisions::{By, Judged, New};
use super::{Error, Result, Row, Tx, Write, audit, evidence, idempotency, jobs};
use crate::clock::{Clock, Timestamp};
use crate::models::{Act, AuditAct, Automation, EntryKind, EscalationState, Id, Refusal, Role, State, hex};

/// An escalation without its evidence.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// Its identifier.
    pub id: Id,
    /// The comment.
    pub comment: Id,
    /// Why, in the words of whoever escalated.
    pub reason: String,
    /// Who did, as records name them.
    pub opened_by: String,
    /// How far it has come.
    pub state: EscalationState,
    /// SHA-256 of the evidence.
    pub hash: Vec<u8>,
    /// When.
    pub created_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, comment_id, reason, opened_by, state, evidence_hash, created_at"
    };
}

fn escalation_of(row: &Row<'_>) -> Result<Escalation> {
    Ok(Escalation {
        id: row.get(0)?,
        comment: row.get(1)?,
        reason: row.get(2)?,
        opened_by: row.get(3)?,
        state: row.get::<String>(4)?.parse().map_err(Error::corrupt)?,
        hash: row.get(5)?,
        created_at: row.get(6)?,
    })
}

/// An escalation by its identifier.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Escalation>> {
    tx.first(
        concat!("SELECT ", columns!(), " FROM escalation WHERE site_id = $1 AND id = $2"),
        &[&site, &id],
        escalation_of,
    )
}

/// The escalation of a comment that is not closed.
pub fn open_of(tx: &mut Tx<'_>, site: Id, comment: Id) -> Result<Option<Escalation>> {
    tx.first(
        concat!("SELECT ", columns!(), " FROM escalation WHERE site_id = $1 AND comment_id = $2 AND state <> 'closed'"),
        &[&site, &comment],
        escalation_of,
    )
}

/// Escalations of a site, the newest first, before one.
pub fn listed(tx: &mut Tx<'_>, site: Id, before: Id, limit: i64) -> Result<Vec<Escalation>> {
    tx.query(
        concat!("SELECT ", columns!(), " FROM escalation WHERE site_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
        &[&site, &before, &limit],
        escalation_of,
    )
}

/// How many are not closed; of one person's alone where one is named.
pub fn count_open(tx: &mut Tx<'_>, site: Id, by: Option<&str>) -> Result<i64> {
    let count = match by {
        None => {
            tx.first("SELECT count(*) FROM escalation WHERE site_id = $1 AND state <> 'closed'", &[&site], |row| {
                row.get(0)
            })?
        }
        Some(by) => tx.first(
            "SELECT count(*) FROM escalation WHERE site_id = $1 AND state <> 'closed' AND opened_by = $2",
            &[&site, &by],
            |row| row.get(0),
        )?,
    };
    Ok(count.unwrap_or(0))
}

/// Escalates a comment as a threat to life.
#[derive(Clone, Debug)]
pub struct Escalate {
    /// The site.
    pub site: Id,
    /// The escalation's identifier.
    pub id: Id,
    /// The identifier of the decision that takes the comment out of sight.
    pub decision: Id,
    /// The comment.
    pub comment: Id,
    /// Why.
    pub reason: String,
    /// Who. Nobody's hand keeps them waiting.
    pub by: By,
    /// Where the site is found, as scheme and host, for the report.
    pub origin: String,
    /// Whether the duty has an address of its own, which is mailed in place of the editors.
    pub has_duty: bool,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Escalate {
    type Out = Escalation;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Escalation> {
        let (site, now) = (self.site, self.now);
        let gone = || Error::corrupt("an escalation that was just made");
        if let Some(attempt) = &self.attempt
            && let Some(kept) = idempotency::answer(tx, site, attempt)?
        {
            return by_id(tx, site, kept.parse().map_err(Error::corrupt)?)?.ok_or_else(gone);
        }
        let by = By { heeds_hands: false, ..self.by.clone() };
        let judged = Judged::find(tx, site, self.comment, &by, now)?;
        if let Some(open) = open_of(tx, site, self.comment)? {
            let words =
                format!("This comment was escalated already, at {}: see escalation {}.", open.created_at, open.id);
            return Err(Refusal::new(409, "escalated_already", words).into());
        }
        if judged.comment.state == State::Deleted && !judged.is_deleted {
            let words = "Its writer has deleted this comment, and its words are erased: nothing is left to be frozen.";
            return Err(Refusal::new(410, "comment_deleted", words).into());
        }
        let frozen = evidence::freeze(tx, site, judged.story, self.comment, &self.origin, now)?;
        let frozen = evidence::canonical(&frozen);
        let hash = Sha256::digest(frozen.as_bytes()).to_vec();
        if let Some(state) = Act::Hold.applied_to(judged.state) {
            let new = New {
                id: self.decision,
                act: Act::Hold,
                ground: "legal",
                rule: None,
                rule_version: None,
                // What stands in the report is not for the comment's writer, who is told the reasons of decisions.
                reason: Act::Hold.as_str(),
                before: Some(judged.state),
                state,
                facts: None,
                automation: Automation::None,
                reverses: None,
                by: &self.by.record,
                now,
            };
            judged.settle(tx, site, &new, false)?;
        }
        tx.execute(
            "INSERT INTO escalation (site_id, id, comment_id, reason, opened_by, state, evidence, evidence_hash, created_at)
             VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)",
            &[&site, &self.id, &self.comment, &self.reason, &self.by.record, &frozen, &hash, &now],
        )?;
        let told = self.tell(tx)?;
        let acted = audit::Acted {
            act: AuditAct::Escalate,
            object: format!("escalation {}", self.id),
            about: None,
            before: Value::Null,
            after: json!({ "comment": self.comment, "evidence_sha256": hex(&hash), "told": told }),
        };
        audit::record(tx, site, &self.by.record, now, &acted)?;
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, site, attempt, &self.id.to_string(), now)?;
        }
        by_id(tx, site, self.id)?.ok_or_else(gone)
    }
}

impl Escalate {
    /// Has the duty mailed, or every editor of the site who has an address; says how many.
    fn tell(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let (site, now, clock) = (self.site, self.now, Clock::system());
        let editors = match self.has_duty {
            true => vec![None],
            false => tx.query(
                "SELECT a.id FROM account_role r JOIN account a ON a.site_id = r.site_id AND a.id = r.account_id
                 WHERE r.site_id = $1 AND r.role = $2 AND r.reach = '' AND a.state = 'active' AND a.email IS NOT NULL
                 ORDER BY a.id",
                &[&site, &Role::Editor.as_str()],
                |row| row.get::<Id>(0).map(Some),
            )?,
        };
        for account in &editors {
            let id = clock.id_at(now);
            tx.execute(
                "INSERT INTO escalation_told (site_id, id, escalation_id, account_id) VALUES ($1, $2, $3, $4)",
                &[&site, &id, &self.id, account],
            )?;
            jobs::enqueue(tx, site, clock.id_at(now), jobs::Kind::MailEscalation, id, now)?;
        }
        Ok(editors.len())
    }
}

/// Somebody who is to be mailed: of which escalation, whose account if it is an editor's, and when it was.
pub type Told = (Id, Option<Id>, Option<Timestamp>);

/// See [`Told`].
pub fn told(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Told>> {
    tx.first(
        "SELECT escalation_id, account_id, mailed_at FROM escalation_told WHERE site_id = $1 AND id = $2",
        &[&site, &id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Writes down that somebody was mailed.
#[derive(Clone, Copy, Debug)]
pub struct Mailed {
    /// The site.
    pub site: Id,
    /// Who: see [`told`].
    pub id: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Mailed {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE escalation_told SET mailed_at = $1 WHERE site_id = $2 AND id = $3",
            &[&self.now, &self.site, &self.id],
        )?;
        Ok(())
    }
}

/// What was written down about an escalation.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Of what kind.
    pub kind: EntryKind,
    /// In words.
    pub text: String,
    /// Who was told.
    pub recipient: String,
    /// Under which number they keep it.
    pub reference: String,
    /// By whom, as records name them.
    pub by: String,
    /// When.
    pub created_at: Timestamp,
}

/// Writes something down about an escalation; gives how far it has come.
#[derive(Clone, Debug)]
pub struct AddEntry {
    /// The site.
    pub site: Id,
    /// The escalation.
    pub escalation: Id,
    /// What.
    pub entry: Entry,
}

impl Write for AddEntry {
    type Out = EscalationState;

    fn run(&self, tx: &mut Tx<'_>) -> Result<EscalationState> {
        let (site, id, entry) = (self.site, self.escalation, &self.entry);
        // Of two who write at once one waits here for the other.
        tx.execute("UPDATE escalation SET state = state WHERE site_id = $1 AND id = $2", &[&site, &id])?;
        let before = by_id(tx, site, id)?.ok_or_else(unknown)?;
        let state = entry.kind.applied_to(before.state).ok_or_else(|| {
            Refusal::new(409, "escalation_closed", "This escalation is closed. Only notes can be added to it.")
        })?;
        tx.execute(
            "INSERT INTO escalation_entry (site_id, escalation_id, number, kind, entered_by, text, recipient, reference,
             created_at)
             SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8 FROM escalation_entry
             WHERE site_id = $1 AND escalation_id = $2",
            &[
                &site,
                &id,
                &entry.kind.as_str(),
                &entry.by,
                &entry.text,
                &entry.recipient,
                &entry.reference,
                &entry.created_at,
            ],
        )?;
        tx.execute("UPDATE escalation SET state = $1 WHERE site_id = $2 AND id = $3", &[&state.as_str(), &site, &id])?;
        let acted = audit::Acted {
            act: AuditAct::ChangeEscalation,
            object: format!("escalation {id}"),
            about: None,
            before: json!({ "state": before.state.as_str() }),
            after: json!({
                "state": state.as_str(), "kind": entry.kind.as_str(), "text": entry.text, "recipient": entry.recipient,
                "reference": entry.reference,
            }),
        };
        audit::record(tx, site, &entry.by, entry.created_at, &acted)?;
        Ok(state)
    }
}

/// Refuses what is about an escalation that is not there.
pub fn unknown() -> Refusal {
    Refusal::new(404, "escalation_unknown", "There is no such escalation here.")
}

/// All of an escalation.
#[derive(Clone, Debug)]
pub struct Report {
    /// What it is about.
    pub escalation: Escalation,
    /// Who escalated.
    pub opened_by: String,
    /// The evidence, as it was hashed.
    pub evidence: String,
    /// What was done since, the oldest first, and who did it.
    pub entries: Vec<(Entry, String)>,
    /// Who is told by mail, and when it was sent; the duty's own address has no name.
    pub told: Vec<(Option<String>, Option<Timestamp>)>,
}

/// Reads all of an escalation, which leaves a row in the audit trail.
#[derive(Clone, Debug)]
pub struct Read {
    /// The site.
    pub site: Id,
    /// Which.
    pub id: Id,
    /// Who reads it.
    pub by: String,
    /// As what: `page`, `txt` or `json`.
    pub form: &'static str,
    /// When.
    pub now: Timestamp,
}

impl Write for Read {
    type Out = Report;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Report> {
        let (site, id) = (self.site, self.id);
        let escalation = by_id(tx, site, id)?.ok_or_else(unknown)?;
        let acted = audit::Acted {
            act: AuditAct::ReadEscalation,
            object: format!("escalation {id}"),
            about: None,
            before: Value::Null,
            after: json!({ "form": self.form }),
        };
        audit::record(tx, site, &self.by, self.now, &acted)?;
        let evidence = tx
            .first("SELECT evidence FROM escalation WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))?
            .unwrap_or_default();
        let entries = tx.query(
            "SELECT kind, text, recipient, reference, entered_by, created_at FROM escalation_entry
             WHERE site_id = $1 AND escalation_id = $2 ORDER BY number",
            &[&site, &id],
            |row| {
                Ok(Entry {
                    kind: row.get::<String>(0)?.parse().map_err(Error::corrupt)?,
                    text: row.get(1)?,
                    recipient: row.get(2)?,
                    reference: row.get(3)?,
                    by: row.get(4)?,
                    created_at: row.get(5)?,
                })
            },
        )?;
        let mut named = Vec::with_capacity(entries.len());
        for entry in entries {
            let who = super::decisions::name_of(tx, site, &entry.by)?;
            named.push((entry, who));
        }
        let told = tx.query(
            "SELECT a.name, t.account_id, t.mailed_at FROM escalation_told t
             LEFT JOIN account a ON a.site_id = t.site_id AND a.id = t.account_id
             WHERE t.site_id = $1 AND t.escalation_id = $2 ORDER BY t.id",
            &[&site, &id],
            |row| {
                let account: Option<Id> = row.get(1)?;
                let name =
                    account.map(|id| Ok::<_, Error>(row.get::<Option<String>>(0)?.unwrap_or_else(|| id.to_string())));
                Ok((name.transpose()?, row.get::<Option<Timestamp>>(2)?))
            },
        )?;
        let opened_by = super::decisions::name_of(tx, site, &escalation.opened_by)?;
        Ok(Report { escalation, opened_by, evidence, entries: named, told })
    }
}

/// Escalations whose evidence is not what was frozen.
pub(super) fn falsified(tx: &mut Tx<'_>, site: Id) -> Result<Vec<Id>> {
    let mut found = Vec::new();
    tx.each("SELECT id, evidence, evidence_hash FROM escalation WHERE site_id = $1 ORDER BY id", &[&site], |row| {
        let (text, hash): (String, Vec<u8>) = (row.get(1)?, row.get(2)?);
        if Sha256::digest(text.as_bytes()).as_slice() != hash {
            found.push(row.get(0)?);
        }
        Ok(())
    })?;
    Ok(found)
}
