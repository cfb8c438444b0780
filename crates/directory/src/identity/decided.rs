//! Corrections: they are read as data, and nothing that is found wins over them.

use postlude_base::Problem;

use super::clusters::{Clusters, Joined};
use super::{Joining, Sureness};
use crate::read::Reading;
use crate::row::{Row, Told, Verdict};

pub(super) fn apply(
    reading: &Reading,
    clusters: &mut Clusters,
    join: &mut Joining<'_>,
    problems: &mut Vec<Told>,
) {
    let rows = &reading.rows;
    let mut tell = |decision: &crate::row::Decision, problem: Problem| {
        problems.push(Told::new(decision.place.clone(), problem));
    };
    // What is kept apart is known before anything is joined, wherever it stands in the files.
    for decision in reading.decisions.iter().filter(|decision| decision.verdict == Verdict::Apart) {
        let (one, other) = (meant(rows, &decision.one), meant(rows, &decision.other));
        if one.is_empty() || other.is_empty() {
            tell(decision, nobody(if one.is_empty() { &decision.one } else { &decision.other }));
        } else if one.iter().any(|row| other.contains(row)) {
            let message =
                format!("{} and {} stand in one row and cannot be kept apart", decision.one, decision.other);
            tell(
                decision,
                Problem::new("decision-splits-a-row", message)
                    .hint("correct the row, or name the rows as file:line"),
            );
        } else {
            one.iter().for_each(|one| other.iter().for_each(|other| clusters.keep_apart(*one, *other)));
        }
    }
    for decision in reading.decisions.iter().filter(|decision| decision.verdict == Verdict::Join) {
        let (one, other) = (meant(rows, &decision.one), meant(rows, &decision.other));
        let (Some(first), Some(_)) = (one.first(), other.first()) else {
            tell(decision, nobody(if one.is_empty() { &decision.one } else { &decision.other }));
            continue;
        };
        let by = decision.why.as_deref().map_or_else(
            || format!("decided at {}", decision.place),
            |why| format!("decided at {}: {why}", decision.place),
        );
        for row in one.iter().chain(&other) {
            if join(clusters, *first, *row, &by, Sureness::Decided) == Joined::KeptApart {
                let message =
                    format!("{} and {} are kept apart by another decision", decision.one, decision.other);
                tell(
                    decision,
                    Problem::new("decisions-contradict", message)
                        .hint("take one of the two out; until then they stay apart"),
                );
                break;
            }
        }
    }
}

fn nobody(reference: &str) -> Problem {
    Problem::new("decision-about-nobody", format!("nobody is called {reference}"))
        .hint("name an address, system:handle, or file:line as `postlude people` shows them")
}

/// The rows that an address, a handle or a place means.
fn meant(rows: &[Row], reference: &str) -> Vec<usize> {
    let (system, name) = reference.split_once(':').unwrap_or(("", reference));
    let is_meant = |row: &Row| {
        row.place.to_string() == reference
            || row.emails.iter().any(|email| email.eq_ignore_ascii_case(reference))
            || row.handles.iter().any(|handle| {
                handle.name.eq_ignore_ascii_case(name)
                    && (system.is_empty() || handle.system.eq_ignore_ascii_case(system))
            })
    };
    rows.iter().enumerate().filter(|(_, row)| is_meant(row)).map(|(at, _)| at).collect()
}
