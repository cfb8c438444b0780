//! Who is neutral, told as documents (`stories/facilitator/*.md`): who did what, and the ledger that must come out. See the README there for the blocks.

mod document;
mod expected;

use std::fs;
use std::path::{Path, PathBuf};

use document::Story;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories/facilitator")
}

#[test]
fn every_document_holds() {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md") && !path.ends_with("README.md"));
    paths.sort();
    assert!(paths.len() >= 12, "only {} documents", paths.len());
    let mut broken = String::new();
    for path in paths {
        let story = Story::read(&fs::read_to_string(&path).unwrap());
        let (wrong, found) = expected::breaches(&story);
        if !wrong.is_empty() {
            broken += &format!("\n{}, expected:\n  {}\nfound:\n{found}", path.display(), wrong.join("\n  "));
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// A document that expects something else must not hold.
#[test]
fn a_wrong_document_is_seen() {
    let text = fs::read_to_string(folder().join("reviewer_of_the_change.md")).unwrap();
    for (right, wrong) in
        [("periphery:", "involved:"), ("facilitator ", "facilitator Nobody"), ("reviewed a change", "slept")]
    {
        assert!(text.contains(right), "{right}");
        let (breaches, _) = expected::breaches(&Story::read(&text.replace(right, wrong)));
        assert!(!breaches.is_empty(), "{right} -> {wrong}");
    }
}
