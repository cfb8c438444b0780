//! The workbench as an HTTP server: `router` lists every route, `routes/<noun>.rs` answers them, `live/` is the channel of a review.
//!
//! Reading order: `settings`, `outside` (clock and chance), `workbench` (what every request may use), `auth/` (who asks), `router`, `routes/`, `live/`, `evidence/` (where it
//! lies, how it gets there, what is open), `jobs/` (long work),
//! `pages` (the web page), `serve`; `export/` (one review as an open folder), `backup/` (all that is kept as one archive, and back).
//!
//! It converts between the engine (lake, draft) and the review (review, collab, store), which never know each other. It never answers what the
//! caller may not know to exist, and never acknowledges what is not on the disk.

mod auth;
pub mod backup;
mod draft;
mod error;
mod evidence;
pub mod export;
mod gather;
mod headers;
mod jobs;
mod live;
mod outside;
mod pages;
mod past;
mod router;
mod routes;
mod scratch;
mod serve;
mod settings;
mod start;
mod workbench;

pub use auth::key::Key;
pub use auth::password;
pub use error::Error;
pub use gather::gather;
pub use outside::Outside;
pub use postlude_store::Store;
pub use router::{description, router};
pub use serve::{open, serve};
pub use settings::{Entrance, Limits, Settings};
pub use start::{Lent, address, hold, lend_key, open_store};
pub use workbench::{Shared, Workbench};
