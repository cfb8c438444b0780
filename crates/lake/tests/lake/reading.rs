//! What is read, and what comes out of it.

use std::os::unix::fs::symlink;
use std::process::Command;

use postlude_base::SourceId;
use postlude_lake::{Lake, Options, Report};

use crate::folder::{Evidence, answer, ingest, number, session, shop_log};

#[test]
fn a_folder_becomes_rows() {
    let evidence =
        Evidence::new().with("web/app.log", shop_log("web", 300)).with("stock.log", shop_log("stock", 200));
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    assert_eq!(report.sources.len(), 2);
    assert!(report.unreadable.is_empty());
    let session = session(&lake);
    assert_eq!(number(&session, "SELECT count(*) FROM log"), 500);
    assert_eq!(
        answer(&session, "SELECT path, records, undated FROM source ORDER BY source_id"),
        ["stock.log | 200 | 0", "web/app.log | 300 | 0"]
    );
    assert_eq!(
        answer(&session, "SELECT min(time), max(time) FROM log"),
        ["2024-03-05T09:00:00Z | 2024-03-05T09:04:59Z"]
    );
}

#[test]
fn one_file_is_read_alone() {
    let evidence = Evidence::new().with("a.log", shop_log("web", 3)).with("b.log", shop_log("web", 4));
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, &evidence.file("b.log"));
    assert_eq!(answer(&session(&lake), "SELECT path, records FROM source"), ["b.log | 4"]);
}

#[test]
fn an_empty_folder_is_an_empty_lake() {
    let evidence = Evidence::new();
    let mut lake = Lake::temporary().unwrap();
    ingest(&mut lake, evidence.path());
    let session = session(&lake);
    for table in ["log", "metric", "span", "alert", "change", "message", "dependency", "attachment", "source"]
    {
        assert_eq!(number(&session, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}

/// The codes of the problems of the source at a path.
fn codes(lake: &Lake, path: &str) -> Vec<String> {
    let source = lake.sources().into_iter().find(|source| source.paths[0] == path).unwrap();
    source.tally.problems.counts.keys().cloned().collect()
}

#[test]
fn the_same_bytes_are_read_once() {
    let evidence = Evidence::new()
        .with("a.log", shop_log("web", 20))
        .with("b/again.log", shop_log("web", 20))
        .with("c.log", shop_log("web", 21));
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    assert_eq!(report.sources.len(), 2);
    assert_eq!(number(&session(&lake), "SELECT count(*) FROM log"), 41);
    assert_eq!(lake.source(SourceId(0)).unwrap().paths, ["a.log", "b/again.log"]);
    assert_eq!(codes(&lake, "a.log"), ["duplicate-file"]);
}

#[test]
fn odd_files_are_sources_with_problems() {
    let garbage: Vec<u8> = (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let evidence = Evidence::new()
        .with("empty.log", "")
        .with("also-empty.log", "")
        .with("garbage.bin", garbage)
        .with("good.log", shop_log("web", 5));
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    assert_eq!(report.sources.len(), 3);
    assert_eq!(codes(&lake, "also-empty.log"), ["empty-file"]);
    assert_eq!(codes(&lake, "garbage.bin"), ["unknown-format"]);
    assert_eq!(
        answer(
            &session(&lake),
            "SELECT path, format, bytes FROM source WHERE format IN ('empty', 'unknown')"
        ),
        ["also-empty.log | empty | 0", "garbage.bin | unknown | 5000"]
    );
}

fn unreadable(report: &Report) -> Vec<(&str, &str)> {
    report.unreadable.iter().map(|u| (u.path.as_str(), u.problem.code.as_ref())).collect()
}

#[test]
fn what_cannot_be_read_is_said() {
    let outside = Evidence::new().with("secret.log", shop_log("web", 5));
    let evidence = Evidence::new().with("good.log", shop_log("web", 5));
    symlink("nowhere", evidence.file("dangling")).unwrap();
    symlink(outside.file("secret.log"), evidence.file("outside")).unwrap();
    symlink("good.log", evidence.file("inside")).unwrap();
    assert!(Command::new("mkfifo").arg(evidence.file("pipe")).status().unwrap().success());
    let mut lake = Lake::temporary().unwrap();
    let report = ingest(&mut lake, evidence.path());
    assert_eq!(
        unreadable(&report),
        [("dangling", "unreadable-file"), ("outside", "link-not-followed"), ("pipe", "special-file")]
    );
    assert_eq!(lake.source(SourceId(0)).unwrap().paths, ["good.log", "inside"]);
    assert!(lake.ingest(&evidence.file("missing"), &Options::default(), &mut |_| {}).is_err());
}

#[test]
fn many_small_files_share_segments() {
    let mut evidence = Evidence::new();
    for i in 0..300 {
        evidence = evidence.with(&format!("{}/{i}.log", i % 7), shop_log("web", 5 + i));
    }
    let folder = tempfile::TempDir::new().unwrap();
    let mut lake = Lake::open(folder.path()).unwrap();
    ingest(&mut lake, evidence.path());
    let segments = std::fs::read_dir(folder.path().join("log")).unwrap().count();
    assert_eq!(segments, 1);
    let session = session(&lake);
    assert_eq!(number(&session, "SELECT count(DISTINCT source_id) FROM log"), 300);
    assert_eq!(number(&session, "SELECT count(*) FROM log"), (0..300).map(|i| 5 + i).sum::<u64>());
}

#[test]
fn blocks_do_not_show() {
    let evidence = Evidence::new().with("web.log", shop_log("web", 5000));
    let answers = [16 << 10, 16 << 20].map(|block| {
        let mut lake = Lake::temporary().unwrap();
        lake.ingest(evidence.path(), &Options { block, ..Options::default() }, &mut |_| {}).unwrap();
        let query = "SELECT line, time, byte_from, byte_to, severity_number, body, template_id FROM log ORDER BY line";
        answer(&session(&lake), query)
    });
    assert_eq!(answers[0].len(), 5000);
    assert!(answers[0] == answers[1]);
}

#[test]
fn a_record_longer_than_a_block_is_read() {
    let long = format!("2024-03-05T09:00:00Z INFO {}\n", "long ".repeat(10_000));
    let evidence =
        Evidence::new().with("web.log", format!("{}{long}{}", shop_log("a", 400), shop_log("b", 400)));
    let mut lake = Lake::temporary().unwrap();
    // One line of 50 kB: longer than a block of 16 KiB, shorter than four of them.
    lake.ingest(evidence.path(), &Options { block: 16 << 10, ..Options::default() }, &mut |_| {}).unwrap();
    assert_eq!(number(&session(&lake), "SELECT count(*) FROM log"), 801);
    assert!(codes(&lake, "web.log").is_empty());
}

#[test]
fn a_lake_among_its_evidence_is_not_read() {
    let evidence = Evidence::new().with("web.log", shop_log("web", 5));
    for _ in 0..2 {
        let mut lake = Lake::open(evidence.file("lake")).unwrap();
        assert_eq!(ingest(&mut lake, evidence.path()).sources.len(), 1);
    }
}

#[test]
fn the_same_bytes_in_another_zone_are_another_source() {
    let evidence = Evidence::new().with("web.log", "2024-03-05 10:00:00 INFO started\n");
    let mut lake = Lake::temporary().unwrap();
    let first = |lake: &mut Lake, options: &Options| {
        let report = lake.ingest(evidence.path(), options, &mut |_| {}).unwrap();
        let [id] = report.sources.into_iter().collect::<Vec<_>>()[..] else { panic!("one source") };
        (id, lake.source(id).unwrap().tally.first.unwrap().to_string())
    };
    let options = Options { zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(2)), ..Options::default() };
    assert_eq!(first(&mut lake, &Options::default()), (SourceId(0), "2024-03-05T10:00:00Z".to_owned()));
    assert_eq!(first(&mut lake, &options), (SourceId(1), "2024-03-05T08:00:00Z".to_owned()));
    assert_eq!(first(&mut lake, &Options::default()).0, SourceId(0));
}
