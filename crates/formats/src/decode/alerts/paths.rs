//! Where a vendor's alert keeps what every alert has.

use std::borrow::Cow;

use postlude_evidence::{Alert, Record, Severity, Sink};

use crate::decode::event::object::Object;
use crate::decode::event::owner;

/// Paths in the object of an alert, best first each; what a vendor does not have stays empty.
#[derive(Clone, Copy)]
pub(super) struct AlertPaths {
    /// Name of the rule.
    pub name: &'static [&'static str],
    /// What it says to a person.
    pub summary: &'static [&'static str],
    /// When it began.
    pub start: &'static [&'static str],
    /// When it ended; believed only if the state is `resolved`.
    pub end: &'static [&'static str],
    /// In which state it is.
    pub state: &'static [&'static str],
    /// How bad it is.
    pub severity: &'static [&'static str],
    /// Name of the service.
    pub service: &'static [&'static str],
    /// Name of the machine.
    pub host: &'static [&'static str],
    /// Objects of labels, or lists of tags.
    pub labels: &'static [&'static str],
    /// What all notifications about it share.
    pub fingerprint: &'static [&'static str],
    /// What else is worth keeping.
    pub keep: &'static [&'static str],
}

impl AlertPaths {
    /// Nothing known.
    pub const NONE: Self = Self {
        name: &[],
        summary: &[],
        start: &[],
        end: &[],
        state: &[],
        severity: &[],
        service: &[],
        host: &[],
        labels: &[],
        fingerprint: &[],
        keep: &[],
    };

    /// The alert of an object.
    pub fn alert<'r>(&self, object: &'r Object<'_>) -> Alert<'r> {
        let mut origin = object.origin();
        origin.time = object.first_time(self.start);
        origin.service = object.first(self.service).map(owner::service_of);
        origin.host = object.first(self.host);
        for path in self.labels {
            object.keep_all(path, &mut origin.attributes);
            if let Some(labels) = object.get(path) {
                owner::from_labels(labels, &mut origin);
                owner::from_tags(labels, &mut origin);
                let pairs = owner::pairs_of(labels).into_iter();
                origin
                    .attributes
                    .extend(pairs.map(|(key, value)| (Cow::Borrowed(key), Cow::Borrowed(value))));
            }
        }
        object.keep(self.keep, &mut origin.attributes);
        let state = object.first(self.state).map(|word| state_of(&word));
        let ended = state == Some("resolved");
        let end = if ended { object.first_time(self.end).or(origin.time) } else { None };
        let summary = object.first(self.summary).or_else(|| object.first(self.name)).unwrap_or_default();
        Alert {
            origin,
            name: object.first(self.name).unwrap_or_else(|| summary.clone()),
            summary,
            severity: object.first(self.severity).and_then(|word| severity_of(&word)),
            end,
            state: state.map(Cow::Borrowed),
            fingerprint: object.first(self.fingerprint),
        }
    }

    /// Hands on the alert of an object.
    pub fn read(&self, object: &Object<'_>, sink: &mut dyn Sink) {
        sink.record(&Record::Alert(self.alert(object)));
    }
}

/// The state that a vendor's word means; an unknown word means that it fires.
pub(super) fn state_of(word: &str) -> &'static str {
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "resolved"
        | "closed"
        | "close"
        | "ok"
        | "okay"
        | "normal"
        | "recovered"
        | "recovery"
        | "inactive"
        | "up"
        | "success"
        | "green"
        | "cleared"
        | "clear"
        | "alert_notification_clear"
        | "alert_recovery"
        | "completed"
        | "deleted"
        | "healthy" => "resolved",
        "acknowledged" | "acked" | "ack" | "acknowledge" | "acknowledgement" => "acknowledged",
        "suppressed" | "silenced" | "muted" | "ignored" | "snoozed" | "inhibited" | "disabled" => {
            "suppressed"
        }
        _ if word.ends_with(".resolved")
            || word.ends_with("_recovery")
            || word.ends_with("recovered")
            || word.ends_with(".closed") =>
        {
            "resolved"
        }
        _ if word.ends_with(".acknowledged") => "acknowledged",
        _ => "firing",
    }
}

/// How bad a vendor's word for severity, priority or urgency is; none for a word that says nothing.
pub(super) fn severity_of(word: &str) -> Option<Severity> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "p1" | "p0" | "sev0" | "sev1" | "sev-1" | "s1" | "disaster" | "page" | "blocker" | "availability" => {
            Severity::Fatal
        }
        "p2" | "sev2" | "sev-2" | "s2" | "high" | "major" | "down" | "alerting" | "unreachable" => {
            Severity::Error
        }
        "p3"
        | "sev3"
        | "sev-3"
        | "s3"
        | "medium"
        | "moderate"
        | "minor"
        | "average"
        | "performance"
        | "resource_contention" => Severity::Warn,
        "p4" | "p5" | "sev4" | "s4" | "low" | "none" | "success" | "ok" | "normal" | "not_classified" => {
            Severity::Info
        }
        other => return Severity::from_word(other),
    })
}
