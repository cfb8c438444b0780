//! Log lines inside other formats: a cell of a table, a field of a document.

use std::cell::RefCell;
use std::sync::OnceLock;

use postlude_evidence::{Log, Text};

use super::decoded::Decoded;
use super::defined::Scratch;
use super::engine::Engine;
use super::{generic_fields, level};
use crate::Carry;
use crate::time::{Layout, Resolver, Written};

/// An inner time that differs by less is the same moment written twice.
const SAME_MOMENT: i64 = 1_000_000_000;

/// Reads the body of a record as a log line, if it is one: docker's JSON, a line with a header of its own,
/// `key=value`. The inner level, message, names and fields win; the outer time does. An inner time that differs by more
/// than a second is kept as attribute `inner.time` (RFC 3339), resolved as `resolver` does.
pub fn unwrap_text<'t>(log: Log<'t>, resolver: &Resolver, carry: &mut Carry) -> Log<'t> {
    thread_local! {
        // Only buffers: nothing in them survives from one text to the next.
        static SCRATCH: RefCell<Scratch> = RefCell::default();
    }
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::without_samples(Layout::learn(std::iter::empty())));
    let time = log.origin.time;
    let outer = Decoded { time: None, inner_time: None, partial: false, usual_service: false, log };
    let Decoded { time: first, inner_time: last, mut log, .. } =
        SCRATCH.with_borrow_mut(|scratch| engine.unwrapped(outer, 1, scratch));
    if time.is_none() {
        log.origin.time = first.as_ref().and_then(|first| resolver.resolve(first, carry));
    }
    if let Some(inner) = last.or(first) {
        keep_inner_time(&mut log, &inner, resolver, carry);
    }
    if log.severity.is_none() {
        log.severity = level::at_beginning(&log.body).map(|(severity, _)| severity);
    }
    if log.status_code.is_none() {
        generic_fields::add(&mut log);
    }
    log
}

/// Adds `inner.time` where the time inside a record is another one than its own.
pub(super) fn keep_inner_time(log: &mut Log<'_>, inner: &Written, resolver: &Resolver, carry: &Carry) {
    // What follows takes its year and date from outer times only.
    let mut aside = carry.clone();
    let Some((outer, inner)) = log.origin.time.zip(resolver.resolve(inner, &mut aside)) else { return };
    if inner.since(outer).saturating_abs() > SAME_MOMENT {
        log.origin.attributes.push((Text::Borrowed("inner.time"), Text::Owned(inner.to_string())));
    }
}

#[cfg(test)]
mod tests {
    use postlude_base::{ByteSpan, Timestamp};
    use postlude_evidence::Origin;

    use super::*;
    use crate::Hints;

    fn check(body: &str, expected: &str) {
        let mut origin = Origin::at(ByteSpan::new(0, 9), 1);
        origin.time = Some(Timestamp(1_709_647_331_000_000_000));
        let resolver = Resolver::new(&Hints::default(), &Layout::learn(std::iter::empty()));
        let log = unwrap_text(Log::new(origin, Text::Borrowed(body)), &resolver, &mut Carry::default());
        let mut out =
            vec![log.severity.map_or("-", |severity| severity.name()).to_owned(), log.body.to_string()];
        out.extend(log.origin.attributes.iter().map(|(key, value)| format!("{key}={value}")));
        assert_eq!(out.join(" | "), expected, "{body}");
        assert_eq!(log.origin.time.map(|time| time.to_string()).as_deref(), Some("2024-03-05T14:02:11Z"));
    }

    #[test]
    fn reads_a_line_in_a_line() {
        check(
            r#"{"log":"2024-03-05 22:02:11.250 [main] WARN  org.example.Cart - slow\n","stream":"stdout","time":"2024-03-05T14:02:11.3Z"}"#,
            "warn | slow | stream=stdout | thread.name=main | logger=org.example.Cart | inner.time=2024-03-05T22:02:11.250Z",
        );
        check("level=error msg=gone basket=7", "error | gone | basket=7");
        check("ERROR gone", "error | ERROR gone");
        check("nothing in it", "- | nothing in it");
    }
}
