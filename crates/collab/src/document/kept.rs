//! The document as bytes beside the document, so that it can be made again after a refusal.
//!
//! An update is applied before anybody can see what it changes; yrs cannot take it back. Refusals are rare, so the
//! good path pays only for keeping what it was sent anyway.

use crate::bytes::{Reader, put_buffer};

#[derive(Debug, Default)]
pub(super) struct Kept {
    snapshot: Vec<u8>,
    /// Updates since, each with its length before it.
    since: Vec<u8>,
}

/// Updates are folded into the snapshot when they are this large, or as large as it is.
const FOLD: usize = 256 << 10;

impl Kept {
    pub(super) fn push(&mut self, update: &[u8]) {
        put_buffer(&mut self.since, update);
    }

    pub(super) fn size(&self) -> usize {
        self.snapshot.len() + self.since.len()
    }

    pub(super) fn is_due(&self) -> bool {
        self.since.len() > FOLD.max(self.snapshot.len())
    }

    pub(super) fn fold(&mut self, snapshot: Vec<u8>) {
        *self = Self { snapshot, since: Vec::new() };
    }

    pub(super) fn updates(&self) -> impl Iterator<Item = &[u8]> {
        let snapshot = Some(self.snapshot.as_slice()).filter(|snapshot| !snapshot.is_empty());
        let mut reader = Reader::new(&self.since);
        snapshot.into_iter().chain(std::iter::from_fn(move || reader.buffer().ok()))
    }
}
