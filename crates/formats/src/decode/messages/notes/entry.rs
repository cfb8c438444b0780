//! From lines to entries: which date and zone hold, what belongs together.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use postlude_base::Timestamp;
use postlude_evidence::{Message, Origin, Record, Sink};

use super::line::{self, Timed};
use super::markup::{Role, strip, tail};
use super::zone;
use crate::decode::event::text::line_text;
use crate::decode::event::when;
use crate::time::{Layout, Precision, Written, Zone};
use crate::{Block, Carry, Order, Reader};

/// A clock that falls back by more than this is one of the next day.
const NIGHT_HOURS: i64 = 12;

/// Reads notes in one piece.
pub(super) struct Notes {
    /// Zone of times that name none, unless the text names one for all.
    pub zone: TimeZone,
    /// Order of day and month.
    pub layout: Layout,
    /// Date of the first clocks, if nothing above them gives one.
    pub date: Option<Date>,
    /// Year of dates without one.
    pub year: Option<i16>,
}

impl Reader for Notes {
    fn order(&self) -> Order {
        Order::InOrder
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last { block.bytes.len() } else { 0 }
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let mut writing = Writing { notes: self, block, now: Now::of(self), open: None, fenced: false };
        let (mut from, mut number) = (0, block.line);
        for line in block.bytes.split_inclusive(|&b| b == b'\n') {
            let to = from + line.trim_ascii_end().len();
            writing.line(&line_text(line.trim_ascii_end()), from, to, number, sink);
            from += line.len();
            number += 1;
        }
        writing.close(sink);
    }
}

/// What holds at a line because of the lines above.
#[derive(Clone)]
pub(super) struct Now {
    date: Option<Date>,
    zone: TimeZone,
    year: Option<i16>,
    last: Option<DateTime>,
    /// Whether the zone was named for all times; else the last one written beside a time holds on.
    zone_for_all: bool,
}

impl Now {
    pub(super) fn of(notes: &Notes) -> Self {
        Self { date: notes.date, zone: notes.zone.clone(), year: notes.year, last: None, zone_for_all: false }
    }

    /// Takes over a zone that a line names for all times below.
    fn set_zone(&mut self, zone: &Zone) {
        self.zone = when::zone_of(zone);
        self.zone_for_all = true;
    }

    /// Takes over a date that is written.
    fn set_date(&mut self, date: (i8, i8, Option<i16>)) {
        if let Some(date) = line::civil(date, self.year) {
            self.year = Some(date.year());
            self.date = Some(date);
            self.last = None;
        }
    }

    /// The moments of the beginning and the end of a timed line.
    fn moments(&mut self, timed: &Timed<'_>) -> (Option<Timestamp>, Option<Timestamp>) {
        if let Some(date) = timed.date {
            self.set_date(date);
        }
        let Some(clock) = &timed.clock else { return (None, None) };
        let zone = timed.zone.as_ref().map_or_else(|| self.zone.clone(), when::zone_of);
        if !self.zone_for_all {
            self.zone = zone.clone();
        }
        let Some(begin) = self.civil(clock) else { return (None, None) };
        let begin = match self.last {
            Some(last) if timed.date.is_none() && fell_back(last, begin) => {
                let next = begin.date().tomorrow().unwrap_or(begin.date());
                self.date = Some(next);
                next.to_datetime(begin.time())
            }
            _ => begin,
        };
        self.last = Some(begin);
        let until = timed.until.as_ref().and_then(|clock| self.civil(clock)).map(|end| {
            if end < begin {
                end.date().tomorrow().unwrap_or(end.date()).to_datetime(end.time())
            } else {
                end
            }
        });
        (when::at(begin, &zone), until.and_then(|end| when::at(end, &zone)))
    }

    fn civil(&self, clock: &Written) -> Option<DateTime> {
        let time = jiff::civil::Time::new(clock.hour, clock.minute, clock.second, clock.nanosecond).ok()?;
        Some(self.date?.to_datetime(time))
    }
}

fn fell_back(last: DateTime, next: DateTime) -> bool {
    last.date() == next.date() && last.duration_since(next).as_hours() >= NIGHT_HOURS
}

/// An entry whose last line is not known yet.
struct Open {
    time: Option<Timestamp>,
    until: Option<Timestamp>,
    clock: Option<Written>,
    text: String,
    from: usize,
    to: usize,
    line: u64,
    /// How far its bullet was indented; what is indented less or as far does not belong to it.
    indent: Option<usize>,
    timed: bool,
    /// A heading with a clock: all below it belongs to it.
    heads: bool,
}

struct Writing<'n, 'b> {
    notes: &'n Notes,
    block: &'n Block<'b>,
    now: Now,
    open: Option<Open>,
    fenced: bool,
}

impl Writing<'_, '_> {
    fn line(&mut self, text: &str, from: usize, to: usize, number: u64, sink: &mut dyn Sink) {
        if text.trim_start().starts_with("```") || text.trim_start().starts_with("~~~") {
            self.fenced = !self.fenced;
            return self.follow(text, to, sink);
        }
        if text.trim().is_empty() {
            if !self.fenced && !self.waits() {
                self.close(sink);
            }
            return;
        }
        let (role, inner) = strip(text);
        if role == Role::Rule {
            return self.close(sink);
        }
        // What was pasted into a fence is quoted, not written: its times are not the writer's.
        let timed =
            if self.fenced && self.open.is_some() { None } else { timed(role, inner, &self.notes.layout) };
        if let Some(timed) = timed {
            return self.begin(role, text, &timed, from, to, number, sink);
        }
        if let Some(named) = zone::named(text) {
            self.now.set_zone(&named);
        }
        if let Some(date) = date_within(role, inner, &self.notes.layout, self.now.date.is_none()) {
            self.now.set_date(date);
        }
        if self.belongs(role, text) {
            return self.follow(text.trim(), to, sink);
        }
        self.close(sink);
        let text = tail(inner).to_owned();
        let indent = if let Role::Item(indent) = role { Some(indent) } else { None };
        self.open = Some(Open {
            time: None,
            until: None,
            clock: None,
            text,
            from,
            to,
            line: number,
            indent,
            timed: false,
            heads: false,
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the place of a line is four numbers")]
    fn begin(
        &mut self,
        role: Role,
        line: &str,
        timed: &Timed<'_>,
        from: usize,
        to: usize,
        number: u64,
        sink: &mut dyn Sink,
    ) {
        self.close(sink);
        let (time, until) = self.now.moments(timed);
        let heads = timed.clock.is_none() && (role == Role::Heading || timed.text.is_empty());
        if heads && let Some(named) = zone::named(line) {
            self.now.set_zone(&named);
        }
        // Without a clock the date is all that tells when: it stays in the text.
        let whole = timed.clock.is_none() && !timed.text.is_empty();
        let text = if whole { tail(strip(line).1) } else { timed.text }.to_owned();
        let indent = if let Role::Item(indent) = role { Some(indent) } else { None };
        self.open = Some(Open {
            time,
            until,
            clock: timed.clock.clone(),
            text,
            from,
            to,
            line: number,
            indent,
            timed: timed.clock.is_some(),
            heads: timed.clock.is_some() && role == Role::Heading,
        });
    }

    /// Whether the entry goes on over a blank line: below a heading, and when a time has no text yet.
    fn waits(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.heads || (open.timed && open.text.is_empty()))
    }

    /// Whether a line without a time continues the entry above it.
    fn belongs(&self, role: Role, text: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let indent = text.len() - text.trim_start().len();
        match role {
            _ if self.fenced => true,
            Role::Heading | Role::Rule => false,
            _ if self.waits() => true,
            Role::Row => false,
            Role::Item(indent) => {
                open.indent.is_some_and(|outer| indent > outer) || (open.timed && indent >= 2)
            }
            Role::Plain => open.indent.is_none_or(|outer| indent > outer) || open.timed || indent > 0,
        }
    }

    fn follow(&mut self, text: &str, to: usize, _: &mut dyn Sink) {
        if let Some(open) = &mut self.open {
            if !open.text.is_empty() {
                open.text.push('\n');
            }
            open.text.push_str(text);
            open.to = to;
        }
    }

    fn close(&mut self, sink: &mut dyn Sink) {
        let Some(open) = self.open.take() else { return };
        if open.text.is_empty() && !open.timed {
            return;
        }
        let mut origin = Origin::at(self.block.span(open.from, open.to), open.line);
        origin.time = open.time;
        if let Some(until) = open.until {
            origin.attributes.push(("end".into(), until.to_string().into()));
        }
        if let (None, Some(clock)) = (open.time, &open.clock) {
            let written = format!("{:02}:{:02}", clock.hour, clock.minute);
            origin.attributes.push(("clock".into(), written.into()));
        }
        let (author, channel, thread) = (None, None, None);
        sink.record(&Record::Message(Message { origin, author, channel, text: open.text.into(), thread }));
    }
}

/// The time that a line begins with, or has behind a short label ("First detected 2024-03-05 13:14").
pub(super) fn timed<'a>(role: Role, text: &'a str, layout: &Layout) -> Option<Timed<'a>> {
    if let Some(timed) = line::read(text, layout) {
        return (timed.clock.is_some()
            || role == Role::Heading
            || timed.text.is_empty()
            || is_dated(&timed, text))
        .then_some(timed);
    }
    if role == Role::Heading {
        return None;
    }
    let mut at = 0;
    for word in text.split_inclusive([' ', '|']).take(7) {
        let begins = word.starts_with(|c: char| c.is_ascii_digit());
        if at > 0
            && begins
            && let Some(timed) = line::read(&text[at..], layout)
        {
            // A clock alone inside a sentence is only talked about; at the end of a label it is a time.
            let full = timed.date.is_some() && timed.clock.is_some();
            let label = timed.clock.is_some() && timed.text.len() <= 12;
            let text = tail(text);
            return (full || label).then_some(Timed { text, ..timed });
        }
        at += word.len();
    }
    None
}

/// "2024-03-05: text" and "5 March 2024 - text" are lines of a day; "3.4.2024 was quiet" is a sentence.
fn is_dated(timed: &Timed<'_>, text: &str) -> bool {
    let behind = text.get(..text.len().saturating_sub(timed.text.len())).unwrap_or_default();
    behind.trim_end().ends_with([':', '-', '–', '—', '|'])
}

/// A date anywhere in a heading, or in one of the first lines while none is known.
fn date_within(role: Role, text: &str, layout: &Layout, wanted: bool) -> Option<(i8, i8, Option<i16>)> {
    if role != Role::Heading && !wanted {
        return None;
    }
    let mut before = ' ';
    for (at, letter) in text.char_indices().take(200) {
        let begins =
            !before.is_alphanumeric() && !matches!(before, '.' | '/' | '-') && letter.is_alphanumeric();
        before = letter;
        if !begins {
            continue;
        }
        if let Some((written, _)) = line::date(&text[at..], layout)
            && let Some((month, day)) = written.month_day
            && (written.year.is_some() || role == Role::Heading)
            && written.precision <= Precision::Minute
        {
            return Some((month, day, written.year));
        }
    }
    None
}
