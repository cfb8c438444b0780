//! What yjs in a browser writes is taken, and reads the same here. The last update of the file is all of them as one.

use postlude_collab::{Document, ReviewRole, Writer};
use serde_json::Value as Json;

fn updates() -> Vec<Vec<u8>> {
    let bytes = |line: &str| {
        let digits = line.as_bytes().chunks(2);
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        digits.map(pair).collect()
    };
    include_str!("yjs/updates.txt").lines().map(bytes).collect()
}

#[test]
fn updates_of_a_browser_one_by_one_and_as_one() {
    let expected: Json = serde_json::from_str(include_str!("yjs/document.json")).unwrap();
    let writer = Writer::person("ann", ReviewRole::Participant);
    let mut updates = updates();
    let all = updates.pop().unwrap();
    let check = |updates: &[Vec<u8>]| {
        let mut document = Document::new(1);
        for (at, update) in updates.iter().enumerate() {
            document.apply(update, &writer).unwrap_or_else(|refusal| panic!("update {at}: {refusal}"));
        }
        for map in ["entries", "notes", "comments"] {
            assert_eq!(document.json()[map], expected[map], "{map}");
        }
    };
    check(&updates);
    check(&[all]);
}
