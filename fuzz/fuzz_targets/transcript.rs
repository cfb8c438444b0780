//! Subtitles of recorded calls: `crates/formats/src/decode/messages/transcript.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("transcript", data));
