//! What a statement of reasons says. Made once, in the writer's language; what is made is frozen.

use super::feeds::origin;
use super::path_of;
use super::sign_in::digest_of;
use super::told::own_reason;
use super::view::Times;
use crate::app::App;
use crate::clock::Timestamp;
use crate::models::{
    Account, Act, Automation, Decision, Frozen, Ground, Id, Reason, Said, Site, State as CommentState, StatedRule,
    StatementKind, Story, appeal_until,
};
use crate::store::attempts::Count;
use crate::store::decisions::{Told, automatic_id};
use crate::store::sign_ins::MAILS;
use crate::store::statements::{Cause, Draft, hash_of};
use crate::words::{self, Words};

/// The form of what is frozen, raised when it changes.
const VERSION: u32 = 1;

/// How many characters the facts have at most, as the European Union's transparency database takes them.
const FACTS: usize = 5_000;

/// Makes a statement ready.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn draft(app: &App, site: &Site, cause: &Cause, now: Timestamp) -> serde_json::Result<Draft> {
    let lang = cause.account.as_ref().map(|account| account.lang.as_str());
    let lang = lang.or(cause.lang.as_deref()).unwrap_or_default();
    let w = words::of(&[lang, &cause.story.lang, &site.lang]);
    let until = appeal_until(now);
    let decision = &cause.told.decision;
    let rule = cause.told.rule.as_ref().filter(|_| cause.kind != StatementKind::Restored).map(|rule| {
        let said = rule.said(&[w.lang, &site.lang]);
        let (draft, title, text) = (&rule.draft, said.title.clone(), said.text.clone());
        let (key, law) = (draft.key.clone(), draft.law.clone());
        (draft.ground, StatedRule { key, version: rule.version, category: draft.category, law, title, text })
    });
    let by_machine = decision.automation == Automation::Full;
    let detection = by_machine || cause.told.pointed;
    let facts = facts(cause, w);
    let mut frozen = Frozen {
        version: VERSION,
        id: decision.id,
        site: site.title.clone(),
        lang: w.lang.to_owned(),
        made_at: now.rfc3339(),
        kind: cause.kind,
        decision_visibility: match cause.kind {
            StatementKind::Removed => Some("CONTENT_REMOVED".to_owned()),
            StatementKind::Held => Some("CONTENT_DISABLED".to_owned()),
            StatementKind::Restored => None,
        },
        comment: cause.comment,
        url: format!("{}{}/comments/{}", origin(app, site), path_of(&cause.story), cause.comment),
        content_date: cause.written_at.rfc3339(),
        application_date: decision.created_at.rfc3339(),
        decision_ground: rule.as_ref().map_or(Ground::Terms, |(ground, _)| *ground),
        rule: rule.map(|(_, rule)| rule),
        decision_facts: facts,
        source_type: if cause.was_flagged { "TYPE_OTHER_NOTIFICATION" } else { "VOLUNTARY" }.to_owned(),
        automated_detection: detection,
        automated_decision: decision.automation,
        appeal_until: (cause.kind != StatementKind::Restored).then(|| until.rfc3339()),
        said: Vec::new(),
    };
    frozen.said = said(&frozen, cause, site, until, now, w);
    let body = serde_json::to_string(&frozen)?;
    let mail = cause.account.as_ref().filter(|account| account.email.is_some() && app.mail.is_configured());
    let mail = mail.map(|account| mail_limits(site, account.id, now));
    Ok(Draft { id: decision.id, kind: cause.kind, hash: hash_of(&body), body, appeal_until: until, mail, now })
}

/// What is stated about a comment that the pipeline removes as it is posted.
pub struct Rejected {
    /// The story.
    pub story: Story,
    /// The comment that there will be.
    pub comment: Id,
    /// When it was written.
    pub written_at: Timestamp,
    /// Its language, if said.
    pub lang: Option<String>,
    /// What the pipeline found.
    pub reasons: Vec<Reason>,
    /// Its writer, if they have an account.
    pub account: Option<Account>,
}

/// See [`Rejected`].
///
/// # Errors
/// When it cannot be written as JSON.
pub fn of_rejected(app: &App, site: &Site, rejected: Rejected, now: Timestamp) -> serde_json::Result<Draft> {
    let decision = Decision {
        id: automatic_id(rejected.comment, now),
        act: Act::Remove,
        rule: None,
        rule_version: None,
        reason: String::new(),
        automation: Automation::Full,
        reverses: None,
        decided_by: "automatic".to_owned(),
        state: CommentState::Removed,
        created_at: now,
    };
    let cause = Cause {
        story: rejected.story,
        comment: rejected.comment,
        lang: rejected.lang,
        written_at: rejected.written_at,
        kind: StatementKind::Removed,
        told: Told { decision, rule: None, is_for_writer: true, pointed: true },
        reasons: rejected.reasons,
        was_flagged: false,
        account: rejected.account,
    };
    draft(app, site, &cause, now)
}

/// How much mail about decisions somebody gets.
fn mail_limits(site: &Site, account: Id, now: Timestamp) -> Count {
    let words = ["statements an hour to", "statements a day to"];
    let subjects = MAILS.into_iter().zip(words);
    let subjects = subjects.map(|(limit, word)| (digest_of(site, word, account.bytes()), limit)).collect();
    Count { site: site.id, subjects, now }
}

/// Why, without a word of the comment, which its writer may erase.
fn facts(cause: &Cause, w: &'static Words) -> String {
    let by_machine = cause.told.decision.automation == Automation::Full;
    let mut facts = Vec::new();
    if by_machine || cause.kind == StatementKind::Held {
        let bare = |reason: &Reason| w.reason(&Reason { words: Vec::new(), facts: None, ..reason.clone() });
        facts.extend(cause.reasons.iter().map(bare));
    }
    facts.extend(own_reason(&cause.told).map(str::to_owned));
    facts.join(" ").chars().take(FACTS).collect()
}

fn said(frozen: &Frozen, cause: &Cause, site: &Site, until: Timestamp, now: Timestamp, w: &'static Words) -> Vec<Said> {
    let times = Times::new(site, w);
    let mut said: Vec<Said> = Vec::new();
    let mut say = |about: &str, text: String| said.push(Said { about: about.to_owned(), text });
    let became = match cause.kind {
        StatementKind::Removed => &w.statement_removed,
        StatementKind::Held => &w.statement_held,
        StatementKind::Restored => &w.statement_restored,
    };
    say(&w.statement_decision, became.clone());
    let written = times.show(cause.written_at).text;
    say(&w.your_comment, format!("{written} \u{b7} \u{2068}{}\u{2069}", cause.story.title));
    if cause.kind != StatementKind::Restored {
        say(&w.statement_ground, ground(frozen, site, w));
    }
    if !frozen.decision_facts.is_empty() {
        say(&w.statement_facts, frozen.decision_facts.clone());
    }
    if cause.kind != StatementKind::Restored {
        let found = match (frozen.automated_detection, cause.was_flagged) {
            (_, true) => &w.statement_found_reported,
            (true, false) => &w.statement_found_machine,
            (false, false) => &w.statement_found_person,
        };
        say(&w.statement_found, found.clone());
    }
    let by = match frozen.automated_decision {
        Automation::Full => &w.told_machine,
        Automation::None => &w.told_person,
    };
    say(&w.statement_by, by.clone());
    if cause.kind != StatementKind::Restored {
        let day = times.show(until).text.to_string();
        say(&w.statement_redress, format!("{} {}", w.statement_appeal.with(&day), w.statement_elsewhere));
    }
    say(&w.statement_date, times.show(now).text.to_string());
    said
}

/// On what the decision rests, in words.
fn ground(frozen: &Frozen, site: &Site, w: &'static Words) -> String {
    let Some(rule) = &frozen.rule else {
        let own = site.settings.house_rules.trim();
        return format!("{} {own}", w.statement_house_rules).trim_end().to_owned();
    };
    let law = if rule.law.is_empty() { String::new() } else { format!(" {}", w.statement_law.with(&rule.law)) };
    format!("{} {}{law}", w.told_rule.with(&format!("{}.", rule.title)), rule.text)
}
