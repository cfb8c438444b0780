//! What a rule found: a moment worth asking about, with what its sentences speak of.

use postlude_base::Timestamp;

use super::quote::quote;
use super::saying::Saying;
use super::scene::{Moment, Scene};
use super::trouble::Trouble;

/// What raised a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'a> {
    /// An entry, by id.
    Entry(&'a str),
    /// A note, by id.
    Note(&'a str),
}

/// A moment that a rule finds worth asking about.
#[derive(Debug, Clone)]
pub(super) struct Finding<'a> {
    /// What it is about first; it gives the question its identity.
    pub(super) about: Place<'a>,
    /// What raised it as well.
    pub(super) beside: Vec<Place<'a>>,
    pub(super) time: Timestamp,
    /// How much of what the rule looks for is here, 0 to 1.
    pub(super) strength: f64,
    pub(super) slots: Slots,
}

/// What the sentences of a rule may speak of. A wording that speaks of what is not here is not taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Slots {
    /// The words of what it is about, quoted.
    pub(super) entry: Option<String>,
    /// The words of what stands beside it, quoted.
    pub(super) other: Option<String>,
    pub(super) service: Option<String>,
    pub(super) time: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
}

impl<'a> Finding<'a> {
    /// About an entry.
    pub(super) fn entry(moment: &Moment<'a>) -> Self {
        Self::about(Place::Entry(&moment.entry.id), moment.time, moment.entry.title(), moment.entry.service())
    }

    /// About what somebody said.
    pub(super) fn saying(saying: &Saying<'a>) -> Self {
        let finding = Self::about(saying.place, saying.time, saying.text, None);
        Self { beside: saying.on.map(Place::Entry).into_iter().collect(), ..finding }
    }

    /// About a trouble: its entry that says most, at the moment at which it began.
    pub(super) fn trouble(trouble: &Trouble<'a>) -> Self {
        let mut finding = Self::entry(trouble.lead()).until(trouble.last());
        finding.time = trouble.from;
        finding.slots.time = Some(trouble.from);
        finding
    }

    fn about(about: Place<'a>, time: Timestamp, text: &str, service: Option<&str>) -> Self {
        let slots = Slots {
            entry: Some(quote(text, service)).filter(|words| !words.is_empty()),
            service: service.map(|name| quote(name, None)),
            time: Some(time),
            ..Slots::default()
        };
        Self { about, beside: Vec::new(), time, strength: 1.0, slots }
    }

    /// How much of what the rule looks for is here.
    pub(super) fn strength(self, strength: f64) -> Self {
        Self { strength: strength.clamp(0.0, 1.0), ..self }
    }

    /// Something that stands beside it.
    pub(super) fn beside(mut self, moment: &Moment<'a>) -> Self {
        self.beside.push(Place::Entry(&moment.entry.id));
        self.slots.other = Some(quote(moment.entry.title(), moment.entry.service()));
        self
    }

    /// Something said that stands beside it.
    pub(super) fn beside_saying(mut self, saying: &Saying<'a>) -> Self {
        self.beside.push(saying.place);
        self.slots.other = Some(quote(saying.text, None));
        self
    }

    /// A span of time from a moment on.
    pub(super) fn span(mut self, from: Timestamp, until: Timestamp) -> Self {
        self.slots.time = Some(from);
        self.slots.until = Some(until);
        self
    }

    /// The end of its span of time.
    pub(super) fn until(mut self, until: Timestamp) -> Self {
        self.slots.until = Some(until);
        self
    }
}

/// How much of the whole impact a length of time is, 0 to 1, rising fast at first: ten minutes of an hour are 0.4.
pub(super) fn share(scene: &Scene<'_>, length: i64) -> f64 {
    let whole = scene.impact().map_or(0, |(from, to)| to.since(from));
    if whole <= 0 { 0.0 } else { (length as f64 / whole as f64).clamp(0.0, 1.0).sqrt() }
}
