//! Statements of reasons: made ready outside, frozen here, never changed.

use sha2::{Digest, Sha256};

use super::decisions::{self, New, Told};
use super::{
    Error, Result, Row, Tx, Write, accounts, appeals, attempts, comments, deletions, flags, jobs, news, own, stories,
    threads,
};
use crate::clock::Timestamp;
use crate::models::{
    Account, Appeal, Automation, CommentRow, Id, Reason, State, Statement, StatementKind, Story, Writer,
};

/// How long a decision waits to be stated, in seconds: whoever took it back within that had slipped, and nobody needs to
/// hear of it.
pub const SLIP: i64 = 30;

/// After how long a hold is stated, in seconds: until then whoever wrote the comment is told on the page alone.
pub const HELD: i64 = 86_400;

/// What is to be stated, with all that is needed to say it.
#[derive(Clone, Debug)]
pub struct Cause {
    /// The story of the comment.
    pub story: Story,
    /// The comment.
    pub comment: Id,
    /// Its language, if known.
    pub lang: Option<String>,
    /// When it was written.
    pub written_at: Timestamp,
    /// What became of it.
    pub kind: StatementKind,
    /// The decision and its rule.
    pub told: Told,
    /// What the pipeline had found.
    pub reasons: Vec<Reason>,
    /// Whether readers had reported it.
    pub was_flagged: bool,
    /// The writer, if they have an account.
    pub account: Option<Account>,
}

/// A statement that is made ready.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The decision, by whose identifier it goes.
    pub id: Id,
    /// What became of the comment.
    pub kind: StatementKind,
    /// A [`crate::models::Frozen`] as JSON.
    pub body: String,
    /// The SHA-256 of its bytes.
    pub hash: Vec<u8>,
    /// Until when it can be appealed.
    pub appeal_until: Timestamp,
    /// Where its writer gets mail: how often.
    pub mail: Option<attempts::Count>,
    /// When.
    pub now: Timestamp,
}

/// What a statement's bytes hash to.
pub fn hash_of(body: &str) -> Vec<u8> {
    Sha256::digest(body.as_bytes()).to_vec()
}

/// Has a decision stated once it is due: a person's after the time for slips, a hold after a day, and what is lifted if what it
/// lifts was stated. What the pipeline removes is stated with it.
pub(super) fn await_one(tx: &mut Tx<'_>, site: Id, (story, comment): (Id, Id), decision: &New<'_>) -> Result<()> {
    let (is_machine, was) = (decision.automation == Automation::Full, decision.before);
    let wait = match decision.state {
        State::Removed if is_machine => return Ok(()),
        State::Removed => SLIP,
        State::Held if was == Some(State::Held) => return Ok(()),
        State::Held => HELD,
        State::Published | State::Deleted if was == Some(State::Published) => return Ok(()),
        State::Published | State::Deleted => match newest_of(tx, site, story, comment)? {
            Some(newest) if newest.kind != StatementKind::Restored => SLIP,
            _ => return Ok(()),
        },
    };
    let due = decision.now.plus_seconds(wait);
    jobs::enqueue_for(tx, site, decision.id, jobs::Kind::StateReasons, decision.id, due, decision.now)
}

/// What a decision wants stated, if it stands and its writer can be told.
pub fn due(tx: &mut Tx<'_>, site: Id, decision: Id, now: Timestamp) -> Result<Option<Cause>> {
    let Some(comment) = decisions::comment_of(tx, site, decision)? else { return Ok(None) };
    let Some((story, comment)) = threads::find(tx, site, comment)? else { return Ok(None) };
    if own::writer_of(tx, site, story, comment.id)?.is_none() {
        return Ok(None);
    }
    let all = decisions::of_comment(tx, site, story, comment.id)?;
    let since: Vec<State> = all.iter().skip_while(|one| one.id != decision).map(|one| one.state).collect();
    let state = state_of(tx, site, story, &comment)?;
    if since.iter().any(|one| *one != state) {
        return Ok(None);
    }
    let (newest, kept) = (newest_of(tx, site, story, comment.id)?, comments::reasons_of(tx, site, story, comment.id)?);
    let kind = match state {
        State::Removed if since.len() == 1 => StatementKind::Removed,
        State::Held => StatementKind::Held,
        State::Published if newest.is_some_and(|newest| newest.kind != StatementKind::Restored) => {
            StatementKind::Restored
        }
        _ => return Ok(None),
    };
    let Some(told) = decisions::told(tx, site, story, comment.id)? else { return Ok(None) };
    let was_flagged = !flags::of_comment(tx, site, story, comment.id)?.is_empty();
    let account = match comment.account {
        Some(account) => accounts::by_id(tx, site, account, now)?,
        None => None,
    };
    let story = stories::by_id(tx, site, story)?.ok_or_else(|| Error::corrupt("a comment without its story"))?;
    let (written_at, lang, reasons) = (comment.created_at, comment.lang, kept);
    let comment = comment.id;
    Ok(Some(Cause { story, comment, lang, written_at, kind, told, reasons, was_flagged, account }))
}

/// The state of a comment, or that in which it would come back if its writer has just deleted it.
fn state_of(tx: &mut Tx<'_>, site: Id, story: Id, comment: &CommentRow) -> Result<State> {
    if comment.state != State::Deleted {
        return Ok(comment.state);
    }
    Ok(deletions::would_come_back_as(tx, site, story, comment.id)?.unwrap_or(State::Deleted))
}

/// States the reasons of a decision, unless it does not stand any more.
#[derive(Clone, Debug)]
pub struct PutStatement {
    /// The site.
    pub site: Id,
    /// The story, whose row is taken first.
    pub story: Id,
    /// The decision that wants it stated.
    pub decision: Id,
    /// What is stated.
    pub draft: Draft,
}

impl Write for PutStatement {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (site, now) = (self.site, self.draft.now);
        tx.execute("UPDATE story SET seq = seq WHERE site_id = $1 AND id = $2", &[&site, &self.story])?;
        let cause = due(tx, site, self.decision, now)?;
        let Some(cause) = cause.filter(|cause| cause.told.decision.id == self.draft.id) else { return Ok(false) };
        let place = (cause.story.id, cause.comment);
        if !put(tx, site, place, &self.draft)? {
            return Ok(false);
        }
        if let Some(account) = cause.account.filter(|_| cause.kind == StatementKind::Held) {
            news::decision(tx, site, place.0, account.id, place.1, self.draft.id, now)?;
        }
        Ok(true)
    }

    fn story(&self) -> Option<Id> {
        Some(self.story)
    }
}

/// Keeps a statement, and has it mailed if its writer gets mail and did not get too much. Says whether it is new.
pub(super) fn put(tx: &mut Tx<'_>, site: Id, (story, comment): (Id, Id), draft: &Draft) -> Result<bool> {
    let put = tx.execute(
        "INSERT INTO statement (site_id, id, story_id, comment_id, kind, body, hash, appeal_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (site_id, id) DO NOTHING",
        &[
            &site,
            &draft.id,
            &story,
            &comment,
            &draft.kind.as_str(),
            &draft.body,
            &draft.hash,
            &draft.appeal_until,
            &draft.now,
        ],
    )?;
    if put == 0 {
        return Ok(false);
    }
    if let Some(mail) = &draft.mail
        && mail.count(tx)?.is_none()
    {
        // The statement's own name is that of the job that made it.
        jobs::enqueue(tx, site, mail_job(draft.id, 1), jobs::Kind::MailStatement, draft.id, draft.now)?;
    }
    Ok(true)
}

/// The identifier of a mail about a statement, the `n`th: it follows from the statement's, with another version nibble, so that
/// it is nobody else's.
pub(super) fn mail_job(id: Id, n: u8) -> Id {
    let mut bytes = *id.bytes();
    bytes[6] = (0x80 + (n << 4)) | bytes[6] & 0x0f;
    Id(uuid::Uuid::from_bytes(bytes))
}

macro_rules! columns {
    () => {
        "id, story_id, comment_id, kind, body, appeal_until, created_at"
    };
}

fn statement_of(row: &Row<'_>) -> Result<Statement> {
    Ok(Statement {
        id: row.get(0)?,
        story: row.get(1)?,
        comment: row.get(2)?,
        kind: row.get::<String>(3)?.parse().map_err(Error::corrupt)?,
        body: row.get(4)?,
        appeal_until: row.get(5)?,
        created_at: row.get(6)?,
    })
}

/// A statement.
pub fn by_id(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Statement>> {
    tx.first(
        concat!("SELECT ", columns!(), " FROM statement WHERE site_id = $1 AND id = $2"),
        &[&site, &id],
        statement_of,
    )
}

/// The newest statement about a comment.
pub fn newest_of(tx: &mut Tx<'_>, site: Id, story: Id, comment: Id) -> Result<Option<Statement>> {
    tx.first(
        concat!(
            "SELECT ",
            columns!(),
            " FROM statement WHERE site_id = $1 AND story_id = $2 AND comment_id = $3
             ORDER BY created_at DESC, id DESC LIMIT 1"
        ),
        &[&site, &story, &comment],
        statement_of,
    )
}

/// A statement with what became of it.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The statement.
    pub statement: Statement,
    /// The appeal against it.
    pub appeal: Option<Appeal>,
    /// The story of the comment.
    pub story: Story,
    /// The comment as it is now.
    pub comment: CommentRow,
    /// Whether what it states is still so.
    pub stands: bool,
}

impl Stated {
    /// Whether it can be appealed.
    pub fn can_appeal(&self, now: Timestamp) -> bool {
        self.statement.kind != StatementKind::Restored
            && self.appeal.is_none()
            && self.stands
            && now <= self.statement.appeal_until
    }
}

/// See [`Stated`].
pub fn stated(tx: &mut Tx<'_>, site: Id, id: Id) -> Result<Option<Stated>> {
    let Some(statement) = by_id(tx, site, id)? else { return Ok(None) };
    let lost = || Error::corrupt("a statement about nothing");
    let appeal = appeals::by_id(tx, site, id)?;
    let comment = threads::in_story(tx, site, statement.story, statement.comment)?.ok_or_else(lost)?;
    let story = stories::by_id(tx, site, statement.story)?.ok_or_else(lost)?;
    let stands = stands(tx, site, &statement)?;
    Ok(Some(Stated { statement, appeal, story, comment, stands }))
}

/// Whether the comment is still what a statement says, by the decision that it is about.
pub(super) fn stands(tx: &mut Tx<'_>, site: Id, statement: &Statement) -> Result<bool> {
    let wanted = statement.kind.state();
    let all = decisions::of_comment(tx, site, statement.story, statement.comment)?;
    let is_so = all.iter().skip_while(|one| one.id != statement.id).all(|one| one.state == wanted);
    let comment = threads::in_story(tx, site, statement.story, statement.comment)?;
    Ok(is_so && comment.is_some_and(|comment| comment.state == wanted))
}

/// The account that a statement's mail goes to, and the statement.
pub fn to_mail(tx: &mut Tx<'_>, site: Id, id: Id, now: Timestamp) -> Result<Option<(Statement, Account)>> {
    let Some(statement) = by_id(tx, site, id)? else { return Ok(None) };
    let Some(Writer::Account(account)) = own::writer_of(tx, site, statement.story, statement.comment)? else {
        return Ok(None);
    };
    Ok(accounts::by_id(tx, site, account, now)?.map(|account| (statement, account)))
}

/// Writes down that a statement was mailed.
#[derive(Clone, Debug)]
pub struct Mailed {
    /// The site.
    pub site: Id,
    /// The statement.
    pub id: Id,
    /// When.
    pub now: Timestamp,
}

impl Write for Mailed {
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.execute(
            "UPDATE statement SET mailed_at = $1 WHERE site_id = $2 AND id = $3 AND mailed_at IS NULL",
            &[&self.now, &self.site, &self.id],
        )?;
        Ok(())
    }
}

/// The statements that are not what was sent: their bytes hash to something else.
pub fn altered(tx: &mut Tx<'_>, site: Id) -> Result<Vec<Id>> {
    let (mut found, mut after) = (Vec::new(), Id::FIRST);
    loop {
        let rows = tx.query(
            "SELECT id, body, hash FROM statement WHERE site_id = $1 AND id > $2 ORDER BY id LIMIT 500",
            &[&site, &after],
            |row| Ok((row.get::<Id>(0)?, hash_of(&row.get::<String>(1)?) == row.get::<Vec<u8>>(2)?)),
        )?;
        let Some((last, _)) = rows.last() else { return Ok(found) };
        after = *last;
        found.extend(rows.iter().filter(|(_, is_whole)| !is_whole).map(|(id, _)| *id));
    }
}
