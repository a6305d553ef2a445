//! Moderation acts: append-only, with their reasons. What can be seen of a comment is their fold.

use serde_json::json;

use super::{
    Error, Note, Result, Row, Tx, Write, appeals, audit, comments, deletions, escalations, flags, hands, idempotency,
    news, policies, statements, threads,
};
use crate::clock::Timestamp;
use crate::models::{
    AUTOMATIC, Act, AuditAct, Automation, CommentRow, Decision, Facts, Id, PolicyRule, Reason, Refusal, State,
    comment_unknown,
};

/// Who decides.
#[derive(Clone, Debug)]
pub struct By {
    /// As the record names them.
    pub record: String,
    /// Their account, if they have one.
    pub account: Option<Id>,
    /// Whether what colleagues have in hand is left to them: not by who runs the server.
    pub heeds_hands: bool,
    /// The language of the site, in which a rule speaks in the record.
    pub lang: String,
}

/// A decision to be taken.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The site.
    pub site: Id,
    /// The decision's identifier.
    pub id: Id,
    /// The comment.
    pub comment: Id,
    /// The act.
    pub act: Act,
    /// The policy rule, if named: one of the site's, or a word of whoever decides.
    pub rule: Option<String>,
    /// Why. May be empty where a rule of the site is named, which says it.
    pub reason: String,
    /// Who.
    pub by: By,
    /// How many decisions about the comment they have seen, if they say: one that came meanwhile is not decided over.
    pub seen: Option<i64>,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

/// A comment that is decided about, behind its story's lock.
pub(super) struct Judged {
    pub(super) story: Id,
    pub(super) comment: CommentRow,
    /// Its state, or that in which it would come back if its writer has deleted it within the minute.
    pub(super) state: State,
    /// Whether its writer has deleted it within the minute.
    pub(super) is_deleted: bool,
}

impl Judged {
    pub(super) fn find(tx: &mut Tx<'_>, site: Id, id: Id, by: &By, now: Timestamp) -> Result<Self> {
        let story = threads::story_of(tx, site, id)?.ok_or_else(comment_unknown)?;
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&site, &story])?;
        let comment = threads::in_story(tx, site, story, id)?.ok_or_else(comment_unknown)?;
        if by.heeds_hands {
            hands::is_free_for(tx, site, id, by.account, now)?;
        }
        let deleted =
            if comment.state == State::Deleted { deletions::would_come_back_as(tx, site, story, id)? } else { None };
        Ok(Self { story, state: deleted.unwrap_or(comment.state), is_deleted: deleted.is_some(), comment })
    }

    /// Records a decision and brings the comment into its state. Tells the writer, unless `untold` says that they have not
    /// heard of what it takes back.
    pub(super) fn settle(&self, tx: &mut Tx<'_>, site: Id, new: &New<'_>, untold: bool) -> Result<()> {
        if new.state == State::Published && escalations::open_of(tx, site, self.comment.id)?.is_some() {
            let words = "This comment was escalated as a threat to life. Close the escalation first.";
            return Err(Refusal::new(409, "escalation_open", words).into());
        }
        insert(tx, site, self.story, self.comment.id, new)?;
        // What is lifted needs no answer any more.
        if new.state == State::Published || new.reverses.is_some() {
            appeals::void(tx, site, self.story, self.comment.id, new.now)?;
        }
        if self.is_deleted {
            deletions::comes_back_as(tx, site, self.story, self.comment.id, new.state)?;
        } else {
            comments::change_state(tx, site, self.story, &self.comment, new.state, new.now)?;
        }
        // What was a slip says nothing of those who flagged.
        let founded = new.reverses.is_none().then_some(new.state != State::Published);
        let settled = flags::settle(tx, site, self.story, self.comment.id, founded)?;
        self.trail(tx, site, new, settled)?;
        if let Some(account) = self.comment.account.filter(|_| new.state != self.comment.state && !untold) {
            news::decision(tx, site, self.story, account, self.comment.id, new.id, new.now)?;
        }
        hands::empty(tx, site, self.comment.id)
    }

    fn trail(&self, tx: &mut Tx<'_>, site: Id, new: &New<'_>, settled: usize) -> Result<()> {
        let acted = audit::Acted {
            act: if new.reverses.is_some() { AuditAct::Undo } else { AuditAct::Decide },
            object: format!("comment {}", self.comment.id),
            about: self.comment.account,
            before: json!({ "state": self.state.as_str() }),
            after: json!({
                "state": new.state.as_str(), "act": new.act.as_str(), "decision": new.id, "rule": new.rule,
                "rule_version": new.rule_version, "reason": new.reason, "reverses": new.reverses, "flags_settled": settled,
            }),
        };
        audit::record(tx, site, new.by, new.now, &acted)
    }
}

impl Write for Decide {
    type Out = Decision;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Decision> {
        if let Some(kept) = kept(tx, self.site, self.attempt.as_ref())? {
            return Ok(kept);
        }
        let judged = Judged::find(tx, self.site, self.comment, &self.by, self.now)?;
        if let Some(seen) = self.seen {
            let all = of_comment(tx, self.site, judged.story, self.comment)?;
            if let Some(newest) = all.last().filter(|_| i64::try_from(all.len()).unwrap_or(i64::MAX) > seen) {
                return Err(meanwhile(tx, self.site, newest)?.into());
            }
        }
        let state = self.act.applied_to(judged.state).ok_or_else(|| {
            let (is, act) = (judged.comment.state.as_str(), self.act.as_str());
            Refusal::new(409, "act_impossible", format!("A comment that is {is} cannot be decided with '{act}'."))
        })?;
        if self.act == Act::Remove && appeals::is_open(tx, self.site, judged.story, self.comment)? {
            let words = "An appeal about this comment waits for an answer. Answer it first, under 'Appeals'.";
            return Err(Refusal::new(409, "appeal_open", words).into());
        }
        let named = self.rule.as_deref().filter(|rule| !rule.is_empty());
        let rule = match named {
            Some(key) => policies::named(tx, self.site, key, self.now)?,
            None => None,
        };
        let said = rule.as_ref().map(|rule| rule.said(&[&self.by.lang]).text.clone());
        let reason = if self.reason.trim().is_empty() { said } else { Some(self.reason.clone()) };
        let reason = reason.ok_or_else(|| {
            Refusal::field(
                "reason_invalid",
                "reason",
                "Give a reason of 1 to 5000 characters, or name a rule of the site.",
            )
        })?;
        let new = New {
            id: self.id,
            act: self.act,
            ground: rule.as_ref().map_or("terms", |rule| rule.draft.ground.as_str()),
            rule: named,
            rule_version: rule.as_ref().map(|rule| rule.version),
            reason: &reason,
            before: Some(judged.state),
            state,
            facts: None,
            automation: Automation::None,
            reverses: None,
            by: &self.by.record,
            now: self.now,
        };
        judged.settle(tx, self.site, &new, false)?;
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, self.site, attempt, &self.id.to_string(), self.now)?;
        }
        by_id(tx, self.site, self.id)?.ok_or_else(|| Error::corrupt("a decision that was just taken"))
    }
}

/// What was answered to the same request before.
fn kept(tx: &mut Tx<'_>, site: Id, attempt: Option<&idempotency::Attempt>) -> Result<Option<Decision>> {
    let Some(attempt) = attempt else { return Ok(None) };
    let Some(answer) = idempotency::answer(tx, site, attempt)? else { return Ok(None) };
    let id: Id = answer.parse().map_err(Error::corrupt)?;
    by_id(tx, site, id)?.ok_or_else(|| Error::corrupt("a kept answer without its decision")).map(Some)
}

/// Refuses to decide over what a colleague decided meanwhile, and says who and when.
fn meanwhile(tx: &mut Tx<'_>, site: Id, newest: &Decision) -> Result<Refusal> {
    let who = name_of(tx, site, &newest.decided_by)?;
    let (act, at) = (newest.act.as_str(), newest.created_at);
    let words = format!("Meanwhile {who} has decided about this comment with '{act}', at {at}. Look at it again.");
    Ok(Refusal::new(409, "decided_meanwhile", words))
}

/// Whoever a record names, for colleagues: people by the name that they have now.
pub fn name_of(tx: &mut Tx<'_>, site: Id, record: &str) -> Result<String> {
    let Some(id) = record.strip_prefix("account ").and_then(|id| id.parse::<Id>().ok()) else {
        return Ok(record.to_owned());
    };
    let name =
        tx.first("SELECT name FROM account WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get::<String>(0))?;
    Ok(name.unwrap_or_else(|| record.to_owned()))
}

/// Takes a decision back: the comment is again what it was before, and the record holds both.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The site.
    pub site: Id,
    /// The identifier of the decision that does it.
    pub id: Id,
    /// The decision that is taken back.
    pub decision: Id,
    /// Why; may be empty.
    pub reason: String,
    /// Who.
    pub by: By,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Undo {
    type Out = Decision;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Decision> {
        if let Some(kept) = kept(tx, self.site, self.attempt.as_ref())? {
            return Ok(kept);
        }
        let comment = comment_of(tx, self.site, self.decision)?
            .ok_or_else(|| Refusal::new(404, "decision_unknown", "There is no such decision here."))?;
        let judged = Judged::find(tx, self.site, comment, &self.by, self.now)?;
        let all = of_comment(tx, self.site, judged.story, comment)?;
        let Some((newest, earlier)) = all.split_last() else { return Err(Error::corrupt("a decision about nothing")) };
        if newest.id != self.decision {
            return Err(meanwhile(tx, self.site, newest)?.into());
        }
        if newest.automation == Automation::Full || newest.reverses.is_some() {
            let words = "What was decided by a machine, or taken back already, is decided anew and not taken back.";
            return Err(Refusal::new(409, "undo_impossible", words).into());
        }
        if appeals::has_outcome(tx, self.site, newest.id)? {
            let words = "This answered an appeal, and its writer was told: decide anew if the comment must go.";
            return Err(Refusal::new(409, "undo_impossible", words).into());
        }
        let back = before(tx, self.site, newest.id)?.or(earlier.last().map(|one| one.state));
        let back = back.unwrap_or(State::Published);
        let act = Act::between(judged.state, back).ok_or_else(|| {
            let words = "Its writer has deleted this comment: nothing can be taken back any more.";
            Refusal::new(409, "undo_impossible", words)
        })?;
        let untold = match judged.comment.account {
            Some(account) => news::take_back(tx, self.site, account, newest.id)?,
            None => false,
        };
        let new = New {
            id: self.id,
            act,
            ground: "terms",
            rule: None,
            rule_version: None,
            reason: &self.reason,
            before: Some(judged.state),
            state: back,
            facts: None,
            automation: Automation::None,
            reverses: Some(newest.id),
            by: &self.by.record,
            now: self.now,
        };
        judged.settle(tx, self.site, &new, untold)?;
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, self.site, attempt, &self.id.to_string(), self.now)?;
        }
        by_id(tx, self.site, self.id)?.ok_or_else(|| Error::corrupt("a decision that was just taken"))
    }
}

/// A row to be written.
pub(super) struct New<'a> {
    pub(super) id: Id,
    pub(super) act: Act,
    pub(super) ground: &'static str,
    pub(super) rule: Option<&'a str>,
    pub(super) rule_version: Option<i64>,
    pub(super) reason: &'a str,
    pub(super) before: Option<State>,
    pub(super) state: State,
    pub(super) facts: Option<String>,
    pub(super) automation: Automation,
    pub(super) reverses: Option<Id>,
    pub(super) by: &'a str,
    pub(super) now: Timestamp,
}

/// Behind the story's lock: the number is nobody else's.
fn insert(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id, new: &New<'_>) -> Result<()> {
    let number: i64 = tx
        .first(
            "SELECT coalesce(max(number), 0) + 1 FROM decision WHERE site_id = $1 AND story_id = $2 AND comment_id = $3",
            &[&site, &story, &comment],
            |row| row.get(0),
        )?
        .unwrap_or(1);
    tx.execute(
        "INSERT INTO decision (site_id, id, story_id, comment_id, revision, act, ground, rule, rule_version, reason, before,
         state, facts, automation, reverses, decided_by, created_at, number)
         SELECT $1, $2, $3, id, revision, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
         FROM comment WHERE site_id = $1 AND story_id = $3 AND id = $17",
        &[
            &site, &new.id, &story, &new.act.as_str(), &new.ground, &new.rule, &new.rule_version, &new.reason,
            &new.before.map(State::as_str), &new.state.as_str(), &new.facts, &new.automation.as_str(), &new.reverses,
            &new.by, &new.now, &number, &comment,
        ],
    )?;
    statements::await_one(tx, site, (story, comment), new)
}

/// What was found, without a word of the comment.
#[derive(serde::Serialize)]
struct Found<'a> {
    code: &'a str,
    #[serde(flatten)]
    facts: Option<&'a Facts>,
}

/// Records what the pipeline decided about a comment that does not appear.
#[expect(clippy::too_many_arguments, reason = "a row's columns")]
pub(super) fn automatic(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    comment: Id,
    before: Option<State>,
    state: State,
    reasons: &[Reason],
    statement: Option<&statements::Draft>,
    now: Timestamp,
) -> Result<()> {
    let found: Vec<Found<'_>> =
        reasons.iter().map(|reason| Found { code: &reason.code, facts: reason.facts.as_ref() }).collect();
    let new = New {
        id: automatic_id(comment, now),
        act: if state == State::Removed { Act::Remove } else { Act::Hold },
        ground: "terms",
        rule: Some(&reasons.iter().map(|r| &*r.code).collect::<Vec<_>>().join(" ")),
        rule_version: None,
        reason: &reasons.iter().map(|r| &*r.text).collect::<Vec<_>>().join(" "),
        before,
        state,
        facts: Some(serde_json::to_string(&found).map_err(Error::corrupt)?),
        automation: Automation::Full,
        reverses: None,
        by: AUTOMATIC,
        now,
    };
    insert(tx, site, story, comment, &new)?;
    match statement.filter(|_| state == State::Removed) {
        Some(draft) => statements::put(tx, site, (story, comment), draft).map(drop),
        None => Ok(()),
    }
}

/// The identifier of the pipeline's decision about a comment at a time: it follows from the comment's, so that running the write
/// again makes the same row.
pub fn automatic_id(comment: Id, now: Timestamp) -> Id {
    following(comment, now)
}

/// A UUIDv7 of this time whose random part is taken from another identifier's.
fn following(id: Id, now: Timestamp) -> Id {
    let mut random = [0; 10];
    random.copy_from_slice(&id.bytes()[6..]);
    random[9] = random[9].wrapping_add(1);
    let millis = u64::try_from(now.0.div_euclid(1000)).unwrap_or(0);
    Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

macro_rules! columns {
    () => {
        "id, act, rule, rule_version, reason, automation, reverses, decided_by, state, created_at"
    };
}

fn decision_of(row: &Row<'_>) -> Result<Decision> {
    Ok(Decision {
        id: row.get(0)?,
        act: row.get::<String>(1)?.parse().map_err(Error::corrupt)?,
        rule: row.get(2)?,
        rule_version: row.get(3)?,
        reason: row.get(4)?,
        automation: row.get::<String>(5)?.parse().map_err(Error::corrupt)?,
        reverses: row.get(6)?,
        decided_by: row.get(7)?,
        state: row.get::<String>(8)?.parse().map_err(Error::corrupt)?,
        created_at: row.get(9)?,
    })
}

/// A decision by its identifier.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Decision>> {
    tx.first(
        concat!("SELECT ", columns!(), " FROM decision WHERE site_id = $1 AND id = $2"),
        &[&site, &id],
        decision_of,
    )
}

/// The comment that a decision is about.
pub fn comment_of(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Id>> {
    tx.first("SELECT comment_id FROM decision WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))
}

/// The state before a decision, if it is known.
fn before(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<State>> {
    let word: Option<String> = tx
        .first("SELECT before FROM decision WHERE site_id = $1 AND id = $2", &[&site, &id], |row| row.get(0))?
        .flatten();
    word.map(|word| word.parse().map_err(Error::corrupt)).transpose()
}

/// All decisions about a comment, oldest first.
pub fn of_comment(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Vec<Decision>> {
    tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM decision WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 ORDER BY number, id"
        ),
        &[&site, &story, &comment],
        decision_of,
    )
}

/// What a writer is told of the newest decision about a comment of theirs.
#[derive(Clone, Debug)]
pub struct Told {
    /// The decision. Who took it is for colleagues.
    pub decision: Decision,
    /// The rule as it stood.
    pub rule: Option<PolicyRule>,
    /// Whether its reason was written to be told: those of earlier programs were the desk's own.
    pub is_for_writer: bool,
    /// Whether a machine had pointed to the comment before.
    pub pointed: bool,
}

/// See [`Told`].
pub fn told(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<Told>> {
    let all = of_comment(tx, site, story, comment)?;
    let pointed = all.iter().any(|decision| decision.automation == Automation::Full);
    let Some(decision) = all.into_iter().next_back() else { return Ok(None) };
    let rule = match (&decision.rule, decision.rule_version) {
        (Some(key), Some(version)) => policies::version(tx, site, key, version)?,
        _ => None,
    };
    let is_for_writer = before(tx, site, decision.id)?.is_some();
    Ok(Some(Told { decision, rule, is_for_writer, pointed }))
}

/// Tells listeners that everything may be outdated: for bulk work.
pub(super) fn note_everything(tx: &mut Tx<'_>) {
    tx.note(Note::Everything);
}
