//! The journal of systemd: `crates/formats/src/decode/binary/journal.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("journal", data));
