//! What is asked about the recorded incident and about stories, as a facilitator would read it.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::evidence::shop;
use crate::run::{path, run};
use crate::stories;
use crate::workbench::Workbench;

/// The questions as a document, and what must hold of every one of them.
fn check(name: &str, folder: &Path) {
    let questions = |format: &str| run(["questions", path(folder), "--quiet", "--format", format]).ok();
    let found: Value = serde_json::from_str(&questions("json")).unwrap();
    let timeline: Value =
        serde_json::from_str(&run(["timeline", path(folder), "--quiet", "--format", "json"]).ok()).unwrap();
    let entries: Vec<&Value> =
        timeline["entries"].as_array().unwrap().iter().map(|entry| &entry["id"]).collect();
    let found = found["questions"].as_array().unwrap();
    assert!(found.len() <= 20, "{name}: {}", found.len());
    for question in found {
        let raised = question["entries"].as_array().unwrap();
        assert!(!raised.is_empty() && raised.iter().all(|id| entries.contains(&id)), "{name}: {question}");
    }
    insta::assert_snapshot!(name.to_owned(), questions("markdown"));
}

fn check_story(name: &str) {
    check(name, stories::evidence(name).path());
}

#[test]
fn of_the_recorded_incident() {
    check("recorded_incident", &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/incident"));
}

#[test]
fn of_a_slow_database() {
    check_story("slow_database");
}

#[test]
fn of_a_failed_failover() {
    check_story("failed_failover");
}

#[test]
fn of_a_removed_record() {
    check_story("dns_record_removed");
}

#[test]
fn of_a_third_party() {
    check_story("third_party_outage");
}

#[test]
fn of_a_false_alarm() {
    check_story("false_alarm");
}

#[test]
fn of_a_cache() {
    check_story("cache_stampede");
}

#[test]
fn a_quiet_day_raises_no_question() {
    let evidence = stories::evidence("quiet_day");
    let out = run(["questions", path(evidence.path()), "--quiet"]).ok();
    assert_eq!(out, "No moment of this timeline raises a question by itself.\n");
}
