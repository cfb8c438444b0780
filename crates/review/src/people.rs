//! Who may do what: one table for pages, API and live channel.

use serde::{Deserialize, Serialize};

/// What an account may do in the whole house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// Reads what is open, and writes nothing.
    Reader,
    /// Makes reviews, and takes part in them.
    Member,
    /// Also invites people, sees the audit trail, and may enter every review.
    Administrator,
}

/// What a person is in one review. The order is that of what they may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewRole {
    /// Reads.
    Reader,
    /// Was there, or helps: writes what they know.
    Participant,
    /// Runs the review.
    Facilitator,
    /// Made the review, and decides who takes part.
    Organiser,
}

impl AccountRole {
    /// The role with this name, as the API writes it.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Reader, Self::Member, Self::Administrator].into_iter().find(|role| role.name() == name)
    }

    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }
}

impl ReviewRole {
    /// All roles, from who may do least to who may do most.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Participant, Self::Facilitator, Self::Organiser];

    /// The role with this name, as the API writes it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The name that the API, the store and the document use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Participant => "participant",
            Self::Facilitator => "facilitator",
            Self::Organiser => "organiser",
        }
    }
}

/// Who sees a review without having been named in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody with an account.
    Open,
    /// Only the people named in it.
    Restricted,
}

impl Visibility {
    /// The visibility with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Open, Self::Restricted].into_iter().find(|visibility| visibility.name() == name)
    }

    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Restricted => "restricted",
        }
    }
}

/// What somebody wants to do with a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// See the review, its document, evidence, attachments, exports; join its live channel; find it in the search.
    Read,
    /// Become a participant without being asked, where the review is open.
    Join,
    /// Change the document: entries, notes, comments; attach; import into it.
    Write,
    /// Add evidence, read it, repair clocks: what changes the machine's draft for all.
    Gather,
    /// Change the title, the phase, the state of a step, and who takes part below organiser.
    Run,
    /// Change the visibility, name organisers, delete, restore.
    Administer,
}

impl Act {
    /// All acts, for tables and tests.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Join, Self::Write, Self::Gather, Self::Run, Self::Administer];
}

/// A person as seen from one review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The role of the account.
    pub account: AccountRole,
    /// The role in the review, if the person was named in it.
    pub review: Option<ReviewRole>,
}

impl Standing {
    /// The role in which the person acts in a review of this visibility; none if it is hidden from them.
    ///
    /// An administrator is an organiser everywhere. An account that only reads stays a reader, whatever it was named.
    pub fn role(self, visibility: Visibility) -> Option<ReviewRole> {
        match (self.account, self.review, visibility) {
            (AccountRole::Administrator, _, _) => Some(ReviewRole::Organiser),
            (AccountRole::Reader, Some(_), _) => Some(ReviewRole::Reader),
            (AccountRole::Member, Some(role), _) => Some(role),
            (_, None, Visibility::Open) => Some(ReviewRole::Reader),
            (_, None, Visibility::Restricted) => None,
        }
    }

    /// Whether the person may do this in a review of this visibility.
    pub fn may(self, act: Act, visibility: Visibility) -> bool {
        let Some(role) = self.role(visibility) else { return false };
        match act {
            Act::Read => true,
            Act::Join => visibility == Visibility::Open && self.account >= AccountRole::Member,
            Act::Write | Act::Gather => role >= ReviewRole::Participant,
            Act::Run => role >= ReviewRole::Facilitator,
            Act::Administer => role == ReviewRole::Organiser,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one may do, as letters: Read, Join, Write, Gather, rUn, Administer.
    fn check(account: &str, review: &str, visibility: Visibility, expected: &str) {
        let standing =
            Standing { account: AccountRole::named(account).unwrap(), review: ReviewRole::named(review) };
        let may: String = Act::ALL
            .iter()
            .zip("RJWGUA".chars())
            .map(|(act, letter)| if standing.may(*act, visibility) { letter } else { '-' })
            .collect();
        assert_eq!(may, expected, "{account}, {review}, {visibility:?}");
    }

    #[test]
    fn the_table_of_permissions() {
        let (open, restricted) = (Visibility::Open, Visibility::Restricted);
        check("reader", "none", open, "R-----");
        check("reader", "none", restricted, "------");
        check("reader", "participant", restricted, "R-----");
        check("reader", "organiser", open, "R-----");
        check("member", "none", open, "RJ----");
        check("member", "none", restricted, "------");
        check("member", "reader", restricted, "R-----");
        check("member", "reader", open, "RJ----");
        check("member", "participant", restricted, "R-WG--");
        check("member", "facilitator", restricted, "R-WGU-");
        check("member", "organiser", open, "RJWGUA");
        check("administrator", "none", restricted, "R-WGUA");
    }

    #[test]
    fn names_lead_back() {
        for role in ReviewRole::ALL {
            assert_eq!(ReviewRole::named(role.name()), Some(role));
        }
        assert_eq!(AccountRole::named("root"), None);
        assert_eq!(Visibility::named("restricted"), Some(Visibility::Restricted));
    }
}
