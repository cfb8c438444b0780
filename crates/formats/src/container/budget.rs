//! How much may still come out of one container.

use std::cell::Cell;
use std::io::{self, Read};

use super::Limits;

/// Counts what all decoders of one container give.
pub(super) struct Budget {
    /// Bytes allowed in all.
    pub(super) allowed: u64,
    left: Cell<u64>,
    exceeded: Cell<bool>,
}

impl Budget {
    pub(super) fn new(limits: &Limits, packed: u64) -> Self {
        let allowed = limits.always.max(packed.saturating_mul(limits.ratio));
        Self { allowed, left: Cell::new(allowed), exceeded: Cell::new(false) }
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded.get()
    }
}

/// The output of a decoder, counted.
pub(super) struct Metered<'b, R> {
    pub(super) inner: R,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.left.get();
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 && !buffer.is_empty() {
            // Exactly as much as allowed is allowed.
            return match self.inner.read(&mut [0])? {
                0 => Ok(0),
                _ => {
                    self.budget.exceeded.set(true);
                    Err(io::ErrorKind::QuotaExceeded.into())
                }
            };
        }
        let read = self.inner.read(&mut buffer[..most])?;
        self.budget.left.set(left.saturating_sub(read as u64));
        Ok(read)
    }
}
