//! Records to lines, always in the same order of fields, so that a file read and written twice is the same to the byte.

use std::io::{self, Write};

use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::time::Rfc3339;
use crate::record::{Author, CommentRecord, Extra, Format, Record, State, StoryRecord, Votes};

/// Writes records as lines of the neutral format.
///
/// Many short writes are made: hand it a `BufWriter` for a file, a `GzEncoder` to compress.
#[derive(Debug)]
pub struct Writer<W: Write> {
    output: W,
}

impl<W: Write> Writer<W> {
    /// A writer that begins where `output` stands.
    pub fn new(output: W) -> Self {
        Self { output }
    }

    /// Writes one record and the end of its line.
    pub fn write(&mut self, record: &Record) -> io::Result<()> {
        serde_json::to_writer(&mut self.output, record)?;
        self.output.write_all(b"\n")
    }

    /// Flushes, and gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Story(story) => {
                map.serialize_entry("kind", "story")?;
                write_story(story, &mut map)?;
            }
            Self::Comment(comment) => {
                map.serialize_entry("kind", "comment")?;
                write_comment(comment, &mut map)?;
            }
        }
        map.end()
    }
}

/// Without `kind`, as the HTTP API takes it.
impl Serialize for StoryRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_story(self, &mut map)?;
        map.end()
    }
}

fn write_story<M: SerializeMap>(story: &StoryRecord, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("id", &story.id)?;
    map.serialize_entry("title", &story.title)?;
    text(map, "url", story.url.as_ref())?;
    text(map, "slug", story.slug.as_ref())?;
    text(map, "body", story.body.as_ref())?;
    text(map, "author", story.author.as_ref())?;
    time(map, "published_at", story.published_at)?;
    if !story.topics.is_empty() {
        map.serialize_entry("topics", &story.topics)?;
    }
    text(map, "state", story.state.as_ref())?;
    extra(map, &story.extra)
}

fn write_comment<M: SerializeMap>(comment: &CommentRecord, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("id", &comment.id)?;
    map.serialize_entry("story", &comment.story)?;
    text(map, "parent", comment.parent.as_ref())?;
    map.serialize_entry("author", &comment.author)?;
    time(map, "created_at", Some(comment.created_at))?;
    map.serialize_entry("body", &comment.body)?;
    if comment.format != Format::default() {
        map.serialize_entry("format", comment.format.as_str())?;
    }
    if let Some(state) = comment.state {
        map.serialize_entry("state", State::as_str(state))?;
    }
    if let Some(votes) = &comment.votes {
        map.serialize_entry("votes", votes)?;
    }
    time(map, "edited_at", comment.edited_at)?;
    text(map, "lang", comment.lang.as_ref())?;
    extra(map, &comment.extra)
}

fn text<M: SerializeMap>(map: &mut M, name: &str, text: Option<&String>) -> Result<(), M::Error> {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => map.serialize_entry(name, text),
        None => Ok(()),
    }
}

fn time<M: SerializeMap>(map: &mut M, name: &str, time: Option<Timestamp>) -> Result<(), M::Error> {
    match time {
        Some(time) => map.serialize_entry(name, &Rfc3339(time)),
        None => Ok(()),
    }
}

/// A name that does not begin with `x_` is left out: no reader would take it.
fn extra<M: SerializeMap>(map: &mut M, extra: &Extra) -> Result<(), M::Error> {
    extra
        .iter()
        .filter(|(name, _)| name.starts_with("x_"))
        .try_for_each(|(name, value)| map.serialize_entry(name, value))
}

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Author {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        text(&mut map, "id", self.id.as_ref())?;
        text(&mut map, "email", self.email.as_ref())?;
        extra(&mut map, &self.extra)?;
        map.end()
    }
}

impl Serialize for Votes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("up", &self.up)?;
        map.serialize_entry("down", &self.down)?;
        map.end()
    }
}
