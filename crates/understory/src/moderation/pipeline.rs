//! The pipeline, read like a table. What is closed, unknown or too deep is refused by the write itself, which sees the
//! story and the parent as they are at that moment; so is a name that looks like the story's byline.

use super::{Readings, checks};
use crate::models::{Look, Reason, Refusal, Site, State, clean_name};
use crate::store::idempotency::Attempt;

/// A text that somebody wants to post, or to put in the place of one posted before.
pub struct Draft<'a> {
    /// The site.
    pub site: &'a Site,
    /// The story, for limits.
    pub story: crate::models::Id,
    /// The writer's name, folded; nothing if it holds characters that no name needs.
    pub name: Option<&'a str>,
    /// What the name looks like, if nobody answers for it.
    pub look: Option<&'a Look>,
    /// The text, as typed.
    pub body: &'a str,
    /// The text, rendered.
    pub html: &'a str,
    /// A field that people do not see and programs fill in.
    pub trap: &'a str,
    /// Work that was done for this, if any: see [`super::Place`].
    pub proof: &'a str,
    /// Who asks.
    pub attempt: &'a Attempt,
    /// Where from: the part of the address that stands for one subscriber.
    pub address: u128,
    /// Whether this guest was here before (and so has an allowance of their own).
    pub known: bool,
    /// Whether a program posts on behalf of its own people, and answers for them.
    pub by_key: bool,
    /// Whether somebody writes who is signed in.
    pub by_account: bool,
    /// Whether the newsroom's own account writes, or somebody for whom it answers.
    pub by_newsroom: bool,
    /// Whether this replaces the text of a comment that was posted.
    pub editing: bool,
}

/// Where a text ends up.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The state of the comment.
    pub state: State,
    /// All reasons, not only that of the most severe check.
    pub reasons: Vec<Reason>,
}

/// A check at the door: what it refuses is not stored.
type Door = fn(&super::Gate, &Draft<'_>) -> Result<(), Refusal>;

/// A check that may make a comment wait, or take it away at once.
type Check = fn(&Draft<'_>, &Readings) -> Vec<(State, Reason)>;

const DOOR: &[Door] = &[
    checks::trap,
    checks::length, // before anything is parsed
    checks::empty,
    checks::name,
    checks::guests_off,
    checks::proof, // before it is counted
    checks::rate,
    checks::same_text,
];

const CHECKS: &[Check] =
    &[checks::near_repeats, checks::lists, checks::personal_data, checks::triage, checks::guests_held];

/// The length alone: to be asked before the text is parsed.
///
/// # Errors
/// The refusal.
pub fn length(site: &Site, body: &str) -> Result<(), Refusal> {
    checks::too_long(site, body)
}

/// A name by itself, as somebody chooses it who gets an account or another name: by the rules for everybody's, and unless
/// the newsroom gives it, none that could be taken for one of theirs. Gives it as it is kept.
///
/// # Errors
/// The refusal.
pub fn chosen_name(site: &Site, typed: &str, by_newsroom: bool) -> Result<String, Refusal> {
    let longest = 4 * site.settings.name_length as usize;
    let name = clean_name(typed);
    checks::fits(site, name.as_deref())?;
    let name = name.unwrap_or_default();
    if !by_newsroom && name.len() <= longest {
        checks::not_the_newsrooms(site, &Look::of(&name))?;
    }
    Ok(name)
}

/// Asks the checks at the door. What they let in is to be read and then judged.
///
/// # Errors
/// The refusal of the first check that does not let it in.
pub fn door(gate: &super::Gate, draft: &Draft<'_>) -> Result<(), Refusal> {
    DOOR.iter().try_for_each(|check| check(gate, draft))
}

/// Runs a draft that was let in, and what was read in it, through the checks.
pub fn judge(draft: &Draft<'_>, readings: &Readings) -> Verdict {
    let mut verdict = Verdict { state: State::Published, reasons: Vec::new() };
    for (state, reason) in CHECKS.iter().flat_map(|check| check(draft, readings)) {
        if severity(state) > severity(verdict.state) {
            verdict.state = state;
        }
        verdict.reasons.push(reason);
    }
    verdict
}

fn severity(state: State) -> u8 {
    match state {
        State::Published => 0,
        State::Held => 1,
        State::Removed | State::Deleted => 2,
    }
}
