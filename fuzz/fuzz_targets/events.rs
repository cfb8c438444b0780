//! Alerts, changes and messages as JSON: `crates/formats/src/decode/event/json.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("events", data));
