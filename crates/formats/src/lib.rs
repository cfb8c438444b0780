//! From bytes to records: which format is this, where does a record end, what does it say?
//!
//! Reading order: [`container`] (what is wrapped), [`sniff`] (one question per format: could it be you?), `frame` (where a record ends,
//! knowing nothing of what it says), `decode` (one file per format), `definitions/*.toml` (line formats
//! as data). `time` reads any written time.
//!
//! Invariants: decoding never fails, it gives records and problems; any bytes are accepted; the spans of
//! records lie inside the source, follow its order and do not overlap within one line; whatever is cut
//! into blocks at [`Reader::cut`] gives the same records as the whole (readers that say [`Order::InOrder`]
//! need the blocks in order, with the [`Carry`] handed on).
//!
//! This crate opens no file, reads no clock, and does not know what records mean together.

mod block;
pub mod container;
pub mod decode;
mod definitions;
pub mod encoding;
pub mod frame;
pub mod sniff;
pub mod time;

pub use block::{Block, Carry, Order, Reader};
pub use sniff::{Detection, Head, Hints, detect};
