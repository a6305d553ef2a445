use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Why a comment waits or was removed by an automatic decision, in words for its writer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reason {
    /// A stable word.
    pub code: Cow<'static, str>,
    /// A sentence for a person.
    pub text: Cow<'static, str>,
}

/// A request that is understood and not done. Nothing is stored, nothing that was typed is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A stable word, such as `story_closed`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for a person: what is wrong and what to do.
    pub text: Cow<'static, str>,
    /// The field of the form that it belongs to: `body`, `name`, `parent`, or none.
    pub field: Option<&'static str>,
    /// Seconds after which to try again, where waiting helps.
    pub retry_after: Option<u64>,
    /// The numbers in the sentence, for those who say it in another language.
    pub numbers: Vec<(&'static str, u64)>,
    /// Whether the sentence is in the reader's language already.
    pub translated: bool,
}

impl Refusal {
    /// A refusal with status 422 that belongs to a field.
    pub fn field(code: &'static str, field: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            status: 422,
            text: text.into(),
            field: Some(field),
            retry_after: None,
            numbers: Vec::new(),
            translated: false,
        }
    }

    /// A refusal of the whole request.
    pub fn new(status: u16, code: &'static str, text: impl Into<Cow<'static, str>>) -> Self {
        Self { code, status, text: text.into(), field: None, retry_after: None, numbers: Vec::new(), translated: false }
    }

    /// The same, with the numbers that its sentence holds.
    #[must_use]
    pub fn numbers<const N: usize>(mut self, numbers: [(&'static str, usize); N]) -> Self {
        self.numbers = numbers.map(|(name, number)| (name, number as u64)).to_vec();
        self
    }

    /// The same, its sentence being in the reader's language.
    #[must_use]
    pub fn translated(mut self) -> Self {
        self.translated = true;
        self
    }

    /// The same, to be tried again after `seconds`.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }
}
