//! Discussions of a given shape, as the neutral format has them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Context;
use clap::Args;

use crate::draw::{Draw, person};

/// Make stories and comments as JSON lines.
#[derive(Debug, Args)]
pub struct Make {
    /// Where to
    #[arg(long)]
    out: PathBuf,
    /// NAME:STORIES:SHAPE, the shape being tree:ROOTS (three replies each, three levels), flat:COMMENTS,
    /// under:COMMENTS (all below one root) or headless:COMMENTS:REMOVED (flat, the newest of them removed). The stories
    /// are NAME-00001 and so on, under https://paper.example/NAME-00001
    #[arg(required = true)]
    threads: Vec<Thread>,
}

#[derive(Clone, Debug)]
struct Thread {
    name: String,
    stories: usize,
    shape: Shape,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Tree { roots: u64 },
    Flat { comments: u64, removed: u64 },
    Under { comments: u64 },
}

impl FromStr for Thread {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(':').collect();
        let number = |index: usize| -> Result<u64, String> {
            let word = parts.get(index).ok_or_else(|| format!("'{text}' is too short"))?;
            word.parse().map_err(|_| format!("'{word}' is no number"))
        };
        let shape = match *parts.get(2).unwrap_or(&"") {
            "tree" => Shape::Tree { roots: number(3)? },
            "flat" => Shape::Flat { comments: number(3)?, removed: 0 },
            "headless" => Shape::Flat { comments: number(3)?, removed: number(4)? },
            "under" => Shape::Under { comments: number(3)? },
            other => return Err(format!("'{other}' is no shape")),
        };
        Ok(Self { name: parts[0].to_owned(), stories: number(1)? as usize, shape })
    }
}

/// 2025-01-01T00:00:00Z; every comment is one second younger than the one before.
const BEGIN: i64 = 1_735_689_600;

/// Replies of a comment, and levels, in a tree.
const REPLIES: u64 = 3;
const LEVELS: u64 = 3;

impl Make {
    /// Writes the file.
    pub fn run(self) -> anyhow::Result<()> {
        let file = File::create(&self.out).with_context(|| format!("{}", self.out.display()))?;
        let mut lines = Lines { out: BufWriter::with_capacity(1 << 20, file), draw: Draw::new(1), next: 0 };
        for thread in &self.threads {
            for number in 1..=thread.stories {
                lines.story(&format!("{}-{number:05}", thread.name), thread.shape)?;
            }
        }
        lines.out.flush()?;
        Ok(())
    }
}

struct Lines {
    out: BufWriter<File>,
    draw: Draw,
    next: u64,
}

impl Lines {
    fn story(&mut self, slug: &str, shape: Shape) -> anyhow::Result<()> {
        let body = (0..5).map(|_| self.draw.text("The")).collect::<Vec<_>>().join("\\n\\n");
        writeln!(
            self.out,
            "{{\"kind\":\"story\",\"id\":\"{slug}\",\"title\":\"What the council said about {slug}\",\"slug\":\"{slug}\",\
             \"url\":\"https://paper.example/{slug}\",\"author\":\"Newsroom\",\"body\":\"{body}\",\
             \"published_at\":\"{}\"}}",
            time(0)
        )?;
        match shape {
            Shape::Tree { roots } => {
                for _ in 0..roots {
                    self.branch(slug, None, 1)?;
                }
            }
            Shape::Flat { comments, removed } => {
                for n in 0..comments {
                    let state = if n >= comments - removed { ",\"state\":\"removed\"" } else { "" };
                    self.comment(slug, None, state)?;
                }
            }
            Shape::Under { comments } => {
                let root = self.comment(slug, None, "")?;
                for _ in 1..comments {
                    self.comment(slug, Some(root), "")?;
                }
            }
        }
        Ok(())
    }

    fn branch(&mut self, story: &str, parent: Option<u64>, level: u64) -> anyhow::Result<()> {
        let id = self.comment(story, parent, "")?;
        if level < LEVELS {
            for _ in 0..REPLIES {
                self.branch(story, Some(id), level + 1)?;
            }
        }
        Ok(())
    }

    fn comment(&mut self, story: &str, parent: Option<u64>, state: &str) -> anyhow::Result<u64> {
        let id = self.next;
        self.next += 1;
        let text = self.draw.text(&format!("c{id}"));
        let parent = parent.map(|parent| format!(",\"parent\":\"{parent}\"")).unwrap_or_default();
        writeln!(
            self.out,
            "{{\"kind\":\"comment\",\"id\":\"{id}\",\"story\":\"{story}\"{parent},\"author\":{{\"name\":\"{}\"}},\
             \"created_at\":\"{}\",\"body\":\"{text}\"{state}}}",
            person(self.draw.next()),
            time(id + 1)
        )?;
        Ok(id)
    }
}

fn time(after: u64) -> String {
    // 26,000,000 comments would end in the future; there are fewer.
    jiff::Timestamp::from_second(BEGIN + after as i64).unwrap_or_default().to_string()
}
