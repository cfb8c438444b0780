//! The process of a review: its phases, the state of each noun, and what is refused.
//!
//! A phase holds what is known in it. Going back is always possible. Only closing is guarded: a review ends when what was learned has reached
//! somebody beyond those who took part, or when it was decided, with a reason and a date to look again, not to share it.

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

/// The seven nouns, in the order of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Who moderates.
    Facilitator,
    /// What was gathered.
    Evidence,
    /// What happened.
    Timeline,
    /// What is asked.
    Questions,
    /// What contributed.
    Factors,
    /// What is done, or accepted.
    Actions,
    /// What is shared.
    Learnings,
}

impl Noun {
    /// All of them, in the order of the process.
    pub const ALL: [Self; 7] = [
        Self::Facilitator,
        Self::Evidence,
        Self::Timeline,
        Self::Questions,
        Self::Factors,
        Self::Actions,
        Self::Learnings,
    ];

    /// The name that pages, routes and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facilitator => "facilitator",
            Self::Evidence => "evidence",
            Self::Timeline => "timeline",
            Self::Questions => "questions",
            Self::Factors => "factors",
            Self::Actions => "actions",
            Self::Learnings => "learnings",
        }
    }

    /// The noun with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.name() == name)
    }
}

/// How far a noun is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Step {
    /// Nobody has begun.
    #[default]
    NotStarted,
    /// Somebody has.
    InProgress,
    /// The people say so.
    Done,
    /// The people have decided to leave it out.
    NotDoing {
        /// Why.
        reason: String,
    },
}

/// How what was learned left the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Ending {
    /// It was shared.
    Shared {
        /// When it first was.
        time: Timestamp,
    },
    /// It was decided not to share it.
    NotShared {
        /// Why.
        reason: String,
        /// When somebody looks again whether that still holds.
        look_again: Timestamp,
    },
}

/// Where a review stands, with what is known there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    /// A facilitator is chosen, people are invited.
    Preparing,
    /// Evidence is gathered, the timeline is told.
    Gathering,
    /// Questions are asked, factors are found.
    Understanding,
    /// Decided: act, accept, watch.
    Deciding,
    /// What was learned is written and shared.
    Sharing,
    /// It is over.
    Closed {
        /// When.
        time: Timestamp,
        /// How what was learned left the room.
        ending: Ending,
    },
}

impl Phase {
    /// The names of all phases, in order.
    pub const NAMES: [&'static str; 6] =
        ["preparing", "gathering", "understanding", "deciding", "sharing", "closed"];

    /// The name that pages, routes and the store use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Gathering => "gathering",
            Self::Understanding => "understanding",
            Self::Deciding => "deciding",
            Self::Sharing => "sharing",
            Self::Closed { .. } => "closed",
        }
    }
}

/// A widening of the audience: to whom something was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// When.
    pub time: Timestamp,
    /// To whom, in the house's words.
    pub audience: String,
    /// Whether that is more people than took part.
    pub is_wider: bool,
}

/// What somebody asks of the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Go to an open phase, forth or back.
    To(Phase),
    /// Close it because it was shared.
    Close,
    /// Close it without sharing.
    CloseUnshared {
        /// Why it is not shared.
        reason: String,
        /// When somebody looks again.
        look_again: Timestamp,
    },
}

/// The process says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was shared with anybody beyond those who took part.
    #[error("a review closes when what was learned has been shared beyond those who took part")]
    NotShared,
    /// A decision without its reason.
    #[error("leaving something out needs a reason")]
    NoReason,
    /// A date to look again that is not ahead.
    #[error("the day to look again lies ahead")]
    LookAgainPassed,
    /// It stands there already.
    #[error("the review stands there already")]
    AlreadyThere,
    /// A closed review changes only by being opened again.
    #[error("the review is closed")]
    Closed,
    /// Sharing cannot be left out by a step; closing without it has a decision of its own.
    #[error("sharing is the one step that is not simply left out")]
    SharingIsNotOptional,
}

impl Refusal {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotShared => "not-shared",
            Self::NoReason => "no-reason",
            Self::LookAgainPassed => "look-again-passed",
            Self::AlreadyThere => "already-there",
            Self::Closed => "closed",
            Self::SharingIsNotOptional => "sharing-is-not-optional",
        }
    }

    /// What can be done about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotShared => {
                "share it in any form with one wider audience, or close it with the reason for not sharing and a day to look again"
            }
            Self::NoReason => "one sentence is enough; it is for whoever asks in a year",
            Self::LookAgainPassed => "name a day in the next months",
            Self::AlreadyThere => "look at the page again: somebody else may have moved it",
            Self::Closed => "go back to an open phase first",
            Self::SharingIsNotOptional => "close the review with a reason and a day to look again instead",
        }
    }
}

/// Where a review stands and how far its nouns are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    phase: Phase,
    steps: [Step; 7],
    shares: Vec<Share>,
}

impl Default for Process {
    fn default() -> Self {
        Self::new()
    }
}

impl Process {
    /// A review that begins.
    pub fn new() -> Self {
        Self { phase: Phase::Preparing, steps: Default::default(), shares: Vec::new() }
    }

    /// Where it stands.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// How far a noun is.
    pub fn step(&self, noun: Noun) -> &Step {
        &self.steps[noun as usize]
    }

    /// What was shared, in order of time.
    pub fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// Moves it.
    pub fn make(self, wanted: Move, now: Timestamp) -> Result<Self, Refusal> {
        let phase = match wanted {
            Move::To(phase) if phase.name() == self.phase.name() => return Err(Refusal::AlreadyThere),
            Move::To(Phase::Closed { .. }) | Move::Close => self.closed(now)?,
            Move::To(phase) => phase,
            Move::CloseUnshared { reason, look_again } => self.closed_unshared(reason, look_again, now)?,
        };
        Ok(Self { phase, ..self })
    }

    fn closed(&self, now: Timestamp) -> Result<Phase, Refusal> {
        if matches!(self.phase, Phase::Closed { .. }) {
            return Err(Refusal::AlreadyThere);
        }
        let share = self.shares.iter().find(|share| share.is_wider).ok_or(Refusal::NotShared)?;
        Ok(Phase::Closed { time: now, ending: Ending::Shared { time: share.time } })
    }

    fn closed_unshared(
        &self,
        reason: String,
        look_again: Timestamp,
        now: Timestamp,
    ) -> Result<Phase, Refusal> {
        if matches!(self.phase, Phase::Closed { .. }) {
            return Err(Refusal::AlreadyThere);
        }
        if reason.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        if look_again <= now {
            return Err(Refusal::LookAgainPassed);
        }
        Ok(Phase::Closed { time: now, ending: Ending::NotShared { reason, look_again } })
    }

    /// Says how far a noun is.
    pub fn set(mut self, noun: Noun, step: Step) -> Result<Self, Refusal> {
        if matches!(self.phase, Phase::Closed { .. }) {
            return Err(Refusal::Closed);
        }
        if let Step::NotDoing { reason } = &step {
            if noun == Noun::Learnings {
                return Err(Refusal::SharingIsNotOptional);
            }
            if reason.trim().is_empty() {
                return Err(Refusal::NoReason);
            }
        }
        self.steps[noun as usize] = step;
        Ok(self)
    }

    /// Notes that somebody began with a noun, if nobody had.
    #[must_use]
    pub fn begun(mut self, noun: Noun) -> Self {
        let step = &mut self.steps[noun as usize];
        if *step == Step::NotStarted {
            *step = Step::InProgress;
        }
        self
    }

    /// Notes that something was shared.
    #[must_use]
    pub fn shared(mut self, share: Share) -> Self {
        self.shares.push(share);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);
    const LATER: Timestamp = Timestamp(2_000);

    fn shared(is_wider: bool) -> Process {
        Process::new().shared(Share { time: Timestamp(500), audience: "the team".to_owned(), is_wider })
    }

    fn unshared(reason: &str, look_again: Timestamp) -> Move {
        Move::CloseUnshared { reason: reason.to_owned(), look_again }
    }

    #[test]
    fn what_moves_and_what_does_not() {
        let check = |process: Process, wanted: Move, expected: Result<&str, Refusal>| {
            let moved = process.make(wanted.clone(), NOW);
            assert_eq!(
                moved.as_ref().map(|process| process.phase.name()),
                expected.as_ref().copied(),
                "{wanted:?}"
            );
        };
        let closed = || shared(true).make(Move::Close, NOW).unwrap();
        check(Process::new(), Move::To(Phase::Gathering), Ok("gathering"));
        check(Process::new(), Move::To(Phase::Sharing), Ok("sharing"));
        check(Process::new(), Move::To(Phase::Preparing), Err(Refusal::AlreadyThere));
        check(Process::new(), Move::Close, Err(Refusal::NotShared));
        check(shared(false), Move::Close, Err(Refusal::NotShared));
        check(shared(true), Move::Close, Ok("closed"));
        check(Process::new(), unshared("", LATER), Err(Refusal::NoReason));
        check(Process::new(), unshared("  ", LATER), Err(Refusal::NoReason));
        check(Process::new(), unshared("a contract forbids it", NOW), Err(Refusal::LookAgainPassed));
        check(Process::new(), unshared("a contract forbids it", LATER), Ok("closed"));
        check(closed(), Move::Close, Err(Refusal::AlreadyThere));
        check(closed(), Move::To(Phase::Understanding), Ok("understanding"));
    }

    #[test]
    fn leaving_out_needs_a_reason_and_sharing_is_not_left_out() {
        let check = |noun: Noun, reason: &str, expected: Option<Refusal>| {
            let step = Step::NotDoing { reason: reason.to_owned() };
            assert_eq!(Process::new().set(noun, step).err(), expected, "{noun:?} {reason:?}");
        };
        check(Noun::Actions, "we can handle it twice", None);
        check(Noun::Actions, " ", Some(Refusal::NoReason));
        check(Noun::Learnings, "too busy", Some(Refusal::SharingIsNotOptional));
    }

    #[test]
    fn a_closed_review_is_opened_before_it_changes() {
        let closed = shared(true).make(Move::Close, NOW).unwrap();
        assert_eq!(closed.clone().set(Noun::Factors, Step::Done).err(), Some(Refusal::Closed));
        let open = closed.make(Move::To(Phase::Understanding), LATER).unwrap();
        assert_eq!(open.set(Noun::Factors, Step::Done).unwrap().step(Noun::Factors), &Step::Done);
    }

    #[test]
    fn begun_changes_only_what_nobody_began() {
        let process = Process::new().set(Noun::Timeline, Step::Done).unwrap();
        let process = process.begun(Noun::Timeline).begun(Noun::Evidence);
        assert_eq!(process.step(Noun::Timeline), &Step::Done);
        assert_eq!(process.step(Noun::Evidence), &Step::InProgress);
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let process = shared(true).make(Move::Close, NOW).unwrap();
        let text = serde_json::to_string(&process).unwrap();
        assert_eq!(serde_json::from_str::<Process>(&text).unwrap(), process);
    }
}
