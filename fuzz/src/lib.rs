//! What must hold for any bytes, asked by one fuzz target per format and one per step around them.
//!
//! Invariants checked: no panic, no overflow (the targets are built with debug assertions), no endless loop, a
//! reader takes all of the last block, spans of records lie inside the source and follow its order, and a source
//! cut into blocks gives the records of the whole.
//!
//! A workspace of its own, because its targets are built with the fuzzer's instrumentation and need its C++
//! runtime. It does not know any format: a name chooses the question in [`postlude_formats::sniff::all`].

mod cutting;
mod reading;

use postlude_formats::encoding::Encoding;
use postlude_formats::sniff::{self, Sniff};
use postlude_formats::{Detection, Head, Hints, Reader, detect};

/// Asks the format of that name whether it could be `data`, and reads them if it answers.
pub fn check(name: &str, data: &[u8]) {
    let question = sniff::all().iter().find(|(known, _)| *known == name);
    let (_, sniff) = question.expect("every target has the name of a question");
    each_detection(*sniff, data, cutting::check);
}

/// Asks every format, behind any encoding, and reads `data` as the most confident one.
pub fn check_detected(data: &[u8]) {
    // Lines of UTF-16 and UTF-32 are counted by bytes where a source is cut: their numbers may differ from the whole.
    let read = if Encoding::of(data).is_none() { cutting::check } else { check_whole };
    each_detection(detect, data, read);
}

fn check_whole(reader: &dyn Reader, data: &[u8]) {
    reading::whole(reader, data);
}

/// Tells the format twice, as it happens: by all bytes without a name, by their beginning with a name that
/// tells a date and a purpose.
fn each_detection(sniff: Sniff, data: &[u8], read: fn(&dyn Reader, &[u8])) {
    let named = Hints { path: "checkout/2024-03-05-incident.md", ..Hints::default() };
    let heads = [
        Head { bytes: data, complete: true, hints: &Hints::default() },
        Head { bytes: &data[..data.len() / 2], complete: false, hints: &named },
    ];
    for head in heads {
        if let Some(Detection { confidence, reader, .. }) = sniff(&head) {
            assert!(confidence <= 100, "confidence {confidence}");
            read(&*reader, data);
        }
    }
}
