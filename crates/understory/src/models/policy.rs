use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::clock::Timestamp;

/// On what a decision rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The rules of the house.
    Terms,
    /// The law.
    Legal,
}

impl Ground {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Legal => "legal",
        }
    }
}

/// What a rule is about, in the sixteen categories of the European Union's transparency database
/// (<https://transparency.dsa.ec.europa.eu>, June 2026): reports are made of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words of the database")]
pub enum RuleCategory {
    AnimalWelfare,
    ConsumerInformation,
    CyberViolence,
    CyberViolenceAgainstWomen,
    DataProtection,
    IllegalOrHarmfulSpeech,
    IntellectualProperty,
    CivicDiscourseOrElections,
    NotSpecifiedNotice,
    OtherTermsViolation,
    ProtectionOfMinors,
    PublicSecurity,
    Scams,
    SelfHarm,
    UnsafeProducts,
    Violence,
}

/// What a rule says, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// Its name, in a word or three.
    pub title: String,
    /// What it says to whom it is held against.
    pub text: String,
}

/// What an editor says of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleDraft {
    /// The word by which decisions name it.
    pub key: String,
    /// On what it rests.
    pub ground: Ground,
    /// What it is about.
    pub category: RuleCategory,
    /// The law, where it rests on it: at most 500 characters, as the database takes them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub law: String,
    /// Title and text by language.
    pub texts: BTreeMap<String, RuleText>,
}

/// A policy rule in one of its versions. A version never changes: who changes a rule makes another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyRule {
    /// What it says.
    #[serde(flatten)]
    pub draft: RuleDraft,
    /// From 1.
    pub version: i64,
    /// Where it stands among the others, from 1.
    pub place: i64,
    /// Since when; nothing for what came with the program and was not named yet.
    pub active_from: Option<Timestamp>,
    /// Until when, if no longer.
    pub active_to: Option<Timestamp>,
}

impl PolicyRule {
    /// What it says in the first of these languages that it speaks; else in English, else in any.
    pub fn said(&self, langs: &[&str]) -> &RuleText {
        static NOTHING: LazyLock<RuleText> = LazyLock::new(|| RuleText { title: String::new(), text: String::new() });
        let texts = &self.draft.texts;
        let base = |lang: &str| lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let found = langs.iter().chain(&["en"]).find_map(|lang| texts.get(*lang).or_else(|| texts.get(&base(lang))));
        found.or_else(|| texts.values().next()).unwrap_or(&NOTHING)
    }
}

impl RuleDraft {
    /// Checks what an editor gives.
    ///
    /// # Errors
    /// The refusal of the first part that is not valid.
    pub fn check(&self) -> Result<(), Refusal> {
        let refused = |text: &'static str| Err(Refusal::field("policy_invalid", "texts", text));
        let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(1..=60).contains(&self.key.len()) || !self.key.chars().all(is_word) {
            return refused("A rule is named by 1 to 60 of the characters a-z, 0-9 and '-'.");
        }
        let fits = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        if self.texts.is_empty()
            || self.texts.len() > 100
            || self.texts.values().any(|said| !fits(&said.title, 100) || !fits(&said.text, 2_000))
        {
            return refused(
                "A rule has in at least one language a title of 1 to 100 characters and a text of 1 to 2000.",
            );
        }
        if self.law.chars().count() > 500 || (self.ground == Ground::Legal && self.law.trim().is_empty()) {
            return refused("A rule that rests on the law names it in 'law', in at most 500 characters.");
        }
        Ok(())
    }
}

/// The rules that every site begins with, in the order in which they are offered.
pub fn starter_rules() -> &'static [PolicyRule] {
    static RULES: LazyLock<Vec<PolicyRule>> = LazyLock::new(|| {
        let drafts: Vec<RuleDraft> =
            serde_json::from_str(include_str!("../../data/policy.json")).expect("a test reads the same text");
        let with_place = (1..).zip(drafts);
        with_place
            .map(|(place, draft)| PolicyRule { draft, version: 1, place, active_from: None, active_to: None })
            .collect()
    });
    &RULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rules_are_in_order_and_speak_every_language() {
        let keys: std::collections::BTreeSet<&str> = starter_rules().iter().map(|r| r.draft.key.as_str()).collect();
        assert_eq!((keys.len(), starter_rules().len()), (8, 8));
        for rule in starter_rules() {
            assert_eq!(rule.draft.check(), Ok(()), "{}", rule.draft.key);
            for words in crate::words::all() {
                assert!(rule.draft.texts.contains_key(words.lang), "{} in {}", rule.draft.key, words.lang);
            }
        }
    }

    #[test]
    fn a_rule_speaks_the_nearest_language() {
        let rule = &starter_rules()[0];
        assert_eq!(rule.said(&["de-CH", "en"]).title, "Aufruf zu Gewalt");
        assert_eq!(rule.said(&["xx", "fr"]).title, "Appel à la violence");
        assert_eq!(rule.said(&[]).title, "Calls to violence");
        let mut other = rule.clone();
        other.draft.texts.retain(|lang, _| lang == "ar");
        assert_eq!(other.said(&["de"]).title, "دعوة إلى العنف");
    }

    #[test]
    fn what_cannot_be_a_rule_is_refused() {
        let good = starter_rules()[0].draft.clone();
        for spoil in [
            |draft: &mut RuleDraft| draft.key = "Two Words".to_owned(),
            |draft: &mut RuleDraft| draft.texts.clear(),
            |draft: &mut RuleDraft| draft.ground = Ground::Legal,
        ] {
            let mut bad = good.clone();
            spoil(&mut bad);
            assert_eq!(bad.check().unwrap_err().code, "policy_invalid");
        }
    }
}
