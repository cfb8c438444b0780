//! What can go wrong with the store, told apart by what a server answers.

use std::fmt;

/// The outcome of every verb.
pub type Result<T> = std::result::Result<T, Failure>;

/// The world broke, or a rule of the store says no. What is not there is no failure but `None` or `false`.
///
/// It can be cloned because one failed transaction may answer many callers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The database does not answer, or is being restarted. Asking again later may work without a restart here (HTTP 503).
    /// A change that met this may or may not have been kept; updates of a document may safely be appended again.
    #[error("the database does not answer: {0}")]
    Away(String),
    /// There is no room left; nothing of the change was kept, all earlier ones are (HTTP 503).
    #[error("there is no room left for the database: {0}")]
    Full(String),
    /// The state of the store forbids it (HTTP 409).
    #[error("{0}")]
    Conflict(Conflict),
    /// The database refused what should have worked (HTTP 500).
    #[error("the database refused: {0}")]
    Broken(String),
}

/// Why the store says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflict {
    /// Another account has this e-mail address.
    EmailTaken,
    /// There are accounts already, so nobody becomes the first administrator.
    NotFirst,
    /// Without this one nobody could administer the house.
    LastAdministrator,
    /// Without this one nobody could administer the review.
    LastOrganiser,
    /// The same id, key or name is kept already.
    Exists,
    /// It refers to something that is not there (any more).
    Missing,
    /// Somebody else changed it since it was read: read again.
    Changed,
    /// Only an empty store can be restored into.
    NotEmpty,
    /// The lines to restore are not those of a dump, or end too early, or are of a newer program.
    NotADump,
}

impl Failure {
    /// Whether it may pass by itself, so that the same call can work later.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Away(_) | Self::Full(_))
    }

    /// The conflict, if it is one.
    pub fn conflict(&self) -> Option<Conflict> {
        match self {
            Self::Conflict(conflict) => Some(*conflict),
            _ => None,
        }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Away(_) => "database-away",
            Self::Full(_) => "disk-full",
            Self::Conflict(conflict) => conflict.code(),
            Self::Broken(_) => "database-broken",
        }
    }
}

impl Conflict {
    /// A stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::EmailTaken => "email-taken",
            Self::NotFirst => "not-first",
            Self::LastAdministrator => "last-administrator",
            Self::LastOrganiser => "last-organiser",
            Self::Exists => "exists",
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::NotEmpty => "not-empty",
            Self::NotADump => "not-a-dump",
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmailTaken => "another account has this e-mail address",
            Self::NotFirst => "there are accounts already",
            Self::LastAdministrator => "the last administrator must stay one",
            Self::LastOrganiser => "the last organiser of a review must stay one",
            Self::Exists => "it is kept already",
            Self::Missing => "it refers to something that is not there",
            Self::Changed => "somebody else changed it meanwhile",
            Self::NotEmpty => "only an empty store can be restored into",
            Self::NotADump => "these lines are not a complete dump that this program can read",
        })
    }
}

impl From<Conflict> for Failure {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}
