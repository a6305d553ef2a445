use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Id, Sort};
use crate::clock::Timestamp;

/// Where a list of siblings goes on: after the comment with this sort key and identifier, under this parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Whose children: the story's identifier for roots.
    pub parent: Id,
    /// The order the list is in.
    pub sort: Sort,
    /// The sort key of the last one shown: microseconds, or the rank.
    pub key: i64,
    /// The last one shown.
    pub id: Id,
}

/// The text is not a cursor that this server wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this server")]
pub struct BadCursor;

const LENGTH: usize = 1 + 16 + 8 + 16;

impl Cursor {
    /// Before the first child of `parent`.
    pub fn start(parent: Id, sort: Sort) -> Self {
        if sort.descends() {
            Self { parent, sort, key: i64::MAX, id: Id::LAST }
        } else {
            Self { parent, sort, key: i64::MIN, id: Id::FIRST }
        }
    }
}

impl Cursor {
    /// In a list that belongs to no comment and no story, newest first: behind what is of this time and identifier.
    pub fn newest((at, id): (Timestamp, Id)) -> Self {
        Self { parent: Id::FIRST, sort: Sort::Newest, key: at.0, id }
    }

    /// Where a list by time goes on.
    pub fn place(self) -> (Timestamp, Id) {
        (Timestamp(self.key), self.id)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = [0; LENGTH];
        bytes[0] = self.sort as u8;
        bytes[1..17].copy_from_slice(self.parent.bytes());
        bytes[17..25].copy_from_slice(&self.key.to_be_bytes());
        bytes[25..].copy_from_slice(self.id.bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl std::str::FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let mut bytes = [0; LENGTH];
        if URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) != Ok(LENGTH) {
            return Err(BadCursor);
        }
        let id = |range: std::ops::Range<usize>| uuid::Uuid::from_slice(&bytes[range]).map(Id).map_err(|_| BadCursor);
        Ok(Self {
            sort: Sort::from_tag(bytes[0]).ok_or(BadCursor)?,
            parent: id(1..17)?,
            key: i64::from_be_bytes(bytes[17..25].try_into().map_err(|_| BadCursor)?),
            id: id(25..LENGTH)?,
        })
    }
}

impl serde::Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_comes_back(parent: u128, id: u128, key: i64, sort in 0u8..3) {
            let sort = Sort::from_tag(sort).unwrap();
            let cursor = Cursor { parent: Id(uuid::Uuid::from_u128(parent)), sort, key, id: Id(uuid::Uuid::from_u128(id)) };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }

        #[test]
        fn other_text_is_refused(text in ".{0,80}") {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }
}
