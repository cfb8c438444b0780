use serde::{Deserialize, Serialize};

/// A range of bytes in a source, counted from 0, `to` not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ByteSpan {
    /// First byte.
    pub from: u64,
    /// One past the last byte.
    pub to: u64,
}

impl ByteSpan {
    /// The span `[from, to)`; an end before its beginning is taken as empty.
    pub fn new(from: u64, to: u64) -> Self {
        Self { from, to: to.max(from) }
    }

    /// Number of bytes.
    pub fn len(self) -> u64 {
        self.to - self.from
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.from == self.to
    }
}

/// The number of a source within one lake.
///
/// Numbers follow the order of paths within one ingest and are never used again for other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u32);

/// A citation: exactly these bytes of exactly this source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EvidenceRef {
    /// The source that holds the bytes.
    pub source: SourceId,
    /// The bytes meant.
    pub span: ByteSpan,
}
