//! A process that appends is killed at any moment; whatever it had acknowledged is there.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use postlude_base::Timestamp;
use postlude_review::people::Visibility;
use postlude_store::{NewPerson, NewReview, NewUpdate, Snapshot, Store};
use serde_json::json;
use uuid::Uuid;

use crate::{open, run};

/// More rounds are asked for by this variable.
const ROUNDS: (&str, usize) = ("POSTLUDE_KILL_ROUNDS", 30);
/// The folder in which the child works.
const FOLDER: &str = "POSTLUDE_KILL_FOLDER";
const REVIEW: Uuid = Uuid::from_u128(100);
const WRITERS: usize = 8;

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let rounds = std::env::var(ROUNDS.0).map_or(ROUNDS.1, |rounds| rounds.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    run(furnish(folder.path()));
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut acknowledged = Vec::new();
    for round in 0..rounds {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let told = told_before_kill(folder.path(), round, Duration::from_micros(random % 120_000));
        assert!(!told.is_empty(), "round {round}: the child acknowledged nothing before it was killed");
        acknowledged.extend(told);
        run(check(folder.path(), round, &acknowledged));
    }
    tell(&format!("{rounds} kills, {} acknowledged updates, none lost", acknowledged.len()));
}

/// Writes one line, whole.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("told");
}

/// The child: appends, takes snapshots, and tells what was acknowledged, until it is killed.
#[test]
#[ignore = "it is the child of the test above"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    run(async {
        let store = open(Path::new(&folder)).await;
        let writers: Vec<_> =
            (0..WRITERS).map(|writer| tokio::spawn(append_for_ever(Arc::clone(&store), writer))).collect();
        for writer in writers {
            writer.await.expect("no panic");
        }
    });
}

async fn append_for_ever(store: Arc<dyn Store>, writer: usize) {
    let round = std::env::var("POSTLUDE_KILL_ROUND").expect("a round");
    for turn in 0.. {
        let text = format!("{round}/{writer}/{turn}");
        let bytes = text.repeat(1 + turn % 40).into_bytes();
        let update = NewUpdate { review: REVIEW, author: None, time: Timestamp(0), bytes };
        let answer = store.append(vec![update]).await;
        match answer {
            Ok(numbers) => tell(&format!("kept {} {text}", numbers[0])),
            Err(failure) => return tell(&format!("failed {failure}")),
        }
        if writer == 0 && turn % 20 == 19 {
            let last = store.load(REVIEW).await.expect("an answer").expect("a document").last_seq;
            let snapshot = Snapshot { seq: last, time: Timestamp(0), bytes: text.repeat(1_000).into_bytes() };
            store.put_snapshot(REVIEW, &snapshot).await.expect("a snapshot");
        }
    }
}

/// What the child told in whole lines before it was killed, some time after the first.
fn told_before_kill(folder: &Path, round: usize, after: Duration) -> Vec<(i64, String)> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "kill::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env("POSTLUDE_KILL_ROUND", round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output"));
    let mut told: Vec<_> = next_told(&mut lines).into_iter().collect();
    let killer = std::thread::spawn(move || kill_after(child, after));
    while let Some(line) = next_told(&mut lines) {
        told.push(line);
    }
    killer.join().expect("killed");
    told
}

fn kill_after(mut child: Child, after: Duration) {
    std::thread::sleep(after);
    // SIGKILL, which nobody can catch.
    child.kill().expect("it was still running");
    child.wait().expect("it is gone");
}

/// The next acknowledgement; lines of the test harness are passed over, a line that was cut ends it.
fn next_told(lines: &mut impl BufRead) -> Option<(i64, String)> {
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let line = line.strip_suffix('\n')?;
        assert!(!line.starts_with("failed"), "{line}");
        // The harness writes the name of the test before its first line.
        let Some((_, kept)) = line.split_once("kept ") else { continue };
        let (seq, text) = kept.split_once(' ')?;
        return Some((seq.parse().ok()?, text.to_owned()));
    }
}

async fn check(folder: &Path, round: usize, acknowledged: &[(i64, String)]) {
    let store = open(folder).await;
    let kept = store.updates_after(REVIEW, 0, u32::MAX).await.expect("a page");
    let loaded = store.load(REVIEW).await.expect("an answer").expect("a document");
    assert_eq!(usize::try_from(loaded.last_seq), Ok(kept.len()), "round {round}: numbers without a hole");
    for (seq, text) in acknowledged {
        let update = usize::try_from(*seq - 1).ok().and_then(|place| kept.get(place));
        let is_kept =
            update.is_some_and(|update| update.seq == *seq && update.bytes.starts_with(text.as_bytes()));
        assert!(is_kept, "round {round}: {seq} {text} was acknowledged and is lost");
    }
    store.close().await;
}

async fn furnish(folder: &Path) {
    let store = open(folder).await;
    let anna = NewPerson {
        id: Uuid::from_u128(1),
        name: "anna".to_owned(),
        email: "anna@example.org".to_owned(),
        password_hash: None,
        created: Timestamp(0),
    };
    store.create_first_administrator(&anna).await.expect("an account");
    let review = NewReview {
        id: REVIEW,
        title: "killed".to_owned(),
        visibility: Visibility::Open,
        phase: "preparing".to_owned(),
        process: json!({}),
        created: Timestamp(0),
        created_by: anna.id,
    };
    store.create_review(&review, None).await.expect("a review");
    store.close().await;
}
