//! Scheduled tasks of Windows: `crates/formats/src/decode/binary/scheduled_task.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("scheduled_task", data));
