//! What every other crate speaks of: moments, places in the evidence, names of services, and trouble with the data.
//!
//! Units: a moment is nanoseconds since 1970-01-01T00:00:00Z, a place is a range of bytes in the
//! original file, a length of time is nanoseconds unless a name says otherwise.
//!
//! This crate never reads a clock, a file or a random number, and knows neither formats nor reviews.

mod place;
mod problem;
mod service;
mod software;
mod time;

pub use place::{ByteSpan, EvidenceRef, SourceId};
pub use problem::Problem;
pub use service::{service_of_instance, without_ordinal};
pub use software::{Purpose, Software, software_called, software_watched};
pub use time::{NANOSECONDS_PER_SECOND, Timestamp};
