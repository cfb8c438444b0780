//! Asking somebody to take a seat: they claim it or decline it, and nobody answers for them.

use postlude_base::Timestamp;

/// What somebody is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seat {
    /// Runs the review.
    Facilitator,
    /// Stands in, watches the room, learns.
    CoFacilitator,
    /// Writes down what is said.
    NoteTaker,
}

impl Seat {
    /// All seats.
    pub const ALL: [Self; 3] = [Self::Facilitator, Self::CoFacilitator, Self::NoteTaker];

    /// The word for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facilitator => "facilitator",
            Self::CoFacilitator => "co-facilitator",
            Self::NoteTaker => "note-taker",
        }
    }
}

/// Somebody said no, with the reason that the organiser and they themselves see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// Id of the person.
    pub person: String,
    /// In their words.
    pub reason: String,
    /// When.
    pub time: Timestamp,
}

/// Where a seat stands, with what is known then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nobody is asked.
    Free,
    /// Somebody has not answered yet.
    Asked {
        /// Id of the person.
        person: String,
        /// Since when.
        time: Timestamp,
    },
    /// Somebody sits in it.
    Claimed {
        /// Id of the person.
        person: String,
        /// Since when.
        time: Timestamp,
    },
}

/// A seat and how it came to stand as it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub seat: Seat,
    /// How it stands.
    pub answer: Answer,
    /// Who declined, in order.
    pub declined: Vec<Declined>,
}

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody else is asked, or sits there.
    #[error("somebody else is asked, or has claimed it")]
    Taken,
    /// The same person was asked before and said no.
    #[error("they have declined this already")]
    HasDeclined,
    /// An answer for somebody else.
    #[error("only the person concerned answers")]
    NotYours,
    /// Nobody asked.
    #[error("nobody was asked")]
    NotAsked,
    /// Saying no, or that something is not so, needs a reason.
    #[error("this needs a reason in a few words")]
    NoReason,
    /// A correction of something that the row does not say.
    #[error("the row has no such reason")]
    NoSuchReason,
    /// A time that runs backwards.
    #[error("the last day comes before the first")]
    EndsBeforeItBegins,
}

impl Refusal {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::HasDeclined => "has-declined",
            Self::NotYours => "not-yours",
            Self::NotAsked => "not-asked",
            Self::NoReason => "no-reason",
            Self::NoSuchReason => "no-such-reason",
            Self::EndsBeforeItBegins => "ends-before-it-begins",
        }
    }

    /// What can be done about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Taken => "wait for the answer, or take the question back",
            Self::HasDeclined => "ask somebody else; they can still claim it themselves",
            Self::NotYours => "log in as the person who is asked",
            Self::NotAsked => "claim the seat instead",
            Self::NoReason => "\"no time this week\" is enough",
            Self::NoSuchReason => "read the row again; it may have changed",
            Self::EndsBeforeItBegins => "exchange the two days",
        }
    }
}

impl Standing {
    /// A seat that nobody was asked for.
    pub fn free(seat: Seat) -> Self {
        Self { seat, answer: Answer::Free, declined: Vec::new() }
    }

    /// The organiser asks somebody.
    pub fn ask(self, person: &str, now: Timestamp) -> Result<Self, Refusal> {
        if self.answer != Answer::Free {
            return Err(Refusal::Taken);
        }
        if self.declined.iter().any(|declined| declined.person == person) {
            return Err(Refusal::HasDeclined);
        }
        Ok(Self { answer: Answer::Asked { person: person.to_owned(), time: now }, ..self })
    }

    /// Somebody takes the seat, asked or not; not one for which somebody else is asked.
    pub fn claim(self, by: &str, now: Timestamp) -> Result<Self, Refusal> {
        match &self.answer {
            Answer::Asked { person, .. } if person != by => Err(Refusal::Taken),
            Answer::Claimed { .. } => Err(Refusal::Taken),
            Answer::Free | Answer::Asked { .. } => {
                Ok(Self { answer: Answer::Claimed { person: by.to_owned(), time: now }, ..self })
            }
        }
    }

    /// Who was asked says no, or who sits there gives the seat back.
    pub fn decline(mut self, by: &str, reason: &str, now: Timestamp) -> Result<Self, Refusal> {
        match &self.answer {
            Answer::Free => return Err(Refusal::NotAsked),
            Answer::Asked { person, .. } | Answer::Claimed { person, .. } if person != by => {
                return Err(Refusal::NotYours);
            }
            Answer::Asked { .. } | Answer::Claimed { .. } => {}
        }
        if reason.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        self.declined.push(Declined { person: by.to_owned(), reason: reason.trim().to_owned(), time: now });
        Ok(Self { answer: Answer::Free, ..self })
    }

    /// The organiser takes the question back before it is answered.
    pub fn take_back(self) -> Result<Self, Refusal> {
        match self.answer {
            Answer::Asked { .. } => Ok(Self { answer: Answer::Free, ..self }),
            Answer::Free => Err(Refusal::NotAsked),
            Answer::Claimed { .. } => Err(Refusal::Taken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    /// Plays moves such as `ask ana`, `ana claims`, `ana declines: no time`, `take back`; tells how it ends.
    fn check(moves: &str, expected: Result<&str, Refusal>) {
        let mut standing = Ok(Standing::free(Seat::Facilitator));
        for step in moves.split(", ") {
            let (who, what) = step.split_once(' ').unwrap();
            standing = standing.and_then(|standing| match (who, what) {
                ("ask", person) => standing.ask(person, NOW),
                ("take", "back") => standing.take_back(),
                (who, "claims") => standing.claim(who, NOW),
                (who, what) => standing.decline(who, what.strip_prefix("declines:").unwrap(), NOW),
            });
        }
        let told = standing.map(|standing| {
            let declined: Vec<String> =
                standing.declined.iter().map(|no| format!("{} ({})", no.person, no.reason)).collect();
            let answer = match standing.answer {
                Answer::Free => "free".to_owned(),
                Answer::Asked { person, .. } => format!("asked {person}"),
                Answer::Claimed { person, .. } => format!("claimed by {person}"),
            };
            [answer].into_iter().chain(declined).collect::<Vec<_>>().join(", not ")
        });
        assert_eq!(told, expected.map(str::to_owned), "{moves}");
    }

    #[test]
    fn ask_claim_decline() {
        check("ask ana", Ok("asked ana"));
        check("ask ana, ana claims", Ok("claimed by ana"));
        check("tom claims", Ok("claimed by tom"));
        check("ask ana, ana declines: no time this week", Ok("free, not ana (no time this week)"));
        check("ask ana, ana declines: no time, ask tom, tom claims", Ok("claimed by tom, not ana (no time)"));
        check("ana claims, ana declines: ill", Ok("free, not ana (ill)"));
        check("ask ana, ana declines: no time, ana claims", Ok("claimed by ana, not ana (no time)"));
        check("ask ana, take back, ask tom", Ok("asked tom"));
        check("ask ana, ana declines: ", Err(Refusal::NoReason));
        check("ask ana, tom declines: she is busy", Err(Refusal::NotYours));
        check("ask ana, tom claims", Err(Refusal::Taken));
        check("ask ana, ask tom", Err(Refusal::Taken));
        check("ana claims, tom claims", Err(Refusal::Taken));
        check("ask ana, ana declines: no time, ask ana", Err(Refusal::HasDeclined));
        check("ana declines: no time", Err(Refusal::NotAsked));
        check("take back", Err(Refusal::NotAsked));
        check("ana claims, take back", Err(Refusal::Taken));
    }
}
