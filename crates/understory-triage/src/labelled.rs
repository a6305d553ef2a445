//! Labelled comments: a header, then a line a text, columns divided by tabs, no quoting. An empty label was not judged.
//!
//! ```text
//! split  text  toxic  hate  threat  insult  sexual  profanity  spam  orig
//! ```
//!
//! `split`, labels and `orig` may be missing; `text` may not.

use crate::Category;

/// Which part of a source a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// To learn from.
    Train,
    /// To choose by.
    Dev,
    /// To report on.
    Test,
}

/// One labelled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its part; [`Split::Test`] where the file does not say.
    pub split: Split,
    /// As typed.
    pub text: String,
    /// By category; nothing where nobody judged.
    pub labels: [Option<bool>; Category::COUNT],
    /// What the source called it.
    pub original: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name without language: `civil_spans`.
    pub name: String,
    /// Its language, if the file's name says it.
    pub language: Option<String>,
    /// Its rows, in the order of the file.
    pub rows: Vec<Row>,
}

impl Source {
    /// Reads a file's text. The name is that of the file: what stands before the first `_`, if it is two letters, is the
    /// language.
    ///
    /// # Errors
    /// A sentence with the line that is not of the format.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or(name);
        let (language, short) = match stem.split_once('_') {
            Some((code, rest)) if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) => {
                (Some(code.to_owned()), rest)
            }
            _ => (None, stem),
        };
        let mut lines = text.strip_prefix('\u{feff}').unwrap_or(text).split('\n');
        let header: Vec<&str> = lines.next().unwrap_or_default().trim_end_matches('\r').split('\t').collect();
        let column = |wanted: &str| header.iter().position(|name| *name == wanted);
        let text_at = column("text")
            .ok_or_else(|| format!("{name} has no column 'text': the first line names the columns, divided by tabs"))?;
        let (split_at, original_at) = (column("split"), column("orig"));
        let labels_at: Vec<Option<usize>> = Category::ALL.iter().map(|category| column(category.as_str())).collect();
        let mut rows = Vec::new();
        for (number, line) in lines.enumerate() {
            let line = line.trim_end_matches('\r');
            if line.is_empty() {
                continue;
            }
            let number = number + 2;
            let parts: Vec<&str> = line.split('\t').collect();
            if parts.len() != header.len() {
                return Err(format!("{name}, line {number}: {} columns, not {}", parts.len(), header.len()));
            }
            let mut labels = [None; Category::COUNT];
            for (label, at) in labels.iter_mut().zip(&labels_at) {
                *label = match at.map(|at| parts[at]) {
                    None | Some("") => None,
                    Some("0") => Some(false),
                    Some("1") => Some(true),
                    Some(other) => {
                        return Err(format!("{name}, line {number}: '{other}' is no label; there are 1, 0 and none"));
                    }
                };
            }
            let split = match split_at.map(|at| parts[at]) {
                Some("train") => Split::Train,
                Some("dev") => Split::Dev,
                None | Some("test") => Split::Test,
                Some(other) => {
                    return Err(format!("{name}, line {number}: '{other}' is no split; there are train, dev and test"));
                }
            };
            let original = original_at.map(|at| parts[at].to_owned()).unwrap_or_default();
            rows.push(Row { split, text: parts[text_at].to_owned(), labels, original });
        }
        Ok(Self { name: short.to_owned(), language, rows })
    }

    /// The rows of a part.
    pub fn part(&self, split: Split) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.split == split)
    }

    /// `en_civil_spans`.
    pub fn full_name(&self) -> String {
        self.language.as_ref().map_or_else(|| self.name.clone(), |language| format!("{language}_{}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_a_bad_line_is_named() {
        let source = Source::parse("en_some.tsv", "split\ttext\thate\ndev\tA text\t1\ntest\tAnother\t\n").unwrap();
        assert_eq!((source.name.as_str(), source.language.as_deref()), ("some", Some("en")));
        assert_eq!(source.rows[0].labels[Category::Hate.index()], Some(true));
        assert_eq!(source.rows[1].labels[Category::Hate.index()], None);
        assert!(Source::parse("x.tsv", "text\thate\nA\t2\n").unwrap_err().contains("line 2"));
        assert!(Source::parse("x.tsv", "words\nA\n").unwrap_err().contains("no column 'text'"));
    }
}
