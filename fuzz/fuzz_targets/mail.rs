//! Mail, one or a box of them: `crates/formats/src/decode/messages/mail.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("mail", data));
