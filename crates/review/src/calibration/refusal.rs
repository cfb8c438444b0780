/// Calibration says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// An answer to an entry that is not one of the person's moments.
    #[error("this is not one of your moments")]
    NoSuchMoment,
    /// A correction that corrects nothing.
    #[error("a correction says what was otherwise: the time, the title, or in words")]
    NothingCorrected,
    /// A moment that cannot be read.
    #[error("this is not a moment")]
    NoTime,
    /// Something added without saying what.
    #[error("what is added has a title")]
    NoTitle,
    /// Words beyond the bounds of the review.
    #[error("these words are too long")]
    TooLong,
    /// More was added than anybody reads.
    #[error("too much was added")]
    TooMany,
    /// What was released stands in the review, and is changed there.
    #[error("this answer was released")]
    Released,
    /// What a page calls an addition is no id.
    #[error("what is added is named by a UUID")]
    NoId,
}

impl Refusal {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSuchMoment => "no-such-moment",
            Self::NothingCorrected => "nothing-corrected",
            Self::NoTime => "moment",
            Self::NoTitle => "no-title",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Released => "released",
            Self::NoId => "no-id",
        }
    }

    /// What can be done about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoSuchMoment => "load your moments again, or add it as a moment of its own",
            Self::NothingCorrected => "say \"confirmed\" where it is right as it stands",
            Self::NoTime => "write it like 2026-03-05T14:09:41Z",
            Self::NoTitle => "one line that says what happened",
            Self::TooLong => "a title has 500 characters, a text 16 KiB",
            Self::TooMany => "release what is there, then add the rest on the timeline",
            Self::Released => "change it on the timeline: it is written there in your name",
            Self::NoId => "make a UUID for it in the page",
        }
    }
}
