//! The output of `kubectl rollout history`: `crates/formats/src/decode/changes/kubectl.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("rollout", data));
