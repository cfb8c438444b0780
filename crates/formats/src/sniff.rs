//! Which format is this? Every format is asked in turn; the most confident answer wins.

use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};

use crate::encoding::{self, Encoding};
use crate::{Reader, decode};

/// What is known about a source from outside, and what the person asked for.
#[derive(Debug, Clone)]
pub struct Hints<'a> {
    /// Path within the evidence folder, `/` between parts; the member's path within an archive.
    pub path: &'a str,
    /// When the file was last written.
    pub modified: Option<Timestamp>,
    /// Year of the first record, for logs that write none (`--year`).
    pub year: Option<i16>,
    /// Zone of times that name none (`--tz`).
    pub zone: TimeZone,
}

impl Default for Hints<'_> {
    fn default() -> Self {
        Self { path: "", modified: None, year: None, zone: TimeZone::UTC }
    }
}

/// The beginning of a source, as far as it is read to tell its format.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The first bytes, up to [`Head::LIMIT`].
    pub bytes: &'a [u8],
    /// Whether these are all the bytes of the source.
    pub complete: bool,
    /// What is known from outside.
    pub hints: &'a Hints<'a>,
}

impl Head<'_> {
    /// How many bytes a caller hands to [`detect`], at most.
    pub const LIMIT: usize = 256 * 1024;
}

/// An answer to "could this be you?".
pub struct Detection {
    /// Name of the format, such as `nginx-error` or `prometheus query_range`.
    pub format: String,
    /// How sure, 0 to 100. A magic number or the tell-tale keys of a document: 90 and above. A line format
    /// that matches nearly every line: 60 to 89. A guess by shape: below 60.
    pub confidence: u8,
    /// Why, one short sentence each, with the numbers.
    pub reasons: Vec<String>,
    /// What is odd about the source as a whole: ambiguous day and month, no zone, guessed year.
    pub problems: Vec<Problem>,
    /// The reader made for this source.
    pub reader: Box<dyn Reader>,
}

/// One question per format, in the order in which equal answers are preferred.
pub fn all() -> &'static [fn(&Head<'_>) -> Option<Detection>] {
    &[
        decode::windows_event::evtx::sniff,
        decode::windows_event::xml::sniff,
        decode::binary::attachment::sniff,
        decode::binary::journal::sniff,
        decode::binary::login::sniff,
        decode::binary::scheduled_task::sniff,
        decode::directives::sniff,
        decode::documents::sniff,
        decode::event::json::sniff,
        decode::changes::git_log::sniff,
        decode::changes::git_lines::sniff,
        decode::changes::argo::sniff,
        decode::changes::helm::sniff,
        decode::changes::kubectl::sniff,
        decode::changes::kubectl::sniff_rollout,
        decode::alerts::nagios::sniff,
        decode::metrics::exposition::sniff,
        decode::metrics::influx::sniff,
        decode::metrics::graphite::sniff,
        decode::metrics::statsd::sniff,
        decode::messages::irc::sniff,
        decode::messages::mail::sniff,
        decode::messages::transcript::sniff,
        decode::messages::pasted::sniff,
        decode::messages::notes::sniff,
        decode::table::sniff,
        decode::lines::sniff::sniff,
    ]
}

/// The format of a source and a reader for it; none when it is nothing that any format can read.
///
/// A source in UTF-16 or UTF-32, or behind a byte order mark, is recognised by its text.
pub fn detect(head: &Head<'_>) -> Option<Detection> {
    match Encoding::of(head.bytes) {
        Some(encoding) => encoding::detect(encoding, head, most_confident),
        None => most_confident(head),
    }
}

fn most_confident(head: &Head<'_>) -> Option<Detection> {
    let mut best: Option<Detection> = None;
    for sniff in all() {
        if let Some(found) = sniff(head)
            && best.as_ref().is_none_or(|best| found.confidence > best.confidence)
        {
            best = Some(found);
        }
    }
    best
}
