//! Line formats, defined and generic: `crates/formats/src/decode/lines`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("lines", data));
