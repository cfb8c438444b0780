//! Who is neutral: for the organiser, and as an object.

mod json;
mod terminal;

use std::collections::BTreeMap;

use postlude_base::EvidenceRef;
use postlude_review::facilitator::{Facts, Ledger, Proposal, Source};

pub(crate) use json::json;
pub(crate) use terminal::terminal;

/// What is shown.
pub(crate) struct Shown<'a> {
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) ledger: &'a Ledger,
    pub(crate) proposal: &'a Proposal,
    /// Path and line of each citation.
    pub(crate) cited: &'a BTreeMap<EvidenceRef, (String, Option<u64>)>,
}

impl Shown<'_> {
    /// `chat/ops.json:12` of what shows a reason.
    fn place(&self, source: &Source) -> String {
        match source {
            Source::Line(place) => place.to_string(),
            Source::Evidence(evidence) => match self.cited.get(evidence) {
                Some((path, Some(line))) => format!("{path}:{line}"),
                Some((path, None)) => format!("{path}@{}", evidence.span.from),
                None => "?".to_owned(),
            },
        }
    }
}
