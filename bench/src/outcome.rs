//! What came of a load's requests.

use std::time::Duration;

/// Each request's time, and the first answer that was a refusal.
#[derive(Default)]
pub struct Outcome {
    took: Vec<Duration>,
    refused: u64,
    first_refusal: Option<String>,
}

impl Outcome {
    /// One that was done.
    pub fn done(&mut self, took: Duration) {
        self.took.push(took);
    }

    /// One that was refused, with this answer.
    pub fn refused(&mut self, answer: &[u8]) {
        self.refused += 1;
        self.first_refusal.get_or_insert_with(|| String::from_utf8_lossy(answer).into_owned());
    }

    /// Takes in what another connection did.
    pub fn add(&mut self, other: Self) {
        self.took.extend(other.took);
        self.refused += other.refused;
        self.first_refusal = self.first_refusal.take().or(other.first_refusal);
    }

    /// Prints one line of JSON; `seconds` is how long all of it took.
    pub fn print(mut self, seconds: f64) {
        self.took.sort_unstable();
        let at = |share: f64| {
            let index = ((self.took.len() as f64 * share) as usize).min(self.took.len().saturating_sub(1));
            self.took.get(index).map_or(0.0, |time| time.as_secs_f64() * 1e3)
        };
        println!(
            "{}",
            serde_json::json!({
                "done": self.took.len(), "seconds": seconds, "rate": self.took.len() as f64 / seconds,
                "p50_ms": at(0.5), "p99_ms": at(0.99), "refused": self.refused, "first_refusal": self.first_refusal,
            })
        );
    }
}
