//! OpenTelemetry's protocol in JSON: export requests as the file exporter of the collector writes them, one a
//! line, or one document. Also what Tempo gives for a trace.
//!
//! Reading order: [`values`] (attributes, ids, whose a resource is), then one file for each signal.
//! Source: OTLP 1.x, JSON encoding. Ids are read as hex or base64, numbers as numbers or strings, enums as
//! names or numbers, because exporters differ. Each span, data point and log record has its own place.

mod logs;
mod metrics;
mod traces;
mod values;

use postlude_evidence::{Attributes, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::frame::json::{Element, Elements, JsonReader, Outline};
use crate::sniff::Detection;
use values::{Resource, fill};

/// A signal: where its elements are, and what is in them.
struct Signal {
    name: &'static str,
    /// Path of the array of resources.
    path: &'static [&'static str],
    decode: fn(&Element<'_>, &mut dyn Sink),
}

const SIGNALS: &[Signal] = &[
    Signal { name: "otlp-json spans", path: &["resourceSpans"], decode: traces::decode },
    Signal { name: "otlp-json spans", path: &["batches"], decode: traces::decode },
    Signal { name: "otlp-json spans", path: &["trace", "resourceSpans"], decode: traces::decode },
    Signal { name: "otlp-json metrics", path: &["resourceMetrics"], decode: metrics::decode },
    Signal { name: "otlp-json logs", path: &["resourceLogs"], decode: logs::decode },
];

/// Is it OTLP?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let signal = SIGNALS.iter().find(|signal| {
        let path = signal.path.join(".");
        let kinds = ["scopeSpans", "scopeMetrics", "scopeLogs", "resource", "instrumentationLibrarySpans"];
        // An array of requests is a document as well.
        ["", "[]."].iter().any(|top| {
            kinds.iter().any(|kind| outline.has(&format!("{top}{path}[].{kind}")))
                || (signal.path[0] != "batches" && outline.has(&format!("{top}{path}")))
        })
    })?;
    let reader = JsonReader::boxed(Elements::at(signal.path), signal.decode);
    let reasons = vec![format!("key {} holds resources", signal.path.join("."))];
    Some(Detection { format: signal.name.to_owned(), confidence: 96, reasons, problems: Vec::new(), reader })
}

/// A resource with the scopes of one signal; the names of the arrays differ by signal and age.
#[derive(Deserialize)]
struct OfResource<'a> {
    #[serde(borrow, default)]
    resource: Option<Resource<'a>>,
    #[serde(
        borrow,
        default,
        alias = "scopeSpans",
        alias = "scopeMetrics",
        alias = "scopeLogs",
        alias = "instrumentationLibrarySpans",
        alias = "instrumentationLibraryMetrics",
        alias = "instrumentationLibraryLogs"
    )]
    scopes: Vec<OfScope<'a>>,
}

#[derive(Deserialize)]
struct OfScope<'a> {
    #[serde(borrow, default, alias = "spans", alias = "metrics", alias = "logRecords", alias = "logs")]
    records: Vec<&'a RawValue>,
}

/// Hands each record below a resource to `each`, with an origin at the record's own place that knows the
/// resource, and the resource's attributes.
fn each_record<'e>(
    element: &'e Element<'e>,
    sink: &mut dyn Sink,
    each: fn(&'e Element<'e>, &'e str, &Whose<'e>, &mut dyn Sink),
) {
    let Some(found) = element.parse::<OfResource<'e>>(sink) else { return };
    let mut whose = Whose::default();
    if let Some(resource) = found.resource {
        fill(&mut whose, resource);
    }
    for scope in found.scopes {
        for record in scope.records {
            each(element, record.get(), &whose, sink);
        }
    }
}

/// What a resource says of all its records.
#[derive(Default)]
struct Whose<'a> {
    service: Option<std::borrow::Cow<'a, str>>,
    instance: Option<std::borrow::Cow<'a, str>>,
    host: Option<std::borrow::Cow<'a, str>>,
    attributes: Attributes<'a>,
}

impl<'a> Whose<'a> {
    /// An origin at a part of the element that belongs to the resource.
    fn origin(&self, element: &'a Element<'a>, part: &str) -> postlude_evidence::Origin<'a> {
        let mut origin = element.origin_of(part);
        origin.service.clone_from(&self.service);
        origin.instance.clone_from(&self.instance);
        origin.host.clone_from(&self.host);
        origin.attributes.clone_from(&self.attributes);
        origin
    }
}

#[cfg(test)]
mod tests;
