//! Records of logins (`utmp`): `crates/formats/src/decode/binary/login.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("login", data));
