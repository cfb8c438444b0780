//! What came back to what it was is news as well: one entry per service when the last of its strong troubles ends.

use std::collections::BTreeMap;

use crate::candidates::Candidate;
use crate::timeline::Kind;
use crate::words;

/// Trouble below this score does not deserve a second entry for its end.
const LEAST_SCORE: f64 = 0.45;

/// Trouble of this part of the strongest is strong: a service that fails in another way is not back to usual.
const STRONG: f64 = 0.9;

pub(crate) fn of(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut ended: BTreeMap<Option<&str>, Vec<&Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let troubled = matches!(
            candidate.kind,
            Kind::Errors | Kind::Latency | Kind::Saturation | Kind::Traffic | Kind::NewLog
        );
        if !troubled || candidate.end.is_none() || candidate.score < LEAST_SCORE {
            continue;
        }
        ended.entry(candidate.service.as_deref()).or_default().push(candidate);
    }
    ended.into_values().filter_map(|troubles| recovery(last(&troubles)?)).collect()
}

/// The strong trouble that ended last; of several that ended together the strongest.
fn last<'a>(troubles: &[&'a Candidate]) -> Option<&'a Candidate> {
    let strongest = troubles.iter().map(|trouble| trouble.score).fold(0.0, f64::max);
    let strong = troubles.iter().filter(|trouble| trouble.score >= strongest * STRONG);
    strong.max_by(|a, b| a.end.cmp(&b.end).then(a.score.total_cmp(&b.score))).copied()
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
