//! What one text says, while it is read: a log record whose time is still as written.

use postlude_base::ByteSpan;
use postlude_evidence::{Log, Origin, Severity, Text};

use super::role::Role;
use crate::time::{Written, Zone};

/// A log record in the making. Its place is filled in by the reader, its moment after the whole record is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Decoded<'t> {
    /// The time as written.
    pub time: Option<Written>,
    /// The time that a log line inside this one wrote.
    pub inner_time: Option<Written>,
    /// Whether the message goes on in the next line.
    pub partial: bool,
    /// Whether the service is only the one that the format is usually of.
    pub usual_service: bool,
    /// Everything else.
    pub log: Log<'t>,
}

impl<'t> Decoded<'t> {
    /// A text of which nothing is known yet but that it is the message.
    pub(crate) fn plain(body: &'t str) -> Self {
        let log = Log::new(Origin::at(ByteSpan::new(0, 0), 0), Text::Borrowed(body));
        Self { time: None, inner_time: None, partial: false, usual_service: false, log }
    }

    /// Takes a value in its role; levels and times are read elsewhere, since they depend on the format.
    /// An empty value and the `-` of access logs say that there is none.
    pub(crate) fn set(&mut self, role: Role, name: &'t str, value: Text<'t>) {
        let trimmed = value.trim();
        if trimmed.is_empty() || trimmed == "-" {
            return;
        }
        let log = &mut self.log;
        match role {
            Role::Time | Role::HexadecimalTime | Role::Date | Role::Level => {}
            Role::BiasMinutes => {
                if let Some(time) = &mut self.time
                    && let Some(minutes) = trimmed.parse::<i32>().ok().filter(|m| m.abs() < 24 * 60)
                {
                    time.zone = Some(Zone::Offset(-60 * minutes));
                }
            }
            Role::Partial => self.partial = trimmed == "P",
            Role::SeverityNumber => {
                log.severity = log.severity.or_else(|| Severity::from_number(trimmed.parse().ok()?));
            }
            Role::Priority => {
                if let Ok(priority) = trimmed.parse::<u8>() {
                    log.severity = log.severity.or(Some(Severity::from_syslog(priority & 7)));
                }
            }
            Role::Body => log.body = value,
            Role::Service => log.origin.service = Some(value),
            Role::Instance => log.origin.instance = Some(value),
            Role::Host => log.origin.host = Some(value),
            Role::TraceId => log.trace_id = Some(value),
            Role::SpanId => log.span_id = Some(value),
            Role::Status => match trimmed.parse() {
                Ok(status @ 100..=599) => log.status_code = Some(status),
                _ => log.origin.attributes.push((Text::Borrowed("status"), value)),
            },
            Role::Duration(unit) => log.duration = duration(trimmed, unit).or(log.duration),
            Role::Attribute if log.origin.attribute(name).is_some() => {}
            Role::Attribute => log.origin.attributes.push((Text::Borrowed(name), value)),
        }
    }

    /// This record with what the log line inside it says: its level, message, names and fields win, the time
    /// of the outer one does.
    pub(crate) fn around(mut self, inner: Decoded<'t>) -> Self {
        // The innermost is the program's own clock.
        match self.time {
            Some(_) => self.inner_time = inner.inner_time.or(inner.time),
            None => (self.time, self.inner_time) = (inner.time, inner.inner_time),
        }
        let usual = inner.usual_service;
        let (outer, inner) = (&mut self.log, inner.log);
        outer.severity = inner.severity.or(outer.severity);
        outer.body = inner.body;
        outer.trace_id = inner.trace_id.or(outer.trace_id.take());
        outer.span_id = inner.span_id.or(outer.span_id.take());
        outer.status_code = inner.status_code.or(outer.status_code);
        outer.duration = inner.duration.or(outer.duration);
        let (origin, inner) = (&mut outer.origin, inner.origin);
        // What runs in a container is named by the container, unless the line itself says more.
        if !usual || origin.service.is_none() {
            origin.service = inner.service.or(origin.service.take());
            self.usual_service = usual;
        }
        origin.instance = origin.instance.take().or(inner.instance);
        origin.host = origin.host.take().or(inner.host);
        origin.attributes.extend(inner.attributes);
        self
    }

    /// The same with nothing borrowed from the text.
    pub(crate) fn into_owned<'u>(self) -> Decoded<'u> {
        let own = |text: Text<'t>| Text::Owned(text.into_owned());
        let Self { time, inner_time, partial, usual_service, log } = self;
        let origin = Origin {
            span: log.origin.span,
            line: log.origin.line,
            time: log.origin.time,
            service: log.origin.service.map(own),
            instance: log.origin.instance.map(own),
            host: log.origin.host.map(own),
            attributes: log
                .origin
                .attributes
                .into_iter()
                .map(|(key, value)| (own(key), own(value)))
                .collect(),
        };
        Decoded {
            time,
            inner_time,
            partial,
            usual_service,
            log: Log {
                origin,
                severity: log.severity,
                body: own(log.body),
                trace_id: log.trace_id.map(own),
                span_id: log.span_id.map(own),
                status_code: log.status_code,
                duration: log.duration,
            },
        }
    }
}

/// Nanoseconds of a decimal number of `unit` nanoseconds; none for what is negative, no number, or longer
/// than three centuries.
pub(crate) fn duration(text: &str, unit: u32) -> Option<i64> {
    let nanoseconds = text.parse::<f64>().ok()? * f64::from(unit);
    (0.0..9.2e18).contains(&nanoseconds).then(|| nanoseconds.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_in_their_unit() {
        let check = |text: &str, unit: u32, expected: Option<i64>| assert_eq!(duration(text, unit), expected);
        check("0.004", 1_000_000_000, Some(4_000_000));
        check("17", 1_000_000, Some(17_000_000));
        check("-1", 1, None);
        check("1e300", 1_000, None);
        check("NaN", 1, None);
        check("soon", 1, None);
    }
}
