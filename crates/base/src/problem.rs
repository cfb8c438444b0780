use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::ByteSpan;

/// Something odd in the data: reported with its place, kept beside the value, never a reason to stop.
///
/// Compare codes, never messages: a code is stable, a message is for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable kebab-case name of the kind of trouble, such as `truncated-archive`.
    pub code: Cow<'static, str>,
    /// One short sentence for a person.
    pub message: String,
    /// What the person can do about it, if anything.
    pub hint: Option<String>,
    /// Where in the source, if it has a place.
    pub span: Option<ByteSpan>,
}

impl Problem {
    /// A problem without hint or place.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), message: message.into(), hint: None, span: None }
    }

    /// The same problem with what can be done about it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same problem at a place.
    pub fn at(self, span: ByteSpan) -> Self {
        Self { span: Some(span), ..self }
    }
}
