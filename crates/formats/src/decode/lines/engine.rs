//! Which format is this line in, and what does it say? Decided for each line by itself, so that the answer
//! does not depend on where a source is cut; what the head of the source showed only sets what is tried first.

use postlude_evidence::Text;

use super::catalog::Catalog;
use super::decoded::Decoded;
use super::defined::{self, RecordText, Scratch};
use super::definition::Definition;
use super::grouped_regex::GroupedRegex;
use super::structured::{self, Structured};
use super::{generic_fields, last_resort, level};
use crate::time::Layout;

/// Log lines within log lines are read to this depth.
const MOST_WRAPPERS: usize = 3;

/// Where a line of a known format may hold its time when the format names no place for it.
const ANYWHERE: usize = 4096;

/// How a line was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    /// By the definition at this place in the catalog.
    Definition(usize),
    /// As a JSON object.
    Json,
    /// As `key=value` pairs.
    KeyValues,
    /// By the time in it.
    Timed,
}

/// A line that begins a record.
pub(crate) struct Found<'t> {
    /// What it says.
    pub decoded: Decoded<'t>,
    /// How it was read.
    pub format: Format,
    /// Name of the format.
    pub name: &'static str,
    /// Whether it has a message, which may be a log line in itself.
    pub has_body: bool,
}

/// Reads lines of one source.
pub(crate) struct Engine {
    /// Formats seen in the head of the source, tried first in this order.
    pub preferred: Vec<Format>,
    /// Lines that continue records in these formats.
    pub continued_by: Vec<&'static GroupedRegex>,
    /// The times of the source.
    pub layout: Layout,
    /// Whether lines that begin with blanks may begin a record in no known format.
    pub indented: bool,
    /// Where, at most, the time of a line in no known format begins.
    pub time_limit: usize,
}

impl Engine {
    /// An engine that knows nothing of its source but the layout of its times.
    pub(crate) fn without_samples(layout: Layout) -> Self {
        Self { preferred: Vec::new(), continued_by: Vec::new(), layout, indented: false, time_limit: 200 }
    }

    /// The record whose first line this is, if any format knows it as the beginning of a record.
    pub(crate) fn header<'t>(&self, record: RecordText<'t>, scratch: &mut Scratch) -> Option<Found<'t>> {
        if self.continues(record) {
            return None;
        }
        scratch.next_text();
        let tried = self.preferred.iter().find_map(|format| self.read_as(*format, record, scratch));
        tried.or_else(|| self.by_any(record, scratch)).map(|found| self.finished(found, record.line, scratch))
    }

    /// Whether a format of the source says that this line never begins a record.
    pub(crate) fn continues(&self, record: RecordText<'_>) -> bool {
        self.continued_by.iter().any(|regex| regex.is_match(record.line.as_bytes()))
    }

    fn read_as<'t>(
        &self,
        format: Format,
        record: RecordText<'t>,
        scratch: &mut Scratch,
    ) -> Option<Found<'t>> {
        match format {
            Format::Definition(place) => {
                let definition = Catalog::get().definitions.get(place)?;
                let decoded = self.by_definition(definition, record, scratch)?;
                Some(Found { decoded, format, name: &definition.name, has_body: true })
            }
            Format::Json => structured::json(record.line, &self.layout).map(|s| found(s, format, record)),
            Format::KeyValues => {
                structured::key_values(record.line, &self.layout).map(|s| found(s, format, record))
            }
            Format::Timed => {
                if record.line.starts_with([' ', '\t']) && !self.indented {
                    return None;
                }
                let decoded = last_resort::read(record, self.time_limit, &self.layout)?;
                Some(Found { decoded, format, name: "text with times", has_body: true })
            }
        }
    }

    fn by_definition<'t>(
        &self,
        definition: &'static Definition,
        record: RecordText<'t>,
        scratch: &mut Scratch,
    ) -> Option<Decoded<'t>> {
        let mut patterns = definition.patterns.iter();
        patterns.find_map(|pattern| defined::read(definition, pattern, record, &self.layout, scratch))
    }

    fn by_any<'t>(&self, record: RecordText<'t>, scratch: &mut Scratch) -> Option<Found<'t>> {
        let first = *record.line.as_bytes().first()?;
        self.by_catalog(first, record, scratch)
            .or_else(|| self.read_as(Format::Json, record, scratch))
            .or_else(|| self.read_as(Format::KeyValues, record, scratch))
            .or_else(|| self.read_as(Format::Timed, record, scratch))
    }

    /// The preferred definition among those that match.
    fn by_catalog<'t>(&self, first: u8, record: RecordText<'t>, scratch: &mut Scratch) -> Option<Found<'t>> {
        let catalog = Catalog::get();
        let mut best: Option<(usize, Decoded<'t>)> = None;
        for candidate in catalog.candidates(first) {
            let place = candidate.definition;
            let wanted = best.as_ref().is_none_or(|(best, _)| catalog.yields(*best, place));
            let Some(definition) = catalog.definitions.get(place).filter(|_| wanted) else { continue };
            let Some(pattern) = definition.patterns.get(candidate.pattern) else { continue };
            if let Some(decoded) = defined::read(definition, pattern, record, &self.layout, scratch) {
                best = Some((place, decoded));
            }
        }
        let (place, decoded) = best?;
        let name = &catalog.definitions.get(place)?.name;
        Some(Found { decoded, format: Format::Definition(place), name, has_body: true })
    }

    /// The record with the log line inside it, and with what its message shows by itself.
    fn finished<'t>(&self, mut found: Found<'t>, line: &str, scratch: &mut Scratch) -> Found<'t> {
        if found.decoded.partial {
            return found;
        }
        let definition = match found.format {
            Format::Definition(place) => Catalog::get().definitions.get(place),
            _ => None,
        };
        let unlevelled = found.decoded.log.severity.is_none();
        let wraps = match found.format {
            Format::Definition(_) => definition.is_some_and(|definition| definition.wraps),
            // Collectors give a level of their own to whatever a program prints.
            Format::Json => found.has_body && (unlevelled || found.name == "journald json"),
            Format::KeyValues => false,
            Format::Timed => true,
        };
        if wraps {
            found.decoded = self.unwrapped(found.decoded, 1, scratch);
        }
        if found.decoded.time.is_none() {
            found.decoded.time = self.layout.find(line.as_bytes(), ANYWHERE).map(|(_, written)| written);
        }
        let log = &mut found.decoded.log;
        // A line about one request says all in its header.
        if log.status_code.is_some() || definition.is_some_and(|definition| !definition.generic_fields) {
            return found;
        }
        if log.severity.is_none() {
            log.severity = match found.format {
                Format::Timed => level::near_beginning(&log.body, 64),
                _ => level::at_beginning(&log.body).map(|(severity, _)| severity),
            };
        }
        generic_fields::add(log);
        found
    }

    /// The record with its message read as a log line, if it is one.
    pub(crate) fn unwrapped<'t>(
        &self,
        outer: Decoded<'t>,
        depth: usize,
        scratch: &mut Scratch,
    ) -> Decoded<'t> {
        let program = outer.log.origin.service.as_deref();
        let inner = match &outer.log.body {
            Text::Borrowed(text) => self.inner(text, program, depth, scratch),
            Text::Owned(text) => self.inner(text, program, depth, scratch).map(Decoded::into_owned),
        };
        match inner {
            Some(inner) => outer.around(inner),
            None => outer,
        }
    }

    /// What a text says that stands inside a record as its message; none if it is no log line.
    pub(crate) fn inner<'t>(
        &self,
        text: &'t str,
        program: Option<&str>,
        depth: usize,
        scratch: &mut Scratch,
    ) -> Option<Decoded<'t>> {
        let record = RecordText::new(text);
        let first = *record.line.as_bytes().first()?;
        if depth > MOST_WRAPPERS || record.all.len() == record.line.len() && record.line.len() < 8 {
            return None;
        }
        scratch.next_text();
        let catalog = Catalog::get();
        let by_program = program.and_then(|program| {
            let mut definitions = catalog.of_program(program);
            definitions.find_map(|place| {
                let definition = catalog.definitions.get(place)?;
                let decoded = self.by_definition(definition, record, scratch)?;
                Some((decoded, definition.wraps))
            })
        });
        let (decoded, wraps) = by_program.or_else(|| self.inner_by_shape(first, record, scratch))?;
        Some(if wraps { self.unwrapped(decoded, depth + 1, scratch) } else { decoded })
    }

    /// A record inside another by its own shape, and whether it may hold one more.
    fn inner_by_shape<'t>(
        &self,
        first: u8,
        record: RecordText<'t>,
        scratch: &mut Scratch,
    ) -> Option<(Decoded<'t>, bool)> {
        if first == b'{' {
            let json = self.read_as(Format::Json, record, scratch)?;
            let wraps = json.has_body && json.decoded.log.severity.is_none();
            return Some((json.decoded, wraps));
        }
        if let Some(found) = self.by_catalog(first, record, scratch) {
            let Format::Definition(place) = found.format else { return None };
            let wraps = Catalog::get().definitions.get(place).is_some_and(|definition| definition.wraps);
            return Some((found.decoded, wraps));
        }
        if let Some(found) = self.read_as(Format::KeyValues, record, scratch) {
            return Some((found.decoded, false));
        }
        if let Some(found) = self.embedded_json(record, scratch) {
            return Some(found);
        }
        let mut decoded = last_resort::read(record, 2, &self.layout)?;
        last_resort::complete(&mut decoded);
        Some((decoded, true))
    }
}

impl Engine {
    /// A JSON object that ends the message and begins near its beginning: `192.0.2.7 {"status": ...}`.
    fn embedded_json<'t>(
        &self,
        record: RecordText<'t>,
        scratch: &mut Scratch,
    ) -> Option<(Decoded<'t>, bool)> {
        let from =
            record.line.find('{').filter(|from| *from < 80 && record.line.trim_end().ends_with('}'))?;
        let object = RecordText::new(record.all.get(from..)?);
        let json = self.read_as(Format::Json, object, scratch)?;
        let prefix = record.line.get(..from)?.trim();
        let mut decoded = json.decoded;
        if decoded.log.origin.attributes.len() < 2 {
            return None;
        }
        decoded.log.origin.attributes.push((Text::Borrowed("prefix"), Text::Borrowed(prefix)));
        Some((decoded, false))
    }
}

fn found<'t>(structured: Structured<'t>, format: Format, record: RecordText<'t>) -> Found<'t> {
    let Structured { mut decoded, format: name, has_body } = structured;
    if !record.continuation().is_empty() {
        decoded.log.body = Text::Owned([decoded.log.body.as_ref(), record.continuation()].concat());
    }
    Found { decoded, format, name, has_body }
}
