//! How texts are searched: what the words of a text are, what a question asks for, and where a text answers it.
//! docs/search.md says the same for readers.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Refusal;

/// The longest word that is told from another, in characters; of a longer one, its beginning.
const LONGEST: usize = 40;

/// What is kept of a text, in bytes: PostgreSQL takes a megabyte with its own bookkeeping.
const KEPT: usize = 400_000;

/// The longest question, in characters, and the most words of it that are asked for.
pub const QUESTION: usize = 200;
const TERMS: usize = 8;

/// From which length on a word finds those that begin with it, in characters.
const STEM: usize = 4;

/// A word as it is compared: without case, accents and points, ligatures and wide letters as plain ones.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
        // Letters that are no letter with a mark to Unicode, and two that Arabic writers exchange freely.
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            _ => folded.push(c),
        }
    }
    // Korean syllables were taken apart.
    folded.nfc().collect()
}

/// Accents, and the points of Hebrew and Arabic, which most leave out. Signs that are letters to their readers, as the
/// vowels of Thai and Hindi and the voicing of Japanese are, stay.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Scripts that put no spaces between words, and Korean, whose particles cling to them: read in pairs of characters.
fn is_paired(c: char) -> bool {
    if c < '\u{e00}' {
        return false;
    }
    // As it is compared: a numeral in a circle is the numeral.
    let plain = std::iter::once(c).nfkd().find(|c| c.is_alphanumeric()).unwrap_or(c);
    matches!(plain,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ffdc}' | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Pair,
    /// The last character of a run that is read in pairs: a question of one character finds it.
    Last,
}

struct Token {
    at: Range<usize>,
    folded: String,
    kind: Kind,
}

/// The words of a text, in its order.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let is_mark = |c: char| unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let is_part = |c: char| c.is_alphanumeric() || is_mark(c);
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if !c.is_alphanumeric() || is_mark(c) {
            continue;
        }
        let paired = is_paired(c);
        // Where each character with its marks begins.
        let mut units = vec![start];
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = rest.peek() {
            if !is_part(next) || !is_mark(next) && is_paired(next) != paired {
                break;
            }
            if !is_mark(next) {
                units.push(at);
            }
            end = at + next.len_utf8();
            rest.next();
        }
        // A mark that has lost its letter is none.
        let plain = |at: &Range<usize>| -> String {
            fold(&text[at.clone()]).chars().filter(|c| is_part(*c)).skip_while(|c| is_mark(*c)).collect()
        };
        if !paired {
            let at = start..end;
            let folded: String = plain(&at).chars().take(LONGEST).collect();
            if !folded.is_empty() {
                tokens.push(Token { at, folded, kind: Kind::Word });
            }
            continue;
        }
        units.push(end);
        // One character may be several when it is folded: each counts.
        let mut run: Vec<(Range<usize>, String)> = Vec::new();
        for at in units.windows(2).map(|pair| pair[0]..pair[1]) {
            for c in plain(&at).chars() {
                match run.last_mut() {
                    Some((_, unit)) if is_mark(c) => unit.push(c),
                    _ => run.push((at.clone(), c.to_string())),
                }
            }
        }
        for pair in run.windows(2) {
            let ((first, a), (second, b)) = (&pair[0], &pair[1]);
            tokens.push(Token { at: first.start..second.end, folded: format!("{a}{b}"), kind: Kind::Pair });
        }
        if let Some((at, last)) = run.pop() {
            tokens.push(Token { at, folded: last, kind: Kind::Last });
        }
    }
    tokens
}

/// What the index of a text is made of: its words once each, with a space between them. They hold letters, digits and
/// marks alone, so that no engine reads them otherwise.
pub fn indexed(text: &str) -> String {
    let words: BTreeSet<String> = tokens(text).into_iter().map(|token| token.folded).collect();
    let mut index = String::new();
    for word in words {
        if index.len() + word.len() >= KEPT {
            break;
        }
        if !index.is_empty() {
            index.push(' ');
        }
        index.push_str(&word);
    }
    index
}

/// A word that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As [`indexed`] has it.
    pub folded: String,
    /// Whether words that begin so will do.
    pub begins: bool,
}

impl Term {
    fn is_met(&self, folded: &str) -> bool {
        if self.begins { folded.starts_with(&self.folded) } else { folded == self.folded }
    }
}

/// What a reader asks for: every one of some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question(Vec<Term>);

impl Question {
    /// What somebody asks; `None` when there is no word in it.
    ///
    /// # Errors
    /// The refusal of a question that is too long.
    pub fn asked(text: &str) -> Result<Option<Self>, Refusal> {
        if text.chars().count() > QUESTION {
            let said = format!("What is searched for may have {QUESTION} characters. Leave some words out.");
            return Err(Refusal::new(400, "query_too_long", said).numbers([("limit", QUESTION)]));
        }
        Ok(Self::read(text))
    }

    /// Reads a question; `None` when there is no word in it.
    pub fn read(text: &str) -> Option<Self> {
        let end = text.char_indices().nth(QUESTION).map_or(text.len(), |(at, _)| at);
        let mut terms: Vec<Term> = Vec::new();
        let mut in_run = false;
        for Token { folded, kind, .. } in tokens(&text[..end]) {
            let is_rest = kind == Kind::Last && in_run;
            in_run = kind == Kind::Pair;
            let begins = match kind {
                Kind::Word => folded.chars().count() >= STEM,
                Kind::Pair => false,
                Kind::Last => true,
            };
            let term = Term { folded, begins };
            if !is_rest && !terms.contains(&term) && terms.len() < TERMS {
                terms.push(term);
            }
        }
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// The words.
    pub fn terms(&self) -> &[Term] {
        &self.0
    }

    /// Where a text has words that are asked for, and which of them.
    fn hits(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let found = |token: Token| Some((self.0.iter().position(|term| term.is_met(&token.folded))?, token));
        tokens(text).into_iter().filter_map(found).map(|(term, token)| (token.at, term)).collect()
    }
}

/// A piece of a text, and whether it is what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is to be marked.
    pub hit: bool,
}

/// A whole text in pieces, those marked that were asked for.
pub fn marked(text: &str, question: &Question) -> Vec<Piece> {
    pieces(text, 0..text.len(), &question.hits(text))
}

/// The stretch of a text, of about so many bytes, that has the most of what was asked for, in pieces; `…` where it is
/// cut.
pub fn excerpt(text: &str, question: &Question, length: usize) -> Vec<Piece> {
    let hits = question.hits(text);
    // Some words before the first that was asked for.
    let lead = length / 4;
    let best = hits.iter().enumerate().max_by_key(|(n, (at, _))| {
        let within = hits[*n..].iter().take_while(|(other, _)| other.end <= at.start + length - lead);
        let terms: BTreeSet<usize> = within.map(|(_, term)| *term).collect();
        (terms.len(), std::cmp::Reverse(*n))
    });
    let first = best.map_or(0, |(_, (at, _))| at.start);
    let start = if first <= lead { 0 } else { after_space(text, first - lead, first) };
    let end =
        if text.len() - start <= length { text.len() } else { before_space(text, first.max(start), start + length) };
    let mut pieces = pieces(text, start..end, &hits);
    if start > 0 {
        pieces.insert(0, Piece { text: "… ".to_owned(), hit: false });
    }
    if end < text.len() {
        pieces.push(Piece { text: " …".to_owned(), hit: false });
    }
    pieces
}

/// The beginning of a word at or behind `from`, and before `to`, which is the beginning of one.
fn after_space(text: &str, from: usize, to: usize) -> usize {
    let from = text.ceil_char_boundary(from);
    text[from..to].find(char::is_whitespace).map_or(from, |at| {
        let rest = &text[from + at..to];
        to - rest.trim_start().len()
    })
}

/// The end of a word at or before `to`, and behind `from`.
fn before_space(text: &str, from: usize, to: usize) -> usize {
    let to = text.floor_char_boundary(to).max(from);
    text[from..to].rfind(char::is_whitespace).map_or(to, |at| from + text[from..from + at].trim_end().len())
}

fn pieces(text: &str, within: Range<usize>, hits: &[(Range<usize>, usize)]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |range: Range<usize>, hit: bool| {
        let part = &text[range];
        match pieces.last_mut() {
            _ if part.is_empty() => {}
            Some(last) if last.hit == hit => last.text.push_str(part),
            _ => pieces.push(Piece { text: part.to_owned(), hit }),
        }
    };
    let mut at = within.start;
    for (hit, _) in hits {
        // Pairs of characters overlap.
        let hit = hit.start.max(at)..hit.end.min(within.end);
        if hit.start < hit.end {
            push(at..hit.start, false);
            push(hit.clone(), true);
            at = hit.end;
        }
    }
    push(at..within.end.max(at), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    fn question(text: &str) -> Question {
        Question::read(text).unwrap()
    }

    #[test]
    fn words_are_folded() {
        for (text, want) in [
            ("Crème Brûlée", "brulee creme"),
            ("STRASSE Straße", "strasse"),
            ("ﬁne ｗｉｄｅ", "fine wide"),
            ("İstanbul ısı", "isi istanbul"),
            ("don't", "don t"),
            ("الطَّقْسُ مدرسة", "الطقس مدرسه"),
            ("أحمد احمد", "احمد"),
            ("Ёлка", "елка"),
            ("शिक्षा", "शिक्षा"),
            ("東京都", "京都 東京 都"),
            ("がき かき", "かき がき き"),
            ("한국어는", "국어 는 어는 한국"),
            ("42 km/h", "42 h km"),
            ("a〸 ㊀b", "a b 一 十"),
            ("…—!", ""),
            ("a_b \u{e000}", "a b"),
        ] {
            assert_eq!(indexed(text), want, "{text}");
        }
    }

    #[test]
    fn what_is_asked_is_marked() {
        for (text, asked, want) in [
            ("The storm, and Stormy days.", "storm", "The [storm], and [Stormy] days."),
            ("An art of articles", "art", "An [art] of articles"),
            ("Die Straße", "strasse", "Die [Straße]"),
            ("東京都に行く", "京都", "東[京都]に行く"),
            ("東京都に行く", "東京都", "[東京都]に行く"),
            ("東京都", "都", "東京[都]"),
            ("Nothing here", "else", "Nothing here"),
            ("<b>&amp;</b>", "amp", "<b>&[amp];</b>"),
        ] {
            assert_eq!(shown(&marked(text, &question(asked))), want, "{text} / {asked}");
        }
    }

    #[test]
    fn a_question_without_words_is_none() {
        assert_eq!(Question::read(" – \" * ( "), None);
        assert_eq!(question("a a b").terms().len(), 2);
        assert_eq!(question(&"word ".repeat(100)).terms().len(), 1);
        assert_eq!(question("a b c d e f g h i j k").terms().len(), TERMS);
    }

    #[test]
    fn an_excerpt_shows_where_most_is_found() {
        let text =
            format!("A ferry. {} The ferry and the strike. {}", "Many words. ".repeat(40), "And more. ".repeat(40));
        let found = excerpt(&text, &question("strike ferry"), 120);
        let shown = shown(&found);
        assert!(
            shown.contains("[ferry] and the [strike]") && shown.starts_with("… ") && shown.ends_with(" …"),
            "{shown}"
        );
        let none = excerpt(&text, &question("missing"), 40);
        assert!(none[0].text.starts_with("A ferry.") && none.last().unwrap().text == " …", "{none:?}");
    }

    proptest! {
        #[test]
        fn any_text_is_found_by_any_of_its_words(text in "\\PC{0,80}", n in 0usize..20) {
            let words: Vec<String> = indexed(&text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
            if let Some(word) = words.get(n % words.len().max(1)) {
                let asked = question(word);
                let all = indexed(&text);
                for term in asked.terms() {
                    prop_assert!(all.split(' ').any(|word| term.is_met(word)), "{:?} in {}", term, all);
                }
            }
        }

        #[test]
        fn pieces_are_the_text(text in "\\PC{0,300}", asked in "\\PC{1,20}", length in 8usize..200) {
            if let Some(asked) = Question::read(&asked) {
                let whole: String = marked(&text, &asked).into_iter().map(|piece| piece.text).collect();
                prop_assert_eq!(&whole, &text);
                let part: String = excerpt(&text, &asked, length).into_iter().map(|piece| piece.text).collect();
                let part = part.trim_start_matches("… ").trim_end_matches(" …");
                prop_assert!(text.contains(part), "{part}");
                prop_assert!(part.len() <= length + 160);
            }
        }

        #[test]
        fn an_index_holds_letters_and_spaces_alone(text in ".{0,200}") {
            let clean = |c: char| c == ' ' || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, '\u{200c}' | '\u{200d}');
            prop_assert!(indexed(&text).chars().all(clean));
        }
    }
}
