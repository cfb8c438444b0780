//! The history of an Argo CD application: `crates/formats/src/decode/changes/argo.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("argo", data));
