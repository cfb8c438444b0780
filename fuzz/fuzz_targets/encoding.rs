//! Sources that are not plain UTF-8: `crates/formats/src/encoding`.
#![no_main]

use postlude_fuzz::check_detected;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_detected(&[&[0xff, 0xfe], &little[..]].concat());
    check_detected(&[&[0xef, 0xbb, 0xbf], data].concat());
    // Halves of surrogate pairs, numbers beyond Unicode, an odd number of bytes.
    check_detected(&[&[0xfe, 0xff], data].concat());
    check_detected(&[&[0xff, 0xfe, 0, 0], data].concat());
});
