//! Lines that a person pastes: each with its time, as far as one is told.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};

use super::entry::Notes;
use super::markup::strip;
use crate::time::Layout;
use crate::{Block, Carry, Reader};

/// One thing that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Number of its first line, from 1.
    pub line: u64,
    /// When, if that is told.
    pub time: Option<Timestamp>,
    /// Until when, if that is told.
    pub end: Option<Timestamp>,
    /// A clock that stands there while no date is known.
    pub clock: Option<String>,
    /// What, without its time.
    pub text: String,
}

/// Reads pasted lines. `zone` holds for times that name none, `date` for the first clocks without one; a date or a zone that
/// the text names itself wins.
pub fn told(text: &str, zone: &TimeZone, date: Option<Date>) -> Vec<Told> {
    let read = |date: Option<Date>| {
        let layout = Layout::learn(text.lines().map(|line| strip(line).1.as_bytes()));
        let notes = Notes { zone: zone.clone(), layout, date, year: date.map(Date::year) };
        let mut told = Lines(Vec::new());
        notes.read(&Block::whole(text.as_bytes()), &mut Carry::default(), &mut told);
        told.0
    };
    // A date in plain words is looked for only while none is known, so the given one waits until the text had its say.
    let mut lines = read(None);
    if date.is_some() && lines.iter().any(|line| line.clock.is_some()) {
        let dated = read(date);
        for line in lines.iter_mut().filter(|line| line.clock.is_some()) {
            if let Some(dated) = dated.iter().find(|dated| dated.line == line.line) {
                line.clone_from(dated);
            }
        }
    }
    lines
}

struct Lines(Vec<Told>);

impl Sink for Lines {
    fn record(&mut self, record: &Record<'_>) {
        let Record::Message(message) = record else { return };
        let attribute = |name: &str| {
            let found = message.origin.attributes.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.to_string())
        };
        self.0.push(Told {
            line: message.origin.line,
            time: message.origin.time,
            end: attribute("end").and_then(|end| Timestamp::from_jiff(end.parse().ok()?)),
            clock: attribute("clock"),
            text: message.text.to_string(),
        });
    }

    fn problem(&mut self, _: Problem) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, zone: &str, date: Option<&str>, expected: &[&str]) {
        let zone = TimeZone::get(zone).unwrap();
        let told = told(text, &zone, date.map(|date| date.parse().unwrap()));
        let lines: Vec<String> = told
            .iter()
            .map(|one| {
                let time =
                    one.time.map_or_else(|| one.clock.clone().unwrap_or("-".into()), |t| t.to_string());
                let end = one.end.map(|end| format!(" to {end}")).unwrap_or_default();
                format!("{} {time}{end} {}", one.line, one.text)
            })
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn clocks_take_the_date_and_zone_of_the_page() {
        check(
            "14:02 first page\n14:07 I looked at the graphs\n",
            "Europe/Berlin",
            Some("2026-03-05"),
            &["1 2026-03-05T13:02:00Z first page", "2 2026-03-05T13:07:00Z I looked at the graphs"],
        );
    }

    #[test]
    fn what_the_text_says_wins() {
        check(
            "2026-03-06 (times in UTC)\n23:50 - rolled back\n00:10 - 00:20 errors fall\n",
            "Europe/Berlin",
            Some("2026-03-05"),
            &[
                "1 - 2026-03-06 (times in UTC)",
                "2 2026-03-06T23:50:00Z rolled back",
                "3 2026-03-07T00:10:00Z to 2026-03-07T00:20:00Z errors fall",
            ],
        );
    }

    #[test]
    fn without_a_date_the_clock_is_kept() {
        check("14:02 first page\nnobody knew\n", "UTC", None, &["1 14:02 first page\nnobody knew"]);
    }
}
