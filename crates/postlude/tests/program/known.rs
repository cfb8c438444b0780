//! What was known when, on the recorded incident of `demo/`: pages against the truth that the pager wrote down, messages
//! against what stands in the chat.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;

use super::run::{path, run};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

/// Name and time of each page about an alert that fires, in order.
fn pages() -> Vec<(String, Timestamp)> {
    let text = fs::read_to_string(demo().join("truth.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let page = |page: &toml::Value| {
        let time = page["time"].as_datetime().unwrap().to_string().parse().unwrap();
        (page["status"].as_str() == Some("firing"))
            .then(|| (page["alert"].as_str().unwrap().to_owned(), time))
    };
    table["page"].as_array().unwrap().iter().filter_map(page).collect()
}

/// What the timeline says of one entry.
struct Entry {
    time: Timestamp,
    time_error: f64,
    has_end: bool,
    kind: String,
    title: String,
    message_kind: Option<String>,
    known: Value,
    /// The bytes behind the moment of knowing.
    cited: Vec<String>,
}

fn entries() -> Vec<Entry> {
    let folder = demo().join("incident");
    let printed = run(["timeline", path(&folder), "--format", "json"]).json();
    let sources = printed["sources"].as_array().unwrap();
    let paths: BTreeMap<&str, &str> =
        sources.iter().map(|s| (s["id"].as_str().unwrap(), s["path"].as_str().unwrap())).collect();
    let cited = |evidence: &Value| {
        let bytes = fs::read(folder.join(paths[evidence["source"].as_str().unwrap()])).unwrap();
        let at = |at: usize| usize::try_from(evidence["bytes"][at].as_u64().unwrap()).unwrap();
        String::from_utf8_lossy(&bytes[at(0)..at(1)]).into_owned()
    };
    let text = |entry: &Value, key: &str| entry[key].as_str().map(str::to_owned);
    let entry = |entry: &Value| Entry {
        time: text(entry, "time").unwrap().parse().unwrap(),
        time_error: entry["time_error_s"].as_f64().unwrap(),
        has_end: !entry["end"].is_null(),
        kind: text(entry, "kind").unwrap(),
        title: text(entry, "title").unwrap(),
        message_kind: text(entry, "message_kind"),
        known: entry["known"].clone(),
        cited: entry["known"]["evidence"].as_array().into_iter().flatten().map(cited).collect(),
    };
    printed["entries"].as_array().unwrap().iter().map(entry).collect()
}

impl Expected {
    fn is(&self, entry: &Entry) -> bool {
        let begins: Timestamp = format!("2026-11-23T{}Z", self.begins).parse().unwrap();
        let apart = entry.time.duration_since(begins).as_secs_f64().abs();
        apart <= 90.0 && entry.kind != "message" && entry.title.contains(self.title)
    }
}

impl Entry {
    /// The lag is the time between, or none when the entry's time is no more exact than that.
    fn lag_is_honest(&self) -> bool {
        let known: Timestamp = self.known["time"].as_str().unwrap().parse().unwrap();
        let between = known.duration_since(self.time).as_secs_f64();
        self.lag()
            .is_some_and(|lag| (lag - between).abs() < 0.01 || (lag == 0.0 && between > -self.time_error))
    }

    fn lag(&self) -> Option<f64> {
        self.known["lag_s"].as_f64()
    }

    fn told(&self) -> String {
        let (known, lag) = (&self.known, self.lag());
        format!("{} {} {} | {:?} {} {}", self.time, self.kind, self.title, lag, known["by"], known["how"])
    }
}

/// An entry that begins within a minute and a half of a time of day and whose title has these words; when it was known,
/// by whom, and what shows it.
struct Expected {
    begins: &'static str,
    title: &'static str,
    known: &'static str,
    by: &'static str,
    shown: &'static str,
}

const fn expect(
    begins: &'static str,
    title: &'static str,
    known: &'static str,
    by: &'static str,
    shown: &'static str,
) -> Expected {
    Expected { begins, title, known, by, shown }
}

const EXPECTED: [Expected; 12] = [
    expect(
        "00:46:28",
        "deploy.started storefront 2.14.1",
        "00:46:06",
        "developer",
        "storefront 2.14.1 goes out now",
    ),
    expect("00:51:30", "nginx: requests failed", "00:53:49", "on-call", "nginx shows 504 on /checkout"),
    expect("00:51:41", "deploy.started orders 1.8.0", "00:50:29", "developer", "Rolling out in a minute"),
    expect(
        "00:52:00",
        "storefront: requests failed",
        "00:53:18",
        "support",
        "checkout spins and then shows an error",
    ),
    expect("00:52:40", "orders: GET /orders own time", "00:53:25", "monitoring", "[FIRING] OrdersSlow"),
    expect(
        "00:56:11",
        "rollback.started orders",
        "00:55:54",
        "incident commander",
        "roll back orders to 1.7.0",
    ),
    expect("00:56:18", "orders: up 0", "00:57:09", "on-call", "orders-1 and orders-2 are not healthy"),
    expect(
        "00:57:00",
        "remaining connection slots",
        "00:57:39",
        "on-call",
        "remaining connection slots are reserved",
    ),
    expect("01:01:00", "column \"qty\"", "01:02:20", "developer", "does not exist"),
    expect(
        "01:03:11",
        "deploy.started orders 1.8.0",
        "01:02:56",
        "incident commander",
        "please roll out 1.8.0 again",
    ),
    expect("01:03:30", "orders: back to usual", "01:03:31", "on-call", "Orders are paid again"),
    expect(
        "01:03:30",
        "storefront: back to usual",
        "01:03:31",
        "on-call",
        "Errors at the storefront go to zero",
    ),
];

/// A message that is on the timeline, and what it is.
const MESSAGES: [(&str, &str); 5] = [
    ("I take incident command", "hand_over"),
    ("Standard procedure: roll back orders to 1.7.0", "decision"),
    ("Rolling back to 1.7.0", "action_taken"),
    ("Then not back but forward", "decision"),
    ("nobody waits for a lock any more", "action_taken"),
];

/// One test, because the program takes seconds for this folder.
#[test]
fn what_was_known_when() {
    let entries = entries();
    let listing: String = entries.iter().map(|entry| entry.told() + "\n").collect();
    for expected in &EXPECTED {
        let Expected { title, known, by, shown, .. } = expected;
        let entry = entries.iter().find(|entry| expected.is(entry));
        let entry = entry.unwrap_or_else(|| panic!("no {title} near {}:\n{listing}", expected.begins));
        let found = entry.known["time"].as_str().unwrap_or("never");
        assert!(found.contains(known), "{title} is known at {found}, not at {known}:\n{listing}");
        assert_eq!(entry.known["by"], *by, "{title}:\n{listing}");
        assert!(entry.cited.iter().any(|text| text.contains(shown)), "{title} cites {:?}", entry.cited);
        assert!(entry.lag_is_honest(), "{title}:\n{listing}");
    }
    for entry in entries.iter().filter(|entry| entry.kind == "alert") {
        let paged = pages()
            .into_iter()
            .find(|(name, time)| entry.title.contains(name.as_str()) && *time >= entry.time);
        let (name, time) = paged.unwrap_or_else(|| panic!("no page for {}", entry.told()));
        let known: Timestamp = entry.known["time"].as_str().unwrap().parse().unwrap();
        assert!(
            known.duration_since(time).as_secs_f64().abs() < 1.0,
            "{name} paged {time}: {}",
            entry.told()
        );
    }
    for (text, kind) in MESSAGES {
        let told =
            entries.iter().find(|entry| entry.title.contains(text)).map(|entry| entry.message_kind.clone());
        assert_eq!(told, Some(Some(kind.to_owned())), "{text}:\n{listing}");
    }
    // Its end in the API of Alertmanager is when it would expire, and nobody was told that it was over.
    let fires =
        entries.iter().filter(|entry| entry.title.contains("HostLoadHigh")).map(|entry| entry.has_end);
    assert_eq!(fires.collect::<Vec<_>>(), [true, false], "{listing}");
    // Nobody spoke of these.
    for title in ["edge:http_client_requests", "http_workers_busy", "its traces instead of"] {
        let wrong = entries.iter().find(|entry| entry.title.contains(title) && !entry.known.is_null());
        assert!(wrong.is_none(), "{}", wrong.map(Entry::told).unwrap_or_default());
    }
}

/// An event of PagerDuty's webhook about one incident.
fn pagerduty(event: &str, at: &str, status: &str) -> String {
    format!(
        r#"{{"event":{{"id":"{at}","event_type":"incident.{event}","resource_type":"incident","occurred_at":"2024-03-05T{at}Z","data":{{"id":"Q1","type":"incident","title":"checkout is slow","status":"{status}","incident_key":"slow/checkout","created_at":"2024-03-05T14:02:40Z","service":{{"id":"P1","summary":"checkout"}},"urgency":"high"}}}}}}"#
    )
}

/// A log entry of PagerDuty's API about another incident, which names no beginning.
fn log_entry(kind: &str, at: &str) -> String {
    format!(
        r#"{{"id":"R{at}","type":"{kind}_log_entry","summary":"{kind}","created_at":"2024-03-05T{at}Z","agent":{{"summary":"role"}},"channel":{{"type":"api"}},"incident":{{"id":"Q2","summary":"cart is down"}},"service":{{"summary":"cart"}}}}"#
    )
}

const OPSGENIE: &str = r#"{"data":[{"id":"70413a06","tinyId":"1791","alias":"stock-5xx","message":"stock answers 503","status":"closed","acknowledged":true,"tags":["service:stock"],"createdAt":"2024-03-05T14:03:10Z","updatedAt":"2024-03-05T14:33:10Z","priority":"P1","report":{"ackTime":60000,"closeTime":1800000}}]}"#;

#[test]
fn alerts_are_known_when_they_are_acknowledged() {
    let folder = tempfile::TempDir::new().unwrap();
    let put = |name: &str, text: String| super::evidence::put(folder.path(), name, text.as_bytes());
    let events = [
        pagerduty("triggered", "14:02:40", "triggered"),
        pagerduty("acknowledged", "14:05:00", "acknowledged"),
        pagerduty("resolved", "14:41:00", "resolved"),
    ];
    put("webhooks.jsonl", events.join("\n"));
    let entries = [
        log_entry("trigger", "15:00:00"),
        log_entry("acknowledge", "15:01:30"),
        log_entry("resolve", "15:20:00"),
    ];
    put("log_entries.json", format!(r#"{{"log_entries":[{}]}}"#, entries.join(",")));
    put("alerts.json", OPSGENIE.to_owned());
    let printed = run(["timeline", path(folder.path()), "--format", "json"]).json();
    let told: Vec<String> = printed["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let (end, lag, by) = (&entry["end"], &entry["known"]["lag_s"], &entry["known"]["by"]);
            format!("{} until {end} known {lag} {by}", entry["title"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"checkout is slow until "2024-03-05T14:41:00Z" known 140.0 "on-call""#,
            r#"stock answers 503 until "2024-03-05T14:33:10Z" known 60.0 "on-call""#,
            r#"cart is down: trigger until "2024-03-05T15:20:00Z" known 90.0 "on-call""#,
        ]
    );
}
