//! The plain text of Graphite: `crates/formats/src/decode/metrics/graphite.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("graphite", data));
