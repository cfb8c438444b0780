//! What a named group of a definition, or a key of a structured line, means.

/// The meaning of a text found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// When.
    Time,
    /// When, in hexadecimal digits; see [`crate::time::from_hexadecimal`].
    HexadecimalTime,
    /// The date of a clock time that stands elsewhere in the line.
    Date,
    /// Minutes west of UTC of the time.
    BiasMinutes,
    /// How bad, as a word.
    Level,
    /// How bad, as an OpenTelemetry number.
    SeverityNumber,
    /// How bad and from where, as a syslog number.
    Priority,
    /// The message.
    Body,
    /// The service.
    Service,
    /// The pod, container or process.
    Instance,
    /// The machine.
    Host,
    /// The trace.
    TraceId,
    /// The span.
    SpanId,
    /// Status of the answer to a request.
    Status,
    /// How long it took; nanoseconds in one unit of the number written.
    Duration(u32),
    /// `P` where the message goes on in the next line of this format.
    Partial,
    /// Anything else, under its name.
    Attribute,
}

impl Role {
    /// The name without the number of groups that stand several times in a regex: `body__2` is `body`.
    pub(crate) fn group_name(name: &str) -> &str {
        match name.rsplit_once("__") {
            Some((name, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => name,
        }
    }

    /// The meaning of a named group.
    pub(crate) fn of_group(name: &str) -> Self {
        let name = Self::group_name(name);
        match name {
            "time" => Self::Time,
            "hex_time" => Self::HexadecimalTime,
            "date" => Self::Date,
            "bias_minutes" => Self::BiasMinutes,
            "level" => Self::Level,
            "severity_number" => Self::SeverityNumber,
            "priority" => Self::Priority,
            "body" => Self::Body,
            "service" => Self::Service,
            "instance" => Self::Instance,
            "host" => Self::Host,
            "trace_id" => Self::TraceId,
            "span_id" => Self::SpanId,
            "status" => Self::Status,
            "partial" => Self::Partial,
            "duration_s" => Self::Duration(1_000_000_000),
            "duration_ms" => Self::Duration(1_000_000),
            "duration_us" => Self::Duration(1_000),
            "duration_ns" => Self::Duration(1),
            _ => Self::Attribute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_reserved_groups_and_numbered_ones() {
        let check = |name: &str, expected: Role| assert_eq!(Role::of_group(name), expected);
        check("body", Role::Body);
        check("body__2", Role::Body);
        check("duration_ms", Role::Duration(1_000_000));
        check("client.address", Role::Attribute);
        check("a__b", Role::Attribute);
    }
}
