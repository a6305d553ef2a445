//! Moderation acts: append-only, with their reasons.

use super::{Error, Note, Result, Tx, Write, comments, deletions, flags, idempotency, news, threads};
use crate::clock::Timestamp;
use crate::models::{Act, Decision, Id, Reason, Refusal, State};

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
    /// The policy rule, if named.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
    /// Who.
    pub decided_by: String,
    /// When.
    pub now: Timestamp,
    /// Who asks under which key, where one was given.
    pub attempt: Option<idempotency::Attempt>,
}

impl Write for Decide {
    type Out = Decision;

    fn run(&self, tx: &mut Tx<'_>) -> Result<Decision> {
        if let Some(attempt) = &self.attempt
            && let Some(answer) = idempotency::answer(tx, self.site, attempt)?
        {
            let id: Id = answer.parse().map_err(Error::corrupt)?;
            return by_id(tx, self.site, id)?.ok_or_else(|| Error::corrupt("a kept answer without its decision"));
        }
        let unknown = || Refusal::new(404, "comment_unknown", "There is no such comment here.");
        let story = threads::story_of(tx, self.site, self.comment)?.ok_or_else(unknown)?;
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&self.site, &story])?;
        let comment = threads::in_story(tx, self.site, story, self.comment)?.ok_or_else(unknown)?;
        // What its writer has deleted may come back within the minute: then as it is decided now.
        let deleted = if comment.state == State::Deleted {
            deletions::would_come_back_as(tx, self.site, story, comment.id)?
        } else {
            None
        };
        let state = self.act.applied_to(deleted.unwrap_or(comment.state)).ok_or_else(|| {
            Refusal::new(
                409,
                "act_impossible",
                format!("A comment that is {} cannot be decided with '{}'.", comment.state.as_str(), self.act.as_str()),
            )
        })?;
        insert(tx, self.site, story, self, state)?;
        if deleted.is_some() {
            deletions::comes_back_as(tx, self.site, story, comment.id, state)?;
        } else {
            comments::change_state(tx, self.site, story, &comment, state, self.now)?;
        }
        flags::settle(tx, self.site, story, comment.id, state == State::Published)?;
        if let Some(account) = comment.account.filter(|_| state != comment.state) {
            news::decision(tx, self.site, story, account, comment.id, self.id, self.now)?;
        }
        if let Some(attempt) = &self.attempt {
            idempotency::keep(tx, self.site, attempt, &self.id.to_string(), self.now)?;
        }
        Ok(Decision {
            id: self.id,
            act: self.act,
            rule: self.rule.clone(),
            reason: self.reason.clone(),
            decided_by: self.decided_by.clone(),
            state,
            created_at: self.now,
        })
    }
}

fn insert(tx: &mut Tx<'_>, site: Id, story: Id, decide: &Decide, state: State) -> Result<()> {
    let facts = state.as_str();
    tx.execute(
        "INSERT INTO decision (site_id, id, story_id, comment_id, revision, act, ground, rule, reason, facts, automation,
         decided_by, created_at)
         SELECT $1, $2, $3, id, revision, $4, 'terms', $5, $6, $7, 'none', $8, $9
         FROM comment WHERE site_id = $1 AND story_id = $3 AND id = $10",
        &[
            &site, &decide.id, &story, &decide.act.as_str(), &decide.rule, &decide.reason, &facts,
            &decide.decided_by, &decide.now, &decide.comment,
        ],
    )?;
    Ok(())
}

/// Records what the pipeline decided about a comment that does not appear.
pub(super) fn automatic(
    tx: &mut Tx<'_>,
    site: Id,
    story: Id,
    comment: Id,
    state: State,
    reasons: &[Reason],
    now: Timestamp,
) -> Result<()> {
    let act = if state == State::Removed { Act::Remove } else { Act::Hold };
    let reason = reasons.iter().map(|r| &*r.text).collect::<Vec<_>>().join(" ");
    let rule = reasons.iter().map(|r| &*r.code).collect::<Vec<_>>().join(" ");
    // The identifier follows from the comment's, so that running the write again makes the same row.
    let id = following(comment, now);
    tx.execute(
        "INSERT INTO decision (site_id, id, story_id, comment_id, revision, act, ground, rule, reason, facts, automation,
         decided_by, created_at)
         SELECT $1, $2, $3, id, revision, $4, 'terms', $5, $6, $7, 'full', 'automatic', $8
         FROM comment WHERE site_id = $1 AND story_id = $3 AND id = $9",
        &[&site, &id, &story, &act.as_str(), &rule, &reason, &state.as_str(), &now, &comment],
    )?;
    Ok(())
}

/// A UUIDv7 of this time whose random part is taken from another identifier's.
fn following(id: Id, now: Timestamp) -> Id {
    let mut random = [0; 10];
    random.copy_from_slice(&id.bytes()[6..]);
    random[9] = random[9].wrapping_add(1);
    let millis = u64::try_from(now.0.div_euclid(1000)).unwrap_or(0);
    Id(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

fn decision_of(row: &super::Row<'_>) -> Result<Decision> {
    Ok(Decision {
        id: row.get(0)?,
        act: row.get::<String>(1)?.parse().map_err(Error::corrupt)?,
        rule: row.get(2)?,
        reason: row.get(3)?,
        decided_by: row.get(4)?,
        state: row.get::<String>(5)?.parse().map_err(Error::corrupt)?,
        created_at: row.get(6)?,
    })
}

fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Decision>> {
    tx.first(
        "SELECT id, act, rule, reason, decided_by, facts, created_at FROM decision WHERE site_id = $1 AND id = $2",
        &[&site, &id],
        decision_of,
    )
}

/// All decisions about a comment, oldest first.
pub fn of_comment(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Vec<Decision>> {
    tx.query(
        "SELECT id, act, rule, reason, decided_by, facts, created_at FROM decision
         WHERE site_id = $1 AND story_id = $2 AND comment_id = $3 ORDER BY id",
        &[&site, &story, &comment],
        decision_of,
    )
}

/// Tells listeners that everything may be outdated: for bulk work.
pub(super) fn note_everything(tx: &mut Tx<'_>) {
    tx.note(Note::Everything);
}
