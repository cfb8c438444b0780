//! The timeline as the rules see it: what still stands, in order of time, sorted into what people said, what was changed, what fired
//! and what was in trouble.

use std::collections::BTreeSet;

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};

use super::saying::{self, Saying};
use super::trouble::{self, Trouble};
use crate::timeline::{Entry, Merges, Review, State};

/// A minute in nanoseconds.
pub(super) const MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;

/// Most entries that are looked at, and most notes: rules hold entries against each other. No timeline that people read has so many.
pub(super) const MOST: usize = 2_000;

/// An entry with a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) entry: &'a Entry,
    pub(super) time: Timestamp,
    /// Not before `time`.
    pub(super) end: Option<Timestamp>,
    /// As the draft calls it; empty in entries of people.
    pub(super) kind: &'a str,
}

/// All of a review that questions can be asked about.
pub(super) struct Scene<'a> {
    /// In order of time.
    pub(super) moments: Vec<Moment<'a>>,
    /// What people wrote, in order of time.
    pub(super) sayings: Vec<Saying<'a>>,
    /// In order of beginning.
    pub(super) troubles: Vec<Trouble<'a>>,
}

impl<'a> Scene<'a> {
    /// Hidden entries, merged ones and those without a time are left out.
    pub(super) fn of(review: &'a Review) -> Self {
        let merges = Merges::of(&review.entries);
        let stands = |entry: &&Entry| entry.state != State::Hidden && merges.teller(&entry.id) == entry.id;
        let moments = bounded(review.entries.iter().filter(stands).filter_map(Moment::of).collect());
        let sayings = saying::of(review, &moments);
        let troubles = trouble::of(&moments);
        Self { moments, sayings, troubles }
    }

    /// Entries of this kind, in order of time.
    pub(super) fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Moment<'a>> + 's {
        self.moments.iter().filter(move |moment| moment.kind == kind)
    }

    /// Troubles that people or users may have felt, not only a measure that moved.
    pub(super) fn felt(&self) -> impl Iterator<Item = &Trouble<'a>> {
        self.troubles.iter().filter(|trouble| trouble.is_felt())
    }

    /// Whether anything that could be felt was in trouble at this moment.
    pub(super) fn is_troubled(&self, time: Timestamp) -> bool {
        self.felt().any(|trouble| trouble.holds(time))
    }

    /// From the first felt trouble to the end of the last.
    pub(super) fn impact(&self) -> Option<(Timestamp, Timestamp)> {
        let from = self.felt().map(|trouble| trouble.from).min()?;
        let to = self.felt().map(Trouble::last).max()?;
        Some((from, to.max(from)))
    }

    /// The first saying at or after a moment.
    pub(super) fn said_from(&self, time: Timestamp) -> Option<&Saying<'a>> {
        self.sayings.iter().find(|saying| saying.time >= time)
    }

    /// Services that entries name, the longest names first, so that `orders-db` is found before `orders`.
    pub(super) fn services(&self) -> Vec<&'a str> {
        let names: BTreeSet<&str> = self.moments.iter().filter_map(|moment| moment.entry.service()).collect();
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names
    }
}

/// Those that people wrote or picked, then those of which the machine holds most, again in order of time.
fn bounded(mut moments: Vec<Moment<'_>>) -> Vec<Moment<'_>> {
    if moments.len() > MOST {
        moments.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
        moments.truncate(MOST);
        moments.sort_by(|a, b| a.time.cmp(&b.time).then_with(|| a.entry.id.cmp(&b.entry.id)));
    }
    moments
}

impl<'a> Moment<'a> {
    fn of(entry: &'a Entry) -> Option<Self> {
        let time = entry.moment()?;
        let end = entry.end().and_then(|end| Timestamp::from_jiff(end.parse().ok()?));
        let kind = entry.machine.as_ref().map_or("", |machine| machine.kind.as_str());
        Some(Self { entry, time, end: end.filter(|end| *end >= time), kind })
    }

    /// How much the machine holds of it; what people wrote or picked counts fully.
    pub(super) fn weight(&self) -> f64 {
        match &self.entry.machine {
            Some(machine) if self.entry.state != State::Picked => machine.score.clamp(0.0, 1.0),
            _ => 1.0,
        }
    }

    /// How far off its time may be, in nanoseconds.
    pub(super) fn error(&self) -> i64 {
        (self.entry.time_error_s().clamp(0.0, 1e6) * NANOSECONDS_PER_SECOND as f64) as i64
    }
}
