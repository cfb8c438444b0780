use postlude_evidence::Severity;

use super::structured::{Structured, json, key_values};
use crate::time::{Layout, Resolver};
use crate::{Carry, Hints};

/// One line per thing found, in a fixed order.
fn written(structured: Option<Structured<'_>>) -> String {
    let Some(Structured { decoded, format, .. }) = structured else { return "nothing".to_owned() };
    let resolver = Resolver::new(&Hints::default(), &Layout::learn(std::iter::empty()));
    let time = decoded.time.as_ref().and_then(|time| resolver.resolve(time, &mut Carry::default()));
    let log = &decoded.log;
    let mut out = vec![format.to_owned()];
    let mut add = |name: &str, value: Option<String>| {
        out.extend(value.map(|value| format!("{name}: {value}")));
    };
    add("time", time.map(|time| time.to_string()));
    add("level", log.severity.map(Severity::name).map(str::to_owned));
    add("service", log.origin.service.as_ref().map(ToString::to_string));
    add("instance", log.origin.instance.as_ref().map(ToString::to_string));
    add("host", log.origin.host.as_ref().map(ToString::to_string));
    add("trace", log.trace_id.as_ref().map(ToString::to_string));
    add("status", log.status_code.map(|status| status.to_string()));
    add("duration", log.duration.map(|duration| duration.to_string()));
    add("body", Some(log.body.to_string()));
    for (key, value) in &log.origin.attributes {
        add(&format!("- {key}"), Some(value.to_string()));
    }
    out.join("\n")
}

fn check(line: &str, expected: &str) {
    let layout = Layout::learn(std::iter::empty());
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let found = json(line, &layout).or_else(|| key_values(line, &layout));
    assert_eq!(written(found), expected.join("\n"), "{line}");
}

#[test]
fn zap() {
    check(
        r#"{"level":"warn","ts":1709647331.25,"logger":"basket","caller":"basket/add.go:41","msg":"slow","elapsed":0.31}"#,
        "json lines
        time: 2024-03-05T14:02:11.250Z
        level: warn
        duration: 310000000
        body: slow
        - logger: basket
        - code.location: basket/add.go:41
        - elapsed: 0.31",
    );
}

#[test]
fn bunyan() {
    check(
        r#"{"name":"checkout","hostname":"web7","pid":12,"level":50,"msg":"no stock","time":"2024-03-05T14:02:11.250Z","v":0}"#,
        "bunyan json
        time: 2024-03-05T14:02:11.250Z
        level: error
        service: checkout
        host: web7
        body: no stock
        - process.pid: 12
        - v: 0",
    );
}

#[test]
fn google_cloud() {
    check(
        r#"{"severity":"ERROR","time":"2024-03-05T14:02:11Z","message":"no","logging.googleapis.com/trace":"projects/shop/traces/0af7651916cd43dd","httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/a?b=1","status":503,"latency":"0.25s"}}"#,
        "json lines
        time: 2024-03-05T14:02:11Z
        level: error
        trace: 0af7651916cd43dd
        status: 503
        duration: 250000000
        body: no
        - http.request.method: GET
        - url.original: https://shop.example/a?b=1
        - url.path: /a
        - url.query: b=1
        - httpRequest.latency: 0.25s",
    );
}

#[test]
fn log4j_template_layout() {
    check(
        r#"{"instant":{"epochSecond":1709647331,"nanoOfSecond":5000000},"thread":"main","level":"INFO","loggerName":"org.example.Cart","message":"ready"}"#,
        "json lines
        time: 2024-03-05T14:02:11.005Z
        level: info
        body: ready
        - thread.name: main
        - logger: org.example.Cart",
    );
}

#[test]
fn mongodb() {
    check(
        r#"{"t":{"$date":"2024-03-05T14:02:11.250+01:00"},"s":"W","c":"NETWORK","id":22,"ctx":"conn7","msg":"slow","attr":{"durationMillis":310}}"#,
        "mongodb json
        time: 2024-03-05T13:02:11.250Z
        level: warn
        duration: 310000000
        body: slow
        - c: NETWORK
        - id: 22
        - ctx: conn7
        - attr.durationMillis: 310",
    );
}

#[test]
fn requests_without_a_message() {
    check(
        r#"{"time":"2024-03-05T14:02:11Z","remote_addr":"192.0.2.7:51002","method":"GET","uri":"/a?b=1","status":200,"request_time":0.02}"#,
        "json lines
        time: 2024-03-05T14:02:11Z
        status: 200
        duration: 20000000
        body: GET /a?b=1
        - client.address: 192.0.2.7
        - client.port: 51002
        - http.request.method: GET
        - url.original: /a?b=1
        - url.path: /a
        - url.query: b=1
        - request_time: 0.02",
    );
}

#[test]
fn a_small_number_is_no_time() {
    check(
        r#"{"time":12,"timestamp":"2024-03-05T14:02:11Z","msg":"a"}"#,
        "json lines
        time: 2024-03-05T14:02:11Z
        body: a
        - time: 12",
    );
}

#[test]
fn broken_objects_keep_what_is_whole() {
    check(
        r#"{"time":"2024-03-05T14:02:11Z","msg":"a","b":"#,
        "json lines
        time: 2024-03-05T14:02:11Z
        body: a",
    );
    check("{", "nothing");
    check("{}", "nothing");
}

#[test]
fn logfmt() {
    check(
        r#"time="2024-03-05T14:02:11Z" level=warning msg="no stock" item=7 took=1.5ms"#,
        "logfmt
        time: 2024-03-05T14:02:11Z
        level: warn
        duration: 1500000
        body: no stock
        - item: 7
        - took: 1.5ms",
    );
}

#[test]
fn date_and_clock_under_two_keys() {
    check(
        r#"date=2024-03-05 time=14:02:11 level="notice" srcip=192.0.2.7 msg="tunnel up""#,
        "logfmt
        time: 2024-03-05T14:02:11Z
        level: info
        body: tunnel up
        - date: 2024-03-05
        - client.address: 192.0.2.7",
    );
}

#[test]
fn whole_durations_of_known_proxies() {
    check(
        r#"{"ClientHost":"192.0.2.7","DownstreamStatus":200,"Duration":1500000,"RequestMethod":"GET","RequestPath":"/a","time":"2024-03-05T14:02:11Z"}"#,
        "traefik json
        time: 2024-03-05T14:02:11Z
        status: 200
        duration: 1500000
        body: GET /a
        - client.address: 192.0.2.7
        - Duration: 1500000
        - http.request.method: GET
        - url.path: /a",
    );
}
