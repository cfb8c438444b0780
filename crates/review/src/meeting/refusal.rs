/// The meeting says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A beginning that is none, or without a zone.
    #[error("this is not a moment with a zone")]
    NoStart,
    /// A length that nobody sits through.
    #[error("a meeting takes 5 minutes to 8 hours")]
    Length,
    /// An item that is not on the agenda.
    #[error("this item is not on the agenda")]
    NoSuchItem,
    /// More than fits into a meeting.
    #[error("the agenda is too long")]
    TooMany,
    /// Words beyond the bounds.
    #[error("these words are too long")]
    TooLong,
    /// Nothing to say.
    #[error("there are no words in this")]
    Empty,
    /// A length of time that is not one.
    #[error("a timer runs for 1 second to 8 hours")]
    Seconds,
    /// What does not run is not paused or extended.
    #[error("the timer does not run")]
    NotRunning,
    /// An answer outside of the scale.
    #[error("an answer is a number from 1 to 5")]
    Scale,
}

impl Refusal {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoStart => "no-start",
            Self::Length => "length",
            Self::NoSuchItem => "no-such-item",
            Self::TooMany => "too-many",
            Self::TooLong => "too-long",
            Self::Empty => "empty",
            Self::Seconds => "seconds",
            Self::NotRunning => "not-running",
            Self::Scale => "scale",
        }
    }

    /// What can be done about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoStart => "write it like 2026-03-10T14:00:00[Europe/Berlin] or 2026-03-10T14:00:00+01:00",
            Self::Length => "plan two meetings instead",
            Self::NoSuchItem => "look at the agenda again: somebody may have changed it",
            Self::TooMany => "an agenda has 40 items; keep what only these people together can answer",
            Self::TooLong => "a title has 500 characters, opening words 4,000, a parked idea 16 KiB",
            Self::Empty => "one line is enough",
            Self::Seconds => "give whole seconds",
            Self::NotRunning => "start it first",
            Self::Scale => "1 is not at all, 5 is fully",
        }
    }
}
