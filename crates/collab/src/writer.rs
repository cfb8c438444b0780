use postlude_review::people::ReviewRole;

/// In whose name something is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writer {
    /// The server itself: the machine's draft, imports, updates that another server has checked.
    Server,
    /// A person, in the role that the store says.
    Person {
        /// The id of the person in the store.
        id: String,
        /// The role in this review.
        role: ReviewRole,
    },
}

impl Writer {
    /// A person in a role.
    pub fn person(id: impl Into<String>, role: ReviewRole) -> Self {
        Self::Person { id: id.into(), role }
    }

    /// Whether nothing may be written in this name.
    pub fn only_reads(&self) -> bool {
        matches!(self, Self::Person { role: ReviewRole::Reader, .. })
    }

    pub(crate) fn is_server(&self) -> bool {
        *self == Self::Server
    }
}
