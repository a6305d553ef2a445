//! The field `author`.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::field::{Extras, Id, Key, Name, Text, clean, once};
use crate::record::{Author, Extra};

/// What stood in the field `author`: a name in a story, an object in a comment.
#[derive(Default)]
pub(crate) enum AuthorValue {
    #[default]
    None,
    Name(String),
    Author(Author),
}

pub(crate) struct AuthorField<'a> {
    pub cleaned: &'a Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for AuthorField<'_> {
    type Value = AuthorValue;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

#[derive(Clone, Copy)]
enum AuthorPart {
    Name,
    Id,
    Email,
}

impl AuthorPart {
    fn named(name: &str) -> Option<Self> {
        match name {
            "name" => Some(Self::Name),
            "id" => Some(Self::Id),
            "email" => Some(Self::Email),
            _ => None,
        }
    }
}

impl<'de> Visitor<'de> for AuthorField<'_> {
    type Value = AuthorValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (in a story, a text) in the field `author`")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(AuthorValue::Name(clean(name.to_owned(), self.cleaned)))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(AuthorValue::None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let cleaned = self.cleaned;
        let (mut name, mut id, mut email) = (None, None, None);
        let mut extra = Extra::new();
        while let Some(key) = map.next_key_seed(Key { named: AuthorPart::named, inside: "author.", cleaned })? {
            match key {
                Name::Known(AuthorPart::Name) => {
                    once(&mut name, "author.name", map.next_value_seed(Text { name: "author.name", cleaned })?)?;
                }
                Name::Known(AuthorPart::Id) => {
                    once(&mut id, "author.id", map.next_value_seed(Id { name: "author.id", cleaned })?)?;
                }
                Name::Known(AuthorPart::Email) => {
                    once(&mut email, "author.email", map.next_value_seed(Text { name: "author.email", cleaned })?)?;
                }
                Name::Extra(key) => Extras { cleaned, extra: &mut extra }.take(key, &mut map)?,
            }
        }
        let Some(name) = name else {
            return Err(Error::custom("the field `author.name` is missing; it may be empty"));
        };
        let given = |text: Option<Option<String>>| text.flatten().filter(|text| !text.is_empty());
        Ok(AuthorValue::Author(Author { name: name.unwrap_or_default(), id: given(id), email: given(email), extra }))
    }
}
