//! Archives and compressed files, in any nesting: `crates/formats/src/container`.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use postlude_formats::container::{Found, Kind, Limits, open};

/// Small, so that an input that unpacks to much ends soon.
const LIMITS: Limits = Limits {
    always: 1 << 20,
    ratio: 20,
    layers: 3,
    members: 1000,
    spool: 1 << 20,
    decoder_memory: 16 << 20,
    path: 256,
};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some(kind) = Kind::of(data) else { return };
    let mut unpacked = 0;
    open(kind, &mut Cursor::new(data), "evidence.gz", None, &LIMITS, &mut |found| {
        if let Found::Member(member) = found {
            assert!(!member.path.is_empty() && !member.path.starts_with('/'), "path {:?}", member.path);
            assert!(member.path.split(['/', '!']).all(|part| part != ".."), "path {:?}", member.path);
            let mut content = Vec::new();
            member.content.read_to_end(&mut content).expect("damage is a trouble, not an error");
            unpacked += content.len() as u64;
        }
        ControlFlow::Continue(())
    });
    assert!(unpacked <= LIMITS.always + LIMITS.ratio * data.len() as u64, "{unpacked} bytes came out");
});
