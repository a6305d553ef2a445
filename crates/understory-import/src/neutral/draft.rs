//! JSON to a record, in one pass over the text.
//!
//! The fields of both kinds are gathered first, since `kind` may come last; then they become a story or a comment, or an
//! error that names the field. Written by hand because `#[serde(flatten)]`, which the `x_` fields would need, copies every
//! value and accepts every name.

use std::cell::Cell;
use std::fmt;

use jiff::Timestamp;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::author::{AuthorField, AuthorValue};
use super::field::{self, Extras, Id, Text, Time, Topics};
use super::schema::Field;
use super::time::shortened;
use super::votes::VotesField;
use crate::record::{Author, CommentRecord, Extra, Format, Record, State, StoryRecord, Votes};

/// Reads a record, and raises the flag if a NUL character had to be taken out of it.
pub(crate) struct RecordSeed<'a>(pub &'a Cell<bool>);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Record, D::Error> {
        let mut draft = from.deserialize_map(DraftVisitor { cleaned: self.0, with_kind: true })?;
        match draft.kind.take().as_deref() {
            Some("story") => Ok(Record::Story(draft.story()?)),
            Some("comment") => Ok(Record::Comment(draft.comment()?)),
            Some(other) => Err(Error::custom(format_args!(
                "the kind `{}` is unknown; a record is a `story` or a `comment`",
                shortened(other)
            ))),
            None => Err(Error::custom("the field `kind` is missing; a record is a `story` or a `comment`")),
        }
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        RecordSeed(&Cell::new(false)).deserialize(from)
    }
}

impl<'de> Deserialize<'de> for StoryRecord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(DraftVisitor { cleaned: &Cell::new(false), with_kind: false })?.story()
    }
}

/// Everything a line said, before it is known what the line is.
#[derive(Default)]
struct Draft {
    /// One bit for each field that was there, whatever its value.
    seen: u32,
    kind: Option<String>,
    id: Option<String>,
    title: Option<String>,
    url: Option<String>,
    slug: Option<String>,
    body: Option<String>,
    author: AuthorValue,
    published_at: Option<Timestamp>,
    topics: Vec<String>,
    state: Option<String>,
    story: Option<String>,
    parent: Option<String>,
    created_at: Option<Timestamp>,
    format: Option<String>,
    votes: Option<Votes>,
    edited_at: Option<Timestamp>,
    lang: Option<String>,
    extra: Extra,
}

impl Draft {
    fn story<E: Error>(self) -> Result<StoryRecord, E> {
        self.refuse(&Field::OF_COMMENTS, "story")?;
        self.need(&[Field::Id, Field::Title], "story")?;
        let author = match self.author {
            AuthorValue::None => None,
            AuthorValue::Name(name) => given(Some(name)),
            AuthorValue::Author(_) => {
                return Err(E::custom("the field `author` of a story must be a text"));
            }
        };
        Ok(StoryRecord {
            id: not_empty(self.id, "id")?,
            title: self.title.unwrap_or_default(),
            url: given(self.url),
            slug: given(self.slug),
            body: given(self.body),
            author,
            published_at: self.published_at,
            topics: self.topics,
            state: given(self.state),
            extra: self.extra,
        })
    }

    fn comment<E: Error>(self) -> Result<CommentRecord, E> {
        self.refuse(&Field::OF_STORIES, "comment")?;
        self.need(&[Field::Id, Field::Story, Field::Author, Field::CreatedAt, Field::Body], "comment")?;
        let author: Author = match self.author {
            AuthorValue::Author(author) => author,
            AuthorValue::None | AuthorValue::Name(_) => {
                return Err(E::custom("the field `author` of a comment must be an object such as {\"name\":\"Ann\"}"));
            }
        };
        let Some(created_at) = self.created_at else {
            return Err(E::custom("the field `created_at` must not be null"));
        };
        Ok(CommentRecord {
            id: not_empty(self.id, "id")?,
            story: not_empty(self.story, "story")?,
            parent: given(self.parent),
            author,
            created_at,
            body: self.body.unwrap_or_default(),
            format: word("format", given(self.format), &Format::ALL, Format::as_str)?.unwrap_or_default(),
            state: word("state", given(self.state), &State::ALL, State::as_str)?,
            votes: self.votes,
            edited_at: self.edited_at,
            lang: given(self.lang),
            extra: self.extra,
        })
    }

    fn has(&self, field: Field) -> bool {
        self.seen & field.bit() != 0
    }

    fn refuse<E: Error>(&self, fields: &[Field], kind: &str) -> Result<(), E> {
        match fields.iter().find(|field| self.has(**field)) {
            Some(field) => Err(E::custom(format_args!("the field `{}` does not belong in a {kind}", field.name()))),
            None => Ok(()),
        }
    }

    fn need<E: Error>(&self, fields: &[Field], kind: &str) -> Result<(), E> {
        match fields.iter().find(|field| !self.has(**field)) {
            Some(field) => {
                Err(E::custom(format_args!("the field `{}` is missing; every {kind} has one", field.name())))
            }
            None => Ok(()),
        }
    }
}

/// An empty text in an optional field says as little as no field.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn not_empty<E: Error>(text: Option<String>, name: &str) -> Result<String, E> {
    given(text).ok_or_else(|| E::custom(format_args!("the field `{name}` must not be empty")))
}

/// The value that a word stands for.
fn word<T: Copy, E: Error>(
    name: &str,
    text: Option<String>,
    all: &[T],
    as_str: fn(T) -> &'static str,
) -> Result<Option<T>, E> {
    let Some(text) = text else { return Ok(None) };
    if let Some(value) = all.iter().find(|value| as_str(**value) == text) {
        return Ok(Some(*value));
    }
    let words: Vec<_> = all.iter().map(|value| format!("`{}`", as_str(*value))).collect();
    let text = shortened(&text);
    Err(E::custom(format_args!("the field `{name}` is `{text}`; it must be one of {}", words.join(", "))))
}

struct DraftVisitor<'a> {
    cleaned: &'a Cell<bool>,
    with_kind: bool,
}

impl<'de> Visitor<'de> for DraftVisitor<'_> {
    type Value = Draft;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a story or a comment, as a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Draft, A::Error> {
        let cleaned = self.cleaned;
        let mut draft = Draft::default();
        while let Some(key) = map.next_key_seed(field::Key { named: Field::named, inside: "", cleaned })? {
            let field = match key {
                field::Name::Known(Field::Kind) if !self.with_kind => {
                    return Err(Error::custom("the field `kind` is not expected here; leave it out"));
                }
                field::Name::Known(field) => field,
                field::Name::Extra(name) => {
                    Extras { cleaned, extra: &mut draft.extra }.take(name, &mut map)?;
                    continue;
                }
            };
            let name = field.name();
            if draft.has(field) {
                return Err(field::twice(name));
            }
            draft.seen |= field.bit();
            match field {
                Field::Kind => draft.kind = map.next_value_seed(Text { name, cleaned })?,
                Field::Id => draft.id = map.next_value_seed(Id { name, cleaned })?,
                Field::Title => draft.title = map.next_value_seed(Text { name, cleaned })?,
                Field::Url => draft.url = map.next_value_seed(Text { name, cleaned })?,
                Field::Slug => draft.slug = map.next_value_seed(Text { name, cleaned })?,
                Field::Body => draft.body = map.next_value_seed(Text { name, cleaned })?,
                Field::Author => draft.author = map.next_value_seed(AuthorField { cleaned })?,
                Field::PublishedAt => draft.published_at = map.next_value_seed(Time { name })?,
                Field::Topics => draft.topics = map.next_value_seed(Topics { cleaned })?,
                Field::State => draft.state = map.next_value_seed(Text { name, cleaned })?,
                Field::Story => draft.story = map.next_value_seed(Id { name, cleaned })?,
                Field::Parent => draft.parent = map.next_value_seed(Id { name, cleaned })?,
                Field::CreatedAt => draft.created_at = map.next_value_seed(Time { name })?,
                Field::Format => draft.format = map.next_value_seed(Text { name, cleaned })?,
                Field::Votes => draft.votes = map.next_value_seed(VotesField)?,
                Field::EditedAt => draft.edited_at = map.next_value_seed(Time { name })?,
                Field::Lang => draft.lang = map.next_value_seed(Text { name, cleaned })?,
            }
        }
        Ok(draft)
    }
}
