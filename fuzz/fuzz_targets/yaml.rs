//! Alerts, changes and messages as YAML: `crates/formats/src/decode/event/yaml.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("yaml", data));
