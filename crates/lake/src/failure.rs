use std::io;
use std::path::{Path, PathBuf};

/// The world broke: a disk, a permission, a query. Odd evidence is never a failure, it is a problem.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// There is no evidence where it was said to be.
    #[error("cannot read the evidence in {}: {source}", path.display())]
    Evidence {
        /// The folder or file asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The disk of the lake is full.
    #[error("no space left for the lake at {}", path.display())]
    DiskFull {
        /// The file that could not be written.
        path: PathBuf,
    },
    /// A file of the lake cannot be read or written.
    #[error("cannot use {} in the lake: {source}", path.display())]
    Lake {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another ingest writes to this lake.
    #[error("another ingest is writing to the lake at {}", path.display())]
    Locked {
        /// Folder of the lake.
        path: PathBuf,
    },
    /// A citation names a source that the lake does not hold.
    #[error("the lake holds no source {number}")]
    NoSource {
        /// The number asked for.
        number: u32,
    },
    /// The original of a lake that keeps none has been changed or removed since it was read.
    #[error("{} is not what it was when it was read", path.display())]
    OriginalChanged {
        /// The file.
        path: PathBuf,
    },
    /// A part of the program stopped; what was complete before is kept.
    #[error("a part of the ingest stopped unexpectedly")]
    Defect,
    /// Whoever asked for the ingest wants it no more; what is complete is kept.
    #[error("the ingest was stopped")]
    Stopped,
    /// A query that cannot be answered.
    #[error("{message}")]
    Query {
        /// What is wrong with it.
        message: String,
        /// Line and column in the query, both from 1, when they are known.
        place: Option<(u64, u64)>,
    },
}

impl Failure {
    /// A short, stable, kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Evidence { .. } => "evidence-unreadable",
            Self::DiskFull { .. } => "disk-full",
            Self::Lake { .. } => "lake-unusable",
            Self::Locked { .. } => "lake-locked",
            Self::NoSource { .. } => "no-such-source",
            Self::OriginalChanged { .. } => "original-changed",
            Self::Defect => "defect",
            Self::Stopped => "stopped",
            Self::Query { .. } => "query-failed",
        }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Evidence { .. } | Self::NoSource { .. } | Self::Query { .. } => None,
            Self::DiskFull { .. } => {
                Some("make room or name another disk; what is complete so far is kept, ingest again to go on")
            }
            Self::Lake { .. } => Some("check that the folder exists and may be written to"),
            Self::Locked { .. } => Some("wait until it is done, or use another folder"),
            Self::Defect => Some("this is a bug of Postlude: please report it"),
            Self::Stopped => Some("ingest again to go on"),
            Self::OriginalChanged { .. } => Some("ingest again, or keep the originals in a lake"),
        }
    }

    /// A failure about a file of the lake; a full disk is told apart.
    pub(crate) fn lake(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Lake { path, source },
        }
    }
}
