//! Who is asking, and may they?
//!
//! Reading order: `key` (secrets and their hashes), `password`, `cookie`, `origin` (requests of other sites), `door` (the one-time link),
//! `caller` (who it is).

pub mod address;
pub mod caller;
pub mod cookie;
pub mod door;
pub mod key;
pub mod origin;
pub mod password;
