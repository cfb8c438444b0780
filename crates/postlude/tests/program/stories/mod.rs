//! Stories as tests: incidents told in prose (`stories/*.md`), each with its evidence and what must come out.
//!
//! A story is Markdown. Its day is the first date in it; all times of day are UTC. Its fenced blocks are
//! `file PATH` (text as it stands), `once PATH at 14:00:00` and `repeat PATH every 5s from 14:00:00 to 14:20:00` (a template,
//! see `template.rs`; the last moment is not included), `timeline` and `leads` (see `expected.rs`); the last two also with
//! `, not seen yet`, which is held against the program, too, but only said. Blocks for one path make one file, in order of
//! time. The runner does not know how anything is found: it sees what a person would.

mod document;
mod expected;
mod template;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tempfile::TempDir;

use super::timeline::Timeline;
use document::{Expected, Story};
use expected::{broken_lead_lines, broken_timeline_lines};

/// Every story; each has a test of its own below.
const TOLD: [&str; 16] = [
    "cache_stampede",
    "clock_jump",
    "config_push",
    "deploy_among_deploys",
    "dns_record_removed",
    "expired_certificate",
    "failed_failover",
    "false_alarm",
    "full_disk",
    "memory_leak_restarts",
    "monitoring_gap",
    "noisy_neighbour",
    "quiet_day",
    "retry_storm",
    "slow_database",
    "third_party_outage",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories")
}

#[expect(clippy::print_stdout, reason = "a test says what the program does not see yet")]
fn check(name: &str) {
    let mut story = Story::read(&fs::read_to_string(folder().join(name).with_extension("md")).unwrap());
    let evidence = TempDir::new().unwrap();
    story.write(evidence.path());
    let found = Timeline::of(evidence.path());
    let broken = broken_lines(&story.expected, story.day, &found);
    assert!(
        broken.is_empty(),
        "stories/{name}.md, expected:\n  {}\nfound:\n{}",
        broken.join("\n  "),
        found.listing()
    );
    let still = broken_lines(&story.not_yet, story.day, &found);
    for line in story.not_yet.timeline.iter().chain(&story.not_yet.leads) {
        let seen = if still.contains(&line.as_str()) {
            "not seen yet"
        } else {
            "seen now, no longer `not seen yet`"
        };
        println!("stories/{name}.md: {seen}: {line}");
    }
}

/// The evidence of a story, in a folder.
pub(crate) fn evidence(name: &str) -> TempDir {
    let mut story = Story::read(&fs::read_to_string(folder().join(name).with_extension("md")).unwrap());
    let evidence = TempDir::new().unwrap();
    story.write(evidence.path());
    evidence
}

fn broken_lines<'a>(expected: &'a Expected, day: Date, found: &Timeline) -> Vec<&'a str> {
    let mut broken = broken_timeline_lines(&expected.timeline, day, found);
    broken.extend(broken_lead_lines(&expected.leads, found));
    broken
}

#[test]
fn cache_stampede() {
    check("cache_stampede");
}

#[test]
fn clock_jump() {
    check("clock_jump");
}

#[test]
fn config_push() {
    check("config_push");
}

#[test]
fn deploy_among_deploys() {
    check("deploy_among_deploys");
}

#[test]
fn dns_record_removed() {
    check("dns_record_removed");
}

#[test]
fn expired_certificate() {
    check("expired_certificate");
}

#[test]
fn failed_failover() {
    check("failed_failover");
}

#[test]
fn false_alarm() {
    check("false_alarm");
}

#[test]
fn full_disk() {
    check("full_disk");
}

#[test]
fn memory_leak_restarts() {
    check("memory_leak_restarts");
}

#[test]
fn monitoring_gap() {
    check("monitoring_gap");
}

#[test]
fn noisy_neighbour() {
    check("noisy_neighbour");
}

#[test]
fn quiet_day() {
    check("quiet_day");
}

#[test]
fn retry_storm() {
    check("retry_storm");
}

#[test]
fn slow_database() {
    check("slow_database");
}

#[test]
fn third_party_outage() {
    check("third_party_outage");
}

#[test]
fn every_story_is_told() {
    let names = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let stories: BTreeSet<String> = names
        .filter(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(stories, TOLD.map(str::to_owned).into());
}
