//! Numbers and texts drawn from a seed: the same seed, the same data.

/// A generator of numbers that look random: splitmix64, Steele, Lea and Flood 2014.
#[derive(Clone, Debug)]
pub struct Draw(u64);

impl Draw {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From the machine's clock and this process, for loads that must not repeat what a run before them sent.
    pub fn anew() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self(since.as_nanos() as u64 ^ u64::from(std::process::id()).rotate_left(32))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// Bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        for part in out.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_le_bytes()[..part.len()]);
        }
        out
    }

    /// About 200 characters that begin with `first`.
    pub fn text(&mut self, first: &str) -> String {
        let mut out = String::with_capacity(220);
        out.push_str(first);
        while out.len() < 196 {
            out.push(' ');
            out.push_str(WORDS[self.below(WORDS.len())]);
        }
        out.push('.');
        out
    }
}

/// Those of the peer bench, so that both load texts of one kind.
#[rustfmt::skip]
const WORDS: [&str; 27] = [
    "council", "harbour", "budget", "ferry", "winter", "school", "teacher", "tram", "reader", "editor", "evidence",
    "river", "bridge", "market", "because", "nobody", "explained", "whether", "these", "numbers", "include", "last",
    "year", "repairs", "and", "still", "we",
];

/// A name for one of 200 people.
pub fn person(n: u64) -> String {
    format!("Reader {}", n % 200)
}
