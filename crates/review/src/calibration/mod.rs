//! Calibration: before people meet, each confirms, corrects or adds to their own moments, in five minutes and in private.
//!
//! Reading order: `moments` (which entries are somebody's), `answers` (what they said of them), `released` (what becomes of it in the review).
//! An answer is its person's until it is released: nobody else reads it, and nobody learns who has answered how much.

mod answers;
mod moments;
mod refusal;
mod released;

pub use answers::{ADDED_AT_MOST, Answer, Answers, Said};
pub use moments::{Because, MOMENTS_AT_MOST, Moment, Who, moments};
pub use refusal::Refusal;
pub use released::{Written, written};
