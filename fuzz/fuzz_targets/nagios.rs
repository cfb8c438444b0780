//! The log of Nagios: `crates/formats/src/decode/alerts/nagios.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("nagios", data));
