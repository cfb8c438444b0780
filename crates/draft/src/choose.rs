//! Few enough to be read: which candidates become entries, and the entries in order with their citations.

use postlude_base::{EvidenceRef, Timestamp};
use postlude_signals::RecordKey;

use crate::candidates::Candidate;
use crate::known::KnownDraft;
use crate::leads::LeadDraft;
use crate::timeline::{Draft, Entry, Kind, Known, Lead};

/// Most entries of a timeline.
const MOST: usize = 60;

/// Places kept for what people wrote: it must not be crowded out by how many series moved.
const WRITTEN: usize = 12;

/// Most entries of one kind, so that no kind floods the others.
fn most(kind: Kind) -> usize {
    match kind {
        Kind::Change => 16,
        Kind::Message => 14,
        Kind::Alert | Kind::Errors | Kind::Latency | Kind::NewLog => 12,
        Kind::Saturation => 8,
        Kind::Recovery | Kind::Silence | Kind::Restart => 6,
        Kind::Traffic | Kind::Metric | Kind::Gap => 4,
    }
}

/// The candidates that stay, in order of time.
pub(crate) fn few(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates
        .sort_by(|a, b| b.score.total_cmp(&a.score).then(a.time.cmp(&b.time)).then(a.title.cmp(&b.title)));
    let written = |all: &[Candidate]| all.iter().filter(|one| one.kind == Kind::Message).count();
    let kept = written(&candidates).min(WRITTEN);
    let mut taken: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let same = taken.iter().filter(|known| known.kind == candidate.kind).count();
        let to_come = if candidate.kind == Kind::Message { 0 } else { kept.saturating_sub(written(&taken)) };
        if taken.len() + to_come < MOST && same < most(candidate.kind) {
            taken.push(candidate);
        }
    }
    taken.sort_by(|a, b| a.time.cmp(&b.time).then(a.kind.cmp(&b.kind)).then(a.title.cmp(&b.title)));
    taken
}

/// Gives ids and citations. An entry whose records cannot be placed is left out, and leads that name it lose it.
pub(crate) fn finish(
    window: Option<(Timestamp, Timestamp)>,
    chosen: Vec<Candidate>,
    known: Vec<Option<KnownDraft>>,
    leads: Vec<LeadDraft>,
    cite: &mut dyn FnMut(&[RecordKey]) -> Vec<Option<EvidenceRef>>,
) -> Draft {
    let records =
        |known: &Option<KnownDraft>| known.as_ref().map_or(Vec::new(), |known| known.records.clone());
    let mut keys: Vec<RecordKey> = Vec::new();
    for (candidate, known) in chosen.iter().zip(&known) {
        keys.extend(&candidate.records);
        keys.extend(records(known));
    }
    let mut places = cite(&keys).into_iter();
    let mut ids: Vec<Option<String>> = Vec::with_capacity(chosen.len());
    let mut entries = Vec::with_capacity(chosen.len());
    for (candidate, known) in chosen.into_iter().zip(known) {
        let evidence: Vec<EvidenceRef> = places.by_ref().take(candidate.records.len()).flatten().collect();
        let shown: Vec<EvidenceRef> = places.by_ref().take(records(&known).len()).flatten().collect();
        if evidence.is_empty() {
            ids.push(None);
            continue;
        }
        let id = format!("e{}", entries.len() + 1);
        ids.push(Some(id.clone()));
        let known = known.filter(|_| !shown.is_empty()).map(|known| Known {
            time: known.time,
            lag: known.lag_behind(candidate.time, candidate.time_error),
            by: known.by,
            how: known.how,
            evidence: shown,
        });
        entries.push(Entry { known, ..entry(id, candidate, evidence) });
    }
    let id = |at: usize| ids.get(at).cloned().flatten();
    let leads = leads
        .into_iter()
        .map(|lead| Lead {
            service: lead.service,
            change: lead.change.and_then(id),
            since: lead.since,
            score: lead.score,
            entries: lead.entries.into_iter().filter_map(id).collect(),
            reason: lead.reason,
            supports: lead.supports,
            against: lead.against,
            missing: lead.missing,
        })
        .collect();
    Draft { window, entries, leads }
}

fn entry(id: String, candidate: Candidate, evidence: Vec<EvidenceRef>) -> Entry {
    Entry {
        id,
        time: candidate.time,
        end: candidate.end.filter(|end| *end >= candidate.time),
        time_error: candidate.time_error,
        order_undecided_with: Vec::new(),
        kind: candidate.kind,
        service: candidate.service,
        title: candidate.title,
        score: candidate.score,
        evidence,
        reason: candidate.reason,
        plot: candidate.plot,
        message_kind: candidate.about.message,
        known: None,
    }
}
