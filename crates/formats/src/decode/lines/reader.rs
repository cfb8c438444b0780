//! Records of a source made of lines: framing and decoding go together here, since only a format can tell
//! whether a line begins a record.

use postlude_base::{Problem, service_of_instance};
use postlude_evidence::{Record, Sink, Text};

use super::decoded::Decoded;
use super::defined::{RecordText, Scratch};
use super::engine::{Engine, Format, Found};
use super::text;
use super::unwrap::keep_inner_time;
use crate::frame::lines::{Line, LineEnd, Lines, is_blank, line_before};
use crate::time::Resolver;
use crate::{Block, Carry, Order, Reader};

/// Of a record longer than this only so much is read; its span covers all of it.
const MOST_READ: usize = 1 << 20;

/// Without a beginning of a record in so many bytes a block ends at any line: memory is bounded.
const MOST_KEPT: usize = 64 << 20;

/// A log of lines.
pub(crate) struct LineReader {
    /// Reads lines.
    pub engine: Engine,
    /// Finds moments.
    pub resolver: Resolver,
    /// How lines end.
    pub line_end: LineEnd,
    /// Whether records have headers, so that other lines continue the record before.
    pub has_headers: bool,
}

impl Reader for LineReader {
    fn order(&self) -> Order {
        if self.engine.layout.needs_order() { Order::InOrder } else { Order::Any }
    }

    fn lines(&self, bytes: &[u8]) -> u64 {
        memchr::memchr_iter(self.line_end.byte(), bytes).count() as u64
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        let Some(last) = memchr::memrchr(self.line_end.byte(), block.bytes) else { return 0 };
        let whole = last + 1;
        if !self.has_headers {
            return whole;
        }
        let mut scratch = Scratch::default();
        let mut begin = whole;
        while let Some(before) = line_before(block.bytes, begin, self.line_end) {
            if self.begins(&block.bytes[before..begin], &mut scratch)
                && !self.goes_on_before(block.bytes, before, &mut scratch)
            {
                return if before == 0 && block.bytes.len() > MOST_KEPT { whole } else { before };
            }
            begin = before;
        }
        if block.bytes.len() > MOST_KEPT { whole } else { 0 }
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let mut reading =
            Reading { reader: self, block, carry, sink, scratch: Scratch::default(), pending: None };
        for line in Lines::new(block.bytes, self.line_end) {
            reading.line(line);
        }
        reading.flush();
    }
}

impl LineReader {
    fn begins(&self, line: &[u8], scratch: &mut Scratch) -> bool {
        let text = text::of_bytes(limited(line));
        !is_blank(line) && self.engine.header(RecordText::new(text::beginning(&text)), scratch).is_some()
    }

    /// Whether the record before this place goes on behind it.
    fn goes_on_before(&self, bytes: &[u8], mut place: usize, scratch: &mut Scratch) -> bool {
        while let Some(from) = line_before(bytes, place, self.line_end) {
            if !is_blank(&bytes[from..place]) {
                return self.is_partial(&bytes[from..place], scratch);
            }
            place = from;
        }
        false
    }

    /// Only containers write lines in parts, and they say so.
    fn is_partial(&self, line: &[u8], scratch: &mut Scratch) -> bool {
        if memchr::memmem::find(&line[..line.len().min(100)], b" P ").is_none() {
            return false;
        }
        let text = text::of_bytes(limited(line));
        self.engine.header(RecordText::new(&text), scratch).is_some_and(|found| found.decoded.partial)
    }
}

fn limited(bytes: &[u8]) -> &[u8] {
    bytes.get(..MOST_READ).unwrap_or(bytes)
}

/// The record whose end is not known yet.
struct Pending<'t> {
    from: usize,
    to: usize,
    number: u64,
    /// What its first line says; none for a line in no format.
    first: Option<(Decoded<'t>, Format)>,
    /// Whether lines followed the first.
    continued: bool,
    /// Whether its message goes on in the next line of the same format.
    joined: Option<String>,
}

struct Reading<'a, 'b> {
    reader: &'a LineReader,
    block: &'a Block<'b>,
    carry: &'a mut Carry,
    sink: &'a mut dyn Sink,
    scratch: Scratch,
    pending: Option<Pending<'b>>,
}

impl<'b> Reading<'_, 'b> {
    fn line(&mut self, line: Line) {
        let bytes = &self.block.bytes[line.from..line.to];
        if is_blank(bytes) {
            return;
        }
        let found = self.header(bytes);
        if found.is_none()
            && self.reader.has_headers
            && let Some(pending) = self.pending.as_mut().filter(|pending| pending.first.is_some())
        {
            pending.to = line.to;
            pending.continued = true;
            pending.joined = None;
            return;
        }
        if let Some(found) = &found
            && self.join(found, line)
        {
            return;
        }
        self.flush();
        let joined =
            found.as_ref().filter(|found| found.decoded.partial).map(|f| f.decoded.log.body.to_string());
        let first = found.map(|found| (found.decoded, found.format));
        self.pending = Some(Pending {
            from: line.from,
            to: line.to,
            number: line.number,
            first,
            continued: false,
            joined,
        });
    }

    fn header(&mut self, bytes: &'b [u8]) -> Option<Found<'b>> {
        match text::of_bytes(limited(bytes)) {
            Text::Borrowed(text) => {
                self.reader.engine.header(RecordText::new(text::beginning(text)), &mut self.scratch)
            }
            Text::Owned(text) => {
                let found =
                    self.reader.engine.header(RecordText::new(text::beginning(&text)), &mut self.scratch)?;
                Some(Found { decoded: found.decoded.into_owned(), ..found })
            }
        }
    }

    /// Adds a line to the record before, if that said that its message goes on.
    fn join(&mut self, found: &Found<'b>, line: Line) -> bool {
        let Some(pending) = self.pending.as_mut() else { return false };
        let stream = |decoded: &Decoded<'_>| decoded.log.origin.attribute("log.iostream").map(str::to_owned);
        // What a program prints and its errors are two texts, though they stand in one file.
        let same = pending.first.as_ref().is_some_and(|(decoded, format)| {
            *format == found.format && stream(decoded) == stream(&found.decoded)
        });
        let Some(text) = pending.joined.as_mut().filter(|text| same && text.len() < MOST_READ) else {
            return false;
        };
        text.push_str(&found.decoded.log.body);
        pending.to = line.to;
        if !found.decoded.partial {
            self.flush();
        }
        true
    }

    /// Hands on the pending record.
    fn flush(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        let bytes = &self.block.bytes[pending.from..pending.to];
        let span = self.block.span(pending.from, pending.to);
        let line = self.block.line + pending.number - 1;
        if bytes.len() > MOST_READ {
            let message = format!("a record of {} bytes: only the first MiB was read", bytes.len());
            self.sink.problem(Problem::new("long-record", message).at(span));
        }
        let text = text::of_bytes(limited(bytes));
        let record = RecordText::new(text::beginning(&text));
        match (pending.first, pending.joined) {
            (Some((decoded, _)), Some(joined)) => {
                let decoded = self.joined(decoded, joined);
                self.emit(decoded, span, line);
            }
            (Some((decoded, _)), None) if !pending.continued => self.emit(decoded, span, line),
            (Some(_), None) => {
                let found = self.reader.engine.header(record, &mut self.scratch);
                self.emit(found.map_or_else(|| plain(record.all), |found| found.decoded), span, line);
            }
            (None, _) => self.emit(plain(record.all), span, line),
        }
    }

    /// A message written in parts, put together.
    fn joined<'t>(&mut self, mut decoded: Decoded<'t>, body: String) -> Decoded<'t> {
        decoded.log.body = Text::Owned(body);
        decoded.partial = false;
        self.reader.engine.unwrapped(decoded, 1, &mut self.scratch)
    }

    fn emit(&mut self, mut decoded: Decoded<'_>, span: postlude_base::ByteSpan, line: u64) {
        let resolver = &self.reader.resolver;
        let log = &mut decoded.log;
        let time = decoded.time.as_ref().and_then(|written| resolver.resolve(written, self.carry));
        log.origin.span = span;
        log.origin.line = line;
        log.origin.time = time;
        if log.origin.service.is_none()
            && let Some(instance) = &log.origin.instance
        {
            log.origin.service = Some(Text::Owned(service_of_instance(instance).to_owned()));
        }
        if let Some(inner) = &decoded.inner_time {
            keep_inner_time(log, inner, resolver, self.carry);
        }
        if let Some(problem) = self.carry.oddities.take() {
            self.sink.problem(problem.at(span));
        }
        self.sink.record(&Record::Log(decoded.log));
    }
}

/// A record in no format: what it shows by itself.
fn plain(text: &str) -> Decoded<'_> {
    let mut decoded = Decoded::plain(text);
    super::last_resort::complete(&mut decoded);
    decoded
}
