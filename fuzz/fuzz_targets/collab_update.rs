//! A foreign update, a message and a state vector of a hostile page: refused, or taken whole.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postlude_collab::session::{Presence, Session};
use postlude_collab::{Document, ReviewRole, Writer};

fuzz_target!(|bytes: &[u8]| {
    let writer = Writer::person("ann", ReviewRole::Participant);
    let mut document = Document::new(1);
    let empty = document.json();
    if document.apply(bytes, &writer).is_err() {
        assert_eq!(document.json(), empty);
    }
    let _ = document.since(bytes);
    let _ = document.review();
    let mut session = Session::new(1, writer, "Ann");
    let _ = session.receive(bytes, &mut document, &mut Presence::default());
});
