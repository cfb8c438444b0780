//! An ingest that is killed leaves a lake that opens, and the next one goes on.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs};

use postlude_lake::{Failure, Lake, Options};
use tempfile::TempDir;

use crate::folder::{Evidence, answer, session, shop_log};

const FOLDER: &str = "POSTLUDE_TEST_EVIDENCE";
const LAKE: &str = "POSTLUDE_TEST_LAKE";

/// Small blocks: many steps in a small folder.
fn options() -> Options {
    Options { block: 32 << 10, workers: 2, ..Options::default() }
}

fn evidence() -> Evidence {
    let mut evidence = Evidence::new();
    for i in 0..12 {
        evidence = evidence.with(&format!("small/{i}.log"), shop_log("cart", 10 + i));
    }
    evidence
        .with("large.log", shop_log("web", 6000))
        .with("other.log", shop_log("stock", 4000))
        .with("z/copy.log", shop_log("cart", 10))
}

/// Every file of a lake with its bytes, but for the lock.
fn files(lake: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![lake.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("lock") {
                files.push((path.strip_prefix(lake).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn names(files: &[(PathBuf, Vec<u8>)]) -> Vec<&Path> {
    files.iter().map(|(path, _)| path.as_path()).collect()
}

#[test]
fn twice_the_same_evidence_is_twice_the_same_lake() {
    let evidence = evidence();
    let [one, two] = [1, 3].map(|workers| {
        let folder = TempDir::new().unwrap();
        let mut lake = Lake::open(folder.path()).unwrap();
        lake.ingest(evidence.path(), &Options { workers, ..options() }, &mut |_| {}).unwrap();
        files(folder.path())
    });
    assert_eq!(names(&one), names(&two));
    assert!(one == two, "the bytes differ");
}

#[test]
fn a_second_ingest_reads_nothing_again() {
    let evidence = evidence();
    let folder = TempDir::new().unwrap();
    let mut lake = Lake::open(folder.path()).unwrap();
    let first = lake.ingest(evidence.path(), &options(), &mut |_| {}).unwrap();
    let before = files(folder.path());
    let mut lake = Lake::open(folder.path()).unwrap();
    let second = lake
        .ingest(evidence.path(), &options(), &mut |event| {
            assert!(!matches!(event, postlude_lake::Event::Advanced { .. }), "{event:?}");
        })
        .unwrap();
    assert_eq!(first, second);
    assert!(before == files(folder.path()));
}

/// Not a test by itself: what the test below starts and kills.
#[test]
#[ignore = "is started and killed by a_killed_ingest_goes_on"]
fn ingest_in_a_child() {
    let (Ok(folder), Ok(lake)) = (env::var(FOLDER), env::var(LAKE)) else { return };
    let mut lake = Lake::open(lake).unwrap();
    let mut slowly = |_: postlude_lake::Event<'_>| sleep(Duration::from_millis(5));
    lake.ingest(Path::new(&folder), &options(), &mut slowly).unwrap();
}

#[test]
fn a_killed_ingest_goes_on() {
    let evidence = evidence();
    let undisturbed = TempDir::new().unwrap();
    Lake::open(undisturbed.path()).unwrap().ingest(evidence.path(), &options(), &mut |_| {}).unwrap();

    let killed = TempDir::new().unwrap();
    let mut left_behind = Vec::new();
    for milliseconds in [40, 90, 150, 220, 60] {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--ignored", "--exact", "resume::ingest_in_a_child"])
            .env(FOLDER, evidence.path())
            .env(LAKE, killed.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let lake = Lake::open(killed.path()).unwrap();
        left_behind.push(files(killed.path()).len());
        let session = session(&lake);
        let stored = answer(&session, "SELECT count(*) FROM log");
        let told = answer(&session, "SELECT coalesce(sum(records), 0) FROM source");
        assert_eq!(stored, told, "rows without a manifest, or the other way round");
    }
    assert!(left_behind.iter().any(|files| *files > 0), "killed before it began");
    Lake::open(killed.path()).unwrap().ingest(evidence.path(), &options(), &mut |_| {}).unwrap();
    let (one, two) = (files(undisturbed.path()), files(killed.path()));
    assert_eq!(names(&one), names(&two));
    for ((path, one), (_, two)) in one.iter().zip(&two) {
        assert!(one == two, "{} differs", path.display());
    }
}

#[test]
fn one_ingest_at_a_time() {
    let evidence = evidence();
    let folder = TempDir::new().unwrap();
    let mut lake = Lake::open(folder.path()).unwrap();
    let mut refused = false;
    lake.ingest(evidence.path(), &options(), &mut |event| {
        if matches!(event, postlude_lake::Event::Found { .. }) {
            let second = Lake::open(folder.path()).unwrap().ingest(evidence.path(), &options(), &mut |_| {});
            refused = matches!(second, Err(Failure::Locked { .. }));
        }
    })
    .unwrap();
    assert!(refused);
}
