//! Titles and numbers as people write them.

use postlude_signals::{Measure, Observations, Signal, SignalKind};

/// Longest title, in characters.
const LONGEST: usize = 140;

/// A text on one line, shortened at a word if it is long.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let cut: String = line.chars().take(longest.saturating_sub(1)).collect();
    let head = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", if head.len() * 2 > cut.len() { head } else { &cut })
}

/// The title of the entry that a signal leads.
pub(crate) fn title(observations: &Observations, signal: &Signal) -> String {
    let who = who(signal);
    let template = || {
        let id = signal.subject.operation.as_ref();
        id.and_then(|id| observations.templates.get(id)).map_or("", |info| info.text.as_str())
    };
    let text = match signal.kind {
        _ if signal.detector == crate::leads::excess::DETECTOR => format!("{who}: {}", signal.reason),
        SignalKind::Shape => format!("{who}: {}", signal.reason),
        SignalKind::NewLog => format!("{who}: first seen: {}", template()),
        SignalKind::Errors if signal.measure == Measure::Template => {
            format!("{who}: more often: {}", template())
        }
        SignalKind::Silence if signal.measure == Measure::Template => {
            format!("{who}: no longer logged: {}", template())
        }
        SignalKind::Silence if signal.subject.instance.is_some() => format!("{who}: {}", signal.reason),
        SignalKind::Silence => format!("{who}: silent"),
        SignalKind::Gap => format!("{who}: not measured"),
        SignalKind::Restart => format!("{who}: began anew"),
        _ => format!("{who}: {} {}", subject(signal), without_labels(&signal.reason)),
    };
    one_line(&text, LONGEST)
}

/// Labels that say which part of a service is meant; the others only repeat whose it is.
const TELLING: [&str; 12] = [
    "code",
    "status",
    "result",
    "quantile",
    "statistic",
    "mode",
    "peer",
    "method",
    "route",
    "path",
    "state",
    "pool",
];

/// A reason whose metric name keeps its telling labels only: `requests{code="503",job="a"}` becomes `requests (code 503)`.
fn without_labels(reason: &str) -> String {
    let Some((name, rest)) = reason.split_once('{') else { return reason.to_owned() };
    let Some((labels, rest)) = rest.split_once('}') else { return reason.to_owned() };
    let kept: Vec<String> = labels
        .split("\",")
        .filter_map(|label| label.split_once("=\""))
        .filter(|(label, _)| TELLING.contains(label))
        .map(|(label, value)| format!("{label} {}", value.trim_end_matches('"')))
        .collect();
    if kept.is_empty() { format!("{name}{rest}") } else { format!("{name} ({}){rest}", kept.join(", ")) }
}

/// What is measured, unless the reason begins with it.
fn subject(signal: &Signal) -> String {
    let noun = signal.measure.noun();
    let operation = signal.subject.operation.as_deref().unwrap_or("");
    if signal.reason.starts_with(noun) || signal.reason.starts_with(&signal.name) {
        operation.to_owned()
    } else {
        format!("{operation} {noun}")
    }
}

/// Service, with the caller where calls between two are measured.
fn who(signal: &Signal) -> String {
    let service = signal.subject.service.as_deref().unwrap_or("(no service)");
    match &signal.subject.caller {
        Some(caller) => format!("{caller} → {service}"),
        None => service.to_owned(),
    }
}

/// Nanoseconds as `12 s`, `3 min`, `2 h`.
pub(crate) fn duration(nanoseconds: i64) -> String {
    match nanoseconds / 1_000_000_000 {
        s if s < 120 => format!("{s} s"),
        s if s < 7200 => format!("{} min", s / 60),
        s => format!("{} h", s / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_labels_that_tell_something() {
        for (reason, expected) in [
            ("cpu 3 instead of 1", "cpu 3 instead of 1"),
            ("up{instance=\"a:80\",job=\"a\"} 0 instead of 1", "up 0 instead of 1"),
            ("calls{code=\"503\",job=\"a\"} 2 instead of 0", "calls (code 503) 2 instead of 0"),
        ] {
            assert_eq!(without_labels(reason), expected);
        }
    }
}
