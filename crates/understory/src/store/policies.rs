//! The policy rules of a site, every version that was ever in force.

use serde_json::{Value, json};

use super::{Error, Result, Row, Tx, Write, audit};
use crate::clock::Timestamp;
use crate::models::{AuditAct, Ground, Id, PolicyRule, RuleDraft, starter_rules};

fn rule_of(row: &Row<'_>) -> Result<PolicyRule> {
    let word = |text: String| serde_json::Value::String(text);
    Ok(PolicyRule {
        draft: RuleDraft {
            key: row.get(0)?,
            ground: serde_json::from_value::<Ground>(word(row.get(3)?)).map_err(Error::corrupt)?,
            category: serde_json::from_value(word(row.get(4)?)).map_err(Error::corrupt)?,
            law: row.get(5)?,
            texts: serde_json::from_str(&row.get::<String>(6)?).map_err(Error::corrupt)?,
        },
        version: row.get(1)?,
        place: row.get(2)?,
        active_from: Some(row.get(7)?),
        active_to: row.get(8)?,
    })
}

/// All versions of all rules of a site, the first ones included that are in the program alone; by place, key and version.
pub fn all(tx: &mut Tx<'_>, site: Id) -> Result<Vec<PolicyRule>> {
    let mut rules = tx.query(
        "SELECT key, version, place, ground, category, law, texts, active_from, active_to FROM policy_rule
         WHERE site_id = $1",
        &[&site],
        rule_of,
    )?;
    let kept: std::collections::BTreeSet<String> = rules.iter().map(|rule| rule.draft.key.clone()).collect();
    rules.extend(starter_rules().iter().filter(|rule| !kept.contains(&rule.draft.key)).cloned());
    rules.sort_by(|a, b| (a.place, &a.draft.key, a.version).cmp(&(b.place, &b.draft.key, b.version)));
    Ok(rules)
}

/// The rules that a decision may name now, in the order in which they are offered.
pub fn in_force(tx: &mut Tx<'_>, site: Id) -> Result<Vec<PolicyRule>> {
    let mut rules = all(tx, site)?;
    rules.retain(|rule| rule.active_to.is_none());
    Ok(rules)
}

/// A rule in a version, in force or not.
pub fn version(tx: &mut Tx<'_>, site: Id, key: &str, version: i64) -> Result<Option<PolicyRule>> {
    let kept = tx.first(
        "SELECT key, version, place, ground, category, law, texts, active_from, active_to FROM policy_rule
         WHERE site_id = $1 AND key = $2 AND version = $3",
        &[&site, &key, &version],
        rule_of,
    )?;
    Ok(kept.or_else(|| starter_rules().iter().find(|rule| rule.draft.key == key && rule.version == version).cloned()))
}

/// The rule of this name that is in force, kept as it stands: a later program may bring other first rules, and what was
/// named once must be found again.
pub(super) fn named(tx: &mut Tx<'_>, site: Id, key: &str, now: Timestamp) -> Result<Option<PolicyRule>> {
    let newest = newest(tx, site, key)?;
    let Some(rule) = newest.filter(|rule| rule.active_to.is_none()) else { return Ok(None) };
    if rule.active_from.is_none() {
        insert(tx, site, &rule, "program", now)?;
    }
    Ok(Some(rule))
}

fn newest(tx: &mut Tx<'_>, site: Id, key: &str) -> Result<Option<PolicyRule>> {
    let kept = tx.first(
        "SELECT key, version, place, ground, category, law, texts, active_from, active_to FROM policy_rule
         WHERE site_id = $1 AND key = $2 ORDER BY version DESC LIMIT 1",
        &[&site, &key],
        rule_of,
    )?;
    Ok(kept.or_else(|| starter_rules().iter().find(|rule| rule.draft.key == key).cloned()))
}

fn insert(tx: &mut Tx<'_>, site: Id, rule: &PolicyRule, by: &str, now: Timestamp) -> Result<()> {
    let category = serde_json::to_value(rule.draft.category).map_err(Error::corrupt)?;
    let texts = serde_json::to_string(&rule.draft.texts).map_err(Error::corrupt)?;
    tx.execute(
        "INSERT INTO policy_rule (site_id, key, version, place, ground, category, law, texts, set_by, active_from,
         active_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (site_id, key, version) DO NOTHING",
        &[
            &site,
            &rule.draft.key,
            &rule.version,
            &rule.place,
            &rule.draft.ground.as_str(),
            &category.as_str().unwrap_or_default(),
            &rule.draft.law,
            &texts,
            &by,
            &rule.active_from.unwrap_or(now),
            &rule.active_to,
        ],
    )?;
    Ok(())
}

/// How many rules a site has at most: a moderator chooses one of them.
const MOST: usize = 50;

/// Puts a rule in force, in a new version of it. Gives the version's number.
#[derive(Clone, Debug)]
pub struct SetRule {
    /// The site.
    pub site: Id,
    /// What it says; it was checked.
    pub draft: RuleDraft,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for SetRule {
    type Out = PolicyRule;

    fn run(&self, tx: &mut Tx<'_>) -> Result<PolicyRule> {
        let (site, now, key) = (self.site, self.now, self.draft.key.as_str());
        // Of two who change a rule at once one waits here for the other.
        tx.execute("UPDATE site SET version = version WHERE id = $1", &[&site])?;
        let (before, all) = (newest(tx, site, key)?, all(tx, site)?);
        if let Some(before) = before.as_ref().filter(|before| before.draft == self.draft && before.active_to.is_none())
        {
            // Sent again, or nothing changed.
            return Ok(before.clone());
        }
        if before.is_none() && in_force(tx, site)?.len() >= MOST {
            let text = "A site has 50 rules at most: nobody chooses from more. Withdraw one first.";
            return Err(crate::models::Refusal::new(409, "policy_too_long", text).into());
        }
        if let Some(before) = &before {
            end(tx, site, before, now)?;
        }
        let last = all.iter().map(|rule| rule.place).max().unwrap_or(0);
        let rule = PolicyRule {
            draft: self.draft.clone(),
            version: before.as_ref().map_or(1, |before| before.version + 1),
            place: before.as_ref().map_or(last + 1, |before| before.place),
            active_from: Some(now),
            active_to: None,
        };
        insert(tx, site, &rule, &self.by, now)?;
        trail(tx, site, &self.by, now, before.as_ref(), Some(&rule))?;
        Ok(rule)
    }
}

fn trail(
    tx: &mut Tx<'_>,
    site: Id,
    by: &str,
    now: Timestamp,
    before: Option<&PolicyRule>,
    after: Option<&PolicyRule>,
) -> Result<()> {
    let Some(key) = after.or(before).map(|rule| &rule.draft.key) else { return Ok(()) };
    let state = |rule: Option<&PolicyRule>| -> Result<Value> {
        rule.map_or(Ok(Value::Null), |rule| serde_json::to_value(rule).map_err(Error::corrupt))
    };
    let acted = audit::Acted {
        act: if after.is_some() { AuditAct::SetRule } else { AuditAct::WithdrawRule },
        object: format!("rule {key}"),
        about: None,
        before: state(before)?,
        after: if after.is_some() { state(after)? } else { json!({ "in_force": false }) },
    };
    audit::record(tx, site, by, now, &acted)
}

/// Ends a version of a rule that is in force.
fn end(tx: &mut Tx<'_>, site: Id, rule: &PolicyRule, now: Timestamp) -> Result<()> {
    if rule.active_from.is_none() {
        insert(tx, site, rule, "program", now)?;
    }
    tx.execute(
        "UPDATE policy_rule SET active_to = $1 WHERE site_id = $2 AND key = $3 AND version = $4 AND active_to IS NULL",
        &[&now, &site, &rule.draft.key, &rule.version],
    )?;
    Ok(())
}

/// Puts a rule out of force; decisions that named it keep it. Says whether it was in force.
#[derive(Clone, Debug)]
pub struct WithdrawRule {
    /// The site.
    pub site: Id,
    /// The rule.
    pub key: String,
    /// Who says so.
    pub by: String,
    /// When.
    pub now: Timestamp,
}

impl Write for WithdrawRule {
    type Out = bool;

    fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let Some(rule) = newest(tx, self.site, &self.key)?.filter(|rule| rule.active_to.is_none()) else {
            return Ok(false);
        };
        end(tx, self.site, &rule, self.now)?;
        trail(tx, self.site, &self.by, self.now, Some(&rule), None)?;
        Ok(true)
    }
}
