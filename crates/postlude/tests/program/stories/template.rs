use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Fills one repetition: `{time}`, `{time-197s}` by a clock that is off, or `{time:%H:%M:%S}`, `{n}` (from 1), `{turn:a|b|c}` (one after the other),
/// `{ramp:40..99}` (evenly from the first repetition to the last). Other braces stay, for JSON.
pub(super) fn fill(template: &str, time: Timestamp, number: usize, of: usize) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(from) = rest.find('{') {
        text.push_str(&rest[..from]);
        rest = &rest[from..];
        let filled = rest.find('}').and_then(|to| Some((field(&rest[1..to], time, number, of)?, to + 1)));
        let (value, to) = filled.unwrap_or_else(|| ("{".to_owned(), 1));
        text.push_str(&value);
        rest = &rest[to..];
    }
    text + rest
}

fn field(field: &str, time: Timestamp, number: usize, of: usize) -> Option<String> {
    // A clock that is off: `{time+7m}`, `{time-197s:%H:%M:%S}`.
    if let Some(shifted) = field.strip_prefix("time").filter(|rest| rest.starts_with(['+', '-'])) {
        let end = shifted.find(':').unwrap_or(shifted.len());
        let (shift, argument) = shifted.split_at(end);
        let time = time + shift.parse::<jiff::SignedDuration>().ok()?;
        return self::field(&format!("time{argument}"), time, number, of);
    }
    let (name, argument) = field.split_once(':').unwrap_or((field, ""));
    Some(match name {
        "time" if argument.is_empty() => time.to_string(),
        "time" => time.to_zoned(TimeZone::UTC).strftime(argument).to_string(),
        "n" => (number + 1).to_string(),
        "turn" => {
            let turns: Vec<&str> = argument.split('|').collect();
            turns[number % turns.len()].to_owned()
        }
        "ramp" => {
            let (from, to) = argument.split_once("..")?;
            let (from, to): (f64, f64) = (from.parse().ok()?, to.parse().ok()?);
            format!("{:.2}", from + (to - from) * number as f64 / of.saturating_sub(1).max(1) as f64)
        }
        _ => return None,
    })
}

fn check(template: &str, number: usize, expected: &str) {
    let time = "2026-03-02T14:00:05Z".parse().unwrap();
    assert_eq!(fill(template, time, number, 5), expected);
}

#[test]
fn the_time_is_written_as_asked() {
    check("{time} up", 0, "2026-03-02T14:00:05Z up");
    check("[{time:%d/%b/%Y:%H:%M:%S}]", 0, "[02/Mar/2026:14:00:05]");
    check("{time+7m:%H:%M:%S} {time-5s}", 0, "14:07:05 2026-03-02T14:00:00Z");
}

#[test]
fn values_take_turns_and_climb() {
    check("{turn:a|b}{n}", 2, "a3");
    check("{ramp:10..90}", 0, "10.00");
    check("{ramp:10..90}", 4, "90.00");
}

#[test]
fn braces_of_the_evidence_stay() {
    check(r#"{"at":"{time:%H}","inner":{"n":{n}}}"#, 0, r#"{"at":"14","inner":{"n":1}}"#);
    check("{turn", 0, "{turn");
}
