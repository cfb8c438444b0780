use thiserror::Error;

/// Why an update, an operation or a message was not taken. The document is then as it was before.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Not an update at all, or one of a kind that no page of ours writes.
    #[error("these bytes are no update of a review: {0}")]
    Malformed(&'static str),
    /// It builds on changes that are not here.
    #[error("the update builds on changes that are missing here")]
    Missing,
    /// A bound of the schema.
    #[error("{what} is too large: at most {at_most}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much there may be, in the unit of the schema.
        at_most: usize,
    },
    /// The schema has no such place, or another kind of value there.
    #[error("{place} cannot hold that")]
    Shape {
        /// Where, such as `entries/<id>/state`.
        place: String,
    },
    /// The writer may not change that.
    #[error("{place}: {rule}")]
    NotAllowed {
        /// Where.
        place: String,
        /// The rule, as a short sentence.
        rule: &'static str,
    },
    /// Readers change nothing.
    #[error("readers cannot change a review")]
    Reader,
    /// What an operation speaks of is not in the document.
    #[error("{place} is not in this review")]
    Unknown {
        /// What is not there.
        place: String,
    },
    /// The document was written by a newer program.
    #[error("this review was written by a newer version (schema {schema})")]
    Newer {
        /// The schema that it names.
        schema: u64,
    },
}

impl Refusal {
    /// Stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Missing => "missing",
            Self::TooLarge { .. } => "too-large",
            Self::Shape { .. } => "wrong-shape",
            Self::NotAllowed { .. } => "not-allowed",
            Self::Reader => "reader",
            Self::Unknown { .. } => "unknown",
            Self::Newer { .. } => "newer-schema",
        }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Malformed(_) | Self::Missing | Self::Shape { .. } => {
                "reload the page; what was refused is kept aside there"
            }
            Self::TooLarge { .. } => "make it shorter, or attach it as a file",
            Self::NotAllowed { .. } => "ask the facilitator, or write a comment beside it",
            Self::Reader => "ask the organiser to make you a participant",
            Self::Unknown { .. } => "somebody may have removed it: look at the history",
            Self::Newer { .. } => "update this program, or reload the page",
        }
    }
}
