//! The log told again.

use postlude_collab::history::{Logged, Replay, as_of, merged};
use postlude_collab::{Applied, Document, ReviewRole};
use serde_json::json;

use crate::page::{Page, entry};

/// A log in which two people write in turns.
fn log() -> Vec<Logged> {
    let mut document = Document::new(1);
    let (ann, ben) =
        (Page::new(2, "ann", ReviewRole::Participant), Page::new(3, "ben", ReviewRole::Participant));
    let mut log = Vec::new();
    let mut keep = |author: &str, page: &Page, time: i64, change: &dyn Fn(&Page) -> Vec<u8>| {
        page.catch_up(&document);
        let update = change(page);
        let Applied::Changed(update) = page.send(&mut document, &update).unwrap() else {
            panic!("nothing new")
        };
        let (author, time) = (Some(author.to_owned()), time * 1_000_000_000);
        log.push(Logged { seq: log.len() as i64 + 1, author, time, update });
    };
    keep("ann", &ann, 0, &|page| page.add("entries/e1", entry("ann")));
    keep("ann", &ann, 5, &|page| page.text("entries/e1/text", "We rolled back."));
    keep("ann", &ann, 6, &|page| page.type_at("entries/e1/text", 3, "all "));
    keep("ben", &ben, 7, &|page| page.set("entries/e1/title", json!("rolled back v12")));
    keep("ben", &ben, 8, &|page| page.set("entries/e1/tags/deploy", json!(true)));
    keep("ben", &ben, 9, &|page| page.set("notes/n1", json!({"text": "All pods", "by": "ben", "x": 1})));
    keep("ben", &ben, 10, &|page| page.set("notes/n1", json!({"text": "All pods", "by": "ben", "x": 2})));
    keep("ben", &ben, 200, &|page| page.remove("notes/n1"));
    keep("ann", &ann, 201, &|page| page.remove("entries/e1"));
    log
}

fn told(log: &[Logged]) -> Vec<String> {
    let mut replay = Replay::new(None).unwrap();
    let lines = log.iter().flat_map(|line| {
        let changes = replay.next(&line.update).unwrap();
        let line = line.clone();
        changes.into_iter().map(move |change| {
            let json = serde_json::to_string(&change).unwrap();
            format!("{} {} {json}", line.seq, line.author.as_deref().unwrap())
        })
    });
    lines.collect()
}

#[test]
fn who_changed_what() {
    insta::assert_snapshot!(told(&log()).join("\n"));
}

#[test]
fn the_merged_log_tells_sittings_and_leads_to_the_same() {
    let log = log();
    let merged = merged(&log);
    let seqs: Vec<i64> = merged.iter().map(|line| line.seq).collect();
    assert_eq!(seqs, [3, 7, 8, 9]);
    insta::assert_snapshot!(told(&merged).join("\n"));
    let updates = |log: &[Logged]| as_of(None, log.iter().map(|line| line.update.as_slice())).unwrap().json();
    assert_eq!(updates(&merged), updates(&log));
    assert_eq!(updates(&merged[..2]), updates(&log[..7]));
}
