//! Stories of what a store must do, told to every database: what holds on one holds on the other.
//!
//! Each story begins with an empty store and fails by panicking. Reading order: `review` first, then `writing` and `permission`; `scene` is what they have in common.

pub mod copy;
pub mod cost;
pub mod house;
pub mod job;
pub mod people;
pub mod permission;
pub mod review;
pub mod rooms;
mod scene;
pub mod writing;
