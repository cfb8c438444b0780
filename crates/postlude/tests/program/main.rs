//! The built program, run on small folders made by each test.

mod bad_input;
mod contract;
mod evidence;
mod queries;
mod run;
mod verbs;
