//! The clocks of the sources: judged and repaired, in words for people and as an object for programs.

mod json;
mod repaired;
mod words;

use postlude_draft::clocks::Clock;

pub use json::{object, row};
pub use repaired::Repaired;
pub use words::{drift, error, known, oddity, offsets, seconds, signed, verdict};

/// A clock with what people call its source.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Path of the source.
    pub path: &'a str,
    /// What is known of its clock.
    pub clock: &'a Clock,
}
