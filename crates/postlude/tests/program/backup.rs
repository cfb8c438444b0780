//! Backups taken while people work, and brought back; archives that are cut; programs that are killed.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::evidence::shop;
use crate::run::{Ran, command, path, run};
use crate::workbench::{Workbench, entry, id};

fn backup(to: &Path, data: &Path) -> Ran {
    run(["backup", path(to), "--data", path(data)])
}

fn restore(from: &Path, data: &Path) -> Ran {
    run(["restore", path(from), "--data", path(data)])
}

/// Bytes that do not pack.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn a_backup_taken_while_people_write_comes_back() {
    let (folder, evidence) = (TempDir::new().unwrap(), shop());
    let (data, archive) = (folder.path().join("data"), folder.path().join("all.tar.zst"));
    let here = Workbench::start(&data);
    let (review, incident) = here.review("Orders failed");
    here.evidence(&incident, evidence.path());
    let picture = noise(100_000);
    let attached = here.post_bytes(&format!("/reviews/{review}/attachments?name=board.png"), &picture);

    let (written, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let before = std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                here.operate(&review, &serde_json::json!([entry(number, &incident)]));
                written.store(number + 1, Ordering::Relaxed);
            }
        });
        while written.load(Ordering::Relaxed) < 5 {
            std::thread::sleep(Duration::from_millis(10));
        }
        let before = written.load(Ordering::Relaxed);
        let ran = backup(&archive, &data);
        stop.store(true, Ordering::Relaxed);
        ran.ok();
        before
    });

    let copy = folder.path().join("copy");
    let told = restore(&archive, &copy);
    assert!(told.err.contains("1 review, 1 account, 1 incident, 1 attachment"), "{told:#?}");
    told.ok();
    let there = Workbench::start(&copy);
    let document = |workbench: &Workbench| workbench.get(&format!("/reviews/{review}/document"));
    let (now, then) = (document(&here), document(&there));
    let kept = (0..).take_while(|number| !then["entries"][id(*number)].is_null()).count();
    assert!(kept >= before, "{kept} of {before} entries that were acknowledged");
    for number in 0..kept {
        assert_eq!(then["entries"][id(number)], now["entries"][id(number)]);
    }
    for same in ["timeline", "sources", "records?limit=20"] {
        let target = format!("/incidents/{incident}/{same}");
        assert_eq!(there.get(&target), here.get(&target), "{same}");
    }
    let target = format!("/reviews/{review}/attachments/{}", attached["id"].as_str().unwrap());
    assert_eq!(there.ask("GET", &target, b""), (200, picture));

    let again = restore(&archive, &copy).refused();
    assert!(again.contains("a server uses"), "{again}");
    drop(there);
    let again = restore(&archive, &copy).refused();
    assert!(again.contains("the database is not empty"), "{again}");
}

#[test]
fn a_backup_without_evidence_is_small() {
    let (folder, evidence) = (TempDir::new().unwrap(), shop());
    let (data, archive) = (folder.path().join("data"), folder.path().join("small.tar.zst"));
    let here = Workbench::start(&data);
    let (review, incident) = here.review("Orders failed");
    here.evidence(&incident, evidence.path());
    run(["backup", path(&archive), "--data", path(&data), "--without-evidence"]).ok();
    let copy = folder.path().join("copy");
    restore(&archive, &copy).ok();
    assert!(!copy.join("incidents").exists());
    let there = Workbench::start(&copy);
    let target = format!("/reviews/{review}/document");
    assert_eq!(there.get(&target), here.get(&target));
}

#[test]
fn what_is_no_whole_archive_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("all.tar.zst"));
    let here = Workbench::start(&data);
    let (review, _) = here.review("Orders failed");
    here.post_bytes(&format!("/reviews/{review}/attachments?name=a"), &noise(50_000));
    backup(&archive, &data).ok();
    let whole = fs::read(&archive).unwrap();
    let check = |what: &str, bytes: &[u8]| {
        let (broken, copy) = (folder.path().join("broken.tar.zst"), folder.path().join("copy"));
        fs::write(&broken, bytes).unwrap();
        let told = restore(&broken, &copy).refused();
        assert!(told.contains("broken.tar.zst"), "{what}: {told}");
        for name in ["attachments", "incidents", "restoring"] {
            assert!(!copy.join(name).exists(), "{what} left {name}");
        }
        // Whatever it left is no hindrance.
        restore(&archive, &copy).ok();
        fs::remove_dir_all(&copy).unwrap();
    };
    check("nothing", b"");
    check("text", b"no archive");
    for length in [whole.len() / 3, whole.len() - 5, whole.len() - 1] {
        check("a cut", &whole[..length]);
    }
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    check("a flipped bit", &flipped);

    let told = backup(&archive, &data).refused();
    assert!(told.contains("exists already"), "{told}");
    let told = backup(&folder.path().join("b.tar.zst"), &folder.path().join("nowhere")).refused();
    assert!(told.contains("nothing is kept in"), "{told}");
    assert!(!folder.path().join("nowhere").exists());
    let told = backup(&folder.path().join("no/such/folder/b.tar.zst"), &data).refused();
    assert!(told.contains("cannot use"), "{told}");
}

#[test]
fn killed_at_any_moment_there_is_all_or_nothing() {
    let folder = TempDir::new().unwrap();
    let (data, archive) = (folder.path().join("data"), folder.path().join("all.tar.zst"));
    let here = Workbench::start(&data);
    let (review, _) = here.review("Orders failed");
    for _ in 0..4 {
        here.post_bytes(&format!("/reviews/{review}/attachments?name=a"), &noise(8 << 20));
    }
    let killed = |arguments: &[&str], wait: Duration| {
        let mut child = command(arguments.iter().copied()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(wait);
        child.kill().unwrap();
        child.wait().unwrap().success()
    };
    for step in 1..8 {
        let done =
            killed(&["backup", path(&archive), "--data", path(&data)], Duration::from_millis(step * 60));
        assert!(done || !archive.exists() || restore(&archive, &folder.path().join("early")).status == 0);
        let _ = fs::remove_file(&archive);
        let _ = fs::remove_dir_all(folder.path().join("early"));
    }
    backup(&archive, &data).ok();
    let copy = folder.path().join("copy");
    for step in 1..8 {
        killed(&["restore", path(&archive), "--data", path(&copy)], Duration::from_millis(step * 80));
        let ran = restore(&archive, &copy);
        let is_there = ran.status == 2 && ran.err.contains("the database is not empty");
        assert!(is_there || ran.status == 0, "{ran:#?}");
        let there = Workbench::start(&copy);
        let list = format!("/reviews/{review}/attachments");
        assert_eq!(there.get(&list), here.get(&list));
        drop(there);
        fs::remove_dir_all(&copy).unwrap();
    }
}
