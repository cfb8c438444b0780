//! The live channel: people in one review see each other's edits at once.
//!
//! Reading order: `room` (one open document), `keeper` (to the store, in order), `connection` (one socket), `budget` and `places` (what it may cost), `rooms` (all that are open),
//! `listen` (what other servers do), `describe` (what lists and the search know of a document).
//!
//! An update is applied in memory, written down, and only then sent to the others and acknowledged. Whoever asks for the document is answered in
//! their turn, when everything that the answer holds is written down too. What a crash takes away, nobody has seen.

mod budget;
pub mod connection;
mod describe;
mod keeper;
mod listen;
pub mod operate;
mod places;
mod room;
mod rooms;

pub use describe::describe;
pub use listen::listen;
pub use rooms::Rooms;
