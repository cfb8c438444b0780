//! Who may do what in the room: one table.

use super::Refusal;

/// Who somebody is in an interview. Whoever is neither does not know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who tells.
    Interviewee,
    /// Who asks.
    Facilitator,
}

/// What somebody wants to do in the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Say whether notes may be taken.
    Consent,
    /// Go off the record.
    GoOff,
    /// Go on it again.
    GoOn,
    /// Change what shall be asked.
    Question,
    /// Write a note.
    Write,
    /// Write a note anew.
    Rewrite {
        /// Whether it is their own.
        own: bool,
    },
    /// Strike a note.
    Strike {
        /// Whether it is their own.
        own: bool,
    },
    /// Let a quote out.
    Release,
    /// End the room and all in it.
    Remove,
}

impl Part {
    /// The name that the API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interviewee => "interviewee",
            Self::Facilitator => "facilitator",
        }
    }

    /// Whether they may. Words about a person can always be struck by that person.
    pub fn check(self, deed: Deed) -> Result<(), Refusal> {
        match (self, deed) {
            (_, Deed::GoOff | Deed::Write | Deed::Remove) => Ok(()),
            (Self::Interviewee, Deed::Consent | Deed::GoOn | Deed::Release | Deed::Strike { .. }) => Ok(()),
            (Self::Facilitator, Deed::Question | Deed::Strike { own: true }) => Ok(()),
            (_, Deed::Rewrite { own: true }) => Ok(()),
            (_, Deed::Rewrite { own: false }) => Err(Refusal::OnlyAuthor),
            (Self::Interviewee, Deed::Question) => Err(Refusal::OnlyFacilitator),
            (Self::Facilitator, Deed::Consent | Deed::GoOn | Deed::Release | Deed::Strike { own: false }) => {
                Err(Refusal::OnlyInterviewee)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_room() {
        let check = |deed: Deed, interviewee: bool, facilitator: bool| {
            let may = [Part::Interviewee, Part::Facilitator].map(|part| part.check(deed).is_ok());
            assert_eq!(may, [interviewee, facilitator], "{deed:?}");
        };
        check(Deed::Consent, true, false);
        check(Deed::GoOff, true, true);
        check(Deed::GoOn, true, false);
        check(Deed::Question, false, true);
        check(Deed::Write, true, true);
        check(Deed::Rewrite { own: true }, true, true);
        check(Deed::Rewrite { own: false }, false, false);
        check(Deed::Strike { own: true }, true, true);
        check(Deed::Strike { own: false }, true, false);
        check(Deed::Release, true, false);
        check(Deed::Remove, true, true);
    }
}
