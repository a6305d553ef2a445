use serde::{Deserialize, Serialize};

use crate::{Category, Reading};

/// From which score on something is done about a category.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// By category: the score from which a text waits for a moderator; nothing if it never does for this.
    pub hold: [Option<f32>; Category::COUNT],
    /// The score of spam from which a text is removed at once, if that was wanted.
    pub reject_spam: Option<f32>,
}

impl Default for Policy {
    /// Threats and hatred wait from their decision points on; nothing is removed.
    fn default() -> Self {
        let mut hold = [None; Category::COUNT];
        hold[Category::Threat.index()] = Some(0.5);
        hold[Category::Hate.index()] = Some(0.5);
        Self { hold, reject_spam: None }
    }
}

/// How a text fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It appears.
    Publish,
    /// It waits for a moderator.
    Hold,
    /// It is removed.
    Reject,
}

impl Policy {
    /// The verdict, and the categories that led to it, the strongest first.
    pub fn verdict(&self, reading: &Reading) -> (Verdict, Vec<Category>) {
        let mut causes: Vec<Category> = Category::ALL
            .into_iter()
            .filter(|category| self.hold[category.index()].is_some_and(|least| reading.score(*category) >= least))
            .collect();
        let rejected = self.reject_spam.is_some_and(|least| reading.score(Category::Spam) >= least);
        if rejected && !causes.contains(&Category::Spam) {
            causes.push(Category::Spam);
        }
        causes.sort_by(|a, b| reading.score(*b).total_cmp(&reading.score(*a)));
        let verdict = match (rejected, causes.is_empty()) {
            (true, _) => Verdict::Reject,
            (false, false) => Verdict::Hold,
            (false, true) => Verdict::Publish,
        };
        (verdict, causes)
    }
}
