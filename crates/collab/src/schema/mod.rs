//! `SCHEMA.md` as tables: root maps, fields, shapes, bounds.

use serde::{Deserialize, Serialize};

pub mod bounds;
mod fields;
mod shape;

pub(crate) use fields::{Words, field};
pub(crate) use shape::{Shape, Value, size};

/// The version of the schema that this program writes and understands.
pub const SCHEMA: u64 = 1;

/// A root map of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Root {
    Meta,
    People,
    Entries,
    Notes,
    Groups,
    Comments,
    Questions,
    Parking,
}

impl Root {
    pub(crate) const ALL: [Self; 8] = [
        Self::Meta,
        Self::People,
        Self::Entries,
        Self::Notes,
        Self::Groups,
        Self::Comments,
        Self::Questions,
        Self::Parking,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::People => "people",
            Self::Entries => "entries",
            Self::Notes => "notes",
            Self::Groups => "groups",
            Self::Comments => "comments",
            Self::Questions => "questions",
            Self::Parking => "parking",
        }
    }

    /// How many objects it may hold.
    pub(crate) fn at_most(self) -> usize {
        match self {
            Self::Meta => usize::MAX,
            Self::People => 2_000,
            Self::Entries | Self::Notes => 20_000,
            Self::Groups | Self::Questions | Self::Parking => 2_000,
            Self::Comments => 50_000,
        }
    }
}

/// The root map with this name; the maps of later nouns accept nothing yet and are so unknown.
pub(crate) fn root_named(name: &str) -> Option<Root> {
    Root::ALL.into_iter().find(|root| root.name() == name)
}
