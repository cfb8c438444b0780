//! The workbench as an HTTP server: `router.rs` lists every route, `routes/<noun>.rs` answers them, `live.rs` is the channel of a review.
//!
//! Evidence: `evidence/` (where it lies, how it gets there, what is open), `jobs/` (long work), `routes/`.
//!
//! It converts between the engine (lake, draft) and the review (review, collab, store), which never know each other.

mod auth;
mod error;
pub mod evidence;
pub mod jobs;
mod outside;
pub mod routes;
mod settings;
mod workbench;

pub use error::Error;
pub use outside::Outside;
pub use settings::{Limits, Settings};
pub use workbench::{Shared, Workbench};
