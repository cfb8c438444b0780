//! A folder in which everything is wrong that can be: it is read, and every oddity is reported with its place.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::evidence::put;
use super::run::{path, run};

/// Bytes of zip and gzip magic with nothing sensible behind.
const TRUNCATED_GZIP: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 0x4c, 0x4a];
const TRUNCATED_ZIP: &[u8] = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x58\x00\x00\x00\x00\x40\x00\x00\x00\x40\x00\x00\x00\x05\x00\x00\x00a.logxyz";

fn lines(times: &[&str], message: &str) -> String {
    times.iter().map(|time| format!("{time} ERROR orders: {message}\n")).collect()
}

fn garbage() -> Vec<u8> {
    (0..40_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 11) as u8).collect()
}

fn bad() -> TempDir {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    let good: Vec<String> = (0..60).map(|second| format!("2024-05-14 09:00:{second:02},120")).collect();
    let good: Vec<&str> = good.iter().map(String::as_str).collect();
    let good = lines(&good, "could not take the lock");
    put(root, "good.log", good.as_bytes());
    put(root, "copy/good.log", good.as_bytes());
    put(root, "empty.log", b"");
    put(root, "garbage.bin", &garbage());
    let long = format!("2024-05-14 09:00:30,500 ERROR orders: {}\n{good}", "x".repeat(10_000_000));
    put(root, "long.log", long.as_bytes());
    let latin: Vec<u8> = lines(&["2024-05-14 09:01:00,000", "2024-05-14 09:01:01,000"], "Fähre überfüllt")
        .chars()
        .map(|c| c as u8)
        .collect();
    put(root, "latin1.log", &latin);
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(
            lines(&["2024-05-14 09:02:00,000", "2024-05-14 09:02:01,000"], "Fähre überfüllt").encode_utf16(),
        )
        .flat_map(u16::to_le_bytes)
        .collect();
    put(root, "utf16.log", &utf16);
    put(
        root,
        "past.log",
        lines(&["1970-01-01 00:00:01,000", "1970-01-01 00:00:02,000"], "no clock yet").as_bytes(),
    );
    put(
        root,
        "future.log",
        lines(&["2099-12-31 23:59:58,000", "2099-12-31 23:59:59,000"], "battery empty").as_bytes(),
    );
    put(root, "cut.log.gz", TRUNCATED_GZIP);
    put(root, "cut.zip", TRUNCATED_ZIP);
    symlink(root.join("gone"), root.join("dangling.log")).unwrap();
    symlink("/etc", root.join("outside")).unwrap();
    assert!(Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
    put(root, "locked/secret.log", good.as_bytes());
    fs::set_permissions(root.join("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    folder
}

/// Whether permissions mean anything to this user.
fn is_locked(folder: &Path) -> bool {
    fs::read_dir(folder.join("locked")).is_err()
}

fn unlock(folder: &Path) {
    fs::set_permissions(folder.join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn everything_odd_is_reported_and_nothing_stops() {
    let folder = bad();
    let locked = is_locked(folder.path());
    let ran = run(["timeline", path(folder.path()), "--format", "json"]);
    let text = run(["timeline", path(folder.path())]);
    let markdown = run(["timeline", path(folder.path()), "--format", "markdown"]);
    let html = run(["timeline", path(folder.path()), "--format", "html"]);
    unlock(folder.path());
    let timeline = ran.json();
    assert!(text.ok().contains("Odd in the evidence"));
    markdown.ok();
    html.ok();

    let sources = timeline["sources"].as_array().unwrap();
    let source = |name: &str| {
        let found = sources.iter().find(|source| source["path"] == name);
        found.unwrap_or_else(|| panic!("{name} is not among {sources:#?}"))
    };
    let odd = |name: &str| {
        let problems = source(name)["problems"].as_array().unwrap();
        assert!(!problems.is_empty(), "nothing is said of {name}: {}", source(name));
        problems.iter().map(|problem| problem.as_str().unwrap()).collect::<Vec<_>>().join("; ")
    };
    for name in ["garbage.bin", "cut.log.gz", "cut.zip", "dangling.log", "outside", "pipe"] {
        odd(name);
    }
    assert!(odd("good.log").contains("copy/good.log"), "the same bytes are read once");
    if locked {
        odd("locked");
    }
    let records = |name: &str| source(name)["records"].as_u64().unwrap();
    assert_eq!(source("copy/good.log")["records"], 60);
    assert_eq!((records("latin1.log"), records("utf16.log")), (2, 2));
    assert!(records("long.log") >= 61, "{}", source("long.log"));
    assert_eq!(source("empty.log")["format"], "empty");
}

/// Two lines of 1970 and two of 2099 must not stretch a minute of evidence to a century without a word.
#[test]
fn absurd_times_are_said() {
    let folder = bad();
    let timeline = run(["timeline", path(folder.path()), "--format", "json"]);
    unlock(folder.path());
    let timeline = timeline.json();
    let problems = |name: &str| {
        let sources = timeline["sources"].as_array().unwrap();
        let source = sources.iter().find(|source| source["path"] == name).unwrap();
        source["problems"].as_array().unwrap().len()
    };
    let window = |end: &str| timeline["window"][end].as_str().unwrap()[..4].to_owned();
    let said =
        |name: &str, year: &str| window("start") != year && window("end") != year || problems(name) > 0;
    assert!(said("past.log", "1970"), "{:#}", timeline["window"]);
    assert!(said("future.log", "2099"), "{:#}", timeline["window"]);
}

#[test]
fn one_bad_file_alone_is_still_an_answer() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "odd.bin", &garbage());
    let timeline: Value = run(["timeline", path(folder.path()), "--format", "json"]).json();
    assert_eq!(timeline["sources"][0]["format"], "unknown");
    assert_eq!(timeline["window"]["start"], Value::Null);
    let told = run(["timeline", path(folder.path())]);
    assert_eq!(told.status, 2, "{told:?}");
    assert!(told.err.contains("no format that Postlude reads fits any file"), "{told:?}");
}

#[test]
fn archives_cut_short_are_read_as_far_as_they_go() {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "cut.log.gz", TRUNCATED_GZIP);
    put(folder.path(), "cut.zip", TRUNCATED_ZIP);
    for name in ["cut.log.gz", "cut.zip"] {
        for verb in ["records", "inspect"] {
            let ran = run([verb, path(&folder.path().join(name))]);
            assert_eq!(ran.status, 0, "{ran:#?}");
            assert!(!ran.err.is_empty(), "{verb} {name} says nothing of the damage");
        }
    }
}
