//! What waits for the desk, what the desk has decided, and what stands on a card.

use super::escalations::{self, Escalation};
use super::flags::{self, Flag};
use super::hands::{self, InHand};
use super::threads::{self, columns, comment_of};
use super::{Error, Result, Tx, appeals, decisions, own, policies, stories, writers};
use crate::clock::Timestamp;
use crate::models::{
    Act, Automation, CommentRow, Decision, Grant, Id, PolicyRule, Reach, Reason, Role, Spot, State, Story, Writer,
};

/// A comment that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its story.
    pub story: Id,
    /// The comment.
    pub comment: CommentRow,
    /// Why it waits.
    pub reasons: Vec<Reason>,
    /// In which turn it comes: see [`crate::models::turn`].
    pub turn: i64,
    /// Who has it in hand.
    pub hand: Option<InHand>,
}

/// The worst first, and of equals the oldest: its plan must use its index alone, so that it costs the same however many
/// wait; a test asks the engines.
pub const WORST: &str = concat!(
    "SELECT ",
    columns!(),
    ", story_id, reasons, turn FROM comment
     WHERE site_id = $1 AND state = 'held' AND (turn, id) > ($2, $3) ORDER BY turn, id LIMIT $4"
);

/// Comments that wait, the worst first, after a turn and an identifier.
pub fn worst(tx: &mut Tx<'_>, site: Id, after: (i64, Id), limit: i64, now: Timestamp) -> Result<Vec<Waiting>> {
    let rows = tx.query(WORST, &[&site, &after.0, &after.1, &limit], |row| {
        let reasons = reasons_of(row.get(19)?);
        Ok(Waiting { story: row.get(18)?, comment: comment_of(row)?, reasons, turn: row.get(20)?, hand: None })
    })?;
    with_hands(tx, site, rows, now)
}

/// What can be seen and was flagged, what weighs most first: its plan must use its index alone.
pub const FLAGGED: &str = concat!(
    "SELECT ",
    columns!(),
    ", story_id, reasons, flagged FROM comment WHERE site_id = $1 AND state = 'published' AND flagged > 0
     AND (flagged, id) < ($2, $3) ORDER BY flagged DESC, id DESC LIMIT $4"
);

/// What can be seen and was flagged, what weighs most first, after a weight, which stands as the turn, and an identifier.
pub fn flagged(tx: &mut Tx<'_>, site: Id, after: (i64, Id), limit: i64, now: Timestamp) -> Result<Vec<Waiting>> {
    let rows = tx.query(FLAGGED, &[&site, &after.0, &after.1, &limit], |row| {
        Ok(Waiting {
            story: row.get(18)?,
            comment: comment_of(row)?,
            reasons: Vec::new(),
            turn: row.get(20)?,
            hand: None,
        })
    })?;
    with_hands(tx, site, rows, now)
}

/// How many were flagged and stand, counted up to `most`.
pub fn count_flagged(tx: &mut Tx<'_>, site: Id, most: i64) -> Result<i64> {
    let found = tx.first(
        "SELECT count(*) FROM (SELECT 1 FROM comment WHERE site_id = $1 AND state = 'published' AND flagged > 0 LIMIT $2)
         AS listed",
        &[&site, &most],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// Comments that wait, the oldest first, after a time and an identifier.
pub fn oldest(tx: &mut Tx<'_>, site: Id, after: (Timestamp, Id), limit: i64, now: Timestamp) -> Result<Vec<Waiting>> {
    let rows = threads::waiting(tx, site, Some(after), limit)?;
    let rows = rows.into_iter().map(|(story, comment, reasons)| {
        let reasons = reasons_of(reasons);
        Waiting { story, comment, turn: crate::models::turn(&reasons), reasons, hand: None }
    });
    with_hands(tx, site, rows.collect(), now)
}

fn with_hands(tx: &mut Tx<'_>, site: Id, mut rows: Vec<Waiting>, now: Timestamp) -> Result<Vec<Waiting>> {
    for row in &mut rows {
        row.hand = hands::of_comment(tx, site, row.comment.id, now)?;
    }
    Ok(rows)
}

fn reasons_of(json: Option<String>) -> Vec<Reason> {
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// The stories of comments that wait, one for each, `most` at most.
pub fn stories_waiting(tx: &mut Tx<'_>, site: Id, most: i64) -> Result<Vec<Id>> {
    tx.query("SELECT story_id FROM comment WHERE site_id = $1 AND state = 'held' LIMIT $2", &[&site, &most], |row| {
        row.get(0)
    })
}

/// How many comments wait, counted up to `most`.
pub fn count_waiting(tx: &mut Tx<'_>, site: Id, most: i64) -> Result<i64> {
    let found = tx.first(
        "SELECT count(*) FROM (SELECT 1 FROM comment WHERE site_id = $1 AND state = 'held' LIMIT $2) AS listed",
        &[&site, &most],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

/// A decision in a list.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The decision.
    pub decision: Decision,
    /// Who took it, by the name that they have now.
    pub who: String,
    /// The story.
    pub story: Id,
    /// The comment as it is now.
    pub comment: CommentRow,
}

/// What people decided, the newest first: its plan must use its index alone.
pub const RECENT: &str = "SELECT id, comment_id FROM decision WHERE site_id = $1 AND automation = 'none' AND id < $2
     ORDER BY site_id DESC, automation DESC, id DESC LIMIT $3";

/// The same of one person.
pub const RECENT_BY: &str = "SELECT id, comment_id FROM decision WHERE site_id = $1 AND decided_by = $2
     AND id < $3 ORDER BY site_id DESC, decided_by DESC, id DESC LIMIT $4";

/// What people decided before a decision, the newest first; only what `by` did, if it is said, as the record names them.
pub fn decided(tx: &mut Tx<'_>, site: Id, by: Option<&str>, before: Id, limit: i64) -> Result<Vec<Decided>> {
    let read = |row: &super::Row<'_>| Ok((row.get::<Id>(0)?, row.get::<Id>(1)?));
    let rows = match by {
        Some(by) => tx.query(RECENT_BY, &[&site, &by, &before, &limit], read)?,
        None => tx.query(RECENT, &[&site, &before, &limit], read)?,
    };
    let mut found = Vec::with_capacity(rows.len());
    for (id, comment) in rows {
        let lost = || Error::corrupt("a decision about nothing");
        let decision = decisions::by_id(tx, site, id)?.ok_or_else(lost)?;
        let (story, comment) = threads::find(tx, site, comment)?.ok_or_else(lost)?;
        let who = decisions::name_of(tx, site, &decision.decided_by)?;
        found.push(Decided { decision, who, story, comment });
    }
    Ok(found)
}

/// Which of these comments somebody has looked at last and let wait on.
pub fn held_on(tx: &mut Tx<'_>, site: Id, by: &str, comments: &[(Id, Id)]) -> Result<Vec<Id>> {
    let mut found = Vec::new();
    for (story, comment) in comments {
        let all = decisions::of_comment(tx, site, *story, *comment)?;
        if all.last().is_some_and(|last| last.act == Act::Hold && last.decided_by == by && last.reverses.is_none()) {
            found.push(*comment);
        }
    }
    Ok(found)
}

/// What became of somebody's comments, of the newest few hundred.
#[derive(Clone, Copy, Debug, Default)]
pub struct History {
    /// How many can be seen.
    pub published: i64,
    /// How many wait.
    pub held: i64,
    /// How many were removed.
    pub removed: i64,
}

/// How many of somebody's comments are counted: a glance, whoever it is.
const GLANCE: i64 = 500;

fn history(tx: &mut Tx<'_>, site: Id, writer: &Writer) -> Result<History> {
    let read = |row: &super::Row<'_>| Ok((row.get::<String>(0)?, row.get::<i64>(1)?));
    let counts = match writer {
        Writer::Guest(guest) => tx.query(
            "SELECT state, count(*) FROM (SELECT state FROM comment WHERE site_id = $1 AND guest = $2
             ORDER BY created_at DESC LIMIT $3) AS newest GROUP BY state",
            &[&site, guest, &GLANCE],
            read,
        )?,
        Writer::Account(account) => tx.query(
            "SELECT state, count(*) FROM (SELECT state FROM comment WHERE site_id = $1 AND account_id = $2
             ORDER BY created_at DESC LIMIT $3) AS newest GROUP BY state",
            &[&site, account, &GLANCE],
            read,
        )?,
    };
    let of = |state: State| counts.iter().find(|(word, _)| word == state.as_str()).map_or(0, |(_, count)| *count);
    Ok(History { published: of(State::Published), held: of(State::Held), removed: of(State::Removed) })
}

/// All that stands on a card.
#[derive(Clone, Debug)]
pub struct Card {
    /// The story.
    pub story: Story,
    /// The comment.
    pub comment: CommentRow,
    /// Its text as typed; empty once its writer has deleted it.
    pub body: String,
    /// Why it waits or waited.
    pub reasons: Vec<Reason>,
    /// What it answers.
    pub parent: Option<CommentRow>,
    /// Since when its writer has an account, if they have one.
    pub since: Option<Timestamp>,
    /// What became of their comments; nothing where it is not known who they are.
    pub history: Option<History>,
    /// What was decided, oldest first, with who decided it and the rule as it stood.
    pub decisions: Vec<(Decision, String, Option<PolicyRule>)>,
    /// Whether the newest of them answered an appeal.
    pub answers_appeal: bool,
    /// Readers' flags on it.
    pub flags: Vec<Flag>,
    /// Its escalation, if one is open.
    pub escalation: Option<Escalation>,
    /// Who has it in hand.
    pub hand: Option<InHand>,
    /// The rules that a decision may name.
    pub rules: Vec<PolicyRule>,
    /// Who may decide about it.
    pub colleagues: Vec<(Id, String)>,
    /// What was done about its writer, the newest first, with who did it.
    pub writer_acts: Vec<(writers::Done, String)>,
    /// Whether it is known who wrote it.
    pub has_writer: bool,
}

impl Card {
    /// The decision that can be taken back, if there is one.
    pub fn undoable(&self) -> Option<&Decision> {
        let (newest, ..) = self.decisions.last()?;
        let can = newest.automation == Automation::None && newest.reverses.is_none() && !self.answers_appeal;
        (can && self.comment.state != State::Deleted).then_some(newest)
    }
}

/// How much of what was done about a writer stands on a card.
const LATEST: i64 = 20;

/// The card of a comment.
pub fn card(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<Option<Card>> {
    let Some((story, comment)) = threads::find(tx, site, id)? else { return Ok(None) };
    let Some(story) = stories::by_id(tx, site, story)? else { return Ok(None) };
    let is_gone = comment.state == State::Deleted;
    let body = super::comments::source_text(tx, site, story.id, id)?.filter(|_| !is_gone).unwrap_or_default();
    let reasons = super::comments::reasons_of(tx, site, story.id, id)?;
    let parent = if comment.parent == story.id { None } else { threads::in_story(tx, site, story.id, comment.parent)? };
    let writer = own::writer_of(tx, site, story.id, id)?;
    let history = writer.as_ref().map(|writer| history(tx, site, writer)).transpose()?;
    let since = match comment.account {
        Some(account) => super::accounts::by_id(tx, site, account, now)?.map(|account| account.created_at),
        None => None,
    };
    let mut told = Vec::new();
    for decision in decisions::of_comment(tx, site, story.id, id)? {
        let who = decisions::name_of(tx, site, &decision.decided_by)?;
        let rule = match (&decision.rule, decision.rule_version) {
            (Some(key), Some(version)) => policies::version(tx, site, key, version)?,
            _ => None,
        };
        told.push((decision, who, rule));
    }
    let colleagues = deciders(tx, site, &story)?;
    let (hand, rules) = (hands::of_comment(tx, site, id, now)?, policies::in_force(tx, site)?);
    let flags = flags::of_comment(tx, site, story.id, id)?;
    let mut writer_acts = Vec::new();
    for done in writer.as_ref().map_or(Ok(Vec::new()), |writer| writers::of_writer(tx, site, writer, LATEST))? {
        let who = decisions::name_of(tx, site, &done.decided_by)?;
        writer_acts.push((done, who));
    }
    let decisions = told;
    let answers_appeal = match decisions.last() {
        Some((newest, ..)) => appeals::has_outcome(tx, site, newest.id)?,
        None => false,
    };
    let escalation = escalations::open_of(tx, site, id)?;
    Ok(Some(Card {
        story,
        comment,
        body,
        reasons,
        parent,
        since,
        history,
        decisions,
        answers_appeal,
        flags,
        escalation,
        hand,
        rules,
        colleagues,
        writer_acts,
        has_writer: writer.is_some(),
    }))
}

/// Who may decide under a story, by name.
pub fn deciders(tx: &mut Tx<'_>, site: Id, story: &Story) -> Result<Vec<(Id, String)>> {
    let rows = tx.query(
        "SELECT r.account_id, a.name, r.role, r.reach FROM account_role r
         JOIN account a ON a.site_id = r.site_id AND a.id = r.account_id
         WHERE r.site_id = $1 AND r.role <> 'member' AND a.state = 'active' ORDER BY a.name, a.id",
        &[&site],
        |row| {
            let (role, reach): (String, String) = (row.get(2)?, row.get(3)?);
            let role: Role = role.parse().map_err(Error::corrupt)?;
            Ok((row.get::<Id>(0)?, row.get::<String>(1)?, role, reach.parse::<Reach>().map_err(Error::corrupt)?))
        },
    )?;
    let place = Spot { story: Some(story.id), topics: &story.topics };
    let mut found: Vec<(Id, String)> = rows
        .into_iter()
        .filter(|(.., role, reach)| role.grants().contains(&Grant::Decide) && reach.covers(place))
        .map(|(id, name, ..)| (id, name))
        .collect();
    found.dedup();
    Ok(found)
}
