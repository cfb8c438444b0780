//! The table of `kubectl get events`: `crates/formats/src/decode/changes/kubectl.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("kubectl", data));
