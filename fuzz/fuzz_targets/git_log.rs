//! The output of `git log`: `crates/formats/src/decode/changes/git_log.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("git_log", data));
