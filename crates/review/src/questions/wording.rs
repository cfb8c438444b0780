//! The sentences of a rule, and how a finding is put into them.
//!
//! A rule's file gives `moment` (what kind of moment it asks about), `worth` (how much one learns from an answer, 0 to 1), `because` (why it
//! is asked, in a line) and `wordings` (the question in several forms). Slots: `{entry} {other} {service} {time} {until} {span}`.

use jiff::tz::TimeZone;
use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use serde::Deserialize;

use super::finding::Slots;

/// The sentences of one rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentences {
    pub(super) moment: String,
    pub(super) worth: f64,
    pub(super) because: String,
    pub(super) wordings: Vec<String>,
}

impl Sentences {
    /// Reads the file of a rule; all of them are read in the tests.
    pub(super) fn read(rule: &str, text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("the sentences of the rule {rule}: {error}"))
    }

    /// The question, in the form that the number chooses among those whose slots are filled.
    pub(super) fn question(&self, slots: &Slots, clock: &Clock, choice: u64) -> Option<String> {
        let filled: Vec<String> = self.wordings.iter().filter_map(|form| fill(form, slots, clock)).collect();
        let at = choice.checked_rem(filled.len() as u64)?;
        filled.into_iter().nth(usize::try_from(at).ok()?)
    }

    /// Why it is asked.
    pub(super) fn because(&self, slots: &Slots, clock: &Clock) -> Option<String> {
        fill(&self.because, slots, clock)
    }
}

/// A sentence with its slots filled, or none if one of them is not there.
fn fill(form: &str, slots: &Slots, clock: &Clock) -> Option<String> {
    let mut text = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&slot(name, slots, clock)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn slot(name: &str, slots: &Slots, clock: &Clock) -> Option<String> {
    match name {
        "entry" => slots.entry.clone(),
        "other" => slots.other.clone(),
        "service" => slots.service.clone(),
        "time" => Some(clock.tell(slots.time?)),
        "until" => Some(clock.tell(slots.until?)),
        "span" => Some(span(slots.until?.since(slots.time?).saturating_abs())),
        _ => None,
    }
}

/// How times are told.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    zone: TimeZone,
    /// Whether more than one day is spoken of, so that a time of day is not enough.
    is_dated: bool,
}

impl Clock {
    /// For times from the first to the last of these.
    pub(super) fn of(zone: &TimeZone, times: impl Iterator<Item = Timestamp> + Clone) -> Self {
        let day = |time: Option<Timestamp>| time.map(|time| time.to_jiff().to_zoned(zone.clone()).date());
        Self { zone: zone.clone(), is_dated: day(times.clone().min()) != day(times.max()) }
    }

    /// The time of day, with seconds where there are some, and the date where it is needed.
    pub(super) fn tell(&self, time: Timestamp) -> String {
        let local = time.to_jiff().to_zoned(self.zone.clone());
        let form = if local.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        let date = if self.is_dated { "%Y-%m-%d " } else { "" };
        local.strftime(&format!("{date}{form}")).to_string()
    }
}

/// A length of time in words: `40 seconds`, `7 minutes`, `1 hour 10 minutes`.
pub(super) fn span(nanoseconds: i64) -> String {
    let counted = |number: i64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    let seconds = nanoseconds.saturating_add(NANOSECONDS_PER_SECOND / 2) / NANOSECONDS_PER_SECOND;
    let minutes = (seconds + 30) / 60;
    match (seconds, minutes) {
        (0..100, _) => counted(seconds, "second"),
        (_, 0..100) => counted(minutes, "minute"),
        _ if minutes % 60 == 0 => counted(minutes / 60, "hour"),
        _ => format!("{} {}", counted(minutes / 60, "hour"), counted(minutes % 60, "minute")),
    }
}
