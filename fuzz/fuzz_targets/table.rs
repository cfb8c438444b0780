//! Tables with a separator: `crates/formats/src/decode/table`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("table", data));
