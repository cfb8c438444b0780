//! One line by its columns.

use postlude_base::ByteSpan;
use postlude_evidence::{Log, Origin, Text};

use super::DirectiveReader;
use super::column::Column;
use crate::Carry;
use crate::time::parse_value;

/// What is put together from several columns.
#[derive(Default)]
struct Parts<'t> {
    moment: Option<&'t str>,
    date: Option<&'t str>,
    clock: Option<&'t str>,
    method: Option<&'t str>,
    path: Option<&'t str>,
    query: Option<&'t str>,
    message: Option<&'t str>,
    /// Where the columns of the time end, if they come first.
    time_ends: usize,
}

impl DirectiveReader {
    /// The record of a line. A line with more values than columns keeps them in its body.
    pub(super) fn log<'t>(
        &self,
        text: &'t str,
        columns: &[Column],
        carry: &mut Carry,
        (span, number): (ByteSpan, u64),
    ) -> Log<'t> {
        let mut log = Log::new(Origin::at(span, number), Text::Borrowed(text));
        log.origin.service = self.service.map(Text::Borrowed);
        let mut parts = Parts::default();
        for (place, ((value, end), column)) in Values::new(text, self.by_comma).zip(columns).enumerate() {
            if matches!(column, Column::Moment | Column::Date | Column::Clock) && place < 2 {
                parts.time_ends = end;
            }
            if !matches!(value, "" | "-" | "(empty)") {
                take(&mut log, &mut parts, column, value);
            }
        }
        log.origin.time = self.moment(&parts, carry);
        log.body = body(text, &parts);
        request(&mut log, &parts);
        log
    }

    fn moment(&self, parts: &Parts<'_>, carry: &mut Carry) -> Option<postlude_base::Timestamp> {
        let written = match (parts.moment, parts.date, parts.clock) {
            (Some(moment), _, _) => parse_value(moment)?,
            (None, Some(date), Some(clock)) => parse_value(&format!("{date} {clock}"))?,
            (None, None, Some(clock)) => match carry.date {
                Some(date) => parse_value(&format!("{date} {clock}"))?,
                None => parse_value(clock)?,
            },
            (None, date, None) => parse_value(date?)?,
        };
        self.resolver.resolve(&written, carry)
    }
}

fn take<'t>(log: &mut Log<'t>, parts: &mut Parts<'t>, column: &Column, value: &'t str) {
    let seconds = |value: &str, unit: f64| {
        let nanoseconds = value.parse::<f64>().ok()? * unit;
        (0.0..9.2e18).contains(&nanoseconds).then(|| nanoseconds.round() as i64)
    };
    match column {
        Column::Moment => parts.moment = Some(value),
        Column::Date => parts.date = Some(value),
        Column::Clock => parts.clock = Some(value),
        Column::Host => log.origin.host = Some(Text::Borrowed(value)),
        Column::Method => parts.method = Some(value),
        Column::Path => parts.path = Some(value),
        Column::Query => parts.query = Some(value),
        Column::Message => parts.message = parts.message.or(Some(value)),
        Column::Status => {
            log.status_code = value.parse().ok().filter(|status| (100..=599).contains(status));
            if log.status_code.is_none() {
                log.origin.attributes.push((Text::Borrowed("sc-status"), Text::Borrowed(value)));
            }
        }
        Column::TimeTaken => {
            log.duration = seconds(value, if value.contains('.') { 1e9 } else { 1e6 });
        }
        Column::Seconds => log.duration = seconds(value, 1e9),
        Column::Attribute(name) => {
            log.origin.attributes.push((Text::Owned(name.clone()), Text::Borrowed(value)));
        }
    }
}

/// What a person reads: the message, else the request, else the line behind its time.
fn body<'t>(text: &'t str, parts: &Parts<'t>) -> Text<'t> {
    if let Some(message) = parts.message {
        return Text::Borrowed(message);
    }
    match (parts.method, parts.path, parts.query) {
        (Some(method), Some(path), Some(query)) => Text::Owned(format!("{method} {path}?{query}")),
        (Some(method), Some(path), None) => Text::Owned(format!("{method} {path}")),
        _ => Text::Borrowed(text.get(parts.time_ends..).unwrap_or(text).trim_start_matches([' ', ',', '\t'])),
    }
}

fn request<'t>(log: &mut Log<'t>, parts: &Parts<'t>) {
    let (path, query) = match (parts.path, parts.query) {
        (Some(path), None) => path.split_once('?').map_or((Some(path), None), |(p, q)| (Some(p), Some(q))),
        both => both,
    };
    let values = [("http.request.method", parts.method), ("url.path", path), ("url.query", query)];
    for (name, value) in values {
        if let Some(value) = value {
            log.origin.attributes.push((Text::Borrowed(name), Text::Borrowed(value)));
        }
    }
}

/// The values of a line with where each ends. Between blanks several count as one; quotes keep a value together,
/// and a doubled quote stands for one.
struct Values<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
}

impl<'t> Values<'t> {
    fn new(text: &'t str, by_comma: bool) -> Self {
        let separator = match by_comma {
            true => b',',
            false if text.contains('\t') => b'\t',
            false => b' ',
        };
        Self { text, at: 0, separator }
    }
}

impl<'t> Iterator for Values<'t> {
    type Item = (&'t str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        if self.separator == b' ' {
            rest = rest.trim_start_matches(' ');
            self.at = self.text.len() - rest.len();
            if rest.is_empty() {
                return None;
            }
        }
        let inside = rest.strip_prefix('"').filter(|_| self.separator != b'\t');
        let quoted = inside.and_then(|inside| inside.get(..closing(inside, self.separator)?));
        let (value, length) = match quoted {
            Some(value) => (value, value.len() + 2),
            None => {
                let length = memchr::memchr(self.separator, rest.as_bytes()).unwrap_or(rest.len());
                (rest.get(..length)?, length)
            }
        };
        let end = self.at + length;
        self.at = if self.separator == b' ' { end } else { end + 1 };
        Some((value, end))
    }
}

/// Length up to a quote that is not doubled and ends the value.
fn closing(inside: &str, separator: u8) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', bytes.get(at..)?)?;
        match bytes.get(at + 1) {
            Some(b'"') => at += 2,
            None => return Some(at),
            Some(next) if *next == separator => return Some(at),
            Some(_) => at += 1,
        }
    }
}
