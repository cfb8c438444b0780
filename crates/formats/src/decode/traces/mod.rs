//! Spans as the tracing systems export them, and service maps. OpenTelemetry's own form is in `otlp`.

pub mod jaeger;
pub mod service_map;
pub mod zipkin;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use postlude_base::Timestamp;
use postlude_evidence::Text;

/// Microseconds since 1970 as a moment; 0 is "not known".
fn moment(microseconds: &str) -> Option<Timestamp> {
    let time = crate::decode::table::epoch(microseconds.as_bytes(), 1_000)?;
    (time.0 > 0).then_some(time)
}

/// Microseconds as nanoseconds.
fn length(microseconds: &str) -> Option<i64> {
    let length: f64 = microseconds.parse().ok()?;
    (0.0..9e15).contains(&length).then_some((length * 1e3) as i64)
}

/// The kind of a span in OpenTelemetry's words.
fn kind(written: &str) -> Option<Text<'static>> {
    let kinds = ["server", "client", "internal", "producer", "consumer"];
    kinds.into_iter().find(|kind| written.eq_ignore_ascii_case(kind)).map(Cow::Borrowed)
}

/// Whether tags say that a span failed: `error`, a status of OpenTelemetry, a status of HTTP of 500 and above.
/// A server that answers 4xx has not failed.
fn failed<'a>(tag: impl Fn(&str) -> Option<&'a str>) -> Option<bool> {
    if let Some(error) = tag("error") {
        return Some(error != "false");
    }
    match tag("otel.status_code") {
        Some("ERROR") => return Some(true),
        Some("OK") => return Some(false),
        _ => {}
    }
    let status = tag("http.status_code").or_else(|| tag("http.response.status_code"))?;
    status.parse::<u16>().ok().map(|status| status >= 500)
}
