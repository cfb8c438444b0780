//! What the JSON forms promise to programs.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::evidence::shop;
use super::run::{path, run};

const KINDS: [&str; 13] = [
    "change",
    "alert",
    "message",
    "errors",
    "latency",
    "traffic",
    "saturation",
    "restart",
    "new_log",
    "silence",
    "gap",
    "recovery",
    "metric",
];

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().unwrap_or_else(|| panic!("{name} is missing in {value}"))
}

#[test]
fn the_timeline_keeps_its_shape() {
    let folder = shop();
    let timeline = run(["timeline", path(folder.path()), "--format", "json"]).json();
    assert_eq!(timeline["format"], "postlude-timeline/1");
    assert!(timeline["window"]["start"].is_string() && timeline["window"]["end"].is_string());
    for name in ["bytes", "records", "sources", "undated", "seconds"] {
        assert!(timeline["stats"][name].is_number(), "{name}");
    }
    let sources: BTreeSet<&str> =
        list(&timeline, "sources").iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(sources.len(), 6);
    for source in list(&timeline, "sources") {
        assert!(folder.path().join(source["path"].as_str().unwrap()).is_file(), "{source}");
        assert!(source["format"].is_string() && source["records"].is_u64(), "{source}");
        assert!(source["offset_s"].is_number() && source["offset_error_s"].is_number(), "{source}");
        assert!(list(source, "problems").iter().all(Value::is_string), "{source}");
    }
    let entries = list(&timeline, "entries");
    assert!((3..=80).contains(&entries.len()));
    let mut before = String::new();
    for entry in entries {
        let time = entry["time"].as_str().unwrap().trim_end_matches('Z').to_owned();
        assert!(time >= before, "{time} comes after {before}");
        before = time;
        assert!(KINDS.contains(&entry["kind"].as_str().unwrap()), "{entry}");
        assert!(entry["time_error_s"].is_number() && entry["title"].is_string(), "{entry}");
        assert!((0.0..=1.0).contains(&entry["score"].as_f64().unwrap()), "{entry}");
        assert!(!entry["reason"].as_str().unwrap().is_empty(), "{entry}");
        assert!(!list(entry, "evidence").is_empty(), "{entry}");
        assert!(list(entry, "evidence").iter().all(|e| sources.contains(e["source"].as_str().unwrap())));
    }
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    let mut score = 1.0;
    for lead in list(&timeline, "leads") {
        let next = lead["score"].as_f64().unwrap();
        assert!(next <= score, "leads fall in score");
        score = next;
        assert!(list(lead, "entries").iter().all(|id| ids.contains(id.as_str().unwrap())), "{lead}");
    }
}

#[test]
fn citations_begin_with_a_line_of_their_file() {
    let folder = shop();
    let timeline = run(["timeline", path(folder.path()), "--format", "json"]).json();
    let paths: Vec<&str> = list(&timeline, "sources").iter().map(|s| s["path"].as_str().unwrap()).collect();
    for entry in list(&timeline, "entries") {
        for evidence in list(entry, "evidence") {
            let number: usize = evidence["source"].as_str().unwrap()[1..].parse().unwrap();
            let bytes = fs::read(folder.path().join(paths[number - 1])).unwrap();
            let place = |at: usize| usize::try_from(evidence["bytes"][at].as_u64().unwrap()).unwrap();
            let (from, to) = (place(0), place(1));
            assert!(from < to && to <= bytes.len(), "{evidence}");
            let elements = paths[number - 1] == "alerts.json";
            assert!(elements || from == 0 || bytes[from - 1] == b'\n', "{entry}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = shop();
    for form in ["json", "html"] {
        let once = || {
            let out = run(["timeline", path(folder.path()), "--format", form]).ok();
            out.lines().filter(|line| !line.contains("\"seconds\"")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(once(), once(), "{form}");
    }
}

#[test]
fn records_come_in_order_and_inside_the_file() {
    let folder = shop();
    let file = folder.path().join("logs/orders.jsonl");
    let size = fs::metadata(&file).unwrap().len();
    let out = run(["records", path(&file), "--format", "jsonl"]).ok();
    assert_eq!(out.lines().count(), 360);
    let mut end = 0;
    for (at, line) in out.lines().enumerate() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["line"], at as u64 + 1);
        assert!(record["bytes"][0].as_u64().unwrap() >= end && record["bytes"][1].as_u64().unwrap() <= size);
        end = record["bytes"][1].as_u64().unwrap();
        for name in ["time", "level", "service", "host", "body", "template", "template_id", "attributes"] {
            assert!(record.get(name).is_some(), "{name} is missing in {record}");
        }
    }
}
