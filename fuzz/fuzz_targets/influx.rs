//! The line protocol of InfluxDB: `crates/formats/src/decode/metrics/influx.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("influx", data));
