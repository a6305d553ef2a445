//! The field `votes`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::field::once;
use super::time::shortened;
use crate::record::Votes;

/// Totals of votes; null is none, and a side that is not given is zero.
pub(crate) struct VotesField;

impl<'de> DeserializeSeed<'de> for VotesField {
    type Value = Option<Votes>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for VotesField {
    type Value = Option<Votes>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object such as {\"up\":3,\"down\":0} in the field `votes`")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut up, mut down) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "up" => once(&mut up, "votes.up", map.next_value_seed(Count("votes.up"))?)?,
                "down" => once(&mut down, "votes.down", map.next_value_seed(Count("votes.down"))?)?,
                _ => {
                    return Err(Error::custom(format_args!(
                        "the field `votes.{}` is unknown; votes are `up` and `down`",
                        shortened(&key)
                    )));
                }
            }
        }
        Ok(Some(Votes { up: up.unwrap_or(0), down: down.unwrap_or(0) }))
    }
}

struct Count(&'static str);

impl<'de> DeserializeSeed<'de> for Count {
    type Value = u32;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<u32, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Count {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from 0 to {} in the field `{}`", u32::MAX, self.0)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }
}
