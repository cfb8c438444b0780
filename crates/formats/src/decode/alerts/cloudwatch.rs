//! Amazon CloudWatch alarms: describe-alarms, describe-alarm-history, the SNS message, the EventBridge event.

use postlude_evidence::{Alert, Log, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::owner;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("cloudwatch alarms", &["AlarmName", "StateValue", "StateUpdatedTimestamp"], read_alarm),
    Shape::known_by("cloudwatch alarm history", &["AlarmName", "HistoryItemType", "Timestamp"], read_history),
    Shape::known_by("cloudwatch notification", &["AlarmName", "NewStateValue"], read_notification),
    Shape::known_by("cloudwatch event", &["detail.alarmName", "detail.state.value"], read_event),
];

fn read_alarm(object: &Object<'_>, sink: &mut dyn Sink) {
    const ALARM: AlertPaths = AlertPaths {
        name: &["AlarmName"],
        summary: &["AlarmDescription", "StateReason"],
        start: &["StateTransitionedTimestamp", "StateUpdatedTimestamp"],
        state: &["StateValue"],
        fingerprint: &["AlarmArn", "AlarmName"],
        keep: &["StateReason", "StateValue", "MetricName", "Namespace", "Threshold", "ComparisonOperator"],
        ..AlertPaths::NONE
    };
    finish(ALARM.alert(object), object, "Dimensions", "StateValue", sink);
}

fn read_notification(object: &Object<'_>, sink: &mut dyn Sink) {
    const NOTIFICATION: AlertPaths = AlertPaths {
        name: &["AlarmName"],
        summary: &["AlarmDescription", "NewStateReason"],
        start: &["StateChangeTime"],
        state: &["NewStateValue"],
        fingerprint: &["AlarmArn", "AlarmName"],
        keep: &[
            "NewStateReason",
            "NewStateValue",
            "OldStateValue",
            "Trigger.MetricName",
            "Trigger.Namespace",
            "Region",
        ],
        ..AlertPaths::NONE
    };
    finish(NOTIFICATION.alert(object), object, "Trigger.Dimensions", "NewStateValue", sink);
}

fn read_event(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: AlertPaths = AlertPaths {
        name: &["detail.alarmName"],
        summary: &["detail.configuration.description", "detail.state.reason"],
        start: &["detail.state.timestamp", "time"],
        state: &["detail.state.value"],
        fingerprint: &["detail.alarmName"],
        keep: &["detail.state.reason", "detail.previousState.value", "account", "region"],
        ..AlertPaths::NONE
    };
    finish(EVENT.alert(object), object, "detail.configuration.metrics", "detail.state.value", sink);
}

fn read_history(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.time("Timestamp");
    let summary = object.text("HistorySummary").unwrap_or_default();
    let name = object.text("AlarmName").unwrap_or_default();
    if !object.is_one_of("HistoryItemType", &["StateUpdate"]) {
        origin.attributes.push(("AlarmName".into(), name));
        object.keep(&["HistoryItemType"], &mut origin.attributes);
        return sink.record(&Record::Log(Log::new(origin, summary)));
    }
    // "Alarm updated from OK to ALARM": the new state stands last.
    let resolved = summary.ends_with("to OK");
    sink.record(&Record::Alert(Alert {
        end: if resolved { origin.time } else { None },
        origin,
        name: name.clone(),
        summary,
        severity: None,
        state: Some(if resolved { "resolved" } else { "firing" }.into()),
        fingerprint: Some(name),
    }));
}

/// Adds the dimensions; an alarm without data neither fires nor is resolved.
fn finish<'r>(
    mut alert: Alert<'r>,
    object: &'r Object<'_>,
    dimensions: &str,
    state: &str,
    sink: &mut dyn Sink,
) {
    if let Some(tags) = object.get(dimensions) {
        owner::from_tags(tags, &mut alert.origin);
        let pairs = owner::pairs_of(tags).into_iter();
        alert.origin.attributes.extend(pairs.map(|(key, value)| (key.into(), value.into())));
    }
    if object.is_one_of(state, &["INSUFFICIENT_DATA"]) {
        alert.state = None;
    }
    sink.record(&Record::Alert(alert));
}
