//! What is decided when the server starts.

use std::path::PathBuf;

/// Bounds on what people may send.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file of evidence.
    pub evidence_file: u64,
    /// Bytes of all evidence of one incident.
    pub evidence: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { evidence_file: 100 << 30, evidence: 500 << 30 }
    }
}

/// What is decided when the server starts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where everything is kept that is not in the database: evidence, attachments.
    pub data: PathBuf,
    /// Bounds on what people may send.
    pub limits: Limits,
}
