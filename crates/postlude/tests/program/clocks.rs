//! Clocks that are off, in recordings whose truth is known and in folders made for it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;

use super::evidence::put;
use super::run::{path, run};

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

fn clocks(folder: &Path) -> Vec<Value> {
    let found = run(["clocks", path(folder), "--format", "json"]).json();
    found["clocks"].as_array().unwrap().clone()
}

fn clock<'a>(clocks: &'a [Value], ends: &str) -> &'a Value {
    let found = clocks.iter().find(|clock| clock["path"].as_str().unwrap().ends_with(ends));
    found.unwrap_or_else(|| panic!("no clock of {ends} among {clocks:#?}"))
}

/// What must be added to a source by the truth of a recording.
fn truth(file: &Path) -> Vec<(String, f64)> {
    let table: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
    let began = table["moment"].as_array().unwrap()[0]["time"].as_datetime().unwrap().to_string();
    let began: Timestamp = began.parse().unwrap();
    let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
    let clocks = table["clock"].as_array().unwrap().iter();
    let clocks = clocks.map(|clock| (text(&clock["source"]), clock["offset_s"].as_integer().unwrap() as f64));
    let zones = table["zone"].as_array().unwrap().iter().map(|zone| {
        let east = jiff::tz::TimeZone::get(zone["zone"].as_str().unwrap()).unwrap().to_offset(began);
        (text(&zone["source"]), -f64::from(east.seconds()))
    });
    clocks.chain(zones).collect()
}

/// The truth comes out within the error, is applied, and nothing else is moved.
fn check_recording(evidence: &Path, truth_file: &Path) {
    let found = clocks(evidence);
    let truth = truth(truth_file);
    assert_eq!(truth.len(), 3);
    for (source, offset) in &truth {
        let clock = clock(&found, source);
        let (said, error) = (clock["offset_s"].as_f64().unwrap(), clock["error_s"].as_f64().unwrap());
        assert_eq!(clock["verdict"], "applied", "{clock}");
        assert!((said - offset).abs() <= error && error < 1.0, "{offset} s expected: {clock}");
    }
    let moved = found.iter().filter(|clock| clock["verdict"] == "applied").count();
    assert_eq!(moved, truth.len(), "{found:#?}");
    assert!(found.iter().all(|clock| clock["verdict"] != "proposed"), "{found:#?}");
}

#[test]
fn the_recorded_incident() {
    check_recording(&demo().join("incident"), &demo().join("truth.toml"));
}

#[test]
fn every_short_recording() {
    let mut seen = 0;
    for recording in fs::read_dir(demo().join("recordings")).unwrap() {
        let folder = recording.unwrap().path();
        if folder.is_dir() {
            check_recording(&folder.join("evidence.zip"), &folder.join("truth.toml"));
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen} recordings");
}

fn written(moment: Timestamp, offset_s: i64) -> String {
    let moment = moment + SignedDuration::from_secs(offset_s);
    moment.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}

/// A gateway and an app that log the same requests, the app ahead by so many seconds, with errors from a moment on.
fn two_logs(ahead_s: i64) -> TempDir {
    let (mut gateway, mut app) = (String::new(), String::new());
    let begin: Timestamp = "2024-05-14T09:00:00Z".parse().unwrap();
    for number in 0..600i64 {
        let moment = begin + SignedDuration::from_secs(number * 3);
        let id = format!("{:016x}", (number + 7).wrapping_mul(0x5851_f42d_4c95_7f2d));
        let _ = writeln!(gateway, "{} INFO gateway: served request_id={id}", written(moment, 0));
        let (level, said) = if number > 400 { ("ERROR", "stock is gone") } else { ("INFO", "stock taken") };
        let early = moment - SignedDuration::from_millis(20);
        let _ = writeln!(app, "{} {level} app: {said} request_id={id}", written(early, ahead_s));
    }
    let folder = TempDir::new().unwrap();
    put(folder.path(), "gateway.log", gateway.as_bytes());
    put(folder.path(), "app.log", app.as_bytes());
    put(folder.path(), "alerts.csv", b"time,alert,service\n2024-05-14T09:21:00Z,StockGone,app\n");
    folder
}

#[test]
fn requests_bring_logs_together() {
    let folder = two_logs(8 * 3600);
    let found = clocks(folder.path());
    assert_eq!(clock(&found, "gateway.log")["verdict"], "agrees");
    let app = clock(&found, "app.log");
    assert_eq!((&app["verdict"], &app["offset_s"]), (&Value::from("applied"), &Value::from(-28_800.0)));
    assert!(app["why"].as_str().unwrap().contains("UTC+08:00"), "{app}");
    let timeline = run(["timeline", path(folder.path()), "--format", "json"]).json();
    assert_eq!(timeline["window"]["end"], "2024-05-14T09:29:57Z");
    let source = timeline["sources"].as_array().unwrap().iter().find(|s| s["path"] == "app.log").unwrap();
    assert_eq!(
        (&source["offset_s"], &source["offset_error_s"]),
        (&Value::from(-28_800.0), &Value::from(1.0))
    );
    let text = run(["timeline", path(folder.path())]).ok();
    assert!(
        text.contains("the times of 1 source moved") && text.contains("clock off: -8 h ±1.0 s"),
        "{text}"
    );
    let sql = "select min(l.time) as first from log l join source s on s.source_id = l.source_id where s.path = 'app.log'";
    let row = run(["query", path(folder.path()), sql, "--format", "csv"]).ok();
    assert!(row.contains("2024-05-14T08:59:59.980"), "{row}");
}

#[test]
fn what_takes_a_moment_is_not_repaired() {
    let found = clocks(two_logs(2).path());
    assert!(found.iter().all(|clock| clock["offset_s"] == 0.0), "{found:#?}");
}

/// Entries that are a second apart by clocks that are good to a second have no order.
#[test]
fn order_inside_the_error_is_undecided() {
    let folder = two_logs(8 * 3600);
    let close = "2024-05-14T09:20:03.100Z";
    let deploys = format!(
        "{{\"time\":\"{close}\",\"event\":\"deploy.finished\",\"service\":\"app\",\"version\":\"7.2.0\"}}\n"
    );
    put(folder.path(), "deploys.jsonl", deploys.as_bytes());
    let timeline = run(["timeline", path(folder.path()), "--format", "json"]).json();
    let entries = timeline["entries"].as_array().unwrap();
    let undecided = |entry: &Value| entry["order_undecided_with"].as_array().unwrap().clone();
    let change = entries.iter().find(|entry| entry["kind"] == "change").unwrap();
    let with = undecided(change);
    assert!(!with.is_empty(), "{timeline:#}");
    for id in &with {
        let other = entries.iter().find(|entry| entry["id"] == *id).unwrap();
        assert!(undecided(other).contains(&change["id"]), "{other}");
        assert!(other["time_error_s"].as_f64().unwrap() >= 1.0, "{other}");
    }
    let said = "≷";
    for form in ["text", "markdown"] {
        let text = run(["timeline", path(folder.path()), "--format", form]).ok();
        assert!(text.contains(said), "{said} is missing in\n{text}");
    }
}

#[test]
fn a_person_knows_better() {
    let folder = two_logs(0);
    let given = |clock: &str| {
        let found = run(["clocks", path(folder.path()), "--clock", clock, "--format", "json"]).json();
        clock_of_app(&found)
    };
    assert_eq!(given("app.log=-1h30m"), (-5400.0, "applied".to_owned()));
    assert_eq!(given("app=+250ms"), (0.25, "applied".to_owned()));
    assert_eq!(given("app.*=Asia/Kolkata"), (-19_800.0, "applied".to_owned()));
    let refused = |clock: &str| run(["timeline", path(folder.path()), "--clock", clock]).refused();
    let err = refused("ap.log=+8h");
    assert!(err.contains("no source is called so") && err.contains("hint: did you mean app.log?"), "{err}");
    assert!(refused(".log=+8h").contains("2 sources are called so"));
    assert!(refused("app.log=8h").contains("say whether 8h is to be added or taken off"));
    assert!(refused("app.log=Mars/Olympus").contains("no zone is called Mars/Olympus"));
}

fn clock_of_app(found: &Value) -> (f64, String) {
    let app = clock(found["clocks"].as_array().unwrap(), "app.log");
    (app["offset_s"].as_f64().unwrap(), app["verdict"].as_str().unwrap().to_owned())
}

#[test]
fn the_table_is_for_people() {
    let folder = two_logs(8 * 3600);
    let text = run(["clocks", path(folder.path()), "--width", "100"]).ok();
    for part in
        ["Clocks  3 sources: 1 moved, 1 agree, 1 unchecked", "Moved\n  app.log  -8 h ±1.0 s", "alerts.csv"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let csv = run(["clocks", path(folder.path()), "--format", "csv"]).ok();
    assert_eq!(csv.lines().count(), 4, "{csv}");
}
