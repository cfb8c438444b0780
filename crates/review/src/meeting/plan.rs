//! A meeting as it is kept: what was planned, and where it stands.

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::agenda::TITLE;
use super::{Item, Refusal, TimerState};

/// Opening words, in characters.
const OPENING_AT_MOST: usize = 4_000;
/// Note-takers of one meeting.
const NOTE_TAKERS_AT_MOST: usize = 20;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub starts: Timestamp,
    /// The zone in which that was said, IANA name or offset.
    pub zone: String,
    /// How long it takes.
    pub minutes: u32,
    /// Where it is.
    pub place: Option<String>,
    /// What is said first.
    pub opening: String,
    /// What is spoken about.
    pub agenda: Vec<Item>,
    /// Ids of those who write.
    pub note_takers: Vec<String>,
    /// The item that is spoken about now.
    pub item: Option<String>,
    /// The timer of all.
    pub timer: TimerState,
    /// How often what calendars show was changed.
    pub sequence: u32,
}

/// When a meeting begins, and the zone in which that was said: RFC 3339 with an offset, or a local time with its zone in brackets.
pub fn starts(text: &str) -> Result<(Timestamp, String), Refusal> {
    let zoned: Option<jiff::Zoned> = text.parse().ok();
    let (moment, zone) = match zoned {
        Some(zoned) => {
            let zone = zoned.time_zone().iana_name().map(str::to_owned);
            (zoned.timestamp(), zone.unwrap_or_else(|| zoned.offset().to_string()))
        }
        None => (text.parse().map_err(|_| Refusal::NoStart)?, "UTC".to_owned()),
    };
    Ok((Timestamp::from_jiff(moment).ok_or(Refusal::NoStart)?, zone))
}

impl Plan {
    /// The same, if it is within its bounds.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.title = self.title.trim().to_owned();
        if self.title.is_empty() {
            return Err(Refusal::Empty);
        }
        let long = [Some(&self.title), self.place.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| text.chars().count() > TITLE);
        if long || self.opening.chars().count() > OPENING_AT_MOST {
            return Err(Refusal::TooLong);
        }
        if self.note_takers.len() > NOTE_TAKERS_AT_MOST {
            return Err(Refusal::TooMany);
        }
        if !(5..=480).contains(&self.minutes) {
            return Err(Refusal::Length);
        }
        let is_there = |item: &String| self.agenda.iter().any(|one| one.id == *item);
        self.item = self.item.take().filter(is_there);
        Ok(self)
    }

    /// Turns to another item.
    pub fn turn_to(mut self, item: &str) -> Result<Self, Refusal> {
        if !self.agenda.iter().any(|one| one.id == item) {
            return Err(Refusal::NoSuchItem);
        }
        self.item = Some(item.to_owned());
        Ok(self)
    }

    /// For how long the timer runs when nobody says: as long as the current item is meant to take.
    pub fn usual_s(&self) -> i64 {
        let current = self.agenda.iter().find(|item| Some(&item.id) == self.item.as_ref());
        current.map_or(300, |item| i64::from(item.minutes.max(1)) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_begins_in_its_zone() {
        let check = |text: &str, expected: Result<(&str, &str), Refusal>| {
            let read = starts(text);
            let read = read.as_ref().map(|(time, zone)| (time.to_string(), zone.as_str())).map_err(|no| *no);
            assert_eq!(read, expected.map(|(time, zone)| (time.to_owned(), zone)), "{text}");
        };
        check("2026-03-10T14:00:00[Europe/Berlin]", Ok(("2026-03-10T13:00:00Z", "Europe/Berlin")));
        // The day on which the clocks change.
        check("2026-03-29T14:00:00[Europe/Berlin]", Ok(("2026-03-29T12:00:00Z", "Europe/Berlin")));
        check("2026-03-10T14:00:00+05:30", Ok(("2026-03-10T08:30:00Z", "UTC")));
        check("2026-03-10T14:00:00Z", Ok(("2026-03-10T14:00:00Z", "UTC")));
        check("2026-03-10T14:00:00", Err(Refusal::NoStart));
        check("2026-03-10T14:00:00[Europe/Nowhere]", Err(Refusal::NoStart));
        check("tomorrow", Err(Refusal::NoStart));
    }
}
