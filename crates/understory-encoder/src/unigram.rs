use std::collections::HashMap;
use std::ops::ControlFlow;

/// Stands for the blank before a word.
const BLANK: char = '▁';

/// SentencePiece's way of cutting (Kudo, 2018): of all ways to make a word of pieces, the likeliest.
#[derive(Debug)]
pub struct Unigram {
    pieces: HashMap<String, (u32, f32)>,
    /// The longest piece, in characters.
    longest: usize,
    unknown: u32,
    /// What a letter costs that is in no piece.
    unknown_score: f32,
}

/// The longest run without a blank that is cut at once, in characters: beyond it another begins.
const RUN: usize = 400;

impl Unigram {
    /// With pieces and the logarithm of how likely each is; `None` if the piece for what is unknown is missing.
    pub fn new(pieces: &[&str], scores: &[f32]) -> Option<Self> {
        let at: HashMap<String, (u32, f32)> = (0_u32..)
            .zip(pieces.iter().zip(scores))
            .map(|(n, (piece, score))| ((*piece).to_owned(), (n, *score)))
            .collect();
        let least = scores.iter().copied().fold(f32::INFINITY, f32::min);
        Some(Self {
            longest: pieces.iter().map(|piece| piece.chars().count()).max()?,
            unknown: at.get("<unk>")?.0,
            unknown_score: least - 10.0,
            pieces: at,
        })
    }

    /// The pieces of a text, without marks of beginning and end, one after the other, until `found` breaks.
    pub fn cut(&self, text: &str, mut found: impl FnMut(u32) -> ControlFlow<()>) {
        let mut letters = Vec::new();
        for word in text.split_whitespace() {
            letters.clear();
            letters.push(BLANK);
            letters.extend(word.chars());
            for run in letters.chunks(RUN) {
                if self.cut_run(run).into_iter().try_for_each(&mut found).is_break() {
                    return;
                }
            }
        }
    }

    /// Viterbi's way through the letters.
    fn cut_run(&self, letters: &[char]) -> Vec<u32> {
        let mut best = vec![(f32::NEG_INFINITY, 0_usize, self.unknown); letters.len() + 1];
        best[0].0 = 0.0;
        let mut key = String::new();
        for begin in 0..letters.len() {
            let so_far = best[begin].0;
            key.clear();
            let mut single = false;
            for (length, letter) in letters[begin..].iter().take(self.longest).enumerate() {
                key.push(*letter);
                if let Some((piece, score)) = self.pieces.get(&key) {
                    single |= length == 0;
                    let end = &mut best[begin + length + 1];
                    if so_far + score > end.0 {
                        *end = (so_far + score, begin, *piece);
                    }
                }
            }
            let next = &mut best[begin + 1];
            if !single && so_far + self.unknown_score > next.0 {
                *next = (so_far + self.unknown_score, begin, self.unknown);
            }
        }
        let mut pieces = Vec::new();
        let mut at = letters.len();
        while at > 0 {
            let (_, from, piece) = best[at];
            // What is unknown side by side is one.
            if piece != self.unknown || pieces.last() != Some(&piece) {
                pieces.push(piece);
            }
            at = from;
        }
        pieces.reverse();
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<u32> {
        let pieces = ["<unk>", "▁", "▁the", "▁th", "e", "s", "es"];
        let scores = [0.0, -3.0, -1.0, -2.0, -2.0, -2.5, -3.5];
        let mut found = Vec::new();
        Unigram::new(&pieces, &scores).unwrap().cut(text, |piece| {
            found.push(piece);
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn the_likeliest_way_is_taken() {
        assert_eq!(cut("the"), [2]);
        // -1 and -2.5 are more than -2 and -3.5.
        assert_eq!(cut("thes"), [2, 5]);
    }

    #[test]
    fn what_is_unknown_is_one_piece() {
        assert_eq!(cut("qqq  the"), [1, 0, 2]);
        assert!(cut(" \n ").is_empty());
    }
}
