//! The review as a document that several people edit at once: bytes in, bytes out, no sockets.
//!
//! `SCHEMA.md` beside this crate is the contract with the page. yrs is named only here. This crate reads no clock and draws no random number.
