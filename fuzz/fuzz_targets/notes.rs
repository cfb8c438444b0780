//! Notes with times: `crates/formats/src/decode/messages/notes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("notes", data));
