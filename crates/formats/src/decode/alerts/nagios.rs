//! Nagios, Icinga and Naemon logs: `[1709647331] SERVICE ALERT: db1;PostgreSQL;CRITICAL;HARD;3;connection refused`.

use postlude_base::Timestamp;
use postlude_evidence::{Alert, Change, Log, Record, Severity, Sink};

use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::{Carry, Detection, Head, Order};

/// Lines that begin with an epoch in brackets and a kind in capitals.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 200);
    let found =
        lines.iter().filter(|line| split(line).is_some_and(|(_, kind, _)| KINDS.contains(&kind))).count();
    let stamped = lines.iter().filter(|line| stamp(line).is_some()).count();
    if found == 0 || stamped * 10 < lines.len() * 9 || found * 4 < lines.len() {
        return None;
    }
    Some(Detection {
        format: "nagios log".to_owned(),
        confidence: 91,
        reasons: vec![format!("{found} of {} lines have one of Nagios' kinds of entries", lines.len())],
        problems: Vec::new(),
        reader: Box::new(TextReader(Nagios)),
    })
}

const KINDS: [&str; 14] = [
    "SERVICE ALERT",
    "HOST ALERT",
    "SERVICE NOTIFICATION",
    "HOST NOTIFICATION",
    "CURRENT SERVICE STATE",
    "CURRENT HOST STATE",
    "INITIAL SERVICE STATE",
    "INITIAL HOST STATE",
    "SERVICE FLAPPING ALERT",
    "HOST FLAPPING ALERT",
    "SERVICE DOWNTIME ALERT",
    "HOST DOWNTIME ALERT",
    "EXTERNAL COMMAND",
    "LOG ROTATION",
];

struct Nagios;

impl TextFormat for Nagios {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        stamp(line).is_some()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        match split(&entry.text) {
            Some((time, "SERVICE ALERT", rest)) => alert(entry, time, rest, true, sink),
            Some((time, "HOST ALERT", rest)) => alert(entry, time, rest, false, sink),
            Some((time, "EXTERNAL COMMAND", rest)) => command(entry, time, rest, sink),
            _ => {
                let (time, body) =
                    stamp(&entry.text).map_or((None, &*entry.text), |(t, body)| (Some(t), body));
                let mut origin = entry.origin();
                origin.time = time;
                sink.record(&Record::Log(Log::new(origin, body.into())));
            }
        }
    }
}

/// `host;service;state;SOFT or HARD;attempt;output`, without the service for a host.
fn alert(entry: &Entry<'_>, time: Timestamp, rest: &str, of_service: bool, sink: &mut dyn Sink) {
    let mut parts = rest.splitn(if of_service { 6 } else { 5 }, ';');
    let host = parts.next().unwrap_or("").trim();
    let service = if of_service { parts.next().unwrap_or("") } else { "" };
    let state = parts.next().unwrap_or("");
    let firmness = parts.next().unwrap_or("");
    let attempt = parts.next().unwrap_or("");
    let output = parts.next().unwrap_or("");
    let severity = match state {
        "OK" | "UP" => Severity::Info,
        "WARNING" => Severity::Warn,
        "CRITICAL" | "DOWN" | "UNREACHABLE" => Severity::Fatal,
        _ => Severity::Error,
    };
    let over = matches!(state, "OK" | "UP" | "RECOVERY");
    let mut origin = entry.origin();
    origin.time = Some(time);
    origin.host = Some(host.into());
    let named = [("nagios.state", state), ("nagios.state_type", firmness), ("nagios.attempt", attempt)];
    origin.attributes.extend(named.map(|(key, value)| (key.into(), value.into())));
    let name = if of_service { service } else { host };
    sink.record(&Record::Alert(Alert {
        origin,
        name: name.into(),
        summary: if output.is_empty() { format!("{name} {state}").into() } else { output.into() },
        severity: Some(severity),
        end: over.then_some(time),
        state: Some(if over { "resolved" } else { "firing" }.into()),
        fingerprint: Some(if of_service { format!("{host};{service}") } else { host.to_owned() }.into()),
    }));
}

/// What somebody told Nagios to do: an acknowledgement, a downtime, a check switched off.
fn command(entry: &Entry<'_>, time: Timestamp, rest: &str, sink: &mut dyn Sink) {
    let mut origin = entry.origin();
    origin.time = Some(time);
    let (title, kind) = (rest.trim(), "config");
    if title.starts_with("PROCESS_") {
        return sink.record(&Record::Log(Log::new(origin, title.into())));
    }
    let (end, actor, version, outcome) = (None, None, None, None);
    sink.record(&Record::Change(Change {
        origin,
        kind: kind.into(),
        title: title.into(),
        end,
        actor,
        version,
        outcome,
    }));
}

fn split(line: &str) -> Option<(Timestamp, &str, &str)> {
    let (time, body) = stamp(line)?;
    let (kind, rest) = body.split_once(": ")?;
    Some((time, kind, rest))
}

fn stamp(line: &str) -> Option<(Timestamp, &str)> {
    let (seconds, body) = line.strip_prefix('[')?.split_once("] ")?;
    if seconds.len() != 10 {
        return None;
    }
    Some((Timestamp::from_seconds(seconds.parse().ok()?, 0)?, body))
}
