//! What a writer is told about a comment of theirs that does not appear. Nobody of the newsroom is named.

use crate::models::{Act, Automation, Reason, State};
use crate::store::decisions::Told;
use crate::words::Words;

/// The sentences: the rule with its text, the reason in words, and whether a machine had part in it.
pub(super) fn told(
    state: State,
    reasons: &[Reason],
    told: Option<&Told>,
    site_lang: &str,
    w: &'static Words,
) -> Vec<String> {
    if !matches!(state, State::Held | State::Removed) {
        return Vec::new();
    }
    let by_machine = told.is_none_or(|told| told.decision.automation == Automation::Full);
    let mut said = Vec::new();
    // Once a person has decided, what the machine thought is no reason any more.
    if by_machine || state == State::Held {
        said.extend(reasons.iter().map(|reason| w.reason(&reason.for_writer())));
    }
    let Some(told) = told else { return said };
    if let Some(rule) = &told.rule {
        let text = rule.said(&[w.lang, site_lang]);
        said.push(format!("{}. {}", w.told_rule.with(&text.title), text.text));
    }
    let decision = &told.decision;
    if let Some(reason) = own_reason(told) {
        said.push(w.told_reason.with(reason));
    }
    said.push(match decision.automation {
        Automation::Full => w.told_machine.clone(),
        Automation::None if told.pointed => w.told_pointed.clone(),
        Automation::None => w.told_person.clone(),
    });
    said
}

/// What whoever decided says to the writer in words of their own, if anything.
pub(super) fn own_reason(told: &Told) -> Option<&str> {
    let decision = &told.decision;
    let is_of_rule =
        told.rule.as_ref().is_some_and(|rule| rule.draft.texts.values().any(|text| text.text == decision.reason));
    // An act that speaks for itself is its own reason in the record.
    let is_act = [Act::Approve, Act::Hold, Act::Remove, Act::Restore].iter().any(|act| act.as_str() == decision.reason);
    let is_said = decision.automation != Automation::Full && told.is_for_writer && !is_of_rule && !is_act;
    Some(decision.reason.trim()).filter(|reason| is_said && !reason.is_empty())
}
