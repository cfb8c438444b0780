//! The Windows event log in its binary form: `crates/formats/src/decode/windows_event/evtx.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("evtx", data));
