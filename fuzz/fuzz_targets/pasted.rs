//! Chat as it is pasted from a window: `crates/formats/src/decode/messages/pasted.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("pasted", data));
