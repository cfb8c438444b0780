//! What is asked about the recorded incident and about stories, as a facilitator would read it.

use std::path::Path;

use postlude_coach::{Coach, Moment};
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
    let coach = Coach::english();
    let coached = |text: &Value| coach.check(text.as_str().unwrap(), Moment::Any);
    for question in found {
        let raised = question["entries"].as_array().unwrap();
        assert!(!raised.is_empty() && raised.iter().all(|id| entries.contains(&id)), "{name}: {question}");
        // Whoever writes questions like ours is left in peace.
        assert_eq!([coached(&question["text"]), coached(&question["because"])], [vec![], vec![]], "{name}");
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

#[test]
fn of_a_review_what_was_decided_is_not_asked_again() {
    let (data, evidence) = (TempDir::new().unwrap(), shop());
    let here = Workbench::start(data.path());
    let (review, incident) = here.review("Orders failed");
    here.evidence(&incident, evidence.path());
    let questions = |here: Workbench| {
        drop(here);
        let out = run(["questions", &review, "--data", path(data.path()), "--format", "json"]).ok();
        serde_json::from_str::<Value>(&out).unwrap()["questions"].as_array().unwrap().clone()
    };
    let ids = |questions: &[Value], state: &str| -> Vec<Value> {
        let of_it = questions.iter().filter(|question| question["state"] == state);
        of_it.map(|question| question["id"].clone()).collect()
    };
    let first = questions(here);
    let [kept, dismissed, ..] = first.as_slice() else { panic!("{first:?}") };
    let here = Workbench::start(data.path());
    let decide = |question: &Value, state: &str| json!({"do": "decide_question", "question": question, "state": {"state": state}});
    here.operate(&review, &json!([decide(kept, "kept"), decide(dismissed, "dismissed")]));
    let then = questions(here);
    assert_eq!(ids(&then, "kept"), [kept["id"].clone()]);
    let proposed = ids(&then, "proposed");
    assert!(!proposed.contains(&kept["id"]) && !proposed.contains(&dismissed["id"]), "{then:?}");
}
