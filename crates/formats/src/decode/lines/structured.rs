//! A line of named values (JSON, logfmt, a row under a header) as a log record.

use postlude_evidence::{Severity, Text};

use super::decoded::{Decoded, duration};
use super::json_scan::{self, Value};
use super::key_table::{Key, meaning};
use super::{level, logfmt, request_parts};
use crate::time::{Layout, Written};

/// Names and values in the order of the line.
pub(super) type Pairs<'t> = Vec<(Text<'t>, Value<'t>)>;

/// What a line of named values says, and how it is called.
pub(super) struct Structured<'t> {
    /// The record.
    pub decoded: Decoded<'t>,
    /// Name of the writer's format, as far as the keys tell it.
    pub format: &'static str,
    /// Whether the message came under a key of its own, so that it may be a log line in itself.
    pub has_body: bool,
}

/// A JSON object at the beginning of the line; none when there is not a single member.
pub(super) fn json<'t>(line: &'t str, layout: &Layout) -> Option<Structured<'t>> {
    if !line.trim_start().starts_with('{') {
        return None;
    }
    let mut pairs = Pairs::new();
    let whole = json_scan::members(line, |key, value| pairs.push((key, value)));
    if pairs.is_empty() {
        return None;
    }
    let format = json_format(&pairs);
    let mut structured = decode(pairs, line, layout, format);
    if whole.is_none() && structured.decoded.time.is_none() {
        structured.decoded.time = layout.find(line.as_bytes(), 400).map(|(_, written)| written);
    }
    Some(structured)
}

/// A line of `key=value` that has a time, a level or a message among its keys.
pub(super) fn key_values<'t>(line: &'t str, layout: &Layout) -> Option<Structured<'t>> {
    let pairs = logfmt::pairs(line)?;
    let tells =
        |key: &str| matches!(meaning(key), Some(Key::Time(_) | Key::Date | Key::Body(0) | Key::Level(0 | 1)));
    pairs.iter().any(|(key, _)| tells(key)).then(|| decode(pairs, line, layout, "logfmt"))
}

/// The writer's format by its tell-tale keys.
fn json_format(pairs: &Pairs<'_>) -> &'static str {
    let has = |name: &str| pairs.iter().any(|(key, _)| key == name);
    if has("log") && has("stream") && has("time") {
        "docker json-file"
    } else if has("__REALTIME_TIMESTAMP") {
        "journald json"
    } else if has("ecs.version") {
        "ecs json"
    } else if has("t.$date") && has("c") {
        "mongodb json"
    } else if has("v") && has("hostname") && has("pid") {
        "bunyan json"
    } else if has("@t") {
        "serilog clef"
    } else if has("short_message") {
        "gelf"
    } else if has("DownstreamStatus") {
        "traefik json"
    } else {
        "json lines"
    }
}

/// The places of the pairs that fill a role that only one can fill.
#[derive(Default)]
struct Chosen {
    body: Option<(u8, usize)>,
    level: Option<(u8, usize)>,
    service: Option<(u8, usize)>,
    instance: Option<(u8, usize)>,
    host: Option<(u8, usize)>,
    status: Option<(u8, usize)>,
}

fn better(slot: &mut Option<(u8, usize)>, rank: u8, place: usize) {
    if slot.is_none_or(|(best, _)| rank < best) {
        *slot = Some((rank, place));
    }
}

/// What a scalar says as text; nothing for null and for what is empty.
fn text_of<'a>(value: &'a Value<'_>) -> Option<&'a str> {
    match value {
        Value::Text(text) => Some(text.as_ref()).filter(|text| !text.is_empty()),
        Value::Bare(bare) => Some(bare),
        Value::Raw(_) | Value::Null => None,
    }
}

fn choose(keys: &[Option<Key>], pairs: &Pairs<'_>) -> Chosen {
    let mut chosen = Chosen::default();
    for (place, (key, (_, value))) in keys.iter().zip(pairs).enumerate() {
        let (Some(key), Some(text)) = (key, text_of(value)) else { continue };
        match *key {
            Key::Body(rank) if matches!(value, Value::Text(_)) => better(&mut chosen.body, rank, place),
            Key::Level(rank) if level::of_field(text).is_some() => better(&mut chosen.level, rank, place),
            Key::SyslogSeverity if syslog_severity(text).is_some() => better(&mut chosen.level, 3, place),
            Key::SeverityNumber if text.parse().ok().and_then(Severity::from_number).is_some() => {
                better(&mut chosen.level, 2, place);
            }
            Key::Service(rank) => better(&mut chosen.service, rank, place),
            Key::Instance(rank) => better(&mut chosen.instance, rank, place),
            Key::Host(rank) => better(&mut chosen.host, rank, place),
            Key::Status(rank) if status(text).is_some() => better(&mut chosen.status, rank, place),
            _ => {}
        }
    }
    chosen
}

fn status(text: &str) -> Option<u16> {
    text.parse().ok().filter(|status| (100..=599).contains(status))
}

fn syslog_severity(text: &str) -> Option<Severity> {
    match text.parse::<u8>() {
        Ok(number @ 0..=7) => Some(Severity::from_syslog(number)),
        _ => Severity::from_word(text),
    }
}

/// The record that the pairs of a line make.
pub(super) fn decode<'t>(
    pairs: Pairs<'t>,
    line: &'t str,
    layout: &Layout,
    format: &'static str,
) -> Structured<'t> {
    let keys: Vec<Option<Key>> = pairs.iter().map(|(key, _)| meaning(key)).collect();
    let chosen = choose(&keys, &pairs);
    let (time, time_place) = written_time(&keys, &pairs, layout);
    let mut decoded = Decoded::plain(line);
    decoded.time = time;
    let unit = whole_unit(&pairs, format);
    let mut has_body = false;
    for (place, (key, value)) in pairs.into_iter().enumerate() {
        let is = |slot: Option<(u8, usize)>| slot.is_some_and(|(_, chosen)| chosen == place);
        let text = match value {
            Value::Text(text) if !text.is_empty() => text,
            Value::Bare(text) | Value::Raw(text) => Text::Borrowed(text),
            Value::Text(_) | Value::Null => continue,
        };
        let log = &mut decoded.log;
        if is(chosen.body) {
            log.body = text;
            has_body = true;
        } else if is(chosen.level) {
            log.severity = match keys[place] {
                Some(Key::SyslogSeverity) => syslog_severity(&text),
                Some(Key::SeverityNumber) => text.parse().ok().and_then(Severity::from_number),
                _ => level::of_field(&text),
            };
        } else if is(chosen.service) {
            log.origin.service = Some(text);
        } else if is(chosen.instance) {
            log.origin.instance = Some(text);
        } else if is(chosen.host) {
            log.origin.host = Some(text);
        } else if is(chosen.status) {
            log.status_code = status(&text);
        } else if Some(place) != time_place {
            attribute(&mut decoded, key, keys[place], text, unit);
        }
    }
    name_by_logger(&mut decoded, format);
    level_of_gelf(&mut decoded, format);
    if !has_body {
        describe_request(&mut decoded);
    }
    Structured { decoded, format, has_body }
}

/// Nanoseconds in one unit of a duration written as a whole number, for writers known by their keys.
fn whole_unit(pairs: &Pairs<'_>, format: &'static str) -> Option<u32> {
    let has = |name: &str| pairs.iter().any(|(key, _)| key == name);
    if format == "traefik json" || has("latency_human") {
        Some(1)
    } else if has("response_code") && (has("upstream_host") || has("upstream_cluster")) {
        Some(1_000_000)
    } else {
        None
    }
}

/// Takes a pair that may stand beside others of its kind.
fn attribute<'t>(
    decoded: &mut Decoded<'t>,
    key: Text<'t>,
    meaning: Option<Key>,
    value: Text<'t>,
    unit: Option<u32>,
) {
    let log = &mut decoded.log;
    let attributes = &mut log.origin.attributes;
    match meaning {
        // Already part of the time.
        Some(Key::Nanosecond) => {}
        Some(Key::TraceId) if log.trace_id.is_none() => log.trace_id = Some(last_of_path(value)),
        Some(Key::SpanId) if log.span_id.is_none() => log.span_id = Some(value),
        Some(Key::Duration(named)) if log.duration.is_none() => {
            let whole = unit.filter(|_| value.bytes().all(|b| b.is_ascii_digit()));
            log.duration = match (named, whole) {
                (0, Some(unit)) => duration(&value, unit),
                (0, None) => spoken_duration(&value),
                (named, _) => duration(&value, named),
            };
            attributes.push((key, value));
        }
        Some(Key::Address(end)) if !value.starts_with(['{', '[']) || value.contains("]:") => {
            request_parts::add_address(attributes, end, key, &value);
        }
        Some(Key::Target) => {
            if !request_parts::add_target(attributes, &value) {
                attributes.push((key, value));
            }
        }
        Some(Key::RequestLine) => {
            if !request_parts::add_request_line(attributes, &value)
                && !request_parts::add_target(attributes, &value)
            {
                attributes.push((key, value));
            }
        }
        Some(Key::Rename(name)) if !attributes.iter().any(|(key, _)| key == name) => {
            attributes.push((Text::Borrowed(name), value));
        }
        _ => attributes.push((key, value)),
    }
}

/// `projects/p/traces/ID` of Google Cloud Logging is the trace `ID`.
fn last_of_path(value: Text<'_>) -> Text<'_> {
    match value.rfind('/') {
        Some(at) => request_parts::part(&value, at + 1, value.len()),
        None => value,
    }
}

/// Nanoseconds of a duration that says its unit (`1.5ms`, `2m3s`), or of a decimal fraction of seconds.
fn spoken_duration(text: &str) -> Option<i64> {
    if text.contains('.')
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-'))
    {
        return duration(text, 1_000_000_000);
    }
    let (mut rest, mut total) = (text.trim(), 0_i64);
    while !rest.is_empty() {
        let digits = rest.bytes().position(|b| !b.is_ascii_digit() && b != b'.')?;
        let number: f64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let unit_length = rest.bytes().position(|b| b.is_ascii_digit()).unwrap_or(rest.len());
        let unit = match rest.get(..unit_length)?.trim() {
            "ns" => 1.0,
            "us" | "µs" | "μs" => 1e3,
            "ms" => 1e6,
            "s" => 1e9,
            "m" | "min" => 60e9,
            "h" => 3600e9,
            _ => return None,
        };
        total = total.checked_add((number * unit).round() as i64)?;
        rest = rest.get(unit_length..)?;
    }
    (!text.trim().is_empty()).then_some(total)
}

/// The written time out of the keys that may hold one, best key first, and its place.
fn written_time(
    keys: &[Option<Key>],
    pairs: &Pairs<'_>,
    layout: &Layout,
) -> (Option<Written>, Option<usize>) {
    let mut places: Vec<(u8, usize)> = Vec::new();
    let (mut date, mut nanosecond) = (None, None);
    for (place, key) in keys.iter().enumerate() {
        match key {
            Some(Key::Time(rank)) => places.push((*rank, place)),
            Some(Key::Date) => {
                date = text_of(&pairs[place].1);
                places.push((6, place));
            }
            Some(Key::Nanosecond) => nanosecond = text_of(&pairs[place].1),
            _ => {}
        }
    }
    places.sort_unstable();
    for (_, place) in places {
        let Some(mut written) = value_as_time(&pairs[place].1, layout) else { continue };
        if !written.has_date() {
            let Some(date) = date else { continue };
            let clock = text_of(&pairs[place].1).unwrap_or_default();
            let Some(whole) = layout.parse_value(&format!("{date} {clock}")) else { continue };
            written = whole;
        }
        if let Some(nanosecond) =
            nanosecond.and_then(|n| n.parse().ok()).filter(|n| (0..1_000_000_000).contains(n))
        {
            written.nanosecond = nanosecond;
        }
        return (Some(written), Some(place));
    }
    sounds_like_time(pairs, layout)
}

/// The first value that is a time with a date under a key that ends as names of times do.
fn sounds_like_time(pairs: &Pairs<'_>, layout: &Layout) -> (Option<Written>, Option<usize>) {
    const ENDS: [&str; 8] = ["time", "timestamp", "_ts", "_at", "date", "Date", "Time", "Timestamp"];
    let named = pairs.iter().enumerate().filter(|(_, (key, _))| ENDS.iter().any(|end| key.ends_with(end)));
    let read = |(place, (_, value)): (usize, &(Text<'_>, Value<'_>))| {
        Some((value_as_time(value, layout).filter(Written::has_date)?, place))
    };
    named.filter_map(read).next().map_or((None, None), |(written, place)| (Some(written), Some(place)))
}

/// A number is a time only from 1990 on: smaller ones under a time's name are lengths of time.
fn value_as_time(value: &Value<'_>, layout: &Layout) -> Option<Written> {
    let text = text_of(value)?;
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+'));
    if is_number && digits < 9 && !text.contains(['e', 'E']) {
        return None;
    }
    layout.parse_value(text)
}

/// In bunyan's and pino's lines `name` is the program.
fn name_by_logger(decoded: &mut Decoded<'_>, format: &'static str) {
    let origin = &mut decoded.log.origin;
    if format == "bunyan json"
        && origin.service.is_none()
        && let Some(place) = origin.attributes.iter().position(|(key, _)| key == "name")
    {
        origin.service = Some(origin.attributes.remove(place).1);
    }
}

/// GELF's level is a syslog severity.
fn level_of_gelf(decoded: &mut Decoded<'_>, format: &'static str) {
    let log = &mut decoded.log;
    if format == "gelf" && log.severity.is_none() {
        log.severity = log.origin.attribute("level").and_then(syslog_severity);
    }
}

/// A record of a request without a message is described by its request.
fn describe_request(decoded: &mut Decoded<'_>) {
    let origin = &decoded.log.origin;
    let target = origin.attribute("url.original").or_else(|| origin.attribute("url.path"));
    if let (Some(method), Some(target)) = (origin.attribute("http.request.method"), target) {
        decoded.log.body = Text::Owned(format!("{method} {target}"));
    }
}
