//! Samples of StatsD: `crates/formats/src/decode/metrics/statsd.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("statsd", data));
