//! Metrics and traces as JSON: `crates/formats/src/decode/documents.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("documents", data));
