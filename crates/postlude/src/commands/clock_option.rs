//! `--clock SOURCE=+8h`: what a person knows of a clock.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use postlude_base::{NANOSECONDS_PER_SECOND, SourceId, Timestamp};
use postlude_lake::Source;

use super::reading;
use crate::command_error::CommandError;
use crate::near::near;

/// Sources named when several are meant.
const NAMED: usize = 4;

/// Clocks that a person sets right.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ClockOption {
    /// Add so much to the times of a source (+8h, -197s, +5h30m, +250ms), or say in which zone it was written
    /// (Asia/Kolkata, UTC+05:30). SOURCE is a path, a part that only one path has, or a pattern with *; may be repeated.
    #[arg(long, value_name = "SOURCE=OFFSET", value_parser = read, allow_hyphen_values = true)]
    clock: Vec<GivenClock>,
}

#[derive(Debug, Clone)]
struct GivenClock {
    source: String,
    shift: Shift,
}

#[derive(Debug, Clone)]
enum Shift {
    Add(i64),
    Zone(TimeZone),
}

impl ClockOption {
    /// Nanoseconds to add to the times of the sources that are named. `read_as` is the zone in which times without one
    /// were read.
    pub(super) fn of(
        &self,
        sources: &[&Source],
        read_as: &TimeZone,
    ) -> Result<BTreeMap<SourceId, i64>, CommandError> {
        let mut given = BTreeMap::new();
        for clock in &self.clock {
            for source in meant(&clock.source, sources)? {
                given.insert(source.id, clock.shift.nanoseconds(source, read_as));
            }
        }
        Ok(given)
    }
}

impl Shift {
    fn nanoseconds(&self, source: &Source, read_as: &TimeZone) -> i64 {
        match self {
            Self::Add(nanoseconds) => *nanoseconds,
            Self::Zone(zone) => {
                let (first, last) = (source.tally.first, source.tally.last);
                let read = first.zip(last).map_or(0, |(first, last)| i64::midpoint(first.0, last.0));
                let civil = read_as.to_datetime(Timestamp(read).to_jiff());
                let meant = zone.to_ambiguous_zoned(civil).compatible().ok();
                let meant = meant.and_then(|zoned| Timestamp::from_jiff(zoned.timestamp()));
                meant.map_or(0, |meant| meant.since(Timestamp(read)))
            }
        }
    }
}

fn read(text: &str) -> Result<GivenClock, String> {
    let Some((source, offset)) = text.rsplit_once('=').filter(|(source, _)| !source.trim().is_empty()) else {
        return Err("write SOURCE=+8h, SOURCE=-197s or SOURCE=Europe/Berlin".to_owned());
    };
    let offset = offset.trim();
    let shift = match offset.starts_with(['+', '-', '−']) {
        true => Shift::Add(length(offset).ok_or_else(|| {
            format!("{offset} is no length of time: write +8h, -197s, +5h30m or +250ms, or a zone such as Asia/Kolkata")
        })?),
        false => Shift::Zone(zone(offset)?),
    };
    Ok(GivenClock { source: source.trim().to_owned(), shift })
}

/// A zone by name, or as the table of clocks writes it.
fn zone(text: &str) -> Result<TimeZone, String> {
    match text.strip_prefix("UTC").filter(|rest| !rest.is_empty()) {
        Some(rest) => reading::zone(rest),
        None if length(text).is_some() => {
            Err(format!("say whether {text} is to be added or taken off: +{text} or -{text}"))
        }
        None => reading::zone(text),
    }
}

/// Nanoseconds of `-1h30m`, `+250ms`, `2d`.
fn length(text: &str) -> Option<i64> {
    let sign = if text.starts_with(['-', '−']) { -1 } else { 1 };
    let mut rest = text.trim_start_matches(['+', '-', '−']).trim();
    let mut total: f64 = 0.0;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(unit_at);
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        total += number.parse::<f64>().ok()? * seconds_of(unit)?;
        rest = next.trim_start();
    }
    let nanoseconds = total * NANOSECONDS_PER_SECOND as f64;
    // A float of days of nanoseconds is good to a fraction of a microsecond.
    (nanoseconds > 0.0 && nanoseconds < i64::MAX as f64 / 4.0).then_some(sign * nanoseconds.round() as i64)
}

fn seconds_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "d" | "day" | "days" => 86_400.0,
        "h" => 3600.0,
        "m" | "min" => 60.0,
        "s" => 1.0,
        "ms" => 1e-3,
        "us" | "µs" => 1e-6,
        _ => return None,
    })
}

/// The sources that a path, a part of one or a pattern means.
fn meant<'a>(wanted: &str, sources: &[&'a Source]) -> Result<Vec<&'a Source>, CommandError> {
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<&'a Source> {
        sources.iter().filter(|source| source.paths.iter().any(|path| fits(path))).copied().collect()
    };
    let exact = of(&|path| path == wanted);
    if !exact.is_empty() {
        return Ok(exact);
    }
    let is_pattern = wanted.contains(['*', '?']);
    let found = match is_pattern {
        true => of(&|path| fits(wanted.as_bytes(), path.as_bytes())),
        false => of(&|path| path.contains(wanted)),
    };
    match found.len() {
        0 => Err(none(wanted, sources)),
        1 => Ok(found),
        _ if is_pattern => Ok(found),
        n => {
            let names: Vec<&str> = found
                .iter()
                .filter_map(|source| source.paths.first())
                .map(String::as_str)
                .take(NAMED)
                .collect();
            let more = if n > NAMED { ", ..." } else { "" };
            Err(CommandError::asked(format!("--clock {wanted}: {n} sources are called so")).hint(format!(
                "write more of one ({}{more}), or '*{wanted}*' for all of them",
                names.join(", ")
            )))
        }
    }
}

fn none(wanted: &str, sources: &[&Source]) -> CommandError {
    let error = CommandError::asked(format!("--clock {wanted}: no source is called so"));
    let paths = || sources.iter().flat_map(|source| source.paths.iter().map(String::as_str));
    let mut meant = near(wanted, paths());
    if meant.is_empty() {
        // Who writes `paymnet.log` means the end of a path.
        let end = |path: &'_ str| path.rsplit(['/', '!']).next().map_or(0, str::len);
        let tails: Vec<&str> = paths().map(|path| &path[path.len() - end(path)..]).collect();
        meant = near(wanted, tails.iter().copied());
        return error.hint(match meant.is_empty() {
            true => "postlude clocks lists all sources".to_owned(),
            false => format!("did you mean {}?", meant.join(" or ")),
        });
    }
    error.hint(format!("did you mean {}?", meant.join(" or ")))
}

/// Whether a text fits a pattern in which `*` stands for anything and `?` for one byte.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut in_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, in_text));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[in_text] => {
                at += 1;
                in_text += 1;
            }
            _ => {
                let Some((after, taken)) = star else { return false };
                star = Some((after, taken + 1));
                at = after + 1;
                in_text = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lengths_of_time() {
        let check = |text: &str, expected: Option<f64>| {
            assert_eq!(length(text).map(|ns| ns as f64 / 1e9), expected, "{text}");
        };
        check("+8h", Some(28_800.0));
        check("-197s", Some(-197.0));
        check("−5 h 30 min", Some(-19_800.0));
        check("+1.5s", Some(1.5));
        check("+250ms", Some(0.25));
        check("-2d", Some(-172_800.0));
        check("+8", None);
        check("+8x", None);
        check("+", None);
    }

    #[test]
    fn reads_what_is_given() {
        let check = |text: &str, expected: bool| assert_eq!(read(text).is_ok(), expected, "{text}");
        check("app.log=+8h", true);
        check("a=b.log=Asia/Kolkata", true);
        check("app.log=UTC+05:30", true);
        check("app.log=8h", false);
        check("app.log=Mars/Olympus", false);
        check("=+8h", false);
        check("app.log", false);
    }

    #[test]
    fn patterns_fit() {
        let check = |pattern: &str, text: &str, expected: bool| {
            assert_eq!(fits(pattern.as_bytes(), text.as_bytes()), expected, "{pattern} {text}");
        };
        check("logs/*.log", "logs/a/b.log", true);
        check("*payment*", "traces/payment-1.jsonl", true);
        check("payment-?.log", "payment-1.log", true);
        check("payment-?.log", "payment-12.log", false);
        check("*", "", true);
    }
}
