//! Logs that name their columns (`#Fields:`): `crates/formats/src/decode/directives`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("directives", data));
