use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::template::fill;

/// A story taken apart.
pub(super) struct Story {
    /// The day its times of day belong to, in UTC.
    pub(super) day: Date,
    /// Text of each file of evidence.
    files: BTreeMap<String, Vec<Piece>>,
    /// What must come out.
    pub(super) expected: Expected,
    /// What should come out and does not yet.
    pub(super) not_yet: Expected,
}

/// Lines of the `timeline` and of the `leads` blocks.
#[derive(Default)]
pub(super) struct Expected {
    pub(super) timeline: Vec<String>,
    pub(super) leads: Vec<String>,
}

/// A part of a file. What is written out without a time stands first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    time: Option<Timestamp>,
    order: usize,
    text: String,
}

impl Story {
    /// Takes a document apart. A document that is not well formed is a mistake in the test, and fails.
    pub(super) fn read(document: &str) -> Self {
        let mut story = Self {
            day: day(document),
            files: BTreeMap::new(),
            expected: Expected::default(),
            not_yet: Expected::default(),
        };
        let mut lines = document.lines();
        while let Some(line) = lines.next() {
            let Some(heading) = line.strip_prefix("```") else { continue };
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            story.block(&heading.split_whitespace().collect::<Vec<_>>(), &body);
        }
        assert!(!story.files.is_empty(), "a story without evidence");
        let leads = story.expected.leads.len() + story.not_yet.leads.len();
        assert!(leads > 0, "a story that says nothing of leads");
        story
    }

    fn block(&mut self, heading: &[&str], body: &[&str]) {
        let expected = || body.iter().map(|line| (*line).to_owned());
        match heading {
            ["file", path] => self.piece(path, None, body.join("\n")),
            ["once", path, "at", time] => {
                let time = moment(self.day, time);
                self.piece(path, Some(time), fill(&body.join("\n"), time, 0, 1));
            }
            ["repeat", path, "every", step, "from", from, "to", to] => {
                self.repeat(path, duration(step), moment(self.day, from), moment(self.day, to), body);
            }
            ["timeline"] => self.expected.timeline.extend(expected()),
            ["leads"] => self.expected.leads.extend(expected()),
            ["timeline,", "not", "seen", "yet"] => self.not_yet.timeline.extend(expected()),
            ["leads,", "not", "seen", "yet"] => self.not_yet.leads.extend(expected()),
            _ => panic!("not a block of a story: {heading:?}"),
        }
    }

    fn repeat(&mut self, path: &str, step: SignedDuration, from: Timestamp, to: Timestamp, body: &[&str]) {
        assert!(step > SignedDuration::ZERO && from < to, "nothing to repeat in {path}");
        let moments: Vec<Timestamp> = std::iter::successors(Some(from), |time| time.checked_add(step).ok())
            .take_while(|t| *t < to)
            .collect();
        for (number, time) in moments.iter().enumerate() {
            self.piece(path, Some(*time), fill(&body.join("\n"), *time, number, moments.len()));
        }
    }

    fn piece(&mut self, path: &str, time: Option<Timestamp>, text: String) {
        let pieces = self.files.entry(path.to_owned()).or_default();
        pieces.push(Piece { time, order: pieces.len(), text });
    }

    /// Writes the evidence into a folder; the lines of each file in order of time.
    pub(super) fn write(&mut self, folder: &Path) {
        for (path, pieces) in &mut self.files {
            pieces.sort();
            let text: String = pieces.iter().flat_map(|piece| [piece.text.as_str(), "\n"]).collect();
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

/// The first date in the prose is the day of the story.
fn day(document: &str) -> Date {
    let words = document.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.filter(|word| word.len() == 10).find_map(|word| word.parse().ok()).expect("a story names its day")
}

/// A time of day of the story.
pub(super) fn moment(day: Date, time: &str) -> Timestamp {
    let time: Time = time.parse().unwrap_or_else(|_| panic!("not a time of day: {time}"));
    day.to_datetime(time).to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// `5s`, `2m`, `300ms`.
pub(super) fn duration(text: &str) -> SignedDuration {
    text.parse().unwrap_or_else(|_| panic!("not a duration: {text}"))
}
