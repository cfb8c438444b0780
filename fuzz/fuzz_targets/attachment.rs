//! Pictures and other files to look at: `crates/formats/src/decode/binary/attachment.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("attachment", data));
