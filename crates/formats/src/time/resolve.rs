use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use postlude_base::{NANOSECONDS_PER_SECOND, Problem, Timestamp};

use super::oddities::{Oddities, Oddity};
use super::{Layout, Written, Zone, calendar};
use crate::{Carry, Hints};

/// Seconds in a quarter of an hour.
const QUARTER: i64 = 900;

/// The last quarter of an hour (of local time, counted from 1970) in which the zone of the source does not
/// change, and its seconds east of UTC there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recent {
    quarter: Option<i64>,
    offset: i32,
}

/// Finds the moment that a written time means in one source.
///
/// A written zone or an epoch wins; else the zone of the source is taken, at a change of clocks the way
/// RFC 5545 does it (in the hour that comes twice the first, in the hour that is left out the later one).
///
/// A missing year is that of `--year` for the first record; else the one that brings the first record nearest
/// to a date in the same source that has its year; else the latest that does not put the first record
/// after the last change of the file; else 2000, because it has every date, which is said. After that a step
/// from December to January begins the next year, and no other step does; a line of 31 December that comes
/// behind one of 1 January is late, and belongs to the year before.
///
/// A missing date is that of the record before, one day later when the clock falls by 12 hours or more; for the
/// first record that of the last change of the file.
#[derive(Debug, Clone)]
pub struct Resolver {
    zone: TimeZone,
    /// Seconds east of UTC, when the zone of the source never changes.
    fixed: Option<i32>,
    year: Option<i16>,
    /// A date of the source that has a year.
    neighbour: Option<(i16, i8, i8)>,
    /// Last change of the file in the zone of the source, if it is plausible.
    modified: Option<DateTime>,
    /// Whether times may depend on those before; else records must come out the same in any order.
    in_order: bool,
    /// A day after the last change of the file in seconds since 1970, when years are guessed from it.
    last: Option<i64>,
    problems: Vec<Problem>,
}

/// Years that a guess from the time of a file may give; archives write 1980 for "unknown".
const PLAUSIBLE_YEARS: std::ops::Range<i16> = 1990..2100;

/// The year of records when nothing tells it: it has a 29 February, so every date exists.
const NO_YEAR: i16 = 2000;

impl Resolver {
    /// A resolver for the source that these hints and this layout are about.
    pub fn new(hints: &Hints<'_>, layout: &Layout) -> Self {
        let modified = hints
            .modified
            .map(|time| hints.zone.to_datetime(time.to_jiff()))
            .filter(|time| PLAUSIBLE_YEARS.contains(&time.year()));
        let mut resolver = Self {
            zone: hints.zone.clone(),
            fixed: hints.zone.to_fixed_offset().ok().map(Offset::seconds),
            year: hints.year,
            neighbour: layout.written_date,
            modified,
            in_order: layout.needs_order(),
            last: modified
                .filter(|_| hints.year.is_none())
                .and(hints.modified)
                .map(|time| time.0.div_euclid(NANOSECONDS_PER_SECOND) + 86_400),
            problems: Vec::new(),
        };
        if let Some((month, day)) = layout.first_without_year {
            resolver.say_year(month, day);
        }
        resolver
    }

    /// What had to be guessed for the source as a whole: `guessed-year`, `no-year`.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn say_year(&mut self, month: i8, day: i8) {
        let year = self.first_year(month, day);
        if self.year.is_some() || self.neighbour.is_some() {
            return;
        }
        let hint = "give the year of the first record with --year";
        self.problems.push(match self.modified {
            Some(_) => {
                let message =
                    format!("no year is written: {year} was taken from the last change of the file");
                Problem::new("guessed-year", message).hint(hint)
            }
            None => {
                let message = format!("no year is written and nothing tells it: {year} stands in its place");
                Problem::new("no-year", message).hint(hint)
            }
        });
    }

    /// The moment; none when no date is known, or outside the years 1677 to 2262. What is odd about it is
    /// noted in [`Carry::oddities`].
    #[inline]
    pub fn resolve(&self, written: &Written, carry: &mut Carry) -> Option<Timestamp> {
        let (year, month, day) = match (written.year, written.month_day) {
            (Some(year), Some((month, day))) => (year, month, day),
            (None, Some((month, day))) => (self.year_of(month, day, carry), month, day),
            (_, None) => self.date_of(written, carry)?,
        };
        carry.year = Some((year, month));
        carry.date = Date::new(year, month, day).ok();
        carry.hour = Some(written.hour);
        let local = written.seconds_in(year, month, day);
        let offset = self.offset(local, written.zone.as_ref(), carry);
        let seconds = local - i64::from(offset);
        carry.oddities.note_absurd(seconds);
        if written.year.is_none() && self.last.is_some_and(|last| seconds > last) {
            carry.oddities.note(Oddity::AfterFile);
        }
        let time = Timestamp::from_seconds(seconds, written.nanosecond as u32);
        if time.is_none() {
            carry.oddities.note(Oddity::OutOfRange);
        }
        time
    }

    fn year_of(&self, month: i8, day: i8, carry: &mut Carry) -> i16 {
        let late = |date: &Date| date.month() == 1 && date.day() == 1;
        match carry.year.filter(|_| self.in_order) {
            None => {
                if self.year.is_none() && self.neighbour.is_none() && self.problems.is_empty() {
                    carry.oddities.note(Oddity::GuessedYear);
                }
                self.first_year(month, day)
            }
            Some((year, 12)) if month == 1 => year.saturating_add(1).min(9999),
            Some((year, 1)) if (month, day) == (12, 31) && carry.date.as_ref().is_some_and(late) => {
                (year - 1).max(1)
            }
            Some((year, _)) => year,
        }
    }

    /// The year of a first record of this month and day.
    fn first_year(&self, month: i8, day: i8) -> i16 {
        if let Some(year) = self.year {
            return year.clamp(1, 9999);
        }
        let year = if let Some((year, other_month, other_day)) = self.neighbour {
            let other = calendar::days(year, other_month, other_day);
            let distance = |year: &i16| (calendar::days(*year, month, day) - other).abs();
            [year, year - 1, year + 1].into_iter().min_by_key(distance).unwrap_or(year)
        } else if let Some(modified) = self.modified {
            // One day of grace: the zone of the file's clock need not be the zone of its lines.
            let last = calendar::days(modified.year(), modified.month(), modified.day()) + 1;
            modified.year() - i16::from(calendar::days(modified.year(), month, day) > last)
        } else {
            NO_YEAR
        };
        let year = year.clamp(8, 9999);
        if (month, day) == (2, 29) {
            (0..8).map(|back| year - back).find(|year| calendar::is_leap(*year)).unwrap_or(year)
        } else {
            year
        }
    }

    /// The date of a record that writes a clock only.
    fn date_of(&self, written: &Written, carry: &mut Carry) -> Option<(i16, i8, i8)> {
        let date = match (carry.date.filter(|_| self.in_order), carry.hour) {
            (Some(date), Some(hour)) if hour - written.hour >= 12 => date.tomorrow().unwrap_or(date),
            (Some(date), _) => date,
            (None, _) => match self.modified.inspect(|_| carry.oddities.note(Oddity::GuessedDate)) {
                Some(time) if (written.hour, written.minute) > (time.hour(), time.minute()) => {
                    time.date().yesterday().unwrap_or(time.date())
                }
                Some(time) => time.date(),
                None => {
                    carry.oddities.note(Oddity::NoDate);
                    return None;
                }
            },
        };
        Some((date.year(), date.month(), date.day()))
    }

    /// Seconds east of UTC at a local time (seconds from 1970 as if in UTC).
    #[inline]
    fn offset(&self, local: i64, zone: Option<&Zone>, carry: &mut Carry) -> i32 {
        match zone {
            Some(Zone::Offset(offset)) => *offset,
            Some(Zone::Abbreviation(name, offset)) => self.offset_of_abbreviation(local, name, *offset),
            Some(Zone::Named(zone)) => offset_in(zone, local, &mut carry.oddities),
            None => self.fixed.unwrap_or_else(|| self.recent_offset(local, carry)),
        }
    }

    /// The offset of the zone of the source, looked up once for each quarter of an hour in which it is
    /// the same at both ends; in others for each time.
    fn recent_offset(&self, local: i64, carry: &mut Carry) -> i32 {
        let quarter = local.div_euclid(QUARTER);
        if carry.recent.quarter == Some(quarter) {
            return carry.recent.offset;
        }
        let mut odd = Oddities::default();
        let first = offset_in(&self.zone, quarter * QUARTER, &mut odd);
        let last = offset_in(&self.zone, quarter * QUARTER + QUARTER - 1, &mut odd);
        if first == last && odd == Oddities::default() {
            carry.recent = Recent { quarter: Some(quarter), offset: first };
            return first;
        }
        offset_in(&self.zone, local, &mut carry.oddities)
    }

    /// The offset that the zone of the source has under this abbreviation, else the usual one.
    fn offset_of_abbreviation(&self, local: i64, name: &str, usual: i32) -> i32 {
        if self.fixed.is_some() {
            return usual;
        }
        let Ok(moment) = jiff::Timestamp::from_second(local) else { return usual };
        // The zone's own offsets are at most a day away: look on both sides of a change.
        [0, 43_200, -43_200]
            .into_iter()
            .filter_map(|shift| moment.checked_sub(jiff::SignedDuration::from_secs(shift)).ok())
            .map(|moment| self.zone.to_offset_info(moment))
            .find(|info| info.abbreviation() == name)
            .map_or(usual, |info| info.offset().seconds())
    }
}

fn offset_in(zone: &TimeZone, local: i64, oddities: &mut Oddities) -> i32 {
    let Ok(moment) = jiff::Timestamp::from_second(local) else { return 0 };
    let ambiguous = zone.to_ambiguous_timestamp(Offset::UTC.to_datetime(moment));
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.seconds(),
        AmbiguousOffset::Gap { before, .. } => {
            oddities.note(Oddity::LeftOut);
            before.seconds()
        }
        AmbiguousOffset::Fold { before, .. } => {
            oddities.note(Oddity::Twice);
            before.seconds()
        }
    }
}
