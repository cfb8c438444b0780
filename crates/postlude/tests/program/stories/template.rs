use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Fills one repetition: `{time}` or `{time:%H:%M:%S}` (`{time+2s:%H}`: somewhat later, `{time-197s}`: by a clock that is off), `{n}` (from 1), `{turn:a|b|c}` (one after
/// the other), `{ramp:40..99}` (evenly from the first repetition to the last), `{noise:40..60}` (here and there between the two,
/// more often in the middle, with as many digits), `{hex:LABEL 16}` (so many digits, the same wherever the label stands at
/// the same moment). Other braces stay, for JSON. Nothing is drawn: the same story is always the same to the byte.
pub(super) fn fill(template: &str, time: Timestamp, number: usize, of: usize) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(from) = rest.find('{') {
        text.push_str(&rest[..from]);
        rest = &rest[from..];
        let place = text.len();
        let filled =
            rest.find('}').and_then(|to| Some((field(&rest[1..to], time, number, of, place)?, to + 1)));
        let (value, to) = filled.unwrap_or_else(|| ("{".to_owned(), 1));
        text.push_str(&value);
        rest = &rest[to..];
    }
    text + rest
}

fn field(field: &str, time: Timestamp, number: usize, of: usize, place: usize) -> Option<String> {
    let (name, argument) = field.split_once(':').unwrap_or((field, ""));
    Some(match name {
        _ if name.starts_with("time+") || name.starts_with("time-") => {
            written(time + name[4..].parse::<SignedDuration>().ok()?, argument)
        }
        "time" => written(time, argument),
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
        "noise" => noise(argument, &format!("{time} {argument} {place}"))?,
        "hex" => {
            let (label, digits) = argument.split_once(' ')?;
            hex(&format!("{time} {label}"), digits.parse().ok()?)
        }
        _ => return None,
    })
}

fn written(time: Timestamp, layout: &str) -> String {
    if layout.is_empty() {
        return time.to_string();
    }
    time.to_zoned(TimeZone::UTC).strftime(layout).to_string()
}

/// The mean of two values from evenly between both bounds, in the layout of the first: `007..100`, `0.20..0.90`.
fn noise(bounds: &str, seed: &str) -> Option<String> {
    let (low, high) = bounds.split_once("..")?;
    let decimals = low.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (from, to): (f64, f64) = (low.parse().ok()?, high.parse().ok()?);
    let share = |half: &str| (mixed(&format!("{seed} {half}")) >> 11) as f64 / (1_u64 << 53) as f64;
    let value = from + (to - from) * f64::midpoint(share("first"), share("second"));
    Some(format!("{value:0width$.decimals$}", width = if low.starts_with('0') { low.len() } else { 0 }))
}

fn hex(seed: &str, digits: usize) -> String {
    format!("{:016x}{:016x}", mixed(seed), mixed(&format!("{seed} again")))[..digits].to_owned()
}

/// A number that looks like chance and follows from the text: FNV-1a, then the mixing step of SplitMix64.
fn mixed(text: &str) -> u64 {
    let folded = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let once = (folded ^ (folded >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ (once >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ (twice >> 31)
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
fn times_may_be_later() {
    check("{time+1500ms:%S%.3f}", 0, "06.500");
}

#[test]
fn noise_lies_between_its_bounds() {
    let time: Timestamp = "2026-03-02T14:00:05Z".parse().unwrap();
    let drawn = |at: i64| fill("{noise:040..060}", time + SignedDuration::from_secs(at), 0, 1);
    let values: Vec<String> = (0..300).map(drawn).collect();
    assert!(values.iter().all(|value| value.len() == 3), "{values:?}");
    let numbers: Vec<u32> = values.iter().map(|value| value.parse().unwrap()).collect();
    assert!(numbers.iter().all(|number| (40..=60).contains(number)), "{numbers:?}");
    assert!(
        numbers.iter().any(|number| *number < 46) && numbers.iter().any(|number| *number > 54),
        "{numbers:?}"
    );
    assert_eq!(values, (0..300).map(drawn).collect::<Vec<_>>());
}

#[test]
fn a_label_has_one_number_at_a_moment() {
    let time: Timestamp = "2026-03-02T14:00:05Z".parse().unwrap();
    let one = fill("{hex:trace 16}", time, 0, 9);
    assert_eq!(one.len(), 16);
    assert_eq!(fill("x {hex:trace 16}", time, 3, 9), format!("x {one}"));
    assert_ne!(fill("{hex:span 16}", time, 0, 9), one);
}

#[test]
fn braces_of_the_evidence_stay() {
    check(r#"{"at":"{time:%H}","inner":{"n":{n}}}"#, 0, r#"{"at":"14","inner":{"n":1}}"#);
    check("{turn", 0, "{turn");
}
