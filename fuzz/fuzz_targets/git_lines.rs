//! One commit per line: `crates/formats/src/decode/changes/git_lines.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("git_lines", data));
