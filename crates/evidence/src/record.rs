//! One record of each kind, as a decoder hands it on: borrowing from the bytes, nothing copied that
//! need not be.
//!
//! Texts are what stands in the source. Names of attributes are OpenTelemetry's where there is one
//! (`http.request.method`, `url.path`, `client.address`, `process.pid`), else the source's own, with
//! nested names joined by dots.

use std::borrow::Cow;

use postlude_base::{ByteSpan, Problem, Timestamp};

use crate::Severity;

/// A text of the source: borrowed where the bytes are valid UTF-8 and need no unescaping.
pub type Text<'a> = Cow<'a, str>;

/// Every further field found, in the order of the source; values as they stand there.
pub type Attributes<'a> = Vec<(Text<'a>, Text<'a>)>;

/// What every record has: its place, its moment and whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin<'a> {
    /// From the first byte of the line (or element) it begins in to the end of the record.
    pub span: ByteSpan,
    /// Number of the line it begins in, from 1; the number of the record in a binary source.
    pub line: u64,
    /// When, as the source says it; none if it does not.
    pub time: Option<Timestamp>,
    /// The service (not the pod or host) it is about.
    pub service: Option<Text<'a>>,
    /// The instance of the service: pod, container or process.
    pub instance: Option<Text<'a>>,
    /// The machine.
    pub host: Option<Text<'a>>,
    /// Everything else.
    pub attributes: Attributes<'a>,
}

impl<'a> Origin<'a> {
    /// An origin that knows its place only.
    pub fn at(span: ByteSpan, line: u64) -> Self {
        Self { span, line, time: None, service: None, instance: None, host: None, attributes: Vec::new() }
    }

    /// The first attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref())
    }
}

/// A line of a log with the lines that continue it.
#[derive(Debug, Clone, PartialEq)]
pub struct Log<'a> {
    /// Place, moment, service.
    pub origin: Origin<'a>,
    /// How bad it says it is.
    pub severity: Option<Severity>,
    /// The message without its header.
    pub body: Text<'a>,
    /// The trace it belongs to.
    pub trace_id: Option<Text<'a>>,
    /// The span it belongs to.
    pub span_id: Option<Text<'a>>,
    /// Status of the answer, when the line records one request (100 to 599).
    pub status_code: Option<u16>,
    /// How long it took in nanoseconds, when the line records one request or statement.
    pub duration: Option<i64>,
}

impl<'a> Log<'a> {
    /// A log record with a body and nothing else known.
    pub fn new(origin: Origin<'a>, body: Text<'a>) -> Self {
        Self {
            origin,
            severity: None,
            body,
            trace_id: None,
            span_id: None,
            status_code: None,
            duration: None,
        }
    }
}

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric<'a> {
    /// Place, moment, service. For a value about calls: the service that is called.
    pub origin: Origin<'a>,
    /// What is measured, as the source names it.
    pub name: Text<'a>,
    /// Unit, if the source tells (UCUM: `s`, `By`, `1`, `%`).
    pub unit: Option<Text<'a>>,
    /// The value; never NaN.
    pub value: f64,
    /// The service whose calls are measured, when the value is about calls between two.
    pub caller: Option<Text<'a>>,
}

/// One operation within a trace; `origin.time` is its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Span<'a> {
    /// Place, start, service.
    pub origin: Origin<'a>,
    /// The trace.
    pub trace_id: Text<'a>,
    /// This span.
    pub span_id: Text<'a>,
    /// The span it was called from; none for a root.
    pub parent_span_id: Option<Text<'a>>,
    /// Name of the operation.
    pub name: Text<'a>,
    /// `server`, `client`, `internal`, `producer` or `consumer`, if told.
    pub kind: Option<Text<'a>>,
    /// End minus start in nanoseconds.
    pub duration: Option<i64>,
    /// Whether it failed, if told.
    pub failed: Option<bool>,
    /// What the source says about the failure.
    pub status_message: Option<Text<'a>>,
}

/// One alert; `origin.time` is when it began.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert<'a> {
    /// Place, beginning, service.
    pub origin: Origin<'a>,
    /// Name of the rule.
    pub name: Text<'a>,
    /// What it says to a person.
    pub summary: Text<'a>,
    /// How bad.
    pub severity: Option<Severity>,
    /// When it ended; none while it fires. An automatic expiry is not an end.
    pub end: Option<Timestamp>,
    /// `firing`, `resolved`, `acknowledged` or `suppressed`.
    pub state: Option<Text<'a>>,
    /// The same for all notifications about one alert.
    pub fingerprint: Option<Text<'a>>,
}

/// One deliberate change: a deploy, a commit, a setting, a scaling; `origin.time` is its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<'a> {
    /// Place, start, service.
    pub origin: Origin<'a>,
    /// `deploy`, `rollback`, `commit`, `merge`, `release`, `config`, `scale`, `schema`, `restart` or `other`.
    pub kind: Text<'a>,
    /// What it is, in the words of the source.
    pub title: Text<'a>,
    /// When it was finished.
    pub end: Option<Timestamp>,
    /// Who or what did it.
    pub actor: Option<Text<'a>>,
    /// Version, revision or commit that it brings.
    pub version: Option<Text<'a>>,
    /// How it went, in the source's word: `success`, `failure`, `in_progress`.
    pub outcome: Option<Text<'a>>,
}

/// Something a person wrote or said.
#[derive(Debug, Clone, PartialEq)]
pub struct Message<'a> {
    /// Place, moment.
    pub origin: Origin<'a>,
    /// Who.
    pub author: Option<Text<'a>>,
    /// Where: channel, room, meeting.
    pub channel: Option<Text<'a>>,
    /// What.
    pub text: Text<'a>,
    /// The same for all messages of one thread.
    pub thread: Option<Text<'a>>,
}

/// A call path that the evidence states without a moment: a row of a service map.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency<'a> {
    /// Place; `service` is not used.
    pub origin: Origin<'a>,
    /// Who calls.
    pub caller: Text<'a>,
    /// Who is called.
    pub callee: Text<'a>,
    /// Strength as the source gives it.
    pub weight: Option<f64>,
}

/// A picture or another file to look at, with the moment it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment<'a> {
    /// Place (the whole source), moment.
    pub origin: Origin<'a>,
    /// Media type, such as `image/png`.
    pub media_type: Text<'a>,
    /// Title or file name.
    pub title: Text<'a>,
}

/// A record of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Record<'a> {
    /// A log line.
    Log(Log<'a>),
    /// A measured value.
    Metric(Metric<'a>),
    /// A span of a trace.
    Span(Span<'a>),
    /// An alert.
    Alert(Alert<'a>),
    /// A change.
    Change(Change<'a>),
    /// A message.
    Message(Message<'a>),
    /// A call path.
    Dependency(Dependency<'a>),
    /// A picture.
    Attachment(Attachment<'a>),
}

impl<'a> Record<'a> {
    /// Place, moment, service of a record of any kind.
    pub fn origin(&self) -> &Origin<'a> {
        match self {
            Self::Log(r) => &r.origin,
            Self::Metric(r) => &r.origin,
            Self::Span(r) => &r.origin,
            Self::Alert(r) => &r.origin,
            Self::Change(r) => &r.origin,
            Self::Message(r) => &r.origin,
            Self::Dependency(r) => &r.origin,
            Self::Attachment(r) => &r.origin,
        }
    }

    /// The same, to be changed.
    pub fn origin_mut(&mut self) -> &mut Origin<'a> {
        match self {
            Self::Log(r) => &mut r.origin,
            Self::Metric(r) => &mut r.origin,
            Self::Span(r) => &mut r.origin,
            Self::Alert(r) => &mut r.origin,
            Self::Change(r) => &mut r.origin,
            Self::Message(r) => &mut r.origin,
            Self::Dependency(r) => &mut r.origin,
            Self::Attachment(r) => &mut r.origin,
        }
    }
}

/// Where decoders put what they find.
pub trait Sink {
    /// Takes one record. It borrows from the decoder's buffer: take what is needed, keep nothing.
    fn record(&mut self, record: &Record<'_>);
    /// Takes one problem with the data.
    fn problem(&mut self, problem: Problem);
}
