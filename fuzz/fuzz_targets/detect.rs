//! Telling the format, and reading as what was told.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check_detected(data));
