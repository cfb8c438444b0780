//! The text exposition of Prometheus and OpenMetrics: `crates/formats/src/decode/metrics/exposition.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("exposition", data));
