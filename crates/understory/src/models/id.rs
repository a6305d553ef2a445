use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// An identifier: a UUIDv7, shown as 25 characters of base 36 (0–9, a–z).
///
/// In both forms the order is the order in which things were made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub Uuid);

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Two digits at a time: a page shows hundreds of identifiers.
static PAIRS: [[u8; 2]; 36 * 36] = {
    let mut pairs = [[0; 2]; 36 * 36];
    let mut n = 0;
    while n < pairs.len() {
        pairs[n] = [DIGITS[n / 36], DIGITS[n % 36]];
        n += 1;
    }
    pairs
};

/// How many characters an identifier has when shown: 36^25 is the first power above 2^128.
pub const ID_LENGTH: usize = 25;

impl Id {
    /// Sorts before every identifier.
    pub const FIRST: Self = Self(Uuid::nil());
    /// Sorts after every identifier.
    pub const LAST: Self = Self(Uuid::max());

    /// The sixteen bytes.
    pub fn bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// Whether the bits say UUIDv7, as all identifiers made here do.
    pub fn is_ours(&self) -> bool {
        self.0.get_version_num() == 7 && self.0.get_variant() == uuid::Variant::RFC4122
    }

    /// Appends its text: without a formatter between, where a page writes hundreds.
    pub fn push_to(self, out: &mut String) {
        out.push_str(std::str::from_utf8(&self.digits()).unwrap_or_default());
    }

    fn digits(self) -> [u8; ID_LENGTH] {
        // Twelve digits at a time fit into 64 bits, where dividing is cheap.
        const TWELVE: u128 = 36_u128.pow(12);
        let value = self.0.as_u128();
        let (above, low) = (value / TWELVE, (value % TWELVE) as u64);
        let (high, middle) = ((above / TWELVE) as usize, (above % TWELVE) as u64);
        let mut out = [b'0'; ID_LENGTH];
        out[0] = DIGITS[high];
        let (pairs, _) = out[1..].as_chunks_mut::<2>();
        for (mut rest, pairs) in [middle, low].into_iter().zip(pairs.chunks_mut(6)) {
            for pair in pairs.iter_mut().rev() {
                *pair = PAIRS[(rest % (36 * 36)) as usize];
                rest /= 36 * 36;
            }
        }
        out
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        f.pad(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What was given is not an identifier of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is {ID_LENGTH} characters of 0–9 and a–z")]
pub struct NotAnId;

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        if text.len() != ID_LENGTH {
            return Err(NotAnId);
        }
        let mut value: u128 = 0;
        for byte in text.bytes() {
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'z' => byte - b'a' + 10,
                _ => return Err(NotAnId),
            };
            value = value.checked_mul(36).and_then(|v| v.checked_add(u128::from(digit))).ok_or(NotAnId)?;
        }
        Ok(Self(Uuid::from_u128(value)))
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.digits();
        serializer.serialize_str(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl<'de> serde::Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_and_bytes_agree_and_keep_order(a: u128, b: u128) {
            let (a, b) = (Id(Uuid::from_u128(a)), Id(Uuid::from_u128(b)));
            prop_assert_eq!(a.to_string().parse::<Id>(), Ok(a));
            prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.cmp(&b));
        }

        #[test]
        fn anything_else_is_refused(text in ".{0,30}") {
            if let Ok(id) = text.parse::<Id>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn what_overflows_is_refused() {
        assert_eq!("zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<Id>(), Err(NotAnId));
        assert_eq!(Id::LAST.to_string().parse::<Id>(), Ok(Id::LAST));
    }
}
