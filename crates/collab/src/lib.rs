//! The review as a document that several people edit at once: bytes in, bytes out, no sockets.
//!
//! `SCHEMA.md` beside this crate is the contract with the page. Reading order: `update` (a foreign update before yrs
//! sees it), `schema` (the contract as tables), `document` (apply or refuse), `operation` (verbs for server,
//! API and command line, and their undoing), `session` (one connection), `history`.
//!
//! How a server uses it: `Document::open` from snapshot and updates; one `Session` a connection and one `Presence` a
//! document; whatever a socket gets goes through `Session::receive`, which says what to answer, what to tell the others,
//! and what to keep. An update goes to the others when it is kept: somebody who saw what the disk then lost would bring
//! it back in their own name, and be refused. If the store fails, drop the document and open it again.
//!
//! yrs is named only here. This crate reads no clock and draws no random number; it never knows a database or a socket.

mod bytes;
mod document;
pub mod history;
mod operation;
mod refusal;
mod schema;
pub mod session;
mod update;
mod writer;

pub use document::{Applied, Document};
pub use operation::{Done, Operation, Undo, Undone};
pub use postlude_review::people::ReviewRole;
pub use refusal::Refusal;
pub use schema::SCHEMA;
pub use schema::bounds;
pub use writer::Writer;
