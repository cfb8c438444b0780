use std::io::Read as _;
use std::process::Stdio;

use tempfile::TempDir;

use super::evidence::{put, shop};
use super::run::{command, path, run};

#[test]
fn the_terminal_form_has_its_parts() {
    let folder = shop();
    let out = run(["timeline", path(folder.path()), "--width", "100", "--legend"]).ok();
    for part in [
        "Incident timeline  Tuesday 14 May 2024, 09:",
        "Tuesday 14 May 2024, UTC",
        "◆",
        "orders",
        "--explain e",
    ] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    assert!(!out.contains('\u{1b}'), "no colours where nobody looks");
    let colours = run(["timeline", path(folder.path()), "--color", "always"]).ok();
    assert!(colours.contains("\u{1b}["));
}

#[test]
fn times_are_shown_in_the_zone_asked_for() {
    let folder = shop();
    let out = run(["timeline", path(folder.path()), "--zone", "Asia/Tokyo"]).ok();
    assert!(out.contains("Tuesday 14 May 2024, JST") && out.contains("18:30:00"), "{out}");
}

#[test]
fn explains_entries_and_leads() {
    let folder = shop();
    let out = run(["timeline", path(folder.path()), "--kind", "change", "--format", "jsonl"]).ok();
    let change: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let id = change["id"].as_str().unwrap();
    let out = run(["timeline", path(folder.path()), "--explain", &format!("{id},lead1")]).ok();
    for part in ["deploys.jsonl:1  bytes 0–", "     1 │ {\"time\":\"2024-05-14T09:30:00Z\"", "lead1 "] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    let err = run(["timeline", path(folder.path()), "--explain", "e99"]).refused();
    assert!(err.contains("there is no entry and no lead e99") && err.contains("hint: "), "{err}");
}

#[test]
fn narrows_by_time_kind_service_and_number() {
    let folder = shop();
    let narrowed = |arguments: &[&str]| {
        let all = ["timeline", path(folder.path()), "--format", "jsonl"];
        run(all.into_iter().chain(arguments.iter().copied())).ok()
    };
    let count = |arguments: &[&str]| narrowed(arguments).lines().count();
    assert_eq!(count(&["--top", "2"]), 2);
    assert_eq!(count(&["--from", "09:29", "--to", "09:31", "--kind", "change"]), 1);
    assert_eq!(
        count(&[
            "--from",
            "2024-05-14 11:29",
            "--to",
            "2024-05-14T09:31:00Z",
            "--kind",
            "change",
            "--zone",
            "+02:00"
        ]),
        1
    );
    assert!(narrowed(&["--service", "ORDERS"]).lines().all(|line| line.contains("\"service\":\"orders\"")));
    let err = run(["timeline", path(folder.path()), "--service", "order"]).refused();
    assert!(err.contains("did you mean orders?"), "{err}");
    assert!(
        run(["timeline", path(folder.path()), "--from", "tea time"])
            .refused()
            .contains("hint: write it as 14:02")
    );
    assert!(
        run(["timeline", path(folder.path()), "--kind", "drama"]).refused().contains("the kinds are change")
    );
}

#[test]
fn says_what_is_wrong_with_what_was_asked() {
    let empty = TempDir::new().unwrap();
    put(empty.path(), "sub/app.log", b"hello\n");
    std::fs::create_dir(empty.path().join("nothing")).unwrap();
    let nothing = empty.path().join("nothing");
    let missing = empty.path().join("missing");
    let check = |arguments: &[&str], expected: &str| {
        let err = run(arguments.iter().copied()).refused();
        assert!(err.contains(expected), "{arguments:?}: {err}");
    };
    check(&["timeline", path(&missing)], "there is nothing at");
    check(&["timeline", path(&nothing)], "there is no file in this evidence");
    check(&["records", path(empty.path())], "is a folder");
    check(&["records", path(&missing)], "there is no file");
    check(&["inspect", path(empty.path())], "postlude timeline");
    check(&["query", "--lake", path(&missing), "select 1"], "there is no lake in");
    check(&["sources", "--lake", path(&missing)], "postlude ingest EVIDENCE");
    check(&[], "Usage: postlude");
    assert!(!missing.exists(), "asking must not make a lake");
}

#[test]
fn a_reader_that_goes_away_is_no_news() {
    let folder = shop();
    let mut child = command(["records", path(&folder.path().join("logs/access.log"))])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((status.code(), err.as_str()), (Some(0), ""));
}

#[test]
fn inspect_says_what_and_why() {
    let folder = shop();
    let file = folder.path().join("logs/orders.jsonl");
    let out = run(["inspect", path(&file)]).ok();
    assert!(out.contains("360 log records, 0 without a time"), "{out}");
    let json = run(["inspect", path(&file), "--format", "json"]).json();
    assert_eq!(json["records"]["log"], 360);
    assert_eq!(json["services"]["orders"], 360);
}

#[test]
fn help_has_examples() {
    for verb in [
        "timeline",
        "questions",
        "topology",
        "clocks",
        "facilitator",
        "people",
        "query",
        "ingest",
        "sources",
        "records",
        "inspect",
        "completions",
        "manual",
    ] {
        let out = run([verb, "--help"]).ok();
        assert!(out.contains("Example"), "{verb}: {out}");
    }
    assert!(run(["completions", "bash"]).ok().contains("postlude"));
    let folder = TempDir::new().unwrap();
    run(["manual", path(folder.path())]).ok();
    assert!(folder.path().join("postlude-timeline.1").is_file());
}
