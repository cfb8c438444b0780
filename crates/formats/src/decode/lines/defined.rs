//! Reading a record by a definition.

use postlude_evidence::Text;

use super::decoded::Decoded;
use super::definition::{Definition, Pattern};
use super::grouped_regex::Locations;
use super::role::Role;
use crate::time::{Layout, Written, from_hexadecimal};

/// The text of one record: a line and the lines that continue it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordText<'t> {
    /// All lines, without the last line end.
    pub all: &'t str,
    /// The first line, without its end.
    pub line: &'t str,
}

impl<'t> RecordText<'t> {
    /// A record from its text; the first line ends at the first line end.
    pub(crate) fn new(text: &'t str) -> Self {
        let all = text.trim_end_matches(['\n', '\r']);
        let end = memchr::memchr2(b'\n', b'\r', all.as_bytes()).unwrap_or(all.len());
        let line = all.get(..end).unwrap_or(all);
        Self { all, line }
    }

    /// What follows the first line, with the line end before it.
    pub(crate) fn continuation(&self) -> &'t str {
        self.all.get(self.line.len()..).unwrap_or_default()
    }
}

/// The buffers that reading uses again for every line.
#[derive(Default)]
pub(crate) struct Scratch {
    locations: Locations,
    /// Time read behind so many bytes of literal text in the present line, and where it ends.
    leading_times: Vec<(usize, Option<(Written, usize)>)>,
}

impl Scratch {
    /// Forgets the times read at the beginning of the line before; to be called before each text.
    pub(crate) fn next_text(&mut self) {
        self.leading_times.clear();
    }

    fn leading_time(&mut self, line: &str, at: usize, layout: &Layout) -> Option<(Written, usize)> {
        if let Some((_, known)) = self.leading_times.iter().find(|(place, _)| *place == at) {
            return known.clone();
        }
        let found = layout.read(line.as_bytes().get(at..)?).map(|(written, length)| (written, at + length));
        self.leading_times.push((at, found.clone()));
        found
    }
}

/// The record as this pattern of the definition reads it; none if it does not match.
pub(crate) fn read<'t>(
    definition: &'static Definition,
    pattern: &'static Pattern,
    record: RecordText<'t>,
    layout: &Layout,
    scratch: &mut Scratch,
) -> Option<Decoded<'t>> {
    let mut decoded = Decoded::plain(record.all);
    let from = match &pattern.leading {
        None => 0,
        Some(literal) => {
            if !record.line.starts_with(literal.as_str()) {
                return None;
            }
            let (written, end) = scratch.leading_time(record.line, literal.len(), layout)?;
            decoded.time = Some(written);
            end
        }
    };
    let header = record.line.as_bytes().get(from..)?;
    if !pattern.regex_may_begin_with(header.first().copied()) {
        return None;
    }
    let (mut body, mut date, mut clock, mut bias) = (None, None, None, None);
    let (end, captures) = pattern.regex.captures(header, &mut scratch.locations)?;
    if pattern.body_is_rest {
        body = Some((from + end, record.line.len()));
    }
    for (group, (begin, end)) in captures {
        let value = record.line.get(from + begin..from + end)?;
        match group.role {
            Role::Body => body = Some((from + begin, from + end)),
            Role::Date => date = Some(value),
            Role::Time => clock = Some(value),
            Role::HexadecimalTime => decoded.time = Some(from_hexadecimal(value)?),
            Role::BiasMinutes => bias = Some((group, value)),
            Role::Level => decoded.log.severity = Some(definition.severity(value.trim())?),
            role => decoded.set(role, &group.name, Text::Borrowed(value)),
        }
    }
    match (date, clock) {
        (Some(date), clock) => decoded.time = Some(date_and_clock(date, clock.unwrap_or_default(), layout)?),
        (None, Some(time)) => decoded.time = Some(read_time(time, layout)?),
        (None, None) => {}
    }
    if let Some((group, minutes)) = bias {
        decoded.set(group.role, &group.name, Text::Borrowed(minutes));
    }
    decoded.log.body = with_continuation(record, body);
    read_fields(definition, &mut decoded, layout, &mut scratch.locations);
    if decoded.log.origin.service.is_none() {
        decoded.log.origin.service = definition.service.as_deref().map(Text::Borrowed);
        decoded.usual_service = decoded.log.origin.service.is_some();
    }
    if definition.host_is_instance && decoded.log.origin.instance.is_none() {
        decoded.log.origin.instance = decoded.log.origin.host.take();
    }
    Some(decoded)
}

/// A date and a clock that stand apart; a clock may be written without colons.
fn date_and_clock(date: &str, clock: &str, layout: &Layout) -> Option<Written> {
    let (date, clock) = (date.trim(), clock.trim());
    // A whole time needs no date from elsewhere.
    if let Some(written) = read_time(clock, layout).filter(Written::has_date) {
        return Some(written);
    }
    let bare = matches!(clock.len(), 4 | 6) && clock.bytes().all(|b| b.is_ascii_digit());
    let clock = match (bare, clock.get(..2), clock.get(2..4), clock.get(4..6)) {
        (true, Some(hour), Some(minute), second) => format!("{hour}:{minute}:{}", second.unwrap_or("00")),
        _ => clock.to_owned(),
    };
    layout.parse_value(format!("{date} {clock}").trim())
}

/// A time that fills the text, but for blanks.
fn read_time(text: &str, layout: &Layout) -> Option<Written> {
    let text = text.trim();
    let (written, length) = layout.read(text.as_bytes())?;
    (length == text.len()).then_some(written)
}

/// The body from where the header ends, with the lines that follow. A header may end with fields behind the
/// body: then body and following lines are joined in a new text.
fn with_continuation<'t>(record: RecordText<'t>, body: Option<(usize, usize)>) -> Text<'t> {
    let Some((begin, end)) = body else { return Text::Borrowed(record.all) };
    if end == record.line.len() {
        return Text::Borrowed(record.all.get(begin..).unwrap_or_default());
    }
    let body = record.line.get(begin..end).unwrap_or_default();
    match record.continuation() {
        "" => Text::Borrowed(body),
        continuation => Text::Owned([body, continuation].concat()),
    }
}

/// Searches the fields of the definition. What they find replaces what the header said.
fn read_fields(
    definition: &'static Definition,
    decoded: &mut Decoded<'_>,
    layout: &Layout,
    locations: &mut Locations,
) {
    for field in &definition.fields {
        let log = &decoded.log;
        if field
            .adds_only
            .as_ref()
            .is_some_and(|names| names.iter().all(|name| log.origin.attribute(name).is_some()))
        {
            continue;
        }
        let searched = match field.searched {
            Role::Body => Some(&log.body),
            Role::Service => log.origin.service.as_ref(),
            Role::Instance => log.origin.instance.as_ref(),
            Role::Host => log.origin.host.as_ref(),
            _ => log.origin.attributes.iter().find(|(key, _)| *key == field.group).map(|(_, value)| value),
        };
        // A cheap copy of the handle where the text is borrowed; the rare owned body is copied.
        let Some(searched) = searched.cloned() else { continue };
        let Some((_, captures)) = field.regex.captures(searched.as_bytes(), locations) else { continue };
        for (group, (begin, end)) in captures {
            let value = match &searched {
                Text::Borrowed(text) => text.get(begin..end).map(Text::Borrowed),
                Text::Owned(text) => text.get(begin..end).map(|value| Text::Owned(value.to_owned())),
            };
            let Some(value) = value else { continue };
            match group.role {
                Role::Time => decoded.time = read_time(&value, layout).or(decoded.time.take()),
                Role::Date => {
                    if let (Some(time), Some(date)) = (&mut decoded.time, layout.parse_value(&value)) {
                        (time.year, time.month_day) = (date.year, date.month_day);
                    }
                }
                Role::Level => {
                    decoded.log.severity = definition.severity(value.trim()).or(decoded.log.severity);
                }
                role => decoded.set(role, &group.name, value),
            }
        }
    }
}
