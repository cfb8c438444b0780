//! The review: what people do together after an incident, as types and rules.
//!
//! Reading order: `process` (phases, steps, refusals), `people`, `incident`, `facilitator/` (who is neutral, who is asked), `timeline/` (entries, notes,
//! comments), `questions/` (what the timeline is worth asking about, and what becomes of a question), `calibration/` (everybody's own moments),
//! `interview/` (the room of two), `meeting/`.
//!
//! It knows evidence only by citation. It never knows how a review is stored, sent, shown or read from evidence; clock and randomness are arguments.

pub mod calibration;
pub mod facilitator;
pub mod incident;
pub mod interview;
pub mod meeting;
pub mod people;
pub mod process;
pub mod questions;
pub mod timeline;
