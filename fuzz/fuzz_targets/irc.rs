//! Logs of IRC clients: `crates/formats/src/decode/messages/irc.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("irc", data));
