use postlude_base::EvidenceRef;

/// The bytes behind a citation, as a person reads them.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    /// Number of the line it begins in, from 1, where the record is known to have one.
    pub(crate) line: Option<u64>,
    /// The beginning of it; bytes that are no text are replaced.
    pub(crate) text: String,
    /// Bytes that are not shown.
    pub(crate) left: u64,
}

/// Gives at most so many bytes of a citation.
pub(crate) type Cite<'a> = dyn FnMut(&EvidenceRef, u64) -> anyhow::Result<Cited> + 'a;
