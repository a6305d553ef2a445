/// The integer by which `top` sorts: the lower bound of the Wilson score interval (95 %, z = 1.96) of the share of
/// votes that are up, in millionths. Few votes count for little, whatever their share.
///
/// Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
pub fn rank(up: i64, down: i64) -> i64 {
    let n = (up.max(0) + down.max(0)) as f64;
    if n == 0.0 {
        return 0;
    }
    let p = up.max(0) as f64 / n;
    let z2 = 1.96 * 1.96;
    let bound = (p + z2 / (2.0 * n) - 1.96 * ((p * (1.0 - p) + z2 / (4.0 * n)) / n).sqrt()) / (1.0 + z2 / n);
    (bound * 1_000_000.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn many_good_votes_beat_few() {
        assert_eq!(rank(0, 0), 0);
        assert!(rank(100, 10) > rank(2, 0));
        assert!(rank(2, 0) > rank(1, 0));
        assert!(rank(1, 0) > rank(1, 1));
        assert_eq!(rank(0, 5), 0);
        assert_eq!(rank(1, 0), 206_543); // 1 / 4.8416, worked by hand
    }
}
