//! What came back to what it was is news as well: one entry per service when its strongest trouble ends.

use std::collections::BTreeMap;

use crate::candidates::Candidate;
use crate::timeline::Kind;
use crate::words;

/// Trouble below this score does not deserve a second entry for its end.
const LEAST_SCORE: f64 = 0.45;

pub(crate) fn of(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut ended: BTreeMap<Option<&str>, &Candidate> = BTreeMap::new();
    for candidate in candidates {
        let troubled = matches!(
            candidate.kind,
            Kind::Errors | Kind::Latency | Kind::Saturation | Kind::Traffic | Kind::NewLog
        );
        if !troubled || candidate.end.is_none() || candidate.score < LEAST_SCORE {
            continue;
        }
        let known = ended.entry(candidate.service.as_deref()).or_insert(candidate);
        if candidate.score > known.score {
            *known = candidate;
        }
    }
    ended.into_values().filter_map(recovery).collect()
}

fn recovery(trouble: &Candidate) -> Option<Candidate> {
    let end = trouble.end?;
    let service = trouble.service.as_deref().unwrap_or("(no service)");
    let lasted = words::duration(end.since(trouble.time));
    Some(Candidate {
        time: end,
        end: None,
        kind: Kind::Recovery,
        title: format!("{service}: back to usual after {lasted}"),
        score: trouble.score * 0.8,
        reason: format!("the end of: {}", trouble.title),
        ..trouble.clone()
    })
}
