//! What the keys of structured log lines mean, for the usual loggers and collectors.
//!
//! Keys are compared in lower case. Of several keys with one meaning the lowest rank wins, the others
//! stay attributes. Sources: the loggers' own documentation (zap, logrus, slog, bunyan, pino, winston, log4j 2
//! JsonTemplateLayout, Logstash, ECS 8, Serilog CLEF, Google Cloud Logging, CloudWatch, journald, Docker, Caddy,
//! Traefik, MongoDB 4.4) and OpenTelemetry's semantic conventions.

/// The meaning of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// When; lower ranks are tried first until one reads as a time.
    Time(u8),
    /// A date for a clock time under another key.
    Date,
    /// Nanoseconds within the second that a time key gives.
    Nanosecond,
    /// The message.
    Body(u8),
    /// How bad: a word, a letter, or a logger's number.
    Level(u8),
    /// How bad: a syslog severity, 0 to 7.
    SyslogSeverity,
    /// How bad: an OpenTelemetry severity number.
    SeverityNumber,
    /// The service.
    Service(u8),
    /// The pod or container.
    Instance(u8),
    /// The machine.
    Host(u8),
    /// The trace.
    TraceId,
    /// The span.
    SpanId,
    /// Status of the answer to a request.
    Status(u8),
    /// Duration in this many nanoseconds; 0 where the value itself must tell.
    Duration(u32),
    /// An address, perhaps with a port.
    Address(&'static str),
    /// What was asked for: a path, perhaps with a query, or a whole URL.
    Target,
    /// The first line of a request: method, target, version.
    RequestLine,
    /// The same thing under OpenTelemetry's name.
    Rename(&'static str),
}

/// What a key means; none for one that is just an attribute.
pub(super) fn meaning(key: &str) -> Option<Key> {
    let mut lower = [0_u8; 48];
    let lower = lower.get_mut(..key.len())?;
    lower.copy_from_slice(key.as_bytes());
    lower.make_ascii_lowercase();
    let key = std::str::from_utf8(lower).ok()?;
    moment(key).or_else(|| content(key)).or_else(|| origin(key)).or_else(|| request(key))
}

fn moment(key: &str) -> Option<Key> {
    Some(match key {
        "@timestamp" | "@t" | "timestamp" | "instant.epochsecond" | "timestamp.seconds" => Key::Time(0),
        "time" | "ts" | "t" | "t.$date" | "datetime" | "date_time" | "timeunixnano" | "asctime" => {
            Key::Time(1)
        }
        "eventtime" | "event_time" | "event.time" | "log_time" | "logtime" | "time_local"
        | "time_iso8601" => Key::Time(2),
        "starttime" | "start_time" | "startutc" | "requesttime" | "creationtime" | "created_at"
        | "created" | "createdat" | "timegenerated" | "generated" | "utc_time" | "utctime" | "start" => {
            Key::Time(3)
        }
        "__realtime_timestamp" | "_source_realtime_timestamp" | "event.created" | "timemillis" => {
            Key::Time(4)
        }
        "when" | "timestamp_ms" | "timestamp_ns" | "timestamp_us" | "unixtime" | "epoch" | "msec"
        | "logged_at" | "received_at" | "timestampms" => Key::Time(5),
        "edgestarttimestamp"
        | "observedtimestamp"
        | "receivetimestamp"
        | "ingestion_time"
        | "observed_time"
        | "observedtimeunixnano"
        | "eventreceivedtime"
        | "edgeendtimestamp"
        | "event.ingested" => Key::Time(7),
        "date" => Key::Date,
        "instant.nanoofsecond" | "timestamp.nanos" => Key::Nanosecond,
        _ => return None,
    })
}

fn content(key: &str) -> Option<Key> {
    Some(match key {
        "msg" | "message" | "@m" | "short_message" | "textpayload" | "jsonpayload.message" => Key::Body(0),
        "log" | "body" | "body.stringvalue" | "@message" | "jsonpayload.msg" | "fields.message" => {
            Key::Body(1)
        }
        "event"
        | "@mt"
        | "text"
        | "rest"
        | "event.original"
        | "description"
        | "messagetemplate"
        | "protopayload.status.message" => Key::Body(2),
        "error" | "err" | "error.message" | "err.message" | "exception.message" | "error_message" => {
            Key::Body(4)
        }
        "operationname" | "eventname" | "action" | "event.action" | "operation" => Key::Body(6),
        "level" | "severity" | "lvl" | "log.level" | "levelname" | "@l" | "severitytext"
        | "severity_text" => Key::Level(0),
        "loglevel" | "log_level" | "level_name" | "level.name" | "levelstr" | "severity_label" | "s" => {
            Key::Level(1)
        }
        "priority" | "syslog.severity" | "syslog_severity" | "syslog.severity.code" => Key::SyslogSeverity,
        "severitynumber" | "severity_number" => Key::SeverityNumber,
        "trace_id"
        | "traceid"
        | "trace.id"
        | "oteltraceid"
        | "dd.trace_id"
        | "x_trace_id"
        | "logging.googleapis.com/trace"
        | "trace"
        | "@tr"
        | "x-b3-traceid"
        | "mdc.traceid"
        | "contextmap.traceid"
        | "contextmap.trace_id" => Key::TraceId,
        "span_id"
        | "spanid"
        | "span.id"
        | "otelspanid"
        | "dd.span_id"
        | "logging.googleapis.com/spanid"
        | "@sp"
        | "x-b3-spanid"
        | "mdc.spanid"
        | "contextmap.spanid"
        | "contextmap.span_id" => Key::SpanId,
        _ => return None,
    })
}

fn origin(key: &str) -> Option<Key> {
    Some(match key {
        "service.name"
        | "service_name"
        | "servicename"
        | "resource.service.name"
        | "dd.service"
        | "resource.labels.service_name"
        | "serviceresource" => Key::Service(0),
        "service" | "app" | "application" | "application_name" | "appname" | "app_name" | "app.name" => {
            Key::Service(1)
        }
        "kubernetes.labels.app"
        | "kubernetes.labels.app_kubernetes_io/name"
        | "kubernetes.container_name"
        | "kubernetes.labels.app.kubernetes.io/name"
        | "kubernetes.container.name"
        | "resource.labels.container_name" => Key::Service(2),
        "syslog_identifier"
        | "_systemd_unit"
        | "program"
        | "component"
        | "@applicationname"
        | "container_name"
        | "container.name"
        | "com.docker.compose.service" => Key::Service(3),
        "kubernetes.pod_name"
        | "kubernetes.pod.name"
        | "pod_name"
        | "podname"
        | "resource.labels.pod_name"
        | "k8s.pod.name"
        | "pod" => Key::Instance(0),
        "container_id" | "container.id" | "kubernetes.docker_id" | "service.instance.id" => Key::Instance(2),
        "hostname"
        | "host.name"
        | "_hostname"
        | "host.hostname"
        | "kubernetes.host"
        | "@hostname"
        | "machinename"
        | "computer"
        | "k8s.node.name"
        | "kubernetes.node.name"
        | "resource.labels.node_name"
        | "node_name" => Key::Host(0),
        "host" | "server" | "node" | "nodename" | "syslog_hostname" => Key::Host(1),
        "logger" | "logger_name" | "loggername" | "log.logger" | "sourcecontext" | "channel" => {
            Key::Rename("logger")
        }
        "thread" | "thread_name" | "threadname" | "process.thread.name" => Key::Rename("thread.name"),
        "pid" | "process_id" | "processid" | "_pid" | "syslog_pid" => Key::Rename("process.pid"),
        "error.stack_trace"
        | "stacktrace"
        | "stack_trace"
        | "stack"
        | "err.stack"
        | "error.stack"
        | "@x"
        | "exception.stacktrace"
        | "exc_info"
        | "thrown.extendedstacktrace"
        | "traceback" => Key::Rename("exception.stacktrace"),
        "caller" | "source" | "log.origin.file.name" => Key::Rename("code.location"),
        _ => return None,
    })
}

fn request(key: &str) -> Option<Key> {
    Some(match key {
        "http.response.status_code"
        | "httprequest.status"
        | "status_code"
        | "statuscode"
        | "downstreamstatus"
        | "http_status"
        | "http.status_code"
        | "response.status_code"
        | "res.statuscode"
        | "httpstatus"
        | "response_code"
        | "sc-status"
        | "edgeresponsestatus"
        | "httpstatuscode"
        | "res.status" => Key::Status(0),
        "status" | "response_status" | "response" | "code" | "request.status" | "response.status"
        | "http_status_code" | "originstatus" => Key::Status(1),
        "duration_ns" | "event.duration" => Key::Duration(1),
        "duration_us" | "elapsed_us" | "duration_micros" => Key::Duration(1_000),
        "duration_ms"
        | "elapsed_ms"
        | "durationms"
        | "latency_ms"
        | "responsetime"
        | "response_time_ms"
        | "took_ms"
        | "elapsedms"
        | "attr.durationmillis"
        | "time_taken_ms" => Key::Duration(1_000_000),
        "duration_s" | "request_time" | "duration_seconds" | "latency_seconds" => {
            Key::Duration(1_000_000_000)
        }
        "duration" | "elapsed" | "latency" | "took" | "httprequest.latency" | "response_time" => {
            Key::Duration(0)
        }
        "remote_addr"
        | "client_ip"
        | "clientip"
        | "remote_ip"
        | "remoteip"
        | "ip"
        | "client"
        | "clientaddr"
        | "client_addr"
        | "clienthost"
        | "request.remote_ip"
        | "request.client_ip"
        | "remoteaddr"
        | "remote"
        | "ip_address"
        | "ipaddress"
        | "httprequest.remoteip"
        | "source.ip"
        | "src_ip"
        | "srcip"
        | "src"
        | "c-ip"
        | "client.ip"
        | "client_address"
        | "remote_address"
        | "rhost"
        | "req.remoteaddress"
        | "remotehost"
        | "request.remote_addr"
        | "callerip"
        | "calleripaddress"
        | "sourceip"
        | "sourceipaddress"
        | "client-ip"
        | "remote_host"
        | "clientipaddress"
        | "x_forwarded_for"
        | "userip"
        | "addr"
        | "peer"
        | "source_ip"
        | "properties.clientip"
        | "addr.remote"
        | "source_address"
        | "client.ipaddress"
        | "actor.ip"
        | "sourceips"
        | "attr.remote"
        | "attr.client"
        | "request_ip"
        | "requestip"
        | "real_ip" => Key::Address("client"),
        "dst_ip"
        | "dstip"
        | "dst"
        | "server_addr"
        | "serverip"
        | "destination.ip"
        | "server.ip"
        | "host_ip"
        | "upstream_addr"
        | "serveraddr"
        | "serviceaddr"
        | "destination_address" => Key::Address("server"),
        "remote_port"
        | "client_port"
        | "clientport"
        | "src_port"
        | "srcport"
        | "sport"
        | "source.port"
        | "request.remote_port"
        | "req.remoteport" => Key::Rename("client.port"),
        "dst_port" | "dstport" | "dport" | "server_port" | "destination.port" => Key::Rename("server.port"),
        "method"
        | "verb"
        | "http_method"
        | "request_method"
        | "requestmethod"
        | "http.method"
        | "request.method"
        | "req.method"
        | "httprequest.requestmethod"
        | "cs-method"
        | "httpmethod"
        | "clientrequestmethod" => Key::Rename("http.request.method"),
        "path"
        | "uri"
        | "url"
        | "request_uri"
        | "requesturi"
        | "requestpath"
        | "request.uri"
        | "req.url"
        | "http.url"
        | "httprequest.requesturl"
        | "url.original"
        | "http.target"
        | "http_path"
        | "requesturl"
        | "clientrequesturi"
        | "request_path"
        | "path_info"
        | "request.path"
        | "request.url"
        | "cs-uri-stem"
        | "http.path"
        | "properties.requesturi" => Key::Target,
        "request" => Key::RequestLine,
        "user" | "username" | "user_name" | "remote_user" | "login" | "account" | "userid" | "user_id"
        | "req.user" | "usr" | "dstuser" | "srcuser" | "duser" | "suser" | "acct" => Key::Rename("user.name"),
        "user_agent"
        | "useragent"
        | "http_user_agent"
        | "request.headers.user-agent"
        | "request_user-agent"
        | "httprequest.useragent"
        | "req.headers.user-agent"
        | "agent" => Key::Rename("user_agent.original"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignores_case_and_unknown_keys() {
        let check = |key: &str, expected: Option<Key>| assert_eq!(meaning(key), expected, "{key}");
        check("Timestamp", Some(Key::Time(0)));
        check("__REALTIME_TIMESTAMP", Some(Key::Time(4)));
        check("MESSAGE", Some(Key::Body(0)));
        check("logging.googleapis.com/trace", Some(Key::TraceId));
        check("basket", None);
        check(&"k".repeat(1000), None);
        check("", None);
    }
}
