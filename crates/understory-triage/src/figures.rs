//! How good scores are: the measures of the model card and of `understory triage evaluate`.

/// The area under the curve: the chance that a case scores higher than a case that is none. Equal scores count half.
/// Nothing unless there are both.
pub fn auc(scored: &[(f32, bool)]) -> Option<f64> {
    let mut sorted: Vec<(f32, bool)> = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = sorted.iter().filter(|(_, is)| *is).count() as f64;
    let negatives = sorted.len() as f64 - positives;
    if positives == 0.0 || negatives == 0.0 {
        return None;
    }
    let (mut ranks, mut at) = (0.0, 0);
    while at < sorted.len() {
        let end = at + sorted[at..].iter().take_while(|(score, _)| score.total_cmp(&sorted[at].0).is_eq()).count();
        // The mean rank of all that are equal, counted from 1.
        let rank = (at + end + 1) as f64 / 2.0;
        ranks += rank * sorted[at..end].iter().filter(|(_, is)| *is).count() as f64;
        at = end;
    }
    Some((ranks - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}

/// Right and wrong decisions at a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Cases found.
    pub found: usize,
    /// What is no case and was taken for one.
    pub wrong: usize,
    /// Cases missed.
    pub missed: usize,
    /// What is no case and was let pass.
    pub passed: usize,
}

impl Decisions {
    /// Those at `threshold`: at or above it is a case.
    pub fn at(scored: &[(f32, bool)], threshold: f32) -> Self {
        let mut decisions = Self::default();
        for (score, is) in scored {
            match (*score >= threshold, *is) {
                (true, true) => decisions.found += 1,
                (true, false) => decisions.wrong += 1,
                (false, true) => decisions.missed += 1,
                (false, false) => decisions.passed += 1,
            }
        }
        decisions
    }

    /// Of what was taken for a case, the share that is one; nothing if nothing was.
    pub fn precision(self) -> Option<f64> {
        ratio(self.found, self.found + self.wrong)
    }

    /// Of all cases, the share that was found.
    pub fn recall(self) -> Option<f64> {
        ratio(self.found, self.found + self.missed)
    }

    /// The mean of both classes' F1.
    pub fn macro_f1(self) -> f64 {
        let f1 = |hit: usize, wrong: usize, missed: usize| {
            if hit == 0 { 0.0 } else { 2.0 * hit as f64 / (2 * hit + wrong + missed) as f64 }
        };
        f64::midpoint(f1(self.found, self.wrong, self.missed), f1(self.passed, self.missed, self.wrong))
    }
}

fn ratio(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

/// Expected calibration error in ten steps of equal width (Guo et al., 2017): how far, on average, the stated chance is
/// from what came true.
pub fn calibration_error(scored: &[(f32, bool)]) -> f64 {
    let mut steps = [(0usize, 0.0f64, 0usize); 10];
    for (score, is) in scored {
        let step = &mut steps[((score.clamp(0.0, 1.0) * 10.0) as usize).min(9)];
        step.0 += 1;
        step.1 += f64::from(*score);
        step.2 += usize::from(*is);
    }
    let all = scored.len().max(1) as f64;
    steps.iter().filter(|step| step.0 > 0).map(|(_, sum, is)| (sum - *is as f64).abs() / all).sum()
}

/// The middle 95 % of a figure over `rounds` samples drawn with replacement, from a fixed seed.
pub fn bootstrap(
    scored: &[(f32, bool)],
    rounds: usize,
    figure: impl Fn(&[(f32, bool)]) -> Option<f64>,
) -> Option<(f64, f64)> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut values: Vec<f64> = (0..rounds)
        .filter_map(|_| {
            let sample: Vec<(f32, bool)> = (0..scored.len())
                .map(|_| {
                    // SplitMix64 (Steele et al., 2014).
                    state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                    let mut z = state;
                    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                    scored[((z ^ (z >> 31)) % scored.len() as u64) as usize]
                })
                .collect();
            figure(&sample)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    Some((values[last * 25 / 1000], values[last * 975 / 1000]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_agree_with_what_is_counted_by_hand() {
        let scored = [(0.1, false), (0.4, true), (0.4, false), (0.8, true)];
        assert_eq!(auc(&scored), Some(0.875));
        assert_eq!(auc(&scored[..1]), None);
        let decisions = Decisions::at(&scored, 0.5);
        assert_eq!((decisions.precision(), decisions.recall()), (Some(1.0), Some(0.5)));
        assert!((decisions.macro_f1() - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-9);
        assert!((calibration_error(&[(0.25, false), (0.25, true)]) - 0.25).abs() < 1e-6);
        let (low, high) = bootstrap(&scored, 200, auc).unwrap();
        assert!(low < 0.875 && high >= 0.875);
    }
}
