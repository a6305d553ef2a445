//! What an editor decides about texts that triage has read.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use understory_triage::{Category, Policy};

/// One line of a site's rules for triage: `CATEGORY hold|reject|publish [SCORE] [topic=TOPIC] [lang=LANG]`, such as
/// `insult hold 0.8 topic=war`. Of all lines that fit a text, the last for each category counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TriageRule {
    category: Category,
    act: Act,
    /// The least score, in thousandths: 500 is the decision point.
    from: u16,
    /// Only below stories of this topic, as its address has it.
    topic: Option<String>,
    /// Only for texts in this language.
    lang: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Publish,
    Hold,
    Reject,
}

impl TriageRule {
    /// What a new site begins with: threats and hatred wait from their decision points on.
    pub fn defaults() -> Vec<Self> {
        let hold = |category| Self { category, act: Act::Hold, from: 500, topic: None, lang: None };
        vec![hold(Category::Threat), hold(Category::Hate)]
    }

    /// What these rules say about a text in `lang` below a story of `topics`, as their addresses have them.
    pub fn policy(rules: &[Self], topics: &[String], lang: &str) -> Policy {
        let mut policy = Policy { hold: [None; Category::COUNT], reject_spam: None };
        for rule in rules {
            let fits = rule.topic.as_ref().is_none_or(|topic| topics.contains(topic))
                && rule.lang.as_ref().is_none_or(|other| other == lang);
            if !fits {
                continue;
            }
            let from = f32::from(rule.from) / 1000.0;
            match rule.act {
                Act::Publish => {
                    policy.hold[rule.category.index()] = None;
                    if rule.category == Category::Spam {
                        policy.reject_spam = None;
                    }
                }
                Act::Hold => policy.hold[rule.category.index()] = Some(from),
                Act::Reject => policy.reject_spam = Some(from),
            }
        }
        policy
    }

    /// Whether any of them asks for more than letting everything pass.
    pub fn any_acts(rules: &[Self]) -> bool {
        rules.iter().any(|rule| rule.act != Act::Publish)
    }
}

impl FromStr for TriageRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = text.split_whitespace();
        let category: Category = words
            .next()
            .ok_or(
                "a rule is CATEGORY hold|reject|publish [SCORE] [topic=TOPIC] [lang=LANG], such as 'insult hold 0.8'",
            )?
            .parse()?;
        let act = match words.next() {
            Some("hold") => Act::Hold,
            Some("publish") => Act::Publish,
            Some("reject") if category == Category::Spam => Act::Reject,
            Some("reject") => return Err(format!("only spam is rejected by a machine; '{category}' can be held")),
            other => {
                return Err(format!("'{}' is no act; there are hold, reject and publish", other.unwrap_or_default()));
            }
        };
        let mut rule = Self { category, act, from: 500, topic: None, lang: None };
        for word in words {
            if let Some(topic) = word.strip_prefix("topic=") {
                rule.topic = Some(super::topic_of(topic));
            } else if let Some(lang) = word.strip_prefix("lang=") {
                if lang.len() != 2 || !lang.bytes().all(|b| b.is_ascii_lowercase()) {
                    return Err(format!("'{lang}' is no language of two letters"));
                }
                rule.lang = Some(lang.to_owned());
            } else {
                let score = word.parse::<f32>().ok().filter(|score| (0.0..=1.0).contains(score));
                let score =
                    score.ok_or_else(|| format!("'{word}' is no score from 0 to 1, no topic=… and no lang=…"))?;
                rule.from = (score * 1000.0).round() as u16;
            }
        }
        Ok(rule)
    }
}

impl TryFrom<String> for TriageRule {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<TriageRule> for String {
    fn from(rule: TriageRule) -> Self {
        rule.to_string()
    }
}

impl fmt::Display for TriageRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let act = match self.act {
            Act::Publish => "publish",
            Act::Hold => "hold",
            Act::Reject => "reject",
        };
        write!(f, "{} {act}", self.category)?;
        if self.act != Act::Publish {
            write!(f, " {}", f32::from(self.from) / 1000.0)?;
        }
        if let Some(topic) = &self.topic {
            write!(f, " topic={topic}")?;
        }
        if let Some(lang) = &self.lang {
            write!(f, " lang={lang}")?;
        }
        Ok(())
    }
}

/// What becomes of a text that could not be read: too many came at once, or the reader failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhenUnread {
    /// It waits for a moderator.
    Hold,
    /// It appears.
    Publish,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(lines: &[&str]) -> Vec<TriageRule> {
        lines.iter().map(|line| line.parse().unwrap()).collect()
    }

    #[test]
    fn the_last_line_that_fits_counts() {
        let rules =
            rules(&["insult hold 0.8", "insult hold 0.6 topic=war", "insult publish lang=ar", "spam reject 0.9"]);
        let from = |topics: &[&str], lang: &str| {
            let topics: Vec<String> = topics.iter().map(|t| (*t).to_owned()).collect();
            TriageRule::policy(&rules, &topics, lang).hold[Category::Insult.index()]
        };
        assert_eq!(from(&[], "en"), Some(0.8));
        assert_eq!(from(&["war"], "en"), Some(0.6));
        assert_eq!(from(&["war"], "ar"), None);
        assert_eq!(TriageRule::policy(&rules, &[], "en").reject_spam, Some(0.9));
    }

    #[test]
    fn a_rule_is_written_as_it_was_read_and_a_bad_one_is_refused_in_words() {
        for line in ["threat hold 0.5", "hate publish lang=ar", "spam reject 0.9", "insult hold 0.75 topic=war lang=de"]
        {
            assert_eq!(line.parse::<TriageRule>().unwrap().to_string(), line);
        }
        for (line, why) in [
            ("hate reject 0.9", "only spam"),
            ("rudeness hold", "no category"),
            ("hate", "no act"),
            ("hate hold 2", "no score"),
            ("hate hold lang=english", "two letters"),
            ("", "a rule is"),
        ] {
            assert!(line.parse::<TriageRule>().unwrap_err().contains(why), "{line}");
        }
    }
}
