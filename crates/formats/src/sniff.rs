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

/// A question: could this be you?
pub type Sniff = fn(&Head<'_>) -> Option<Detection>;

/// One question per format with its name, in the order in which equal answers are preferred.
///
/// The name is also that of the fuzz target, `fuzz/fuzz_targets/<name>.rs`.
pub fn all() -> &'static [(&'static str, Sniff)] {
    &[
        ("evtx", decode::windows_event::evtx::sniff),
        ("windows_event_xml", decode::windows_event::xml::sniff),
        ("attachment", decode::binary::attachment::sniff),
        ("journal", decode::binary::journal::sniff),
        ("login", decode::binary::login::sniff),
        ("scheduled_task", decode::binary::scheduled_task::sniff),
        ("directives", decode::directives::sniff),
        ("documents", decode::documents::sniff),
        ("events", decode::event::json::sniff),
        ("yaml", decode::event::yaml::sniff),
        ("git_log", decode::changes::git_log::sniff),
        ("git_lines", decode::changes::git_lines::sniff),
        ("argo", decode::changes::argo::sniff),
        ("helm", decode::changes::helm::sniff),
        ("kubectl", decode::changes::kubectl::sniff),
        ("rollout", decode::changes::kubectl::sniff_rollout),
        ("nagios", decode::alerts::nagios::sniff),
        ("exposition", decode::metrics::exposition::sniff),
        ("influx", decode::metrics::influx::sniff),
        ("graphite", decode::metrics::graphite::sniff),
        ("statsd", decode::metrics::statsd::sniff),
        ("irc", decode::messages::irc::sniff),
        ("mail", decode::messages::mail::sniff),
        ("transcript", decode::messages::transcript::sniff),
        ("pasted", decode::messages::pasted::sniff),
        ("notes", decode::messages::notes::sniff),
        ("table", decode::table::sniff),
        ("lines", decode::lines::sniff::sniff),
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

/// The dearest questions, with the surest answer that each gives: there is no need to ask when another is as sure.
const SUREST: [(&str, u8); 2] = [("table", 93), ("lines", 89)];

fn most_confident(head: &Head<'_>) -> Option<Detection> {
    let mut best: Option<Detection> = None;
    for (name, sniff) in all() {
        let surest = SUREST.iter().find(|(dear, _)| dear == name).map_or(100, |(_, surest)| *surest);
        if best.as_ref().is_some_and(|best| best.confidence >= surest) {
            continue;
        }
        if let Some(found) = sniff(head)
            && best.as_ref().is_none_or(|best| found.confidence > best.confidence)
        {
            debug_assert!(found.confidence <= surest, "{name} is {} sure", found.confidence);
            best = Some(found);
        }
    }
    best
}
