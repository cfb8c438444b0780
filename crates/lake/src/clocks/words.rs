//! What is said of clocks, to people and to programs.

use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_draft::clocks::{Clock, Course, Known, Link, Verdict};

/// `+3 min 17 s`, `-5 h 30 min`, `+12.3 ms`: two units at most, and as exact as the error.
pub fn signed(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { '-' } else { '+' };
    format!("{sign}{}", unsigned(nanoseconds.saturating_abs()))
}

/// `±1.5 ms`, `±2 s`.
pub fn error(nanoseconds: i64) -> String {
    format!("±{}", unsigned(nanoseconds.saturating_abs()))
}

fn unsigned(nanoseconds: i64) -> String {
    let seconds = nanoseconds as f64 / NANOSECONDS_PER_SECOND as f64;
    // Rounded before it is split, so that 59.99 s is a minute and not 60 s.
    let whole = seconds.round() as i64;
    let two = |large: i64, unit: &str, small: i64, small_unit: &str| match small {
        0 => format!("{large} {unit}"),
        small => format!("{large} {unit} {small} {small_unit}"),
    };
    match seconds {
        s if s < 0.01 => format!("{:.1} ms", s * 1e3),
        s if s < 1.0 => format!("{:.0} ms", s * 1e3),
        s if s < 10.0 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{whole} s"),
        s if s < 3599.5 => two(whole / 60, "min", whole % 60, "s"),
        s if s < 86_399.5 => two(whole / 3600, "h", whole % 3600 / 60, "min"),
        _ => two(whole / 86_400, "d", whole % 86_400 / 3600, "h"),
    }
}

/// Seconds to a microsecond.
pub fn seconds(nanoseconds: i64) -> f64 {
    (nanoseconds as f64 / 1e3).round() / 1e6
}

/// What an offset is known from, in one word, for programs.
pub fn known(clock: &Clock) -> Option<&'static str> {
    Some(match clock.known? {
        Known::Anchors(Link::Span) => "calls",
        Known::Anchors(Link::Request) => "requests",
        Known::Anchors(Link::Alert) => "alerts",
        Known::Anchors(Link::Name) => "names",
        Known::Instance => "instance",
        Known::Extent => "extent",
        Known::Person => "person",
    })
}

/// What became of an offset, in one word, for programs.
pub fn verdict(clock: &Clock) -> &'static str {
    match clock.verdict {
        Verdict::Agrees => "agrees",
        Verdict::Applied => "applied",
        Verdict::Proposed => "proposed",
        Verdict::Unsteady => "unsteady",
        Verdict::Unchecked => "unchecked",
    }
}

/// Parts per million, if it drifts.
pub fn drift(course: &Course) -> Option<f64> {
    (course.drift() != 0).then(|| course.drift() as f64 / 1e3)
}

/// What is odd about a clock, for the list of what is odd in the evidence.
pub fn oddity(path: &str, clock: &Clock) -> Option<String> {
    let offset = offsets(&clock.course);
    let error = clock.error.map(|e| format!(" {}", error(e))).unwrap_or_default();
    Some(match clock.verdict {
        Verdict::Applied => format!("clock off: {offset}{error} added to its times; {}", clock.why),
        Verdict::Proposed => format!(
            "clock perhaps off: {offset}{error} would bring it to the others; {} (--clock {path}={:+}s applies it)",
            clock.why,
            seconds(clock.course.offset())
        ),
        Verdict::Unsteady => format!("clock not steady: {}", clock.why),
        Verdict::Agrees | Verdict::Unchecked => return None,
    })
}

/// The offset, or one for each part between jumps.
pub fn offsets(course: &Course) -> String {
    let all: Vec<String> = course.pieces().map(|piece| signed(piece.offset)).collect();
    all.join(", then ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_a_sign_and_two_units() {
        let check = |seconds: f64, expected: &str| assert_eq!(signed((seconds * 1e9) as i64), expected);
        check(197.0001, "+3 min 17 s");
        check(-19_800.0, "-5 h 30 min");
        check(0.0, "+0.0 ms");
        check(0.0123, "+12 ms");
        check(3.25, "+3.2 s");
        check(59.9, "+1 min");
        check(-3599.9, "-1 h");
        check(90_000.0, "+1 d 1 h");
    }
}
