//! Options about how evidence is read, shared by all verbs that read some.

use jiff::civil::{DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use postlude_base::Timestamp;

use crate::command_error::CommandError;

/// How evidence is read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Reading {
    /// Year of the first record, for logs that write none.
    #[arg(long, value_name = "YYYY")]
    pub(crate) year: Option<i16>,
    /// Zone of times that name none: an IANA name or an offset such as +02:00 [default: UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    pub(crate) tz: Option<TimeZone>,
}

impl Reading {
    /// The zone of times that name none.
    pub(crate) fn zone(&self) -> TimeZone {
        self.tz.clone().unwrap_or(TimeZone::UTC)
    }
}

/// A zone by IANA name or by offset (`+02:00`, `+0200`, `+2`, `Z`).
pub(crate) fn zone(text: &str) -> Result<TimeZone, String> {
    if matches!(text, "Z" | "z" | "UTC" | "utc") {
        return Ok(TimeZone::UTC);
    }
    if let Some(seconds) = offset(text) {
        return Offset::from_seconds(seconds).map(TimeZone::fixed).map_err(|error| error.to_string());
    }
    TimeZone::get(text).map_err(|_| format!("no zone is called {text}; try Europe/Berlin or +02:00"))
}

fn offset(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) =
        if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A moment as a person writes it on the command line, read in a zone where it names none. A clock alone means the
/// first such moment in the window.
pub(crate) fn moment(
    text: &str,
    zone: &TimeZone,
    window: Option<(Timestamp, Timestamp)>,
) -> Result<Timestamp, CommandError> {
    let text = text.trim();
    let in_zone =
        |civil: DateTime| zone.to_ambiguous_zoned(civil).compatible().ok().map(|zoned| zoned.timestamp());
    let found = text
        .parse::<jiff::Timestamp>()
        .ok()
        .or_else(|| text.parse::<DateTime>().ok().and_then(in_zone))
        .and_then(Timestamp::from_jiff)
        .or_else(|| clock_in_window(text.parse().ok()?, zone, window?));
    found.ok_or_else(|| {
        CommandError::asked(format!("cannot read the time {text:?}"))
            .hint("write it as 14:02, as '2024-03-05 14:02' or as 2024-03-05T14:02:00Z")
    })
}

fn clock_in_window(clock: Time, zone: &TimeZone, (start, end): (Timestamp, Timestamp)) -> Option<Timestamp> {
    let mut first = None;
    let mut date = start.to_jiff().to_zoned(zone.clone()).date();
    // A window of years need not be walked day by day: what is not found in a few is in none.
    for _ in 0..3 {
        let zoned = zone.to_ambiguous_zoned(date.to_datetime(clock)).compatible().ok()?;
        let moment = Timestamp::from_jiff(zoned.timestamp())?;
        if (start..=end).contains(&moment) {
            return Some(moment);
        }
        first = first.or(Some(moment));
        date = date.tomorrow().ok()?;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_zones_by_name_and_offset() {
        for (text, seconds) in [("+02:00", 7200), ("-0530", -19800), ("+2", 7200), ("Z", 0)] {
            let found = zone(text).unwrap().to_offset(jiff::Timestamp::UNIX_EPOCH);
            assert_eq!(found.seconds(), seconds, "{text}");
        }
        assert!(zone("Europe/Berlin").is_ok());
        assert!(zone("Mars/Olympus").is_err());
        assert!(zone("+99:99").is_err());
    }

    #[test]
    fn reads_moments_with_and_without_zone() {
        let berlin = zone("Europe/Berlin").unwrap();
        for (text, expected) in [
            ("2024-03-05T14:02:00Z", "2024-03-05T14:02:00Z"),
            ("2024-03-05 14:02", "2024-03-05T13:02:00Z"),
            ("2024-03-05T14:02:11.5+05:30", "2024-03-05T08:32:11.500Z"),
        ] {
            assert_eq!(moment(text, &berlin, None).unwrap().to_string(), expected);
        }
        assert!(moment("yesterday", &berlin, None).is_err());
        assert!(moment("14:02", &berlin, None).is_err());
    }

    #[test]
    fn takes_the_date_of_a_clock_from_the_window() {
        let at = |text: &str| moment(text, &TimeZone::UTC, None).unwrap();
        let window = Some((at("2024-03-05 23:10"), at("2024-03-06 01:00")));
        for (text, expected) in [
            ("23:30", "2024-03-05T23:30:00Z"),
            ("00:30:05", "2024-03-06T00:30:05Z"),
            ("14:02", "2024-03-05T14:02:00Z"),
        ] {
            assert_eq!(moment(text, &TimeZone::UTC, window).unwrap().to_string(), expected);
        }
    }
}
