//! Any written time, and the moment it means: `crates/formats/src/time`.
#![no_main]

use postlude_formats::time::{self, Layout, Resolver};
use postlude_formats::{Carry, Hints};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    for (_, length) in [time::read(data), time::read_date(data)].into_iter().flatten() {
        assert!(length <= data.len(), "{length} of {} bytes", data.len());
    }
    if let Some((range, _)) = time::find(data, data.len()) {
        assert!(range.start < range.end && range.end <= data.len(), "{range:?} of {} bytes", data.len());
    }
    if let Ok(text) = std::str::from_utf8(data) {
        time::parse_value(text);
        time::parse_zone(text);
        let ends = time::read(data).map(|(_, length)| length);
        assert!(ends.is_none_or(|length| text.is_char_boundary(length)), "within a character");
    }
    let lines = || data.split(|byte| *byte == b'\n');
    let layout = Layout::learn(lines());
    let resolver = Resolver::new(&Hints::default(), &layout);
    let mut carry = Carry::default();
    for line in lines() {
        if let Some((written, length)) = layout.read(line) {
            assert!(length <= line.len(), "{length} of {} bytes", line.len());
            resolver.resolve(&written, &mut carry);
        }
    }
});
