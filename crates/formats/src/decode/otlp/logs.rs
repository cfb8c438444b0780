use postlude_evidence::{Log, Record, Severity, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::values::{KeyValue, add, id, moment, text_of};
use super::{Whose, each_record};
use crate::frame::json::{Element, Scalar};

/// All log records of a resource.
pub fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    each_record(element, sink, log);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(borrow, default)]
    time_unix_nano: Scalar<'a>,
    #[serde(borrow, default)]
    observed_time_unix_nano: Scalar<'a>,
    #[serde(borrow, default)]
    severity_number: Scalar<'a>,
    #[serde(borrow, default)]
    severity_text: Scalar<'a>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
    #[serde(borrow, default)]
    event_name: Scalar<'a>,
    #[serde(borrow, default)]
    attributes: Vec<KeyValue<'a>>,
    #[serde(borrow, default)]
    trace_id: Scalar<'a>,
    #[serde(borrow, default)]
    span_id: Scalar<'a>,
}

fn log<'e>(element: &'e Element<'e>, text: &'e str, whose: &Whose<'e>, sink: &mut dyn Sink) {
    let Some(written) = element.parse_part::<Written<'e>>(text, sink) else { return };
    let mut origin = whose.origin(element, text);
    origin.time = moment(&written.time_unix_nano).or_else(|| moment(&written.observed_time_unix_nano));
    add(&mut origin.attributes, written.attributes);
    let body = written.body.map(text_of).filter(|body| !body.is_empty());
    let mut log = Log::new(origin, body.unwrap_or(written.event_name.0));
    log.severity = severity(&written.severity_number).or_else(|| Severity::from_word(&written.severity_text));
    log.trace_id = id(written.trace_id);
    log.span_id = id(written.span_id);
    sink.record(&Record::Log(log));
}

/// A number, or a name such as `SEVERITY_NUMBER_WARN2`.
fn severity(written: &str) -> Option<Severity> {
    match written.parse() {
        Ok(number) => Severity::from_number(number),
        Err(_) => {
            let name = written.strip_prefix("SEVERITY_NUMBER_")?;
            Severity::from_word(name.trim_end_matches(|c: char| c.is_ascii_digit()))
        }
    }
}
