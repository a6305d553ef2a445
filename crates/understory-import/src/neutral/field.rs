//! The values of single fields, each with an error that names the field.

use std::cell::Cell;
use std::fmt;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::time::{self, shortened};
use crate::record::Extra;

/// A database indexes ids, and PostgreSQL indexes nothing above 2,704 bytes.
const LONGEST_ID: usize = 2_000;

/// Takes out U+0000, which PostgreSQL cannot hold, and raises the flag.
pub(crate) fn clean(mut text: String, cleaned: &Cell<bool>) -> String {
    if text.contains('\0') {
        text.retain(|c| c != '\0');
        cleaned.set(true);
    }
    text
}

fn clean_value(value: Value, cleaned: &Cell<bool>) -> Value {
    match value {
        Value::String(text) => Value::String(clean(text, cleaned)),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| clean_value(item, cleaned)).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter().map(|(key, item)| (clean(key, cleaned), clean_value(item, cleaned))).collect(),
        ),
        other => other,
    }
}

pub(crate) fn twice<E: Error>(name: &str) -> E {
    E::custom(format_args!("the field `{}` is given twice", shortened(name)))
}

/// Fills a slot, which must be empty.
pub(crate) fn once<T, E: Error>(slot: &mut Option<T>, name: &str, value: T) -> Result<(), E> {
    match slot.replace(value) {
        Some(_) => Err(twice(name)),
        None => Ok(()),
    }
}

/// The name of a field: one that is known, or one of the writer's own.
pub(crate) enum Name<F> {
    Known(F),
    Extra(String),
}

pub(crate) struct Key<'a, F> {
    pub named: fn(&str) -> Option<F>,
    /// What stands before the name in an error.
    pub inside: &'static str,
    pub cleaned: &'a Cell<bool>,
}

impl<'de, F> DeserializeSeed<'de> for Key<'_, F> {
    type Value = Name<F>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<F> Visitor<'_> for Key<'_, F> {
    type Value = Name<F>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if let Some(field) = (self.named)(name) {
            return Ok(Name::Known(field));
        }
        if name.starts_with("x_") {
            return Ok(Name::Extra(clean(name.to_owned(), self.cleaned)));
        }
        Err(E::custom(format_args!(
            "the field `{}{}` is unknown; names of your own begin with `x_`",
            self.inside,
            shortened(name)
        )))
    }
}

/// Gathers the fields whose names begin with `x_`.
pub(crate) struct Extras<'a> {
    pub cleaned: &'a Cell<bool>,
    pub extra: &'a mut Extra,
}

impl Extras<'_> {
    pub fn take<'de, A: MapAccess<'de>>(self, name: String, map: &mut A) -> Result<(), A::Error> {
        if self.extra.contains_key(&name) {
            return Err(twice(&name));
        }
        let value = clean_value(map.next_value()?, self.cleaned);
        self.extra.insert(name, value);
        Ok(())
    }
}

/// A text; null is no text.
pub(crate) struct Text<'a> {
    pub name: &'a str,
    pub cleaned: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text in the field `{}`", self.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        self.visit_string(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(clean(text, self.cleaned)))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// An id: a text, or a whole number, which is taken as its decimal digits.
pub(crate) struct Id<'a> {
    pub name: &'a str,
    pub cleaned: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Id<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Id<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text or a whole number in the field `{}`", self.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.len() > LONGEST_ID {
            return Err(E::custom(format_args!("the field `{}` is longer than {LONGEST_ID} bytes", self.name)));
        }
        Ok(Some(clean(text.to_owned(), self.cleaned)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// A time; null is no time.
pub(crate) struct Time<'a> {
    pub name: &'a str,
}

impl<'de> DeserializeSeed<'de> for Time<'_> {
    type Value = Option<Timestamp>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Time<'_> {
    type Value = Option<Timestamp>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a time such as \"2024-05-01T12:30:00Z\" in the field `{}`", self.name)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let time = time::read(text).map_err(|why| E::custom(format_args!("the field `{}`: {why}", self.name)))?;
        Ok(Some(time))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// A list of topics; null is none.
pub(crate) struct Topics<'a> {
    pub cleaned: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Topics<'_> {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Topics<'_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts in the field `topics`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut topics = Vec::new();
        while let Some(topic) = list.next_element_seed(Text { name: "topics", cleaned: self.cleaned })? {
            topics.extend(topic.filter(|topic| !topic.is_empty()));
        }
        Ok(topics)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }
}
