//! Windows events as XML: `crates/formats/src/decode/windows_event/xml.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| postlude_fuzz::check("windows_event_xml", data));
