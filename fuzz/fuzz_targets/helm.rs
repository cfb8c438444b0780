//! The history of a Helm release: `crates/formats/src/decode/changes/helm.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("helm", data));
