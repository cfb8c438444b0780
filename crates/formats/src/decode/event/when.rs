//! Moments of records that write their date in full; what a source leaves open is the caller's to know.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use postlude_base::Timestamp;
use serde_json::Value;

use crate::time::{self, Written, Zone};

/// The moment that a whole text writes, with date and year; `zone` if it names none.
pub(crate) fn whole(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    moment(&time::parse_value(text)?, None, zone)
}

/// The moment at the beginning of a text, with date and year, and how many bytes it takes.
pub(crate) fn prefix(text: &str, zone: &TimeZone) -> Option<(Timestamp, usize)> {
    let (written, length) = time::read(text.as_bytes())?;
    Some((moment(&written, None, zone)?, length))
}

/// The moment in a JSON value: a written time or an epoch of any unit. The year 1, which Go writes for
/// "never", and 0 and negative numbers, which others write for it, are none.
pub(crate) fn value(value: &Value, zone: &TimeZone) -> Option<Timestamp> {
    match value {
        Value::String(text) if text.starts_with("0001-") => None,
        Value::String(text) => whole(text, zone),
        Value::Number(number) if number.as_f64().is_some_and(|number| number > 0.0) => {
            whole(&number.to_string(), zone)
        }
        // MongoDB's and some Java writers' way: an object around the number.
        Value::Object(members) if members.len() <= 2 => {
            let inner = members
                .get("$date")
                .or_else(|| members.get("seconds"))
                .or_else(|| members.get("epochSecond"));
            inner.filter(|inner| !inner.is_object()).and_then(|inner| self::value(inner, zone))
        }
        _ => None,
    }
}

/// The moment of a written time. What it does not write is taken from `date` (the day, or only its year).
pub(crate) fn moment(written: &Written, date: Option<Date>, zone: &TimeZone) -> Option<Timestamp> {
    let date = match written.month_day {
        Some((month, day)) => {
            let year = written.year.or_else(|| date.map(Date::year))?;
            Date::new(year, month, day).ok()?
        }
        None => date?,
    };
    let clock = Time::new(written.hour, written.minute, written.second, written.nanosecond).ok()?;
    let zone = written.zone.as_ref().map_or_else(|| zone.clone(), zone_of);
    at(date.to_datetime(clock), &zone)
}

/// The moment of a day and a clock in a zone; in the hour that summer time repeats, the first.
pub(crate) fn at(moment: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    Timestamp::from_jiff(zone.to_ambiguous_timestamp(moment).compatible().ok()?)
}

/// A written zone as one to reckon with.
pub(crate) fn zone_of(zone: &Zone) -> TimeZone {
    match zone {
        Zone::Offset(seconds) | Zone::Abbreviation(_, seconds) => {
            Offset::from_seconds(*seconds).map_or(TimeZone::UTC, TimeZone::fixed)
        }
        Zone::Named(zone) => zone.clone(),
    }
}
