use super::Reason;

/// The last turn: nothing was found.
pub const LAST_TURN: i64 = 1_000;

/// In which turn the desk looks at a comment that waits for these reasons: from 0, the worst, to [`LAST_TURN`]. The score of
/// the worst thing found, weighed by the harm that it does while it stands: to a life, to a group of people, to a person,
/// to a discussion.
pub fn turn(reasons: &[Reason]) -> i64 {
    reasons.iter().map(of_one).min().unwrap_or(LAST_TURN)
}

fn of_one(reason: &Reason) -> i64 {
    let Some(facts) = &reason.facts else {
        // What could not be read may be anything; of whatever else waits nothing bad is known.
        return if reason.code == "triage_unread" { LAST_TURN / 2 } else { LAST_TURN };
    };
    let weight = match facts.category.as_str() {
        "threat" => 1.0,
        "hate" => 0.9,
        "sexual" => 0.8,
        "insult" | "toxic" => 0.7,
        "profanity" => 0.5,
        _ => 0.4,
    };
    LAST_TURN - (facts.score.clamp(0.0, 1.0) * weight * 1_000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Facts;

    fn reason(category: &str, score: f64) -> Reason {
        let facts =
            Facts { category: category.to_owned(), score, lang: String::new(), model: String::new(), disguised: false };
        Reason { facts: Some(facts), ..Reason::new("reads_as_threat", "") }
    }

    #[test]
    fn the_worst_comes_first_and_what_nothing_is_known_of_last() {
        let turns = [
            turn(&[reason("threat", 1.0)]),
            turn(&[reason("insult", 0.9), reason("hate", 0.95)]),
            turn(&[reason("insult", 0.9)]),
            turn(&[Reason::new("triage_unread", "")]),
            turn(&[reason("spam", 0.9)]),
            turn(&[Reason::new("guests_held", "")]),
        ];
        assert!(turns.is_sorted_by(|a, b| a < b), "{turns:?}");
        assert_eq!((turns[0], turns[5], turn(&[])), (0, LAST_TURN, LAST_TURN));
    }
}
