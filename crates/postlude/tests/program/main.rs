//! The built program, run on small folders made by each test, on a recorded incident, and on stories.

mod backup;
mod bad_input;
mod clocks;
mod coach;
mod contract;
mod evidence;
mod facilitator;
mod known;
mod queries;
mod questions;
mod recorded_incident;
mod recordings;
mod review;
mod run;
mod stories;
mod timeline;
mod topology;
mod verbs;
mod workbench;
