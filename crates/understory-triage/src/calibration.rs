use serde::{Deserialize, Serialize};

/// From a logit to a probability, and on to the score that people see.
///
/// The probability is Platt's (1999): a straight line through the logit, fitted on dev data. The score is the same moved
/// on the logistic scale, so that the decision point is 0.5: the order and what is certain stay.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// What the logit is multiplied by.
    pub slope: f32,
    /// What is added.
    pub offset: f32,
    /// The probability at which dev data says that something is a case, above 0 and below 1.
    pub decision: f32,
}

impl Calibration {
    /// The probability that a text of this logit is a case.
    pub fn probability(self, logit: f32) -> f32 {
        sigmoid(self.slope * logit + self.offset)
    }

    /// The score of a probability: 0.5 at the decision point.
    pub fn score(self, probability: f32) -> f32 {
        if probability <= 0.0 || probability >= 1.0 {
            return probability.clamp(0.0, 1.0);
        }
        sigmoid(logit(probability) - logit(self.decision))
    }

    /// Slope and offset that make the probabilities of these logits most likely, by Newton's method with Platt's
    /// targets, which keep a small sample from being certain.
    pub fn fit(logits: &[(f32, bool)]) -> (f32, f32) {
        let positives = logits.iter().filter(|(_, is)| *is).count() as f64;
        let negatives = logits.len() as f64 - positives;
        let high = (positives + 1.0) / (positives + 2.0);
        let low = 1.0 / (negatives + 2.0);
        let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
        for _ in 0..50 {
            let (mut ga, mut gb, mut aa, mut ab, mut bb) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
            for (logit, is) in logits {
                let x = f64::from(*logit);
                let p = 1.0 / (1.0 + (-(slope * x + offset)).exp());
                let error = p - if *is { high } else { low };
                let weight = (p * (1.0 - p)).max(1e-9);
                ga += error * x;
                gb += error;
                aa += weight * x * x;
                ab += weight * x;
                bb += weight;
            }
            let determinant = aa * bb - ab * ab;
            if determinant.abs() < 1e-12 {
                break;
            }
            let (da, db) = ((bb * ga - ab * gb) / determinant, (aa * gb - ab * ga) / determinant);
            // Never further than one step: far from the minimum Newton's method leaps.
            slope -= da.clamp(-1.0, 1.0);
            offset -= db.clamp(-1.0, 1.0);
            if da.abs() + db.abs() < 1e-7 {
                break;
            }
        }
        // A model whose order is the wrong way round on a small sample must not be turned over.
        (slope.max(0.05) as f32, offset as f32)
    }
}

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

pub(crate) fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}
