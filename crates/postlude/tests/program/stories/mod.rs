//! Stories as tests: incidents told in prose (`stories/*.md`), each with its evidence and what must come out.
//!
//! A story is Markdown. Its day is the first date in it; all times of day are UTC. Its fenced blocks are
//! `file PATH` (text as it stands), `once PATH at 14:00:00` and `repeat PATH every 5s from 14:00:00 to 14:20:00` (a template,
//! see `template.rs`; the last moment is not included), `timeline` and `leads` (see `expected.rs`). Blocks for one path
//! make one file, in order of time. The runner does not know how anything is found: it sees what a person would.

mod document;
mod expected;
mod template;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::timeline::Timeline;
use document::Story;
use expected::{broken_lead_lines, broken_timeline_lines};

const TOLD: [&str; 5] =
    ["clock_jump", "expired_certificate", "full_disk", "deploy_among_deploys", "quiet_day"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories")
}

fn check(name: &str) {
    let mut story = Story::read(&fs::read_to_string(folder().join(name).with_extension("md")).unwrap());
    let evidence = TempDir::new().unwrap();
    story.write(evidence.path());
    let found = Timeline::of(evidence.path());
    let mut broken = broken_timeline_lines(&story.timeline, story.day, &found);
    broken.extend(broken_lead_lines(&story.leads, &found));
    assert!(
        broken.is_empty(),
        "stories/{name}.md, expected:\n  {}\nfound:\n{}",
        broken.join("\n  "),
        found.listing()
    );
}

#[test]
fn clock_jump() {
    check("clock_jump");
}

#[test]
fn expired_certificate() {
    check("expired_certificate");
}

#[test]
fn full_disk() {
    check("full_disk");
}

#[test]
fn deploy_among_deploys() {
    check("deploy_among_deploys");
}

#[test]
fn quiet_day() {
    check("quiet_day");
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
