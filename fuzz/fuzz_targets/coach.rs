//! The language coach: `crates/coach`.
#![no_main]

use postlude_coach::{Coach, Moment};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let coach = Coach::english();
    for finding in coach.check_markdown(text, Moment::Any) {
        assert!(text.get(finding.span).is_some());
    }
});
