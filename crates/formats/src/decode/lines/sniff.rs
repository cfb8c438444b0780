//! Is this a log of lines, and which formats are in it?

use std::collections::BTreeMap;

use super::catalog::Catalog;
use super::defined::{self, RecordText, Scratch};
use super::definition::Definition;
use super::engine::{Engine, Format};
use super::reader::LineReader;
use super::text;
use crate::frame::lines::{LineEnd, Lines, is_blank};
use crate::time::{Layout, Resolver};
use crate::{Detection, Head};

/// So many lines are looked at.
const MOST_LINES: usize = 400;

/// Only so much of a line is looked at.
const MOST_OF_LINE: usize = 16 << 10;

/// More formats than this are not tried before all others.
const MOST_PREFERRED: usize = 12;

/// Any text is a log of lines; none for what is no text.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if head.bytes.is_empty() || is_binary(head.bytes) {
        return None;
    }
    let line_end = LineEnd::of(head.bytes);
    let lines = sample(head, line_end);
    let texts: Vec<&str> = lines.iter().map(|line| text::beginning(line)).collect();
    let bytes = || texts.iter().map(|line| line.as_bytes());
    let layout = Layout::learn(bytes());
    let preferred = preferred(&texts, &layout);
    let layout = match preferred.first().and_then(definition).and_then(|definition| definition.date_order) {
        Some(order) => Layout::learn_ordered(order, bytes()),
        None => layout,
    };
    let resolver = Resolver::new(head.hints, &layout);
    let mut problems = layout.problems().to_vec();
    problems.extend_from_slice(resolver.problems());
    let continued_by =
        preferred.iter().filter_map(|format| definition(format)?.continued_by.as_ref()).collect();
    let indented = texts.first().is_some_and(|line| line.starts_with([' ', '\t']));
    let mut engine = Engine { preferred, continued_by, indented, ..Engine::without_samples(layout) };
    let mut census = Census::of(&texts, &engine);
    if census.known + census.timed == 0 {
        engine.time_limit = MOST_OF_LINE;
        census = Census::of(&texts, &engine);
    }
    if census.known * 2 > census.lines {
        // Where most lines are in a known format, a time far into a line is part of a message.
        engine.time_limit = 40;
    }
    // Long records have few headers; formats that say so count with one.
    let headers = census.known + census.timed;
    let has_headers = headers > 0 && (headers * 50 >= census.lines || !engine.continued_by.is_empty());
    let (format, confidence, reasons) = census.verdict();
    let reader = Box::new(LineReader { engine, resolver, line_end, has_headers });
    Some(Detection { format, confidence, reasons, problems, reader })
}

/// Text has few control characters. Those that colour and embolden what people say in chats may be many, and a log
/// on a crashed disk has blocks of NULs, which count once.
fn is_binary(bytes: &[u8]) -> bool {
    let (mut odd, mut style, mut before) = (0, 0, 1);
    for byte in bytes {
        match byte {
            0 if before == 0 => {}
            b'\t' | b'\n' | b'\r' | 0x1b | 0x0c => {}
            0x02 | 0x03 | 0x08 | 0x0f | 0x16 | 0x1d | 0x1f => style += 1,
            0..0x20 => odd += 1,
            _ => {}
        }
        before = *byte;
    }
    odd * 50 > bytes.len() || style * 5 > bytes.len() || bytes.iter().all(|byte| *byte == 0)
}

/// The lines looked at, as text; the last one only when it is whole.
fn sample(head: &Head<'_>, line_end: LineEnd) -> Vec<String> {
    let mut lines = Vec::new();
    for line in Lines::new(head.bytes, line_end).take(MOST_LINES * 4) {
        let bytes = &head.bytes[line.from..line.to.min(line.from + MOST_OF_LINE)];
        let whole = line.ended || head.complete || lines.is_empty();
        if whole && !is_blank(bytes) && lines.len() < MOST_LINES {
            lines.push(text::of_bytes(bytes).into_owned());
        }
    }
    lines
}

/// The formats that explain most lines, each counted without the lines that a better one explains.
fn preferred(lines: &[&str], layout: &Layout) -> Vec<Format> {
    let mut matching: Vec<Vec<usize>> = lines.iter().map(|line| definitions(line, layout)).collect();
    let mut formats = Vec::new();
    while formats.len() < MOST_PREFERRED {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for definition in matching.iter().flatten() {
            *counts.entry(*definition).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(definition, count)| (*count, usize::MAX - definition));
        let Some((best, _)) = most else { break };
        matching.retain(|definitions| !definitions.contains(&best));
        formats.push(Format::Definition(best));
    }
    let catalog = Catalog::get();
    let place = |format: &Format| match format {
        Format::Definition(place) => *place,
        _ => usize::MAX,
    };
    // A format comes behind those it yields to.
    for at in 1..formats.len() {
        let mut at = at;
        while at > 0 && catalog.yields(place(&formats[at - 1]), place(&formats[at])) {
            formats.swap(at - 1, at);
            at -= 1;
        }
    }
    formats
}

fn definition(format: &Format) -> Option<&'static Definition> {
    match format {
        Format::Definition(place) => Catalog::get().definitions.get(*place),
        _ => None,
    }
}

/// The definitions that match a line, without those that yield to another of them.
fn definitions(line: &str, layout: &Layout) -> Vec<usize> {
    let catalog = Catalog::get();
    let record = RecordText::new(line);
    let Some(first) = record.line.as_bytes().first() else { return Vec::new() };
    let (mut scratch, mut found) = (Scratch::default(), Vec::new());
    for candidate in catalog.candidates(*first) {
        let Some(definition) = catalog.definitions.get(candidate.definition) else { continue };
        let Some(pattern) = definition.patterns.get(candidate.pattern) else { continue };
        if !found.contains(&candidate.definition)
            && defined::read(definition, pattern, record, layout, &mut scratch).is_some()
        {
            found.push(candidate.definition);
        }
    }
    let all = found.clone();
    found.retain(|definition| !all.iter().any(|other| catalog.yields(*definition, *other)));
    found
}

/// How the lines of the head are read.
struct Census {
    lines: usize,
    /// Lines in a definition, JSON or `key=value`.
    known: usize,
    /// Lines known by their time only.
    timed: usize,
    by_name: Vec<(&'static str, usize)>,
}

impl Census {
    fn of(lines: &[&str], engine: &Engine) -> Self {
        let mut scratch = Scratch::default();
        let mut by_name: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut census = Self { lines: lines.len(), known: 0, timed: 0, by_name: Vec::new() };
        for line in lines {
            let record = RecordText::new(line);
            let Some(found) = engine.header(record, &mut scratch) else {
                // What a format names as a part of its records is known as well as their first lines.
                census.known += usize::from(engine.continues(record));
                continue;
            };
            match found.format {
                Format::Timed => census.timed += 1,
                _ => census.known += 1,
            }
            *by_name.entry(found.name).or_default() += 1;
        }
        census.by_name = by_name.into_iter().collect();
        census.by_name.sort_by_key(|(name, count)| (usize::MAX - count, *name));
        census
    }

    /// Name, confidence and reasons.
    fn verdict(&self) -> (String, u8, Vec<String>) {
        let reasons = self.by_name.iter().take(5).map(|(name, count)| match *name {
            "text with times" => format!("{count} of {} lines hold a time", self.lines),
            name => match title(name) {
                Some(title) => format!("{count} of {} lines match {name} ({title})", self.lines),
                None => format!("{count} of {} lines match {name}", self.lines),
            },
        });
        let share = |count: usize, of: usize| (count * of / self.lines.max(1)).min(of) as u8;
        let (format, confidence) = match self.by_name.first() {
            None => ("text", 5),
            Some(("text with times", count)) => ("text with times", 20 + share(*count, 20)),
            // Lines that continue a record belong to it: a log of stack traces is as sure as one without.
            Some((name, _)) => (*name, 50 + share(self.known, 39)),
        };
        let mut reasons: Vec<String> = reasons.collect();
        if reasons.is_empty() {
            reasons.push(format!("{} lines of text without any time", self.lines));
        }
        (format.to_owned(), confidence, reasons)
    }
}

/// What people call the format of a definition.
fn title(name: &str) -> Option<&'static str> {
    Catalog::get().definitions.iter().find(|d| d.name == name).map(|d| d.title.as_str())
}
