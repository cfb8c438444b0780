//! Updates that no page of ours makes. None may harm the document, or end the process.

use std::sync::OnceLock;

use postlude_collab::{Document, Refusal, ReviewRole, Writer};
use proptest::prelude::*;
use serde_json::json;
use yrs::{Any, Array, ArrayPrelim, Map, MapPrelim, ReadTxn, StateVector, Text, Transact, WriteTxn};

use crate::page::{Page, entry, holder};

/// The same document each time, down to the ids of its items.
fn document() -> Document {
    static STATE: OnceLock<Vec<u8>> = OnceLock::new();
    let state = STATE.get_or_init(|| {
        let mut document = Document::new(1);
        let page = Page::new(2, "ann", ReviewRole::Participant);
        for update in [page.add("entries/e1", entry("ann")), page.text("entries/e1/text", "We rolled back.")]
        {
            page.send(&mut document, &update).unwrap();
        }
        document.state()
    });
    Document::open(1, Some(state), []).unwrap()
}

fn ben() -> Writer {
    Writer::person("ben", ReviewRole::Participant)
}

/// Applies bytes as `ben`; the document must take them whole or be as before, and go on working.
fn outcome(bytes: &[u8]) -> Result<(), Refusal> {
    let mut document = document();
    let before = (document.json(), document.state_vector());
    let outcome = document.apply(bytes, &ben()).map(|_| ());
    if outcome.is_err() {
        assert_eq!((document.json(), document.state_vector()), before);
    }
    let page = Page::new(77, "eva", ReviewRole::Participant);
    page.catch_up(&document);
    page.send(&mut document, &page.add("entries/after", entry("eva"))).unwrap();
    outcome
}

fn check(expected: &str, bytes: &[u8]) {
    assert_eq!(outcome(bytes).map_err(|refusal| refusal.code()), Err(expected));
}

/// What `ben` writes on a page that knows the document.
fn written(change: impl FnOnce(&Page) -> Vec<u8>) -> Vec<u8> {
    let page = Page::new(9, "ben", ReviewRole::Participant);
    page.catch_up(&document());
    change(&page)
}

#[test]
fn bytes_that_are_no_update() {
    check("malformed", &[]);
    check("malformed", b"GET / HTTP/1.1");
    check("malformed", &[0, 0, 1]);
    // Declares four thousand million clients, blocks, members.
    check("malformed", &[0xff, 0xff, 0xff, 0xff, 0x0f]);
    check("malformed", &[1, 0xff, 0xff, 0xff, 0xff, 0x0f, 9, 0]);
    check(
        "malformed",
        &[1, 1, 9, 0, 0x28, 1, 5, b'n', b'o', b't', b'e', b's', 1, b'a', 0xff, 0xff, 0xff, 0x7f, 118],
    );
    check("too-large", &vec![0; (1 << 20) + 1]);
}

#[test]
fn nesting_that_would_end_the_process() {
    // A value of lists in lists, as deep as fits: `entries/x` = [[[[...
    let mut bytes = vec![1, 1, 9, 0, 0x28, 1, 7];
    bytes.extend(b"entries");
    bytes.extend([1, b'x', 1]);
    bytes.extend([117, 1].repeat(400_000));
    bytes.extend([126, 0]);
    check("too-large", &bytes);
}

/// An update of one client that sets `meta/k` so often, as if each time were the first.
fn rivals(count: u32) -> Vec<u8> {
    let mut bytes =
        vec![1, (count & 0x7f) as u8 | 0x80, (count >> 7) as u8 & 0x7f | 0x80, (count >> 14) as u8, 9, 0];
    for _ in 0..count {
        bytes.extend([0x28, 1, 4]);
        bytes.extend(b"meta");
        bytes.extend([1, b'k', 1, 125, 1]);
    }
    bytes.push(0);
    bytes
}

#[test]
fn rivals_for_one_place_that_would_keep_the_server_busy() {
    assert_eq!(outcome(&rivals(20)), Ok(()));
    check("malformed", &rivals(65));
    check("too-large", &rivals(80_000));
}

#[test]
fn an_hour_of_work_on_one_place_is_no_crowd() {
    let update = written(|page| {
        page.write(|transaction| {
            let (map, _) = holder(transaction, "entries/e1/x");
            let Some(yrs::Out::YText(text)) = map.get(transaction, "text") else { panic!() };
            for step in 0..500 {
                map.insert(transaction, "title", format!("title {step}"));
                text.insert(transaction, 0, "again ");
                text.remove_range(transaction, 0, if step % 2 == 0 { 6 } else { 0 });
            }
        })
    });
    assert_eq!(outcome(&update), Ok(()));
}

#[test]
fn maps_in_maps_in_maps() {
    let deep = written(|page| {
        page.write(|transaction| {
            let (mut map, _) = holder(transaction, "entries/e1/x");
            for _ in 0..2_000 {
                map = map.insert(transaction, "k", MapPrelim::default());
            }
        })
    });
    check("malformed", &deep);
}

#[test]
fn types_and_places_that_reviews_do_not_have() {
    let check = |change: fn(&mut yrs::TransactionMut<'_>)| {
        let bytes = written(|page| page.write(change));
        let code = outcome(&bytes).unwrap_err().code();
        assert!(["malformed", "wrong-shape"].contains(&code), "{code}");
    };
    check(|transaction| {
        transaction.get_or_insert_map("secrets").insert(transaction, "a", 1);
    });
    check(|transaction| {
        transaction.get_or_insert_map("questions").insert(transaction, "a", 1);
    });
    check(|transaction| {
        transaction.get_or_insert_array("entries").insert(transaction, 0, 1);
    });
    check(|transaction| transaction.get_or_insert_text("notes").push(transaction, "text in a map"));
    check(|transaction| {
        let (map, _) = holder(transaction, "entries/e1/x");
        map.insert(transaction, "evidence", ArrayPrelim::from([1]));
    });
    check(|transaction| {
        let (map, _) = holder(transaction, "entries/e1/x");
        map.insert(transaction, "title", Any::Buffer(vec![1, 2].into()));
    });
    check(|transaction| {
        let (map, _) = holder(transaction, "entries/e1/x");
        let Some(yrs::Out::YText(text)) = map.get(transaction, "text") else { panic!() };
        text.insert_embed(transaction, 2, Any::from("embedded"));
    });
    check(|transaction| {
        let (map, _) = holder(transaction, "entries/e1/x");
        let Some(yrs::Out::YText(text)) = map.get(transaction, "text") else { panic!() };
        text.format(transaction, 0, 2, [("bold".into(), true.into())].into());
    });
    check(|transaction| {
        let (map, _) = holder(transaction, "entries/e1/x");
        map.insert(transaction, "x", MapPrelim::from([("y", yrs::In::from(MapPrelim::from([("z", 1)])))]));
    });
}

#[test]
fn what_builds_on_something_missing() {
    let page = Page::new(9, "ben", ReviewRole::Participant);
    page.catch_up(&document());
    page.add("entries/e2", entry("ben"));
    check("missing", &page.set("entries/e2/title", json!("builds on an entry that was never sent")));
    check("missing", &page.remove("entries/e2"));
}

#[test]
fn nobody_writes_under_the_number_of_somebody_elses_page() {
    let mut document = document();
    let honest = Page::new(20, "ann", ReviewRole::Participant);
    honest.catch_up(&document);
    honest.send(&mut document, &honest.add("entries/e2", entry("ann"))).unwrap();
    for client in [20, 1] {
        let hostile = Page::new(client, "ben", ReviewRole::Participant);
        hostile.catch_up(&document);
        let refused = hostile.send(&mut document, &hostile.add("entries/e3", entry("ben")));
        assert_eq!(refused.unwrap_err().code(), "not-allowed", "{client}");
    }
    honest.send(&mut document, &honest.add("entries/e4", entry("ann"))).unwrap();
}

#[test]
fn the_same_update_twice_is_nothing() {
    let mut document = document();
    let update = written(|page| page.add("entries/e2", entry("ben")));
    assert!(matches!(document.apply(&update, &ben()), Ok(postlude_collab::Applied::Changed(_))));
    assert_eq!(document.apply(&update, &ben()), Ok(postlude_collab::Applied::Unchanged));
    assert_eq!(document.apply(&[0, 0], &ben()), Ok(postlude_collab::Applied::Unchanged));
}

#[test]
fn a_state_vector_that_declares_too_much() {
    let document = document();
    assert!(document.since(&[0xff, 0xff, 0xff, 0xff, 0x0f]).is_err());
    assert!(document.since(&[]).is_err());
    assert!(document.since(&[1, 9, 0xff, 0xff, 0xff, 0xff, 0x0f]).is_ok());
}

#[test]
fn a_newer_document_is_not_opened() {
    let page = Page::new(9, "", ReviewRole::Organiser);
    page.set("meta/schema", json!(2));
    let state = page.doc.transact().encode_state_as_update_v1(&StateVector::default());
    assert_eq!(Document::open(1, Some(&state), []).err(), Some(Refusal::Newer { schema: 2 }));
}

/// An honest update with many kinds of content, to be damaged.
fn honest() -> Vec<u8> {
    written(|page| {
        page.write(|transaction| {
            let (map, _) = holder(transaction, "entries/e1/x");
            map.insert(transaction, "tags", MapPrelim::from([("network", true)]));
            map.insert(
                transaction,
                "evidence",
                crate::page::any(&json!([{"source": "s1", "bytes": [1, 300]}])),
            );
            let Some(yrs::Out::YText(text)) = map.get(transaction, "text") else { panic!() };
            text.insert(transaction, 3, "all ");
            text.remove_range(transaction, 0, 2);
            let notes = transaction.get_or_insert_map("notes");
            notes.insert(transaction, "n", crate::page::any(&json!({"text": "as one", "by": "ben"})));
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = outcome(&bytes);
    }

    #[test]
    fn damaged_updates(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = honest();
        for (index, byte) in at {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = outcome(&bytes);
    }
}

#[test]
fn the_honest_update_is_taken_and_each_beginning_of_it_refused() {
    let bytes = honest();
    assert_eq!(outcome(&bytes), Ok(()));
    for cut in 0..bytes.len() {
        assert!(outcome(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}
