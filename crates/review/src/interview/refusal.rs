/// The interview room says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The interviewee has not answered whether notes may be taken.
    #[error("the interviewee has not agreed to notes yet")]
    NoConsent,
    /// The interviewee does not want notes.
    #[error("the interviewee does not agree to notes")]
    ConsentRefused,
    /// The interviewee no longer wants notes.
    #[error("consent was withdrawn, and the notes are deleted")]
    ConsentWithdrawn,
    /// At this moment nothing is written down.
    #[error("this part is off the record: nothing is written down")]
    OffTheRecord,
    /// What is done is the other one's to do.
    #[error("only the interviewee does this")]
    OnlyInterviewee,
    /// What is done is the other one's to do.
    #[error("only the facilitator of the interview does this")]
    OnlyFacilitator,
    /// Whose words these are decides.
    #[error("only its author writes this note anew")]
    OnlyAuthor,
    /// A note is not meant to leave the room.
    #[error("only a quote leaves the room")]
    NotAQuote,
    /// It stands in the review already.
    #[error("this quote was released")]
    Released,
    /// Nothing to write down.
    #[error("there are no words in this")]
    Empty,
    /// Words beyond the bounds.
    #[error("these words are too long")]
    TooLong,
    /// More questions than anybody asks.
    #[error("these are too many questions")]
    TooMany,
    /// An entry without its time or title.
    #[error("an entry has a time and a title")]
    NoEntry,
    /// Nobody interviews themselves.
    #[error("an interview takes two people")]
    Alone,
}

impl Refusal {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoConsent => "no-consent",
            Self::ConsentRefused => "consent-refused",
            Self::ConsentWithdrawn => "consent-withdrawn",
            Self::OffTheRecord => "off-the-record",
            Self::OnlyInterviewee => "only-interviewee",
            Self::OnlyFacilitator => "only-facilitator",
            Self::OnlyAuthor => "only-author",
            Self::NotAQuote => "not-a-quote",
            Self::Released => "released",
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::NoEntry => "no-entry",
            Self::Alone => "alone",
        }
    }

    /// What can be done about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NoConsent => "ask, and let them say so in the room",
            Self::ConsentRefused => "listen without writing; they may agree later",
            Self::ConsentWithdrawn => "listen without writing; if they agree again, begin anew",
            Self::OffTheRecord => "wait until the interviewee goes on the record again",
            Self::OnlyInterviewee => "it is theirs to decide",
            Self::OnlyFacilitator => "tell the facilitator what should be asked",
            Self::OnlyAuthor => "write a note of your own beside it",
            Self::NotAQuote => "mark the exact words as a quote first",
            Self::Released => "change it in the review: it is written there in the interviewee's name",
            Self::Empty => "one sentence is enough",
            Self::TooLong => "a note has 64 KiB, a question 2,000 characters, a title 500",
            Self::TooMany => "keep the fifty that open most",
            Self::NoEntry => "give both, or release it as a note",
            Self::Alone => "name another person as interviewee",
        }
    }

    /// Whether it says that this person may not, rather than that now is not the time.
    pub fn is_about_the_person(self) -> bool {
        matches!(self, Self::OnlyInterviewee | Self::OnlyFacilitator | Self::OnlyAuthor)
    }

    /// Whether what was sent cannot be taken, whenever and by whom it is sent.
    pub fn is_about_the_words(self) -> bool {
        matches!(self, Self::Empty | Self::TooLong | Self::TooMany | Self::NoEntry | Self::Alone)
    }
}
