use super::{metrics, otlp, traces};
use crate::frame::json::Outline;
use crate::sniff::{Detection, Head};

/// One question per JSON format of spans and metrics, in the order in which equal answers are preferred.
const FORMATS: &[fn(&Outline) -> Option<Detection>] = &[
    otlp::sniff,
    traces::jaeger::sniff,
    traces::zipkin::sniff,
    traces::service_map::sniff,
    metrics::prometheus::sniff,
    metrics::cloudwatch::sniff,
    metrics::datadog::sniff,
    metrics::grafana::sniff,
];

/// Is it a JSON document of spans or metrics? The outline is made once for all of them.
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let outline = Outline::of(head.bytes)?;
    FORMATS.iter().find_map(|sniff| sniff(&outline))
}
