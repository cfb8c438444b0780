//! What the columns of such logs mean.

/// The meaning of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// Date and clock in one, or an epoch.
    Moment,
    /// The date alone.
    Date,
    /// The clock alone.
    Clock,
    /// The machine that wrote the log.
    Host,
    /// What the client asked to be done.
    Method,
    /// Path asked for, perhaps with a query.
    Path,
    /// The query.
    Query,
    /// Status of the answer.
    Status,
    /// Seconds if there is a decimal point, else milliseconds.
    TimeTaken,
    /// Seconds.
    Seconds,
    /// Text for people.
    Message,
    /// Anything else, under OpenTelemetry's name or its own.
    Attribute(String),
}

impl Column {
    /// The meaning of a column of this name.
    pub(super) fn of_name(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "ts" | "timestamp" | "datetime" | "date-time" | "x-timestamp" => Self::Moment,
            "date" => Self::Date,
            "time" => Self::Clock,
            "s-computername" | "s-dns" | "x-server" => Self::Host,
            "cs-method" | "method" => Self::Method,
            "cs-uri-stem" | "cs-uri" | "uri" => Self::Path,
            "cs-uri-query" => Self::Query,
            "sc-status" | "status_code" => Self::Status,
            "time-taken" => Self::TimeTaken,
            "duration" => Self::Seconds,
            "msg" | "message" | "note" | "name" => Self::Message,
            other => Self::Attribute(attribute(other).unwrap_or(name).to_owned()),
        }
    }
}

/// OpenTelemetry's name of a column that is just an attribute.
fn attribute(name: &str) -> Option<&'static str> {
    Some(match name {
        "c-ip" | "client-ip" | "id.orig_h" => "client.address",
        "c-port" | "id.orig_p" => "client.port",
        "s-ip" | "id.resp_h" => "server.address",
        "s-port" | "id.resp_p" => "server.port",
        "src-ip" => "source.address",
        "src-port" => "source.port",
        "dst-ip" => "destination.address",
        "dst-port" => "destination.port",
        "protocol" | "proto" => "network.transport",
        "cs-username" | "username" | "user" => "user.name",
        "cs(user-agent)" | "user_agent" => "user_agent.original",
        "cs(referer)" | "referrer" => "http.request.header.referer",
        "cs(host)" | "cs-host" | "host" => "http.request.header.host",
        "cs-version" | "cs-protocol-version" => "network.protocol.version",
        "sc-bytes" | "response_body_len" => "http.response.body.size",
        "cs-bytes" | "request_body_len" => "http.request.body.size",
        _ => return None,
    })
}
