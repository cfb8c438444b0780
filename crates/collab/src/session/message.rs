//! Messages of the live channel as bytes. The first two kinds are those of y-protocols.

use serde::Serialize;
use serde_json::json;

use super::Hello;
use crate::Refusal;
use crate::bytes::{put_buffer, put_number};

pub(super) const SYNC: u64 = 0;
pub(super) const AWARENESS: u64 = 1;
pub(super) const QUERY: u64 = 3;
const SAVED: u64 = 10;
const REFUSED: u64 = 11;
const NOTICE: u64 = 12;
const HELLO: u64 = 13;

pub(super) const STEP_ONE: u64 = 0;
pub(super) const STEP_TWO: u64 = 1;
pub(super) const UPDATE: u64 = 2;

/// Why a connection is closed, as the code of a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Closing {
    /// Not logged in, or not any more.
    NotLoggedIn = 4401,
    /// Not allowed, or not any more.
    NotAllowed = 4403,
    /// There is no such review.
    NotFound = 4404,
    /// An update was refused; message 11 said why.
    Refused = 4409,
    /// A message, an update or the document would be too large.
    TooLarge = 4413,
    /// The page is older than the schema.
    OldPage = 4426,
    /// More messages, or more connections of one person, than anybody needs.
    TooMany = 4429,
}

impl Closing {
    /// The number that the page sees.
    pub fn code(self) -> u16 {
        self as u16
    }
}

pub(super) fn sync(step: u64, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 8);
    put_number(&mut bytes, SYNC);
    put_number(&mut bytes, step);
    put_buffer(&mut bytes, content);
    bytes
}

/// An update for all others, made once and sent to each.
pub fn update(update: &[u8]) -> Vec<u8> {
    sync(UPDATE, update)
}

pub(super) fn awareness(content: &[u8]) -> Vec<u8> {
    message(AWARENESS, content)
}

/// So many updates of the connection are durable.
pub fn saved(count: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(10);
    put_number(&mut bytes, SAVED);
    put_number(&mut bytes, count);
    bytes
}

pub(super) fn refused(refusal: &Refusal, update: u64) -> Vec<u8> {
    let content = json!({
        "code": refusal.code(), "message": refusal.to_string(), "hint": refusal.hint(), "update": update,
    });
    message(REFUSED, content.to_string().as_bytes())
}

/// A notice, as in the schema: an object with a `kind`.
pub fn notice(content: &impl Serialize) -> Vec<u8> {
    message(NOTICE, &serde_json::to_vec(content).unwrap_or_default())
}

pub(super) fn hello(content: &Hello) -> Vec<u8> {
    message(HELLO, &serde_json::to_vec(content).unwrap_or_default())
}

fn message(kind: u64, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 8);
    put_number(&mut bytes, kind);
    put_buffer(&mut bytes, content);
    bytes
}
